/*
 * api/live: one stream of events a browser (text/event-stream). It says that something changed,
 * never what: whoever is told asks again, and the rights of asking decide what they see.
 *
 * Topics: "matter:ID" (version), "tasks", "messages". The id of an event names what was last seen;
 * a stream that begins with it (Last-Event-ID) is told at once what changed meanwhile.
 */
#ifndef API_LIVE_H
#define API_LIVE_H

#include "api/private.h"

struct live;

MUST_CHECK enum err_kind live_start(struct api *api, struct live **ret, struct err *reterr);
/** Ends every stream. Before http_stop(). NULL is fine. */
void live_stop(struct live *live);
/** Streams that are open, for metrics. */
size_t live_count(struct live *live);

/** Answers the request of `work`, whose topics were read, with a stream.
 * ERR_BUSY "live.full": too many are open. `work` is the caller's still. */
MUST_CHECK enum err_kind live_open(struct work *work, struct err *reterr);

#endif
