/*
 * rule/: the rules of law/ by name. One row of one table serves the command line, lines by the
 * million, the API, its description and docs/law-batch.md: the row says what goes in, what comes
 * out, and gives an example that the tests run.
 *
 * An answer is an object: its fields, then "basis" (articles) and "steps" (how it was reached, in
 * words, zh and en). What the law cannot answer is no answer but a problem: a code and a field.
 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "law/law.h"
#include "json/flat.h"

enum rule_type {
    RULE_TEXT,
    RULE_INT,
    RULE_FEN,    /* whole fen, 0 or more */
    RULE_FLAG,   /* true or false */
    RULE_WORD,   /* one of `words` */
    RULE_WORDS,  /* a list of texts; of `words`, when there are any */
    RULE_DAY,    /* "2026-11-24" */
    RULE_MOMENT, /* a day, or RFC 3339; without an offset it is Shanghai's */
    RULE_STEPS,  /* out only: a list of {zh, en} */
    RULE_REASONS /* out only: a list of {zh, en, basis} */
};

enum { RULE_FIELDS_MAX = 32, RULE_LINE_BYTES_MAX = 64 * 1024 };

struct rule_field {
    const char *name; /* NULL ends a list of fields */
    enum rule_type type;
    bool required;            /* in an answer: always there */
    const char *const *words; /* ends with NULL; NULL: any text */
    const char *zh, *en;
};

/** What was given for a field; in the order of the row's fields. */
struct rule_value {
    bool given;
    int64_t integer; /* RULE_INT, RULE_FEN, RULE_FLAG; RULE_DAY: the day; RULE_MOMENT: µs */
    size_t word;     /* RULE_WORD: its place in `words` */
    bool is_day;     /* RULE_MOMENT: no time was given */
    const char *text;
    const char *const *list; /* RULE_WORDS, of `count` */
    size_t count;
};

/** Average wages of a province's year (JI 272). */
struct rule_wage {
    char province[8]; /* "420000" */
    int year;
    int64_t wage_fen;
};

/** What a resident of a province's towns earned and spent in a year (人身损害赔偿解释 22). */
struct rule_income {
    char province[8];
    int year;
    int64_t income_fen, consumption_fen;
    const char *source;
};

/** What rules look up but do not hold: tables with dates, handed in. */
struct rule_world {
    const struct calendar *calendar;
    const struct rule_wage *wages;
    size_t wage_count;
    const struct rule_income *incomes;
    size_t income_count;
    int32_t today;
    /** The name of a court by its code, NULL when unknown; may be NULL. */
    const char *(*court_name)(void *context, const char *code);
    void *context;
};

struct rule_call {
    const struct rule_world *world;
    const struct rule_value *values;
    struct arena *arena;
    struct json_writer *writer; /* inside the answer's object */
};

struct rule {
    const char *name, *zh, *en;
    const char *alias; /* what people type; NULL: the name only */
    const struct rule_field *in, *out;
    const char *example; /* a line of fields, without "rule" */
    enum err_kind (*run)(const struct rule_call *call, struct err *reterr);
};

/** "text" "integer" "fen" "flag" "word" "words" "day" "moment" "steps" "reasons". */
const char *rule_type_name(enum rule_type type);
/** By name or alias; NULL: none. */
const struct rule *rule_find(const char *name);
/** Is there such a rule, and does it take that input? `input` NULL: whatever it takes. */
bool rule_takes(const char *name, const char *input);
/** All in the order of the manual; NULL behind the last. */
const struct rule *rule_at(size_t place);

/**
 * Holds what was given against the row. `name`, `lists` and texts must outlive `ret`.
 * @param ret  RULE_FIELDS_MAX values
 * @return ERR_INVALID with the field: "unknown", "required", "type.text", "type.number",
 *         "type.yes_no", "type.list", "choice.unknown", "date.format", "rule.range"
 */
MUST_CHECK enum err_kind rule_bind(const struct rule *rule, const struct json_flat *given,
                                   struct rule_value *ret, struct err *reterr);

/** Texts as people and addresses give them ("true", "12", "a,b") into what rule_bind() takes. */
MUST_CHECK enum err_kind rule_bind_texts(const struct rule *rule, const char *const *names,
                                         const char *const *texts, size_t count,
                                         struct arena *arena, struct rule_value *ret,
                                         struct err *reterr);

/** One line: an object with "rule" and its fields. Writes one object, {"ok":true,…} or
 * {"ok":false,"code":…,"field":…}; an "id" in the line comes back. Changes `line`. */
void rule_run_line(const struct rule_world *world, char *line, size_t size_bytes,
                   struct arena *arena, struct json_writer *writer);

/** The answer's fields into `writer`, inside an object the caller opened. */
MUST_CHECK enum err_kind rule_run(const struct rule *rule, const struct rule_world *world,
                                  const struct rule_value *values, struct arena *arena,
                                  struct json_writer *writer, struct err *reterr);

#endif
