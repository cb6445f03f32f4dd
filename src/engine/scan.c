/*
 * engine/scan: documents nobody has looked at yet are shown to the virus scanner, where one is set:
 * new ones first, which nobody gets until they are clean, then those that came before there was a
 * scanner. One that is not reached is asked again later; nothing is let through meanwhile.
 */
#include "base/log.h"
#include "base/text.h"
#include "engine/internal.h"
#include "store/document.h"

enum { ASK_AGAIN_SECONDS_MAX = 60, BYTES_ARENA = 64 << 20 };

struct scanned {
    int64_t id, account_id, at_us;
    const char *scan, *note, *name;
};

/* Whoever sent it learns of it; nobody else ever had the bytes. */
static enum err_kind tell_sender(struct call *call, const struct scanned *scanned,
                                 struct err *reterr)
{
    struct message_row row = {
        .id = call_new_id(call, ID_MESSAGE),
        .account_id = scanned->account_id,
        .created_us = call->now_us,
        .notice = "document_found",
        .title_zh = "您上传的材料含有病毒",
        .title_en = "A file you uploaded holds a virus",
        .text_zh = arena_printf(call->arena,
                                "您上传的“%s”经查含有病毒（%s），已经封存，任何人都不能打开。"
                                "请在没有病毒的设备上重新扫描或者拍照后再上传。",
                                scanned->name, scanned->note),
        .text_en = arena_printf(call->arena,
                                "\"%s\" holds a virus (%s) and is kept apart: nobody can open it. "
                                "Please scan or photograph the paper again on a clean device.",
                                scanned->name, scanned->note)};
    if (!row.text_zh || !row.text_en)
        return arena_full(reterr);
    message_insert(call->writes, &row);
    call_deliver_mail(call, &row, false);
    return ERR_NONE;
}

static enum err_kind apply_scanned(struct call *call, struct err *reterr)
{
    const struct scanned *scanned = call->state;
    document_scanned(call->writes, scanned->id, scanned->scan, scanned->note, scanned->at_us);
    return strcmp(scanned->scan, "found") == 0 && scanned->account_id
               ? tell_sender(call, scanned, reterr)
               : ERR_NONE;
}

static enum err_kind apply_again(struct call *call, struct err *reterr)
{
    (void) reterr;
    documents_scan_again(call->writes);
    return ERR_NONE;
}

static const struct operation operation_scanned = {.name = "document_scanned",
                                                   .apply = apply_scanned};
static const struct operation operation_again = {.name = "documents_scan_again",
                                                 .apply = apply_again};

/* ERR_BUSY: the scanner is not reached; anything else is in `ret`. */
static enum err_kind look(const struct ports *ports, const char *hex, struct scanned *ret,
                          struct arena *arena, struct err *reterr)
{
    ARENA_SCOPED bytes_arena;
    arena_init(&bytes_arena, BYTES_ARENA);
    struct sm3 hash;
    const void *bytes = NULL;
    size_t size_bytes = 0;
    bool found = false;
    char name[64] = "";
    enum err_kind kind =
        text_unhex(hex, hash.bytes, SM3_BYTES)
            ? ports->blob_get(ports->context, &hash, &bytes_arena, &bytes, &size_bytes, reterr)
            : err_set(reterr, ERR_STORE, "blob.damaged", "no hash");
    if (!kind)
        kind = ports->scan(ports->context, bytes, size_bytes, &found, name, reterr);
    if (kind == ERR_BUSY)
        return kind;
    ret->scan = kind ? "failed" : found ? "found" : "clean";
    ret->note = arena_copy(arena, kind ? reterr->text : found ? name : NULL);
    return ERR_NONE;
}

static void log_scan(const char *level, const char *what, const char *note)
{
    const struct log_field fields[] = {LOG_TEXT("what", what), LOG_TEXT("note", note ? note : "")};
    log_event(level, "scan", fields, COUNT_OF(fields));
}

static void wait_longer(struct engine *engine, int64_t now_us, const struct err *err)
{
    int64_t longer_us = engine->scan_wait_us ? 2 * engine->scan_wait_us : SECOND_US;
    engine->scan_wait_us = longer_us < ASK_AGAIN_SECONDS_MAX * SECOND_US
                               ? longer_us
                               : ASK_AGAIN_SECONDS_MAX * SECOND_US;
    engine->next_scan_us = now_us + engine->scan_wait_us;
    log_scan("warning", "unreachable", err->text);
}

void documents_scan(struct engine *engine, struct db *db, struct arena *arena,
                    perform_call *perform, void *context)
{
    const struct ports *ports = engine->settings.ports;
    int64_t now_us = ports->real_now_us(ports->context);
    struct db_result rows;
    struct err err = {0};
    if (!ports->scan || now_us < engine->next_scan_us ||
        documents_unscanned(db, arena, &rows, &err))
        return;
    for (size_t i = 0; i < rows.row_count; i++) {
        struct scanned scanned = {.id = db_cell_int(&rows, i, 0),
                                  .account_id = db_cell_int(&rows, i, 2),
                                  .name = db_cell_text(&rows, i, 3),
                                  .at_us = ports->court_now_us(ports->context)};
        if (look(ports, db_cell_text(&rows, i, 1), &scanned, arena, &err)) {
            wait_longer(engine, now_us, &err);
            return;
        }
        if (strcmp(scanned.scan, "clean") != 0)
            log_scan("warning", scanned.scan, scanned.note);
        if (perform(context, &operation_scanned, 0, &scanned, &err))
            return;
    }
    engine->scan_wait_us = 0;
    if (now_us < engine->next_rescan_us)
        return;
    engine->next_rescan_us = now_us + HOUR_US;
    (void) !perform(context, &operation_again, 0, NULL, &err);
}
