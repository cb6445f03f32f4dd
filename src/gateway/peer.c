/* gateway/peer: see peer.h. */
#include "gateway/peer.h"

#include "base/text.h"
#include "gateway/connections.h"
#include "gateway/exchange.h"
#include "json/json.h"

#define READ_CODE "peers.read"

enum {
    FILE_BYTES_MAX = 1 << 20,
    KEY_BYTES_MAX = 4096,
    REPLY_BYTES_MAX = 64 * 1024,
    PIECE_BYTES_MAX = 1 << 20,
    SECONDS_USUAL = 30,
    SECONDS_MAX = 100 /* a lease of an envelope is longer */
};

static const char *const members[] = {"name", "url",      "address", "courts",
                                      "role", "key_file", "ca_file", "seconds"};

static enum err_kind refuse(const struct peer *row, const char *member, const char *why,
                            struct err *reterr)
{
    return err_field(reterr, ERR_INVALID, "peers.file", member, "peer '%.40s', %s: %s",
                     row->name ? row->name : "?", member, why);
}

static bool is_name(const char *name)
{
    size_t length = name ? strlen(name) : 0;
    return length > 0 && length <= 40 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* None for a body that is no court. */
static enum err_kind read_courts(struct peer *row, const struct value *courts, struct err *reterr)
{
    return connection_courts(courts, row->courts, PEER_COURTS_MAX, &row->court_count)
               ? ERR_NONE
               : refuse(row, "courts", "codes, each whole or its beginning with * behind", reterr);
}

static enum err_kind read_key(struct peer *row, const char *path, struct arena *arena,
                              struct err *reterr)
{
    char *pem = NULL;
    size_t bytes = 0;
    if (!path)
        return refuse(row, "key_file", "the peer's public key (public_key of its /api/v1/roots)",
                      reterr);
    enum err_kind kind =
        connection_file(path, KEY_BYTES_MAX, READ_CODE, arena, &pem, &bytes, reterr);
    if (kind)
        return kind;
    row->key = pem;
    return strstr(pem, "-----BEGIN PUBLIC KEY-----")
               ? ERR_NONE
               : refuse(row, "key_file", "is no public key (PEM)", reterr);
}

static enum err_kind read_row(struct peer *row, const struct value *object, struct arena *arena,
                              struct err *reterr)
{
    const char *address = value_text(value_get(object, "address"));
    row->name = value_text(value_get(object, "name"));
    row->url = value_text(value_get(object, "url"));
    row->role = value_text(value_get(object, "role"));
    row->authorities_file = value_text(value_get(object, "ca_file"));
    row->seconds = (long) value_int(value_get(object, "seconds"), SECONDS_USUAL);
    row->role = row->role ? row->role : "cell";
    if (!is_name(row->name))
        return refuse(row, "name", "1 to 40 of a-z, 0-9 and -", reterr);
    if (!connection_url_fits(row->url) || (address && !connection_url_fits(address)))
        return refuse(row, "url", "https://…, or http:// on this machine, without a query", reterr);
    if (strcmp(row->role, "cell") != 0 && strcmp(row->role, "partner") != 0)
        return refuse(row, "role", "cell or partner", reterr);
    if (row->seconds < 1 || row->seconds > SECONDS_MAX)
        return refuse(row, "seconds", "1 to 100", reterr);
    row->url = connection_url(row->url, arena);
    row->address = address ? connection_url(address, arena) : row->url;
    if (!row->url || !row->address)
        return arena_full(reterr);
    const char *stranger = connection_stranger(object, members, COUNT_OF(members));
    if (stranger)
        return refuse(row, stranger, "there is no such member", reterr);
    enum err_kind kind = read_courts(row, value_get(object, "courts"), reterr);
    return kind ? kind : read_key(row, value_text(value_get(object, "key_file")), arena, reterr);
}

enum err_kind peers_read(const char *path, struct arena *arena, struct peers **ret,
                         struct err *reterr)
{
    struct value *file = NULL;
    struct peers *peers = arena_alloc(arena, sizeof *peers);
    if (!peers)
        return arena_full(reterr);
    memset(peers, 0, sizeof *peers);
    enum err_kind kind = connection_json(path, FILE_BYTES_MAX, READ_CODE, arena, &file, reterr);
    if (kind)
        return kind;
    const struct value *list = value_get(file, "peers");
    peers->own.name = value_text(value_get(file, "name"));
    if (!is_name(peers->own.name) || list->type != VALUE_LIST || list->count > PEERS_MAX)
        return err_set(reterr, ERR_INVALID, "peers.file",
                       "%.100s is not {\"name\": ours, \"peers\": [at most %d]}", path, PEERS_MAX);
    if (!value_is_null(value_get(file, "courts")))
        kind = read_courts(&peers->own, value_get(file, "courts"), reterr);
    for (size_t i = 0; !kind && i < list->count; i++) {
        struct peer *row = &peers->rows[peers->count];
        kind = read_row(row, list->items[i], arena, reterr);
        if (!kind && (peer_named(peers, row->name) || text_equal(row->name, peers->own.name)))
            kind = refuse(row, "name", "stands there twice, or is ours", reterr);
        peers->count += kind == ERR_NONE;
    }
    *ret = peers;
    return kind;
}

const struct peer *peer_named(const struct peers *peers, const char *name)
{
    for (size_t i = 0; peers && i < peers->count; i++) {
        if (text_equal(peers->rows[i].name, name))
            return &peers->rows[i];
    }
    return NULL;
}

/* A body that is no court is named by itself: no court's code is written so. */
static size_t best_fit(const struct peer *row, const char *court)
{
    size_t best = text_equal(row->name, court) ? SIZE_MAX : 0;
    for (size_t i = 0; i < row->court_count; i++) {
        size_t fit = connection_court_fit(row->courts[i], court);
        best = fit > best ? fit : best;
    }
    return best;
}

const struct peer *peer_of_court(const struct peers *peers, const char *court)
{
    const struct peer *found = NULL;
    size_t best = best_fit(&peers->own, court);
    for (size_t i = 0; i < peers->count; i++) {
        size_t fit = best_fit(&peers->rows[i], court);
        if (fit > best) {
            found = &peers->rows[i];
            best = fit;
        }
    }
    return found;
}

/* ---- exchanges --------------------------------------------------------------------------------
 */

static enum err_kind run(struct exchange *exchange, const struct peer *peer, struct arena *arena,
                         struct err *reterr)
{
    exchange->seconds_max = peer->seconds;
    exchange->authorities_file = peer->authorities_file;
    if (!exchange->url)
        return arena_full(reterr);
    enum err_kind kind = exchange_run(exchange, arena, reterr);
    return kind == ERR_LIMIT
               ? err_set(reterr, ERR_BUSY, "peer.garbage", "the peer's reply is too long")
               : kind;
}

enum err_kind peer_post(const struct peer *peer, const char *json, struct arena *arena,
                        long *ret_status, const char **ret_reply, struct err *reterr)
{
    struct exchange exchange = {
        .method = "POST",
        .url = arena_printf(arena, "%s/api/v1/envelopes", peer->url),
        .headers = {"Content-Type: application/json", "Accept: application/json", "Expect:"},
        .body = json,
        .body_bytes = strlen(json),
        .reply_bytes_max = REPLY_BYTES_MAX};
    enum err_kind kind = run(&exchange, peer, arena, reterr);
    *ret_status = exchange.status;
    *ret_reply = kind ? "" : exchange.reply;
    return kind;
}

enum err_kind peer_fetch(const struct peer *peer, const char *query, struct arena *arena,
                         const void **ret, size_t *ret_bytes, struct err *reterr)
{
    struct exchange exchange = {
        .method = "GET",
        .url = arena_printf(arena, "%s/api/v1/envelopes/piece?%s", peer->url, query),
        .reply_bytes_max = PIECE_BYTES_MAX};
    enum err_kind kind = run(&exchange, peer, arena, reterr);
    if (!kind && exchange.status != 200)
        kind = err_set(reterr, ERR_BUSY, "peer.piece", "the peer answered %ld", exchange.status);
    *ret = exchange.reply;
    *ret_bytes = exchange.reply_bytes;
    return kind;
}
