/* systems/filing/cross_review: how fast and how each pair of courts answers, for those who lead one
 * of the two. */
#include "systems/filing/cross_review/cross_review.h"

#include "base/text.h"

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

/* The days asked for, both inclusive; without them the year up to `to`, today. */
static enum err_kind read_days(const struct reading *reading, int32_t *ret_from, int32_t *ret_to,
                               struct err *reterr)
{
    const char *from = value_text(value_get(reading->params, "from")),
               *to = value_text(value_get(reading->params, "to"));
    *ret_to = day_of_instant(reading->now_us);
    if (to && !day_parse(to, ret_to))
        return err_field(reterr, ERR_INVALID, "date.format", "to", "to is a day");
    *ret_from = *ret_to - 365;
    if ((from && !day_parse(from, ret_from)) || *ret_to < *ret_from)
        return err_field(reterr, ERR_INVALID, "date.format", "from", "from is a day before 'to'");
    return ERR_NONE;
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
    enum err_kind kind = read_days(reading, &from, &to, reterr);
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
