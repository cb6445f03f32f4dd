/*
 * law/online: the rules for doing things online (OL1-OL19) and for online mediation (OM1-OM18), as
 * predicates over facts, each with its article and, where it does not hold, what is missing.
 *
 * Sources: 人民法院在线诉讼规则 (法释〔2021〕12号, OLR), 人民法院在线调解规则 (法释〔2021〕23号,
 * OMR). A fact is a word; a rule holds when all of `all_of`, one of `any_of` (where there is any)
 * and none of `none_of` are facts. A person decides; this says what the rule asks for.
 */
#ifndef LAW_ONLINE_H
#define LAW_ONLINE_H

#include "base/arena.h"

struct online_rule {
    const char *id;                          /* "OL12" */
    const char *zh, *en;                     /* what it allows or demands */
    const char *all_of, *any_of, *none_of;   /* blank-separated words; NULL: none */
    const char *otherwise_zh, *otherwise_en; /* what follows where it does not hold */
    const char *basis;
};

/** Ends with id NULL. */
extern const struct online_rule online_rules[];
/** NULL: no such rule. */
const struct online_rule *online_rule_of(const char *id);
/** Is the word a fact some rule asks about? */
bool online_fact_known(const char *fact);

enum { ONLINE_MISSING_MAX = 16 };

struct online_answer {
    bool holds;
    size_t missing_count;                    /* of all_of, and of any_of when none is given */
    const char *missing[ONLINE_MISSING_MAX]; /* in the arena */
    size_t barring_count;                    /* of none_of */
    const char *barring[ONLINE_MISSING_MAX];
};

MUST_CHECK enum err_kind online_check(const struct online_rule *rule, const char *const *facts,
                                      size_t fact_count, struct arena *arena,
                                      struct online_answer *ret, struct err *reterr);

#endif
