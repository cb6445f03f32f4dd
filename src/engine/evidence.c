/*
 * engine/evidence: the newest block is signed each second. When a court day is over its root is
 * closed (store/day_root.h), and an outside authority is asked to stamp it, again and again until
 * it does: a day without a stamp is published all the same and says so.
 */
#include "base/log.h"
#include "crypto/timestamp.h"
#include "engine/internal.h"
#include "store/day_root.h"

/* The last head of a day may be signed a moment after midnight. */
#define AFTER_MIDNIGHT_US MINUTE_US
/* After a failure, twice as long each time. */
#define ASK_AGAIN_US     SECOND_US
#define ASK_AGAIN_MAX_US (5 * MINUTE_US)

struct head {
    int64_t block_id, at_us;
    const char *hash, *signature;
};

static enum err_kind apply_head(struct call *call, struct err *reterr)
{
    const struct head *head = call->state;
    (void) reterr;
    signed_head_insert(call->writes, head->block_id, head->hash, head->signature, head->at_us,
                       day_of_instant(call->now_us));
    return ERR_NONE;
}

static enum err_kind apply_root(struct call *call, struct err *reterr)
{
    (void) reterr;
    day_root_insert(call->writes, call->state);
    return ERR_NONE;
}

static enum err_kind apply_stamp(struct call *call, struct err *reterr)
{
    (void) reterr;
    day_root_stamp(call->writes, call->state);
    return ERR_NONE;
}

static const struct operation sign_head = {.name = "sign_head", .apply = apply_head};
static const struct operation close_day = {.name = "close_day", .apply = apply_root};
static const struct operation stamp_day = {.name = "stamp_day", .apply = apply_stamp};

void head_sign(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
               void *context)
{
    const struct ports *ports = engine->settings.ports;
    struct head head = {.at_us = ports->real_now_us(ports->context)};
    struct err err = {0};
    int64_t last = atomic_load(&engine->last_block);
    if (last == 0 || last == atomic_load(&engine->last_signed) ||
        block_last(db, arena, &head.block_id, &head.hash, &err) || head.block_id == 0 ||
        sign_bytes(engine->settings.keys, head.hash, strlen(head.hash), arena, &head.signature,
                   &err))
        return;
    if (!perform(context, &sign_head, 0, &head, &err))
        atomic_store(&engine->last_signed, head.block_id);
}

void days_close(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                void *context)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->court_now_us(ports->context);
    struct day_root_row row;
    struct err err = {0};
    int32_t day = 0;
    if (day_root_left(db, arena, day_of_instant(now_us - AFTER_MIDNIGHT_US), &day, &err) || !day ||
        day_root_compute(db, arena, day, &row, &err))
        return;
    row.closed_us = now_us;
    (void) !perform(context, &close_day, 0, &row, &err); /* a head came in between: the next turn */
}

static enum err_kind ask(const struct ports *ports, struct day_root_row *row, struct arena *arena,
                         struct err *reterr)
{
    const void *question = NULL, *answer = NULL;
    size_t question_bytes = 0, answer_bytes = 0;
    const char *day = day_format(arena, row->day);
    const char *text = day ? day_root_text(day, row->root, arena) : NULL;
    enum err_kind kind =
        text ? timestamp_question(text, strlen(text), arena, &question, &question_bytes, reterr)
             : arena_full(reterr);
    if (!kind)
        kind = ports->timestamp_ask(ports->context, question, question_bytes, arena, &answer,
                                    &answer_bytes, reterr);
    return kind ? kind
                : timestamp_accept(question, question_bytes, answer, answer_bytes,
                                   ports->timestamp_authorities, arena, &row->stamp, reterr);
}

void days_stamp(struct engine *engine, struct db *db, struct arena *arena, perform_call *perform,
                void *context)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->real_now_us(ports->context);
    struct day_root_row row;
    struct err err = {0};
    if (!ports->timestamp_ask || now_us < engine->next_stamp_us ||
        day_root_unstamped(db, arena, &row, &err) || !row.day)
        return;
    enum err_kind kind = ask(ports, &row, arena, &err);
    if (!kind) {
        row.stamped_us = ports->real_now_us(ports->context);
        kind = perform(context, &stamp_day, 0, &row, &err);
    }
    if (!kind) {
        engine->stamp_wait_us = 0;
    } else {
        int64_t longer_us = engine->stamp_wait_us ? 2 * engine->stamp_wait_us : ASK_AGAIN_US;
        engine->stamp_wait_us = longer_us < ASK_AGAIN_MAX_US ? longer_us : ASK_AGAIN_MAX_US;
        engine->next_stamp_us = now_us + engine->stamp_wait_us;
        const struct log_field fields[] = {LOG_TEXT("code", err.code), LOG_TEXT("what", err.text)};
        log_event("warning", "timestamp", fields, COUNT_OF(fields));
    }
}
