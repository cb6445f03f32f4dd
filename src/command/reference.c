/* command/reference: see reference.h. */
#include "command/reference.h"

#include "store/csv.h"

#include <time.h>
#include <unistd.h>

enum { ROWS_MAX = 8192 };

struct court_name {
    const char *code, *name;
};

struct courts {
    struct court_name rows[ROWS_MAX];
    size_t count;
};

const char *reference_folder(void)
{
    return access("reference/courts.csv", R_OK) == 0 ? "reference" : INSTALLED_SHARE "/reference";
}

/* One row of a file into the world; `place` counts them. */
typedef enum err_kind (*take_row)(void *context, const struct csv *csv, size_t place,
                                  struct err *reterr);

static enum err_kind each_row(const char *folder, const char *name, const char *const *columns,
                              size_t column_count, struct arena *arena, take_row take,
                              void *context, size_t *ret_count, struct err *reterr)
{
    struct csv csv;
    char *text = NULL;
    size_t size_bytes = 0, count = 0;
    bool more = true;
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    enum err_kind kind =
        path ? csv_read_file(arena, path, &text, &size_bytes, reterr) : arena_full(reterr);
    if (!kind)
        kind = csv_start(text, size_bytes, name, columns, column_count, &csv, reterr);
    while (!kind && more) {
        kind = csv_next(&csv, &more, reterr);
        if (!kind && more && count == ROWS_MAX)
            kind = err_set(reterr, ERR_LIMIT, "csv.size", "%.60s has too many rows", name);
        if (!kind && more)
            kind = take(context, &csv, count++, reterr);
    }
    *ret_count = count;
    return kind;
}

static enum err_kind wrong(const struct csv *csv, struct err *reterr)
{
    return err_set(reterr, ERR_INVALID, "reference.value", "%s line %zu", csv->name, csv->line);
}

static enum err_kind take_holiday(void *context, const struct csv *csv, size_t place,
                                  struct err *reterr)
{
    struct calendar_day *days = context;
    days[place].kind = strcmp(csv->cells[2], "workday") == 0 ? DAY_WORKDAY : DAY_HOLIDAY;
    days[place].name = csv->cells[1];
    bool ascends = day_parse(csv->cells[0], &days[place].day) &&
                   (place == 0 || days[place - 1].day < days[place].day);
    return ascends ? ERR_NONE : wrong(csv, reterr);
}

static enum err_kind take_wage(void *context, const struct csv *csv, size_t place,
                               struct err *reterr)
{
    struct rule_wage *wage = &((struct rule_wage *) context)[place];
    (void) snprintf(wage->province, sizeof wage->province, "%s", csv->cells[0]);
    wage->year = (int) strtol(csv->cells[1], NULL, 10);
    wage->wage_fen = strtoll(csv->cells[2], NULL, 10) * 100;
    return wage->year > 0 && wage->wage_fen > 0 ? ERR_NONE : wrong(csv, reterr);
}

static enum err_kind take_income(void *context, const struct csv *csv, size_t place,
                                 struct err *reterr)
{
    struct rule_income *income = &((struct rule_income *) context)[place];
    (void) snprintf(income->province, sizeof income->province, "%s", csv->cells[0]);
    income->year = (int) strtol(csv->cells[1], NULL, 10);
    income->income_fen = strtoll(csv->cells[2], NULL, 10) * 100;
    income->consumption_fen = strtoll(csv->cells[3], NULL, 10) * 100;
    income->source = csv->cells[4];
    return income->year > 0 && income->income_fen > 0 && income->consumption_fen > 0
               ? ERR_NONE
               : wrong(csv, reterr);
}

static enum err_kind take_court(void *context, const struct csv *csv, size_t place,
                                struct err *reterr)
{
    struct courts *courts = context;
    (void) place;
    if (courts->count == ROWS_MAX)
        return wrong(csv, reterr);
    courts->rows[courts->count++] = (struct court_name){csv->cells[0], csv->cells[1]};
    return ERR_NONE;
}

static int compare_courts(const void *left, const void *right)
{
    return strcmp(((const struct court_name *) left)->code,
                  ((const struct court_name *) right)->code);
}

static const char *find_court(void *context, const char *code)
{
    const struct courts *courts = context;
    const struct court_name wanted = {code, NULL};
    const struct court_name *found =
        bsearch(&wanted, courts->rows, courts->count, sizeof wanted, compare_courts);
    return found ? found->name : NULL;
}

enum err_kind reference_world(const char *folder, struct arena *arena, struct rule_world *ret,
                              struct err *reterr)
{
    static const char *const holiday_columns[] = {"date", "name", "kind"};
    static const char *const wage_columns[] = {"province_code", "year", "yuan"};
    static const char *const income_columns[] = {"province_code", "year", "income_yuan",
                                                 "consumption_yuan", "source"};
    static const char *const court_columns[] = {"code", "name"};
    struct calendar *calendar = arena_alloc(arena, sizeof *calendar);
    struct calendar_day *days = arena_array(arena, ROWS_MAX, sizeof *days);
    struct rule_wage *wages = arena_array(arena, ROWS_MAX, sizeof *wages);
    struct rule_income *incomes = arena_array(arena, ROWS_MAX, sizeof *incomes);
    struct courts *courts = arena_alloc(arena, sizeof *courts);
    if (!calendar || !days || !wages || !incomes || !courts)
        return arena_full(reterr);
    size_t day_count = 0, wage_count = 0, income_count = 0, court_count = 0;
    enum err_kind kind = each_row(folder, "holidays.csv", holiday_columns, 3, arena, take_holiday,
                                  days, &day_count, reterr);
    if (!kind)
        kind = each_row(folder, "wages.csv", wage_columns, 3, arena, take_wage, wages, &wage_count,
                        reterr);
    if (!kind)
        kind = each_row(folder, "incomes.csv", income_columns, 5, arena, take_income, incomes,
                        &income_count, reterr);
    if (!kind)
        kind = each_row(folder, "courts.csv", court_columns, 2, arena, take_court, courts,
                        &court_count, reterr);
    if (!kind)
        kind = each_row(folder, "courts_derived.csv", court_columns, 2, arena, take_court, courts,
                        &court_count, reterr);
    if (kind)
        return kind;
    qsort(courts->rows, courts->count, sizeof courts->rows[0], compare_courts);
    *calendar = (struct calendar){.days = days, .count = day_count, .version = folder};
    *ret = (struct rule_world){.calendar = calendar,
                               .wages = wages,
                               .wage_count = wage_count,
                               .incomes = incomes,
                               .income_count = income_count,
                               .today = day_of_instant((int64_t) time(NULL) * SECOND_US),
                               .court_name = find_court,
                               .context = courts};
    return ERR_NONE;
}
