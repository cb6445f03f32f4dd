/*
 * gateway/case_reply: what a case system may say. Whatever is not as docs/case-system.md has it is
 * garbage as a whole: half a reply is never believed.
 */
#include "base/text.h"
#include "gateway/case_system.h"
#include "law/case_number.h"
#include "json/json.h"

enum { REFERENCE_MAX = 64, REASON_BYTES_MAX = 180 };

/* Visible ASCII, so that it is the same text everywhere. */
static const char *reference_of(const struct value *value)
{
    const char *text = value_text(value);
    size_t length = text ? strlen(text) : 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ' || text[i] > '~')
            return NULL;
    }
    return length >= 1 && length <= REFERENCE_MAX ? text : NULL;
}

/* In the one form that is stored; NULL: it is none. */
static const char *number_of(const struct value *value, struct arena *arena)
{
    struct case_number number;
    const char *text = value_text(value);
    return text && case_number_parse(text, &number) ? case_number_print(arena, &number) : NULL;
}

static enum err_kind garbage(const char *why, struct err *reterr)
{
    return err_set(reterr, ERR_BUSY, "case_system.garbage", "the case system's reply: %s", why);
}

enum err_kind case_reply_sent(const char *json, size_t json_bytes, struct arena *arena,
                              struct value **ret, struct err *reterr)
{
    struct value *reply = NULL;
    struct err why = {0};
    if (json_parse(json, json_bytes, &json_limits_request, arena, &reply, &why))
        return garbage("no JSON", reterr);
    const char *reference = reference_of(value_get(reply, "reference"));
    const struct value *given = value_get(reply, "number");
    const char *number = number_of(given, arena);
    if (!reference)
        return garbage("no reference", reterr);
    if (!number && !value_is_null(given))
        return garbage("the number is none", reterr);
    *ret = value_new_map(arena);
    return *ret && value_set(arena, *ret, "reference", value_new_text(arena, reference)) &&
                   value_set(arena, *ret, "number", value_new_text(arena, number))
               ? ERR_NONE
               : arena_full(reterr);
}

const char *case_reply_reason(const char *json, size_t json_bytes, struct arena *arena)
{
    struct value *reply = NULL;
    struct text clean;
    if (json_parse(json, json_bytes, &json_limits_request, arena, &reply, NULL))
        return "no reason was given";
    const char *at = value_text(value_get(reply, "reason"));
    text_init(&clean, arena, 1024);
    for (uint32_t point; at && clean.length < REASON_BYTES_MAX && (point = text_next(&at));)
        text_add_code_point(&clean, point < ' ' ? ' ' : point);
    const char *reason = text_done(&clean);
    return reason && *reason ? reason : "no reason was given";
}
