/* api/page: a cursor is the key of the last row and four bytes of HMAC over it and the list's name,
 * in base32: nobody can make one up, and one of another list does not fit. */
#include "api/page.h"

#include "base/text.h"
#include "store/matter.h"

enum { CURSOR_BYTES = 20, CURSOR_TEXT = 32 };

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

const char *param_text(const struct value *params, const char *name)
{
    const char *text = value_text(value_get(params, name));
    return text ? text : "";
}

static void put_number(uint8_t *bytes, int64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t) ((uint64_t) number >> (56 - 8 * i));
}

static int64_t take_number(const uint8_t *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | bytes[i];
    return (int64_t) number;
}

static bool sign_cursor(struct reading *reading, const char *list, uint8_t bytes[CURSOR_BYTES])
{
    char hex[33];
    text_hex(bytes, 16, hex);
    const char *plain = arena_printf(reading->arena, "%s:%s", list, hex);
    const char *mac =
        plain ? secret_index(engine_keys(reading->engine), "page.cursor", plain, reading->arena)
              : NULL;
    const char *head = mac ? arena_copy_bytes(reading->arena, mac, 8) : NULL;
    return head && text_unhex(head, bytes + 16, 4);
}

static bool decode(const char *text, uint8_t bytes[CURSOR_BYTES])
{
    uint64_t bits = 0;
    int held = 0;
    size_t made = 0;
    if (strlen(text) != CURSOR_TEXT)
        return false;
    for (; *text; text++) {
        const char *place = strchr(base32, *text);
        if (!place)
            return false;
        bits = bits << 5 | (uint64_t) (place - base32);
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes[made++] = (uint8_t) (bits >> held);
        }
    }
    return made == CURSOR_BYTES;
}

static const char *encode(const uint8_t bytes[CURSOR_BYTES], struct arena *arena)
{
    char text[CURSOR_TEXT + 1];
    uint64_t bits = 0;
    int held = 0;
    size_t made = 0;
    for (size_t i = 0; i < CURSOR_BYTES; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 5; held -= 5)
            text[made++] = base32[bits >> (held - 5) & 31];
    }
    text[made] = '\0';
    return arena_copy(arena, text);
}

enum err_kind page_limit(struct reading *reading, int64_t *ret, struct err *reterr)
{
    const char *limit = param_text(reading->params, "limit");
    *ret = PAGE_ROWS_USUAL + 1;
    if (!*limit)
        return ERR_NONE;
    size_t digits = strspn(limit, "0123456789");
    long asked = digits && digits <= 3 && !limit[digits] ? strtol(limit, NULL, 10) : 0;
    if (asked < 1 || asked > LIST_ROWS_MAX)
        return err_field(reterr, ERR_INVALID, "page.limit", "limit", "1 to %d rows a page",
                         LIST_ROWS_MAX);
    *ret = asked + 1;
    return ERR_NONE;
}

enum err_kind page_read(struct reading *reading, const char *list, struct list_page *ret,
                        struct err *reterr)
{
    const char *cursor = param_text(reading->params, "cursor");
    *ret = (struct list_page){0};
    enum err_kind kind = page_limit(reading, &ret->limit, reterr);
    if (kind)
        return kind;
    if (*cursor) {
        uint8_t bytes[CURSOR_BYTES], signed_bytes[CURSOR_BYTES];
        bool good = decode(cursor, bytes);
        if (good) {
            memcpy(signed_bytes, bytes, sizeof bytes);
            if (!sign_cursor(reading, list, signed_bytes))
                return arena_full(reterr);
            good = memcmp(bytes, signed_bytes, sizeof bytes) == 0;
        }
        if (!good)
            return err_field(reterr, ERR_INVALID, "page.cursor", "cursor",
                             "not a cursor of this list");
        ret->at_us = take_number(bytes);
        ret->id = take_number(bytes + 8);
    }
    return ERR_NONE;
}

void page_write_next(struct reading *reading, struct json_writer *writer, const char *list,
                     bool more, int64_t at_us, int64_t id)
{
    uint8_t bytes[CURSOR_BYTES];
    put_number(bytes, at_us);
    put_number(bytes + 8, id);
    json_named_text(writer, "next",
                    more && sign_cursor(reading, list, bytes) ? encode(bytes, reading->arena)
                                                              : NULL);
}

void write_items(struct reading *reading, struct json_writer *writer, const struct db_result *rows,
                 size_t count, row_writer *write_row, void *context)
{
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin(writer);
        write_row(reading, writer, rows, i, context);
        json_end(writer);
    }
    json_end_list(writer);
}

void page_write_rows(struct reading *reading, struct json_writer *writer, const char *list,
                     const struct list_page *page, const struct db_result *rows, size_t key_column,
                     row_writer *write_row, void *context)
{
    size_t limit = (size_t) page->limit - 1,
           count = rows->row_count < limit ? rows->row_count : limit;
    json_begin(writer);
    write_items(reading, writer, rows, count, write_row, context);
    page_write_next(reading, writer, list, rows->row_count > limit, 0,
                    count ? db_cell_int(rows, count - 1, key_column) : 0);
    json_end(writer);
}

/* ---- several index ranges as one list ----------------------------------------------------------
 */

static int oldest_first(const void *left, const void *right)
{
    const struct merged_row *a = left, *b = right;
    if (a->at_us != b->at_us)
        return a->at_us > b->at_us ? 1 : -1;
    return a->id > b->id ? 1 : a->id < b->id ? -1 : 0;
}

static int newest_first(const void *left, const void *right) { return oldest_first(right, left); }

enum err_kind rows_merge(struct arena *arena, const struct db_flight *flight, size_t at_column,
                         bool newest, struct merged_row **ret, size_t *ret_count,
                         struct err *reterr)
{
    size_t all = 0, kept = 0, ranges = db_flight_count(flight);
    for (size_t i = 0; i < ranges; i++)
        all += db_flight_result(flight, i)->row_count;
    struct merged_row *merged = arena_array(arena, all + 1, sizeof *merged);
    if (!merged)
        return arena_full(reterr);
    all = 0;
    for (size_t i = 0; i < ranges; i++) {
        const struct db_result *rows = db_flight_result(flight, i);
        for (size_t j = 0; j < rows->row_count; j++)
            merged[all++] = (struct merged_row){db_cell_int(rows, j, at_column),
                                                db_cell_int(rows, j, 0), rows, j};
    }
    qsort(merged, all, sizeof *merged, newest ? newest_first : oldest_first);
    for (size_t i = 0; i < all; i++) {
        if (kept == 0 || merged[i].id != merged[kept - 1].id)
            merged[kept++] = merged[i];
    }
    *ret = merged;
    *ret_count = kept;
    return ERR_NONE;
}

/* ---- words and names --------------------------------------------------------------------------
 */

void write_words(struct json_writer *writer, const char *name, struct words words)
{
    json_name(writer, name);
    if (!words.zh) {
        json_null(writer);
        return;
    }
    json_begin(writer);
    json_named_text(writer, "zh", words.zh);
    json_named_text(writer, "en", words.en);
    json_end(writer);
}

void write_instant(struct reading *reading, struct json_writer *writer, const char *name,
                   int64_t at_us)
{
    json_named_text(writer, name, at_us ? instant_format(reading->arena, at_us) : NULL);
}

void write_public_id(struct reading *reading, struct json_writer *writer, const char *name,
                     unsigned prefix, int64_t id)
{
    char text[PUBLIC_ID_BYTES];
    public_id(engine_keys(reading->engine), prefix, id, text);
    json_named_text(writer, name, text);
}

struct words role_words(const char *name)
{
    const struct role *role = name ? role_find(name) : NULL;
    return role ? role->title : (struct words){name, name};
}

struct words action_words(const struct workflow *workflow, const char *name)
{
    const struct action *action = workflow ? workflow_action(workflow, name) : NULL;
    if (action)
        return action->title;
    if (strcmp(name, "open") == 0)
        return (struct words){"建立事项", "Opened"};
    if (strcmp(name, "clock_recounted") == 0)
        return (struct words){"节假日安排公布，期限重新计算",
                              "Clock counted anew by a new holiday table"};
    if (strcmp(name, "documents_removed") == 0)
        return (struct words){"保存期满，材料已经删除", "Documents removed: their time was over"};
    if (strcmp(name, "outage_noted") == 0)
        return (struct words){"平台中断，期限按规定处理",
                              "The platform was down when a clock ended"};
    if (strcmp(name, "clock_extended") == 0)
        return (struct words){"法院准许顺延，期限重新计算", "The court granted more time"};
    if (strcmp(name, "clock_let_go") == 0)
        return (struct words){"没有顺延，期限照原来的计算",
                              "No more time was granted: the period stands as it was"};
    return (struct words){name, name};
}

struct words state_words(const struct workflow *workflow, const char *name)
{
    const struct state *state = workflow && name ? workflow_state(workflow, name) : NULL;
    return state ? state->title : (struct words){NULL, NULL};
}

const char *matter_id_of(struct reading *reading, int64_t id, const char *definition_hash)
{
    const struct workflow *workflow =
        definition_hash ? engine_workflow_by_hash(reading->engine, definition_hash) : NULL;
    char *text = workflow && id ? arena_alloc(reading->arena, PUBLIC_ID_BYTES) : NULL;
    if (text)
        public_id(engine_keys(reading->engine), workflow->prefix, id, text);
    return text;
}

/* ---- matters this actor may see ---------------------------------------------------------------
 */

enum err_kind visible_matter(struct reading *reading, struct matter **ret, struct err *reterr)
{
    int64_t id = 0;
    if (!matter_id_parse(reading->engine, param_text(reading->params, "id"), &id))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    enum err_kind kind = engine_load_matter(reading, id, ret, reterr);
    if (!kind && !matter_visible(&reading->actor, *ret))
        kind = err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    return kind ? kind
                : engine_note_look(reading, id,
                                   matter_by_glass(&reading->actor, *ret) ? "view_glass" : "view",
                                   reterr);
}

enum err_kind visible_matters(struct reading *reading, enum matter_parts parts, const int64_t *ids,
                              size_t count, struct matter **ret, size_t *ret_count,
                              struct err *reterr)
{
    size_t loaded = 0;
    *ret_count = 0;
    enum err_kind kind = engine_load_matters(reading, ids, count, parts, ret, &loaded, reterr);
    for (size_t i = 0; !kind && i < loaded; i++) {
        if (matter_visible(&reading->actor, ret[i]))
            ret[(*ret_count)++] = ret[i];
    }
    return kind;
}

/* Documents become part of a matter when they are sent in; until then only who uploaded them has
 * them. A field only some may read covers its documents too. */
bool document_readable(const struct actor *actor, const struct matter *matter,
                       const struct db_result *rows, size_t row)
{
    const char *kind = db_cell_text(rows, row, 7);
    const struct field *field = kind ? workflow_field(matter->workflow, kind) : NULL;
    bool own = actor->account_id && actor->account_id == db_cell_int(rows, row, 2) &&
               !actor->delegation_id; /* notes are each one's own, whoever acts for them */
    /* A file of a message is as closed as the room it was shown in; before rooms there was one. */
    if (text_equal(kind, DOCUMENT_OF_POST)) {
        const char *room = db_cell_text(rows, row, 15);
        return own || room_open(actor, matter, room && *room ? room : "joint");
    }
    return own || !field || !field->readers || (field->readers & matter_roles(actor, matter));
}

const char *document_scan(const struct engine *engine, const struct db_result *rows, size_t row)
{
    const char *scan = db_cell_text(rows, row, 9);
    bool waits = text_equal(scan, "waiting") || text_equal(scan, "failed");
    return waits && !engine_ports(engine)->scan ? "off" : scan;
}

enum err_kind document_clean(const struct engine *engine, const struct db_result *rows,
                             struct err *reterr)
{
    const char *scan = document_scan(engine, rows, 0);
    if (db_cell_int(rows, 0, 14))
        return err_set(reterr, ERR_MISSING, "document.removed", "its time is over");
    if (text_equal(scan, "found"))
        return err_set(reterr, ERR_CONFLICT, "document.infected", "a virus was found in it");
    if (text_equal(scan, "waiting") || text_equal(scan, "failed"))
        return err_set(reterr, ERR_CONFLICT, "document.quarantine", "it is not known to be clean");
    return ERR_NONE;
}

void document_write(struct reading *reading, struct json_writer *writer,
                    const struct db_result *rows, size_t row)
{
    json_begin(writer);
    write_public_id(reading, writer, "id", 'X', db_cell_int(rows, row, 0));
    json_named_text(writer, "name", db_cell_text(rows, row, 6));
    json_named_text(writer, "kind", db_cell_text(rows, row, 7));
    json_named_text(writer, "sm3", db_cell_text(rows, row, 3));
    json_named_int(writer, "size_bytes", db_cell_int(rows, row, 4));
    json_named_text(writer, "media_type", db_cell_text(rows, row, 5));
    write_instant(reading, writer, "received_at", db_cell_int(rows, row, 8));
    json_named_text(writer, "scan", document_scan(reading->engine, rows, row));
    json_named_text(writer, "look", db_cell_text(rows, row, 10));
    json_named_text(writer, "words", db_cell_text(rows, row, 13));
    json_name(writer, "pages");
    if (db_cell_int(rows, row, 11))
        json_int(writer, db_cell_int(rows, row, 11));
    else
        json_null(writer);
    json_named_flag(writer, "thumbnail",
                    db_cell_text(rows, row, 12) != NULL && !db_cell_int(rows, row, 14));
    write_instant(reading, writer, "removed_at", db_cell_int(rows, row, 14));
    json_end(writer);
}

struct row_wanted *wanted_row(struct call *call, unsigned prefix)
{
    struct row_wanted *wanted = arena_alloc(call->arena, sizeof *wanted);
    if (wanted && !public_id_parse(engine_keys(call->engine), prefix,
                                   param_text(call->params, "id"), &wanted->id))
        wanted->id = 0;
    call->state = wanted;
    return wanted;
}

bool works_at(const struct actor *actor, const char *court)
{
    for (size_t i = 0; i < actor->grant_count; i++) {
        if (!*actor->grants[i].court || strcmp(actor->grants[i].court, court) == 0)
            return true;
    }
    return false;
}
