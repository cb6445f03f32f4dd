/*
 * engine/finish: what every action and every opening ends with: derived fields, the event in the
 * chain, the matter's row with its index and search words, and its task.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/search.h"

#define EVENT_PURPOSE "event.value"

static enum err_kind add_event_value(struct call *call, struct text *commitments, int64_t event_id,
                                     const char *path, const struct value *value,
                                     struct err *reterr)
{
    char salt[23];
    random_token(salt);
    const char *json = json_print(call->arena, value);
    const char *commitment = json ? event_commitment(salt, path, json, call->arena) : NULL;
    const char *sealed = NULL;
    if (!commitment)
        return arena_full(reterr);
    enum err_kind kind = ERR_NONE;
    /* Long texts are sealed in full too; the limit is that of one value. */
    if (strlen(json) <= 4000)
        kind = secret_seal(call->engine->settings.keys, EVENT_PURPOSE, json, call->arena, &sealed,
                           reterr);
    if (kind)
        return kind;
    text_add_format(commitments, "%s=%s\n", path, commitment);
    event_value_insert(call->writes, event_id, path, salt, sealed ? sealed : "");
    return ERR_NONE;
}

enum err_kind event_value_open(const struct engine *engine, const char *sealed, struct arena *arena,
                               struct value **ret, struct err *reterr)
{
    const char *json = NULL;
    *ret = value_new_text(arena, NULL);
    if (!*ret)
        return arena_full(reterr);
    if (!sealed || !*sealed)
        return ERR_NONE;
    enum err_kind kind =
        secret_open(engine->settings.keys, EVENT_PURPOSE, sealed, arena, &json, reterr);
    return kind ? kind : json_parse(json, strlen(json), &json_limits_request, arena, ret, reterr);
}

static const char *nature_name(enum nature nature)
{
    static const char *const names[] = {"record", "move", "decision", "money"};
    return names[nature];
}

/* The event's account is who acted; whom for, and by which delegation, is a value of the event. */
static struct value *acting_for(const struct call *call)
{
    const struct keys *keys = call->engine->settings.keys;
    char account[PUBLIC_ID_BYTES], delegation[PUBLIC_ID_BYTES];
    struct value *map = value_new_map(call->arena);
    public_id(keys, 'A', call->actor.account_id, account);
    public_id(keys, 'V', call->actor.delegation_id, delegation);
    bool good = map && value_set_text(call->arena, map, "account", account) &&
                value_set_text(call->arena, map, "name", call->actor.name) &&
                value_set_text(call->arena, map, "delegation", delegation);
    return good ? map : NULL;
}

static enum err_kind add_event(struct call *call, struct matter *matter, const char *action,
                               enum nature nature, const char *from,
                               const struct participant *subject, struct err *reterr)
{
    struct text commitments;
    text_init(&commitments, call->arena, 256 * 1024);
    int64_t id = call_new_id(call, ID_EVENT);
    for (size_t i = 0; i < matter->fields->count; i++) {
        const char *name = matter->fields->names[i];
        const struct value *before = matter->before ? value_get(matter->before, name) : &value_null;
        if (value_equal(matter->fields->items[i], before))
            continue;
        enum err_kind kind =
            add_event_value(call, &commitments, id, name, matter->fields->items[i], reterr);
        if (kind)
            return kind;
    }
    if (call->actor.delegation_id) {
        const struct value *for_whom = acting_for(call);
        enum err_kind kind =
            for_whom ? add_event_value(call, &commitments, id, "acting_for", for_whom, reterr)
                     : arena_full(reterr);
        if (kind)
            return kind;
    }
    const struct value *own = call->event_values ? call->event_values : &value_null;
    for (size_t i = 0; i < own->count; i++) {
        enum err_kind kind =
            add_event_value(call, &commitments, id, own->names[i], own->items[i], reterr);
        if (kind)
            return kind;
    }
    struct event_row event = {.id = id,
                              .matter_id = matter->id,
                              .sequence = matter->event_count + 1,
                              .account_id = actor_account(&call->actor),
                              .for_account = call->actor.delegation_id ? call->actor.account_id : 0,
                              .court_us = call->now_us,
                              .received_us = call->received_us,
                              .participant_id = subject ? subject->id : 0,
                              .block_id = call->engine->memory.ids[ID_BLOCK] + 1,
                              .role = call->role ? call->role : call->actor.kind,
                              .action = action,
                              .nature = nature_name(nature),
                              .from_state = from,
                              .to_state = matter->state,
                              .documents = call->depth ? "" : call_documents_text(call),
                              .commitments = text_done(&commitments),
                              .previous_hash = matter->head_hash};
    event.hash = event.commitments && event.documents ? event_hash(&event, call->arena) : NULL;
    if (!call->event_hashes)
        call->event_hashes = value_new_list(call->arena);
    if (!event.hash ||
        !value_add(call->arena, call->event_hashes, value_new_text(call->arena, event.hash)))
        return arena_full(reterr);
    event_insert(call->writes, &event);
    matter->head_hash = event.hash;
    matter->event_count++;
    return ERR_NONE;
}

static enum err_kind matter_store(struct call *call, struct matter *matter, struct err *reterr)
{
    struct matter_row row = {.id = matter->id,
                             .dispute_id = matter->dispute_id,
                             .parent_id = matter->parent_id,
                             .version = matter->version + 1,
                             .owner_account = matter->owner_account,
                             .amount_fen = matter->amount_fen,
                             .system = matter->workflow->system,
                             .definition_hash = matter->workflow->hash,
                             .court = matter->court,
                             .state = matter->state,
                             .number = matter->number,
                             .title = matter->title,
                             .cause = matter->cause,
                             .final = matter->state_row->final,
                             .listed = !matter->workflow->attached,
                             .opened_us = matter->opened_us,
                             .requested_us = matter->requested_us,
                             .submitted_us = matter->submitted_us,
                             .complete_us = matter->complete_us,
                             .registered_us = matter->registered_us,
                             .closed_us = matter->closed_us,
                             .updated_us = call->now_us,
                             .event_count = matter->event_count,
                             .head_hash = matter->head_hash};
    enum err_kind kind = matter_fields_seal(call->engine, matter, call->arena, &row.fields, reterr);
    if (kind)
        return kind;
    if (matter->is_new)
        matter_insert(call->writes, &row);
    else
        matter_update(call->writes, &row, matter->version);
    for (size_t i = 0; i < matter->workflow->field_count; i++) {
        const struct field *field = &matter->workflow->fields[i];
        const struct value *value = value_get(matter->fields, field->name);
        if (field->index && !value_is_null(value))
            matter_index_put(call->writes, &row, field->name, value_text(value),
                             value->type == VALUE_INT ? &value->integer : NULL);
    }
    search_queue_matter(call->writes, matter->id);
    return ERR_NONE;
}

/* Title, amount and cause that lists show follow from the fields the definition names. */
static enum err_kind derive(struct call *call, struct matter *matter, struct err *reterr)
{
    enum err_kind kind = computed_fields(call, matter, reterr);
    if (kind)
        return kind;
    const struct workflow *workflow = matter->workflow;
    const char *title =
        workflow->title_field ? value_text(value_get(matter->fields, workflow->title_field)) : NULL;
    if (title && *title)
        matter->title = title;
    if (workflow->amount_field)
        matter->amount_fen = value_int(value_get(matter->fields, workflow->amount_field), 0);
    const char *cause = value_text(value_get(matter->fields, "cause"));
    if (cause)
        matter->cause = cause;
    const char *number = value_text(value_get(matter->fields, "number"));
    if (number)
        matter->number = number;
    return ERR_NONE;
}

enum err_kind call_finish(struct call *call, struct matter *matter, const char *action,
                          enum nature nature, const char *from, const struct participant *subject,
                          struct err *reterr)
{
    enum err_kind kind = derive(call, matter, reterr);
    if (!kind)
        kind = add_event(call, matter, action, nature, from, subject, reterr);
    if (!kind)
        kind = matter_store(call, matter, reterr);
    if (!kind) {
        appointments_renew(call, matter);
        tasks_renew(call, matter);
    }
    return kind;
}
