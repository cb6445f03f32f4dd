/*
 * api/archive_index: what the file of a matter holds (归档目录): the papers the court issued in it
 * and what people handed in, in order of time, each with the SM3 of its bytes. As JSON, or as a
 * page to print.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "paper/paper.h"
#include "store/matter.h"

/* As many as the lists give: a full one may not be all. */
enum { MATTERS_MAX = 200, DOCUMENTS_MAX = 500, SHORT_SM3 = 16 };

struct item {
    const char *kind, *name, *number, *sm3;
    int64_t at_us, pages; /* 0: not counted */
};

struct index {
    struct matter *matter;
    struct item *items;
    size_t count;
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

/* A paper stands in the file of the matter it was drafted in, once it is issued. */
static void add_paper(const char *id, const struct matter *other, struct index *index)
{
    const char *sm3 = value_text(value_get(other->fields, "document_hash"));
    if (!sm3 || !text_equal(value_text(value_get(other->fields, "for_matter")), id))
        return;
    index->items[index->count++] = (struct item){
        "paper", other->title,     value_text(value_get(other->fields, "case_number")),
        sm3,     issued_us(other), 0};
}

static void add_document(const struct db_result *rows, size_t i, struct index *index)
{
    index->items[index->count++] = (struct item){"document",
                                                 db_cell_text(rows, i, 6),
                                                 NULL,
                                                 db_cell_text(rows, i, 3),
                                                 db_cell_int(rows, i, 8),
                                                 db_cell_int(rows, i, 11)};
}

static enum err_kind load_index(struct reading *reading, struct index *ret, struct err *reterr)
{
    struct matter *others[MATTERS_MAX];
    struct db_result rows, documents;
    int64_t ids[MATTERS_MAX];
    size_t count = 0;
    enum err_kind kind = visible_matter(reading, &ret->matter, reterr);
    if (!kind)
        kind = list_dispute_matters(reading->db, reading->arena, ret->matter->dispute_id, &rows,
                                    reterr);
    if (!kind)
        kind = list_documents(reading->db, reading->arena, ret->matter->id, &documents, reterr);
    if (kind)
        return kind;
    if (rows.row_count >= MATTERS_MAX || documents.row_count >= DOCUMENTS_MAX)
        return err_set(reterr, ERR_LIMIT, "archive.many", "%zu matters, %zu documents",
                       rows.row_count, documents.row_count);
    for (size_t i = 0; i < rows.row_count; i++)
        ids[i] = db_cell_int(&rows, i, 0);
    kind = visible_matters(reading, ids, rows.row_count, others, &count, reterr);
    const char *id = matter_id_print(reading->engine, ret->matter, reading->arena);
    ret->items = arena_array(reading->arena, count + documents.row_count + 1, sizeof *ret->items);
    if (kind || !id || !ret->items)
        return kind ? kind : arena_full(reterr);
    for (size_t i = 0; i < count; i++)
        add_paper(id, others[i], ret);
    for (size_t i = 0; i < documents.row_count; i++) {
        /* A file of a message belongs to its message, as on the matter's page. */
        if (document_readable(&reading->actor, ret->matter, &documents, i) &&
            !text_equal(db_cell_text(&documents, i, 7), DOCUMENT_OF_POST))
            add_document(&documents, i, ret);
    }
    qsort(ret->items, ret->count, sizeof *ret->items, by_time);
    return ERR_NONE;
}

enum err_kind archive_index_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct index index = {0};
    enum err_kind kind = load_index(reading, &index, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, index.matter->court));
    json_named_text(writer, "number", index.matter->number);
    json_named_text(writer, "title", index.matter->title);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < index.count; i++) {
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
    json_end(writer);
    return ERR_NONE;
}

static bool put(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return !text || value_set(arena, map, name, value_new_text(arena, text));
}

static struct value *values_of(struct reading *reading, const struct index *index)
{
    struct arena *arena = reading->arena;
    struct value *values = value_new_map(arena), *list = value_new_list(arena);
    bool good =
        values && list &&
        put(arena, values, "court", engine_court_name(reading->engine, index->matter->court)) &&
        put(arena, values, "number", index->matter->number) &&
        put(arena, values, "title", index->matter->title) &&
        value_set(arena, values, "items", list);
    for (size_t i = 0; good && i < index->count; i++) {
        const struct item *item = &index->items[i];
        struct value *row = value_new_map(arena);
        good = row && value_add(arena, list, row) && put(arena, row, "name", item->name) &&
               put(arena, row, "date", day_format(arena, day_of_instant(item->at_us))) &&
               put(arena, row, "short", arena_printf(arena, "%.*s", SHORT_SM3, item->sm3)) &&
               (!item->pages ||
                put(arena, row, "pages", arena_printf(arena, "%lld", (long long) item->pages)));
    }
    return good ? values : NULL;
}

enum err_kind archive_index_print(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct index index = {0};
    (void) writer;
    enum err_kind kind = load_index(reading, &index, reterr);
    if (kind)
        return kind;
    struct paper_request request = {.template = paper_template_find("archive_index"),
                                    .values = values_of(reading, &index),
                                    .created_day = day_of_instant(reading->now_us)};
    if (!request.values || !request.template)
        return arena_full(reterr);
    reading->media_type = "application/pdf";
    return paper_render(&request, reading->arena, &reading->bytes, &reading->byte_count, reterr);
}
