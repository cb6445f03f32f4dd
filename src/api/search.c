/*
 * api/search: GET /search. What somebody of the staff searched for stands in the access log as a
 * keyed hash: an auditor who has the words finds who asked for them, and the log itself names
 * nobody.
 */
#include "engine/search.h"

#include "api/operations.h"
#include "api/page.h"
#include "base/text.h"

const char *access_search(const struct engine *engine, const char *words, struct arena *arena)
{
    const char *hash = secret_index(engine_keys(engine), "access.search", words, arena);
    return hash ? arena_printf(arena, "search:%.16s", hash) : NULL;
}

/* Noted before anything is looked for. */
static enum err_kind note_search(struct reading *reading, struct err *reterr)
{
    const char *words = text_normalise(reading->arena, param_text(reading->params, "q"));
    const char *what = words ? access_search(reading->engine, words, reading->arena) : NULL;
    return what ? engine_note_look(reading, 0, what, reterr) : arena_full(reterr);
}

static enum err_kind take_wanted(struct reading *reading, struct search_wanted *ret,
                                 struct err *reterr)
{
    struct list_page page;
    *ret = (struct search_wanted){.words = param_text(reading->params, "q"),
                                  .system = param_text(reading->params, "system"),
                                  .state = param_text(reading->params, "state"),
                                  .court = param_text(reading->params, "court")};
    enum err_kind kind = page_read(reading, "search", &page, reterr);
    if (!kind && text_length(ret->words) > SEARCH_WORDS_MAX)
        kind = err_field(reterr, ERR_INVALID, "search.too_long", "q", "at most %d characters",
                         SEARCH_WORDS_MAX);
    if (!kind && *ret->state && !*ret->system)
        kind = err_field(reterr, ERR_INVALID, "search.state", "system", "a state is of a system");
    ret->before_id = page.id;
    ret->limit = (size_t) page.limit;
    return kind;
}

static enum err_kind search(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct search_wanted wanted;
    struct search_found *found = arena_alloc(reading->arena, sizeof *found);
    enum err_kind kind = found ? take_wanted(reading, &wanted, reterr) : arena_full(reterr);
    if (!kind)
        kind = note_search(reading, reterr);
    if (!kind)
        kind = engine_search(reading, &wanted, found, reterr);
    if (kind)
        return kind;
    /* One more than was asked for says that there is a next page. */
    bool more = found->count == wanted.limit;
    size_t count = more ? found->count - 1 : found->count;
    int64_t next = more ? found->matters[count - 1]->id : found->before_id;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin(writer);
        matter_write_row_members(reading->engine, writer, reading->arena, found->matters[i]);
        json_named_text(writer, "excerpt", found->excerpts[i]);
        json_end(writer);
    }
    json_end_list(writer);
    page_write_next(reading, writer, "search", next != 0, 0, next);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation search_operations[] = {
    {.name = "search", .method = "GET", .path = "/search", .permission = "signed_in", .delegated = "read",
     .reply = "{items:[{" MATTER_ROW " excerpt:s}] next:s?}",
     .summary = {"搜索您能看到的事项、当事人和文书，新的在前", "Searches matters, parties and papers you may see, newest first"},
     .query = "q system state court cursor limit", .read = search},
    {.name = NULL}};
/* clang-format on */
