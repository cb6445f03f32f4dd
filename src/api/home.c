/*
 * api/home: the portal's first screen, drawn here so that it can be read and tapped before any
 * script has come: on an old phone that is two seconds earlier (docs/performance.md, "The pages").
 * The web's build leaves the page and a tile for each wing in home.json (web/scripts/first.mjs);
 * which tiles there are, and what stands on them, are the definitions in force.
 */
#include "api/home.h"

#include "base/text.h"
#include "json/json.h"

enum { HOME_BYTES_MAX = 256 * 1024 };

struct home {
    const char *page;                 /* with ~tiles~, ~more~ and ~hotline~ */
    const struct value *tiles, *more; /* wing → one tile, with ~system~, ~title~ and ~text~ */
    const struct value *policy;       /* hashes of what stands within it */
    const struct value *main;         /* wings that come first, and are not among "more" */
};

enum err_kind home_read(const char *json, size_t size_bytes, struct arena *arena, struct home **ret,
                        struct err *reterr)
{
    struct value *parts = NULL;
    struct home *home = arena_alloc(arena, sizeof *home);
    if (!home)
        return arena_full(reterr);
    enum err_kind kind = json_parse(json, size_bytes, &json_limits_file, arena, &parts, reterr);
    if (kind)
        return kind;
    *home = (struct home){.page = value_text(value_get(parts, "page")),
                          .tiles = value_get(parts, "tiles"),
                          .more = value_get(parts, "more"),
                          .policy = value_get(parts, "policy"),
                          .main = value_get(parts, "main")};
    if (!home->page)
        return err_set(reterr, ERR_STORE, "api.pages", "home.json holds no page");
    *ret = home;
    return ERR_NONE;
}

const char *home_hash(const struct home *home, const char *what)
{
    return value_text(value_get(home->policy, what));
}

struct mark {
    const char *name, *value;
    bool markup; /* it has been drawn already; else these are words */
};

/* The text with each ~name~ replaced; what is no mark stays. */
static void add_filled(struct text *text, const char *from, const struct mark *marks, size_t count)
{
    for (const char *next; (next = strchr(from, '~')); from = next) {
        text_add_bytes(text, from, (size_t) (next - from));
        size_t length = strcspn(next + 1, "~"), i = 0;
        while (i < count &&
               (strlen(marks[i].name) != length || strncmp(marks[i].name, next + 1, length) != 0))
            i++;
        if (i == count || next[1 + length] != '~') {
            text_add_bytes(text, next++, 1);
            continue;
        }
        if (marks[i].markup)
            text_add(text, marks[i].value);
        else
            text_add_markup(text, marks[i].value);
        next += length + 2;
    }
    text_add(text, from);
}

static bool is_main(const struct home *home, const char *wing)
{
    for (size_t i = 0; home->main && i < home->main->count; i++) {
        if (text_equal(value_text(home->main->items[i]), wing))
            return true;
    }
    return false;
}

/* As the page draws it later: what the public may open and what has no place of its own. */
static bool has_tile(const struct workflow *workflow)
{
    return (workflow->openers & role_bit("citizen")) &&
           value_is_null(value_get(workflow->source, "page"));
}

static void add_tiles(struct text *text, const struct home *home, const struct engine *engine,
                      const struct value *kinds, bool main)
{
    const struct system *const *systems = engine_systems(engine);
    for (size_t i = 0; systems[i]; i++) {
        const struct workflow *workflow = engine_workflow(engine, systems[i]->name);
        const char *wing = value_text(value_get(workflow->source, "wing"));
        if (!has_tile(workflow) || is_main(home, wing) != main)
            continue;
        const char *tile = wing ? value_text(value_get(kinds, wing)) : NULL;
        if (!tile)
            tile = value_text(value_get(kinds, "other"));
        const struct mark marks[] = {
            {"system", workflow->system, false},
            {"title", workflow->title.zh, false},
            {"text", value_text(value_path(workflow->source, "summary.zh")), false}};
        add_filled(text, tile ? tile : "", marks, COUNT_OF(marks));
    }
}

const char *home_draw(const struct home *home, const struct engine *engine, const char *hotline,
                      struct arena *arena)
{
    struct text tiles, more, page;
    text_init(&tiles, arena, HOME_BYTES_MAX);
    text_init(&more, arena, HOME_BYTES_MAX);
    text_init(&page, arena, HOME_BYTES_MAX);
    add_tiles(&tiles, home, engine, home->tiles, true);
    add_tiles(&tiles, home, engine, home->tiles, false);
    add_tiles(&more, home, engine, home->more, false);
    const char *tile_list = text_done(&tiles), *more_list = text_done(&more);
    if (!tile_list || !more_list)
        return NULL;
    const struct mark marks[] = {
        {"tiles", tile_list, true}, {"more", more_list, true}, {"hotline", hotline, false}};
    add_filled(&page, home->page, marks, COUNT_OF(marks));
    return text_done(&page);
}
