/* gateway/blob: one door to both homes; every read is held against its hash. */
#include "gateway/blob.h"

#include "base/text.h"

enum err_kind blob_put(struct blob_home *home, const struct sm3 *sm3, const void *bytes,
                       size_t size_bytes, struct err *reterr)
{
    char hex[SM3_HEX];
    text_hex(sm3->bytes, SM3_BYTES, hex);
    return home->put(home, hex, bytes, size_bytes, reterr);
}

enum err_kind blob_get(struct blob_home *home, const struct sm3 *sm3, struct arena *arena,
                       const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    char hex[SM3_HEX];
    text_hex(sm3->bytes, SM3_BYTES, hex);
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = home->get(home, hex, arena, &bytes, &size_bytes, reterr);
    if (kind)
        return kind;
    struct sm3 found = sm3_of(bytes, size_bytes);
    if (!sm3_equal(&found, sm3))
        return err_set(reterr, ERR_STORE, "blob.damaged", "the bytes of %s have another hash", hex);
    *ret = bytes;
    *ret_size_bytes = size_bytes;
    return ERR_NONE;
}

enum err_kind blob_drop(struct blob_home *home, const struct sm3 *sm3, struct err *reterr)
{
    char hex[SM3_HEX];
    text_hex(sm3->bytes, SM3_BYTES, hex);
    return home->drop(home, hex, reterr);
}

bool blob_has(struct blob_home *home, const struct sm3 *sm3)
{
    char hex[SM3_HEX];
    text_hex(sm3->bytes, SM3_BYTES, hex);
    return home->has && home->has(home, hex);
}

enum err_kind blob_each(struct blob_home *home, blob_visitor *visit, void *context,
                        struct err *reterr)
{
    return home->each(home, visit, context, reterr);
}

enum err_kind part_put(struct blob_home *home, const struct part_name *name, const void *bytes,
                       size_t size_bytes, struct err *reterr)
{
    return home->part_put(home, name, bytes, size_bytes, reterr);
}

enum err_kind part_get(struct blob_home *home, const struct part_name *name, struct arena *arena,
                       const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    const void *bytes = NULL;
    size_t size_bytes = 0;
    enum err_kind kind = home->part_get(home, name, arena, &bytes, &size_bytes, reterr);
    if (kind)
        return kind;
    struct sm3 found = sm3_of(bytes, size_bytes);
    if (!sm3_equal(&found, &name->sm3))
        return err_set(reterr, ERR_STORE, "blob.damaged", "a part has another hash");
    *ret = bytes;
    *ret_size_bytes = size_bytes;
    return ERR_NONE;
}

enum err_kind parts_drop(struct blob_home *home, int64_t upload_id, struct err *reterr)
{
    return home->parts_drop(home, upload_id, reterr);
}

enum err_kind parts_list(struct blob_home *home, int64_t *ret, size_t max, size_t *ret_count,
                         struct err *reterr)
{
    *ret_count = 0;
    return home->parts_list(home, ret, max, ret_count, reterr);
}

void blob_home_close(struct blob_home *home)
{
    if (!home)
        return;
    db_close(home->db);
    (void) pthread_mutex_destroy(&home->mutex);
    free(home->path);
    free(home);
}
