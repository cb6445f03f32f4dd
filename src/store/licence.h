/*
 * store/licence: lawyers' licences as the justice authority tells them (律师执业证). The register
 * says who may appear as a lawyer now; who works here by which licence is a delegation of its seat
 * (store/delegation.h). Numbers of identity and credit codes are kept as blind indexes only.
 */
#ifndef STORE_LICENCE_H
#define STORE_LICENCE_H

#include "db/db.h"

struct licence_row {
    const char *number, *name, *holder_index, *firm, *firm_index;
    const char *seat_index; /* of the number: the seat's person is there */
    const char *state;      /* "valid" "suspended" "revoked" */
    int32_t until_day;
    int64_t changed_us, told_us; /* when it became so, and when we heard of it */
};

/** The newest word on a licence. */
void licence_put(struct db_flight *flight, const struct licence_row *row);
/** The seat of a licence, by the index of its number: "active", or "suspended" with all it gave. */
void licence_seat_status(struct db_flight *flight, const char *number_index, const char *status);

/** What the register says: name, firm, state, until_day, whether that person is its holder (0 1),
 * changed_us. No row: it does not know it. */
enum licence_cell {
    LICENCE_NAME,
    LICENCE_FIRM,
    LICENCE_STATE,
    LICENCE_UNTIL,
    LICENCE_HELD,
    LICENCE_CHANGED
};
size_t licence_read(struct db_flight *flight, const char *number, int64_t person_id);
/** The same, of the licence a matter is about (its indexed field "licence_number"). */
size_t licence_of_matter_read(struct db_flight *flight, int64_t matter_id, int64_t person_id);
/** Who works by it now: matter_id, definition_hash, state of that matter. No row: nobody. */
size_t licence_lawyer_read(struct db_flight *flight, const char *number_index);

/** Lawyers of the firm whose person is there, by number above `after`: number, name, state,
 * until_day, open matters they act in, the seat's account (0: does not work here). */
MUST_CHECK enum err_kind firm_lawyers(struct db *db, struct arena *arena, int64_t firm_person,
                                      const char *after, int64_t limit, struct db_result *ret,
                                      struct err *reterr);
/** Who may act for lawyers of that firm, and until when, oldest first: licence number, name,
 * rights, to_day. */
MUST_CHECK enum err_kind firm_assistants(struct db *db, struct arena *arena, int64_t firm_person,
                                         int32_t today, int64_t limit, struct db_result *ret,
                                         struct err *reterr);

#endif
