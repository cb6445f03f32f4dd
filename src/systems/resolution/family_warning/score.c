/* systems/resolution/family_warning: points and colour, pure. */
#include "base/text.h"
#include "systems/resolution/family_warning/family.h"

int family_rank(const char *colour)
{
    static const char *const colours[] = {"green", "blue", "yellow", "orange", "red"};
    for (size_t i = 0; colour && i < COUNT_OF(colours); i++) {
        if (strcmp(colours[i], colour) == 0)
            return (int) i;
    }
    return -1;
}

struct family_score family_score_of(const struct family_point *points, size_t point_count,
                                    const struct value *signs, int64_t calls_30d, bool breached,
                                    const struct family_thresholds *thresholds)
{
    struct family_score score = {.colour = "green"};
    for (size_t i = 0; i < point_count && score.count < FAMILY_REASONS_MAX; i++) {
        const char *question = points[i].question;
        bool counts = value_has_text(signs, question) ||
                      (strcmp(question, "second_call_30d") == 0 && calls_30d >= 2) ||
                      (strcmp(question, "breach") == 0 && breached);
        if (!counts)
            continue;
        score.points += points[i].points;
        score.counted[score.count++] = &points[i];
    }
    if (score.points >= thresholds->red)
        score.colour = "red";
    else if (score.points >= thresholds->orange)
        score.colour = "orange";
    else if (score.points >= thresholds->yellow)
        score.colour = "yellow";
    else if (score.points >= thresholds->blue)
        score.colour = "blue";
    return score;
}
