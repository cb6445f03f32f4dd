/* command/place: see place.h. */
#include "command/place.h"

#include "command/own.h"

#include "base/text.h"
#include "store/work.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { CONF_BYTES_MAX = 16 * 1024, KEYS_BYTES_MAX = 64 * 1024 };

const char *option_text(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    }
    return NULL;
}

bool option_given(int argc, char **argv, const char *name)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return false;
}

int command_failed(const struct err *err)
{
    (void) fprintf(stderr, "fengqiao: %s (%s)\n", err->text, err->code ? err->code : "unknown");
    return 1;
}

const char *place_default_store(const char *folder, struct arena *arena)
{
    return arena_printf(arena, "sqlite:%s/fengqiao.db", folder);
}

const char *place_conf_value(const char *conf, const char *name, struct arena *arena)
{
    size_t length = strlen(name);
    for (const char *line = conf; *line;) {
        size_t whole = strcspn(line, "\n");
        if (whole > length && strncmp(line, name, length) == 0 && line[length] == ' ')
            return arena_copy_bytes(arena, line + length + 1, whole - length - 1);
        line += whole + (line[whole] == '\n');
    }
    return NULL;
}

enum err_kind place_conf(const char *folder, struct arena *arena, const char **ret,
                         struct err *reterr)
{
    const char *path = arena_printf(arena, "%s/fengqiao.conf", folder);
    char *conf = arena_alloc(arena, CONF_BYTES_MAX);
    if (!path || !conf)
        return arena_full(reterr);
    FILE *file = fopen(path, "re");
    if (!file)
        return err_set(reterr, ERR_MISSING, "place.none",
                       "%.100s is no data folder; run: fengqiao setup --data %.60s", folder,
                       folder);
    size_t got = fread(conf, 1, CONF_BYTES_MAX - 1, file);
    bool good = !ferror(file) && feof(file);
    (void) fclose(file);
    *ret = conf;
    return good && got ? ERR_NONE
                       : err_set(reterr, ERR_STORE, "place.conf", "%.150s cannot be read", path);
}

enum err_kind place_open(const char *folder, const char *store_url, struct arena *arena,
                         struct place *ret, struct err *reterr)
{
    const char *keys_path = arena_printf(arena, "%s/keys", folder), *conf = NULL;
    enum err_kind kind = keys_path ? place_conf(folder, arena, &conf, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    /* A folder without a named store holds its own: it may be copied or moved. */
    const char *named = place_conf_value(conf, "store", arena);
    if (!named)
        named = place_default_store(folder, arena);
    *ret = (struct place){.folder = folder,
                          .store_url = store_url && *store_url ? store_url : named,
                          .demo = text_equal(place_conf_value(conf, "demo", arena), "1")};
    if (!ret->store_url)
        return arena_full(reterr);
    return keys_load(keys_path, &ret->keys, reterr);
}

enum err_kind place_blobs(const struct place *place, struct arena *arena, struct blob_home **ret,
                          struct err *reterr)
{
    if (text_starts(place->store_url, "postgres"))
        return blob_store_open(place->store_url, ret, reterr);
    const char *path = arena_printf(arena, "%s/blobs", place->folder);
    return path ? blob_folder_open(path, ret, reterr) : arena_full(reterr);
}

static enum err_kind served(struct err *reterr)
{
    return err_set(reterr, ERR_BUSY, "place.served",
                   "a server runs on this data folder or its store: stop it first, or use its API");
}

enum err_kind place_lock(struct place *place, struct err *reterr)
{
    char path[4096];
    (void) snprintf(path, sizeof path, "%.4000s/lock", place->folder);
    place->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (place->lock_file < 0)
        return err_set(reterr, ERR_STORE, "place.lock", "%.150s cannot be opened", path);
    if (flock(place->lock_file, LOCK_EX | LOCK_NB))
        return served(reterr);
    return ERR_NONE;
}

enum err_kind place_lock_store(struct db *db, struct err *reterr)
{
    bool alone = false;
    enum err_kind kind = writer_lock(db, &alone, reterr);
    db_pin_session(db); /* a command that loses its lock ends, rather than write beside a server */
    return kind || alone ? kind : served(reterr);
}

enum err_kind place_open_alone(struct place *place, struct db **ret, struct err *reterr)
{
    enum err_kind kind = place_lock(place, reterr);
    if (!kind)
        kind = db_open(place->store_url, DB_READ_WRITE, ret, reterr);
    return kind ? kind : place_lock_store(*ret, reterr);
}

void place_close(struct place *place)
{
    if (place->lock_file > 0)
        (void) close(place->lock_file);
    place->lock_file = 0;
    keys_free(place->keys);
    place->keys = NULL;
}

enum err_kind place_copy_own(const char *from, const char *to, struct arena *arena,
                             struct err *reterr)
{
    const char *path = arena_printf(arena, "%s/keys", from);
    char *bytes = arena_alloc(arena, KEYS_BYTES_MAX);
    if (!path || !bytes)
        return arena_full(reterr);
    FILE *file = fopen(path, "re");
    size_t got = file ? fread(bytes, 1, KEYS_BYTES_MAX, file) : 0;
    bool good = file && !ferror(file) && feof(file) && got > 0;
    if (file)
        (void) fclose(file);
    if (!good)
        return err_set(reterr, ERR_STORE, "place.keys", "%.150s cannot be read", path);
    enum err_kind kind = systems_copy(from, to, arena, reterr);
    return kind ? kind : file_write_durably(to, "keys", bytes, got, reterr);
}
