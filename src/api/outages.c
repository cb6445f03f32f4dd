/*
 * api/outages: when the platform was down, planned or not; what that meant for a clock; and the
 * statement about it that anybody can check without us. How it is found: engine/outage.c.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/session.h"
#include "law/outage.h"
#include "store/matter.h"
#include "store/outage.h"
#include "store/work.h"

enum { REASON_MAX = 200, WINDOW_HOURS_MAX = 72 };

static void write_outage(struct reading *reading, struct json_writer *writer,
                         const struct db_result *rows, size_t i, void *context)
{
    (void) context;
    json_named_int(writer, "id", db_cell_int(rows, i, 0));
    json_named_flag(writer, "proven", strcmp(db_cell_text(rows, i, 1), "announced") != 0);
    json_named_flag(writer, "planned", db_cell_int(rows, i, 2) != 0);
    write_instant(reading, writer, "from", db_cell_int(rows, i, 3));
    write_instant(reading, writer, "to", db_cell_int(rows, i, 4));
    json_named_text(writer, "reason", db_cell_text(rows, i, 5));
    json_named_int(writer, "clocks", db_cell_int(rows, i, 6));
}

static enum err_kind outages_read(struct reading *reading, struct json_writer *writer,
                                  struct err *reterr)
{
    struct list_page page;
    struct db_result rows;
    enum err_kind kind = page_read(reading, "outages", &page, reterr);
    if (!kind)
        kind = outages_list(reading->db, reading->arena, page.id ? page.id : INT64_MAX, page.limit,
                            &rows, reterr);
    if (!kind)
        page_write_rows(reading, writer, "outages", &page, &rows, 0, write_outage, NULL);
    return kind;
}

static enum err_kind status_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct heartbeat_row last;
    struct db_result next;
    enum err_kind kind = heartbeat_last(reading->db, reading->arena, &last, reterr);
    if (!kind)
        kind = outage_next(reading->db, reading->arena, reading->now_us, &next, reterr);
    if (kind)
        return kind;
    bool planned = next.row_count > 0;
    json_begin(writer);
    write_instant(reading, writer, "alive_at", last.court_us);
    write_instant(reading, writer, "maintenance_from", planned ? db_cell_int(&next, 0, 0) : 0);
    write_instant(reading, writer, "maintenance_to", planned ? db_cell_int(&next, 0, 1) : 0);
    json_named_text(writer, "maintenance_reason", planned ? db_cell_text(&next, 0, 2) : NULL);
    json_named_flag(writer, "virus_scan", engine_ports(reading->engine)->scan != NULL);
    json_end(writer);
    return ERR_NONE;
}

static enum err_kind write_statement(struct reading *reading, int64_t outage_id,
                                     const struct value *clock, struct json_writer *writer,
                                     struct err *reterr)
{
    struct value *statement = NULL;
    enum err_kind kind = engine_outage_statement(reading->engine, reading->db, outage_id, clock,
                                                 reading->arena, &statement, reterr);
    if (kind)
        return kind;
    reading->download_name = "outage.json";
    json_value(writer, statement);
    return ERR_NONE;
}

static enum err_kind statement_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    int64_t id = strtoll(param_text(reading->params, "id"), NULL, 10);
    return write_statement(reading, id, NULL, writer, reterr);
}

/* The newest outage that held this clock, said of this clock. */
static enum err_kind clock_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result clocks, held;
    struct arena *arena = reading->arena;
    struct value *clock = value_new_map(arena);
    unsigned long place = strtoul(param_text(reading->params, "place"), NULL, 10);
    enum err_kind kind = clock ? visible_matter(reading, &matter, reterr) : arena_full(reterr);
    if (!kind)
        kind = deadlines_of_matter(reading->db, arena, matter->id, &clocks, reterr);
    if (!kind && (place == 0 || place > clocks.row_count))
        kind = err_set(reterr, ERR_MISSING, "deadline.unknown", "the matter has no such clock");
    if (!kind)
        kind =
            outage_clocks_of(reading->db, arena, db_cell_int(&clocks, place - 1, 0), &held, reterr);
    if (!kind && held.row_count == 0)
        kind = err_set(reterr, ERR_MISSING, "outage.unknown", "no outage held this clock");
    if (kind)
        return kind;
    const char *name = db_cell_text(&clocks, place - 1, 2), *treatment = db_cell_text(&held, 0, 1);
    const struct outage_treatment *means = outage_treatment_find(treatment);
    int64_t old_us = db_cell_int(&held, 0, 2), new_us = db_cell_int(&held, 0, 3);
    bool good =
        means &&
        value_set_text(arena, clock, "matter", matter_id_print(reading->engine, matter, arena)) &&
        value_set_text(arena, clock, "name", name) &&
        value_set_text(arena, clock, "rule", db_cell_text(&clocks, place - 1, 4)) &&
        value_set_text(arena, clock, "treatment", treatment) &&
        value_set_text(arena, clock, "meaning_zh", means->zh) &&
        value_set_text(arena, clock, "meaning_en", means->en) &&
        value_set_text(arena, clock, "basis", means->basis) &&
        value_set_text(arena, clock, "old_last_day",
                       day_format(arena, day_of_instant(old_us - 1))) &&
        value_set_text(arena, clock, "new_last_day", day_format(arena, day_of_instant(new_us - 1)));
    return good ? write_statement(reading, db_cell_int(&held, 0, 0), clock, writer, reterr)
                : arena_full(reterr);
}

/* ---- announced beforehand -------------------------------------------------------------------- */

static enum err_kind announce_decide(struct call *call, struct err *reterr)
{
    int64_t from_us = 0, to_us = 0;
    const char *from = value_text(value_get(call->body, "from")),
               *to = value_text(value_get(call->body, "to"));
    if (!from || !to || !instant_parse(from, &from_us) || !instant_parse(to, &to_us) ||
        from_us <= call->now_us || to_us <= from_us || to_us - from_us > WINDOW_HOURS_MAX * HOUR_US)
        return err_field(reterr, ERR_INVALID, "outage.window", "to",
                         "announced beforehand, at most %d hours", WINDOW_HOURS_MAX);
    struct outage_row *row = arena_alloc(call->arena, sizeof *row);
    if (!row)
        return arena_full(reterr);
    *row = (struct outage_row){.state = "announced",
                               .planned = true,
                               .from_us = from_us,
                               .to_us = to_us,
                               .reason = value_text(value_get(call->body, "reason")),
                               .set_by = call->actor.account_id,
                               .noted_us = call->now_us};
    call->state = row;
    return ERR_NONE;
}

static enum err_kind announce_apply(struct call *call, struct err *reterr)
{
    struct outage_row *row = call->state;
    struct json_writer writer;
    row->id = call_new_id(call, ID_OUTAGE);
    outage_insert(call->writes, row);
    json_writer_init(&writer, call->arena, 4096);
    json_begin(&writer);
    json_named_int(&writer, "id", row->id);
    json_end(&writer);
    return call_reply(call, 201, &writer, reterr);
}

/* clang-format off */
static const struct field fields[] = {
    {.name = "from", .kind = FIELD_MOMENT, .title = {"从何时", "From"}},
    {.name = "to", .kind = FIELD_MOMENT, .title = {"到何时", "To"}},
    {.name = "reason", .kind = FIELD_TEXT, .max = REASON_MAX, .title = {"原因", "Reason"}}};
static const struct form_field form[] = {{&fields[0], true}, {&fields[1], true}, {&fields[2], true}};

const struct operation outage_operations[] = {
    {.name = "outage_list", .method = "GET", .path = "/outages", .permission = "public",
     .reply = "{items:[{id:i proven:b planned:b from:s to:s reason:s clocks:i}] next:s?}",
     .summary = {"平台何时中断过，何时计划维护", "When the platform was down, and when maintenance is planned"}, .query = "cursor limit", .read = outages_read},
    {.name = "status", .method = "GET", .path = "/status", .permission = "public",
     .reply = "{alive_at:s? maintenance_from:s? maintenance_to:s? maintenance_reason:s? virus_scan:b}",
     .summary = {"平台现在的情况", "The last sign of life, and the next planned maintenance"}, .query = "", .read = status_read},
    {.name = "outage_announce", .method = "POST", .path = "/outages", .permission = "admin", .reply = "{id:i}",
     .summary = {"预告计划维护", "Announces planned maintenance"}, .form = form, .form_count = COUNT_OF(form),
     .decide = announce_decide, .apply = announce_apply},
    {.name = "outage_statement", .method = "GET", .path = "/outages/{id}/statement", .permission = "public", .reply = "o",
     .summary = {"一次中断的证明文件", "The signed statement about one outage"}, .query = "", .read = statement_read},
    {.name = "clock_outage", .method = "GET", .path = "/matters/{id}/deadlines/{place}/outage", .permission = "public", .reply = "o",
     .summary = {"期限在中断期间届满的证明文件", "The signed statement that a clock ended in an outage"}, .query = "", .read = clock_read},
    {.name = NULL}};
/* clang-format on */
