/*
 * routing: who may be drawn, with which weight, and the draw.
 *
 * A judge's weight is their share (100, or what the setting `teams` says) as it shrinks with the
 * tasks they have: share × H ÷ (H + open tasks), where H is the setting `load_half`. Left out, with
 * the reason on record: on leave that day, kept out of the dispute or stepped aside (CPL 47), not
 * of the team, not cleared for a closed dispute.
 */
#include "base/text.h"
#include "rule/draw.h"
#include "store/task.h"
#include "systems/trial/routing/routing.h"

static const char trial_judge[] = "trial_judge";

enum { ACCOUNT, NAME, LOGIN, CLEARANCE, LOAD, AWAY, KEPT_OUT };
enum { SHARE_WHOLE = 100 };
_Static_assert((int) ROLE_HOLDERS_MAX <= (int) DRAW_CANDIDATES_MAX,
               "whoever holds the role may be drawn");

enum err_kind routing_judges_load(struct call *call, struct err *reterr)
{
    size_t *place = arena_alloc(call->arena, sizeof *place);
    if (!place)
        return arena_full(reterr);
    *place =
        role_holders_read(call->reads, call->matter_id, trial_judge, day_of_instant(call->now_us));
    call->state = place;
    return ERR_NONE;
}

/* "fast:sun*50 fast:li ordinary:wang": the share of a login in a team; 0: not of it. A team nobody
 * is named for is of all judges. */
static int64_t share_of(const char *teams, const char *team, const char *login)
{
    size_t team_length = strlen(team), login_length = strlen(login);
    bool named = false;
    for (const char *at = teams; *at;) {
        size_t length = strcspn(at, " ");
        if (length > team_length + 1 && strncmp(at, team, team_length) == 0 &&
            at[team_length] == ':') {
            const char *who = at + team_length + 1;
            size_t left = length - team_length - 1;
            named = true;
            if (left >= login_length && strncmp(who, login, login_length) == 0) {
                if (left == login_length)
                    return SHARE_WHOLE;
                int64_t share =
                    who[login_length] == '*' ? strtol(who + login_length + 1, NULL, 10) : 0;
                if (share > 0)
                    return share < SHARE_WHOLE ? share : SHARE_WHOLE;
            }
        }
        at += length + (at[length] == ' ');
    }
    return named ? 0 : SHARE_WHOLE;
}

bool routing_is_named(const char *names, const char *name)
{
    static const char between[] = "、";
    size_t length = strlen(name);
    for (const char *at = names; length && (at = strstr(at, name)) != NULL; at += length) {
        bool begins = at == names || (at - names >= (ptrdiff_t) strlen(between) &&
                                      strncmp(at - strlen(between), between, strlen(between)) == 0);
        if (begins && (!at[length] || text_starts(at + length, between)))
            return true;
    }
    return false;
}

/* Why somebody is not drawn; both NULL: they may be. */
static struct words why_left_out(const struct call *call, const struct db_result *rows, size_t i,
                                 int64_t share)
{
    const char *aside = value_text_of(call->matter->published, "applications.stepped_aside");
    const char *name = text_normalise(call->arena, db_cell_text(rows, i, NAME));
    if (db_cell_int(rows, i, KEPT_OUT) || routing_is_named(aside, name ? name : ""))
        return (struct words){"回避", "stepped aside"};
    if (db_cell_int(rows, i, AWAY))
        return (struct words){"请假", "on leave"};
    if (db_cell_int(rows, i, CLEARANCE) < call->matter->level)
        return (struct words){"没有办理不公开案件的授权", "not cleared for a closed case"};
    return share ? (struct words){NULL, NULL}
                 : (struct words){"不是这个团队的", "not of this team"};
}

static struct value *judge_row(struct call *call, const struct db_result *rows, size_t i)
{
    const struct value *settings = call->matter->settings;
    int64_t half = value_int(value_get(settings, "load_half"), 1),
            load = db_cell_int(rows, i, LOAD),
            share = share_of(value_text_of(settings, "teams"), call_field_text(call, "team"),
                             db_cell_text(rows, i, LOGIN)),
            weight = share * half / (half + load);
    struct words why = why_left_out(call, rows, i, share);
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(call->engine), 'A', db_cell_int(rows, i, ACCOUNT), id);
    struct value *row = value_new_map(call->arena);
    bool good = row && value_set_text(call->arena, row, "id", id) &&
                value_set_int(call->arena, row, "account", db_cell_int(rows, i, ACCOUNT)) &&
                value_set_text(call->arena, row, "name", db_cell_text(rows, i, NAME)) &&
                value_set_text(call->arena, row, "login", db_cell_text(rows, i, LOGIN)) &&
                value_set_int(call->arena, row, "weight",
                              why.zh       ? 0
                              : weight > 0 ? weight
                                           : 1) &&
                value_set_given(call->arena, row, "why_zh", why.zh) &&
                value_set_given(call->arena, row, "why_en", why.en);
    return good ? row : NULL;
}

static int by_id(const void *left, const void *right)
{
    const struct value *const *a = left, *const *b = right;
    return strcmp(value_text_of(*a, "id"), value_text_of(*b, "id"));
}

enum err_kind routing_judges_loaded(struct call *call, struct err *reterr)
{
    const size_t *place = call->state;
    const struct db_result *rows = db_flight_result(call->reads, *place);
    struct value *list = value_new_list(call->arena);
    if (rows->row_count > ROLE_HOLDERS_MAX)
        return err_set(reterr, ERR_LIMIT, "limit", "too many judges at one court");
    for (size_t i = 0; list && i < rows->row_count; i++) {
        struct value *row = judge_row(call, rows, i);
        if (!row || !value_add(call->arena, list, row))
            return arena_full(reterr);
    }
    call->outside = value_new_map(call->arena);
    if (!list || !call->outside || !value_set(call->arena, call->outside, "judges", list))
        return arena_full(reterr);
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_id);
    return ERR_NONE;
}

const struct value *routing_judge(const struct facts *facts, const char *login)
{
    const struct value *judges = value_get(facts->outside, "judges");
    for (size_t i = 0; i < judges->count; i++) {
        if (strcmp(value_text_of(judges->items[i], "login"), login) == 0)
            return judges->items[i];
    }
    return &value_null;
}

/* ---- the draw --------------------------------------------------------------------------------
 */

/* From here the case is theirs: named to the parties, and the tasks are theirs. */
static enum err_kind give_to(struct call *call, const struct value *judge, struct err *reterr)
{
    call_set_handler(call, trial_judge, value_int(value_get(judge, "account"), 0));
    const char *name = value_text_of(judge, "name"), *key = text_normalise(call->arena, name);
    enum err_kind kind = key ? call_set_text(call, "judge_key", key, reterr) : arena_full(reterr);
    return kind ? kind : call_set_text(call, "judge_name", name, reterr);
}

/* Who takes part, "A7K3:57,A9TZ:40" as the rule `draw` reads it, with their names in that order;
 * and who does not. */
struct lots {
    struct draw_candidate *candidates; /* DRAW_CANDIDATES_MAX */
    size_t count;
    struct text list, names;
    struct value *left_out;
};

static bool add_judge(struct call *call, const struct value *judge, int64_t round,
                      struct lots *lots)
{
    int64_t weight = value_int(value_get(judge, "weight"), 0);
    const char *id = value_text_of(judge, "id"), *name = value_text_of(judge, "name");
    if (weight) {
        const char *first = lots->count ? "," : "";
        text_add_format(&lots->list, "%s%s:%lld", first, id, (long long) weight);
        text_add_format(&lots->names, "%s%s", lots->count ? "、" : "", name);
        lots->candidates[lots->count++] = (struct draw_candidate){id, weight};
        return true;
    }
    struct value *row = value_new_map(call->arena);
    return row && value_set_int(call->arena, row, "round", round) &&
           value_set_text(call->arena, row, "name", name) &&
           value_set_text(call->arena, row, "zh", value_text_of(judge, "why_zh")) &&
           value_set_text(call->arena, row, "en", value_text_of(judge, "why_en")) &&
           value_add(call->arena, lots->left_out, row);
}

static bool make_lots(struct call *call, int64_t round, struct lots *ret)
{
    enum { LOTS_TEXT_MAX = 64 * 1024 };
    const struct value *judges = value_get(call->outside, "judges");
    *ret = (struct lots){.candidates =
                             arena_array(call->arena, DRAW_CANDIDATES_MAX, sizeof *ret->candidates),
                         .left_out = value_new_list(call->arena)};
    text_init(&ret->list, call->arena, LOTS_TEXT_MAX);
    text_init(&ret->names, call->arena, LOTS_TEXT_MAX);
    bool good = ret->candidates && ret->left_out;
    for (size_t i = 0; good && i < judges->count; i++)
        good = add_judge(call, judges->items[i], round, ret);
    return good;
}

static enum err_kind add_draw_row(struct call *call, const struct draw_question *question,
                                  const struct draw_answer *answer, struct lots *lots,
                                  const struct value *drawn, struct err *reterr)
{
    struct value *row = value_new_map(call->arena);
    const char *list = text_done(&lots->list), *names = text_done(&lots->names);
    bool good = row && list && names && value_set_int(call->arena, row, "round", question->round) &&
                value_set_text(call->arena, row, "at", instant_format(call->arena, call->now_us)) &&
                value_set_text(call->arena, row, "name", value_text_of(drawn, "name")) &&
                value_set_text(call->arena, row, "judge", value_text_of(drawn, "id")) &&
                value_set_text(call->arena, row, "seed", question->seed) &&
                value_set_text(call->arena, row, "matter", question->matter) &&
                value_set_text(call->arena, row, "candidates", list) &&
                value_set_text(call->arena, row, "names", names) &&
                value_set_int(call->arena, row, "total", answer->total) &&
                value_set_int(call->arena, row, "number", answer->number);
    return good ? call_add_row(call, "draws", row, reterr) : arena_full(reterr);
}

static const struct value *judge_of_id(const struct value *judges, const char *id)
{
    for (size_t i = 0; i < judges->count; i++) {
        if (strcmp(value_text_of(judges->items[i], "id"), id) == 0)
            return judges->items[i];
    }
    return &value_null;
}

enum err_kind routing_draw(struct call *call, const struct value *with, struct err *reterr)
{
    int64_t round = value_int(value_get(call->matter->fields, "round"), 0) + 1;
    char id[PUBLIC_ID_BYTES];
    struct draw_answer answer;
    struct lots lots;
    public_id(engine_keys(call->engine), call->matter->workflow->prefix, call->matter->id, id);
    if (!make_lots(call, round, &lots))
        return arena_full(reterr);
    const struct draw_question question = {call_field_text(call, "seed_kept"), id, round,
                                           lots.candidates, lots.count};
    enum err_kind kind = draw_one(&question, &answer, reterr);
    if (kind)
        return kind;
    const struct value *drawn =
        judge_of_id(value_get(call->outside, "judges"), lots.candidates[answer.place].name);
    kind = add_draw_row(call, &question, &answer, &lots, drawn, reterr);
    for (size_t i = 0; !kind && i < lots.left_out->count; i++)
        kind = call_add_row(call, "left_out", lots.left_out->items[i], reterr);
    if (!kind)
        kind = call_set_int(call, "round", round, reterr);
    if (!kind)
        kind = give_to(call, drawn, reterr);
    return kind ? kind : call_new_seed(call, with, reterr);
}

enum err_kind routing_replace(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return give_to(call, routing_judge(&call->facts, call_field_text(call, "replace_login")),
                   reterr);
}
