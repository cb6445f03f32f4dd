/* filing 民事一审立案: the row of this system and the values it computes. */
#include "systems/filing/filing/filing.h"

#include "base/text.h"

extern const struct embedded_file filing_definition[];

static const char *first_name(const struct value *rows, struct arena *arena)
{
    const char *name = value_text(value_path(rows, "[0].person.name"));
    for (size_t i = 0; !name && i < rows->count && i < 1; i++) {
        const struct value *row = rows->items[0];
        name = value_text(value_path(row, "person.name"));
        if (!name)
            name = value_text(value_path(row, "organisation.name"));
    }
    if (!name)
        return NULL;
    return rows->count > 1 ? arena_printf(arena, "%s等", name) : name;
}

/* "张某诉李某民间借贷纠纷", as courts write it. */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *cause = value_text(value_get(facts->fields, "cause"));
    const char *plaintiff = first_name(value_get(facts->fields, "plaintiffs"), arena);
    const char *defendant = first_name(value_get(facts->fields, "defendants"), arena);
    const char *named =
        cause && facts->registers ? engine_cause_name(facts->registers, cause) : cause;
    struct text title;
    text_init(&title, arena, 4096);
    if (plaintiff)
        text_add(&title, plaintiff);
    if (plaintiff && defendant)
        text_add_format(&title, "诉%s", defendant);
    text_add(&title, named ? named : plaintiff ? "民事纠纷" : "民事起诉状草稿");
    const char *whole = text_done(&title);
    *ret = whole ? value_new_text(arena, whole) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static enum err_kind compute_fee(const struct facts *facts, struct arena *arena, struct value **ret,
                                 struct err *reterr)
{
    struct fee_result fee;
    if (!value_text(value_get(facts->fields, "cause")))
        return ERR_NONE; /* nothing to compute from yet */
    enum err_kind kind = filing_fee_of(facts->fields, arena, &fee, reterr);
    if (kind)
        return kind;
    *ret = value_new_int(arena, fee.due_fen);
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"filing_title", compute_title},
                                               {"filing_fee", compute_fee}};

const struct system filing_system = {
    .name = "filing",
    .wing = "filing",
    .definition = filing_definition,
    .guards = filing_guards,
    .guard_count = FILING_GUARDS,
    .effects = filing_effects,
    .effect_count = FILING_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};
