/* systems/filing/fee_day: a bank's file of a day against what the platform took. */
#include "base/text.h"
#include "engine/engine.h"
#include "store/bank.h"
#include "store/book.h"

extern const struct embedded_file fee_day_definition[];

enum { DIFFERENCES_MAX = 500 };

static const char *text_field(const struct facts *facts, const char *name)
{
    return value_text_of(facts->fields, name);
}

/* ---- guards -----------------------------------------------------------------------------------
 */

static bool file_came(const struct facts *facts)
{
    return value_true(value_get(facts->outside, "came"));
}

static bool not_closed(const struct facts *facts)
{
    return !value_true(value_get(facts->outside, "closed"));
}

static const struct value *difference(const struct value *fields, int64_t number)
{
    const struct value *rows = value_get(fields, "differences");
    for (size_t i = 0; rows->type == VALUE_LIST && i < rows->count; i++) {
        if (value_int(value_get(rows->items[i], "no"), 0) == number)
            return rows->items[i];
    }
    return &value_null;
}

static const struct value *asked(const struct facts *facts)
{
    return difference(facts->fields, value_int(value_get(facts->form, "diff_no"), 0));
}

static bool difference_open(const struct facts *facts)
{
    const struct value *row = asked(facts);
    return !value_is_null(row) && !value_true(value_get(row, "done"));
}

/* Whoever says that money found its fee is taken at the ledger's word alone. */
static bool really_assigned(const struct facts *facts)
{
    return !text_equal(value_text_of(facts->form, "diff_how"), "assigned") ||
           text_equal(value_text_of(facts->outside, "move_state"), "posted");
}

static bool all_done(const struct facts *facts)
{
    return value_int(value_get(facts->fields, "open_count"), 1) == 0;
}

static bool another_hand(const struct facts *facts)
{
    return !text_has_word(text_field(facts, "hands"), value_text_of(facts->outside, "account"));
}

/* clang-format off */
static const struct guard guards[] = {
    {"fee_day_file_came", {"银行这一天的对账文件还没有到。请等文件到达，或者请银行重发。", "The bank's file of that day has not come yet. Please wait for it, or ask the bank to send it again."}, NULL, file_came},
    {"fee_day_not_closed", {"这一天已经日结，不需要再核对。", "That day is closed; nothing is left to compare."}, NULL, not_closed},
    {"fee_day_difference_open", {"没有这一项差异，或者已经处理。请选择清单里还没有处理的一项。", "There is no such difference, or it is done. Please choose an open one of the list."}, NULL, difference_open},
    {"fee_day_really_assigned", {"这笔款项还没有认领到费用，请先认领。", "That money has not found its fee yet; please assign it first."}, NULL, really_assigned},
    {"fee_day_all_done", {"还有差异没有处理。请逐项处理后再送复核。", "Some differences are still open. Please work off each, then send it for review."}, NULL, all_done},
    {"fee_day_another_hand", {"复核的人不能是经办的人。请换一个人复核。", "Whoever reviews is not whoever worked on it. Another person must review."}, "中华人民共和国会计法", another_hand},
};
/* clang-format on */

/* ---- comparing --------------------------------------------------------------------------------
 */

struct places {
    size_t file, lines, moves, balances;
};

struct comparing {
    struct call *call;
    const struct db_result *lines, *moves;
    struct value *rows;
    int64_t found, open;
    bool full;
};

/* Of two lists ordered alike: which comes first. */
static int order(const struct db_result *left, size_t i, const struct db_result *right, size_t j)
{
    if (i >= left->row_count || j >= right->row_count)
        return i >= left->row_count ? 1 : -1;
    int way = strcmp(db_cell_text(left, i, 0), db_cell_text(right, j, 0));
    return way ? way : strcmp(db_cell_text(left, i, 1), db_cell_text(right, j, 1));
}

static void add(struct comparing *comparing, const char *kind, const struct db_result *rows,
                size_t i, int64_t ours_fen, int64_t theirs_fen, bool done)
{
    struct arena *arena = comparing->call->arena;
    struct value *row = value_new_map(arena);
    comparing->found++;
    comparing->open += !done;
    comparing->full = comparing->full || !row || !value_set_text(arena, row, "kind", kind) ||
                      !value_set_text(arena, row, "direction", db_cell_text(rows, i, 0)) ||
                      !value_set_text(arena, row, "reference", db_cell_text(rows, i, 1)) ||
                      !value_set_given(arena, row, "order", db_cell_text(rows, i, 2)) ||
                      !value_set_int(arena, row, "ours", ours_fen) ||
                      !value_set_int(arena, row, "theirs", theirs_fen) ||
                      !value_set_bool(arena, row, "done", done) ||
                      (done && !value_set_text(arena, row, "how", "posted")) ||
                      !value_add(arena, comparing->rows, row);
}

static void both(struct comparing *comparing, size_t i, size_t j)
{
    const struct db_result *lines = comparing->lines, *moves = comparing->moves;
    int64_t theirs_fen = db_cell_int(lines, i, 3), ours_fen = db_cell_int(moves, j, 3);
    const char *state = db_cell_text(moves, j, 4);
    if (strcmp(state, "posted") != 0)
        add(comparing, state, moves, j, 0, theirs_fen, false);
    else if (theirs_fen != ours_fen)
        add(comparing, "sums_differ", lines, i, ours_fen, theirs_fen, false);
    else if (text_equal(db_cell_text(moves, j, 5), "statement"))
        add(comparing, "notice_missing", lines, i, ours_fen, theirs_fen, true);
}

static void walk(struct comparing *comparing)
{
    const struct db_result *lines = comparing->lines, *moves = comparing->moves;
    size_t i = 0, j = 0;
    while (i < lines->row_count || j < moves->row_count) {
        int way = order(lines, i, moves, j);
        if (way < 0) {
            add(comparing, "not_here", lines, i, 0, db_cell_int(lines, i, 3), false);
            i++;
        } else if (way > 0) {
            add(comparing, "not_at_bank", moves, j, db_cell_int(moves, j, 3), 0, false);
            j++;
        } else {
            both(comparing, i++, j++);
        }
    }
}

/* What a difference of the last comparison was explained by stays with it. */
static bool keep_done(struct comparing *comparing)
{
    const struct value *before = value_get(comparing->call->matter->fields, "differences");
    struct arena *arena = comparing->call->arena;
    for (size_t i = 0; i < comparing->rows->count; i++) {
        struct value *row = comparing->rows->items[i];
        for (size_t j = 0; before->type == VALUE_LIST && j < before->count; j++) {
            const struct value *old = before->items[j];
            bool same = value_equal(value_get(old, "kind"), value_get(row, "kind")) &&
                        value_equal(value_get(old, "direction"), value_get(row, "direction")) &&
                        value_equal(value_get(old, "reference"), value_get(row, "reference"));
            if (!same || !value_true(value_get(old, "done")) || value_true(value_get(row, "done")))
                continue;
            comparing->open--;
            if (!value_set_bool(arena, row, "done", true) ||
                !value_set_given(arena, row, "how", value_text(value_get(old, "how"))) ||
                !value_set_given(arena, row, "explanation",
                                 value_text(value_get(old, "explanation"))))
                return false;
        }
    }
    return true;
}

/* What somebody has explained and what is open stand there whole; of what needs nobody, as much as
 * there is room for. NULL: they do not fit, or memory ran out. */
static struct value *listed(const struct comparing *comparing)
{
    struct arena *arena = comparing->call->arena;
    struct value *list = value_new_list(arena);
    for (int posted = 0; posted < 2; posted++) {
        for (size_t i = 0; list && i < comparing->rows->count; i++) {
            struct value *row = comparing->rows->items[i];
            if (text_equal(value_text(value_get(row, "how")), "posted") != (posted == 1))
                continue;
            bool full = list->count == DIFFERENCES_MAX;
            if (full && posted)
                return list;
            if (full || !value_set_int(arena, row, "no", (int64_t) list->count + 1) ||
                !value_add(arena, list, row))
                list = NULL;
        }
    }
    return list;
}

static int64_t sum_of(const struct db_result *rows, const char *direction, bool posted)
{
    int64_t fen = 0;
    for (size_t i = 0; i < rows->row_count; i++) {
        if (strcmp(db_cell_text(rows, i, 0), direction) == 0 &&
            (!posted || strcmp(db_cell_text(rows, i, 4), "posted") == 0))
            fen += db_cell_int(rows, i, 3);
    }
    return fen;
}

static enum err_kind set_sums(struct call *call, const struct comparing *comparing,
                              struct err *reterr)
{
    const struct {
        const char *name;
        int64_t value;
    } sums[] = {{"bank_lines", (int64_t) comparing->lines->row_count},
                {"our_moves", (int64_t) comparing->moves->row_count},
                {"bank_in", sum_of(comparing->lines, "in", false)},
                {"our_in", sum_of(comparing->moves, "in", true)},
                {"bank_out", sum_of(comparing->lines, "out", false)},
                {"our_out", sum_of(comparing->moves, "out", true)},
                {"found", comparing->found},
                {"open_count", comparing->open}};
    enum err_kind kind = ERR_NONE;
    for (size_t i = 0; !kind && i < COUNT_OF(sums); i++)
        kind = call_set_int(call, sums[i].name, sums[i].value, reterr);
    return kind;
}

static enum err_kind compare(struct call *call, const struct value *with, struct err *reterr)
{
    const struct places *places = call->state;
    struct comparing comparing = {.call = call,
                                  .lines = db_flight_result(call->reads, places->lines),
                                  .moves = db_flight_result(call->reads, places->moves),
                                  .rows = value_new_list(call->arena)};
    (void) with;
    if (!comparing.rows)
        return arena_full(reterr);
    walk(&comparing);
    if (comparing.full || !keep_done(&comparing))
        return arena_full(reterr);
    struct value *list = listed(&comparing);
    if (!list || comparing.moves->row_count == BANK_MOVES_MAX)
        return err_set(reterr, ERR_LIMIT, "payment.day_full", "%lld differences, %zu moves",
                       (long long) comparing.found, comparing.moves->row_count);
    enum err_kind kind = call_set_field(call, "differences", list, reterr);
    return kind ? kind : set_sums(call, &comparing, reterr);
}

static enum err_kind work_off(struct call *call, const struct value *with, struct err *reterr)
{
    struct value *rows = value_copy(call->arena, value_get(call->matter->fields, "differences"));
    int64_t number = value_int(value_get(call->facts.form, "diff_no"), 0);
    (void) with;
    for (size_t i = 0; rows && i < rows->count; i++) {
        struct value *row = rows->items[i];
        if (value_int(value_get(row, "no"), 0) == number &&
            (!value_set_bool(call->arena, row, "done", true) ||
             !value_set_text(call->arena, row, "how",
                             value_text_of(call->facts.form, "diff_how")) ||
             !value_set_text(call->arena, row, "explanation",
                             value_text_of(call->facts.form, "diff_explanation"))))
            rows = NULL;
    }
    if (!rows)
        return arena_full(reterr);
    enum err_kind kind = call_set_field(call, "differences", rows, reterr);
    int64_t open = value_int(value_get(call->matter->fields, "open_count"), 1) - 1;
    return kind ? kind : call_set_int(call, "open_count", open, reterr);
}

static enum err_kind note_hand(struct call *call, const struct value *with, struct err *reterr)
{
    (void) with;
    return call_add_word(call, "hands", value_text_of(call->outside, "account"), reterr);
}

/* ---- closing ----------------------------------------------------------------------------------
 */

static enum err_kind close_day(struct call *call, const struct value *with, struct err *reterr)
{
    const struct places *places = call->state;
    const struct db_result *balances = db_flight_result(call->reads, places->balances);
    struct value *rows = value_new_list(call->arena);
    (void) with;
    for (size_t i = 0; rows && i < balances->row_count; i++) {
        const char *name = db_cell_text(balances, i, 0);
        int64_t fen = db_cell_int(balances, i, 1);
        struct value *row = value_new_map(call->arena);
        enum book_account account;
        if (book_account_find(name, &account))
            name = book_accounts[account].title.zh;
        if (!row || !value_set_text(call->arena, row, "account", name) ||
            !value_set_int(call->arena, row, "debit", fen > 0 ? fen : 0) ||
            !value_set_int(call->arena, row, "credit", fen < 0 ? -fen : 0) ||
            !value_add(call->arena, rows, row))
            rows = NULL;
    }
    if (!rows)
        return arena_full(reterr);
    bank_file_close(call->writes, call->matter->court, call_field_text(call, "channel"),
                    call_field_text(call, "day"), call->matter->id);
    return call_set_field(call, "balances", rows, reterr);
}

/* clang-format off */
static const struct effect effects[] = {
    {"fee_day_compare", NULL, false, NULL, compare},
    {"fee_day_work_off", NULL, false, NULL, work_off},
    {"fee_day_note_hand", NULL, false, NULL, note_hand},
    {"fee_day_close", NULL, false, NULL, close_day},
};
/* clang-format on */

static enum err_kind compute_title(const struct facts *facts, struct arena *arena,
                                   struct value **ret, struct err *reterr)
{
    const char *title = arena_printf(arena, "诉讼费日结 %s %s", text_field(facts, "day"),
                                     text_field(facts, "channel"));
    *ret = title ? value_new_text(arena, title) : NULL;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const struct compute_word computes[] = {{"fee_day_title", compute_title}};

/* ---- read before deciding ---------------------------------------------------------------------
 */

/* The matter is not loaded yet when reads are queued: they find court, channel and day by it. */
static enum err_kind load(struct call *call, const char *action, struct err *reterr)
{
    struct places *places = arena_alloc(call->arena, sizeof *places);
    if (!places)
        return arena_full(reterr);
    places->file = bank_file_read(call->reads, call->matter_id);
    places->lines = bank_lines_read(call->reads, call->matter_id);
    places->moves = bank_moves_read(call->reads, call->matter_id);
    if (strcmp(action, "close_day") == 0)
        places->balances = book_court_read(call->reads, call->matter_id);
    call->state = places;
    return ERR_NONE;
}

/* The state, by now, of the money that a difference is about. */
static const char *move_state(const struct call *call, const struct places *places)
{
    const struct db_result *moves = db_flight_result(call->reads, places->moves);
    const struct value *row =
        difference(call->matter->fields, value_int(value_get(call->body, "diff_no"), 0));
    for (size_t i = 0; i < moves->row_count; i++) {
        if (text_equal(db_cell_text(moves, i, 0), value_text(value_get(row, "direction"))) &&
            text_equal(db_cell_text(moves, i, 1), value_text(value_get(row, "reference"))))
            return db_cell_text(moves, i, 4);
    }
    return "";
}

static enum err_kind loaded(struct call *call, const char *action, struct err *reterr)
{
    const struct places *places = call->state;
    const struct db_result *file = db_flight_result(call->reads, places->file);
    struct value *outside = value_new_map(call->arena);
    const char *account =
        arena_printf(call->arena, "%lld", (long long) actor_account(&call->actor));
    (void) action;
    if (!outside || !account ||
        !value_set_bool(call->arena, outside, "came", file->row_count > 0) ||
        !value_set_bool(call->arena, outside, "closed", db_cell_int(file, 0, 1) > 0) ||
        !value_set_text(call->arena, outside, "account", account) ||
        !value_set_text(call->arena, outside, "move_state", move_state(call, places)))
        return arena_full(reterr);
    call->outside = outside;
    return ERR_NONE;
}

const struct system fee_day_system = {.name = "fee_day",
                                      .wing = "filing",
                                      .definition = fee_day_definition,
                                      .guards = guards,
                                      .guard_count = COUNT_OF(guards),
                                      .effects = effects,
                                      .effect_count = COUNT_OF(effects),
                                      .computes = computes,
                                      .compute_count = COUNT_OF(computes),
                                      .load = load,
                                      .loaded = loaded};
