/* systems/resolution/roster: joining the roster. Its guards, effects and row; the endpoints of the
 * register are in register.c. */
#include "systems/resolution/roster/roster.h"

#include "base/text.h"
#include "law/identifier.h"
#include "store/roster.h"
#include "store/work.h"

extern const struct embedded_file roster_definition[];

enum { ADULT_YEARS = 18 };

/* 人民调解法 14: an adult. Without a number of identity the court's people see for themselves. */
static bool adult(const struct facts *facts)
{
    const char *number = value_text(value_path(facts->fields, "person.id_number"));
    if (!number || !resident_id_valid(number, day_of_instant(facts->received_us)))
        return true;
    return age_on(resident_id_birth_day(number), day_of_instant(facts->received_us)) >= ADULT_YEARS;
}

static bool trained(const struct facts *facts)
{
    return value_int(value_get(facts->fields, "training_hours"), 0) >=
           value_int(value_get(facts->settings, "training_min"), 0);
}

static bool term_ahead(const struct facts *facts)
{
    int32_t day = 0;
    return day_parse(value_text_of(facts->form, "term_to"), &day) &&
           day > day_of_instant(facts->received_us);
}

static bool supplement_over(const struct facts *facts)
{
    return facts_clock_over(facts, "supplement");
}

#define INVITED "最高人民法院关于人民法院特邀调解的规定"

/* clang-format off */
static const struct guard guards[] = {
    {"roster_adult", {"调解员应当是成年人。", "A mediator is of age."}, "中华人民共和国人民调解法第十四条", adult},
    {"roster_trained", {"培训学时还没有达到本院规定，请先登记培训。", "The hours of training this court asks for are not there yet: record them first."}, INVITED "第九条", trained},
    {"roster_term_ahead", {"任期要到今天以后。", "The term ends after today."}, INVITED "第八条", term_ahead},
    {"roster_supplement_over", {"补充期限还没有到。", "The time to supply more is not over."}, INVITED "第六条", supplement_over},
};
/* clang-format on */

/* Its own person: by the number of identity, so that one person on two rosters is one (row 10). */
static int64_t person_of(const struct matter *matter)
{
    for (size_t i = 0; i < matter->participant_count; i++) {
        if (matter->participants[i].active && text_equal(matter->participants[i].role, "applicant"))
            return matter->participants[i].person_id;
    }
    return 0;
}

/* The entry is there from the public notice on, and serves nowhere until it is in force. */
static enum err_kind announce(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    char id[PUBLIC_ID_BYTES];
    (void) with;
    const struct mediator_row row = {.id = call_new_id(call, ID_MEDIATOR),
                                     .account_id = call->matter->owner_account,
                                     .person_id = person_of(call->matter),
                                     .load_max = value_int(value_get(fields, "load_max"), 1),
                                     .valid_from = day_of_instant(call->now_us),
                                     .court = call->matter->court,
                                     .name = value_text(value_path(fields, "person.name")),
                                     .kind = value_text_of(fields, "kind"),
                                     .cause_codes = value_text_of(fields, "causes"),
                                     .division_code = value_text_of(fields, "division"),
                                     .languages = value_text_of(fields, "languages"),
                                     .hours = value_text_of(fields, "hours"),
                                     .skills = value_text_of(fields, "skills"),
                                     .charging = value_text_of(fields, "charging"),
                                     .status = "noticed"};
    if (!row.name)
        return err_set(reterr, ERR_STORE, "effect.roster", "nobody is named");
    mediator_insert(call->writes, &row);
    public_id(engine_keys(call->engine), MEDIATOR_PREFIX, row.id, id);
    return call_set_text(call, "entry", id, reterr);
}

static enum err_kind turn_entry(struct call *call, const char *status, int32_t valid_to,
                                struct err *reterr)
{
    int64_t id = 0;
    const char *entry = value_text_of(call->matter->fields, "entry");
    (void) reterr;
    if (*entry && public_id_parse(engine_keys(call->engine), MEDIATOR_PREFIX, entry, &id))
        mediator_settle(call->writes, id, status, day_of_instant(call->now_us), valid_to);
    return ERR_NONE;
}

static enum err_kind enter(struct call *call, const struct value *with, struct err *reterr)
{
    int32_t until = 0;
    (void) with;
    (void) !day_parse(value_text_of(call->matter->fields, "term_to"), &until);
    return turn_entry(call, "active", until, reterr);
}

static enum err_kind drop(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return turn_entry(call, "removed", 0, reterr);
}

static const struct effect effects[] = {
    {"roster_announce", INVITED "第八条", false, NULL, announce},
    {"roster_enter", INVITED "第八条", false, NULL, enter},
    {"roster_drop", INVITED "第八条", false, NULL, drop},
};

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *name = value_text(value_path(facts->fields, "person.name"));
    const char *title = name ? arena_printf(arena, "%s申请列入调解员名册", name) : "调解员入册申请";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"roster_title", compute_title}};

const struct system roster_system = {.name = "roster",
                                     .wing = "resolution",
                                     .definition = roster_definition,
                                     .guards = guards,
                                     .guard_count = COUNT_OF(guards),
                                     .effects = effects,
                                     .effect_count = COUNT_OF(effects),
                                     .computes = computes,
                                     .compute_count = COUNT_OF(computes),
                                     .operations = roster_operations,
                                     .operation_count = ROSTER_OPERATIONS};
