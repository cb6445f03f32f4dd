/* api/test_client: a client of the API for tests: a server of a small world, and requests over real
 * HTTP. */
#ifndef API_TEST_CLIENT_H
#define API_TEST_CLIENT_H

#include "engine/test_world.h"

#include "api/api.h"

enum { REPLY_MAX = 1 << 20 };

struct world {
    struct test_world base;
    struct api *api;
    char *reply; /* head and body of the last answer */
    int key;     /* the last Idempotency-Key */
};

/** For cmocka: the accounts boss (admin), judge, window, and a machine; *state is the world. */
int client_begin(void **state);
int client_end(void **state);

/** One request on a connection of its own; the status. The answer is in world->reply. */
int ask(struct world *world, const char *method, const char *path, const char *headers,
        const char *body);
int send_raw(struct world *world, const char *bytes, size_t size_bytes);
/** A client that goes away before its request is complete. */
void hang_up_after(struct world *world, const char *bytes);
/** Text of the answer at a path of its JSON, "" when there is none. */
const char *told(struct world *world, const char *path, char ret[256]);
/** Fails unless that status, and that code (NULL: any), was answered. */
void expect(struct world *world, int status, int wanted, const char *code);

/** Headers of a signed-in browser. */
struct browser {
    char headers[300];
};
struct browser take_session(struct world *world);
void last_code(struct world *world, char ret[7]);
struct browser sign_in_phone(struct world *world, const char *phone);
struct browser sign_in_staff(struct world *world, const char *login);

#endif
