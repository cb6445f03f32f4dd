/* systems/intake/duplicates: before a dispute is told a second time, the person hears of the open
 * matter with the same other side (engine/alike). It never blocks. */
#include "systems/intake/intake/intake.h"

static bool tells(const char *action)
{
    return strcmp(action, "tell") == 0 || strcmp(action, "tell_on_behalf") == 0;
}

enum err_kind intake_load(struct call *call, const char *action, struct err *reterr)
{
    const struct value *body = call->body;
    if (!tells(action) || !body)
        return ERR_NONE;
    const char *number = value_text(value_path(body, "me.id_number"));
    if (!number)
        number = value_text(value_path(body, "my_organisation.credit_code"));
    const struct alike_question question = {number ? number : "",
                                            party_title(value_at(value_get(body, "others"), 0))};
    return call_alike_load(call, &question, reterr);
}

enum err_kind intake_note_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    const struct value *others = value_get(call->matter->fields, "others");
    (void) with;
    return call_alike_note(call, "possible_duplicates", party_title(value_at(others, 0)), reterr);
}

enum err_kind intake_drop_duplicates(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    struct value *none = value_new_text(call->arena, NULL);
    (void) with;
    return none ? call_set_field(call, "possible_duplicates", none, reterr) : arena_full(reterr);
}
