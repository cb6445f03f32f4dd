/* gateway/payment: see payment.h. */
#include "gateway/payment.h"

#include "base/text.h"
#include "crypto/crypto.h"
#include "gateway/connections.h"
#include "gateway/exchange.h"
#include "json/json.h"

#define READ_CODE "payment.read"

enum {
    FILE_BYTES_MAX = 256 * 1024,
    SECONDS_USUAL = 10,
    SECONDS_MAX = 60,
    REPLY_BYTES_MAX = 64 * 1024,
    SIGNED_BYTES_MAX = 8 << 20
};

#define LOOPBACK_NAME "loopback"
/* Known to everybody, as the demo's passwords are. */
#define DEMO_SECRET "fengqiao-demo-bank"

static const char *const members[] = {"name",        "zh",      "en",      "code", "courts",
                                      "secret_file", "ca_file", "seconds", "url"};

static enum err_kind refuse(const struct payment_way *row, const char *member, const char *why,
                            struct err *reterr)
{
    return err_field(reterr, ERR_INVALID, "payment.file", member, "channel '%.40s', %s: %s",
                     row->name ? row->name : "?", member, why);
}

static enum err_kind read_secret(struct payment_way *row, const char *path, struct arena *arena,
                                 struct err *reterr)
{
    char *secret = NULL;
    size_t bytes = 0;
    if (!path)
        return refuse(row, "secret_file", "the file of the shared secret", reterr);
    enum err_kind kind =
        connection_file(path, FILE_BYTES_MAX, READ_CODE, arena, &secret, &bytes, reterr);
    if (kind)
        return kind;
    secret[strcspn(secret, "\r\n")] = '\0';
    row->secret = secret;
    return strlen(secret) >= PAYMENT_SECRET_MIN
               ? ERR_NONE
               : refuse(row, "secret_file", "at least 16 characters on its first line", reterr);
}

static enum err_kind read_courts(struct payment_way *row, const struct value *courts,
                                 struct err *reterr)
{
    return connection_courts(courts, row->courts, PAYMENT_COURTS_MAX, &row->court_count) &&
                   row->court_count
               ? ERR_NONE
               : refuse(row, "courts", "codes, each whole or its beginning with * behind", reterr);
}

static bool is_name(const char *name)
{
    return name && *name && strlen(name) <= 20 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static enum err_kind read_row(struct payment_way *row, const struct value *object,
                              struct arena *arena, struct err *reterr)
{
    row->name = value_text(value_get(object, "name"));
    row->zh = value_text(value_get(object, "zh"));
    row->en = value_text(value_get(object, "en"));
    row->code = value_text(value_get(object, "code"));
    row->url = value_text(value_get(object, "url"));
    row->authorities_file = value_text(value_get(object, "ca_file"));
    int64_t seconds = value_int(value_get(object, "seconds"), SECONDS_USUAL);
    const char *stranger = connection_stranger(object, members, COUNT_OF(members));
    if (stranger)
        return refuse(row, stranger, "there is no such member", reterr);
    if (!is_name(row->name))
        return refuse(row, "name", "1 to 20 small letters, digits, _", reterr);
    if (!row->zh || !*row->zh || !row->en || !*row->en)
        return refuse(row, "zh", "what people call it, in zh and en", reterr);
    if (!row->code || !strstr(row->code, "{order}") || strlen(row->code) > 300)
        return refuse(row, "code", "what its QR code says, with {order} in it", reterr);
    if (row->url && !connection_url_fits(row->url))
        return refuse(row, "url", "https://…, or http:// on this machine, without a query", reterr);
    if (seconds < 1 || seconds > SECONDS_MAX)
        return refuse(row, "seconds", "1 to 60", reterr);
    row->seconds = (long) seconds;
    enum err_kind kind = read_courts(row, value_get(object, "courts"), reterr);
    return kind ? kind
                : read_secret(row, value_text(value_get(object, "secret_file")), arena, reterr);
}

enum err_kind payment_ways_read(const char *path, struct arena *arena, struct payment_ways **ret,
                                struct err *reterr)
{
    struct value *list = NULL;
    struct payment_ways *ways = arena_alloc(arena, sizeof *ways);
    if (!ways)
        return arena_full(reterr);
    memset(ways, 0, sizeof *ways);
    enum err_kind kind = connection_json(path, FILE_BYTES_MAX, READ_CODE, arena, &list, reterr);
    if (!kind && (list->type != VALUE_LIST || list->count > PAYMENT_CHANNELS_MAX))
        kind = err_set(reterr, ERR_INVALID, "payment.file", "%.120s is no list of at most %d", path,
                       PAYMENT_CHANNELS_MAX);
    for (size_t i = 0; !kind && i < list->count; i++) {
        kind = read_row(&ways->rows[i], list->items[i], arena, reterr);
        if (!kind && payment_way_find(ways, ways->rows[i].name))
            kind = refuse(&ways->rows[i], "name", "it is there twice", reterr);
        ways->count += !kind;
    }
    *ret = ways;
    return kind;
}

struct payment_ways *payment_ways_demo(struct arena *arena)
{
    struct payment_ways *ways = arena_alloc(arena, sizeof *ways);
    if (!ways)
        return NULL;
    memset(ways, 0, sizeof *ways);
    ways->rows[0] = (struct payment_way){.name = LOOPBACK_NAME,
                                         .zh = "演示银行",
                                         .en = "Demo bank",
                                         .code = "https://bank.invalid/pay?order={order}&fen={fen}",
                                         .courts = {"*"},
                                         .court_count = 1,
                                         .secret = DEMO_SECRET,
                                         .seconds = SECONDS_USUAL};
    ways->count = 1;
    return ways;
}

const struct payment_way *payment_way_find(const struct payment_ways *ways, const char *name)
{
    for (size_t i = 0; ways && name && i < ways->count; i++) {
        if (strcmp(ways->rows[i].name, name) == 0)
            return &ways->rows[i];
    }
    return NULL;
}

const struct payment_way *payment_way_of(const struct payment_ways *ways, const char *court,
                                         size_t index)
{
    for (size_t i = 0; ways && i < ways->count; i++) {
        const struct payment_way *row = &ways->rows[i];
        bool fits = false;
        for (size_t j = 0; j < row->court_count; j++)
            fits |= connection_court_fit(row->courts[j], court) > 0;
        if (fits && index-- == 0)
            return row;
    }
    return NULL;
}

/* ---- signatures -------------------------------------------------------------------------------
 */

static bool sign(const struct payment_way *way, const char *time, const void *bytes,
                 size_t size_bytes, struct arena *arena, struct sm3 *ret)
{
    size_t head = strlen(time) + 1;
    char *whole =
        size_bytes <= SIGNED_BYTES_MAX && head < 64 ? arena_alloc(arena, head + size_bytes) : NULL;
    if (!whole)
        return false;
    memcpy(whole, time, head - 1);
    whole[head - 1] = '\n';
    if (size_bytes)
        memcpy(whole + head, bytes, size_bytes);
    *ret = sm3_hmac((const uint8_t *) way->secret, strlen(way->secret), whole, head + size_bytes);
    return true;
}

bool payment_signed(const struct payment_way *way, const char *time, const void *bytes,
                    size_t size_bytes, const char *signature)
{
    ARENA_SCOPED arena;
    arena_init(&arena, SIGNED_BYTES_MAX + (64 << 10));
    struct sm3 expected, given;
    return sign(way, time, bytes, size_bytes, &arena, &expected) &&
           text_unhex(signature, given.bytes, SM3_BYTES) && sm3_equal(&expected, &given);
}

const char *payment_sign(const struct payment_way *way, const char *time, const char *bytes,
                         struct arena *arena)
{
    struct sm3 mac;
    char *hex = arena_alloc(arena, SM3_HEX);
    if (!hex || !sign(way, time, bytes, strlen(bytes), arena, &mac))
        return NULL;
    text_hex(mac.bytes, SM3_BYTES, hex);
    return hex;
}

/* ---- paying out -------------------------------------------------------------------------------
 */

static enum err_kind garbage(struct err *reterr)
{
    return err_set(reterr, ERR_BUSY, "payment.garbage", "the bank's answer is none");
}

static enum err_kind take_answer(const struct exchange *exchange, struct arena *arena,
                                 struct value **ret, struct err *reterr)
{
    static const char *const states[] = {"paid", "taken", "failed"};
    struct err err = {0};
    if (exchange->status != 200 ||
        json_parse(exchange->reply, exchange->reply_bytes, &json_limits_request, arena, ret, &err))
        return garbage(reterr);
    const char *state = value_text(value_get(*ret, "state")),
               *reference = value_text(value_get(*ret, "reference"));
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (text_equal(state, states[i]) && (!reference || strlen(reference) <= 64) &&
            ((reference && *reference) || strcmp(state, "paid") != 0))
            return ERR_NONE;
    }
    return garbage(reterr);
}

enum err_kind payment_pay_out(const struct payment_way *way, const char *key, const char *json,
                              const char *time, struct arena *arena, struct value **ret,
                              struct err *reterr)
{
    if (!way->url) { /* the message tells what became of it */
        *ret = value_new_map(arena);
        return *ret && value_set_text(arena, *ret, "state", "taken") ? ERR_NONE
                                                                     : arena_full(reterr);
    }
    const char *signature = payment_sign(way, time, json, arena);
    struct exchange exchange = {
        .method = "POST",
        .url = way->url,
        .headers = {"Content-Type: application/json", "Accept: application/json",
                    arena_printf(arena, "Idempotency-Key: %s", key),
                    arena_printf(arena, "X-Time: %s", time),
                    signature ? arena_printf(arena, "X-Signature: %s", signature) : NULL},
        .body = json,
        .body_bytes = strlen(json),
        .reply_bytes_max = REPLY_BYTES_MAX,
        .seconds_max = way->seconds,
        .authorities_file = way->authorities_file};
    if (!exchange.headers[2] || !exchange.headers[3] || !exchange.headers[4])
        return arena_full(reterr);
    enum err_kind kind = exchange_run(&exchange, arena, reterr);
    if (kind)
        return kind == ERR_LIMIT ? garbage(reterr) : kind;
    return take_answer(&exchange, arena, ret, reterr);
}
