/* systems/resolution/mediation: given to a partner body (总对总), and what came of it. The other
 * side of it is systems/resolution/partner. */
#include "systems/resolution/mediation/mediation.h"

#include "base/text.h"

bool mediation_partner_linked(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "linked"));
}

/* 个人信息保护法 6: names and telephones, by which a mediator reaches the parties; no numbers of
 * identity, no addresses, no evidence. */
static struct value *parties_of(struct call *call)
{
    struct value *rows = value_new_list(call->arena);
    for (size_t i = 0; rows && i < call->matter->participant_count; i++) {
        const struct participant *party = &call->matter->participants[i];
        if (!party->active || !text_has_word("applicant respondent", party->role))
            continue;
        const char *phone = value_text(value_get(party->identity, "phone"));
        struct value *row = value_new_map(call->arena);
        bool good = row && value_set_text(call->arena, row, "side", party->role) &&
                    value_set_given(call->arena, row, "name",
                                    value_text(value_get(party->identity, "name"))) &&
                    value_set_given(call->arena, row, "phone", phone) &&
                    value_add(call->arena, rows, row);
        if (!good)
            return NULL;
    }
    return rows;
}

enum err_kind mediation_to_partner(struct call *call, const struct value *with, struct err *reterr)
{
    static const char *const same[] = {"partner", "cause", "amount", "facts", "wish"};
    const char *number = call_field_text(call, "number");
    struct value *fields = value_new_map(call->arena), *nobody = value_new_map(call->arena),
                 *parties = parties_of(call);
    (void) with;
    bool good = fields && nobody && parties && value_set(call->arena, fields, "parties", parties) &&
                value_set_given(call->arena, fields, "dispute_title", call->matter->title);
    for (size_t i = 0; good && i < COUNT_OF(same); i++) {
        const struct value *value = value_get(call->matter->fields, same[i]);
        good = value_is_null(value) ||
               value_set(call->arena, fields, same[i], value_copy(call->arena, value));
    }
    if (!*number)
        number = call_field_text(call, "case_number");
    if (good && *number)
        good = value_set_text(call->arena, fields, "number", number);
    return good ? call_open_matter(call, "partner", fields, nobody, NULL, reterr)
                : arena_full(reterr);
}

enum err_kind mediation_from_partner(struct call *call, const struct value *with,
                                     struct err *reterr)
{
    static const char *const pairs[][2] = {{"partner.partner_name", "mediator_body"},
                                           {"partner.mediator", "mediator_name"},
                                           {"partner.accepted", "accepted_on"},
                                           {"partner.terms", "terms"},
                                           {"partner.failure_reason", "failure_reason"}};
    enum err_kind kind = ERR_NONE;
    (void) with;
    for (size_t i = 0; !kind && i < COUNT_OF(pairs); i++) {
        const char *told = value_text(value_get(call->matter->published, pairs[i][0]));
        if (told)
            kind = call_set_text(call, pairs[i][1], told, reterr);
    }
    return kind;
}
