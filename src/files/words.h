/* files/words: what a program read in a document, as text that can be shown and searched. */
#ifndef FILES_WORDS_H
#define FILES_WORDS_H

#include "base/arena.h"

enum { WORDS_BYTES_MAX = 64 * 1024 }; /* of one page */

/**
 * Well-formed UTF-8 without controls but the end of a line: what is broken is left out; blanks
 * between two Chinese characters, which recognisers put there, go; other blanks are one; at most
 * one empty line follows another; cut at a character. NULL: memory ran out.
 */
MUST_CHECK const char *words_tidy(const void *bytes, size_t size_bytes, struct arena *arena);

/** Letters and digits in it, each Chinese character one, up to `enough`. */
size_t words_count(const char *text, size_t enough);

#endif
