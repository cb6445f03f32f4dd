/* store/oidc: attempts to sign in by an OpenID provider, and which of its subjects is which
 * account. */
#ifndef STORE_OIDC_H
#define STORE_OIDC_H

#include "db/db.h"

struct oidc_attempt {
    const char *state_hash, *browser_hash; /* token_hash() of the state, and of the cookie */
    const char *nonce, *verifier_sealed;
    const char *subject; /* the token was checked, a second factor is waited for; NULL: not yet */
    int64_t account_id;  /* to be linked with this account; 0: to sign in */
    int64_t created_us, expires_us;
};

void oidc_attempt_insert(struct db_flight *flight, const struct oidc_attempt *attempt);
/** A row while it has not expired (real clock). */
size_t oidc_attempt_read(struct db_flight *flight, const char *state_hash, int64_t now_us);
bool oidc_attempt_take(const struct db_result *rows, struct oidc_attempt *ret);
/** Its token was checked; ERR_STALE when it was used meanwhile. */
void oidc_attempt_prove(struct db_flight *flight, const char *state_hash, const char *subject);
/** Used up, exactly once: ERR_STALE when it was meanwhile. */
void oidc_attempt_delete(struct db_flight *flight, const char *state_hash);

/** One account an issuer: ERR_CONFLICT "db.unique" when subject or account is linked already. */
void oidc_link_insert(struct db_flight *flight, const char *issuer, const char *subject,
                      int64_t account_id, int64_t linked_us);
void oidc_link_delete(struct db_flight *flight, const char *issuer, int64_t account_id);
/** account_id. */
size_t oidc_link_by_subject_read(struct db_flight *flight, const char *issuer, const char *subject);
/** linked_us. */
size_t oidc_link_by_account_read(struct db_flight *flight, const char *issuer, int64_t account_id);

#endif
