/*
 * systems/intake/duplicates: before a dispute is told a second time, the person hears of the open
 * matter they have with the same other side, and why it looks alike. It never blocks: whether two
 * suits are the same is a judge's to say (JI 247), and the person may say how this one differs.
 *
 * A person learns of their own matters only: the search goes by who is signed in, never by a number
 * somebody typed. The court's people, who act for others, search by the number.
 */
#include "systems/intake/intake/intake.h"

#include "base/text.h"
#include "store/lists.h"

#define ID_PURPOSE "person.id_number"

static const char *text_at(const struct value *map, const char *path)
{
    const char *text = value_text(value_path(map, path));
    return text ? text : "";
}

static const char *other_name(const struct value *body)
{
    const char *person = text_at(body, "others[0].person.name");
    return *person ? person : text_at(body, "others[0].organisation.name");
}

static bool tells(const char *action)
{
    return strcmp(action, "tell") == 0 || strcmp(action, "tell_on_behalf") == 0;
}

enum err_kind intake_load(struct call *call, const char *action, struct err *reterr)
{
    const char *other = call->body ? other_name(call->body) : "";
    if (!tells(action) || !*other)
        return ERR_NONE;
    const char *number = text_at(call->body, "me.id_number"), *index = "";
    if (!*number)
        number = text_at(call->body, "my_organisation.credit_code");
    if (call->actor.grant_count && *number)
        index = secret_index(engine_keys(call->engine), ID_PURPOSE, number, call->arena);
    size_t *place = arena_alloc(call->arena, sizeof *place);
    if (!place || !index)
        return arena_full(reterr);
    bool own = strcmp(call->actor.kind, "staff") != 0;
    *place = list_alike(call->reads, own ? call->actor.person_id : 0, index,
                        own ? call->actor.account_id : 0, other, call->matter_id);
    call->state = place;
    return ERR_NONE;
}

static bool put_text(struct arena *arena, struct value *map, const char *name, const char *text)
{
    return value_set(arena, map, name, value_new_text(arena, text));
}

/* One row of the field possible_duplicates. NULL: memory ran out. */
static struct value *alike_row(struct call *call, const struct db_result *rows, size_t i,
                               const struct workflow *workflow)
{
    struct arena *arena = call->arena;
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(call->engine), workflow->prefix, db_cell_int(rows, i, 0), id);
    const char *title = db_cell_text(rows, i, 2), *number = db_cell_text(rows, i, 3);
    const char *other = other_name(call->body);
    const char *zh =
        arena_printf(arena,
                     "您和%s之间已有一件没有办结的“%s”%s。是同一件事的，请到那件里继续"
                     "办理，不用重新登记；不是同一件的，请点“不是同一件事”说明，照常办理。",
                     other, title, number ? number : "");
    const char *en =
        arena_printf(arena,
                     "There is an open matter between you and %s: \"%s\" %s. If it is "
                     "the same, go on there; if not, say how it differs and go on here.",
                     other, title, number ? number : "");
    struct value *row = value_new_map(arena);
    bool good = row && zh && en && put_text(arena, row, "matter", id) &&
                put_text(arena, row, "zh", zh) && put_text(arena, row, "en", en);
    return good ? row : NULL;
}

enum err_kind intake_loaded(struct call *call, const char *action, struct err *reterr)
{
    const size_t *place = call->state;
    if (!tells(action) || !place)
        return ERR_NONE;
    const struct db_result *rows = db_flight_result(call->reads, *place);
    struct value *list = value_new_list(call->arena);
    call->outside = value_new_map(call->arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        const struct workflow *workflow =
            engine_workflow_by_hash(call->engine, db_cell_text(rows, i, 1));
        if (workflow && !value_add(call->arena, list, alike_row(call, rows, i, workflow)))
            return arena_full(reterr);
    }
    return list && call->outside && value_set(call->arena, call->outside, "alike", list)
               ? ERR_NONE
               : arena_full(reterr);
}

static enum err_kind set_list(struct call *call, struct value *list, struct err *reterr)
{
    return list ? call_set_field(call, "possible_duplicates", list, reterr) : arena_full(reterr);
}

enum err_kind intake_note_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const struct value *alike = value_get(call->outside ? call->outside : &value_null, "alike");
    (void) with;
    return alike->count ? set_list(call, value_copy(call->arena, alike), reterr) : ERR_NONE;
}

enum err_kind intake_drop_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    (void) with;
    return set_list(call, value_new_text(call->arena, NULL), reterr);
}
