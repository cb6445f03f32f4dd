/*
 * engine/envelope_papers: documents that go along. An envelope says of each its SM3 and size; the
 * receiver fetches what it has not in pieces, asks for each with a signature of its own, and holds
 * the whole against the SM3 before anything is done with it.
 */
#include "base/text.h"
#include "engine/envelope.h"
#include "store/envelope.h"
#include "store/lists.h"

enum { ASKED_WITHIN_SECONDS = 300 };

/* Documents stand in lists; a word of somebody's that only looks like an id stands by itself. */
static bool is_listed(const struct value *list, const struct value *item)
{
    return list->type == VALUE_LIST && names_document(item);
}

/* ---- named by the sender ----------------------------------------------------------------------
 */

static enum err_kind name_one(const struct engine *engine, struct db *db, struct arena *arena,
                              const char *text, struct value *list, struct err *reterr)
{
    int64_t id = 0;
    struct db_result row;
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(value_text(value_get(list->items[i], "id")), text))
            return ERR_NONE;
    }
    if (!public_id_parse(engine->settings.keys, 'X', text, &id))
        return ERR_NONE;
    enum err_kind kind = list_document(db, arena, id, &row, reterr);
    if (kind || !row.row_count)
        return kind;
    if (list->count == ENVELOPE_PAPERS_MAX)
        return err_set(reterr, ERR_LIMIT, "envelope.papers", "more than %d documents",
                       ENVELOPE_PAPERS_MAX);
    struct value *paper = value_new_map(arena);
    bool good = paper && value_set_text(arena, paper, "id", text) &&
                value_set_text(arena, paper, "sm3", db_cell_text(&row, 0, 3)) &&
                value_set_int(arena, paper, "bytes", db_cell_int(&row, 0, 4)) &&
                value_set_text(arena, paper, "media_type", db_cell_text(&row, 0, 5)) &&
                value_set_text(arena, paper, "name", db_cell_text(&row, 0, 6)) &&
                value_add(arena, list, paper);
    return good ? ERR_NONE : arena_full(reterr);
}

static enum err_kind name_all(const struct engine *engine, struct db *db, struct arena *arena,
                              const struct value *value, struct value *list, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < value->count; i++) {
        const struct value *item = value->items[i];
        kind = is_listed(value, item) ? name_one(engine, db, arena, item->text, list, reterr)
                                      : name_all(engine, db, arena, item, list, reterr);
    }
    return kind;
}

enum err_kind envelope_papers_named(const struct engine *engine, struct db *db, struct arena *arena,
                                    const struct value *body, const struct value **ret,
                                    struct err *reterr)
{
    struct value *list = value_new_list(arena);
    *ret = list;
    return list ? name_all(engine, db, arena, body, list, reterr) : arena_full(reterr);
}

/* ---- given out in pieces ----------------------------------------------------------------------
 */

static const char *asked_words(struct arena *arena, const char *peer, const char *key,
                               const char *paper, const char *sm3, int64_t from, int64_t at_s)
{
    return arena_printf(arena, "fengqiao-piece 1\n%s\n%s\n%s\n%s\n%lld\n%lld\n", peer, key, paper,
                        sm3, (long long) from, (long long) at_s);
}

static int64_t number_of(const struct reading *reading, const char *name)
{
    const char *text = value_text(value_get(reading->params, name));
    char *end = NULL;
    long long number = text ? strtoll(text, &end, 10) : -1;
    return text && *text && !*end ? number : -1;
}

static enum err_kind no_such(struct err *reterr)
{
    return err_set(reterr, ERR_MISSING, "document.unknown", "not of an envelope to that peer");
}

static bool lists_paper(const struct value *value, const char *paper)
{
    for (size_t i = 0; i < value->count; i++) {
        const struct value *item = value->items[i];
        if (is_listed(value, item) ? strcmp(item->text, paper) == 0 : lists_paper(item, paper))
            return true;
    }
    return false;
}

/* Is it the peer the envelope went to, and does the envelope name that document? */
static enum err_kind check_asker(struct reading *reading, const char *peer, const char *key,
                                 const char *paper, const char *sm3, struct err *reterr)
{
    const struct engine *engine = reading->engine;
    struct db_result row;
    struct value *body = NULL;
    const char *json = NULL;
    int64_t id = 0;
    enum err_kind kind = envelope_find(reading->db, reading->arena, key, &row, reterr);
    if (kind)
        return kind;
    if (!row.row_count || text_equal(db_cell_text(&row, 0, 2), "done") ||
        !text_equal(engine_peer_of(engine, db_cell_text(&row, 0, 0)), peer))
        return no_such(reterr);
    kind = secret_open(engine->settings.keys, ENVELOPE_PURPOSE, db_cell_text(&row, 0, 1),
                       reading->arena, &json, reterr);
    if (!kind)
        kind = json_parse(json, strlen(json), &json_limits_request, reading->arena, &body, reterr);
    if (kind)
        return kind;
    if (!lists_paper(body, paper) || !public_id_parse(engine->settings.keys, 'X', paper, &id))
        return no_such(reterr);
    kind = list_document(reading->db, reading->arena, id, &row, reterr);
    return kind || (row.row_count && text_equal(db_cell_text(&row, 0, 3), sm3)) ? kind
                                                                                : no_such(reterr);
}

static enum err_kind piece_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const struct ports *ports = reading->engine->settings.ports;
    const struct peer_port *port = ports->peers;
    const char *peer = value_text_of(reading->params, "peer"),
               *key = value_text_of(reading->params, "envelope"),
               *paper = value_text_of(reading->params, "paper"),
               *sm3 = value_text_of(reading->params, "sm3"),
               *signature = value_text_of(reading->params, "signature"),
               *pem = port ? port->key(port->context, peer) : NULL;
    int64_t from = number_of(reading, "from"), at_s = number_of(reading, "at"),
            off_s = real_now(reading->engine) / SECOND_US - at_s;
    const char *words = asked_words(reading->arena, peer, key, paper, sm3, from, at_s);
    struct sm3 hash;
    size_t size = 0;
    (void) writer;
    if (!words)
        return arena_full(reterr);
    if (!pem || off_s > ASKED_WITHIN_SECONDS || off_s < -ASKED_WITHIN_SECONDS ||
        !sign_verify(pem, words, strlen(words), signature))
        return err_set(reterr, ERR_DENIED, "envelope.signature", "not asked for by a peer");
    enum err_kind kind = text_unhex(sm3, hash.bytes, sizeof hash.bytes)
                             ? check_asker(reading, peer, key, paper, sm3, reterr)
                             : no_such(reterr);
    if (!kind)
        kind =
            ports->blob_get(ports->context, &hash, reading->arena, &reading->bytes, &size, reterr);
    if (!kind && (from < 0 || (size_t) from >= size))
        kind = no_such(reterr);
    if (kind)
        return kind;
    size -= (size_t) from;
    reading->bytes = (const char *) reading->bytes + from;
    reading->byte_count = size < ENVELOPE_PIECE_BYTES ? size : ENVELOPE_PIECE_BYTES;
    reading->media_type = "application/octet-stream";
    return ERR_NONE;
}

const struct operation operation_envelope_piece = {
    .name = "envelope_piece",
    .method = "GET",
    .path = "/envelopes/piece",
    .permission = "public",
    .summary = {"信封所附材料的一段（须有对方签名）",
                "A piece of a document an envelope names, for the peer it went to"},
    .query = "peer envelope paper sm3 from at signature",
    .read = piece_read,
    .slow = true};

/* ---- fetched by the receiver ------------------------------------------------------------------
 */

static enum err_kind fetch_piece(struct engine *engine, struct arena *arena,
                                 const struct envelope *envelope, const struct value *paper,
                                 int64_t from, const void **ret, size_t *ret_bytes,
                                 struct err *reterr)
{
    const struct peer_port *port = engine->settings.ports->peers;
    const char *own = port->own_name(port->context), *signature = NULL,
               *id = value_text_of(paper, "id"), *sm3 = value_text_of(paper, "sm3");
    int64_t at_s = real_now(engine) / SECOND_US;
    const char *words = asked_words(arena, own, envelope->key, id, sm3, from, at_s);
    if (!words)
        return arena_full(reterr);
    enum err_kind kind =
        sign_bytes(engine->settings.keys, words, strlen(words), arena, &signature, reterr);
    const char *query =
        kind ? NULL
             : arena_printf(
                   arena, "peer=%s&envelope=%s&paper=%s&sm3=%s&from=%lld&at=%lld&signature=%s", own,
                   envelope->key, id, sm3, (long long) from, (long long) at_s, signature);
    if (kind || !query)
        return kind ? kind : arena_full(reterr);
    return port->fetch(port->context, envelope->from, query, arena, ret, ret_bytes, reterr);
}

static enum err_kind fetch_whole(struct engine *engine, const struct envelope *envelope,
                                 const struct value *paper, const struct sm3 *hash,
                                 struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    size_t size = (size_t) value_int(value_get(paper, "bytes"), 0), have = 0;
    ARENA_SCOPED arena;
    arena_init(&arena, 4 * (size_t) ENVELOPE_PAPER_BYTES_MAX);
    char *whole = arena_alloc(&arena, size);
    enum err_kind kind = whole ? ERR_NONE : arena_full(reterr);
    while (!kind && have < size) {
        const void *piece = NULL;
        size_t bytes = 0;
        kind = fetch_piece(engine, &arena, envelope, paper, (int64_t) have, &piece, &bytes, reterr);
        if (!kind && (bytes == 0 || bytes > size - have))
            kind = err_set(reterr, ERR_BUSY, "envelope.piece", "a piece of a wrong length");
        if (kind)
            break;
        memcpy(whole + have, piece, bytes);
        have += bytes;
    }
    if (kind)
        return kind;
    struct sm3 found = sm3_of(whole, size);
    return sm3_equal(&found, hash)
               ? ports->blob_put(ports->context, hash, whole, size, reterr)
               : err_set(reterr, ERR_BUSY, "envelope.piece", "the bytes have another SM3");
}

static bool is_here(struct engine *engine, const struct sm3 *hash)
{
    const struct ports *ports = engine->settings.ports;
    const void *bytes = NULL;
    size_t size = 0;
    struct err err = {0};
    ARENA_SCOPED arena;
    arena_init(&arena, 2 * (size_t) ENVELOPE_PAPER_BYTES_MAX);
    return !ports->blob_get(ports->context, hash, &arena, &bytes, &size, &err);
}

/* ---- rows of their own ------------------------------------------------------------------------
 */

static enum err_kind apply_rows(struct call *call, struct err *reterr)
{
    const struct envelope *envelope = call->state;
    struct value *ids = value_new_list(call->arena);
    for (size_t i = 0; ids && i < envelope->papers->count; i++) {
        const struct value *paper = envelope->papers->items[i];
        const char *media_type = value_text(value_get(paper, "media_type"));
        const struct document_row row = {.id = call_new_id(call, ID_DOCUMENT),
                                         .size_bytes = value_int(value_get(paper, "bytes"), 0),
                                         .created_us = call->received_us,
                                         .sm3 = value_text(value_get(paper, "sm3")),
                                         .media_type = media_type,
                                         .name = value_text(value_get(paper, "name")),
                                         .kind = "",
                                         .scan =
                                             engine_ports(call->engine)->scan ? "waiting" : "off",
                                         .look = document_look_wanted(media_type)};
        document_insert(call->writes, &row);
        if (!value_add(call->arena, ids, value_new_int(call->arena, row.id)))
            ids = NULL;
    }
    call->status = 200;
    call->reply = ids ? json_print(call->arena, ids) : NULL;
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static const struct operation paper_rows = {.name = "envelope_papers", .apply = apply_rows};

/* Once for each envelope, however often it comes: a row nobody joins would be left over. */
static enum err_kind make_rows(struct engine *engine, struct arena *arena,
                               const struct envelope *envelope, int64_t *ret_ids,
                               struct err *reterr)
{
    const char *key = arena_printf(arena, "%s:%s", envelope->from, envelope->key);
    struct value *ids = NULL;
    if (!key)
        return arena_full(reterr);
    struct call call = {.arena = arena,
                        .operation = &paper_rows,
                        .actor = {.kind = "peer", .name = envelope->from, .language = "zh"},
                        .params = &value_null,
                        .body = &value_null,
                        .if_match = -1,
                        .received_us = court_now(engine),
                        .idempotency_key = key,
                        .request_hash = sm3_of(envelope->body, strlen(envelope->body)),
                        .state = (void *) (uintptr_t) envelope};
    enum err_kind kind = engine_perform(engine, &call, reterr);
    if (!kind)
        kind =
            json_parse(call.reply, strlen(call.reply), &json_limits_request, arena, &ids, reterr);
    for (size_t i = 0; !kind && i < envelope->papers->count; i++)
        ret_ids[i] = value_int(value_at(ids, i), 0);
    return kind;
}

static bool rename_one(const struct engine *engine, struct arena *arena,
                       const struct envelope *envelope, const int64_t *ids, struct value *paper)
{
    for (size_t i = 0; i < envelope->papers->count; i++) {
        char text[PUBLIC_ID_BYTES];
        if (!text_equal(value_text(value_get(envelope->papers->items[i], "id")), paper->text))
            continue;
        public_id(engine->settings.keys, 'X', ids[i], text);
        paper->text = arena_copy(arena, text);
        return paper->text != NULL;
    }
    return true;
}

/* The sender's names become ours. False: memory ran out. */
static bool rename_papers(const struct engine *engine, struct arena *arena,
                          const struct envelope *envelope, const int64_t *ids, struct value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        struct value *item = value->items[i];
        if (!(is_listed(value, item) ? rename_one : rename_papers)(engine, arena, envelope, ids,
                                                                   item))
            return false;
    }
    return true;
}

enum err_kind envelope_papers_bring(struct engine *engine, struct arena *arena,
                                    const struct envelope *envelope, struct value *body,
                                    const int64_t **ret_ids, struct err *reterr)
{
    int64_t *ids = arena_array(arena, envelope->papers->count + 1, sizeof *ids);
    *ret_ids = ids;
    enum err_kind kind = ids ? ERR_NONE : arena_full(reterr);
    for (size_t i = 0; !kind && i < envelope->papers->count; i++) {
        const struct value *paper = envelope->papers->items[i];
        struct sm3 hash;
        bool hex = text_unhex(value_text(value_get(paper, "sm3")), hash.bytes, sizeof hash.bytes);
        if (hex && !is_here(engine, &hash))
            kind = envelope->to ? fetch_whole(engine, envelope, paper, &hash, reterr)
                                : err_set(reterr, ERR_STORE, "envelope.piece", "bytes are gone");
    }
    if (!kind && envelope->papers->count)
        kind = make_rows(engine, arena, envelope, ids, reterr);
    if (!kind && !rename_papers(engine, arena, envelope, ids, body))
        kind = arena_full(reterr);
    return kind;
}
