/* command/demo: the demo's people as tables. All names are invented. */
#include "command/demo.h"

#include "base/moment.h"
#include "crypto/crypto.h"
#include "store/people.h"
#include "store/roster.h"
#include "store/setup.h"
#include "store/unit.h"
#include "workflow/workflow.h"

#define DEMO_PASSWORD "fengqiao-demo"

static const char home_court[] = "鄂1202", second_court[] = "鄂1281", court_above[] = "鄂12";

/* Everybody serves from the first year that has a holiday table, so that court time may be moved
 * back to where another law was in force. */
static const struct civil_date serving_since = {2019, 1, 1};

/* A colleague to hand work to, and the second court's desk, for what passes between courts. */
static const struct {
    const char *login, *role, *name, *court;
} more_staff[] = {
    {"filing_judge_two", "filing_judge", "立案法官（二）", home_court},
    {"trial_judge_two", "trial_judge", "审判法官（二）", home_court},
    {"trial_judge_three", "trial_judge", "审判法官（三）", home_court},
    {"chibi_window_clerk", "window_clerk", "赤壁法院窗口", second_court},
    {"chibi_filing_judge", "filing_judge", "赤壁法院立案法官", second_court},
    {"chibi_filing_head", "filing_head", "赤壁法院立案庭庭长", second_court},
    {"xianning_filing_judge", "filing_judge", "咸宁中院立案法官", court_above},
    {"xianning_judge_clerk", "judge_clerk", "咸宁中院书记员", court_above},
    {"chibi_court_leader", "court_leader", "赤壁法院院领导", second_court},
    {"chibi_diversion_officer", "diversion_officer", "赤壁法院分流员", second_court},
};

static const struct body_row bodies[] = {
    {1, 0, "咸安区温泉街道人民调解委员会", "peoples_committee", home_court, "421202", "active"},
    {2, 0, "咸安区永安街道人民调解委员会", "peoples_committee", home_court, "421202", "active"},
    {3, 0, "咸宁市道路交通事故调解中心", "industry", home_court, "421200", "active"},
    {4, 0, "咸宁市物业服务行业调解委员会", "industry", home_court, "421200", "active"},
    {5, 0, "赤壁市陆水湖街道人民调解委员会", "peoples_committee", second_court, "421281", "active"},
};

/* Two act by accounts that newcomers are told of; the others fill the roster. `causes` are codes of
 * what a mediator is good at, blank-separated; none: everything. */
static const struct {
    const char *login, *name, *kind, *court, *division, *causes, *languages;
    int64_t body_id, load_max;
} mediators[] = {
    {"mediator", "周桂兰", "invited", home_court, "421202", "", "普通话 咸宁话", 1, 10},
    {"mediator_two", "沈国栋", "volunteer", home_court, "421202", "", "普通话", 0, 10},
    {"mediator_3", "余腊梅", "invited", home_court, "421202", "02", "普通话 咸宁话", 1, 8},
    {"mediator_4", "镇德华", "invited", home_court, "421202", "03.06", "普通话 咸宁话", 2, 8},
    {"mediator_5", "章晓芸", "invited", home_court, "421202", "04.10", "普通话", 2, 12},
    {"mediator_6", "毛振宇", "full_time", home_court, "421200", "09", "普通话", 3, 15},
    {"mediator_7", "熊丽娟", "full_time", home_court, "421200", "09", "普通话 手语", 3, 15},
    {"mediator_8", "金保国", "full_time", home_court, "421200", "04.10", "普通话", 4, 12},
    {"mediator_9", "佘文静", "part_time", home_court, "421202", "04 08", "普通话 英语", 0, 6},
    {"mediator_10", "阮长根", "volunteer", home_court, "421202", "02 03", "咸宁话", 0, 5},
    {"mediator_11", "龚新民", "invited", second_court, "421281", "", "普通话 赤壁话", 5, 10},
    {"mediator_12", "田秋霞", "part_time", second_court, "421281", "04", "普通话", 0, 6},
};

/* A township of the home court, invented: its tribunal, five villages, and one without anybody. */
static const struct unit_row units[] = {
    {"421202T1", "大塘人民法庭", "tribunal", NULL, home_court, 0, 0, 0, 0, 0},
    {"421202Z1", "大塘镇", "township", "421202T1", home_court, 3120, 10400, 0, 0, 0},
    {"421202Z1A", "大塘村", "village", "421202Z1", home_court, 620, 2180, 2, 2, 0},
    {"421202Z1A1", "第一网格", "grid", "421202Z1A", home_court, 210, 740, 0, 0, 0},
    {"421202Z1A2", "第二网格", "grid", "421202Z1A", home_court, 205, 700, 0, 0, 0},
    {"421202Z1B", "石桥村", "village", "421202Z1", home_court, 540, 1850, 3, 2, 0},
    {"421202Z1C", "柳湾社区", "community", "421202Z1", home_court, 880, 2900, 2, 3, 0},
    {"421202Z1D", "松林村", "village", "421202Z1", home_court, 410, 1320, 1, 2, 0},
    {"421202Z1E", "云岭村", "village", "421202Z1", home_court, 390, 1250, 2, 1, 0},
    {"421202Z1F", "白羊村", "village", "421202Z1", home_court, 280, 900, 3, 1, 0},
};

/* Who serves there; `role`: a grant at the home court beside it. */
static const struct {
    const char *login, *name, *unit, *duty, *role;
} unit_people[] = {
    {"grid_worker", "杨秀英", "421202Z1A1", "worker", "grid_worker"},
    {"grid_worker_two", "胡建军", "421202Z1A2", "worker", "grid_worker"},
    {"grid_worker_three", "邱小满", "421202Z1B", "worker", "grid_worker"},
    {"village_mediator", "石有田", "421202Z1A", "mediator", NULL},
    {"village_lead", "汪德成", "421202Z1A", "lead", NULL},
    {"police_officer", "江立新", "421202Z1", "police", NULL},
    {"women_officer", "黎春燕", "421202Z1", "women", NULL},
    {"grid_worker_four", "鲁明华", "421202Z1C", "worker", "grid_worker"},
    {"grid_worker_five", "涂金枝", "421202Z1E", "worker", "grid_worker"},
};

struct adding {
    int64_t grid_worker; /* the account of the role itself */
    struct db_flight *flight;
    const char *hash;
    int64_t accounts, grants; /* keys given so far */
    int64_t now_us;
};

static void add_account(struct adding *adding, const char *login, const char *name)
{
    account_insert(adding->flight, ++adding->accounts, "staff", login, adding->hash, name, NULL,
                   NULL, 0, true, adding->now_us);
}

static void add_grant(struct adding *adding, const char *role, const char *court)
{
    grant_insert(adding->flight, ++adding->grants, adding->accounts, role, court,
                 day_of_date(serving_since), 0, 0, adding->now_us);
}

/* The three offices of administration are of no court. */
static void add_staff(struct adding *adding)
{
    for (size_t i = 0; i < role_count; i++) {
        if (roles[i].kind != ROLE_STAFF)
            continue;
        add_account(adding, roles[i].name, roles[i].title.zh);
        add_grant(adding, roles[i].name, role_is_apart(roles[i].name) ? "" : home_court);
        if (strcmp(roles[i].name, "grid_worker") == 0)
            adding->grid_worker = adding->accounts;
    }
    for (size_t i = 0; i < COUNT_OF(more_staff); i++) {
        add_account(adding, more_staff[i].login, more_staff[i].name);
        add_grant(adding, more_staff[i].role, more_staff[i].court);
    }
}

/* A mediator's role is held inside a matter, so no grant is given. */
static void add_roster(struct adding *adding)
{
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        body_insert(adding->flight, &bodies[i]);
    for (size_t i = 0; i < COUNT_OF(mediators); i++) {
        int64_t id = (int64_t) i + 1;
        add_account(adding, mediators[i].login, mediators[i].name);
        const struct mediator_row row = {.id = id,
                                         .account_id = adding->accounts,
                                         .person_id = id,
                                         .body_id = mediators[i].body_id,
                                         .load_max = mediators[i].load_max,
                                         .valid_from = day_of_date(serving_since),
                                         .court = mediators[i].court,
                                         .name = mediators[i].name,
                                         .kind = mediators[i].kind,
                                         .cause_codes = mediators[i].causes,
                                         .division_code = mediators[i].division,
                                         .languages = mediators[i].languages,
                                         .status = "active"};
        account_person_insert(adding->flight, id, row.name, row.account_id, adding->now_us);
        mediator_insert(adding->flight, &row);
    }
}

static void add_units(struct adding *adding)
{
    for (size_t i = 0; i < COUNT_OF(units); i++)
        unit_insert(adding->flight, &units[i]);
    for (size_t i = 0; i < COUNT_OF(unit_people); i++) {
        int64_t account = adding->grid_worker;
        if (i > 0) {
            add_account(adding, unit_people[i].login, unit_people[i].name);
            if (unit_people[i].role)
                add_grant(adding, unit_people[i].role, home_court);
            account = adding->accounts;
        }
        const struct unit_member_row row = {.id = (int64_t) i + 1,
                                            .account_id = account,
                                            .person_id = (int64_t) (COUNT_OF(mediators) + i + 1),
                                            .unit_code = unit_people[i].unit,
                                            .name = unit_people[i].name,
                                            .duty = unit_people[i].duty,
                                            .from_us = adding->now_us};
        account_person_insert(adding->flight, row.person_id, row.name, account, adding->now_us);
        unit_member_insert(adding->flight, &row);
    }
}

enum err_kind demo_add(struct db_flight *flight, int64_t now_us, struct err *reterr)
{
    char hash[PASSWORD_HASH_BYTES];
    enum err_kind kind = password_hash_published(DEMO_PASSWORD, hash, reterr);
    if (kind)
        return kind;
    struct adding adding = {.flight = flight, .hash = hash, .now_us = now_us};
    add_staff(&adding);
    add_roster(&adding);
    add_units(&adding);
    store_fact_put(flight, "demo", "1");
    return ERR_NONE;
}

void demo_print_logins(void)
{
    (void) printf("Demo logins (password " DEMO_PASSWORD "):");
    for (size_t i = 0; i < role_count; i++) {
        if (roles[i].kind == ROLE_STAFF)
            (void) printf(" %s", roles[i].name);
    }
    (void) printf(" mediator mediator_two\nThe public signs in with any mobile number; its code is "
                  "on the demo's message page.\n");
}
