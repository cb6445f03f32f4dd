/* gateway/file: the recipe of a durable file: write beside, sync, rename, sync the folder. */
#include "gateway/file.h"
#include "gateway/gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

enum err_kind folder_make(const char *path, struct err *reterr)
{
    if (mkdir(path, 0700) && errno != EEXIST)
        return err_set(reterr, ERR_STORE, "file.folder", "%.150s: %s", path, strerror(errno));
    return ERR_NONE;
}

static bool write_all(int file, const char *bytes, size_t size_bytes)
{
    while (size_bytes) {
        ssize_t wrote = write(file, bytes, size_bytes);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        size_bytes -= (size_t) wrote;
    }
    return fsync(file) == 0;
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
        return err_set(reterr, ERR_STORE, "file.write", "%.150s: %s", folder, strerror(errno));
    bool good = write_all(file, bytes, size_bytes);
    good = close(file) == 0 && good;
    good = good && rename(beside, path) == 0 && sync_folder(folder);
    if (!good) {
        int why = errno;
        (void) unlink(beside);
        return err_set(reterr, ERR_STORE, "file.write", "%.150s: %s", path, strerror(why));
    }
    return ERR_NONE;
}
