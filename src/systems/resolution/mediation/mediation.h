/* systems/resolution/mediation: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_MEDIATION_H
#define SYSTEMS_MEDIATION_H

#include "engine/engine.h"

/** Public ids of the roster. */
enum { MEDIATOR_PREFIX = 'R', BODY_PREFIX = 'B' };
enum { MEDIATION_EFFECTS = 14, MEDIATION_OPERATIONS = 8 };

extern const struct effect mediation_effects[MEDIATION_EFFECTS];
extern const struct operation mediation_operations[MEDIATION_OPERATIONS];

/** A row of the roster as guards see it under facts.outside. NULL: memory ran out. */
struct mediator_row;
struct value *mediation_mediator_value(const struct mediator_row *row, struct arena *arena);
/** Guards on facts.outside.mediator that the suggestion asks too. */
bool mediation_mediator_serves(const struct facts *facts);
bool mediation_mediator_without_conflict(const struct facts *facts);
/** GET /matters/{id}/mediators: who could mediate it, in order, with reasons. */
enum err_kind mediation_suggest(struct reading *reading, struct json_writer *writer,
                                struct err *reterr);

/* Endpoints of the roster; their rows are in operations.c. */
enum err_kind roster_mediators_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr);
enum err_kind roster_mediator_add_load(struct call *call, struct err *reterr);
enum err_kind roster_mediator_add_decide(struct call *call, struct err *reterr);
enum err_kind roster_mediator_add_apply(struct call *call, struct err *reterr);
enum err_kind roster_mediator_change_load(struct call *call, struct err *reterr);
enum err_kind roster_mediator_change_decide(struct call *call, struct err *reterr);
enum err_kind roster_mediator_change_apply(struct call *call, struct err *reterr);
enum err_kind roster_bodies_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr);
enum err_kind roster_body_add_decide(struct call *call, struct err *reterr);
enum err_kind roster_body_add_apply(struct call *call, struct err *reterr);

#endif
