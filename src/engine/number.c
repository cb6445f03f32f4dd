/*
 * engine/number: case numbers. A court's own series is gap-free; a number that came from outside is
 * kept beside it, so that it is never given again, and the series goes on behind it.
 */
#include "engine/internal.h"

/* No court of any level has had more in one year: a longer one is a slip of somebody's. */
enum { OUTSIDE_SERIAL_MAX = 9999999 };

static struct series *find_series(struct writer_memory *memory, const char *court, int64_t year,
                                  const char *type)
{
    for (size_t i = 0; i < memory->series_count; i++) {
        struct series *series = &memory->series[i];
        if (series->year == year && strcmp(series->court, court) == 0 &&
            strcmp(series->type, type) == 0)
            return series;
    }
    if (memory->series_count == SERIES_MAX)
        return NULL;
    struct series *series = &memory->series[memory->series_count++];
    (void) snprintf(series->court, sizeof series->court, "%s", court);
    (void) snprintf(series->type, sizeof series->type, "%s", type);
    series->year = year;
    series->next = 1;
    return series;
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
        find_series(&call->engine->memory, matter->court, number.year, type_code);
    if (!series)
        return err_set(reterr, ERR_LIMIT, "number.series", "too many series");
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

void number_leap(struct call *call, const struct case_number *number)
{
    char type[24];
    (void) snprintf(type, sizeof type, "%s%s", number->special, number->type);
    struct series *series = find_series(&call->engine->memory, number->court, number->year, type);
    if (!series || series->next > number->serial)
        return;
    series->next = number->serial + 1;
    number_pass(call->writes, series->court, number->year, series->type, number->serial);
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
    number_leap(call, &number);
    number_put_outside(call->writes, court, number.year, type, number.serial, call->matter->id,
                       text, call->now_us);
    return ERR_NONE;
}
