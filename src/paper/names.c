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

bool paper_template_signs(const struct paper_template *template, const char *role)
{
    for (size_t i = 0; i < template->sign->count; i++) {
        if (text_equal(value_text(value_at(template->sign, i)), role))
            return true;
    }
    return false;
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
