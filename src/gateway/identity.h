/*
 * gateway/identity: who proves that somebody is the person they say. An adapter a method:
 *
 * - card: what a reader took from the chip of the identity card
 * - face: a picture, compared with the authority's
 * - staff: a person looked at both; that is done at the window (api/identity), never here
 *
 * A court connects card and face by the address of its own service: POST {"method", "name",
 * "id_number", "evidence" (base64url)}, answered {"agrees": true or false, "reference": text}.
 * Where nothing is connected a demo folder has a stub for each of the three; its name begins with
 * "stub-", and every answer says so.
 */
#ifndef GATEWAY_IDENTITY_H
#define GATEWAY_IDENTITY_H

#include "base/arena.h"

struct identity_adapters {
    const char *card_url, *face_url; /* NULL: not connected */
    bool stubs;                      /* a demo folder: what is not connected is played */
};

/** "service-card", "stub-face" …; NULL: nobody proves it this way here. */
const char *identity_adapter_name(const struct identity_adapters *adapters, const char *method);

/**
 * Asks the adapter of that method. A stub says no to evidence that begins with "differs", and yes
 * to everything else.
 * @param ret_reference  what the service calls this check, for asking it later; "" without
 * @return ERR_MISSING "identity.no_adapter"; ERR_BUSY "identity.unreachable" (away, slow, or an
 *         answer nobody understands: nothing is proven and nothing is counted)
 */
MUST_CHECK enum err_kind identity_ask(const struct identity_adapters *adapters, const char *method,
                                      const char *name, const char *id_number, const void *evidence,
                                      size_t evidence_bytes, struct arena *arena, bool *ret_agrees,
                                      const char **ret_reference, struct err *reterr);

#endif
