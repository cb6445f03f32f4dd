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

/* What nobody answered yet has taken longer than all that was answered in time: it stands in the
 * median with the minutes that were over when the time was. Of an even number the lower counts. */
#define PAIRS_OF(ROWS)                                                                             \
    "SELECT helping_court, competent_court, count(*), max(CASE WHEN place = (rows_in + 1) / 2 "    \
    "THEN minutes END), count(CASE WHEN in_time <> 0 THEN 1 END), count(CASE WHEN answer = "       \
    "'refused' THEN 1 END), count(CASE WHEN answer = 'waiting' THEN 1 END) FROM (SELECT "          \
    "helping_court, competent_court, minutes, in_time, answer, row_number() OVER (PARTITION BY "   \
    "helping_court, competent_court ORDER BY minutes) AS place, count(*) OVER (PARTITION BY "      \
    "helping_court, competent_court) AS rows_in FROM (" ROWS ") AS x) AS y GROUP BY "              \
    "helping_court, competent_court ORDER BY helping_court, competent_court LIMIT $3"

#define ANSWER_COLUMNS "helping_court, competent_court, minutes, in_time, answer FROM cross_answer "

enum err_kind cross_pairs_read(struct db *db, struct arena *arena, const char *court,
                               int64_t from_us, int64_t until_us, struct db_result *ret,
                               struct err *reterr)
{
    static const char every[] =
        PAIRS_OF("SELECT " ANSWER_COLUMNS "WHERE answered_us >= $1 AND answered_us < $2");
    static const char of_court[] = PAIRS_OF(
        "SELECT " ANSWER_COLUMNS "WHERE helping_court = $4 AND answered_us >= $1 AND answered_us < "
        "$2 UNION ALL SELECT " ANSWER_COLUMNS "WHERE competent_court = $4 AND helping_court <> $4 "
        "AND answered_us >= $1 AND answered_us < $2");
    if (!*court)
        return db_run(db, arena, every,
                      DB_ARGS(db_int(from_us), db_int(until_us), db_int(CROSS_PAIRS_MAX + 1)), ret,
                      reterr);
    return db_run(
        db, arena, of_court,
        DB_ARGS(db_int(from_us), db_int(until_us), db_int(CROSS_PAIRS_MAX + 1), db_text(court)),
        ret, reterr);
}
