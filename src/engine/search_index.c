/*
 * engine/search_index: what waits is read as matters, cut into terms beside the writer, and written
 * by a call of its own, which takes it out of the queue in the same transaction.
 */
#include "engine/search.h"

#include "base/log.h"
#include "base/text.h"
#include "engine/search_token.h"
#include "paper/paper.h"

enum { NAMES_DEPTH_MAX = 4, INDEX_ARENA_BYTES = 1 << 30, CALL_ARENA_BYTES = 64 << 20 };
enum { COUNT_ARENA_BYTES = 1 << 20 };
/* What a worker writes at once: other calls wait for it, a few milliseconds. */
enum { LOADED_AT_ONCE = 64 };
enum { INDEX_MATTERS = 64, INDEX_CHANGES = 2000 };
enum { READ_BYTES_MAX = 1 << 20 }; /* of one matter, before it is cleaned */
enum { REBUILD_MATTERS = 4096, REBUILD_CHANGES = 2000000 }; /* nobody waits beside it */

/* ---- what is searched in ----------------------------------------------------------------------
 */

/* How much of a text stands in `max` bytes, cut at a character. */
static size_t length_within(const char *text, size_t max)
{
    size_t length = strlen(text);
    if (length <= max)
        return length;
    length = max;
    while (length && ((unsigned char) text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* What is beyond the bound would lie beyond SEARCH_BODY_BYTES too, and be searched in no more. */
static void add_line(struct text *body, const char *line)
{
    if (!line || !*line || body->length >= READ_BYTES_MAX)
        return;
    text_add_bytes(body, line, length_within(line, READ_BYTES_MAX - body->length));
    text_add(body, "\n");
}

/* What people wrote or are called; never what only some may read, and no number of a person. */
static void add_field(struct text *body, const struct field *field, const struct value *value,
                      int depth)
{
    if (field->readers || depth > NAMES_DEPTH_MAX)
        return;
    switch ((int) field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_CASE_NUMBER:
    case FIELD_COMPUTED:
        add_line(body, value_text(value));
        break;
    case FIELD_PERSON:
    case FIELD_ORGANISATION:
        add_line(body, value_text(value_get(value, "name")));
        break;
    case FIELD_GROUP:
        for (size_t row = 0; value->type == VALUE_LIST && row < value->count; row++) {
            for (size_t i = 0; i < field->field_count; i++)
                add_field(body, &field->fields[i],
                          value_get(value->items[row], field->fields[i].name), depth + 1);
        }
        break;
    default:
        break;
    }
}

/* A paper is a matter of its own, seen by whom its state lets: so is its text. */
static void add_paper(struct engine *engine, struct text *body, const struct matter *matter,
                      struct arena *arena)
{
    const char *name = value_text(value_get(matter->fields, "template")), *text = NULL;
    const struct paper_template *template = name ? paper_template_find(name) : NULL;
    struct value *values = NULL;
    char hex[SM3_HEX];
    if (!template || engine_paper_values(engine, matter, arena, &values, hex, NULL))
        return;
    struct paper_request request = {
        .template = template, .values = values, .created_day = day_of_instant(matter->opened_us)};
    if (!paper_text(&request, arena, &text, NULL)) /* a draft may lack values yet */
        add_line(body, text);
}

/* Names of documents, or what their pages say; not of a field only some may read. */
static void add_documents(struct text *body, const struct matter *matter,
                          const struct db_result *rows)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        const char *kind = db_cell_text(rows, i, 1);
        const struct field *field = kind ? workflow_field(matter->workflow, kind) : NULL;
        if (!field || !field->readers)
            add_line(body, db_cell_text(rows, i, 0));
    }
}

/* NULL: memory ran out. */
static const char *matter_body(struct engine *engine, const struct matter *matter,
                               const struct db_result *documents, const struct db_result *pages,
                               struct arena *arena)
{
    struct text body;
    text_init(&body, arena, 2 * READ_BYTES_MAX);
    add_line(&body, matter->title);
    add_line(&body, matter->number);
    for (size_t i = 0; i < matter->participant_count; i++)
        add_line(&body, value_text(value_get(matter->participants[i].identity, "name")));
    if (matter->cause)
        add_line(&body, engine_cause_name(engine, matter->cause));
    for (size_t i = 0; i < matter->workflow->field_count; i++)
        add_field(&body, &matter->workflow->fields[i],
                  value_get(matter->fields, matter->workflow->fields[i].name), 0);
    add_documents(&body, matter, documents);
    add_paper(engine, &body, matter, arena);
    add_documents(&body, matter, pages);
    const char *whole = text_done(&body);
    whole = whole ? bigram_clean(arena, whole) : NULL;
    return whole ? arena_copy_bytes(arena, whole, length_within(whole, SEARCH_BODY_BYTES)) : NULL;
}

/* ---- one turn ---------------------------------------------------------------------------------
 */

struct indexing {
    const struct search_plan *plan;
    const struct db_result *waiting;
};

static enum err_kind indexed_apply(struct call *call, struct err *reterr)
{
    const struct indexing *indexing = call->state;
    for (size_t i = 0; i < indexing->plan->entry_count; i++)
        search_done(call->writes, db_cell_int(indexing->waiting, i, 0),
                    db_cell_int(indexing->waiting, i, 1));
    return search_write(call->writes, call->arena, indexing->plan, reterr);
}

static const struct operation search_indexed = {.name = "search_indexed", .apply = indexed_apply};

static enum err_kind make_entry(struct engine *engine, const struct matter *matter,
                                const struct db_flight *flight, size_t first, struct arena *arena,
                                struct search_entry *ret, struct err *reterr)
{
    struct token_list tokens = {.items = arena_array(arena, MATTER_TOKENS_MAX, sizeof(uint64_t)),
                                .capacity = MATTER_TOKENS_MAX};
    if (!tokens.items)
        return arena_full(reterr);
    if (!matter_tokens(matter, db_flight_result(flight, first), &tokens))
        return err_set(reterr, ERR_STORE, "search.tokens", "more than %d", MATTER_TOKENS_MAX);
    const char *body = matter_body(engine, matter, db_flight_result(flight, first + 1),
                                   db_flight_result(flight, first + 2), arena);
    if (!body)
        return arena_full(reterr);
    *ret = (struct search_entry){matter->id, body, tokens.items, tokens.count};
    return ERR_NONE;
}

static void log_left_out(int64_t matter_id, const struct err *err)
{
    const struct log_field fields[] = {{"matter", NULL, matter_id}, {"code", err->code, 0}};
    log_event("warning", "search_left_out", fields, COUNT_OF(fields));
}

/* One that cannot be read (a broken seal, an unknown definition) is in no index and holds up nobody
 * behind it. What the database cannot do now is tried again. */
static enum err_kind load_singly(struct reading *reading, const int64_t *ids, size_t count,
                                 struct matter **ret, size_t *ret_count, struct err *reterr)
{
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct err err = {0};
        enum err_kind kind = engine_load_matter(reading, ids[i], &ret[*ret_count], &err);
        if (!kind) {
            (*ret_count)++;
            continue;
        }
        if (text_starts(err.code, "db.") || text_equal(err.code, "request.memory"))
            return err_set(reterr, kind, err.code, "%s", err.text);
        log_left_out(ids[i], &err);
    }
    return ERR_NONE;
}

static enum err_kind load_some(struct reading *reading, const int64_t *ids, size_t count,
                               struct matter **ret, size_t *ret_count, struct err *reterr)
{
    enum err_kind kind =
        engine_load_matters(reading, ids, count, MATTER_WHOLE, ret, ret_count, NULL);
    return kind || *ret_count != count ? load_singly(reading, ids, count, ret, ret_count, reterr)
                                       : ERR_NONE;
}

/* Entries of up to LOADED_AT_ONCE matters, in two flights. */
static enum err_kind make_some(struct engine *engine, struct db *db, struct arena *arena,
                               struct search_entry *entries, size_t count, struct err *reterr)
{
    struct reading reading = {
        .engine = engine, .db = db, .arena = arena, .now_us = court_now(engine)};
    int64_t ids[LOADED_AT_ONCE];
    struct matter *matters[LOADED_AT_ONCE];
    size_t loaded = 0, first[LOADED_AT_ONCE];
    struct db_flight *flight = db_flight_new(arena);
    for (size_t i = 0; i < count; i++)
        ids[i] = entries[i].matter_id;
    enum err_kind kind =
        flight ? load_some(&reading, ids, count, matters, &loaded, reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < loaded; i++)
        first[i] = search_beside_read(flight, matters[i]->id, matters[i]->dispute_id);
    if (!kind)
        kind = db_flight_run(db, flight, reterr);
    for (size_t i = 0, at = 0; !kind && i < loaded; i++) {
        while (entries[at].matter_id != matters[i]->id)
            at++;
        struct err err = {0};
        kind = make_entry(engine, matters[i], flight, first[i], arena, &entries[at], &err);
        if (kind && (kind != ERR_LIMIT || count == 1)) { /* alone: there is no more memory for it */
            log_left_out(matters[i]->id, &err);
            kind = ERR_NONE;
        }
        if (kind)
            return err_set(reterr, kind, err.code, "%s", err.text);
    }
    return kind;
}

static enum err_kind make_entries(struct engine *engine, struct db *db, struct arena *arena,
                                  const struct db_result *waiting, struct search_entry *entries,
                                  struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; i < waiting->row_count; i++)
        entries[i].matter_id = db_cell_int(waiting, i, 0);
    for (size_t i = 0; !kind && i < waiting->row_count; i += LOADED_AT_ONCE) {
        size_t left = waiting->row_count - i;
        kind = make_some(engine, db, arena, &entries[i],
                         left < LOADED_AT_ONCE ? left : (size_t) LOADED_AT_ONCE, reterr);
    }
    return kind;
}

static enum err_kind index_turn(struct engine *engine, struct db *db, struct arena *arena,
                                int64_t count, size_t changes_max, perform_call *perform,
                                void *context, size_t *ret_indexed, struct err *reterr)
{
    struct db_result waiting;
    struct search_plan plan = {0};
    enum err_kind kind = search_waiting(db, arena, count, &waiting, reterr);
    if (kind || !waiting.row_count)
        return kind;
    struct search_entry *entries = arena_array(arena, waiting.row_count, sizeof *entries);
    if (!entries)
        return arena_full(reterr);
    kind = make_entries(engine, db, arena, &waiting, entries, reterr);
    if (!kind)
        kind = search_plan(db, arena, entries, waiting.row_count, changes_max, &plan, reterr);
    struct indexing indexing = {&plan, &waiting};
    if (!kind)
        kind = perform(context, &search_indexed, 0, &indexing, reterr);
    *ret_indexed = kind ? 0 : plan.entry_count;
    return kind;
}

enum err_kind search_index(struct engine *engine, struct db *db, perform_call *perform,
                           void *context, size_t *ret_indexed, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, INDEX_ARENA_BYTES);
    *ret_indexed = 0;
    if (pthread_mutex_trylock(&engine->index_mutex))
        return ERR_NONE; /* another is at it */
    enum err_kind kind = index_turn(engine, db, &arena, INDEX_MATTERS, INDEX_CHANGES, perform,
                                    context, ret_indexed, reterr);
    if (kind == ERR_LIMIT) { /* long texts: one by one */
        arena_release(&arena);
        kind =
            index_turn(engine, db, &arena, 1, INDEX_CHANGES, perform, context, ret_indexed, reterr);
    }
    (void) pthread_mutex_unlock(&engine->index_mutex);
    /* How many wait is told also when nothing goes on: then above all. */
    ARENA_SCOPED counting;
    arena_init(&counting, COUNT_ARENA_BYTES);
    int64_t waiting = 0;
    struct err err = {0};
    enum err_kind counted =
        kind || *ret_indexed ? search_waiting_count(db, &counting, &waiting, &err) : ERR_NONE;
    if (!counted)
        atomic_store(&engine->search_waiting, waiting);
    return kind;
}

/* ---- all of it anew ---------------------------------------------------------------------------
 */

static enum err_kind forget_apply(struct call *call, struct err *reterr)
{
    (void) reterr;
    search_queue_all(call->writes);
    return ERR_NONE;
}

static const struct operation search_forget = {.name = "search_forget", .apply = forget_apply};

static enum err_kind perform_own(void *context, const struct operation *operation,
                                 int64_t matter_id, void *state, struct err *reterr)
{
    struct engine *engine = context;
    ARENA_SCOPED arena;
    arena_init(&arena, CALL_ARENA_BYTES);
    return clock_perform(engine, &arena, operation, matter_id, state, reterr);
}

static enum err_kind index_all(struct engine *engine, struct db *db,
                               void (*told)(void *context, int64_t left), void *context,
                               struct err *reterr)
{
    size_t indexed = 1;
    int64_t count = REBUILD_MATTERS;
    enum err_kind kind = perform_own(engine, &search_forget, 0, NULL, reterr);
    while (!kind && indexed) {
        ARENA_SCOPED arena;
        arena_init(&arena, INDEX_ARENA_BYTES);
        int64_t left = 0;
        indexed = 0;
        kind = search_waiting_count(db, &arena, &left, reterr);
        if (kind)
            break;
        told(context, left);
        kind = index_turn(engine, db, &arena, count, REBUILD_CHANGES, perform_own, engine, &indexed,
                          reterr);
        if (kind == ERR_LIMIT && count > 1) { /* long papers: fewer at once */
            count = count > INDEX_MATTERS ? INDEX_MATTERS : 1;
            indexed = 1;
            kind = ERR_NONE;
        }
    }
    return kind;
}

enum err_kind engine_search_rebuild(struct engine *engine, struct db *db,
                                    void (*told)(void *context, int64_t left), void *context,
                                    struct err *reterr)
{
    (void) pthread_mutex_lock(&engine->index_mutex); /* workers pass by */
    enum err_kind kind = index_all(engine, db, told, context, reterr);
    (void) pthread_mutex_unlock(&engine->index_mutex);
    return kind;
}
