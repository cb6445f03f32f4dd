/* systems/resolution/mediation: what is looked at across mediations. Each list is bounded; what is
 * beyond it is seen once the first ones are looked into. */
#include "systems/resolution/mediation/mediation_store.h"

#define OF_COURT "m.court = $1 AND m.system = 'mediation' AND m.updated_us >= $2 "
#define SIDE(alias, role)                                                                          \
    "JOIN participant " alias " ON " alias ".matter_id = m.id AND " alias ".active = 1 AND " alias \
    ".role = '" role "' "
#define HOUR_US "3600000000"
#define DAY_US  "86400000000"

enum err_kind watch_one_hand(struct db *db, struct arena *arena, const char *court,
                             int64_t since_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT DISTINCT m.id, m.title FROM matter m JOIN event e ON e.matter_id = m.id JOIN event "
        "f ON f.matter_id = m.id AND f.account_id = e.account_id AND ((e.role = 'applicant' AND "
        "f.role = 'respondent') OR e.for_account < f.for_account) WHERE " OF_COURT
        "ORDER BY m.id DESC LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(since_us)), ret, reterr);
}

enum err_kind watch_one_phone(struct db *db, struct arena *arena, const char *court,
                              int64_t since_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT DISTINCT m.id, m.title FROM matter m JOIN participant a ON a.matter_id = m.id AND "
        "a.active = 1 JOIN participant b ON b.matter_id = m.id AND b.active = 1 AND b.role > "
        "a.role JOIN person p ON p.id = a.person_id JOIN person q ON q.id = b.person_id AND q.id "
        "<> p.id AND q.phone_index = p.phone_index WHERE " OF_COURT "ORDER BY m.id DESC LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(since_us)), ret, reterr);
}

enum err_kind watch_disclosed(struct db *db, struct arena *arena, const char *court,
                              int64_t since_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT m.id, m.title FROM matter m JOIN matter_index i ON i.matter_id = m.id AND "
        "i.field = 'disclosure' AND i.text_value <> 'none' WHERE " OF_COURT
        "ORDER BY m.id DESC LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(since_us)), ret, reterr);
}

enum err_kind watch_many_an_hour(struct db *db, struct arena *arena, const char *court,
                                 int64_t since_us, int64_t least, struct db_result *ret,
                                 struct err *reterr)
{
    static const char sql[] =
        "SELECT p.name, m.closed_us / " HOUR_US ", count(*) FROM matter m " SIDE(
            "p", "mediator") "WHERE " OF_COURT
                             "AND m.state = 'closed_agreed' GROUP BY p.person_id, p.name, "
                             "m.closed_us / " HOUR_US " HAVING count(*) >= $3 ORDER BY 2 DESC, 1 "
                             "LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(since_us), db_int(least)), ret,
                  reterr);
}

enum err_kind watch_same_parties(struct db *db, struct arena *arena, const char *court,
                                 int64_t since_us, int64_t least, struct db_result *ret,
                                 struct err *reterr)
{
    static const char sql[] =
        "SELECT min(a.name), max(b.name), count(DISTINCT m.id) FROM matter m " SIDE("a",
                                                                                    "applicant")
            SIDE("b", "respondent") "WHERE " OF_COURT "AND a.person_id IS NOT NULL AND b.person_id "
                                    "IS NOT NULL GROUP BY CASE WHEN a.person_id "
                                    "< b.person_id THEN a.person_id ELSE "
                                    "b.person_id END, CASE WHEN a.person_id < "
                                    "b.person_id THEN b.person_id ELSE "
                                    "a.person_id END HAVING count(DISTINCT m.id) "
                                    ">= $3 ORDER BY 3 DESC, 1 LIMIT 50";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(since_us), db_int(least)), ret,
                  reterr);
}

enum err_kind mediations_count(struct db *db, struct arena *arena, const char *court,
                               int64_t from_us, int64_t to_us, struct db_result *ret,
                               struct err *reterr)
{
    static const char sql[] =
        "SELECT v.text_value, coalesce(b.text_value, ''), o.text_value, count(*), "
        "sum((m.closed_us - m.opened_us) / " DAY_US ") FROM matter m JOIN matter_index o ON "
        "o.matter_id = m.id AND o.field = 'outcome' JOIN matter_index v ON v.matter_id = m.id AND "
        "v.field = 'variant' LEFT JOIN matter_index b ON b.matter_id = m.id AND b.field = "
        "'mediator_body' WHERE " OF_COURT "AND m.final = 1 AND m.closed_us >= $2 AND m.closed_us < "
        "$3 GROUP BY v.text_value, coalesce(b.text_value, ''), o.text_value ORDER BY 1, 2, 3 LIMIT "
        "2000";
    return db_run(db, arena, sql, DB_ARGS(db_text(court), db_int(from_us), db_int(to_us)), ret,
                  reterr);
}
