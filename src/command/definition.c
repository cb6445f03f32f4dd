/* command/definition: see definition.h. */
#include "command/definition.h"

#include "base/text.h"
#include "command/command.h"
#include "command/place.h"
#include "store/csv.h"
#include "store/definition.h"

enum { RELEASES_SHOWN_MAX = 1000 };

static int list(const struct command_engine *on, const char *system, bool as_json)
{
    DB_SCOPED *db = NULL;
    struct err err = {0};
    struct db_result rows;
    struct json_writer writer;
    if (db_open(on->store_url, DB_READ_ONLY, &db, &err) ||
        releases_of(db, on->arena, system, INT64_MAX, RELEASES_SHOWN_MAX, &rows, &err))
        return command_failed(&err);
    json_writer_init(&writer, on->arena, 1 << 20);
    json_begin_list(&writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        int64_t id = db_cell_int(&rows, i, 0), version = db_cell_int(&rows, i, 2);
        const char *court = db_cell_text(&rows, i, 1), *hash = db_cell_text(&rows, i, 3),
                   *reason = db_cell_text(&rows, i, 5);
        const char *state =
            db_cell_int(&rows, i, 8) ? "withdrawn" : engine_release_state(on->engine, id);
        if (!as_json)
            (void) printf("%lld  v%lld  %.12s  %-9s  %s  %s\n", (long long) id, (long long) version,
                          hash, state, *court ? court : "every court", reason);
        json_begin(&writer);
        json_named_int(&writer, "id", id);
        json_named_int(&writer, "version", version);
        json_named_text(&writer, "court", court);
        json_named_text(&writer, "hash", hash);
        json_named_text(&writer, "state", state);
        json_named_text(&writer, "reason", reason);
        json_end(&writer);
    }
    json_end_list(&writer);
    const char *json = json_done(&writer);
    if (as_json && json)
        (void) printf("%s\n", json);
    return json ? 0 : 1;
}

/* One line a finding, a change, a court whose overlay would not fit. */
static int print_check(const char *json, struct arena *arena)
{
    struct value *told = NULL;
    if (json_parse(json, strlen(json), &json_limits_file, arena, &told, NULL))
        return 1;
    const struct value *findings = value_get(told, "findings"),
                       *changes = value_get(told, "changes"), *unfit = value_get(told, "unfit");
    for (size_t i = 0; i < findings->count; i++)
        (void) printf("%s: %s\n", value_text(value_get(findings->items[i], "path")),
                      value_text(value_get(findings->items[i], "text")));
    for (size_t i = 0; i < changes->count; i++)
        (void) printf("%s: %s -> %s\n", value_text(value_get(changes->items[i], "path")),
                      json_print(arena, value_get(changes->items[i], "was")),
                      json_print(arena, value_get(changes->items[i], "now")));
    for (size_t i = 0; i < unfit->count; i++)
        (void) printf("the overlay of %s would be set aside\n", value_text(unfit->items[i]));
    return value_true(value_get(told, "fits")) ? 0 : 1;
}

/* check, publish and withdraw: the operation's body out of the options and the file. */
static int act(const struct command_engine *on, const char *verb, const char *system,
               const char *word, int argc, char **argv)
{
    bool as_json = option_given(argc, argv, "--json");
    bool withdraws = strcmp(verb, "withdraw") == 0, checks = strcmp(verb, "check") == 0;
    struct arena *arena = on->arena;
    struct value *params = value_new_map(arena), *body = value_new_map(arena);
    char *text = NULL;
    const char *json = NULL;
    size_t size_bytes = 0;
    struct err err = {0};
    if (!withdraws && csv_read_file(arena, word, &text, &size_bytes, &err))
        return command_failed(&err);
    struct value *release = withdraws ? value_new_int(arena, strtoll(word, NULL, 10)) : NULL;
    if (!params || !body || !value_set_given(arena, params, "system", system) ||
        !value_set_given(arena, body, "court", option_text(argc, argv, "--court")) ||
        !value_set_given(arena, body, "reason", option_text(argc, argv, "--reason")) ||
        !value_set_given(arena, body, "text", text) ||
        (withdraws && !value_set(arena, body, "release", release)))
        return 1;
    enum err_kind kind =
        checks ? command_read(on, &operation_definition_check, params, body, &json, &err)
               : command_perform(
                     on, withdraws ? &operation_definition_withdraw : &operation_definition_publish,
                     params, body, &json, &err);
    if (kind)
        return command_failed(&err);
    if (as_json || !checks)
        (void) printf("%s\n", json);
    return checks && !as_json ? print_check(json, arena) : 0;
}

int definition_command(const struct command_engine *on, int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "", *system = argc > 2 ? argv[2] : "",
               *word = argc > 3 && argv[3][0] != '-' ? argv[3] : NULL;
    bool reasoned = option_text(argc, argv, "--reason") != NULL;
    if (strcmp(verb, "list") == 0 && engine_workflow(on->engine, system))
        return list(on, system, option_given(argc, argv, "--json"));
    if (word && (strcmp(verb, "check") == 0 ||
                 (reasoned && (strcmp(verb, "publish") == 0 || strcmp(verb, "withdraw") == 0))))
        return act(on, verb, system, word, argc, argv);
    (void) fprintf(stderr, "definition takes: list SYSTEM, check SYSTEM FILE, publish SYSTEM FILE "
                           "--reason TEXT, withdraw SYSTEM RELEASE --reason TEXT\n");
    return 2;
}
