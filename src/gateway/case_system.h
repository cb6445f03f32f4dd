/*
 * gateway/case_system: a court's own case system, over HTTP. docs/case-system.md is the protocol.
 *
 * A file says which connection serves which courts, and on which days. What is sent carries a key
 * that makes it happen once; what comes back is let through only as the protocol says, member by
 * member and bounded: everything else is garbage and asked for again.
 * Only from worker threads: each exchange waits at most the connection's `seconds`.
 */
#ifndef GATEWAY_CASE_SYSTEM_H
#define GATEWAY_CASE_SYSTEM_H

#include "base/value.h"

enum { CASE_CONNECTIONS_MAX = 64, CASE_COURTS_MAX = 512, CASE_PAGE_MAX = 200 };

struct case_connection {
    const char *name, *url;              /* without a slash at the end */
    const char *courts[CASE_COURTS_MAX]; /* codes; "鄂12*" takes all that begin so */
    size_t court_count;
    const char *token; /* of the header Authorization; NULL: none */
    const char *authorities_file;
    int32_t from_day, to_day; /* it serves on these days, both included */
    long seconds, every;      /* how long an exchange may take; how often changes are asked for */
};

struct case_systems {
    struct case_connection rows[CASE_CONNECTIONS_MAX];
    size_t count;
};

/**
 * Reads the file of connections, and the token of each.
 * @return ERR_INVALID "case_systems.file" names connection and member; ERR_STORE when unreadable
 */
MUST_CHECK enum err_kind case_systems_read(const char *path, struct arena *arena,
                                           struct case_systems **ret, struct err *reterr);
/** The first connection that serves the court on that day, or NULL. */
const struct case_connection *case_system_of(const struct case_systems *systems, const char *court,
                                             int32_t day);

/**
 * Sends one case. The same key again is the same case: the peer answers as it did before.
 * @param ret  {reference, number (null: not yet)}
 * @return ERR_CONFLICT "case_system.refused", its reason in the text: a person must act.
 *         ERR_BUSY (unreachable, too slow, cut off, garbage): again later, with the same key
 */
MUST_CHECK enum err_kind case_system_send(const struct case_connection *connection, const char *key,
                                          const char *json, struct arena *arena, struct value **ret,
                                          struct err *reterr);

/**
 * One page of "changes" behind a position ("" is the beginning), or of all "cases" registered since
 * a day, behind a reference.
 * @param since  "2026-11-24", or NULL
 * @param ret    {cases: […], next (null: no more), unreadable: how many were not as they should be}
 * @return ERR_BUSY as above
 */
MUST_CHECK enum err_kind case_system_page(const struct case_connection *connection,
                                          const char *what, const char *court, const char *since,
                                          const char *after, struct arena *arena,
                                          struct value **ret, struct err *reterr);

/* ---- what replies may say (case_reply.c) ------------------------------------------------------
 */

/** The reply to a case that was sent: as case_system_send() tells it. ERR_BUSY
 * "case_system.garbage". */
MUST_CHECK enum err_kind case_reply_sent(const char *json, size_t json_bytes, struct arena *arena,
                                         struct value **ret, struct err *reterr);
/** A page: as case_system_page() tells it; of one court only. A case that is not as it should be is
 * left out and counted: it holds up no other. */
MUST_CHECK enum err_kind case_reply_page(const char *json, size_t json_bytes, const char *court,
                                         struct arena *arena, struct value **ret,
                                         struct err *reterr);
/** Why a case was refused, cleaned for reading; never NULL. */
const char *case_reply_reason(const char *json, size_t json_bytes, struct arena *arena);

#endif
