/* engine/days: the days a list or a table of numbers is asked for. */
#include "engine/internal.h"

enum err_kind reading_days(const struct reading *reading, int32_t usual, int32_t *ret_from,
                           int32_t *ret_to, struct err *reterr)
{
    const char *from = value_text_of(reading->params, "from"),
               *to = value_text_of(reading->params, "to");
    int32_t first = 0, last = day_of_instant(reading->now_us);
    if (*to && !day_parse(to, &last))
        return err_field(reterr, ERR_INVALID, "date.format", "to", "no day");
    first = last - usual;
    if (*from && !day_parse(from, &first))
        return err_field(reterr, ERR_INVALID, "date.format", "from", "no day");
    if (first > last)
        return err_field(reterr, ERR_INVALID, "date.order", "from", "after the last day");
    *ret_from = first;
    *ret_to = last;
    return ERR_NONE;
}
