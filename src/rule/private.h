/* rule/private: what the files of rows share. */
#ifndef RULE_PRIVATE_H
#define RULE_PRIVATE_H

#include "rule/rule.h"

/* Rows end with name NULL. */
extern const struct rule fee_rules[];
extern const struct rule claim_rules[];
extern const struct rule period_rules[];
extern const struct rule number_rules[];
extern const struct rule case_rules[];
extern const struct rule service_rules[];
extern const struct rule care_rules[];
extern const struct rule text_rules[];
extern const struct rule indicator_rules[];
extern const struct rule draw_rules[];
extern const struct rule injury_rules[];

/* What every answer ends with. */
#define RULE_ACCOUNT                                                                               \
    {"basis", RULE_WORDS, true, NULL, "依据", "articles"},                                         \
    {                                                                                              \
        "steps", RULE_STEPS, true, NULL, "怎样得出", "how it was reached, each {zh, en}"           \
    }

/** "basis": the articles, NULL ones left out. */
void answer_basis(const struct rule_call *call, const char *first, const char *second);
/** "steps" of one step. */
void answer_step(const struct rule_call *call, const char *zh, const char *en);
/** "steps" of several: between begin and end, one answer_add_step() each. */
void answer_begin_steps(const struct rule_call *call);
void answer_add_step(const struct rule_call *call, const char *zh, const char *en);
void answer_end_steps(const struct rule_call *call);
/** "reasons": each {zh, en, basis}; then "basis" and "steps" of the same. */
void answer_reasons(const struct rule_call *call, const struct track_reason *reasons, size_t count);

/** "2026-11-22T11:00:00+08:00". NULL: memory ran out. */
const char *answer_moment(struct arena *arena, int64_t at_us);

/** A province's figures of the year before `year`; until those are published, the latest that are
 * (JI 272; 人身损害赔偿解释 22). NULL: none. */
const struct rule_wage *rule_wage_before(const struct rule_world *world, const char *province,
                                         int64_t year);
const struct rule_income *rule_income_before(const struct rule_world *world, const char *province,
                                             int64_t year);

/** The integer given, or `otherwise`. */
static inline int64_t given_int(const struct rule_value *value, int64_t otherwise)
{
    return value->given ? value->integer : otherwise;
}
static inline bool given_flag(const struct rule_value *value)
{
    return value->given && value->integer;
}
/** The place of the word given, or `otherwise`. */
static inline size_t given_word(const struct rule_value *value, size_t otherwise)
{
    return value->given ? value->word : otherwise;
}

#endif
