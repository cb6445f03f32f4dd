/* systems/resolution/venue: see venue_store.h. */
#include "systems/resolution/venue/venue_store.h"

enum err_kind venue_queues(struct db *db, struct arena *arena, const char *court,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT r.int_value, sum(CASE WHEN m.state = 'queued' THEN 1 ELSE 0 END), sum(CASE WHEN "
        "m.state = 'taken' THEN 1 ELSE 0 END) FROM matter_index r JOIN matter m ON m.id = "
        "r.matter_id AND m.final = 0 WHERE r.system = 'booking' AND r.field = 'room' AND ($1 = '' "
        "OR r.court = $1) GROUP BY r.int_value ORDER BY r.int_value LIMIT 1000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}

enum err_kind venue_visits(struct db *db, struct arena *arena, const char *court,
                           struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT n.text_value, k.text_value, count(d.text_value), max(d.text_value), m.opened_us "
        "FROM matter m JOIN matter_index n ON n.matter_id = m.id AND n.field = 'name' JOIN "
        "matter_index k ON k.matter_id = m.id AND k.field = 'kind' LEFT JOIN matter_index r ON "
        "r.system = 'method' AND r.field = 'room' AND r.int_value = m.id LEFT JOIN matter_index d "
        "ON d.matter_id = r.matter_id AND d.field = 'closed_on' WHERE m.system = 'venue' AND "
        "m.court = $1 AND m.state = 'open' GROUP BY m.id, n.text_value, k.text_value, m.opened_us "
        "ORDER BY m.id LIMIT 500";
    return db_run(db, arena, sql, DB_ARGS(db_text(court)), ret, reterr);
}
