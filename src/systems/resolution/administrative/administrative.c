/* systems/resolution/administrative 行政争议化解 (行政诉讼法 46, 51; 法发〔2021〕36号): its guards.
 */
#include "engine/engine.h"

extern const struct embedded_file administrative_definition[];

static bool known(const struct facts *facts) { return facts_day_past(facts, "known_on", ""); }

static bool met(const struct facts *facts) { return facts_day_past(facts, "meeting_on", ""); }

static bool reply_over(const struct facts *facts) { return facts_clock_over(facts, "reply"); }

/* Nobody answers for the agency they complain of. */
static bool two_people(const struct facts *facts)
{
    static const char *const marks[] = {"id_number", "phone"};
    const struct value *me = value_get(facts->fields, "me"),
                       *contact = value_get(facts->fields, "contact");
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const char *mine = value_text(value_get(me, marks[i])),
                   *theirs = value_text(value_get(contact, marks[i]));
        if (mine && theirs && strcmp(mine, theirs) == 0)
            return false;
    }
    return true;
}

/* clang-format off */
static const struct guard guards[] = {
    {"administrative_known", {"知道行政行为的日期不能晚于今天，请核对。", "The day you learned of the act is not after today: please check."}, "中华人民共和国行政诉讼法第四十六条", known},
    {"administrative_met", {"座谈、查看的日期不能晚于今天，请核对。", "The day of the meeting is not after today: please check."}, NULL, met},
    {"administrative_reply_over", {"答复期限还没有到，请等候答复，或者与联系人通话。", "The time to answer is not over: wait, or call the contact."}, NULL, reply_over},
    {"administrative_two_people", {"联系人和申请人是同一人，请行政机关另外确定联系人。", "The contact is the applicant: the agency names somebody else."}, NULL, two_people}};
/* clang-format on */

const struct system administrative_system = {.name = "administrative",
                                             .wing = "resolution",
                                             .definition = administrative_definition,
                                             .guards = guards,
                                             .guard_count = COUNT_OF(guards)};
