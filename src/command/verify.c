/* command/verify: see verify.h. */
#include "command/verify.h"

#include "command/place.h"
#include "store/event.h"
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
        json_end(&writer);
        const char *json = json_done(&writer);
        (void) printf("%s\n", json ? json : "{}");
    } else {
        (void) printf("%lld matters, %lld events, %lld blocks; certain up to block %lld\n",
                      (long long) report->matters, (long long) report->events,
                      (long long) report->blocks, (long long) report->certain_up_to_block);
        (void) printf("%s%s\n", report->broken ? "BROKEN: " : "every chain holds",
                      report->broken ? report->where : "");
    }
    return report->broken ? 1 : 0;
}

int command_verify(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    const char *folder = option_text(argc, argv, "--data");
    struct place place = {0};
    struct err err = {0};
    struct verify_report report = {0};
    if (!folder) {
        (void) fprintf(stderr, "verify needs --data FOLDER\n");
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
