/*
 * filing: whom the plaintiffs have act for them, and that it changes or ends (CPL 63): told to the
 * court in writing, and by the court to the other side. What belongs to this case and instance
 * follows; papers that were served on an agent stay readable, and the second instance has an
 * authority of its own.
 */
#include "systems/filing/filing/filing.h"

#include "base/text.h"
#include "store/agency.h"

static bool is_agent(const struct participant *participant)
{
    return participant->active && strcmp(participant->role, "agent") == 0;
}

static const char *number_of(const struct value *row)
{
    const char *licence = value_text(value_get(row, "licence"));
    return licence ? licence : value_text(value_path(row, "person.id_number"));
}

/* A row of the form and the participant it made. */
static bool row_is_of(const struct value *row, const struct participant *agent)
{
    const char *licence = value_text(value_get(agent->identity, "licence"));
    const char *held = licence ? licence : value_text(value_get(agent->identity, "id_number")),
               *named = number_of(row);
    return held || named ? text_equal(held, named)
                         : text_equal(value_text(value_path(row, "person.name")),
                                      value_text_of(agent->identity, "name"));
}

bool filing_agency_changes(const struct facts *facts)
{
    return !value_equal(value_get(facts->before, "agents"), value_get(facts->fields, "agents"));
}

bool filing_has_agents(const struct facts *facts)
{
    return value_get(facts->fields, "agents")->count > 0;
}

/* Nobody acts for the plaintiffs any more: an empty list in a form is the same as none. */
enum err_kind filing_end_agency(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *none = value_new_list(call->arena);
    (void) with;
    return none ? call_set_field(call, "agents", none, reterr) : arena_full(reterr);
}

/* Whoever acts does so as an agent alone. */
bool filing_acts_as_agent(const struct call *call)
{
    bool agent = false, party = false;
    for (size_t i = 0; call->actor.person_id && i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        bool same = one->active && one->person_id == call->actor.person_id;
        agent |= same && is_agent(one);
        party |= same && strcmp(one->role, "plaintiff") == 0;
    }
    return agent && !party;
}

/* Who acts for a party, and how far, is for the party to say (CPL 62). */
bool filing_agency_is_partys(const struct facts *facts)
{
    return !value_true(value_get(facts->outside, "as_agent")) || !filing_agency_changes(facts);
}

/* The agent who acts is no longer among the agents; who stays is parted from by add_participants.
 */
enum err_kind filing_leave_agency(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *rows = value_get(call->matter->fields, "agents");
    struct value *left = value_new_list(call->arena);
    (void) with;
    for (size_t i = 0; left && i < rows->count; i++) {
        bool own = false;
        for (size_t p = 0; p < call->matter->participant_count; p++) {
            const struct participant *agent = &call->matter->participants[p];
            own |= is_agent(agent) && agent->person_id &&
                   agent->person_id == call->actor.person_id && row_is_of(rows->items[i], agent);
        }
        if (!own && !value_add(call->arena, left, value_copy(call->arena, rows->items[i])))
            return arena_full(reterr);
    }
    return left ? call_set_field(call, "agents", left, reterr) : arena_full(reterr);
}

/* "现在的诉讼代理人：闻思齐（特别授权）", for the notice. */
static enum err_kind note_agents(struct call *call, struct err *reterr)
{
    enum { NAMES_MAX = 1000 };
    struct text zh, en;
    size_t count = 0;
    text_init(&zh, call->arena, NAMES_MAX);
    text_init(&en, call->arena, NAMES_MAX);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *agent = &call->matter->participants[i];
        bool special = text_equal(value_text_of(agent->identity, "authority"), "special");
        if (!is_agent(agent))
            continue;
        text_add_format(&zh, "%s%s（%s）", count ? "、" : "",
                        value_text_of(agent->identity, "name"), special ? "特别授权" : "一般授权");
        text_add_format(&en, "%s%s (%s)", count++ ? ", " : "",
                        value_text_of(agent->identity, "name"),
                        special ? "special authority" : "general authority");
    }
    if (!count) {
        text_add(&zh, "没有");
        text_add(&en, "none");
    }
    const char *whole_zh = text_done(&zh), *whole_en = text_done(&en);
    if (!whole_zh || !whole_en)
        return arena_full(reterr);
    enum err_kind kind = call_set_text(call, "agents_now_zh", whole_zh, reterr);
    return kind ? kind : call_set_text(call, "agents_now_en", whole_en, reterr);
}

size_t filing_agency_load(struct call *call)
{
    return agency_children_read(call->reads, call->matter_id);
}

/* Everywhere in this instance the agents are those of the case, as they are now. */
enum err_kind filing_carry_agents(struct call *call, const struct value *with, struct err *reterr)
{
    const struct filing_reads *reads = call->state;
    const struct db_result *children = db_flight_result(call->reads, reads->place);
    (void) with;
    agency_children_end(call->writes, call->matter->id);
    enum err_kind kind = note_agents(call, reterr);
    for (size_t i = 0; !kind && i < children->row_count; i++) {
        for (size_t p = 0; !kind && p < call->matter->participant_count; p++) {
            const struct participant *agent = &call->matter->participants[p];
            if (is_agent(agent))
                kind = call_add_participant_elsewhere(call, db_cell_int(children, i, 0),
                                                      db_cell_text(children, i, 1),
                                                      db_cell_text(children, i, 2), agent, reterr);
        }
    }
    return kind;
}
