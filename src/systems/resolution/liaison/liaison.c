/* systems/resolution/liaison: associations and liaison people abroad, by country and city. */
#include "base/text.h"
#include "base/zone.h"
#include "engine/entry.h"
#include "engine/mediator.h"

extern const struct embedded_file liaison_definition[];

static bool person_new(const struct facts *facts)
{
    const char *name = value_text(value_path(facts->outside, "mediator.name"));
    const struct value *people = value_get(facts->before, "people");
    for (size_t i = 0; people->type == VALUE_LIST && i < people->count; i++) {
        if (text_equal(value_text_of(people->items[i], "name"), name))
            return false;
    }
    return name != NULL;
}

static const struct guard guards[] = {{"liaison_person_new",
                                       {"这个人已经登记过，或者不在名册上。",
                                        "This person is entered already, or is not on the roster."},
                                       NULL,
                                       person_new}};

static enum err_kind add_person(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *row = value_get(call->outside, "mediator");
    struct value *person = value_new_map(call->arena), *identity = value_new_map(call->arena);
    (void) with;
    bool good = person && identity &&
                value_set_text(call->arena, person, "name", value_text_of(row, "name")) &&
                value_set_text(call->arena, identity, "name", value_text_of(row, "name"));
    enum err_kind kind = good ? call_add_row(call, "people", person, reterr) : arena_full(reterr);
    return kind ? kind
                : call_add_participant(call, "liaison", identity,
                                       value_int(value_get(row, "person_id"), 0), NULL, reterr);
}

static const struct effect effects[] = {{"liaison_add_person", NULL, false, NULL, add_person}};

/* What time it is there, for whoever is about to call. */
static enum err_kind write_clocks(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    json_name(writer, "clocks");
    json_begin_list(writer);
    for (size_t i = 0; i < zone_count; i++) {
        const char *now = zone_format(reading->arena, &zones[i], reading->now_us);
        if (!now)
            return arena_full(reterr);
        json_begin(writer);
        json_named_text(writer, "zone", zones[i].name);
        json_named_text(writer, "now", now);
        json_named_flag(writer, "night", zone_is_night(&zones[i], reading->now_us));
        json_end(writer);
    }
    json_end_list(writer);
    return ERR_NONE;
}

static enum err_kind liaisons_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    static const char *const shown[] = {"name",  "country",   "city",       "zone",
                                        "helps", "languages", "night_duty", NULL};
    static const struct entry_list list = {
        .system = "liaison", .state = "open", .field = "country", .fields = shown};
    json_begin(writer);
    enum err_kind kind = entries_write(reading, writer, &list, reterr);
    if (!kind)
        kind = write_clocks(reading, writer, reterr);
    json_end(writer);
    return kind;
}

static const struct operation operations[] = {
    {.name = "liaisons",
     .method = "GET",
     .path = "/liaisons",
     .permission = "public",
     .reply = "{" ENTRIES_REPLY " clocks:[{zone:s now:s night:b}]}",
     .summary = {"海外联络点，按国家查找，和各地现在的时间",
                 "Liaisons abroad by country, and what time it is there"},
     .query = "court country q cursor",
     .read = liaisons_read}};

const struct system liaison_system = {.name = "liaison",
                                      .wing = "resolution",
                                      .definition = liaison_definition,
                                      .guards = guards,
                                      .guard_count = COUNT_OF(guards),
                                      .effects = effects,
                                      .effect_count = COUNT_OF(effects),
                                      .operations = operations,
                                      .operation_count = COUNT_OF(operations),
                                      .load = mediator_load,
                                      .loaded = mediator_loaded};
