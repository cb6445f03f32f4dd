/*
 * api/feed: a calendar one subscribes to (iCalendar, RFC 5545): what GET /calendar shows of one's
 * own, as long as one may see it. The address is a secret of its own, shown once, renewed or ended
 * at any time; by a delegation it is worth what the delegation is worth at that moment. Calendars
 * are read by other companies' telephones: it names number, court and what is due, never a party.
 */
#include "store/feed.h"
#include "api/calendar.h"
#include "api/operations.h"
#include "api/page.h"
#include "api/private.h"
#include "api/session.h"
#include "base/ical.h"
#include "store/people.h"

enum { BACK_DAYS = 30, AHEAD_DAYS = 180, ENTRIES_MAX = 500, FEED_BYTES_MAX = 1 << 20 };

/* ---- the address ---------------------------------------------------------------------------- */

static const char *path_of(const struct engine *engine, struct arena *arena, const char *token)
{
    const char *base = engine_public_url(engine);
    return arena_printf(arena, "%s/api/v1/calendar/%s", base ? base : "", token);
}

static enum err_kind made_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place =
        feed_made_read(flight, actor_account(&reading->actor), reading->actor.delegation_id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *row = db_flight_result(flight, place);
    json_begin(writer);
    write_instant(reading, writer, "made_at", row->row_count ? db_cell_int(row, 0, 0) : 0);
    json_end(writer);
    return ERR_NONE;
}

/* The reply holds a secret: it is never kept for replay. */
static enum err_kind make_load(struct call *call, struct err *reterr)
{
    (void) reterr;
    call->idempotency_key = NULL;
    return ERR_NONE;
}

static enum err_kind make_apply(struct call *call, struct err *reterr)
{
    char token[23], hash[SM3_HEX];
    random_token(token);
    token_hash(token, hash);
    feed_put(call->writes, &(struct feed_row){.account_id = actor_account(&call->actor),
                                              .delegation_id = call->actor.delegation_id,
                                              .token_hash = arena_copy(call->arena, hash),
                                              .made_us = call->now_us});
    const char *address = path_of(call->engine, call->arena, token);
    call->status = 201;
    call->reply = address ? arena_printf(call->arena, "{\"address\":\"%s\"}", address) : NULL;
    return call->reply ? ERR_NONE : arena_full(reterr);
}

static enum err_kind end_apply(struct call *call, struct err *reterr)
{
    feed_end(call->writes, actor_account(&call->actor), call->actor.delegation_id);
    call->status = 200;
    call->reply = "{\"ended\":true}";
    (void) reterr;
    return ERR_NONE;
}

/* ---- the calendar --------------------------------------------------------------------------- */

static enum err_kind unknown(struct err *reterr)
{
    return err_set(reterr, ERR_MISSING, "feed.unknown", "no such calendar");
}

/* Whose eyes it is read with: theirs of this moment. */
static enum err_kind become(struct reading *reading, struct err *reterr)
{
    struct work *work = work_of_reading(reading);
    char hash[SM3_HEX];
    struct account_row account;
    struct db_flight *flight = db_flight_new(reading->arena),
                     *second = db_flight_new(reading->arena);
    if (!flight || !second)
        return arena_full(reterr);
    token_hash(value_text_of(reading->params, "token"), hash);
    size_t place = feed_by_token_read(flight, hash);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *row = db_flight_result(flight, place);
    if (!row->row_count)
        return unknown(reterr);
    place = account_by_id_read(second, db_cell_int(row, 0, 0));
    kind = db_flight_run(reading->db, second, reterr);
    if (!kind && (!account_take(db_flight_result(second, place), 0, &account) ||
                  strcmp(account.status, "active") != 0))
        kind = unknown(reterr);
    if (!kind)
        kind = actor_of_account(reading->engine, reading->db, reading->arena, &account,
                                reading->now_us, &work->actor, reterr);
    if (!kind && db_cell_int(row, 0, 1) &&
        actor_by_delegation(work, db_cell_int(row, 0, 1), "read", reterr))
        kind = unknown(reterr);
    reading->actor = work->actor;
    return kind;
}

static enum err_kind gather(struct reading *reading, struct merged_row **ret, size_t *ret_count,
                            struct err *reterr)
{
    int32_t today = day_of_instant(reading->now_us);
    const struct calendar_range range = {.after_us = start_of_day(today - BACK_DAYS),
                                         .until_us = start_of_day(today + AHEAD_DAYS),
                                         .limit = ENTRIES_MAX,
                                         .account_id = reading->actor.account_id};
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    calendar_of_mine(flight, &reading->actor, &range);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (!kind)
        kind =
            rows_merge(reading->arena, flight, CALENDAR_AT_COLUMN, false, ret, ret_count, reterr);
    if (*ret_count > ENTRIES_MAX)
        *ret_count = ENTRIES_MAX;
    return kind;
}

static void write_entry(struct reading *reading, struct text *text, const struct merged_row *place,
                        const struct matter *matter)
{
    const char *name = db_cell_text(place->rows, place->row, 2),
               *court = engine_court_name(reading->engine, matter->court);
    int64_t id = db_cell_int(place->rows, place->row, 0),
            until_us = db_cell_int(place->rows, place->row, 7);
    bool fixed = id < 0, english = strcmp(reading->actor.language, "en") == 0;
    struct words title = calendar_title(matter, name, fixed), system = matter->workflow->title;
    const char *what = english ? title.en : title.zh, *file = matter->number ? matter->number
                                                              : english      ? system.en
                                                                             : system.zh;
    char uid[PUBLIC_ID_BYTES];
    public_id(engine_keys(reading->engine), fixed ? 'H' : 'K', fixed ? -id : id, uid);
    ical_line(text, "BEGIN", "VEVENT");
    ical_line(text, "UID", arena_printf(reading->arena, "%s@fengqiao", uid));
    ical_line(text, "DTSTAMP", ical_instant(reading->arena, matter->updated_us));
    if (fixed) {
        ical_line(text, "DTSTART", ical_instant(reading->arena, place->at_us));
        ical_line(text, "DTEND",
                  until_us > place->at_us ? ical_instant(reading->arena, until_us) : NULL);
    } else { /* the last day is over at the due time, 00:00 of the next one */
        int32_t day = day_of_instant(place->at_us - 1);
        ical_line(text, "DTSTART;VALUE=DATE", ical_day(reading->arena, day));
        ical_line(text, "DTEND;VALUE=DATE", ical_day(reading->arena, day + 1));
        ical_line(text, "TRANSP", "TRANSPARENT");
    }
    ical_text(text, "SUMMARY",
              arena_printf(reading->arena,
                           fixed     ? "%s · %s"
                           : english ? "Last day: %s · %s"
                                     : "最后一日：%s · %s",
                           what, file));
    ical_text(text, "LOCATION", fixed ? db_cell_text(place->rows, place->row, 8) : NULL);
    ical_text(text, "DESCRIPTION", court);
    ical_line(text, "END", "VEVENT");
}

static enum err_kind write_entries(struct reading *reading, struct text *text,
                                   const struct merged_row *places, size_t count,
                                   struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (size_t from = 0; !kind && from < count; from += LIST_ROWS_MAX) {
        size_t part = count - from < LIST_ROWS_MAX ? count - from : LIST_ROWS_MAX, shown = 0;
        int64_t ids[LIST_ROWS_MAX];
        struct matter *matters[LIST_ROWS_MAX];
        for (size_t i = 0; i < part; i++)
            ids[i] = db_cell_int(places[from + i].rows, places[from + i].row, 1);
        kind = visible_matters(reading, MATTER_BARE, ids, part, matters, &shown, reterr);
        for (size_t i = 0, at = 0; !kind && i < part && at < shown; i++) {
            if (matters[at]->id == ids[i])
                write_entry(reading, text, &places[from + i], matters[at++]);
        }
    }
    return kind;
}

static enum err_kind feed_read(struct reading *reading, struct json_writer *writer,
                               struct err *reterr)
{
    struct merged_row *places = NULL;
    size_t count = 0;
    struct text text;
    char *hash = arena_alloc(reading->arena, SM3_HEX);
    (void) writer;
    enum err_kind kind = hash ? become(reading, reterr) : arena_full(reterr);
    if (!kind)
        kind = engine_note_look(reading, 0, "calendar", reterr);
    if (!kind)
        kind = gather(reading, &places, &count, reterr);
    if (kind)
        return kind;
    text_init(&text, reading->arena, FEED_BYTES_MAX);
    ical_line(&text, "BEGIN", "VCALENDAR");
    ical_line(&text, "VERSION", "2.0");
    ical_line(&text, "PRODID", "-//Fengqiao//Calendar//ZH");
    ical_line(&text, "CALSCALE", "GREGORIAN");
    ical_line(&text, "METHOD", "PUBLISH");
    ical_line(&text, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H"); /* RFC 7986, 5.7 */
    kind = write_entries(reading, &text, places, count, reterr);
    ical_line(&text, "END", "VCALENDAR");
    const char *whole = text_done(&text);
    if (kind || !whole)
        return kind ? kind : arena_full(reterr);
    reading->bytes = whole;
    reading->byte_count = strlen(whole);
    reading->media_type = "text/calendar; charset=utf-8";
    struct sm3 sum = sm3_of(whole, reading->byte_count);
    text_hex(sum.bytes, SM3_BYTES, hash);
    reading->etag = hash;
    return ERR_NONE;
}

/* clang-format off */
/* Only who holds all of what is the account's: a helper would keep the address beyond the delegation's day. */
const struct operation feed_operations[] = {
    {.name = "feed_made", .method = "GET", .path = "/account/calendar", .permission = "signed_in", .delegated = "whole", .reply = "{made_at:s?}",
     .summary = {"日历订阅：什么时候生成的地址", "The calendar one subscribes to: since when there is an address"}, .read = made_read},
    {.name = "feed_make", .method = "POST", .path = "/account/calendar", .permission = "signed_in", .delegated = "whole", .reply = "{address:s}",
     .summary = {"生成日历订阅地址；以前的地址马上失效。地址只显示这一次", "Makes the address of the calendar; the one before opens nothing from then on. Shown this once"}, .load = make_load, .apply = make_apply},
    {.name = "feed_end", .method = "DELETE", .path = "/account/calendar", .permission = "signed_in", .delegated = "whole", .reply = "{ended:b}",
     .summary = {"停用日历订阅地址", "Ends the address of the calendar"}, .apply = end_apply},
    {.name = "feed_read", .method = "GET", .path = "/calendar/{token}", .permission = "public",
     .summary = {"日历订阅（iCalendar，RFC 5545）", "The calendar, as iCalendar (RFC 5545)"}, .read = feed_read},
    {.name = NULL}};
/* clang-format on */
