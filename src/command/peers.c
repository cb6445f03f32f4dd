/* command/peers: see peers.h. */
#include "command/peers.h"

#include "base/text.h"
#include "gateway/peer.h"

static const char *own_name(void *context) { return ((const struct peers *) context)->own.name; }

static const char *of_court(void *context, const char *court)
{
    const struct peer *peer = peer_of_court(context, court);
    return peer ? peer->name : NULL;
}

static const char *address(void *context, const char *name)
{
    const struct peer *peer = peer_named(context, name);
    return peer ? peer->address : NULL;
}

static const char *key(void *context, const char *name)
{
    const struct peer *peer = peer_named(context, name);
    return peer ? peer->key : NULL;
}

/* A partner body's system is no machine with a key: what its envelopes may do is a role apart. */
static const char *role(void *context, const char *name)
{
    const struct peer *peer = peer_named(context, name);
    if (!peer)
        return NULL;
    return text_equal(peer->role, "partner") ? "partner_body" : peer->role;
}

static enum err_kind unknown(struct err *reterr)
{
    return err_set(reterr, ERR_BUSY, "peer.unknown", "the peer is not in the file any more");
}

static enum err_kind post(void *context, const char *name, const char *json, struct arena *arena,
                          long *ret_status, const char **ret_reply, struct err *reterr)
{
    const struct peer *peer = peer_named(context, name);
    return peer ? peer_post(peer, json, arena, ret_status, ret_reply, reterr) : unknown(reterr);
}

static enum err_kind fetch(void *context, const char *name, const char *query, struct arena *arena,
                           const void **ret, size_t *ret_bytes, struct err *reterr)
{
    const struct peer *peer = peer_named(context, name);
    return peer ? peer_fetch(peer, query, arena, ret, ret_bytes, reterr) : unknown(reterr);
}

enum err_kind peers_port(const char *path, struct arena *arena, const struct peer_port **ret,
                         struct err *reterr)
{
    struct peers *peers = NULL;
    struct peer_port *port = arena_alloc(arena, sizeof *port);
    *ret = NULL;
    if (!port)
        return arena_full(reterr);
    enum err_kind kind = path ? peers_read(path, arena, &peers, reterr) : ERR_NONE;
    if (kind || !path)
        return kind;
    *port = (struct peer_port){.context = peers,
                               .own_name = own_name,
                               .of_court = of_court,
                               .address = address,
                               .key = key,
                               .role = role,
                               .post = post,
                               .fetch = fetch};
    *ret = port;
    return ERR_NONE;
}
