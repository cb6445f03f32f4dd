/*
 * store/notice: messages and how they leave. A message is what one recipient is told, once for each
 * (origin, notice, recipient): the database holds that by a unique index. It stands in the
 * recipient's inbox; each delivery is one more way to them (a text message, an e-mail).
 */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "store/lists.h"

/** Purpose of sealed addresses (crypto/secret_seal), phones and e-mail alike. */
#define ADDRESS_PURPOSE "message.address"

struct message_row {
    int64_t id, matter_id, account_id, person_id, created_us; /* ids 0: none */
    const char *origin;    /* what it comes of: "matter:17:4" (its fourth event), "clock:3:1" (the
                              first warning); NULL: may be sent again and again */
    const char *recipient; /* "person:5", "account:2", "participant:9", "desk:filing_judge" */
    const char *notice, *title_zh, *title_en, *text_zh, *text_en;
};
void message_insert(struct db_flight *flight, const struct message_row *row);

struct delivery_row {
    int64_t id, message_id, created_us;
    const char *channel;        /* "sms", "mail" */
    const char *address_sealed; /* ADDRESS_PURPOSE */
    const char *reference;      /* random: by it the peer reports back */
    bool urgent;                /* goes out in quiet hours too */
};
void delivery_insert(struct db_flight *flight, const struct delivery_row *row);
/**
 * The same by e-mail, to the confirmed address of the account, or of the account that was checked
 * to be the person; nothing where there is none. `row->address_sealed` is not used.
 */
void delivery_mail_insert(struct db_flight *flight, const struct delivery_row *row,
                          int64_t account_id, int64_t person_id);
/**
 * Leases up to 20 that wait, text messages only when urgent while `quiet`: id, channel,
 * address_sealed, reference, attempts, fence, title_zh, title_en, text_zh, text_en, court, language
 * of the account it is for (NULL: unknown).
 */
enum { DELIVERY_FENCE = 5 };
MUST_CHECK enum err_kind deliveries_lease(struct db *db, struct arena *arena, bool quiet,
                                          int64_t now_us, int64_t until_us, struct db_result *ret,
                                          struct err *reterr);
/** `state` "waiting" (again from retry_us), "sent", "dead"; `sent_us` 0 unless sent; `words_index`
 * of what was sent (engine's message_words_index()), NULL unless sent. Nothing when it has another
 * fence by now: somebody else has it. */
void delivery_result(struct db_flight *flight, int64_t id, int64_t fence, const char *state,
                     const char *error, int64_t sent_us, int64_t retry_us, const char *words_index);
/** The newest that was sent in these words to this address: sent_us. */
size_t delivery_by_words_read(struct db_flight *flight, const char *words_index);
/** What the peer said of one that was sent: "delivered", "failed". A later word replaces it, but
 * what was delivered stays so. */
void delivery_report(struct db_flight *flight, const char *reference, const char *state,
                     int64_t at_us);
/** One row when there is such a reference. */
MUST_CHECK enum err_kind delivery_known(struct db *db, struct arena *arena, const char *reference,
                                        bool *ret, struct err *reterr);

/** Columns of lists, newest first: id, matter_id, recipient, notice, title_zh, title_en, text_zh,
 * text_en, created_us, read_us, definition_hash of the matter; of the text message and then of the
 * e-mail: address_sealed, state, sent_us. */
enum { MESSAGE_SMS = 11, MESSAGE_MAIL = 14 };
size_t list_messages_of_account(struct db_flight *flight, int64_t account_id,
                                const struct list_page *page);
size_t list_messages_of_person(struct db_flight *flight, int64_t person_id,
                               const struct list_page *page);
/** Everything that goes out; `codes` false leaves codes out. */
MUST_CHECK enum err_kind list_outbox(struct db *db, struct arena *arena, bool codes,
                                     const struct list_page *page, struct db_result *ret,
                                     struct err *reterr);
/** account_id, person_id, read_us. */
size_t message_read(struct db_flight *flight, int64_t id);
void message_set_read(struct db_flight *flight, int64_t id, int64_t at_us);

#endif
