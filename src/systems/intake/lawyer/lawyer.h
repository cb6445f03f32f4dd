/* systems/intake/lawyer: what its files share. */
#ifndef SYSTEMS_LAWYER_H
#define SYSTEMS_LAWYER_H

#include "engine/engine.h"

/** The index a person of that licence is known by (call_ensure_person()); NULL: no memory. */
const char *lawyer_seat_index(const struct call *call, const char *number);

/** The register of licences: POST /licences, GET /firm. */
enum { LAWYER_OPERATIONS = 2 };
extern const struct operation lawyer_operations[LAWYER_OPERATIONS];

#endif
