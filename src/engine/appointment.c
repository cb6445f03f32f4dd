/*
 * engine/appointment: what is fixed for a moment stands in the matter's values; the definition says
 * where. The rows are derived from them whenever they change, and never set by hand.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/calendar.h"

static bool is_shown(const struct appointment *appointment, const struct value *values)
{
    const char *held =
        appointment->show_field ? value_text(value_get(values, appointment->show_field)) : NULL;
    for (size_t i = 0; appointment->show_field && held && appointment->show_in[i]; i++) {
        if (strcmp(appointment->show_in[i], held) == 0)
            return true;
    }
    return !appointment->show_field;
}

/* `values`: of the matter, or of one row of the group. What is over before its matter was stays. */
static void add_one(struct call *call, const struct matter *matter,
                    const struct appointment *appointment, const struct value *values)
{
    int64_t at_us = 0, until_us = 0;
    const char *at = value_text(value_get(values, appointment->at));
    const char *until =
        appointment->until ? value_text(value_get(values, appointment->until)) : NULL;
    if (!at || !instant_parse(at, &at_us) || !is_shown(appointment, values))
        return;
    if (matter->state_row->final && at_us > call->now_us)
        return;
    if (!until || !instant_parse(until, &until_us))
        until_us = 0;
    appointment_insert(
        call->writes,
        &(struct appointment_row){.id = call_new_id(call, ID_APPOINTMENT),
                                  .matter_id = matter->id,
                                  .court = matter->court,
                                  .name = appointment->name,
                                  .at_us = at_us,
                                  .until_us = until_us,
                                  .place = appointment->place
                                               ? value_text(value_get(values, appointment->place))
                                               : NULL});
}

static bool same_as_before(const struct call *call, const struct matter *matter,
                           const struct appointment *appointment)
{
    const struct value *before = call->facts.before;
    if (matter != call->matter || matter->is_new || !before || matter->state_row->final)
        return false;
    const char *const names[] = {appointment->group ? appointment->group : appointment->at,
                                 appointment->group ? NULL : appointment->until,
                                 appointment->group ? NULL : appointment->place,
                                 appointment->group ? NULL : appointment->show_field};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (names[i] &&
            !value_equal(value_get(before, names[i]), value_get(matter->fields, names[i])))
            return false;
    }
    return true;
}

void appointments_renew(struct call *call, const struct matter *matter)
{
    const struct workflow *workflow = matter->workflow;
    for (size_t i = 0; i < workflow->appointment_count; i++) {
        const struct appointment *appointment = &workflow->appointments[i];
        if (same_as_before(call, matter, appointment))
            continue;
        if (!matter->is_new)
            appointments_drop(call->writes, matter->id, appointment->name);
        if (!appointment->group) {
            add_one(call, matter, appointment, matter->fields);
            continue;
        }
        const struct value *rows = value_get(matter->fields, appointment->group);
        for (size_t j = 0; rows->type == VALUE_LIST && j < rows->count; j++)
            add_one(call, matter, appointment, rows->items[j]);
    }
}
