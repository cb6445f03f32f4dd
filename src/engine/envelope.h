/*
 * engine/envelope: work between installations, by messages only (docs/cells.md). An effect leaves
 * an envelope in the transaction of its event (envelope_out.c); a worker signs it and hands it
 * over, again and again with the same key; the receiver checks it and carries it out as an ordinary
 * call in the role of the peer, once (envelope_in.c); documents follow in pieces
 * (envelope_papers.c).
 */
#ifndef ENGINE_ENVELOPE_H
#define ENGINE_ENVELOPE_H

#include "engine/internal.h"

enum {
    ENVELOPE_BYTES_MAX = 1 << 20,
    ENVELOPE_BODY_MAX = 512 * 1024,
    ENVELOPE_PAPERS_MAX = 100,
    ENVELOPE_PIECE_BYTES = 1 << 20,
    ENVELOPE_PAPER_BYTES_MAX = 21 << 20 /* as an upload */
};
#define ENVELOPE_PURPOSE "envelope.body"

/** One on its way, signed or not. Texts live in the arena it was read into. */
struct envelope {
    const char *from, *to; /* names of installations */
    const char *key, *thread, *court, *to_court, *kind, *name;
    int64_t sequence;
    const char *body; /* JSON */
    char body_sm3[SM3_HEX];
    const struct value *papers; /* [{id, sm3, bytes, media_type, name}] the body names */
};

/** As it goes over the wire: canonical JSON of all of it with our signature. */
MUST_CHECK enum err_kind envelope_print(const struct engine *engine,
                                        const struct envelope *envelope, struct arena *arena,
                                        const char **ret, struct err *reterr);
/**
 * Reads what came, and believes it only where its peer's key says so.
 * @return ERR_SYNTAX or ERR_LIMIT "json.…", ERR_INVALID "envelope.form", "envelope.body";
 *         ERR_DENIED "envelope.peer" (unknown, or not meant for us), "envelope.signature"
 */
MUST_CHECK enum err_kind envelope_read(const struct engine *engine, const void *bytes,
                                       size_t size_bytes, struct arena *arena, struct envelope *ret,
                                       struct err *reterr);

/** What a call that carries one out leaves in the store with what it does. */
struct envelope_step {
    const struct envelope *envelope;
    const int64_t *papers; /* documents that came with it */
    size_t paper_count;
};
void envelope_step_done(struct call *call);
/**
 * Carries one out that was believed; a second time it is only said that it was.
 * @return ERR_CONFLICT "envelope.changed", "envelope.order"; ERR_MISSING "envelope.thread";
 *         ERR_DENIED "envelope.peer" (the court is not that peer's); or what its call says
 */
MUST_CHECK enum err_kind envelope_carry_out(struct engine *engine, struct db *db,
                                            struct arena *arena, const struct envelope *envelope,
                                            bool *ret_again, struct err *reterr);

/** The documents a body names, as a list of {id, sm3, bytes, media_type, name}. ERR_LIMIT
 * "envelope.papers". */
MUST_CHECK enum err_kind envelope_papers_named(const struct engine *engine, struct db *db,
                                               struct arena *arena, const struct value *body,
                                               const struct value **ret, struct err *reterr);
/**
 * Brings those that are not here yet, piece by piece, and gives each a row; `ret_ids` holds their
 * keys, and names in `body` become ours. ERR_BUSY: not all, yet.
 */
MUST_CHECK enum err_kind envelope_papers_bring(struct engine *engine, struct arena *arena,
                                               const struct envelope *envelope, struct value *body,
                                               const int64_t **ret_ids, struct err *reterr);

/** Sends what waits. */
void envelopes_send(struct engine *engine, struct db *db, struct arena *arena);

#endif
