/* systems/resolution/mediator_feedback: see feedback_store.h. */
#include "systems/resolution/mediator_feedback/feedback_store.h"

size_t feedback_mediator_read(struct db_flight *flight, int64_t mediation_id, int64_t person_id)
{
    static const char sql[] =
        "SELECT p.name FROM participant p JOIN matter m ON m.id = p.matter_id AND m.system = "
        "'mediation' AND m.final = 1 WHERE p.matter_id = $1 AND p.role = 'mediator' AND p.active = "
        "1 AND EXISTS (SELECT 1 FROM participant q WHERE q.matter_id = $1 AND q.active = 1 AND "
        "q.person_id = $2 AND q.role <> 'mediator') ORDER BY p.id LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(mediation_id), db_int(person_id)), -1);
}

size_t feedback_given_read(struct db_flight *flight, const char *mediation, int64_t account_id)
{
    static const char sql[] =
        "SELECT count(*) FROM matter_index i JOIN matter m ON m.id = i.matter_id AND m.state = "
        "'rated' AND m.owner_account = $2 WHERE i.system = 'mediator_feedback' AND i.field = "
        "'mediation' AND i.text_value = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(mediation), db_int(account_id)), -1);
}
