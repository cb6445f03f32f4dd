/*
 * store/roster: the register of mediators and mediation bodies. It belongs to the litigation
 * service centre (practice.md 4). Whoever is on it twice, at two courts, is one person.
 */
#ifndef STORE_ROSTER_H
#define STORE_ROSTER_H

#include "db/db.h"

/** Public ids of the roster. */
enum { MEDIATOR_PREFIX = 'R', BODY_PREFIX = 'B' };

struct mediator_row {
    int64_t id, account_id, person_id, body_id, load_max, open_count, version;
    int64_t valid_from, valid_to; /* court days; valid_to 0: without end */
    const char *court, *name, *kind, *cause_codes, *division_code, *languages, *status;
    const char *hours, *skills, *charging, *status_reason; /* NULL: not told */
    const char *body_name;                                 /* read only; NULL without a body */
};
struct body_row {
    int64_t id, version;
    const char *name, *kind, *court, *division_code, *status;
};

void mediator_insert(struct db_flight *flight, const struct mediator_row *row);
/** Status and its reason, load, languages, causes, hours and the end of the term, guarded by the
 * version it was loaded with. */
void mediator_update(struct db_flight *flight, const struct mediator_row *row, int64_t old_version);
/** An entry under public notice gets its end: "active" with a term, or "removed". */
void mediator_settle(struct db_flight *flight, int64_t id, const char *status, int32_t from_day,
                     int32_t to_day);
/** Id and definition_hash of the mediations this entry has in hand at its court; 200 at most, which
 * is the most anybody takes on. */
size_t mediator_matters_read(struct db_flight *flight, int64_t id);
/** Who serves or is under public notice; `like` is a pattern over name, body, languages and skills,
 * "" for all. */
MUST_CHECK enum err_kind mediators_public(struct db *db, struct arena *arena, const char *court,
                                          const char *like, int64_t after_id, int64_t limit,
                                          struct db_result *ret, struct err *reterr);
/** One more or one less open matter; never below none. */
void mediator_count(struct db_flight *flight, int64_t id, int64_t delta);
/** Gives an account a person of its own, where it has none: mediators, and who serves in a unit,
 * take part in matters by their person. */
void account_person_insert(struct db_flight *flight, int64_t person_id, const char *name,
                           int64_t account_id, int64_t created_us);
size_t mediator_read(struct db_flight *flight, int64_t id);
/** Queues the entry, at the matter's court, of whom the newest matter of the system `door` on the
 * same dispute names in its field `named`. */
size_t mediator_named_read(struct db_flight *flight, int64_t matter_id, const char *door);
/** How many serve there on that day and have room, free of charge: the roster's people who do not
 * charge. */
MUST_CHECK enum err_kind mediators_free_count(struct db *db, struct arena *arena, const char *court,
                                              int32_t day, struct db_result *ret,
                                              struct err *reterr);
/** Queues the same for the court of a matter. */
size_t mediators_free_read(struct db_flight *flight, int64_t matter_id, int32_t day);
/** False when there is no such row. */
bool mediator_take(const struct db_result *rows, size_t row, struct mediator_row *ret);
/** Of one court ("" = every court) and status ("" = every), by id after `after_id`. */
MUST_CHECK enum err_kind mediators_list(struct db *db, struct arena *arena, const char *court,
                                        const char *status, int64_t after_id, int64_t limit,
                                        struct db_result *ret, struct err *reterr);

void body_insert(struct db_flight *flight, const struct body_row *row);
size_t body_read(struct db_flight *flight, int64_t id);
bool body_take(const struct db_result *rows, size_t row, struct body_row *ret);
MUST_CHECK enum err_kind bodies_list(struct db *db, struct arena *arena, const char *court,
                                     int64_t after_id, int64_t limit, struct db_result *ret,
                                     struct err *reterr);

#endif
