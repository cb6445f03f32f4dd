/* fees: the ledger to be read: a court's trial balance, and the entries of one fee. */
#include "systems/filing/fees/books.h"

#include "base/text.h"
#include "systems/filing/fees/callback.h"
#include "systems/filing/fees/fees.h"

enum { ENTRY_LINES_MAX = 2000 };

static void write_title(struct json_writer *writer, const char *account)
{
    enum book_account found = BOOK_BANK;
    const struct words *title =
        &book_accounts[book_account_find(account, &found) ? found : BOOK_BANK].title;
    json_name(writer, "title");
    json_begin(writer);
    json_named_text(writer, "zh", title->zh);
    json_named_text(writer, "en", title->en);
    json_end(writer);
}

enum err_kind trial_balance_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct db_result rows;
    const char *court = value_text_of(reading->params, "court");
    role_set finance = role_bit("finance_clerk") | role_bit("finance_reviewer") |
                       role_bit("finance_approver") | role_bit("court_leader");
    if (!*court || !(actor_roles(&reading->actor, court) & finance))
        return err_set(reterr, ERR_DENIED, "permission.denied", "not of that court");
    enum err_kind kind = book_trial_balance(reading->db, reading->arena, court, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        json_named_text(writer, "account", db_cell_text(&rows, i, 0));
        write_title(writer, db_cell_text(&rows, i, 0));
        json_named_int(writer, "debit", db_cell_int(&rows, i, 1));
        json_named_int(writer, "credit", db_cell_int(&rows, i, 2));
        json_named_int(writer, "balance", db_cell_int(&rows, i, 3));
        json_named_int(writer, "matters", db_cell_int(&rows, i, 4));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

enum err_kind entries_read(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result rows;
    enum err_kind kind = fees_matter(reading, &matter, reterr);
    if (!kind)
        kind =
            book_entries(reading->db, reading->arena, matter->id, ENTRY_LINES_MAX, &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        json_named_int(writer, "entry", db_cell_int(&rows, i, 0));
        json_named_text(writer, "kind", db_cell_text(&rows, i, 1));
        json_named_text(writer, "day",
                        day_format(reading->arena, (int32_t) db_cell_int(&rows, i, 3)));
        json_named_text(writer, "account", db_cell_text(&rows, i, 5));
        write_title(writer, db_cell_text(&rows, i, 5));
        json_named_int(writer, "amount", db_cell_int(&rows, i, 6));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}
