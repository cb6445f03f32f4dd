/* gateway/child: see child.h. */
#include "gateway/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, PIECE_BYTES = 64 * 1024, FILES_MAX = 64, NICENESS = 10 };

/* 127: as a shell says it of what is not there. */
enum { STATUS_GOOD = 0, STATUS_MISSING = 127, STATUS_NONE = -1 };

static bool find_program(const char *name, char ret[PATH_BYTES])
{
    const char *path = getenv("PATH");
    if (strchr(name, '/')) {
        (void) snprintf(ret, PATH_BYTES, "%s", name);
        return access(ret, X_OK) == 0;
    }
    for (const char *at = path ? path : "/usr/bin:/bin"; *at;) {
        size_t length = strcspn(at, ":");
        (void) snprintf(ret, PATH_BYTES, "%.*s/%s", (int) length, at, name);
        if (length && access(ret, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}

bool child_exists(const char *name)
{
    char path[PATH_BYTES];
    return find_program(name, path);
}

/* ---- in the child, between fork and exec: system calls only ------------------------------------
 */

static void limit(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit both = {most, most};
    if (setrlimit(what, &both))
        _exit(STATUS_MISSING);
}

__attribute__((noreturn)) static void become(const char *path, const char *const *argv,
                                             const struct child_limits *limits, int input,
                                             int output)
{
    static const char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                              "OMP_THREAD_LIMIT=1", NULL};
    sigset_t none;
    (void) setpgid(0, 0);
    (void) sigemptyset(&none);
    (void) sigprocmask(SIG_SETMASK, &none, NULL);
    (void) signal(SIGPIPE, SIG_DFL);
    /* Whoever started it is gone: nobody waits for it any more. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || chdir("/"))
        _exit(STATUS_MISSING);
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDERR_FILENO) < 0 ||
        close_range(STDERR_FILENO + 1, UINT_MAX, 0))
        _exit(STATUS_MISSING);
    (void) setpriority(PRIO_PROCESS, 0, NICENESS);
    limit(RLIMIT_CPU, (rlim_t) limits->cpu_seconds);
    limit(RLIMIT_AS, limits->memory_bytes);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, FILES_MAX);
    (void) execve(path, (char *const *) (uintptr_t) argv, (char *const *) (uintptr_t) environment);
    _exit(STATUS_MISSING);
}

/* ---- feeding it --------------------------------------------------------------------------------
 */

struct feeding {
    int input, output; /* -1: closed */
    const char *bytes;
    size_t left;
    char *taken;
    size_t taken_bytes, room;
    bool too_long;
};

static void end_line(int *line)
{
    if (*line >= 0)
        (void) close(*line);
    *line = -1;
}

static void feed(struct feeding *feeding)
{
    size_t piece = feeding->left < PIECE_BYTES ? feeding->left : PIECE_BYTES;
    ssize_t sent = send(feeding->input, feeding->bytes, piece, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
        feeding->bytes += sent;
        feeding->left -= (size_t) sent;
    }
    /* One that wants no more of it may still have something to say. */
    if (feeding->left == 0 || (sent < 0 && errno != EAGAIN && errno != EINTR))
        end_line(&feeding->input);
}

static void take(struct feeding *feeding)
{
    char more[PIECE_BYTES];
    ssize_t got = recv(feeding->output, more, sizeof more, MSG_DONTWAIT);
    if (got > 0 && (size_t) got <= feeding->room - feeding->taken_bytes) {
        memcpy(feeding->taken + feeding->taken_bytes, more, (size_t) got);
        feeding->taken_bytes += (size_t) got;
        return;
    }
    feeding->too_long = got > 0;
    if (got >= 0 || (errno != EAGAIN && errno != EINTR))
        end_line(&feeding->output);
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* False: its time is over. */
static bool run_line(struct feeding *feeding, int64_t end_ms)
{
    while (feeding->output >= 0) {
        struct pollfd lines[2] = {{.fd = feeding->output, .events = POLLIN},
                                  {.fd = feeding->input, .events = POLLOUT}};
        int64_t left_ms = end_ms - now_ms();
        if (left_ms <= 0 || (poll(lines, 2, (int) left_ms) < 0 && errno != EINTR))
            return false;
        if (lines[1].revents && feeding->input >= 0)
            feed(feeding);
        if (lines[0].revents)
            take(feeding);
    }
    return true;
}

/* It may say its last word long before it ends. False: its time is over. */
static bool await_end(pid_t child, int64_t end_ms)
{
    siginfo_t ended = {0};
    while (!ended.si_pid) {
        if (waitid(P_PID, (id_t) child, &ended, WEXITED | WNOHANG | WNOWAIT) && errno != EINTR)
            return false;
        if (!ended.si_pid && (now_ms() >= end_ms || (poll(NULL, 0, 1) && errno != EINTR)))
            return false;
    }
    return true;
}

/* Whatever it began ends with it: its group is named by a child that nobody reaped yet.
 * Its exit status; STATUS_NONE: it did not end by itself. */
static int end_of(pid_t child)
{
    int status = 0;
    (void) kill(-child, SIGKILL);
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return STATUS_NONE;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_NONE;
}

static enum err_kind start(const char *path, const char *const *argv,
                           const struct child_limits *limits, struct feeding *feeding,
                           pid_t *ret_child, struct err *reterr)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    bool good = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) == 0 &&
                socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out) == 0;
    pid_t child = good ? fork() : -1;
    if (child == 0)
        become(path, argv, limits, in[1], out[1]);
    if (child > 0)
        (void) setpgid(child, child); /* whoever comes first: it is there before anybody kills it */
    end_line(&in[1]);
    end_line(&out[1]);
    feeding->input = in[0];
    feeding->output = out[0];
    *ret_child = child;
    if (child > 0)
        return ERR_NONE;
    end_line(&feeding->input);
    end_line(&feeding->output);
    return err_set(reterr, ERR_BUSY, "child.start", "no process can be started");
}

enum err_kind child_feed(const char *const *argv, const struct child_limits *limits,
                         const void *bytes, size_t size_bytes, struct arena *arena,
                         const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    char path[PATH_BYTES];
    pid_t child = 0;
    struct feeding feeding = {.bytes = bytes, .left = size_bytes, .room = limits->output_bytes_max};
    if (!find_program(argv[0], path))
        return err_set(reterr, ERR_MISSING, "child.missing", "there is no program %.60s", argv[0]);
    feeding.taken = malloc(feeding.room + 1);
    if (!feeding.taken)
        return arena_full(reterr);
    enum err_kind kind = start(path, argv, limits, &feeding, &child, reterr);
    if (kind) {
        free(feeding.taken);
        return kind;
    }
    int64_t end_ms = now_ms() + (int64_t) limits->wall_seconds * 1000;
    bool in_time = run_line(&feeding, end_ms);
    end_line(&feeding.input);
    end_line(&feeding.output);
    in_time = in_time && (feeding.too_long || await_end(child, end_ms));
    int status = end_of(child);
    if (status == STATUS_MISSING)
        kind = err_set(reterr, ERR_MISSING, "child.missing", "%.60s lacks what it needs", argv[0]);
    else if (status != STATUS_GOOD || !in_time || feeding.too_long)
        kind = err_set(reterr, ERR_INVALID, "child.failed", "%.60s did not succeed%s", argv[0],
                       !in_time           ? " in time"
                       : feeding.too_long ? ": too much output"
                                          : "");
    else if (!(*ret = arena_copy_bytes(arena, feeding.taken, feeding.taken_bytes)))
        kind = arena_full(reterr);
    *ret_size_bytes = feeding.taken_bytes;
    free(feeding.taken);
    return kind;
}
