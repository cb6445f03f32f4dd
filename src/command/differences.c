/* command/differences: see differences.h. */
#include "command/differences.h"

#include "base/moment.h"
#include "command/place.h"
#include "store/case_difference.h"
#include "json/json.h"

enum { PAGE_ROWS = 200, LISTS_SHOWN = 20 };

static void print_line(const struct db_result *rows, size_t i, struct arena *arena)
{
    const struct case_difference_kind *kind = case_difference_kind(db_cell_text(rows, i, 2));
    const char *number = db_cell_text(rows, i, 4), *subject = db_cell_text(rows, i, 12);
    const char *ours = db_cell_text(rows, i, 5), *theirs = db_cell_text(rows, i, 6);
    const char *since = instant_format(arena, db_cell_int(rows, i, 7));
    (void) printf("%s  %s  %s\n    %s: %s\n    here: %s; there: %s; since %.10s\n    %s: %s\n",
                  db_cell_text(rows, i, 1), db_cell_text(rows, i, 2), number ? number : subject,
                  kind ? kind->title.zh : "", kind ? kind->title.en : "", *ours ? ours : "-",
                  *theirs ? theirs : "-", since ? since : "", kind ? kind->role : "",
                  kind ? kind->next.en : "");
    if (db_cell_int(rows, i, 9))
        (void) printf("    explained: %s\n", db_cell_text(rows, i, 10));
}

static void write_line(struct json_writer *writer, const struct db_result *rows, size_t i,
                       struct arena *arena)
{
    const struct case_difference_kind *kind = case_difference_kind(db_cell_text(rows, i, 2));
    json_begin(writer);
    json_named_int(writer, "id", db_cell_int(rows, i, 0));
    json_named_text(writer, "court", db_cell_text(rows, i, 1));
    json_named_text(writer, "kind", db_cell_text(rows, i, 2));
    json_named_text(writer, "role", kind ? kind->role : NULL);
    json_named_text(writer, "subject", db_cell_text(rows, i, 12));
    json_named_text(writer, "number", db_cell_text(rows, i, 4));
    json_named_text(writer, "ours", db_cell_text(rows, i, 5));
    json_named_text(writer, "theirs", db_cell_text(rows, i, 6));
    json_named_text(writer, "found_at", instant_format(arena, db_cell_int(rows, i, 7)));
    json_named_text(writer, "explanation",
                    db_cell_int(rows, i, 9) ? db_cell_text(rows, i, 10) : NULL);
    json_end(writer);
}

static void tell_lists(struct json_writer *writer, bool as_json, const struct db_result *lists,
                       struct arena *arena)
{
    json_name(writer, "lists");
    json_begin_list(writer);
    for (size_t i = 0; i < lists->row_count; i++) {
        const char *day = day_format(arena, (int32_t) db_cell_int(lists, i, 1));
        json_begin(writer);
        json_named_text(writer, "court", db_cell_text(lists, i, 0));
        json_named_text(writer, "day", day);
        json_named_text(writer, "state", db_cell_text(lists, i, 2));
        json_named_int(writer, "cases", db_cell_int(lists, i, 4));
        json_named_int(writer, "differences", db_cell_int(lists, i, 5));
        json_end(writer);
        if (!as_json)
            (void) printf("list of %s, %s: %s, %lld cases there\n", day ? day : "",
                          db_cell_text(lists, i, 0), db_cell_text(lists, i, 2),
                          (long long) db_cell_int(lists, i, 4));
    }
    json_end_list(writer);
}

static int tell(struct db *db, const char *court, bool as_json, struct arena *arena)
{
    struct db_result rows = {0}, lists;
    struct json_writer writer;
    struct err err = {0};
    int64_t after = 0;
    int found = 0;
    json_writer_init(&writer, arena, 32 << 20);
    json_begin(&writer);
    json_name(&writer, "differences");
    json_begin_list(&writer);
    do {
        if (case_differences_list(db, arena, court, "", after, PAGE_ROWS, &rows, &err))
            return command_failed(&err);
        for (size_t i = 0; i < rows.row_count; i++, found++) {
            after = db_cell_int(&rows, i, 0);
            if (as_json)
                write_line(&writer, &rows, i, arena);
            else
                print_line(&rows, i, arena);
        }
    } while (rows.row_count == PAGE_ROWS);
    json_end_list(&writer);
    if (case_lists_newest(db, arena, court, LISTS_SHOWN, &lists, &err))
        return command_failed(&err);
    tell_lists(&writer, as_json, &lists, arena);
    json_end(&writer);
    const char *json = json_done(&writer);
    if (as_json)
        (void) printf("%s\n", json ? json : "{}");
    else
        (void) printf("%d differences\n", found);
    return found > 0;
}

int command_differences(int argc, char **argv)
{
    ARENA_SCOPED arena;
    DB_SCOPED *db = NULL;
    struct place place;
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data"),
               *court = option_text(argc, argv, "--court");
    arena_init(&arena, 256 << 20);
    if (!folder) {
        (void) fprintf(stderr, "differences needs --data FOLDER\n");
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err))
        return command_failed(&err);
    int status = db_open(place.store_url, DB_READ_ONLY, &db, &err)
                     ? command_failed(&err)
                     : tell(db, court ? court : "", option_given(argc, argv, "--json"), &arena);
    place_close(&place);
    return status;
}
