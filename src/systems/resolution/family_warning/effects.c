/* systems/resolution/family_warning: its effects. A colour rises by itself and falls only by a
 * person; what a colour asks for becomes sheets of family_measure. */
#include "base/text.h"
#include "systems/resolution/family_warning/family.h"

enum { INCIDENT_DAYS = 30, MEASURES_MAX = 6 };

/* The title names the place and nobody: it stands in lists and on screens others pass by. */
static enum err_kind begin(struct call *call, const struct value *with, struct err *reterr)
{
    const char *full = call_unit_title(call);
    (void) with;
    struct value *none = value_new_text(call->arena, NULL);
    enum err_kind kind = none ? call_set_field(call, "colour", none, reterr) : arena_full(reterr);
    if (!kind)
        kind = call_set_text(call, "unit_name", full, reterr);
    if (!kind)
        kind = call_set_int(call, "calm_visits", 0, reterr);
    return kind ? kind
                : call_set_text(call, "title", arena_printf(call->arena, "%s · 家事关注", full),
                                reterr);
}

/* ---- points and colour ------------------------------------------------------------------------
 */

static int64_t recent(const struct call *call, const char *wanted)
{
    const struct value *rows = value_get(call->matter->fields, "incidents");
    int64_t count = 0, since = call->received_us - INCIDENT_DAYS * DAY_US;
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        int64_t at_us = 0;
        const char *at = value_text(value_get(rows->items[i], "at"));
        if (text_equal(value_text(value_get(rows->items[i], "kind")), wanted) && at &&
            instant_parse(at, &at_us) && at_us >= since)
            count++;
    }
    return count;
}

static struct words question_title(const struct call *call, const char *question)
{
    const struct field *signs = workflow_field(call->matter->workflow, "signs");
    for (size_t i = 0; signs && i < signs->option_count; i++) {
        if (strcmp(signs->options[i].name, question) == 0)
            return signs->options[i].title;
    }
    return strcmp(question, "breach") == 0
               ? (struct words){"违反保护令", "A breach of the order"}
               : (struct words){"三十日内两次因家庭暴力报警",
                                "Two violence calls within thirty days"};
}

static enum err_kind put_reasons(struct call *call, const struct family_score *score,
                                 struct err *reterr)
{
    struct value *list = value_new_list(call->arena);
    for (size_t i = 0; list && i < score->count; i++) {
        struct words title = question_title(call, score->counted[i]->question);
        long long points = (long long) score->counted[i]->points;
        const char *zh = arena_printf(call->arena, "%s：%lld分", title.zh, points),
                   *en = arena_printf(call->arena, "%s: %lld", title.en, points);
        struct value *row = value_new_map(call->arena);
        if (!row || !zh || !en || !value_set_text(call->arena, row, "zh", zh) ||
            !value_set_text(call->arena, row, "en", en) || !value_add(call->arena, list, row))
            return arena_full(reterr);
    }
    return list ? call_set_field(call, "reasons", list, reterr) : arena_full(reterr);
}

static enum err_kind score(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->outside, "points"),
                       *settings = call->matter->settings;
    struct family_point points[FAMILY_POINTS_MAX];
    size_t count = 0;
    (void) with;
    for (size_t i = 0; i < rows->count && count < FAMILY_POINTS_MAX; i++)
        points[count++] = (struct family_point){value_text(value_get(rows->items[i], "question")),
                                                value_int(value_get(rows->items[i], "points"), 0)};
    const struct family_thresholds thresholds = {value_int(value_get(settings, "red_at"), 12),
                                                 value_int(value_get(settings, "orange_at"), 8),
                                                 value_int(value_get(settings, "yellow_at"), 5),
                                                 value_int(value_get(settings, "blue_at"), 2)};
    struct family_score now =
        family_score_of(points, count, value_get(call->matter->fields, "signs"),
                        recent(call, "violence_call"), recent(call, "breach") > 0, &thresholds);
    enum err_kind kind = ERR_NONE;
    if (family_rank(now.colour) > family_rank(call_field_text(call, "colour")))
        kind = call_set_text(call, "colour", now.colour, reterr);
    if (!kind)
        kind = call_set_int(call, "points", now.points, reterr);
    return kind ? kind : put_reasons(call, &now, reterr);
}

static enum err_kind lower(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_set_text(call, "colour", call_field_text(call, "lower_to"), reterr);
}

static enum err_kind add_incident(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good = row &&
                value_set_text(call->arena, row, "kind", call_field_text(call, "incident_kind")) &&
                value_set_text(call->arena, row, "at", call_field_text(call, "incident_at")) &&
                value_set_text(call->arena, row, "note", call_field_text(call, "incident_note"));
    enum err_kind kind = good ? call_add_row(call, "incidents", row, reterr) : arena_full(reterr);
    return kind ? kind
                : call_set_int(call, "calm_visits", 0, reterr); /* the row of calm visits ends */
}

/* ---- who, what, in how many hours ---------------------------------------------------------------
 */

static bool is_of(const struct value *measure, const char *colour)
{
    return text_equal(value_text(value_get(measure, "colour")), colour);
}

/* Who acts by the colour takes part, nobody else. Whoever bears the name of one of the two is left
 * out: a doubt about who reads it is decided against reading. */
static enum err_kind members(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->outside, "measures");
    const char *colour = call_field_text(call, "colour"), *duties = "worker mediator";
    const char *endangered = value_text(value_path(call->matter->fields, "endangered.name")),
               *feared = value_text(value_path(call->matter->fields, "feared.name"));
    (void) with;
    for (size_t i = 0; duties && i < rows->count; i++) {
        if (is_of(rows->items[i], colour))
            duties = arena_printf(call->arena, "%s %s", duties,
                                  value_text(value_get(rows->items[i], "duty")));
    }
    const char *kept_out =
        arena_printf(call->arena, "%s %s", endangered ? endangered : "", feared ? feared : "");
    return duties && kept_out ? call_unit_take_part(call, duties, kept_out, reterr)
                              : arena_full(reterr);
}

static struct value *same_members(struct call *call)
{
    struct value *map = value_new_map(call->arena);
    return map && value_set_text(call->arena, map, "unit_member", "unit_member") ? map : NULL;
}

static enum err_kind open_sheet(struct call *call, const struct value *measure, struct err *reterr)
{
    struct value *fields = value_new_map(call->arena), *people = same_members(call);
    int64_t hours = value_int(value_get(measure, "hours"), 24);
    const struct value *feared = value_get(call->matter->fields, "feared");
    bool good =
        fields && people &&
        value_set(call->arena, fields, "apart", value_copy(call->arena, feared)) &&
        value_set_text(call->arena, fields, "title", value_text(value_get(measure, "zh"))) &&
        value_set_text(call->arena, fields, "unit", call_field_text(call, "unit")) &&
        value_set_text(call->arena, fields, "duty", value_text(value_get(measure, "duty"))) &&
        value_set_text(call->arena, fields, "colour", call_field_text(call, "colour")) &&
        value_set_text(call->arena, fields, "hours",
                       arena_printf(call->arena, "%lld", (long long) hours));
    return good ? call_open_matter(call, "family_measure", fields, people, NULL, reterr)
                : arena_full(reterr);
}

/* The measures of a colour come up once it is reached, not again with each assessment. */
static enum err_kind measures(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->outside, "measures");
    const char *colour = call_field_text(call, "colour"),
               *before = value_text(value_get(call->matter->before, "colour"));
    enum err_kind kind = ERR_NONE;
    size_t opened = 0;
    (void) with;
    if (text_equal(before, colour))
        return ERR_NONE;
    for (size_t i = 0; !kind && i < rows->count && opened < MEASURES_MAX; i++) {
        const char *duty = value_text(value_get(rows->items[i], "duty"));
        if (!is_of(rows->items[i], colour) || text_equal(duty, "visit"))
            continue;
        kind = open_sheet(call, rows->items[i], reterr);
        opened++;
    }
    return kind;
}

static enum err_kind next_visit(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->outside, "measures");
    const char *colour = call_field_text(call, "colour");
    (void) with;
    for (size_t i = 0; i < rows->count; i++) {
        const char *duty = value_text(value_get(rows->items[i], "duty"));
        if (is_of(rows->items[i], colour) && text_equal(duty, "visit"))
            return open_sheet(call, rows->items[i], reterr);
    }
    return ERR_NONE;
}

static enum err_kind count_visit(struct call *call, const struct value *with, struct err *reterr)
{
    const char *result =
        value_text(value_get(call->matter->published, "family_measure.visit_result"));
    int64_t calm = value_int(value_get(call->matter->fields, "calm_visits"), 0);
    (void) with;
    return call_set_int(call, "calm_visits", text_equal(result, "calm") ? calm + 1 : 0, reterr);
}

/* clang-format off */
const struct effect family_effects[FAMILY_EFFECTS] = {
    {"family_begin", NULL, false, NULL, begin},
    {"family_score", NULL, false, NULL, score},
    {"family_lower", NULL, false, NULL, lower},
    {"family_add_incident", NULL, false, NULL, add_incident},
    {"family_members", "中华人民共和国反家庭暴力法第五条", false, NULL, members},
    {"family_measures", "中华人民共和国反家庭暴力法第四条", false, NULL, measures},
    {"family_first_visit", NULL, false, NULL, next_visit},
    {"family_next_visit", NULL, true, NULL, next_visit},
    {"family_count_visit", NULL, true, NULL, count_visit},
};
/* clang-format on */
