/*
 * engine/readings: what documents say, page by page: the text a PDF holds, else what a machine
 * recognises in the picture of the page, marked as that. One page a turn, by a thread of its own:
 * recognising takes seconds, and neither papers nor clocks wait for it.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "files/words.h"
#include "store/document.h"
#include "store/search.h"

/* A page of a PDF with fewer letters than this in the file is a picture with a number on it. */
enum { LETTERS_ENOUGH = 12, BYTES_ARENA = 96 << 20 };

struct page_read {
    struct document_page page;
    bool last;
    const char *words; /* of the whole, when it is the last: "done" or "absent" */
    struct db_result matters;
};

static enum err_kind apply_page(struct call *call, struct err *reterr)
{
    const struct page_read *read = call->state;
    (void) reterr;
    if (read->page.text)
        document_page_read(call->writes, &read->page);
    if (read->last)
        document_words(call->writes, read->page.sm3, read->words);
    for (size_t i = 0; read->last && i < read->matters.row_count; i++)
        search_queue_matter(call->writes, db_cell_int(&read->matters, i, 0));
    return ERR_NONE;
}

static enum err_kind apply_again(struct call *call, struct err *reterr)
{
    (void) reterr;
    documents_absent_again(call->writes);
    return ERR_NONE;
}

static const struct operation operation_page = {.name = "document_page_read", .apply = apply_page};
static const struct operation operation_again = {.name = "documents_absent_again",
                                                 .apply = apply_again};

/* ERR_INVALID: nothing can be made of this page. */
static enum err_kind read_page(const struct viewer_port *viewer, const char *media_type,
                               const void *bytes, size_t size_bytes, struct arena *arena,
                               struct document_page *page, struct err *reterr)
{
    const void *words = NULL, *picture = NULL;
    size_t word_bytes = 0, picture_bytes = 0;
    bool pdf = strcmp(media_type, "application/pdf") == 0;
    enum err_kind kind = ERR_NONE;
    if (pdf) {
        kind = viewer->pdf_text(viewer->context, page->page, bytes, size_bytes, arena, &words,
                                &word_bytes, reterr);
        page->text = kind ? NULL : words_tidy(words, word_bytes, arena);
        page->source = "file";
        if (kind || (page->text && words_count(page->text, LETTERS_ENOUGH) == LETTERS_ENOUGH))
            return kind;
        kind = viewer->pdf_page(viewer->context, page->page, bytes, size_bytes, arena, &picture,
                                &picture_bytes, reterr);
    } else {
        kind = viewer->picture(viewer->context, false, media_type, 0, bytes, size_bytes, arena,
                               &picture, &picture_bytes, reterr);
    }
    if (!kind)
        kind = viewer->recognise(viewer->context, picture, picture_bytes, arena, &words,
                                 &word_bytes, reterr);
    if (kind)
        return kind;
    page->source = "machine";
    page->text = words_tidy(words, word_bytes, arena);
    return page->text ? ERR_NONE : arena_full(reterr);
}

static enum err_kind read_next(struct engine *engine, const struct db_result *row,
                               struct arena *arena, struct page_read *read, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    int64_t pages = db_cell_int(row, 0, 2), most = engine->settings.read_pages;
    int64_t last = pages > 1 && pages < most ? pages : pages > 1 ? most : 1;
    read->page.page = db_cell_int(row, 0, 3) + 1;
    read->last = read->page.page >= last;
    read->words = "done";
    if (read->page.page > last) /* the same bytes came before, and were read then */
        return ERR_NONE;
    enum err_kind kind =
        text_unhex(read->page.sm3, hash.bytes, SM3_BYTES)
            ? ports->blob_get(ports->context, &hash, arena, &bytes, &size_bytes, reterr)
            : err_set(reterr, ERR_STORE, "blob.damaged", "no hash");
    if (!kind)
        kind = read_page(ports->viewer, db_cell_text(row, 0, 1), bytes, size_bytes, arena,
                         &read->page, reterr);
    if (kind == ERR_MISSING && reterr->code && strcmp(reterr->code, "child.missing") == 0) {
        read->page.text = NULL;
        read->last = true;
        read->words = "absent";
        return ERR_NONE;
    }
    if (!kind || !document_is_to_blame(kind, reterr))
        return kind;
    read->page.source = "failed"; /* this page says nothing; the next may */
    read->page.text = "";
    return ERR_NONE;
}

bool documents_read(struct engine *engine, struct db *db, perform_call *perform, void *context)
{
    const struct ports *ports = engine->settings.ports;
    ARENA_SCOPED arena;
    struct db_result row;
    struct err err = {0};
    arena_init(&arena, BYTES_ARENA);
    int64_t *after = &engine->read_after;
    if (!ports->viewer || !engine->settings.read_pages ||
        document_unread(db, &arena, *after, &row, &err))
        return false;
    if (!row.row_count) {
        *after = 0;
        return false;
    }
    struct page_read read = {
        .page = {.sm3 = db_cell_text(&row, 0, 0), .read_us = ports->court_now_us(ports->context)}};
    if (read_next(engine, &row, &arena, &read, &err)) {
        *after = db_cell_int(&row, 0, 4); /* those behind it wait for nothing of its */
        return false;
    }
    return document_matters(db, &arena, read.page.sm3, &read.matters, &err) == ERR_NONE &&
           perform(context, &operation_page, 0, &read, &err) == ERR_NONE;
}

void documents_wait_again(perform_call *perform, void *context)
{
    struct err err = {0};
    (void) !perform(context, &operation_again, 0, NULL, &err);
}
