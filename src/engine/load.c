/* engine/load: rows into matters and back; roles an actor holds in one. Not for deciding: action.c.
 */
#include "base/text.h"
#include "engine/internal.h"

#define PARTICIPANT_PURPOSE "participant.identity"

struct sealing {
    const struct keys *keys;
    struct arena *arena;
};

static enum err_kind seal_slot(void *context, const char *purpose, struct value *slot,
                               struct err *reterr)
{
    struct sealing *sealing = context;
    return secret_seal(sealing->keys, purpose, slot->text, sealing->arena, &slot->text, reterr);
}

static enum err_kind open_slot(void *context, const char *purpose, struct value *slot,
                               struct err *reterr)
{
    struct sealing *sealing = context;
    return secret_open(sealing->keys, purpose, slot->text, sealing->arena, &slot->text, reterr);
}

enum err_kind matter_fields_seal(struct engine *engine, const struct matter *matter,
                                 struct arena *arena, const char **ret, struct err *reterr)
{
    struct sealing sealing = {engine->settings.keys, arena};
    struct value *copy = value_copy(arena, matter->fields);
    if (!copy)
        return arena_full(reterr);
    enum err_kind kind = definition_visit_personal(
        matter->workflow->fields, matter->workflow->field_count, copy, seal_slot, &sealing, reterr);
    *ret = kind ? NULL : json_print(arena, copy);
    return kind ? kind : *ret ? ERR_NONE : arena_full(reterr);
}

static enum err_kind parse_stored(const char *json, struct arena *arena, struct value **ret,
                                  struct err *reterr)
{
    return json_parse(json, strlen(json), &json_limits_file, arena, ret, reterr);
}

static enum err_kind open_identity(const struct engine *engine, const char *sealed,
                                   struct arena *arena, struct value **ret, struct err *reterr)
{
    const char *plain = NULL;
    enum err_kind kind =
        secret_open(engine->settings.keys, PARTICIPANT_PURPOSE, sealed, arena, &plain, reterr);
    return kind ? kind : parse_stored(plain, arena, ret, reterr);
}

static enum err_kind take_participants(struct engine *engine, const struct db_result *rows,
                                       struct arena *arena, struct matter *matter,
                                       struct err *reterr)
{
    matter->participants = arena_array(arena, rows->row_count + 1, sizeof *matter->participants);
    if (!matter->participants)
        return arena_full(reterr);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct value *identity = NULL;
        enum err_kind kind =
            open_identity(engine, db_cell_text(rows, i, 5), arena, &identity, reterr);
        if (kind)
            return kind;
        matter->participants[i] = (struct participant){.id = db_cell_int(rows, i, 0),
                                                       .role = db_cell_text(rows, i, 1),
                                                       .state = db_cell_text(rows, i, 2),
                                                       .person_id = db_cell_int(rows, i, 3),
                                                       .active = db_cell_int(rows, i, 6) != 0,
                                                       .identity = identity};
    }
    matter->participant_count = rows->row_count;
    return ERR_NONE;
}

static bool take_deadlines(const struct db_result *rows, struct arena *arena, struct matter *matter)
{
    matter->deadlines = value_new_list(arena);
    for (size_t i = 0; matter->deadlines && i < rows->row_count; i++) {
        struct value *row = value_new_map(arena), *account = NULL, *excluded = NULL;
        const char *json = db_cell_text(rows, i, 6), *spans = db_cell_text(rows, i, 10);
        if (json_parse(json, strlen(json), &json_limits_file, arena, &account, NULL))
            account = value_new_map(arena);
        if (!spans || json_parse(spans, strlen(spans), &json_limits_file, arena, &excluded, NULL))
            excluded = value_new_list(arena);
        bool good = row && value_set_int(arena, row, "id", db_cell_int(rows, i, 0)) &&
                    value_set_int(arena, row, "participant_id", db_cell_int(rows, i, 1)) &&
                    value_set_text(arena, row, "name", db_cell_text(rows, i, 2)) &&
                    value_set_text(arena, row, "state", db_cell_text(rows, i, 3)) &&
                    value_set_int(arena, row, "due_us", db_cell_int(rows, i, 4)) &&
                    value_set_bool(arena, row, "provisional", db_cell_int(rows, i, 5) != 0) &&
                    value_set(arena, row, "account", account) &&
                    value_set(arena, row, "excluded", excluded) &&
                    value_set_text(arena, row, "rule", db_cell_text(rows, i, 7)) &&
                    value_set_text(arena, row, "basis", db_cell_text(rows, i, 8)) &&
                    value_set_int(arena, row, "start_us", db_cell_int(rows, i, 9)) &&
                    value_set_int(arena, row, "warned", db_cell_int(rows, i, 11)) &&
                    value_add(arena, matter->deadlines, row);
        if (!good)
            return false;
    }
    return matter->deadlines != NULL;
}

/* A fact is read by its own system and those its publisher names, and by nobody else. */
static bool is_told(const struct engine *engine, const char *publisher, const char *fact,
                    const char *reader)
{
    const struct workflow *workflow = engine_workflow(engine, publisher);
    return strcmp(publisher, reader) == 0 || (workflow && workflow_tells(workflow, fact, reader));
}

static bool take_published(const struct engine *engine, const struct db_result *rows,
                           struct arena *arena, struct matter *matter)
{
    matter->published = value_new_map(arena);
    for (size_t i = 0; matter->published && i < rows->row_count; i++) {
        const char *name =
            arena_printf(arena, "%s.%s", db_cell_text(rows, i, 0), db_cell_text(rows, i, 1));
        const char *json = db_cell_text(rows, i, 2);
        struct value *value = NULL;
        if (!is_told(engine, db_cell_text(rows, i, 0), db_cell_text(rows, i, 1),
                     matter->workflow->system))
            continue;
        if (!name || json_parse(json, strlen(json), &json_limits_file, arena, &value, NULL) ||
            !value_set(arena, matter->published, name, value))
            return false;
    }
    return matter->published != NULL;
}

enum err_kind matter_of_row(struct engine *engine, const struct matter_row *row,
                            struct arena *arena, struct matter **ret, struct err *reterr)
{
    struct matter *matter = arena_alloc(arena, sizeof *matter);
    if (!matter)
        return arena_full(reterr);
    *matter = (struct matter){.id = row->id,
                              .dispute_id = row->dispute_id,
                              .parent_id = row->parent_id,
                              .owner_account = row->owner_account,
                              .version = row->version,
                              .event_count = row->event_count,
                              .amount_fen = row->amount_fen,
                              .level = row->level,
                              .court = row->court,
                              .number = row->number,
                              .title = row->title,
                              .cause = row->cause,
                              .state = row->state,
                              .head_hash = row->head_hash,
                              .opened_us = row->opened_us,
                              .requested_us = row->requested_us,
                              .submitted_us = row->submitted_us,
                              .complete_us = row->complete_us,
                              .registered_us = row->registered_us,
                              .closed_us = row->closed_us,
                              .updated_us = row->updated_us};
    matter->workflow = engine_workflow_by_hash(engine, row->definition_hash);
    matter->state_row = matter->workflow ? workflow_state(matter->workflow, row->state) : NULL;
    if (!matter->state_row)
        return err_set(reterr, ERR_STORE, "matter.definition",
                       "the definition this matter runs on is not here");
    *ret = matter;
    return ERR_NONE;
}

enum err_kind matter_fields_open(struct engine *engine, struct matter *matter, const char *fields,
                                 struct arena *arena, struct err *reterr)
{
    struct sealing sealing = {engine->settings.keys, arena};
    enum err_kind kind = parse_stored(fields, arena, &matter->fields, reterr);
    return kind ? kind
                : definition_visit_personal(matter->workflow->fields, matter->workflow->field_count,
                                            matter->fields, open_slot, &sealing, reterr);
}

enum err_kind matter_build(struct engine *engine, const struct db_flight *flight, size_t first,
                           struct arena *arena, int64_t now_us, struct matter **ret,
                           struct err *reterr)
{
    struct matter_row row;
    if (!matter_take(flight, first, &row))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    struct matter *matter = NULL;
    enum err_kind kind = matter_of_row(engine, &row, arena, &matter, reterr);
    if (!kind)
        kind = matter_fields_open(engine, matter, row.fields, arena, reterr);
    if (!kind)
        kind = take_participants(engine, matter_participants(flight, first), arena, matter, reterr);
    if (kind)
        return kind;
    *ret = matter;
    matter->before = matter->fields;
    matter->settings = engine_settings_of(engine, matter->workflow, row.court, now_us, arena);
    if (!matter->settings || !take_deadlines(matter_deadlines(flight, first), arena, matter) ||
        !take_published(engine, matter_published(flight, first), arena, matter))
        return arena_full(reterr);
    return ERR_NONE;
}

enum err_kind engine_load_matter(struct reading *reading, int64_t id, struct matter **ret,
                                 struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t first = matter_read(flight, id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    return kind ? kind
                : matter_build(reading->engine, flight, first, reading->arena, reading->now_us, ret,
                               reterr);
}

enum err_kind engine_paper_values(const struct engine *engine, const struct matter *paper,
                                  struct arena *arena, struct value **ret, char ret_sm3[SM3_HEX],
                                  struct err *reterr)
{
    const char *json = value_text(value_get(paper->fields, "values"));
    if (!json)
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no paper");
    enum err_kind kind =
        secret_open(engine->settings.keys, PAPER_PURPOSE, json, arena, &json, reterr);
    if (!kind)
        kind = json_parse(json, strlen(json), &json_limits_file, arena, ret, reterr);
    if (kind)
        return kind;
    const char *canonical = json_canonical(arena, *ret);
    if (!canonical)
        return arena_full(reterr);
    struct sm3 hash = sm3_of(canonical, strlen(canonical));
    text_hex(hash.bytes, SM3_BYTES, ret_sm3);
    return ERR_NONE;
}

role_set actor_roles(const struct actor *actor, const char *court)
{
    role_set held = 0;
    if (strcmp(actor->kind, "clock") == 0)
        return role_bit("clock");
    if (strcmp(actor->kind, "public") == 0)
        held |= role_bit("citizen");
    for (size_t i = 0; i < actor->grant_count; i++) {
        if (actor->grants[i].court[0] == '\0' || text_equal(actor->grants[i].court, court))
            held |= actor->grants[i].role;
    }
    return held;
}

/* Who opened it in the public's name holds the role the first state waits for, until participants
 * are named; of a paper in their file, the role of the applying side it is addressed to. */
role_set owner_roles(const struct matter *matter)
{
    const struct state *initial = workflow_initial(matter->workflow);
    const struct role *first = initial->waits_for ? role_find(initial->waits_for) : NULL;
    role_set held = first && first->kind == ROLE_PARTICIPANT ? role_bit(first->name) : (role_set) 0;
    for (size_t i = 0; matter->workflow->attached && i < matter->participant_count; i++) {
        const struct participant *to = &matter->participants[i];
        if (to->active && (text_equal(to->role, "plaintiff") || text_equal(to->role, "applicant")))
            held |= role_bit(to->role);
    }
    return held;
}

/* A lawyer types a client's suit: the draft is theirs to finish, and from then on they are what the
 * authority makes them, no party (CPL 62). */
static bool is_owner(const struct actor *actor, const struct matter *matter)
{
    return actor->account_id && actor->account_id == matter->owner_account &&
           strcmp(actor->kind, "public") == 0 &&
           (!actor->for_lawyer || (matter->state_row->initial && !matter->workflow->attached));
}

const char *const level_names[LEVEL_COUNT] = {"ordinary", "closed", "secret"};

bool actor_is_excluded(const struct actor *actor, int64_t dispute_id)
{
    for (size_t i = 0; i < actor->right_count; i++) {
        if (actor->rights[i].dispute_id == dispute_id &&
            strcmp(actor->rights[i].kind, "exclusion") == 0)
            return true;
    }
    return false;
}

bool actor_is_helper(const struct actor *actor)
{
    return actor->delegation_id && !text_has_word(actor->delegated, "whole");
}

static const char *side_of(const struct matter *matter, int64_t person_id)
{
    for (size_t i = 0; person_id && i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        if (participant->active && participant->person_id == person_id)
            return participant->role;
    }
    return NULL;
}

/* Who acts for another is on no side of the matter (practice.md 4); who represents an organisation
 * may stand beside it, as a surety does, but never against it. */
static bool delegate_is_party(const struct actor *actor, const struct matter *matter)
{
    const char *side = actor->delegation_id ? side_of(matter, actor->delegate_person) : NULL;
    return side && (actor_is_helper(actor) || !text_equal(side, side_of(matter, actor->person_id)));
}

role_set matter_roles(const struct actor *actor, const struct matter *matter)
{
    /* Who holds no grant, the public and the clock, has nothing to be cleared for. */
    bool cleared = matter->level <= actor->clearance || actor->grant_count == 0;
    role_set held = cleared ? actor_roles(actor, matter->court) : 0;
    if (actor_is_excluded(actor, matter->dispute_id) || delegate_is_party(actor, matter))
        return 0;
    for (size_t i = 0; i < actor->right_count; i++) {
        if (actor->rights[i].matter_id == matter->id)
            held |= actor->rights[i].role;
    }
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        bool same = (actor->person_id && participant->person_id == actor->person_id) ||
                    (actor->participant_id && actor->link_matter_id == matter->id &&
                     participant->id == actor->participant_id);
        if (same && participant->active)
            held |= role_bit(participant->role);
    }
    if (is_owner(actor, matter))
        held |= owner_roles(matter);
    return held;
}

int64_t actor_account(const struct actor *actor)
{
    return actor->delegation_id ? actor->delegate_id : actor->account_id;
}

/* A helper where the person helped might act themselves (practice.md 4). */
static role_set delegate_roles(const struct actor *actor, role_set own, const struct action *action)
{
    return (action->by & own) && text_has_word(actor->delegated, "act") ? role_bit("helper") : 0;
}

role_set matter_roles_for(const struct actor *actor, const struct matter *matter,
                          const struct action *action)
{
    role_set held = matter_roles(actor, matter);
    if (actor_is_helper(actor))
        return delegate_roles(actor, held, action);
    for (size_t i = 0; action->power && i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        if (participant->active && strcmp(participant->role, "agent") == 0 &&
            participant_is_actor(participant, actor) &&
            value_has_text(value_get(participant->identity, "powers"), action->power))
            return held;
    }
    return action->power ? held & ~role_bit("agent") : held;
}

bool actor_reaches(const struct actor *actor, const char *system)
{
    return !actor->scopes || !*actor->scopes || text_has_word(actor->scopes, system);
}

/* By its roles, a glass aside. */
static bool sees_by_role(const struct actor *actor, const struct matter *matter)
{
    role_set held = matter_roles(actor, matter);
    return (held & state_readers(matter->workflow, matter->state_row)) != 0 ||
           (held & role_bit("clock"));
}

static bool holds_glass(const struct actor *actor, const struct matter *matter)
{
    for (size_t i = 0; i < actor->right_count; i++) {
        if (actor->rights[i].matter_id == matter->id && strcmp(actor->rights[i].kind, "glass") == 0)
            return !actor_is_excluded(actor, matter->dispute_id);
    }
    return false;
}

bool matter_by_glass(const struct actor *actor, const struct matter *matter)
{
    return holds_glass(actor, matter) && !sees_by_role(actor, matter);
}

bool matter_visible(const struct actor *actor, const struct matter *matter)
{
    return actor_reaches(actor, matter->workflow->system) &&
           (sees_by_role(actor, matter) || holds_glass(actor, matter));
}

bool matter_id_parse(const struct engine *engine, const char *text, int64_t *ret_id)
{
    unsigned prefix = public_id_prefix_of(text);
    for (size_t i = 0; prefix && engine->settings.systems[i]; i++) {
        if (prefix == engine_workflow(engine, engine->settings.systems[i]->name)->prefix)
            return public_id_parse(engine->settings.keys, prefix, text, ret_id);
    }
    return false;
}

const char *matter_id_print(const struct engine *engine, const struct matter *matter,
                            struct arena *arena)
{
    char *text = arena_alloc(arena, PUBLIC_ID_BYTES);
    if (text)
        public_id(engine->settings.keys, matter->workflow->prefix, matter->id, text);
    return text;
}
