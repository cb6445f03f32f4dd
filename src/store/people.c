/* store/people: statements about accounts and how they sign in. */
#include "store/people.h"

#include "base/text.h"
#include "workflow/workflow.h"

void token_hash(const char *token, char ret[SM3_HEX])
{
    struct sm3 hash = sm3_of(token, strlen(token));
    text_hex(hash.bytes, SM3_BYTES, ret);
}

/* ---- writing -------------------------------------------------------------------------------- */

void account_insert(struct db_flight *flight, int64_t id, const char *kind, const char *login,
                    const char *password_hash, const char *name, const char *phone_sealed,
                    const char *phone_index, int64_t person_id, bool demo, int64_t created_us)
{
    static const char sql[] =
        "INSERT INTO account (id, kind, login, password_hash, name, phone_sealed, phone_index, "
        "person_id, demo, created_us, status, failed_count, locked_until_us, language, mode, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', 0, 0, 'zh', 'normal', "
        "1)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_text(kind), db_text(login), db_text(password_hash),
                                 db_text(name), db_text(phone_sealed), db_text(phone_index),
                                 db_id(person_id), db_int(demo), db_int(created_us)),
                         1);
}

void grant_insert(struct db_flight *flight, int64_t id, int64_t account_id, const char *role,
                  const char *court, int32_t from_day, int32_t to_day, int64_t granted_by,
                  int64_t granted_us)
{
    static const char sql[] = "INSERT INTO role_grant (id, account_id, role, court, from_day, "
                              "to_day, granted_by, granted_us) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                              "$8)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(account_id), db_text(role), db_text(court),
                                 db_int(from_day), db_id(to_day), db_id(granted_by),
                                 db_int(granted_us)),
                         1);
}

void office_guard(struct db_flight *flight, int64_t account_id, const char *role, int32_t from_day,
                  int32_t to_day)
{
    static const char sql[] =
        "UPDATE account SET kind = kind WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM role_grant g "
        "WHERE g.account_id = $1 AND g.role IN ($2, $3, $4) AND g.role <> $5 AND g.from_day <= $7 "
        "AND (g.to_day IS NULL OR g.to_day >= $6))";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(account_id), db_text(offices_apart[0]),
                                 db_text(offices_apart[1]), db_text(offices_apart[2]),
                                 db_text(role), db_int(from_day),
                                 db_int(to_day ? to_day : INT32_MAX)),
                         1);
}

void api_key_insert(struct db_flight *flight, const char *key_hash, int64_t account_id,
                    const char *name, const char *scopes, int64_t quota, int64_t created_us)
{
    static const char sql[] = "INSERT INTO api_key (key_hash, account_id, name, scopes, quota, "
                              "created_us) VALUES ($1, $2, $3, $4, $5, $6)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(key_hash), db_int(account_id), db_text(name),
                                 db_text(scopes), db_int(quota), db_int(created_us)),
                         1);
}

void api_keys_end(struct db_flight *flight, int64_t account_id, int64_t at_us)
{
    static const char sql[] =
        "UPDATE api_key SET ends_us = $2 WHERE account_id = $1 AND revoked_us IS "
        "NULL AND (ends_us IS NULL OR ends_us > $2)";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(at_us)), -1);
}

void api_key_revoke(struct db_flight *flight, int64_t account_id, const char *name, int64_t at_us)
{
    static const char sql[] = "UPDATE api_key SET revoked_us = $3 WHERE account_id = $1 AND "
                              "substr(key_hash, 1, 16) = $2 AND revoked_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_text(name), db_int(at_us)),
                         -1);
}

size_t api_key_last_read(struct db_flight *flight, int64_t account_id)
{
    static const char sql[] = "SELECT scopes, quota FROM api_key WHERE account_id = $1 ORDER BY "
                              "created_us DESC LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id)), -1);
}

enum err_kind api_keys_of(struct db *db, struct arena *arena, int64_t account_id,
                          struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT key_hash, scopes, quota, created_us, ends_us, revoked_us FROM "
        "api_key WHERE account_id = $1 ORDER BY created_us DESC, key_hash LIMIT "
        "100";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id)), ret, reterr);
}

void sessions_forget(struct db_flight *flight, int64_t now_us)
{
    static const char *const ended[] = {"DELETE FROM session WHERE expires_us < $1",
                                        "DELETE FROM login_code WHERE expires_us < $1",
                                        "DELETE FROM oidc_attempt WHERE expires_us < $1"};
    for (size_t i = 0; i < COUNT_OF(ended); i++)
        (void) db_flight_add(flight, ended[i], DB_ARGS(db_int(now_us)), -1);
}

void session_insert(struct db_flight *flight, const char *hash, int64_t account_id,
                    const char *csrf, int64_t created_us, int64_t expires_us, const char *device)
{
    static const char sql[] = "INSERT INTO session (token_hash, account_id, csrf, created_us, "
                              "seen_us, expires_us, device) VALUES ($1, $2, $3, $4, $4, $5, $6)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(hash), db_int(account_id), db_text(csrf),
                                 db_int(created_us), db_int(expires_us), db_text(device)),
                         1);
}

enum err_kind sessions_of_account(struct db *db, struct arena *arena, int64_t account_id,
                                  int64_t now_us, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT token_hash, created_us, expires_us, device FROM session WHERE account_id = $1 AND "
        "expires_us > $2 ORDER BY created_us DESC, token_hash LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id), db_int(now_us)), ret, reterr);
}

void session_of_account_end(struct db_flight *flight, int64_t account_id, const char *name)
{
    static const char sql[] =
        "DELETE FROM session WHERE account_id = $1 AND substr(token_hash, 1, 16) = $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_text(name)), -1);
}

void sessions_of_account_end(struct db_flight *flight, int64_t account_id, const char *but_hash)
{
    static const char sql[] = "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(account_id), db_text(but_hash ? but_hash : "")), -1);
}

/* ---- the second factor ---------------------------------------------------------------------- */

void account_totp_pending(struct db_flight *flight, int64_t id, const char *sealed)
{
    (void) db_flight_add(flight, "UPDATE account SET totp_pending = $2 WHERE id = $1",
                         DB_ARGS(db_int(id), db_text(sealed)), 1);
}

void account_totp_set(struct db_flight *flight, int64_t id, const char *sealed, int64_t step)
{
    static const char sql[] =
        "UPDATE account SET totp_sealed = $2, totp_pending = NULL, totp_step = "
        "$3 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(sealed), db_int(step)), 1);
}

void account_totp_used(struct db_flight *flight, int64_t id, int64_t step)
{
    static const char sql[] = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_int(step)), 1);
}

void recovery_codes_forget(struct db_flight *flight, int64_t account_id)
{
    (void) db_flight_add(flight, "DELETE FROM recovery_code WHERE account_id = $1",
                         DB_ARGS(db_int(account_id)), -1);
}

void recovery_code_insert(struct db_flight *flight, int64_t account_id, const char *hash)
{
    (void) db_flight_add(flight,
                         "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)",
                         DB_ARGS(db_int(account_id), db_text(hash)), 1);
}

size_t recovery_code_read(struct db_flight *flight, int64_t account_id, const char *hash)
{
    static const char sql[] = "SELECT account_id FROM recovery_code WHERE account_id = $1 AND "
                              "code_hash = $2 AND used_us IS NULL";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_text(hash)), -1);
}

void recovery_code_use(struct db_flight *flight, int64_t account_id, const char *hash,
                       int64_t at_us)
{
    static const char sql[] = "UPDATE recovery_code SET used_us = $3 WHERE account_id = $1 AND "
                              "code_hash = $2 AND used_us IS NULL";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_text(hash), db_int(at_us)), 1);
}

void session_delete(struct db_flight *flight, const char *hash)
{
    (void) db_flight_add(flight, "DELETE FROM session WHERE token_hash = $1",
                         DB_ARGS(db_text(hash)), -1);
}

void login_code_put(struct db_flight *flight, const char *phone_index, const char *code_hash,
                    int64_t created_us, int64_t expires_us, int64_t sent_count)
{
    static const char sql[] =
        "INSERT INTO login_code (phone_index, code_hash, created_us, expires_us, attempts, "
        "sent_count) VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (phone_index) DO UPDATE SET "
        "code_hash = excluded.code_hash, created_us = excluded.created_us, "
        "expires_us = excluded.expires_us, attempts = 0, sent_count = excluded.sent_count";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(phone_index), db_text(code_hash), db_int(created_us),
                                 db_int(expires_us), db_int(sent_count)),
                         1);
}

void login_code_failed(struct db_flight *flight, const char *phone_index)
{
    (void) db_flight_add(flight,
                         "UPDATE login_code SET attempts = attempts + 1 WHERE phone_index = $1",
                         DB_ARGS(db_text(phone_index)), -1);
}

void login_code_delete(struct db_flight *flight, const char *phone_index, const char *code_hash)
{
    (void) db_flight_add(flight, "DELETE FROM login_code WHERE phone_index = $1 AND code_hash = $2",
                         DB_ARGS(db_text(phone_index), db_text(code_hash)), 1);
}

void account_login_failed(struct db_flight *flight, int64_t id, int64_t failed_count,
                          int64_t locked_until_us)
{
    static const char sql[] =
        "UPDATE account SET failed_count = $2, locked_until_us = $3 WHERE id = $1";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(failed_count), db_int(locked_until_us)), 1);
}

void account_login_good(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "UPDATE account SET failed_count = 0, locked_until_us = 0 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), 1);
}

void account_update(struct db_flight *flight, int64_t id, const char *language, const char *mode,
                    const char *name, const char *id_index)
{
    static const char sql[] =
        "UPDATE account SET language = coalesce($2, language), mode = coalesce($3, mode), "
        "name = coalesce($4, name), person_id = coalesce((SELECT p.id FROM person p WHERE "
        "p.id_index = $5), person_id), version = version + 1 WHERE id = $1";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(id), db_text(language), db_text(mode), db_text(name), db_text(id_index)), 1);
}

void account_check(struct db_flight *flight, int64_t id, int64_t at_us, int64_t by_account)
{
    (void) db_flight_add(flight,
                         "UPDATE account SET checked_us = $2, checked_by = $3 WHERE id = $1",
                         DB_ARGS(db_int(id), db_int(at_us), db_id(by_account)), 1);
}

/* ---- reading -------------------------------------------------------------------------------- */

#define ACCOUNT_COLUMNS                                                                            \
    "a.id, a.kind, a.login, a.person_id, a.name, a.password_hash, a.status, a.failed_count, "      \
    "a.locked_until_us, a.language, a.mode, a.checked_us, a.totp_sealed, a.totp_pending, "         \
    "a.totp_step, a.clearance, a.proven_us"
#define ACCOUNT_TABLES " FROM account a LEFT JOIN person p ON p.id = a.person_id "

void account_set_clearance(struct db_flight *flight, int64_t id, int64_t clearance)
{
    (void) db_flight_add(flight, "UPDATE account SET clearance = $2 WHERE id = $1",
                         DB_ARGS(db_int(id), db_int(clearance)), 1);
}

size_t account_by_login_read(struct db_flight *flight, const char *login)
{
    static const char sql[] =
        "SELECT " ACCOUNT_COLUMNS ", NULL, NULL, NULL" ACCOUNT_TABLES "WHERE a.login = $1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(login)), -1);
}

size_t account_by_phone_read(struct db_flight *flight, const char *phone_index)
{
    static const char sql[] = "SELECT " ACCOUNT_COLUMNS ", NULL, NULL, NULL" ACCOUNT_TABLES
                              "WHERE a.phone_index = $1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(phone_index)), -1);
}

size_t account_by_id_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] =
        "SELECT " ACCOUNT_COLUMNS ", NULL, NULL, NULL" ACCOUNT_TABLES "WHERE a.id = $1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}

size_t account_by_session_read(struct db_flight *flight, const char *hash, int64_t now_us)
{
    static const char sql[] =
        "SELECT " ACCOUNT_COLUMNS ", s.csrf, NULL, s.expires_us, s.created_us" ACCOUNT_TABLES
        "JOIN session s ON s.account_id = a.id "
        "WHERE s.token_hash = $1 AND s.expires_us > $2 AND a.status = 'active' LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(hash), db_int(now_us)), -1);
}

size_t account_by_key_read(struct db_flight *flight, const char *key_hash, int64_t now_us)
{
    static const char sql[] = "SELECT " ACCOUNT_COLUMNS ", NULL, k.scopes, k.quota" ACCOUNT_TABLES
                              "JOIN api_key k ON k.account_id = a.id "
                              "WHERE k.key_hash = $1 AND k.revoked_us IS NULL AND (k.ends_us IS "
                              "NULL OR k.ends_us > $2) AND "
                              "a.status = 'active' LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(key_hash), db_int(now_us)), -1);
}

enum identity_level account_level(int64_t person_id, int64_t checked_us, int64_t proven_us)
{
    return !person_id   ? IDENTITY_NONE
           : proven_us  ? IDENTITY_PROVEN
           : checked_us ? IDENTITY_MATCHED
                        : IDENTITY_CLAIMED;
}

bool account_take(const struct db_result *rows, size_t row, struct account_row *ret)
{
    if (row >= rows->row_count)
        return false;
    bool checked = db_cell_int(rows, row, 11) != 0, named = db_cell_int(rows, row, 3) != 0;
    bool by_session = db_cell_text(rows, row, 17) != NULL;
    *ret = (struct account_row){.id = db_cell_int(rows, row, 0),
                                .kind = db_cell_text(rows, row, 1),
                                .login = db_cell_text(rows, row, 2),
                                .person_id = db_cell_int(rows, row, 3),
                                .name = db_cell_text(rows, row, 4),
                                .password_hash = db_cell_text(rows, row, 5),
                                .status = db_cell_text(rows, row, 6),
                                .failed_count = db_cell_int(rows, row, 7),
                                .locked_until_us = db_cell_int(rows, row, 8),
                                .language = db_cell_text(rows, row, 9),
                                .mode = db_cell_text(rows, row, 10),
                                .verified = !named    ? "none"
                                            : checked ? "checked"
                                                      : "named",
                                .level = account_level(db_cell_int(rows, row, 3),
                                                       db_cell_int(rows, row, 11),
                                                       db_cell_int(rows, row, 16)),
                                .totp_sealed = db_cell_text(rows, row, 12),
                                .totp_pending = db_cell_text(rows, row, 13),
                                .totp_step = db_cell_int(rows, row, 14),
                                .clearance = db_cell_int(rows, row, 15),
                                .csrf = db_cell_text(rows, row, 17),
                                .scopes = db_cell_text(rows, row, 18),
                                .session_ends_us = by_session ? db_cell_int(rows, row, 19) : 0,
                                .session_began_us = by_session ? db_cell_int(rows, row, 20) : 0,
                                .quota = by_session ? 0 : db_cell_int(rows, row, 19)};
    return true;
}

size_t grants_read(struct db_flight *flight, int64_t account_id, int32_t day)
{
    static const char sql[] = "SELECT role, court FROM role_grant WHERE account_id = $1 AND "
                              "from_day <= $2 AND (to_day IS NULL OR to_day >= $2) ORDER BY id "
                              "LIMIT 200";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(day)), -1);
}

size_t office_grants_read(struct db_flight *flight, int64_t account_id, const char *role,
                          int32_t from_day, int32_t to_day)
{
    static const char sql[] =
        "SELECT role FROM role_grant WHERE account_id = $1 AND role IN ($2, $3, $4) AND role <> $5 "
        "AND from_day <= $7 AND (to_day IS NULL OR to_day >= $6) ORDER BY id LIMIT 1";
    return db_flight_add(flight, sql,
                         DB_ARGS(db_int(account_id), db_text(offices_apart[0]),
                                 db_text(offices_apart[1]), db_text(offices_apart[2]),
                                 db_text(role), db_int(from_day),
                                 db_int(to_day ? to_day : INT32_MAX)),
                         -1);
}

size_t login_code_read(struct db_flight *flight, const char *phone_index)
{
    static const char sql[] = "SELECT code_hash, created_us, expires_us, attempts, sent_count FROM "
                              "login_code WHERE phone_index = $1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(phone_index)), -1);
}

size_t link_read(struct db_flight *flight, const char *hash, int64_t now_us)
{
    static const char sql[] =
        "SELECT l.matter_id, l.participant_id, l.expires_us, p.role, p.person_id FROM "
        "participant_link l JOIN participant p ON p.id = l.participant_id WHERE l.token_hash = $1 "
        "AND l.expires_us > $2 AND p.active = 1 LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(hash), db_int(now_us)), -1);
}

size_t person_by_index_read(struct db_flight *flight, const char *id_index)
{
    return db_flight_add(flight, "SELECT id, name FROM person WHERE id_index = $1 LIMIT 1",
                         DB_ARGS(db_text(id_index)), -1);
}

size_t account_of_person_read(struct db_flight *flight, const char *id_index, int64_t but_id)
{
    static const char sql[] =
        "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.id_index = $1 AND "
        "a.id <> $2 AND a.kind = 'public' AND a.checked_us IS NOT NULL LIMIT 1";
    return db_flight_add(flight, sql, DB_ARGS(db_text(id_index), db_int(but_id)), -1);
}

enum err_kind accounts_list(struct db *db, struct arena *arena, const char *kind, int64_t after_id,
                            int64_t limit, struct db_result *ret, struct err *reterr)
{
    static const char all[] = "SELECT " ACCOUNT_COLUMNS ", NULL, NULL, NULL" ACCOUNT_TABLES
                              "WHERE a.id > $1 ORDER BY a.id LIMIT $2";
    static const char of_kind[] = "SELECT " ACCOUNT_COLUMNS ", NULL, NULL, NULL" ACCOUNT_TABLES
                                  "WHERE a.kind = $3 AND a.id > $1 ORDER BY a.id LIMIT $2";
    if (!*kind)
        return db_run(db, arena, all, DB_ARGS(db_int(after_id), db_int(limit)), ret, reterr);
    return db_run(db, arena, of_kind, DB_ARGS(db_int(after_id), db_int(limit), db_text(kind)), ret,
                  reterr);
}

enum err_kind grants_list(struct db *db, struct arena *arena, const char *kind, int64_t first,
                          int64_t last, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT g.account_id, g.id, g.role, g.court, g.from_day, g.to_day FROM role_grant g JOIN "
        "account a ON a.id = g.account_id WHERE g.account_id >= $1 AND g.account_id <= $2 AND "
        "(a.kind = $3 OR $3 = '') ORDER BY g.account_id, g.id LIMIT 5000";
    return db_run(db, arena, sql, DB_ARGS(db_int(first), db_int(last), db_text(kind)), ret, reterr);
}

/* ---- e-mail -----------------------------------------------------------------------------------
 */

void account_email_ask(struct db_flight *flight, int64_t id, const char *sealed,
                       const char *code_hash, int64_t until_us)
{
    static const char sql[] = "UPDATE account SET email_pending = $2, email_code = $3, "
                              "email_until_us = $4, email_tries = 0 WHERE id = $1";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_int(id), db_text(sealed), db_text(code_hash), db_int(until_us)), 1);
}

void account_email_failed(struct db_flight *flight, int64_t id)
{
    static const char sql[] = "UPDATE account SET email_tries = email_tries + 1 WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), 1);
}

void account_email_confirm(struct db_flight *flight, int64_t id, const char *code_hash)
{
    static const char sql[] =
        "UPDATE account SET email_sealed = email_pending, email_pending = NULL, email_code = NULL "
        "WHERE id = $1 AND email_code = $2";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id), db_text(code_hash)), 1);
}

void account_email_remove(struct db_flight *flight, int64_t id)
{
    static const char sql[] = "UPDATE account SET email_sealed = NULL, email_pending = NULL, "
                              "email_code = NULL WHERE id = $1";
    (void) db_flight_add(flight, sql, DB_ARGS(db_int(id)), 1);
}

size_t account_email_read(struct db_flight *flight, int64_t id)
{
    static const char sql[] = "SELECT email_sealed, email_pending, email_code, email_until_us, "
                              "email_tries FROM account WHERE id = $1";
    return db_flight_add(flight, sql, DB_ARGS(db_int(id)), -1);
}
