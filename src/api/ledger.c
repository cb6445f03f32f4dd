/*
 * api/ledger: the clocks of a matter, past and present: by which rule, from when, by which table,
 * what was left out, when it ends; and one of them day by day.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "base/text.h"
#include "law/law.h"
#include "store/matter.h"

static const char *day_text(struct reading *reading, int64_t end_us)
{
    return day_format(reading->arena, day_of_instant(end_us - 1));
}

static struct value *parsed(struct reading *reading, const char *json)
{
    struct value *value = NULL;
    if (!json || json_parse(json, strlen(json), &json_limits_file, reading->arena, &value, NULL))
        return value_new_map(reading->arena);
    return value;
}

static void write_spans(struct reading *reading, struct json_writer *writer,
                        const struct value *spans)
{
    json_name(writer, "excluded");
    json_begin_list(writer);
    for (size_t i = 0; i < spans->count; i++) {
        int64_t last = value_int(value_at(spans->items[i], 1), 0);
        json_begin(writer);
        json_named_text(
            writer, "first",
            day_format(reading->arena, (int32_t) value_int(value_at(spans->items[i], 0), 0)));
        json_named_text(writer, "last", last ? day_format(reading->arena, (int32_t) last) : NULL);
        json_end(writer);
    }
    json_end_list(writer);
}

static const char *participant_name(const struct matter *matter, int64_t id)
{
    for (size_t i = 0; id && i < matter->participant_count; i++) {
        if (matter->participants[i].id == id)
            return value_text(value_get(matter->participants[i].identity, "name"));
    }
    return NULL;
}

/* Into an open object. */
static void write_clock(struct reading *reading, struct json_writer *writer,
                        const struct matter *matter, const struct db_result *rows, size_t i)
{
    const char *name = db_cell_text(rows, i, 2), *state = db_cell_text(rows, i, 3);
    const struct deadline *deadline = workflow_deadline(matter->workflow, name);
    const struct value *account = parsed(reading, db_cell_text(rows, i, 9));
    int64_t due_us = db_cell_int(rows, i, 7), closed_us = db_cell_int(rows, i, 11);
    bool still = text_equal(state, "suspended");
    json_named_int(writer, "place", (int64_t) i + 1);
    json_named_text(writer, "name", name);
    write_words(writer, "title", deadline ? deadline->title : (struct words){name, name});
    json_named_text(writer, "participant", participant_name(matter, db_cell_int(rows, i, 1)));
    json_named_text(writer, "state", closed_us && !text_equal(state, "met") ? "closed" : state);
    json_named_text(writer, "rule", db_cell_text(rows, i, 4));
    json_named_text(writer, "basis", db_cell_text(rows, i, 5));
    write_instant(reading, writer, "start", db_cell_int(rows, i, 6));
    write_instant(reading, writer, "due", still ? 0 : due_us);
    json_named_text(writer, "last_day", still ? NULL : day_text(reading, due_us));
    json_named_flag(writer, "provisional", db_cell_int(rows, i, 8) != 0);
    json_named_text(writer, "calendar", value_text(value_get(account, "calendar")));
    json_named_text(writer, "account_zh", value_text(value_get(account, "zh")));
    json_named_text(writer, "account_en", value_text(value_get(account, "en")));
    write_spans(reading, writer, parsed(reading, db_cell_text(rows, i, 10)));
    write_instant(reading, writer, "closed", closed_us);
    json_named_text(writer, "outage", db_cell_text(rows, i, 12));
}

enum err_kind ledger_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result rows;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = deadlines_of_matter(reading->db, reading->arena, matter->id, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        write_clock(reading, writer, matter, &rows, i);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

static void write_days(struct reading *reading, struct json_writer *writer,
                       const struct period_days *days)
{
    json_name(writer, "days");
    json_begin_list(writer);
    for (size_t i = 0; i < days->count; i++) {
        const struct period_day *row = &days->rows[i];
        json_begin(writer);
        json_named_text(writer, "day", day_format(reading->arena, row->day));
        json_named_int(writer, "weekday", row->weekday);
        json_named_text(writer, "kind", period_day_kind_name(row->kind));
        json_named_int(writer, "number", row->number);
        json_named_flag(writer, "off", row->off);
        json_named_text(writer, "holiday", row->holiday);
        json_end(writer);
    }
    json_end_list(writer);
    json_named_flag(writer, "cut", days->cut);
}

enum err_kind ledger_days(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result rows;
    struct period period;
    struct period_days days = {0};
    struct period_span spans[DEADLINE_SPANS_MAX];
    char *end = NULL;
    const char *text = param_text(reading->params, "place");
    unsigned long place = strtoul(text, &end, 10);
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind)
        kind = deadlines_of_matter(reading->db, reading->arena, matter->id, &rows, reterr);
    if (!kind && (*end || place == 0 || place > rows.row_count))
        kind = err_set(reterr, ERR_MISSING, "deadline.unknown", "the matter has no such clock");
    if (kind)
        return kind;
    size_t i = place - 1;
    int64_t start_us = db_cell_int(&rows, i, 6);
    const struct deadline *deadline =
        workflow_deadline(matter->workflow, db_cell_text(&rows, i, 2));
    if (!deadline)
        return err_set(reterr, ERR_MISSING, "deadline.unknown", "its rule is not known here");
    kind = deadline_period(deadline, db_cell_text(&rows, i, 4), start_us, &period, reterr);
    if (!kind && period_has_days(&period))
        kind = period_days_list(&period, engine_calendar(reading->engine), start_us, spans,
                                deadline_spans(parsed(reading, db_cell_text(&rows, i, 10)), spans),
                                reading->arena, &days, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    write_clock(reading, writer, matter, &rows, i);
    write_days(reading, writer, &days);
    json_end(writer);
    return ERR_NONE;
}
