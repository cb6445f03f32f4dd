/*
 * gateway/: the outside world behind the engine's ports. Blobs have two homes (a folder; chunks in
 * PostgreSQL); messages leave through a spool folder that a court's SMS gateway picks up.
 * exchange.h talks HTTP.
 */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include "crypto/crypto.h"
#include "db/db.h"

/** Where the bytes of documents live, by their SM3. */
struct blob_home;

/** A folder of files (made when absent), two levels deep by hash. */
MUST_CHECK enum err_kind blob_folder_open(const char *path, struct blob_home **ret,
                                          struct err *reterr);
/** Chunks of 1 MiB in the database of `store_url` (PostgreSQL), with a connection of its own. */
MUST_CHECK enum err_kind blob_store_open(const char *store_url, struct blob_home **ret,
                                         struct err *reterr);
void blob_home_close(struct blob_home *home);

/** Durable when it returns ERR_NONE (file and folder synced). Putting the same bytes again is free.
 */
MUST_CHECK enum err_kind blob_put(struct blob_home *home, const struct sm3 *sm3, const void *bytes,
                                  size_t size_bytes, struct err *reterr);
/** ERR_MISSING "blob.missing"; ERR_STORE "blob.damaged" when the bytes have another hash. */
MUST_CHECK enum err_kind blob_get(struct blob_home *home, const struct sm3 *sm3,
                                  struct arena *arena, const void **ret, size_t *ret_size_bytes,
                                  struct err *reterr);

/** Erases what nothing refers to any more; none is no fault. A folder keeps what was put again
 * within the last hour: somebody may be about to refer to it. */
MUST_CHECK enum err_kind blob_drop(struct blob_home *home, const struct sm3 *sm3,
                                   struct err *reterr);

/** Called for each blob there is, in no order; anything but ERR_NONE ends the walk with it. */
typedef enum err_kind blob_visitor(void *context, const struct sm3 *sm3, struct err *reterr);
MUST_CHECK enum err_kind blob_each(struct blob_home *home, blob_visitor *visit, void *context,
                                   struct err *reterr);

/** A piece of a file that has not come whole yet: of which upload, from which byte on, and the hash
 * of its own bytes, so that two that were sent for one place do not mix. */
struct part_name {
    int64_t upload_id, first_byte;
    struct sm3 sm3;
};
/** Durable when it returns ERR_NONE, as blob_put(). */
MUST_CHECK enum err_kind part_put(struct blob_home *home, const struct part_name *name,
                                  const void *bytes, size_t size_bytes, struct err *reterr);
/** ERR_MISSING "part.missing"; ERR_STORE "blob.damaged". */
MUST_CHECK enum err_kind part_get(struct blob_home *home, const struct part_name *name,
                                  struct arena *arena, const void **ret, size_t *ret_size_bytes,
                                  struct err *reterr);
/** Every piece of an upload; none is no fault. */
MUST_CHECK enum err_kind parts_drop(struct blob_home *home, int64_t upload_id, struct err *reterr);
/** Uploads that pieces lie here of, at most `max`, in no order. */
MUST_CHECK enum err_kind parts_list(struct blob_home *home, int64_t *ret, size_t max,
                                    size_t *ret_count, struct err *reterr);

/** Makes a folder of mode 0700; one that is there is fine. ERR_BUSY "store.full", ERR_STORE
 * "file.write". */
MUST_CHECK enum err_kind folder_make(const char *path, struct err *reterr);
/** A whole file, or none: written beside, synced, renamed, folder synced. Mode 0600. */
MUST_CHECK enum err_kind file_write_durably(const char *folder, const char *name, const void *bytes,
                                            size_t size_bytes, struct err *reterr);

/** Hands a question to a stamping authority (RFC 3161 section 3.4) and brings its answer.
 * ERR_BUSY "timestamp.unreachable": try again later. */
MUST_CHECK enum err_kind timestamp_ask(const char *url, const void *question, size_t question_bytes,
                                       struct arena *arena, const void **ret, size_t *ret_bytes,
                                       struct err *reterr);

/** What others wrote is on disk when it returns ERR_NONE. ERR_STORE "file.sync". */
MUST_CHECK enum err_kind file_sync(const char *path, struct err *reterr);
/** SM3 of a file's bytes, and how many; read in pieces. ERR_STORE "file.read". */
MUST_CHECK enum err_kind file_hash(const char *path, struct sm3 *ret, int64_t *ret_bytes,
                                   struct err *reterr);
/** A copy, durable when it returns ERR_NONE; nothing may be there yet. ERR_STORE "file.copy". */
MUST_CHECK enum err_kind file_copy(const char *from, const char *to, struct err *reterr);
/** Are there bytes under that hash? They are not read. */
bool blob_has(struct blob_home *home, const struct sm3 *sm3);

/**
 * Runs a program of the system, found on PATH, and waits for it. No shell.
 * @param argv         NULL-ended; argv[0] is its name
 * @param environment  NULL-ended, "NAME=value", beside what this process has; NULL: nothing more
 * @return ERR_MISSING "tool.missing", ERR_STORE "tool.failed"
 */
MUST_CHECK enum err_kind tool_run(const char *const *argv, const char *const *environment,
                                  struct err *reterr);

#endif
