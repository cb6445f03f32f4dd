/* command/progress: see progress.h. */
#include "command/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_PLACES = 40 };

static bool shown;

void progress_show(int64_t done, int64_t total)
{
    if (!total || isatty(STDERR_FILENO) != 1)
        return;
    int filled = (int) (BAR_PLACES * (done < total ? done : total) / total);
    (void) fprintf(stderr, "\r[%.*s%*s] %lld of %lld", filled,
                   "########################################", BAR_PLACES - filled, "",
                   (long long) done, (long long) total);
    (void) fflush(stderr);
    shown = true;
}

void progress_end(void)
{
    if (shown)
        (void) fprintf(stderr, "\n");
    shown = false;
}
