/*
 * base/text: bounded, growing text in an arena, and the few things done to Chinese text everywhere.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/** Text under construction. Errors are sticky: write on, ask once at the end with text_done(). */
struct text {
    struct arena *arena;
    char *bytes;
    size_t length; /* without the NUL */
    size_t capacity;
    size_t limit_bytes;
    bool failed; /* memory or limit ran out; later writes do nothing */
};

void text_init(struct text *text, struct arena *arena, size_t limit_bytes);
void text_add(struct text *text, const char *piece);
void text_add_bytes(struct text *text, const void *bytes, size_t size_bytes);
/** Makes it `size_bytes` longer; the caller writes them there, at once. NULL: it failed. */
MUST_CHECK char *text_room(struct text *text, size_t size_bytes);
/** Decimal; at least `digits_min` digits, zeros before. Many times faster than a format. */
void text_add_int(struct text *text, int64_t number, int digits_min);
void text_add_format(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
/** One more of a list, "甲、乙"; where it would be longer than so many code points, 等 ends it and
 * the answer is false: no more of it is added. */
MUST_CHECK bool text_add_name(struct text *text, const char *name, size_t code_points_max);
/** The NUL-terminated whole, or NULL when anything failed. */
MUST_CHECK const char *text_done(struct text *text);

/** The pieces one after another, in the arena. NULL: memory ran out. */
MUST_CHECK const char *text_joined(struct arena *arena, const char *const *pieces, size_t count);

/** True for well-formed UTF-8 without NUL (no overlong forms, no surrogates). */
bool text_is_utf8(const void *bytes, size_t size_bytes);
/** Code points in well-formed UTF-8. */
size_t text_length(const char *utf8);
/** Its first code points, at most so many, in the arena where it is longer. NULL: memory ran out.
 */
MUST_CHECK const char *text_first(struct arena *arena, const char *utf8, size_t code_points_max);
/** Reads one code point at `*cursor` and moves on; 0 at the end, 0xFFFD for a broken byte. */
uint32_t text_next(const char **cursor);
/** Appends one code point as UTF-8. */
void text_add_code_point(struct text *text, uint32_t code_point);
/** A cell of a table in text (RFC 4180), quoted where it must be; NULL is empty. What a spreadsheet
 * would take for a formula begins with an apostrophe: cells come from people. */
void text_add_cell(struct text *text, const char *cell);
/** Words within markup (HTML, SVG), between tags or in a quoted attribute; NULL is empty. */
void text_add_markup(struct text *text, const char *words);
/** Full-width digits, letters and brackets to half width, outer and doubled blanks away, 〇 kept.
 */
MUST_CHECK const char *text_normalise(struct arena *arena, const char *utf8);
bool text_equal(const char *left, const char *right); /* NULL equals only NULL */
/** Is `word` one of the blank-separated words of `list` (NULL holds none)? */
bool text_has_word(const char *list, const char *word);
bool text_starts(const char *text, const char *prefix);

/** FNV-1a, begun with TEXT_HASH_SEED: quick, and no protection against malice. */
#define TEXT_HASH_SEED UINT64_C(14695981039346656037)
static inline uint64_t text_hash_step(uint64_t hash, uint32_t byte)
{
    return (hash ^ byte) * UINT64_C(1099511628211);
}
uint64_t text_hash(uint64_t hash, const char *text);

/** Lower-case hex of bytes into `ret` of 2*size+1. */
void text_hex(const uint8_t *bytes, size_t size_bytes, char *ret);
/** False when not exactly `size_bytes` bytes of hex. */
MUST_CHECK bool text_unhex(const char *hex, uint8_t *ret, size_t size_bytes);

#endif
