/*
 * court_paper: the one life of every paper a court issues (practice.md 6). A paper of the filing
 * desk (receipt, notice) is issued at once; a ruling is checked and signed off by people first.
 */
#include "engine/engine.h"
#include "paper/paper.h"

extern const struct embedded_file court_paper_definition[];

/* The clock reports a finished paper: only of one a person signed, or that needs no signature. */
static bool signed_or_at_once(const struct facts *facts)
{
    return strcmp(facts->state, "signed") == 0 || value_true(value_get(facts->fields, "at_once"));
}

static const struct guard guards[] = {
    {"court_paper_signed_or_at_once",
     {"文书还没有签发。请先由法官签发。",
      "The paper has not been signed off. A judge signs first."},
     NULL,
     signed_or_at_once},
};

static enum err_kind apply_render(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    struct value *payload = value_new_map(call->arena);
    if (!payload ||
        !value_set(call->arena, payload, "matter", value_new_int(call->arena, call->matter->id)))
        return arena_full(reterr);
    return call_add_job(call, "render_paper", payload, reterr);
}

static const struct effect effects[] = {
    {"court_paper_render", NULL, false, NULL, apply_render},
};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *name = value_text(value_get(facts->fields, "template"));
    const struct paper_template *template = name ? paper_template_find(name) : NULL;
    const char *number = value_text(value_get(facts->fields, "case_number"));
    const char *title = template ? paper_template_title(template, "zh") : "法院文书";
    const char *whole = number ? arena_printf(arena, "%s %s", title, number) : title;
    *ret = value_new_text(arena, whole);
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"court_paper_title", compute_title}};

const struct system court_paper_system = {
    .name = "court_paper",
    .wing = "support",
    .definition = court_paper_definition,
    .guards = guards,
    .guard_count = COUNT_OF(guards),
    .effects = effects,
    .effect_count = COUNT_OF(effects),
    .computes = computes,
    .compute_count = COUNT_OF(computes),
};
