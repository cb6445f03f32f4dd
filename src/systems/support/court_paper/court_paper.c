/*
 * court_paper: the one life of every paper a court issues (practice.md 6). A paper of the filing
 * desk (receipt, notice) is issued at once; a ruling is checked and signed off by people first.
 */
#include "systems/support/court_paper/court_paper.h"

#include "paper/paper.h"

extern const struct embedded_file court_paper_definition[];

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
    .guards = court_paper_guards,
    .guard_count = COURT_PAPER_GUARDS,
    .effects = court_paper_effects,
    .effect_count = COURT_PAPER_EFFECTS,
    .computes = computes,
    .compute_count = COUNT_OF(computes),
    .loaded = court_paper_loaded,
};
