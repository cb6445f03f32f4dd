/* workflow/role: all roles of the house, one table. Append only: a role is a bit in stored grants'
 * names. */
#include "workflow/workflow.h"

/* clang-format off */
const struct role roles[] = {
    {"citizen",             {"公众", "Member of the public"},            ROLE_PUBLIC},
    {"applicant",           {"申请人", "Applicant"},                     ROLE_PARTICIPANT},
    {"respondent",          {"被申请人", "Respondent"},                  ROLE_PARTICIPANT},
    {"plaintiff",           {"起诉人（原告）", "Plaintiff"},              ROLE_PARTICIPANT},
    {"defendant",           {"被告", "Defendant"},                       ROLE_PARTICIPANT},
    {"third_party",         {"第三人", "Third party"},                   ROLE_PARTICIPANT},
    {"agent",               {"诉讼代理人", "Agent ad litem"},             ROLE_PARTICIPANT},
    {"guardian",            {"法定代理人", "Guardian"},                  ROLE_PARTICIPANT},
    {"representative",      {"诉讼代表人", "Representative party"},       ROLE_PARTICIPANT},
    {"principal",           {"被代表的单位", "Organisation acted for"},  ROLE_PARTICIPANT},
    {"helper",              {"协助人", "Helper"},                        ROLE_PARTICIPANT},
    {"mediator",            {"调解员", "Mediator"},                      ROLE_PARTICIPANT},
    {"window_clerk",        {"窗口人员", "Window clerk"},                ROLE_STAFF},
    {"diversion_officer",   {"案件分流员", "Diversion officer"},         ROLE_STAFF},
    {"filing_judge",        {"立案法官", "Filing judge"},                ROLE_STAFF},
    {"filing_head",         {"立案庭庭长", "Head of the filing division"}, ROLE_STAFF},
    {"trial_judge",         {"审判法官", "Trial judge"},                 ROLE_STAFF},
    {"judge_assistant",     {"法官助理", "Judge's assistant"},           ROLE_STAFF},
    {"judge_clerk",         {"书记员", "Judge's clerk"},                 ROLE_STAFF},
    {"division_head",       {"审判庭庭长", "Division head"},             ROLE_STAFF},
    {"court_leader",        {"院领导", "Court leader"},                  ROLE_STAFF},
    {"supervisor",          {"上级法院监督员", "Higher-court supervisor"}, ROLE_STAFF},
    {"service_officer",     {"送达人员", "Service officer"},             ROLE_STAFF},
    {"preservation_officer", {"保全人员", "Preservation officer"},       ROLE_STAFF},
    {"appraisal_officer",   {"鉴定管理人员", "Appraisal officer"},        ROLE_STAFF},
    {"hotline_operator",    {"12368话务员", "Hotline operator"},         ROLE_STAFF},
    {"petition_officer",    {"信访人员", "Petition officer"},            ROLE_STAFF},
    {"finance_clerk",       {"财务经办", "Finance clerk"},               ROLE_STAFF},
    {"finance_reviewer",    {"财务复核", "Finance reviewer"},            ROLE_STAFF},
    {"finance_approver",    {"财务审批", "Finance approver"},            ROLE_STAFF},
    {"roster_manager",      {"名册管理员", "Roster manager"},            ROLE_STAFF},
    {"body_admin",          {"调解组织管理员", "Mediation body administrator"}, ROLE_STAFF},
    {"grid_worker",         {"网格员", "Grid worker"},                   ROLE_STAFF},
    {"guide",               {"导诉员", "Guide"},                         ROLE_STAFF},
    {"auditor",             {"审计员", "Auditor"},                       ROLE_STAFF},
    {"admin",               {"系统管理员", "System administrator"},      ROLE_STAFF},
    {"partner",             {"合作机构系统", "Partner system"},          ROLE_MACHINE},
    {"clock",               {"平台计时", "The platform's clock"},        ROLE_CLOCK},
    {"security_admin",      {"安全管理员", "Security administrator"},    ROLE_STAFF},
    {"panel_member",        {"合议庭成员", "Member of the panel"},       ROLE_STAFF},
    {"peoples_assessor",    {"人民陪审员", "People's assessor"},         ROLE_STAFF},
    {"enforcement_judge",   {"执行法官", "Enforcement judge"},           ROLE_STAFF},
    {"procurator",          {"检察人员", "Procurator"},                  ROLE_PARTICIPANT},
    {"witness",             {"证人", "Witness"},                         ROLE_PARTICIPANT},
    {"interpreter",         {"翻译人员", "Interpreter"},                 ROLE_PARTICIPANT},
    {"unit_member",         {"基层单位人员", "Member of a grass-roots unit"}, ROLE_PARTICIPANT},
    {"tribunal_judge",      {"人民法庭法官", "Judge of a people's tribunal"}, ROLE_STAFF},
    {"cell",                {"其他法院的平台", "Platform of another court"}, ROLE_PEER},
    {"payer",               {"交费人", "Payer"},                         ROLE_PARTICIPANT},
    {"partner_body",        {"总对总合作机构", "Partner body, by its system"}, ROLE_PEER},
    {"partner_member",      {"合作机构人员", "Member of a partner body"}, ROLE_PARTICIPANT},
    {"justice_office",      {"司法行政机关系统", "Justice authority's system"}, ROLE_MACHINE},
    {"liaison",             {"海外联络员", "Liaison abroad"},            ROLE_PARTICIPANT},
};
/* clang-format on */
const size_t role_count = COUNT_OF(roles);
_Static_assert(COUNT_OF(roles) <= 64, "a role is one bit of role_set");

const char *const offices_apart[OFFICES_APART] = {"admin", "security_admin", "auditor"};

bool role_is_apart(const char *name)
{
    for (size_t i = 0; i < OFFICES_APART; i++) {
        if (strcmp(offices_apart[i], name) == 0)
            return true;
    }
    return false;
}

/* Asked several times for every row of a list: most names differ in their first letter. */
const struct role *role_find(const char *name)
{
    for (size_t i = 0; i < role_count; i++) {
        if (roles[i].name[0] == name[0] && strcmp(roles[i].name, name) == 0)
            return &roles[i];
    }
    return NULL;
}

role_set role_bit(const char *name)
{
    const struct role *role = role_find(name);
    return role ? UINT64_C(1) << (role - roles) : 0;
}
