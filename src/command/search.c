/* command/search: see search.h. */
#include "command/search.h"

#include "command/place.h"
#include "engine/search.h"

#include <unistd.h>

enum { BAR_PLACES = 40 };

struct progress {
    int64_t all; /* the first that is told: everything is left */
    bool shown;
};

/* A bar on a terminal, nothing elsewhere. */
static void show(void *context, int64_t left)
{
    struct progress *progress = context;
    if (left > progress->all)
        progress->all = left;
    if (!progress->shown || !progress->all)
        return;
    int filled = (int) (BAR_PLACES * (progress->all - left) / progress->all);
    (void) fprintf(stderr, "\r[%.*s%*s] %lld of %lld", filled,
                   "########################################", BAR_PLACES - filled, "",
                   (long long) (progress->all - left), (long long) progress->all);
    (void) fflush(stderr);
}

int search_command(const struct command_engine *on, int argc, char **argv)
{
    struct progress progress = {.shown = isatty(STDERR_FILENO) == 1};
    struct err err = {0};
    DB_SCOPED *db = NULL;
    if (!option_given(argc, argv, "--rebuild")) {
        (void) fprintf(stderr, "search takes: --rebuild --data FOLDER\n");
        return 2;
    }
    enum err_kind kind = db_open(on->store_url, DB_READ_ONLY, &db, &err);
    if (!kind)
        kind = engine_search_rebuild(on->engine, db, show, &progress, &err);
    if (progress.shown)
        (void) fprintf(stderr, "\n");
    if (kind)
        return command_failed(&err);
    (void) printf(option_given(argc, argv, "--json") ? "{\"indexed\":%lld}\n"
                                                     : "%lld matters are indexed\n",
                  (long long) progress.all);
    return 0;
}
