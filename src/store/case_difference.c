/* store/case_difference: see case_difference.h. */
#include "store/case_difference.h"

#include "base/moment.h"

/* clang-format off */
const struct case_difference_kind case_difference_kinds[] = {
    {"unknown_key", "admin", {"案件系统里有一件案件，说是平台送去的，平台没有送过", "A case there is said to come from here, but never was sent"},
     {"请与案件系统的维护方核对这件案件从哪里来。", "Ask whoever runs the case system where it comes from."}},
    {"doubled", "filing_head", {"同一件立案在案件系统里有两件", "One filing stands there as two cases"},
     {"请在案件系统里作废多出的一件。", "Void the second one in the case system."}},
    {"number_taken", "filing_head", {"案件系统给的案号，在平台属于另一件案件", "The number given there belongs to another case here"},
     {"请在案件系统里核对两件案件的案号，改正给错的一件。", "Check both cases in the case system and correct the wrong one."}},
    {"number_twice", "filing_head", {"案件系统把同一个案号给了两件案件", "The case system gave one number to two cases"},
     {"请在案件系统里改正其中一件的案号。", "Correct one of them in the case system."}},
    {"number_differs", "filing_head", {"两边的案号不同", "The two have different numbers"},
     {"请核对哪一个是对的：平台录错的，作废登记后重新办理；案件系统错的，在那里改正。", "Find out which is right: void and redo the registration here, or correct the case system."}},
    {"number_refused", "filing_head", {"案件系统给的不是本院的民初案号", "The number given is none of this court's civil cases"},
     {"请在案件系统里改正案号。", "Correct the number in the case system."}},
    {"number_jump", "filing_head", {"案件系统给的案号比本院已有的最大号大出太多", "The number given there lies too far behind the last one of this court"},
     {"请在案件系统里核对；确实无误的，请系统管理员调高设置 number-jump。", "Check it in the case system; if it is right, an administrator raises the setting number-jump."}},
    {"not_possible", "filing_head", {"平台的事项已经结束，案件系统还在更新", "The matter has ended here, the case system goes on with it"},
     {"请核对这件登记是否已经作废、撤回；是的，在案件系统里也办结。", "If it was voided or withdrawn here, end it in the case system too."}},
    {"went_back", "admin", {"案件系统的内容比以前的还旧", "The case system says less than it said before"},
     {"案件系统可能从备份恢复过。请与其维护方核对，补上缺的更新。", "It may have been restored from a backup: ask whoever runs it to bring back what is missing."}},
    {"gone", "filing_head", {"案件系统里的这件案件不见了", "The case is no longer in the case system"},
     {"请在案件系统里查明是否误删；案号已经用过，不能再给别的案件。", "Find out whether it was deleted by mistake; its number must not be given again."}},
    {"refused", "filing_judge", {"案件系统没有收下这件立案", "The case system refused the filing"},
     {"请按写明的理由改正；改不了的，在案件系统里录入，再把案号录入平台。", "Correct what it names; else enter the case there, and its number here."}},
    {"not_sent", "admin", {"立案送不到案件系统", "The filing does not get through to the case system"},
     {"请检查连接、口令和案件系统的运行情况；平台会一直重送，不会送成两件。", "Check connection, token and the peer; it is sent again and again, and never twice."}},
    {"missing_outside", "admin", {"案件系统说收到了，清单里却没有", "The case system said it has the case, its list does not show it"},
     {"请与案件系统的维护方核对这件案件。", "Ask whoever runs the case system about it."}},
    {"only_inside", "filing_head", {"手工录入的案号，案件系统里没有这件案件", "A number was typed in, and no case there has it"},
     {"请核对案号是否录错，案件系统里是否漏录。", "Check whether the number is wrong here, or the case missing there."}},
    {"number_late", "filing_judge", {"案件系统收到两天，还没有给案号", "The case system has had the case for two days and gave no number"},
     {"请在案件系统里办理立案编号。", "Number the case in the case system."}},
    {"unreadable", "admin", {"清单里有读不懂的案件", "The list holds cases that cannot be read"},
     {"请让案件系统的维护方按接口说明改正。", "Ask whoever runs the case system to keep to the protocol."}},
    {"unreachable", "admin", {"取不到案件系统的清单", "The case system's list cannot be had"},
     {"请检查连接和案件系统的运行情况；取到之前，今天是否一致没有人知道。", "Check connection and peer; until then nobody knows whether both agree today."}},
    {"not_connected", "admin", {"本院设为由自有系统编号，但没有设置连接", "The court numbers in its own system, but no connection is set"},
     {"请在连接文件中加上本院，或者把编号改回本平台。", "Add the court to the file of connections, or let this platform number."}},
    {NULL}};
/* clang-format on */

const struct case_difference_kind *case_difference_kind(const char *name)
{
    for (const struct case_difference_kind *kind = case_difference_kinds; kind->name; kind++) {
        if (strcmp(kind->name, name) == 0)
            return kind;
    }
    return NULL;
}

void case_difference_put(struct db_flight *flight, const struct case_difference *row)
{
    static const char sql[] =
        "INSERT INTO case_difference (id, court, kind, subject, role, matter_id, number, ours, "
        "theirs, found_us, seen_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON "
        "CONFLICT (court, kind, subject) WHERE closed_us IS NULL DO UPDATE SET seen_us = "
        "excluded.seen_us, explained_us = CASE WHEN case_difference.ours = excluded.ours AND "
        "case_difference.theirs = excluded.theirs THEN case_difference.explained_us END, "
        "matter_id = excluded.matter_id, number = excluded.number, ours = excluded.ours, theirs = "
        "excluded.theirs";
    const struct case_difference_kind *kind = case_difference_kind(row->kind);
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->court), db_text(row->kind),
                                 db_text(row->subject), db_text(kind ? kind->role : "admin"),
                                 db_id(row->matter_id), db_text(row->number), db_text(row->ours),
                                 db_text(row->theirs), db_int(row->seen_us)),
                         1);
}

void case_differences_close(struct db_flight *flight, const char *court, int64_t before_us,
                            int64_t at_us)
{
    static const char sql[] = "UPDATE case_difference SET closed_us = $3 WHERE court = $1 AND "
                              "closed_us IS NULL AND seen_us < $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(court), db_int(before_us), db_int(at_us)),
                         -1);
}

void case_difference_explain(struct db_flight *flight, int64_t id, int64_t account_id,
                             const char *explanation, int64_t at_us)
{
    static const char sql[] = "UPDATE case_difference SET explained_us = $2, explained_by = $3, "
                              "explanation = $4 WHERE id = $1 AND closed_us IS NULL";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_int(id), db_int(at_us), db_int(account_id), db_text(explanation)),
        1);
}

size_t case_difference_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(
        flight, "SELECT court, role FROM case_difference WHERE id = $1 AND closed_us IS NULL",
        DB_ARGS(db_int(id)), -1);
}

enum err_kind case_differences_list(struct db *db, struct arena *arena, const char *court,
                                    const char *role, int64_t after_id, int64_t limit,
                                    struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT d.id, d.court, d.kind, d.matter_id, d.number, d.ours, d.theirs, d.found_us, "
        "d.seen_us, d.explained_us, d.explanation, a.name, d.subject FROM case_difference d LEFT "
        "JOIN account a ON a.id = d.explained_by WHERE d.closed_us IS NULL AND ($1 = '' OR d.court "
        "= $1) AND ($2 = '' OR d.role = $2) AND d.id > $3 ORDER BY d.id LIMIT $4";
    return db_run(db, arena, sql,
                  DB_ARGS(db_text(court), db_text(role), db_int(after_id), db_int(limit)), ret,
                  reterr);
}

/* ---- lists of a day ---------------------------------------------------------------------------
 */

void case_list_put(struct db_flight *flight, const struct case_list *row)
{
    static const char sql[] =
        "INSERT INTO case_list (court, day, state, at_us, outside_count, difference_count, "
        "last_error) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (court, day) DO UPDATE SET "
        "state = excluded.state, at_us = excluded.at_us, outside_count = excluded.outside_count, "
        "difference_count = excluded.difference_count, last_error = excluded.last_error";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(row->court), db_int(row->day), db_text(row->state),
                                 db_int(row->at_us), db_int(row->outside_count),
                                 db_int(row->difference_count), db_text(row->error)),
                         1);
}

enum err_kind case_list_asked(struct db *db, struct arena *arena, struct db_result *ret,
                              struct err *reterr)
{
    return db_run(
        db, arena,
        "SELECT court, day FROM case_list WHERE state = 'asked' ORDER BY day, court LIMIT 1",
        DB_NO_ARGS, ret, reterr);
}

enum err_kind case_list_state(struct db *db, struct arena *arena, const char *court, int32_t day,
                              struct db_result *ret, struct err *reterr)
{
    return db_run(db, arena, "SELECT state FROM case_list WHERE court = $1 AND day = $2",
                  DB_ARGS(db_text(court), db_int(day)), ret, reterr);
}

enum err_kind case_lists_newest(struct db *db, struct arena *arena, const char *court,
                                int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT court, day, state, at_us, outside_count, difference_count, last_error FROM "
        "case_list WHERE ($1 = '' OR court = $1) ORDER BY day DESC, court LIMIT $2";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(limit)), ret, reterr);
}

void outside_case_listed(struct db_flight *flight, const char *court, const char *reference,
                         int64_t list_us, int64_t revision)
{
    static const char sql[] = "UPDATE outside_case SET listed_us = $3, listed_revision = $4 WHERE "
                              "court = $1 AND reference = $2";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_text(court), db_text(reference), db_int(list_us), db_int(revision)),
        -1);
}

/* Kind, subject, matter_id, number, ours, theirs; every one ordered, so that a limit cuts evenly.
 */
static const char untaken[] =
    "SELECT o.trouble, o.reference, o.matter_id, o.number, coalesce(m.number, ''), "
    "coalesce(o.number, o.reference) FROM outside_case o LEFT JOIN matter m ON m.id = o.matter_id "
    "WHERE o.court = $1 AND o.listed_us = $2 AND o.trouble <> '' ORDER BY o.reference LIMIT $3";
static const char twice[] =
    "SELECT 'number_twice', o.number, max(o.matter_id), o.number, '', min(o.reference) || ', ' || "
    "max(o.reference) FROM outside_case o WHERE o.court = $1 AND o.listed_us = $2 AND o.number IS "
    "NOT "
    "NULL GROUP BY o.number HAVING count(*) > 1 ORDER BY o.number LIMIT $3";
static const char back[] =
    "SELECT 'went_back', o.reference, o.matter_id, o.number, CAST(o.revision AS TEXT), "
    "CAST(o.listed_revision AS TEXT) FROM outside_case o WHERE o.court = $1 AND o.listed_us = $2 "
    "AND "
    "o.listed_revision < o.revision ORDER BY o.reference LIMIT $3";
static const char gone[] =
    "SELECT 'gone', o.reference, o.matter_id, o.number, coalesce(o.number, ''), '' FROM "
    "outside_case o WHERE o.court = $1 AND (o.listed_us IS NULL OR o.listed_us <> $2) AND "
    "o.matter_id IS "
    "NOT NULL AND o.registered >= $4 AND o.trouble <> 'doubled' AND o.seen_us < $5 ORDER BY "
    "o.reference LIMIT $3";
/* A number late is one that a case system has had for two days; three tries are not a moment's. */
static const char sent[] =
    "SELECT x.kind, x.key, x.matter_id, x.number, x.ours, x.theirs FROM (SELECT CASE "
    "WHEN p.state = 'refused' AND m.number IS NULL AND m.final = 0 THEN 'refused' "
    "WHEN p.state = 'waiting' AND p.attempts >= 3 THEN 'not_sent' "
    "WHEN p.state = 'answered' AND o.reference IS NULL AND NOT EXISTS (SELECT 1 FROM outside_case "
    "n "
    "WHERE n.court = p.court AND n.key = p.key) THEN 'missing_outside' "
    "WHEN p.state = 'answered' AND m.number IS NULL AND o.trouble = '' AND p.answered_us < $5 - "
    "172800000000 THEN 'number_late' "
    "WHEN p.state IN ('dropped', 'refused') AND m.number IS NOT NULL AND m.final = 0 AND NOT "
    "EXISTS "
    "(SELECT 1 FROM outside_case n WHERE n.court = p.court AND n.number = m.number AND n.listed_us "
    "= "
    "$2) THEN 'only_inside' END AS kind, p.key AS key, p.matter_id AS matter_id, m.number AS "
    "number, "
    "coalesce(m.number, '') AS ours, coalesce(p.last_error, p.reference, '') AS theirs FROM "
    "case_push p JOIN matter m ON m.id = p.matter_id LEFT JOIN outside_case o ON o.court = p.court "
    "AND o.key = p.key AND o.listed_us = $2 AND o.trouble <> 'doubled' WHERE p.court = $1 AND "
    "p.created_us >= $4 AND p.created_us < $5) x WHERE x.kind IS NOT NULL ORDER BY x.key LIMIT $3";

enum err_kind case_differences_find(struct db *db, struct arena *arena,
                                    const struct case_span *span,
                                    struct db_result ret[DIFFERENCE_SORTS], struct err *reterr)
{
    const struct db_value args[] = {db_text(span->court), db_int(span->began_us),
                                    db_int(DIFFERENCES_MAX)};
    const struct db_value since[] = {args[0], args[1], args[2], db_int(span->since),
                                     db_int(span->began_us)};
    const struct db_value moment[] = {args[0], args[1], args[2], db_int(start_of_day(span->since)),
                                      db_int(span->began_us)};
    enum err_kind kind = db_run(db, arena, untaken, args, COUNT_OF(args), &ret[0], reterr);
    if (!kind)
        kind = db_run(db, arena, twice, args, COUNT_OF(args), &ret[1], reterr);
    if (!kind)
        kind = db_run(db, arena, back, args, COUNT_OF(args), &ret[2], reterr);
    if (!kind)
        kind = db_run(db, arena, gone, since, COUNT_OF(since), &ret[3], reterr);
    return kind ? kind : db_run(db, arena, sent, moment, COUNT_OF(moment), &ret[4], reterr);
}
