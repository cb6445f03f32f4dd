/*
 * api/reply_schema: what a reply holds, told in a row of the table in short, as the JSON schema of
 * the description. The short form: s text, i integer, b yes/no, o any object, a anything, @Name a
 * part below, [x] a list of x, {name:x name:x} an object of exactly these; ~ before a name: may be
 * absent; ? behind a type: may be null.
 */
#include "api/operations.h"
#include "api/private.h"

#include "base/text.h"

const struct reply_part reply_parts[] = {
    {"Words", "{zh:s? en:s?}"},
    {"Account", "{id:s kind:s login:s? name:s language:s mode:s verified:s}"},
    {"MatterRow", "{" MATTER_ROW "}"},
    {"Matter", "{" MATTER_ROW " definition:s level:s fields:o participants:[@Participant] "
               "actions:[@Action] deadlines:[@Deadline] dates:@Dates facts:o ~papers:[@Paper] "
               "~documents:[@Document] ~related:[@MatterRow]}"},
    {"Participant", "{id:s role:s role_title:@Words state:s name:s? identity:o? mine:b active:b}"},
    {"Action",
     "{name:s title:@Words confirm:@Words? nature:s personal:b form:[{name:s required:b}] "
     "subject_role:s? subjects:[s]}"},
    {"Deadline",
     "{name:s title:@Words who:s? due:s? last_day:s? account_zh:s? account_en:s? basis:s? "
     "provisional:b state:s}"},
    {"Dates", "{opened:s? requested:s? submitted:s? complete:s? registered:s? closed:s?}"},
    {"Paper", "{id:s document:s? title:s number:s? template:s? state:s state_title:@Words "
              "size_bytes:i? media_type:s issued_at:s? check_url:s? opened_at:s?}"},
    {"Document", "{id:s name:s kind:s sm3:s size_bytes:i media_type:s received_at:s scan:s "
                 "look:s words:s pages:i? thumbnail:b removed_at:s?}"},
    {"Event", "{" EVENT_ROW "}"},
    {"Message",
     "{id:s matter:s? desk:s? notice:s title:s title_en:s text:s text_en:s at:s read_at:s? "
     "deliveries:[{channel:s address:s? state:s sent_at:s?}]}"},
    {"Mediator", "{id:s name:s kind:s court:s court_name:s body:s? body_name:s? division:s? "
                 "cause_codes:[s] cause_names:[s] languages:s? hours:s? charging:s? load_max:i "
                 "open_count:i status:s "
                 "term_to:s? version:i}"},
    {"Body", "{id:s name:s kind:s court:s division:s? status:s version:i}"},
    {"RuleField", "{name:s type:s required:b title:@Words words:[s]}"},
    {NULL, NULL}};

struct printing {
    struct json_writer *writer;
    const char *at;
};

static void print_type(struct printing *printing);

static size_t word_length(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
}

/* {name:x ~name:x}: first the properties, then, from the same text again, what is required. */
static void print_object(struct printing *printing)
{
    struct json_writer *writer = printing->writer;
    const char *start = ++printing->at;
    char names[64][40];
    size_t required = 0;
    json_named_text(writer, "type", "object");
    json_name(writer, "properties");
    json_begin(writer);
    for (printing->at = start; *printing->at && *printing->at != '}';) {
        printing->at += strspn(printing->at, " ");
        bool always = *printing->at != '~';
        printing->at += !always;
        size_t length = word_length(printing->at);
        char name[40];
        (void) snprintf(name, sizeof name, "%.*s", (int) length, printing->at);
        if (always && required < COUNT_OF(names))
            (void) snprintf(names[required++], sizeof names[0], "%s", name);
        printing->at += length + 1; /* the colon */
        json_name(writer, name);
        print_type(printing);
        printing->at += strspn(printing->at, " ");
    }
    printing->at++;
    json_end(writer);
    json_name(writer, "required");
    json_begin_list(writer);
    for (size_t i = 0; i < required; i++)
        json_text(writer, names[i]);
    json_end_list(writer);
    json_named_flag(writer, "additionalProperties", false);
}

/* The members of one schema, without what `?` adds around it. */
static void print_members(struct printing *printing)
{
    struct json_writer *writer = printing->writer;
    char reference[100];
    switch (*printing->at) {
    case '{':
        print_object(printing);
        return;
    case '[':
        printing->at++;
        json_named_text(writer, "type", "array");
        json_name(writer, "items");
        print_type(printing);
        printing->at++;
        return;
    case '@': {
        size_t length = word_length(++printing->at);
        (void) snprintf(reference, sizeof reference, "#/components/schemas/%.*s", (int) length,
                        printing->at);
        json_named_text(writer, "$ref", reference);
        printing->at += length;
        return;
    }
    default:
        break;
    }
    static const struct {
        char letter;
        const char *type;
    } plain[] = {{'s', "string"}, {'i', "integer"}, {'b', "boolean"}, {'o', "object"}};
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        if (plain[i].letter == *printing->at)
            json_named_text(writer, "type", plain[i].type);
    }
    printing->at++;
}

/* Where a type ends: behind its closing bracket, or its letter or name. */
static const char *behind(const char *at)
{
    int depth = 0;
    do {
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at += *at == '@' ? 1 + word_length(at + 1) : 1;
    } while (*at && depth > 0);
    return at;
}

static void print_type(struct printing *printing)
{
    struct json_writer *writer = printing->writer;
    bool may_be_null = *behind(printing->at) == '?';
    json_begin(writer);
    if (may_be_null) {
        json_name(writer, "anyOf");
        json_begin_list(writer);
        json_begin(writer);
    }
    print_members(printing);
    if (may_be_null) {
        json_end(writer);
        json_raw(writer, "{\"type\":\"null\"}");
        json_end_list(writer);
        printing->at++;
    }
    json_end(writer);
}

void reply_schema_write(struct json_writer *writer, const char *shape)
{
    struct printing printing = {writer, shape};
    print_type(&printing);
}
