/*
 * systems/trial/routing: which procedure a registered case is tried by, which team and judge has
 * it, and how it changes its procedure. The law says what is lawful, the court's own points what is
 * wise, and a person of the court decides. This file: its row, its title, what is read before.
 */
#include "systems/trial/routing/routing.h"

extern const struct embedded_file routing_definition[];

/* "顾文博诉段志强民间借贷纠纷：程序与分案" */
static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *title =
        arena_printf(arena, "%s：程序与分案", value_text_of(facts->fields, "case_title"));
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"routing_title", compute_title}};

static bool names_judge(const char *action)
{
    return strcmp(action, "draw") == 0 || strcmp(action, "replace_judge") == 0;
}

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    return names_judge(action) ? routing_judges_load(call, reterr) : ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    return names_judge(action) ? routing_judges_loaded(call, reterr) : ERR_NONE;
}

const struct system routing_system = {
    .name = "routing",
    .wing = "trial",
    .definition = routing_definition,
    .guards = routing_guards,
    .guard_count = ROUTING_GUARDS,
    .effects = routing_effects,
    .effect_count = ROUTING_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
    .load = load,
    .loaded = loaded,
};
