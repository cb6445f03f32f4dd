/*
 * law/case_number: 案号 read and written.
 * Source: 关于人民法院案件案号的若干规定 (法〔2015〕137号, amended 法〔2018〕335号):
 * （year）court-code [special-trial code] type-code serial 号. Both bracket widths are read, full
 * width is written.
 */
#ifndef LAW_CASE_NUMBER_H
#define LAW_CASE_NUMBER_H

#include "base/arena.h"

struct case_number {
    int year;
    char court[24];  /* "鄂1202", "最高法" */
    char special[4]; /* "知" or "" */
    char type[16];   /* "民初" */
    int64_t serial;
    char suffix[16]; /* "之一" or "" */
};

/** One type code of the national table. */
struct case_type_code {
    const char *code;
    bool counts_as_case; /* false: excluded from statistics of cases (诉前调确, 执保 …) */
};
extern const struct case_type_code case_type_codes[];
extern const size_t case_type_code_count;

/** Does a type count in the statistics of cases? False also for an unknown one. */
bool case_type_counts(const char *type);
/** False: not a case number (unknown type, leading zero, wrong court code …). */
MUST_CHECK bool case_number_parse(const char *text, struct case_number *ret);
/** NULL: memory ran out. */
MUST_CHECK const char *case_number_print(struct arena *arena, const struct case_number *number);

#endif
