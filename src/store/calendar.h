/*
 * store/calendar: clocks that run, in order of the day they end, an index range each (one that
 * stands still ends on no day), and appointments by their moment. Columns of all: id, matter_id,
 * name, due_us or at_us, state, provisional, whether the reader has a task of the matter, until_us,
 * place. An appointment's id is below zero there, so that no clock has it too.
 */
#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include "db/db.h"

struct calendar_range {
    int64_t after_us, after_id; /* the place the page begins behind */
    int64_t until_us;           /* the last moment of the range */
    int64_t limit;
    int64_t account_id; /* the reader's */
};

/** Of one court. */
size_t calendar_of_court(struct db_flight *flight, const char *court,
                         const struct calendar_range *range);
/** Of matters the reader has a task of. */
size_t calendar_of_account(struct db_flight *flight, const struct calendar_range *range);
/** Of matters this person takes part in. */
size_t calendar_of_person(struct db_flight *flight, int64_t person_id,
                          const struct calendar_range *range);

/** Appointments, the same three ways. */
size_t appointments_of_court(struct db_flight *flight, const char *court,
                             const struct calendar_range *range);
size_t appointments_of_account(struct db_flight *flight, const struct calendar_range *range);
size_t appointments_of_person(struct db_flight *flight, int64_t person_id,
                              const struct calendar_range *range);

struct appointment_row {
    int64_t id, matter_id, at_us, until_us; /* until_us 0: not said */
    const char *court, *name, *place;       /* place NULL: not said */
};
void appointment_insert(struct db_flight *flight, const struct appointment_row *row);
/** All of one name of a matter. */
void appointments_drop(struct db_flight *flight, int64_t matter_id, const char *name);

#endif
