/* systems/resolution/grassroots: counts over its leads. */
#include "systems/resolution/grassroots/grassroots.h"

#define FIELD(alias, name)                                                                         \
    "JOIN matter_index " alias " ON " alias ".matter_id = m.id AND " alias ".field = '" name "' "

size_t leads_alike_read(struct db_flight *flight, const char *unit, const char *kind,
                        const char *since, int64_t but_id)
{
    static const char sql[] =
        "SELECT m.id, m.definition_hash, m.title, d.text_value FROM matter m " FIELD("v", "village")
            FIELD("k", "kind")
                FIELD("d", "reported_on") "WHERE m.system = 'grassroots' AND m.final = 0 AND m.id "
                                          "<> $4 AND k.text_value = $2 AND "
                                          "d.text_value >= $3 AND v.text_value IN (SELECT code "
                                          "FROM base_unit WHERE code = $1 UNION "
                                          "SELECT parent_code FROM base_unit WHERE code = $1) "
                                          "ORDER BY m.id DESC LIMIT 5";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_text(unit), db_text(kind), db_text(since), db_int(but_id)), -1);
}

size_t lead_place_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] = "SELECT v.text_value, m.final FROM matter m " FIELD(
        "v", "village") "WHERE m.id = $1 AND m.system = 'grassroots'";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

enum err_kind leads_count(struct db *db, struct arena *arena, const char *court, const char *from,
                          const char *to, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT v.text_value, coalesce(o.text_value, ''), m.final, count(*), "
        "coalesce(sum(s.int_value), 0), count(s.int_value), coalesce(sum(r.int_value), 0) FROM "
        "matter m " FIELD("d", "reported_on")
            FIELD("v", "village") "LEFT " FIELD("o", "outcome") "LEFT " FIELD(
                "s", "settle_days") "LEFT " FIELD("r",
                                                  "repeats") "WHERE m.system = 'grassroots' AND "
                                                             "m.court = $1 AND d.text_value >= $2 "
                                                             "AND d.text_value "
                                                             "<= $3 GROUP BY v.text_value, "
                                                             "coalesce(o.text_value, ''), m.final "
                                                             "ORDER BY v.text_value "
                                                             "LIMIT 20000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_text(from), db_text(to)), ret, reterr);
}

enum err_kind leads_last(struct db *db, struct arena *arena, const char *court,
                         struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT v.text_value, max(d.text_value) FROM matter m " FIELD("d", "reported_on")
            FIELD("v", "village") "WHERE m.system = 'grassroots' AND m.court = $1 GROUP BY "
                                  "v.text_value ORDER BY v.text_value LIMIT 20000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind unit_workers(struct db *db, struct arena *arena, const char *court,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT u.code, u.parent_code, count(*) FROM base_unit u JOIN unit_member m ON "
        "m.unit_code = u.code WHERE u.court = $1 AND m.ended_us IS NULL AND m.duty IN ('worker', "
        "'mediator', 'lead') GROUP BY u.code, u.parent_code ORDER BY u.code LIMIT 20000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}
