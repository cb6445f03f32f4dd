/*
 * engine/mediator: a row of the roster as actions see it, and how a door of the mediation (a paid
 * body, a room, a station) names one of its people: it takes them into its own matter, says so on
 * the dispute, and the mediation takes whom the door named, asking the roster's guards once more.
 */
#ifndef ENGINE_MEDIATOR_H
#define ENGINE_MEDIATOR_H

#include "engine/engine.h"

struct mediator_row; /* store/roster.h */
/** {id person_id open_count load_max valid_from valid_to entry name status court body}; `entry` is
 * the public id. NULL: memory ran out. */
struct value *mediator_value(const struct engine *engine, const struct mediator_row *row,
                             struct arena *arena);

/** Where call_mediator_load() put its read. */
struct mediator_reads {
    bool asked;
    size_t row;
};
/** load: queues the row of the roster the body's field "mediator" names; nothing when it names
 * none. */
void call_mediator_load(struct call *call, struct mediator_reads *ret);
/** load: queues the row of whom the newest matter of the system `door` on the same dispute has
 * named. */
void call_mediator_named_load(struct call *call, const char *door, struct mediator_reads *ret);
/** loaded: facts.outside.mediator, as mediator_value(); absent when there is no such row. */
MUST_CHECK enum err_kind call_mediator_loaded(struct call *call, const struct mediator_reads *reads,
                                              struct err *reterr);

/** `load` and `loaded` of a system that reads nothing else. */
MUST_CHECK enum err_kind mediator_load(struct call *call, const char *action, struct err *reterr);
MUST_CHECK enum err_kind mediator_loaded(struct call *call, const char *action, struct err *reterr);

#endif
