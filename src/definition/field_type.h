/* definition/field_type: what checking, masking and describing share. Private to the room. */
#ifndef DEFINITION_FIELD_TYPE_H
#define DEFINITION_FIELD_TYPE_H

#include "definition/definition.h"

/** One body being checked. */
struct checking {
    const struct field_context *context;
    struct field_errors *errors;
    char path[160];
    bool draft;
    bool out_of_memory;
};

/** Notes an error at the path in hand. */
void field_error_add(struct checking *checking, const char *code, const char *first,
                     const char *second);

struct field_type {
    const char *name;
    bool personal;
    /** The canonical value, or NULL after noting an error. NULL: a composed kind. */
    struct value *(*check)(struct checking *checking, const struct field *field,
                           const struct value *given);
    const struct field *inner; /* of a composed kind */
    size_t inner_count;
};

extern const struct field_type field_types[FIELD_KIND_COUNT];
/** Inner fields of a person, an organisation, a group row …; count 0 for plain kinds. */
void field_inner(const struct field *field, const struct field **ret, size_t *ret_count);

#endif
