/* systems/resolution/mediation: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_MEDIATION_H
#define SYSTEMS_MEDIATION_H

#include "engine/engine.h"

enum { MEDIATION_EFFECTS = 14, MEDIATION_OPERATIONS = 3 };

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

#endif
