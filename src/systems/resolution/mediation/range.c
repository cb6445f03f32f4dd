/* systems/resolution/mediation/range: see range.h. */
#include "systems/resolution/mediation/range.h"

#include "base/text.h"
#include "store/work.h"
#include "systems/resolution/mediation/mediation_store.h"

#define RANGE_PURPOSE "mediation.range"

enum { SIDES = 2, NEAR_TENTHS = 1, APART_TENTHS = 3, RANGE_FEN_MAX_DIGITS = 13 };
static const char *const sides[SIDES] = {"applicant", "respondent"};

const char *range_band(struct money_range one, struct money_range other, int64_t amount_fen)
{
    int64_t low = one.low_fen > other.low_fen ? one.low_fen : other.low_fen;
    int64_t high = one.high_fen < other.high_fen ? one.high_fen : other.high_fen;
    int64_t gap = low - high;
    return gap <= 0                                ? "overlap"
           : gap * 10 <= amount_fen * NEAR_TENTHS  ? "near"
           : gap * 10 <= amount_fen * APART_TENTHS ? "apart"
                                                   : "far";
}

const char *range_print(struct money_range range, struct arena *arena)
{
    return arena_printf(arena, "%0*lld %0*lld", RANGE_FEN_MAX_DIGITS, (long long) range.low_fen,
                        RANGE_FEN_MAX_DIGITS, (long long) range.high_fen);
}

static bool open_range(const struct engine *engine, const char *secret, struct arena *arena,
                       struct money_range *ret)
{
    const char *text = NULL;
    char *end = NULL;
    if (!secret || secret_open(engine_keys(engine), RANGE_PURPOSE, secret, arena, &text, NULL))
        return false;
    ret->low_fen = strtoll(text, &end, 10);
    ret->high_fen = strtoll(end, NULL, 10);
    return true;
}

/* ---- rounds ---------------------------------------------------------------------------------- */

/* Where the row of that round and side is; row_count: not entered. */
static size_t row_of(const struct db_result *rows, int64_t round, const char *side)
{
    for (size_t i = 0; i < rows->row_count; i++) {
        if (db_cell_int(rows, i, 0) == round && text_equal(db_cell_text(rows, i, 1), side))
            return i;
    }
    return rows->row_count;
}

/* The round that is open to this side: the first it has not entered, when the ones before are
 * complete; 0: none. */
static int64_t open_round(const struct db_result *rows, const char *side)
{
    for (int64_t round = 1; round <= RANGE_ROUNDS_MAX; round++) {
        if (row_of(rows, round, side) == rows->row_count)
            return round;
        if (row_of(rows, round, sides[0]) == rows->row_count ||
            row_of(rows, round, sides[1]) == rows->row_count)
            return 0;
    }
    return 0;
}

static const char *band_of(const struct engine *engine, const struct db_result *rows,
                           const size_t at[SIDES], int64_t amount_fen, struct arena *arena)
{
    struct money_range ranges[SIDES];
    for (size_t i = 0; i < SIDES; i++) {
        if (at[i] == rows->row_count ||
            !open_range(engine, db_cell_text(rows, at[i], 2), arena, &ranges[i]))
            return NULL;
    }
    return range_band(ranges[0], ranges[1], amount_fen);
}

void range_write(struct json_writer *writer, const struct engine *engine,
                 const struct db_result *rows, int64_t amount_fen, struct arena *arena)
{
    json_begin(writer);
    json_name(writer, "rounds");
    json_begin_list(writer);
    for (int64_t round = 1; round <= RANGE_ROUNDS_MAX; round++) {
        const size_t at[SIDES] = {row_of(rows, round, sides[0]), row_of(rows, round, sides[1])};
        if (at[0] == rows->row_count && at[1] == rows->row_count)
            break;
        json_begin(writer);
        json_named_int(writer, "round", round);
        json_named_flag(writer, "applicant", at[0] < rows->row_count);
        json_named_flag(writer, "respondent", at[1] < rows->row_count);
        json_named_text(writer, "band", band_of(engine, rows, at, amount_fen, arena));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_int(writer, "rounds_max", RANGE_ROUNDS_MAX);
    json_end(writer);
}

/* ---- entering -------------------------------------------------------------------------------- */

/* The side the actor stands on; NULL: neither, or acts for another. */
static const char *side_of(const struct actor *actor, const struct matter *matter)
{
    role_set held = actor_is_helper(actor) ? 0 : matter_roles(actor, matter);
    for (size_t i = 0; i < SIDES; i++) {
        if (held & role_bit(sides[i]))
            return sides[i];
    }
    return NULL;
}

static bool is_mediation(const struct matter *matter)
{
    return matter && strcmp(matter->workflow->system, "mediation") == 0;
}

struct entering {
    size_t place;
    const char *side;
    int64_t round;
};

enum err_kind range_enter_load(struct call *call, struct err *reterr)
{
    struct entering *entering = arena_alloc(call->arena, sizeof *entering);
    if (!entering)
        return arena_full(reterr);
    *entering = (struct entering){.place = sealed_ranges_read(call->reads, call->matter_id)};
    call->state = entering;
    return ERR_NONE;
}

enum err_kind range_enter_decide(struct call *call, struct err *reterr)
{
    struct entering *entering = call->state;
    const struct matter *matter = call->matter;
    int64_t low = value_int(value_get(call->body, "low"), 0),
            high = value_int(value_get(call->body, "high"), 0);
    if (!is_mediation(matter) || !matter_visible(&call->actor, matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such mediation");
    entering->side = side_of(&call->actor, matter);
    if (!entering->side)
        return err_set(reterr, ERR_DENIED, "action.wrong_role", "only a party enters a range");
    if (strcmp(matter->state, "mediating") != 0 || matter->amount_fen <= 0)
        return err_set(reterr, ERR_CONFLICT, "range.closed", "no range can be entered now");
    if (low > high)
        return err_field(reterr, ERR_INVALID, "range.order", "high", "the second sum is smaller");
    entering->round = open_round(db_flight_result(call->reads, entering->place), entering->side);
    return entering->round ? ERR_NONE
                           : err_set(reterr, ERR_CONFLICT, "range.entered",
                                     "this side has entered, or all rounds are used");
}

enum err_kind range_enter_apply(struct call *call, struct err *reterr)
{
    const struct entering *entering = call->state;
    const struct money_range range = {value_int(value_get(call->body, "low"), 0),
                                      value_int(value_get(call->body, "high"), 0)};
    const char *text = range_print(range, call->arena), *sealed = NULL;
    if (!text)
        return arena_full(reterr);
    enum err_kind kind =
        secret_seal(engine_keys(call->engine), RANGE_PURPOSE, text, call->arena, &sealed, reterr);
    if (kind)
        return kind;
    sealed_range_insert(call->writes, call_new_id(call, ID_SEALED_RANGE), call->matter->id,
                        entering->round, entering->side, sealed);
    call->status = 201;
    call->reply = arena_copy(call->arena, "{\"entered\":true}");
    return call->reply ? ERR_NONE : arena_full(reterr);
}

/* ---- what is learned ------------------------------------------------------------------------- */

/* The two sides and their mediator; no staff of the court, and no glass. */
enum err_kind ranges_read(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    const char *id = value_text(value_get(reading->params, "id"));
    struct matter *matter = NULL;
    struct db_result rows;
    int64_t matter_id = 0;
    if (!matter_id_parse(reading->engine, id ? id : "", &matter_id) ||
        engine_load_matter(reading, matter_id, &matter, reterr) || !is_mediation(matter) ||
        !matter_visible(&reading->actor, matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such mediation");
    role_set inside = role_bit("applicant") | role_bit("respondent") | role_bit("mediator");
    if (matter_by_glass(&reading->actor, matter) ||
        !(matter_roles(&reading->actor, matter) & inside))
        return err_set(reterr, ERR_DENIED, "glass.notes", "the ranges are the parties' own");
    enum err_kind kind = sealed_ranges_list(reading->db, reading->arena, matter->id, &rows, reterr);
    if (!kind)
        range_write(writer, reading->engine, &rows, matter->amount_fen, reading->arena);
    return kind;
}
