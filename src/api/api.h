/*
 * api/: HTTP out of the tables. Routes, permission, bodies, problem+json, OpenAPI, sessions,
 * metrics and the pages of the web build. It knows no system by name: everything derives from the
 * rows of `struct operation` and from the definitions. The interface in words is docs/api.md.
 */
#ifndef API_API_H
#define API_API_H

#include "engine/engine.h"

struct api;

struct api_settings {
    struct engine *engine;
    const char *store_url;  /* each I/O thread and worker opens a reader of its own */
    const char *listen;     /* "127.0.0.1:8080"; port 0 picks one */
    const char *web_folder; /* the built pages; NULL or absent: the API alone, and it says so */
    const char *trusted_proxies; /* blank-separated addresses; NULL: none (see http.h) */
    const char *maintenance;     /* why nothing may be sent in just now; NULL: everything is open */
    const char *hotline;         /* the number people call; NULL: 12368 */
    bool demo;                   /* /demo/… and the public outbox exist only then */
};

/** Listens and answers until api_stop(). */
MUST_CHECK enum err_kind api_start(const struct api_settings *settings, struct api **ret,
                                   struct err *reterr);
int api_port(const struct api *api);
/** Lets running requests finish, then closes. Accepts NULL. Call before engine_stop(). */
void api_stop(struct api *api);

#endif
