/* base/bigram: see bigram.h. */
#include "base/bigram.h"

#include "base/text.h"

#include <ctype.h>

enum { POINT_BITS = 21, POINT_MAX = 0xFFFFF, NUMBER_DIGITS_MAX = 10, CODE_LETTERS_MAX = 14 };
enum { NUMBER_BITS = 37, MONTH_MAX = 12, DAY_MAX = 31, YEAR_DIGITS = 4 };

static uint32_t fold(uint32_t point)
{
    size_t low = 0, high = bigram_fold_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bigram_folds[middle][0] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < bigram_fold_count && bigram_folds[low][0] == point ? bigram_folds[low][1] : point;
}

/* Punctuation and signs of the planes people type in; everything else beyond ASCII is a letter. */
static bool is_break(uint32_t point)
{
    static const uint32_t ranges[][2] = {{0x80, 0xBF},     {0x2000, 0x206F}, {0x2190, 0x2BFF},
                                         {0x3000, 0x3004}, {0x3008, 0x3020}, {0xFE10, 0xFE1F},
                                         {0xFE30, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},
                                         {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}};
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1])
            return true;
    }
    return point > POINT_MAX;
}

uint32_t bigram_point(uint32_t point)
{
    bool wide = (point >= 0xFF10 && point <= 0xFF19) || (point >= 0xFF21 && point <= 0xFF3A) ||
                (point >= 0xFF41 && point <= 0xFF5A);
    if (wide)
        point -= 0xFEE0;
    if (point < 0x80)
        return isalnum((int) point) ? (uint32_t) tolower((int) point) : 0;
    point = fold(point);
    return is_break(point) ? 0 : point;
}

bool bigram_next(const char **cursor, uint64_t *ret)
{
    while (**cursor) {
        uint32_t first = bigram_point(text_next(cursor));
        const char *after = *cursor;
        uint32_t second = first ? bigram_point(text_next(&after)) : 0;
        if (second) {
            *ret = (uint64_t) first << POINT_BITS | second;
            return true;
        }
    }
    return false;
}

bool bigram_number(struct bigram_numbers *numbers, uint64_t *ret, bool *ret_inner)
{
    uint64_t hash = TEXT_HASH_SEED;
    bool found = false, before = false;
    for (;;) {
        const char *after = numbers->at;
        uint32_t point = bigram_point(text_next(&after));
        bool digit = point >= '0' && point <= '9';
        if (found && !digit) {
            *ret = (hash ^ hash >> NUMBER_BITS) & ((UINT64_C(1) << NUMBER_BITS) - 1);
            *ret_inner = before && point;
            return true;
        }
        if (digit && !found)
            before = numbers->after_word;
        if (digit)
            hash = text_hash_step(hash, point);
        found |= digit;
        if (!*numbers->at)
            return false;
        numbers->after_word = point && !digit;
        numbers->at = after;
    }
}

/* How long the stretch of digits at `text` is, blanks and dashes between them included, and how
 * many digits: 4223 0119 …, 139-0000-1111. */
static size_t digits_at(const char *text, size_t *ret_digits)
{
    size_t length = 0, digits = 0;
    while (isdigit((unsigned char) text[length]) ||
           (strchr(" -xX", text[length]) && text[length] && digits &&
            isdigit((unsigned char) text[length + 1]))) {
        digits += isdigit((unsigned char) text[length]) != 0;
        length++;
    }
    *ret_digits = digits;
    return length;
}

/* The next one or two digits behind a dash, as a number from 1 to `max`; 0: they are none. */
static size_t part_of_date(const char *text, int max)
{
    int value = 0;
    size_t length = 1;
    if (text[0] != '-')
        return 0;
    for (; length <= 2 && isdigit((unsigned char) text[length]); length++)
        value = value * 10 + (text[length] - '0');
    return value >= 1 && value <= max ? length : 0;
}

/* How long the date that begins here is, 2025-03-01: no number of anybody, so what follows it is
 * looked at by itself. 0: none begins. */
static size_t date_at(const char *text)
{
    size_t year = 0;
    while (isdigit((unsigned char) text[year]))
        year++;
    size_t month = year == YEAR_DIGITS ? part_of_date(text + year, MONTH_MAX) : 0;
    size_t day = month ? part_of_date(text + year + month, DAY_MAX) : 0;
    char behind = text[year + month + day];
    return day && !isdigit((unsigned char) behind) && !(behind && strchr("-xX", behind))
               ? year + month + day
               : 0;
}

/* Digits, or letters: a number stands in the middle of a code too, Tel13900001111. */
static size_t same_at(const char *text)
{
    size_t length = 1;
    bool digit = isdigit((unsigned char) text[0]) != 0;
    while (isalnum((unsigned char) text[0]) && isalnum((unsigned char) text[length]) &&
           (isdigit((unsigned char) text[length]) != 0) == digit)
        length++;
    return length;
}

static size_t code_at(const char *text, bool *ret_has_digit)
{
    size_t length = 0;
    *ret_has_digit = false;
    for (; isalnum((unsigned char) text[length]); length++)
        *ret_has_digit |= isdigit((unsigned char) text[length]) != 0;
    return length;
}

const char *bigram_clean(struct arena *arena, const char *utf8)
{
    struct text out;
    const char *normal = text_normalise(arena, utf8);
    if (!normal)
        return NULL;
    text_init(&out, arena, strlen(normal) + 8);
    while (*normal) {
        size_t digits = 0, number = digits_at(normal, &digits), date = date_at(normal);
        bool has_digit = false;
        size_t code = code_at(normal, &has_digit);
        if (date) {
            text_add_bytes(&out, normal, date);
            normal += date;
        } else if (digits > NUMBER_DIGITS_MAX || (code > CODE_LETTERS_MAX && has_digit)) {
            size_t length = number > code && digits > NUMBER_DIGITS_MAX ? number : code;
            text_add(&out, " ");
            normal += length;
        } else {
            size_t length = same_at(normal);
            text_add_bytes(&out, normal, length);
            normal += length;
        }
    }
    return text_done(&out);
}

size_t bigram_runs(struct arena *arena, const char *utf8, const char **ret, size_t max)
{
    size_t count = 0;
    while (*utf8 && count < max) {
        struct text run;
        uint32_t point = 0;
        text_init(&run, arena, 4 * strlen(utf8) + 8);
        while (*utf8 && (point = bigram_point(text_next(&utf8))))
            text_add_code_point(&run, point);
        if (!run.length && !run.failed)
            continue;
        ret[count] = text_done(&run);
        if (!ret[count++])
            return SIZE_MAX;
    }
    return count;
}

static bool begins_with(const char *text, const char *run)
{
    while (*run) {
        uint32_t wanted = text_next(&run);
        if (!*text || bigram_point(text_next(&text)) != wanted)
            return false;
    }
    return true;
}

const char *bigram_find(const char *text, const char *run)
{
    while (*text) {
        if (begins_with(text, run))
            return text;
        (void) text_next(&text);
    }
    return NULL;
}
