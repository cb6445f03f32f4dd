/*
 * systems/resolution/partner: what its files share. A partner body (总对总) is a peer of the role
 * `partner` where it has a system (docs/cells.md), or the people the court has entered for it;
 * docs/partner.md is the protocol.
 */
#ifndef SYSTEMS_PARTNER_H
#define SYSTEMS_PARTNER_H

#include "engine/engine.h"

/** A body of bodies.json, and the version of its field mapping. */
struct partner_body {
    const char *code, *zh, *en, *since, *source;
    const char *mapping; /* "labour 2": name and version, as a matter keeps it */
    const struct value *out, *in;
};
enum { PARTNER_BODIES_MAX = 64 };

/** All of them, by the mapping in force that day; `*ret` in arena. ERR_STORE "partner.bodies". */
MUST_CHECK enum err_kind partner_bodies(struct arena *arena, int32_t day, struct partner_body **ret,
                                        size_t *ret_count, struct err *reterr);
/** One of them. `mapping` NULL: the version in force that day; else the one of that name. ERR_STORE
 * "partner.bodies". */
MUST_CHECK enum err_kind partner_body_find(struct arena *arena, const char *code, int32_t day,
                                           const char *mapping, struct partner_body *ret,
                                           struct err *reterr);

/** Values by other names, as `spec` says; what it does not name stays behind. ERR_INVALID
 * "envelope.mapping" names a code that is not listed. */
MUST_CHECK enum err_kind partner_map(struct arena *arena, const struct value *spec,
                                     const struct value *source, struct value **ret,
                                     struct err *reterr);
/** What came from a partner, in the words of our forms. ERR_INVALID "envelope.mapping" names a
 * message or a member that is none of the version's. */
MUST_CHECK enum err_kind partner_translate(const struct matter *matter, const char *action,
                                           struct arena *arena, struct value **body,
                                           struct err *reterr);

enum { PARTNER_OPERATIONS = 3 };
extern const struct operation partner_operations[PARTNER_OPERATIONS];

#endif
