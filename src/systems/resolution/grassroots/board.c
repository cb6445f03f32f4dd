/* systems/resolution/grassroots: the board of a court's villages: what each reported and what
 * became of it, in the register's order and never ranked; silence is told. */
#include "base/text.h"
#include "store/unit.h"
#include "systems/resolution/grassroots/grassroots.h"

enum { VILLAGES_MAX = 2000, UNITS_READ_MAX = 5000, SILENT_USUAL_DAYS = 60, PERIOD_USUAL_DAYS = 30 };

struct village {
    struct unit_row unit;
    int64_t reported, settled_here, to_mediation, to_filing, open, other, repeats, days, timed,
        workers;
    const char *last;
};

struct board {
    struct village *villages;
    size_t count;
};

static struct village *village_of(struct board *board, const char *code)
{
    for (size_t i = 0; code && i < board->count; i++) {
        if (strcmp(board->villages[i].unit.code, code) == 0)
            return &board->villages[i];
    }
    return NULL;
}

static void take_counts(struct board *board, const struct db_result *rows)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        struct village *village = village_of(board, db_cell_text(rows, i, 0));
        const char *outcome = db_cell_text(rows, i, 1);
        bool final = db_cell_int(rows, i, 2) != 0;
        int64_t count = db_cell_int(rows, i, 3);
        if (!village)
            continue;
        village->reported += count;
        village->days += db_cell_int(rows, i, 4);
        village->timed += db_cell_int(rows, i, 5);
        village->repeats += db_cell_int(rows, i, 6);
        if (strcmp(outcome, "settled_here") == 0)
            village->settled_here += count;
        else if (strcmp(outcome, "to_mediation") == 0 || strcmp(outcome, "settled_mediation") == 0)
            village->to_mediation += count;
        else if (strcmp(outcome, "to_filing") == 0)
            village->to_filing += count;
        else if (final)
            village->other += count;
        else
            village->open += count;
    }
}

static void take_last(struct board *board, const struct db_result *rows)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        struct village *village = village_of(board, db_cell_text(rows, i, 0));
        if (village)
            village->last = db_cell_text(rows, i, 1);
    }
}

/* Who serves in a grid serves in its village. */
static void take_workers(struct board *board, const struct db_result *rows)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        struct village *village = village_of(board, db_cell_text(rows, i, 0));
        if (!village)
            village = village_of(board, db_cell_text(rows, i, 1));
        if (village)
            village->workers += db_cell_int(rows, i, 2);
    }
}

static enum err_kind read_villages(struct reading *reading, const char *court, struct board *ret,
                                   struct err *reterr)
{
    struct db_result rows;
    struct unit_row unit;
    enum err_kind kind =
        units_list(reading->db, reading->arena, court, "", "", UNITS_READ_MAX, &rows, reterr);
    ret->villages = arena_array(reading->arena, VILLAGES_MAX, sizeof *ret->villages);
    if (kind || !ret->villages)
        return kind ? kind : arena_full(reterr);
    for (size_t i = 0; ret->count < VILLAGES_MAX && unit_take(&rows, i, &unit); i++) {
        if (strcmp(unit.kind, "village") == 0 || strcmp(unit.kind, "community") == 0)
            ret->villages[ret->count++] = (struct village){.unit = unit};
    }
    return ERR_NONE;
}

static void write_village(struct json_writer *writer, const struct village *village, int32_t today,
                          int64_t silent_days)
{
    int32_t last = 0;
    bool known = village->last && day_parse(village->last, &last);
    json_begin(writer);
    json_named_text(writer, "code", village->unit.code);
    json_named_text(writer, "name", village->unit.name);
    json_named_int(writer, "households", village->unit.households);
    json_named_int(writer, "residents", village->unit.residents);
    json_named_int(writer, "column", village->unit.tile_column);
    json_named_int(writer, "row", village->unit.tile_row);
    json_named_int(writer, "workers", village->workers);
    json_named_int(writer, "reported", village->reported);
    json_named_int(writer, "settled_here", village->settled_here);
    json_named_int(writer, "to_mediation", village->to_mediation);
    json_named_int(writer, "to_filing", village->to_filing);
    json_named_int(writer, "open", village->open);
    json_named_int(writer, "other", village->other);
    json_named_int(writer, "repeats", village->repeats);
    json_named_int(writer, "settle_days", village->timed ? village->days / village->timed : 0);
    json_named_text(writer, "last", known ? village->last : NULL);
    json_named_flag(writer, "silent", !known || today - last >= silent_days);
    json_end(writer);
}

static int64_t silent_days_of(struct reading *reading, const char *court)
{
    const struct workflow *workflow = engine_workflow_at(reading->engine, "grassroots", court);
    const struct value *settings =
        engine_settings_of(reading->engine, workflow, court, reading->now_us, reading->arena);
    return value_int(value_get(settings, "silent_days"), SILENT_USUAL_DAYS);
}

static enum err_kind board_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    int32_t today = day_of_instant(reading->now_us), first = 0, last = 0;
    role_set sees = role_bit("tribunal_judge") | role_bit("diversion_officer") |
                    role_bit("court_leader") | role_bit("supervisor") | role_bit("roster_manager");
    if (!(actor_roles(&reading->actor, court) & sees))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "this court's board is not yours");
    struct board board = {0};
    struct db_result counts, latest, workers;
    enum err_kind kind = reading_days(reading, PERIOD_USUAL_DAYS, &first, &last, reterr);
    if (kind)
        return kind;
    const char *from = day_format(reading->arena, first), *to = day_format(reading->arena, last);
    kind = from && to ? read_villages(reading, court, &board, reterr) : arena_full(reterr);
    if (!kind)
        kind = leads_count(reading->db, reading->arena, court, from, to, &counts, reterr);
    if (!kind)
        kind = leads_last(reading->db, reading->arena, court, &latest, reterr);
    if (!kind)
        kind = unit_workers(reading->db, reading->arena, court, &workers, reterr);
    if (kind)
        return kind;
    take_counts(&board, &counts);
    take_last(&board, &latest);
    take_workers(&board, &workers);
    int64_t silent_days = silent_days_of(reading, court);
    json_begin(writer);
    json_named_text(writer, "from", from);
    json_named_text(writer, "to", to);
    json_named_int(writer, "silent_days", silent_days);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < board.count; i++)
        write_village(writer, &board.villages[i], today, silent_days);
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

const struct operation grassroots_operations[GRASSROOTS_OPERATIONS] = {
    {.name = "grassroots_board",
     .method = "GET",
     .path = "/grassroots/board",
     .permission = "tribunal_judge diversion_officer court_leader supervisor roster_manager",
     .reply = "{from:s to:s silent_days:i items:[{code:s name:s households:i residents:i column:i "
              "row:i workers:i reported:i settled_here:i to_mediation:i to_filing:i open:i other:i "
              "repeats:i settle_days:i last:s? silent:b}] next:s?}",
     .summary = {"各村（社区）线索与处理", "What villages reported, and what became of it"},
     .query = "court from to",
     .read = board_read}};
