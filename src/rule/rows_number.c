/* rule/rows_number: case numbers and the numbers of people (law/case_number, law/identifier). A
 * wrong number is an answer, not a fault: "valid": false with the reason. */
#include "rule/private.h"

static const struct rule_field text_in[] = {{"text", RULE_TEXT, true, NULL, "号码", "the number"},
                                            {0}};
#define VALIDITY                                                                                   \
    {"valid", RULE_FLAG, true, NULL, "是否正确", "right?"},                                        \
    {                                                                                              \
        "reason", RULE_TEXT, false, NULL, "哪里不对", "what is wrong"                              \
    }

static void answer_validity(const struct rule_call *call, const char *fault)
{
    json_named_flag(call->writer, "valid", !fault);
    if (fault)
        json_named_text(call->writer, "reason", fault);
}

/* ---- case numbers --------------------------------------------------------------------------- */

static const struct rule_field number_out[] = {
    VALIDITY,
    {"text", RULE_TEXT, false, NULL, "规范写法", "as it is written"},
    {"year", RULE_INT, false, NULL, "收案年度", "year"},
    {"court", RULE_TEXT, false, NULL, "法院代字", "court code"},
    {"court_name", RULE_TEXT, false, NULL, "法院名称", "the court's name, when known"},
    {"special", RULE_TEXT, false, NULL, "专门审判代字", "special-trial code"},
    {"type", RULE_TEXT, false, NULL, "类型代字", "type code"},
    {"serial", RULE_INT, false, NULL, "编号", "serial number"},
    {"suffix", RULE_TEXT, false, NULL, "之一等", "之一 and the like"},
    {"counts_as_case", RULE_FLAG, false, NULL, "计入案件数", "counts as a case"},
    {0}};

static enum err_kind case_number_parse_rule(const struct rule_call *call, struct err *reterr)
{
    struct case_number number;
    const struct rule_world *world = call->world;
    bool valid = case_number_parse(call->values[0].text, &number);
    (void) reterr;
    answer_validity(call, valid ? NULL : "form");
    if (!valid)
        return ERR_NONE;
    const char *name = world->court_name ? world->court_name(world->context, number.court) : NULL;
    json_named_text(call->writer, "text", case_number_print(call->arena, &number));
    json_named_int(call->writer, "year", number.year);
    json_named_text(call->writer, "court", number.court);
    if (name)
        json_named_text(call->writer, "court_name", name);
    json_named_text(call->writer, "special", number.special);
    json_named_text(call->writer, "type", number.type);
    json_named_int(call->writer, "serial", number.serial);
    json_named_text(call->writer, "suffix", number.suffix);
    json_named_flag(call->writer, "counts_as_case", case_type_counts(number.type));
    return ERR_NONE;
}

enum { N_YEAR, N_COURT, N_SPECIAL, N_TYPE, N_SERIAL, N_SUFFIX };
static const struct rule_field format_in[] = {
    {"year", RULE_INT, true, NULL, "收案年度", "year"},
    {"court", RULE_TEXT, true, NULL, "法院代字", "court code"},
    {"special", RULE_TEXT, false, NULL, "专门审判代字", "special-trial code"},
    {"type", RULE_TEXT, true, NULL, "类型代字", "type code"},
    {"serial", RULE_INT, true, NULL, "编号", "serial number"},
    {"suffix", RULE_TEXT, false, NULL, "之一等", "之一 and the like"},
    {0}};
static const struct rule_field format_out[] = {
    VALIDITY, {"text", RULE_TEXT, false, NULL, "案号", "the case number"}, {0}};

/* Printed, then read again: what is not read as the same number is none. */
static enum err_kind case_number_format_rule(const struct rule_call *call, struct err *reterr)
{
    const struct rule_value *v = call->values;
    struct case_number number = {0}, again;
    number.year = v[N_YEAR].integer > 0 && v[N_YEAR].integer < 10000 ? (int) v[N_YEAR].integer : 0;
    number.serial = v[N_SERIAL].integer;
    const struct {
        const struct rule_value *value;
        char *place;
        size_t size_bytes;
    } parts[] = {{&v[N_COURT], number.court, sizeof number.court},
                 {&v[N_SPECIAL], number.special, sizeof number.special},
                 {&v[N_TYPE], number.type, sizeof number.type},
                 {&v[N_SUFFIX], number.suffix, sizeof number.suffix}};
    bool fits = true;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *text = parts[i].value->given ? parts[i].value->text : "";
        fits = fits && strlen(text) < parts[i].size_bytes;
        if (fits)
            (void) snprintf(parts[i].place, parts[i].size_bytes, "%s", text);
    }
    const char *text = case_number_print(call->arena, &number);
    if (!text)
        return arena_full(reterr);
    bool valid = fits && case_number_parse(text, &again) && again.serial == number.serial &&
                 again.year == number.year && strcmp(again.court, number.court) == 0 &&
                 strcmp(again.special, number.special) == 0 &&
                 strcmp(again.type, number.type) == 0 && strcmp(again.suffix, number.suffix) == 0;
    answer_validity(call, valid ? NULL : "form");
    if (valid)
        json_named_text(call->writer, "text", text);
    return ERR_NONE;
}

/* ---- people and companies ------------------------------------------------------------------- */

static const char *const sexes[] = {"male", "female", NULL};
static const struct rule_field resident_out[] = {
    VALIDITY,
    {"birth", RULE_DAY, false, NULL, "出生日期", "day of birth"},
    {"sex", RULE_WORD, false, sexes, "性别", "sex"},
    {"division", RULE_TEXT, false, NULL, "行政区划代码", "division"},
    {0}};
static const struct rule_field validity_out[] = {VALIDITY, {0}};

static enum err_kind resident_id(const struct rule_call *call, struct err *reterr)
{
    char *id = arena_copy(call->arena, call->values[0].text);
    if (!id)
        return arena_full(reterr);
    size_t length = strlen(id);
    if (length == 18 && id[17] == 'x') /* the standard writes X; people type both */
        id[17] = 'X';
    const char *fault = resident_id_fault(id, call->world->today);
    answer_validity(call, fault);
    if (fault)
        return ERR_NONE;
    json_named_text(call->writer, "birth", day_format(call->arena, resident_id_birth_day(id)));
    json_named_text(call->writer, "sex", sexes[!resident_id_is_male(id)]);
    json_named_text(call->writer, "division", arena_copy_bytes(call->arena, id, 6));
    return ERR_NONE;
}

static const struct rule_field credit_out[] = {
    VALIDITY,
    {"organisation_code", RULE_TEXT, false, NULL, "组织机构代码", "organisation code"},
    {"division", RULE_TEXT, false, NULL, "登记管理机关行政区划", "division of the registrar"},
    {0}};

static enum err_kind credit_code(const struct rule_call *call, struct err *reterr)
{
    const char *code = call->values[0].text, *fault = credit_code_fault(code);
    (void) reterr;
    answer_validity(call, fault);
    if (fault)
        return ERR_NONE;
    json_named_text(call->writer, "organisation_code", arena_copy_bytes(call->arena, code + 8, 9));
    json_named_text(call->writer, "division", arena_copy_bytes(call->arena, code + 2, 6));
    return ERR_NONE;
}

static enum err_kind bank_card(const struct rule_call *call, struct err *reterr)
{
    (void) reterr;
    answer_validity(call, bank_card_fault(call->values[0].text));
    return ERR_NONE;
}

static const char *const phone_kinds[] = {"mobile", "fixed", NULL};
static const struct rule_field phone_out[] = {
    VALIDITY,
    {"kind", RULE_WORD, false, phone_kinds, "手机或者固定电话", "mobile or fixed line"},
    {0}};

static enum err_kind phone(const struct rule_call *call, struct err *reterr)
{
    const char *text = call->values[0].text, *fault = phone_fault(text);
    (void) reterr;
    answer_validity(call, fault);
    if (!fault)
        json_named_text(call->writer, "kind", phone_kinds[!phone_is_mobile(text)]);
    return ERR_NONE;
}

static const char *const lawyer_kinds[] = {"full_time", "part_time", "hong_kong", "macao",
                                           "taiwan",    "public",    "company",   "legal_aid",
                                           "military",  NULL};
static const struct rule_field lawyer_out[] = {
    VALIDITY,
    {"province", RULE_TEXT, false, NULL, "省级代码", "province"},
    {"year", RULE_INT, false, NULL, "首次执业年份", "year first licensed"},
    {"kind", RULE_WORD, false, lawyer_kinds, "执业类别", "kind of practice"},
    {"sex", RULE_WORD, false, sexes, "性别", "sex"},
    {0}};

static enum err_kind lawyer_licence(const struct rule_call *call, struct err *reterr)
{
    struct lawyer_licence licence = {0};
    const char *fault = lawyer_licence_fault(call->values[0].text, &licence);
    (void) reterr;
    answer_validity(call, fault);
    if (fault)
        return ERR_NONE;
    json_named_text(call->writer, "province", licence.province);
    json_named_int(call->writer, "year", licence.year);
    json_named_text(call->writer, "kind", lawyer_kinds[licence.kind - 1]);
    json_named_text(call->writer, "sex", sexes[!licence.male]);
    return ERR_NONE;
}

const struct rule number_rules[] = {
    {"case_number_parse", "案号解析", "Reads a case number", "case_number", text_in, number_out,
     "{\"text\":\"(2026)鄂1202民初123号\"}", case_number_parse_rule},
    {"case_number_format", "案号书写", "Writes a case number", NULL, format_in, format_out,
     "{\"year\":2026,\"court\":\"鄂1202\",\"type\":\"民初\",\"serial\":123}",
     case_number_format_rule},
    {"resident_id", "公民身份号码", "Resident identity number", NULL, text_in, resident_out,
     "{\"text\":\"421202199003070017\"}", resident_id},
    {"credit_code", "统一社会信用代码", "Unified social credit code", NULL, text_in, credit_out,
     "{\"text\":\"91421202MAC1X2Y369\"}", credit_code},
    {"bank_card", "银行卡号", "Bank card number", NULL, text_in, validity_out,
     "{\"text\":\"6222001234567896\"}", bank_card},
    {"lawyer_licence", "律师执业证号", "Lawyer's licence", NULL, text_in, lawyer_out,
     "{\"text\":\"14212201010123456\"}", lawyer_licence},
    {"phone", "电话号码", "Telephone number", NULL, text_in, phone_out,
     "{\"text\":\"13800138000\"}", phone},
    {0}};
