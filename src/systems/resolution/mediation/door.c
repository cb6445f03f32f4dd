/* systems/resolution/mediation: its doors. A paid body (market) or a room or station (booking)
 * names one of its people; the mediation takes them, by the clock, and its own clocks stay what
 * they are.
 */
#include "systems/resolution/mediation/mediation.h"

const char *mediation_door_of(const char *action)
{
    static const char *const doors[][2] = {{"market_named", "market"},
                                           {"booking_named", "booking"}};
    for (size_t i = 0; i < COUNT_OF(doors); i++) {
        if (strcmp(action, doors[i][0]) == 0)
            return doors[i][1];
    }
    return NULL;
}

enum err_kind mediation_take_named(struct call *call, const struct value *with, struct err *reterr)
{
    const char *entry = value_text(value_path(call->outside, "mediator.entry"));
    enum err_kind kind = call_set_text(call, "mediator", entry ? entry : "", reterr);
    return kind ? kind : mediation_take_mediator(call, with, reterr);
}

/* The method's name alone comes back: what was noted by its steps stays with the mediator. */
enum err_kind mediation_note_method(struct call *call, const struct value *with, struct err *reterr)
{
    const char *name = value_text(value_get(call->matter->published, "method.marked"));
    (void) with;
    return name ? call_set_text(call, "method", name, reterr) : ERR_NONE;
}
