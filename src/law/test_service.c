/* When a paper counts as served: CPL 87-95, JI 130-141, OLR 29-31, 专递规定. */
#include "tests/test.h"

#include "law/service.h"

#define AT INT64_C(1793923200000000) /* 2026-11-06T08:00+08:00 */

enum { SERVED = 1, PRESUMED = 2 };

static void what_happened_decides(void **context)
{
    (void) context;
    /* clang-format off */
    static const struct {
        const char *article;
        struct service_report report;
        int outcome;
    } examples[] = {
        {"OLR 31", {.method = SERVICE_ELECTRONIC, .event = SERVICE_REPLIED}, SERVED},
        {"CPL 90", {.method = SERVICE_ELECTRONIC, .event = SERVICE_READ}, 0},
        {"JI 135", {.method = SERVICE_ELECTRONIC, .event = SERVICE_ARRIVED, .consented = true, .confirmed_address = true}, SERVED},
        {"JI 135", {.method = SERVICE_ELECTRONIC, .event = SERVICE_READ, .consented = true, .confirmed_address = true}, SERVED},
        {"OLR 31", {.method = SERVICE_ELECTRONIC, .event = SERVICE_NOTHING, .consented = true, .confirmed_address = true}, 0},
        {"OLR 31", {.method = SERVICE_ELECTRONIC, .event = SERVICE_READ, .consented = true}, SERVED | PRESUMED},
        {"OLR 31", {.method = SERVICE_ELECTRONIC, .event = SERVICE_ARRIVED, .consented = true}, 0},
        {"OLR 31", {.method = SERVICE_ELECTRONIC, .event = SERVICE_NOTHING, .consented = true}, 0},
        {"CPL 88", {.method = SERVICE_DIRECT, .event = SERVICE_SIGNED, .receiver = RECEIVER_HOUSEHOLD}, SERVED},
        {"专递规定 7", {.method = SERVICE_DIRECT, .event = SERVICE_SIGNED, .receiver = RECEIVER_OPPONENT}, 0},
        {"JI 131", {.method = SERVICE_DIRECT, .event = SERVICE_REFUSED}, SERVED},
        {"CPL 102", {.method = SERVICE_DIRECT, .event = SERVICE_REFUSED, .mediation_document = true}, 0},
        {"CPL 87", {.method = SERVICE_DIRECT, .event = SERVICE_NOTHING}, 0},
        {"CPL 91", {.method = SERVICE_ENTRUSTED, .event = SERVICE_SIGNED}, SERVED},
        {"CPL 92", {.method = SERVICE_UNIT, .event = SERVICE_SIGNED, .receiver = RECEIVER_UNIT}, SERVED},
        {"CPL 89", {.method = SERVICE_LEAVING, .event = SERVICE_REFUSED}, SERVED},
        {"JI 133", {.method = SERVICE_LEAVING, .event = SERVICE_REFUSED, .mediation_document = true}, 0},
        {"JI 132", {.method = SERVICE_LEAVING, .event = SERVICE_REFUSED, .receiver = RECEIVER_AGENT}, 0},
        {"JI 132", {.method = SERVICE_LEAVING, .event = SERVICE_REFUSED, .receiver = RECEIVER_AGENT, .named_receiver = true}, SERVED},
        {"CPL 89", {.method = SERVICE_LEAVING, .event = SERVICE_NOTHING}, 0},
        {"专递规定 11", {.method = SERVICE_POST, .event = SERVICE_RETURNED, .own_fault = true}, SERVED | PRESUMED},
        {"专递规定 11", {.method = SERVICE_POST, .event = SERVICE_RETURNED}, 0},
        {"专递规定", {.method = SERVICE_POST, .event = SERVICE_SIGNED}, SERVED},
        {"JI 140", {.method = SERVICE_NOTICE, .event = SERVICE_ISSUED, .others_failed = true, .summary = true}, 0},
        {"CPL 95", {.method = SERVICE_NOTICE, .event = SERVICE_ISSUED}, 0},
        {"JI 141", {.method = SERVICE_ANNOUNCED, .event = SERVICE_REFUSED}, SERVED},
        {"CPL 87", {.method = SERVICE_ANNOUNCED, .event = SERVICE_SIGNED}, SERVED},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct service_report report = examples[i].report;
        report.at_us = AT;
        struct service_answer answer = service_effect(&report);
        print_message("  %zu %s\n", i, examples[i].article);
        assert_int_equal(answer.served, (examples[i].outcome & SERVED) != 0);
        assert_int_equal(answer.presumed, (examples[i].outcome & PRESUMED) != 0);
        assert_true(answer.effective_us == (answer.served ? AT : 0));
        assert_non_null(answer.reason.zh);
        assert_non_null(answer.reason.en);
        assert_non_null(answer.reason.basis);
    }
}

/* CPL 95, 283 and the law before 2022: T12, JI 138; a service term never shifts. */
static void a_notice_serves_when_its_days_have_run(void **context)
{
    (void) context;
    static const struct {
        const char *issued, *served;
        bool foreign;
    } examples[] = {{"2026-03-01", "2026-03-31", false}, {"2026-03-01", "2026-04-30", true},
                    {"2022-01-01", "2022-01-31", false}, {"2021-12-31", "2022-03-01", false},
                    {"2023-12-31", "2024-03-31", true}, /* three months, until 2023 */
                    {"2024-01-01", "2024-03-01", true},  {"2026-03-05", "2026-04-04", false}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        int32_t issued = 0, served = 0;
        assert_true(day_parse(examples[i].issued, &issued));
        assert_true(day_parse(examples[i].served, &served));
        const struct service_report report = {.method = SERVICE_NOTICE,
                                              .event = SERVICE_ISSUED,
                                              .others_failed = true,
                                              .foreign = examples[i].foreign,
                                              .at_us = start_of_day(issued) + 9 * HOUR_US};
        struct service_answer answer = service_effect(&report);
        assert_true(answer.served);
        assert_int_equal(day_of_instant(answer.effective_us), served);
    }
}

static void the_order_names_every_way_but_once(void **context)
{
    (void) context;
    for (int method = 0; method < SERVICE_METHOD_COUNT; method++) {
        int found = 0;
        for (size_t i = 0; service_order[i] != SERVICE_METHOD_COUNT; i++)
            found += (int) service_order[i] == method;
        assert_int_equal(found, 1);
    }
    assert_int_equal(service_order[0], SERVICE_ELECTRONIC);
    assert_int_equal(service_order[SERVICE_METHOD_COUNT - 1],
                     SERVICE_NOTICE); /* the last, CPL 95 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happened_decides),
        cmocka_unit_test(a_notice_serves_when_its_days_have_run),
        cmocka_unit_test(the_order_names_every_way_but_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
