/* store/oidc: see oidc.h. */
#include "store/oidc.h"

void oidc_attempt_insert(struct db_flight *flight, const struct oidc_attempt *attempt)
{
    static const char sql[] =
        "INSERT INTO oidc_attempt (state_hash, browser_hash, nonce, verifier_sealed, account_id, "
        "created_us, expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(attempt->state_hash), db_text(attempt->browser_hash),
                                 db_text(attempt->nonce), db_text(attempt->verifier_sealed),
                                 db_id(attempt->account_id), db_int(attempt->created_us),
                                 db_int(attempt->expires_us)),
                         1);
}

size_t oidc_attempt_read(struct db_flight *flight, const char *state_hash, int64_t now_us)
{
    static const char sql[] =
        "SELECT state_hash, browser_hash, nonce, verifier_sealed, subject, account_id, created_us, "
        "expires_us FROM oidc_attempt WHERE state_hash = $1 AND expires_us > $2";
    return db_flight_add(flight, sql, DB_ARGS(db_text(state_hash), db_int(now_us)), -1);
}

bool oidc_attempt_take(const struct db_result *rows, struct oidc_attempt *ret)
{
    if (!rows->row_count)
        return false;
    *ret = (struct oidc_attempt){.state_hash = db_cell_text(rows, 0, 0),
                                 .browser_hash = db_cell_text(rows, 0, 1),
                                 .nonce = db_cell_text(rows, 0, 2),
                                 .verifier_sealed = db_cell_text(rows, 0, 3),
                                 .subject = db_cell_text(rows, 0, 4),
                                 .account_id = db_cell_int(rows, 0, 5),
                                 .created_us = db_cell_int(rows, 0, 6),
                                 .expires_us = db_cell_int(rows, 0, 7)};
    return true;
}

void oidc_attempt_prove(struct db_flight *flight, const char *state_hash, const char *subject)
{
    static const char sql[] = "UPDATE oidc_attempt SET subject = $2 WHERE state_hash = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_text(state_hash), db_text(subject)), 1);
}

void oidc_attempt_delete(struct db_flight *flight, const char *state_hash)
{
    (void) db_flight_add(flight, "DELETE FROM oidc_attempt WHERE state_hash = $1",
                         DB_ARGS(db_text(state_hash)), 1);
}

void oidc_link_insert(struct db_flight *flight, const char *issuer, const char *subject,
                      int64_t account_id, int64_t linked_us)
{
    static const char sql[] =
        "INSERT INTO oidc_link (issuer, subject, account_id, linked_us) VALUES ($1, $2, $3, $4)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_text(issuer), db_text(subject), db_int(account_id), db_int(linked_us)), 1);
}

void oidc_link_delete(struct db_flight *flight, const char *issuer, int64_t account_id)
{
    (void) db_flight_add(flight, "DELETE FROM oidc_link WHERE issuer = $1 AND account_id = $2",
                         DB_ARGS(db_text(issuer), db_int(account_id)), -1);
}

size_t oidc_link_by_subject_read(struct db_flight *flight, const char *issuer, const char *subject)
{
    static const char sql[] = "SELECT account_id FROM oidc_link WHERE issuer = $1 AND subject = $2";
    return db_flight_add(flight, sql, DB_ARGS(db_text(issuer), db_text(subject)), -1);
}

size_t oidc_link_by_account_read(struct db_flight *flight, const char *issuer, int64_t account_id)
{
    static const char sql[] =
        "SELECT linked_us FROM oidc_link WHERE issuer = $1 AND account_id = $2";
    return db_flight_add(flight, sql, DB_ARGS(db_text(issuer), db_int(account_id)), -1);
}
