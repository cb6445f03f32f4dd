/* gateway/file: the recipe of a durable file: write beside, sync, rename, sync the folder. */
#include "gateway/gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* No room is no fault of ours: there will be some again. */
static enum err_kind write_failed(const char *path, int why, struct err *reterr)
{
    bool full = why == ENOSPC || why == EDQUOT;
    return err_set(reterr, full ? ERR_BUSY : ERR_STORE, full ? "store.full" : "file.write",
                   "%.150s: %s", path, strerror(why));
}

enum err_kind folder_make(const char *path, struct err *reterr)
{
    if (mkdir(path, 0700) && errno != EEXIST)
        return write_failed(path, errno, reterr);
    return ERR_NONE;
}

static bool write_piece(void *context, const char *bytes, size_t size_bytes)
{
    int file = *(const int *) context;
    while (size_bytes) {
        ssize_t wrote = write(file, bytes, size_bytes);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        size_bytes -= (size_t) wrote;
    }
    return true;
}

static bool sync_folder(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        (void) close(file);
    return good;
}

enum err_kind file_write_durably(const char *folder, const char *name, const void *bytes,
                                 size_t size_bytes, struct err *reterr)
{
    char beside[PATH_BYTES], path[PATH_BYTES];
    if (snprintf(beside, sizeof beside, "%s/new-XXXXXX", folder) >= (int) sizeof beside ||
        snprintf(path, sizeof path, "%s/%s", folder, name) >= (int) sizeof path)
        return err_set(reterr, ERR_LIMIT, "file.path", "the path is too long");
    int file = mkstemp(beside);
    if (file < 0)
        return write_failed(folder, errno, reterr);
    bool good = write_piece(&file, bytes, size_bytes) && fsync(file) == 0;
    good = close(file) == 0 && good;
    good = good && rename(beside, path) == 0 && sync_folder(folder);
    if (!good) {
        int why = errno;
        (void) unlink(beside);
        return write_failed(path, why, reterr);
    }
    return ERR_NONE;
}

/* Calls `take` for each piece of a file. */
static enum err_kind each_piece(const char *path,
                                bool (*take)(void *context, const char *bytes, size_t size_bytes),
                                void *context, struct err *reterr)
{
    static const size_t piece = (size_t) 1 << 20;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    char *bytes = malloc(piece);
    ssize_t got = file < 0 || !bytes ? -1 : 1;
    bool good = got > 0;
    while (good && got > 0) {
        got = read(file, bytes, piece);
        if (got < 0 && errno == EINTR)
            got = 1;
        else
            good = got >= 0 && (got == 0 || take(context, bytes, (size_t) got));
    }
    int why = errno;
    free(bytes);
    if (file >= 0)
        (void) close(file);
    return good ? ERR_NONE
                : err_set(reterr, ERR_STORE, "file.read", "%.150s: %s", path, strerror(why));
}

enum err_kind file_sync(const char *path, struct err *reterr)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    int why = errno;
    if (file >= 0)
        (void) close(file);
    return good ? ERR_NONE
                : err_set(reterr, ERR_STORE, "file.sync", "%.150s: %s", path, strerror(why));
}

struct hashing {
    struct sm3_stream *stream;
    int64_t count;
};

static bool hash_piece(void *context, const char *bytes, size_t size_bytes)
{
    struct hashing *hashing = context;
    sm3_stream_add(hashing->stream, bytes, size_bytes);
    hashing->count += (int64_t) size_bytes;
    return true;
}

enum err_kind file_hash(const char *path, struct sm3 *ret, int64_t *ret_bytes, struct err *reterr)
{
    struct hashing hashing = {.stream = sm3_stream_new()};
    if (!hashing.stream)
        return err_set(reterr, ERR_LIMIT, "file.read", "memory ran out");
    enum err_kind kind = each_piece(path, hash_piece, &hashing, reterr);
    *ret = sm3_stream_end(hashing.stream);
    *ret_bytes = hashing.count;
    return kind;
}

enum err_kind file_copy(const char *from, const char *to, struct err *reterr)
{
    int file = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return err_set(reterr, ERR_STORE, "file.copy", "%.150s: %s", to, strerror(errno));
    enum err_kind kind = each_piece(from, write_piece, &file, reterr);
    bool good = fsync(file) == 0;
    good = close(file) == 0 && good;
    return kind || good
               ? kind
               : err_set(reterr, ERR_STORE, "file.copy", "%.150s: %s", to, strerror(errno));
}
