/* store/event: hashing and statements of the log. The order of hashed parts is part of the proof
 * format. */
#include "store/event.h"

#include "base/text.h"

enum { CANONICAL_BYTES_MAX = 1 << 20 };

static void add_part(struct text *text, const char *part)
{
    uint32_t length = (uint32_t) strlen(part);
    uint8_t prefix[4] = {(uint8_t) (length >> 24), (uint8_t) (length >> 16),
                         (uint8_t) (length >> 8), (uint8_t) length};
    text_add_bytes(text, prefix, sizeof prefix);
    text_add(text, part);
}

static void add_number(struct text *text, int64_t number)
{
    char digits[24];
    (void) snprintf(digits, sizeof digits, "%lld", (long long) number);
    add_part(text, digits);
}

static const char *hex_of(struct sm3 hash, struct arena *arena)
{
    char *hex = arena_alloc(arena, SM3_HEX);
    if (hex)
        text_hex(hash.bytes, SM3_BYTES, hex);
    return hex;
}

static const char *hash_text(struct text *text, struct arena *arena)
{
    const char *bytes = text_done(text);
    return bytes ? hex_of(sm3_of(bytes, text->length), arena) : NULL;
}

const char *event_hash(const struct event_row *event, struct arena *arena)
{
    struct text text;
    text_init(&text, arena, CANONICAL_BYTES_MAX);
    add_number(&text, EVENT_HASH_VERSION);
    add_part(&text, event->previous_hash);
    add_number(&text, event->matter_id);
    add_number(&text, event->sequence);
    add_number(&text, event->account_id);
    add_part(&text, event->role);
    add_part(&text, event->action);
    add_part(&text, event->nature);
    add_number(&text, event->court_us);
    add_number(&text, event->received_us);
    add_part(&text, event->from_state);
    add_part(&text, event->to_state);
    add_number(&text, event->participant_id);
    add_part(&text, event->documents);
    add_part(&text, event->commitments);
    return hash_text(&text, arena);
}

const char *event_commitment(const char *salt, const char *path, const char *value,
                             struct arena *arena)
{
    struct text text;
    text_init(&text, arena, CANONICAL_BYTES_MAX);
    add_part(&text, salt);
    add_part(&text, path);
    add_part(&text, value);
    return hash_text(&text, arena);
}

struct sm3 merkle_leaf(const struct sm3 *event_hash)
{
    uint8_t leaf[1 + SM3_BYTES] = {0x00};
    memcpy(leaf + 1, event_hash->bytes, SM3_BYTES);
    return sm3_of(leaf, sizeof leaf);
}

static struct sm3 *lowest_level(const struct sm3 *leaves, size_t count, struct arena *arena)
{
    struct sm3 *level = arena_array(arena, count ? count : 1, sizeof *level);
    for (size_t i = 0; level && i < count; i++)
        level[i] = merkle_leaf(&leaves[i]);
    return level;
}

static size_t rise(struct sm3 *level, size_t count)
{
    for (size_t i = 0; i < count; i += 2) /* an odd last node rises as it is */
        level[i / 2] = i + 1 < count ? sm3_join(&level[i], &level[i + 1]) : level[i];
    return (count + 1) / 2;
}

struct sm3 merkle_root(const struct sm3 *leaves, size_t count, struct arena *arena)
{
    struct sm3 *level = lowest_level(leaves, count, arena);
    if (!level || count == 0)
        return (struct sm3){{0}};
    while (count > 1)
        count = rise(level, count);
    return level[0];
}

size_t merkle_path(const struct sm3 *leaves, size_t count, size_t place, struct arena *arena,
                   struct merkle_step *ret)
{
    struct sm3 *level = lowest_level(leaves, count, arena);
    size_t steps = 0;
    for (; level && count > 1 && steps < MERKLE_STEPS_MAX; place /= 2) {
        size_t other = place ^ 1U;
        if (other < count)
            ret[steps++] = (struct merkle_step){other < place, level[other]};
        count = rise(level, count);
    }
    return steps;
}

const char *block_hash(const char *previous, const char *root, int64_t first, int64_t last,
                       struct arena *arena)
{
    struct text text;
    text_init(&text, arena, 4096);
    add_part(&text, previous);
    add_part(&text, root);
    add_number(&text, first);
    add_number(&text, last);
    return hash_text(&text, arena);
}

void event_insert(struct db_flight *flight, const struct event_row *event)
{
    static const char sql[] =
        "INSERT INTO event (id, matter_id, sequence, account_id, role, action, nature, court_us, "
        "received_us, from_state, to_state, "
        "participant_id, documents, commitments, hash_version, previous_hash, hash, block_id, "
        "for_account) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(event->id), db_int(event->matter_id), db_int(event->sequence),
                db_id(event->account_id), db_text(event->role), db_text(event->action),
                db_text(event->nature), db_int(event->court_us), db_int(event->received_us),
                db_text(event->from_state), db_text(event->to_state), db_id(event->participant_id),
                db_text(event->documents), db_text(event->commitments), db_int(EVENT_HASH_VERSION),
                db_text(event->previous_hash), db_text(event->hash), db_int(event->block_id),
                db_id(event->for_account)),
        1);
}

void event_value_insert(struct db_flight *flight, int64_t event_id, const char *path,
                        const char *salt, const char *sealed)
{
    static const char sql[] =
        "INSERT INTO event_value (event_id, path, salt, value) VALUES ($1, $2, $3, $4)";
    (void) db_flight_add(
        flight, sql, DB_ARGS(db_int(event_id), db_text(path), db_text(salt), db_text(sealed)), 1);
}

void block_insert(struct db_flight *flight, int64_t id, int64_t first, int64_t last,
                  const char *root, const char *previous, const char *hash, int64_t at_us)
{
    static const char sql[] =
        "INSERT INTO block (id, first_event, last_event, root, previous_hash, hash, created_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(id), db_int(first), db_int(last), db_text(root),
                                 db_text(previous), db_text(hash), db_int(at_us)),
                         1);
}

void signed_head_insert(struct db_flight *flight, int64_t block_id, const char *hash,
                        const char *signature, int64_t at_us, int32_t day)
{
    static const char sql[] =
        "INSERT INTO signed_head (block_id, hash, signature, signed_us, day) SELECT $1, $2, $3, "
        "$4, CASE WHEN $5 > coalesce(max(day), 0) THEN $5 ELSE max(day) + 1 END FROM day_root "
        "WHERE 1 = 1 ON CONFLICT (block_id) DO NOTHING";
    (void) db_flight_add(
        flight, sql,
        DB_ARGS(db_int(block_id), db_text(hash), db_text(signature), db_int(at_us), db_int(day)),
        -1);
}

size_t replay_read(struct db_flight *flight, const char *actor, const char *operation,
                   const char *key)
{
    static const char sql[] = "SELECT request_hash, status, body FROM replay WHERE actor = $1 AND "
                              "operation = $2 AND key = $3";
    return db_flight_add(flight, sql, DB_ARGS(db_text(actor), db_text(operation), db_text(key)),
                         -1);
}

void replay_insert(struct db_flight *flight, const char *actor, const char *operation,
                   const char *key, const char *request_hash, int64_t status, const char *body,
                   int64_t at_us)
{
    static const char sql[] = "INSERT INTO replay (actor, operation, key, request_hash, status, "
                              "body, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_text(actor), db_text(operation), db_text(key),
                                 db_text(request_hash), db_int(status), db_text(body),
                                 db_int(at_us)),
                         1);
}
