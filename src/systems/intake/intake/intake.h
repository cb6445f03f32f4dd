/* systems/intake: what its C files share. */
#ifndef SYSTEMS_INTAKE_H
#define SYSTEMS_INTAKE_H

#include "engine/engine.h"

enum { INTAKE_OPERATIONS = 1 };
/** POST /triage: a suggestion without opening anything. */
extern const struct operation intake_operations[INTAKE_OPERATIONS];

/* duplicates.c: is this perhaps a matter the person has already? Said, never decided (JI 247). */
enum err_kind intake_load(struct call *call, const char *action, struct err *reterr);
enum err_kind intake_note_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr);
enum err_kind intake_drop_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr);

#endif
