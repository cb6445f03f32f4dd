/* definition/field_type: the kinds of field in one table: name, personal or not, how one value is
 * checked. */
#include "definition/field_type.h"

#include "base/text.h"
#include "law/law.h"

static struct value *bad(struct checking *checking, const char *code)
{
    field_error_add(checking, code, NULL, NULL);
    return NULL;
}

/* Half-width, outer blanks away; NULL after telling when it is no text or outside min..max
 * characters. */
static const char *clean(struct checking *checking, const struct field *field,
                         const struct value *given, int64_t max_default)
{
    const char *text = value_text(given);
    if (!text) {
        (void) bad(checking, "type.text");
        return NULL;
    }
    const char *out =
        field->kind == FIELD_LONG_TEXT ? text : text_normalise(checking->context->arena, text);
    if (!out) {
        checking->out_of_memory = true;
        return NULL;
    }
    int64_t length = (int64_t) text_length(out), max = field->max ? field->max : max_default;
    if (length > max) {
        field_error_add(checking, "text.too_long",
                        arena_printf(checking->context->arena, "%lld", (long long) max), NULL);
        return NULL;
    }
    if (length < field->min) {
        field_error_add(checking, "text.too_short",
                        arena_printf(checking->context->arena, "%lld", (long long) field->min),
                        NULL);
        return NULL;
    }
    return out;
}

static struct value *keep_text(struct checking *checking, const char *text)
{
    struct value *kept = text ? value_new_text(checking->context->arena, text) : NULL;
    if (text && !kept)
        checking->out_of_memory = true;
    return kept;
}

/* Drops blanks and dashes that people type into numbers, upper-cases letters. */
static const char *compact(struct checking *checking, const char *text, const char *dropped)
{
    char *out = text ? arena_copy(checking->context->arena, text) : NULL;
    size_t length = 0;
    for (const char *c = out; c && *c; c++) {
        if (!strchr(dropped, *c))
            out[length++] = (char) (*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    }
    if (out)
        out[length] = '\0';
    return out;
}

static struct value *check_text(struct checking *checking, const struct field *field,
                                const struct value *given)
{
    return keep_text(checking, clean(checking, field, given, 500));
}

static struct value *check_long_text(struct checking *checking, const struct field *field,
                                     const struct value *given)
{
    return keep_text(checking, clean(checking, field, given, 20000));
}

static struct value *check_number(struct checking *checking, const struct field *field,
                                  const struct value *given)
{
    bool money = field->kind == FIELD_MONEY;
    if (given->type != VALUE_INT)
        return bad(checking, money ? "type.money" : "type.number");
    bool bounded = field->min || field->max;
    int64_t min = bounded ? field->min : 0,
            max = bounded && field->max ? field->max : INT64_C(1000000000000000);
    if (given->integer < min || given->integer > max) {
        struct arena *arena = checking->context->arena;
        field_error_add(
            checking, money ? "money.range" : "number.range",
            money ? money_format(arena, min) : arena_printf(arena, "%lld", (long long) min),
            money ? money_format(arena, max) : arena_printf(arena, "%lld", (long long) max));
        return NULL;
    }
    return value_new_int(checking->context->arena, given->integer);
}

static struct value *check_date(struct checking *checking, const struct field *field,
                                const struct value *given)
{
    int32_t day = 0;
    const char *text = clean(checking, field, given, 10);
    if (!text)
        return NULL;
    return day_parse(text, &day) ? keep_text(checking, text) : bad(checking, "date.format");
}

static struct value *check_moment(struct checking *checking, const struct field *field,
                                  const struct value *given)
{
    int64_t instant = 0;
    const char *text = clean(checking, field, given, 40);
    if (!text)
        return NULL;
    return instant_parse(text, &instant) ? keep_text(checking, text)
                                         : bad(checking, "moment.format");
}

static bool is_option(const struct field *field, const char *name)
{
    for (size_t i = 0; name && i < field->option_count; i++) {
        if (strcmp(field->options[i].name, name) == 0)
            return true;
    }
    return false;
}

static struct value *check_choice(struct checking *checking, const struct field *field,
                                  const struct value *given)
{
    const char *name = value_text(given);
    return is_option(field, name) ? keep_text(checking, name) : bad(checking, "choice.unknown");
}

static struct value *check_multi_choice(struct checking *checking, const struct field *field,
                                        const struct value *given)
{
    if (given->type != VALUE_LIST || given->count > field->option_count)
        return bad(checking, "type.list");
    for (size_t i = 0; i < given->count; i++) {
        if (!is_option(field, value_text(given->items[i])))
            return bad(checking, "choice.unknown");
    }
    return value_copy(checking->context->arena, given);
}

static struct value *check_yes_no(struct checking *checking, const struct field *field,
                                  const struct value *given)
{
    (void) field;
    return given->type == VALUE_BOOL ? value_new_bool(checking->context->arena, given->boolean)
                                     : bad(checking, "type.yes_no");
}

static struct value *check_resident_id(struct checking *checking, const struct field *field,
                                       const struct value *given)
{
    const char *id = compact(checking, clean(checking, field, given, 40), " -");
    if (!id)
        return NULL;
    return resident_id_valid(id, checking->context->today) ? keep_text(checking, id)
                                                           : bad(checking, "resident_id.checksum");
}

static struct value *check_credit_code(struct checking *checking, const struct field *field,
                                       const struct value *given)
{
    const char *code = compact(checking, clean(checking, field, given, 40), " -");
    if (!code)
        return NULL;
    return credit_code_valid(code) ? keep_text(checking, code)
                                   : bad(checking, "credit_code.checksum");
}

static struct value *check_phone(struct checking *checking, const struct field *field,
                                 const struct value *given)
{
    const char *phone = compact(checking, clean(checking, field, given, 30), " ");
    if (!phone)
        return NULL;
    const char *digits = compact(checking, phone, "-");
    if (digits && phone_is_mobile(digits))
        phone = digits;
    return phone_valid(phone) ? keep_text(checking, phone) : bad(checking, "phone.format");
}

static struct value *check_bank_account(struct checking *checking, const struct field *field,
                                        const struct value *given)
{
    const char *account = compact(checking, clean(checking, field, given, 40), " -");
    if (!account)
        return NULL;
    return bank_account_valid(account) ? keep_text(checking, account)
                                       : bad(checking, "bank_account.checksum");
}

static struct value *check_email(struct checking *checking, const struct field *field,
                                 const struct value *given)
{
    const char *text = clean(checking, field, given, 200);
    const char *at = text ? strchr(text, '@') : NULL;
    if (!text)
        return NULL;
    bool good =
        at && at > text && strchr(at, '.') && !strchr(at + 1, '@') && !strpbrk(text, " <>\",;");
    return good ? keep_text(checking, text) : bad(checking, "email.format");
}

static struct value *check_case_number(struct checking *checking, const struct field *field,
                                       const struct value *given)
{
    struct case_number number;
    const char *text = compact(checking, clean(checking, field, given, 60), " ");
    if (!text)
        return NULL;
    return case_number_parse(text, &number)
               ? keep_text(checking, case_number_print(checking->context->arena, &number))
               : bad(checking, "case_number.format");
}

static struct value *check_register(struct checking *checking, const struct field *field,
                                    const struct value *given)
{
    const struct field_context *context = checking->context;
    const char *code = clean(checking, field, given, 40);
    if (!code)
        return NULL;
    bool is_cause = field->kind == FIELD_CAUSE;
    bool (*exists)(void *registers, const char *code) =
        is_cause ? context->cause_exists : context->court_exists;
    if (exists && !exists(context->registers, code))
        return bad(checking, is_cause ? "cause.unknown" : "court.unknown");
    return keep_text(checking, code);
}

static struct value *check_reference(struct checking *checking, const struct field *field,
                                     const struct value *given)
{
    const char *text = clean(checking, field, given, 20);
    if (!text)
        return NULL;
    return strspn(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == strlen(text)
               ? keep_text(checking, text)
               : bad(checking, "reference.format");
}

static struct value *check_documents(struct checking *checking, const struct field *field,
                                     const struct value *given)
{
    int64_t max = field->max ? field->max : 100;
    if (given->type != VALUE_LIST)
        return bad(checking, "type.list");
    if ((int64_t) given->count > max)
        return bad(checking, "list.too_long");
    for (size_t i = 0; i < given->count; i++) {
        const char *id = value_text(given->items[i]);
        if (!id || strlen(id) != 15)
            return bad(checking, "reference.format");
    }
    return value_copy(checking->context->arena, given);
}

static struct value *check_computed(struct checking *checking, const struct field *field,
                                    const struct value *given)
{
    (void) field;
    (void) given;
    return bad(checking, "computed");
}

/* ---- the composed kinds: a fixed set of inner fields --------------------------------------- */

static const struct option id_kinds[] = {
    {"resident_id", {"公民身份号码", "Resident identity number"}},
    {"passport", {"护照", "Passport"}},
    {"other", {"其他证件", "Other document"}},
};
static const struct option genders[] = {{"male", {"男", "Male"}}, {"female", {"女", "Female"}}};
static const struct option signature_modes[] = {
    {"screen", {"屏幕签名", "On screen"}},
    {"paper", {"纸质签名（扫描）", "On paper (scanned)"}},
    {"seal", {"盖章", "Seal"}},
    {"fingerprint", {"捺印", "Fingerprint"}},
};
static const char *const resident_only[] = {"resident_id", NULL};
static const char *const not_resident[] = {"passport", "other", NULL};

const struct field address_fields[] = {
    {.name = "division",
     .kind = FIELD_TEXT,
     .title = {"省、市、区县", "Province, city, county"},
     .required = true,
     .max = 12},
    {.name = "detail",
     .kind = FIELD_TEXT,
     .title = {"详细地址", "Street and number"},
     .required = true,
     .max = 200},
};
const struct field person_fields[] = {
    {.name = "name",
     .kind = FIELD_TEXT,
     .title = {"姓名", "Name"},
     .required = true,
     .min = 1,
     .max = 50},
    {.name = "id_kind",
     .kind = FIELD_CHOICE,
     .title = {"证件类型", "Kind of document"},
     .options = id_kinds,
     .option_count = COUNT_OF(id_kinds)},
    {.name = "id_number",
     .kind = FIELD_RESIDENT_ID,
     .title = {"公民身份号码", "Resident identity number"},
     .show_field = "id_kind",
     .show_in = resident_only},
    {.name = "other_number",
     .kind = FIELD_TEXT,
     .title = {"证件号码", "Document number"},
     .max = 40,
     .show_field = "id_kind",
     .show_in = not_resident},
    {.name = "gender",
     .kind = FIELD_CHOICE,
     .title = {"性别", "Gender"},
     .options = genders,
     .option_count = COUNT_OF(genders)},
    {.name = "birth_date", .kind = FIELD_DATE, .title = {"出生日期", "Date of birth"}},
    {.name = "phone", .kind = FIELD_PHONE, .title = {"联系电话", "Telephone"}},
    {.name = "address", .kind = FIELD_ADDRESS, .title = {"住址", "Address"}},
};
const struct field organisation_fields[] = {
    {.name = "name",
     .kind = FIELD_TEXT,
     .title = {"名称", "Name"},
     .required = true,
     .min = 2,
     .max = 100},
    {.name = "credit_code",
     .kind = FIELD_CREDIT_CODE,
     .title = {"统一社会信用代码", "Unified social credit code"}},
    {.name = "legal_representative",
     .kind = FIELD_TEXT,
     .title = {"法定代表人", "Legal representative"},
     .max = 50},
    {.name = "phone", .kind = FIELD_PHONE, .title = {"联系电话", "Telephone"}},
    {.name = "address", .kind = FIELD_ADDRESS, .title = {"住所地", "Address"}},
};
const struct field signature_fields[] = {
    {.name = "mode",
     .kind = FIELD_CHOICE,
     .title = {"签名方式", "How it is signed"},
     .required = true,
     .options = signature_modes,
     .option_count = COUNT_OF(signature_modes)},
    {.name = "name",
     .kind = FIELD_TEXT,
     .title = {"签名人", "Signer"},
     .required = true,
     .min = 1,
     .max = 50},
    {.name = "document",
     .kind = FIELD_DOCUMENT_LIST,
     .title = {"签名页扫描件", "Scan of the signed page"},
     .max = 10},
};

const struct field_type field_types[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = {"text", false, check_text, NULL, 0},
    [FIELD_LONG_TEXT] = {"long_text", false, check_long_text, NULL, 0},
    [FIELD_MONEY] = {"money", false, check_number, NULL, 0},
    [FIELD_DATE] = {"date", false, check_date, NULL, 0},
    [FIELD_MOMENT] = {"moment", false, check_moment, NULL, 0},
    [FIELD_NUMBER] = {"number", false, check_number, NULL, 0},
    [FIELD_CHOICE] = {"choice", false, check_choice, NULL, 0},
    [FIELD_MULTI_CHOICE] = {"multi_choice", false, check_multi_choice, NULL, 0},
    [FIELD_YES_NO] = {"yes_no", false, check_yes_no, NULL, 0},
    [FIELD_PERSON] = {"person", false, NULL, person_fields, COUNT_OF(person_fields)},
    [FIELD_ORGANISATION] = {"organisation", false, NULL, organisation_fields,
                            COUNT_OF(organisation_fields)},
    [FIELD_PARTY_REFERENCE] = {"party_reference", false, check_reference, NULL, 0},
    [FIELD_RESIDENT_ID] = {"resident_id", true, check_resident_id, NULL, 0},
    [FIELD_CREDIT_CODE] = {"credit_code", false, check_credit_code, NULL, 0},
    [FIELD_PHONE] = {"phone", true, check_phone, NULL, 0},
    [FIELD_EMAIL] = {"email", true, check_email, NULL, 0},
    [FIELD_BANK_ACCOUNT] = {"bank_account", true, check_bank_account, NULL, 0},
    [FIELD_ADDRESS] = {"address", false, NULL, address_fields, COUNT_OF(address_fields)},
    [FIELD_CAUSE] = {"cause", false, check_register, NULL, 0},
    [FIELD_COURT] = {"court", false, check_register, NULL, 0},
    [FIELD_CASE_NUMBER] = {"case_number", false, check_case_number, NULL, 0},
    [FIELD_DOCUMENT_LIST] = {"document_list", false, check_documents, NULL, 0},
    [FIELD_MATTER_REFERENCE] = {"matter_reference", false, check_reference, NULL, 0},
    [FIELD_MEDIATOR] = {"mediator", false, check_reference, NULL, 0},
    [FIELD_SIGNATURE] = {"signature", false, NULL, signature_fields, COUNT_OF(signature_fields)},
    [FIELD_COMPUTED] = {"computed", false, check_computed, NULL, 0},
    [FIELD_GROUP] = {"group", false, NULL, NULL, 0},
};

const char *field_kind_name(enum field_kind kind) { return field_types[kind].name; }

bool field_kind_find(const char *name, enum field_kind *ret)
{
    for (size_t i = 0; i < FIELD_KIND_COUNT; i++) {
        if (strcmp(field_types[i].name, name) == 0) {
            *ret = (enum field_kind) i;
            return true;
        }
    }
    return false;
}

bool field_kind_is_personal(enum field_kind kind) { return field_types[kind].personal; }

void field_inner(const struct field *field, const struct field **ret, size_t *ret_count)
{
    *ret = field->kind == FIELD_GROUP ? field->fields : field_types[field->kind].inner;
    *ret_count =
        field->kind == FIELD_GROUP ? field->field_count : field_types[field->kind].inner_count;
}
