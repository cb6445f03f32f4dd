/*
 * law/identifier: numbers that carry their own check.
 * Sources: GB 11643-1999 (resident id), GB 32100-2015 (unified social credit code), ISO/IEC 7812
 * (bank cards).
 */
#ifndef LAW_IDENTIFIER_H
#define LAW_IDENTIFIER_H

#include "base/moment.h"

/** 18 characters, a real birth day not after `today`, check character right. Upper-case X. */
bool resident_id_valid(const char *id, int32_t today);
/** Of a valid id. */
int32_t resident_id_birth_day(const char *id);
bool resident_id_is_male(const char *id);
/** 18 characters of the standard's alphabet, check character right. */
bool credit_code_valid(const char *code);
/** A mainland mobile number, 11 digits from 13… to 19…, or a fixed line "0715-8123456" /
 * "07158123456". */
bool phone_valid(const char *phone);
bool phone_is_mobile(const char *phone);
/** 12-19 digits; Luhn is checked for 16-19 digits beginning with 62 (UnionPay), others pass. */
bool bank_account_valid(const char *account);
/** Whole years of age on a day. */
int age_on(int32_t birth_day, int32_t day);

#endif
