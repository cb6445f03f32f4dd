/*
 * engine/paper_values: what a court paper says, from its draft on. The values lie sealed; beside
 * them stands for each where it came from: "SYSTEM.FIELD" of the matter it was drafted in, "@NAME"
 * for what the platform knows (registers, participants, clocks), "@" alone for what a step of the
 * system put together.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "paper/paper.h"

#define CHANGES_PURPOSE "paper.changes"

enum { TELLING_BYTES_MIN = 24 }; /* eight characters of Chinese */

static enum err_kind seal_values(struct call *call, const struct value *values, struct value *into,
                                 struct err *reterr)
{
    const char *json = json_print(call->arena, values), *sealed = NULL;
    const char *canonical = json_canonical(call->arena, values);
    char hex[SM3_HEX];
    /* A paper's values hold identity numbers: they lie sealed as one. */
    enum err_kind kind = json ? secret_seal(call->engine->settings.keys, PAPER_PURPOSE, json,
                                            call->arena, &sealed, reterr)
                              : arena_full(reterr);
    if (!kind && !canonical)
        kind = arena_full(reterr);
    if (kind)
        return kind;
    struct sm3 hash = sm3_of(canonical, strlen(canonical));
    text_hex(hash.bytes, SM3_BYTES,
             hex); /* the code printed on the paper: its events commit to it */
    return value_set_text(call->arena, into, "values", sealed) &&
                   value_set_text(call->arena, into, "values_hash", hex)
               ? ERR_NONE
               : arena_full(reterr);
}

enum err_kind call_paper_write(struct call *call, const struct value *values, struct err *reterr)
{
    return seal_values(call, values, call->matter->fields, reterr);
}

enum err_kind call_paper_write_changes(struct call *call, const struct value *changes,
                                       struct err *reterr)
{
    const char *json = json_print(call->arena, changes), *sealed = NULL;
    enum err_kind kind = json ? secret_seal(call->engine->settings.keys, CHANGES_PURPOSE, json,
                                            call->arena, &sealed, reterr)
                              : arena_full(reterr);
    return kind ? kind
                : call_set_field(call, "changes", value_new_text(call->arena, sealed), reterr);
}

enum err_kind engine_paper_changes(const struct engine *engine, const struct matter *paper,
                                   struct arena *arena, struct value **ret, struct err *reterr)
{
    const char *sealed = value_text(value_get(paper->fields, "changes")), *json = NULL;
    *ret = value_new_list(arena);
    if (!*ret)
        return arena_full(reterr);
    if (!sealed)
        return ERR_NONE;
    enum err_kind kind =
        secret_open(engine->settings.keys, CHANGES_PURPOSE, sealed, arena, &json, reterr);
    return kind ? kind : json_parse(json, strlen(json), &json_limits_file, arena, ret, reterr);
}

enum err_kind call_paper_make(struct call *call, int64_t paper_id, int64_t seconds,
                              const char *click_at, struct err *reterr)
{
    const struct ports *ports = call->engine->settings.ports;
    int64_t at_us = seconds ? ports->real_now_us(ports->context) + seconds * SECOND_US : 0;
    struct value *payload = value_new_map(call->arena);
    if (!payload || !value_set_int(call->arena, payload, "matter", paper_id) ||
        (click_at && !value_set_text(call->arena, payload, "click_at", click_at)))
        return arena_full(reterr);
    const char *json = json_print(call->arena, payload);
    if (!json)
        return arena_full(reterr);
    job_insert_later(call->writes, call_new_id(call, ID_JOB), "render_paper", call->matter->id,
                     json, at_us, call->now_us);
    return ERR_NONE;
}

/* ---- where a value came from ---------------------------------------------------------------- */

/* Two values that are alike by chance say nothing: a number, a yes, a short word. */
static bool tells(const struct value *value)
{
    return value->type == VALUE_LIST || value->type == VALUE_MAP ||
           (value->type == VALUE_TEXT && strlen(value->text) >= TELLING_BYTES_MIN);
}

/* The field of that name when it says the same, else the first that does, where that tells. */
static const char *source_of(struct call *call, const char *name, const struct value *value)
{
    const struct value *fields = call->matter->fields;
    const char *system = call->matter->workflow->system, *found = NULL;
    if (value_equal(value_get(fields, name), value))
        found = name;
    else if (paper_value_is_filled(name))
        return arena_printf(call->arena, "@%s", name);
    for (size_t i = 0; !found && tells(value) && i < fields->count; i++) {
        if (value_equal(fields->items[i], value))
            found = fields->names[i];
    }
    return found ? arena_printf(call->arena, "%s.%s", system, found) : "@";
}

static const char *sources_of(struct call *call, const struct value *values)
{
    struct value *sources = value_new_map(call->arena);
    for (size_t i = 0; sources && i < values->count; i++) {
        const char *source = value_is_null(values->items[i])
                                 ? NULL
                                 : source_of(call, values->names[i], values->items[i]);
        if (source && !value_set_text(call->arena, sources, values->names[i], source))
            return NULL;
    }
    return sources ? json_print(call->arena, sources) : NULL;
}

/* ---- drafting ------------------------------------------------------------------------------- */

/* Whose hand drafted it: somebody else checks it. A step of the clock is nobody's. */
static bool put_hand(struct call *call, struct value *fields)
{
    int64_t account = actor_account(&call->actor);
    return value_set_given(call->arena, fields, "drafted_by", account ? call->actor.name : NULL) &&
           value_set_given(call->arena, fields, "hands",
                           account ? arena_printf(call->arena, "%lld", (long long) account) : NULL);
}

enum err_kind call_draft_paper(struct call *call, const char *template_name, struct value *values,
                               const struct value *participant_map, bool at_once,
                               struct err *reterr)
{
    struct value *fields = value_new_map(call->arena);
    enum err_kind kind = fields ? seal_values(call, values, fields, reterr) : arena_full(reterr);
    if (kind)
        return kind;
    struct matter *ours = call->matter;
    const char *sources = sources_of(call, values);
    char ours_id[PUBLIC_ID_BYTES];
    public_id(call->engine->settings.keys, ours->workflow->prefix, ours->id, ours_id);
    /* A paper about a paper belongs to the matter that one belongs to. */
    const char *above = value_text(value_get(ours->fields, "for_matter"));
    const char *number = value_text(value_get(ours->fields, "case_number"));
    bool good = sources && value_set_given(call->arena, fields, "template", template_name) &&
                value_set_given(call->arena, fields, "sources", sources) &&
                value_set_given(call->arena, fields, "for_matter", above ? above : ours_id) &&
                value_set_bool(call->arena, fields, "at_once", at_once) && put_hand(call, fields) &&
                value_set_given(call->arena, fields, "case_number", above ? number : ours->number);
    if (!good)
        return arena_full(reterr);
    int64_t paper_id = 0;
    kind = call_open_matter(call, "court_paper", fields, participant_map, &paper_id, reterr);
    return kind || !at_once ? kind : call_paper_make(call, paper_id, 0, NULL, reterr);
}
