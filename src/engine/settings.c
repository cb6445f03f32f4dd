/*
 * engine/settings: what a court has set for a system, dated. Readers see one whole copy; a change
 * makes a new one after its commit and before its reply, and the old ones stay until the end, since
 * somebody may be reading them.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { SETTINGS_BYTES = 4 << 20 };

struct settings_copy {
    struct arena arena;
    struct db_result rows;
    struct settings_copy *older;
};

enum err_kind settings_reload(struct engine *engine, struct err *reterr)
{
    struct settings_copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return arena_full(reterr);
    arena_init(&copy->arena, SETTINGS_BYTES);
    copy->older = atomic_load(&engine->court_settings);
    enum err_kind kind = settings_load(engine->writer_db, &copy->arena, &copy->rows, reterr);
    if (kind) {
        arena_release(&copy->arena);
        free(copy);
        return kind;
    }
    atomic_store(&engine->court_settings, copy);
    return ERR_NONE;
}

void settings_free(struct engine *engine)
{
    struct settings_copy *copy = atomic_load(&engine->court_settings);
    while (copy) {
        struct settings_copy *older = copy->older;
        arena_release(&copy->arena);
        free(copy);
        copy = older;
    }
}

/* The declared default as of the day, then what the court has set. */
struct value *engine_settings_of(struct engine *engine, const struct workflow *workflow,
                                 const char *court, int64_t now_us, struct arena *arena)
{
    const struct settings_copy *copy = atomic_load(&engine->court_settings);
    const struct db_result *rows = &copy->rows;
    struct value *settings = value_new_map(arena);
    int32_t today = day_of_instant(now_us);
    for (size_t i = 0; settings && i < workflow->setting_count; i++) {
        const struct setting *setting = &workflow->settings[i];
        for (size_t j = 0; j < setting->default_count; j++) {
            int32_t from = 0;
            if (day_parse(setting->defaults[j].from, &from) && from <= today &&
                !value_set(arena, settings, setting->name,
                           value_copy(arena, setting->defaults[j].value)))
                return NULL;
        }
        for (size_t row = 0; row < rows->row_count; row++) {
            const char *json = db_cell_text(rows, row, 4);
            struct value *value = NULL;
            bool fits = text_equal(db_cell_text(rows, row, 1), workflow->system) &&
                        text_equal(db_cell_text(rows, row, 2), setting->name) &&
                        (text_equal(db_cell_text(rows, row, 0), court) ||
                         text_equal(db_cell_text(rows, row, 0), "")) &&
                        db_cell_int(rows, row, 3) <= today;
            if (fits && !json_parse(json, strlen(json), &json_limits_file, arena, &value, NULL) &&
                !value_set(arena, settings, setting->name, value))
                return NULL;
        }
    }
    return settings;
}

/* ---- changing one --------------------------------------------------------------------------- */

static const struct setting *find_setting(const struct workflow *workflow, const char *name)
{
    for (size_t i = 0; workflow && i < workflow->setting_count; i++) {
        if (strcmp(workflow->settings[i].name, name) == 0)
            return &workflow->settings[i];
    }
    return NULL;
}

/* A court's own people set what is theirs; who is granted at every court may set all of it. */
static bool may_set(const struct actor *actor, const char *court)
{
    role_set may = role_bit("admin") | role_bit("court_leader") | role_bit("filing_head");
    for (size_t i = 0; i < actor->grant_count; i++) {
        const struct role_grant *grant = &actor->grants[i];
        if ((grant->role & may) && (!*grant->court || strcmp(grant->court, court) == 0))
            return true;
    }
    return false;
}

/* The text as the setting's own type. NULL: it is none of its values. */
static struct value *read_value(const struct setting *setting, const char *text,
                                struct arena *arena)
{
    bool yes = strcmp(text, "yes") == 0;
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (setting->kind == FIELD_YES_NO)
        return yes || strcmp(text, "no") == 0 ? value_new_bool(arena, yes) : NULL;
    if (setting->kind == FIELD_NUMBER)
        return *text && !*end && number >= setting->min && number <= setting->max
                   ? value_new_int(arena, number)
                   : NULL;
    for (size_t i = 0; setting->kind == FIELD_CHOICE && i < setting->option_count; i++) {
        if (strcmp(setting->options[i].name, text) == 0)
            return value_new_text(arena, text);
    }
    return setting->kind == FIELD_TEXT ? value_new_text(arena, text) : NULL;
}

/* A clock whose length names the setting, "30wmin@{office_hours}", must still be a clock. */
static bool fits_clocks(const struct workflow *workflow, const char *name, const char *text,
                        struct arena *arena)
{
    for (size_t i = 0; i < workflow->deadline_count; i++) {
        const char *length = workflow->deadlines[i].length;
        const char *open = length ? strchr(length, '{') : NULL;
        size_t bytes = strlen(name);
        struct period period;
        if (!open || strncmp(open + 1, name, bytes) != 0 || open[1 + bytes] != '}')
            continue;
        const char *filled =
            arena_printf(arena, "%.*s%s%s", (int) (open - length), length, text, open + bytes + 2);
        if (!filled || !period_parse_length(filled, &period))
            return false;
    }
    return true;
}

static enum err_kind setting_decide(struct call *call, struct err *reterr)
{
    const struct value *body = call->body;
    const char *court = value_text(value_get(body, "court")),
               *system = value_text(value_get(body, "system")),
               *name = value_text(value_get(body, "name")),
               *from = value_text(value_get(body, "valid_from")),
               *text = value_text(value_get(body, "value"));
    int32_t day = 0;
    const struct setting *setting =
        find_setting(engine_workflow(call->engine, system ? system : ""), name ? name : "");
    if (!may_set(&call->actor, court ? court : ""))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not a setting of this court");
    if (!setting || !text || !from || !day_parse(from, &day))
        return err_field(reterr, ERR_INVALID, "setting.unknown", "name", "no such setting");
    struct value *value = read_value(setting, text, call->arena);
    if (!value || (setting->kind == FIELD_TEXT &&
                   !fits_clocks(engine_workflow(call->engine, system), name, text, call->arena)))
        return err_field(reterr, ERR_INVALID, "setting.value", "value", "'%s' takes other values",
                         name);
    /* What was decided under a setting stays as it was: a new value begins today or later. */
    if (day < day_of_instant(call->now_us))
        return err_field(reterr, ERR_INVALID, "setting.past", "valid_from", "in the past");
    call->state = value;
    return ERR_NONE;
}

static enum err_kind setting_apply(struct call *call, struct err *reterr)
{
    const struct value *body = call->body;
    const char *court = value_text(value_get(body, "court"));
    const char *system = value_text(value_get(body, "system"));
    const char *name = value_text(value_get(body, "name"));
    const char *json = json_print(call->arena, call->state);
    int32_t day = 0;
    const char *what = arena_printf(call->arena, "setting %s.%s at %s", system, name,
                                    court && *court ? court : "every court");
    if (!json || !what || !day_parse(value_text(value_get(body, "valid_from")), &day))
        return arena_full(reterr);
    setting_put(call->writes, court ? court : "", system, name, day, json);
    call->engine->memory.settings_changed = true;
    enum err_kind kind = access_add(call, 0, what, reterr);
    call->status = 200;
    call->reply = arena_printf(call->arena, "{\"system\":\"%s\",\"name\":\"%s\",\"value\":%s}",
                               system, name, json);
    return kind ? kind : call->reply ? ERR_NONE : arena_full(reterr);
}

static const struct field fields[] = {
    {.name = "court", .kind = FIELD_COURT, .title = {"法院（空：所有法院）", "Court (empty: all)"}},
    {.name = "system", .kind = FIELD_TEXT, .max = 40, .title = {"系统", "System"}},
    {.name = "name", .kind = FIELD_TEXT, .max = 60, .title = {"设置项", "Setting"}},
    {.name = "valid_from", .kind = FIELD_DATE, .title = {"自何日起", "From"}},
    {.name = "value", .kind = FIELD_TEXT, .max = 200, .title = {"值", "Value"}}};
static const struct form_field setting_form[] = {{&fields[0], false},
                                                 {&fields[1], true},
                                                 {&fields[2], true},
                                                 {&fields[3], true},
                                                 {&fields[4], true}};

/* ---- the list ------------------------------------------------------------------------------- */

static void write_setting(struct json_writer *writer, const struct workflow *workflow,
                          const struct setting *setting, const struct value *now)
{
    json_begin(writer);
    json_named_text(writer, "system", workflow->system);
    json_named_text(writer, "name", setting->name);
    json_named_text(writer, "title", setting->title.zh);
    json_named_text(writer, "title_en", setting->title.en);
    json_named_text(writer, "type", field_kind_name(setting->kind));
    json_named_value(writer, "value", value_get(now, setting->name));
    json_name(writer, "options");
    json_begin_list(writer);
    for (size_t i = 0; i < setting->option_count; i++) {
        json_begin(writer);
        json_named_text(writer, "name", setting->options[i].name);
        json_named_text(writer, "title", setting->options[i].title.zh);
        json_named_text(writer, "title_en", setting->options[i].title.en);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
}

static enum err_kind settings_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const char *court = value_text(value_get(reading->params, "court"));
    struct engine *engine = reading->engine;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; engine->settings.systems[i]; i++) {
        const struct workflow *workflow =
            engine_workflow(engine, engine->settings.systems[i]->name);
        const struct value *now = engine_settings_of(engine, workflow, court ? court : "",
                                                     reading->now_us, reading->arena);
        if (!now)
            return arena_full(reterr);
        for (size_t j = 0; j < workflow->setting_count; j++)
            write_setting(writer, workflow, &workflow->settings[j], now);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

const struct operation operation_settings = {
    .name = "settings_list",
    .method = "GET",
    .path = "/settings",
    .permission = "admin court_leader filing_head",
    .reply = "{items:[{system:s name:s title:s title_en:s type:s value:a options:[{name:s title:s "
             "title_en:s}]}] next:s?}",
    .summary = {"法院设置", "A court's settings"},
    .query = "court",
    .read = settings_read};
const struct operation operation_setting = {
    .name = "setting_change",
    .method = "POST",
    .path = "/settings",
    .permission = "admin court_leader filing_head",
    .reply = "{system:s name:s value:a}",
    .summary = {"修改法院设置", "Changes a court's setting"},
    .form = setting_form,
    .form_count = COUNT_OF(setting_form),
    .decide = setting_decide,
    .apply = setting_apply};
