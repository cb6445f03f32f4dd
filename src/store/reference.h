/*
 * store/reference: brings the tables of reference/ (courts, causes, divisions, case types,
 * holidays, wages, incomes, points and measures of family warnings) into the store. What they are,
 * where they come from and how long they hold is in reference/README.md.
 */
#ifndef STORE_REFERENCE_H
#define STORE_REFERENCE_H

#include "db/db.h"

/** Rows read of each kind; a derived court that gave way to an official one is counted too. */
struct reference_counts {
    size_t courts, causes, divisions, case_types, holidays, wages, incomes, warnings;
};

/**
 * Loads every file of `folder`, in one transaction: all of it or nothing.
 *
 * May be repeated with newer files: a row with a known key is brought up to date, a row that is
 * gone from its file stays, since old case numbers and identity numbers still name it. Two rules of
 * their own:
 * - A derived court (courts_derived.csv) never overwrites an official one.
 * - holidays.csv replaces every year it has a row in, so that a day withdrawn by a later notice
 *   does not go on moving deadlines. It must be ascending by date.
 *
 * @param folder  holds courts.csv courts_derived.csv causes.csv causes_admin.csv divisions.csv
 *                case_types.csv holidays.csv wages.csv incomes.csv
 *                warning_points.csv warning_measures.csv
 * @param ret     may be NULL
 * @return ERR_INVALID "reference.value" (field names file, line and column), "reference.order", and
 *         what csv_read_file(), csv_start(), csv_next() and db_commit() say. The store is unchanged
 *         after every error but ERR_UNCERTAIN, after which it is right to load again.
 */
MUST_CHECK enum err_kind reference_load(struct db *db, const char *folder,
                                        struct reference_counts *ret, struct err *reterr);

#endif
