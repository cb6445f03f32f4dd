/* What docs/law/library.md shows: a fee and a deadline, with the library alone. */
#include <law/law.h>

#include <stdio.h>

int main(void)
{
    struct arena arena;
    struct fee_result fee;
    struct period_end end;
    struct err err;
    const struct calendar no_holidays = {0}; /* the ends of periods are provisional then */
    struct fee_request request = {.kind = FEE_PROPERTY, .amount_fen = 35000000, .summary = true};
    arena_init(&arena, 1 << 20);
    if (fee_compute(&request, &arena, &fee, &err)) {
        fprintf(stderr, "%s: %s\n", err.code, err.text);
        return 1;
    }
    printf("%s yuan. %s\n", money_format(&arena, fee.due_fen), fee.account_en);

    int32_t served = day_of_date((struct civil_date){2026, 9, 16});
    const struct period *appeal = period_find("appeal.judgment", served);
    if (!appeal ||
        period_compute(appeal, &no_holidays, start_of_day(served), 0, &arena, &end, &err))
        return 1;
    printf("%s%s\n", day_format(&arena, end.last_day), end.provisional ? ", provisional" : "");
    arena_release(&arena);
    return 0;
}
