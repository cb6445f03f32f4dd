/* bench/echo: the HTTP library alone, as bare as it can be: GET gives a constant, POST its own
 * body. The same library, mode and number of threads as src/http/http.c. Prints its port, ends with
 * its input. */
#include <microhttpd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct body {
    size_t length;
    char bytes[64 * 1024];
};

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *size, void **slot)
{
    static int first;
    static const char constant[] = "{\"ok\":true}";
    struct body *body = *slot;
    (void) context;
    (void) url;
    (void) version;
    if (strcmp(method, "POST") == 0 && !body) {
        *slot = body = calloc(1, sizeof *body);
        return body ? MHD_YES : MHD_NO;
    }
    if (!body && !*slot) {
        *slot = &first;
        return MHD_YES;
    }
    bool is_post = strcmp(method, "POST") == 0;
    if (is_post && *size) {
        size_t room = sizeof body->bytes - body->length, taken = *size < room ? *size : room;
        memcpy(body->bytes + body->length, bytes, taken);
        body->length += taken;
        *size = 0;
        return MHD_YES;
    }
    struct MHD_Response *response =
        is_post ? MHD_create_response_from_buffer(body->length, body->bytes, MHD_RESPMEM_MUST_COPY)
                : MHD_create_response_from_buffer(
                      sizeof constant - 1, (void *) (uintptr_t) constant, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    if (is_post)
        free(body);
    *slot = NULL;
    return queued;
}

int main(void)
{
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, answer, NULL,
                         MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info)
        return 1;
    (void) printf("%d\n", info->port);
    (void) fflush(stdout);
    while (getchar() != EOF)
        continue;
    MHD_stop_daemon(daemon);
    return 0;
}
