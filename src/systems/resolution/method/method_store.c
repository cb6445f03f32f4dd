/* systems/resolution/method: see method_store.h. */
#include "systems/resolution/method/method_store.h"

enum err_kind method_counts(struct db *db, struct arena *arena, const char *court, const char *from,
                            const char *to, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT n.text_value, coalesce(e.text_value, ''), o.text_value, count(*) FROM matter_index "
        "d JOIN matter m ON m.id = d.matter_id AND m.court = $1 AND m.state = 'closed' JOIN "
        "matter_index n ON n.matter_id = m.id AND n.field = 'card_name' JOIN matter_index o ON "
        "o.matter_id = m.id AND o.field = 'outcome' LEFT JOIN matter_index e ON e.matter_id = m.id "
        "AND e.field = 'ended_at' WHERE d.system = 'method' AND d.field = 'closed_on' AND "
        "d.text_value >= $2 AND d.text_value <= $3 GROUP BY n.text_value, coalesce(e.text_value, "
        "''), o.text_value ORDER BY 1, 2, 3 LIMIT 2000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_text(from), db_text(to)), ret, reterr);
}
