/*
 * paper/: legal documents: template + values -> A4 PDF. The only room that knows Pango, Cairo and
 * libqrencode. Deterministic: same template, values and creation day give the same bytes.
 *
 * A template is JSON (src/paper/templates/NAME.json, embedded): title, number line, paragraphs with
 * {placeholders} and {?conditional} parts, tables, signature block. Layout follows the national
 * drafting rules for court papers: A4, FangSong body 3号 (16 pt), title 2号 (22 pt) bold, 28 pt
 * leading.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/moment.h"
#include "base/value.h"

struct paper_template; /* shared, immutable */

/** By name ("acceptance_notice"); NULL when there is none. Templates are parsed once, at start. */
const struct paper_template *paper_template_find(const char *name);
/** Parses templates, sets up fonts; ERR_MISSING "paper.fonts" names the packages. Once, before
 * threads. */
MUST_CHECK enum err_kind paper_start(struct err *reterr);
/** Lets go of what paper_start() took: for tests and the orderly end. */
void paper_stop(void);
/** All templates, by index from 0; NULL behind the last. */
const struct paper_template *paper_template_at(size_t index);
const char *paper_template_name(const struct paper_template *template);
/** Title as shown in lists. */
const char *paper_template_title(const struct paper_template *template, const char *lang);
/**
 * Names of values the template needs, NULL-ended: refused at draft when missing. They are found in
 * the template itself. What has alternatives ({to,plaintiffs}) is not among them: paper_text()
 * finds every missing value in far less than a millisecond, so ask it at draft.
 */
const char *const *paper_template_needs(const struct paper_template *template);

enum { PAPER_NAMES_MAX = 60 };
/** Names of all values the template can print, in order of first use, NULL-ended; those of list
 * items are not among them. NULL: memory ran out. */
const char *const *paper_template_names(const struct paper_template *template, struct arena *arena);
/** What a value of a template is called, lang "zh" or "en": out of the template ("titles"), else
 * what every template may name. NULL: it has no title. */
const char *paper_value_title(const struct paper_template *template, const char *name,
                              const char *lang);
/** Does the platform itself fill in this name at draft: registers, participants, clocks? */
bool paper_value_is_filled(const char *name);
/** Roles that may sign such a paper off. Data of the template ("sign"). */
const struct value *paper_template_signers(const struct paper_template *template);
/** Can it be typed over: a text, or a list of lines? Tables, parties and their like cannot. */
bool paper_value_is_plain(const struct value *value);
/** The template's words for a code of the definition; NULL: it has none. */
const char *paper_template_word(const struct paper_template *template, const char *code);
/** One value as a paper prints it without a filter; NULL: nothing to print. */
const char *paper_value_text(struct arena *arena, const struct value *value);

/*
 * Values are what is printed: names of court, cause, division and chosen options instead of their
 * codes. Money may be integer fen, days "2026-11-24", persons and organisations their maps, lists
 * of them lists: {plaintiffs} prints 张某、某某公司. "date" is "today", else
 * created_day, when absent; "big_print": true sets the paper in 22 pt. A character no font can draw
 * is printed as 〔U+2CE93〕, never as a box or a gap.
 */
struct paper_request {
    const struct paper_template *template;
    const struct value *values;
    /* Printed as QR: link, document id, SM3 of the canonical values; NULL: none. */
    const char *check_url;
    /*
     * The court's name in the round seal; NULL: unsealed draft, marked 草稿. Papers of parties and
     * mediation bodies are never marked, and bear a seal only when it is that of the value "body".
     */
    const char *seal_text;
    int32_t created_day; /* in the PDF's metadata */
};

/** Renders into `arena`. ERR_INVALID "paper.value_missing" names the value. About 20 ms a page. */
MUST_CHECK enum err_kind paper_render(const struct paper_request *request, struct arena *arena,
                                      const void **ret_pdf, size_t *ret_pdf_bytes,
                                      struct err *reterr);
/**
 * Plain text of the paper, for screens and read-aloud: a table row as "项目：…；金额：…". Needs no
 * font and draws nothing.
 */
MUST_CHECK enum err_kind paper_text(const struct paper_request *request, struct arena *arena,
                                    const char **ret, struct err *reterr);
/**
 * A link as QR code: an SVG with its quiet zone, dark on white.
 * @return ERR_INVALID "code.long" when the link is longer than 500 bytes
 */
MUST_CHECK enum err_kind paper_code_svg(const char *link, struct arena *arena, const char **ret,
                                        struct err *reterr);

#endif
