/*
 * store/people: accounts, grants, sessions, login codes, API keys, link tokens.
 *
 * Secrets are kept as hashes only: tokens and keys by token_hash(), codes by a keyed index, phones
 * sealed (purpose "account.phone") beside their blind index (same purpose). Sessions and codes live
 * by the real clock, grants by court days.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "crypto/crypto.h"
#include "db/db.h"

/** SM3 of a random token, hex: what the database keeps of cookies, keys and link tokens. */
void token_hash(const char *token, char ret[SM3_HEX]);

/* ---- writing: each adds one statement ------------------------------------------------------- */

/** `kind` "public", "staff" or "machine". Texts may be NULL but kind and name; person_id may be 0.
 */
void account_insert(struct db_flight *flight, int64_t id, const char *kind, const char *login,
                    const char *password_hash, const char *name, const char *phone_sealed,
                    const char *phone_index, int64_t person_id, bool demo, int64_t created_us);
/** `court` "" = every court; `to_day` 0 = without end; `granted_by` 0 = by setup. */
void grant_insert(struct db_flight *flight, int64_t id, int64_t account_id, const char *role,
                  const char *court, int32_t from_day, int32_t to_day, int64_t granted_by,
                  int64_t granted_us);
/**
 * After grant_insert() of one of `offices_apart`: matches its one row only while the account holds
 * no other of them in those days, so that two grants in one batch cannot both pass.
 */
void office_guard(struct db_flight *flight, int64_t account_id, const char *role, int32_t from_day,
                  int32_t to_day);
/** `key_hash` by token_hash(); `scopes` names systems, blank-separated;
 * "" = what the account's grants allow. */
void api_key_insert(struct db_flight *flight, const char *key_hash, int64_t account_id,
                    const char *name, const char *scopes, int64_t quota, int64_t created_us);
/** Every key of the account that is good still ends then, at the latest. */
void api_keys_end(struct db_flight *flight, int64_t account_id, int64_t at_us);
/** One of its own, by the first 16 digits of its hash. */
void api_key_revoke(struct db_flight *flight, int64_t account_id, const char *name, int64_t at_us);
/** Queues the newest: scopes, quota. */
size_t api_key_last_read(struct db_flight *flight, int64_t account_id);
/** Newest first: key_hash, scopes, quota, created_us, ends_us, revoked_us. */
MUST_CHECK enum err_kind api_keys_of(struct db *db, struct arena *arena, int64_t account_id,
                                     struct db_result *ret, struct err *reterr);
/** Sessions, login codes and attempts by a provider that have ended. */
void sessions_forget(struct db_flight *flight, int64_t now_us);
void session_insert(struct db_flight *flight, const char *hash, int64_t account_id,
                    const char *csrf, int64_t created_us, int64_t expires_us, const char *device);
/** Of one account, still open: token_hash, created_us, expires_us, device. Newest first. */
MUST_CHECK enum err_kind sessions_of_account(struct db *db, struct arena *arena, int64_t account_id,
                                             int64_t now_us, struct db_result *ret,
                                             struct err *reterr);
/** One of its own, by the first 16 digits of its hash. */
void session_of_account_end(struct db_flight *flight, int64_t account_id, const char *name);
/** All but one; NULL: all. */
void sessions_of_account_end(struct db_flight *flight, int64_t account_id, const char *but_hash);

void account_totp_pending(struct db_flight *flight, int64_t id, const char *sealed);
/** In force from now on, the step that confirmed it used; `sealed` NULL: taken off. */
void account_totp_set(struct db_flight *flight, int64_t id, const char *sealed, int64_t step);
/** Fails with ERR_STALE when the step, or a later one, was used meanwhile. */
void account_totp_used(struct db_flight *flight, int64_t id, int64_t step);
void recovery_codes_forget(struct db_flight *flight, int64_t account_id);
void recovery_code_insert(struct db_flight *flight, int64_t account_id, const char *hash);
/** A row when it is one, not used yet. */
size_t recovery_code_read(struct db_flight *flight, int64_t account_id, const char *hash);
/** Fails with ERR_STALE when it was used meanwhile. */
void recovery_code_use(struct db_flight *flight, int64_t account_id, const char *hash,
                       int64_t at_us);
void session_delete(struct db_flight *flight, const char *hash);
/** Replaces the code of a phone. `created_us`: start of the window `sent_count` counts in. */
void login_code_put(struct db_flight *flight, const char *phone_index, const char *code_hash,
                    int64_t created_us, int64_t expires_us, int64_t sent_count);
void login_code_failed(struct db_flight *flight, const char *phone_index);
/** Used up: exactly once. */
void login_code_delete(struct db_flight *flight, const char *phone_index, const char *code_hash);
void account_login_failed(struct db_flight *flight, int64_t id, int64_t failed_count,
                          int64_t locked_until_us);
void account_login_good(struct db_flight *flight, int64_t id);
/** NULL leaves a text as it is; `id_index` links the person with that identity number. */
void account_update(struct db_flight *flight, int64_t id, const char *language, const char *mode,
                    const char *name, const char *id_index);
/** The highest level of a dispute (0 ordinary, 1 closed, 2 secret) the account's grants open. */
void account_set_clearance(struct db_flight *flight, int64_t id, int64_t clearance);
/** The account's person was checked; `by_account` is the clerk, 0: the identity service. */
void account_check(struct db_flight *flight, int64_t id, int64_t at_us, int64_t by_account);

/** An address for e-mail waits for its code; those confirmed before stay until then. */
void account_email_ask(struct db_flight *flight, int64_t id, const char *sealed,
                       const char *code_hash, int64_t until_us);
void account_email_failed(struct db_flight *flight, int64_t id);
/** The address that waited is the account's; ERR_STALE when the code was used or replaced. */
void account_email_confirm(struct db_flight *flight, int64_t id, const char *code_hash);
void account_email_remove(struct db_flight *flight, int64_t id);

/* ---- reading -------------------------------------------------------------------------------- */

/** How sure it is that an account is the person it says (api/real_name.c). */
enum identity_level { IDENTITY_NONE, IDENTITY_CLAIMED, IDENTITY_MATCHED, IDENTITY_PROVEN };
/** How far an account is known to be its person, from the moments kept of it; 0: never. */
enum identity_level account_level(int64_t person_id, int64_t checked_us, int64_t proven_us);

struct account_row {
    int64_t id, person_id, failed_count, locked_until_us;
    const char *kind, *login, *name, *password_hash, *status, *language, *mode;
    const char *verified;                   /* "none", "named": a claim, or "checked" */
    int level;                              /* enum identity_level */
    const char *totp_sealed, *totp_pending; /* the second factor; NULL: none */
    int64_t totp_step;                      /* the last one used */
    int64_t clearance;                      /* the highest level of a dispute its grants open */
    const char *csrf;                       /* read by a session only */
    int64_t session_began_us;               /* the sign-in; read by a session only, real clock */
    int64_t session_ends_us;                /* the same */
    int64_t quota;                          /* read by a key only: requests in ten minutes */
    const char *scopes; /* read by a key only: systems it may touch; "": what the grants allow */
};

size_t account_by_login_read(struct db_flight *flight, const char *login);
size_t account_by_phone_read(struct db_flight *flight, const char *phone_index);
size_t account_by_id_read(struct db_flight *flight, int64_t id);
/** Not expired at `now_us` (real clock), account active. */
size_t account_by_session_read(struct db_flight *flight, const char *hash, int64_t now_us);
/** Not revoked, not ended at `now_us` (real clock), account active. */
size_t account_by_key_read(struct db_flight *flight, const char *key_hash, int64_t now_us);
/** False when the read found nobody. */
bool account_take(const struct db_result *rows, size_t row, struct account_row *ret);
/** email_sealed, email_pending, email_code, email_until_us, email_tries. */
size_t account_email_read(struct db_flight *flight, int64_t id);
/** Of one account, valid on a day: role, court. */
size_t grants_read(struct db_flight *flight, int64_t account_id, int32_t day);
/** Grants of another of `offices_apart` that share a day with from_day … to_day (0: no end): role.
 */
size_t office_grants_read(struct db_flight *flight, int64_t account_id, const char *role,
                          int32_t from_day, int32_t to_day);
/** Result: code_hash, created_us, expires_us, attempts, sent_count. */
size_t login_code_read(struct db_flight *flight, const char *phone_index);
/** Result: matter_id, participant_id, expires_us, participant's role, person_id (0: none). */
size_t link_read(struct db_flight *flight, const char *hash, int64_t now_us);
/** Result: id, name. */
size_t person_by_index_read(struct db_flight *flight, const char *id_index);
/** Public accounts checked to be a person, but this one. Result: id. */
size_t account_of_person_read(struct db_flight *flight, const char *id_index, int64_t but_id);

/** Accounts after `after_id`, by id, of one kind ("": any): those of account_take(). */
MUST_CHECK enum err_kind accounts_list(struct db *db, struct arena *arena, const char *kind,
                                       int64_t after_id, int64_t limit, struct db_result *ret,
                                       struct err *reterr);
/** Grants of accounts first … last of that kind ("": any): account_id, id, role, court, from_day,
 * to_day (0: none). */
MUST_CHECK enum err_kind grants_list(struct db *db, struct arena *arena, const char *kind,
                                     int64_t first, int64_t last, struct db_result *ret,
                                     struct err *reterr);

#endif
