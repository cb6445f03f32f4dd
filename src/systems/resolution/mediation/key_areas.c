/* systems/resolution/mediation: what the fields of law ask beyond the rest: elements (要素式), a
 * third body that joins, arbitration before a labour suit. */
#include "systems/resolution/mediation/mediation.h"

#include "store/matter.h"

/* A class of causes stands for all below it. */
static bool of_class(const char *cause, const char *class)
{
    size_t length = strlen(class);
    return strncmp(cause, class, length) == 0 && (cause[length] == '\0' || cause[length] == '.');
}

static const char *cause_of(const struct facts *facts)
{
    const char *cause = value_text(value_get(facts->fields, "cause"));
    return cause ? cause : value_text_of(facts->matter, "cause");
}

#define LABOUR "07.19" /* 劳动争议 */

bool mediation_has_elements(const struct facts *facts)
{
    static const char *const classes[] = {"10.35.411", LABOUR,      "04.10.108.01",
                                          "02.02.014", "04.10.126", "05"};
    const char *before = value_text(value_get(facts->before, "cause"));
    if (before && strcmp(before, cause_of(facts)) != 0)
        return false; /* a cause is put right by the court (correct_data) */
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        if (of_class(cause_of(facts), classes[i]))
            return true;
    }
    return false;
}

/* 劳动争议调解仲裁法 5, 29, 50: arbitration comes first; a note of wages owed is sued on as any
 * debt (劳动争议解释一 15). */
bool mediation_suit_open(const struct facts *facts)
{
    const struct value *row = value_at(value_get(facts->fields, "employment"), 0);
    return !of_class(cause_of(facts), LABOUR) || *value_text_of(row, "arbitration") ||
           value_true(value_get(facts->fields, "wage_note"));
}

/* After a mediation without agreement: where a labour dispute goes next. */
enum err_kind mediation_point_on(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return mediation_suit_open(&call->facts) ? ERR_NONE
                                             : call_notify(call, "arbitration_first", reterr);
}

/* The body that was named last; those before it stay. */
enum err_kind mediation_add_third(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_add_participant(call, "third_party", value_get(call->matter->fields, "third"), 0,
                                NULL, reterr);
}

/* Who will not join is no party any more: the others go on without it. */
enum err_kind mediation_third_leaves(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    (void) with;
    (void) reterr;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        struct participant *one = &call->matter->participants[i];
        if (!one->active || one->id != call->facts.subject->id)
            continue;
        one->active = false;
        participant_set_state(call->writes, one->id, "refused", false);
    }
    return ERR_NONE;
}
