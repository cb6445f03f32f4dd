/* engine/apply: what effects may do. Everything is queued; nothing is read. */
#include "base/text.h"
#include "engine/internal.h"

#define PARTICIPANT_PURPOSE "participant.identity"

int64_t call_new_id(struct call *call, int table) { return ++call->engine->memory.ids[table]; }

void call_write(struct call *call, const char *sql, const struct db_value *args, size_t arg_count,
                int64_t changed_must_be)
{
    (void) db_flight_add(call->writes, sql, args, arg_count, changed_must_be);
}

enum err_kind call_set_field(struct call *call, const char *name, struct value *value,
                             struct err *reterr)
{
    return value_set(call->arena, call->matter->fields, name, value) ? ERR_NONE
                                                                     : arena_full(reterr);
}

enum err_kind call_set_text(struct call *call, const char *name, const char *text,
                            struct err *reterr)
{
    struct value *value = value_new_text(call->arena, text);
    return value ? call_set_field(call, name, value, reterr) : arena_full(reterr);
}

enum err_kind call_add_word(struct call *call, const char *name, const char *word,
                            struct err *reterr)
{
    const char *words = call_field_text(call, name);
    if (text_has_word(words, word))
        return ERR_NONE;
    const char *all = *words ? arena_printf(call->arena, "%s %s", words, word) : word;
    return all ? call_set_text(call, name, all, reterr) : arena_full(reterr);
}

enum err_kind call_set_int(struct call *call, const char *name, int64_t integer, struct err *reterr)
{
    struct value *value = value_new_int(call->arena, integer);
    return value ? call_set_field(call, name, value, reterr) : arena_full(reterr);
}

enum err_kind call_set_bool(struct call *call, const char *name, bool yes, struct err *reterr)
{
    struct value *value = value_new_bool(call->arena, yes);
    return value ? call_set_field(call, name, value, reterr) : arena_full(reterr);
}

const char *call_field_text(const struct call *call, const char *name)
{
    return value_text_of(call->matter->fields, name);
}

enum err_kind call_add_row(struct call *call, const char *group, struct value *row,
                           struct err *reterr)
{
    const struct value *kept = value_get(call->matter->fields, group);
    struct value *rows =
        kept->type == VALUE_LIST ? value_copy(call->arena, kept) : value_new_list(call->arena);
    if (!rows || !value_add(call->arena, rows, row))
        return arena_full(reterr);
    return call_set_field(call, group, rows, reterr);
}

struct value *call_subject_row(struct call *call)
{
    const struct participant *party = call->facts.subject;
    struct value *row = value_new_map(call->arena);
    bool good = row && value_set_text(call->arena, row, "at",
                                      instant_format(call->arena, call->received_us));
    if (good && party)
        good = value_set_text(call->arena, row, "who", value_text_of(party->identity, "name")) &&
               value_set_text(call->arena, row, "side", party->role) &&
               value_set_int(call->arena, row, "place", facts_place(&call->facts, party));
    return good ? row : NULL;
}

enum err_kind call_set_date(struct call *call, const char *which, int64_t at_us, struct err *reterr)
{
    struct matter *matter = call->matter;
    int64_t *slot = strcmp(which, "requested") == 0    ? &matter->requested_us
                    : strcmp(which, "submitted") == 0  ? &matter->submitted_us
                    : strcmp(which, "complete") == 0   ? &matter->complete_us
                    : strcmp(which, "registered") == 0 ? &matter->registered_us
                                                       : NULL;
    if (!slot)
        return err_set(reterr, ERR_STORE, "effect.date", "no date '%s'", which);
    /* The first handing-in interrupts limitation for good; only completeness may come anew. */
    if (!*slot || strcmp(which, "complete") == 0)
        *slot = at_us;
    return ERR_NONE;
}

/* ---- participants --------------------------------------------------------------------------- */

enum err_kind call_ensure_person(struct call *call, const struct value *identity,
                                 const char **ret_index, struct err *reterr)
{
    const struct keys *keys = call->engine->settings.keys;
    const char *id_number = value_text(value_get(identity, "id_number"));
    const char *credit = value_text(value_get(identity, "credit_code")),
               *phone = value_text(value_get(identity, "phone"));
    const char *licence = value_text(value_get(identity, "licence"));
    const char *number = licence ? licence : id_number ? id_number : credit;
    const char *sealed = NULL, *phone_sealed = NULL;
    *ret_index = NULL;
    if (!number)
        return ERR_NONE;
    enum err_kind kind =
        secret_seal(keys, "person.id_number", number, call->arena, &sealed, reterr);
    if (!kind && phone)
        kind = secret_seal(keys, "person.phone", phone, call->arena, &phone_sealed, reterr);
    *ret_index = kind ? NULL : secret_index(keys, "person.id_number", number, call->arena);
    if (kind || !*ret_index)
        return kind ? kind : arena_full(reterr);
    person_ensure(
        call->writes, call_new_id(call, ID_PERSON),
        licence || id_number ? "person" : "organisation", value_text(value_get(identity, "name")),
        licence     ? "lawyer_licence"
        : id_number ? "resident_id"
                    : "credit_code",
        sealed, *ret_index, phone_sealed,
        phone ? secret_index(keys, "account.phone", phone, call->arena) : NULL, call->now_us);
    return ERR_NONE;
}

static const char *initial_state_of(const struct workflow *workflow, const char *role)
{
    for (size_t i = 0; i < workflow->participant_count; i++) {
        const struct participant_kind *kind = &workflow->participants[i];
        if (strcmp(kind->role, role) == 0)
            return kind->states && kind->states[0] ? kind->states[0] : "";
    }
    return "";
}

enum err_kind call_add_participant(struct call *call, const char *role,
                                   const struct value *identity, int64_t person_id,
                                   struct participant **ret, struct err *reterr)
{
    struct matter *matter = call->matter;
    const char *name = value_text(value_get(identity, "name"));
    const char *json = json_print(call->arena, identity), *sealed = NULL, *id_index = NULL;
    struct participant *more =
        arena_array(call->arena, matter->participant_count + 1, sizeof *more);
    if (!json || !more)
        return arena_full(reterr);
    enum err_kind kind = secret_seal(call->engine->settings.keys, PARTICIPANT_PURPOSE, json,
                                     call->arena, &sealed, reterr);
    if (!kind && !person_id)
        kind = call_ensure_person(call, identity, &id_index, reterr);
    if (kind)
        return kind;
    if (matter->participant_count)
        memcpy(more, matter->participants, matter->participant_count * sizeof *more);
    struct participant *added = &more[matter->participant_count++];
    *added = (struct participant){.id = call_new_id(call, ID_PARTICIPANT),
                                  .role = role,
                                  .state = initial_state_of(matter->workflow, role),
                                  .person_id = person_id,
                                  .active = true,
                                  .identity = identity};
    matter->participants = more;
    participant_insert(call->writes, added->id, matter->id, role, added->state, id_index, person_id,
                       name ? name : "", sealed, call->now_us);
    if (ret)
        *ret = added;
    return ERR_NONE;
}

static bool knows_role(const struct workflow *workflow, const char *role)
{
    for (size_t i = 0; workflow && i < workflow->participant_count; i++) {
        if (strcmp(workflow->participants[i].role, role) == 0)
            return true;
    }
    return false;
}

enum err_kind call_add_participant_elsewhere(struct call *call, int64_t matter_id,
                                             const char *definition_hash, const char *role,
                                             const struct participant *whom, struct err *reterr)
{
    const struct workflow *workflow = engine_workflow_by_hash(call->engine, definition_hash);
    const char *json = json_print(call->arena, whom->identity), *sealed = NULL, *id_index = NULL;
    if (!knows_role(workflow, role))
        return ERR_NONE;
    if (!json)
        return arena_full(reterr);
    enum err_kind kind = secret_seal(call->engine->settings.keys, PARTICIPANT_PURPOSE, json,
                                     call->arena, &sealed, reterr);
    if (!kind && !whom->person_id)
        kind = call_ensure_person(call, whom->identity, &id_index, reterr);
    if (!kind)
        participant_insert(call->writes, call_new_id(call, ID_PARTICIPANT), matter_id, role,
                           initial_state_of(workflow, role), id_index, whom->person_id,
                           value_text_of(whom->identity, "name"), sealed, call->now_us);
    return kind;
}

/* The same number of identity, if there is one: then the link to the person stays as it is. */
static bool same_number(const struct value *left, const struct value *right)
{
    return value_equal(value_get(left, "id_number"), value_get(right, "id_number")) &&
           value_equal(value_get(left, "credit_code"), value_get(right, "credit_code")) &&
           value_equal(value_get(left, "licence"), value_get(right, "licence"));
}

enum err_kind call_correct_participant(struct call *call, int64_t participant_id,
                                       const struct value *identity, struct err *reterr)
{
    struct participant *participant = NULL;
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        if (call->matter->participants[i].id == participant_id)
            participant = &call->matter->participants[i];
    }
    const char *json = json_print(call->arena, identity), *sealed = NULL, *id_index = NULL;
    const char *name = value_text(value_get(identity, "name"));
    if (!participant)
        return err_set(reterr, ERR_STORE, "effect.participant", "no such participant");
    if (!json)
        return arena_full(reterr);
    enum err_kind kind = secret_seal(call->engine->settings.keys, PARTICIPANT_PURPOSE, json,
                                     call->arena, &sealed, reterr);
    bool another = !same_number(participant->identity, identity);
    if (!kind && another)
        kind = call_ensure_person(call, identity, &id_index, reterr);
    if (kind)
        return kind;
    participant->identity = identity;
    participant_set_identity(call->writes, participant_id, name ? name : "", sealed);
    if (another)
        participant_set_person(call->writes, participant_id, id_index);
    return ERR_NONE;
}

enum err_kind call_set_participant_state(struct call *call, int64_t participant_id,
                                         const char *state, struct err *reterr)
{
    struct matter *matter = call->matter;
    for (size_t i = 0; i < matter->participant_count; i++) {
        if (matter->participants[i].id != participant_id)
            continue;
        matter->participants[i].state = state;
        participant_set_state(call->writes, participant_id, state, matter->participants[i].active);
        return ERR_NONE;
    }
    return err_set(reterr, ERR_STORE, "effect.participant", "no such participant");
}

/* ---- other matters -------------------------------------------------------------------------- */

void participant_key(char ret[PARTICIPANT_KEY_BYTES], int64_t id)
{
    (void) snprintf(ret, PARTICIPANT_KEY_BYTES, "#%lld", (long long) id);
}

const char *participant_mapped(const struct value *map, const struct participant *one)
{
    char alone[PARTICIPANT_KEY_BYTES];
    if (!map)
        return one->role;
    participant_key(alone, one->id);
    const char *role = value_text(value_get(map, alone));
    return role ? role : value_text(value_get(map, one->role));
}

static enum err_kind copy_participants(struct call *call, const struct matter *from,
                                       const struct value *map, struct err *reterr)
{
    for (size_t i = 0; i < from->participant_count; i++) {
        const struct participant *ours = &from->participants[i];
        const char *role = participant_mapped(map, ours);
        if (!role || !ours->active)
            continue;
        enum err_kind kind =
            call_add_participant(call, role, ours->identity, ours->person_id, NULL, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

/* Papers that go along get a row of their own in the new matter: who may read it there may read
 * them, and nobody has to upload them again. The bytes are the same. */
static enum err_kind carry_documents(struct call *call, struct value *value,
                                     const struct matter *from, const struct matter *to,
                                     struct err *reterr)
{
    int64_t id = 0;
    if (names_document(value) &&
        public_id_parse(call->engine->settings.keys, 'X', value->text, &id)) {
        char text[PUBLIC_ID_BYTES];
        int64_t copy = call_new_id(call, ID_DOCUMENT);
        public_id(call->engine->settings.keys, 'X', copy, text);
        value->text = arena_copy(call->arena, text);
        if (!value->text)
            return arena_full(reterr);
        document_carry(call->writes, id, copy, from->id, to->id, call->actor.account_id);
    }
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < value->count; i++)
        kind = carry_documents(call, value->items[i], from, to, reterr);
    return kind;
}

/* Is it a matter of whoever owns ours too? Not where others take part in it and they do not, nor
 * where they are its other side: its owner stands where its opener does (owner_roles()). */
static bool owner_goes_along(const struct matter *ours, const struct workflow *theirs,
                             const struct value *participant_map)
{
    role_set owner = owner_roles(ours);
    const char *opener = workflow_initial(theirs)->waits_for;
    bool goes = !participant_map || participant_map->count == 0 || !owner;
    for (size_t i = 0; !goes && i < participant_map->count; i++)
        goes = (owner & role_bit(participant_map->names[i])) != 0 &&
               (theirs->attached || text_equal(value_text(participant_map->items[i]), opener));
    return goes;
}

enum err_kind call_open_matter(struct call *call, const char *system, struct value *fields,
                               const struct value *participant_map, int64_t *ret_matter_id,
                               struct err *reterr)
{
    struct matter *ours = call->matter, *theirs = NULL;
    const char *court = value_text(value_get(fields, "court"));
    const struct workflow *workflow =
        engine_workflow_at(call->engine, system, court ? court : ours->court);
    if (!workflow || call->depth >= CALL_OPEN_DEPTH_MAX)
        return err_set(reterr, ERR_STORE, "effect.open", "'%s' cannot be opened here", system);
    enum err_kind kind = court ? engine_court_is_ours(call->engine, court, reterr) : ERR_NONE;
    if (!kind)
        kind = matter_open(call, workflow, court ? court : ours->court, ours->dispute_id, ours->id,
                           fields, &theirs, reterr);
    if (kind)
        return kind;
    const struct role *opener = workflow->states && workflow_initial(workflow)->waits_for
                                    ? role_find(workflow_initial(workflow)->waits_for)
                                    : NULL;
    if (((opener && opener->kind == ROLE_PARTICIPANT) || workflow->attached) &&
        owner_goes_along(ours, workflow, participant_map))
        theirs->owner_account = ours->owner_account;
    if (!workflow->attached)
        kind = carry_documents(call, fields, ours, theirs, reterr);
    if (kind)
        return kind;
    theirs->submitted_us = ours->submitted_us; /* 原申请时间 stays the legal time */
    theirs->requested_us = ours->requested_us;
    theirs->published = ours->published;
    struct facts kept = call->facts;
    const struct action *action = call->action;
    call->matter = theirs;
    call->depth++;
    kind = copy_participants(call, ours, participant_map, reterr);
    if (!kind) {
        call_facts(call, fields, NULL);
        kind = matter_opened(call, theirs, reterr);
    }
    call->depth--;
    call->matter = ours;
    call->facts = kept;
    call->action = action;
    if (!kind && ret_matter_id)
        *ret_matter_id = theirs->id;
    return kind;
}

/* ---- facts, notices, jobs ---------------------------------------------------------- */

enum err_kind call_add_job(struct call *call, const char *kind, const struct value *payload,
                           struct err *reterr)
{
    const char *json = json_print(call->arena, payload);
    if (!json)
        return arena_full(reterr);
    job_insert(call->writes, call_new_id(call, ID_JOB), kind, call->matter ? call->matter->id : 0,
               json, call->now_us);
    return ERR_NONE;
}

enum err_kind call_act_elsewhere(struct call *call, int64_t matter_id, const char *definition_hash,
                                 const char *action, const char *key, struct err *reterr)
{
    struct value *payload = value_new_map(call->arena);
    bool good = payload && value_set_int(call->arena, payload, "matter", matter_id) &&
                value_set_text(call->arena, payload, "action", action) &&
                value_set_text(call->arena, payload, "definition", definition_hash) &&
                value_set_text(call->arena, payload, "key", key);
    return good ? call_add_job(call, "act_elsewhere", payload, reterr) : arena_full(reterr);
}

enum err_kind call_publish(struct call *call, const char *name, const struct value *value,
                           struct err *reterr)
{
    struct matter *matter = call->matter;
    const char *json = json_print(call->arena, value);
    const char *fact = arena_printf(call->arena, "%s.%s", matter->workflow->system, name);
    struct value *payload = value_new_map(call->arena);
    bool good =
        json && fact && payload && value_set_text(call->arena, payload, "fact", fact) &&
        value_set_int(call->arena, payload, "dispute", matter->dispute_id) &&
        value_set_int(call->arena, payload, "event", call->engine->memory.ids[ID_EVENT] + 1);
    if (!good)
        return arena_full(reterr);
    published_put(call->writes, matter->dispute_id, matter->workflow->system, name, json,
                  matter->id, call->now_us);
    return call_add_job(call, "subscriptions", payload, reterr);
}

enum err_kind call_new_seed(struct call *call, const struct value *with, struct err *reterr)
{
    enum { SEED_BYTES = 16 };
    uint8_t bytes[SEED_BYTES];
    char seed[2 * SEED_BYTES + 1], hash[SM3_HEX];
    (void) with;
    random_bytes(bytes, sizeof bytes);
    text_hex(bytes, sizeof bytes, seed);
    struct sm3 sum = sm3_of(seed, strlen(seed));
    text_hex(sum.bytes, sizeof sum.bytes, hash);
    enum err_kind kind = call_set_text(call, "seed_kept", seed, reterr);
    return kind ? kind : call_set_text(call, "seed_hash", hash, reterr);
}

enum err_kind call_note_applicant(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *identity = value_new_map(call->arena);
    (void) with;
    if (!identity || !value_set_text(call->arena, identity, "name", call->actor.name))
        return arena_full(reterr);
    enum err_kind kind = call_set_text(call, "applicant_name", call->actor.name, reterr);
    return kind ? kind
                : call_add_participant(call, "applicant", identity, call->actor.person_id, NULL,
                                       reterr);
}
