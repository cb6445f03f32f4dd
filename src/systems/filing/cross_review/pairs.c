/* systems/filing/cross_review: how fast and how each pair of courts answers, for those who lead one
 * of the two. */
#include "systems/filing/cross_review/cross_review.h"

enum { DAYS_USUAL = 365 };

static void write_pair(const struct reading *reading, struct json_writer *writer,
                       const struct db_result *found, size_t row)
{
    static const char *const counts[] = {"count", "median_minutes", "in_time", "refused",
                                         "waiting"};
    const char *helping = db_cell_text(found, row, 0), *competent = db_cell_text(found, row, 1);
    json_begin(writer);
    json_named_text(writer, "helping_court", helping);
    json_named_text(writer, "helping_court_name", engine_court_name(reading->engine, helping));
    json_named_text(writer, "competent_court", competent);
    json_named_text(writer, "competent_court_name", engine_court_name(reading->engine, competent));
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_named_int(writer, counts[i], db_cell_int(found, row, i + 2));
    json_end(writer);
}

static enum err_kind pairs_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *court = value_text_of(reading->params, "court");
    role_set sees = role_bit("filing_head") | role_bit("court_leader") | role_bit("supervisor");
    int32_t from = 0, to = 0;
    struct db_result found;
    if (!(actor_roles(&reading->actor, court) & sees))
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "for those who lead that court");
    enum err_kind kind = reading_days(reading, DAYS_USUAL, &from, &to, reterr);
    if (!kind)
        kind = cross_pairs_read(reading->db, reading->arena, court, start_of_day(from),
                                start_of_day(to + 1), &found, reterr);
    if (kind)
        return kind;
    size_t count = found.row_count > CROSS_PAIRS_MAX ? CROSS_PAIRS_MAX : found.row_count;
    json_begin(writer);
    json_named_text(writer, "from", day_format(reading->arena, from));
    json_named_text(writer, "to", day_format(reading->arena, to));
    json_named_flag(writer, "cut", found.row_count > CROSS_PAIRS_MAX);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++)
        write_pair(reading, writer, &found, i);
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

const struct operation cross_review_operations[CROSS_OPERATIONS] = {
    {.name = "cross_filing_pairs",
     .method = "GET",
     .path = "/cross-filing/pairs",
     .permission = "filing_head court_leader supervisor",
     .reply = "{from:s to:s cut:b items:[{helping_court:s helping_court_name:s competent_court:s "
              "competent_court_name:s count:i median_minutes:i in_time:i refused:i waiting:i}]}",
     .summary = {"跨域立案：各对法院的答复情况", "Filing across courts, by pair of courts"},
     .query = "court from to",
     .read = pairs_read}};
