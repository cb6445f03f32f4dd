/* systems/filing/cross_review: its statements. */
#include "systems/filing/cross_review/cross_review.h"

void cross_answer_put(struct db_flight *flight, const struct cross_answer_row *row)
{
    static const char sql[] =
        "INSERT INTO cross_answer (matter_id, round, helping_court, competent_court, kind, answer, "
        "minutes, in_time, answered_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT "
        "(matter_id, round) DO UPDATE SET answer = excluded.answer, minutes = excluded.minutes, "
        "in_time = excluded.in_time, answered_us = excluded.answered_us";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->matter_id), db_int(row->round),
                                 db_text(row->helping_court), db_text(row->competent_court),
                                 db_text(row->kind), db_text(row->answer), db_int(row->minutes),
                                 db_int(row->in_time), db_int(row->answered_us)),
                         1);
}

enum err_kind cross_answers_read(struct db *db, struct arena *arena, const char *court,
                                 int64_t from_us, int64_t until_us, struct db_result *ret,
                                 struct err *reterr)
{
    static const char sql[] =
        "SELECT helping_court, competent_court, minutes, in_time, answer FROM cross_answer WHERE "
        "answered_us >= $2 AND answered_us < $3 AND ($1 = '' OR helping_court = $1 OR "
        "competent_court = $1) ORDER BY helping_court, competent_court, minutes LIMIT $4";
    return db_run(
        db, arena, sql,
        DB_ARGS(db_text(court), db_int(from_us), db_int(until_us), db_int(CROSS_ANSWERS_MAX + 1)),
        ret, reterr);
}
