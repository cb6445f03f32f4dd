/*
 * systems/trial/applications: what parties apply for in a registered case, each kind with its own
 * period, decider and remedy (practice.md 3). This file: its row, its guards, its title.
 */
#include "systems/trial/applications/applications.h"

#include "base/text.h"

extern const struct embedded_file applications_definition[];

bool application_is_applicant(const struct participant *participant)
{
    return participant->active &&
           (text_equal(participant->state, "applied") || text_equal(participant->state, "joined"));
}

const char *application_applicants(const struct facts *facts, struct arena *arena)
{
    const char *names = "";
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        if (!application_is_applicant(participant))
            continue;
        names = arena_printf(arena, "%s%s%s", names, *names ? "、" : "",
                             value_text_of(participant->identity, "name"));
        if (!names)
            return NULL;
    }
    return names;
}

bool application_by_whole_side(const struct facts *facts)
{
    size_t asked = 0, all = 0;
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        if (!participant->active || !text_equal(participant->role, "plaintiff"))
            continue;
        all++;
        asked += application_is_applicant(participant);
    }
    return asked == all;
}

/* "顾文博诉段志强民间借贷纠纷：管辖权异议" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    static const struct {
        const char *kind, *title;
    } rows[] = {{"objection", "管辖权异议"},
                {"withdrawal", "撤诉申请"},
                {"counterclaim", "反诉"},
                {"change", "变更诉讼请求申请"},
                {"recusal", "回避申请"},
                {"extension", "延长举证期限申请"},
                {"investigation", "调查收集证据申请"},
                {"stay", "中止诉讼申请"}};
    const char *kind = value_text_of(facts->fields, "kind"), *what = "申请（未提交）";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (strcmp(rows[i].kind, kind) == 0)
            what = rows[i].title;
    }
    const char *title =
        arena_printf(arena, "%s：%s", value_text_of(facts->fields, "case_title"), what);
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"applications_title", compute_title}};

/* ---- guards -----------------------------------------------------------------------------------
 */

static bool day_passed(const struct facts *facts)
{
    return facts_day_past(facts, "copy_received_on", "");
}

static bool another_court(const struct facts *facts)
{
    return !text_equal(value_text(value_get(facts->fields, "right_court")),
                       value_text(value_get(facts->matter, "court")));
}

static bool in_time(const struct facts *facts)
{
    return !value_true(value_get(facts->fields, "late"));
}

/* How the period to appeal against this ruling ended: "effective", "second" (the second court took
 * the appeal), "" while it runs. In small claims nothing lies against it (JI 276). */
static const char *appeal_end(const struct facts *facts)
{
    const char *told = value_text_of(facts->published, "appeal.objection_over"),
               *day = value_text_of(facts->fields, "decided_on");
    size_t length = strlen(day);
    if (text_equal(value_text_of(facts->fields, "procedure"), "small_claims"))
        return "effective";
    for (const char *at = told; length && (at = strstr(at, day)) != NULL; at += length) {
        if (text_starts(at + length, ":effective"))
            return "effective";
        if (text_starts(at + length, ":second"))
            return "second";
    }
    return "";
}

static bool appeal_over(const struct facts *facts) { return *appeal_end(facts) != '\0'; }

static bool second_ruling(const struct facts *facts)
{
    return !text_equal(appeal_end(facts), "second") ||
           value_get(facts->form, "second_ruling")->count > 0;
}

static bool as_ruled(const struct facts *facts)
{
    return text_equal(appeal_end(facts), "second") ||
           text_equal(value_text_of(facts->form, "final_outcome"),
                      value_text_of(facts->fields, "decision"));
}

static bool undecided(const struct facts *facts)
{
    return value_is_null(value_get(facts->published, "filing.decided"));
}

static bool not_ended(const struct facts *facts)
{
    return value_is_null(value_get(facts->published, "filing.result"));
}

/* What was asked for before the decision, or the end, cannot be granted behind it; a counterclaim
 * that goes on can (JI 239). */
static bool suit_open(const struct facts *facts)
{
    return !text_equal(value_text_of(facts->fields, "kind"), "withdrawal") ||
           (undecided(facts) && not_ended(facts));
}

static bool effective_day(const struct facts *facts)
{
    const char *decided_on = value_text_of(facts->fields, "decided_on");
    return *decided_on && facts_day_past(facts, "effective_on", decided_on);
}

/* CPL 68, JI 94, 100: before the time for evidence is over, its last day included. */
static bool evidence_open(const struct facts *facts)
{
    int32_t last = 0;
    return day_parse(value_text_of(facts->form, "evidence_until"), &last) &&
           last >= day_of_instant(facts->received_us);
}

static bool later_day(const struct facts *facts)
{
    int32_t last = 0, day = 0;
    if (!day_parse(value_text_of(facts->form, "extended_until"), &day))
        return true; /* the form says whether it must be given */
    return day >= day_of_instant(facts->received_us) &&
           (!day_parse(value_text_of(facts->fields, "evidence_until"), &last) || day > last);
}

static bool resumed_day(const struct facts *facts)
{
    return facts_day_past(facts, "resumed_on", value_text_of(facts->fields, "decided_on"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"applications_day_passed", {"收到起诉状副本的日期应当不晚于今天。", "The complaint's copy came today at the latest."}, NULL, day_passed},
    {"applications_another_court", {"这就是受理本案的法院；请写明另一个有管辖权的法院。", "This is the court of the case; please name the other court that has jurisdiction."}, "民事诉讼法第一百三十条", another_court},
    {"applications_in_time", {"异议在答辩期届满后提出，不予审查。收到副本的日期登记有误的，请先按送达回证更正。", "The objection came after the period to answer: it is not examined. If the day of receipt is wrong, put it right by the proof of service first."}, "民事诉讼法第一百三十条", in_time},
    {"applications_appeal_over", {"上诉期还没有对每一方届满，或者上诉还没有结果。请在上诉事项里登记各方送达；期满没有上诉的，先在那里确认裁判生效。", "Somebody still has time to appeal, or the appeal has no result. Record each service in the matter of the appeal, and when every period is over record there that the ruling is in effect."}, "民事诉讼法第一百七十一条", appeal_over},
    {"applications_second_ruling", {"有上诉的，请附第二审人民法院的裁定。", "Somebody appealed: name the second court's ruling."}, "民事诉讼法第一百七十八条", second_ruling},
    {"applications_as_ruled", {"没有上诉，生效结果应当与本院裁定一致。", "Nobody appealed: it took effect as this court ruled."}, "民事诉讼法第一百七十一条", as_ruled},
    {"applications_undecided", {"本案已经作出裁判。不服的，请在上诉期内上诉；已经上诉的，向第二审人民法院提出。", "The case is decided. Appeal within the period, or ask the second court where an appeal is there."}, "民事诉讼法第一百四十三条、第一百四十八条", undecided},
    {"applications_not_ended", {"本案已经结束，不能再这样办理。仍有请求的，可以另行起诉。", "The case has ended. What you still claim you may sue for separately."}, NULL, not_ended},
    {"applications_suit_open", {"本案已经裁判或者结束，不能再准许撤诉。请作出不准许的裁定，或者由申请人撤回。", "The case is decided or has ended: a withdrawal cannot be granted any more. Refuse it, or let whoever asked take it back."}, "民事诉讼法第一百四十八条", suit_open},
    {"applications_evidence_open", {"举证期限已经届满，不能再这样申请。逾期提供证据的，请在提交证据时说明理由。", "The time for evidence is over: this cannot be asked for any more. Whoever hands in evidence late says why with it."}, "民事诉讼法第六十八条、民事诉讼法解释第九十四条、第一百条", evidence_open},
    {"applications_later_day", {"延长后的最后一日应当晚于原来的最后一日，不早于今天。", "The new last day is later than the old one, and not before today."}, "民事诉讼法解释第一百条", later_day},
    {"applications_resumed_day", {"恢复诉讼的日期应当不早于裁定中止之日、不晚于今天。", "The suit goes on from a day not before the ruling and not after today."}, "民事诉讼法第一百五十三条", resumed_day},
    {"applications_effective_day", {"生效日期应当不早于裁定之日、不晚于今天。", "The ruling took effect not before its day and not after today."}, "民事诉讼法第一百七十一条", effective_day},
};
/* clang-format on */

const struct system applications_system = {
    .name = "applications",
    .wing = "trial",
    .definition = applications_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = application_effects,
    .effect_count = APPLICATION_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};
