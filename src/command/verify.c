/* command/verify: see verify.h. */
#include "command/verify.h"

#include "base/moment.h"
#include "base/text.h"
#include "command/place.h"
#include "store/csv.h"
#include "store/event.h"
#include "store/outage.h"
#include "store/proof.h"
#include "json/json.h"

static int print_report(const struct verify_report *report, bool as_json, struct arena *arena)
{
    if (as_json) {
        struct json_writer writer;
        json_writer_init(&writer, arena, 64 * 1024);
        json_begin(&writer);
        json_named_flag(&writer, "broken", report->broken);
        json_named_text(&writer, "where", report->broken ? report->where : NULL);
        json_named_int(&writer, "matters", report->matters);
        json_named_int(&writer, "events", report->events);
        json_named_int(&writer, "blocks", report->blocks);
        json_named_int(&writer, "certain_up_to_block", report->certain_up_to_block);
        json_named_int(&writer, "days", report->days);
        json_named_int(&writer, "access_rows", report->access_rows);
        json_named_int(&writer, "ledger_entries", report->ledger_entries);
        json_end(&writer);
        const char *json = json_done(&writer);
        (void) printf("%s\n", json ? json : "{}");
    } else {
        (void) printf("%lld matters, %lld events, %lld blocks, %lld days, %lld looks, %lld "
                      "ledger entries; certain up to block %lld\n",
                      (long long) report->matters, (long long) report->events,
                      (long long) report->blocks, (long long) report->days,
                      (long long) report->access_rows, (long long) report->ledger_entries,
                      (long long) report->certain_up_to_block);
        (void) printf("%s%s\n", report->broken ? "BROKEN: " : "every chain holds",
                      report->broken ? report->where : "");
    }
    return report->broken ? 1 : 0;
}

static int print_proof(const struct proof_report *report, bool as_json, struct arena *arena)
{
    const char *stamped_at = report->stamps ? instant_format(arena, report->stamp.at_us) : NULL;
    if (as_json) {
        struct json_writer writer;
        json_writer_init(&writer, arena, 64 * 1024);
        json_begin(&writer);
        json_named_flag(&writer, "broken", report->broken);
        json_named_text(&writer, "where", report->broken ? report->where : NULL);
        json_named_int(&writer, "events", report->events);
        json_named_int(&writer, "blocks", report->blocks);
        json_named_int(&writer, "heads", report->heads);
        json_named_int(&writer, "values", report->values);
        json_named_int(&writer, "unsigned_events", report->unsigned_events);
        json_named_int(&writer, "days", report->days);
        json_named_int(&writer, "stamps", report->stamps);
        json_named_text(&writer, "stamped_by", report->stamps ? report->stamp.authority : NULL);
        json_named_text(&writer, "stamped_at", stamped_at);
        json_named_text(&writer, "stamp_certificate_sha256",
                        report->stamps ? report->stamp.key_sha256 : NULL);
        json_named_text(&writer, "key_sm3", report->key_sm3);
        json_end(&writer);
        const char *json = json_done(&writer);
        (void) printf("%s\n", json ? json : "{}");
    } else {
        (void) printf("%lld events, %lld blocks, %lld signed heads, %lld opened values\n",
                      (long long) report->events, (long long) report->blocks,
                      (long long) report->heads, (long long) report->values);
        if (report->unsigned_events)
            (void) printf("%lld events are in no signed chain yet\n",
                          (long long) report->unsigned_events);
        if (stamped_at)
            (void) printf("%lld of %lld days stamped; the newest at %s\nby %s\n"
                          "certificate (SHA-256): %s: compare it with the authority's\n",
                          (long long) report->stamps, (long long) report->days, stamped_at,
                          report->stamp.authority, report->stamp.key_sha256);
        (void) printf("key (SM3): %s: compare it with the court's\n", report->key_sm3);
        (void) printf("%s%s\n", report->broken ? "BROKEN: " : "everything in this proof holds",
                      report->broken ? report->where : "");
    }
    return report->broken || report->unsigned_events ? 1 : 0;
}

static int print_outage(const struct value *statement, bool as_json, struct arena *arena)
{
    const char *wrong = outage_check(statement, arena);
    if (as_json) {
        struct json_writer writer;
        json_writer_init(&writer, arena, 64 * 1024);
        json_begin(&writer);
        json_named_flag(&writer, "broken", wrong != NULL);
        json_named_text(&writer, "where", wrong);
        json_named_value(&writer, "from", value_get(statement, "from"));
        json_named_value(&writer, "to", value_get(statement, "to"));
        json_end(&writer);
        const char *json = json_done(&writer);
        (void) printf("%s\n", json ? json : "{}");
    } else if (wrong) {
        (void) printf("BROKEN: %s\n", wrong);
    } else {
        (void) printf("down from %s to %s\neverything in this statement holds\n",
                      value_text(value_get(statement, "from")),
                      value_text(value_get(statement, "to")));
    }
    return wrong ? 1 : 0;
}

/* A paper or document at hand: is it the one the proof speaks of? */
static enum err_kind document_check(const struct value *proof, const char *path,
                                    struct proof_report *report, struct err *reterr)
{
    struct sm3 hash;
    char hex[SM3_HEX];
    int64_t size_bytes = 0;
    enum err_kind kind = file_hash(path, &hash, &size_bytes, reterr);
    if (kind)
        return kind;
    text_hex(hash.bytes, SM3_BYTES, hex);
    report->broken = !proof_names_file(proof, hex);
    if (report->broken)
        (void) snprintf(report->where, sizeof report->where,
                        "the proof speaks of no file with SM3 %s", hex);
    return ERR_NONE;
}

/* A file by itself: no data folder, no server. */
static int verify_proof(const char *path, const char *authorities_file, const char *document,
                        bool as_json)
{
    static const struct json_limits limits = {CSV_FILE_BYTES_MAX, 8, 2000000};
    ARENA_SCOPED arena;
    arena_init(&arena, 512 << 20);
    struct err err = {0};
    struct proof_report report;
    struct value *proof = NULL;
    char *text = NULL, *authorities = NULL;
    size_t size_bytes = 0;
    if (!crypto_start() ||
        (authorities_file &&
         csv_read_file(&arena, authorities_file, &authorities, &size_bytes, &err)) ||
        csv_read_file(&arena, path, &text, &size_bytes, &err) ||
        json_parse(text, size_bytes, &limits, &arena, &proof, &err))
        return command_failed(&err);
    if (text_equal(value_text(value_get(proof, "format")), OUTAGE_FORMAT))
        return print_outage(proof, as_json, &arena);
    if (proof_check(proof, authorities, &arena, &report, &err) ||
        (document && !report.broken && document_check(proof, document, &report, &err)))
        return command_failed(&err);
    return print_proof(&report, as_json, &arena);
}

int command_verify(int argc, char **argv)
{
    const char *file = option_text(argc, argv, "--proof");
    if (file)
        return verify_proof(file, option_text(argc, argv, "--timestamp-ca"),
                            option_text(argc, argv, "--document"),
                            option_given(argc, argv, "--json"));
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    const char *folder = option_text(argc, argv, "--data");
    struct place place = {0};
    struct err err = {0};
    struct verify_report report = {0};
    if (!folder) {
        (void) fprintf(stderr, "verify needs --data FOLDER or --proof FILE\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    DB_SCOPED *db = NULL;
    enum err_kind kind = db_open(place.store_url, DB_READ_ONLY, &db, &err);
    if (!kind)
        kind = store_verify(db, keys_public_pem(place.keys), &report, &err);
    place_close(&place);
    if (kind)
        return command_failed(&err);
    return print_report(&report, option_given(argc, argv, "--json"), &arena);
}
