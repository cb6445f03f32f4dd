/* store/outage_check: a statement about an outage against itself and the key in it. No database. */
#include "store/outage.h"

#include "base/moment.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "json/json.h"

static const char *text(const struct value *map, const char *name)
{
    const char *found = value_text(value_get(map, name));
    return found ? found : "";
}

static struct heartbeat_row row_of(const struct value *beat)
{
    return (struct heartbeat_row){.id = value_int(value_get(beat, "id"), 0),
                                  .real_us = value_int(value_get(beat, "real_us"), 0),
                                  .court_us = value_int(value_get(beat, "court_us"), 0),
                                  .kind = text(beat, "kind"),
                                  .previous_hash = text(beat, "previous_hash"),
                                  .hash = text(beat, "hash"),
                                  .signature = text(beat, "signature")};
}

/* NULL when the sign of life holds. */
static const char *check_beat(const struct heartbeat_row *row, const char *key, bool after,
                              struct arena *arena)
{
    const char *hash = heartbeat_hash(row, arena);
    if (!hash || strcmp(hash, row->hash) != 0)
        return after ? "after: its hash is not that of what it says"
                     : "before: its hash is not that of what it says";
    if (!sign_verify(key, row->hash, strlen(row->hash), row->signature))
        return after ? "after: not signed by this key" : "before: not signed by this key";
    return NULL;
}

/* What the platform said as a whole: everything but the seal. */
static bool seal_holds(const struct value *statement, const char *key, struct arena *arena)
{
    struct value *told = value_new_map(arena);
    for (size_t i = 0; told && i < statement->count; i++) {
        if (strcmp(statement->names[i], "seal") != 0 &&
            !value_set(arena, told, statement->names[i], value_copy(arena, statement->items[i])))
            told = NULL;
    }
    const char *canonical = told ? json_canonical(arena, told) : NULL;
    return canonical && sign_verify(key, canonical, strlen(canonical), text(statement, "seal"));
}

const char *outage_check(const struct value *statement, struct arena *arena)
{
    const char *key = text(statement, "public_key");
    const struct heartbeat_row before = row_of(value_get(statement, "before")),
                               after = row_of(value_get(statement, "after"));
    const char *wrong = check_beat(&before, key, false, arena);
    if (!wrong)
        wrong = check_beat(&after, key, true, arena);
    if (wrong)
        return wrong;
    if (after.id - 1 != before.id || strcmp(after.previous_hash, before.hash) != 0)
        return "there were signs of life between the two";
    const char *from = instant_format(arena, before.court_us),
               *to = instant_format(arena, after.court_us);
    if (!from || !to || strcmp(from, text(statement, "from")) != 0 ||
        strcmp(to, text(statement, "to")) != 0)
        return "from and to are not the moments of the two signs of life";
    return seal_holds(statement, key, arena) ? NULL : "the seal is not of this statement";
}
