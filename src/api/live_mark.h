/* api/live_mark: open streams, and which of them a change concerns. Private to api/live. */
#ifndef API_LIVE_MARK_H
#define API_LIVE_MARK_H

#include "crypto/crypto.h"
#include "http/http.h"
#include "store/live.h"

enum { TOPIC_MATTERS_MAX = 20, COURTS_MAX = 32, COURT_BYTES = 24 };

struct live_stream {
    struct http_stream *http;
    struct live_stream *next;
    char session_hash[SM3_HEX];
    bool by_key;
    int64_t account_id, person_id;
    char courts[COURTS_MAX][COURT_BYTES]; /* where the account serves */
    size_t court_count;
    bool everywhere; /* at every court */
    bool wants_tasks, wants_messages;
    int64_t matters[TOPIC_MATTERS_MAX];
    size_t matter_count;
    /* what it is to be told */
    bool tasks, messages, matter_changed[TOPIC_MATTERS_MAX];
    bool fresh; /* nothing was written to it yet */
    struct live_heads seen;
    int64_t opened_us, written_us;
};

/** Marks those that what came about since `heads` concerns, and moves `heads` on. */
MUST_CHECK enum err_kind live_mark(struct live_stream *streams, struct db *db,
                                   struct live_heads *heads, struct arena *arena,
                                   struct err *reterr);
/** What a new stream missed between the event it names and `heads`. */
MUST_CHECK enum err_kind live_mark_missed(struct live_stream *stream, struct db *db,
                                          const struct live_heads *heads, struct arena *arena,
                                          struct err *reterr);

#endif
