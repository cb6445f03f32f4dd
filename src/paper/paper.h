/*
 * paper/: legal documents: template + values -> A4 PDF. The only room that knows Pango, Cairo and
 * libqrencode. Deterministic: same template, values and creation day give the same bytes.
 *
 * A template is JSON (src/paper/templates/NAME.json, embedded): title, number line, paragraphs with
 * {placeholders} and {?conditional} parts, tables, signature block. Layout follows the national
 * drafting rules for court papers: A4, FangSong body 3号 (16 pt), title 2号 (22 pt) bold, 28 pt leading.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/value.h"
#include "base/moment.h"

struct paper_template; /* shared, immutable */

/** By name ("acceptance_notice"); NULL when there is none. Templates are parsed once, at start. */
const struct paper_template *paper_template_find(const char *name);
MUST_CHECK enum err_kind paper_start(struct err *reterr); /* parses templates, sets up fonts */
/** Title as shown in lists. */
const char *paper_template_title(const struct paper_template *template, const char *lang);
/** Names of values the template needs, NULL-ended: refused at draft when missing. */
const char *const *paper_template_needs(const struct paper_template *template);

struct paper_request {
    const struct paper_template *template;
    const struct value *values;
    const char *check_url;   /* printed as QR: link, document id, SM3 of the canonical values; NULL: none */
    const char *seal_text;   /* court's name in the round seal; NULL: unsealed draft, marked 草稿 */
    int32_t created_day;     /* in the PDF's metadata */
};

/** Renders into `arena`. ERR_INVALID "paper.value_missing" names the value. About 20 ms a page. */
MUST_CHECK enum err_kind paper_render(const struct paper_request *request, struct arena *arena,
                                      const void **ret_pdf, size_t *ret_pdf_bytes,
                                      struct err *reterr);
/** Plain text of the paper, for screens and read-aloud. */
MUST_CHECK enum err_kind paper_text(const struct paper_request *request, struct arena *arena,
                                    const char **ret, struct err *reterr);

#endif
