/* store/agency: see agency.h. */
#include "store/agency.h"

#define CHILDREN                                                                                   \
    "FROM matter m JOIN matter x ON x.dispute_id = m.dispute_id AND x.parent_id = m.id AND "       \
    "x.system IN ('applications', 'fees', 'routing') "

size_t agency_children_read(struct db_flight *flight, int64_t case_id)
{
    static const char sql[] =
        "SELECT x.id, x.definition_hash, CASE WHEN i.text_value = 'defendant' THEN 'respondent' "
        "ELSE 'agent' END " CHILDREN "LEFT JOIN matter_index i ON i.matter_id = x.id AND i.field = "
        "'side' WHERE m.id = $1 ORDER BY x.id LIMIT 100";
    return db_flight_add(flight, sql, DB_ARGS(db_int(case_id)), -1);
}

void agency_children_end(struct db_flight *flight, int64_t case_id)
{
    static const char sql[] =
        "UPDATE participant SET active = 0 WHERE active = 1 AND matter_id IN (SELECT x.id " CHILDREN
        "WHERE m.id = $1) AND (role = 'agent' OR (role = 'respondent' AND EXISTS (SELECT 1 FROM "
        "participant a WHERE a.matter_id = $1 AND a.role = 'agent' AND (a.person_id = "
        "participant.person_id OR (a.person_id IS NULL AND participant.person_id IS NULL AND "
        "a.name = participant.name))) AND NOT EXISTS (SELECT 1 FROM participant s WHERE "
        "s.matter_id = $1 AND s.role = 'plaintiff' AND s.active = 1 AND (s.person_id = "
        "participant.person_id OR s.name = participant.name))))";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(case_id)), -1);
}
