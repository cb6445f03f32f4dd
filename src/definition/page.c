/* definition/page: what a definition says, as a page people read. Nobody writes it by hand. */
#include "base/text.h"
#include "definition/definition.h"

enum { PAGE_BYTES_MAX = 512 * 1024 };

static void add_both(struct text *page, struct words words)
{
    text_add_format(page, "%s (%s)", words.en ? words.en : "", words.zh ? words.zh : "");
}

static void add_role(struct text *page, const char *name)
{
    const struct role *role = name ? role_find(name) : NULL;
    if (role)
        add_both(page, role->title);
    else
        text_add(page, "–");
}

static void add_states(struct text *page, const struct workflow *workflow)
{
    text_add(page, "\n## States\n\n| state | waits for | clock |\n|---|---|---|\n");
    for (size_t i = 0; i < workflow->state_count; i++) {
        const struct state *state = &workflow->states[i];
        text_add_format(page, "| `%s` ", state->name);
        add_both(page, state->title);
        text_add(page, " | ");
        add_role(page, state->waits_for);
        text_add_format(page, " | %s |\n",
                        state->final       ? "ended"
                        : state->clockless ? state->clockless
                                           : "runs");
    }
}

static void add_deadlines(struct text *page, const struct workflow *workflow)
{
    text_add(page, "\n## Clocks\n\n| clock | length | when it ends | basis |\n|---|---|---|---|\n");
    for (size_t i = 0; i < workflow->deadline_count; i++) {
        const struct deadline *deadline = &workflow->deadlines[i];
        text_add_format(page, "| `%s` ", deadline->name);
        add_both(page, deadline->title);
        text_add_format(page, " | `%s` | ", deadline->period ? deadline->period : deadline->length);
        if (deadline->due)
            text_add_format(page, "the clock does `%s`", deadline->due->name);
        else
            text_add_format(page, "list `%s` of %s", deadline->due_list, deadline->due_to);
        text_add_format(page, " | %s |\n",
                        deadline->basis    ? deadline->basis
                        : deadline->period ? "as the law's table of periods says"
                                           : "");
    }
}

static void add_form(struct text *page, const struct action *action)
{
    for (size_t i = 0; i < action->form_count; i++)
        text_add_format(page, "%s`%s`%s", i ? ", " : "", action->form[i].field->name,
                        action->form[i].required ? "!" : "");
}

static void add_roles(struct text *page, role_set set)
{
    for (size_t r = 0, shown = 0; r < role_count; r++) {
        if (set >> r & 1)
            text_add_format(page, "%s%s", shown++ ? ", " : "", roles[r].name);
    }
}

static void add_actions(struct text *page, const struct workflow *workflow)
{
    text_add(page, "\n## Actions\n\n`!` marks what must be filled in.\n\n"
                   "| action | nature | leads to | who | form |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        text_add_format(page, "| `%s` ", action->name);
        add_both(page, action->title);
        static const char *const natures[] = {"record", "move", "decision", "money"};
        text_add_format(page, " | %s | %s | ", natures[action->nature],
                        action->to ? action->to->name : "stays");
        add_roles(page, action->by);
        text_add(page, " | ");
        add_form(page, action);
        text_add(page, " |\n");
    }
}

static void add_settings(struct text *page, const struct workflow *workflow)
{
    if (!workflow->setting_count)
        return;
    text_add(page, "\n## Settings of a court\n\n");
    for (size_t i = 0; i < workflow->setting_count; i++) {
        text_add_format(page, "- `%s` ", workflow->settings[i].name);
        add_both(page, workflow->settings[i].title);
        text_add(page, "\n");
    }
}

static void add_rooms(struct text *page, const struct workflow *workflow)
{
    if (!workflow->room_count)
        return;
    text_add(page,
             "\n## Rooms of the talks\n\n| room | who sits in it, and nobody else |\n|---|---|\n");
    for (size_t i = 0; i < workflow->room_count; i++) {
        text_add_format(page, "| `%s` ", workflow->rooms[i].name);
        add_both(page, workflow->rooms[i].title);
        text_add(page, " | ");
        add_roles(page, workflow->rooms[i].who);
        text_add(page, " |\n");
    }
}

const char *definition_page(const struct workflow *workflow, struct arena *arena)
{
    struct text page;
    text_init(&page, arena, PAGE_BYTES_MAX);
    text_add(&page, "<!-- Made by `fengqiao check --shipped --pages docs/systems`: change the "
                    "definition, not this page. -->\n# ");
    add_both(&page, workflow->title);
    text_add_format(&page, "\n\n%s\n\nBasis: %s. Version %d.\n\n![states and actions](%s.svg)\n",
                    workflow->summary.en, workflow->basis, workflow->version, workflow->system);
    add_states(&page, workflow);
    add_deadlines(&page, workflow);
    add_actions(&page, workflow);
    add_rooms(&page, workflow);
    add_settings(&page, workflow);
    return text_done(&page);
}
