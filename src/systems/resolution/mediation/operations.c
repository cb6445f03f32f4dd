/* systems/resolution/mediation: the rows of its endpoints: who could mediate, sealed ranges. */
#include "systems/resolution/mediation/mediation.h"
#include "systems/resolution/mediation/range.h"

/* clang-format off */
static const struct field low_field = {.name = "low", .kind = FIELD_MONEY, .title = {"最低（元）", "Lowest (yuan)"}, .min = 0, .max = 1000000000000};
static const struct field high_field = {.name = "high", .kind = FIELD_MONEY, .title = {"最高（元）", "Highest (yuan)"}, .min = 0, .max = 1000000000000};
static const struct form_field range_form[] = {{&low_field, true}, {&high_field, true}};

const struct operation mediation_operations[MEDIATION_OPERATIONS] = {
    {.name = "mediators_suggested",
     .method = "GET",
     .path = "/matters/{id}/mediators",
     .permission = "public",
     .reply = "{items:[{id:s name:s kind:s body_name:s? languages:s? possible:b reasons:[@Words]}] next:s?}",
     .summary = {"可以调解这件纠纷的调解员", "Who could mediate this dispute"},
     .query = "q",
     .read = mediation_suggest},
    {.name = "range_enter", .method = "POST", .path = "/matters/{id}/ranges", .permission = "signed_in",
     .form = range_form, .form_count = COUNT_OF(range_form), .reply = "{entered:b}",
     .summary = {"密封出价：只告诉平台愿意接受的范围", "Tells the platform alone what one would settle for"},
     .load = range_enter_load, .decide = range_enter_decide, .apply = range_enter_apply},
    {.name = "ranges", .method = "GET", .path = "/matters/{id}/ranges", .permission = "public",
     .reply = "{rounds:[{round:i applicant:b respondent:b band:s?}] rounds_max:i}",
     .summary = {"密封出价的结果：是否有交集，或者大致相差多少", "Whether the ranges meet, or about how far apart they are"}, .read = ranges_read},
    {.name = "mediation_warnings", .method = "GET", .path = "/mediation/warnings", .permission = "diversion_officer supervisor",
     .reply = "{days:i items:[{kind:s reason:@Words count:i matter:s? title:s?}] next:s?}",
     .summary = {"可能是虚假调解的提示，说明依据，由人核实", "What may be sham, and why; a person looks into it"}, .query = "court", .read = mediation_warnings},
    {.name = "mediation_statistics", .method = "GET", .path = "/mediation/statistics", .permission = "diversion_officer supervisor roster_manager court_leader",
     .reply = "{from:s to:s items:[{variant:s body:s outcome:s count:i days:i}] next:s?}",
     .summary = {"调解结果统计：按类型、组织，不排名", "How mediations ended, by kind and body; nobody is ranked"}, .query = "court from to", .read = mediation_statistics},
};
/* clang-format on */
