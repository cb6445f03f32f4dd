/*
 * systems/intake/triage: from a person's own words to a suggested cause of action and the door; the
 * court follows from the cause (law/jurisdiction). Pure and deterministic: the same words always
 * get the same suggestion, and each suggestion says which words and which article it rests on. It
 * only suggests; the person chooses, and the staff may correct it.
 */
#ifndef SYSTEMS_INTAKE_TRIAGE_H
#define SYSTEMS_INTAKE_TRIAGE_H

#include "base/arena.h"
#include "workflow/workflow.h"

enum { TRIAGE_CAUSES_MAX = 3, TRIAGE_WORDS_SHOWN = 6 };

/** One row of the table of words: what people say when their dispute is of this cause. */
struct triage_row {
    const char *code;  /* of reference/causes.csv */
    const char *kinds; /* options of the field `kind` it belongs to, blank-separated */
    const char *words; /* "借条:6 利息:2": the weight follows the word, 1 to 9 */
};
extern const struct triage_row triage_rows[]; /* ends with code NULL */

struct triage_cause {
    const char *code;
    int score;
    const char *words; /* what was found, heaviest first as in the table: "借条、利息" */
};

/**
 * The causes that fit best, best first; at equal score the table's order decides. A known kind
 * without any telling word gets the first row of that kind with score 0 and words "".
 * @param kind  option of the field `kind`; NULL or "" when not known
 * @param ret  room for TRIAGE_CAUSES_MAX
 */
MUST_CHECK enum err_kind triage_causes(const char *text, const char *kind, struct arena *arena,
                                       struct triage_cause *ret, size_t *ret_count,
                                       struct err *reterr);

/** What the person answered that decides the door: fields of the definition, by their names. */
struct triage_answers {
    const char *kind;
    bool arbitrated, wage_note, violence;
};
/** `fields`: a map of the definition's fields; what is not there was not answered. */
struct triage_answers triage_answers_read(const struct value *fields);
struct triage_door {
    const char *name; /* option of the field `suggested_door` */
    struct words reason;
};
struct triage_door triage_door(const struct triage_answers *answers, const char *cause);

#endif
