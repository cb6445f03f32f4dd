/* engine/table_reply: see table_reply.h. */
#include "engine/table_reply.h"

#include "base/value.h"

enum { REPLY_TABLE_BYTES_MAX = 8 << 20 };

static enum err_kind read_form(const struct reading *reading, enum table_form *ret,
                               struct err *reterr)
{
    return table_form_read(value_text_of(reading->params, "format"), ret, reterr);
}

enum err_kind engine_table_begin(struct reading *reading, const char *name,
                                 const struct table_column *columns, size_t column_count,
                                 struct table **ret, struct err *reterr)
{
    enum table_form form = TABLE_SHEET;
    enum err_kind kind = read_form(reading, &form, reterr);
    if (kind)
        return kind;
    *ret = table_begin(reading->arena, form, name, columns, column_count, reading->now_us,
                       REPLY_TABLE_BYTES_MAX);
    return *ret ? ERR_NONE : arena_full(reterr);
}

enum err_kind engine_table_end(struct reading *reading, struct table *table, const char *name,
                               struct err *reterr)
{
    enum table_form form = TABLE_SHEET;
    enum err_kind kind = table_end(table, &reading->bytes, &reading->byte_count, reterr);
    if (!kind)
        kind = read_form(reading, &form, reterr);
    if (kind)
        return kind;
    reading->media_type = table_media_type(form);
    reading->download_name =
        name ? arena_printf(reading->arena, "%s.%s", name, table_extension(form)) : NULL;
    return reading->download_name ? ERR_NONE : arena_full(reterr);
}
