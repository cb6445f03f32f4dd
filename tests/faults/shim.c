/*
 * tests/faults/shim: stands before libc in a server under test and lets its disk and its clock
 * fail. What fails is said by a file of 128 bytes (FAULTS_CONTROL), shared with the test: shim.py
 * has the other side of `struct control`.
 */
#undef _FILE_OFFSET_BITS /* else pwrite() is another name of pwrite64(), and both are wanted */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum mode {
    MODE_NONE,
    MODE_FULL,  /* no room: every write that matches */
    MODE_SYNC,  /* fsync() fails, what was written stays */
    MODE_WRITE, /* write() fails */
    MODE_LOSE /* fsync() fails and what was not on disk is gone, as when pages are dropped after it
               */
};

struct control {
    int32_t mode, left; /* how often it still fails; negative: always */
    int32_t hits, syncs;
    int64_t clock_us; /* added to the wall clock */
    char match[104];  /* part of the file's path; "$" at its end: the end of the path */
};

/* What was overwritten since the last fsync of the file that may be lost. */
struct lost {
    struct lost *older;
    off_t at;
    size_t size_bytes, old_bytes;
    char *old;
};

static struct control *control;
static struct lost *written;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name)) (uintptr_t) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FAULTS_CONTROL");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED)
        control = shared;
}

static int matches(int file)
{
    char link[64], path[4096];
    (void) snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    size_t wanted = strlen(control->match);
    if (length <= 0)
        return 0;
    path[length] = '\0';
    if (wanted && control->match[wanted - 1] == '$')
        return (size_t) length >= wanted - 1 &&
               strncmp(path + length - (wanted - 1), control->match, wanted - 1) == 0;
    return strstr(path, control->match) != NULL;
}

static int fails(enum mode mode, int file)
{
    if (!control || control->mode != (int32_t) mode || !control->left || !matches(file))
        return 0;
    if (control->left > 0)
        control->left--;
    (void) __atomic_add_fetch(&control->hits, 1, __ATOMIC_SEQ_CST);
    return 1;
}

static int write_fails(int file)
{
    if (fails(MODE_FULL, file)) {
        errno = ENOSPC;
        return 1;
    }
    if (fails(MODE_WRITE, file)) {
        errno = EIO;
        return 1;
    }
    return 0;
}

/* Keeps what stands where something is about to be written. */
static void remember(int file, size_t size_bytes, off_t at)
{
    if (!control || control->mode != MODE_LOSE || !matches(file))
        return;
    struct lost *lost = calloc(1, sizeof *lost);
    if (!lost)
        return;
    lost->at = at;
    lost->size_bytes = size_bytes;
    lost->old = malloc(size_bytes + 1);
    ssize_t got = lost->old ? pread(file, lost->old, size_bytes, at) : -1;
    lost->old_bytes = got > 0 ? (size_t) got : 0;
    (void) pthread_mutex_lock(&mutex);
    lost->older = written;
    written = lost;
    (void) pthread_mutex_unlock(&mutex);
}

static void settle(int file, int lose)
{
    (void) pthread_mutex_lock(&mutex);
    while (written) {
        struct lost *lost = written;
        written = lost->older;
        if (lose && lost->old_bytes)
            (void) !REAL(pwrite)(file, lost->old, lost->old_bytes, lost->at);
        free(lost->old);
        free(lost);
    }
    (void) pthread_mutex_unlock(&mutex);
}

ssize_t write(int file, const void *bytes, size_t size_bytes)
{
    return write_fails(file) ? -1 : REAL(write)(file, bytes, size_bytes);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    return write_fails(file) ? -1 : REAL(writev)(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t size_bytes, off_t at)
{
    if (write_fails(file))
        return -1;
    remember(file, size_bytes, at);
    return REAL(pwrite)(file, bytes, size_bytes, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t size_bytes, off64_t at)
{
    if (write_fails(file))
        return -1;
    remember(file, size_bytes, at);
    return REAL(pwrite64)(file, bytes, size_bytes, at);
}

static int sync_fails(int file)
{
    if (control)
        (void) __atomic_add_fetch(&control->syncs, 1, __ATOMIC_SEQ_CST);
    int lose = fails(MODE_LOSE, file);
    if (control && control->mode == MODE_LOSE && matches(file))
        settle(file, lose);
    if (!lose && !fails(MODE_SYNC, file))
        return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) { return sync_fails(file) ? -1 : REAL(fsync)(file); }

int fdatasync(int file) { return sync_fails(file) ? -1 : REAL(fdatasync)(file); }

/* ---- the clock --------------------------------------------------------------------------------
 */

int clock_gettime(clockid_t which, struct timespec *ret)
{
    int code = REAL(clock_gettime)(which, ret);
    if (code || !control || (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE))
        return code;
    int64_t us = ret->tv_sec * INT64_C(1000000) + ret->tv_nsec / 1000 + control->clock_us;
    ret->tv_sec = us / 1000000;
    ret->tv_nsec = us % 1000000 * 1000 + ret->tv_nsec % 1000;
    return 0;
}

time_t time(time_t *ret)
{
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    if (ret)
        *ret = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
    struct timespec now;
    (void) zone;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    ret->tv_sec = now.tv_sec;
    ret->tv_usec = now.tv_nsec / 1000;
    return 0;
}
