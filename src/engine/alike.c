/*
 * engine/alike: is this perhaps a matter the person has already? Said, never decided: whether two
 * suits are the same is a judge's to say (JI 247), and the first court to register wins (CPL 36).
 *
 * A person learns of their own matters only: the search goes by who is signed in, never by a number
 * somebody typed. The court's people, who act for others, search by the number.
 */
#include "base/text.h"
#include "engine/internal.h"
#include "store/lists.h"

#define ID_PURPOSE "person.id_number"

static const char *text_at(const struct value *map, const char *path)
{
    const char *text = value_text(value_path(map, path));
    return text ? text : "";
}

enum err_kind call_alike_load(struct call *call, const struct alike_question *question,
                              struct err *reterr)
{
    const char *index = "";
    if (!*question->other_name)
        return ERR_NONE;
    if (call->actor.grant_count && *question->own_number)
        index = secret_index(call->engine->settings.keys, ID_PURPOSE, question->own_number,
                             call->arena);
    size_t *place = arena_alloc(call->arena, sizeof *place);
    if (!place || !index)
        return arena_full(reterr);
    bool own = strcmp(call->actor.kind, "staff") != 0;
    *place = list_alike(call->reads, own ? call->actor.person_id : 0, index,
                        own ? call->actor.account_id : 0, question->other_name, call->matter_id);
    call->alike_read = place;
    return ERR_NONE;
}

/* One row of a field possible_duplicates. NULL: memory ran out. */
static struct value *alike_row(struct call *call, const struct db_result *rows, size_t i,
                               const struct workflow *workflow, const char *other)
{
    struct arena *arena = call->arena;
    char id[PUBLIC_ID_BYTES];
    public_id(call->engine->settings.keys, workflow->prefix, db_cell_int(rows, i, 0), id);
    const char *title = db_cell_text(rows, i, 2), *number = db_cell_text(rows, i, 3),
               *court = engine_court_name(call->engine, db_cell_text(rows, i, 5));
    const char *zh = arena_printf(arena,
                                  "您和%s之间已有一件没有办结的“%s”%s（%"
                                  "s）。是同一件事的，请到那件里继续办理，或者撤回其中一件；"
                                  "不是同一件的，照常办理。",
                                  other, title, number ? number : "", court);
    const char *en = arena_printf(arena,
                                  "There is an open matter between you and %s: \"%s\" %s (%s). If "
                                  "it is the same, go on there "
                                  "or withdraw one of the two; if not, go on here.",
                                  other, title, number ? number : "", court);
    struct value *row = value_new_map(arena);
    bool good = row && zh && en && value_set_text(arena, row, "matter", id) &&
                value_set_text(arena, row, "zh", zh) && value_set_text(arena, row, "en", en);
    return good ? row : NULL;
}

enum err_kind call_alike_note(struct call *call, const char *field, const char *other_name,
                              struct err *reterr)
{
    if (!call->alike_read)
        return ERR_NONE;
    const struct db_result *rows = db_flight_result(call->reads, *call->alike_read);
    struct value *list = value_new_list(call->arena);
    for (size_t i = 0; list && i < rows->row_count; i++) {
        const struct workflow *workflow =
            engine_workflow_by_hash(call->engine, db_cell_text(rows, i, 1));
        if (workflow &&
            !value_add(call->arena, list, alike_row(call, rows, i, workflow, other_name)))
            return arena_full(reterr);
    }
    if (!list)
        return arena_full(reterr);
    return list->count ? call_set_field(call, field, list, reterr) : ERR_NONE;
}

const char *party_number(const struct value *row)
{
    const char *number = text_at(row, "person.id_number");
    return *number ? number : text_at(row, "organisation.credit_code");
}

const char *party_title(const struct value *row)
{
    const char *name = text_at(row, "person.name");
    return *name ? name : text_at(row, "organisation.name");
}
