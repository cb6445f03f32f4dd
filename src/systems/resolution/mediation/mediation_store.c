/* systems/resolution/mediation: statements of the sealed ranges. */
#include "systems/resolution/mediation/mediation_store.h"

#define RANGES_OF                                                                                  \
    "SELECT round, side, secret FROM sealed_range WHERE matter_id = $1 ORDER BY round, side"

void sealed_range_insert(struct db_flight *flight, int64_t id, int64_t matter_id, int64_t round,
                         const char *side, const char *secret)
{
    static const char sql[] = "INSERT INTO sealed_range (id, matter_id, round, side, secret) "
                              "VALUES ($1, $2, $3, $4, $5)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(id), db_int(matter_id), db_int(round), db_text(side), db_text(secret)), 1);
}

void sealed_ranges_forget(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] = "UPDATE sealed_range SET secret = NULL WHERE matter_id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

size_t sealed_ranges_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] = RANGES_OF;
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

enum err_kind sealed_ranges_list(struct db *db, struct arena *arena, int64_t matter_id,
                                 struct db_result *ret, struct err *reterr)
{
    static const char sql[] = RANGES_OF;
    return db_run(db, arena, sql, DB_ARGS(db_int(matter_id)), ret, reterr);
}
