/*
 * paper/template: what a template's JSON becomes: blocks of patterns. Inside paper/ only.
 *
 * A pattern is text with placeholders:
 *   {court}            the value; refused when missing
 *   {to,plaintiffs}    the first of these that is given
 *   {amount|yuan}      through a filter (table below)
 *   {#} {#zh}          number of the item inside "each" and tables: 1, 一
 *   {?due}…{/}         only when the value is given and not false; may nest
 *   {!due}…{/}         only when it is not
 * A value's own braces are never read as placeholders.
 */
#ifndef PAPER_TEMPLATE_H
#define PAPER_TEMPLATE_H

#include "base/embedded.h"
#include "paper/paper.h"

enum paper_filter {
    FILTER_NONE,
    FILTER_YUAN,   /* fen -> 1,300.00元; text stays, with 元 */
    FILTER_DAY,    /* 2026-11-24 -> 2026年11月24日 */
    FILTER_DAY_ZH, /* 二〇二六年十一月二十四日, as rulings are dated */
    FILTER_MOMENT, /* RFC 3339 -> 2026年11月24日9时05分, Shanghai time */
    FILTER_DAYS,   /* 7 -> 7日 */
    FILTER_COUNT,  /* items of a list */
    FILTER_WORDS,  /* the template's "words" for a code; any other code counts as missing */
    FILTER_KIND_COUNT
};

enum token_kind {
    TOKEN_TEXT,
    TOKEN_VALUE,
    TOKEN_INDEX,
    TOKEN_INDEX_ZH,
    TOKEN_IF,
    TOKEN_UNLESS,
    TOKEN_END,
    TOKEN_BROKEN
};

#define PATTERN_NAMES_MAX 96

struct pattern_token {
    enum token_kind kind;
    const char *start; /* TOKEN_TEXT */
    size_t length;
    char names[PATTERN_NAMES_MAX]; /* alternatives, comma-separated */
    enum paper_filter filter;
};

/** Reads one token at `*cursor` and moves on; false at the end. */
bool pattern_next(const char **cursor, struct pattern_token *ret);

enum block_kind {
    BLOCK_TO,        /* addressee, flush left */
    BLOCK_PARAGRAPH, /* indented by two characters */
    BLOCK_FLUSH,     /* not indented */
    BLOCK_HEAD,      /* bold, indented */
    BLOCK_LINE,      /* a label and a rule to sign on; stays with the signature */
    BLOCK_SIGN,      /* 审判员　…, right-aligned */
    BLOCK_STAMP, /* court and date, centred on each other; the seal lies over the last of them */
    BLOCK_SPACE, /* an empty line */
    BLOCK_TABLE, /* one row an item of a list */
    BLOCK_FORM,  /* label | value */
    BLOCK_KIND_COUNT
};

#define COLUMNS_MAX 6

enum column_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct column {
    const char *title, *text;
    const char *total; /* pattern of the last row's cell, NULL: no such row */
    int64_t weight;    /* share of the width */
    enum column_align align;
};

struct block {
    enum block_kind kind;
    const char *text;                   /* pattern; for BLOCK_TABLE the names of its list */
    const char *when;                   /* as "{?names|filter}" or "{!names}", NULL: always */
    const char *each;                   /* names of a list, NULL: once */
    struct column columns[COLUMNS_MAX]; /* BLOCK_FORM: one a row, title = label */
    size_t column_count;
    struct column *form; /* BLOCK_FORM: rows */
    size_t form_count;
};

struct paper_template {
    const char *name;
    const char *title_zh, *title_en;
    const char *issuer;  /* pattern of the first title line, "{court}" unless the file says so */
    const char *heading; /* second title line */
    const char *number;  /* pattern, NULL: none */
    const struct value *words;  /* what {x|words} prints for a code of the definition */
    const struct value *titles; /* what values are called: name -> {zh, en} */
    const struct value *sign;   /* roles that may sign it off */
    bool sealed; /* false: no court paper; parties sign it, so it is no draft unsealed */
    struct block *blocks;
    size_t block_count;
    const char **needs;
};

/** Reads one template. ERR_INVALID "paper.template" names file and place. */
MUST_CHECK enum err_kind template_read(const struct embedded_file *file, struct arena *arena,
                                       struct paper_template *ret, struct err *reterr);

#endif
