/* systems/resolution/assistance: what a court asks a liaison abroad, answered within five working
 * days or told to those who lead; each step with the time here and the time there. */
#include "base/text.h"
#include "base/zone.h"
#include "engine/entry.h"
#include "systems/resolution/assistance/assistance_store.h"

extern const struct embedded_file assistance_definition[];

static bool is_kind(const struct facts *facts, const char *kind)
{
    return text_equal(value_text_of(facts->fields, "kind"), kind);
}

static bool office_open(const struct facts *facts)
{
    const struct value *office = value_get(facts->outside, "office");
    return text_equal(value_text_of(office, "state"), "open") &&
           text_equal(value_text_of(office, "court"), value_text_of(facts->matter, "court"));
}

static bool is_identity(const struct facts *facts) { return is_kind(facts, "prove_identity"); }
static bool not_identity(const struct facts *facts) { return !is_identity(facts); }

/* A paper was handed over, an authority witnessed: that is shown, not told. */
static bool proof_given(const struct facts *facts)
{
    bool needs = is_kind(facts, "serve_papers") || is_kind(facts, "authority");
    return !needs || value_get(facts->form, "reply_files")->count > 0;
}

static bool video_past(const struct facts *facts)
{
    int64_t at_us = 0;
    return instant_parse(value_text_of(facts->form, "video_at"), &at_us) &&
           at_us <= facts->received_us + CLOCKS_APART_US;
}

/* Nobody witnesses for themselves. */
static bool witness_other(const struct facts *facts)
{
    return !text_equal(value_text_of(facts->form, "witness"),
                       value_text_of(facts->fields, "about"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"assistance_office_open", {"请选择本院使用中的海外联络点。", "Choose a liaison this court has in use."}, NULL, office_open},
    {"assistance_is_identity", {"这件请求不是核对身份，请用“答复”。", "This request is not about an identity: use \"Answer\"."}, NULL, is_identity},
    {"assistance_not_identity", {"核对身份要有护照、见证人和视频核对的时间，请用“核对身份并答复”。", "An identity takes passport, witness and the time of the video: use \"Prove the identity\"."}, NULL, not_identity},
    {"assistance_proof_given", {"转交文书、见证委托书的，请附上签收或者见证的材料。", "For papers handed over or an authority witnessed, attach the proof."}, NULL, proof_given},
    {"assistance_video_past", {"视频核对的时间不能晚于现在。", "The video lies in the past."}, NULL, video_past},
    {"assistance_witness_other", {"见证人不能是本人。", "Nobody witnesses for themselves."}, NULL, witness_other},
};
/* clang-format on */

/* ---- effects -------------------------------------------------------------------------------- */

static enum err_kind take_office(struct call *call, const struct value *with, struct err *reterr)
{
    const struct value *office = value_get(call->outside, "office"),
                       *people = value_get(call->outside, "people");
    const char *zone = value_text(value_path(office, "fields.zone"));
    (void) with;
    enum err_kind kind = call_set_text(call, "office_name", value_text_of(office, "title"), reterr);
    if (!kind)
        kind = call_set_text(call, "zone", zone ? zone : "", reterr);
    for (size_t i = 0; !kind && i < people->count; i++)
        kind = call_add_participant(call, "liaison", people->items[i],
                                    value_int(value_get(people->items[i], "person_id"), 0), NULL,
                                    reterr);
    return kind;
}

/* One record, two clocks. */
static enum err_kind note_time(struct call *call, const struct value *with, struct err *reterr)
{
    const struct zone *here = zone_find("beijing"),
                      *there = zone_find(call_field_text(call, "zone"));
    struct value *row = value_new_map(call->arena);
    const char *ours = zone_format(call->arena, here, call->received_us),
               *theirs = there ? zone_format(call->arena, there, call->received_us) : ours;
    bool good =
        row && ours && theirs &&
        value_set_text(call->arena, row, "what", value_text_of(with, "what")) &&
        value_set_text(call->arena, row, "here", ours) &&
        value_set_text(call->arena, row, "there", theirs) &&
        value_set_text(call->arena, row, "at", instant_format(call->arena, call->received_us));
    return good ? call_add_row(call, "times", row, reterr) : arena_full(reterr);
}

static const struct effect effects[] = {
    {"assistance_take_office", NULL, false, NULL, take_office},
    {"assistance_time", NULL, false, NULL, note_time},
};

/* ---- what is read --------------------------------------------------------------------------- */

struct assistance_reads {
    struct entry_reads office;
    size_t people;
    bool sends;
};

static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct assistance_reads *reads = arena_alloc(call->arena, sizeof *reads);
    int64_t id = 0;
    if (!reads)
        return arena_full(reterr);
    *reads = (struct assistance_reads){0};
    call->state = reads;
    enum err_kind kind = call_entry_load(call, "office", "liaison", &reads->office, reterr);
    if (kind || !text_equal(action, "send") || !reads->office.asked)
        return kind;
    reads->sends =
        public_id_parse(engine_keys(call->engine), engine_workflow(call->engine, "liaison")->prefix,
                        body_text(call, "office"), &id);
    if (reads->sends)
        reads->people = liaison_people_read(call->reads, id);
    return ERR_NONE;
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct assistance_reads *reads = call->state;
    (void) action;
    if (!reads)
        return ERR_NONE;
    enum err_kind kind = call_entry_loaded(call, &reads->office, "office", reterr);
    if (kind || !reads->sends)
        return kind;
    const struct db_result *rows = db_flight_result(call->reads, reads->people);
    struct value *people = value_new_list(call->arena);
    for (size_t i = 0; people && i < rows->row_count; i++) {
        struct value *row = value_new_map(call->arena);
        bool good = row && value_set_int(call->arena, row, "person_id", db_cell_int(rows, i, 0)) &&
                    value_set_text(call->arena, row, "name", db_cell_text(rows, i, 1)) &&
                    value_add(call->arena, people, row);
        if (!good)
            return arena_full(reterr);
    }
    return people && value_set(call->arena, call->outside, "people", people) ? ERR_NONE
                                                                             : arena_full(reterr);
}

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *about = value_text_of(facts->fields, "about"),
               *office = value_text_of(facts->fields, "office_name");
    const char *title =
        *office ? arena_printf(arena, "请%s协助（%s）", office, about) : "海外协助请求";
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"assistance_title", compute_title}};

const struct system assistance_system = {.name = "assistance",
                                         .wing = "resolution",
                                         .definition = assistance_definition,
                                         .guards = guards,
                                         .guard_count = COUNT_OF(guards),
                                         .effects = effects,
                                         .effect_count = COUNT_OF(effects),
                                         .computes = computes,
                                         .compute_count = COUNT_OF(computes),
                                         .load = load,
                                         .loaded = loaded};
