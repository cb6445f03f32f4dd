/* store/bank: see bank.h. */
#include "store/bank.h"

void bank_move_put(struct db_flight *flight, const struct bank_move_row *row)
{
    static const char sql[] =
        "INSERT INTO bank_move (id, court, channel, direction, reference, order_reference, "
        "matter_id, amount_fen, day, said_us, taken_us, state, via) VALUES ($1, $2, $3, $4, $5, "
        "$6, "
        "$7, $8, $9, $10, $11, $12, $13) ON CONFLICT (channel, direction, reference) DO UPDATE SET "
        "state = excluded.state, via = excluded.via, matter_id = excluded.matter_id WHERE "
        "bank_move.state <> 'posted' AND excluded.state = 'posted'";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->court), db_text(row->channel),
                                 db_text(row->direction), db_text(row->reference),
                                 db_text(row->order_reference), db_id(row->matter_id),
                                 db_int(row->amount_fen), db_text(row->day), db_int(row->said_us),
                                 db_int(row->taken_us), db_text(row->state), db_text(row->via)),
                         1);
}

enum err_kind bank_move_find(struct db *db, struct arena *arena, const char *channel,
                             const char *direction, const char *reference, struct db_result *ret,
                             struct err *reterr)
{
    static const char sql[] =
        "SELECT matter_id, amount_fen, state, order_reference, court, said_us FROM bank_move WHERE "
        "channel = $1 AND direction = $2 AND reference = $3";
    return db_run(db, arena, sql, DB_ARGS(db_text(channel), db_text(direction), db_text(reference)),
                  ret, reterr);
}

/* ---- a bank's file ----------------------------------------------------------------------------
 */

void bank_file_put(struct db_flight *flight, const char *court, const char *channel,
                   const char *day, int64_t lines, int64_t came_us)
{
    static const char forget[] =
        "DELETE FROM bank_line WHERE court = $1 AND channel = $2 AND day = $3";
    static const char put[] =
        "INSERT INTO bank_file (court, channel, day, lines, came_us) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (court, channel, day) DO UPDATE SET lines = excluded.lines, came_us = "
        "excluded.came_us WHERE bank_file.closed_by IS NULL";
    (void) db_flight_add(flight, forget, DB_ARGS(db_text(court), db_text(channel), db_text(day)),
                         -1);
    (void) db_flight_add(
        flight, put,
        DB_ARGS(db_text(court), db_text(channel), db_text(day), db_int(lines), db_int(came_us)), 1);
}

void bank_line_put(struct db_flight *flight, const struct bank_line_row *row)
{
    static const char sql[] =
        "INSERT INTO bank_line (court, channel, day, direction, reference, order_reference, "
        "amount_fen, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->court), db_text(row->channel), db_text(row->day),
                                 db_text(row->direction), db_text(row->reference),
                                 db_text(row->order_reference), db_int(row->amount_fen),
                                 db_int(row->at_us)),
                         1);
}

void bank_file_close(struct db_flight *flight, const char *court, const char *channel,
                     const char *day, int64_t matter_id)
{
    static const char sql[] = "UPDATE bank_file SET closed_by = $4 WHERE court = $1 AND channel = "
                              "$2 AND day = $3 AND closed_by IS NULL";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_text(court), db_text(channel), db_text(day), db_int(matter_id)), 1);
}

/* Of the closing `$1`: its court, channel and day. */
#define OF_CLOSING(alias, day)                                                                     \
    "JOIN matter m ON m.court = " alias ".court JOIN matter_index d ON d.matter_id = m.id AND "    \
    "d.field = 'day' AND d.text_value = " alias "." day " JOIN matter_index c ON c.matter_id = "   \
    "m.id AND c.field = 'channel' AND c.text_value = " alias ".channel WHERE m.id = $1"

size_t bank_file_read(struct db_flight *flight, int64_t closing_id)
{
    static const char sql[] =
        "SELECT f.lines, f.closed_by FROM bank_file f " OF_CLOSING("f", "day");
    return db_flight_add(flight, sql, DB_ARGS(db_int(closing_id)), -1);
}

size_t bank_lines_read(struct db_flight *flight, int64_t closing_id)
{
    static const char sql[] =
        "SELECT l.direction, l.reference, l.order_reference, l.amount_fen FROM bank_line "
        "l " OF_CLOSING("l", "day") " ORDER BY l.direction, l.reference LIMIT $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(closing_id), db_int(BANK_MOVES_MAX)), -1);
}

size_t bank_moves_read(struct db_flight *flight, int64_t closing_id)
{
    static const char sql[] =
        "SELECT b.direction, b.reference, b.order_reference, b.amount_fen, b.state, b.via, "
        "b.matter_id FROM bank_move b " OF_CLOSING(
            "b", "day") " ORDER BY b.direction, b.reference LIMIT $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(closing_id), db_int(BANK_MOVES_MAX)), -1);
}
