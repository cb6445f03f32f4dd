/* store/upload: see upload.h. */
#include "store/upload.h"

#define UPLOAD_COLUMNS                                                                             \
    "SELECT id, account_id, participant_id, name, kind, size_bytes, sm3, received_bytes, "         \
    "part_count, document_id, begun_us, updated_us FROM upload "

void upload_insert(struct db_flight *flight, const struct upload_row *row)
{
    static const char sql[] =
        "INSERT INTO upload (id, account_id, participant_id, name, kind, size_bytes, sm3, "
        "received_bytes, part_count, begun_us, updated_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)";
    (void) db_flight_add(flight, sql,
                         DB_ARGS(db_int(row->id), db_id(row->account_id),
                                 db_id(row->participant_id), db_text(row->name), db_text(row->kind),
                                 db_int(row->size_bytes), db_text(row->sm3), db_int(row->begun_us)),
                         1);
}

size_t upload_read(struct db_flight *flight, int64_t id)
{
    return db_flight_add(flight, UPLOAD_COLUMNS "WHERE id = $1", DB_ARGS(db_int(id)), -1);
}

enum err_kind upload_find(struct db *db, struct arena *arena, int64_t id, struct db_result *ret,
                          struct err *reterr)
{
    return db_run(db, arena, UPLOAD_COLUMNS "WHERE id = $1", DB_ARGS(db_int(id)), ret, reterr);
}

bool upload_take(const struct db_result *rows, size_t row, struct upload_row *ret)
{
    if (row >= rows->row_count)
        return false;
    *ret = (struct upload_row){.id = db_cell_int(rows, row, 0),
                               .account_id = db_cell_int(rows, row, 1),
                               .participant_id = db_cell_int(rows, row, 2),
                               .name = db_cell_text(rows, row, 3),
                               .kind = db_cell_text(rows, row, 4),
                               .size_bytes = db_cell_int(rows, row, 5),
                               .sm3 = db_cell_text(rows, row, 6),
                               .received_bytes = db_cell_int(rows, row, 7),
                               .part_count = db_cell_int(rows, row, 8),
                               .document_id = db_cell_int(rows, row, 9),
                               .begun_us = db_cell_int(rows, row, 10),
                               .updated_us = db_cell_int(rows, row, 11)};
    return true;
}

enum err_kind uploads_open(struct db *db, struct arena *arena, int64_t account_id,
                           int64_t participant_id, struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        UPLOAD_COLUMNS "WHERE (account_id = $1 OR participant_id = $2) AND document_id IS NULL "
                       "ORDER BY id DESC LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_int(account_id), db_int(participant_id)), ret, reterr);
}

size_t uploads_open_count(struct db_flight *flight, int64_t account_id, int64_t participant_id)
{
    static const char sql[] = "SELECT count(*) FROM upload WHERE (account_id = $1 OR "
                              "participant_id = $2) AND document_id IS NULL";
    return db_flight_add(flight, sql, DB_ARGS(db_int(account_id), db_int(participant_id)), -1);
}

void upload_advance(struct db_flight *flight, const struct upload_part *part, int64_t document_id,
                    int64_t at_us)
{
    static const char row[] = "INSERT INTO upload_part (upload_id, first_byte, size_bytes, sm3) "
                              "VALUES ($1, $2, $3, $4)";
    static const char whole[] =
        "UPDATE upload SET received_bytes = $3, part_count = part_count + 1, document_id = $4, "
        "updated_us = $5 WHERE id = $1 AND received_bytes = $2 AND document_id IS NULL";
    /* The guard first: a part that came too late is a lost guard, not a key that is there. */
    (void) db_flight_add(flight, whole,
                         DB_ARGS(db_int(part->upload_id), db_int(part->first_byte),
                                 db_int(part->first_byte + part->size_bytes), db_id(document_id),
                                 db_int(at_us)),
                         1);
    (void) db_flight_add(flight, row,
                         DB_ARGS(db_int(part->upload_id), db_int(part->first_byte),
                                 db_int(part->size_bytes), db_text(part->sm3)),
                         1);
}

enum err_kind upload_parts(struct db *db, struct arena *arena, int64_t id, struct db_result *ret,
                           struct err *reterr)
{
    static const char sql[] = "SELECT first_byte, size_bytes, sm3 FROM upload_part WHERE "
                              "upload_id = $1 ORDER BY first_byte LIMIT 2000";
    return db_run(db, arena, sql, DB_ARGS(db_int(id)), ret, reterr);
}

void upload_forget(struct db_flight *flight, int64_t id)
{
    (void) db_flight_add(flight, "DELETE FROM upload_part WHERE upload_id = $1",
                         DB_ARGS(db_int(id)), -1);
    (void) db_flight_add(flight, "DELETE FROM upload WHERE id = $1", DB_ARGS(db_int(id)), -1);
}

enum err_kind uploads_stale(struct db *db, struct arena *arena, int64_t before_us,
                            struct db_result *ret, struct err *reterr)
{
    static const char sql[] =
        "SELECT id FROM upload WHERE updated_us < $1 ORDER BY updated_us LIMIT 100";
    return db_run(db, arena, sql, DB_ARGS(db_int(before_us)), ret, reterr);
}
