/* store/upload: uploads that come in parts: how far each is, and which parts it is made of. */
#ifndef STORE_UPLOAD_H
#define STORE_UPLOAD_H

#include "db/db.h"

struct upload_row {
    int64_t id, account_id, participant_id; /* whose: one of the two */
    int64_t size_bytes, received_bytes, part_count, begun_us, updated_us;
    int64_t document_id;           /* 0: not all of it is here */
    const char *name, *kind, *sm3; /* sm3: as announced, NULL when it was not */
};

/* Without a new part for so long, an upload is forgotten; a complete one too. */
enum { UPLOAD_KEPT_HOURS = 24 };

void upload_insert(struct db_flight *flight, const struct upload_row *row);
/** Queues one: the columns upload_take() reads. */
size_t upload_read(struct db_flight *flight, int64_t id);
MUST_CHECK enum err_kind upload_find(struct db *db, struct arena *arena, int64_t id,
                                     struct db_result *ret, struct err *reterr);
/** False: there is no such row. */
bool upload_take(const struct db_result *rows, size_t row, struct upload_row *ret);
/** Those of one person that are not complete, newest first, as upload_take() reads them. */
MUST_CHECK enum err_kind uploads_open(struct db *db, struct arena *arena, int64_t account_id,
                                      int64_t participant_id, struct db_result *ret,
                                      struct err *reterr);
/** Queues one: how many of them there are. */
size_t uploads_open_count(struct db_flight *flight, int64_t account_id, int64_t participant_id);

struct upload_part {
    int64_t upload_id, first_byte, size_bytes;
    const char *sm3;
};
/** A part joins; guarded by how far the upload was. `document_id` 0: more is to come. */
void upload_advance(struct db_flight *flight, const struct upload_part *part, int64_t document_id,
                    int64_t at_us);
/** All parts in order: first_byte, size_bytes, sm3. */
MUST_CHECK enum err_kind upload_parts(struct db *db, struct arena *arena, int64_t id,
                                      struct db_result *ret, struct err *reterr);
void upload_forget(struct db_flight *flight, int64_t id);
/** Nothing came of them since: id; a hundred at most. */
MUST_CHECK enum err_kind uploads_stale(struct db *db, struct arena *arena, int64_t before_us,
                                       struct db_result *ret, struct err *reterr);

#endif
