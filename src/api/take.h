/*
 * api/take: a file on its way into the store of documents, however it came: looked at, hashed, put
 * where blobs lie, and receipted. The slow part runs off the writer; the row comes last, so a
 * document in the store always has its bytes. Private to the room.
 */
#ifndef API_TAKE_H
#define API_TAKE_H

#include "engine/engine.h"

struct taken {
    const void *bytes;
    size_t size_bytes;
    const char *name, *kind; /* checked by document_named() */
    const char *media_type, *received_at, *receipt;
    const char *scan; /* document_scan() */
    char sm3[SM3_HEX];
};

/** A name is shown and offered for saving: one line, no folders. ERR_INVALID "document.name",
 * "document.kind"; "document.kind_kept": only the store gives DOCUMENT_OF_POST. */
MUST_CHECK enum err_kind document_named(const char *name, const char *kind, struct err *reterr);
/** Is whoever calls somebody a document can belong to? ERR_UNIDENTIFIED "session.none". */
MUST_CHECK enum err_kind document_sender(const struct call *call, struct err *reterr);
/**
 * Fills the rest from bytes, name and kind. From prepare.
 * @param expected_sm3  what the sender says the hash is; NULL: nothing was said
 * @return ERR_INVALID "file.type" …, "document.sm3"
 */
MUST_CHECK enum err_kind document_take(struct call *call, const char *expected_sm3,
                                       struct taken *taken, struct err *reterr);
/** The same for a document in the store (a row of list_document()): its receipt, signed anew. */
MUST_CHECK enum err_kind document_taken(const struct engine *engine, const struct db_result *rows,
                                        struct arena *arena, struct taken *ret, struct err *reterr);
/** How forms ask for a document's name, and for what kind of document it is. */
extern const struct field document_name_field, document_kind_field;

/** Queues its row: the new key. It is looked at once it may be. From apply. */
int64_t document_file(struct call *call, const struct taken *taken);

/** What the sender gets: facts and receipt, braces included. */
#define RECEIVED_ROW                                                                               \
    "{id:s sm3:s size_bytes:i media_type:s name:s kind:s received_at:s receipt:s scan:s}"
void document_receipt_write(const struct engine *engine, struct json_writer *writer, int64_t id,
                            const struct taken *taken);

/** Files it and answers 201 with the receipt. From apply. */
MUST_CHECK enum err_kind document_file_and_reply(struct call *call, const struct taken *taken,
                                                 struct err *reterr);

#endif
