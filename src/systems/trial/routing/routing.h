/* systems/trial/routing: what its files share. */
#ifndef SYSTEMS_ROUTING_H
#define SYSTEMS_ROUTING_H

#include "engine/engine.h"

enum { ROUTING_GUARDS = 20, ROUTING_EFFECTS = 8 };
extern const struct guard routing_guards[ROUTING_GUARDS];
extern const struct effect routing_effects[ROUTING_EFFECTS];

/** What the law is asked of the case as its elements stand. */
struct track_question routing_question(const struct facts *facts);
/** What a change of procedure asks of the law: by the form, or as it was asked for. False: nothing
 * is asked yet. */
bool routing_change(const struct facts *facts, struct change_question *ret);
/** Does a list "李某、王某" hold that name? Both as forms keep them (text_normalise()). */
bool routing_is_named(const char *names, const char *name);

/* ---- judges (judges.c) ----------------------------------------------------------------------
 */

/** Queues who may be drawn; call->state holds where. */
MUST_CHECK enum err_kind routing_judges_load(struct call *call, struct err *reterr);
/** facts.outside.judges: a list of {id, account, name, login, weight, why_zh, why_en}, in the order
 * of `id`; weight 0: left out, and why. */
MUST_CHECK enum err_kind routing_judges_loaded(struct call *call, struct err *reterr);
/** The row of a login among them; &value_null: nobody. */
const struct value *routing_judge(const struct facts *facts, const char *login);
/** Draws one, in apply. */
MUST_CHECK enum err_kind routing_draw(struct call *call, const struct value *with,
                                      struct err *reterr);
/** Who was named by hand, in apply. */
MUST_CHECK enum err_kind routing_replace(struct call *call, const struct value *with,
                                         struct err *reterr);

#endif
