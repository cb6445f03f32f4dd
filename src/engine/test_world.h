/*
 * A small world for tests of the engine and of what stands on it: a data folder, a store with one
 * court and one holiday, keys, two clocks that are one, and one system of its own, "small" (prefix
 * S): draft, review (a clock of two days that may stand still), done or lapsed.
 *
 * With FENGQIAO_TEST_STORE (PostgreSQL) it lives in a schema of its own there, else in a file.
 */
#ifndef ENGINE_TEST_WORLD_H
#define ENGINE_TEST_WORLD_H

#include "tests/test.h"

#include "engine/engine.h"

struct test_world {
    char folder[64], url[256], keys_path[128];
    struct keys *keys;
    struct ports ports; /* a test may put its own in before it starts the engine */
    struct engine *engine;
    int64_t now_us; /* both clocks; moved by __atomic_add_fetch() */
};

extern const struct system *const test_systems[];

/** Folder, keys, ports, a filled store: everything but the engine. Fails the test on any trouble.
 */
void test_world_make(struct test_world *world);
void test_world_start(struct test_world *world, int workers);
/** Stops the engine and takes everything away. */
void test_world_end(struct test_world *world);
/** The one number a statement gives, on a connection of its own. */
int64_t test_world_count(const struct test_world *world, const char *sql);

#endif
