/* gateway/peer: the file of other installations. */
#include "gateway/peer.h"
#include "tests/test.h"

#include <unistd.h>

static char folder[64];

static const char *write_file(const char *name, const char *text)
{
    static char path[160];
    (void) snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

static enum err_kind read_text(const char *format, struct arena *arena, struct peers **ret,
                               struct err *reterr)
{
    char text[4096], key[160];
    (void) snprintf(key, sizeof key, "%s",
                    write_file("key.pem", "-----BEGIN PUBLIC KEY-----\nMFk=\n"));
    (void) snprintf(text, sizeof text, "{\"name\":\"here\",\"peers\":[%s", format);
    size_t length = strlen(text);
    char *place = strstr(text, "KEY");
    if (place) {
        char rest[4096];
        (void) snprintf(rest, sizeof rest, "%s", place + 3);
        (void) snprintf(place, sizeof text - (size_t) (place - text), "%s%s", key, rest);
        length = strlen(text);
    }
    (void) snprintf(text + length, sizeof text - length, "]}");
    return peers_read(write_file("peers.json", text), arena, ret, reterr);
}

static void a_court_is_whose_name_fits_best(void **state)
{
    ARENA_SCOPED arena;
    struct peers *peers = NULL;
    struct err err = {0};
    (void) state;
    arena_init(&arena, 16 << 20);
    if (read_text("{\"name\":\"north\",\"url\":\"https://n.example/\",\"courts\":[\"鄂*\"],"
                  "\"key_file\":\"KEY\"}",
                  &arena, &peers, &err))
        fail_msg("%s: %s", err.code, err.text);
    assert_string_equal(peers->own.name, "here");
    assert_string_equal(peer_of_court(peers, "鄂1202")->name, "north");
    assert_string_equal(peer_of_court(peers, "鄂1202")->url, "https://n.example");
    assert_string_equal(peers->rows[0].role, "cell");
    assert_null(peer_of_court(peers, "湘01"));
    /* Another names it more exactly. */
    peers->rows[1] = peers->rows[0];
    peers->rows[1].name = "south";
    peers->rows[1].courts[0] = "鄂12*";
    peers->count = 2;
    assert_string_equal(peer_of_court(peers, "鄂1202")->name, "south");
    assert_string_equal(peer_of_court(peers, "鄂01")->name, "north");
    peers->rows[0].courts[0] = "鄂1202";
    assert_string_equal(peer_of_court(peers, "鄂1202")->name, "north");
    assert_string_equal(peer_of_court(peers, "鄂12020")->name, "south");
    peers->own.courts[peers->own.court_count++] = "鄂12020"; /* ours, though south's name fits */
    assert_null(peer_of_court(peers, "鄂12020"));
    assert_string_equal(peer_named(peers, "south")->name, "south");
    assert_string_equal(peer_of_court(peers, "north")->name, "north"); /* a body that is no court */
    assert_null(peer_named(peers, "here"));
}

static void a_wrong_file_names_what_is_wrong(void **state)
{
    static const struct {
        const char *row, *field;
    } wrong[] = {
        {"{\"name\":\"North\",\"url\":\"https://n\",\"courts\":[],\"key_file\":\"KEY\"}", "name"},
        {"{\"name\":\"here\",\"url\":\"https://n\",\"courts\":[],\"key_file\":\"KEY\"}", "name"},
        {"{\"name\":\"n\",\"url\":\"http://n.example\",\"courts\":[],\"key_file\":\"KEY\"}", "url"},
        {"{\"name\":\"n\",\"url\":\"https://n\",\"courts\":[\"鄂*1\"],\"key_file\":\"KEY\"}",
         "courts"},
        {"{\"name\":\"n\",\"url\":\"https://n\",\"courts\":[],\"key_file\":\"KEY\",\"more\":1}",
         "more"},
        {"{\"name\":\"n\",\"url\":\"https://n\",\"courts\":[],\"key_file\":\"KEY\","
         "\"role\":\"admin\"}",
         "role"},
        {"{\"name\":\"n\",\"url\":\"https://n\",\"courts\":[],\"key_file\":\"KEY\","
         "\"seconds\":101}",
         "seconds"},
        {"{\"name\":\"n\",\"url\":\"https://n\",\"courts\":[]}", "key_file"}};
    (void) state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        ARENA_SCOPED arena;
        struct peers *peers = NULL;
        struct err err = {0};
        arena_init(&arena, 16 << 20);
        assert_int_equal(read_text(wrong[i].row, &arena, &peers, &err), ERR_INVALID);
        assert_string_equal(err.code, "peers.file");
        assert_string_equal(err.field, wrong[i].field);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_court_is_whose_name_fits_best),
                                       cmocka_unit_test(a_wrong_file_names_what_is_wrong)};
    (void) snprintf(folder, sizeof folder, "/tmp/fengqiao-peer-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests_name("gateway/peer", tests, NULL, NULL);
    (void) unlink(write_file("key.pem", ""));
    (void) unlink(write_file("peers.json", ""));
    (void) rmdir(folder);
    return failed;
}
