/* What a scanner's answers mean: only a plain OK is clean. */
#include "tests/test.h"

#include "gateway/scan.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER(text) text, sizeof(text) - 1

static void only_ok_is_clean(void **state)
{
    (void) state;
    static const struct {
        const char *bytes;
        size_t size_bytes;
        const char *found; /* NULL: clean, or refused */
        enum err_kind kind;
    } examples[] = {{ANSWER("stream: OK\0"), NULL, ERR_NONE},
                    {ANSWER("stream: OK\n"), NULL, ERR_NONE},
                    {ANSWER("stream: Eicar-Signature FOUND\0"), "Eicar-Signature", ERR_NONE},
                    {ANSWER("stream: a b FOUND\0"), "a b", ERR_NONE},
                    {ANSWER("stream: OK FOUND\0"), "OK", ERR_NONE},
                    {ANSWER("stream: \x01\xff FOUND\0"), "??", ERR_NONE},
                    {ANSWER("INSTREAM size limit exceeded. ERROR\0"), NULL, ERR_LIMIT},
                    {ANSWER("stream: OKAY\0"), NULL, ERR_LIMIT},
                    {ANSWER("stream:  OK\0"), NULL, ERR_LIMIT},
                    {ANSWER("stream: FOUND\0"), NULL, ERR_LIMIT},
                    {ANSWER("OK\0"), NULL, ERR_LIMIT},
                    {ANSWER("HTTP/1.1 200 OK\r\n\r\n"), NULL, ERR_LIMIT},
                    {ANSWER("\0"), NULL, ERR_LIMIT},
                    {"", 0, NULL, ERR_LIMIT}};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct scan_answer answer = {.found = true};
        struct err err = {0};
        enum err_kind kind =
            scan_answer_read(examples[i].bytes, examples[i].size_bytes, &answer, &err);
        if (kind != examples[i].kind)
            fail_msg("'%s' is %d", examples[i].bytes, kind);
        assert_int_equal(answer.found, examples[i].found != NULL);
        assert_string_equal(answer.name, examples[i].found ? examples[i].found : "");
    }
}

static void a_long_name_is_cut(void **state)
{
    (void) state;
    char bytes[300] = "stream: ";
    struct scan_answer answer;
    memset(bytes + 8, 'x', 200);
    memcpy(bytes + 208, " FOUND", 7);
    assert_int_equal(scan_answer_read(bytes, 215, &answer, NULL), ERR_NONE);
    assert_true(answer.found);
    assert_int_equal(strlen(answer.name), SCAN_NAME_BYTES - 1);
}

static void nobody_answers(void **state)
{
    (void) state;
    struct scan_answer answer;
    struct err err = {0};
    static const char *const nowhere[] = {"/nowhere/clamd.socket", "127.0.0.1:1", "127.0.0.1:x",
                                          "no colon"};
    for (size_t i = 0; i < COUNT_OF(nowhere); i++) {
        assert_int_equal(scan_bytes(nowhere[i], "x", 1, &answer, &err), ERR_BUSY);
        assert_string_equal(err.code, "scan.unreachable");
    }
}

/* A scanner that answers at the first byte, and takes no more. */
static void *answer_early(void *context)
{
    static const char answer[] = "stream: OK";
    int listening = *(const int *) context, line = accept(listening, NULL, NULL);
    char byte = 0;
    assert_int_equal(recv(line, &byte, 1, 0), 1);
    assert_int_equal(shutdown(line, SHUT_RD), 0);
    assert_int_equal(send(line, answer, sizeof answer, MSG_NOSIGNAL), sizeof answer);
    (void) close(line);
    return NULL;
}

static void what_it_did_not_see_is_not_clean(void **state)
{
    (void) state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void) snprintf(address.sun_path, sizeof address.sun_path, "/tmp/fengqiao-scan-%d", getpid());
    int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(listening >= 0);
    assert_int_equal(bind(listening, (const struct sockaddr *) &address, sizeof address), 0);
    assert_int_equal(listen(listening, 1), 0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, answer_early, &listening), 0);
    static char bytes[8 << 20];
    struct scan_answer answer;
    struct err err = {0};
    assert_int_not_equal(scan_bytes(address.sun_path, bytes, sizeof bytes, &answer, &err),
                         ERR_NONE);
    assert_int_equal(pthread_join(thread, NULL), 0);
    (void) close(listening);
    (void) unlink(address.sun_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_ok_is_clean), cmocka_unit_test(a_long_name_is_cut),
        cmocka_unit_test(nobody_answers), cmocka_unit_test(what_it_did_not_see_is_not_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
