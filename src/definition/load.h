/* definition/load: what the files of the loader share. Private to the room. */
#ifndef DEFINITION_LOAD_H
#define DEFINITION_LOAD_H

#include "definition/definition.h"

/** One definition being read: where faults go, and the path of the object in hand. */
struct loading {
    const struct vocabulary *vocabulary;
    struct arena *arena;
    struct workflow *workflow;
    struct finding *findings;
    size_t findings_max, finding_count;
    char path[160];
    bool out_of_memory;
};

void fault(struct loading *loading, const char *format, ...) PRINTF_LIKE(2, 3);
/** Goes one step down the path; returns what leave() wants back. */
size_t enter(struct loading *loading, const char *name, size_t index);
void leave(struct loading *loading, size_t length);
/** Refuses every name of `map` that is not in `allowed` (blank-separated); "note" is always
 * allowed. */
void only(struct loading *loading, const struct value *map, const char *allowed);
const char *get_text(struct loading *loading, const struct value *map, const char *name,
                     bool required);
bool get_flag(struct loading *loading, const struct value *map, const char *name);
struct words get_words(struct loading *loading, const struct value *map, const char *name);
/** Names in a list, NULL-terminated. NULL when the list is absent. */
const char *const *get_names(struct loading *loading, const struct value *map, const char *name);
role_set get_roles(struct loading *loading, const struct value *map, const char *name);
/** The list's rows, and memory for as many of `item_bytes`. */
const struct value *get_rows(struct loading *loading, const struct value *map, const char *name,
                             size_t item_bytes, void **ret);

const struct field *load_fields(struct loading *loading, const struct value *map,
                                size_t *ret_count);
void load_appointments(struct loading *loading, const struct value *root);
const struct option *load_options(struct loading *loading, const struct value *map,
                                  size_t *ret_count);
const struct condition *load_condition(struct loading *loading, const struct value *value);
/** The deadlines a list names; unknown ones are faults. */
const struct deadline **load_deadline_names(struct loading *loading, const struct value *row,
                                            const char *name, size_t *ret_count);
/** The effects a row names, with their constant arguments. */
const struct effect_use *load_effects(struct loading *loading, const struct value *row,
                                      size_t *ret_count);
void load_actions(struct loading *loading, const struct value *root);

#endif
