/*
 * systems/trial/routing/score: what is wise among what is lawful, by a table of factors. Which
 * factors there are is here; what each is worth is the court's dated setting `points_FACTOR`
 * [assumed: no national points are public]. Pure.
 */
#ifndef SYSTEMS_ROUTING_SCORE_H
#define SYSTEMS_ROUTING_SCORE_H

#include "base/value.h"

/** What is known of the case when it is scored. */
struct routing_case {
    const char *cause; /* code */
    int64_t amount_fen, small_fen, large_fen;
    int64_t plaintiffs, defendants, evidence, related;
    bool written_proof;
};

enum { ROUTING_FACTORS_MAX = 12 };

struct routing_factor {
    const char *zh, *en;
    int64_t points; /* 0: it neither speaks for nor against a fast team */
};

/** Every factor that holds, with its points; parties, amount and evidence always say something.
 * Returns how many; `ret_points` is their sum. */
size_t routing_score(const struct routing_case *routed, const struct value *settings,
                     struct routing_factor ret[ROUTING_FACTORS_MAX], int64_t *ret_points);

/** Do the names of the evidence hold a written proof of the claim: an IOU, a contract …? A word
 * list; the officer puts it right. */
bool routing_written_proof(const char *names);

#endif
