/* command/check: see check.h. It only reads, and may run beside a server. */
#include "command/check.h"

#include "command/own.h"
#include "command/place.h"
#include "store/check.h"
#include "store/event.h"
#include "store/search.h"
#include "json/json.h"

struct findings {
    struct json_writer writer;
    bool as_json;
    int64_t broken;
};

static void tell(struct findings *findings, const char *name, const char *says, int64_t broken,
                 const char *example)
{
    findings->broken += broken != 0;
    if (findings->as_json) {
        json_begin(&findings->writer);
        json_named_text(&findings->writer, "rule", name);
        json_named_int(&findings->writer, "broken", broken);
        json_named_text(&findings->writer, "example", broken ? example : NULL);
        json_end(&findings->writer);
    } else if (broken) {
        (void) printf("BROKEN %s: %s, %lld times, for one: %s\n", name, says, (long long) broken,
                      example);
    } else {
        (void) printf("ok     %s\n", name);
    }
}

struct task_walk {
    int64_t broken;
    char example[200];
};

static void note_task(void *context, int64_t matter_id, const char *what)
{
    struct task_walk *walk = context;
    walk->broken++;
    (void) snprintf(walk->example, sizeof walk->example, "matter %lld: %s", (long long) matter_id,
                    what);
}

struct blob_walk {
    struct blob_home *home;
    int64_t seen, damaged;
    char example[SM3_HEX];
};

static enum err_kind read_blob(void *context, const struct sm3 *sm3, struct err *reterr)
{
    struct blob_walk *walk = context;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    const void *bytes = NULL;
    size_t size_bytes = 0;
    walk->seen++;
    enum err_kind kind = blob_get(walk->home, sm3, &arena, &bytes, &size_bytes, reterr);
    if (kind) {
        walk->damaged++;
        text_hex(sm3->bytes, SM3_BYTES, walk->example);
    }
    return ERR_NONE; /* one damaged blob does not hide the next */
}

/* A row without its bytes is found by asking for the bytes of every document. */
static enum err_kind check_documents(struct findings *findings, struct db *db,
                                     struct blob_home *home, struct err *reterr)
{
    struct blob_walk walk = {.home = home};
    int64_t after = 0, missing = 0;
    char example[SM3_HEX] = "";
    for (bool more = true; more;) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_result rows;
        enum err_kind kind = store_documents_after(db, &arena, after, &rows, reterr);
        if (kind)
            return kind;
        more = rows.row_count > 0;
        for (size_t i = 0; i < rows.row_count; i++) {
            struct sm3 sm3;
            const char *hex = db_cell_text(&rows, i, 1);
            after = db_cell_int(&rows, i, 0);
            int64_t damaged = walk.damaged;
            if (!text_unhex(hex, sm3.bytes, SM3_BYTES))
                walk.damaged++;
            else
                (void) !read_blob(&walk, &sm3, NULL);
            if (walk.damaged != damaged) {
                missing++;
                (void) snprintf(example, sizeof example, "%s", hex);
            }
        }
    }
    tell(findings, "document_bytes", "a document has no bytes, or other ones", missing, example);
    walk = (struct blob_walk){.home = home};
    enum err_kind kind = blob_each(home, read_blob, &walk, reterr);
    if (!kind)
        tell(findings, "blob_hash", "bytes lie under a hash that is not theirs", walk.damaged,
             walk.example);
    return kind;
}

static enum err_kind check_search(struct findings *findings, struct db *db, struct arena *arena,
                                  struct err *reterr)
{
    int64_t broken = 0;
    const char *example = NULL;
    enum err_kind kind = search_check(db, arena, &broken, &example, reterr);
    if (!kind)
        tell(findings, "search_index",
             "the index of search is not that of its texts (fengqiao search --rebuild)", broken,
             example);
    return kind;
}

static enum err_kind check_all(struct findings *findings, const struct place *place,
                               const struct system *const *systems, struct arena *arena,
                               struct err *reterr)
{
    struct task_walk tasks = {0};
    DB_SCOPED *db = NULL;
    struct blob_home *home = NULL;
    struct verify_report report = {0};
    enum err_kind kind = db_open(place->store_url, DB_READ_ONLY, &db, reterr);
    if (!kind)
        kind = store_verify(db, keys_public_pem(place->keys), &report, reterr);
    if (!kind)
        tell(findings, "event_log", "the chain is broken", report.broken, report.where);
    for (const struct store_rule *rule = store_rules; !kind && rule->name; rule++) {
        int64_t broken = 0;
        const char *example = NULL;
        kind = store_rule_check(db, rule, arena, &broken, &example, reterr);
        if (!kind)
            tell(findings, rule->name, rule->says, broken, example);
    }
    if (!kind)
        kind = check_search(findings, db, arena, reterr);
    if (!kind)
        kind = engine_check_tasks(systems, db, note_task, &tasks, reterr);
    if (!kind)
        tell(findings, "tasks_derived", "the tasks of a matter are not those it asks for",
             tasks.broken, tasks.example);
    if (!kind)
        kind = place_blobs(place, arena, &home, reterr);
    if (!kind)
        kind = check_documents(findings, db, home, reterr);
    blob_home_close(home);
    return kind;
}

int command_check_data(int argc, char **argv, const struct system *const *systems)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 256 << 20);
    struct place place = {0};
    struct err err = {0};
    struct findings findings = {.as_json = option_given(argc, argv, "--json")};
    const char *folder = option_text(argc, argv, "--data");
    if (!folder) {
        (void) fprintf(stderr, "check needs --data FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    json_writer_init(&findings.writer, &arena, 256 * 1024);
    json_begin_list(&findings.writer);
    enum err_kind kind = systems_of_folder(folder, systems, &arena, &systems, &err);
    if (!kind)
        kind = check_all(&findings, &place, systems, &arena, &err);
    json_end_list(&findings.writer);
    place_close(&place);
    if (kind)
        return command_failed(&err);
    const char *json = findings.as_json ? json_done(&findings.writer) : NULL;
    if (json)
        (void) printf("%s\n", json);
    else
        (void) printf(findings.broken ? "%lld rules are broken\n" : "everything holds\n",
                      (long long) findings.broken);
    return findings.broken ? 1 : 0;
}
