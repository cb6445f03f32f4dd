/* api/private: what the files of this room share. Nobody outside includes it. */
#ifndef API_PRIVATE_H
#define API_PRIVATE_H

#include "api/api.h"
#include "api/problem.h"
#include "api/router.h"
#include "http/http.h"

#include <pthread.h>
#include <stdatomic.h>

/* Two threads: the cap on password hashes at work at once (64 MiB and 50 ms of CPU each). */
enum { IO_THREADS = 2, RATE_PLACES = 1024 };
/* Slow work waits in a lane of its kind, so that many who sign in hold up no upload. */
enum { LANE_FILES, LANE_PASSWORDS, LANE_OUTSIDE, LANE_COUNT, LANE_WAITING_MAX = 64 };
enum {
    FILE_THREADS = 2,
    PASSWORD_THREADS = 1,
    OUTSIDE_THREADS = 2,
    POOL_THREADS = FILE_THREADS + PASSWORD_THREADS + OUTSIDE_THREADS
};

struct lane {
    pthread_cond_t arrived;
    struct work *first, *last;
    size_t waiting;
};

#define SESSION_COOKIE "fengqiao_session"
#define OIDC_COOKIE    "fengqiao_oidc"

/** One request on its way, in memory of its own until its reply is sent. */
struct work {
    struct api *api;
    struct http_exchange *exchange;
    struct arena arena;
    const struct route *route;
    struct call call;       /* a write */
    struct reading reading; /* a read */
    struct actor actor;
    const struct value *params, *body;
    const char *if_none_match;    /* as sent; NULL: not given */
    const char *range, *if_range; /* of a file: a part of it, while it is the same */
    const char *session_csrf;     /* of the cookie's session; NULL without one */
    const char *session_hash;     /* of the session or key */
    int64_t session_began_us;     /* when they signed in, real time; 0 without a session */
    int64_t session_ends_us;      /* the same of its end */
    bool by_key;                  /* it is a key's */
    const char *last_event_id;    /* of a stream that begins again; NULL: not given */
    const char *known_tag;        /* If-None-Match of a `kept` read */
    bool takes_gzip;              /* of which a packed body is taken */
    struct db *db;                /* the reader of the thread that holds it */
    const char *oidc_cookie;      /* which browser began to sign in by a provider; NULL: none */
    int64_t began_us;
    const char *client_address; /* for rates; NULL when memory ran out */
    const char *device;         /* what the browser calls itself, cut to 200 bytes; never NULL */
    bool behind_tls;            /* a proxy ended TLS: cookies are Secure */
    struct work *next;
};

/** What metrics count of one operation. */
struct tally {
    atomic_llong by_class[6]; /* of status/100 */
    atomic_llong total_us;
};

/** Failed or costly tries of one address in a window; two addresses may share a place. */
struct rate_place {
    uint64_t address;
    int64_t window_us;
    int count;
};

/** Of one action of one definition: how often carried out, how often refused. */
struct action_tally {
    const char *system, *action;
    atomic_llong done, refused;
};

struct api {
    struct api_settings settings;
    struct arena arena; /* routes, description, pages: for the server's life */
    struct router router;
    struct tally *tallies; /* one a route, and one more for what has no route */
    struct action_tally *actions;
    size_t action_count;
    const char *description;
    struct pages *pages;
    struct live *live;
    struct http_server *server;
    struct db *readers[IO_THREADS + POOL_THREADS];
    pthread_t pool[POOL_THREADS];
    int pool_count;
    pthread_mutex_t mutex; /* lanes, rates, alone, stop */
    struct lane lanes[LANE_COUNT];
    bool stopping;
    int64_t alone[POOL_THREADS]; /* who does just now what is done one at a time; 0: free */
    struct rate_place rates[RATE_PLACES];
};

/* ---- request.c ---- */
void request_handle(void *context, struct http_request *request);
/** Runs the slow part on a pool thread, then the rest. */
void work_run_slow(struct work *work);
/** Gives a reply the tag of its bytes, another where they go packed; whose client has them already
 * (`known_tags`: If-None-Match, a list; NULL: none) is told so and gets none. */
void reply_tag(struct http_reply *reply, const char *known_tags, bool takes_gzip,
               struct arena *arena);
void reply_plain(struct http_exchange *exchange, int status, const char *content_type,
                 const char *body);

/* ---- actor.c ---- */
/** Session, key or link of the request; "nobody" without any. */
MUST_CHECK enum err_kind actor_resolve(struct work *work, const struct http_request *request,
                                       struct err *reterr);
/** The signed-in actor of the request acts for the giver of a delegation in force that names that
 * right (NULL: none does). ERR_DENIED "delegation.not_in_force", "delegation.right". */
MUST_CHECK enum err_kind actor_by_delegation(struct work *work, int64_t id, const char *right,
                                             struct err *reterr);
/** The actor of a session or key as they are now; nobody when it has ended. Counts nothing. */
MUST_CHECK enum err_kind actor_again(struct work *work, const char *hash, bool key,
                                     struct err *reterr);
/** "public", "signed_in" or role names; ERR_UNIDENTIFIED or ERR_DENIED. */
MUST_CHECK enum err_kind permission_check(const char *permission, const struct actor *actor,
                                          struct err *reterr);

/* ---- pool.c ---- */
MUST_CHECK enum err_kind pool_start(struct api *api, struct err *reterr);
void pool_stop(struct api *api);
/** When too many wait: ERR_BUSY "api.busy", for passwords ERR_RATE "password.busy". */
MUST_CHECK enum err_kind pool_put(struct api *api, struct work *work, struct err *reterr);
/** At most `max` of `what` from an address in ten minutes. ERR_RATE "rate.address". */
MUST_CHECK enum err_kind rate_check(struct api *api, const char *what, const char *address, int max,
                                    struct err *reterr);

/** One at a time for each (an account; a participant of a link negative). ERR_RATE "join.one".
 * Where it is let in, alone_leave() follows. */
MUST_CHECK enum err_kind alone_enter(struct api *api, int64_t who, struct err *reterr);
void alone_leave(struct api *api, int64_t who);

/* ---- metrics.c ---- */
void metrics_count(struct api *api, const struct route *route, int status, int64_t took_us);
/** Makes the tallies of every action of every definition in force. */
MUST_CHECK enum err_kind metrics_start(struct api *api, struct err *reterr);
/** Counts an action carried out or refused; other calls are not counted here. */
void metrics_count_action(struct api *api, const struct call *call, bool done);
const char *metrics_text(struct api *api, struct arena *arena);

/* ---- openapi.c ---- */
/** The whole description as JSON, from routes and definitions. NULL: memory ran out. */
const char *openapi_text(const struct api *api, struct arena *arena);

/* ---- request_read.c: what a request brings, asked for in this order ---- */
#define API_PREFIX "/api/v1"
/** Its row of the tables, and its parameters. */
MUST_CHECK enum err_kind request_route(struct work *work, const struct http_request *request,
                                       struct err *reterr);
/** Of a write: session's word, idempotency key, version. */
MUST_CHECK enum err_kind request_headers(struct work *work, const struct http_request *request,
                                         struct err *reterr);
/** JSON, or bytes where the row takes them. */
MUST_CHECK enum err_kind request_body(struct work *work, const struct http_request *request,
                                      struct err *reterr);
/** The body by the row's form; actions and openings check their own, in the engine. */
MUST_CHECK enum err_kind request_form(struct work *work, struct field_errors *errors,
                                      struct err *reterr);

/* ---- pages.c ---- */
struct pages;
MUST_CHECK enum err_kind pages_load(const char *folder, struct arena *arena, struct pages **ret,
                                    struct err *reterr);
/** The page, part or picture of that address; the portal's first screen as it is now. */
void pages_send(const struct api *api, const struct http_request *request);

/* ---- sessions ---- */
extern const struct operation demo_operations[]; /* routed in demo folders only */
/** Of a call or reading made by this room. */
struct work *work_of_call(const struct call *call);
struct work *work_of_reading(struct reading *reading);
int64_t real_now(const struct api *api);
/** The number people are told to call. */
const char *hotline_of(const struct api *api);
int64_t court_now(const struct api *api);

/* ---- reply_schema.c ---- */
/** Parts that replies name by "@Name"; ends with name NULL. */
struct reply_part {
    const char *name, *shape;
};
extern const struct reply_part reply_parts[];
/** One schema out of its short form. */
void reply_schema_write(struct json_writer *writer, const char *shape);

/** What the file of a matter holds, as JSON and as a page: archive_index.c. */
MUST_CHECK enum err_kind archive_index_read(struct reading *reading, struct json_writer *writer,
                                            struct err *reterr);
MUST_CHECK enum err_kind archive_index_print(struct reading *reading, struct json_writer *writer,
                                             struct err *reterr);
/** What a court paper says while it is made: papers.c. */
MUST_CHECK enum err_kind paper_values_read(struct reading *reading, struct json_writer *writer,
                                           struct err *reterr);

#endif
