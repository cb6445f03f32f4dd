/*
 * command/copy: see copy.h. The new folder's fengqiao.conf is written last: a copy that was cut off
 * is no data folder, says so when it is tried again, and is made anew from an empty store.
 */
#include "command/copy.h"

#include "base/text.h"
#include "command/place.h"
#include "gateway/gateway.h"
#include "store/copy.h"
#include "store/event.h"
#include "store/setup.h"
#include "json/json.h"

#include <errno.h>
#include <unistd.h>

/* A file that stands in the new folder from the first step until it is a data folder. */
#define MARK "copying"

struct copying {
    struct arena *arena;
    struct place from, to;
    struct db *source, *target;
    struct blob_home *source_blobs, *target_blobs;
    int64_t tables, rows, blobs;
};

static enum err_kind make_target(struct copying *copying, struct err *reterr)
{
    size_t ran = 0;
    bool empty = false;
    const char *conf = arena_printf(copying->arena, "%s/fengqiao.conf", copying->to.folder);
    const char *mark = arena_printf(copying->arena, "%s/" MARK, copying->to.folder);
    if (!conf || !mark)
        return arena_full(reterr);
    enum err_kind kind = folder_make(copying->to.folder, reterr);
    if (kind)
        return kind;
    if (access(conf, F_OK) == 0)
        return err_set(reterr, ERR_CONFLICT, "copy.exists", "%.150s is a data folder already",
                       copying->to.folder);
    if (access(mark, F_OK) == 0)
        return err_set(reterr, ERR_CONFLICT, "copy.cut_off",
                       "a copy into %.100s was cut off: remove that folder (and empty the database "
                       "it went to, if another was named), then copy again",
                       copying->to.folder);
    kind = place_lock(&copying->to, reterr);
    if (!kind)
        kind = place_copy_own(copying->from.folder, copying->to.folder, copying->arena, reterr);
    if (!kind)
        kind = db_open(copying->to.store_url, DB_READ_WRITE, &copying->target, reterr);
    if (!kind)
        kind = place_lock_store(copying->target, reterr);
    if (!kind)
        kind = store_migrate(copying->target, copying->arena, &ran, reterr);
    if (!kind)
        kind = store_is_empty(copying->target, copying->arena, &empty, reterr);
    if (!kind && !empty)
        kind = err_set(reterr, ERR_CONFLICT, "copy.not_empty",
                       "the target store holds something: empty it first");
    return kind ? kind : file_write_durably(copying->to.folder, MARK, "", 0, reterr);
}

static enum err_kind copy_rows(struct copying *copying, struct err *reterr)
{
    for (const struct copy_table *table = copy_tables; table->name; table++) {
        int64_t rows = 0;
        enum err_kind kind =
            copy_table_rows(copying->source, copying->target, table, &rows, reterr);
        if (kind)
            return kind;
        copying->tables++;
        copying->rows += rows;
    }
    return ERR_NONE;
}

static enum err_kind prove_rows(struct copying *copying, struct err *reterr)
{
    for (const struct copy_table *table = copy_tables; table->name; table++) {
        struct copy_digest ours, theirs;
        enum err_kind kind = copy_table_digest(copying->source, table, &ours, reterr);
        if (!kind)
            kind = copy_table_digest(copying->target, table, &theirs, reterr);
        if (!kind && !copy_digest_equal(&ours, &theirs))
            kind = err_set(reterr, ERR_STORE, "copy.differs", "table %s differs after the copy",
                           table->name);
        if (kind)
            return kind;
    }
    struct verify_report report = {0};
    enum err_kind kind =
        store_verify(copying->target, keys_public_pem(copying->from.keys), &report, reterr);
    return kind            ? kind
           : report.broken ? err_set(reterr, ERR_STORE, "copy.chain",
                                     "the copied log is broken: %.150s", report.where)
                           : ERR_NONE;
}

/* Read against its hash, written under it. */
static enum err_kind copy_blob(void *context, const struct sm3 *sm3, struct err *reterr)
{
    struct copying *copying = context;
    ARENA_SCOPED arena;
    arena_init(&arena, 128 << 20);
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = blob_get(copying->source_blobs, sm3, &arena, &bytes, &size_bytes, reterr);
    if (!kind)
        kind = blob_put(copying->target_blobs, sm3, bytes, size_bytes, reterr);
    copying->blobs += !kind;
    return kind;
}

static enum err_kind finish(struct copying *copying, bool named, struct err *reterr)
{
    const char *text = named
                           ? arena_printf(copying->arena, "store %s\ndemo %d\n",
                                          copying->to.store_url, copying->from.demo ? 1 : 0)
                           : arena_printf(copying->arena, "demo %d\n", copying->from.demo ? 1 : 0);
    const char *mark = arena_printf(copying->arena, "%s/" MARK, copying->to.folder);
    if (!text || !mark)
        return arena_full(reterr);
    enum err_kind kind =
        file_write_durably(copying->to.folder, "fengqiao.conf", text, strlen(text), reterr);
    if (!kind && unlink(mark))
        kind = err_set(reterr, ERR_STORE, "copy.mark", "%.150s: %s", mark, strerror(errno));
    return kind;
}

static enum err_kind run(struct copying *copying, bool named, struct err *reterr)
{
    enum err_kind kind = place_lock(&copying->from, reterr);
    if (!kind)
        kind = db_open(copying->from.store_url, DB_READ_ONLY, &copying->source, reterr);
    if (!kind)
        kind = place_lock_store(copying->source, reterr);
    if (!kind)
        kind = make_target(copying, reterr);
    if (!kind)
        kind = copy_rows(copying, reterr);
    if (!kind)
        kind = prove_rows(copying, reterr);
    if (!kind)
        kind = place_blobs(&copying->from, copying->arena, &copying->source_blobs, reterr);
    if (!kind)
        kind = place_blobs(&copying->to, copying->arena, &copying->target_blobs, reterr);
    if (!kind)
        kind = blob_each(copying->source_blobs, copy_blob, copying, reterr);
    return kind ? kind : finish(copying, named, reterr);
}

static void print_counts(const struct copying *copying, bool as_json)
{
    (void) printf(as_json ? "{\"tables\":%lld,\"rows\":%lld,\"blobs\":%lld}\n"
                          : "%lld tables, %lld rows, %lld documents: copied and proved\n",
                  (long long) copying->tables, (long long) copying->rows,
                  (long long) copying->blobs);
}

int command_copy(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct err err = {0};
    struct copying copying = {.arena = &arena};
    const char *folder = option_text(argc, argv, "--data"), *to = option_text(argc, argv, "--to");
    const char *store = option_text(argc, argv, "--to-store");
    if (!folder || !to) {
        (void) fprintf(stderr, "copy needs --data FOLDER and --to FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &copying.from, &err))
        return command_failed(&err);
    copying.to =
        (struct place){.folder = to, .store_url = store ? store : place_default_store(to, &arena)};
    enum err_kind kind =
        copying.to.store_url ? run(&copying, store != NULL, &err) : arena_full(&err);
    blob_home_close(copying.source_blobs);
    blob_home_close(copying.target_blobs);
    db_close(copying.source);
    db_close(copying.target);
    place_close(&copying.from);
    place_close(&copying.to);
    if (kind)
        return command_failed(&err);
    print_counts(&copying, option_given(argc, argv, "--json"));
    return 0;
}
