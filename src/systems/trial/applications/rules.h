/*
 * systems/trial/applications/rules: what the law says of each kind of application, as tables: the
 * words of the ruling or decision, its articles, and what can be done against it. Pure.
 *
 * Sources: CPL 47-50, 54, 59, 67, 68, 126, 130, 143, 148, 153, 157, 171; JI 94, 95, 100, 232, 233,
 * 276; rules on evidence 55.
 */
#ifndef SYSTEMS_APPLICATIONS_RULES_H
#define SYSTEMS_APPLICATIONS_RULES_H

#include "base/arena.h"
#include "law/remedy.h"

/** What was decided on which kind of application. */
struct application_case {
    const char *kind, *decision; /* of the definition's choices */
    bool small_claims;           /* JI 276: no appeal against a ruling on jurisdiction */
    bool reviewed;               /* CPL 50: the reconsideration of a recusal */
};

/** NULL: nothing can be done against it, or nothing need be. */
const struct remedy *application_remedy(const struct application_case *decided);

struct application_names {
    const char *applicants;
    const char *person;   /* who is asked to step aside */
    const char *court;    /* the one that has jurisdiction */
    const char *day;      /* until when there is time for evidence, in words */
    const char *evidence; /* the same as a sentence; "": the time stays as it was */
    const char *item;     /* of CPL 153, for which the suit is stayed */
};

struct application_words {
    const char *intro;   /* how it came before the court */
    const char *basis;   /* the articles */
    const char *outcome; /* 主文 */
};

/** "第一项" … of CPL 153(1) by the choice of the definition; "": none of them. */
const char *application_stay_item(const char *ground);

/** False: the law has no paper for it (a counterclaim that is tried together has none). Texts that
 * hold names are in `arena`; NULL in them: memory ran out. */
bool application_words_of(const struct application_case *decided,
                          const struct application_names *names, struct arena *arena,
                          struct application_words *ret);

#endif
