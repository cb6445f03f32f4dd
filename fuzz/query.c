/*
 * fuzz/query: what an address may hold. The first line is a path, matched against the real table of
 * operations; the others are what its parameters are read as: words to search for, ids, days,
 * times.
 */
#include "fuzz/fuzz.h"

#include "api/operations.h"
#include "api/router.h"
#include "base/bigram.h"
#include "base/text.h"

#include <stdlib.h>
#include <unistd.h>

enum { ARENA_BYTES = 64 << 20, ROWS_MAX = 200 };

static struct arena table_arena;
static struct router router;
static struct keys *keys;

/* Made once: the table of routes, and a key for ids. */
static void prepare(void)
{
    static const struct operation *const tables[] = {
        session_operations,  account_operations,  identity_operations, matter_operations,
        document_operations, register_operations, audit_operations,    search_operations};
    const struct operation *rows[ROWS_MAX];
    size_t count = 0;
    struct err err = {0};
    if (keys)
        return;
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        for (const struct operation *row = tables[i]; row->name; row++)
            rows[count++] = row;
    }
    rows[count++] = &operation_open;
    rows[count++] = &operation_act;
    arena_init(&table_arena, ARENA_BYTES);
    enum err_kind kind = router_build(rows, count, &table_arena, &router, &err);
    char path[] = "/tmp/fengqiao-fuzz-XXXXXX";
    int file = mkstemp(path);
    assert(!kind && file >= 0 && close(file) == 0 && unlink(path) == 0 && crypto_start());
    kind = keys_create(path, &err);
    assert(!kind);
    kind = keys_load(path, &keys, &err);
    assert(!kind && unlink(path) == 0);
}

static void match(const char *path, struct arena *arena)
{
    const struct route *route = NULL;
    struct value *params = value_new_map(arena);
    struct err err = {0};
    assert(params);
    enum err_kind kind = router_match(&router, "GET", path, arena, params, &route, &err);
    assert(kind ? kind == err.kind && !route : route && route->operation);
}

static void read_parameter(const char *text, struct arena *arena)
{
    int64_t id = 0, at_us = 0;
    int32_t day = 0;
    char again[PUBLIC_ID_BYTES];
    unsigned prefix = public_id_prefix_of(text);
    if (prefix && public_id_parse(keys, prefix, text, &id)) {
        public_id(keys, prefix, id, again);
        assert(strcmp(again, text) == 0); /* one id has one spelling */
    }
    if (day_parse(text, &day))
        assert(strcmp(day_format(arena, day), text) == 0);
    if (instant_parse(text, &at_us))
        assert(instant_format(arena, at_us));
    const char *normal = text_normalise(arena, text);
    assert(normal && text_is_utf8(normal, strlen(normal)));
    const char *clean = bigram_clean(arena, normal), *runs[8];
    assert(clean && text_is_utf8(clean, strlen(clean)));
    size_t count = bigram_runs(arena, clean, runs, 8);
    assert(count <= 8);
    for (size_t i = 0; i < count; i++)
        assert(bigram_find(clean, runs[i])); /* what is a run of a text stands in it */
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    prepare();
    char *text = arena_alloc(&arena, size_bytes + 1);
    assert(text);
    memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    if (!text_is_utf8(text, strlen(text)))
        return 0; /* refused before anything of it is read */
    char *line = text;
    for (int i = 0; line; i++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        if (i == 0)
            match(line, &arena);
        else
            read_parameter(line, &arena);
        line = end ? end + 1 : NULL;
    }
    return 0;
}
