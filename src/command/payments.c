/* command/payments: see payments.h. */
#include "command/payments.h"

#include "gateway/payment.h"

struct ways {
    struct payment_ways *rows;
    struct payment_channel shown[PAYMENT_CHANNELS_MAX];
};

static const struct payment_channel *shown_of(const struct ways *ways,
                                              const struct payment_way *way)
{
    return way ? &ways->shown[way - ways->rows->rows] : NULL;
}

static const struct payment_channel *channel(void *context, const char *court, size_t index)
{
    const struct ways *ways = context;
    return shown_of(ways, payment_way_of(ways->rows, court, index));
}

static const struct payment_channel *find(void *context, const char *name)
{
    const struct ways *ways = context;
    return shown_of(ways, payment_way_find(ways->rows, name));
}

static bool signed_by(void *context, const char *name, const char *time, const void *bytes,
                      size_t size_bytes, const char *signature)
{
    const struct ways *ways = context;
    const struct payment_way *way = payment_way_find(ways->rows, name);
    return way && payment_signed(way, time, bytes, size_bytes, signature);
}

static enum err_kind pay_out(void *context, const char *name, const char *key, const char *json,
                             const char *time, struct arena *arena, struct value **ret,
                             struct err *reterr)
{
    const struct ways *ways = context;
    const struct payment_way *way = payment_way_find(ways->rows, name);
    if (!way)
        return err_set(reterr, ERR_BUSY, "payment.channel", "no channel is called %.20s", name);
    return payment_pay_out(way, key, json, time, arena, ret, reterr);
}

enum err_kind payments_port(const char *path, bool demo, struct arena *arena,
                            const struct payment_port **ret, struct err *reterr)
{
    struct ways *ways = arena_alloc(arena, sizeof *ways);
    struct payment_port *port = arena_alloc(arena, sizeof *port);
    *ret = NULL;
    if (!ways || !port)
        return arena_full(reterr);
    if (!path && !demo)
        return ERR_NONE;
    *ways = (struct ways){0};
    enum err_kind kind = path ? payment_ways_read(path, arena, &ways->rows, reterr) : ERR_NONE;
    if (!kind && !path)
        ways->rows = payment_ways_demo(arena);
    if (kind || !ways->rows)
        return kind ? kind : arena_full(reterr);
    for (size_t i = 0; i < ways->rows->count; i++) {
        const struct payment_way *row = &ways->rows->rows[i];
        ways->shown[i] = (struct payment_channel){row->name, row->zh, row->en, row->code};
    }
    *port = (struct payment_port){ways, channel, find, signed_by, pay_out};
    *ret = port;
    return ERR_NONE;
}
