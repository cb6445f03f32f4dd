/* store/delegation: see delegation.h. */
#include "store/delegation.h"

void delegation_insert(struct db_flight *flight, const struct delegation_row *row)
{
    static const char sql[] =
        "INSERT INTO delegation (id, account_id, name, phone_sealed, phone_index, rights, systems, "
        "to_day, set_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_int(row->account_id), db_text(row->name),
                                 db_text(row->phone_sealed), db_text(row->phone_index),
                                 db_text(row->rights), db_text(row->systems), db_int(row->to_day),
                                 db_int(row->set_us)),
                         1);
}

void delegation_accept(struct db_flight *flight, int64_t id, int64_t delegate_id, int64_t at_us)
{
    static const char sql[] = "UPDATE delegation SET delegate_id = $2, accepted_us = $3 WHERE id = "
                              "$1 AND accepted_us IS NULL AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(delegate_id), db_int(at_us)), 1);
}

static void end(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us, int64_t rows)
{
    static const char sql[] =
        "UPDATE delegation SET ended_us = $2, ended_by = $3 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us), db_id(by)), rows);
}

void delegation_end(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us)
{
    end(flight, id, by, at_us, 1);
}

void delegation_end_if_open(struct db_flight *flight, int64_t id, int64_t by, int64_t at_us)
{
    end(flight, id, by, at_us, -1);
}

void seat_account_ensure(struct db_flight *flight, int64_t id, const char *kind, const char *name,
                         const char *person_index, int64_t created_us)
{
    static const char sql[] =
        "INSERT INTO account (id, kind, name, person_id, demo, created_us, checked_us, proven_us, "
        "status, failed_count, locked_until_us, language, mode, version) SELECT $1, $5, $2, p.id, "
        "0, "
        "$4, $4, $4, 'active', 0, 0, 'zh', 'normal', 1 FROM person p WHERE p.id_index = $3 "
        "ON CONFLICT DO NOTHING";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(name), db_text(person_index),
                                 db_int(created_us), db_text(kind)),
                         -1);
}

static void end_heads(struct db_flight *flight, const struct seat_delegation *row)
{
    static const char sql[] =
        "UPDATE delegation SET ended_us = $2 WHERE capacity = 'legal_representative' AND ended_us "
        "IS NULL AND account_id = (SELECT a.id FROM account a JOIN person p ON p.id = a.person_id "
        "WHERE p.id_index = $1 AND a.kind = 'company')";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(row->person_index), db_int(row->set_us)), -1);
}

void seat_delegation_insert(struct db_flight *flight, const struct seat_delegation *row)
{
    if (strcmp(row->capacity, "legal_representative") == 0)
        end_heads(flight, row);
    static const char sql[] =
        "INSERT INTO delegation (id, account_id, name, phone_sealed, phone_index, rights, systems, "
        "to_day, set_us, delegate_id, accepted_us, capacity, matter_id) SELECT $1, a.id, $3, '', "
        "'', $4, '', $5, $6, $7, $6, $8, $9 FROM account a JOIN person p ON p.id = a.person_id "
        "WHERE p.id_index = $2 AND a.kind = $10";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_text(row->person_index), db_text(row->name),
                                 db_text(row->rights), db_int(row->to_day), db_int(row->set_us),
                                 db_int(row->delegate_id), db_text(row->capacity),
                                 db_int(row->matter_id), db_text(row->kind)),
                         1);
}

void seat_account_status(struct db_flight *flight, int64_t delegation_id, const char *status)
{
    static const char sql[] =
        "UPDATE account SET status = $2 WHERE id = (SELECT d.account_id FROM delegation d WHERE "
        "d.id = $1)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(delegation_id), db_text(status)), -1);
}

void delegation_prolong(struct db_flight *flight, int64_t id, int32_t to_day)
{
    static const char sql[] =
        "UPDATE delegation SET to_day = $2 WHERE id = $1 AND ended_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(to_day)), -1);
}

size_t company_heads_read(struct db_flight *flight, int64_t matter_id)
{
    static const char sql[] =
        "SELECT d.matter_id, m.definition_hash FROM participant o JOIN account a ON a.person_id = "
        "o.person_id AND a.kind = 'company' JOIN delegation d ON d.account_id = a.id JOIN matter m "
        "ON m.id = "
        "d.matter_id WHERE o.matter_id = $1 AND o.role = 'principal' AND d.capacity = "
        "'legal_representative' AND d.ended_us "
        "IS NULL LIMIT 20";
    return db_flight_add(flight, sql, DB_ARGS(db_int(matter_id)), -1);
}

void delegated_act_insert(struct db_flight *flight, int64_t id, int64_t delegation_id,
                          int64_t account_id, const char *operation, const char *action,
                          int64_t matter_id, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO delegated_act (id, delegation_id, account_id, operation, action, matter_id, "
        "at_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(delegation_id), db_int(account_id),
                                 db_text(operation), db_text(action), db_id(matter_id),
                                 db_int(at_us)),
                         1);
}

size_t delegations_since_read(struct db_flight *flight, int64_t account_id, int64_t since_us)
{
    static const char sql[] =
        "SELECT count(*) FROM delegation WHERE account_id = $1 AND set_us > $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(since_us)), -1);
}

size_t delegation_read(struct db_flight *flight, int64_t id, int64_t reader_id)
{
    static const char sql[] =
        "SELECT d.account_id, d.name, d.rights, d.systems, d.to_day, d.delegate_id, d.accepted_us, "
        "d.ended_us, g.name, g.person_id, g.checked_us, g.proven_us, g.status, CASE WHEN "
        "r.phone_index = d.phone_index THEN 1 ELSE 0 END, r.name, d.matter_id, m.definition_hash, "
        "g.kind "
        "FROM "
        "delegation d JOIN account g ON g.id = d.account_id JOIN account r ON r.id = $2 LEFT JOIN "
        "matter m ON m.id = d.matter_id WHERE d.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(reader_id)), -1);
}

enum err_kind delegations_of(struct db *db, struct arena *arena, int64_t account_id,
                             int64_t before_id, int64_t limit, struct db_result *ret,
                             struct err *reterr)
{
    static const char sql[] =
        "SELECT d.id, d.account_id, d.name, d.rights, d.systems, d.to_day, d.delegate_id, "
        "d.accepted_us, d.ended_us, d.set_us, g.name, d.phone_sealed, d.capacity, d.matter_id, "
        "m.definition_hash, g.status FROM delegation d JOIN account g ON g.id = d.account_id LEFT "
        "JOIN matter "
        "m ON m.id = d.matter_id WHERE (d.id < $2 OR $2 = 0) AND (d.account_id = $1 OR "
        "d.delegate_id = $1 OR (d.delegate_id IS NULL AND d.ended_us IS NULL AND d.phone_index = "
        "(SELECT a.phone_index FROM account a WHERE a.id = $1))) ORDER BY d.id DESC LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id), db_int(before_id), db_int(limit)),
                  ret, reterr);
}

enum err_kind delegated_acts(struct db *db, struct arena *arena, int64_t delegation_id,
                             int64_t before_id, int64_t limit, struct db_result *ret,
                             struct err *reterr)
{
    static const char sql[] =
        "SELECT x.id, x.operation, x.action, x.matter_id, x.at_us, m.definition_hash, m.title, "
        "a.name FROM delegated_act x LEFT JOIN matter m ON m.id = x.matter_id LEFT JOIN account a "
        "ON a.id = x.account_id WHERE x.delegation_id = $1 AND (x.id < $2 OR $2 = 0) ORDER BY x.id "
        "DESC LIMIT $3";
    return db_run(db, arena, sql, DB_ARGS(db_int(delegation_id), db_int(before_id), db_int(limit)),
                  ret, reterr);
}
