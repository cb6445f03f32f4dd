/* store/proof_check: a proof against itself and the key in it. No database. */
#include "store/proof.h"

#include "base/text.h"
#include "store/day_root.h"
#include "store/event.h"

#include <stdarg.h>

struct checking {
    const struct value *blocks, *heads, *days;
    const char *key, *authorities;
    struct arena *arena;
    struct proof_report report;
};

static void PRINTF_LIKE(2, 3) broken(struct checking *checking, const char *format, ...)
{
    if (checking->report.broken)
        return;
    va_list args;
    va_start(args, format);
    (void) vsnprintf(checking->report.where, sizeof checking->report.where, format, args);
    va_end(args);
    checking->report.broken = true;
}

static int64_t number(const struct value *map, const char *name)
{
    return value_int(value_get(map, name), 0);
}

static const char *text(const struct value *map, const char *name)
{
    const char *found = value_text(value_get(map, name));
    return found ? found : "";
}

static const struct value *find(const struct value *list, const char *name, int64_t wanted)
{
    for (size_t i = 0; i < list->count; i++) {
        if (number(list->items[i], name) == wanted)
            return list->items[i];
    }
    return NULL;
}

/* Is the block below a head, by blocks that follow each other? */
static bool is_signed(const struct checking *checking, const struct value *block)
{
    while (block) {
        const struct value *head = find(checking->heads, "block", number(block, "id"));
        if (head && strcmp(text(head, "hash"), text(block, "hash")) == 0)
            return true;
        int64_t following = 0; /* no block is the last an integer holds, but a file may say so */
        if (__builtin_add_overflow(number(block, "id"), 1, &following))
            return false;
        const struct value *next = find(checking->blocks, "id", following);
        if (!next || strcmp(text(next, "previous"), text(block, "hash")) != 0)
            return false;
        block = next;
    }
    return false;
}

static bool path_holds(const struct value *leaf, const char *name, const char *root)
{
    const struct value *path = value_get(leaf, name);
    struct sm3 hash;
    char hex[SM3_HEX];
    if (!text_unhex(text(leaf, "hash"), hash.bytes, SM3_BYTES))
        return false;
    hash = merkle_leaf(&hash);
    for (size_t i = 0; i < path->count; i++) {
        struct sm3 other;
        if (!text_unhex(text(path->items[i], "hash"), other.bytes, SM3_BYTES))
            return false;
        bool left = strcmp(text(path->items[i], "side"), "left") == 0;
        hash = left ? sm3_join(&other, &hash) : sm3_join(&hash, &other);
    }
    text_hex(hash.bytes, SM3_BYTES, hex);
    return strcmp(hex, root) == 0;
}

static void check_event(struct checking *checking, const struct value *event, const char *previous,
                        int64_t sequence)
{
    const struct event_row row = {.matter_id = number(event, "matter_key"),
                                  .sequence = number(event, "sequence"),
                                  .account_id = number(event, "account"),
                                  .court_us = number(event, "court_us"),
                                  .received_us = number(event, "received_us"),
                                  .participant_id = number(event, "participant"),
                                  .role = text(event, "role"),
                                  .action = text(event, "action"),
                                  .nature = text(event, "nature"),
                                  .from_state = text(event, "from"),
                                  .to_state = text(event, "to"),
                                  .documents = text(event, "documents"),
                                  .commitments = text(event, "commitments"),
                                  .previous_hash = text(event, "previous")};
    long long told = (long long) sequence;
    const char *hash = event_hash(&row, checking->arena);
    const struct value *block = find(checking->blocks, "id", number(event, "block"));
    checking->report.events++;
    if (row.sequence != sequence || strcmp(row.previous_hash, previous) != 0)
        broken(checking, "event %lld does not follow the event before it", told);
    else if (!hash || strcmp(hash, text(event, "hash")) != 0)
        broken(checking, "event %lld: its content does not give its hash", told);
    else if (!block || !path_holds(event, "path", text(block, "root")))
        broken(checking, "event %lld: its path does not lead to the root of its block", told);
    else
        checking->report.unsigned_events += !is_signed(checking, block);
}

static void check_block(struct checking *checking, const struct value *block)
{
    const char *hash = block_hash(text(block, "previous"), text(block, "root"),
                                  number(block, "first"), number(block, "last"), checking->arena);
    checking->report.blocks++;
    if (!hash || strcmp(hash, text(block, "hash")) != 0)
        broken(checking, "block %lld: its content does not give its hash",
               (long long) number(block, "id"));
}

static void check_head(struct checking *checking, const struct value *head)
{
    const char *hash = text(head, "hash");
    checking->report.heads++;
    if (!sign_verify(checking->key, hash, strlen(hash), text(head, "signature")))
        broken(checking, "head of block %lld: the signature does not hold",
               (long long) number(head, "block"));
}

static const struct value *find_day(const struct checking *checking, const char *day)
{
    for (size_t i = 0; i < checking->days->count; i++) {
        if (strcmp(text(checking->days->items[i], "day"), day) == 0)
            return checking->days->items[i];
    }
    return NULL;
}

/* A head of a day whose root is not closed yet has no path. */
static void check_head_day(struct checking *checking, const struct value *head)
{
    const char *name = text(head, "day");
    const struct value *day = find_day(checking, name);
    if (*name && (!day || !path_holds(head, "day_path", text(day, "root"))))
        broken(checking, "head of block %lld: its path does not lead to the root of its day",
               (long long) number(head, "block"));
}

static void check_day(struct checking *checking, const struct value *day)
{
    const char *stamp = text(day, "stamp");
    const char *stamped = day_root_text(text(day, "day"), text(day, "root"), checking->arena);
    checking->report.days++;
    if (!*stamp)
        return;
    checking->report.stamps++;
    if (!stamped || !timestamp_holds(stamp, stamped, strlen(stamped), checking->authorities,
                                     &checking->report.stamp))
        broken(checking, "day %.10s: the time stamp of its root does not hold", text(day, "day"));
}

/* Is that the text the events commit to, where it is opened? A value stands as JSON. */
static bool opens_to(const struct value *values, const char *path, const char *wanted)
{
    size_t length = strlen(wanted);
    for (size_t i = values->count; i > 0; i--) {
        const char *value = text(values->items[i - 1], "value");
        if (strcmp(text(values->items[i - 1], "path"), path) == 0 && *value == '"' &&
            strlen(value) == length + 2 && strncmp(value + 1, wanted, length) == 0)
            return true;
    }
    return false;
}

/* A court's paper: the code printed on it and its file must be what the events committed to. */
static void check_paper(struct checking *checking, const struct value *proof)
{
    const struct value *paper = value_get(proof, "paper"), *values = value_get(proof, "values");
    if (paper->type == VALUE_MAP &&
        !(opens_to(values, "values_hash", text(paper, "sm3")) &&
          opens_to(values, "document_hash", text(paper, "document_sm3"))))
        broken(checking, "the code of the paper is not the one its events committed to");
}

bool proof_names_file(const struct value *proof, const char *sm3_hex)
{
    const struct value *values = value_get(proof, "values"), *events = value_get(proof, "events");
    if (opens_to(values, "document_hash", sm3_hex))
        return true;
    for (size_t i = 0; i < events->count; i++) {
        if (strstr(text(events->items[i], "documents"), sm3_hex))
            return true;
    }
    return false;
}

/* A value that was opened must give the commitment its event carries. */
static void check_value(struct checking *checking, const struct value *events,
                        const struct value *value)
{
    const struct value *event = find(events, "sequence", number(value, "event"));
    const char *commitment = event_commitment(text(value, "salt"), text(value, "path"),
                                              text(value, "value"), checking->arena);
    const char *line =
        commitment ? arena_printf(checking->arena, "%s=%s\n", text(value, "path"), commitment)
                   : NULL;
    const char *found = event && line ? strstr(text(event, "commitments"), line) : NULL;
    checking->report.values++;
    if (!found || (found != text(event, "commitments") && found[-1] != '\n'))
        broken(checking, "value %.60s of event %lld is not what was committed to",
               text(value, "path"), (long long) number(value, "event"));
}

/* The seal is over the canonical form of everything else. */
static void check_seal(struct checking *checking, const struct value *proof)
{
    struct value rest = *proof;
    const char **names = arena_array(checking->arena, proof->count + 1, sizeof *names);
    struct value **items = arena_array(checking->arena, proof->count + 1, sizeof *items);
    rest.count = 0;
    for (size_t i = 0; names && items && i < proof->count; i++) {
        if (strcmp(proof->names[i], "seal") == 0)
            continue;
        names[rest.count] = proof->names[i];
        items[rest.count++] = proof->items[i];
    }
    rest.names = names;
    rest.items = items;
    const char *canonical = names && items ? json_canonical(checking->arena, &rest) : NULL;
    if (!canonical ||
        !sign_verify(checking->key, canonical, strlen(canonical), text(proof, "seal")))
        broken(checking, "the file's own seal does not hold: something in it was changed");
}

enum err_kind proof_check(const struct value *proof, const char *authorities, struct arena *arena,
                          struct proof_report *ret, struct err *reterr)
{
    const struct value *events = value_get(proof, "events"), *values = value_get(proof, "values");
    struct checking checking = {.blocks = value_get(proof, "blocks"),
                                .heads = value_get(proof, "heads"),
                                .days = value_get(proof, "days"),
                                .authorities = authorities,
                                .key = text(proof, "public_key"),
                                .arena = arena};
    if (strcmp(text(proof, "format"), PROOF_FORMAT) != 0 || events->type != VALUE_LIST ||
        events->count == 0)
        return err_set(reterr, ERR_INVALID, "proof.format", "this is no proof of format %s",
                       PROOF_FORMAT);
    const char *previous = "";
    for (size_t i = 0; i < events->count; i++) {
        check_event(&checking, events->items[i], previous, (int64_t) i + 1);
        previous = text(events->items[i], "hash");
    }
    for (size_t i = 0; i < checking.blocks->count; i++)
        check_block(&checking, checking.blocks->items[i]);
    for (size_t i = 0; i < checking.heads->count; i++) {
        check_head(&checking, checking.heads->items[i]);
        check_head_day(&checking, checking.heads->items[i]);
    }
    for (size_t i = 0; i < checking.days->count; i++)
        check_day(&checking, checking.days->items[i]);
    for (size_t i = 0; i < values->count; i++)
        check_value(&checking, events, values->items[i]);
    check_paper(&checking, proof);
    check_seal(&checking, proof);
    struct sm3 key = sm3_of(checking.key, strlen(checking.key));
    text_hex(key.bytes, SM3_BYTES, checking.report.key_sm3);
    *ret = checking.report;
    return ERR_NONE;
}
