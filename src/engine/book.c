/* engine/book: entries of the ledger are made by the writer, like everything else, so that their
 * chain has one order. */
#include "store/book.h"
#include "engine/internal.h"

enum err_kind call_book_post(struct call *call, int64_t matter_id, const char *kind,
                             const char *source, const struct book_line *lines, size_t line_count,
                             struct err *reterr)
{
    struct writer_memory *memory = &call->engine->memory;
    struct book_entry entry = {.matter_id = matter_id,
                               .court = call->matter->court,
                               .kind = kind,
                               .source = source,
                               .day = day_of_instant(call->now_us),
                               .at_us = call->now_us,
                               .previous_hash = arena_copy(call->arena, memory->book_hash)};
    for (size_t i = 0; i < line_count; i++) {
        if (lines[i].amount_fen != 0 && entry.line_count < BOOK_LINES_MAX)
            entry.lines[entry.line_count++] = lines[i];
    }
    if (!entry.line_count)
        return ERR_NONE;
    if (!entry.previous_hash)
        return arena_full(reterr);
    enum err_kind err = book_entry_check(&entry, reterr);
    if (err)
        return err;
    entry.id = call_new_id(call, ID_LEDGER_ENTRY);
    entry.hash = book_hash(&entry, call->arena);
    if (!entry.hash)
        return arena_full(reterr);
    book_post(call->writes, &entry);
    (void) snprintf(memory->book_hash, sizeof memory->book_hash, "%s", entry.hash);
    return ERR_NONE;
}
