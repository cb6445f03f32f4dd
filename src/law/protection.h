/*
 * law/protection: who may apply for a personal safety protection order, and whom it is told.
 * Sources: 反家庭暴力法 23, 32; 法释〔2022〕17号 2. Its periods are rows of law/period_table.
 */
#ifndef LAW_PROTECTION_H
#define LAW_PROTECTION_H

#include <stdbool.h>

/**
 * May `who` apply? The person ("self") by their own will alone. For somebody without full capacity
 * ("no_capacity") or coerced ("coerced"): close relatives, police, women's federation, committees,
 * rescue agencies (Law 23 (2)). For somebody old, disabled or ill ("old_ill"): those, civil
 * affairs, the disabled persons' federation and organisations of the elderly, by the person's will
 * (法释〔2022〕17号 2).
 *
 * @param who      "self" "relative" "police" "women" "committee" "rescue" "civil" "disabled"
 *                 "elderly"
 * @param cannot   why the person cannot: one of the three words; NULL: they can
 * @param willing  the person wants it
 */
bool protection_may_apply(const char *who, const char *cannot, bool willing);

#endif
