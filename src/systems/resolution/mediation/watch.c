/* systems/resolution/mediation: what a court should look into, and how mediation goes. A warning
 * says what it rests on and decides nothing: only a person stops a mediation as sham (特邀规定 18).
 * Counts stand in the order of their names; nobody is ranked. */
#include "systems/resolution/mediation/mediation.h"
#include "systems/resolution/mediation/mediation_store.h"

enum { PERIOD_USUAL_DAYS = 90 };

struct watching {
    const char *court;
    int64_t since_us, an_hour, same;
};

static void write_words_of(struct json_writer *writer, const char *name, const char *zh,
                           const char *en)
{
    json_name(writer, name);
    json_begin(writer);
    json_named_text(writer, "zh", zh);
    json_named_text(writer, "en", en);
    json_end(writer);
}

static void begin_warning(struct json_writer *writer, const char *kind, const char *zh,
                          const char *en)
{
    json_begin(writer);
    json_named_text(writer, "kind", kind);
    write_words_of(writer, "reason", zh ? zh : "", en ? en : "");
}

/* Of one matter: rows of its key and title. */
static void write_single(struct reading *reading, struct json_writer *writer, const char *kind,
                         struct words reason, const struct db_result *rows)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        char id[PUBLIC_ID_BYTES];
        public_id(engine_keys(reading->engine), 'M', db_cell_int(rows, i, 0), id);
        begin_warning(writer, kind, reason.zh, reason.en);
        json_named_int(writer, "count", 1);
        json_named_text(writer, "matter", id);
        json_named_text(writer, "title", db_cell_text(rows, i, 1));
        json_end(writer);
    }
}

static enum err_kind write_singles(struct reading *reading, struct json_writer *writer,
                                   const struct watching *watching, struct err *reterr)
{
    static const struct words hand = {
        "同一个账号先后替双方办理。请核实是否一人代理双方，是否双方真实意思。",
        "One account acted for both sides. Please ask whether one person stands for both."};
    static const struct words phone = {
        "对立双方（或者当事人和调解员）登记了同一个手机号。家人可能合用，请核实。",
        "Opposite sides, or a party and the mediator, gave one telephone number. Families may "
        "share "
        "one; please ask."};
    static const struct words disclosed = {
        "调解员披露了可能影响公正的情形，各方知情同意后继续。请核实记录。",
        "The mediator disclosed what may bear on fairness; the parties knew and went on. Please "
        "check the record."};
    struct db_result rows;
    enum err_kind kind = watch_one_hand(reading->db, reading->arena, watching->court,
                                        watching->since_us, &rows, reterr);
    if (kind)
        return kind;
    write_single(reading, writer, "one_hand", hand, &rows);
    kind = watch_one_phone(reading->db, reading->arena, watching->court, watching->since_us, &rows,
                           reterr);
    if (kind)
        return kind;
    write_single(reading, writer, "one_phone", phone, &rows);
    kind = watch_disclosed(reading->db, reading->arena, watching->court, watching->since_us, &rows,
                           reterr);
    if (!kind)
        write_single(reading, writer, "disclosed", disclosed, &rows);
    return kind;
}

static void end_group(struct json_writer *writer, int64_t count)
{
    json_named_int(writer, "count", count);
    json_named_text(writer, "matter", NULL);
    json_named_text(writer, "title", NULL);
    json_end(writer);
}

static enum err_kind write_many(struct reading *reading, struct json_writer *writer,
                                const struct watching *watching, struct err *reterr)
{
    struct arena *arena = reading->arena;
    struct db_result rows;
    enum err_kind kind = watch_many_an_hour(reading->db, arena, watching->court, watching->since_us,
                                            watching->an_hour, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *name = db_cell_text(&rows, i, 0);
        long long count = db_cell_int(&rows, i, 2);
        const char *at = instant_format(arena, db_cell_int(&rows, i, 1) * HOUR_US);
        begin_warning(
            writer, "many_an_hour",
            arena_printf(arena,
                         "调解员%s在%.10s "
                         "%.5s起的一小时内达成协议%lld件，提示线是%lld件。请抽查是否真实调解。",
                         name, at ? at : "", at ? at + 11 : "", count,
                         (long long) watching->an_hour),
            arena_printf(
                arena,
                "%s: %lld agreements within the hour from %.10s %.5s; the line is %lld. Please "
                "look into some.",
                name, count, at ? at : "", at ? at + 11 : "", (long long) watching->an_hour));
        end_group(writer, count);
    }
    if (!kind)
        kind = watch_same_parties(reading->db, arena, watching->court, watching->since_us,
                                  watching->same, &rows, reterr);
    for (size_t i = 0; !kind && i < rows.row_count; i++) {
        const char *one = db_cell_text(&rows, i, 0), *other = db_cell_text(&rows, i, 1);
        long long count = db_cell_int(&rows, i, 2);
        begin_warning(writer, "same_parties",
                      arena_printf(arena,
                                   "%s和%s之间有%lld件调解，提示线是%lld件。请核实是否虚构纠纷。",
                                   one, other, count, (long long) watching->same),
                      arena_printf(arena,
                                   "%s and %s: %lld mediations between them; the line is %lld. "
                                   "Please ask whether the disputes are real.",
                                   one, other, count, (long long) watching->same));
        end_group(writer, count);
    }
    return kind;
}

static enum err_kind court_of(struct reading *reading, role_set sees, const char **ret,
                              struct err *reterr)
{
    *ret = value_text_of(reading->params, "court");
    return actor_roles(&reading->actor, *ret) & sees
               ? ERR_NONE
               : err_set(reterr, ERR_DENIED, "action.wrong_role", "this court's are not yours");
}

enum err_kind mediation_warnings(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct watching watching = {0};
    enum err_kind kind = court_of(reading, role_bit("diversion_officer") | role_bit("supervisor"),
                                  &watching.court, reterr);
    if (kind)
        return kind;
    const struct workflow *workflow =
        engine_workflow_at(reading->engine, "mediation", watching.court);
    const struct value *settings = engine_settings_of(reading->engine, workflow, watching.court,
                                                      reading->now_us, reading->arena);
    if (!settings)
        return arena_full(reterr);
    int64_t days = value_int(value_get(settings, "watch_days"), 0);
    watching.since_us = reading->now_us - days * DAY_US;
    watching.an_hour = value_int(value_get(settings, "watch_hour"), 0);
    watching.same = value_int(value_get(settings, "watch_same"), 0);
    json_begin(writer);
    json_named_int(writer, "days", days);
    json_name(writer, "items");
    json_begin_list(writer);
    kind = write_many(reading, writer, &watching, reterr);
    if (!kind)
        kind = write_singles(reading, writer, &watching, reterr);
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return kind;
}

enum err_kind mediation_statistics(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const char *court = NULL;
    int32_t first = 0, last = 0;
    struct db_result rows;
    enum err_kind kind = court_of(reading,
                                  role_bit("diversion_officer") | role_bit("supervisor") |
                                      role_bit("roster_manager") | role_bit("court_leader"),
                                  &court, reterr);
    if (!kind)
        kind = reading_days(reading, PERIOD_USUAL_DAYS, &first, &last, reterr);
    if (!kind)
        kind = mediations_count(reading->db, reading->arena, court, start_of_day(first),
                                start_of_day(last + 1), &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_text(writer, "from", day_format(reading->arena, first));
    json_named_text(writer, "to", day_format(reading->arena, last));
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        json_named_text(writer, "variant", db_cell_text(&rows, i, 0));
        json_named_text(writer, "body", db_cell_text(&rows, i, 1));
        json_named_text(writer, "outcome", db_cell_text(&rows, i, 2));
        json_named_int(writer, "count", db_cell_int(&rows, i, 3));
        json_named_int(writer, "days", db_cell_int(&rows, i, 4));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}
