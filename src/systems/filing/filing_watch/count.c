/* systems/filing/filing_watch: which event of a matter is a receipt, a filing, a return. Pure. */
#include "systems/filing/filing_watch/filing_watch.h"

#include "base/text.h"

enum counted { COUNTED_NOT, COUNTED_RECEIVED, COUNTED_FILED, COUNTED_RETURNED };

/* A complaint corrected and handed in again is no second one; a decision is counted when it has
 * its number. */
static const struct {
    const char *action;
    enum counted counted;
} actions[] = {{"submit", COUNTED_RECEIVED},      {"came_across", COUNTED_RECEIVED},
               {"register", COUNTED_FILED},       {"register_first", COUNTED_FILED},
               {"receive_number", COUNTED_FILED}, {"return_complaint", COUNTED_RETURNED},
               {"refuse", COUNTED_RETURNED},      {"receive_ruling_number", COUNTED_RETURNED}};

static enum counted counted_as(const char *system, const char *action)
{
    for (size_t i = 0; strcmp(system, "filing") == 0 && i < COUNT_OF(actions); i++) {
        if (strcmp(actions[i].action, action) == 0)
            return actions[i].counted;
    }
    return COUNTED_NOT;
}

static struct filing_tally *tally_of(struct filing_tallies *tallies, const char *court, int32_t day)
{
    for (size_t i = tallies->count; i-- > 0;) {
        if (tallies->items[i].day == day && strcmp(tallies->items[i].court, court) == 0)
            return &tallies->items[i];
    }
    if (tallies->count == FILING_TALLIES_MAX)
        return NULL;
    struct filing_tally *one = &tallies->items[tallies->count++];
    *one = (struct filing_tally){.court = court, .day = day};
    return one;
}

bool filing_tally_add(struct filing_tallies *tallies, const char *system, const char *court,
                      const char *action, int32_t day)
{
    enum counted counted = counted_as(system, action);
    struct filing_tally *one = counted ? tally_of(tallies, court, day) : NULL;
    if (!one)
        return counted == COUNTED_NOT;
    one->received += counted == COUNTED_RECEIVED;
    one->filed += counted == COUNTED_FILED;
    one->returned += counted == COUNTED_RETURNED;
    return true;
}
