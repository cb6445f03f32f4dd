/* The court by the cause: CPL 22 to 35, JI 9 to 34. */
#include "tests/test.h"

#include "law/jurisdiction.h"

enum { PLACE = 1, EXCLUSIVE = 2, SPECIAL = 4, AGREED = 8 };

/* clang-format off */
static const struct {
    const char *cause, *ground, *article; /* article: must be named in the words */
    int flags;
} rows[] = {
    {NULL, "defendant_domicile", "CPL 22", 0},
    {"99", "defendant_domicile", "CPL 23", 0},
    {"01.01.006", "defendant_domicile", "JI 24, 25", 0},                 /* reputation */
    {"01.01.001", "tort_place", "CPL 29", PLACE},                        /* an injury */
    {"02.02.014", "defendant_domicile", "JI 12", 0},                     /* divorce */
    {"02.02.015", "defendant_domicile", "JI 34", AGREED},                /* property after divorce */
    {"02.02.022.01", "defendant_domicile", "JI 9", 0},                   /* support of a child */
    {"02.02.024.01", "defendant_domicile", "JI 9", 0},                   /* support of parents */
    {"02.03.029", "other", "CPL 34(3)", PLACE | EXCLUSIVE},              /* succession */
    {"03.05.038.01", "real_estate", "JI 28", PLACE},                     /* title: perhaps a movable */
    {"03.05.044", "tort_place", "CPL 29", PLACE},                        /* damages for a thing */
    {"03.06.050", "defendant_domicile", "CPL 22", AGREED},               /* a lost thing */
    {"03.06.055.07", "real_estate", "CPL 34(1), JI 28", PLACE | EXCLUSIVE}, /* water from upstairs */
    {"03.06.056.02", "real_estate", "JI 28", PLACE},                     /* division */
    {"03.07.068", "real_estate", "JI 28", PLACE | EXCLUSIVE},            /* a homestead */
    {"03.07.065.02", "defendant_domicile", "CPL 22", 0},                 /* sharing compensation */
    {"04.10.088", "defendant_domicile", "CPL 24, JI 18", AGREED},        /* a sale */
    {"04.10.088.08", "contract_performance", "JI 20", AGREED},           /* bought online */
    {"04.10.096.02", "defendant_domicile", "CPL 24", AGREED},            /* a home: a contract */
    {"04.10.096.05", "real_estate", "JI 28", PLACE | EXCLUSIVE},         /* a public scheme */
    {"04.10.101", "contract_performance", "CPL 24", PLACE | AGREED},     /* heating */
    {"04.10.108.03", "defendant_domicile", "CPL 24, JI 18", AGREED},     /* a loan */
    {"04.10.116.02", "real_estate", "JI 28", PLACE | EXCLUSIVE},         /* a lease of a home */
    {"04.10.116.03", "contract_performance", "JI 19", PLACE | AGREED},   /* of a car */
    {"04.10.117", "contract_performance", "JI 19", PLACE | AGREED},
    {"04.10.120.01", "defendant_domicile", "CPL 24", AGREED},            /* survey is no building */
    {"04.10.120.03", "real_estate", "JI 28", PLACE | EXCLUSIVE},
    {"04.10.121.02", "contract_performance", "CPL 28", PLACE | AGREED},
    {"04.10.126", "contract_performance", "CPL 24", PLACE | AGREED},
    {"04.10.140", "real_estate", "JI 28", PLACE | EXCLUSIVE},            /* rural land */
    {"04.11.148", "defendant_domicile", "CPL 22", AGREED},               /* unjust enrichment */
    {"05.14.167.03", "defendant_domicile", "CPL 24, 29", SPECIAL | AGREED},
    {"07.19.205.05", "other", "Labour Interpretation I, Art. 3", PLACE},
    {"08.22.217", "other", "CPL 31", SPECIAL | AGREED},
    {"08.22.228", "other", "CPL 22", SPECIAL | AGREED},
    {"08.22.254", "other", "CPL 32", SPECIAL | AGREED},
    {"08.22.269", "other", "CPL 34(2)", PLACE | EXCLUSIVE | SPECIAL},
    {"08.22.270", "other", "CPL 33", SPECIAL | AGREED},
    {"09.24.290", "other", "CPL 27", 0},                                 /* who is a member */
    {"09.24.296", "other", "JI 22", 0},                                  /* information */
    {"09.24.298", "defendant_domicile", "CPL 22, 24", AGREED},           /* a transfer of shares */
    {"09.31.372.02", "defendant_domicile", "CPL 25", AGREED},
    {"09.31.371.05", "tort_place", "Insurance Law 60", PLACE},
    {"09.32.379", "other", "CPL 26", AGREED},
    {"10.35.410.02", "tort_place", "JI 26", PLACE},
    {"10.35.411", "tort_place", "CPL 29, 30", PLACE},
    {"10.35.419", "tort_place", "CPL 29", PLACE},                        /* a dog that bit */
    {"10.35.431", "other", "JI 27", 0},
    {"11.51.481", "other", "Anti-Domestic-Violence Law 25", PLACE},
    {"12.57.502.01", "tort_place", "JI 283", SPECIAL},
};
/* clang-format on */

static void the_court_follows_the_cause(void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct jurisdiction *found = jurisdiction_of_cause(rows[i].cause);
        int flags = (found->at_place ? PLACE : 0) | (found->exclusive ? EXCLUSIVE : 0) |
                    (found->special ? SPECIAL : 0) | (found->may_agree ? AGREED : 0);
        if (strcmp(found->ground, rows[i].ground) != 0 || flags != rows[i].flags)
            fail_msg("%s: %s %d", rows[i].cause, found->ground, flags);
        if (!strstr(found->en, rows[i].article) || !*found->zh)
            fail_msg("%s: no %s in: %s", rows[i].cause, rows[i].article, found->en);
        /* Nobody chooses away an exclusive court (CPL 35). */
        assert_false(found->exclusive && found->may_agree);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_court_follows_the_cause)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
