/*
 * bench/script: what a load generator plays. A script is a text file of *lives*; each life is a
 * line `life NAME WEIGHT` followed by its steps, one a line:
 *
 *   as GROUP               whose session sends the next steps (first word of a session line)
 *   POST /intake 201 {…}   a write: path below /api/v1, expected status, body
 *   GET /matters/$id 200   a read
 *
 * In path and body stand: $id and $version (of the last write's reply), $court (drawn once a life),
 * $known (of the ids file, which holds those of the sessions' accounts in turn), $resident and
 * $phone (of a person nobody is, another each time), $n (a number used once).
 */
#ifndef BENCH_SCRIPT_H
#define BENCH_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STEPS_MAX = 32, LIVES_MAX = 32, GROUPS_MAX = 16 };

struct step {
    bool write;
    bool act; /* sends If-Match */
    int status, group;
    const char *path, *body;
};

struct life {
    const char *name;
    int64_t weight, left; /* left: how many are still to be begun, where counts are played */
    struct step steps[STEPS_MAX];
    size_t step_count;
};

struct session {
    char *cookie, *csrf;
};

struct script {
    struct life lives[LIVES_MAX];
    size_t life_count;
    struct {
        char *name;
        struct session *sessions;
        size_t count;
    } groups[GROUPS_MAX];
    size_t group_count;
    char **courts, **ids;
    size_t court_count, id_count;
    uint64_t seed, serial;
};

/** Reads a script and its tables; NULL: a table that is not there. A mistake ends the program. */
void script_read(struct script *script, const char *lives, const char *sessions, const char *courts,
                 const char *ids);
size_t script_draw(struct script *script, size_t below);
/** The next life by weight; by what is left where `counted`. NULL: nothing is left. */
struct life *script_next(struct script *script, bool counted);

struct actor_state {
    char id[40];
    int64_t version;
    const char *court;
    size_t session;
};
/** Writes the whole request into `out`; its length. */
size_t script_request(struct script *script, const struct step *step,
                      const struct actor_state *state, const char *key, char *out, size_t room);

#endif
