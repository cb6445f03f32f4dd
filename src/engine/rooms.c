/* engine/rooms: who sits in which room of a matter's talks, and the seal on what is said there. */
#include "engine/internal.h"

/* In a matter without rooms all who see it talk in this one. */
#define JOINT "joint"

bool room_open(const struct actor *actor, const struct matter *matter, const char *audience)
{
    const struct workflow *workflow = matter->workflow;
    if (matter_by_glass(actor, matter))
        return false;
    for (size_t i = 0; i < workflow->room_count; i++) {
        if (strcmp(workflow->rooms[i].name, audience) == 0)
            return (workflow->rooms[i].who & matter_roles(actor, matter)) != 0;
    }
    return !workflow->room_count && strcmp(audience, JOINT) == 0;
}

void rooms_open(const struct actor *actor, const struct matter *matter, const char *ret[ROOMS_MAX])
{
    const struct workflow *workflow = matter->workflow;
    size_t count = 0;
    for (size_t i = 0; i < ROOMS_MAX; i++)
        ret[i] = NULL;
    for (size_t i = 0; i < workflow->room_count; i++) {
        if (room_open(actor, matter, workflow->rooms[i].name))
            ret[count++] = workflow->rooms[i].name;
    }
    if (!workflow->room_count && room_open(actor, matter, JOINT))
        ret[count] = JOINT;
}

static const char *purpose_of(int64_t matter_id, const char *audience, struct arena *arena)
{
    return arena_printf(arena, "post.text/%lld/%s", (long long) matter_id, audience);
}

enum err_kind post_seal(const struct engine *engine, int64_t matter_id, const char *audience,
                        const char *text, struct arena *arena, const char **ret, struct err *reterr)
{
    const char *purpose = purpose_of(matter_id, audience, arena);
    return purpose ? secret_seal(engine->settings.keys, purpose, text, arena, ret, reterr)
                   : arena_full(reterr);
}

enum err_kind post_open(const struct engine *engine, int64_t matter_id, const char *audience,
                        const char *sealed, struct arena *arena, const char **ret,
                        struct err *reterr)
{
    const char *purpose = purpose_of(matter_id, audience, arena);
    return purpose ? secret_open(engine->settings.keys, purpose, sealed, arena, ret, reterr)
                   : arena_full(reterr);
}
