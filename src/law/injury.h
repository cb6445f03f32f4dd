/*
 * law/injury: 人身损害赔偿, item by item, and what the compulsory insurance of a vehicle bears of
 * it.
 *
 * Sources: 人身损害赔偿解释 (法释〔2022〕14号, "II") 6-18, 22, 24; 民法典 1179, 1213;
 * 道路交通安全法 76; 道交解释 (法释〔2020〕17号) 13; 交强险 limits in force from 2020-09-19.
 *
 * One standard for town and country (II 12, 15, 17 of 2022): household registration changes
 * nothing. It holds for torts from 2022-05-01 (II 24); earlier ones, with two standards, are not
 * answered here. The statistics are handed in: those of the court's province for the year before
 * (II 22).
 */
#ifndef LAW_INJURY_H
#define LAW_INJURY_H

#include "base/arena.h"
#include "base/moment.h"

enum {
    INJURY_DEPENDANTS_MAX = 10,
    INJURY_PAYERS_MAX = 10,
    INJURY_AGE_MAX = 120,
    INJURY_DAYS_MAX = 7300 /* nursing: twenty years at most, II 8 */
};

/** What the police found of the other side. NONE: the vehicle bears none; its insurance still pays,
 * by the limits without fault (道路交通安全法 76). */
enum injury_liability {
    LIABILITY_FULL,
    LIABILITY_MAIN,
    LIABILITY_EQUAL,
    LIABILITY_MINOR,
    LIABILITY_NONE
};

struct injury_dependant {
    int age;    /* in whole years, on the day of the finding or death */
    int payers; /* how many owe the support by law, the victim among them; 1-10 */
};

struct injury_question {
    int32_t day; /* of the tort */
    bool death;
    int grade; /* of disability, 1 (worst) to 10; 0: none */
    int age;   /* of the victim on the day of the finding or death */
    bool rural;
    /* Statistics of a year, in fen; 0: not known, and what needs it is refused. */
    int64_t income_fen, consumption_fen, wage_fen;
    struct injury_dependant dependants[INJURY_DEPENDANTS_MAX];
    size_t dependant_count;
    /* As spent and proved, in fen. */
    int64_t medical_fen, nutrition_fen, transport_fen, aids_fen, mental_fen, property_fen;
    /* Days, and what one is worth; 0 fen a day of meals: 100 yuan (财行〔2013〕531号). */
    int64_t hospital_days, meal_day_fen, nursing_days, nursing_day_fen, lost_days;
    int64_t own_income_year_fen; /* proved income; 0: by the average wage (II 7) */
    bool vehicle;                /* a motor vehicle with compulsory insurance was the cause */
    enum injury_liability liability;
    int share_percent; /* what the other side bears beyond the insurance; -1: by `liability` */
};

enum injury_group { INJURY_MEDICAL, INJURY_BODY, INJURY_PROPERTY, INJURY_GROUPS };

struct injury_item {
    const char *name; /* "disability" */
    enum injury_group group;
    int64_t fen;
    const char *zh, *en, *basis; /* the formula with its numbers; the article */
};

enum { INJURY_ITEMS_MAX = 13 };

struct injury_answer {
    struct injury_item items[INJURY_ITEMS_MAX];
    size_t item_count;
    int64_t total_fen;
    int64_t insured_fen[INJURY_GROUPS], limit_fen[INJURY_GROUPS]; /* of the compulsory insurance */
    int64_t insurance_fen, rest_fen;
    int percent;       /* of the rest, borne by the other side */
    int64_t share_fen; /* what the other side (or its commercial insurance) bears of the rest */
    int64_t due_fen;   /* insurance_fen + share_fen */
    struct injury_item split; /* how insurance and shares were reckoned */
};

/** Years of disability or death compensation, and of support of a grown dependant: 20; from 60 one
 * less for each year of age; from 75 five (II 12, 15, 17). */
int injury_years(int age);

/** All items whose ground is given.
 * @return ERR_INVALID with the field: "injury.day" before 2022-05-01; "rule.range" of ages, grades,
 * payers, days, sums and percents; "income.unknown" where a statistic is needed and 0; "required"
 * for a day's nursing */
MUST_CHECK enum err_kind injury_compute(const struct injury_question *question, struct arena *arena,
                                        struct injury_answer *ret, struct err *reterr);

#endif
