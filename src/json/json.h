/*
 * json/: strict reading behind one door, and a streaming writer. The only room that knows json-c.
 *
 * Reading refuses, with line and column, what json-c lets pass: duplicate keys, numbers with a
 * fraction or exponent, integers beyond int64, NaN, lone surrogates, NUL, invalid UTF-8, trailing
 * text, depth or size above the limits. Source: RFC 8259 narrowed as RFC 7493 (I-JSON) advises.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "base/text.h"
#include "base/value.h"

struct json_limits {
    size_t size_bytes_max;
    size_t depth_max;
    size_t nodes_max;
};

/** Request bodies: 1 MiB, 16 deep, 20,000 nodes. */
extern const struct json_limits json_limits_request;
/** Definitions and reference files: 4 MiB, 24 deep, 200,000 nodes. */
extern const struct json_limits json_limits_file;

/**
 * Reads one JSON text into a value tree owned by `arena`.
 * @return ERR_SYNTAX "json.syntax" (text has line and column), ERR_LIMIT "json.limit"
 */
MUST_CHECK enum err_kind json_parse(const char *bytes, size_t size_bytes,
                                    const struct json_limits *limits, struct arena *arena,
                                    struct value **ret, struct err *reterr);

/**
 * Writes JSON into a growing text. Errors are sticky: write on, ask once with json_done(). Commas,
 * quotes and escapes are the writer's business; escaping is the only way to write a string.
 */
struct json_writer {
    struct text text;
    uint32_t depth;
    bool need_comma[32];
    bool after_name;
};

void json_writer_init(struct json_writer *writer, struct arena *arena, size_t limit_bytes);
void json_begin(struct json_writer *writer);
void json_end(struct json_writer *writer);
void json_begin_list(struct json_writer *writer);
void json_end_list(struct json_writer *writer);
void json_name(struct json_writer *writer, const char *name);
void json_text(struct json_writer *writer, const char *text); /* NULL writes null */
void json_int(struct json_writer *writer, int64_t integer);
void json_flag(struct json_writer *writer, bool boolean);
void json_null(struct json_writer *writer);
void json_value(struct json_writer *writer, const struct value *value);
/** Splices text that is known to be well-formed JSON (stored by us). */
void json_raw(struct json_writer *writer, const char *json);

/** name + value in one line. */
void json_named_text(struct json_writer *writer, const char *name, const char *text);
void json_named_int(struct json_writer *writer, const char *name, int64_t integer);
void json_named_flag(struct json_writer *writer, const char *name, bool boolean);
void json_named_value(struct json_writer *writer, const char *name, const struct value *value);

/** The whole text, NULL when anything failed or an object or array is still open. */
MUST_CHECK const char *json_done(struct json_writer *writer);

/** Canonical form for hashing: names sorted by bytes, no blanks. NULL: memory ran out. */
MUST_CHECK const char *json_canonical(struct arena *arena, const struct value *value);
/** Compact form in the tree's own order. NULL: memory ran out. */
MUST_CHECK const char *json_print(struct arena *arena, const struct value *value);

#endif
