/* command/job: see job.h. Whoever may run the program on the folder orders in anybody's name; what
 * is done is done with that account's rights. */
#include "command/job.h"

#include "base/text.h"
#include "command/place.h"
#include "command/progress.h"
#include "store/bulk.h"
#include "store/csv.h"
#include "store/matter.h"
#include "store/people.h"

#include <time.h>

enum { SHOWN_MAX = 1000, POLL_MS = 100, PROGRESS_AFTER_MS = 1000, JSON_BYTES_MAX = 1 << 20 };

/* ---- looking -------------------------------------------------------------------------------- */

static void print_row(const struct keys *keys, const struct db_result *rows, size_t row)
{
    char id[PUBLIC_ID_BYTES];
    const char *problem = db_cell_text(rows, row, BULK_PROBLEM);
    public_id(keys, 'J', db_cell_int(rows, row, BULK_ID), id);
    (void) printf("%s  %-9s  %s  %lld of %lld seen, %lld done, %lld refused%s%s\n", id,
                  db_cell_text(rows, row, BULK_STATE), db_cell_text(rows, row, BULK_NAME),
                  (long long) db_cell_int(rows, row, BULK_SEEN),
                  (long long) db_cell_int(rows, row, BULK_TOTAL),
                  (long long) db_cell_int(rows, row, BULK_GOOD),
                  (long long) db_cell_int(rows, row, BULK_BAD), problem ? "  " : "",
                  problem ? problem : "");
}

static void write_row(const struct keys *keys, struct json_writer *writer,
                      const struct db_result *rows, size_t row)
{
    json_begin(writer);
    bulk_job_write(keys, writer, rows, row);
    json_named_text(writer, "problem", db_cell_text(rows, row, BULK_PROBLEM));
    json_end(writer);
}

/* The refused lines of a job, at most SHOWN_MAX. */
static enum err_kind print_refused(struct db *db, struct arena *arena, int64_t id,
                                   struct err *reterr)
{
    struct db_result rows;
    enum err_kind kind = bulk_lines_list(db, arena, id, "refused", 0, SHOWN_MAX, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *json = db_cell_text(&rows, i, 4), *zh = NULL;
        struct value *detail = NULL;
        if (json && !json_parse(json, strlen(json), &json_limits_request, arena, &detail, NULL))
            zh = value_text(value_get(detail, "zh"));
        const struct value *errors = value_get(detail, "errors");
        (void) printf("line %lld: %s%s%s", (long long) db_cell_int(&rows, i, 0),
                      db_cell_text(&rows, i, 3), zh ? " " : "", zh ? zh : "");
        for (size_t e = 0; e < errors->count; e++)
            (void) printf("%s %s %s", e ? "," : ":",
                          value_text(value_get(errors->items[e], "path")),
                          value_text(value_get(errors->items[e], "code")));
        (void) printf("\n");
    }
    return kind;
}

static int look(const struct place *place, struct db *db, const char *named, bool as_json,
                struct arena *arena)
{
    struct err err = {0};
    struct db_result rows;
    struct json_writer writer;
    int64_t id = 0;
    if (named && !public_id_parse(place->keys, 'J', named, &id)) {
        (void) err_set(&err, ERR_MISSING, "job.unknown", "no such job");
        return command_failed(&err);
    }
    enum err_kind kind = named
                             ? bulk_job_find(db, arena, id, &rows, &err)
                             : bulk_jobs_list(db, arena, -1, "", INT64_MAX, SHOWN_MAX, &rows, &err);
    if (!kind && named && !rows.row_count)
        kind = err_set(&err, ERR_MISSING, "job.unknown", "no such job");
    if (kind)
        return command_failed(&err);
    json_writer_init(&writer, arena, JSON_BYTES_MAX);
    json_begin_list(&writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        write_row(place->keys, &writer, &rows, i);
        if (!as_json)
            print_row(place->keys, &rows, i);
    }
    json_end_list(&writer);
    const char *json = json_done(&writer);
    if (as_json && json)
        (void) printf("%s\n", json);
    else if (named && print_refused(db, arena, id, &err))
        return command_failed(&err);
    return json ? 0 : 1;
}

int command_job_look(int argc, char **argv)
{
    ARENA_SCOPED arena;
    DB_SCOPED *db = NULL;
    struct place place = {0};
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data"), *named = NULL;
    arena_init(&arena, 64 << 20);
    if (strcmp(argv[1], "show") == 0)
        named = argc > 2 && argv[2][0] != '-' ? argv[2] : NULL;
    if (!folder || (!named && strcmp(argv[1], "show") == 0)) {
        (void) fprintf(stderr, "job %s needs %s--data FOLDER\n", argv[1], folder ? "ID " : "");
        return 2;
    }
    int status = 1;
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err) ||
        db_open(place.store_url, DB_READ_ONLY, &db, &err))
        (void) command_failed(&err);
    else
        status = look(&place, db, named, option_given(argc, argv, "--json"), &arena);
    place_close(&place);
    return status;
}

/* ---- running -------------------------------------------------------------------------------- */

struct running {
    const struct command_engine *on;
    struct db *db;
    bool as_json;
};

static void wait_a_little(void)
{
    const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
    (void) nanosleep(&pause, NULL);
}

/* Until the workers have ended it; then what became of it. 1 when a line was refused. */
static int wait_for(const struct running *running, int64_t id)
{
    struct err err = {0};
    for (int64_t waited_ms = 0;; waited_ms += POLL_MS) {
        ARENA_SCOPED arena;
        struct db_result row;
        arena_init(&arena, 16 << 20);
        enum err_kind kind = bulk_job_find(running->db, &arena, id, &row, &err);
        if (!kind && !row.row_count)
            kind = err_set(&err, ERR_MISSING, "job.unknown", "no such job");
        if (kind)
            return command_failed(&err);
        if (!db_cell_int(&row, 0, BULK_DONE)) {
            if (waited_ms >= PROGRESS_AFTER_MS)
                progress_show(db_cell_int(&row, 0, BULK_SEEN), db_cell_int(&row, 0, BULK_TOTAL));
            wait_a_little();
            continue;
        }
        struct json_writer writer;
        const struct keys *keys = engine_keys(running->on->engine);
        progress_end();
        json_writer_init(&writer, &arena, JSON_BYTES_MAX);
        write_row(keys, &writer, &row, 0);
        const char *json = json_done(&writer);
        if (running->as_json)
            (void) printf("%s\n", json ? json : "");
        else
            print_row(keys, &row, 0);
        if (!running->as_json && print_refused(running->db, &arena, id, &err))
            return command_failed(&err);
        return strcmp(db_cell_text(&row, 0, BULK_STATE), "done") != 0 ||
               db_cell_int(&row, 0, BULK_BAD) > 0;
    }
}

static enum err_kind find_login(const struct running *running, const char *login, struct actor *ret,
                                struct err *reterr)
{
    struct arena *arena = running->on->arena;
    struct account_row account;
    struct db_flight *flight = db_flight_new(arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_by_login_read(flight, login);
    enum err_kind kind = db_flight_run(running->db, flight, reterr);
    if (!kind && !account_take(db_flight_result(flight, place), 0, &account))
        kind = err_set(reterr, ERR_MISSING, "account.unknown", "no account '%.60s'", login);
    return kind ? kind
                : actor_of_account(running->on->engine, running->db, arena, &account,
                                   running->on->now_us, ret, reterr);
}

/* An operation as that account would send it. */
static enum err_kind perform_as(const struct running *running, const struct operation *operation,
                                struct call *call, int64_t *ret_id, struct err *reterr)
{
    struct value *told = NULL;
    call->engine = running->on->engine;
    call->arena = running->on->arena;
    call->operation = operation;
    if (!call->body)
        call->body = &value_null;
    call->if_match = -1;
    call->received_us = running->on->now_us;
    enum err_kind kind = operation->prepare ? operation->prepare(call, reterr) : ERR_NONE;
    if (!kind)
        kind = engine_perform(running->on->engine, call, reterr);
    if (!kind)
        kind = json_parse(call->reply, strlen(call->reply), &json_limits_request, call->arena,
                          &told, reterr);
    const char *id = value_text(value_get(told, "id"));
    if (!kind && ret_id && (!id || !public_id_parse(engine_keys(call->engine), 'J', id, ret_id)))
        kind = err_set(reterr, ERR_STORE, "job.reply", "the order has no id");
    return kind;
}

static int order_open(const struct running *running, const char *path, int argc, char **argv)
{
    struct arena *arena = running->on->arena;
    struct err err = {0};
    struct call call = {0};
    char *text = NULL;
    int64_t id = 0;
    const char *slash = strrchr(path, '/'), *login = option_text(argc, argv, "--as");
    struct value *params = value_new_map(arena);
    bool good = params &&
                value_set_given(arena, params, "system", option_text(argc, argv, "--system")) &&
                value_set_given(arena, params, "then", option_text(argc, argv, "--then")) &&
                value_set_given(arena, params, "court", option_text(argc, argv, "--court")) &&
                value_set_given(arena, params, "name", slash ? slash + 1 : path);
    enum err_kind kind =
        good ? csv_read_file(arena, path, &text, &call.raw_bytes, &err) : arena_full(&err);
    call.raw = text;
    call.params = params;
    if (!kind)
        kind = find_login(running, login, &call.actor, &err);
    if (!kind)
        kind = perform_as(running, &operation_job_open, &call, &id, &err);
    return kind ? command_failed(&err) : wait_for(running, id);
}

static struct actor administrator(const struct role_grant *grant)
{
    return (struct actor){.kind = "staff",
                          .name = "command line",
                          .language = "zh",
                          .grants = grant,
                          .grant_count = 1};
}

int job_order(const struct command_engine *on, const struct operation *operation, struct call *call,
              bool as_json)
{
    DB_SCOPED *db = NULL;
    struct err err = {0};
    int64_t id = 0;
    const struct role_grant grant = {role_bit("admin"), ""};
    if (db_open(on->store_url, DB_READ_ONLY, &db, &err))
        return command_failed(&err);
    const struct running running = {on, db, as_json};
    call->actor = administrator(&grant);
    return perform_as(&running, operation, call, &id, &err) ? command_failed(&err)
                                                            : wait_for(&running, id);
}

static int cancel(const struct running *running, const char *named)
{
    struct err err = {0};
    const struct role_grant grant = {role_bit("admin"), ""};
    struct value *params = value_new_map(running->on->arena);
    struct call call = {.actor = administrator(&grant), .params = params};
    enum err_kind kind = params && value_set_given(running->on->arena, params, "id", named)
                             ? perform_as(running, &operation_job_cancel, &call, NULL, &err)
                             : arena_full(&err);
    if (kind)
        return command_failed(&err);
    (void) printf("%s is ended; what was done stays done\n", named);
    return 0;
}

/* ---- exporting ------------------------------------------------------------------------------- */

/* What the finished job made, into a file. */
static enum err_kind save_output(const struct running *running, int64_t id, const char *path,
                                 struct err *reterr)
{
    const struct ports *ports = engine_ports(running->on->engine);
    struct arena *arena = running->on->arena;
    struct db_result row;
    struct db_flight *flight = db_flight_new(arena);
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_copy_bytes(arena, path, (size_t) (slash - path) + 1) : ".";
    enum err_kind kind =
        flight && folder ? bulk_job_find(running->db, arena, id, &row, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    size_t place = document_hash_read(flight, db_cell_int(&row, 0, BULK_OUTPUT));
    kind = db_flight_run(running->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *found = db_flight_result(flight, place);
    if (!found->row_count || !text_unhex(db_cell_text(found, 0, 0), hash.bytes, SM3_BYTES))
        return err_set(reterr, ERR_MISSING, "job.output", "the job has made no table");
    kind = ports->blob_get(ports->context, &hash, arena, &bytes, &size_bytes, reterr);
    return kind ? kind
                : file_write_durably(folder, slash ? slash + 1 : path, bytes, size_bytes, reterr);
}

static int order_export(const struct running *running, int argc, char **argv)
{
    struct arena *arena = running->on->arena;
    struct err err = {0};
    struct value *body = value_new_map(arena);
    struct call call = {.params = &value_null, .body = body};
    int64_t id = 0;
    const char *to = option_text(argc, argv, "--to"), *ending = to ? strrchr(to, '.') : NULL;
    bool good = body &&
                value_set_text(arena, body, "format",
                               ending && strcmp(ending, ".xlsx") == 0 ? "xlsx" : "csv") &&
                value_set_given(arena, body, "system", option_text(argc, argv, "--system")) &&
                value_set_given(arena, body, "court", option_text(argc, argv, "--court"));
    enum err_kind kind =
        good ? find_login(running, option_text(argc, argv, "--as"), &call.actor, &err)
             : arena_full(&err);
    if (!kind)
        kind = perform_as(running, &operation_job_export, &call, &id, &err);
    if (kind)
        return command_failed(&err);
    int status = wait_for(running, id);
    kind = status ? ERR_NONE : save_output(running, id, to, &err);
    return kind ? command_failed(&err) : status;
}

/* Whatever is open, until it is done. */
static int resume(const struct running *running)
{
    struct err err = {0};
    struct db_result rows;
    int status = 0;
    if (bulk_jobs_list(running->db, running->on->arena, -1, "", INT64_MAX, SHOWN_MAX, &rows, &err))
        return command_failed(&err);
    const char *before = "[";
    for (size_t i = rows.row_count; i-- > 0;) {
        if (db_cell_int(&rows, i, BULK_DONE))
            continue;
        if (running->as_json)
            (void) printf("%s", before);
        before = ",";
        status |= wait_for(running, db_cell_int(&rows, i, BULK_ID));
    }
    if (running->as_json)
        (void) printf("%s]\n", *before == '[' ? "[" : "");
    return status;
}

int command_job_run(const struct command_engine *on, int argc, char **argv)
{
    DB_SCOPED *db = NULL;
    struct err err = {0};
    const char *word = argc > 2 && argv[2][0] != '-' ? argv[2] : NULL;
    if (db_open(on->store_url, DB_READ_ONLY, &db, &err))
        return command_failed(&err);
    const struct running running = {on, db, option_given(argc, argv, "--json")};
    if (strcmp(argv[1], "resume") == 0)
        return resume(&running);
    if (strcmp(argv[1], "export") == 0)
        return order_export(&running, argc, argv);
    if (strcmp(argv[1], "recount") == 0) {
        struct call call = {.params = &value_null};
        return job_order(on, &operation_job_recount, &call, running.as_json);
    }
    return strcmp(argv[1], "cancel") == 0 ? cancel(&running, word)
                                          : order_open(&running, word, argc, argv);
}
