/*
 * systems/resolution/mediation: sealed ranges. Each side tells the platform alone what it would
 * settle for; the mediator and the other side learn whether the two meet, or about how far apart
 * they are, and nothing else (OMR 18: an offer is never held against whoever made it).
 */
#ifndef SYSTEMS_MEDIATION_RANGE_H
#define SYSTEMS_MEDIATION_RANGE_H

#include "engine/engine.h"

enum { RANGE_ROUNDS_MAX = 3 };
/** POST and GET /matters/{id}/ranges; their rows are in operations.c. */
enum err_kind range_enter_load(struct call *call, struct err *reterr);
enum err_kind range_enter_decide(struct call *call, struct err *reterr);
enum err_kind range_enter_apply(struct call *call, struct err *reterr);
enum err_kind ranges_read(struct reading *reading, struct json_writer *writer, struct err *reterr);

struct money_range {
    int64_t low_fen, high_fen;
};

/**
 * "overlap" when the two share a sum; else by the gap between them against the amount in dispute:
 * "near" up to a tenth, "apart" up to three tenths, "far". Steps so coarse that a band tells no
 * sum [assumed].
 */
const char *range_band(struct money_range one, struct money_range other, int64_t amount_fen);
/** Round by round which side has entered, and the band once both have. Nothing else is written. */
void range_write(struct json_writer *writer, const struct engine *engine,
                 const struct db_result *rows, int64_t amount_fen, struct arena *arena);
/** Both sums as one text of one length. NULL: memory ran out. */
const char *range_print(struct money_range range, struct arena *arena);

#endif
