/*
 * paper/content: template + values -> the words of a paper in order. What follows only sets them
 * (set.c) or writes them down (paper.c). Inside paper/ only.
 */
#ifndef PAPER_CONTENT_H
#define PAPER_CONTENT_H

#include "paper/template.h"

enum piece_kind { PIECE_ISSUER, PIECE_TITLE, PIECE_NUMBER, PIECE_BLOCK };

struct piece_row {
    const char *cells[COLUMNS_MAX];
    bool head;
};

struct piece {
    enum piece_kind kind;
    const struct block *block; /* PIECE_BLOCK */
    const char *text;          /* NULL for tables */
    struct piece_row *rows;    /* tables and forms */
    size_t row_count;
    struct piece *next;
};

struct content {
    struct piece *first, *last;
    bool big_print; /* value big_print: for those who read with difficulty */
};

/** ERR_INVALID "paper.value_missing" names the value; ERR_LIMIT "paper.too_long". */
MUST_CHECK enum err_kind content_make(const struct paper_request *request, struct arena *arena,
                                      struct content *ret, struct err *reterr);

/** One value as it is printed, NULL when there is nothing to print. Not for memory's end: see
 * *full. */
const char *value_print(struct arena *arena, const struct value *value, enum paper_filter filter,
                        bool *full);
/** 1 -> 一, 12 -> 十二, 21 -> 二十一; beyond 99 digits are read one by one. */
const char *number_zh(struct arena *arena, int64_t number);

#endif
