/*
 * systems/filing/appeal: from the service of a first-instance decision to the second court's
 * registration, at the first court. Each party has a period of their own from their own service
 * (CPL 171); late appeals are taken and reviewed, never refused by the platform.
 */
#include "systems/filing/appeal/appeal.h"

#include "base/text.h"

extern const struct embedded_file appeal_definition[];

/* "顾文博诉段志强民间借贷纠纷（上诉）" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *of = value_text_of(facts->fields, "case_title");
    const char *title = arena_printf(arena, "%s（上诉）", of);
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"appeal_title", compute_title}};

/* ---- guards -----------------------------------------------------------------------------------
 */

static bool service_day(const struct facts *facts)
{
    return facts_day_past(facts, "served_on", value_text_of(facts->fields, "decision_on"));
}

static bool has_row(const struct facts *facts, const char *group, const struct participant *party)
{
    const struct value *rows = value_get(facts->fields, group);
    for (size_t i = 0; i < rows->count; i++) {
        if (facts_row_is_of(facts, rows->items[i], party))
            return true;
    }
    return false;
}

static bool not_served_yet(const struct facts *facts)
{
    return !facts->subject || !has_row(facts, "services", facts->subject);
}

/* CPL 85: the day of the postmark; the proof of it is in the form. */
static bool posted_day(const struct facts *facts)
{
    return facts_day_past(facts, "posted_on", value_text_of(facts->fields, "decision_on"));
}

bool appeal_is_open_to(const struct facts *facts, const struct participant *participant)
{
    bool accepted = !text_equal(value_text_of(facts->fields, "decision_kind"), "not_accepted");
    return participant->active && !text_equal(participant->role, "agent") &&
           (accepted || text_equal(participant->role, "plaintiff"));
}

static bool is_sole_appellant(const struct facts *facts, const struct participant *party)
{
    size_t others = 0;
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        others += participant != party && text_equal(participant->state, "appealed");
    }
    return party && text_equal(party->state, "appealed") && others == 0;
}

static bool answers_another(const struct facts *facts)
{
    return !is_sole_appellant(facts, facts->subject);
}

static bool copy_day(const struct facts *facts)
{
    return facts_day_past(facts, "copy_served_on", value_text_of(facts->fields, "decision_on")) &&
           !is_sole_appellant(facts, facts->subject);
}

/* CPL 61: the agents of a filing are those of its plaintiffs. */
static bool own_side(const struct facts *facts)
{
    return facts->subject && text_equal(facts->subject->role, "plaintiff");
}

/* CPL 174: everybody but a sole appellant gets a copy. Not answering holds nothing up, once the
 * fifteen days from it are over. */
static bool answers_over(const struct facts *facts)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        const struct value *clock = facts_clock(facts, "answer", participant->id);
        if (!appeal_is_open_to(facts, participant) || is_sole_appellant(facts, participant))
            continue;
        if (!has_row(facts, "copies", participant) ||
            (!has_row(facts, "answers", participant) && !clock_is_over(clock, facts->received_us)))
            return false;
    }
    return true;
}

/* A decision takes effect when the last period has ended and nobody has appealed; whoever withdrew
 * before their service has all of theirs left (CPL 171). */
static bool all_over(const struct facts *facts)
{
    for (size_t i = 0; i < facts->participant_count; i++) {
        const struct participant *participant = &facts->participants[i];
        if (!appeal_is_open_to(facts, participant))
            continue;
        const struct value *clock = facts_clock(facts, "appeal", participant->id);
        if (!has_row(facts, "services", participant) ||
            text_equal(participant->state, "appealed") || !clock_is_over(clock, facts->received_us))
            return false;
    }
    return true;
}

static bool pages_in_order(const struct facts *facts)
{
    const struct value *rows = value_get(facts->form, "efile");
    int64_t pages = value_int(value_get(facts->form, "efile_pages"), 0);
    for (size_t i = 0; i < rows->count; i++) {
        int64_t first = value_int(value_get(rows->items[i], "first"), 0),
                last = value_int(value_get(rows->items[i], "last"), 0);
        if (first > last || last > pages)
            return false;
    }
    return true;
}

/* clang-format off */
static const struct guard guards[] = {
    {"appeal_service_day", {"送达日期应当不早于裁判之日、不晚于今天。", "The day of service is not before the decision and not after today."}, NULL, service_day},
    {"appeal_not_served_yet", {"该当事人的送达已经登记。", "The service on this party is recorded already."}, "民事诉讼法第一百七十一条", not_served_yet},
    {"appeal_posted_day", {"交邮日期应当不早于裁判之日、不晚于今天。", "The day of posting is not before the decision and not after today."}, "民事诉讼法第八十五条", posted_day},
    {"appeal_copy_day", {"上诉状副本送给对方当事人；送达日期应当不早于裁判之日、不晚于今天。", "The copy goes to the other side, on a day not before the decision and not after today."}, "民事诉讼法第一百七十四条", copy_day},
    {"appeal_answers_another", {"答辩是针对对方的上诉；目前只有您上诉。", "An answer is to somebody else's appeal; so far only yours is there."}, "民事诉讼法第一百七十四条", answers_another},
    {"appeal_for_own_side", {"代理人只能代自己的委托人上诉，请选择委托人。", "An agent appeals for their own client: please name the client."}, "民事诉讼法第六十二条", own_side},
    {"appeal_answers_over", {"上诉状副本还没有送达，或者答辩期还没有届满。请先登记副本送达，等答辩期届满后报送。", "The copy is not served yet, or the period to answer still runs. Record the service first, and send the file once the period is over."}, "民事诉讼法第一百七十四条", answers_over},
    {"appeal_all_over", {"还有当事人没有送达、上诉期没有届满，或者已经上诉。请登记送达，等各方上诉期届满；已有上诉的请报送。", "Somebody is not served yet, has time left, or has appealed. Record the service and wait for every period to end; where somebody has appealed, send the file."}, "民事诉讼法第一百七十一条", all_over},
    {"appeal_pages_in_order", {"起页应当不大于止页，且不超过总页数。", "A first page is not behind its last, and none is beyond the whole."}, NULL, pages_in_order},
};
/* clang-format on */

const struct system appeal_system = {
    .name = "appeal",
    .wing = "filing",
    .definition = appeal_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = appeal_effects,
    .effect_count = APPEAL_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};
