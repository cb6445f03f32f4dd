/*
 * base/bigram: the one rule by which text is searched. A text is cut into overlapping pairs of
 * characters; what is no letter, digit or Chinese character breaks a run. Index, query and the last
 * comparison with the text itself all ask this file, so they cannot disagree.
 *
 * Characters are compared folded: full width as half width, capitals as small letters, traditional
 * as simplified, ○ as 〇.
 */
#ifndef BASE_BIGRAM_H
#define BASE_BIGRAM_H

#include "base/arena.h"

/** A pair as a number: below 2^41, so that a key may hold more beside it. */
enum { BIGRAM_BITS = 41 };

/** {as written, as compared}, in order. */
extern const uint16_t bigram_folds[][2];
extern const size_t bigram_fold_count;

/** The form a character is compared in; 0: it breaks a run. */
uint32_t bigram_point(uint32_t point);
/** The next pair at `*cursor`, which moves on; false at the end. */
bool bigram_next(const char **cursor, uint64_t *ret);
/**
 * Whole numbers, beside the pairs: digits are few and their pairs meet in many numbers, so 民初12号
 * is looked for by its 12 and not by every number with a 12 in it.
 */
struct bigram_numbers {
    const char *at; /* the text; moves on */
    bool after_word;
};
/**
 * The next run of digits, as a number below 2^37; false at the end.
 * @param ret_inner  it stands between letters or characters: whoever looks for it means all of it
 */
bool bigram_number(struct bigram_numbers *numbers, uint64_t *ret, bool *ret_inner);
/**
 * A text as it may lie in an index: normalised, without numbers of persons, phones and accounts
 * (eleven digits or more, a date before them not counted, and codes of fifteen letters and digits
 * or more). NULL: memory ran out.
 */
MUST_CHECK const char *bigram_clean(struct arena *arena, const char *utf8);
/** The runs of a text, folded, at most `max`; how many. SIZE_MAX: memory ran out. */
MUST_CHECK size_t bigram_runs(struct arena *arena, const char *utf8, const char **ret, size_t max);
/** Where `text` holds a folded run, or NULL. */
const char *bigram_find(const char *text, const char *run);

#endif
