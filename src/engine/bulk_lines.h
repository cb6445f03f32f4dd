/*
 * engine/bulk_lines: a table or lines of JSON, line by line, as bodies of an opening. Private to
 * the room.
 *
 * Lines of JSON (the text begins with "{"): one object a line. Else CSV with a header whose names
 * are paths into such an object: "cause", "plaintiffs[0].person.name". A cell is read by the kind
 * of field its path names: money in yuan, numbers, yes/no or 是/否, lists with blanks between; an
 * empty cell is not there. What cannot be read so stays text, and the form refuses it by its path.
 */
#ifndef ENGINE_BULK_LINES_H
#define ENGINE_BULK_LINES_H

#include "store/csv.h"
#include "workflow/workflow.h"

struct value;

struct bulk_lines {
    const struct workflow *workflow;
    bool json;
    struct csv csv;
    char *cursor, *text; /* JSON: behind the present line, and its beginning */
    size_t line;         /* of the text, the first is 1; a CSV's header is line 1 */
};

/** `text` has a NUL behind it, is changed while reading and must outlive `ret`. As csv_start_any().
 */
MUST_CHECK enum err_kind bulk_lines_start(char *text, size_t size_bytes, const char *name,
                                          const struct workflow *workflow, struct bulk_lines *ret,
                                          struct err *reterr);
/** Moves on to the next line; `*ret_more` is false at the end. ERR_INVALID "csv.syntax". */
MUST_CHECK enum err_kind bulk_lines_next(struct bulk_lines *lines, bool *ret_more,
                                         struct err *reterr);
/** The present line. An error is that of this line alone: "json.syntax", "json.limit", "body.map",
 * "job.column". */
MUST_CHECK enum err_kind bulk_lines_body(struct bulk_lines *lines, struct arena *arena,
                                         struct value **ret, struct err *reterr);

#endif
