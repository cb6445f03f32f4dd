/*
 * engine/matter: matters as readers see them: loaded, asked who may see what of them, written as
 * JSON; and the access log of who looked. engine/engine.h is the door.
 */
#ifndef ENGINE_MATTER_H
#define ENGINE_MATTER_H

#include "engine/call.h"

/** Loads one matter on a reader's connection. ERR_MISSING "matter.unknown". */
MUST_CHECK enum err_kind engine_load_matter(struct reading *reading, int64_t id,
                                            struct matter **ret, struct err *reterr);
enum { MATTERS_LOADED_MAX = 200 };
/** What of many matters is loaded: all; or what a list's row and the question who sees it need,
 * with its values or without (then `fields` is an empty map). Short of all, participants have no
 * identity, clocks nothing but their ends, and there are no settings and no facts. */
enum matter_parts { MATTER_WHOLE, MATTER_FIELDS, MATTER_BARE };
/** Loads up to MATTERS_LOADED_MAX matters in one flight, in the order of `ids`; unknown ones and
 * those whose definition is not here are left out. */
MUST_CHECK enum err_kind engine_load_matters(struct reading *reading, const int64_t *ids,
                                             size_t count, enum matter_parts parts,
                                             struct matter **ret, size_t *ret_count,
                                             struct err *reterr);
/** Every role the actor holds in this matter: by grant, as participant, as owner, as a member of
 * the public. */
role_set matter_roles(const struct actor *actor, const struct matter *matter);
/** The same for one action: an agent without the power it needs does not act as one (CPL 62), and
 * whoever acts for another by a delegation is a helper, who never signs. */
role_set matter_roles_for(const struct actor *actor, const struct matter *matter,
                          const struct action *action);
/** Levels of a dispute by their number: "ordinary", "closed" (CPL 137: 不公开), "secret". */
enum { LEVEL_COUNT = 3 };
extern const char *const level_names[LEVEL_COUNT];
/** Must this actor keep away from the dispute? It beats every grant and role. */
bool actor_is_excluded(const struct actor *actor, int64_t dispute_id);
/** Does this actor read the matter by a broken glass alone? Then notes and messages stay closed. */
bool matter_by_glass(const struct actor *actor, const struct matter *matter);
/**
 * Does this actor sit in that room of the matter's talks? "private" is no room. In a matter that
 * has rooms only those who take part sit in them: no office of the court, no glass (OMR 18).
 */
bool room_open(const struct actor *actor, const struct matter *matter, const char *audience);
/** All of them, for list_posts(); unused places NULL. */
void rooms_open(const struct actor *actor, const struct matter *matter, const char *ret[ROOMS_MAX]);
/** What is said, sealed to its matter and room: moved elsewhere, it does not open. */
MUST_CHECK enum err_kind post_seal(const struct engine *engine, int64_t matter_id,
                                   const char *audience, const char *text, struct arena *arena,
                                   const char **ret, struct err *reterr);
MUST_CHECK enum err_kind post_open(const struct engine *engine, int64_t matter_id,
                                   const char *audience, const char *sealed, struct arena *arena,
                                   const char **ret, struct err *reterr);
/** May this actor see the matter in its present state? Others get "not found". */
bool matter_visible(const struct actor *actor, const struct matter *matter);
/** The JSON of docs/api.md for one matter, as this actor may see it: personal values masked. */
void matter_write(const struct engine *engine, struct json_writer *writer, struct arena *arena,
                  const struct actor *actor, const struct matter *matter, bool unmasked);
/** The same without the braces around it, so that a reader adds what hangs on the matter. */
void matter_write_members(const struct engine *engine, struct json_writer *writer,
                          struct arena *arena, const struct actor *actor,
                          const struct matter *matter, bool unmasked);
/** One row of a list without the braces, so that a list adds what is its own. */
void matter_write_row_members(const struct engine *engine, struct json_writer *writer,
                              struct arena *arena, const struct matter *matter);
/** The same, braces included. */
void matter_write_row(const struct engine *engine, struct json_writer *writer, struct arena *arena,
                      const struct matter *matter);
/**
 * Does the matter wait for something this actor must do? It waits for a role of theirs, and where
 * each person answers for themselves, they have not answered yet; or their first word, their
 * signature, their choice of a mediator is still open, whoever else it waits for.
 */
bool matter_asks(const struct actor *actor, const struct matter *matter);
/** The fields this actor may read, masked unless `unmasked`. NULL: memory ran out. */
MUST_CHECK const struct value *matter_fields(const struct actor *actor, const struct matter *matter,
                                             struct arena *arena, bool unmasked);
/**
 * Writes one row of the access log through the queue and waits until it is durable. Whoever shows
 * personal data calls it first and shows nothing when it fails.
 */
MUST_CHECK enum err_kind engine_note_access(struct reading *reading, int64_t matter_id,
                                            const char *what, struct err *reterr);
/**
 * The same for a paper somebody opens: asked for again, or in parts, within ten to twenty minutes
 * it is one opening and one row.
 */
MUST_CHECK enum err_kind engine_note_opening(struct reading *reading, int64_t matter_id,
                                             const char *what, struct err *reterr);
/**
 * A look by staff into a matter, or at a list (matter_id 0): queued for the access log, not waited
 * for; the same one within a minute is one row. ERR_BUSY when the queue is full: then nothing is
 * shown. Does nothing for anybody but staff.
 */
MUST_CHECK enum err_kind engine_note_look(struct reading *reading, int64_t matter_id,
                                          const char *what, struct err *reterr);
/** One row of the access log, in this call's own transaction; from apply. */
MUST_CHECK enum err_kind access_add(struct call *call, int64_t matter_id, const char *what,
                                    struct err *reterr);
enum { MESSAGE_WORDS_MAX = 8 * 1024 }; /* bytes */
/**
 * What a message said to one address, as a keyed index: white space and the sender's sign 【…】 in
 * front do not count, as telephones add and cut them. NULL: memory ran out, or too long.
 */
MUST_CHECK const char *message_words_index(const struct keys *keys, const char *address,
                                           const char *words, struct arena *arena);
/**
 * The days `from` and `to` that a reading's query asks for, both included; without them the `usual`
 * days up to today, or up to `to`. ERR_INVALID "date.format", "date.order".
 */
MUST_CHECK enum err_kind reading_days(const struct reading *reading, int32_t usual,
                                      int32_t *ret_from, int32_t *ret_to, struct err *reterr);
/** Where the public reaches the platform, without a slash at the end; NULL: not set. */
const char *engine_public_url(const struct engine *engine);
/** Plain words of what happens next, "{due}" and "{number}" filled. */
struct words matter_status(const struct matter *matter, struct arena *arena);
/** Public id of a matter, parsed: any system's prefix. */
MUST_CHECK bool matter_id_parse(const struct engine *engine, const char *text, int64_t *ret_id);
const char *matter_id_print(const struct engine *engine, const struct matter *matter,
                            struct arena *arena);
/** Names from the registers, or the code itself. */
const char *engine_court_name(const struct engine *engine, const char *code);
const char *engine_cause_name(const struct engine *engine, const char *code);
/** The court whose division the address lies in, or NULL: for suggestions. */
const char *engine_court_of_division(const struct engine *engine, const char *division);
/** The court above it, NULL when it is unknown or there is none. */
const char *engine_court_above(const struct engine *engine, const char *court);
/** The division a court is of, e.g. "421202"; NULL when the court is unknown. */
const char *engine_court_division(const struct engine *engine, const char *court);
/** The settings of a definition at a court, as of that time. NULL: memory ran out. */
MUST_CHECK struct value *engine_settings_of(struct engine *engine, const struct workflow *workflow,
                                            const char *court, int64_t now_us, struct arena *arena);
/** Has the court set that its cases are numbered in a system of its own at that time? */
bool engine_numbers_outside(struct engine *engine, const char *court, int64_t now_us,
                            struct arena *arena);
struct field_context engine_field_context(const struct engine *engine, struct arena *arena,
                                          int64_t now_us);
/** Does it see a job that account ordered, by a key with those scopes ("": by none, or for all)? */
bool job_visible(const struct actor *actor, int64_t account_id, const char *scopes);

#endif
