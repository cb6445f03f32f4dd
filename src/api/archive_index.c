/*
 * api/archive_index: what the file of a matter holds (归档目录): the papers the court issued in it
 * and what people handed in, in order of time, each with the SM3 of its bytes. As JSON, page by
 * page, or volume by volume (分册) to print.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "paper/paper.h"
#include "store/matter.h"

enum { ITEMS_MAX = 10000, VOLUME_ITEMS = 500, SHORT_SM3 = 16 };

struct item {
    const char *kind, *name, *number, *sm3;
    int64_t at_us, pages; /* 0: not counted */
};

struct index {
    struct matter *matter;
    struct item *items;
    size_t count, room;
};

static int by_time(const void *left, const void *right)
{
    const struct item *one = left, *other = right;
    return (one->at_us > other->at_us) - (one->at_us < other->at_us);
}

/* The day it was signed off, or the moment it was drafted when that is later; what came after (a
 * correction, archiving) does not move it. */
static int64_t issued_us(const struct matter *paper)
{
    const char *text = value_text(value_get(paper->fields, "signed_on"));
    int32_t day = 0;
    int64_t signed_us = text && day_parse(text, &day) ? start_of_day(day) : 0;
    return signed_us > paper->opened_us ? signed_us : paper->opened_us;
}

static enum err_kind add_item(struct arena *arena, const struct item *item, struct index *index,
                              struct err *reterr)
{
    if (index->count == ITEMS_MAX)
        return err_set(reterr, ERR_LIMIT, "archive.many", "more than %d items", ITEMS_MAX);
    if (index->count == index->room) {
        size_t room = index->room ? 2 * index->room : DISPUTE_MATTERS_MAX;
        struct item *more = arena_array(arena, room, sizeof *more);
        if (!more)
            return arena_full(reterr);
        if (index->count)
            memcpy(more, index->items, index->count * sizeof *more);
        index->items = more;
        index->room = room;
    }
    index->items[index->count++] = *item;
    return ERR_NONE;
}

/* A paper stands in the file of the matter it was drafted in, once it is issued. */
static enum err_kind add_paper(struct arena *arena, const char *id, const struct matter *other,
                               struct index *index, struct err *reterr)
{
    const char *sm3 = value_text(value_get(other->fields, "document_hash"));
    if (!sm3 || !text_equal(value_text(value_get(other->fields, "for_matter")), id))
        return ERR_NONE;
    const struct item item = {
        "paper", other->title,     value_text(value_get(other->fields, "case_number")),
        sm3,     issued_us(other), 0};
    return add_item(arena, &item, index, reterr);
}

static enum err_kind add_papers(struct reading *reading, struct index *index, struct err *reterr)
{
    const char *id = matter_id_print(reading->engine, index->matter, reading->arena);
    enum err_kind kind = id ? ERR_NONE : arena_full(reterr);
    int64_t last = 0;
    for (bool more = true; !kind && more;) {
        struct matter *others[DISPUTE_MATTERS_MAX];
        int64_t ids[DISPUTE_MATTERS_MAX];
        struct db_result rows;
        size_t count = 0;
        kind = list_dispute_matters(reading->db, reading->arena, index->matter->dispute_id, last,
                                    &rows, reterr);
        for (size_t i = 0; !kind && i < rows.row_count; i++)
            last = ids[i] = db_cell_int(&rows, i, 0);
        if (!kind)
            kind = visible_matters(reading, MATTER_FIELDS, ids, rows.row_count, others, &count,
                                   reterr);
        for (size_t i = 0; !kind && i < count; i++)
            kind = add_paper(reading->arena, id, others[i], index, reterr);
        more = !kind && rows.row_count == DISPUTE_MATTERS_MAX;
    }
    return kind;
}

/* A file of a message belongs to its message, as on the matter's page. */
static enum err_kind add_documents(struct reading *reading, struct index *index, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    int64_t last = 0;
    for (bool more = true; !kind && more;) {
        struct db_result rows;
        kind = list_documents(reading->db, reading->arena, index->matter->id, last, &rows, reterr);
        for (size_t i = 0; !kind && i < rows.row_count; i++) {
            const struct item item = {"document",
                                      db_cell_text(&rows, i, 6),
                                      NULL,
                                      db_cell_text(&rows, i, 3),
                                      db_cell_int(&rows, i, 8),
                                      db_cell_int(&rows, i, 11)};
            last = db_cell_int(&rows, i, 0);
            if (document_readable(&reading->actor, index->matter, &rows, i) &&
                !text_equal(db_cell_text(&rows, i, 7), DOCUMENT_OF_POST))
                kind = add_item(reading->arena, &item, index, reterr);
        }
        more = !kind && rows.row_count == LIST_DOCUMENTS_MAX;
    }
    return kind;
}

static enum err_kind load_index(struct reading *reading, struct index *ret, struct err *reterr)
{
    enum err_kind kind = visible_matter(reading, &ret->matter, reterr);
    if (!kind)
        kind = add_papers(reading, ret, reterr);
    if (!kind)
        kind = add_documents(reading, ret, reterr);
    if (!kind && ret->count)
        qsort(ret->items, ret->count, sizeof *ret->items, by_time);
    return kind;
}

enum err_kind archive_index_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct index index = {0};
    struct list_page page;
    enum err_kind kind = page_read(reading, "archive", &page, reterr);
    if (!kind)
        kind = load_index(reading, &index, reterr);
    if (kind)
        return kind;
    /* A place in the whole index: what is filed is never taken out. */
    size_t first = (size_t) page.id, end = first + (size_t) page.limit - 1;
    bool more = end < index.count;
    if (!more)
        end = index.count;
    json_begin(writer);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, index.matter->court));
    json_named_text(writer, "number", index.matter->number);
    json_named_text(writer, "title", index.matter->title);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = first; i < end; i++) {
        const struct item *item = &index.items[i];
        json_begin(writer);
        json_named_int(writer, "place", (int64_t) i + 1);
        json_named_text(writer, "kind", item->kind);
        json_named_text(writer, "name", item->name);
        json_named_text(writer, "number", item->number);
        write_instant(reading, writer, "at", item->at_us);
        json_name(writer, "pages");
        if (item->pages)
            json_int(writer, item->pages);
        else
            json_null(writer);
        json_named_text(writer, "sm3", item->sm3);
        json_end(writer);
    }
    json_end_list(writer);
    page_write_next(reading, writer, "archive", more, 0, (int64_t) end);
    json_end(writer);
    return ERR_NONE;
}

static bool put_number(struct arena *arena, struct value *map, const char *name, size_t number)
{
    return value_set_given(arena, map, name, arena_printf(arena, "%zu", number));
}

/* `volume` of `volumes`, from 1; one alone has no number. */
static struct value *values_of(struct reading *reading, const struct index *index, size_t volume,
                               size_t volumes)
{
    struct arena *arena = reading->arena;
    struct value *values = value_new_map(arena), *list = value_new_list(arena);
    size_t first = (volume - 1) * VOLUME_ITEMS;
    bool good = values && list &&
                value_set_given(arena, values, "court",
                                engine_court_name(reading->engine, index->matter->court)) &&
                value_set_given(arena, values, "number", index->matter->number) &&
                value_set_given(arena, values, "title", index->matter->title) &&
                value_set(arena, values, "items", list);
    if (good && volumes > 1)
        good = put_number(arena, values, "volume", volume) &&
               put_number(arena, values, "volumes", volumes);
    for (size_t i = first; good && i < index->count && i < first + VOLUME_ITEMS; i++) {
        const struct item *item = &index->items[i];
        struct value *row = value_new_map(arena);
        good =
            row && value_add(arena, list, row) && put_number(arena, row, "place", i + 1) &&
            value_set_given(arena, row, "name", item->name) &&
            value_set_given(arena, row, "date", day_format(arena, day_of_instant(item->at_us))) &&
            value_set_given(arena, row, "short",
                            arena_printf(arena, "%.*s", SHORT_SM3, item->sm3)) &&
            (!item->pages || put_number(arena, row, "pages", (size_t) item->pages));
    }
    return good ? values : NULL;
}

/* Parameter "volume": digits, 1 when it is not given. */
static enum err_kind read_volume(struct reading *reading, size_t volumes, size_t *ret,
                                 struct err *reterr)
{
    const char *text = param_text(reading->params, "volume");
    size_t digits = strspn(text, "0123456789");
    *ret = 1;
    if (!*text)
        return ERR_NONE;
    *ret = digits <= 3 && !text[digits] ? strtoul(text, NULL, 10) : 0;
    return *ret >= 1 && *ret <= volumes
               ? ERR_NONE
               : err_field(reterr, ERR_INVALID, "archive.volume", "volume", "1 to %zu", volumes);
}

enum err_kind archive_index_print(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct index index = {0};
    size_t volume = 0;
    (void) writer;
    enum err_kind kind = load_index(reading, &index, reterr);
    size_t volumes = index.count > VOLUME_ITEMS ? (index.count - 1) / VOLUME_ITEMS + 1 : 1;
    if (!kind)
        kind = read_volume(reading, volumes, &volume, reterr);
    if (kind)
        return kind;
    struct paper_request request = {.template = paper_template_find("archive_index"),
                                    .values = values_of(reading, &index, volume, volumes),
                                    .created_day = day_of_instant(reading->now_us)};
    if (!request.values || !request.template)
        return arena_full(reterr);
    reading->media_type = "application/pdf";
    return paper_render(&request, reading->arena, &reading->bytes, &reading->byte_count, reterr);
}
