/*
 * engine/documents: the documents an act brings. Its event names each with the SM3 of its bytes, so
 * that a proof of the matter covers what was handed in, not only that something was.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { NAMED_MAX = 200, TEXT_BYTES_MAX = 32 * 1024 };

bool names_document(const struct value *value)
{
    return value->type == VALUE_TEXT && public_id_prefix_of(value->text) == 'X';
}

/* False: memory ran out. What is beyond the limit is attached but not named: forms allow less. */
static bool collect(struct call *call, const struct value *value, struct value *named)
{
    if (names_document(value) && named->count < NAMED_MAX &&
        !value_add(call->arena, named, value_new_text(call->arena, value->text)))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        if (!collect(call, value->items[i], named))
            return false;
    }
    return true;
}

enum err_kind call_documents_load(struct call *call, struct err *reterr)
{
    struct value *named = value_new_list(call->arena);
    if (!named || (call->body && !collect(call, call->body, named)))
        return arena_full(reterr);
    call->documents = named;
    for (size_t i = 0; i < named->count; i++) {
        int64_t id = 0;
        (void) !public_id_parse(call->engine->settings.keys, 'X', named->items[i]->text, &id);
        size_t place = document_hash_read(call->reads, id);
        if (i == 0)
            call->documents_read = place;
    }
    return ERR_NONE;
}

const char *call_documents_text(struct call *call)
{
    struct text text;
    text_init(&text, call->arena, TEXT_BYTES_MAX);
    for (size_t i = 0; call->documents && i < call->documents->count; i++) {
        const struct db_result *row = db_flight_result(call->reads, call->documents_read + i);
        if (row->row_count)
            text_add_format(&text, "%s%s:%s", text.length ? " " : "",
                            call->documents->items[i]->text, db_cell_text(row, 0, 0));
    }
    return text_done(&text);
}

/* What somebody names they handed in themselves, or read in this very matter: by an id alone
 * nothing is taken out of another file, nor from where only the court reads (practice.md 4). People
 * of the court may name what lies elsewhere; other platforms brought what they name. */
static bool may_name(const struct call *call, const struct db_result *row)
{
    const struct actor *actor = &call->actor;
    const struct matter *matter = call->matter;
    int64_t uploader = db_cell_int(row, 0, 2), of_matter = db_cell_int(row, 0, 3);
    if (actor->grant_count ||
        (strcmp(actor->kind, "public") != 0 && strcmp(actor->kind, "link") != 0))
        return true;
    if (uploader ? uploader == actor->account_id || uploader == actor->delegate_id : !of_matter)
        return true;
    const char *kind = db_cell_text(row, 0, 4);
    const struct field *field = matter && kind ? workflow_field(matter->workflow, kind) : NULL;
    return matter && of_matter == matter->id &&
           (!field || !field->readers || (field->readers & matter_roles(actor, matter)));
}

enum err_kind call_documents_check(const struct call *call, struct err *reterr)
{
    for (size_t i = 0; call->documents && i < call->documents->count; i++) {
        const struct db_result *row = db_flight_result(call->reads, call->documents_read + i);
        if (row->row_count && !may_name(call, row))
            return err_set(reterr, ERR_MISSING, "document.unknown", "%.20s is not theirs to name",
                           call->documents->items[i]->text);
        if (row->row_count && text_equal(db_cell_text(row, 0, 1), "found"))
            return err_set(reterr, ERR_CONFLICT, "document.infected", "%.20s holds a virus",
                           call->documents->items[i]->text);
    }
    return ERR_NONE;
}

enum err_kind call_attach_documents(struct call *call, const struct value *value,
                                    struct err *reterr)
{
    if (names_document(value)) {
        int64_t id = 0;
        if (public_id_parse(call->engine->settings.keys, 'X', value->text, &id))
            document_attach(call->writes, id, call->matter->id, call->actor.account_id);
    }
    for (size_t i = 0; i < value->count; i++) {
        enum err_kind kind = call_attach_documents(call, value->items[i], reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}
