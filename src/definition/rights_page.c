/* definition/rights_page: who may do what in which system, as one matrix out of the definitions.
 * Nobody writes it by hand. */
#include "base/text.h"
#include "definition/definition.h"

enum { PAGE_BYTES_MAX = 256 * 1024 };

static const char head[] =
    "# Who may do what\n\n"
    "Made by `fengqiao check --shipped --pages docs/systems` from the definitions; "
    "[rights.md](../rights.md) says how rights come about and what beats them.\n\n"
    "**C** opens a matter · **R** reads one · **P** acts on it · **X** decides or signs. Every "
    "right "
    "is in a matter or at a court, never everywhere by itself.\n";

static bool signs(const struct action *action)
{
    for (size_t i = 0; i < action->form_count; i++) {
        if (action->form[i].field->kind == FIELD_SIGNATURE)
            return true;
    }
    return false;
}

static void add_cell(struct text *page, const struct workflow *workflow, role_set role)
{
    bool reads = false, acts = false, decides = false;
    for (size_t i = 0; i < workflow->state_count; i++)
        reads |= (state_readers(workflow, &workflow->states[i]) & role) != 0;
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        bool heavy = action->nature == NATURE_DECISION || signs(action);
        acts |= (action->by & role) && !heavy;
        decides |= (action->by & role) && heavy;
    }
    text_add_format(page, " | %s%s%s%s", workflow->openers & role ? "C" : "", reads ? "R" : "",
                    acts ? "P" : "", decides ? "X" : "");
}

static bool has_any(const struct workflow *const *all, size_t count, role_set role)
{
    role_set held = 0;
    for (size_t i = 0; i < count; i++) {
        held |= all[i]->openers | all[i]->readers;
        for (size_t a = 0; a < all[i]->action_count; a++)
            held |= all[i]->actions[a].by;
    }
    return (held & role) != 0;
}

static void add_powers(struct text *page, const struct workflow *const *all, size_t count)
{
    text_add(page, "\n## Powers an agent's authority must name (CPL 62; JI 89)\n\n"
                   "| system | action | power |\n|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        for (size_t a = 0; a < all[i]->action_count; a++) {
            const struct action *action = &all[i]->actions[a];
            if (action->power)
                text_add_format(page, "| %s | %s (%s) | `%s` |\n", all[i]->system, action->title.en,
                                action->title.zh, action->power);
        }
    }
}

const char *definition_rights(const struct workflow *const *all, size_t count, struct arena *arena)
{
    struct text page;
    text_init(&page, arena, PAGE_BYTES_MAX);
    text_add(&page, head);
    text_add(&page, "\n| role");
    for (size_t i = 0; i < count; i++)
        text_add_format(&page, " | %s (%s)", all[i]->title.en, all[i]->title.zh);
    text_add(&page, " |\n|---");
    for (size_t i = 0; i < count; i++)
        text_add(&page, "|---");
    text_add(&page, "|\n");
    for (size_t r = 0; r < role_count; r++) {
        if (!has_any(all, count, UINT64_C(1) << r))
            continue;
        text_add_format(&page, "| %s (%s)", roles[r].title.en, roles[r].title.zh);
        for (size_t i = 0; i < count; i++)
            add_cell(&page, all[i], UINT64_C(1) << r);
        text_add(&page, " |\n");
    }
    add_powers(&page, all, count);
    return text_done(&page);
}
