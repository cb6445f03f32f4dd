/*
 * systems/filing/second_instance: an appeal at the second court, from its arrival to registration.
 * It comes as messages of the first court's platform, whether that is this one or another cell.
 */
#include "base/text.h"
#include "engine/engine.h"

enum { PAGES_MAX = 100000, MISSING_BYTES_MAX = 3000 };

extern const struct embedded_file second_instance_definition[];

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *title =
        arena_printf(arena, "%s（二审）", value_text_of(facts->fields, "case_title"));
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"second_instance_title", compute_title}};

static enum err_kind forget(struct call *call, const char *name, struct err *reterr)
{
    struct value *nothing = value_copy(call->arena, &value_null);
    return nothing ? call_set_field(call, name, nothing, reterr) : arena_full(reterr);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

static bool has_page(const struct value *rows, int64_t page)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (value_int(value_get(rows->items[i], "first"), 0) <= page &&
            page <= value_int(value_get(rows->items[i], "last"), 0))
            return true;
    }
    return false;
}

static void add_span(struct text *text, int64_t first, int64_t last)
{
    text_add_format(text, first == last ? "%s%lld" : "%s%lld-%lld", text->length ? "、" : "",
                    (long long) first, (long long) last);
}

/* "41-46、300": what no volume holds; nothing when the file is whole. */
static enum err_kind count_pages(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "efile");
    int64_t pages = value_int(value_get(call->matter->fields, "efile_pages"), 0), from = 0;
    struct text missing;
    (void) with;
    text_init(&missing, call->arena, MISSING_BYTES_MAX);
    for (int64_t page = 1; page <= pages + 1 && page <= PAGES_MAX + 1; page++) {
        bool here = page > pages || has_page(rows, page);
        if (!here && !from)
            from = page;
        if (here && from) {
            add_span(&missing, from, page - 1);
            from = 0;
        }
    }
    const char *list = text_done(&missing);
    if (!list) /* more gaps than a list is of use for */
        list = "缺页过多，请整卷重报 Too many: please send the whole file again";
    if (*list)
        return call_set_text(call, "missing_pages", list, reterr);
    return forget(call, "missing_pages", reterr);
}

/* ---- late appeals -----------------------------------------------------------------------------
 */

static size_t late_count(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "appeals");
    size_t late = 0;
    for (size_t i = 0; i < rows->count; i++)
        late += value_true(value_get(rows->items[i], "late"));
    return late;
}

static bool late_reviewed(const struct facts *facts)
{
    return late_count(facts) == 0 || *value_text_of(facts->fields, "late_review");
}

static bool all_late(const struct facts *facts)
{
    return late_count(facts) == value_get(facts->fields, "appeals")->count;
}

/* CPL 171: nobody with time left is locked out by the end of another's appeal. */
static bool periods_over(const struct facts *facts)
{
    int32_t end = 0;
    return value_int(value_get(facts->fields, "unserved"), 0) == 0 &&
           (!day_parse(value_text_of(facts->fields, "periods_end"), &end) ||
            end < day_of_instant(facts->received_us));
}

/* Nobody with time left is told as no day: the day told before is not kept. */
static enum err_kind note_periods(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return value_is_null(value_get(call->facts.form, "periods_end"))
               ? forget(call, "periods_end", reterr)
               : ERR_NONE;
}

/* ---- answers ----------------------------------------------------------------------------------
 */

static bool is_sole_appellant(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "appeals");
    for (size_t i = 0; facts->subject && i < rows->count; i++) {
        if (!facts_row_is_of(facts, rows->items[i], facts->subject))
            return false;
    }
    return facts->subject != NULL;
}

static bool answers_another(const struct facts *facts) { return !is_sole_appellant(facts); }

static bool copy_day(const struct facts *facts)
{
    return facts_day_past(facts, "copy_served_on", value_text_of(facts->fields, "decision_on")) &&
           !is_sole_appellant(facts);
}

static enum err_kind take_answer(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *row = call_subject_row(call);
    const struct value *files = value_get(call->facts.form, "answer_files");
    (void) with;
    bool good = row &&
                value_set_text(call->arena, row, "text", call_field_text(call, "answer_text")) &&
                (value_is_null(files) ||
                 value_set(call->arena, row, "files", value_copy(call->arena, files)));
    return good ? call_add_row(call, "answers", row, reterr) : arena_full(reterr);
}

/* The first court tells one answer; those taken here before stay. */
static enum err_kind add_told(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *told = value_get(call->facts.form, "answers"),
                       *kept = value_get(call->matter->before, "answers");
    struct value *rows =
        value_is_null(kept) ? value_new_list(call->arena) : value_copy(call->arena, kept);
    bool good = rows != NULL;
    (void) with;
    for (size_t i = 0; good && i < told->count; i++)
        good = value_add(call->arena, rows, value_copy(call->arena, told->items[i]));
    return good ? call_set_field(call, "answers", rows, reterr) : arena_full(reterr);
}

/* clang-format off */
static const struct guard guards[] = {
    {"second_instance_late_reviewed", {"有上诉是逾期提交的，请写明审查意见（例如有正当理由顺延期限）。", "An appeal came late: please write down the review, such as why the period is extended."}, "民事诉讼法第八十六条、第一百七十一条", late_reviewed},
    {"second_instance_all_late", {"有上诉是在期限内提交的，应当受理。", "An appeal came in time and is to be accepted."}, "民事诉讼法第一百七十一条", all_late},
    {"second_instance_periods_over", {"还有当事人没有送达，或者上诉期没有届满，可能还会上诉；届满后再办理。", "Somebody is not served yet or has time left to appeal: end this once every period is over."}, "民事诉讼法第一百七十一条", periods_over},
    {"second_instance_copy_day", {"上诉状副本送给对方当事人；送达日期应当不早于裁判之日、不晚于今天。", "The copy goes to the other side, on a day not before the decision and not after today."}, "民事诉讼法第一百七十四条", copy_day},
    {"second_instance_answers_another", {"答辩是针对对方的上诉；目前只有您上诉。", "An answer is to somebody else's appeal; so far only yours is there."}, "民事诉讼法第一百七十四条", answers_another},
};
/* clang-format on */

static const struct effect effects[] = {
    {"second_instance_count_pages", NULL, false, NULL, count_pages},
    {"second_instance_take_answer", "民事诉讼法第一百七十四条", false, NULL, take_answer},
    {"second_instance_add_told", "民事诉讼法第一百七十四条", false, NULL, add_told},
    {"second_instance_note_periods", "民事诉讼法第一百七十一条", false, NULL, note_periods},
};

const struct system second_instance_system = {
    .name = "second_instance",
    .wing = "filing",
    .definition = second_instance_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = effects,
    .effect_count = COUNT_OF(effects),
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};
