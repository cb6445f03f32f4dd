/*
 * engine/notice: messages of a definition's notices. Each goes to a recipient once for each event,
 * stands in their inbox, and leaves by text message and e-mail where there is an address.
 */
#include "base/text.h"
#include "engine/internal.h"

enum { LINK_DAYS = 60 };

static const struct notice *find_notice(const struct workflow *workflow, const char *name)
{
    for (size_t i = 0; i < workflow->notice_count; i++) {
        if (strcmp(workflow->notices[i].name, name) == 0)
            return &workflow->notices[i];
    }
    return NULL;
}

/* A person without an account opens this one matter as this one participant: the token goes to them
 * alone, the store keeps its hash. */
static const char *put_link(struct call *call, const char *words, const char *link)
{
    const char *place = strstr(words, "{link}");
    return place ? arena_printf(call->arena, "%.*s%s%s", (int) (place - words), words, link,
                                place + strlen("{link}"))
                 : words;
}

static const char *make_link(struct call *call, const struct participant *to)
{
    char token[23], hash[SM3_HEX];
    const char *base = call->engine->settings.public_url ? call->engine->settings.public_url : "";
    /* A lawyer signs in: what opens by itself would open after the licence is suspended too. */
    if (!value_is_null(value_get(to->identity, "licence"))) {
        const char *id = matter_id_print(call->engine, call->matter, call->arena);
        return id ? arena_printf(call->arena, "%s/matters/%s", base, id) : NULL;
    }
    random_token(token);
    struct sm3 sum = sm3_of(token, strlen(token));
    text_hex(sum.bytes, SM3_BYTES, hash);
    participant_link_insert(call->writes, hash, call->matter->id, to->id, call->now_us,
                            call->now_us + LINK_DAYS * DAY_US);
    return arena_printf(call->arena, "%s/m/%s", base, token);
}

/* Who is told, and under which names they find it in their inbox. */
struct told {
    int64_t account_id, person_id;
    const struct participant *participant; /* NULL: an owner who is no participant, or a desk */
    const char *recipient;                 /* NULL: memory ran out */
};

/* The event being made of the matter, or what the call says it comes of. */
static const char *origin_of(struct call *call)
{
    const struct matter *matter = call->matter;
    return call->origin ? call->origin
                        : arena_printf(call->arena, "matter:%lld:%lld", (long long) matter->id,
                                       (long long) matter->event_count + 1);
}

/* Once for each (origin, notice, recipient), by however many names somebody is a participant. */
static enum err_kind first_time(struct call *call, const struct message_row *row, bool *ret,
                                struct err *reterr)
{
    const char *key =
        arena_printf(call->arena, "%s %s %s", row->origin, row->notice, row->recipient);
    if (!call->told)
        call->told = value_new_map(call->arena);
    if (!key || !call->told)
        return arena_full(reterr);
    *ret = value_is_null(value_get(call->told, key));
    return value_set_bool(call->arena, call->told, key, true) ? ERR_NONE : arena_full(reterr);
}

static enum err_kind fill_message(struct call *call, const struct notice *notice,
                                  const struct participant *to, struct message_row *row,
                                  struct err *reterr)
{
    const struct matter *matter = call->matter;
    const char *link = "", *zh = notice->text.zh, *en = notice->text.en;
    if (to && strstr(zh, "{link}"))
        link = make_link(call, to);
    zh = link ? put_link(call, zh, link) : NULL;
    en = link ? put_link(call, en, link) : NULL;
    if (!zh || !en)
        return arena_full(reterr);
    row->title_zh = fill_words(notice->title.zh, matter, call->engine, call->arena, true);
    row->title_en = fill_words(notice->title.en, matter, call->engine, call->arena, false);
    row->text_zh = fill_words(zh, matter, call->engine, call->arena, true);
    row->text_en = fill_words(en, matter, call->engine, call->arena, false);
    return row->title_zh && row->title_en && row->text_zh && row->text_en ? ERR_NONE
                                                                          : arena_full(reterr);
}

static struct delivery_row new_delivery(struct call *call, const struct message_row *message,
                                        const char *channel, bool urgent)
{
    char reference[23];
    random_token(reference);
    return (struct delivery_row){.id = call_new_id(call, ID_DELIVERY),
                                 .message_id = message->id,
                                 .created_us = call->now_us,
                                 .channel = channel,
                                 .urgent = urgent,
                                 .reference = arena_copy(call->arena, reference)};
}

void call_deliver(struct call *call, const struct message_row *message, const char *channel,
                  const char *address_sealed, bool urgent)
{
    struct delivery_row row = new_delivery(call, message, channel, urgent);
    row.address_sealed = address_sealed;
    delivery_insert(call->writes, &row);
}

void call_deliver_mail(struct call *call, const struct message_row *message, bool urgent)
{
    if (!message->account_id && !message->person_id)
        return;
    struct delivery_row row = new_delivery(call, message, "mail", urgent);
    delivery_mail_insert(call->writes, &row, message->account_id, message->person_id);
}

static enum err_kind send_message(struct call *call, const struct notice *notice,
                                  const struct told *told, struct err *reterr)
{
    const struct participant *to = told->participant;
    struct message_row row = {.matter_id = call->matter->id,
                              .account_id = told->account_id,
                              .person_id = told->person_id,
                              .created_us = call->now_us,
                              .origin = origin_of(call),
                              .recipient = told->recipient,
                              .notice = notice->name};
    bool first = false;
    const char *sealed = NULL, *phone = to ? value_text(value_get(to->identity, "phone")) : NULL;
    if (!row.origin || !row.recipient)
        return arena_full(reterr);
    enum err_kind kind = first_time(call, &row, &first, reterr);
    if (kind || !first)
        return kind;
    kind = fill_message(call, notice, to, &row, reterr);
    if (!kind && phone)
        kind = secret_seal(call->engine->settings.keys, ADDRESS_PURPOSE, phone, call->arena,
                           &sealed, reterr);
    if (kind)
        return kind;
    row.id = call_new_id(call, ID_MESSAGE);
    message_insert(call->writes, &row);
    if (sealed)
        call_deliver(call, &row, "sms", sealed, notice->urgent);
    call_deliver_mail(call, &row, notice->urgent);
    return ERR_NONE;
}

/* One human is one recipient, whatever they are in the matter. */
static const char *name_recipient(struct call *call, const struct told *told)
{
    if (told->person_id)
        return arena_printf(call->arena, "person:%lld", (long long) told->person_id);
    if (told->account_id)
        return arena_printf(call->arena, "account:%lld", (long long) told->account_id);
    return arena_printf(call->arena, "participant:%lld", (long long) told->participant->id);
}

static enum err_kind tell_desks(struct call *call, const struct notice *notice, struct err *reterr)
{
    for (size_t i = 0; i < role_count; i++) {
        if (!(notice->to >> i & 1) || roles[i].kind != ROLE_STAFF)
            continue;
        const struct told told = {.recipient = arena_printf(call->arena, "desk:%s", roles[i].name)};
        enum err_kind kind = send_message(call, notice, &told, reterr);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

enum err_kind call_notify(struct call *call, const char *name, struct err *reterr)
{
    const struct matter *matter = call->matter;
    const struct notice *notice = find_notice(matter->workflow, name);
    if (!notice)
        return err_set(reterr, ERR_STORE, "effect.notice", "no notice '%s'", name);
    const char *waits = workflow_initial(matter->workflow)->waits_for;
    bool owner_told = false;
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < matter->participant_count; i++) {
        const struct participant *to = &matter->participants[i];
        if (!(notice->to & role_bit(to->role)) || !to->active)
            continue;
        /* Who typed it in reads it under their account; a person also finds it under their own
         * name. */
        bool owner = !owner_told && matter->owner_account && waits && strcmp(to->role, waits) == 0;
        struct told told = {.account_id = owner ? matter->owner_account : 0,
                            .person_id = to->person_id,
                            .participant = to};
        told.recipient = name_recipient(call, &told);
        kind = send_message(call, notice, &told, reterr);
        owner_told |= owner;
    }
    if (!kind && !owner_told && matter->owner_account && waits && (notice->to & role_bit(waits)) &&
        role_find(waits)->kind == ROLE_PARTICIPANT) {
        struct told told = {.account_id = matter->owner_account};
        told.recipient = name_recipient(call, &told);
        kind = send_message(call, notice, &told, reterr);
    }
    return kind ? kind : tell_desks(call, notice, reterr);
}

/* When one clock ends; 0 while it does not run. */
static int64_t matter_due(const struct matter *matter, const char *clock)
{
    for (size_t i = 0; i < matter->deadlines->count; i++) {
        const struct value *row = matter->deadlines->items[i];
        if (text_equal(value_text(value_get(row, "name")), clock) && deadline_runs(row))
            return value_int(value_get(row, "due_us"), 0);
    }
    return 0;
}

/* A field as words hold it: texts as they are, days as people write them. */
static const char *field_words(const struct matter *matter, const char *name, struct arena *arena,
                               bool zh)
{
    const struct field *field = workflow_field(matter->workflow, name);
    const char *text = value_text(value_get(matter->fields, name));
    int32_t day = 0;
    if (!field || field->kind != FIELD_DATE || !text || !day_parse(text, &day))
        return text;
    return zh ? day_format_zh(arena, day) : day_format_en(arena, day);
}

static const char *named_words(const char *name, const struct matter *matter,
                               const struct engine *engine, struct arena *arena, bool zh)
{
    bool one_clock = strncmp(name, "due.", 4) == 0;
    if (one_clock || strcmp(name, "due") == 0) {
        int64_t due = one_clock ? matter_due(matter, name + 4) : matter_earliest_due(matter);
        return !due ? (zh ? "规定期限" : "the time allowed")
               : zh ? day_format_zh(arena, day_of_instant(due - 1))
                    : day_format_en(arena, day_of_instant(due - 1));
    }
    if (strcmp(name, "number") == 0)
        return matter->number;
    if (strcmp(name, "title") == 0)
        return matter->title;
    if (strcmp(name, "court") == 0)
        return engine ? engine_court_name(engine, matter->court) : matter->court;
    return field_words(matter, name, arena, zh);
}

/* "{due}" (the next to end), "{due.CLOCK}", "{number}", "{title}", "{court}" and fields of text and
 * days. Unknown names stay away rather than show braces. */
const char *fill_words(const char *words, const struct matter *matter, const struct engine *engine,
                       struct arena *arena, bool zh)
{
    struct text out;
    text_init(&out, arena, 64 * 1024);
    while (*words) {
        size_t plain = strcspn(words, "{");
        text_add_bytes(&out, words, plain);
        words += plain;
        const char *close = *words ? strchr(words, '}') : NULL;
        if (!close)
            break;
        char name[64];
        (void) snprintf(name, sizeof name, "%.*s", (int) (close - words - 1), words + 1);
        const char *value = named_words(name, matter, engine, arena, zh);
        if (value)
            text_add(&out, value);
        words = close + 1;
    }
    return text_done(&out);
}
