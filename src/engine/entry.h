/*
 * engine/entry: registers that are kept as matters (store/entry.h), as actions and public lists see
 * them. Who keeps such a register writes a definition with a text field `name`; who publishes it
 * says here which of its fields everybody may read.
 */
#ifndef ENGINE_ENTRY_H
#define ENGINE_ENTRY_H

#include "engine/engine.h"

enum { ENTRIES_A_PAGE = 50 };

/** Where call_entry_load() put its read; `asked` false: the body named none. */
struct entry_reads {
    bool asked;
    size_t row;
};
/** load: queues the entry of `system` whose public id stands in the body's field. ERR_INVALID
 * "entry.unknown" when it is no such id. */
MUST_CHECK enum err_kind call_entry_load(struct call *call, const char *field, const char *system,
                                         struct entry_reads *ret, struct err *reterr);
/**
 * loaded: facts.outside.NAME {id, court, state, title, mine, fields}; nothing when none was asked
 * for. `mine`: it was entered by whoever acts. An entry that is not there is refused as above.
 */
MUST_CHECK enum err_kind call_entry_loaded(struct call *call, const struct entry_reads *reads,
                                           const char *name, struct err *reterr);

/** A public list over one register. */
struct entry_list {
    const char *system, *state;
    const char *field;         /* a query parameter that narrows it down, of an index; NULL: none */
    const char *const *fields; /* shown of each, NULL-ended */
    const char *until;         /* a date field after which it is shown no more; NULL: none */
};
/**
 * Writes "items" [{id, court, court_name, title, fields}] and "next" by the query parameters court,
 * q, cursor and the list's own.
 */
MUST_CHECK enum err_kind entries_write(struct reading *reading, struct json_writer *writer,
                                       const struct entry_list *list, struct err *reterr);
/** The same with braces around it: all of a reply. */
MUST_CHECK enum err_kind entries_reply(struct reading *reading, struct json_writer *writer,
                                       const struct entry_list *list, struct err *reterr);
#define ENTRIES_REPLY "items:[{id:s court:s court_name:s title:s fields:o}] next:s?"

#endif
