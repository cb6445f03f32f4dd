/*
 * engine/delivery: messages leave. A worker leases what waits, hands it to the outside without a
 * transaction, and records the result as a call; a crash in between means that it is sent again
 * when the lease has run out, never that it is forgotten.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { LEASE_SECONDS = 300, ATTEMPTS_MAX = 8 };

struct delivered {
    int64_t id, fence, sent_us, retry_us;
    const char *state, *error, *words_index;
};

#define WORDS_PURPOSE "message.words"

/* White space a telephone adds when words are copied, and wide forms of it. */
static size_t space_length(const char *at)
{
    static const char *const wide[] = {"\u3000", "\u00a0", "\u200b", "\ufeff"};
    if (strchr(" \t\r\n", *at))
        return 1;
    for (size_t i = 0; i < COUNT_OF(wide); i++) {
        if (text_starts(at, wide[i]))
            return strlen(wide[i]);
    }
    return 0;
}

const char *message_words_index(const struct keys *keys, const char *address, const char *words,
                                struct arena *arena)
{
    const char *sign_end = text_starts(words, "【") ? strstr(words, "】") : NULL;
    struct text plain;
    text_init(&plain, arena, MESSAGE_WORDS_MAX);
    text_add_format(&plain, "%s\n", address);
    for (const char *at = sign_end ? sign_end + strlen("】") : words; *at;) {
        size_t space = space_length(at);
        if (!space)
            text_add_bytes(&plain, at, 1);
        at += space ? space : 1;
    }
    const char *done = text_done(&plain);
    return done ? secret_index(keys, WORDS_PURPOSE, done, arena) : NULL;
}

static enum err_kind apply_delivered(struct call *call, struct err *reterr)
{
    const struct delivered *result = call->state;
    (void) reterr;
    delivery_result(call->writes, result->id, result->fence, result->state, result->error,
                    result->sent_us, result->retry_us, result->words_index);
    return ERR_NONE;
}

static const struct operation delivery_done = {.name = "delivery_done", .apply = apply_delivered};

/* By the court's clock: people sleep where the court is. */
static bool is_quiet(const struct engine *engine)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->court_now_us(ports->context);
    int from = engine->settings.quiet_from, to = engine->settings.quiet_to,
        minute = (int) ((now_us - start_of_day(day_of_instant(now_us))) / MINUTE_US);
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

static enum err_kind send_row(struct engine *engine, const struct db_result *rows, size_t i,
                              struct arena *arena, const char **ret_index, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    const char *court = db_cell_text(rows, i, 10);
    bool english = text_equal(db_cell_text(rows, i, 11), "en");
    struct outgoing outgoing = {.channel = db_cell_text(rows, i, 1),
                                .sender = court ? engine_court_name(engine, court) : "",
                                .reference = db_cell_text(rows, i, 3),
                                .title = db_cell_text(rows, i, english ? 7 : 6),
                                .text = db_cell_text(rows, i, english ? 9 : 8)};
    enum err_kind kind = secret_open(engine->settings.keys, ADDRESS_PURPOSE,
                                     db_cell_text(rows, i, 2), arena, &outgoing.address, reterr);
    if (kind)
        return kind;
    *ret_index = message_words_index(engine->settings.keys, outgoing.address, outgoing.text, arena);
    return ports->deliver(ports->context, &outgoing, reterr);
}

void deliver_messages(struct engine *engine, struct db *db, struct arena *arena,
                      perform_call *perform, void *context)
{
    struct db_result rows;
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->real_now_us(ports->context);
    if (!ports->deliver || deliveries_lease(db, arena, is_quiet(engine), now_us,
                                            now_us + LEASE_SECONDS * SECOND_US, &rows, NULL))
        return;
    for (size_t i = 0; i < rows.row_count; i++) {
        struct err err = {0};
        const char *words_index = NULL;
        enum err_kind kind = send_row(engine, &rows, i, arena, &words_index, &err);
        int64_t attempts = db_cell_int(&rows, i, 4);
        bool again = kind == ERR_BUSY && attempts < ATTEMPTS_MAX;
        struct delivered result = {.id = db_cell_int(&rows, i, 0),
                                   .fence = db_cell_int(&rows, i, DELIVERY_FENCE),
                                   .state = !kind   ? "sent"
                                            : again ? "waiting"
                                                    : "dead",
                                   .error = kind ? err.text : NULL,
                                   .words_index = kind ? NULL : words_index,
                                   .sent_us = kind ? 0 : now_us,
                                   .retry_us =
                                       now_us + (SECOND_US << (attempts < 12 ? attempts : 12))};
        (void) !perform(context, &delivery_done, 0, &result, &err);
    }
}
