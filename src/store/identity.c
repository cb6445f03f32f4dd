/* store/identity: see identity.h. */
#include "store/identity.h"

void identity_proof_insert(struct db_flight *flight, const struct identity_proof *proof)
{
    static const char sql[] =
        "INSERT INTO identity_proof (id, account_id, method, adapter, stub, agrees, reference, "
        "at_us, by_account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(proof->id), db_int(proof->account_id), db_text(proof->method),
                db_text(proof->adapter), db_int(proof->stub), db_int(proof->agrees),
                db_text(proof->reference), db_int(proof->at_us), db_id(proof->by_account)),
        1);
}

void account_prove(struct db_flight *flight, int64_t id, int64_t at_us)
{
    static const char sql[] = "UPDATE account SET proven_us = $2, checked_us = "
                              "coalesce(checked_us, $2), version = version + 1 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(at_us)), 1);
}

size_t account_claim_read(struct db_flight *flight, int64_t account_id)
{
    static const char sql[] = "SELECT p.name, p.id_sealed, p.id_index FROM account a JOIN person p "
                              "ON p.id = a.person_id WHERE a.id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id)), -1);
}

size_t identity_failures_read(struct db_flight *flight, int64_t account_id, int64_t since_us)
{
    static const char sql[] = "SELECT count(*) FROM identity_proof WHERE account_id = $1 AND "
                              "agrees = 0 AND at_us > $2";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(since_us)), -1);
}

size_t identity_proofs_read(struct db_flight *flight, int64_t account_id)
{
    static const char sql[] = "SELECT method, adapter, stub, agrees, at_us FROM identity_proof "
                              "WHERE account_id = $1 ORDER BY id DESC LIMIT 50";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id)), -1);
}
