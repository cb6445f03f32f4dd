/* routing: the suggestion with its reasons, and what follows when a person has chosen. */
#include "base/text.h"
#include "systems/trial/routing/routing.h"
#include "systems/trial/routing/score.h"

/* ---- the suggestion --------------------------------------------------------------------------
 */

static const char *procedure_of(enum track track)
{
    return track == TRACK_SMALL_CLAIMS_BY_AGREEMENT ? "small_claims" : track_name(track);
}

static struct routing_case case_of(const struct call *call)
{
    const struct value *fields = call->matter->fields, *settings = call->matter->settings;
    return (struct routing_case){
        .cause = value_text(value_get(fields, "cause")),
        .amount_fen = value_int(value_get(fields, "amount"), 0),
        .small_fen = 100 * value_int(value_get(settings, "small_amount"), 0),
        .large_fen = 100 * value_int(value_get(settings, "large_amount"), 0),
        .plaintiffs = value_int(value_get(fields, "plaintiff_count"), 0),
        .defendants = value_int(value_get(fields, "defendant_count"), 0),
        .evidence = value_int(value_get(fields, "evidence_count"), 0),
        .related = (int64_t) value_get(fields, "related")->count,
        .written_proof = value_true(value_get(fields, "written_proof"))};
}

/* Of the law with its article, of the court with its points. */
static struct value *reason_row(struct call *call, const char *zh, const char *en)
{
    struct value *row = value_new_map(call->arena);
    bool good = row && value_set_text(call->arena, row, "zh", zh) &&
                value_set_text(call->arena, row, "en", en);
    return good ? row : NULL;
}

static struct value *reasons_of(struct call *call, const struct track_answer *answer,
                                const struct routing_factor *factors, size_t factor_count)
{
    struct value *list = value_new_list(call->arena);
    bool good = list != NULL;
    for (size_t i = 0; good && i < answer->reason_count; i++) {
        struct value *row = reason_row(call, answer->reasons[i].zh, answer->reasons[i].en);
        good = row && value_set_text(call->arena, row, "basis", answer->reasons[i].basis) &&
               value_add(call->arena, list, row);
    }
    for (size_t i = 0; good && i < factor_count; i++) {
        struct value *row = reason_row(call, factors[i].zh, factors[i].en);
        good = row && value_set_int(call->arena, row, "points", factors[i].points) &&
               value_add(call->arena, list, row);
    }
    return good ? list : NULL;
}

/* What must be small claims stays so. Where the law leaves summary procedure open, a case that
 * scores below the court's line is better tried by ordinary procedure. */
static const char *wise(const struct track_answer *answer, int64_t points,
                        const struct value *settings)
{
    bool complex = points < value_int(value_get(settings, "complex_below"), 0);
    return answer->track == TRACK_SUMMARY && complex ? "ordinary" : procedure_of(answer->track);
}

static const char *team_of(const char *procedure, int64_t points, const struct value *settings)
{
    bool quick = points >= value_int(value_get(settings, "fast_from"), 0);
    return strcmp(procedure, "ordinary") == 0 ? "ordinary" : quick ? "fast" : "standard";
}

static enum err_kind suggest(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *settings = call->matter->settings;
    struct track_question question = routing_question(&call->facts);
    struct track_answer answer = procedure_track(&question);
    struct routing_factor factors[ROUTING_FACTORS_MAX];
    const struct routing_case routed = case_of(call);
    int64_t points = 0;
    (void) with;
    size_t count = routing_score(&routed, settings, factors, &points);
    const char *procedure = wise(&answer, points, settings);
    struct value *reasons = reasons_of(call, &answer, factors, count);
    if (!reasons)
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "suggestion", reasons, reterr);
    if (!kind)
        kind = call_set_int(call, "score", points, reterr);
    if (!kind)
        kind = call_set_text(call, "suggested_procedure", procedure, reterr);
    return kind ? kind
                : call_set_text(call, "suggested_team", team_of(procedure, points, settings),
                                reterr);
}

/* What is not ticked any more does not stand any more. */
static enum err_kind take_elements(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const answers[] = {"agreed", "agreed_summary"};
    struct value *none = value_new_list(call->arena);
    enum err_kind kind = none ? ERR_NONE : arena_full(reterr);
    (void) with;
    if (!kind && !value_get(call->facts.form, "excluded")->count)
        kind = call_set_field(call, "excluded", none, reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(answers); i++)
        kind = call_set_bool(call, answers[i], value_true(value_get(call->facts.form, answers[i])),
                             reterr);
    return kind;
}

/* From the list of evidence, until the officer says otherwise. */
static enum err_kind look(struct call *call, const struct value *with, struct err *reterr)
{
    const char *names = call_field_text(call, "evidence_names");
    (void) with;
    return call_set_bool(call, "written_proof", routing_written_proof(names), reterr);
}

/* ---- chosen ----------------------------------------------------------------------------------
 */

/* As people are told: a choice's name is no word for them. JI 274: that it is final is said. */
static enum err_kind name_procedure(struct call *call, struct err *reterr)
{
    static const struct {
        const char *procedure;
        struct words words;
    } rows[] = {
        {"small_claims",
         {"小额诉讼程序（一审终审）", "small claims procedure (final at first instance)"}},
        {"summary", {"简易程序", "summary procedure"}},
        {"ordinary", {"普通程序", "ordinary procedure"}},
    };
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < COUNT_OF(rows); i++) {
        if (strcmp(call_field_text(call, "procedure"), rows[i].procedure) != 0)
            continue;
        kind = call_set_text(call, "procedure_zh", rows[i].words.zh, reterr);
        if (!kind)
            kind = call_set_text(call, "procedure_en", rows[i].words.en, reterr);
    }
    return kind;
}

/* The case goes by the procedure from here on: what is decided and appealed depends on it. */
static enum err_kind tell_case(struct call *call, const struct value *with, struct err *reterr)
{
    const struct matter *matter = call->matter;
    struct value *fact = value_new_text(call->arena, call_field_text(call, "procedure"));
    const char *key = arena_printf(call->arena, "routing:%lld:%lld", (long long) matter->id,
                                   (long long) matter->version);
    (void) with;
    if (!fact || !key)
        return arena_full(reterr);
    enum err_kind kind = name_procedure(call, reterr);
    if (!kind)
        kind = call_publish(call, "procedure", fact, reterr);
    return kind ? kind
                : call_act_elsewhere(call, matter->parent_id,
                                     call_field_text(call, "for_definition"), "procedure_set", key,
                                     reterr);
}

/* JI 258: the new procedure and its reason; its limit runs from registration, as the old one did.
 */
static enum err_kind convert(struct call *call, const struct value *with, struct err *reterr)
{
    struct change_question question;
    (void) with;
    if (!routing_change(&call->facts, &question))
        return err_set(reterr, ERR_CONFLICT, "action.guard", "nothing to convert");
    struct change_answer answer = procedure_change(&question);
    enum err_kind kind = call_set_text(call, "procedure", procedure_of(answer.to), reterr);
    if (!kind)
        kind = call_set_text(call, "change_zh", answer.reason.zh, reterr);
    if (!kind)
        kind = call_set_text(call, "change_en", answer.reason.en, reterr);
    if (!kind)
        kind = call_set_text(call, "change_basis", answer.reason.basis, reterr);
    return kind ? kind : call_set_bool(call, "fee_top_up", answer.top_up, reterr);
}

/* clang-format off */
const struct effect routing_effects[ROUTING_EFFECTS] = {
    {"routing_look",      NULL, false, NULL, look},
    {"routing_take_elements", NULL, false, NULL, take_elements},
    {"routing_suggest",   "民事诉讼法第一百六十条、第一百六十五条", false, NULL, suggest},
    {"routing_new_seed",  NULL, false, NULL, call_new_seed},
    {"routing_draw",      NULL, false, NULL, routing_draw},
    {"routing_replace",   NULL, false, NULL, routing_replace},
    {"routing_tell_case", "民事诉讼法第一百七十条", false, NULL, tell_case},
    {"routing_convert",   "民事诉讼法解释第二百五十八条", false, NULL, convert},
};
/* clang-format on */
