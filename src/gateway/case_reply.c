/*
 * gateway/case_reply: what a case system may say. Whatever is not as docs/case-system.md has it is
 * garbage as a whole: half a reply is never believed.
 */
#include "base/moment.h"
#include "base/text.h"
#include "gateway/case_system.h"
#include "law/case_number.h"
#include "json/json.h"

enum {
    REFERENCE_MAX = 64,
    KEY_MAX = 100,
    POSITION_MAX = 200,
    NAME_MAX_CHARACTERS = 60,
    HEARINGS_MAX = 50,
    REASON_BYTES_MAX = 180
};

/* Visible ASCII, so that it is the same text everywhere. */
static const char *word_of(const struct value *value, size_t bytes_max)
{
    const char *text = value_text(value);
    size_t length = text ? strlen(text) : 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ' || text[i] > '~')
            return NULL;
    }
    return length >= 1 && length <= bytes_max ? text : NULL;
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
    const char *reference = word_of(value_get(reply, "reference"), REFERENCE_MAX);
    const struct value *given = value_get(reply, "number");
    const char *number = number_of(given, arena);
    if (!reference)
        return garbage("no reference", reterr);
    if (!number && !value_is_null(given))
        return garbage("the number is none", reterr);
    *ret = value_new_map(arena);
    return *ret && value_set_text(arena, *ret, "reference", reference) &&
                   value_set_text(arena, *ret, "number", number)
               ? ERR_NONE
               : arena_full(reterr);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

/* One case being taken over, member by member; `good` is sticky. */
struct taking {
    const struct value *from;
    struct value *to;
    struct arena *arena;
    bool good;
};

static void keep(struct taking *taking, const char *name, const char *text)
{
    taking->good = taking->good && value_set_text(taking->arena, taking->to, name, text);
}

static bool absent(const struct taking *taking, const char *name)
{
    return value_is_null(value_get(taking->from, name));
}

static void take_word(struct taking *taking, const char *name, size_t bytes_max)
{
    const char *word = word_of(value_get(taking->from, name), bytes_max);
    taking->good &= word || absent(taking, name);
    keep(taking, name, word);
}

/* A short line for people: no control characters. */
static void take_name(struct taking *taking, const char *name)
{
    const char *text = value_text(value_get(taking->from, name));
    bool fits = text && *text && text_length(text) <= NAME_MAX_CHARACTERS;
    for (const char *at = text; at && *at; at++)
        fits &= (unsigned char) *at >= ' ';
    taking->good &= fits || absent(taking, name);
    keep(taking, name, fits ? text : NULL);
}

static void take_day(struct taking *taking, const char *name)
{
    int32_t day = 0;
    const char *text = value_text(value_get(taking->from, name));
    bool fits = text && day_parse(text, &day);
    taking->good &= fits || absent(taking, name);
    keep(taking, name, fits ? text : NULL);
}

static void take_choice(struct taking *taking, const char *name, const char *choices)
{
    const char *text = value_text(value_get(taking->from, name));
    taking->good &= text && text_has_word(choices, text);
    keep(taking, name, text);
}

static void take_moment(struct taking *taking, const char *name)
{
    int64_t at_us = 0;
    const char *text = value_text(value_get(taking->from, name));
    taking->good &= text && instant_parse(text, &at_us);
    keep(taking, name, instant_format(taking->arena, at_us));
}

static void take_hearings(struct taking *taking)
{
    const struct value *from = value_get(taking->from, "hearings");
    struct value *list = value_new_list(taking->arena);
    taking->good &=
        (from->type == VALUE_LIST && from->count <= HEARINGS_MAX) || absent(taking, "hearings");
    for (size_t i = 0; list && taking->good && i < from->count; i++) {
        struct taking row = {from->items[i], value_new_map(taking->arena), taking->arena, true};
        row.good = row.to != NULL;
        take_word(&row, "id", REFERENCE_MAX);
        take_moment(&row, "starts");
        take_name(&row, "room");
        take_choice(&row, "state", "planned held cancelled");
        taking->good = row.good && value_add(taking->arena, list, row.to);
    }
    taking->good = taking->good && list && value_set(taking->arena, taking->to, "hearings", list);
}

static void take_result(struct taking *taking)
{
    if (absent(taking, "result"))
        return;
    struct taking inner = {value_get(taking->from, "result"), value_new_map(taking->arena),
                           taking->arena, taking->good};
    inner.good = inner.good && inner.to && !absent(&inner, "on");
    take_choice(&inner, "kind", "judgment dismissed mediated withdrawn transferred other");
    take_day(&inner, "on");
    taking->good = inner.good && value_set(taking->arena, taking->to, "result", inner.to);
}

/* NULL: it is not as it should be. */
static struct value *take_case(const struct value *from, const char *court, struct arena *arena)
{
    struct taking taking = {from, value_new_map(arena), arena, true};
    const struct value *number = value_get(from, "number");
    int64_t revision = value_int(value_get(from, "revision"), 0);
    taking.good = taking.to && revision > 0 && !absent(&taking, "reference") &&
                  text_equal(value_text(value_get(from, "court")), court);
    take_word(&taking, "reference", REFERENCE_MAX);
    take_word(&taking, "key", KEY_MAX);
    keep(&taking, "number", number_of(number, arena));
    taking.good = taking.good && (value_is_null(number) || number_of(number, arena)) &&
                  value_set_int(arena, taking.to, "revision", revision);
    take_day(&taking, "registered");
    take_name(&taking, "judge");
    take_name(&taking, "clerk");
    take_name(&taking, "division");
    take_hearings(&taking);
    take_result(&taking);
    return taking.good ? taking.to : NULL;
}

enum err_kind case_reply_page(const char *json, size_t json_bytes, const char *court,
                              struct arena *arena, struct value **ret, struct err *reterr)
{
    struct value *reply = NULL, *list = value_new_list(arena);
    struct err why = {0};
    int64_t unreadable = 0;
    *ret = value_new_map(arena);
    if (!*ret || !list)
        return arena_full(reterr);
    if (json_parse(json, json_bytes, &json_limits_file, arena, &reply, &why))
        return garbage("no JSON", reterr);
    const struct value *cases = value_get(reply, "cases"), *next = value_get(reply, "next");
    const char *position = word_of(next, POSITION_MAX);
    if (cases->type != VALUE_LIST || cases->count > CASE_PAGE_MAX ||
        (!position && !value_is_null(next)))
        return garbage("no page of cases", reterr);
    for (size_t i = 0; i < cases->count; i++) {
        struct value *one = take_case(cases->items[i], court, arena);
        unreadable += one == NULL;
        if (one && !value_add(arena, list, one))
            return arena_full(reterr);
    }
    return value_set(arena, *ret, "cases", list) && value_set_text(arena, *ret, "next", position) &&
                   value_set_int(arena, *ret, "unreadable", unreadable)
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
