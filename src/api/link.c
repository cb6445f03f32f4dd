/* api/link: what a participant without an account may open, and the clock of a demo. */
#include "api/operations.h"
#include "api/session.h"

/* ---- a participant's link ------------------------------------------------------------------- */

enum err_kind link_show(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    if (!reading->actor.participant_id)
        return err_set(reterr, ERR_UNIDENTIFIED, "link.unknown", "no X-Link");
    enum err_kind kind =
        engine_load_matter(reading, reading->actor.link_matter_id, &matter, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "matter", matter_id_print(reading->engine, matter, reading->arena));
    json_named_text(writer, "system", matter->workflow->system);
    json_named_text(writer, "title", matter->title);
    for (size_t i = 0; i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        if (participant->id != reading->actor.participant_id)
            continue;
        char id[PUBLIC_ID_BYTES];
        public_id(engine_keys(reading->engine), 'P', participant->id, id);
        const struct role *role = role_find(participant->role);
        json_named_text(writer, "participant", id);
        json_named_text(writer, "role", participant->role);
        json_named_text(writer, "role_title", role ? role->title.zh : participant->role);
        json_named_text(writer, "role_title_en", role ? role->title.en : participant->role);
        json_named_text(writer, "name", value_text(value_get(participant->identity, "name")));
    }
    json_named_flag(writer, "demo", work_of_reading(reading)->api->settings.demo);
    json_named_text(writer, "maintenance", work_of_reading(reading)->api->settings.maintenance);
    json_named_text(writer, "court_now", instant_format(reading->arena, reading->now_us));
    json_named_text(writer, "hotline", hotline_of(work_of_reading(reading)->api));
    json_end(writer);
    return ERR_NONE;
}

/* ---- the demo's clock ----------------------------------------------------------------------- */

/* Setting the clock twice is not the same as once: nothing is kept for replay. */
static enum err_kind forget_key(struct call *call, struct err *reterr)
{
    (void) reterr;
    call->idempotency_key = NULL;
    return ERR_NONE;
}

static enum err_kind clock_apply(struct call *call, struct err *reterr)
{
    const struct ports *ports = engine_ports(call->engine);
    int64_t now_us = 0;
    if (!instant_parse(value_text(value_get(call->body, "now")), &now_us) || !ports->court_set_us)
        return err_field(reterr, ERR_INVALID, "moment.format", "now", "no instant");
    ports->court_set_us(ports->context, now_us);
    struct json_writer writer;
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_text(&writer, "court_now", instant_format(call->arena, now_us));
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

static const struct field now = {
    .name = "now", .kind = FIELD_TEXT, .title = {"法院时间", "Court time"}, .min = 1, .max = 40};
static const struct form_field clock_form[] = {{&now, true}};

const struct operation demo_operations[] = {
    {.name = "demo_clock",
     .method = "POST",
     .path = "/demo/clock",
     .permission = "public",
     .reply = "{court_now:s}",
     .summary = {"拨动演示时钟", "Moves the demo's court clock"},
     .form = clock_form,
     .form_count = COUNT_OF(clock_form),
     .load = forget_key,
     .apply = clock_apply},
    {0}};
