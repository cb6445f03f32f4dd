/* engine/actor: what an account may do now: its grants of today, its rights in single cases. Who
 * sends a request is found by api/actor.c; who ordered a job, by its row. */
#include "engine/internal.h"
#include "store/people.h"
#include "store/right.h"

static enum err_kind take_grants(const struct db_result *rows, struct arena *arena,
                                 struct actor *actor, struct err *reterr)
{
    struct role_grant *grants = arena_array(arena, rows->row_count + 1, sizeof *grants);
    if (!grants)
        return arena_full(reterr);
    size_t count = 0;
    for (size_t i = 0; i < rows->row_count; i++) {
        role_set role = role_bit(db_cell_text(rows, i, 0));
        if (role)
            grants[count++] = (struct role_grant){role, db_cell_text(rows, i, 1)};
    }
    actor->grants = grants;
    actor->grant_count = count;
    return ERR_NONE;
}

/* Of staff alone: a party is kept out of nothing of their own. */
static enum err_kind take_rights(const struct db_result *rows, struct arena *arena,
                                 struct actor *actor, struct err *reterr)
{
    struct case_right *rights = arena_array(arena, rows->row_count + 1, sizeof *rights);
    if (!rights)
        return arena_full(reterr);
    for (size_t i = 0; i < rows->row_count; i++) {
        const char *role = db_cell_text(rows, i, 3);
        rights[i] = (struct case_right){db_cell_text(rows, i, 0), db_cell_int(rows, i, 1),
                                        db_cell_int(rows, i, 2), role ? role_bit(role) : 0};
    }
    actor->rights = rights;
    actor->right_count = rows->row_count;
    return ERR_NONE;
}

/* A key for some systems is for their matters alone, whatever its account was granted. */
bool actor_administers_all(const struct actor *actor)
{
    return !(actor->scopes && *actor->scopes) && (actor_roles(actor, "") & role_bit("admin")) != 0;
}

enum err_kind actor_check_shared(const struct actor *actor, struct err *reterr)
{
    return actor_administers_all(actor) ? ERR_NONE
                                        : err_set(reterr, ERR_DENIED, "admin.every_court",
                                                  "for administrators of every court");
}

int engine_identity_level(const struct engine *engine)
{
    int level = engine->settings.identity_level;
    return level ? level : IDENTITY_MATCHED;
}

enum err_kind actor_of_account(const struct engine *engine, struct db *db, struct arena *arena,
                               const struct account_row *account, int64_t now_us, struct actor *ret,
                               struct err *reterr)
{
    struct actor actor = {
        .account_id = account->id,
        .person_id = account->level >= engine_identity_level(engine) ? account->person_id : 0,
        .kind = account->kind,
        .name = account->name,
        .language = account->language,
        .clearance = account->clearance,
        .scopes = account->scopes};
    struct db_flight *flight = db_flight_new(arena);
    if (!flight)
        return arena_full(reterr);
    bool staff = strcmp(account->kind, "staff") == 0;
    size_t place = grants_read(flight, account->id, day_of_instant(now_us));
    size_t rights = staff ? rights_of_account_read(flight, account->id, now_us) : 0;
    enum err_kind kind = db_flight_run(db, flight, reterr);
    if (!kind)
        kind = take_grants(db_flight_result(flight, place), arena, &actor, reterr);
    if (!kind && staff)
        kind = take_rights(db_flight_result(flight, rights), arena, &actor, reterr);
    if (!kind)
        *ret = actor;
    return kind;
}
