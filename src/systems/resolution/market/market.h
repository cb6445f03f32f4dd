/* systems/resolution/market: who owes what of a fee: pure, so that it is tried by examples. */
#ifndef SYSTEMS_MARKET_H
#define SYSTEMS_MARKET_H

#include "engine/engine.h"

/** One side's part of a price, of which the applicants bear `percent`: the respondents bear the
 * rest, so that both together are the price to the fen. */
int64_t market_side_fen(int64_t price_fen, int64_t percent, bool applicants);
/** What the party at `place` (from 0) of `count` on its side pays: equal parts, and the first of
 * them bears what does not divide. */
int64_t market_part_fen(int64_t side_fen, size_t count, size_t place);
/** The same for a participant of a matter with these fields. */
int64_t market_owes_fen(const struct value *fields, const struct participant *participants,
                        size_t count, const struct participant *party);

extern const struct system market_system;

#endif
