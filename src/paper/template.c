/* paper/template: JSON -> blocks, strictly, and the values a template cannot do without. */
#include "paper/template.h"

#include "base/text.h"
#include "json/json.h"

#define BLOCKS_MAX 120
#define NEEDS_MAX  40
#define FORM_MAX   30

static const char *const kind_names[BLOCK_KIND_COUNT] = {
    [BLOCK_TO] = "to",       [BLOCK_PARAGRAPH] = "p", [BLOCK_FLUSH] = "flush",
    [BLOCK_HEAD] = "head",   [BLOCK_LINE] = "line",   [BLOCK_SIGN] = "sign",
    [BLOCK_STAMP] = "stamp", [BLOCK_SPACE] = "space", [BLOCK_TABLE] = "table",
    [BLOCK_FORM] = "form",
};

struct reader {
    const char *file;
    struct arena *arena;
    struct paper_template *template;
    size_t need_count;
    struct err *reterr;
};

MUST_CHECK static enum err_kind broken(struct reader *reader, const char *place)
{
    return err_field(reader->reterr, ERR_INVALID, "paper.template", place,
                     "%s: %s is not as a template must be", reader->file, place);
}

/* Only values no condition stands before, and without alternatives, are needed by name. */
static bool note_need(struct reader *reader, const char *names)
{
    size_t length = strcspn(names, ".[");
    const char *root = arena_copy_bytes(reader->arena, names, length);
    if (!root)
        return false;
    for (size_t i = 0; i < reader->need_count; i++) {
        if (text_equal(reader->template->needs[i], root))
            return true;
    }
    if (reader->need_count == NEEDS_MAX)
        return false;
    reader->template->needs[reader->need_count++] = root;
    return true;
}

/* Checks a pattern; with `needed`, its bare placeholders are needed values. */
MUST_CHECK static enum err_kind take_pattern(struct reader *reader, const struct value *value,
                                             const char *place, bool needed, const char **ret)
{
    const char *pattern = value_text(value);
    if (!pattern)
        return broken(reader, place);

    size_t depth = 0;
    struct pattern_token token;
    for (const char *cursor = pattern; pattern_next(&cursor, &token);) {
        if (token.kind == TOKEN_BROKEN || (token.kind == TOKEN_END && !depth))
            return broken(reader, place);
        if (token.kind == TOKEN_END)
            depth--;
        if (token.kind == TOKEN_IF || token.kind == TOKEN_UNLESS)
            depth++;
        if (token.kind == TOKEN_VALUE && needed && !depth && !strchr(token.names, ',') &&
            !text_equal(token.names, "date") && !note_need(reader, token.names))
            return broken(reader, place);
    }
    if (depth)
        return broken(reader, place);
    *ret = pattern;
    return ERR_NONE;
}

MUST_CHECK static enum err_kind take_align(struct reader *reader, const struct value *value,
                                           enum column_align *ret)
{
    static const char *const names[] = {"left", "centre", "right"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (text_equal(value_text(value), names[i])) {
            *ret = (enum column_align) i;
            return ERR_NONE;
        }
    }
    return broken(reader, "columns.align");
}

MUST_CHECK static enum err_kind take_column(struct reader *reader, const struct value *value,
                                            struct column *ret)
{
    ret->weight = 1;
    for (size_t i = 0; i < value->count; i++) {
        const char *name = value->names[i];
        const struct value *item = value->items[i];
        enum err_kind kind = ERR_NONE;
        if (text_equal(name, "title"))
            ret->title = value_text(item);
        else if (text_equal(name, "text"))
            kind = take_pattern(reader, item, "columns.text", false, &ret->text);
        else if (text_equal(name, "total"))
            kind = take_pattern(reader, item, "columns.total", false, &ret->total);
        else if (text_equal(name, "width"))
            ret->weight = value_int(item, 0);
        else if (text_equal(name, "align"))
            kind = take_align(reader, item, &ret->align);
        else
            return broken(reader, name);
        if (kind)
            return kind;
    }
    return ret->title && ret->text && ret->weight > 0 ? ERR_NONE : broken(reader, "columns");
}

MUST_CHECK static enum err_kind take_columns(struct reader *reader, const struct value *list,
                                             struct block *block)
{
    if (list->type != VALUE_LIST || !list->count || list->count > COLUMNS_MAX)
        return broken(reader, "columns");
    block->column_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        if (value_at(list, i)->type != VALUE_MAP)
            return broken(reader, "columns");
        enum err_kind kind = take_column(reader, value_at(list, i), &block->columns[i]);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

MUST_CHECK static enum err_kind take_form(struct reader *reader, const struct value *list,
                                          struct block *block)
{
    if (list->type != VALUE_LIST || !list->count || list->count > FORM_MAX)
        return broken(reader, "form");
    block->form = arena_array(reader->arena, list->count, sizeof *block->form);
    if (!block->form)
        return arena_full(reader->reterr);
    block->form_count = list->count;
    block->column_count = 2;
    block->columns[0].weight = 2;
    block->columns[1].weight = 5;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *row = value_at(list, i);
        block->form[i].title = value_text(value_at(row, 0));
        if (row->count != 2 || !block->form[i].title)
            return broken(reader, "form");
        enum err_kind kind =
            take_pattern(reader, value_at(row, 1), "form", false, &block->form[i].text);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

static enum block_kind kind_find(const char *name)
{
    for (int i = 0; i < BLOCK_KIND_COUNT; i++) {
        if (text_equal(kind_names[i], name))
            return (enum block_kind) i;
    }
    return BLOCK_KIND_COUNT;
}

MUST_CHECK static enum err_kind take_part(struct reader *reader, const char *name,
                                          const struct value *item, struct block *ret)
{
    if (text_equal(name, "when") || text_equal(name, "each") || text_equal(name, "columns"))
        return ERR_NONE; /* read by take_block() */

    ret->kind = kind_find(name);
    if (ret->kind == BLOCK_KIND_COUNT)
        return broken(reader, name);
    if (ret->kind == BLOCK_FORM)
        return take_form(reader, item, ret);
    if (ret->kind == BLOCK_SPACE)
        return ERR_NONE;
    if (ret->kind != BLOCK_TABLE)
        return take_pattern(reader, item, name, !ret->when && !ret->each, &ret->text);

    ret->text = value_text(item);
    if (!ret->text)
        return broken(reader, name);
    return ret->when || strchr(ret->text, ',') || note_need(reader, ret->text)
               ? ERR_NONE
               : broken(reader, name);
}

/* "names|filter" or "!names" -> the pattern that asks for it. */
MUST_CHECK static enum err_kind take_when(struct reader *reader, const char *when, const char **ret)
{
    if (!when)
        return ERR_NONE;
    bool reversed = *when == '!';
    const char *pattern =
        arena_printf(reader->arena, "{%c%s}", reversed ? '!' : '?', when + reversed);
    if (!pattern)
        return arena_full(reader->reterr);
    struct pattern_token token;
    const char *cursor = pattern;
    if (!pattern_next(&cursor, &token) || *cursor ||
        (token.kind != TOKEN_IF && token.kind != TOKEN_UNLESS))
        return broken(reader, "when");
    *ret = pattern;
    return ERR_NONE;
}

MUST_CHECK static enum err_kind take_block(struct reader *reader, const struct value *value,
                                           struct block *ret)
{
    if (value->type != VALUE_MAP)
        return broken(reader, "blocks");
    enum err_kind kind = take_when(reader, value_text(value_get(value, "when")), &ret->when);
    if (kind)
        return kind;
    ret->each = value_text(value_get(value, "each"));
    size_t kinds = 0;
    for (size_t i = 0; i < value->count; i++) {
        kinds += kind_find(value->names[i]) != BLOCK_KIND_COUNT;
        kind = take_part(reader, value->names[i], value->items[i], ret);
        if (kind)
            return kind;
    }
    if (kinds != 1)
        return broken(reader, "blocks");
    if (ret->kind == BLOCK_TABLE)
        return take_columns(reader, value_get(value, "columns"), ret);
    return ret->each && !ret->when && !strchr(ret->each, ',') && !note_need(reader, ret->each)
               ? broken(reader, "each")
               : ERR_NONE;
}

MUST_CHECK static enum err_kind take_blocks(struct reader *reader, const struct value *list)
{
    if (list->type != VALUE_LIST || !list->count || list->count > BLOCKS_MAX)
        return broken(reader, "blocks");
    struct paper_template *template = reader->template;
    template->blocks = arena_array(reader->arena, list->count, sizeof *template->blocks);
    if (!template->blocks)
        return arena_full(reader->reterr);

    template->block_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        enum err_kind kind = take_block(reader, value_at(list, i), &template->blocks[i]);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

MUST_CHECK static enum err_kind take_head(struct reader *reader, const struct value *root)
{
    static const char *const known[] = {"title", "heading", "issuer", "number", "seal",
                                        "words", "blocks",  "note",   "sign",   "titles"};
    for (size_t i = 0; i < root->count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < COUNT_OF(known); k++)
            is_known = is_known || text_equal(root->names[i], known[k]);
        if (!is_known)
            return broken(reader, root->names[i]);
    }

    struct paper_template *template = reader->template;
    template->title_zh = value_text(value_path(root, "title.zh"));
    template->title_en = value_text(value_path(root, "title.en"));
    if (!template->title_zh || !template->title_en)
        return broken(reader, "title");
    template->heading = value_text(value_get(root, "heading"));
    if (!template->heading)
        template->heading = template->title_zh;
    static const struct value court = {.type = VALUE_TEXT, .text = "{court}"};
    const struct value *issuer = value_get(root, "issuer");
    enum err_kind kind = take_pattern(reader, value_is_null(issuer) ? &court : issuer, "issuer",
                                      true, &template->issuer);
    if (kind)
        return kind;
    template->words = value_get(root, "words");
    template->titles = value_get(root, "titles");
    for (size_t i = 0; i < template->titles->count; i++) {
        const struct value *title = template->titles->items[i];
        if (!value_text(value_get(title, "zh")) || !value_text(value_get(title, "en")))
            return broken(reader, "titles");
    }
    template->sign = value_get(root, "sign");
    if (template->sign->type != VALUE_LIST || !template->sign->count)
        return broken(reader, "sign");
    const struct value *seal = value_get(root, "seal");
    template->sealed = value_is_null(seal) || value_true(seal);
    if (value_is_null(value_get(root, "number")))
        return ERR_NONE;
    return take_pattern(reader, value_get(root, "number"), "number", true, &template->number);
}

enum err_kind template_read(const struct embedded_file *file, struct arena *arena,
                            struct paper_template *ret, struct err *reterr)
{
    struct reader reader = {file->name, arena, ret, 0, reterr};
    struct value *root = NULL;
    enum err_kind kind =
        json_parse(file->bytes, file->size_bytes, &json_limits_file, arena, &root, reterr);
    if (kind)
        return kind;

    size_t length = strcspn(file->name, ".");
    ret->name = arena_copy_bytes(arena, file->name, length);
    ret->needs = arena_array(arena, NEEDS_MAX + 1, sizeof *ret->needs);
    if (!ret->name || !ret->needs)
        return arena_full(reterr);
    kind = take_head(&reader, root);
    return kind ? kind : take_blocks(&reader, value_get(root, "blocks"));
}
