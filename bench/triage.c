/* bench/triage: how often the suggested cause is the labelled one, first and among three, on a CSV
 * with the columns text and cause_code (several codes parted by ';'). Rows without one are passed
 * over. The file is test input: it is named on the command line and never part of this repository.
 */
#include "systems/intake/intake/triage.h"
#include "store/csv.h"

#include <stdio.h>
#include <string.h>

static bool is_label(const char *labels, const char *code)
{
    size_t length = strlen(code);
    while (*labels) {
        size_t piece = strcspn(labels, ";");
        if (piece == length && memcmp(labels, code, length) == 0)
            return true;
        labels += piece + strspn(labels + piece, ";");
    }
    return false;
}

struct tally {
    int rows, first, among;
};

static enum err_kind tally_row(const char *text, const char *labels, struct tally *tally,
                               struct err *reterr)
{
    ARENA_SCOPED arena;
    struct triage_cause causes[TRIAGE_CAUSES_MAX];
    size_t count = 0;
    arena_init(&arena, 16 << 20);
    enum err_kind kind = triage_causes(text, NULL, &arena, causes, &count, reterr);
    bool among = false;
    for (size_t i = 0; !kind && i < count; i++)
        among = among || is_label(labels, causes[i].code);
    tally->rows++;
    tally->among += among;
    tally->first += !kind && count && is_label(labels, causes[0].code);
    return kind;
}

static enum err_kind measure(const char *path, struct tally *tally, struct err *reterr)
{
    static const char *const wanted[] = {"text", "cause_code"};
    ARENA_SCOPED arena;
    struct csv csv;
    char *text = NULL;
    size_t size_bytes = 0;
    bool has_row = true;
    arena_init(&arena, 64 << 20);
    enum err_kind kind = csv_read_file(&arena, path, &text, &size_bytes, reterr);
    if (!kind)
        kind = csv_start(text, size_bytes, path, wanted, COUNT_OF(wanted), &csv, reterr);
    while (!kind && has_row) {
        kind = csv_next(&csv, &has_row, reterr);
        if (!kind && has_row && *csv.cells[1])
            kind = tally_row(csv.cells[0], csv.cells[1], tally, reterr);
    }
    return kind;
}

int main(int count, char **args)
{
    struct tally tally = {0};
    struct err err = {0};
    if (count != 2) {
        (void) fprintf(stderr, "triage FILE.csv\n");
        return 2;
    }
    if (measure(args[1], &tally, &err)) {
        (void) fprintf(stderr, "%s: %s\n", err.code, err.text);
        return 1;
    }
    (void) printf("%d texts, top-1 %.1f %%, top-3 %.1f %%\n", tally.rows,
                  tally.rows ? 100.0 * tally.first / tally.rows : 0.0,
                  tally.rows ? 100.0 * tally.among / tally.rows : 0.0);
    return 0;
}
