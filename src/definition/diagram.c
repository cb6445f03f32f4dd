/* definition/diagram: a state diagram as SVG and a permission matrix as Markdown, both derived. */
#include "base/text.h"
#include "definition/definition.h"

/*
 * States stand in a column, in the file's order. Every action of a state has a line of its own
 * beside the box, so that labels never meet; what leads elsewhere goes to the lane of its target,
 * and the lane into the target's head. One lane a target: lines cross, words do not.
 */
enum {
    BOX_X = 20,
    BOX_WIDTH = 180,
    HEAD_HEIGHT = 40,
    LINE_HEIGHT = 22,
    ROW_GAP = 18,
    LABELS_X = BOX_X + BOX_WIDTH + 12,
    LANES_X = LABELS_X + 250,
    LANE_GAP = 14,
    STATES_MAX = 64,
    SVG_BYTES_MAX = 512 * 1024
};

static const char *say(struct words words, const char *lang)
{
    return strcmp(lang, "en") == 0 && words.en ? words.en : words.zh ? words.zh : "";
}

#define THIN_LINE "fill=\"none\" stroke=\"#6b7686\""

struct drawing {
    struct text svg;
    const struct workflow *workflow;
    const char *lang;
    int top[STATES_MAX], height[STATES_MAX];
    int lane[STATES_MAX]; /* of a state something leads to from another; -1: none */
    int lanes, bottom;
};

static bool starts_in(const struct action *action, const struct state *state)
{
    for (size_t i = 0; i < action->from_count; i++) {
        if (action->from[i] == state)
            return true;
    }
    return false;
}

static bool leads_away(const struct action *action, const struct state *state)
{
    return starts_in(action, state) && action->to && action->to != state;
}

static void place(struct drawing *drawing)
{
    const struct workflow *workflow = drawing->workflow;
    int y = 20;
    for (size_t s = 0; s < workflow->state_count && s < STATES_MAX; s++) {
        int lines = 0;
        bool reached = false;
        for (size_t a = 0; a < workflow->action_count; a++) {
            lines += starts_in(&workflow->actions[a], &workflow->states[s]);
            for (size_t f = 0; f < workflow->actions[a].from_count; f++)
                reached |= workflow->actions[a].to == &workflow->states[s] &&
                           workflow->actions[a].from[f] != &workflow->states[s];
        }
        drawing->top[s] = y;
        drawing->height[s] = HEAD_HEIGHT + lines * LINE_HEIGHT;
        drawing->lane[s] = reached ? drawing->lanes++ : -1;
        y += drawing->height[s] + ROW_GAP;
    }
    drawing->bottom = y;
}

static void add_box(struct drawing *drawing, size_t s)
{
    const struct state *state = &drawing->workflow->states[s];
    struct text *svg = &drawing->svg;
    text_add_format(svg,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" "
                    "stroke=\"#1d4f91\"/>",
                    BOX_X, drawing->top[s], BOX_WIDTH, HEAD_HEIGHT - 8,
                    state->initial || state->final ? 16 : 4, state->final ? "#e3eaf3" : "#fff");
    text_add_format(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", BOX_X + BOX_WIDTH / 2,
                    drawing->top[s] + 21);
    text_add_markup(svg, say(state->title, drawing->lang));
    text_add(svg, "</text>");
}

/* One action of a state: its words, and the line to the lane of where it leads. */
static void add_line(struct drawing *drawing, const struct action *action, size_t s, int y)
{
    const struct state *state = &drawing->workflow->states[s];
    bool away = leads_away(action, state);
    text_add_format(&drawing->svg, "<text x=\"%d\" y=\"%d\" font-size=\"12\" fill=\"%s\">",
                    LABELS_X, y + 4, away ? "#14213d" : "#5b6675");
    text_add_markup(&drawing->svg, say(action->title, drawing->lang));
    text_add(&drawing->svg, away ? "</text>" : " ↻</text>");
    text_add_format(&drawing->svg, "<path d=\"M%d %dV%dH%d\" " THIN_LINE "/>", BOX_X + 14,
                    drawing->top[s] + HEAD_HEIGHT - 8, y, LABELS_X - 6);
    if (!away)
        return;
    size_t to = (size_t) (action->to - drawing->workflow->states);
    int x = LANES_X + drawing->lane[to] * LANE_GAP;
    text_add_format(
        &drawing->svg,
        "<path d=\"M%d %dH%d\" " THIN_LINE
        " stroke-dasharray=\"3 3\"/><circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"#4a5564\"/>",
        LANES_X - 60, y, x, x, y);
}

/* From the first line that leads here to the last, and into the head of the box. */
static void add_lane(struct drawing *drawing, size_t to, int first, int last)
{
    int x = LANES_X + drawing->lane[to] * LANE_GAP, entry = drawing->top[to] + 16;
    text_add_format(&drawing->svg,
                    "<path d=\"M%d %dV%d\" " THIN_LINE "/><path d=\"M%d %dH%d\" " THIN_LINE " "
                    "marker-end=\"url(#a)\"/>",
                    x, first < entry ? first : entry, last > entry ? last : entry, x, entry,
                    BOX_X + BOX_WIDTH);
}

static void add_all(struct drawing *drawing)
{
    const struct workflow *workflow = drawing->workflow;
    int first[STATES_MAX], last[STATES_MAX];
    for (size_t s = 0; s < STATES_MAX; s++) {
        first[s] = INT32_MAX;
        last[s] = 0;
    }
    for (size_t s = 0; s < workflow->state_count && s < STATES_MAX; s++) {
        int y = drawing->top[s] + HEAD_HEIGHT + 4;
        for (size_t a = 0; a < workflow->action_count; a++) {
            const struct action *action = &workflow->actions[a];
            if (!starts_in(action, &workflow->states[s]))
                continue;
            add_line(drawing, action, s, y);
            if (leads_away(action, &workflow->states[s])) {
                size_t to = (size_t) (action->to - workflow->states);
                first[to] = y < first[to] ? y : first[to];
                last[to] = y > last[to] ? y : last[to];
            }
            y += LINE_HEIGHT;
        }
    }
    for (size_t s = 0; s < workflow->state_count && s < STATES_MAX; s++) {
        if (drawing->lane[s] >= 0)
            add_lane(drawing, s, first[s], last[s]);
        add_box(drawing, s);
    }
}

const char *definition_diagram(const struct workflow *workflow, const char *lang,
                               struct arena *arena)
{
    struct drawing drawing = {.workflow = workflow, .lang = lang};
    text_init(&drawing.svg, arena, SVG_BYTES_MAX);
    place(&drawing);
    text_add_format(&drawing.svg,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                    "role=\"img\" font-family=\"sans-serif\" font-size=\"14\"><title>",
                    LANES_X + drawing.lanes * LANE_GAP + 20, drawing.bottom);
    text_add_markup(&drawing.svg, say(workflow->title, lang));
    text_add(&drawing.svg, "</title><defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" "
                           "refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                           "<path d=\"M0 0L8 4L0 8z\" fill=\"#4a5564\"/></marker></defs>");
    add_all(&drawing);
    text_add(&drawing.svg, "</svg>");
    return text_done(&drawing.svg);
}

const char *definition_matrix(const struct workflow *workflow, const char *lang,
                              struct arena *arena)
{
    struct text out;
    text_init(&out, arena, SVG_BYTES_MAX);
    bool zh = strcmp(lang, "en") != 0;
    text_add(&out, zh ? "| 状态 | 操作 | 谁可以 |\n|---|---|---|\n"
                      : "| state | action | who may |\n|---|---|---|\n");
    for (size_t s = 0; s < workflow->state_count; s++) {
        for (size_t a = 0; a < workflow->action_count; a++) {
            const struct action *action = &workflow->actions[a];
            bool from = false;
            for (size_t f = 0; f < action->from_count; f++)
                from |= action->from[f] == &workflow->states[s];
            if (!from)
                continue;
            text_add_format(&out, "| %s | %s |", say(workflow->states[s].title, lang),
                            say(action->title, lang));
            for (size_t r = 0, shown = 0; r < role_count; r++) {
                if (action->by >> r & 1)
                    text_add_format(&out, "%s%s", shown++ ? (zh ? "、" : ", ") : " ",
                                    say(roles[r].title, lang));
            }
            text_add(&out, " |\n");
        }
    }
    return text_done(&out);
}
