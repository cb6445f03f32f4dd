/* systems/resolution/family_warning: its guards, what it reads before deciding, its row. */
#include "systems/resolution/family_warning/family.h"

#include "base/text.h"
#include "law/protection.h"

extern const struct embedded_file family_warning_definition[];

struct family_reads {
    struct unit_reads unit;
    size_t points, measures;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct family_reads *reads = arena_alloc(call->arena, sizeof *reads);
    int32_t today = day_of_instant(call->received_us);
    (void) action;
    if (!reads)
        return arena_full(reterr);
    enum err_kind kind = call_unit_load(call, &reads->unit, reterr);
    reads->points = family_points_read(call->reads, today);
    reads->measures = family_measures_read(call->reads, today);
    call->state = reads;
    return kind;
}

static struct value *rows_of(const struct db_result *rows, const char *const *names,
                             struct arena *arena)
{
    struct value *list = value_new_list(arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        struct value *row = value_new_map(arena);
        bool good = row && value_add(arena, list, row);
        for (size_t c = 0; good && names[c]; c++)
            good = value_set(arena, row, names[c],
                             db_cell(rows, i, c)->type == DB_INT
                                 ? value_new_int(arena, db_cell_int(rows, i, c))
                                 : value_new_text(arena, db_cell_text(rows, i, c)));
        if (!good)
            return NULL;
    }
    return list;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    static const char *const point_names[] = {"question", "points", NULL};
    static const char *const measure_names[] = {"colour", "duty", "hours", "zh", "en", NULL};
    const struct family_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    enum err_kind kind = call_unit_loaded(call, &reads->unit, reterr);
    if (kind)
        return kind;
    struct value *points =
        rows_of(db_flight_result(call->reads, reads->points), point_names, call->arena);
    struct value *measures =
        rows_of(db_flight_result(call->reads, reads->measures), measure_names, call->arena);
    return points && measures && value_set(call->arena, call->outside, "points", points) &&
                   value_set(call->arena, call->outside, "measures", measures)
               ? ERR_NONE
               : arena_full(reterr);
}

/* ---- guards --------------------------------------------------------------------------------- */

/* Without the tables everything would be green: better refused than wrongly calm. */
static bool table_known(const struct facts *facts)
{
    return value_get(facts->outside, "points")->count > 0 &&
           value_get(facts->outside, "measures")->count > 0;
}

static bool incident_was(const struct facts *facts)
{
    int64_t at_us = 0;
    const char *told = value_text(value_get(facts->form, "incident_at"));
    return told && instant_parse(told, &at_us) && at_us <= facts->received_us + CLOCKS_APART_US;
}

static bool is_lower(const struct facts *facts)
{
    return family_rank(value_text(value_get(facts->form, "lower_to"))) <
           family_rank(value_text(value_get(facts->fields, "colour")));
}

static bool is_calm(const struct facts *facts)
{
    int64_t needed = value_int(value_get(facts->settings, "clean_visits"), 3);
    return value_int(value_get(facts->fields, "calm_visits"), 0) >= needed &&
           family_rank(value_text(value_get(facts->fields, "colour"))) <= family_rank("blue");
}

static bool may_apply(const struct facts *facts)
{
    const char *agency = value_text(value_get(facts->form, "agency"));
    return protection_may_apply(agency ? agency : "self",
                                value_text(value_get(facts->form, "cannot")),
                                value_true(value_get(facts->form, "willing")));
}

/* clang-format off */
static const struct guard guards[] = {
    {"family_table_known", {"评估分值表或者处置表没有导入，请联系系统管理员。", "The tables of points and measures are missing: please tell the administrator."}, NULL, table_known},
    {"family_incident_was", {"事件的时间不能晚于现在。", "An incident cannot lie in the future."}, NULL, incident_was},
    {"family_is_lower", {"这里只能降低颜色；提高由平台按新的事件和评估自动办理。", "Here a colour is lowered; it rises by itself with new incidents and answers."}, NULL, is_lower},
    {"family_is_calm", {"蓝色、绿色，并且连续平稳回访达到次数后才能解除。", "It ends when it is blue or green and calm visits in a row were made."}, NULL, is_calm},
    {"family_may_apply", {"本人愿意的，生成本人的申请；代为申请的，请选择依法可以代为申请的机构和原因。", "Where the person wants it, a draft of their own; on behalf of somebody only whom the law names, with the reason."},
     "中华人民共和国反家庭暴力法第二十三条；法释〔2022〕17号第二条", may_apply},
};
/* clang-format on */

const struct system family_warning_system = {.name = "family_warning",
                                             .wing = "resolution",
                                             .definition = family_warning_definition,
                                             .guards = guards,
                                             .guard_count = COUNT_OF(guards),
                                             .effects = family_effects,
                                             .effect_count = FAMILY_EFFECTS,
                                             .load = load,
                                             .loaded = loaded};
