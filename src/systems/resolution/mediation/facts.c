/* systems/resolution/mediation: the record of undisputed facts. Of all that is said in mediation it
 * alone passes to a trial, and only with every party's signature under it (OMR 18, 22). */
#include "systems/resolution/mediation/mediation.h"

static size_t parties_named(const struct participant *participants, size_t count, const char *name)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += mediation_is_party(&participants[i]) &&
                 strcmp(value_text_of(participants[i].identity, "name"), name) == 0;
    return found;
}

static size_t signed_as(const struct value *rows, const char *name)
{
    size_t found = 0;
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++)
        found += strcmp(value_text_of(rows->items[i], "party"), name) == 0;
    return found;
}

/* Two of one name sign twice. */
bool mediation_facts_unsigned(const struct facts *facts)
{
    if (!*value_text_of(facts->before, "undisputed_facts") || !facts->subject)
        return false;
    const char *name = value_text_of(facts->subject->identity, "name");
    return signed_as(value_get(facts->before, "fact_signatures"), name) <
           parties_named(facts->participants, facts->participant_count, name);
}

/* What all have signed stands; the rest is signed anew once the parties have moved on. */
enum err_kind mediation_drop_fact_signatures(struct call *call, const struct value *with,
                                             struct err *reterr)
{
    (void) with;
    if (*call_field_text(call, "agreed_facts"))
        return ERR_NONE;
    struct value *none = value_new_list(call->arena);
    return none ? call_set_field(call, "fact_signatures", none, reterr) : arena_full(reterr);
}

static bool all_have_signed(const struct matter *matter)
{
    const struct value *rows = value_get(matter->fields, "fact_signatures");
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *party = &matter->participants[i];
        const char *name = value_text_of(party->identity, "name");
        if (mediation_is_party(party) &&
            signed_as(rows, name) <
                parties_named(matter->participants, matter->participant_count, name))
            return false;
    }
    return true;
}

enum err_kind mediation_note_fact_signature(struct call *call, const struct value *with,
                                            struct err *reterr)
{
    struct value *row = mediation_signature_row(call);
    (void) with;
    enum err_kind kind =
        row ? call_add_row(call, "fact_signatures", row, reterr) : arena_full(reterr);
    if (kind || !all_have_signed(call->matter))
        return kind;
    /* The draft becomes the record: nothing is left to sign. */
    struct value *text =
        value_copy(call->arena, value_get(call->matter->fields, "undisputed_facts"));
    if (!text)
        return arena_full(reterr);
    kind = call_set_text(call, "agreed_facts", value_text(text), reterr);
    if (!kind)
        kind = call_publish(call, "undisputed_facts", text, reterr);
    return kind ? kind : call_set_text(call, "undisputed_facts", "", reterr);
}
