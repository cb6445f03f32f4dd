/* systems/resolution/governance: the five lines 三端五防线, and the thresholds. Pure. */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"

const char *const source_line_names[LINE_COUNT] = {"source", "before_suit", "in_suit", "after",
                                                   "petition"};
const char *const source_rules[RULE_COUNT] = {"respondent", "account", "phone", "address",
                                              "cause_place"};

/* What is not named here (fees, papers) stands on no line. */
static const struct {
    const char *system;
    enum source_line line;
} system_lines[] = {{"intake", LINE_SOURCE},         {"grassroots", LINE_SOURCE},
                    {"mediation", LINE_BEFORE_SUIT}, {"confirmation", LINE_BEFORE_SUIT},
                    {"filing", LINE_BEFORE_SUIT},    {"appeal", LINE_AFTER},
                    {"second_instance", LINE_AFTER}, {"petition", LINE_PETITION}};

static bool line_of(const struct source_step *step, enum source_line *ret)
{
    for (size_t i = 0; i < COUNT_OF(system_lines); i++) {
        if (strcmp(system_lines[i].system, step->system) != 0)
            continue;
        /* C and D are mediations of a registered suit (practice.md 1). */
        bool trial = strcmp(step->variant, "C") == 0 || strcmp(step->variant, "D") == 0 ||
                     (step->registered && strcmp(step->system, "filing") == 0);
        *ret = trial ? LINE_IN_SUIT : system_lines[i].line;
        return true;
    }
    return false;
}

bool source_stand_of(const struct source_step *steps, size_t count, struct source_stand *ret)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        enum source_line line;
        if (!line_of(&steps[i], &line))
            continue;
        if (!any)
            *ret = (struct source_stand){line, line, true, false};
        any = true;
        ret->first = line < ret->first ? line : ret->first;
        ret->last = line > ret->last ? line : ret->last;
        ret->ended &= steps[i].final;
        ret->suit |= steps[i].registered && strcmp(steps[i].system, "filing") == 0;
    }
    return any;
}

void source_stand_key(const struct source_stand *stand, char ret[8])
{
    (void) snprintf(ret, 8, "%d.%d.%c", (int) stand->first, (int) stand->last,
                    stand->ended ? 'e' : 'o');
}

bool source_funnel_add(struct source_funnel *funnel, const char *key, int64_t count)
{
    if (strlen(key) != 5 || key[0] < '0' || key[2] < key[0] || key[2] >= '0' + LINE_COUNT)
        return false;
    funnel->entered[key[0] - '0'] += count;
    (key[4] == 'e' ? funnel->ended : funnel->open)[key[2] - '0'] += count;
    return true;
}

void source_funnel_close(struct source_funnel *funnel)
{
    for (int i = 0; i < LINE_COUNT; i++) {
        funnel->passed_in[i] = i ? funnel->passed_on[i - 1] : 0;
        funnel->passed_on[i] =
            funnel->passed_in[i] + funnel->entered[i] - funnel->ended[i] - funnel->open[i];
    }
}

struct source_threshold source_threshold_of(const struct value *settings, const char *rule)
{
    static const char *const names[] = {"count", "days", "times"};
    int64_t read[COUNT_OF(names)];
    char name[48];
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void) snprintf(name, sizeof name, "%s_%s", rule, names[i]);
        read[i] = value_int(value_get(settings, name), 0);
    }
    return (struct source_threshold){read[0], read[1], read[2]};
}

bool source_trips(const struct source_threshold *threshold, int64_t applicants, int64_t disputes,
                  int64_t before)
{
    return threshold->count > 0 && applicants >= threshold->count &&
           disputes * USUAL_DAYS >= threshold->times * before * threshold->days;
}
