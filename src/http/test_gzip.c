/* A packed body is what it was, and nothing is packed that would not be smaller. */
#include "tests/test.h"

#include "http/http.h"

#include <zlib.h>

enum { LONG_BYTES = 20000 };

static const char *header_of(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    }
    return NULL;
}

static void what_is_packed_unpacks(void **state)
{
    (void) state;
    static char text[LONG_BYTES + 1], back[LONG_BYTES + 1];
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < LONG_BYTES; i++)
        text[i] = "{\"name\":\"调解\"}"[i % 17];
    struct http_reply reply = {.body = text, .body_bytes = LONG_BYTES};
    http_reply_gzip(&reply, &arena);
    assert_string_equal(header_of(&reply, "Content-Encoding"), "gzip");
    assert_in_range(reply.body_bytes, 20, LONG_BYTES / 20);
    z_stream stream = {.next_in = (unsigned char *) (uintptr_t) reply.body,
                       .avail_in = (uInt) reply.body_bytes,
                       .next_out = (unsigned char *) back,
                       .avail_out = LONG_BYTES};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, LONG_BYTES);
    assert_memory_equal(back, text, LONG_BYTES);
    (void) inflateEnd(&stream);
    arena_release(&arena);
}

/* A short body, one of noise, and one for which memory ran out stay as they are. */
static void what_would_not_be_smaller_stays(void **state)
{
    (void) state;
    static char noise[LONG_BYTES];
    struct arena arena;
    uint32_t seed = 1;
    for (size_t i = 0; i < LONG_BYTES; i++) {
        seed = seed * 1664525 + 1013904223;
        noise[i] = (char) (seed >> 24);
    }
    const struct {
        size_t body_bytes, arena_bytes;
    } cases[] = {{300, 1 << 20}, {LONG_BYTES, 1 << 20}, {LONG_BYTES, 100}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        arena_init(&arena, cases[i].arena_bytes);
        struct http_reply reply = {.body = noise, .body_bytes = cases[i].body_bytes};
        http_reply_gzip(&reply, &arena);
        assert_ptr_equal(reply.body, noise);
        assert_int_equal(reply.body_bytes, cases[i].body_bytes);
        assert_null(header_of(&reply, "Content-Encoding"));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_packed_unpacks),
                                       cmocka_unit_test(what_would_not_be_smaller_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
