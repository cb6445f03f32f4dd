/* engine/ports: what the engine needs of the outside world. It declares them and never includes
 * gateway/; main.c fills them in. */
#ifndef ENGINE_PORTS_H
#define ENGINE_PORTS_H

#include "crypto/crypto.h"
#include "engine/case_port.h"
#include "engine/oidc_port.h"
#include "engine/payment_port.h"
#include "engine/peer_port.h"
#include "engine/viewer_port.h"

/** A message on its way out, by one channel. */
struct outgoing {
    const char *channel;   /* "sms", "mail" */
    const char *address;   /* a phone or an e-mail address */
    const char *sender;    /* the court's name, "" when no court is meant */
    const char *title;     /* of an e-mail */
    const char *text;      /* in the recipient's language */
    const char *reference; /* random, ASCII: by it the peer reports back */
};

/** What main.c hands in: the outside world, and two clocks. Every function may be called by any
 * thread. */
struct ports {
    void *context;
    int64_t (*court_now_us)(void *context); /* injectable: deadlines, events */
    int64_t (*real_now_us)(void *context);  /* sessions, codes, leases */
    /** Moves court time: demo folders and tests only, NULL elsewhere. */
    void (*court_set_us)(void *context, int64_t now_us);
    /** Blob port: bytes under their SM3. Durable when it returns ERR_NONE. */
    enum err_kind (*blob_put)(void *context, const struct sm3 *sm3, const void *bytes,
                              size_t size_bytes, struct err *reterr);
    enum err_kind (*blob_get)(void *context, const struct sm3 *sm3, struct arena *arena,
                              const void **ret, size_t *ret_size_bytes, struct err *reterr);
    /** Erases bytes nothing holds any more, unless they were put again within the hour. NULL: never
     * erased. */
    enum err_kind (*blob_drop)(void *context, const struct sm3 *sm3, struct err *reterr);
    /** The same for parts of an upload that has not come whole: by upload, first byte and SM3. */
    enum err_kind (*part_put)(void *context, int64_t upload_id, int64_t first_byte,
                              const struct sm3 *sm3, const void *bytes, size_t size_bytes,
                              struct err *reterr);
    enum err_kind (*part_get)(void *context, int64_t upload_id, int64_t first_byte,
                              const struct sm3 *sm3, struct arena *arena, const void **ret,
                              size_t *ret_size_bytes, struct err *reterr);
    enum err_kind (*parts_drop)(void *context, int64_t upload_id, struct err *reterr);
    /** Uploads there are parts of, at most `max`, in no order. */
    enum err_kind (*parts_list)(void *context, int64_t *ret, size_t max, size_t *ret_count,
                                struct err *reterr);
    /** Do the bytes hold a virus, and which? NULL: no scanner is set. ERR_BUSY: try again later. */
    enum err_kind (*scan)(void *context, const void *bytes, size_t size_bytes, bool *ret_found,
                          char ret_name[64], struct err *reterr);
    /** Does the identity service say that name and number belong together? NULL: none is connected,
     * and what people type stays a claim until a clerk has seen the card. */
    bool (*identity_matches)(void *context, const char *name, const char *id_number);
    /** Which adapter proves that somebody is who they say by that method ("card", "face", "staff"):
     * its name, "stub-…" for one that only plays it; NULL: none. The port itself may be NULL. */
    const char *(*identity_adapter)(void *context, const char *method);
    /** Asks it; see gateway/identity.h. From pool threads only: it waits for the peer. */
    enum err_kind (*identity_prove)(void *context, const char *method, const char *name,
                                    const char *id_number, const void *evidence,
                                    size_t evidence_bytes, struct arena *arena, bool *ret_agrees,
                                    const char **ret_reference, struct err *reterr);
    /**
     * Hands a message to the outside. ERR_BUSY: not now, try again; anything else: the peer will
     * not have it, trying again is no use. NULL: nothing leaves, and what waits goes on waiting.
     */
    enum err_kind (*deliver)(void *context, const struct outgoing *outgoing, struct err *reterr);
    /** Brings a stamping authority's answer (RFC 3161). NULL: none is set. ERR_BUSY: later. */
    enum err_kind (*timestamp_ask)(void *context, const void *question, size_t question_bytes,
                                   struct arena *arena, const void **ret, size_t *ret_bytes,
                                   struct err *reterr);
    const struct viewer_port *viewer;    /* NULL: documents are kept, not looked at */
    const struct oidc_port *oidc;        /* NULL: staff sign in by password alone */
    const struct case_port *cases;       /* NULL: no court has a case system of its own connected */
    const struct peer_port *peers;       /* NULL: every court is ours */
    const struct payment_port *payments; /* NULL: nothing is paid online */
    const char *timestamp_authorities;   /* PEM: who must stand behind a stamp; NULL: anybody */
};

#endif
