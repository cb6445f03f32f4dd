/*
 * bench/filing_watch: three made-up years of 3,500 courts with planted abuses, held against the
 * shipped settings by the code that ships. Prints what was found how soon, false alarms a
 * court-year, and the power by size of court; the seed is fixed.
 * usage: build/bench/filing_watch reference/holidays.csv
 */
#include "systems/filing/filing_watch/filing_watch.h"
#include "base/text.h"
#include "shipped.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { COURTS = 3500, FIRST_YEAR = 2023, YEARS = 3, DAYS_MAX = 1100, HOLIDAYS_MAX = 1000 };
enum { ABUSES = 2, QUEUE = 8, SIZES = 6, KINDS = 4, LIFTED_AFTER = 14, AFTERMATH = 60 };
extern const struct embedded_file filing_watch_definition[];

/* ---- chance --------------------------------------------------------------------------------- */

static uint64_t seed = 20261202;
static double draw(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double) (seed >> 11) + 0.5) / 9007199254740992.0;
}
static double normal(void) { return sqrt(-2 * log(draw())) * cos(6.283185307179586 * draw()); }
static int poisson(double mean)
{
    if (mean > 60) {
        double one = mean + sqrt(mean) * normal() + 0.5;
        return one < 0 ? 0 : (int) one;
    }
    double limit = exp(-mean), product = draw();
    int count = 0;
    for (; product > limit; count++)
        product *= draw();
    return count;
}
static int binomial(int count, double share)
{
    int hits = 0;
    for (int i = 0; i < count; i++)
        hits += draw() < share;
    return hits;
}

/* ---- a court -------------------------------------------------------------------------------- */

/* A drop: less is filed of what comes, or less is let in. A quota: what is above it waits, or is
 * sent away. */
enum abuse_kind { DROP_FILED, DROP_DOOR, FLAT_WAITING, FLAT_DOOR };
static const char *const kind_names[KINDS] = {"drop, received as before", "drop, turned away",
                                              "flat quota, the rest waits",
                                              "flat quota, turned away"};
struct abuse {
    enum abuse_kind kind;
    int from, until; /* places in the days; until is the first without it */
    double depth;    /* of what is usual is missing */
};
struct court {
    double mean, growth, scatter, level, weekday[7];
    struct abuse abuses[ABUSES];
    struct filing_day days[DAYS_MAX];
    int queue[QUEUE], waiting; /* decided later; kept back */
};
struct seen {
    int64_t planted, found;
};
struct tally {
    struct filing_limits limits;
    int festival_percent;
    struct calendar calendar;
    struct filing_day kinds[DAYS_MAX]; /* the days without a court, for their kinds */
    int count;
    struct seen by_kind[KINDS], by_size[2][SIZES];
    int64_t false_alarms[FILING_RULES], aftermath, clean_days, false_by_size[SIZES],
        clean_by_size[SIZES];
};

static const int size_from[SIZES] = {0, 10, 20, 30, 50, 100};
static int size_of(double mean)
{
    int size = SIZES - 1;
    while (size && mean < size_from[size])
        size--;
    return size;
}

/* Before and behind a long holiday, and around the Spring Festival, people come otherwise. */
static double season(const struct tally *tally, int at)
{
    const struct filing_day *kinds = tally->kinds;
    if (kinds[at].kind == FILING_DAY_OFF)
        return 0;
    if (kinds[at].kind == FILING_DAY_EDGE)
        return at && kinds[at - 1].kind == FILING_DAY_OFF ? 1.2 : 0.75;
    return kinds[at].kind == FILING_DAY_FESTIVAL ? 0.7 + 0.2 * draw() : 1;
}

static const struct abuse *abuse_at(const struct court *court, int at)
{
    for (int i = 0; i < ABUSES; i++) {
        if (at >= court->abuses[i].from && at < court->abuses[i].until)
            return &court->abuses[i];
    }
    return NULL;
}

static double mean_at(const struct tally *tally, struct court *court, int at)
{
    int weekday = weekday_of_day(tally->kinds[at].day);
    if (weekday == 1)
        court->level = 0.9 * court->level + 0.03 * normal();
    double mean = court->mean * (1 + court->growth * at / 365.0) * exp(court->level) *
                  court->weekday[weekday] * season(tally, at) * exp(court->scatter * normal());
    if (draw() < 0.005)
        mean *= 1.5 + 2.5 * draw();   /* a bank's bulk */
    return draw() < 0.001 ? 0 : mean; /* no power, a flood */
}

static void live_day(const struct tally *tally, struct court *court, int at)
{
    struct filing_day *day = &court->days[at];
    const struct abuse *abuse = abuse_at(court, at);
    int quota =
        abuse ? (int) (court->mean * (1 + court->growth * at / 365.0) * (1 - abuse->depth)) : 0;
    double mean = mean_at(tally, court, at);
    *day = (struct filing_day){.day = tally->kinds[at].day};
    day->received = poisson(abuse && abuse->kind == DROP_DOOR ? mean * (1 - abuse->depth) : mean);
    if (abuse && abuse->kind == FLAT_DOOR && day->received > quota)
        day->received = quota;
    if (tally->kinds[at].kind == FILING_DAY_OFF)
        return;
    int later =
        abuse && abuse->kind == FLAT_DOOR ? 0 : day->received - binomial(day->received, 0.957);
    int ready = day->received - later + court->queue[0] + court->waiting;
    for (int i = 0; i + 1 < QUEUE; i++)
        court->queue[i] = court->queue[i + 1];
    court->queue[QUEUE - 1] = 0;
    for (int i = 0; i < later; i++) {
        if (draw() < 0.3)
            day->returned++;
        else
            court->queue[(int) (draw() * 5)]++;
    }
    int filed = ready;
    if (abuse && abuse->kind >= FLAT_WAITING && filed > quota)
        filed = quota;
    if (abuse && abuse->kind == DROP_FILED)
        filed = binomial(ready - court->waiting, 1 - abuse->depth);
    day->filed = filed;
    court->waiting = ready - filed;
}

static void plant(const struct tally *tally, struct court *court)
{
    for (int i = 0; i < ABUSES; i++) {
        struct abuse *abuse = &court->abuses[i];
        abuse->kind = (enum abuse_kind)(draw() * KINDS);
        bool flat = abuse->kind >= FLAT_WAITING;
        /* A quota at the door is the same number only where always more come. */
        abuse->depth =
            flat ? (abuse->kind == FLAT_DOOR ? 0.5 : 0.25) + 0.35 * draw() : 0.5 + 0.4 * draw();
        abuse->from = 365 + 365 * i + (int) (draw() * 280);
        while (tally->kinds[abuse->from].kind == FILING_DAY_OFF)
            abuse->from++;
        abuse->until = abuse->from + 20;
    }
}

static void make(const struct tally *tally, struct court *court)
{
    static const double weekdays[7] = {0.5, 1.2, 1.05, 1, 0.95, 0.8, 0.5};
    *court = (struct court){
        .mean = 12 * exp(normal()), .growth = 0.2 * draw() - 0.1, .scatter = 0.15 * draw()};
    if (court->mean > 800)
        court->mean = 800;
    for (int i = 0; i < 7; i++)
        court->weekday[i] = weekdays[i] * (0.95 + 0.1 * draw());
    plant(tally, court);
    for (int at = 0; at < tally->count; at++)
        live_day(tally, court, at);
}

/* ---- judging -------------------------------------------------------------------------------- */

/* What an alarm on a day is about: an abuse, what one left behind, or nothing. */
static void take_alarm(struct tally *tally, const struct court *court, int at, size_t rule)
{
    for (int i = 0; i < ABUSES; i++) {
        if (at >= court->abuses[i].from && at < court->abuses[i].until)
            return;
        if (at >= court->abuses[i].until && at < court->abuses[i].until + AFTERMATH) {
            tally->aftermath++;
            return;
        }
    }
    tally->false_alarms[rule]++;
    tally->false_by_size[size_of(court->mean)]++;
}

static bool is_clean(const struct court *court, int at)
{
    for (int i = 0; i < ABUSES; i++) {
        if (at >= court->abuses[i].from && at < court->abuses[i].until + AFTERMATH)
            return false;
    }
    return true;
}

static void judge(struct tally *tally, struct court *court, bool alarms[FILING_RULES][DAYS_MAX])
{
    int open_until[FILING_RULES] = {0};
    memset(alarms, 0, sizeof(bool) * FILING_RULES * DAYS_MAX);
    filing_days_prepare(court->days, (size_t) tally->count, &tally->calendar,
                        tally->festival_percent);
    for (int at = 180; at < tally->count; at++) {
        struct filing_findings found;
        int from = at + 1 > FILING_HISTORY_DAYS ? at + 1 - FILING_HISTORY_DAYS : 0;
        bool clean = is_clean(court, at);
        tally->clean_days += clean;
        tally->clean_by_size[size_of(court->mean)] += clean;
        filing_judge(court->days + from, (size_t) (at + 1 - from), &tally->limits, &found);
        for (size_t rule = 0; rule < FILING_RULES; rule++) {
            alarms[rule][at] = at < open_until[rule];
            if (!found.found[rule] || alarms[rule][at])
                continue;
            alarms[rule][at] = true;
            open_until[rule] = at + LIFTED_AFTER;
            take_alarm(tally, court, at, rule);
        }
    }
}

/* Days are those on which the court works; the first of the abuse is the first. */
static void look(struct tally *tally, const struct court *court,
                 bool alarms[FILING_RULES][DAYS_MAX])
{
    for (int i = 0; i < ABUSES; i++) {
        const struct abuse *abuse = &court->abuses[i];
        bool flat = abuse->kind >= FLAT_WAITING, found = false;
        int days = flat ? 5 : 3;
        for (int at = abuse->from; days && at < tally->count; at++) {
            if (tally->kinds[at].kind == FILING_DAY_OFF)
                continue;
            days--;
            found = found || alarms[flat ? FILING_FLAT : FILING_DROP][at];
        }
        struct seen *size = &tally->by_size[flat][size_of(court->mean)];
        size->planted++;
        size->found += found;
        if (court->mean >= 20) {
            tally->by_kind[abuse->kind].planted++;
            tally->by_kind[abuse->kind].found += found;
        }
    }
}

/* ---- what it is run with -------------------------------------------------------------------- */

static bool read_calendar(const char *path, struct tally *tally)
{
    static struct calendar_day days[HOLIDAYS_MAX];
    static char names[HOLIDAYS_MAX][64];
    char line[256];
    size_t count = 0;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file) && count < HOLIDAYS_MAX) {
        char *name = strchr(line, ','), *kind = name ? strchr(name + 1, ',') : NULL;
        if (!kind)
            continue;
        *name = *kind = '\0';
        if (!day_parse(line, &days[count].day))
            continue;
        (void) snprintf(names[count], sizeof names[count], "%s", name + 1);
        days[count].name = names[count];
        days[count].kind = strncmp(kind + 1, "workday", 7) == 0 ? DAY_WORKDAY : DAY_HOLIDAY;
        count++;
    }
    if (file)
        (void) fclose(file);
    tally->calendar = (struct calendar){.days = days, .count = count, .version = "bench"};
    int32_t first = day_of_date((struct civil_date){FIRST_YEAR, 1, 1});
    tally->count = day_of_date((struct civil_date){FIRST_YEAR + YEARS, 1, 1}) - first;
    for (int at = 0; at < tally->count; at++)
        tally->kinds[at].day = first + at;
    filing_days_prepare(tally->kinds, (size_t) tally->count, &tally->calendar, 100);
    return count > 0;
}

static bool read_limits(struct tally *tally, struct arena *arena)
{
    const struct value *settings = shipped_settings(filing_watch_definition, arena);
    if (!settings)
        return false;
    tally->limits = filing_watch_limits(settings, &tally->festival_percent);
    return true;
}

static double share(struct seen seen)
{
    return seen.planted ? 100.0 * (double) seen.found / (double) seen.planted : 0;
}

static bool print(const struct tally *tally)
{
    struct seen drops = {0}, flats = {0};
    int64_t alarms = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        struct seen one = tally->by_kind[kind], *sum = kind >= FLAT_WAITING ? &flats : &drops;
        sum->planted += one.planted;
        sum->found += one.found;
        (void) printf("courts of 20 and more, %-28s %5lld planted, %5.1f %% found\n",
                      kind_names[kind], (long long) one.planted, share(one));
    }
    double years = (double) tally->clean_days / 365.25;
    for (size_t rule = 0; rule < FILING_RULES; rule++) {
        alarms += tally->false_alarms[rule];
        (void) printf("false alarms a court-year, %-8s %.3f\n", filing_rule_names[rule],
                      (double) tally->false_alarms[rule] / years);
    }
    for (int size = 0; size < SIZES; size++)
        (void) printf("courts of %3d a day and more: %5lld drops, %5.1f %% in 3 days; %5lld flat, "
                      "%5.1f %% in 5 "
                      "days; %.2f false alarms a court-year\n",
                      size_from[size], (long long) tally->by_size[0][size].planted,
                      share(tally->by_size[0][size]), (long long) tally->by_size[1][size].planted,
                      share(tally->by_size[1][size]),
                      tally->clean_by_size[size] ? (double) tally->false_by_size[size] * 365.25 /
                                                       (double) tally->clean_by_size[size]
                                                 : 0);
    double rate = (double) alarms / years;
    (void) printf(
        "%d courts, %d years, courts of 20 and more a day: drops of half and more within 3 days "
        "%.1f "
        "%%, flat quotas within 5 days %.1f %%; all courts: %.2f false alarms a court-year, %lld "
        "alarms in the %d days after an abuse not counted\n",
        COURTS, YEARS, share(drops), share(flats), rate, (long long) tally->aftermath, AFTERMATH);
    return share(drops) >= 95 && share(flats) >= 95 && rate < 1;
}

int main(int argc, char **argv)
{
    static struct tally tally;
    static struct court court;
    static bool alarms[FILING_RULES][DAYS_MAX];
    ARENA_SCOPED arena;
    arena_init(&arena, 16 << 20);
    if (argc != 2 || !read_limits(&tally, &arena) || !read_calendar(argv[1], &tally))
        return 2;
    for (int i = 0; i < COURTS; i++) {
        make(&tally, &court);
        judge(&tally, &court, alarms);
        look(&tally, &court, alarms);
    }
    return print(&tally) ? 0 : 1;
}
