/*
 * fuzz/replay: gives every file of a folder to a target, so that seeds and past crashes stay tests
 * in every build. Not a fuzzer. Usage: replay_NAME FOLDER
 */
#include "base/banned.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdbool.h>

enum { PATH_BYTES = 4096, INPUT_BYTES_MAX = 4 << 20 };

/* False: not readable. The copy is exactly as long as the file, so that ASan sees any step past. */
static bool replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *whole = file ? malloc(INPUT_BYTES_MAX) : NULL;
    size_t size_bytes = whole ? fread(whole, 1, INPUT_BYTES_MAX, file) : 0;
    bool is_read = whole && !ferror(file);
    uint8_t *exact = is_read ? malloc(size_bytes ? size_bytes : 1) : NULL;
    if (exact) {
        memcpy(exact, whole, size_bytes);
        (void) LLVMFuzzerTestOneInput(exact, size_bytes);
    }
    free(exact);
    free(whole);
    if (file)
        (void) fclose(file);
    return exact != NULL;
}

int main(int count, char **args)
{
    DIR *folder = count == 2 ? opendir(args[1]) : NULL;
    if (!folder) {
        (void) fprintf(stderr, "usage: replay FOLDER\n");
        return 2;
    }
    size_t replayed = 0, failed = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        char path[PATH_BYTES];
        (void) snprintf(path, sizeof path, "%s/%s", args[1], entry->d_name);
        /* Told before, so that the last line names the input that crashed. */
        (void) printf("%s\n", path);
        (void) fflush(stdout);
        if (replay_file(path))
            replayed++;
        else
            failed++;
    }
    (void) closedir(folder);
    (void) printf("%zu replayed, %zu not readable\n", replayed, failed);
    return replayed == 0 || failed > 0;
}
