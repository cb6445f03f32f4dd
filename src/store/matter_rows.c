/* store/matter_rows: see matter_rows.h. Always so many ids: one text, prepared once, whatever the
 * length of the page; 0 is nobody's. */
#include "store/matter_rows.h"

#define IDS                                                                                        \
    " IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "  \
    "$20, $21, $22, $23, $24, $25)"
#define ROWS_OF(fields)                                                                            \
    "SELECT m.id, " MATTER_COLUMNS(fields) " FROM matter m WHERE m.id" IDS " ORDER BY m.id"

size_t matter_rows_read(struct db_flight *flight, const int64_t *ids, size_t count, bool fields)
{
    static const char whole[] = ROWS_OF("m.fields"), narrow[] = ROWS_OF("NULL");
    static const char participants[] =
        "SELECT matter_id, id, role, state, person_id, active FROM participant WHERE matter_id" IDS
        " ORDER BY matter_id, id LIMIT 5000";
    static const char deadlines[] =
        "SELECT matter_id, name, state, due_us FROM deadline WHERE matter_id" IDS
        " AND closed_us IS NULL ORDER BY matter_id, due_us LIMIT 2500";
    struct db_value args[MATTER_ROWS_MAX];
    for (size_t i = 0; i < MATTER_ROWS_MAX; i++)
        args[i] = db_int(i < count ? ids[i] : 0);
    size_t first = db_flight_add(flight, fields ? whole : narrow, args, MATTER_ROWS_MAX, -1);
    (void) db_flight_add(flight, participants, args, MATTER_ROWS_MAX, -1);
    (void) db_flight_add(flight, deadlines, args, MATTER_ROWS_MAX, -1);
    return first;
}

static struct matter_part part_of(const struct db_flight *flight, size_t index, int64_t id)
{
    const struct db_result *rows = db_flight_result(flight, index);
    return (struct matter_part){rows, db_place(rows, id), db_place(rows, id + 1)};
}

bool matter_rows_take(const struct db_flight *flight, size_t first, int64_t id,
                      struct matter_row *ret)
{
    struct matter_part found = part_of(flight, first, id);
    if (found.from < found.to)
        matter_row_of(found.rows, found.from, ret);
    return found.from < found.to;
}

struct matter_part matter_rows_participants(const struct db_flight *flight, size_t first,
                                            int64_t id)
{
    return part_of(flight, first + 1, id);
}

struct matter_part matter_rows_deadlines(const struct db_flight *flight, size_t first, int64_t id)
{
    return part_of(flight, first + 2, id);
}
