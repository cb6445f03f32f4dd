/*
 * rule/draw: who is drawn, so that anybody can draw again. The number is taken from the SM3 of a
 * seed, the matter and the round; the candidates stand in the order of their names, each with a
 * whole weight. Pure: same question, same answer.
 *
 * By hand: SM3 over the text "SEED|MATTER|ROUND"; its first fifteen hex digits are a whole number;
 * the remainder by the sum of all weights is the number drawn, from 0. Going through the
 * candidates, the first whose weights so far add up to more than it is drawn. The remainder favours
 * nobody by more than one in 2^40.
 */
#ifndef RULE_DRAW_H
#define RULE_DRAW_H

#include "base/arena.h"

enum { DRAW_CANDIDATES_MAX = 200, DRAW_WEIGHT_MAX = 1000, DRAW_TEXT_MAX = 200, DRAW_HASH = 65 };

struct draw_candidate {
    const char *name;
    int64_t weight; /* from 1 */
};

struct draw_question {
    const char *seed, *matter;
    int64_t round; /* from 1 */
    const struct draw_candidate *candidates;
    size_t count;
};

struct draw_answer {
    size_t place; /* of who is drawn, among the candidates */
    int64_t total, number;
    char hash[DRAW_HASH];
};

/**
 * @return ERR_INVALID "rule.range" with the field: the names are not in ascending order of their
 *         bytes, or one stands twice; nobody, too many, a weight or round out of bounds, a text too
 *         long
 */
MUST_CHECK enum err_kind draw_one(const struct draw_question *question, struct draw_answer *ret,
                                  struct err *reterr);

#endif
