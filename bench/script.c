/* bench/script: see script.h. Reads once at the start, so it may end the program on any mistake. */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 64 * 1024, TABLE_MAX = 1 << 20 };

static void die(const char *what, const char *which)
{
    (void) fprintf(stderr, "load: %s: %s\n", what, which);
    exit(2);
}

static char *keep(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        die("memory", text);
    return copy;
}

typedef void line_reader(struct script *script, char *line);

static void each_line(struct script *script, const char *path, line_reader *read)
{
    FILE *file = path ? fopen(path, "r") : NULL;
    static char line[LINE_MAX_BYTES];
    if (!path)
        return;
    if (!file)
        die("cannot open", path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line && *line != '#')
            read(script, line);
    }
    (void) fclose(file);
}

static int group_named(struct script *script, const char *name)
{
    for (size_t i = 0; i < script->group_count; i++) {
        if (strcmp(script->groups[i].name, name) == 0)
            return (int) i;
    }
    if (script->group_count == GROUPS_MAX)
        die("too many groups", name);
    script->groups[script->group_count].name = keep(name);
    return (int) script->group_count++;
}

static void read_session(struct script *script, char *line)
{
    char *name = strtok(line, " "), *cookie = strtok(NULL, " "), *csrf = strtok(NULL, " ");
    if (!csrf)
        die("a session is GROUP COOKIE CSRF", line);
    int group = group_named(script, name);
    size_t count = script->groups[group].count++;
    struct session *more =
        realloc(script->groups[group].sessions, (count + 1) * sizeof(struct session));
    if (!more)
        die("memory", line);
    more[count] = (struct session){keep(cookie), keep(csrf)};
    script->groups[group].sessions = more;
}

static void add_word(char ***table, size_t *count, const char *word)
{
    if (*count == TABLE_MAX)
        return;
    if ((*count & (*count - 1)) == 0) {
        char **more = realloc(*table, (*count ? *count * 2 : 1) * sizeof *more);
        if (!more)
            die("memory", word);
        *table = more;
    }
    (*table)[(*count)++] = keep(word);
}

static void read_court(struct script *script, char *line)
{
    add_word(&script->courts, &script->court_count, line);
}

static void read_id(struct script *script, char *line)
{
    add_word(&script->ids, &script->id_count, line);
}

static void read_step(struct life *life, int group, char *line)
{
    char *method = strtok(line, " "), *path = strtok(NULL, " "), *status = strtok(NULL, " "),
         *body = strtok(NULL, "");
    if (!status || life->step_count == STEPS_MAX || group < 0)
        die("a step is METHOD PATH STATUS [BODY], after `as GROUP`", line);
    struct step *step = &life->steps[life->step_count++];
    *step = (struct step){.write = strcmp(method, "POST") == 0,
                          .status = atoi(status),
                          .group = group,
                          .path = keep(path),
                          .body = keep(body ? body : "{}")};
    step->act = step->write && strncmp(path, "/matters/", 9) == 0;
}

static void read_life(struct script *script, char *line)
{
    static int group = -1;
    if (strncmp(line, "life ", 5) == 0) {
        if (script->life_count == LIVES_MAX)
            die("too many lives", line);
        struct life *life = &script->lives[script->life_count++];
        (void) strtok(line, " ");
        char *name = strtok(NULL, " "), *weight = strtok(NULL, " ");
        if (!weight)
            die("life NAME WEIGHT", line);
        life->name = keep(name);
        life->weight = life->left = atoll(weight);
    } else if (strncmp(line, "as ", 3) == 0) {
        group = group_named(script, line + 3);
    } else if (script->life_count) {
        read_step(&script->lives[script->life_count - 1], group, line);
    }
}

void script_read(struct script *script, const char *lives, const char *sessions, const char *courts,
                 const char *ids)
{
    each_line(script, sessions, read_session);
    each_line(script, courts, read_court);
    each_line(script, ids, read_id);
    each_line(script, lives, read_life);
    for (size_t i = 0; i < script->group_count; i++) {
        if (!script->groups[i].count)
            die("no session of group", script->groups[i].name);
    }
    if (!script->life_count)
        die("no life in", lives);
}

size_t script_draw(struct script *script, size_t below)
{
    script->seed = script->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) (script->seed >> 33) % (below ? below : 1);
}

struct life *script_next(struct script *script, bool counted)
{
    int64_t all = 0;
    for (size_t i = 0; i < script->life_count; i++)
        all += counted ? script->lives[i].left : script->lives[i].weight;
    if (all <= 0)
        return NULL;
    int64_t place = (int64_t) script_draw(script, (size_t) all);
    for (size_t i = 0; i < script->life_count; i++) {
        struct life *life = &script->lives[i];
        int64_t share = counted ? life->left : life->weight;
        if (place < share) {
            life->left--;
            return life;
        }
        place -= share;
    }
    return NULL;
}

/* One of the ids this session's account has: the table holds them in turn of the accounts. */
static const char *known_of(struct script *script, size_t session, size_t sessions)
{
    size_t own = script->id_count / sessions, first = session % sessions;
    size_t place = first + sessions * script_draw(script, own);
    return script->ids[place < script->id_count ? place : 0];
}

/* A number of a person nobody is, its last character as GB 11643 computes it. */
static void print_resident(uint64_t serial, char ret[24])
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned long long day = serial / 1000 % 28 + 1, month = serial / 28000 % 12 + 1,
                       year = serial / 336000 % 50 + 1950;
    int sum = 0;
    (void) snprintf(ret, 24, "422301%04llu%02llu%02llu%03llu", year, month, day,
                    (unsigned long long) serial % 1000);
    for (size_t i = 0; i < 17; i++)
        sum += (ret[i] - '0') * weights[i];
    ret[17] = "10X98765432"[sum % 11];
    ret[18] = '\0';
}

static size_t expand(struct script *script, const char *text, const struct actor_state *state,
                     size_t sessions, char *out, size_t room)
{
    size_t length = 0;
    for (const char *c = text; *c && length + 64 < room;) {
        char number[24];
        const char *word = NULL;
        size_t skip = 0;
        if (strncmp(c, "$id", 3) == 0) {
            word = state->id;
            skip = 3;
        } else if (strncmp(c, "$court", 6) == 0) {
            word = state->court;
            skip = 6;
        } else if (strncmp(c, "$known", 6) == 0 && script->id_count) {
            word = known_of(script, state->session, sessions);
            skip = 6;
        } else if (strncmp(c, "$resident", 9) == 0) {
            print_resident(++script->serial * 7919, number);
            word = number;
            skip = 9;
        } else if (strncmp(c, "$phone", 6) == 0) {
            (void) snprintf(number, sizeof number, "139%08llu",
                            (unsigned long long) ++script->serial * 7919 % 100000000);
            word = number;
            skip = 6;
        } else if (strncmp(c, "$n", 2) == 0) {
            (void) snprintf(number, sizeof number, "%llu", (unsigned long long) ++script->serial);
            word = number;
            skip = 2;
        }
        if (!word) {
            out[length++] = *c++;
            continue;
        }
        size_t bytes = strlen(word);
        memcpy(out + length, word, bytes);
        length += bytes;
        c += skip;
    }
    out[length] = '\0';
    return length;
}

size_t script_request(struct script *script, const struct step *step,
                      const struct actor_state *state, const char *key, char *out, size_t room)
{
    static char path[512], body[LINE_MAX_BYTES];
    const struct session *sessions = script->groups[step->group].sessions;
    const struct session *session = &sessions[state->session % script->groups[step->group].count];
    size_t count = script->groups[step->group].count;
    (void) expand(script, step->path, state, count, path, sizeof path);
    int length = 0;
    if (!step->write) {
        length =
            snprintf(out, room, "GET /api/v1%s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n",
                     path, session->cookie);
        return (size_t) length;
    }
    size_t bytes = expand(script, step->body, state, count, body, sizeof body);
    char match[48] = "";
    if (step->act)
        (void) snprintf(match, sizeof match, "If-Match: \"%lld\"\r\n", (long long) state->version);
    length = snprintf(out, room,
                      "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nX-CSRF: %s\r\n"
                      "Idempotency-Key: %s\r\n%sContent-Type: application/json\r\n"
                      "Content-Length: %zu\r\n\r\n",
                      path, session->cookie, session->csrf, key, match, bytes);
    if ((size_t) length + bytes >= room)
        die("a request is too long", path);
    memcpy(out + length, body, bytes);
    return (size_t) length + bytes;
}
