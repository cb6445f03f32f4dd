/* systems/resolution/mediation: the rows of its endpoints: the roster, who could mediate, sealed
 * ranges. */
#include "systems/resolution/mediation/mediation.h"
#include "systems/resolution/mediation/range.h"

/* clang-format off */
static const struct option mediator_kinds[] = {{"invited", {"特邀调解员", "Invited"}}, {"full_time", {"专职调解员", "Full-time"}},
    {"part_time", {"兼职调解员", "Part-time"}}, {"volunteer", {"志愿调解员", "Volunteer"}}};
static const struct option body_kinds[] = {{"peoples_committee", {"人民调解委员会", "People's mediation committee"}}, {"industry", {"行业调解组织", "Industry body"}},
    {"commercial", {"商事调解组织", "Commercial body"}}, {"lawyers", {"律师调解工作室", "Lawyers' mediation office"}}, {"other", {"其他调解组织", "Other body"}}};
static const struct option statuses[] = {{"active", {"在册", "Active"}}, {"suspended", {"暂停", "Suspended"}}, {"removed", {"除名", "Removed"}}};
static const struct field name_field = {.name = "name", .kind = FIELD_TEXT, .title = {"姓名或者名称", "Name"}, .min = 1, .max = 100};
static const struct field court_field = {.name = "court", .kind = FIELD_COURT, .title = {"法院", "Court"}};
static const struct field kind_field = {.name = "kind", .kind = FIELD_CHOICE, .title = {"类型", "Kind"}, .options = mediator_kinds, .option_count = COUNT_OF(mediator_kinds)};
static const struct field body_kind_field = {.name = "kind", .kind = FIELD_CHOICE, .title = {"类型", "Kind"}, .options = body_kinds, .option_count = COUNT_OF(body_kinds)};
static const struct field body_field = {.name = "body", .kind = FIELD_TEXT, .title = {"调解组织", "Mediation body"}, .max = 20};
static const struct field login_field = {.name = "login", .kind = FIELD_TEXT, .title = {"登录账号", "Login"}, .max = 60};
static const struct field division_field = {.name = "division", .kind = FIELD_TEXT, .title = {"地区", "Division"}, .max = 12};
static const struct field causes_field = {.name = "cause_codes", .kind = FIELD_TEXT, .title = {"擅长案由", "Causes"}, .max = 200};
static const struct field languages_field = {.name = "languages", .kind = FIELD_TEXT, .title = {"语言", "Languages"}, .max = 100};
static const struct field load_field = {.name = "load_max", .kind = FIELD_NUMBER, .title = {"同时办理上限", "Most at a time"}, .min = 1, .max = 200};
static const struct field status_field = {.name = "status", .kind = FIELD_CHOICE, .title = {"状态", "Status"}, .options = statuses, .option_count = COUNT_OF(statuses)};
static const struct form_field mediator_form[] = {{&name_field, true}, {&court_field, true}, {&kind_field, true}, {&body_field, false}, {&login_field, false},
    {&division_field, false}, {&causes_field, false}, {&languages_field, false}, {&load_field, true}};
static const struct form_field change_form[] = {{&status_field, false}, {&load_field, false}, {&languages_field, false}, {&causes_field, false}};
static const struct form_field body_form[] = {{&name_field, true}, {&court_field, true}, {&body_kind_field, true}, {&division_field, false}};
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
    {.name = "roster_mediators", .method = "GET", .path = "/roster/mediators", .permission = "signed_in",
     .reply = "{items:[@Mediator] next:s?}",
     .summary = {"调解员名册", "The roster of mediators"}, .query = "court status cursor limit", .read = roster_mediators_read},
    {.name = "roster_mediator_add", .method = "POST", .path = "/roster/mediators", .permission = "roster_manager",
     .reply = "@Mediator",
     .summary = {"调解员入册", "Puts a mediator on the roster"}, .form = mediator_form, .form_count = COUNT_OF(mediator_form),
     .load = roster_mediator_add_load, .decide = roster_mediator_add_decide, .apply = roster_mediator_add_apply},
    {.name = "roster_mediator_change", .method = "PATCH", .path = "/roster/mediators/{id}", .permission = "roster_manager",
     .reply = "@Mediator",
     .summary = {"暂停、恢复或者修改名册", "Suspends, takes back or changes an entry"}, .form = change_form, .form_count = COUNT_OF(change_form),
     .load = roster_mediator_change_load, .decide = roster_mediator_change_decide, .apply = roster_mediator_change_apply},
    {.name = "roster_bodies", .method = "GET", .path = "/roster/bodies", .permission = "signed_in",
     .reply = "{items:[@Body] next:s?}",
     .summary = {"调解组织名册", "The roster of mediation bodies"}, .query = "court cursor limit", .read = roster_bodies_read},
    {.name = "roster_body_add", .method = "POST", .path = "/roster/bodies", .permission = "roster_manager",
     .reply = "@Body",
     .summary = {"调解组织入册", "Puts a body on the roster"}, .form = body_form, .form_count = COUNT_OF(body_form),
     .decide = roster_body_add_decide, .apply = roster_body_add_apply},
    {.name = "range_enter", .method = "POST", .path = "/matters/{id}/ranges", .permission = "signed_in",
     .form = range_form, .form_count = COUNT_OF(range_form), .reply = "{entered:b}",
     .summary = {"密封出价：只告诉平台愿意接受的范围", "Tells the platform alone what one would settle for"},
     .load = range_enter_load, .decide = range_enter_decide, .apply = range_enter_apply},
    {.name = "ranges", .method = "GET", .path = "/matters/{id}/ranges", .permission = "public",
     .reply = "{rounds:[{round:i applicant:b respondent:b band:s?}] rounds_max:i}",
     .summary = {"密封出价的结果：是否有交集，或者大致相差多少", "Whether the ranges meet, or about how far apart they are"}, .read = ranges_read},
};
/* clang-format on */
