/* gateway/blob: what the two homes of blobs share. Private to the room. */
#ifndef GATEWAY_BLOB_H
#define GATEWAY_BLOB_H

#include "gateway/gateway.h"

#include <pthread.h>

struct blob_home {
    enum err_kind (*put)(struct blob_home *home, const char *hex, const void *bytes,
                         size_t size_bytes, struct err *reterr);
    enum err_kind (*get)(struct blob_home *home, const char *hex, struct arena *arena,
                         const void **ret, size_t *ret_size_bytes, struct err *reterr);
    enum err_kind (*each)(struct blob_home *home, blob_visitor *visit, void *context,
                          struct err *reterr);
    enum err_kind (*drop)(struct blob_home *home, const char *hex, struct err *reterr);
    /* NULL: it cannot be told without reading them */
    bool (*has)(struct blob_home *home, const char *hex);
    enum err_kind (*part_put)(struct blob_home *home, const struct part_name *name,
                              const void *bytes, size_t size_bytes, struct err *reterr);
    enum err_kind (*part_get)(struct blob_home *home, const struct part_name *name,
                              struct arena *arena, const void **ret, size_t *ret_size_bytes,
                              struct err *reterr);
    enum err_kind (*parts_drop)(struct blob_home *home, int64_t upload_id, struct err *reterr);
    enum err_kind (*parts_list)(struct blob_home *home, int64_t *ret, size_t max, size_t *ret_count,
                                struct err *reterr);
    char *path;            /* folder home */
    struct db *db;         /* store home */
    pthread_mutex_t mutex; /* around `db` */
};

#endif
