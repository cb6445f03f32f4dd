/*
 * api/problem: the catalogue of what can go wrong, in words people can act on, and problem+json
 * (RFC 9457). Codes are append-only: clients and the web know them.
 */
#ifndef API_PROBLEM_H
#define API_PROBLEM_H

#include "definition/definition.h"
#include "json/json.h"

/** The number people call stands in the words as this; a court's own replaces it. */
#define HOTLINE "12368"

struct problem_row {
    const char *code;
    int status; /* 0: by the kind of the error */
    struct words title, next;
};

/** Ends with code NULL. */
extern const struct problem_row problem_rows[];
/** One a kind, in the order of enum err_kind: for codes without a row. */
extern const struct problem_row problem_kinds[ERR_KIND_COUNT];

/** One sentence for one field error; "{0}" and "{1}" are its arguments. */
struct field_sentence {
    const char *code;
    struct words text;
};
extern const struct field_sentence field_sentences[]; /* ends with code NULL */

/** The row of a code, else of the kind. Never NULL. */
const struct problem_row *problem_find(enum err_kind kind, const char *code);
int problem_status(enum err_kind kind, const char *code);
/** Seconds for Retry-After, 0: none. */
int problem_retry_seconds(enum err_kind kind, const char *code);

/** One field error as an object {path, code, text, text_en, args}. */
void problem_write_error(struct json_writer *writer, const struct field_error *error,
                         struct arena *arena);
/**
 * problem+json. `refusal` (words of a guard) takes the place of the title when given; `errors` may
 * be NULL. NULL: memory ran out.
 * @param hotline  the number people are told to call
 */
const char *problem_print(struct arena *arena, const char *hotline, enum err_kind kind,
                          const struct err *err, const struct words *refusal,
                          const struct field_errors *errors);
/** Words with that number in the place of HOTLINE. NULL: memory ran out. */
const char *with_hotline(struct arena *arena, const char *words, const char *hotline);

#endif
