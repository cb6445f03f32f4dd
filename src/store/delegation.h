/*
 * store/delegation: one account lets another act for it, within named rights, until a day.
 *
 * It is offered to a phone and the name of whoever should have it; nobody is told whether that
 * phone is known here. It is in force once the person of that phone, checked and of that name,
 * accepts. Either of the two ends it. What was done by it stays in `delegated_act`.
 *
 * A seat gives one too, an account with which nobody signs in: of an organisation (kind "company"),
 * or of a lawyer's licence (kind "lawyer"). The matter in which the proof was checked holds that
 * delegation (`capacity`, `matter_id`). While a seat is not "active" nothing it gave is in force.
 */
#ifndef STORE_DELEGATION_H
#define STORE_DELEGATION_H

#include "db/db.h"

struct delegation_row {
    int64_t id, account_id, set_us;
    int32_t to_day; /* the last day */
    const char *name, *phone_sealed, *phone_index;
    const char *rights, *systems; /* blank-separated; systems "": all */
};

void delegation_insert(struct db_flight *flight, const struct delegation_row *row);
/** ERR_STALE when it was accepted or ended meanwhile. */
void delegation_accept(struct db_flight *flight, int64_t id, int64_t delegate_id, int64_t at_us);
/** ERR_STALE when it had ended already. */
void delegation_end(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us);
/** The same, where it may have ended already. */
void delegation_end_if_open(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us);

/** What a seat lets one account do; in force at once. */
struct seat_delegation {
    int64_t id, delegate_id, matter_id, set_us;
    int32_t to_day;
    const char *kind;         /* of the seat: "company" or "lawyer" */
    const char *person_index; /* blind index of its credit code, or licence: its person is there */
    const char *name;         /* of who acts */
    const char *capacity;     /* "legal_representative" "employee" "lawyer" */
    const char *rights;
};
/** The seat of the person with that index, unless there is one. */
void seat_account_ensure(struct db_flight *flight, int64_t id, const char *kind, const char *name,
                         const char *person_index, int64_t created_us);
/** A legal representative ends whoever was that before. ERR_CONFLICT where another is being entered
 * at this moment, or the licence has its lawyer. */
void seat_delegation_insert(struct db_flight *flight, const struct seat_delegation *row);
/** The seat that gave it: "active", or "suspended" and with it all it gave. */
void seat_account_status(struct db_flight *flight, int64_t delegation_id, const char *status);
/** Another last day; nothing where it has ended. */
void delegation_prolong(struct db_flight *flight, int64_t id, int32_t to_day);
/** Matters that hold legal representatives in force of the organisation a matter is about (its
 * participant "principal"): matter_id, definition_hash. */
size_t company_heads_read(struct db_flight *flight, int64_t matter_id);

/** `action` NULL and `matter_id` 0: none. `account_id` is who acted. */
void delegated_act_insert(struct db_flight *flight, int64_t id, int64_t delegation_id,
                          int64_t account_id, const char *operation, const char *action,
                          int64_t matter_id, int64_t at_us);

/** How many an account offered since that moment: one row. */
size_t delegations_since_read(struct db_flight *flight, int64_t account_id, int64_t since_us);
/**
 * One, with the account that gave it and what of it concerns `reader_id`: account_id, name, rights,
 * systems, to_day, delegate_id, accepted_us, ended_us, giver's name, the person the giver says to
 * be and the two moments account_level() takes, giver's status, whether its phone is the reader's
 * (1), the reader's name, of a seat's: matter_id and its definition_hash; the kind of the giver.
 */
enum delegation_cell {
    DELEGATION_GIVER,
    DELEGATION_NAME,
    DELEGATION_RIGHTS,
    DELEGATION_SYSTEMS,
    DELEGATION_TO_DAY,
    DELEGATION_DELEGATE,
    DELEGATION_ACCEPTED,
    DELEGATION_ENDED,
    DELEGATION_GIVER_NAME,
    DELEGATION_GIVER_PERSON,
    DELEGATION_GIVER_CHECKED,
    DELEGATION_GIVER_PROVEN,
    DELEGATION_GIVER_STATUS,
    DELEGATION_PHONE_FITS,
    DELEGATION_READER_NAME,
    DELEGATION_MATTER,
    DELEGATION_DEFINITION,
    DELEGATION_GIVER_KIND
};
size_t delegation_read(struct db_flight *flight, int64_t id, int64_t reader_id);
/** Given by an account, offered to its phone or accepted by it, newest first below `before_id`: id,
 * account_id, name, rights, systems, to_day, delegate_id, accepted_us, ended_us, set_us, giver's
 * name, phone_sealed, capacity, matter_id, definition_hash, giver's status. */
MUST_CHECK enum err_kind delegations_of(struct db *db, struct arena *arena, int64_t account_id,
                                        int64_t before_id, int64_t limit, struct db_result *ret,
                                        struct err *reterr);
/** What was done by one, newest first below `before_id`: id, operation, action, matter_id, at_us,
 * definition_hash, title of the matter, name of who acted. */
MUST_CHECK enum err_kind delegated_acts(struct db *db, struct arena *arena, int64_t delegation_id,
                                        int64_t before_id, int64_t limit, struct db_result *ret,
                                        struct err *reterr);

#endif
