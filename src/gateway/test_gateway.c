/* Both homes keep what they were given, say what is missing, and notice a flipped byte. */
#include "tests/test.h"

#include "base/text.h"
#include "gateway/gateway.h"
#include "gateway/outgoing.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_folder_keeps_bytes_and_notices_damage(void **state)
{
    (void) state;
    char folder[] = "/tmp/fengqiao-blob-XXXXXX", path[200], hex[SM3_HEX];
    assert_non_null(mkdtemp(folder));
    struct blob_home *home = NULL;
    struct err err = {0};
    assert_int_equal(blob_folder_open(folder, &home, &err), ERR_NONE);
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    static const char bytes[] = "借条\0with a NUL";
    struct sm3 hash = sm3_of(bytes, sizeof bytes), other = sm3_of("x", 1);
    assert_int_equal(blob_put(home, &hash, bytes, sizeof bytes, &err), ERR_NONE);
    assert_int_equal(blob_put(home, &hash, bytes, sizeof bytes, &err), ERR_NONE);
    const void *got = NULL;
    size_t size_bytes = 0;
    assert_int_equal(blob_get(home, &hash, &arena, &got, &size_bytes, &err), ERR_NONE);
    assert_int_equal(size_bytes, sizeof bytes);
    assert_memory_equal(got, bytes, sizeof bytes);
    assert_int_equal(blob_get(home, &other, &arena, &got, &size_bytes, &err), ERR_MISSING);

    text_hex(hash.bytes, SM3_BYTES, hex);
    (void) snprintf(path, sizeof path, "%s/%.2s/%s", folder, hex, hex);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("another", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(blob_get(home, &hash, &arena, &got, &size_bytes, &err), ERR_STORE);
    assert_string_equal(err.code, "blob.damaged");
    blob_home_close(home);
    (void) unlink(path);
    (void) snprintf(path, sizeof path, "%s/%.2s", folder, hex);
    (void) rmdir(path);
    assert_int_equal(rmdir(folder), 0); /* nothing half-written is left behind */
}

static void parts_are_kept_apart_until_they_are_dropped(void **state)
{
    (void) state;
    char folder[] = "/tmp/fengqiao-part-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    struct blob_home *home = NULL;
    struct err err = {0};
    assert_int_equal(blob_folder_open(folder, &home, &err), ERR_NONE);
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    const struct part_name first = {7, 0, sm3_of("ab", 2)}, other = {7, 0, sm3_of("cd", 2)},
                           next = {8, 2, sm3_of("ef", 2)};
    int64_t ids[4] = {0};
    size_t count = 9, size_bytes = 0;
    const void *got = NULL;
    assert_int_equal(parts_list(home, ids, 4, &count, &err), ERR_NONE);
    assert_int_equal(count, 0);
    assert_int_equal(parts_drop(home, 7, &err), ERR_NONE);
    assert_int_equal(part_put(home, &first, "ab", 2, &err), ERR_NONE);
    assert_int_equal(part_put(home, &other, "cd", 2, &err), ERR_NONE);
    assert_int_equal(part_put(home, &next, "ef", 2, &err), ERR_NONE);
    assert_int_equal(part_get(home, &first, &arena, &got, &size_bytes, &err), ERR_NONE);
    assert_int_equal(size_bytes, 2);
    assert_memory_equal(got, "ab", 2);
    assert_int_equal(parts_list(home, ids, 4, &count, &err), ERR_NONE);
    assert_int_equal(count, 2);
    assert_int_equal(parts_drop(home, 7, &err), ERR_NONE);
    assert_int_equal(part_get(home, &first, &arena, &got, &size_bytes, &err), ERR_MISSING);
    assert_string_equal(err.code, "part.missing");
    assert_int_equal(part_get(home, &next, &arena, &got, &size_bytes, &err), ERR_NONE);
    assert_int_equal(parts_list(home, ids, 1, &count, &err), ERR_NONE);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], 8);
    assert_int_equal(parts_drop(home, 8, &err), ERR_NONE);
    blob_home_close(home);
    (void) snprintf(path, sizeof path, "%s/parts", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void a_message_is_one_file(void **state)
{
    (void) state;
    char folder[] = "/tmp/fengqiao-spool-XXXXXX", path[300];
    assert_non_null(mkdtemp(folder));
    struct err err = {0};
    const struct letter letter = {"13900000001", "法院", "题", "文", "reference-1"};
    assert_int_equal(spool_send(folder, "sms", &letter, &err), ERR_NONE);
    assert_int_equal(spool_send(folder, "sms", &letter, &err), ERR_NONE); /* again: the same file */
    (void) snprintf(path, sizeof path, "%s/outgoing", folder);
    DIR *outgoing = opendir(path);
    assert_non_null(outgoing);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(outgoing));) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        char file[600];
        (void) snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        assert_non_null(strstr(entry->d_name, ".json"));
        (void) unlink(file);
    }
    (void) closedir(outgoing);
    assert_int_equal(count, 1);
    (void) rmdir(path);
    (void) rmdir(folder);
}

static int begin(void **state)
{
    (void) state;
    return crypto_start() ? 0 : -1;
}

static void a_store_keeps_what_was_put_just_now(void **state)
{
    (void) state;
    ARENA_SCOPED arena;
    arena_init(&arena, 1 << 20);
    char path[] = "/tmp/fengqiao-chunks-XXXXXX", url[64];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    (void) snprintf(url, sizeof url, "sqlite:%s", path);
    DB_SCOPED *db = NULL;
    struct blob_home *home = NULL;
    struct err err = {0};
    const struct sm3 hash = sm3_of("借条", 6);
    const void *got = NULL;
    size_t size_bytes = 0;
    assert_int_equal(db_open(url, DB_READ_WRITE, &db, &err), ERR_NONE);
    assert_int_equal(db_run(db, &arena,
                            "CREATE TABLE blob_chunk (sm3 TEXT NOT NULL, chunk INT NOT NULL, bytes "
                            "BLOB NOT NULL, put_us INT NOT NULL DEFAULT 0, PRIMARY KEY (sm3, "
                            "chunk))",
                            DB_NO_ARGS, NULL, &err),
                     ERR_NONE);
    assert_int_equal(blob_store_open(url, &home, &err), ERR_NONE);
    assert_int_equal(blob_put(home, &hash, "借条", 6, &err), ERR_NONE);
    assert_int_equal(blob_drop(home, &hash, &err), ERR_BUSY);
    assert_string_equal(err.code, "blob.fresh");
    static const char older[] = "UPDATE blob_chunk SET put_us = put_us - 3601000000";
    assert_int_equal(db_run(db, &arena, older, DB_NO_ARGS, NULL, &err), ERR_NONE);
    assert_int_equal(blob_put(home, &hash, "借条", 6, &err),
                     ERR_NONE); /* somebody needs it again */
    assert_int_equal(blob_drop(home, &hash, &err), ERR_BUSY);
    assert_int_equal(db_run(db, &arena, older, DB_NO_ARGS, NULL, &err), ERR_NONE);
    assert_int_equal(blob_get(home, &hash, &arena, &got, &size_bytes, &err), ERR_NONE);
    assert_int_equal(blob_drop(home, &hash, &err), ERR_NONE);
    assert_int_equal(blob_get(home, &hash, &arena, &got, &size_bytes, &err), ERR_MISSING);
    assert_int_equal(blob_drop(home, &hash, &err), ERR_NONE); /* nothing is left to do */
    blob_home_close(home);
    (void) unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_keeps_bytes_and_notices_damage),
        cmocka_unit_test(parts_are_kept_apart_until_they_are_dropped),
        cmocka_unit_test(a_store_keeps_what_was_put_just_now),
        cmocka_unit_test(a_message_is_one_file),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
