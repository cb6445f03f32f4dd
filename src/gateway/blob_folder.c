/* gateway/blob_folder: documents as files named by their hash, two levels deep. */
#include "gateway/blob.h"
#include "gateway/gateway.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, KEPT_SECONDS = 3600 };

static enum err_kind folder_put(struct blob_home *home, const char *hex, const void *bytes,
                                size_t size_bytes, struct err *reterr)
{
    char folder[PATH_BYTES], path[PATH_BYTES];
    (void) snprintf(folder, sizeof folder, "%s/%.2s", home->path, hex);
    (void) snprintf(path, sizeof path, "%.4000s/%s", folder, hex);
    if (access(path, R_OK) == 0)
        return utimensat(AT_FDCWD, path, NULL, 0) == 0
                   ? ERR_NONE
                   : err_set(reterr, ERR_STORE, "file.write", "%.150s: %s", path, strerror(errno));
    enum err_kind kind = folder_make(folder, reterr);
    return kind ? kind : file_write_durably(folder, hex, bytes, size_bytes, reterr);
}

static enum err_kind folder_drop(struct blob_home *home, const char *hex, struct err *reterr)
{
    char path[PATH_BYTES];
    struct stat facts;
    (void) snprintf(path, sizeof path, "%.4000s/%.2s/%s", home->path, hex, hex);
    if (stat(path, &facts))
        return ERR_NONE;
    if (time(NULL) - facts.st_mtime < KEPT_SECONDS)
        return err_set(reterr, ERR_BUSY, "blob.fresh", "put within the last hour");
    return unlink(path)
               ? err_set(reterr, ERR_STORE, "blob.drop", "%.150s: %s", path, strerror(errno))
               : ERR_NONE;
}

static bool folder_has(struct blob_home *home, const char *hex)
{
    char path[PATH_BYTES];
    (void) snprintf(path, sizeof path, "%.4000s/%.2s/%s", home->path, hex, hex);
    return access(path, R_OK) == 0;
}

static bool read_all(int file, char *bytes, size_t size_bytes)
{
    while (size_bytes) {
        ssize_t got = read(file, bytes, size_bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        size_bytes -= (size_t) got;
    }
    return true;
}

static enum err_kind read_file(const char *path, const char *code, struct arena *arena,
                               const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return err_set(reterr, errno == ENOENT ? ERR_MISSING : ERR_STORE, code,
                       "no bytes at %.120s", path);
    struct stat facts;
    char *bytes = NULL;
    bool good = fstat(file, &facts) == 0;
    if (good)
        bytes = arena_alloc(arena, (size_t) facts.st_size + 1);
    good = bytes && read_all(file, bytes, (size_t) facts.st_size);
    (void) close(file);
    if (!good)
        return bytes ? err_set(reterr, ERR_STORE, "blob.damaged", "%.120s cannot be read", path)
                     : arena_full(reterr);
    *ret = bytes;
    *ret_size_bytes = (size_t) facts.st_size;
    return ERR_NONE;
}

static enum err_kind folder_get(struct blob_home *home, const char *hex, struct arena *arena,
                                const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    char path[PATH_BYTES];
    (void) snprintf(path, sizeof path, "%s/%.2s/%s", home->path, hex, hex);
    return read_file(path, "blob.missing", arena, ret, ret_size_bytes, reterr);
}

/* What is no name of a hash (a file half written, a stranger's) is no blob. */
static enum err_kind visit_folder(const char *path, blob_visitor *visit, void *context,
                                  struct err *reterr)
{
    DIR *folder = opendir(path);
    enum err_kind kind = ERR_NONE;
    for (struct dirent *entry = NULL; folder && !kind && (entry = readdir(folder));) {
        struct sm3 sm3;
        if (strlen(entry->d_name) == SM3_HEX - 1 && text_unhex(entry->d_name, sm3.bytes, SM3_BYTES))
            kind = visit(context, &sm3, reterr);
    }
    if (folder)
        (void) closedir(folder);
    return kind;
}

static enum err_kind folder_each(struct blob_home *home, blob_visitor *visit, void *context,
                                 struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (int first = 0; !kind && first < 256; first++) {
        char path[PATH_BYTES];
        (void) snprintf(path, sizeof path, "%s/%02x", home->path, (unsigned) first);
        kind = visit_folder(path, visit, context, reterr);
    }
    return kind;
}

/* ---- parts of what has not come whole: parts/UPLOAD/FIRST-HASH ---------------------------------
 */

static void parts_path(const struct blob_home *home, int64_t upload_id, char ret[PATH_BYTES])
{
    (void) snprintf(ret, PATH_BYTES, "%.3900s/parts/%lld", home->path, (long long) upload_id);
}

static void part_file(const struct part_name *name, char ret[PATH_BYTES])
{
    char hex[SM3_HEX];
    text_hex(name->sm3.bytes, SM3_BYTES, hex);
    (void) snprintf(ret, PATH_BYTES, "%lld-%s", (long long) name->first_byte, hex);
}

static enum err_kind folder_part_put(struct blob_home *home, const struct part_name *name,
                                     const void *bytes, size_t size_bytes, struct err *reterr)
{
    char all[PATH_BYTES], folder[PATH_BYTES], file[PATH_BYTES];
    (void) snprintf(all, sizeof all, "%.4000s/parts", home->path);
    parts_path(home, name->upload_id, folder);
    part_file(name, file);
    enum err_kind kind = folder_make(all, reterr);
    if (!kind)
        kind = folder_make(folder, reterr);
    return kind ? kind : file_write_durably(folder, file, bytes, size_bytes, reterr);
}

static enum err_kind folder_part_get(struct blob_home *home, const struct part_name *name,
                                     struct arena *arena, const void **ret, size_t *ret_size_bytes,
                                     struct err *reterr)
{
    char folder[PATH_BYTES], file[PATH_BYTES], path[2 * PATH_BYTES];
    parts_path(home, name->upload_id, folder);
    part_file(name, file);
    (void) snprintf(path, sizeof path, "%s/%s", folder, file);
    return read_file(path, "part.missing", arena, ret, ret_size_bytes, reterr);
}

static enum err_kind folder_parts_drop(struct blob_home *home, int64_t upload_id,
                                       struct err *reterr)
{
    char path[PATH_BYTES];
    parts_path(home, upload_id, path);
    DIR *folder = opendir(path);
    for (struct dirent *entry = NULL; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] != '.')
            (void) unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder)
        (void) closedir(folder);
    if (rmdir(path) && errno != ENOENT)
        return err_set(reterr, ERR_STORE, "part.drop", "%.120s: %s", path, strerror(errno));
    return ERR_NONE;
}

static enum err_kind folder_parts_list(struct blob_home *home, int64_t *ret, size_t max,
                                       size_t *ret_count, struct err *reterr)
{
    char path[PATH_BYTES];
    (void) reterr;
    (void) snprintf(path, sizeof path, "%.4000s/parts", home->path);
    DIR *folder = opendir(path);
    for (struct dirent *entry = NULL; folder && *ret_count < max && (entry = readdir(folder));) {
        char *end = NULL;
        long long id = strtoll(entry->d_name, &end, 10);
        if (id > 0 && !*end)
            ret[(*ret_count)++] = id;
    }
    if (folder)
        (void) closedir(folder);
    return ERR_NONE;
}

enum err_kind blob_folder_open(const char *path, struct blob_home **ret, struct err *reterr)
{
    enum err_kind kind = folder_make(path, reterr);
    if (kind)
        return kind;
    struct blob_home *home = calloc(1, sizeof *home);
    if (!home || !(home->path = strdup(path))) {
        free(home);
        return arena_full(reterr);
    }
    (void) pthread_mutex_init(&home->mutex, NULL);
    home->put = folder_put;
    home->get = folder_get;
    home->each = folder_each;
    home->has = folder_has;
    home->drop = folder_drop;
    home->part_put = folder_part_put;
    home->part_get = folder_part_get;
    home->parts_drop = folder_parts_drop;
    home->parts_list = folder_parts_list;
    *ret = home;
    return ERR_NONE;
}
