/* paper/content: fills patterns. Not for layout, and not for what values mean. */
#include "paper/content.h"

#include "base/text.h"

#define PIECE_BYTES_MAX ((size_t) 512 * 1024)
#define ITEMS_MAX       1000
#define DEPTH_MAX       16

struct filler {
    const struct paper_request *request;
    struct arena *arena;
    struct content *content;
    const struct value *item; /* inside "each" and tables, else NULL */
    const char *list_name;
    size_t index;
    struct err *reterr;
};

static const struct value *find(const struct filler *filler, const char *name)
{
    if (filler->item && filler->item->type == VALUE_MAP) {
        const struct value *own = value_path(filler->item, name);
        if (!value_is_null(own))
            return own;
    }
    if (filler->item && text_equal(name, "item"))
        return filler->item;
    return value_path(filler->request->values, name);
}

/* Like find(), with the template's words in the place of a code. */
static const struct value *find_word(const struct filler *filler, const char *name,
                                     enum paper_filter filter)
{
    const struct value *value = find(filler, name);
    const char *code = value_text(value);
    if (filter != FILTER_WORDS || !code)
        return value;
    const struct value *word = value_get(filler->request->template->words, code);
    return value_is_null(word) ? value : word;
}

/* The day a paper bears: as drafted ("today"), else the day it is made. */
static const struct value *date_of_paper(const struct filler *filler)
{
    const struct value *today = value_get(filler->request->values, "today");
    if (!value_is_null(today))
        return today;
    const char *day = day_format(filler->arena, filler->request->created_day);
    const struct value *made = day ? value_new_text(filler->arena, day) : NULL;
    return made ? made : &value_null;
}

/* Cuts the next of comma-separated `*names` off into `ret`; false when there is none. */
static bool next_name(const char **names, char ret[static PATTERN_NAMES_MAX])
{
    size_t length = strcspn(*names, ",");
    if (!length || length >= PATTERN_NAMES_MAX)
        return false;
    memcpy(ret, *names, length);
    ret[length] = '\0';
    *names += length + ((*names)[length] == ',');
    return true;
}

/* The first alternative that prints; NULL when none does. */
MUST_CHECK static enum err_kind first_given(const struct filler *filler, const char *names,
                                            enum paper_filter filter, const char **ret)
{
    char name[PATTERN_NAMES_MAX];
    bool full = false;
    *ret = NULL;
    while (!*ret && !full && next_name(&names, name)) {
        *ret = value_print(filler->arena, find_word(filler, name, filter), filter, &full);
        if (!*ret && !full && text_equal(name, "date"))
            *ret = value_print(filler->arena, date_of_paper(filler), filter, &full);
    }
    return full ? arena_full(filler->reterr) : ERR_NONE;
}

MUST_CHECK static enum err_kind add_value(const struct filler *filler,
                                          const struct pattern_token *token, struct text *text)
{
    const char *printed;
    enum err_kind kind = first_given(filler, token->names, token->filter, &printed);
    if (kind)
        return kind;
    if (printed) {
        text_add(text, printed);
        return ERR_NONE;
    }

    char field[PATTERN_NAMES_MAX + 64];
    size_t length = strcspn(token->names, ",");
    if (filler->item)
        (void) snprintf(field, sizeof field, "%s[%zu].%.*s", filler->list_name, filler->index,
                        (int) length, token->names);
    else
        (void) snprintf(field, sizeof field, "%.*s", (int) length, token->names);
    return err_field(filler->reterr, ERR_INVALID, "paper.value_missing", field,
                     "paper %s needs the value %s", filler->request->template->name, field);
}

/* Decides whether the part behind {?names} or {!names} is printed. */
MUST_CHECK static enum err_kind condition(const struct filler *filler,
                                          const struct pattern_token *token, bool *ret)
{
    char name[PATTERN_NAMES_MAX];
    bool given = false, full = false;
    for (const char *names = token->names; !given && next_name(&names, name);) {
        const struct value *value = find_word(filler, name, token->filter);
        if (value->type == VALUE_BOOL)
            given = value->boolean;
        else if (value->type == VALUE_LIST || value->type == VALUE_MAP)
            given = value->count > 0;
        else
            given = value_print(filler->arena, value, token->filter, &full);
    }
    *ret = given == (token->kind == TOKEN_IF);
    return full ? arena_full(filler->reterr) : ERR_NONE;
}

MUST_CHECK static enum err_kind add_token(const struct filler *filler,
                                          const struct pattern_token *token, struct text *text)
{
    if (token->kind == TOKEN_TEXT)
        text_add_bytes(text, token->start, token->length);
    if (token->kind == TOKEN_VALUE)
        return add_value(filler, token, text);
    if (token->kind == TOKEN_INDEX)
        text_add_format(text, "%zu", filler->index + 1);
    if (token->kind == TOKEN_INDEX_ZH) {
        const char *number = number_zh(filler->arena, (int64_t) filler->index + 1);
        if (!number)
            return arena_full(filler->reterr);
        text_add(text, number);
    }
    return ERR_NONE;
}

MUST_CHECK static enum err_kind fill(const struct filler *filler, const char *pattern,
                                     const char **ret)
{
    struct text text;
    text_init(&text, filler->arena, PIECE_BYTES_MAX);
    bool shown[DEPTH_MAX] = {true};
    size_t depth = 0;
    struct pattern_token token;
    for (const char *cursor = pattern; pattern_next(&cursor, &token);) {
        enum err_kind kind = ERR_NONE;
        if (token.kind == TOKEN_IF || token.kind == TOKEN_UNLESS) {
            bool show = false;
            if (depth + 1 == DEPTH_MAX)
                return err_set(filler->reterr, ERR_LIMIT, "paper.template", "parts nest too deep");
            if (shown[depth])
                kind = condition(filler, &token, &show);
            shown[++depth] = show;
        } else if (token.kind == TOKEN_END) {
            depth--; /* template_read() saw that they balance */
        } else if (shown[depth]) {
            kind = add_token(filler, &token, &text);
        }
        if (kind)
            return kind;
    }
    *ret = text_done(&text);
    if (*ret)
        return ERR_NONE;
    return err_set(filler->reterr, ERR_LIMIT, "paper.too_long", "a part of the paper is too long");
}

/* An empty piece at the end of the paper; NULL: memory ran out. */
static struct piece *piece_new(struct filler *filler, enum piece_kind kind,
                               const struct block *block)
{
    struct piece *piece = arena_alloc(filler->arena, sizeof *piece);
    if (!piece)
        return NULL;
    piece->kind = kind;
    piece->block = block;
    struct content *content = filler->content;
    if (content->last)
        content->last->next = piece;
    else
        content->first = piece;
    content->last = piece;
    return piece;
}

MUST_CHECK static enum err_kind add_piece(struct filler *filler, enum piece_kind kind,
                                          const struct block *block, const char *pattern)
{
    struct piece *piece = piece_new(filler, kind, block);
    return piece ? fill(filler, pattern, &piece->text) : arena_full(filler->reterr);
}

MUST_CHECK static enum err_kind fill_form(struct filler *filler, const struct block *block)
{
    struct piece *piece = piece_new(filler, PIECE_BLOCK, block);
    if (!piece)
        return arena_full(filler->reterr);
    piece->rows = arena_array(filler->arena, block->form_count, sizeof *piece->rows);
    if (!piece->rows)
        return arena_full(filler->reterr);
    piece->row_count = block->form_count;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; i < block->form_count && !kind; i++) {
        piece->rows[i].cells[0] = block->form[i].title;
        kind = fill(filler, block->form[i].text, &piece->rows[i].cells[1]);
    }
    return kind;
}

/* A long text as a list of its lines, for those who write terms one a line. */
static const struct value *lines_of(struct arena *arena, const char *text)
{
    struct value *list = value_new_list(arena);
    while (list && *text) {
        size_t length = strcspn(text, "\n");
        if (length && list->count <= ITEMS_MAX) {
            char *line = arena_copy_bytes(arena, text, length);
            if (!line || !value_add(arena, list, value_new_text(arena, line)))
                return NULL;
        }
        text += length + (text[length] == '\n');
    }
    return list;
}

/* The list of the first alternative that has items; NULL: none. */
static const struct value *find_list(struct filler *filler, const char *names)
{
    char name[PATTERN_NAMES_MAX];
    for (const char *at = names; next_name(&at, name);) {
        const struct value *list = value_path(filler->request->values, name);
        if (list->type == VALUE_TEXT)
            list = lines_of(filler->arena, list->text);
        if (list && list->type == VALUE_LIST && list->count) {
            filler->list_name = arena_copy(filler->arena, name);
            return list;
        }
    }
    return NULL;
}

MUST_CHECK static enum err_kind list_of(struct filler *filler, const char *names,
                                        const struct value **ret)
{
    *ret = find_list(filler, names);
    if (!*ret)
        return err_field(filler->reterr, ERR_INVALID, "paper.value_missing", names,
                         "paper %s needs the list %s", filler->request->template->name, names);
    if (!filler->list_name)
        return arena_full(filler->reterr);
    if ((*ret)->count > ITEMS_MAX)
        return err_field(filler->reterr, ERR_LIMIT, "paper.too_long", names,
                         "%s has more than %d items", names, ITEMS_MAX);
    return ERR_NONE;
}

MUST_CHECK static enum err_kind fill_cells(struct filler *filler, const struct block *block,
                                           bool total, struct piece_row *row)
{
    for (size_t c = 0; c < block->column_count; c++) {
        const struct column *column = &block->columns[c];
        const char *pattern = total ? column->total : column->text;
        row->cells[c] = "";
        if (!pattern)
            continue;
        enum err_kind kind = fill(filler, pattern, &row->cells[c]);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

MUST_CHECK static enum err_kind fill_table(struct filler *filler, const struct block *block)
{
    const struct value *list = NULL;
    enum err_kind kind = list_of(filler, block->text, &list);
    if (kind)
        return kind;
    struct piece *piece = piece_new(filler, PIECE_BLOCK, block);
    if (!piece)
        return arena_full(filler->reterr);
    bool has_total = false;
    for (size_t c = 0; c < block->column_count; c++)
        has_total = has_total || block->columns[c].total;

    piece->row_count = 1 + list->count + has_total;
    piece->rows = arena_array(filler->arena, piece->row_count, sizeof *piece->rows);
    if (!piece->rows)
        return arena_full(filler->reterr);
    piece->rows[0].head = true;
    for (size_t c = 0; c < block->column_count; c++)
        piece->rows[0].cells[c] = block->columns[c].title;
    for (filler->index = 0; filler->index < list->count && !kind; filler->index++) {
        filler->item = value_at(list, filler->index);
        kind = fill_cells(filler, block, false, &piece->rows[1 + filler->index]);
    }
    filler->item = NULL;
    if (!kind && has_total)
        kind = fill_cells(filler, block, true, &piece->rows[1 + list->count]);
    return kind;
}

MUST_CHECK static enum err_kind fill_each(struct filler *filler, const struct block *block)
{
    const struct value *list = NULL;
    enum err_kind kind = list_of(filler, block->each, &list);
    for (filler->index = 0; !kind && filler->index < list->count; filler->index++) {
        filler->item = value_at(list, filler->index);
        kind = add_piece(filler, PIECE_BLOCK, block, block->text);
    }
    filler->item = NULL;
    return kind;
}

MUST_CHECK static enum err_kind fill_block(struct filler *filler, const struct block *block)
{
    if (block->when) {
        struct pattern_token token;
        const char *cursor = block->when;
        bool wanted = pattern_next(&cursor, &token);
        enum err_kind kind = condition(filler, &token, &wanted);
        if (kind || !wanted)
            return kind;
    }
    if (block->kind == BLOCK_TABLE)
        return fill_table(filler, block);
    if (block->kind == BLOCK_FORM)
        return fill_form(filler, block);
    if (block->each)
        return fill_each(filler, block);
    return add_piece(filler, PIECE_BLOCK, block, block->kind == BLOCK_SPACE ? "" : block->text);
}

enum err_kind content_make(const struct paper_request *request, struct arena *arena,
                           struct content *ret, struct err *reterr)
{
    const struct paper_template *template = request->template;
    struct filler filler = {request, arena, ret, NULL, NULL, 0, reterr};
    *ret = (struct content){.big_print = value_true(value_get(request->values, "big_print"))};

    enum err_kind kind = add_piece(&filler, PIECE_ISSUER, NULL, template->issuer);
    if (!kind)
        kind = add_piece(&filler, PIECE_TITLE, NULL, template->heading);
    if (!kind && template->number)
        kind = add_piece(&filler, PIECE_NUMBER, NULL, template->number);
    for (size_t i = 0; i < template->block_count && !kind; i++)
        kind = fill_block(&filler, &template->blocks[i]);
    return kind;
}
