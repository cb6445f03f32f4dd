/* systems/resolution/method_card: a method of mediating as ordered steps with prompts, kept as
 * data.
 */
#include "base/text.h"
#include "engine/entry.h"

extern const struct embedded_file method_card_definition[];

/* A step is known by its name. */
static bool steps_differ(const struct facts *facts)
{
    const struct value *steps = value_get(facts->form, "steps");
    for (size_t i = 0; i < steps->count; i++) {
        for (size_t k = i + 1; k < steps->count; k++) {
            if (text_equal(value_text_of(steps->items[i], "step"),
                           value_text_of(steps->items[k], "step")))
                return false;
        }
    }
    return true;
}

static const struct guard guards[] = {
    {"method_card_steps",
     {"有两个步骤同名，请改一个名称。", "Two steps have one name; give one of them another."},
     NULL,
     steps_differ}};

static enum err_kind cards_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    static const char *const shown[] = {"name",  "summary", "use", "strict",
                                        "steps", "library", NULL};
    static const struct entry_list list = {
        .system = "method_card", .state = "in_use", .field = "use", .fields = shown};
    return entries_reply(reading, writer, &list, reterr);
}

static const struct operation operations[] = {
    {.name = "method_cards",
     .method = "GET",
     .path = "/method-cards",
     .permission = "public",
     .reply = "{" ENTRIES_REPLY "}",
     .summary = {"使用中的调解方法卡", "Method cards in use"},
     .query = "court use q cursor",
     .read = cards_read}};

const struct system method_card_system = {.name = "method_card",
                                          .wing = "resolution",
                                          .definition = method_card_definition,
                                          .guards = guards,
                                          .guard_count = COUNT_OF(guards),
                                          .operations = operations,
                                          .operation_count = COUNT_OF(operations)};
