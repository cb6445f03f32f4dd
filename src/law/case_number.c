/* law/case_number: grammar and table. Not for handing numbers out: engine/ keeps the series. */
#include "law/case_number.h"

#include "base/text.h"

#include <stdio.h>

/* clang-format off */
const struct case_type_code case_type_codes[] = {
    {"民初", true}, {"民终", true}, {"民监", true}, {"民申", true}, {"民抗", true}, {"民再", true}, {"民撤", true},
    {"民特", true}, {"民特监", true}, {"民催", true}, {"民督", true}, {"民督监", true}, {"民他", true},
    {"民辖", true}, {"民辖终", true}, {"民辖监", true}, {"民诉前调", false}, {"诉前调", false}, {"诉前调确", false}, {"诉前调书", false},
    {"行初", true}, {"行终", true}, {"行监", true}, {"行申", true}, {"行抗", true}, {"行再", true}, {"行审", true}, {"行审复", true}, {"行他", true},
    {"行辖", true}, {"行辖终", true}, {"行赔初", true}, {"行赔终", true}, {"行赔监", true}, {"行赔申", true}, {"行赔抗", true}, {"行赔再", true}, {"行赔他", true},
    {"刑初", true}, {"刑终", true}, {"刑监", true}, {"刑申", true}, {"刑抗", true}, {"刑再", true}, {"刑更", true}, {"刑他", true}, {"刑辖", true},
    {"财保", true}, {"行保", true}, {"行保复", true}, {"证保", true}, {"司惩", true}, {"司惩复", true},
    {"执", true}, {"执恢", false}, {"执保", false}, {"执异", true}, {"执复", true}, {"执监", true}, {"执协", true}, {"执他", true},
    {"刑教", true}, {"刑教解", true}, {"刑教复", true}, {"刑教监", true}, {"刑没", true}, {"刑核", true}, {"刑医", true}, {"刑医解", true}, {"刑医复", true}, {"刑医监", true}, {"刑止", true}, {"刑止调", true}, {"刑止核", true}, {"刑更监", true}, {"刑更备", true},
    {"民保令", true}, {"民保更", true}, {"赔辖", true}, {"赔辖终", true}, {"清监", true}, {"破监", true}, {"委赔监", true}, {"委赔提", true}, {"委赔再", true}, {"赔他", true}, {"赔确监", true},
    {"清申", true}, {"破申", true}, {"清终", true}, {"破终", true}, {"强清", true}, {"破", true},
    {"法赔", true}, {"委赔", true}, {"司救民", true}, {"司救执", true}, {"司救刑", true}, {"司救行", true}, {"司救赔", true}, {"司救访", true}, {"司救他", true},
    {"调确", true}, {"引调", false}, {"民破", true}, {"民算", true},
    {"认台", true}, {"认港", true}, {"认澳", true}, {"认复", true}, {"认他", true},
    {"请台送", true}, {"请港送", true}, {"请澳送", true}, {"台请送", true}, {"港请送", true}, {"澳请送", true},
    {"请台调", true}, {"请港调", true}, {"请澳调", true}, {"台请调", true}, {"港请调", true}, {"澳请调", true},
    {"请移管", true}, {"助移管", true}, {"请移赃", true}, {"助移赃", true},
    {"协外认", true}, {"协他", true}, {"协外送", true}, {"请外送", true}, {"协外调", true}, {"请外调", true}, {"请外移", true}, {"协外移", true}, {"请外引", true}, {"协外引", true},
};
/* clang-format on */
const size_t case_type_code_count = COUNT_OF(case_type_codes);

bool case_type_counts(const char *type)
{
    for (size_t i = 0; i < case_type_code_count; i++) {
        if (strcmp(case_type_codes[i].code, type) == 0)
            return case_type_codes[i].counts_as_case;
    }
    return false;
}

static bool skip(const char **cursor, const char *word)
{
    if (!text_starts(*cursor, word))
        return false;
    *cursor += strlen(word);
    return true;
}

/* High-court character then nothing, two or four digits; or 最高法. */
static bool take_court(const char **cursor, char *ret, size_t ret_bytes)
{
    static const char provinces[] =
        "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新军兵";
    const char *start = *cursor;
    if (!skip(cursor, "最高法")) {
        const char *after = *cursor;
        uint32_t point = text_next(&after);
        if (!point || point == 0xFFFD) /* half a character is found inside a whole one */
            return false;
        char first[5] = {0};
        memcpy(first, start, (size_t) (after - start));
        if (!strstr(provinces, first))
            return false;
        size_t digits = strspn(after, "0123456789");
        if (digits != 0 && digits != 2 && digits != 4)
            return false;
        *cursor = after + digits;
    }
    (void) snprintf(ret, ret_bytes, "%.*s", (int) (*cursor - start), start);
    return true;
}

/* The longest code that fits, so that 执保 is not read as 执 + 保. */
static const char *take_type(const char **cursor)
{
    const char *best = NULL;
    for (size_t i = 0; i < case_type_code_count; i++) {
        const char *code = case_type_codes[i].code;
        if (text_starts(*cursor, code) && (!best || strlen(code) > strlen(best)))
            best = code;
    }
    if (best)
        *cursor += strlen(best);
    return best;
}

static bool take_suffix(const char *cursor, struct case_number *number)
{
    if (!*cursor)
        return true;
    const char *rest = cursor;
    if (!skip(&rest, "之") || !*rest || strlen(cursor) >= sizeof number->suffix)
        return false;
    while (*rest) {
        const char *start = rest;
        if (text_next(&rest) == 0xFFFD)
            return false;
        char digit[5] = {0};
        memcpy(digit, start, (size_t) (rest - start));
        if (!strstr("一二三四五六七八九十", digit))
            return false;
    }
    (void) snprintf(number->suffix, sizeof number->suffix, "%s", cursor);
    return true;
}

bool case_number_parse(const char *text, struct case_number *ret)
{
    struct case_number number = {0};
    const char *cursor = text;
    if (!skip(&cursor, "（") && !skip(&cursor, "("))
        return false;
    if (strspn(cursor, "0123456789") != 4 || cursor[0] == '0')
        return false;
    number.year = (int) strtol(cursor, NULL, 10);
    cursor += 4;
    if (!skip(&cursor, "）") && !skip(&cursor, ")"))
        return false;
    if (!take_court(&cursor, number.court, sizeof number.court))
        return false;
    if (skip(&cursor, "知"))
        (void) snprintf(number.special, sizeof number.special, "知");
    const char *type = take_type(&cursor);
    if (!type)
        return false;
    (void) snprintf(number.type, sizeof number.type, "%s", type);
    size_t digits = strspn(cursor, "0123456789");
    if (digits == 0 || digits > 12 || cursor[0] == '0')
        return false;
    number.serial = strtoll(cursor, NULL, 10);
    cursor += digits;
    if (!skip(&cursor, "号") || !take_suffix(cursor, &number))
        return false;
    *ret = number;
    return true;
}

const char *case_number_print(struct arena *arena, const struct case_number *number)
{
    return arena_printf(arena, "（%d）%s%s%s%lld号%s", number->year, number->court, number->special,
                        number->type, (long long) number->serial, number->suffix);
}
