/*
 * store/unit: the register of units of the grass roots and of who serves there. Units come as a
 * table (reference_row.h, "units"); members are kept by the litigation service centre.
 */
#ifndef STORE_UNIT_H
#define STORE_UNIT_H

#include "db/db.h"

struct unit_row {
    const char *code, *name, *kind, *parent, *court;
    int64_t households, residents, tile_column, tile_row;
    int64_t depth; /* of a chain: 0 the unit itself, 1 the one above it … */
};
struct unit_member_row {
    int64_t id, account_id, person_id, from_us, ended_us; /* ended_us 0: serves */
    const char *unit_code, *name, *duty;
    int64_t depth;
};

/** A unit and those above it, itself first; at most UNIT_DEPTH_MAX up. `code` NULL: the unit that
 * matter names in its indexed field "unit". */
enum { UNIT_DEPTH_MAX = 5 };
size_t unit_chain_read(struct db_flight *flight, const char *code, int64_t matter_id);
bool unit_take(const struct db_result *rows, size_t row, struct unit_row *ret);
/** Who serves in that chain now, nearest first; at most UNIT_MEMBERS_MAX. */
enum { UNIT_MEMBERS_MAX = 60 };
size_t unit_chain_members_read(struct db_flight *flight, const char *code, int64_t matter_id);
bool unit_member_take(const struct db_result *rows, size_t row, struct unit_member_row *ret);

/** The units of a court below `parent` ("" = at every depth), by code after `after`. */
MUST_CHECK enum err_kind units_list(struct db *db, struct arena *arena, const char *court,
                                    const char *parent, const char *after, int64_t limit,
                                    struct db_result *ret, struct err *reterr);
/** Where an account serves now: the unit's columns, then duty. */
enum { UNIT_DUTY_COLUMN = 10 };
MUST_CHECK enum err_kind units_of_account(struct db *db, struct arena *arena, int64_t account_id,
                                          struct db_result *ret, struct err *reterr);
/** Who serves in one unit, newest first, and then who served there; UNIT_MEMBERS_MAX of them. */
MUST_CHECK enum err_kind unit_members_list(struct db *db, struct arena *arena, const char *code,
                                           struct db_result *ret, struct err *reterr);
void unit_member_insert(struct db_flight *flight, const struct unit_member_row *row);
size_t unit_member_read(struct db_flight *flight, int64_t id);
void unit_member_end(struct db_flight *flight, int64_t id, int64_t at_us);
/** A unit as the demo adds it; a real one comes by import. */
void unit_insert(struct db_flight *flight, const struct unit_row *row);

#endif
