/* command/search: see search.h. */
#include "command/search.h"

#include "command/place.h"
#include "command/progress.h"
#include "engine/search.h"

/* `context` is what was left when it was told first: everything. */
static void show(void *context, int64_t left)
{
    int64_t *all = context;
    if (left > *all)
        *all = left;
    progress_show(*all - left, *all);
}

int search_command(const struct command_engine *on, int argc, char **argv)
{
    int64_t all = 0;
    struct err err = {0};
    DB_SCOPED *db = NULL;
    if (!option_given(argc, argv, "--rebuild")) {
        (void) fprintf(stderr, "search takes: --rebuild --data FOLDER\n");
        return 2;
    }
    enum err_kind kind = db_open(on->store_url, DB_READ_ONLY, &db, &err);
    if (!kind)
        kind = engine_search_rebuild(on->engine, db, show, &all, &err);
    progress_end();
    if (kind)
        return command_failed(&err);
    (void) printf(option_given(argc, argv, "--json") ? "{\"indexed\":%lld}\n"
                                                     : "%lld matters are indexed\n",
                  (long long) all);
    return 0;
}
