/* api/actor: who sends a request, by cookie, key or link; and whether a row of the table lets them.
 */
#include "api/private.h"

#include "base/text.h"
#include "store/delegation.h"
#include "store/people.h"

static enum err_kind take_account(struct work *work, const struct account_row *account,
                                  struct err *reterr)
{
    work->session_csrf = account->csrf;
    work->session_began_us = account->session_began_us;
    work->session_ends_us = account->session_ends_us;
    return actor_of_account(work->api->settings.engine, work->db, &work->arena, account,
                            court_now(work->api), &work->actor, reterr);
}

static enum err_kind find_account(struct work *work, const char *hash, bool key,
                                  struct account_row *ret, bool *ret_found, struct err *reterr)
{
    struct db_flight *flight = db_flight_new(&work->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = key ? account_by_key_read(flight, hash, real_now(work->api))
                       : account_by_session_read(flight, hash, real_now(work->api));
    enum err_kind kind = db_flight_run(work->db, flight, reterr);
    *ret_found = !kind && account_take(db_flight_result(flight, place), 0, ret);
    return kind;
}

static enum err_kind by_account(struct work *work, const char *token, bool key, struct err *reterr)
{
    char hash[SM3_HEX];
    bool found = false;
    struct account_row account;
    token_hash(token, hash);
    enum err_kind kind = find_account(work, hash, key, &account, &found, reterr);
    if (kind)
        return kind;
    if (found) {
        if (key && rate_check(work->api, "key", hash, (int) account.quota, reterr))
            return err_set(reterr, ERR_RATE, "key.quota", "more than the key's quota");
        work->session_hash = arena_copy(&work->arena, hash);
        work->by_key = key;
        kind = take_account(work, &account, reterr);
        work->actor.key_hash = key ? work->session_hash : NULL;
        return kind;
    }
    /* An ended session is nobody; a wrong key is a mistake somebody must hear of. */
    return key ? err_set(reterr, ERR_UNIDENTIFIED, "key.unknown", "no such key") : ERR_NONE;
}

enum err_kind actor_again(struct work *work, const char *hash, bool key, struct err *reterr)
{
    bool found = false;
    struct account_row account;
    work->actor = (struct actor){.kind = "nobody", .name = "", .language = "zh"};
    enum err_kind kind = find_account(work, hash, key, &account, &found, reterr);
    return kind || !found ? kind : take_account(work, &account, reterr);
}

/* The person it is given for, by the same level as when they come themselves; 0: none. */
static int64_t giver_person(const struct engine *engine, const struct db_result *row)
{
    int64_t person = db_cell_int(row, 0, DELEGATION_GIVER_PERSON);
    enum identity_level level = account_level(person, db_cell_int(row, 0, DELEGATION_GIVER_CHECKED),
                                              db_cell_int(row, 0, DELEGATION_GIVER_PROVEN));
    return (int) level >= engine_identity_level(engine) ? person : 0;
}

static bool is_in_force(const struct db_result *row, const struct actor *actor, int32_t today)
{
    return row->row_count && db_cell_int(row, 0, DELEGATION_DELEGATE) == actor->account_id &&
           !db_cell_int(row, 0, DELEGATION_ENDED) &&
           db_cell_int(row, 0, DELEGATION_TO_DAY) >= today && actor->person_id &&
           text_equal(db_cell_text(row, 0, DELEGATION_GIVER_STATUS), "active");
}

/*
 * Header X-Acting-For names a delegation: what follows is done for its giver. Nothing of one's own
 * goes along, and only rows of the tables that say so, by a right the delegation names.
 */
static enum err_kind by_delegation(struct work *work, const char *id_text, struct err *reterr)
{
    int64_t id = 0;
    if (!work->actor.account_id)
        return err_set(reterr, ERR_UNIDENTIFIED, "session.none", "nobody is signed in");
    (void) !public_id_parse(engine_keys(work->api->settings.engine), 'V', id_text, &id);
    return actor_by_delegation(work, id, work->route->operation->delegated, reterr);
}

enum err_kind actor_by_delegation(struct work *work, int64_t id, const char *right,
                                  struct err *reterr)
{
    struct actor *actor = &work->actor;
    struct db_flight *flight = db_flight_new(&work->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = delegation_read(flight, id, actor->account_id);
    enum err_kind kind = db_flight_run(work->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *row = db_flight_result(flight, place);
    int64_t person = row->row_count ? giver_person(work->api->settings.engine, row) : 0;
    if (strcmp(actor->kind, "public") != 0 || !person ||
        !is_in_force(row, actor, day_of_instant(court_now(work->api))))
        return err_set(reterr, ERR_DENIED, "delegation.not_in_force", "none that is in force");
    const char *given = db_cell_text(row, 0, DELEGATION_RIGHTS);
    if (!right || !text_has_word(given, right))
        return err_set(reterr, ERR_DENIED, "delegation.right", "'%s' is not among '%s'",
                       right ? right : "this", given);
    *actor = (struct actor){.account_id = db_cell_int(row, 0, DELEGATION_GIVER),
                            .person_id = person,
                            .kind = "public",
                            .name = db_cell_text(row, 0, DELEGATION_GIVER_NAME),
                            .language = actor->language,
                            .scopes = db_cell_text(row, 0, DELEGATION_SYSTEMS),
                            .delegation_id = id,
                            .for_lawyer =
                                text_equal(db_cell_text(row, 0, DELEGATION_GIVER_KIND), "lawyer"),
                            .delegate_id = actor->account_id,
                            .delegate_person = actor->person_id,
                            .delegate_name = actor->name,
                            .delegated = given};
    return ERR_NONE;
}

static enum err_kind by_link(struct work *work, const char *token, struct err *reterr)
{
    char hash[SM3_HEX];
    token_hash(token, hash);
    struct db_flight *flight = db_flight_new(&work->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = link_read(flight, hash, court_now(work->api));
    enum err_kind kind = db_flight_run(work->db, flight, reterr);
    if (kind)
        return kind;
    const struct db_result *found = db_flight_result(flight, place);
    if (found->row_count == 0)
        return err_set(reterr, ERR_UNIDENTIFIED, "link.unknown", "no such link, or it has expired");
    work->actor = (struct actor){.kind = "link",
                                 .name = "",
                                 .language = work->actor.language,
                                 .participant_id = db_cell_int(found, 0, 1),
                                 .link_matter_id = db_cell_int(found, 0, 0)};
    return ERR_NONE;
}

enum err_kind actor_resolve(struct work *work, const struct http_request *request,
                            struct err *reterr)
{
    const char *language = http_header(request, "Accept-Language");
    work->actor = (struct actor){.kind = "nobody",
                                 .name = "",
                                 .language = language && text_starts(language, "en") ? "en" : "zh"};
    const char *key = http_header(request, "Authorization"), *link = http_header(request, "X-Link");
    const char *cookie = http_cookie(request, SESSION_COOKIE);
    const char *acting = http_header(request, "X-Acting-For");
    bool with_key = key && text_starts(key, "Bearer "), with_link = !with_key && link && *link;
    /* Only who signed in acts for another. Left out silently, it would be done for oneself. */
    if ((with_key || with_link) && acting && *acting)
        return err_set(reterr, ERR_DENIED, "delegation.not_in_force", "not with a key or a link");
    if (with_key)
        return by_account(work, key + strlen("Bearer "), true, reterr);
    if (with_link)
        return by_link(work, link, reterr);
    enum err_kind kind = cookie && *cookie ? by_account(work, cookie, false, reterr) : ERR_NONE;
    return kind || !acting || !*acting ? kind : by_delegation(work, acting, reterr);
}

enum err_kind permission_check(const char *permission, const struct actor *actor,
                               struct err *reterr)
{
    if (strcmp(permission, "public") == 0)
        return ERR_NONE;
    if (actor->account_id == 0)
        return err_set(reterr, ERR_UNIDENTIFIED, "session.none", "nobody is signed in");
    if (strcmp(permission, "signed_in") == 0)
        return ERR_NONE;
    /* A key for some systems is for their matters alone, whatever its account was granted. */
    if (actor->scopes && *actor->scopes)
        return err_set(reterr, ERR_DENIED, "key.scope", "the key is for '%s'", actor->scopes);
    role_set held = strcmp(actor->kind, "public") == 0 ? role_bit("citizen") : 0;
    for (size_t i = 0; i < actor->grant_count; i++)
        held |= actor->grants[i].role;
    for (size_t i = 0; i < role_count; i++) {
        if ((held >> i & 1) && text_has_word(permission, roles[i].name))
            return ERR_NONE;
    }
    return err_set(reterr, ERR_DENIED, "permission.denied", "none of the roles '%s'", permission);
}
