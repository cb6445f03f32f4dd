/* store/notice: see notice.h. */
#include "store/notice.h"

void message_insert(struct db_flight *flight, const struct message_row *row)
{
    static const char sql[] =
        "INSERT INTO message (id, matter_id, account_id, person_id, origin, recipient, notice, "
        "title_zh, title_en, text_zh, text_en, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "$9, $10, $11, $12)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(row->id), db_id(row->matter_id), db_id(row->account_id),
                db_id(row->person_id), db_text(row->origin), db_text(row->recipient),
                db_text(row->notice), db_text(row->title_zh), db_text(row->title_en),
                db_text(row->text_zh), db_text(row->text_en), db_int(row->created_us)),
        1);
}

#define DELIVERY_HEAD                                                                              \
    "INSERT INTO delivery (id, message_id, channel, urgent, reference, created_us, "               \
    "address_sealed, state, lease_until_us, fence, attempts) "

void delivery_insert(struct db_flight *flight, const struct delivery_row *row)
{
    static const char sql[] =
        DELIVERY_HEAD "VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 0, 0)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->message_id), db_text(row->channel),
                                 db_int(row->urgent), db_text(row->reference),
                                 db_int(row->created_us), db_text(row->address_sealed)),
                         1);
}

void delivery_mail_insert(struct db_flight *flight, const struct delivery_row *row,
                          int64_t account_id, int64_t person_id)
{
    static const char sql[] = DELIVERY_HEAD
        "SELECT $1, $2, $3, $4, $5, $6, email_sealed, 'waiting', 0, 0, 0 FROM account WHERE id = "
        "(SELECT min(id) FROM account WHERE email_sealed IS NOT NULL AND status = 'active' AND "
        "(id = $7 OR (person_id = $8 AND checked_us IS NOT NULL)))";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->message_id), db_text(row->channel),
                                 db_int(row->urgent), db_text(row->reference),
                                 db_int(row->created_us), db_int(account_id), db_int(person_id)),
                         -1);
}

enum err_kind deliveries_lease(struct db *db, struct arena *arena, bool quiet, int64_t now_us,
                               int64_t until_us, struct db_result *ret, struct err *reterr)
{
    static const char lease[] =
        "UPDATE delivery SET lease_until_us = $2, fence = fence + 1, attempts = attempts + 1 WHERE "
        "state = 'waiting' AND lease_until_us < $1 AND id IN (SELECT id FROM delivery WHERE state "
        "= 'waiting' AND lease_until_us < $1 AND "
        "(urgent = 1 OR channel <> 'sms' OR $3 = 0) ORDER BY lease_until_us LIMIT 20) RETURNING "
        "id, channel, address_sealed, reference, attempts, fence, "
        "(SELECT title_zh FROM message m WHERE m.id = message_id), "
        "(SELECT title_en FROM message m WHERE m.id = message_id), "
        "(SELECT text_zh FROM message m WHERE m.id = message_id), "
        "(SELECT text_en FROM message m WHERE m.id = message_id), "
        "(SELECT t.court FROM message m JOIN matter t ON t.id = m.matter_id WHERE m.id = "
        "message_id), "
        "(SELECT a.language FROM message m JOIN account a ON a.id = m.account_id WHERE m.id = "
        "message_id)";
    return db_run(db, arena, lease, DB_ARGS(db_int(now_us), db_int(until_us), db_int(quiet)), ret,
                  reterr);
}

void delivery_result(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
                     const char *error, int64_t sent_us, int64_t retry_us, const char *words_index)
{
    static const char sql[] = "UPDATE delivery SET state = $2, error = $3, sent_us = $4, "
                              "lease_until_us = $5, words_index = $7 WHERE id = $1 AND fence = $6 "
                              "AND state = 'waiting'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(state), db_text(error), db_id(sent_us),
                                 db_int(retry_us), db_int(fence), db_text(words_index)),
                         -1);
}

size_t delivery_by_words_read(struct db_flight *flight, const char *words_index)
{
    static const char sql[] =
        "SELECT sent_us FROM delivery WHERE words_index = $1 ORDER BY sent_us DESC LIMIT "
        "1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(words_index)), -1);
}

void delivery_report(struct db_flight *flight, const char *reference, const char *state,
                     int64_t at_us)
{
    static const char sql[] = "UPDATE delivery SET state = $2, reported_us = $3 WHERE reference = "
                              "$1 AND state <> 'delivered'";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(reference), db_text(state), db_int(at_us)),
                         -1);
}

enum err_kind delivery_known(struct db *db, struct arena *arena, const char *reference, bool *ret,
                             struct err *reterr)
{
    static const char sql[] = "SELECT 1 FROM delivery WHERE reference = $1";
    struct db_result found = {0};
    enum err_kind kind = db_run(db, arena, sql, DB_ARGS(db_text(reference)), &found, reterr);
    *ret = !kind && found.row_count > 0;
    return kind;
}

/* ---- lists ------------------------------------------------------------------------------------
 */

#define MESSAGE_HEAD                                                                               \
    "SELECT x.id, x.matter_id, x.recipient, x.notice, x.title_zh, x.title_en, x.text_zh, "         \
    "x.text_en, x.created_us, x.read_us, m.definition_hash, s.address_sealed, s.state, "           \
    "s.sent_us, "                                                                                  \
    "e.address_sealed, e.state, e.sent_us FROM message x LEFT JOIN matter m ON m.id = "            \
    "x.matter_id LEFT JOIN delivery s ON s.message_id = x.id AND s.channel = 'sms' LEFT JOIN "     \
    "delivery e ON e.message_id = x.id AND e.channel = 'mail' WHERE (x.id < $1 OR $1 = 0)"
#define MESSAGE_TAIL " ORDER BY x.id DESC LIMIT $2"

size_t list_messages_of_account(struct db_flight *flight, int64_t account_id,
                                const struct list_page *page)
{
    static const char sql[] = MESSAGE_HEAD " AND x.account_id = $3" MESSAGE_TAIL;
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(page->id), db_int(page->limit), db_int(account_id)), -1);
}

size_t list_messages_of_person(struct db_flight *flight, int64_t person_id,
                               const struct list_page *page)
{
    static const char sql[] = MESSAGE_HEAD " AND x.person_id = $3" MESSAGE_TAIL;
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(page->id), db_int(page->limit), db_int(person_id)), -1);
}

enum err_kind list_outbox(struct db *db, struct arena *arena, bool codes,
                          const struct list_page *page, struct db_result *ret, struct err *reterr)
{
    static const char all[] = MESSAGE_HEAD MESSAGE_TAIL;
    static const char without_codes[] =
        MESSAGE_HEAD " AND x.notice NOT IN ('login_code', 'email_code')" MESSAGE_TAIL;
    return db_run(db, arena, codes ? all : without_codes,
                  DB_ARGS(db_int(page->id), db_int(page->limit)), ret, reterr);
}

size_t message_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] = "SELECT account_id, person_id, read_us FROM message WHERE id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

void message_set_read(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] = "UPDATE message SET read_us = $2 WHERE id = $1 AND read_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), -1);
}
