/*
 * definition/: JSON text -> the structs of workflow/; field types: parse, check, mask, describe.
 *
 * The format is described for people in docs/definitions.md. C owns the words (roles, guards,
 * effects, field kinds, compute words, periods of the law); a file only combines them.
 */
#ifndef DEFINITION_DEFINITION_H
#define DEFINITION_DEFINITION_H

#include "workflow/workflow.h"

/** The C words a definition may name. Arrays end with a NULL pointer entry. */
struct vocabulary {
    const struct guard *const *guards;
    const struct effect *const *effects;
    /** Compute words: value of a FIELD_COMPUTED from the other fields. */
    const struct compute_word *computes;      /* ends with name NULL */
    bool (*period_known)(const char *period); /* law/: is there such a period ("{variant}" already
                                                 replaced by each option) */
    /** Is there such a rule of the law, and does it take that input? NULL: any. */
    bool (*rule_takes)(const char *rule, const char *input);
};

struct compute_word {
    const char *name;
    enum err_kind (*compute)(const struct facts *facts, struct arena *arena, struct value **ret,
                             struct err *reterr);
};

/**
 * Reads, compiles and checks one definition.
 * @param ret_findings  up to `findings_max` mistakes with path; when any, ERR_INVALID
 *                      "definition.invalid" is returned and `*ret` is not usable
 * @param arena  owns everything in `*ret`; lives as long as the definition
 */
MUST_CHECK enum err_kind definition_load(const char *json, size_t json_bytes,
                                         const struct vocabulary *vocabulary, struct arena *arena,
                                         struct workflow **ret, struct finding *ret_findings,
                                         size_t findings_max, size_t *ret_finding_count,
                                         struct err *reterr);

/**
 * Lays a court's overlay over a published definition: {"texts": {"states.review.status": {zh, en}},
 * "fields": [{"field": {…}, "forms": ["submit"]}], "drop": [{"form", "field"}], "lengths":
 * {"handover": "2d"}}. Format and limits: docs/definitions.md, "A court's overlay".
 * @param ret  a copy of `base` with all of it, to be loaded like any definition
 * @return ERR_INVALID "definition.invalid" with findings, as definition_load() does
 */
MUST_CHECK enum err_kind definition_overlay(const struct value *base, const struct value *overlay,
                                            const char *court, struct arena *arena,
                                            struct value **ret, struct finding *ret_findings,
                                            size_t findings_max, size_t *ret_finding_count,
                                            struct err *reterr);

enum { DEFINITION_CHANGES_MAX = 500 };
/**
 * What differs between two definitions' JSON: a list of {"path": "actions.submit.by", "was",
 * "now"}, null where there is nothing; at most DEFINITION_CHANGES_MAX. NULL: memory ran out.
 */
MUST_CHECK struct value *definition_compare(const struct value *was, const struct value *now,
                                            struct arena *arena);

/* ---- field types --------------------------------------------------------------------------- */

/** One error at one field, for problem+json "errors". */
struct field_error {
    const char *path; /* "plaintiffs[0].id_number" */
    const char
        *code; /* "required", "resident_id.checksum", "money.range" … rows of the error catalogue */
    const char *args[2]; /* shown in the sentence; NULL when unused */
};

#define FIELD_ERRORS_MAX 50

struct field_errors {
    struct field_error items[FIELD_ERRORS_MAX];
    size_t count; /* may exceed FIELD_ERRORS_MAX: then only the first are kept */
};

/** What checking needs from outside: registers are looked up through these. */
struct field_context {
    struct arena *arena;
    int32_t today; /* court day */
    void *registers;
    bool (*cause_exists)(void *registers, const char *code);
    bool (*court_exists)(void *registers, const char *code);
    bool (*division_exists)(void *registers, const char *code);
};

/**
 * Checks one body against a form and canonicalises it: full-width to half-width, blanks out of
 * numbers, upper-case X, phone without blanks, money as integer fen. Unknown names are refused
 * ("unknown"). Hidden fields (show) are dropped. With `draft` true, what is missing is no error.
 * @return the canonical map in context->arena; NULL only when memory ran out
 */
MUST_CHECK struct value *form_check(const struct form_field *form, size_t form_count,
                                    const struct value *body, bool draft,
                                    const struct field_context *context,
                                    struct field_errors *ret_errors);

/** "resident_id" … as definitions and the API spell it. */
const char *field_kind_name(enum field_kind kind);
MUST_CHECK bool field_kind_find(const char *name, enum field_kind *ret);
/** Is this kind personal data: sealed at rest, masked on screen, in no log? */
bool field_kind_is_personal(enum field_kind kind);
/** Masked twin of a value, e.g. "110105********002X", "138****8000"; others unchanged. */
MUST_CHECK const struct value *field_mask(const struct field *field, const struct value *value,
                                          struct arena *arena);
/** Deep: masks every personal field of a matter's values. NULL: memory ran out. */
MUST_CHECK const struct value *fields_mask(const struct field *fields, size_t field_count,
                                           const struct value *values, struct arena *arena);
/**
 * Calls `visit` for every personal text (resident ids, phones, accounts, also inside persons,
 * organisations and groups) of a matter's values. `purpose` is what secret_seal() is told. The
 * visitor may replace `(*slot)->text`. Stops at the first error.
 */
typedef enum err_kind personal_visitor(void *context, const char *purpose, struct value *slot,
                                       struct err *reterr);
MUST_CHECK enum err_kind definition_visit_personal(const struct field *fields, size_t field_count,
                                                   struct value *values, personal_visitor *visit,
                                                   void *context, struct err *reterr);
/** JSON Schema of one field as a value tree, for OpenAPI. NULL: memory ran out. */
MUST_CHECK struct value *field_schema(const struct field *field, struct arena *arena);

/* ---- what derives from a definition --------------------------------------------------------- */

/** State diagram as SVG text (own layered layout, no outside tool). `lang` "zh" or "en". */
MUST_CHECK const char *definition_diagram(const struct workflow *workflow, const char *lang,
                                          struct arena *arena);
/** Permission matrix as Markdown: state × action × role. */
MUST_CHECK const char *definition_matrix(const struct workflow *workflow, const char *lang,
                                         struct arena *arena);
/** Who may do what in which system: a matrix in Markdown, as docs/systems/rights.md holds it. NULL:
 * memory ran out. */
MUST_CHECK const char *definition_rights(const struct workflow *const *all, size_t count,
                                         struct arena *arena);
/** One page of documentation in Markdown: states, clocks, actions, settings. NULL: memory. */
MUST_CHECK const char *definition_page(const struct workflow *workflow, struct arena *arena);

#endif
