/* systems/resolution/governance 诉源治理: its row, and what a warning leaves behind for the history
 * of its rule. */
#include "systems/resolution/governance/governance.h"

#include "base/text.h"

extern const struct embedded_file governance_definition[];

static enum err_kind keep(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *fields = call->matter->fields;
    (void) with;
    (void) reterr;
    const struct source_warning row = {.matter_id = call->matter->id,
                                       .court = call->matter->court,
                                       .rule = value_text_of(fields, "rule"),
                                       .key = value_text_of(fields, "shared_key"),
                                       .raised_on = day_of_instant(call->now_us),
                                       .last_dispute =
                                           value_int(value_get(fields, "last_dispute"), 0)};
    source_warning_insert(call, &row);
    return ERR_NONE;
}

static enum err_kind note(struct call *call, const struct value *with, struct err *reterr)
{
    const char *state = value_text_of(with, "state");
    (void) reterr;
    source_warning_note(call, state, strcmp(state, "confirmed") == 0);
    return ERR_NONE;
}

/* clang-format off */
static const struct effect effects[] = {
    {"governance_keep", "法发〔2021〕25号", true, NULL, keep},
    {"governance_note", "法发〔2021〕25号", false, NULL, note}};
/* clang-format on */

const struct system governance_system = {.name = "governance",
                                         .wing = "resolution",
                                         .definition = governance_definition,
                                         .effects = effects,
                                         .effect_count = COUNT_OF(effects),
                                         .operations = governance_operations,
                                         .operation_count = GOVERNANCE_OPERATIONS,
                                         .turn = governance_turn};
