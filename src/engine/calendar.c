/*
 * engine/calendar: the holiday tables every clock is counted by. Readers see one whole copy; a new
 * table makes a new one after its commit, and the old ones stay until the end, since somebody may
 * be reading them. Which open clocks a table would move can be asked before; once it is loaded, a
 * job moves them, each as an event of its matter (engine/recount).
 */
#include "base/text.h"
#include "engine/bulk.h"
#include "engine/internal.h"

enum { CALENDAR_BYTES = 8 << 20, YEAR_DAYS_MAX = 60, FIRST_YEAR = 2000, LAST_YEAR = 2100 };

struct calendar_copy {
    struct arena arena;
    struct calendar calendar;
    struct calendar_copy *older;
};

/* Names the content: what a deadline was counted by must be recognised years later. */
static const char *version_of(const struct calendar_day *days, size_t count, struct arena *arena)
{
    struct text text;
    char hex[SM3_HEX];
    text_init(&text, arena, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        text_add_int(&text, days[i].day, 1);
        text_add(&text, days[i].kind == DAY_WORKDAY ? "w " : "h ");
    }
    const char *bytes = text_done(&text);
    const char *last = count ? day_format(arena, days[count - 1].day) : "none";
    if (!bytes || !last)
        return NULL;
    struct sm3 hash = sm3_of(bytes, strlen(bytes));
    text_hex(hash.bytes, SM3_BYTES, hex);
    return arena_printf(arena, "%s %.8s", last, hex);
}

static enum err_kind load(struct db *db, struct arena *arena, struct calendar *ret,
                          struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = holidays_load(db, arena, &found, reterr);
    if (kind)
        return kind;
    struct calendar_day *days = arena_array(arena, found.row_count + 1, sizeof *days);
    if (!days)
        return arena_full(reterr);
    for (size_t i = 0; i < found.row_count; i++)
        days[i] = (struct calendar_day){
            (int32_t) db_cell_int(&found, i, 0),
            text_equal(db_cell_text(&found, i, 2), "holiday") ? DAY_HOLIDAY : DAY_WORKDAY,
            db_cell_text(&found, i, 1)};
    *ret = (struct calendar){.days = days,
                             .count = found.row_count,
                             .version = version_of(days, found.row_count, arena)};
    return ret->version ? ERR_NONE : arena_full(reterr);
}

enum err_kind calendar_reload(struct engine *engine, struct err *reterr)
{
    struct calendar_copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return arena_full(reterr);
    arena_init(&copy->arena, CALENDAR_BYTES);
    copy->older = atomic_load(&engine->calendars);
    enum err_kind kind = load(engine->writer_db, &copy->arena, &copy->calendar, reterr);
    if (kind) {
        arena_release(&copy->arena);
        free(copy);
        return kind;
    }
    atomic_store(&engine->calendars, copy);
    return ERR_NONE;
}

void calendars_free(struct engine *engine)
{
    struct calendar_copy *copy = atomic_load(&engine->calendars);
    while (copy) {
        struct calendar_copy *older = copy->older;
        arena_release(&copy->arena);
        free(copy);
        copy = older;
    }
}

const struct calendar *engine_calendar(const struct engine *engine)
{
    return &atomic_load(&engine->calendars)->calendar;
}

/* ---- a year's table, as it is handed in ----------------------------------------------------- */

static enum err_kind wrong_day(size_t row, const char *code, struct err *reterr)
{
    char path[64];
    (void) snprintf(path, sizeof path, "days[%zu].day", row);
    return err_field(reterr, ERR_INVALID, code, path, "not a day of that year's table");
}

/* The body's days, in order. A make-up working day is a weekend, or it would be no change. */
static enum err_kind take_days(const struct value *body, struct arena *arena,
                               struct calendar_day **ret, size_t *ret_count, struct err *reterr)
{
    const struct value *rows = value_get(body, "days");
    int64_t year = value_int(value_get(body, "year"), 0);
    struct calendar_day *days = arena_array(arena, rows->count + 1, sizeof *days);
    if (!days)
        return arena_full(reterr);
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *row = rows->items[i];
        const char *day = value_text(value_get(row, "day"));
        const char *kind = value_text(value_get(row, "kind"));
        days[i].name = value_text(value_get(row, "name"));
        days[i].kind = text_equal(kind, "workday") ? DAY_WORKDAY : DAY_HOLIDAY;
        if (!day || !day_parse(day, &days[i].day) || date_of_day(days[i].day).year != year)
            return wrong_day(i, "holiday.other_year", reterr);
        if (i && days[i].day <= days[i - 1].day)
            return wrong_day(i, "holiday.order", reterr);
        const struct calendar weekends = {0};
        if (days[i].kind == DAY_WORKDAY && !calendar_is_day_off(&weekends, days[i].day))
            return wrong_day(i, "holiday.workday", reterr);
    }
    *ret = days;
    *ret_count = rows->count;
    return ERR_NONE;
}

/* The calendar as it would be: every other year as now, this one as handed in. */
static enum err_kind merged(const struct engine *engine, const struct value *body,
                            struct arena *arena, struct calendar *ret, struct err *reterr)
{
    const struct calendar *now = engine_calendar(engine);
    int64_t year = value_int(value_get(body, "year"), 0);
    struct calendar_day *added = NULL;
    size_t added_count = 0, count = 0;
    enum err_kind kind = take_days(body, arena, &added, &added_count, reterr);
    if (kind)
        return kind;
    struct calendar_day *days = arena_array(arena, now->count + added_count + 1, sizeof *days);
    if (!days)
        return arena_full(reterr);
    for (size_t i = 0; i < now->count && date_of_day(now->days[i].day).year < year; i++)
        days[count++] = now->days[i];
    if (added_count)
        memcpy(days + count, added, added_count * sizeof *days);
    count += added_count;
    for (size_t i = 0; i < now->count; i++) {
        if (date_of_day(now->days[i].day).year > year)
            days[count++] = now->days[i];
    }
    *ret =
        (struct calendar){.days = days, .count = count, .version = version_of(days, count, arena)};
    return ret->version ? ERR_NONE : arena_full(reterr);
}

/* ---- what would move ------------------------------------------------------------------------ */

struct preview {
    const struct engine *engine;
    struct json_writer *writer;
    int64_t open, moves, shown;
};

enum { MOVES_SHOWN_MAX = 200 };

static enum err_kind show_move(void *context, const struct clock_move *move, struct err *reterr)
{
    struct preview *preview = context;
    char id[PUBLIC_ID_BYTES];
    preview->open++;
    (void) reterr;
    if (!move->moves)
        return ERR_NONE;
    preview->moves++;
    if (preview->shown == MOVES_SHOWN_MAX)
        return ERR_NONE;
    preview->shown++;
    public_id(preview->engine->settings.keys, move->workflow->prefix, move->matter_id, id);
    json_begin(preview->writer);
    json_named_text(preview->writer, "matter", id);
    json_named_text(preview->writer, "court", move->court);
    json_named_text(preview->writer, "name", move->deadline->name);
    json_name(preview->writer, "title");
    json_begin(preview->writer);
    json_named_text(preview->writer, "zh", move->deadline->title.zh);
    json_named_text(preview->writer, "en", move->deadline->title.en);
    json_end(preview->writer);
    json_named_text(preview->writer, "from", day_format(move->arena, move->old_day));
    json_named_text(preview->writer, "to", day_format(move->arena, move->new_day));
    json_named_flag(preview->writer, "provisional", move->provisional);
    json_end(preview->writer);
    return ERR_NONE;
}

static enum err_kind preview_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct calendar calendar;
    struct preview preview = {.engine = reading->engine, .writer = writer};
    enum err_kind kind = actor_check_shared(&reading->actor, reterr);
    if (!kind)
        kind = merged(reading->engine, reading->body, reading->arena, &calendar, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    kind = clocks_each(reading->engine, reading->db, &calendar, show_move, &preview, reterr);
    json_end_list(writer);
    json_named_int(writer, "open", preview.open);
    json_named_int(writer, "moves", preview.moves);
    json_named_text(writer, "calendar", calendar.version);
    json_end(writer);
    return kind;
}

/* ---- loading it ----------------------------------------------------------------------------- */

static enum err_kind put_decide(struct call *call, struct err *reterr)
{
    struct calendar calendar;
    enum err_kind kind = actor_check_shared(&call->actor, reterr);
    return kind ? kind : merged(call->engine, call->body, call->arena, &calendar, reterr);
}

static enum err_kind put_apply(struct call *call, struct err *reterr)
{
    int64_t year = value_int(value_get(call->body, "year"), 0);
    struct calendar_day *days = NULL;
    size_t count = 0;
    int64_t job_id = 0;
    char job[PUBLIC_ID_BYTES];
    enum err_kind kind = take_days(call->body, call->arena, &days, &count, reterr);
    if (kind)
        return kind;
    holidays_forget(call->writes, day_of_date((struct civil_date){(int) year, 1, 1}),
                    day_of_date((struct civil_date){(int) year + 1, 1, 1}));
    for (size_t i = 0; i < count; i++)
        holiday_put(call->writes, days[i].day, days[i].name ? days[i].name : "",
                    days[i].kind == DAY_WORKDAY ? "workday" : "holiday");
    call->engine->memory.calendar_changed = true;
    kind = bulk_order_recount(call, arena_printf(call->arena, "节假日 %lld", (long long) year),
                              &job_id, reterr);
    if (!kind)
        kind = access_add(
            call, 0,
            arena_printf(call->arena, "holidays of %lld: %zu days", (long long) year, count),
            reterr);
    call->status = 200;
    public_id(call->engine->settings.keys, 'J', job_id, job);
    call->reply = arena_printf(call->arena, "{\"year\":%lld,\"days\":%zu,\"job\":\"%s\"}",
                               (long long) year, count, job);
    return kind ? kind : call->reply ? ERR_NONE : arena_full(reterr);
}

/* clang-format off */
static const struct option kinds[] = {{"holiday", {"放假", "Day off"}}, {"workday", {"上班（调休）", "Make-up working day"}}};
static const struct field day_fields[] = {
    {.name = "day", .kind = FIELD_DATE, .required = true, .title = {"日期", "Day"}},
    {.name = "name", .kind = FIELD_TEXT, .required = true, .max = 20, .title = {"名称", "Name"}},
    {.name = "kind", .kind = FIELD_CHOICE, .required = true, .title = {"放假还是上班", "Off or working"}, .options = kinds, .option_count = COUNT_OF(kinds)}};
static const struct field fields[] = {
    {.name = "year", .kind = FIELD_NUMBER, .min = FIRST_YEAR, .max = LAST_YEAR, .title = {"年份", "Year"}},
    {.name = "days", .kind = FIELD_GROUP, .min = 1, .max = YEAR_DAYS_MAX, .title = {"节假日安排", "Holiday table"}, .fields = day_fields, .field_count = COUNT_OF(day_fields)}};
static const struct form_field form[] = {{&fields[0], true}, {&fields[1], true}};
/* clang-format on */

const struct operation operation_holidays_preview = {
    .name = "holidays_preview",
    .method = "POST",
    .path = "/holidays/preview",
    .permission = "admin",
    .reply = "{items:[{matter:s court:s name:s title:@Words from:s to:s provisional:b}] open:i "
             "moves:i calendar:s}",
    .summary = {"新的节假日安排会移动哪些期限", "Which open clocks a holiday table would move"},
    .form = form,
    .form_count = COUNT_OF(form),
    .read = preview_read,
    .slow = true};
const struct operation operation_holidays = {
    .name = "holidays_load",
    .method = "POST",
    .path = "/holidays",
    .permission = "admin",
    .reply = "{year:i days:i job:s}",
    .summary = {"公布一年的节假日安排", "Loads a year's holiday table; open clocks move"},
    .form = form,
    .form_count = COUNT_OF(form),
    .decide = put_decide,
    .apply = put_apply};
