/* paper/print: one value as a paper shows it. Codes, labels and names are the caller's business:
 * what has no Chinese in it and stands where words must stand counts as missing. */
#include "paper/content.h"

#include "base/text.h"
#include "law/fee.h"

#define VALUE_BYTES_MAX ((size_t) 256 * 1024)

static const char *const digits_zh[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* Zero to ninety-nine as spoken: 十, 十二, 二十, 三十一. */
static void add_spoken(struct text *text, int number)
{
    if (number >= 20)
        text_add(text, digits_zh[number / 10]);
    if (number >= 10)
        text_add(text, "十");
    if (number % 10 || number < 10)
        text_add(text, digits_zh[number % 10]);
}

const char *number_zh(struct arena *arena, int64_t number)
{
    struct text text;
    text_init(&text, arena, 128);
    if (number >= 0 && number < 100) {
        add_spoken(&text, (int) number);
        return text_done(&text);
    }
    char digits[24];
    (void) snprintf(digits, sizeof digits, "%lld", (long long) number);
    for (const char *c = digits; *c; c++)
        text_add(&text, *c == '-' ? "负" : digits_zh[*c - '0']);
    return text_done(&text);
}

static const char *day_zh(struct arena *arena, int32_t day)
{
    struct civil_date date = date_of_day(day);
    struct text text;
    text_init(&text, arena, 128);
    const char *year = number_zh(arena, date.year);
    text_add(&text, year ? year : "");
    text_add(&text, "年");
    add_spoken(&text, date.month);
    text_add(&text, "月");
    add_spoken(&text, date.day);
    text_add(&text, "日");
    return text_done(&text);
}

static const char *moment(struct arena *arena, int64_t instant_us)
{
    int32_t day = day_of_instant(instant_us);
    int64_t minutes = (instant_us - start_of_day(day)) / MINUTE_US;
    const char *day_text = day_format_zh(arena, day);
    return day_text ? arena_printf(arena, "%s%d时%02d分", day_text, (int) (minutes / 60),
                                   (int) (minutes % 60))
                    : NULL;
}

/* "2026年10月1日", as letters to parties have it. */
static bool read_day_zh(const char *text, int32_t *ret)
{
    static const char *const units[] = {"年", "月", "日"};
    int parts[3];
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        char *end = NULL;
        long number = strtol(text, &end, 10);
        if (end == text || number < 1 || number > 9999 || !text_starts(end, units[i]))
            return false;
        parts[i] = (int) number;
        text = end + strlen(units[i]);
    }
    struct civil_date date = {parts[0], parts[1], parts[2]};
    if (*text || !date_is_valid(date))
        return false;
    *ret = day_of_date(date);
    return true;
}

/* A day, from a date, an instant, or a date already written out for people. */
static bool read_day(const char *text, int32_t *ret)
{
    int64_t instant_us;
    if (read_day_zh(text, ret))
        return true;
    if (day_parse(text, ret))
        return true;
    if (!instant_parse(text, &instant_us))
        return false;
    *ret = day_of_instant(instant_us);
    return true;
}

static bool ends_with(const char *text, const char *tail)
{
    size_t length = strlen(text), tail_length = strlen(tail);
    return length >= tail_length && !strcmp(text + length - tail_length, tail);
}

static bool only_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char) *text >= 0x80)
            return false;
    }
    return true;
}

static const char *filter_text(struct arena *arena, const char *text, enum paper_filter filter)
{
    int32_t day;
    int64_t instant_us;
    switch (filter) {
    case FILTER_YUAN:
        return ends_with(text, "元") ? text : arena_printf(arena, "%s元", text);
    case FILTER_DAY:
        return read_day(text, &day) ? day_format_zh(arena, day) : text;
    case FILTER_DAY_ZH:
        return read_day(text, &day) ? day_zh(arena, day) : text;
    case FILTER_MOMENT:
        return instant_parse(text, &instant_us) ? moment(arena, instant_us)
                                                : filter_text(arena, text, FILTER_DAY);
    case FILTER_DAYS:
        return only_ascii(text) ? arena_printf(arena, "%s日", text) : text;
    case FILTER_NONE:
    case FILTER_COUNT:
    case FILTER_WORDS:
    case FILTER_KIND_COUNT:
        break;
    }
    return text;
}

/*
 * User text without what a paper must not hold: control characters, and marks that turn the
 * direction of writing, which could make a sealed paper read otherwise than it is stored.
 */
static const char *clean(struct arena *arena, const char *raw)
{
    struct text text;
    text_init(&text, arena, VALUE_BYTES_MAX);
    uint32_t c;
    for (const char *cursor = raw; (c = text_next(&cursor));) {
        bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                     c == 0x200F || c == 0x061C;
        bool breaks = c == 0x2028 || c == 0x2029 || c == 0x85 || c == '\f' || c == '\v';
        if (c == '\n' || breaks)
            text_add(&text, "\n");
        else if (c == '\t')
            text_add(&text, " ");
        else if (c >= 0x20 && c != 0x7F && !(c > 0x7F && c < 0xA0) && !turns && c != 0xFEFF)
            text_add_code_point(&text, c);
    }
    while (text.length &&
           (text.bytes[text.length - 1] == '\n' || text.bytes[text.length - 1] == ' '))
        text.bytes[--text.length] = '\0';
    return text_done(&text);
}

/* The part of a map that is its name: people, organisations, addresses, documents. */
static const struct value *naming_part(const struct value *map)
{
    static const char *const names[] = {"name", "person", "organisation", "title", "label", "text"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct value *part = value_get(map, names[i]);
        if (!value_is_null(part))
            return part;
    }
    return &value_null;
}

/* Depth is at most three: list, its map, the map's person. */
static const char *print_at(struct arena *arena, const struct value *value,
                            enum paper_filter filter, int depth, bool *full);

static const char *print_list(struct arena *arena, const struct value *list,
                              enum paper_filter filter, int depth, bool *full)
{
    struct text text;
    text_init(&text, arena, VALUE_BYTES_MAX);
    for (size_t i = 0; i < list->count; i++) {
        const char *item = print_at(arena, value_at(list, i), filter, depth + 1, full);
        if (!item)
            continue;
        if (text.length && !text.failed)
            text_add(&text,
                     ends_with(text.bytes, "。") || ends_with(text.bytes, "；") ? "\n" : "、");
        text_add(&text, item);
    }
    if (!text.length && !text.failed)
        return NULL;
    const char *done = text_done(&text);
    *full = *full || !done;
    return done;
}

static const char *print_map(struct arena *arena, const struct value *map, enum paper_filter filter,
                             int depth, bool *full)
{
    const char *detail = value_text(value_get(map, "detail"));
    if (!detail)
        return print_at(arena, naming_part(map), filter, depth + 1, full);
    const char *division = value_text(value_get(map, "division_name"));
    const char *whole = arena_printf(arena, "%s%s", division ? division : "", detail);
    const char *cleaned = whole ? clean(arena, whole) : NULL;
    *full = *full || !cleaned;
    return cleaned;
}

static const char *print_text(struct arena *arena, const char *raw, enum paper_filter filter,
                              bool *full)
{
    if (filter == FILTER_WORDS && only_ascii(raw))
        return NULL;
    const char *text = clean(arena, raw);
    if (text && !*text)
        return NULL;
    if (text)
        text = filter_text(arena, text, filter);
    *full = *full || !text;
    return text;
}

static const char *print_at(struct arena *arena, const struct value *value,
                            enum paper_filter filter, int depth, bool *full)
{
    if (depth > 4)
        return NULL;

    const char *text = NULL;
    switch (value->type) {
    case VALUE_NULL:
        return NULL;
    case VALUE_TEXT:
        return print_text(arena, value->text, filter, full);
    case VALUE_LIST:
        if (filter != FILTER_COUNT || !value->count)
            return print_list(arena, value, filter, depth, full);
        text = arena_printf(arena, "%zu", value->count);
        break;
    case VALUE_MAP:
        return print_map(arena, value, filter, depth, full);
    case VALUE_BOOL:
        return value->boolean ? "是" : "否";
    case VALUE_INT:
        if (filter == FILTER_YUAN) {
            const char *money = money_format(arena, value->integer);
            text = money ? arena_printf(arena, "%s元", money) : NULL;
        } else {
            text = arena_printf(arena, "%lld%s", (long long) value->integer,
                                filter == FILTER_DAYS ? "日" : "");
        }
        break;
    }
    *full = *full || !text;
    return text;
}

const char *value_print(struct arena *arena, const struct value *value, enum paper_filter filter,
                        bool *full)
{
    return print_at(arena, value, filter, 0, full);
}
