/* Where a dispute of an industry goes: its station while that has a place, else the centre. */
#include "tests/test.h"

#include "systems/resolution/booking/booking.h"

static struct value *room(struct arena *arena, int64_t id, const char *kind, const char *industry,
                          int64_t capacity, int64_t open)
{
    struct value *map = value_new_map(arena);
    assert_true(
        map && value_set_int(arena, map, "id", id) && value_set_text(arena, map, "kind", kind) &&
        value_set_text(arena, map, "industry", industry) &&
        value_set_int(arena, map, "capacity", capacity) && value_set_int(arena, map, "open", open));
    return map;
}

static void a_full_station_gives_way_to_the_centre(void **context)
{
    static const struct {
        const char *industry;
        int64_t open, goes_to;
    } examples[] = {{"2672", 0, 3}, {"2672", 1, 3}, {"2672", 2, 2},
                    {"2672", 9, 2}, {"3075", 0, 2}, {"", 0, 2}};
    (void) context;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 18);
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct value *rooms = value_new_list(&arena);
        assert_true(
            rooms && value_add(&arena, rooms, room(&arena, 1, "studio", "", 5, 0)) &&
            value_add(&arena, rooms, room(&arena, 2, "centre", "", 20, 20)) &&
            value_add(&arena, rooms, room(&arena, 3, "station", "2672", 2, examples[i].open)));
        const struct value *goes = booking_route(rooms, examples[i].industry);
        assert_int_equal(value_int(value_get(goes, "id"), 0), examples[i].goes_to);
        assert_int_equal(value_int(value_get(booking_room_of(rooms, 3), "open"), -1),
                         examples[i].open);
        assert_true(value_is_null(booking_room_of(rooms, 0)));
        assert_true(value_is_null(booking_room_of(rooms, 7)));
    }
    struct value *none = value_new_list(&arena);
    assert_true(none && value_is_null(booking_route(none, "2672")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_full_station_gives_way_to_the_centre)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
