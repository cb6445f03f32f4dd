/*
 * engine/outage: the platform proves when it was down. It leaves a signed sign of life each minute;
 * two that lie too far apart are an outage. Every open clock that ended inside one is looked at
 * before any clock fires again: extended by rule, prepared as an application, or only certified
 * (law/outage.h), as an event of its matter with a certificate.
 */
#include "law/outage.h"
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/outage.h"

/* The system a party's application for an extension is a matter of, where there is one. */
#define EXTENSION_SYSTEM "extension"
#define EVENT_OUTAGE     "outage_noted"
#define EVENT_EXTENDED   "clock_extended"
#define EVENT_LET_GO     "clock_let_go"

/* ---- signs of life -------------------------------------------------------------------------- */

static enum err_kind make_beat(struct engine *engine, const struct heartbeat_row *last,
                               const char *kind_name, int64_t id, struct arena *arena,
                               struct heartbeat_row *ret, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    *ret = (struct heartbeat_row){.id = id,
                                  .real_us = ports->real_now_us(ports->context),
                                  .court_us = ports->court_now_us(ports->context),
                                  .kind = kind_name,
                                  .previous_hash = last->hash};
    ret->hash = heartbeat_hash(ret, arena);
    return ret->hash ? sign_bytes(engine->settings.keys, ret->hash, strlen(ret->hash), arena,
                                  &ret->signature, reterr)
                     : arena_full(reterr);
}

static enum err_kind beat_apply(struct call *call, struct err *reterr)
{
    (void) reterr;
    heartbeat_insert(call->writes, call->state);
    call->engine->memory.ids[ID_HEARTBEAT] = ((const struct heartbeat_row *) call->state)->id;
    return ERR_NONE;
}
const struct operation operation_heartbeat = {.name = "heartbeat", .apply = beat_apply};

enum err_kind heartbeat_next(struct engine *engine, struct db *db, struct arena *arena,
                             struct heartbeat_row *ret, struct err *reterr)
{
    struct heartbeat_row last;
    enum err_kind kind = heartbeat_last(db, arena, &last, reterr);
    return kind ? kind : make_beat(engine, &last, "beat", last.id + 1, arena, ret, reterr);
}

/* ---- finding an outage: when a server starts, before anything else happens --------------------
 */

static enum err_kind note_gap(struct engine *engine, struct db_flight *flight,
                              const struct heartbeat_row *last, const struct heartbeat_row *now,
                              struct arena *arena, struct err *reterr)
{
    const char *reason = NULL;
    int64_t ids[ID_TABLE_COUNT];
    enum err_kind kind =
        outage_announced(engine->writer_db, arena, last->court_us, now->court_us, &reason, reterr);
    if (!kind)
        kind = ids_load(engine->writer_db, ids, reterr);
    if (kind)
        return kind;
    outage_insert(flight, &(struct outage_row){.id = ids[ID_OUTAGE] + 1,
                                               .state = "found",
                                               .planned = reason != NULL,
                                               .from_us = last->court_us,
                                               .to_us = now->court_us,
                                               .reason = reason ? reason : "",
                                               .before_id = last->id,
                                               .after_id = now->id,
                                               .noted_us = now->court_us});
    return ERR_NONE;
}

enum err_kind outage_start(struct engine *engine, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct heartbeat_row last, now;
    struct db_flight *flight = db_flight_new(&arena);
    enum err_kind kind =
        flight ? heartbeat_last(engine->writer_db, &arena, &last, reterr) : arena_full(reterr);
    if (!kind)
        kind = make_beat(engine, &last, "start", last.id + 1, &arena, &now, reterr);
    if (kind)
        return kind;
    heartbeat_insert(flight, &now);
    if (last.id && now.court_us - last.court_us > engine->settings.outage_min_us)
        kind = note_gap(engine, flight, &last, &now, &arena, reterr);
    if (!kind)
        kind = db_begin(engine->writer_db, reterr);
    if (!kind)
        kind = db_flight_run(engine->writer_db, flight, reterr);
    return kind ? kind : db_commit(engine->writer_db, reterr);
}

/* ---- what can be shown to anybody ------------------------------------------------------------ */

static bool put_beat(struct arena *arena, struct value *statement, const char *name,
                     const struct heartbeat_row *row)
{
    struct value *beat = value_new_map(arena);
    return beat && value_set_int(arena, beat, "id", row->id) &&
           value_set_text(arena, beat, "kind", row->kind) &&
           value_set_int(arena, beat, "real_us", row->real_us) &&
           value_set_int(arena, beat, "court_us", row->court_us) &&
           value_set_text(arena, beat, "previous_hash", row->previous_hash) &&
           value_set_text(arena, beat, "hash", row->hash) &&
           value_set_text(arena, beat, "signature", row->signature) &&
           value_set(arena, statement, name, beat);
}

enum err_kind engine_outage_statement(const struct engine *engine, struct db *db, int64_t outage_id,
                                      const struct value *clock, struct arena *arena,
                                      struct value **ret, struct err *reterr)
{
    struct outage_row outage;
    struct heartbeat_row before, after;
    const char *signature = NULL;
    struct value *statement = value_new_map(arena);
    enum err_kind kind =
        statement ? outage_find(db, arena, outage_id, &outage, reterr) : arena_full(reterr);
    if (!kind && (!outage.id || !outage.after_id))
        kind = err_set(reterr, ERR_MISSING, "outage.unknown", "no proven outage");
    if (!kind)
        kind = heartbeat_find(db, arena, outage.before_id, &before, reterr);
    if (!kind)
        kind = heartbeat_find(db, arena, outage.after_id, &after, reterr);
    if (kind)
        return kind;
    bool good =
        value_set_text(arena, statement, "format", OUTAGE_FORMAT) &&
        value_set_text(arena, statement, "from", instant_format(arena, outage.from_us)) &&
        value_set_text(arena, statement, "to", instant_format(arena, outage.to_us)) &&
        value_set_bool(arena, statement, "planned", outage.planned) &&
        value_set_text(arena, statement, "reason", outage.reason) &&
        put_beat(arena, statement, "before", &before) &&
        put_beat(arena, statement, "after", &after) &&
        value_set_text(arena, statement, "public_key", keys_public_pem(engine->settings.keys)) &&
        (!clock || value_set(arena, statement, "clock", value_copy(arena, clock)));
    const char *canonical = good ? json_canonical(arena, statement) : NULL;
    kind = canonical ? sign_bytes(engine->settings.keys, canonical, strlen(canonical), arena,
                                  &signature, reterr)
                     : arena_full(reterr);
    if (!kind && !value_set_text(arena, statement, "seal", signature))
        kind = arena_full(reterr);
    *ret = statement;
    return kind;
}

/* ---- looking at one clock -------------------------------------------------------------------- */

static struct value *open_clock(const struct matter *matter, int64_t id)
{
    for (size_t i = 0; i < matter->deadlines->count; i++) {
        if (value_int(value_get(matter->deadlines->items[i], "id"), 0) == id)
            return matter->deadlines->items[i];
    }
    return NULL;
}

static const char *last_day(struct arena *arena, int64_t due_us)
{
    return day_format(arena, day_of_instant(due_us - 1));
}

/* What the event keeps, and the certificate prints. */
static struct value *tell(struct call *call, const struct outage_row *outage,
                          const struct deadline *deadline, const struct outage_clock_row *row,
                          const struct outage_treatment *treatment)
{
    struct arena *arena = call->arena;
    struct value *told = value_new_map(arena);
    bool good =
        told && value_set_text(arena, told, "clock", deadline->title.zh) &&
        value_set_text(arena, told, "outage_from", instant_format(arena, outage->from_us)) &&
        value_set_text(arena, told, "outage_to", instant_format(arena, outage->to_us)) &&
        value_set_text(arena, told, "treatment", treatment->name) &&
        value_set_text(arena, told, "meaning", treatment->zh) &&
        value_set_text(arena, told, "basis", treatment->basis) &&
        value_set_text(arena, told, "old_last_day", last_day(arena, row->old_due_us)) &&
        value_set_text(arena, told, "new_last_day", last_day(arena, row->new_due_us));
    return good ? told : NULL;
}

/* "2026年11月30日23时05分" */
static const char *moment_zh(struct arena *arena, int64_t at_us)
{
    int32_t day = day_of_instant(at_us);
    int64_t minutes = (at_us - start_of_day(day)) / MINUTE_US;
    const char *text = day_format_zh(arena, day);
    return text ? arena_printf(arena, "%s%lld时%02lld分", text, (long long) (minutes / 60),
                               (long long) (minutes % 60))
                : NULL;
}

/* Whose clock it is, with the role each gets (NULL: their own): the one who has it to themselves,
 * or the side that applied to the court, whatever it is called there. NULL: memory ran out. */
static struct value *holders(struct call *call, const struct value *open, const char *as)
{
    struct arena *arena = call->arena;
    int64_t alone = value_int(value_get(open, "participant_id"), 0);
    struct value *side = call_applying_side(call), *map = value_new_map(arena);
    char key[PARTICIPANT_KEY_BYTES];
    bool good = side && map;
    participant_key(key, alone);
    for (size_t i = 0; good && !alone && i < side->count; i++) {
        bool agent = strcmp(side->names[i], "agent") == 0;
        good = value_set_text(arena, map, side->names[i], agent || !as ? side->names[i] : as);
    }
    for (size_t i = 0; good && alone && i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        if (one->id == alone)
            good = value_set_text(arena, map, key, as ? as : one->role);
    }
    return good ? map : NULL;
}

/* The application, filled in as far as the platform knows; whether it is made is the party's. */
static enum err_kind prepare_application(struct call *call, const struct deadline *deadline,
                                         const struct value *told, struct value *open,
                                         const struct outage_row *outage, struct err *reterr)
{
    struct matter *matter = call->matter;
    struct arena *arena = call->arena;
    struct value *fields = value_new_map(arena), *map = holders(call, open, "applicant");
    char id[PUBLIC_ID_BYTES];
    public_id(call->engine->settings.keys, matter->workflow->prefix, matter->id, id);
    const char *title = arena_printf(arena, "顺延期限申请：%s", deadline->title.zh);
    const char *reason = arena_printf(arena, "%s至%s平台中断，%s在此期间届满，未能在期限内办理。",
                                      moment_zh(arena, outage->from_us),
                                      moment_zh(arena, outage->to_us), deadline->title.zh);
    bool good =
        fields && map && value_set_text(arena, fields, "title", title) &&
        value_set_text(arena, fields, "for_matter", id) &&
        value_set_int(arena, fields, "for_key", matter->id) &&
        value_set(arena, fields, "clock", value_copy(arena, value_get(open, "id"))) &&
        value_set_text(arena, fields, "clock_title", deadline->title.zh) &&
        value_set(arena, fields, "last_day", value_copy(arena, value_get(told, "old_last_day"))) &&
        value_set_text(arena, fields, "obstacle_ended",
                       day_format(arena, day_of_instant(outage->to_us))) &&
        value_set_text(arena, fields, "reason", reason);
    return good ? call_open_matter(call, EXTENSION_SYSTEM, fields, map, NULL, reterr)
                : arena_full(reterr);
}

/* To whom a certificate goes, by name; NULL: nobody with a name. */
static const char *addressees(const struct call *call, const struct value *map)
{
    struct text names;
    text_init(&names, call->arena, 32 * 1024);
    for (size_t i = 0; i < call->matter->participant_count; i++) {
        const struct participant *one = &call->matter->participants[i];
        const char *name = value_text(value_get(one->identity, "name"));
        bool meant = strcmp(one->role, "agent") != 0 && participant_mapped(map, one);
        if (meant && name && one->active)
            text_add_format(&names, "%s%s", names.length ? "、" : "", name);
    }
    return names.length ? text_done(&names) : NULL;
}

static enum err_kind certify(struct call *call, const struct value *told, const struct value *open,
                             struct err *reterr)
{
    call_facts(call, &value_null, NULL);
    struct value *values = call_paper_values(call, &value_null, reterr);
    struct value *map = holders(call, open, NULL);
    const char *to = map ? addressees(call, map) : NULL;
    if (values && to && !value_set_text(call->arena, values, "to", to))
        values = NULL;
    for (size_t i = 0; values && i < told->count; i++) {
        if (!value_set(call->arena, values, told->names[i], told->items[i]))
            values = NULL;
    }
    return values && map ? call_draft_paper(call, "outage_certificate", values, map, true, reterr)
                         : arena_full(reterr);
}

static bool extension_there(const struct call *call)
{
    return engine_workflow(call->engine, EXTENSION_SYSTEM) != NULL;
}

struct outage_look {
    const struct outage_row *outage;
    int64_t deadline_id;
};

static enum err_kind look_apply(struct call *call, struct err *reterr)
{
    const struct outage_look *look = call->state;
    struct matter *matter = call->matter;
    struct value *open = open_clock(matter, look->deadline_id);
    const struct deadline *deadline =
        open ? workflow_deadline(matter->workflow, value_text(value_get(open, "name"))) : NULL;
    struct period period;
    if (!deadline)
        return ERR_NONE; /* it ended meanwhile */
    struct outage_clock_row row = {.outage_id = look->outage->id,
                                   .deadline_id = look->deadline_id,
                                   .matter_id = matter->id,
                                   .old_due_us = value_int(value_get(open, "due_us"), 0)};
    enum err_kind kind =
        deadline_period(deadline, value_text(value_get(open, "rule")),
                        value_int(value_get(open, "start_us"), 0), &period, reterr);
    if (kind)
        return kind;
    const struct outage_treatment *treatment = outage_treatment_of(&period, !deadline->period);
    /* The days' rows whose end the outage held do not count. */
    if (treatment->kind == OUTAGE_EXTENDED)
        kind = deadline_leave_out(call, deadline, open,
                                  outage_days(look->outage->to_us, row.old_due_us), reterr);
    /* What it would do could not be undone by a grant. */
    bool asked = treatment->kind == OUTAGE_APPLICATION && extension_there(call);
    if (asked)
        kind = deadline_hold(call, open, reterr);
    row.treatment = treatment->name;
    row.new_due_us = value_int(value_get(open, "due_us"), 0);
    struct value *told = kind ? NULL : tell(call, look->outage, deadline, &row, treatment);
    struct value *values = value_new_map(call->arena);
    if (!kind && (!told || !values ||
                  !value_set(call->arena, values,
                             arena_printf(call->arena, "outage.%s", deadline->name), told)))
        kind = arena_full(reterr);
    if (kind)
        return kind;
    outage_clock_insert(call->writes, &row);
    call->event_values = values;
    kind = call_finish(call, matter, EVENT_OUTAGE, NATURE_RECORD, matter->state, NULL, reterr);
    call->event_values = NULL;
    if (!kind && asked)
        kind = prepare_application(call, deadline, told, open, look->outage, reterr);
    return kind ? kind : certify(call, told, open, reterr);
}
static const struct operation operation_look = {.name = "outage_look", .apply = look_apply};

static enum err_kind done_apply(struct call *call, struct err *reterr)
{
    (void) reterr;
    outage_done(call->writes, *(const int64_t *) call->state);
    return ERR_NONE;
}
static const struct operation operation_done = {.name = "outage_done", .apply = done_apply};

bool outages_settle(struct db *db, struct arena *arena, perform_call *perform, void *context)
{
    struct outage_row outage;
    struct db_result left;
    struct err err = {0};
    if (outage_found(db, arena, &outage, &err))
        return false;
    if (!outage.id)
        return true;
    if (outage_clocks_left(db, arena, &outage, &left, &err))
        return false;
    for (size_t i = 0; i < left.row_count; i++) {
        struct outage_look look = {&outage, db_cell_int(&left, i, 0)};
        /* One that cannot be worked out must not hold up every other clock of the country. */
        if (perform(context, &operation_look, db_cell_int(&left, i, 1), &look, &err)) {
            const struct log_field fields[] = {{"code", err.code, 0}, {"what", err.text, 0}};
            log_event("error", "outage_clock", fields, COUNT_OF(fields));
            if (err_is_passing(err.kind))
                return false;
        }
    }
    if (left.row_count < OUTAGE_CLOCKS_A_PAGE)
        (void) !perform(context, &operation_done, 0, &outage.id, &err);
    return false; /* the next turn sees whether another is left */
}

/* ---- what became of an application for more time ----------------------------------------------
 */

static enum err_kind extend_apply(struct call *call, struct err *reterr)
{
    const struct clock_extension *wanted = call->state;
    struct value *open = open_clock(call->matter, wanted->deadline_id);
    const struct deadline *deadline =
        open ? workflow_deadline(call->matter->workflow, value_text(value_get(open, "name")))
             : NULL;
    if (!deadline)
        return ERR_NONE; /* the clock ended by other means */
    int64_t due_us = value_int(value_get(open, "due_us"), 0);
    int32_t first = day_of_instant(due_us - 1);
    struct value *values = value_new_map(call->arena), *told = value_new_map(call->arena);
    enum err_kind kind =
        wanted->days
            ? deadline_leave_out(call, deadline, open,
                                 (struct period_span){first, first + wanted->days - 1}, reterr)
            : deadline_release(call, deadline, open, reterr);
    const char *path = arena_printf(call->arena, "deadline.%s", deadline->name);
    if (!kind && (!values || !told || !path ||
                  !value_set_text(call->arena, told, "from", last_day(call->arena, due_us)) ||
                  !value_set_text(call->arena, told, "to",
                                  last_day(call->arena, value_int(value_get(open, "due_us"), 0))) ||
                  !value_set(call->arena, values, path, told)))
        kind = arena_full(reterr);
    if (kind)
        return kind;
    call->event_values = values;
    call->status = 200;
    call->reply = "{}"; /* what a repeated job is answered with */
    return call_finish(call, call->matter, wanted->days ? EVENT_EXTENDED : EVENT_LET_GO,
                       NATURE_RECORD, call->matter->state, NULL, reterr);
}
const struct operation operation_extend = {.name = "clock_extend", .apply = extend_apply};
