/* gateway/tool: programs of the system that do what we would do worse. */
#include "gateway/gateway.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENVIRONMENT_MAX = 512 };

enum err_kind tool_run(const char *const *argv, const char *const *environment, struct err *reterr)
{
    char *whole[ENVIRONMENT_MAX + 1] = {NULL};
    size_t count = 0;
    pid_t child = 0;
    int status = 0;
    for (; environment && *environment && count < ENVIRONMENT_MAX; environment++)
        whole[count++] = (char *) (uintptr_t) *environment;
    /* Ours come first: of two of one name the first counts. */
    for (char **own = environ; *own && count < ENVIRONMENT_MAX; own++)
        whole[count++] = *own;
    int failed = posix_spawnp(&child, argv[0], NULL, NULL, (char *const *) (uintptr_t) argv, whole);
    if (failed)
        return err_set(reterr, ERR_MISSING, "tool.missing",
                       "%.40s: %s; is it installed, and its folder on PATH?", argv[0],
                       strerror(failed));
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return err_set(reterr, ERR_STORE, "tool.failed", "%.40s: %s", argv[0], strerror(errno));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0
               ? ERR_NONE
               : err_set(reterr, ERR_STORE, "tool.failed", "%.40s did not succeed", argv[0]);
}
