/* api/live_mark: which streams a change concerns. */
#include "api/live_mark.h"

static bool serves_at(const struct live_stream *stream, const char *court)
{
    bool serves = stream->everywhere;
    for (size_t i = 0; !serves && i < stream->court_count; i++)
        serves = strcmp(stream->courts[i], court) == 0;
    return serves;
}

static void mark_matters(struct live_stream *streams, const struct db_result *rows)
{
    for (struct live_stream *stream = streams; stream; stream = stream->next) {
        for (size_t i = 0; i < rows->row_count; i++) {
            int64_t matter = db_cell_int(rows, i, 0);
            for (size_t m = 0; m < stream->matter_count; m++)
                stream->matter_changed[m] |= stream->matters[m] == matter;
            stream->tasks |= serves_at(stream, db_cell_text(rows, i, 1)) ||
                             db_cell_int(rows, i, 2) == stream->account_id;
        }
    }
}

static void mark_people(struct live_stream *streams, const struct db_result *rows)
{
    for (struct live_stream *stream = streams; stream; stream = stream->next) {
        for (size_t i = 0; stream->person_id && i < rows->row_count; i++)
            stream->tasks |= db_cell_int(rows, i, 1) == stream->person_id;
    }
}

static void mark_messages(struct live_stream *streams, const struct db_result *rows)
{
    for (struct live_stream *stream = streams; stream; stream = stream->next) {
        for (size_t i = 0; i < rows->row_count; i++) {
            int64_t person = db_cell_int(rows, i, 1);
            stream->messages |= db_cell_int(rows, i, 0) == stream->account_id ||
                                (person && person == stream->person_id);
        }
    }
}

static void mark_moves(struct live_stream *streams, const struct db_result *rows)
{
    for (struct live_stream *stream = streams; stream; stream = stream->next) {
        for (size_t i = 0; i < rows->row_count; i++)
            stream->tasks |= serves_at(stream, db_cell_text(rows, i, 0));
    }
}

/* More than a page can name changed at once: everybody looks again. */
static void mark_all(struct live_stream *streams)
{
    for (struct live_stream *stream = streams; stream; stream = stream->next) {
        stream->tasks = stream->messages = true;
        for (size_t m = 0; m < stream->matter_count; m++)
            stream->matter_changed[m] = true;
    }
}

enum err_kind live_mark(struct live_stream *streams, struct db *db, struct live_heads *heads,
                        struct arena *arena, struct err *reterr)
{
    struct live_heads now;
    enum err_kind kind = live_heads_read(db, arena, &now, reterr);
    struct db_flight *flight = kind ? NULL : db_flight_new(arena);
    if (!kind && !flight)
        kind = arena_full(reterr);
    if (kind)
        return kind;
    const size_t places[] = {live_matters(flight, heads->event, now.event),
                             live_people(flight, heads->event, now.event),
                             live_messages(flight, heads->message, now.message),
                             live_moves(flight, heads->move, now.move)};
    static void (*const marks[])(struct live_stream *, const struct db_result *) = {
        mark_matters, mark_people, mark_messages, mark_moves};
    kind = db_flight_run(db, flight, reterr);
    for (size_t i = 0; !kind && i < COUNT_OF(places); i++) {
        const struct db_result *rows = db_flight_result(flight, places[i]);
        marks[i](streams, rows);
        if (rows->row_count >= LIVE_ROWS_MAX)
            mark_all(streams);
    }
    if (!kind)
        *heads = now;
    return kind;
}

enum err_kind live_mark_missed(struct live_stream *stream, struct db *db,
                               const struct live_heads *heads, struct arena *arena,
                               struct err *reterr)
{
    struct db_flight *flight = db_flight_new(arena);
    size_t places[TOPIC_MATTERS_MAX], messages = 0;
    if (!flight)
        return arena_full(reterr);
    for (size_t m = 0; m < stream->matter_count; m++)
        places[m] = live_matter_since(flight, stream->matters[m], stream->seen.event);
    messages =
        live_message_since(flight, stream->account_id, stream->person_id, stream->seen.message);
    enum err_kind kind = db_flight_run(db, flight, reterr);
    for (size_t m = 0; !kind && m < stream->matter_count; m++)
        stream->matter_changed[m] |= db_flight_result(flight, places[m])->row_count > 0;
    if (!kind) {
        stream->messages |= db_flight_result(flight, messages)->row_count > 0;
        stream->tasks |= heads->event > stream->seen.event || heads->move > stream->seen.move;
    }
    return kind;
}
