/* api/session: what session.c and accounts.c share. Private to the room. */
#ifndef API_SESSION_H
#define API_SESSION_H

#include "api/private.h"
#include "store/people.h"

/** What secrets of accounts are sealed and indexed for. */
#define PHONE_PURPOSE "account.phone"
#define ID_PURPOSE    "person.id_number"

/** Names and values of an account, into an open object. No phone, no hash. */
void account_write(const struct engine *engine, struct json_writer *writer,
                   const struct account_row *account);
/** A failed try is counted; the fifth locks the account for a quarter of an hour. */
void account_failed_once(struct call *call, const struct account_row *account);
/** A new session with its cookie, as the call's reply: {csrf, account}. */
MUST_CHECK enum err_kind session_give(struct call *call, const struct account_row *account,
                                      struct err *reterr);
/** The session goes on under a new cookie, as long again as when it began, but no longer than twice
 * that after signing in; other windows of the same browser keep their CSRF token. Reply:
 * {seconds_left}. ERR_CONFLICT "session.longest". For load and apply. */
MUST_CHECK enum err_kind session_renew_load(struct call *call, struct err *reterr);
MUST_CHECK enum err_kind session_renew(struct call *call, struct err *reterr);
MUST_CHECK enum err_kind call_reply(struct call *call, int status, struct json_writer *writer,
                                    struct err *reterr);
/** The whole reply is {"id": a public id with that prefix}. */
MUST_CHECK enum err_kind call_reply_id(struct call *call, int status, unsigned prefix, int64_t id,
                                       struct err *reterr);
/** accounts.c: does body "scopes" name systems there are? A misspelt one would be a key that
 * reaches nothing, or one day the wrong system. ERR_INVALID "system.unknown". */
MUST_CHECK enum err_kind scopes_known(struct call *call, struct err *reterr);
enum { KEY_QUOTA_USUAL = 6000, KEY_QUOTA_MAX = 1000000 }; /* requests in ten minutes */
/** link.c: what an X-Link token opens. */
enum err_kind link_show(struct reading *reading, struct json_writer *writer, struct err *reterr);

#endif
