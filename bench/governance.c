/*
 * bench/governance: a made-up year of one court with 50 planted groups, held against the shipped
 * thresholds by the code that ships. Prints recall and false alarms; the seed is fixed.
 * usage: build/bench/governance FILE   (a new SQLite file)
 */
#include "systems/resolution/governance/governance.h"
#include "base/text.h"
#include "shipped.h"
#include "store/setup.h"

enum { DAYS = 365, WARM = 180, A_DAY = 110, GROUPS = 50, STEADY = 60, PLACES = 12, CAUSES = 40 };
enum { ASKED_AFTER = 10, GROUP_MIN = 12, GROUP_MORE = 18, GROUP_DAYS = 20 };
extern const struct embedded_file governance_definition[];

static uint64_t seed = 20261130;
static int64_t draw(int64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t) ((seed >> 33) % (uint64_t) below);
}

struct year {
    struct db *db;
    struct source_threshold thresholds[RULE_COUNT];
    int64_t next, false_alarms, planted_from[GROUPS], planted_size[GROUPS], left[GROUPS];
    bool found[GROUPS];
};

static bool run(struct db *db, struct arena *arena, const char *sql, const struct db_value *args,
                size_t count)
{
    return !db_run(db, arena, sql, args, count, NULL, NULL);
}

static bool ask(struct year *year, struct arena *arena, int32_t day, const struct source_facts *one,
                int group)
{
    for (size_t i = 0; i < one->signal_count; i++) {
        const struct source_signal *signal = &one->signals[i];
        struct source_question question = {"court", signal->rule, signal->key, 0, day, 0};
        struct source_answer answer;
        size_t rule = 0;
        while (strcmp(source_rules[rule], signal->rule) != 0)
            rule++;
        if (source_ask(year->db, arena, &question, &year->thresholds[rule], &answer, NULL))
            return false;
        if (!answer.trips || day < WARM)
            continue;
        if (group >= 0)
            year->found[group] = true;
        else
            year->false_alarms++;
        if (!run(year->db, arena,
                 "INSERT INTO source_warning (matter_id, court, rule, key, state, raised_on, "
                 "last_dispute, is_open) VALUES ($1, 'court', $2, $3, 'raised', $4, $1, 1)",
                 DB_ARGS(db_int(one->dispute_id * 8 + (int64_t) rule), db_text(signal->rule),
                         db_text(signal->key), db_int(day))))
            return false;
    }
    return true;
}

static bool add(struct year *year, int32_t day, int group)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    struct db_flight *flight = db_flight_new(&arena);
    int64_t id = ++year->next;
    const char *who = arena_printf(&arena, "w%lld", (long long) draw(1000000000));
    const char *against = group >= 0 ? arena_printf(&arena, "g%d", group)
                          : draw(10) < 3
                              ? arena_printf(&arena, "s%lld", (long long) draw(STEADY))
                              : arena_printf(&arena, "r%lld", (long long) draw(1000000000));
    const char *place = arena_printf(&arena, "%lld.%lld", (long long) draw(PLACES),
                                     (long long) (draw(CAUSES) * draw(CAUSES) / CAUSES));
    const char *phone = arena_printf(&arena, "p%lld", (long long) draw(1000000000));
    struct source_facts one = {.dispute_id = id,
                               .matter_id = id,
                               .day = day,
                               .court = "court",
                               .signals = {{"respondent", against, who, ""},
                                           {"phone", phone, who, ""},
                                           {"cause_place", place, who, ""}},
                               .signal_count = 3};
    return flight && !source_dispute_put(flight, &arena, &one, NULL, NULL, NULL) &&
           !db_flight_run(year->db, flight, NULL) && ask(year, &arena, day, &one, group);
}

static bool live_day(struct year *year, int32_t day)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 8 << 20);
    bool good = !db_begin(year->db, NULL);
    for (int i = 0; good && i < A_DAY; i++)
        good = add(year, day, -1);
    for (int g = 0; good && g < GROUPS; g++) {
        if (day < year->planted_from[g] || !year->left[g])
            continue;
        for (int i = 0; good && i < 3 && year->left[g]; i++, year->left[g]--)
            good = add(year, day, g);
    }
    good = good && run(year->db, &arena,
                       "UPDATE source_warning SET is_open = 0, last_dispute = $2 WHERE is_open = 1 "
                       "AND raised_on < $1",
                       DB_ARGS(db_int(day - ASKED_AFTER), db_int(year->next)));
    return good && !db_commit(year->db, NULL);
}

static bool read_thresholds(struct year *year, struct arena *arena)
{
    const struct value *settings = shipped_settings(governance_definition, arena);
    if (!settings)
        return false;
    for (size_t i = 0; i < RULE_COUNT; i++)
        year->thresholds[i] = source_threshold_of(settings, source_rules[i]);
    return true;
}

int main(int argc, char **argv)
{
    struct year year = {0};
    size_t ran = 0;
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    const char *url = argc == 2 ? arena_printf(&arena, "sqlite:%s", argv[1]) : NULL;
    bool good = url && read_thresholds(&year, &arena) &&
                !db_open(url, DB_READ_WRITE, &year.db, NULL) &&
                !store_migrate(year.db, &arena, &ran, NULL);
    for (int g = 0; g < GROUPS; g++) {
        year.planted_from[g] = WARM + draw(DAYS - GROUP_DAYS);
        year.left[g] = year.planted_size[g] = GROUP_MIN + draw(GROUP_MORE);
    }
    for (int32_t day = 0; good && day < WARM + DAYS; day++)
        good = live_day(&year, day);
    int found = 0;
    for (int g = 0; g < GROUPS; g++)
        found += year.found[g];
    double counted = (double) A_DAY * DAYS;
    (void) printf(
        "%s: %lld matters in the year and the half year before, %d groups planted: recall "
        "%.2f, %lld false alarms, %.2f per 10,000 matters\n",
        good ? "done" : "broken off", (long long) year.next, GROUPS, (double) found / GROUPS,
        (long long) year.false_alarms, (double) year.false_alarms * 10000 / counted);
    db_close(year.db);
    return good && found * 100 >= GROUPS * 95 && (double) year.false_alarms * 10000 <= counted ? 0
                                                                                               : 1;
}
