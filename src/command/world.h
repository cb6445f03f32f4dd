/*
 * command/world: what stands behind the engine's ports: gateways, programs, two clocks. main.c
 * makes one and hands its ports to the engine; what the settings name is read anew with them.
 */
#ifndef COMMAND_WORLD_H
#define COMMAND_WORLD_H

#include "command/outgoing.h"
#include "command/place.h"
#include "command/provider.h"
#include "gateway/identity.h"

#include <stdatomic.h>

/** What the ports stand on. Court time is real time plus an offset only a demo folder can change.
 */
struct world {
    struct place place;
    const struct system *const *systems; /* those that ship, and the folder's own */
    struct blob_home *blobs;
    struct outgoing_ways ways;
    bool delivers;                                     /* a server; a command lets no message out */
    const char *scanner;                               /* address of clamd; NULL: none */
    const char *timestamp_url, *timestamp_authorities; /* NULL: none */
    const struct viewer_port *viewer;                  /* programs that look at documents */
    const struct payment_port *payments;               /* ways money moves; NULL: none */
    const struct case_port *cases;                     /* the same */
    const struct peer_port *peers;                     /* the same */
    struct seal *seal;                                 /* the same */
    struct identity_adapters identity;
    struct provider provider;     /* staff sign in by it */
    const struct oidc_port *oidc; /* of it, while a server runs; NULL: none */
    atomic_llong court_offset_us;
};

/** The real clock, and the court's: the same but in a demo folder. `context` is a struct world. */
int64_t world_real_now(void *context);
int64_t world_court_now(void *context);
void world_court_set(void *context, int64_t now_us);

/** Ports that stand on it, as long as it lives; what is not set is NULL there. */
struct ports world_ports(struct world *world);

/** Takes what the settings name of the outside: identity, case systems, stamps, messages. */
MUST_CHECK enum err_kind world_options(struct world *world, const struct config *config,
                                       struct arena *arena, struct err *reterr);

#endif
