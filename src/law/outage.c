/* law/outage: see outage.h. */
#include "law/outage.h"

#include "base/moment.h"
#include "law/period_extension.h"

#include <string.h>

static const struct outage_treatment treatments[OUTAGE_KIND_COUNT] = {
    [OUTAGE_EXTENDED] =
        {OUTAGE_EXTENDED, "extended",
         "期限届满时平台中断，由法院设定的期限自动顺延，中断的日子不计算在内。",
         "The platform was down when it ended; a period the court sets is extended: "
         "the days of the outage do not count.",
         "中华人民共和国民事诉讼法第八十六条（法院设定的期限由平台按规则顺延）"},
    [OUTAGE_APPLICATION] = {OUTAGE_APPLICATION, "application",
                            "期限届满时平台中断。这是法定期限，当事人可以在障碍消除后十日内申请"
                            "顺延，是否准许由法院决定。",
                            "The platform was down when it ended. A statutory period: within ten "
                            "days of the obstacle's end the party may apply for an extension; the "
                            "court decides.",
                            "中华人民共和国民事诉讼法第八十六条"},
    [OUTAGE_CERTIFIED] = {OUTAGE_CERTIFIED, "certified",
                          "期限届满时平台中断，特此证明。这一期限不因此延长。",
                          "The platform was down when it ended; this is certified. The period is "
                          "not lengthened by it.",
                          "最高人民法院关于适用民事诉讼法的解释第一百二十七条"},
};

bool outage_holds(int64_t from_us, int64_t to_us, int64_t due_us)
{
    return from_us < due_us && due_us <= to_us;
}

const struct outage_treatment *outage_treatment_of(const struct period *period, bool own_length)
{
    if (own_length || !period->statutory)
        return &treatments[OUTAGE_EXTENDED];
    return period_extension_of(period)->kind == EXTENDS_OBSTACLE ? &treatments[OUTAGE_APPLICATION]
                                                                 : &treatments[OUTAGE_CERTIFIED];
}

const struct outage_treatment *outage_treatment_find(const char *name)
{
    for (size_t i = 0; i < OUTAGE_KIND_COUNT; i++) {
        if (strcmp(treatments[i].name, name) == 0)
            return &treatments[i];
    }
    return NULL;
}

struct period_span outage_days(int64_t to_us, int64_t due_us)
{
    struct period_span span = {day_of_instant(due_us - 1), day_of_instant(to_us) - 1};
    if (span.last_day < span.first_day)
        span.last_day = span.first_day;
    return span;
}
