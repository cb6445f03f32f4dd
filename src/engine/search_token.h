/*
 * engine/search_token: what a matter is found by, and by whom. Private to search*.c of this room.
 *
 * Tokens stand in the index beside the pairs of the text. Those of a matter say who sees it by the
 * rule of matter_visible() in its present state; those of a reader, what they hold. They are a
 * filter that misses nobody: a right that has not begun yet, or two courts of one hash, let through
 * what the check of the loaded matter then leaves out.
 */
#ifndef ENGINE_SEARCH_TOKEN_H
#define ENGINE_SEARCH_TOKEN_H

#include "engine/internal.h"
#include "store/search.h"

enum { MATTER_TOKENS_MAX = 1600 };

struct token_list {
    uint64_t *items;
    size_t count, capacity;
};

/** False when it is full. */
bool token_add(struct token_list *list, uint64_t token);
uint64_t token_system(const char *system);
uint64_t token_state(const char *system, const char *state);
uint64_t token_court(const char *court);
/** Of a matter; `rights` are rows of search_beside_read(). False: too many. */
bool matter_tokens(const struct matter *matter, const struct db_result *rights,
                   struct token_list *ret);
/** Of a reader: one of these must stand in a matter. False: too many. */
bool reader_tokens(const struct actor *actor, struct token_list *ret);
/** What keeps a reader out. */
bool exclusion_tokens(const struct actor *actor, struct token_list *ret);

#endif
