/* paper/pattern: cuts a pattern into tokens. It knows no values: that is content.c. */
#include "paper/template.h"

static const char *const filter_names[FILTER_KIND_COUNT] = {
    [FILTER_NONE] = "",         [FILTER_YUAN] = "yuan",     [FILTER_DAY] = "day",
    [FILTER_DAY_ZH] = "day_zh", [FILTER_MOMENT] = "moment", [FILTER_DAYS] = "days",
    [FILTER_COUNT] = "count",   [FILTER_WORDS] = "words",
};

static bool filter_find(const char *name, size_t length, enum paper_filter *ret)
{
    for (int i = FILTER_NONE + 1; i < FILTER_KIND_COUNT; i++) {
        if (strlen(filter_names[i]) == length && !memcmp(filter_names[i], name, length)) {
            *ret = (enum paper_filter) i;
            return true;
        }
    }
    return false;
}

/* Names and filter between `start` and `end`; false when malformed. */
static bool read_names(const char *start, const char *end, struct pattern_token *ret)
{
    const char *bar = memchr(start, '|', (size_t) (end - start));
    const char *names_end = bar ? bar : end;
    size_t length = (size_t) (names_end - start);
    if (!length || length >= sizeof ret->names)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = start[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("_.[],", c)))
            return false;
    }

    memcpy(ret->names, start, length);
    ret->names[length] = 0;
    return !bar || filter_find(bar + 1, (size_t) (end - bar - 1), &ret->filter);
}

bool pattern_next(const char **cursor, struct pattern_token *ret)
{
    const char *start = *cursor;
    *ret = (struct pattern_token){.kind = TOKEN_TEXT, .start = start};
    if (!*start)
        return false;

    if (*start != '{') {
        ret->length = strcspn(start, "{");
        *cursor = start + ret->length;
        return true;
    }

    const char *end = strchr(start, '}');
    ret->kind = TOKEN_BROKEN;
    *cursor = end ? end + 1 : start + strlen(start);
    if (!end)
        return true;

    const char *inside = start + 1;
    size_t length = (size_t) (end - inside);
    if (length == 1 && *inside == '#')
        ret->kind = TOKEN_INDEX;
    else if (length == 3 && !memcmp(inside, "#zh", 3))
        ret->kind = TOKEN_INDEX_ZH;
    else if (length == 1 && *inside == '/')
        ret->kind = TOKEN_END;
    else if (*inside == '?' && read_names(inside + 1, end, ret))
        ret->kind = TOKEN_IF;
    else if (*inside == '!' && read_names(inside + 1, end, ret))
        ret->kind = TOKEN_UNLESS;
    else if (read_names(inside, end, ret))
        ret->kind = TOKEN_VALUE;
    return true;
}
