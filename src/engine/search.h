/*
 * engine/search: one search over matters, their parties and the text of papers, by what the reader
 * may see. docs/search.md is the manual, store/search.h the index.
 */
#ifndef ENGINE_SEARCH_H
#define ENGINE_SEARCH_H

#include "engine/engine.h"

enum { SEARCH_LIMIT_MAX = 101, SEARCH_WORDS_MAX = 100 };
/** What is searched for. "" (never NULL) means: any; a state only beside its system. */
struct search_wanted {
    const char *words; /* as typed: each run of letters and characters must stand in the matter */
    const char *system, *state, *court;
    int64_t before_id; /* the newest below this key; 0: from the newest */
    size_t limit;      /* up to SEARCH_LIMIT_MAX */
};
struct search_found {
    struct matter *matters[SEARCH_LIMIT_MAX];
    const char *excerpts[SEARCH_LIMIT_MAX]; /* of the text, around the first word */
    size_t count;
    int64_t before_id; /* where to go on; 0: everything was seen */
};
/**
 * Matters whose text holds the words and that matter_visible() lets this reader see, a glass aside;
 * newest first. What was changed within the last second may not be indexed yet.
 * ERR_INVALID "search.short" without two characters in a row, "search.number" for numbers of
 * persons.
 */
MUST_CHECK enum err_kind engine_search(struct reading *reading, const struct search_wanted *wanted,
                                       struct search_found *ret, struct err *reterr);
/**
 * Makes the index anew: forgets it, queues every matter and indexes all, telling `told` how many
 * are left. Needs a running engine; broken off, the workers go on with what is queued.
 */
MUST_CHECK enum err_kind engine_search_rebuild(struct engine *engine, struct db *db,
                                               void (*told)(void *context, int64_t left),
                                               void *context, struct err *reterr);

#endif
