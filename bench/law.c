/* bench/law: calls per second of the library, and lines per second of the rules, on one core. The
 * rates of a run stand side by side: a fee against the arithmetic alone, lines against calls. */
#include "rule/rule.h"

#include <stdio.h>
#include <time.h>

enum { ROUNDS = 300000 };

static double seconds(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static struct calendar_day days[] = {{0, DAY_HOLIDAY, "国庆节"}, {0, DAY_HOLIDAY, "国庆节"}};
static const struct calendar calendar = {.days = days, .count = 2, .version = "bench"};

static void run_fee(struct arena *arena, int round)
{
    struct fee_result result;
    struct fee_request request = {
        .kind = FEE_PROPERTY, .amount_fen = 35000000 + round, .summary = true};
    (void) !fee_compute(&request, arena, &result, NULL);
}

static void run_period(struct arena *arena, int round)
{
    struct period_end end;
    int32_t start = days[0].day - 200 + round % 300;
    const struct period *period = period_find("appeal.judgment", start);
    (void) !period_compute(period, &calendar, start_of_day(start), 0, arena, &end, NULL);
}

static void run_number(struct arena *arena, int round)
{
    struct case_number number;
    (void) arena;
    (void) round;
    (void) !case_number_parse("（2026）鄂1202民初123号", &number);
}

static void run_line(struct arena *arena, int round)
{
    static const char *const lines[] = {
        "{\"rule\":\"acceptance_fee\",\"amount_fen\":35000000,\"procedure\":\"summary\"}",
        "{\"rule\":\"deadline\",\"start\":\"2026-09-16\",\"length\":15,\"unit\":\"day\"}",
        "{\"rule\":\"case_number_parse\",\"text\":\"（2026）鄂1202民初123号\"}",
        "{\"rule\":\"resident_id\",\"text\":\"421202199003070017\"}",
        "{\"rule\":\"refund\",\"situation\":\"withdrawn\",\"fee_fen\":65000,\"paid_fen\":130000}",
        "{\"rule\":\"procedure\",\"amount_fen\":6000000,\"wage_fen\":10000000}",
        "{\"rule\":\"period\",\"name\":\"appeal.judgment\",\"start\":\"2026-09-10\"}",
        "{\"rule\":\"mask\",\"kind\":\"name\",\"text\":\"张三丰\"}"};
    const struct rule_world world = {.calendar = &calendar, .today = days[0].day};
    const char *line = lines[(size_t) round % COUNT_OF(lines)];
    struct json_writer writer;
    char *copy = arena_copy(arena, line);
    json_writer_init(&writer, arena, 1 << 20);
    rule_run_line(&world, copy, strlen(copy), arena, &writer);
}

static void measure(const char *what, void (*run)(struct arena *arena, int round))
{
    struct arena arena;
    double began = seconds();
    for (int round = 0; round < ROUNDS; round++) {
        if (round % 64 == 0)
            arena_init(&arena, 64 << 20);
        run(&arena, round);
        if (round % 64 == 63)
            arena_release(&arena);
    }
    double took = seconds() - began;
    (void) printf("%-28s %10.0f a second\n", what, ROUNDS / took);
}

int main(void)
{
    days[0].day = day_of_date((struct civil_date){2026, 10, 1});
    days[1].day = days[0].day + 1;
    measure("acceptance fee, told", run_fee);
    measure("period, told", run_period);
    measure("case number, read", run_number);
    measure("lines, mixed rules", run_line);
    return 0;
}
