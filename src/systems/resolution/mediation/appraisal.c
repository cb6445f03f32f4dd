/* systems/resolution/mediation: an appraisal within the mediation (OMR 26; 法办〔2023〕275号): by
 * every party's consent, the institution drawn in public out of those that were named. */
#include "systems/resolution/mediation/mediation.h"

#include "base/text.h"
#include "rule/draw.h"

enum { LOTS_TEXT_MAX = 16 * 1024 };

bool mediation_institutions_named(const struct facts *facts)
{
    const struct value *rows = value_get(facts->fields, "institutions");
    for (size_t i = 0; i < rows->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(value_text_of(rows->items[i], "name"),
                       value_text_of(rows->items[k], "name")) == 0)
                return false;
        }
    }
    return rows->count > 0;
}

/* Who says no says why, if they wish; who had agreed is as before, and mediation goes on. */
enum err_kind mediation_note_appraisal_refusal(struct call *call, const struct value *with,
                                               struct err *reterr)
{
    const char *reason = value_text(value_get(call->facts.form, "appraisal_refusal"));
    struct value *row = value_new_map(call->arena);
    (void) with;
    bool good =
        row && call->facts.subject &&
        value_set_text(call->arena, row, "party",
                       value_text_of(call->facts.subject->identity, "name")) &&
        value_set_text(call->arena, row, "subject", call_field_text(call, "appraisal_subject")) &&
        value_set_text(call->arena, row, "reason", reason ? reason : "") &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    enum err_kind kind =
        good ? call_add_row(call, "appraisal_refusals", row, reterr) : arena_full(reterr);
    for (size_t i = 0; !kind && i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        if (one->active && strcmp(one->state, "agreed_appraisal") == 0)
            kind = call_set_participant_state(call, one->id, "agreed", reterr);
    }
    return kind;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct draw_candidate *) left)->name,
                  ((const struct draw_candidate *) right)->name);
}

static enum err_kind add_draw(struct call *call, const struct draw_question *question,
                              const struct draw_answer *answer, struct err *reterr)
{
    const char *name = question->candidates[answer->place].name;
    struct value *row = value_new_map(call->arena);
    struct text list;
    text_init(&list, call->arena, LOTS_TEXT_MAX);
    for (size_t i = 0; i < question->count; i++)
        text_add_format(&list, "%s%s:1", i ? "," : "", question->candidates[i].name);
    const char *candidates = text_done(&list);
    bool good = row && candidates && value_set_int(call->arena, row, "round", question->round) &&
                value_set_text(call->arena, row, "at", instant_format(call->arena, call->now_us)) &&
                value_set_text(call->arena, row, "name", name) &&
                value_set_text(call->arena, row, "seed", question->seed) &&
                value_set_text(call->arena, row, "matter", question->matter) &&
                value_set_text(call->arena, row, "candidates", candidates) &&
                value_set_int(call->arena, row, "total", answer->total) &&
                value_set_int(call->arena, row, "number", answer->number);
    enum err_kind kind = good ? call_add_row(call, "draws", row, reterr) : arena_full(reterr);
    return kind ? kind : call_set_text(call, "institution", name, reterr);
}

/* In the order of their names, each with one lot; the seed whose hash was shown before is told. */
enum err_kind mediation_draw_institution(struct call *call, const struct value *with,
                                         struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "institutions"),
                       *draws = value_get(call->matter->fields, "draws");
    struct draw_candidate *candidates =
        arena_array(call->arena, rows->count + 1, sizeof *candidates);
    char id[PUBLIC_ID_BYTES];
    struct draw_answer answer;
    if (!candidates)
        return arena_full(reterr);
    for (size_t i = 0; i < rows->count; i++)
        candidates[i] = (struct draw_candidate){value_text_of(rows->items[i], "name"), 1};
    qsort(candidates, rows->count, sizeof *candidates, by_name);
    public_id(engine_keys(call->engine), call->matter->workflow->prefix, call->matter->id, id);
    const struct draw_question question = {
        call_field_text(call, "seed_kept"), id,
        draws->type == VALUE_LIST ? (int64_t) draws->count + 1 : 1, candidates, rows->count};
    enum err_kind kind = draw_one(&question, &answer, reterr);
    if (!kind)
        kind = add_draw(call, &question, &answer, reterr);
    return kind ? kind : call_new_seed(call, with, reterr);
}
