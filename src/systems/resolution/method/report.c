/* systems/resolution/method: how mediations by a method ended, and at which step; methods in the
 * order of their names, nobody ranked. */
#include "base/text.h"
#include "systems/resolution/method/method.h"
#include "systems/resolution/method/method_store.h"

enum { DAYS_USUAL = 90, PERCENT = 100 };

static int64_t total_of(const struct db_result *rows, const char *method)
{
    int64_t total = 0;
    for (size_t i = 0; i < rows->row_count; i++) {
        if (text_equal(db_cell_text(rows, i, 0), method))
            total += db_cell_int(rows, i, 3);
    }
    return total;
}

enum err_kind method_report(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    role_set sees = role_bit("roster_manager") | role_bit("court_leader") | role_bit("supervisor");
    int32_t first = 0, last = 0;
    struct db_result rows;
    if (!(actor_roles(&reading->actor, court) & sees))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "this court's report is not yours");
    enum err_kind kind = reading_days(reading, DAYS_USUAL, &first, &last, reterr);
    const char *from = day_format(reading->arena, first), *to = day_format(reading->arena, last);
    if (!kind)
        kind = from && to
                   ? method_counts(reading->db, reading->arena, court, from, to, &rows, reterr)
                   : arena_full(reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "from", from);
    json_named_text(writer, "to", to);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        int64_t count = db_cell_int(&rows, i, 3),
                total = total_of(&rows, db_cell_text(&rows, i, 0));
        json_begin(writer);
        json_named_text(writer, "method", db_cell_text(&rows, i, 0));
        json_named_text(writer, "ended_at", db_cell_text(&rows, i, 1));
        json_named_text(writer, "outcome", db_cell_text(&rows, i, 2));
        json_named_int(writer, "count", count);
        json_named_int(writer, "percent", total ? (PERCENT * count + total / 2) / total : 0);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}
