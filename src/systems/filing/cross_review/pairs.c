/* systems/filing/cross_review: how fast and how each pair of courts answers, for those who lead one
 * of the two. */
#include "systems/filing/cross_review/cross_review.h"

#include "base/text.h"

static bool same_pair(const struct cross_answer_row *left, const struct cross_answer_row *right)
{
    return text_equal(left->helping_court, right->helping_court) &&
           text_equal(left->competent_court, right->competent_court);
}

/* What nobody answered yet has taken longer than all that was answered in time: it stands in the
 * median with the minutes that were over when the time was. */
size_t cross_pairs_of(const struct cross_answer_row *rows, size_t count, struct cross_pair *ret)
{
    size_t pairs = 0, first = 0;
    while (first < count) {
        struct cross_pair pair = {.helping_court = rows[first].helping_court,
                                  .competent_court = rows[first].competent_court};
        size_t end = first;
        for (; end < count && same_pair(&rows[first], &rows[end]); end++) {
            pair.count++;
            pair.in_time += rows[end].in_time;
            pair.refused += text_equal(rows[end].answer, "refused");
            pair.waiting += text_equal(rows[end].answer, "waiting");
        }
        pair.median_minutes = rows[first + (end - first - 1) / 2].minutes;
        ret[pairs++] = pair;
        first = end;
    }
    return pairs;
}

static void write_pair(const struct reading *reading, struct json_writer *writer,
                       const struct cross_pair *pair)
{
    json_begin(writer);
    json_named_text(writer, "helping_court", pair->helping_court);
    json_named_text(writer, "helping_court_name",
                    engine_court_name(reading->engine, pair->helping_court));
    json_named_text(writer, "competent_court", pair->competent_court);
    json_named_text(writer, "competent_court_name",
                    engine_court_name(reading->engine, pair->competent_court));
    json_named_int(writer, "count", pair->count);
    json_named_int(writer, "median_minutes", pair->median_minutes);
    json_named_int(writer, "in_time", pair->in_time);
    json_named_int(writer, "refused", pair->refused);
    json_named_int(writer, "waiting", pair->waiting);
    json_end(writer);
}

/* The days asked for, both inclusive; without them the year up to today. */
static enum err_kind read_days(const struct reading *reading, int32_t *ret_from, int32_t *ret_to,
                               struct err *reterr)
{
    const char *from = value_text(value_get(reading->params, "from")),
               *to = value_text(value_get(reading->params, "to"));
    *ret_to = day_of_instant(reading->now_us);
    *ret_from = *ret_to - 365;
    if ((from && !day_parse(from, ret_from)) || (to && !day_parse(to, ret_to)) ||
        *ret_to < *ret_from)
        return err_field(reterr, ERR_INVALID, "date.format", "from", "from and to are days");
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
        kind = cross_answers_read(reading->db, reading->arena, court, start_of_day(from),
                                  start_of_day(to + 1), &found, reterr);
    if (kind)
        return kind;
    size_t count = found.row_count > CROSS_ANSWERS_MAX ? CROSS_ANSWERS_MAX : found.row_count;
    struct cross_answer_row *rows = arena_array(reading->arena, count + 1, sizeof *rows);
    struct cross_pair *pairs = arena_array(reading->arena, count + 1, sizeof *pairs);
    if (!rows || !pairs)
        return arena_full(reterr);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct cross_answer_row){.helping_court = db_cell_text(&found, i, 0),
                                            .competent_court = db_cell_text(&found, i, 1),
                                            .minutes = db_cell_int(&found, i, 2),
                                            .in_time = db_cell_int(&found, i, 3) != 0,
                                            .answer = db_cell_text(&found, i, 4)};
    size_t pair_count = cross_pairs_of(rows, count, pairs);
    json_begin(writer);
    json_named_text(writer, "from", day_format(reading->arena, from));
    json_named_text(writer, "to", day_format(reading->arena, to));
    json_named_flag(writer, "cut", found.row_count > CROSS_ANSWERS_MAX);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < pair_count; i++)
        write_pair(reading, writer, &pairs[i]);
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
