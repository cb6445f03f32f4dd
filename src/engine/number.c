/*
 * engine/number: case numbers. A court's own series is gap-free; a number that came from outside is
 * kept beside it, so that it is never given again, and the series goes on behind it.
 */
#include "base/text.h"
#include "engine/internal.h"

/* No court of any level has had more in one year: a longer one is a slip of somebody's. */
enum { OUTSIDE_SERIAL_MAX = 9999999, JUMP_USUAL = 100000 /* [assumed] */ };

static struct series *find_series(struct writer_memory *memory, const char *court, int64_t year,
                                  const char *type)
{
    for (size_t i = 0; i < memory->series_count; i++) {
        struct series *series = &memory->series[i];
        if (series->year == year && strcmp(series->court, court) == 0 &&
            strcmp(series->type, type) == 0)
            return series;
    }
    return NULL;
}

/* NULL: the table is full. */
static struct series *need_series(struct writer_memory *memory, const char *court, int64_t year,
                                  const char *type)
{
    struct series *series = find_series(memory, court, year, type);
    if (series || memory->series_count == SERIES_MAX)
        return series;
    series = &memory->series[memory->series_count++];
    (void) snprintf(series->court, sizeof series->court, "%s", court);
    (void) snprintf(series->type, sizeof series->type, "%s", type);
    series->year = year;
    series->next = 1;
    return series;
}

static enum err_kind full(struct err *reterr)
{
    return err_set(reterr, ERR_LIMIT, "number.series", "more than %d series", SERIES_MAX);
}

/* 案号规定 Arts 2, 9: year of receipt, serial in order of registration, no gap: issued in the
 * batch's own transaction. */
enum err_kind call_issue_number(struct call *call, const char *type_code, const char **ret_number,
                                struct err *reterr)
{
    struct matter *matter = call->matter;
    int64_t received_us = matter->submitted_us ? matter->submitted_us : call->received_us;
    struct case_number number = {.year = date_of_day(day_of_instant(received_us)).year};
    struct series *series =
        need_series(&call->engine->memory, matter->court, number.year, type_code);
    if (!series)
        return full(reterr);
    (void) snprintf(number.court, sizeof number.court, "%s", matter->court);
    (void) snprintf(number.type, sizeof number.type, "%s", type_code);
    number.serial = series->next++;
    const char *text = case_number_print(call->arena, &number);
    if (!text)
        return arena_full(reterr);
    number_put(call->writes, matter->court, number.year, type_code, number.serial, matter->id, text,
               call->now_us);
    *ret_number = text;
    return ERR_NONE;
}

bool number_is_taken_over(const struct case_number *number)
{
    return !*number->suffix && number->serial <= OUTSIDE_SERIAL_MAX;
}

static bool workflow_issues(const struct workflow *workflow, const char *type)
{
    for (size_t i = 0; i < workflow->action_count; i++) {
        const struct action *action = &workflow->actions[i];
        for (size_t e = 0; e < action->effect_count; e++) {
            if (strcmp(action->effects[e].effect->name, "issue_number") == 0 &&
                text_equal(value_text(value_get(action->effects[e].with, "type")), type))
                return true;
        }
    }
    /* Where the court chooses the series, its types are what the setting offers. */
    for (size_t i = 0; i < workflow->setting_count; i++) {
        for (size_t o = 0; o < workflow->settings[i].option_count; o++) {
            if (strcmp(workflow->settings[i].options[o].name, type) == 0)
                return true;
        }
    }
    return false;
}

/* A type of which no definition here gives a number needs no series, whatever a feed names. */
static bool is_issued_here(const struct engine *engine, const char *type)
{
    for (size_t i = 0; engine->settings.systems[i]; i++) {
        const struct workflow *workflow =
            engine_workflow(engine, engine->settings.systems[i]->name);
        if (workflow && workflow_issues(workflow, type))
            return true;
    }
    return false;
}

enum err_kind number_leap(struct call *call, const struct case_number *number, struct err *reterr)
{
    struct writer_memory *memory = &call->engine->memory;
    const int64_t usual = JUMP_USUAL, set = call->engine->settings.number_jump_max;
    char type[24];
    (void) snprintf(type, sizeof type, "%s%s", number->special, number->type);
    struct series *series = find_series(memory, number->court, number->year, type);
    if (!series && !is_issued_here(call->engine, type))
        return ERR_NONE;
    if (number->serial - (series ? series->next : 1) >= (set ? set : usual))
        return err_set(reterr, ERR_CONFLICT, "number.jump", "%lld behind %lld",
                       (long long) number->serial, (long long) (series ? series->next - 1 : 0));
    if (!series)
        series = need_series(memory, number->court, number->year, type);
    if (!series)
        return full(reterr);
    if (series->next > number->serial)
        return ERR_NONE;
    series->next = number->serial + 1;
    number_pass(call->writes, series->court, number->year, series->type, number->serial);
    return ERR_NONE;
}

enum err_kind call_take_number(struct call *call, const char *text, struct err *reterr)
{
    struct case_number number;
    if (!text || !case_number_parse(text, &number) || !number_is_taken_over(&number))
        return err_set(reterr, ERR_CONFLICT, "number.malformed", "not a number of a case");
    const char *type = arena_printf(call->arena, "%s%s", number.special, number.type);
    const char *court = arena_copy(call->arena, number.court);
    if (!type || !court)
        return arena_full(reterr);
    enum err_kind kind = number_leap(call, &number, reterr);
    if (kind)
        return kind;
    number_put_outside(call->writes, court, number.year, type, number.serial, call->matter->id,
                       text, call->now_us);
    return ERR_NONE;
}
