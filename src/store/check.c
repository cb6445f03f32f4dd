/* store/check: see check.h. Every statement is constant and reads only. */
#include "store/check.h"

/* clang-format off */
const struct store_rule store_rules[] = {
    {"task_of_ended_matter", "an ended matter has an open task",
     "SELECT count(*), max(t.id) FROM task t JOIN matter m ON m.id = t.matter_id WHERE t.closed_us IS NULL AND m.final = 1"},
    {"clock_of_ended_matter", "an ended matter has a running clock",
     "SELECT count(*), max(d.id) FROM deadline d JOIN matter m ON m.id = d.matter_id WHERE d.closed_us IS NULL AND m.final = 1"},
    {"task_of_no_matter", "a task belongs to no matter",
     "SELECT count(*), max(t.id) FROM task t LEFT JOIN matter m ON m.id = t.matter_id WHERE m.id IS NULL"},
    {"two_tasks_a_purpose", "a matter has two open tasks of one purpose",
     "SELECT count(*), max(x.matter_id) FROM (SELECT matter_id FROM task WHERE closed_us IS NULL GROUP BY matter_id, purpose HAVING count(*) > 1) x"},
    {"tasks_miscounted", "a tally of open tasks is not their number",
     "SELECT count(*), max(x.role) FROM (SELECT y.role FROM task_tally y WHERE y.open_count <> (SELECT count(*) FROM task t WHERE t.court = y.court AND t.role = y.role AND coalesce(t.account_id, 0) = y.account_id AND t.closed_us IS NULL) UNION ALL SELECT t.role FROM task t WHERE t.closed_us IS NULL AND NOT EXISTS (SELECT 1 FROM task_tally y WHERE y.court = t.court AND y.role = t.role AND y.account_id = coalesce(t.account_id, 0))) x"},
    {"events_miscounted", "a matter counts other events than it has",
     "SELECT count(*), max(m.id) FROM matter m WHERE m.event_count <> (SELECT count(*) FROM event e WHERE e.matter_id = m.id)"},
    {"number_gap", "a series of case numbers has a gap or goes on from the wrong one",
     "SELECT count(*), max(s.court) FROM number_series s WHERE s.next - 1 - s.passed <> (SELECT count(*) FROM number_issued n WHERE n.court = s.court AND n.year = s.year AND n.type = s.type AND n.serial > s.passed)"},
    {"number_twice", "a case number was issued twice",
     "SELECT count(*), max(x.number) FROM (SELECT number FROM number_issued GROUP BY number HAVING count(*) > 1) x"},
    {"participant_of_no_matter", "a participant belongs to no matter",
     "SELECT count(*), max(p.id) FROM participant p LEFT JOIN matter m ON m.id = p.matter_id WHERE m.id IS NULL"},
    {"grant_of_no_account", "a role is granted to no account",
     "SELECT count(*), max(g.id) FROM role_grant g LEFT JOIN account a ON a.id = g.account_id WHERE a.id IS NULL"},
    {"search_forgotten", "a matter is neither indexed for search nor waits for it",
     "SELECT count(*), max(m.id) FROM matter m WHERE NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.matter_id = m.id) AND NOT EXISTS (SELECT 1 FROM search_queue q WHERE q.matter_id = m.id)"},
    {"ledger_unbalanced", "an entry of the ledger does not add up to nothing",
     "SELECT count(*), max(x.entry_id) FROM (SELECT entry_id FROM ledger_posting GROUP BY entry_id HAVING sum(amount_fen) <> 0 OR count(*) < 2 UNION ALL SELECT e.id FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.entry_id = e.id)) x"},
    {"ledger_posting_of_no_entry", "a posting of the ledger belongs to no entry",
     "SELECT count(*), max(p.entry_id) FROM ledger_posting p LEFT JOIN ledger_entry e ON e.id = p.entry_id WHERE e.id IS NULL"},
    {"ledger_miscounted", "an account of the ledger does not hold the sum of its postings",
     "SELECT count(*), max(x.matter_id) FROM (SELECT a.matter_id FROM ledger_account a WHERE a.balance_fen <> (SELECT coalesce(sum(p.amount_fen), 0) FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id WHERE e.matter_id = a.matter_id AND p.kind = a.kind) UNION ALL SELECT e.matter_id FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id WHERE NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.matter_id = e.matter_id AND a.kind = p.kind)) x"},
    {"ledger_trial_balance", "the accounts of a court do not balance",
     "SELECT count(*), max(x.court) FROM (SELECT court FROM ledger_account GROUP BY court HAVING sum(balance_fen) <> 0) x"},
    {"ledger_side", "an account of the ledger stands on its other side",
     "SELECT count(*), max(matter_id) FROM ledger_account WHERE (kind IN ('bank', 'receivable', 'relief') AND balance_fen < 0) OR (kind IN ('fee', 'held', 'payable') AND balance_fen > 0)"},
    {"ledger_of_no_matter", "money of the ledger belongs to no matter of that court",
     "SELECT count(*), max(e.id) FROM ledger_entry e LEFT JOIN matter m ON m.id = e.matter_id AND m.court = e.court WHERE m.id IS NULL"},
    {0}};
/* clang-format on */

enum err_kind store_rule_check(struct db *db, const struct store_rule *rule, struct arena *arena,
                               int64_t *ret_broken, const char **ret_example, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(db, arena, rule->sql, DB_NO_ARGS, &found, reterr);
    if (kind)
        return kind;
    const struct db_value *example = db_cell(&found, 0, 1);
    *ret_broken = db_cell_int(&found, 0, 0);
    *ret_example = example->type == DB_TEXT ? example->text
                   : example->type == DB_INT
                       ? arena_printf(arena, "%lld", (long long) example->integer)
                       : "";
    return *ret_example ? ERR_NONE : arena_full(reterr);
}

enum err_kind store_documents_after(struct db *db, struct arena *arena, int64_t after_id,
                                    struct db_result *ret, struct err *reterr)
{
    return db_run(
        db, arena,
        "SELECT id, sm3 FROM document WHERE id > $1 AND removed_us IS NULL ORDER BY id LIMIT "
        "500",
        DB_ARGS(db_int(after_id)), ret, reterr);
}
