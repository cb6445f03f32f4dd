/* api/problem: from an error to problem+json. The words are in problem_rows.c. */
#include "api/problem.h"

#include "base/text.h"

static const int statuses[ERR_KIND_COUNT] = {
    [ERR_NONE] = 200,   [ERR_INVALID] = 422, [ERR_SYNTAX] = 400,   [ERR_UNIDENTIFIED] = 401,
    [ERR_DENIED] = 403, [ERR_MISSING] = 404, [ERR_CONFLICT] = 409, [ERR_STALE] = 412,
    [ERR_LIMIT] = 413,  [ERR_RATE] = 429,    [ERR_BUSY] = 503,     [ERR_UNCERTAIN] = 504,
    [ERR_STORE] = 500};

const struct problem_row *problem_find(enum err_kind kind, const char *code)
{
    for (const struct problem_row *row = problem_rows; code && row->code; row++) {
        if (strcmp(row->code, code) == 0)
            return row;
    }
    return &problem_kinds[kind];
}

int problem_status(enum err_kind kind, const char *code)
{
    const struct problem_row *row = problem_find(kind, code);
    return row->status ? row->status : statuses[kind];
}

int problem_retry_seconds(enum err_kind kind, const char *code)
{
    static const struct {
        const char *code;
        int seconds;
    } waits[] = {{"maintenance", 300},   {"live.full", 60},  {"store.full", 30},
                 {"password.busy", 4}, /* 64 passwords at 50 ms each empty the lane */
                 {"rate.address", 600},  {"key.quota", 600}, {"code.often", 600},
                 {"session.locked", 900}};
    for (size_t i = 0; code && i < COUNT_OF(waits); i++) {
        if (strcmp(waits[i].code, code) == 0)
            return waits[i].seconds;
    }
    return kind == ERR_RATE ? 60 : kind == ERR_BUSY || kind == ERR_UNCERTAIN ? 1 : 0;
}

/* "{0}" and "{1}" are the arguments of the error. */
static const char *fill(const char *sentence, const struct field_error *error, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, 2000);
    while (*sentence) {
        bool place =
            sentence[0] == '{' && (sentence[1] == '0' || sentence[1] == '1') && sentence[2] == '}';
        if (place) {
            const char *argument = error->args[sentence[1] - '0'];
            text_add(&text, argument ? argument : "");
            sentence += 3;
        } else {
            text_add_bytes(&text, sentence++, 1);
        }
    }
    return text_done(&text);
}

void problem_write_error(struct json_writer *writer, const struct field_error *error,
                         struct arena *arena)
{
    const struct field_sentence *row = field_sentences;
    while (row->code && strcmp(row->code, error->code) != 0)
        row++;
    struct words text = row->code ? row->text : problem_find(ERR_INVALID, error->code)->title;
    json_begin(writer);
    json_named_text(writer, "path", error->path);
    json_named_text(writer, "code", error->code);
    json_named_text(writer, "text", fill(text.zh, error, arena));
    json_named_text(writer, "text_en", fill(text.en, error, arena));
    json_name(writer, "args");
    json_begin_list(writer);
    for (size_t i = 0; i < COUNT_OF(error->args) && error->args[i]; i++)
        json_text(writer, error->args[i]);
    json_end_list(writer);
    json_end(writer);
}

static void write_errors(struct json_writer *writer, const struct err *err,
                         const struct field_errors *errors, struct arena *arena)
{
    size_t count = errors ? errors->count : 0;
    if (!count && !err->field[0])
        return;
    json_name(writer, "errors");
    json_begin_list(writer);
    for (size_t i = 0; i < count && i < FIELD_ERRORS_MAX; i++)
        problem_write_error(writer, &errors->items[i], arena);
    if (!count) {
        struct field_error one = {err->field, err->code, {0}};
        problem_write_error(writer, &one, arena);
    }
    json_end_list(writer);
}

const char *with_hotline(struct arena *arena, const char *words, const char *hotline)
{
    const char *place = words && strcmp(hotline, HOTLINE) != 0 ? strstr(words, HOTLINE) : NULL;
    if (!place)
        return words;
    struct text text;
    text_init(&text, arena, 4000);
    for (; place; place = strstr(words, HOTLINE)) {
        text_add_bytes(&text, words, (size_t) (place - words));
        text_add(&text, hotline);
        words = place + strlen(HOTLINE);
    }
    text_add(&text, words);
    return text_done(&text);
}

const char *problem_print(struct arena *arena, const char *hotline, enum err_kind kind,
                          const struct err *err, const struct words *refusal,
                          const struct field_errors *errors)
{
    const char *code = err && err->code ? err->code : problem_kinds[kind].code;
    const struct problem_row *row = problem_find(kind, code);
    bool said = refusal && refusal->zh && *refusal->zh;
    struct words title = said ? *refusal : row->title;
    struct json_writer writer;
    json_writer_init(&writer, arena, 128 * 1024);
    json_begin(&writer);
    json_named_text(&writer, "type", arena_printf(arena, "/errors/%s", code));
    json_named_text(&writer, "code", code);
    json_named_int(&writer, "status", problem_status(kind, code));
    const struct {
        const char *name, *words;
    } told[] = {{"title", title.zh},
                {"title_en", title.en ? title.en : row->title.en},
                {"next", row->next.zh},
                {"next_en", row->next.en}};
    for (size_t i = 0; i < COUNT_OF(told); i++)
        json_named_text(&writer, told[i].name, with_hotline(arena, told[i].words, hotline));
    /* Where a body breaks off is the client's own text: no secret. */
    if (kind == ERR_SYNTAX && err && err->text[0])
        json_named_text(&writer, "detail", err->text);
    if (err && err->code && strcmp(err->code, "court.elsewhere") == 0)
        json_named_text(&writer, "address", err->text);
    if (err)
        write_errors(&writer, err, errors, arena);
    json_end(&writer);
    return json_done(&writer);
}
