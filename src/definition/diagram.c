/* definition/diagram: a state diagram as SVG and a permission matrix as Markdown, both derived. */
#include "base/text.h"
#include "definition/definition.h"

enum {
    BOX_WIDTH = 180,
    BOX_HEIGHT = 44,
    ROW_GAP = 74,
    STATES_MAX = 64,
    SVG_BYTES_MAX = 512 * 1024
};

static const char *say(struct words words, const char *lang)
{
    return strcmp(lang, "en") == 0 && words.en ? words.en : words.zh ? words.zh : "";
}

static void add_escaped(struct text *text, const char *words)
{
    for (; *words; words++) {
        if (*words == '&')
            text_add(text, "&amp;");
        else if (*words == '<')
            text_add(text, "&lt;");
        else if (*words == '"')
            text_add(text, "&quot;");
        else
            text_add_bytes(text, words, 1);
    }
}

/* One state a row, in the file's order, forward arrows right, backward arrows left: always
 * readable. */
static void add_box(struct text *svg, const struct state *state, size_t row, const char *lang)
{
    int y = 20 + (int) row * ROW_GAP;
    text_add_format(svg,
                    "<rect x=\"320\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" "
                    "stroke=\"#1d4f91\"/>",
                    y, BOX_WIDTH, BOX_HEIGHT, state->initial || state->final ? 22 : 4,
                    state->final ? "#e3eaf3" : "#fff");
    text_add_format(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", 320 + BOX_WIDTH / 2,
                    y + 27);
    add_escaped(svg, say(state->title, lang));
    text_add(svg, "</text>");
}

static void add_arrow(struct text *svg, const struct action *action, int from, int to, int lane,
                      const char *lang)
{
    int forward = to > from;
    int y1 = 20 + from * ROW_GAP + BOX_HEIGHT / 2 + (forward ? 8 : -8);
    int y2 = 20 + to * ROW_GAP + BOX_HEIGHT / 2 + (forward ? -8 : 8);
    int x = forward ? 320 + BOX_WIDTH : 320;
    int bend = forward ? x + 30 + lane * 26 : x - 30 - lane * 26;
    text_add_format(
        svg,
        "<path d=\"M%d %d H%d V%d H%d\" fill=\"none\" stroke=\"#4a5564\" marker-end=\"url(#a)\"/>",
        x, y1, bend, y2, x);
    text_add_format(svg, "<text x=\"%d\" y=\"%d\" font-size=\"11\" text-anchor=\"%s\">",
                    bend + (forward ? 3 : -3), y1 + (y2 - y1) / 2, forward ? "start" : "end");
    add_escaped(svg, say(action->title, lang));
    text_add(svg, "</text>");
}

const char *definition_diagram(const struct workflow *workflow, const char *lang,
                               struct arena *arena)
{
    struct text svg;
    text_init(&svg, arena, SVG_BYTES_MAX);
    text_add_format(&svg,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 %zu\" "
                    "role=\"img\" font-family=\"sans-serif\" font-size=\"14\"><title>",
                    workflow->state_count * ROW_GAP + 20);
    add_escaped(&svg, say(workflow->title, lang));
    text_add(&svg, "</title><defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" "
                   "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
                   "fill=\"#4a5564\"/></marker></defs>");
    int lane = 0;
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        for (size_t j = 0; action->to && j < action->from_count; j++) {
            if (action->from[j] != action->to)
                add_arrow(&svg, action, (int) (action->from[j] - workflow->states),
                          (int) (action->to - workflow->states), lane++ % 10, lang);
        }
    }
    for (size_t i = 0; i < workflow->state_count; i++)
        add_box(&svg, &workflow->states[i], i, lang);
    text_add(&svg, "</svg>");
    return text_done(&svg);
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
