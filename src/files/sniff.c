/* files/sniff: libmagic's answer, held against our list. */
#include "files/files.h"

#include <magic.h>
#include <pthread.h>
#include <string.h>

/* What courts take as evidence and as papers. Office files are taken, programs, archives and pages
 * with scripts are not. */
static const char *const allowed[] = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/tiff",
    "image/heic",
    "text/plain",
    "audio/mpeg",
    "audio/x-wav",
    "audio/x-m4a",
    "audio/amr",
    "video/mp4",
    "video/quicktime",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
};

/* A cookie is one thread's at a time, and costs megabytes to load: one for all, behind a lock. It
 * stays for the life of the process. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static magic_t cookie;

static enum err_kind ask(const void *bytes, size_t size_bytes, const char **ret, struct err *reterr)
{
    if (!cookie) {
        cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
        if (!cookie || magic_load(cookie, NULL)) {
            if (cookie)
                magic_close(cookie);
            cookie = NULL;
            return err_set(reterr, ERR_BUSY, "file.magic", "libmagic's table cannot be loaded");
        }
    }
    const char *said = magic_buffer(cookie, bytes, size_bytes);
    *ret = NULL;
    for (size_t i = 0; said && i < COUNT_OF(allowed); i++) {
        if (strcmp(said, allowed[i]) == 0)
            *ret = allowed[i];
    }
    return *ret ? ERR_NONE
                : err_set(reterr, ERR_INVALID, "file.type", "files of type %.60s are not taken",
                          said ? said : "unknown");
}

enum err_kind file_sniff(const void *bytes, size_t size_bytes, const char **ret_type,
                         struct err *reterr)
{
    if (size_bytes == 0)
        return err_set(reterr, ERR_INVALID, "file.empty", "the file is empty");
    if (size_bytes > FILE_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "file.too_big", "more than %d bytes", FILE_BYTES_MAX);
    (void) pthread_mutex_lock(&mutex);
    enum err_kind kind = ask(bytes, size_bytes, ret_type, reterr);
    (void) pthread_mutex_unlock(&mutex);
    return kind;
}
