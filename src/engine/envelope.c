/* engine/envelope: what an envelope looks like on the wire, and whom it is believed. */
#include "engine/envelope.h"

#include "base/text.h"

enum { FORMAT = 1, NAME_MAX_BYTES = 64, KEY_LETTERS = 22, MEMBERS = 14 };

const char *engine_peer_of(const struct engine *engine, const char *court)
{
    const struct peer_port *port = engine->settings.ports->peers;
    return port && court ? port->of_court(port->context, court) : NULL;
}

const char *engine_court_address(const struct engine *engine, const char *court)
{
    const struct peer_port *port = engine->settings.ports->peers;
    const char *peer = engine_peer_of(engine, court);
    return peer ? port->address(port->context, peer) : NULL;
}

enum err_kind engine_court_is_ours(const struct engine *engine, const char *court,
                                   struct err *reterr)
{
    const char *address = engine_court_address(engine, court);
    return address ? err_set(reterr, ERR_CONFLICT, "court.elsewhere", "%.190s", address) : ERR_NONE;
}

/* Everything but the signature, which is over the canonical form of it. */
static struct value *members_of(const struct envelope *envelope, struct arena *arena)
{
    struct value *map = value_new_map(arena);
    bool good = map && value_set_int(arena, map, "envelope", FORMAT) &&
                value_set_text(arena, map, "from", envelope->from) &&
                value_set_text(arena, map, "to", envelope->to) &&
                value_set_text(arena, map, "key", envelope->key) &&
                value_set_text(arena, map, "thread", envelope->thread) &&
                value_set_int(arena, map, "sequence", envelope->sequence) &&
                value_set_text(arena, map, "court", envelope->court) &&
                value_set_text(arena, map, "to_court", envelope->to_court) &&
                value_set_text(arena, map, "kind", envelope->kind) &&
                value_set_text(arena, map, "name", envelope->name) &&
                value_set_text(arena, map, "body", envelope->body) &&
                value_set_text(arena, map, "body_sm3", envelope->body_sm3) &&
                value_set(arena, map, "papers", value_copy(arena, envelope->papers));
    return good ? map : NULL;
}

enum err_kind envelope_print(const struct engine *engine, const struct envelope *envelope,
                             struct arena *arena, const char **ret, struct err *reterr)
{
    struct value *map = members_of(envelope, arena);
    const char *canonical = map ? json_canonical(arena, map) : NULL, *signature = NULL;
    if (!canonical)
        return arena_full(reterr);
    enum err_kind kind =
        sign_bytes(engine->settings.keys, canonical, strlen(canonical), arena, &signature, reterr);
    if (kind)
        return kind;
    *ret = value_set_text(arena, map, "signature", signature) ? json_canonical(arena, map) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool fits(const char *text, size_t bytes_max)
{
    return text && *text && strlen(text) <= bytes_max;
}

static bool is_paper(const struct value *paper)
{
    uint8_t hash[SM3_BYTES];
    const char *sm3 = value_text(value_get(paper, "sm3"));
    int64_t bytes = value_int(value_get(paper, "bytes"), 0);
    return paper->type == VALUE_MAP && paper->count == 5 &&
           fits(value_text(value_get(paper, "id")), PUBLIC_ID_BYTES) &&
           fits(value_text(value_get(paper, "name")), 480) &&
           fits(value_text(value_get(paper, "media_type")), 100) && sm3 &&
           text_unhex(sm3, hash, sizeof hash) && bytes > 0 && bytes <= ENVELOPE_PAPER_BYTES_MAX;
}

static bool take(const struct value *map, struct envelope *ret)
{
    *ret = (struct envelope){.from = value_text(value_get(map, "from")),
                             .to = value_text(value_get(map, "to")),
                             .key = value_text(value_get(map, "key")),
                             .thread = value_text(value_get(map, "thread")),
                             .sequence = value_int(value_get(map, "sequence"), 0),
                             .court = value_text(value_get(map, "court")),
                             .to_court = value_text(value_get(map, "to_court")),
                             .kind = value_text(value_get(map, "kind")),
                             .name = value_text(value_get(map, "name")),
                             .body = value_text(value_get(map, "body")),
                             .papers = value_get(map, "papers")};
    bool good = value_int(value_get(map, "envelope"), 0) == FORMAT && map->count == MEMBERS &&
                fits(ret->from, NAME_MAX_BYTES) && fits(ret->to, NAME_MAX_BYTES) && ret->key &&
                strlen(ret->key) == KEY_LETTERS && ret->thread &&
                strlen(ret->thread) == KEY_LETTERS && fits(ret->court, NAME_MAX_BYTES) &&
                fits(ret->to_court, NAME_MAX_BYTES) && fits(ret->name, NAME_MAX_BYTES) &&
                fits(ret->body, ENVELOPE_BODY_MAX) && ret->sequence > 0 &&
                (text_equal(ret->kind, "open") || text_equal(ret->kind, "act")) &&
                ret->papers->type == VALUE_LIST && ret->papers->count <= ENVELOPE_PAPERS_MAX;
    for (size_t i = 0; good && i < ret->papers->count; i++)
        good = is_paper(ret->papers->items[i]);
    return good;
}

static bool is_signed(const char *pem, const struct envelope *envelope, const char *signature,
                      struct arena *arena)
{
    struct value *map = members_of(envelope, arena);
    const char *canonical = map ? json_canonical(arena, map) : NULL;
    return canonical && signature && sign_verify(pem, canonical, strlen(canonical), signature);
}

enum err_kind envelope_read(const struct engine *engine, const void *bytes, size_t size_bytes,
                            struct arena *arena, struct envelope *ret, struct err *reterr)
{
    const struct peer_port *port = engine->settings.ports->peers;
    struct value *map = NULL;
    enum err_kind kind = json_parse(bytes, size_bytes, &json_limits_request, arena, &map, reterr);
    if (kind)
        return kind;
    if (!take(map, ret))
        return err_set(reterr, ERR_INVALID, "envelope.form", "no envelope of this format");
    struct sm3 hash = sm3_of(ret->body, strlen(ret->body));
    text_hex(hash.bytes, SM3_BYTES, ret->body_sm3);
    if (!text_equal(value_text(value_get(map, "body_sm3")), ret->body_sm3))
        return err_set(reterr, ERR_INVALID, "envelope.body", "the body has another SM3");
    const char *pem = port ? port->key(port->context, ret->from) : NULL;
    if (!pem || !text_equal(port->own_name(port->context), ret->to))
        return err_set(reterr, ERR_DENIED, "envelope.peer", "no such peer, or not meant for us");
    if (!is_signed(pem, ret, value_text(value_get(map, "signature")), arena))
        return err_set(reterr, ERR_DENIED, "envelope.signature",
                       "the signature is not that peer's over this");
    return ERR_NONE;
}
