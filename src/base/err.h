/*
 * base/err: how a call ended, told once, where it happened.
 *
 * Every fallible function returns `enum err_kind` and takes `struct err *reterr` last.
 * Libraries return errors; only api/, command/ and main.c log them.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How a call ended. Zero is success, so `if (kind)` reads "if it failed". */
enum err_kind {
    ERR_NONE = 0,
    ERR_INVALID,      /* the caller's data breaks a rule          -> HTTP 422 */
    ERR_SYNTAX,       /* the request cannot be read at all        -> HTTP 400 */
    ERR_UNIDENTIFIED, /* nobody is signed in                      -> HTTP 401 */
    ERR_DENIED,       /* the actor may not do this                -> HTTP 403 */
    ERR_MISSING,      /* no such thing, or not visible here       -> HTTP 404 */
    ERR_CONFLICT,     /* not possible in the present state        -> HTTP 409 */
    ERR_STALE,        /* somebody else changed it first           -> HTTP 412 */
    ERR_LIMIT,        /* a stated bound on size was reached       -> HTTP 413 */
    ERR_RATE,         /* too often; Retry-After says when         -> HTTP 429 */
    ERR_BUSY,         /* nothing was done; safe to try again      -> HTTP 503 */
    ERR_UNCERTAIN,    /* perhaps done: repeat with the same key   -> HTTP 504 */
    ERR_STORE,        /* database or disk failed, nothing done    -> HTTP 500 */
    ERR_KIND_COUNT
};

/** One failure, told once, where it happened. Lives on the caller's stack. */
struct err {
    enum err_kind kind;
    const char *code; /* stable machine name, e.g. "matter.wrong_state"; static storage */
    char field[96]; /* path of the offending field, "" when none, e.g. "plaintiffs[0].id_number" */
    char text[200]; /* for engineers and logs, English; never holds secrets or personal data */
};

/** Did only the machinery fail, so that the same call may do later? Nothing was decided. */
static inline bool err_is_passing(enum err_kind kind)
{
    return kind == ERR_BUSY || kind == ERR_STORE || kind == ERR_UNCERTAIN;
}

#define COUNT_OF(array)        (sizeof(array) / sizeof *(array))
#define MUST_CHECK             __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/** What err_set() and err_field() write with; nobody else calls it. */
void err_write(struct err *reterr, const char *code, enum err_kind kind, const char *field,
               const char *format, ...) PRINTF_LIKE(5, 6);

/**
 * Fills `*reterr` (may be NULL) and hands `kind` back, so a failing line is one line. Macros, so
 * that whoever analyses a caller sees that the kind handed back is not ERR_NONE.
 */
#define err_set(reterr, kind, code, ...)                                                           \
    (err_write((reterr), (code), (kind), "", __VA_ARGS__), (enum err_kind)(kind))

/** Like err_set(), and names the field at fault. `field` is cut to what `struct err` holds. */
#define err_field(reterr, kind, code, field, ...)                                                  \
    (err_write((reterr), (code), (kind), (field), __VA_ARGS__), (enum err_kind)(kind))

#endif
