/* paper/names: what a template can print, by name, and who signs it off: for whoever edits a paper.
 */
#include "paper/content.h"

#include "base/text.h"

struct names {
    struct arena *arena;
    const char **list;
    size_t count;
    bool full;
};

/* The first step of a path: "person.address" is of `person`. */
static void add_name(struct names *names, const char *name, size_t length)
{
    length = strcspn(name, ".[") < length ? strcspn(name, ".[") : length;
    for (size_t i = 0; i < names->count; i++) {
        if (strlen(names->list[i]) == length && memcmp(names->list[i], name, length) == 0)
            return;
    }
    const char *copy = names->count < PAPER_NAMES_MAX && length
                           ? arena_copy_bytes(names->arena, name, length)
                           : NULL;
    names->full = names->full || !copy;
    if (copy)
        names->list[names->count++] = copy;
}

static void add_all(struct names *names, const char *list)
{
    while (*list) {
        size_t length = strcspn(list, ",");
        add_name(names, list, length);
        list += length + (list[length] == ',');
    }
}

static void add_pattern(struct names *names, const char *pattern)
{
    struct pattern_token token;
    for (const char *cursor = pattern; pattern && pattern_next(&cursor, &token);) {
        if (token.kind == TOKEN_VALUE || token.kind == TOKEN_IF || token.kind == TOKEN_UNLESS)
            add_all(names, token.names);
    }
}

/* Inside `each` and tables the names are those of an item: only the list itself is the paper's. */
static void add_block(struct names *names, const struct block *block)
{
    add_pattern(names, block->when);
    if (block->kind == BLOCK_TABLE)
        add_all(names, block->text);
    else if (block->each)
        add_all(names, block->each);
    else
        add_pattern(names, block->text);
    for (size_t i = 0; i < block->form_count; i++)
        add_pattern(names, block->form[i].text);
}

const char *const *paper_template_names(const struct paper_template *template, struct arena *arena)
{
    struct names names = {.arena = arena,
                          .list = arena_array(arena, PAPER_NAMES_MAX + 1, sizeof *names.list)};
    if (!names.list)
        return NULL;
    add_pattern(&names, template->issuer);
    add_pattern(&names, template->number);
    for (size_t i = 0; i < template->block_count; i++)
        add_block(&names, &template->blocks[i]);
    names.list[names.count] = NULL;
    return names.full ? NULL : (const char *const *) names.list;
}

/* ---- what values are called ----------------------------------------------------------------- */

/* What every template may name; `filled`: by the platform, when the paper is drafted. */
static const struct known {
    const char *name, *zh, *en;
    bool filled;
} known[] = {{"court", "法院", "Court", true},
             {"number", "案号", "Case number", true},
             {"title", "事项名称", "Title of the matter", true},
             {"cause_name", "案由", "Cause", true},
             {"plaintiffs_names", "原告", "Plaintiffs", true},
             {"applicants_names", "申请人", "Applicants", true},
             {"defendants_names", "被告", "Defendants", true},
             {"third_party_names", "加入的单位", "Body that joined", true},
             {"respondents_names", "被申请人", "Respondents", true},
             {"mediator_names", "调解员", "Mediators", true},
             {"today", "拟稿日期", "Day of the draft", true},
             {"date", "文书日期", "Date of the paper", false},
             {"received_on", "收到日期", "Day of receipt", true},
             {"due", "期限届满日", "End of the period", true},
             {"amount_text", "标的额", "Amount", true},
             {"judge", "审判员", "Judge", false},
             {"clerk", "书记员", "Clerk", false},
             {"reasons", "理由", "Reasons", false},
             {"appeal_court", "上诉法院", "Court of appeal", false},
             {"to", "致送", "Addressee", false},
             {"cause", "案由", "Cause", false},
             {"plaintiffs", "原告", "Plaintiffs", false},
             {"defendants", "被告", "Defendants", false},
             {"applicants", "申请人", "Applicants", false},
             {"respondents", "被申请人", "Respondents", false},
             {"mediator", "调解员", "Mediator", false},
             {"body", "调解组织", "Mediation body", false},
             {"contact", "联系人", "Contact", false},
             {"phone", "联系电话", "Telephone", false},
             {"basis", "依据", "Basis", false},
             {"evidence", "证据", "Evidence", false},
             {"materials", "材料", "Materials", false},
             {"facts", "事实", "Facts", false},
             {"partly", "部分达成一致", "Agreed in part", false}};

static const struct known *find_known(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strcmp(known[i].name, name) == 0)
            return &known[i];
    }
    return NULL;
}

bool paper_value_is_filled(const char *name)
{
    const struct known *row = find_known(name);
    return row && row->filled;
}

const char *paper_value_title(const struct paper_template *template, const char *name,
                              const char *lang)
{
    const struct known *row = find_known(name);
    const char *title = value_text(value_get(value_get(template->titles, name), lang));
    return title ? title : !row ? NULL : strcmp(lang, "en") == 0 ? row->en : row->zh;
}

bool paper_value_is_plain(const struct value *value)
{
    bool plain = value->type != VALUE_MAP;
    for (size_t i = 0; plain && value->type == VALUE_LIST && i < value->count; i++)
        plain = value->items[i]->type == VALUE_TEXT;
    return plain;
}

const char *paper_template_word(const struct paper_template *template, const char *code)
{
    return code ? value_text(value_get(template->words, code)) : NULL;
}

const struct value *paper_template_signers(const struct paper_template *template)
{
    return template->sign;
}

const char *paper_value_text(struct arena *arena, const struct value *value)
{
    bool full = false;
    return value_print(arena, value, FILTER_NONE, &full);
}
