/* engine/search_token: see search_token.h. */
#include "engine/search_token.h"

#include "base/text.h"

enum token_kind {
    TOKEN_GRANT, /* a role at a court (or every court), up to a level */
    TOKEN_PERSON,
    TOKEN_OWNER,
    TOKEN_CASE_ROLE, /* an account has a role in this very matter */
    TOKEN_EXCLUDED,
    TOKEN_SYSTEM,
    TOKEN_STATE,
    TOKEN_COURT
};

enum { COURT_BITS = 29, LEVEL_BITS = 2 };

bool token_add(struct token_list *list, uint64_t token)
{
    if (list->count == list->capacity)
        return false;
    list->items[list->count++] = token;
    return true;
}

/* Two texts of one hash are told apart when the matter is loaded. */
static uint64_t hash_text(uint64_t hash, const char *text)
{
    hash = text_hash(hash, text);
    return hash ^ hash >> 32;
}

static uint64_t token_grant(size_t role, int64_t level, const char *court)
{
    uint64_t place = hash_text(TEXT_HASH_SEED, court) & ((UINT64_C(1) << COURT_BITS) - 1);
    return search_token(TOKEN_GRANT, (uint64_t) role << (COURT_BITS + LEVEL_BITS) |
                                         (uint64_t) level << COURT_BITS | place);
}

uint64_t token_system(const char *system)
{
    return search_token(TOKEN_SYSTEM, hash_text(TEXT_HASH_SEED, system));
}

uint64_t token_state(const char *system, const char *state)
{
    return search_token(TOKEN_STATE, hash_text(hash_text(TEXT_HASH_SEED, system), state));
}

uint64_t token_court(const char *court)
{
    return search_token(TOKEN_COURT, hash_text(TEXT_HASH_SEED, court));
}

static bool add_rights(const struct matter *matter, const struct db_result *rights,
                       role_set readers, struct token_list *ret)
{
    bool good = true;
    for (size_t i = 0; good && i < rights->row_count; i++) {
        const char *role = db_cell_text(rights, i, 3);
        uint64_t account = (uint64_t) db_cell_int(rights, i, 1);
        if (strcmp(db_cell_text(rights, i, 0), "exclusion") == 0)
            good = token_add(ret, search_token(TOKEN_EXCLUDED, account));
        else if (db_cell_int(rights, i, 2) == matter->id && role && (role_bit(role) & readers))
            good = token_add(ret, search_token(TOKEN_CASE_ROLE, account));
    }
    return good;
}

bool matter_tokens(const struct matter *matter, const struct db_result *rights,
                   struct token_list *ret)
{
    role_set readers = state_readers(matter->workflow, matter->state_row);
    bool good = token_add(ret, token_system(matter->workflow->system)) &&
                token_add(ret, token_state(matter->workflow->system, matter->state)) &&
                token_add(ret, token_court(matter->court));
    for (size_t i = 0; good && i < role_count; i++) {
        bool granted = roles[i].kind == ROLE_STAFF || roles[i].kind == ROLE_MACHINE;
        if (granted && (readers >> i & 1))
            good = token_add(ret, token_grant(i, matter->level, matter->court)) &&
                   token_add(ret, token_grant(i, matter->level, ""));
    }
    for (size_t i = 0; good && i < matter->participant_count; i++) {
        const struct participant *participant = &matter->participants[i];
        if (participant->active && participant->person_id &&
            (role_bit(participant->role) & readers))
            good = token_add(ret, search_token(TOKEN_PERSON, (uint64_t) participant->person_id));
    }
    if (good && matter->owner_account && (owner_roles(matter) & readers))
        good = token_add(ret, search_token(TOKEN_OWNER, (uint64_t) matter->owner_account));
    return good && add_rights(matter, rights, readers, ret);
}

bool reader_tokens(const struct actor *actor, struct token_list *ret)
{
    bool good = true, given = false;
    for (size_t i = 0; good && i < actor->grant_count; i++) {
        for (size_t r = 0; good && r < role_count; r++) {
            for (int64_t level = 0; good && level <= actor->clearance && level < LEVEL_COUNT;
                 level++)
                good = !(actor->grants[i].role >> r & 1) ||
                       token_add(ret, token_grant(r, level, actor->grants[i].court));
        }
    }
    for (size_t i = 0; i < actor->right_count; i++)
        given |= strcmp(actor->rights[i].kind, "role") == 0;
    if (good && given)
        good = token_add(ret, search_token(TOKEN_CASE_ROLE, (uint64_t) actor->account_id));
    if (good && actor->person_id)
        good = token_add(ret, search_token(TOKEN_PERSON, (uint64_t) actor->person_id));
    if (good && actor->account_id && strcmp(actor->kind, "public") == 0)
        good = token_add(ret, search_token(TOKEN_OWNER, (uint64_t) actor->account_id));
    return good;
}

bool exclusion_tokens(const struct actor *actor, struct token_list *ret)
{
    for (size_t i = 0; i < actor->right_count; i++) {
        if (strcmp(actor->rights[i].kind, "exclusion") == 0)
            return token_add(ret, search_token(TOKEN_EXCLUDED, (uint64_t) actor->account_id));
    }
    return true;
}
