/* systems/filing/fees: what a bank says of one payment, and taking it. */
#ifndef SYSTEMS_FEES_CALLBACK_H
#define SYSTEMS_FEES_CALLBACK_H

#include "engine/engine.h"

/* What a payment may be, told by a notice or by a file; the fields it goes to hold no more. */
enum { PAY_COURT_MAX = 20, PAY_REFERENCE_MAX = 64, PAY_PAYER_MAX = 100 };
#define PAY_FEN_MAX INT64_C(1000000000000)

struct payment_told {
    const char *court, *order, *reference, *payer, *at;
    int64_t amount_fen, at_us;
};

/**
 * Takes it once, whoever tells it how often.
 * @param ret_state  "posted"; "known"; "unknown_order" or "amount": kept for a person
 * @return ERR_CONFLICT "payment.differs": the same reference was told otherwise before; ERR_BUSY:
 *         tell it again
 */
MUST_CHECK enum err_kind payment_take(struct reading *reading, const char *channel,
                                      const struct payment_told *told, const char *via,
                                      const char **ret_state, struct err *reterr);
/** Posts it to that matter of this system. */
MUST_CHECK enum err_kind payment_post(struct reading *reading, int64_t matter_id,
                                      const char *channel, const struct payment_told *told,
                                      const char *via, const char **ret_state, struct err *reterr);

/** What a bank says of an order to pay out, told to the matter that gave it. `fen`: what it says
 * was paid, 0 where it does not say. ret_state: "posted" or "known". */
MUST_CHECK enum err_kind payout_take(struct reading *reading, const char *channel,
                                     const struct payout_answer *answer, int64_t fen,
                                     const char **ret_state, struct err *reterr);
/** A bank's file of a day: kept, and what it says came in and nobody told is taken now. */
MUST_CHECK enum err_kind statement_take(struct reading *reading, const char *channel,
                                        const struct value *message, struct json_writer *writer,
                                        struct err *reterr);
/** POST /payments/assign: money without a code goes to the fee that a clerk found it for. */
MUST_CHECK enum err_kind payment_assign(struct reading *reading, struct json_writer *writer,
                                        struct err *reterr);

/** The fee matter of the path, as this actor may see it. ERR_MISSING "matter.unknown". */
MUST_CHECK enum err_kind fees_matter(struct reading *reading, struct matter **ret,
                                     struct err *reterr);

#endif
