/*
 * law/identifier: numbers that carry their own check, or their own form.
 * Sources: GB 11643-1999 (resident id), GB 32100-2015 (unified social credit code), GB 11714-1997
 * (the organisation code inside it), ISO/IEC 7812 (bank cards), GB/T 2260 (divisions),
 * 律师执业证管理 办法 (lawyers' licences; the meaning of the digits is partly [assumed]).
 *
 * A fault is one word, static: "length", "characters", "date", "check", "organisation_check",
 * "kind", "prefix". NULL: none.
 */
#ifndef LAW_IDENTIFIER_H
#define LAW_IDENTIFIER_H

#include "base/moment.h"

/** 18 characters, a real birth day not after `today`, check character right. Upper-case X. The
 * division is not looked up: those that are gone stay on cards. */
const char *resident_id_fault(const char *id, int32_t today);
bool resident_id_valid(const char *id, int32_t today);
/** Of a valid id. */
int32_t resident_id_birth_day(const char *id);
bool resident_id_is_male(const char *id);

/** 18 characters of the standard's alphabet, both check characters right. */
const char *credit_code_fault(const char *code);
bool credit_code_valid(const char *code);

/** A mainland mobile number, 11 digits from 13… to 19…, or a fixed line "0715-8123456" /
 * "07158123456". */
const char *phone_fault(const char *phone);
bool phone_valid(const char *phone);
bool phone_is_mobile(const char *phone);

/** A card of 16 to 19 digits that passes Luhn's check. */
const char *bank_card_fault(const char *card);
/** 12-19 digits, as accounts of companies have them; Luhn is checked for 16-19 digits beginning
 * with 62 (UnionPay), others pass. */
bool bank_account_valid(const char *account);

/** What the 17 digits of a lawyer's licence say. */
struct lawyer_licence {
    char province[3]; /* "42" */
    int year;         /* first licensed */
    int kind; /* 1 full-time, 2 part-time, 3 Hong Kong, 4 Macao, 5 Taiwan, 6 public, 7 company, 8
                 legal aid, 9 military */
    bool male;
};
/** `ret` may be NULL. Cards of 12 digits are older and say nothing: "length". */
const char *lawyer_licence_fault(const char *licence, struct lawyer_licence *ret);

/** Whole years of age on a day. */
int age_on(int32_t birth_day, int32_t day);

#endif
