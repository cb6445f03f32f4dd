/*
 * command/law: see law.h. Options are the fields of the rule: --closed-by is closed_by, and what is
 * counted in fen may be given in yuan: --amount 350000.50 is amount_fen 35000050.
 */
#include "command/law.h"

#include "command/law_page.h"
#include "command/law_tables.h"
#include "command/place.h"
#include "command/reference.h"
#include "crypto/crypto.h"

#include <errno.h>
#include <unistd.h>

enum { CHUNK_BYTES = 1 << 20, LINES_A_FLUSH = 64 };

/* ---- by the million ------------------------------------------------------------------------- */

struct batch {
    struct rule_world world;
    struct arena arena; /* of the lines since the last flush */
    struct json_writer writer;
    int lines;
    bool skipping; /* inside a line that was refused as too long */
    bool failed;
};

static void begin(struct batch *batch)
{
    arena_init(&batch->arena, 64 << 20);
    json_writer_init(&batch->writer, &batch->arena, 16 << 20);
    batch->lines = 0;
}

static void flush(struct batch *batch)
{
    const char *text = text_done(&batch->writer.text);
    size_t left = text ? batch->writer.text.length : 0;
    batch->failed = batch->failed || !text;
    while (left && !batch->failed) {
        ssize_t wrote = write(STDOUT_FILENO, text, left);
        batch->failed = wrote <= 0 && errno != EINTR;
        text += wrote > 0 ? wrote : 0;
        left -= wrote > 0 ? (size_t) wrote : 0;
    }
    arena_release(&batch->arena);
    begin(batch);
}

static void run_line(struct batch *batch, char *line, size_t size_bytes)
{
    if (size_bytes && line[size_bytes - 1] == '\r')
        size_bytes--;
    if (size_bytes == 0)
        return;
    line[size_bytes] = '\0';
    rule_run_line(&batch->world, line, size_bytes, &batch->arena, &batch->writer);
    text_add_bytes(&batch->writer.text, "\n", 1);
    batch->writer.need_comma[0] = false;
    if (++batch->lines == LINES_A_FLUSH)
        flush(batch);
}

/* The lines that are whole in `bytes`; how many bytes they take. */
static size_t run_lines(struct batch *batch, char *bytes, size_t size_bytes)
{
    size_t done = 0;
    for (char *end; (end = memchr(bytes + done, '\n', size_bytes - done)) && !batch->failed;) {
        size_t length = (size_t) (end - bytes) - done;
        if (!batch->skipping)
            run_line(batch, bytes + done, length);
        batch->skipping = false;
        done += length + 1;
    }
    return done;
}

static int run_batch(const char *folder)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    struct batch batch = {0};
    struct err err = {0};
    char *bytes = arena_alloc(&arena, CHUNK_BYTES + 1);
    size_t held = 0;
    if (!bytes || reference_world(folder, &arena, &batch.world, &err))
        return command_failed(&err);
    begin(&batch);
    for (ssize_t got; !batch.failed;) {
        got = read(STDIN_FILENO, bytes + held, CHUNK_BYTES - held);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        held += (size_t) got;
        size_t done = run_lines(&batch, bytes, held);
        held -= done;
        memmove(bytes, bytes + done, held);
        if (held == CHUNK_BYTES) { /* no end in sight: refused once, then passed over */
            if (!batch.skipping)
                run_line(&batch, bytes, held);
            batch.skipping = true;
            held = 0;
        }
        flush(&batch);
    }
    if (!batch.skipping)
        run_line(&batch, bytes, held);
    flush(&batch);
    arena_release(&batch.arena);
    if (batch.failed)
        (void) fprintf(stderr, "fengqiao: the answers cannot be written\n");
    return batch.failed;
}

/* ---- for people ----------------------------------------------------------------------------- */

static void print_fields(const struct rule_field *field, struct arena *arena)
{
    for (; field->name; field++) {
        const char *words = law_field_words(field, arena);
        (void) printf("  %-20s %s%s\n  %-20s %s; %s\n", field->name, field->required ? "" : "? ",
                      words ? words : "", "", field->zh, field->en);
    }
}

static int print_help(const struct rule *rule)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    (void) printf("%s  %s  %s\n\nin (? may be left out)\n", rule->name, rule->zh, rule->en);
    print_fields(rule->in, &arena);
    (void) printf("\nout\n");
    print_fields(rule->out, &arena);
    (void) printf("\nexample of a line\n  %s\n", rule->example);
    return 0;
}

static int list_rules(void)
{
    for (size_t i = 0; rule_at(i); i++)
        (void) printf("%-22s %s  %s\n", rule_at(i)->name, rule_at(i)->zh, rule_at(i)->en);
    (void) printf(
        "\nfengqiao law RULE --help, fengqiao law RULE --field value, fengqiao law --batch\n");
    return 0;
}

static int print_page(const char *folder)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    struct rule_world world;
    struct err err = {0};
    if (reference_world(folder, &arena, &world, &err))
        return command_failed(&err);
    return !law_print_page(&world);
}

static const struct rule_field *find_field(const struct rule *rule, const char *name)
{
    for (const struct rule_field *field = rule->in; field->name; field++) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

/* "1,234.5" yuan as fen in text; NULL: no such amount. */
static const char *fen_of_yuan(const char *yuan, struct arena *arena)
{
    struct text text;
    size_t decimals = 0;
    bool point = false;
    text_init(&text, arena, 64);
    for (const char *c = yuan; *c; c++) {
        if (*c == ',' && !point)
            continue;
        if (*c == '.' && !point) {
            point = true;
            continue;
        }
        if (*c < '0' || *c > '9' || (point && ++decimals > 2))
            return NULL;
        text_add_bytes(&text, c, 1);
    }
    text_add(&text, decimals == 0 ? "00" : decimals == 1 ? "0" : "");
    return *yuan ? text_done(&text) : NULL;
}

struct given {
    const char *names[RULE_FIELDS_MAX], *texts[RULE_FIELDS_MAX];
    size_t count;
};

/* One option and its value; how many arguments it took, 0: wrong (said already). */
static int take_option(const struct rule *rule, char **argv, int left, struct arena *arena,
                       struct given *given)
{
    char name[64];
    (void) snprintf(name, sizeof name, "%s", argv[0] + 2);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : *c;
    const char *value = left > 1 && strncmp(argv[1], "--", 2) != 0 ? argv[1] : NULL;
    const struct rule_field *field = find_field(rule, name);
    if (!field && strlen(name) + 5 < sizeof name) {
        (void) strncat(name, "_fen", 5);
        field = find_field(rule, name);
        const char *fen = field && value ? fen_of_yuan(value, arena) : NULL;
        if (field && !fen) {
            (void) fprintf(stderr, "fengqiao law: %s takes an amount in yuan\n", argv[0]);
            return 0;
        }
        if (field) {
            given->names[given->count] = field->name;
            given->texts[given->count++] = fen;
            return 2;
        }
    }
    if (!field || (!value && field->type != RULE_FLAG) || given->count == RULE_FIELDS_MAX) {
        (void) fprintf(stderr, "fengqiao law: %s %s; see fengqiao law %s --help\n", argv[0],
                       field ? "needs a value" : "is no field of this rule", rule->name);
        return 0;
    }
    given->names[given->count] = field->name;
    given->texts[given->count++] = value ? value : "true";
    return value ? 2 : 1;
}

static void print_value(const struct value *value)
{
    if (value->type == VALUE_BOOL)
        (void) printf("%s", value->boolean ? "true" : "false");
    else if (value->type == VALUE_INT)
        (void) printf("%lld", (long long) value->integer);
    else if (value->type == VALUE_TEXT)
        (void) printf("%s", value->text);
    for (size_t i = 0; value->type == VALUE_LIST && i < value->count; i++) {
        const struct value *words = value->items[i];
        if (words->type == VALUE_MAP)
            (void) printf("%s  %s\n%-20s  %s", i ? "\n                    " : "",
                          value_text(value_get(words, "zh")), "",
                          value_text(value_get(words, "en")));
        else
            (void) printf("%s%s", i ? "; " : "", words->text);
    }
}

/* The answer, then how it was reached; sums in yuan too. */
static void print_answer(const char *json, struct arena *arena)
{
    struct value *answer = NULL;
    if (json_parse(json, strlen(json), &json_limits_file, arena, &answer, NULL))
        return;
    for (size_t i = 0; i < answer->count; i++) {
        const char *name = answer->names[i];
        size_t length = strlen(name);
        bool fen = length > 4 && strcmp(name + length - 4, "_fen") == 0;
        if (strcmp(name, "reasons") == 0)
            continue; /* the steps say the same */
        (void) printf("%-20s ", name);
        print_value(answer->items[i]);
        if (fen)
            (void) printf("  (%s yuan)", money_format(arena, answer->items[i]->integer));
        (void) printf("\n");
    }
}

static int run_rule(const struct rule *rule, int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 32 << 20);
    struct given given = {0};
    struct rule_world world;
    struct rule_value values[RULE_FIELDS_MAX];
    struct json_writer writer;
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--reference");
    bool as_json = option_given(argc, argv, "--json");
    for (int i = 2, took = 0; i < argc; i += took) {
        took = strcmp(argv[i], "--json") == 0        ? 1
               : strcmp(argv[i], "--reference") == 0 ? 2
               : strncmp(argv[i], "--", 2) == 0
                   ? take_option(rule, argv + i, argc - i, &arena, &given)
                   : 0;
        if (took == 0) {
            if (strncmp(argv[i], "--", 2) != 0)
                (void) fprintf(stderr, "fengqiao law: '%s' is one word too many\n", argv[i]);
            return 2;
        }
    }
    if (reference_world(folder ? folder : reference_folder(), &arena, &world, &err))
        return command_failed(&err);
    json_writer_init(&writer, &arena, 4 << 20);
    json_begin(&writer);
    enum err_kind kind =
        rule_bind_texts(rule, given.names, given.texts, given.count, &arena, values, &err);
    if (!kind)
        kind = rule_run(rule, &world, values, &arena, &writer, &err);
    json_end(&writer);
    const char *json = json_done(&writer);
    if (kind || !json) {
        (void) fprintf(stderr, "fengqiao law: %s%s%s (%s)\n", err.field, *err.field ? ": " : "",
                       err.text, err.code ? err.code : "unknown");
        return kind == ERR_INVALID ? 2 : 1;
    }
    if (as_json)
        (void) printf("%s\n", json);
    else
        print_answer(json, &arena);
    return 0;
}

int command_law(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const char *folder = option_text(argc, argv, "--reference");
    if (!crypto_start()) /* a draw is a hash */
        return 1;
    if (strcmp(name, "--batch") == 0)
        return run_batch(folder ? folder : reference_folder());
    if (strcmp(name, "--page") == 0 && argc > 2 && argv[2][0] != '-')
        return law_print_table(argv[2]) ? 0 : 2;
    if (strcmp(name, "--page") == 0)
        return print_page(folder ? folder : reference_folder());
    if (!*name)
        return list_rules();
    const struct rule *rule = rule_find(name);
    if (!rule) {
        (void) fprintf(stderr, "fengqiao law: no rule '%s'; fengqiao law lists them\n", name);
        return 2;
    }
    return option_given(argc, argv, "--help") ? print_help(rule) : run_rule(rule, argc, argv);
}
