/* api/posts: messages and notes of a matter with their files, and the draft of a form. Writing
 * them: engine/notes.c. */
#include "api/page.h"

struct post_files {
    const struct matter *matter;
    struct db_result rows; /* all documents of the matter, by key */
};

/* Of the documents of the matter, those the message names, blank-separated. */
static void write_post_files(struct reading *reading, struct json_writer *writer, const char *ids,
                             const struct post_files *files)
{
    const struct db_result *rows = &files->rows;
    json_name(writer, "documents");
    json_begin_list(writer);
    for (const char *word = ids ? ids : ""; *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " "), row = rows->row_count;
        int64_t id = 0;
        const char *text = arena_copy_bytes(reading->arena, word, length);
        if (text && public_id_parse(engine_keys(reading->engine), 'X', text, &id))
            row = db_place(rows, id);
        if (row < rows->row_count && db_cell_int(rows, row, 0) == id &&
            document_readable(&reading->actor, files->matter, rows, row))
            document_write(reading, writer, rows, row);
        word += length;
    }
    json_end_list(writer);
}

/* A text that does not open, since its row was moved or changed, is shown to nobody. */
static const char *post_text(struct reading *reading, const struct post_files *files,
                             const struct db_result *rows, size_t i)
{
    const char *text = db_cell_text(rows, i, 4), *opened = NULL;
    if (!db_cell_int(rows, i, 8))
        return text;
    return post_open(reading->engine, files->matter->id, db_cell_text(rows, i, 2), text,
                     reading->arena, &opened, NULL)
               ? ""
               : opened;
}

static void write_post(struct reading *reading, struct json_writer *writer,
                       const struct db_result *rows, size_t i, void *context)
{
    const struct post_files *files = context;
    int64_t author = db_cell_int(rows, i, 6);
    write_public_id(reading, writer, "id", 'N', db_cell_int(rows, i, 0));
    json_named_text(writer, "author", db_cell_text(rows, i, 1));
    json_named_flag(writer, "mine", author && author == actor_account(&reading->actor));
    json_named_text(writer, "audience", db_cell_text(rows, i, 2));
    json_named_text(writer, "kind", db_cell_text(rows, i, 3));
    json_named_text(writer, "text", post_text(reading, files, rows, i));
    write_instant(reading, writer, "at", db_cell_int(rows, i, 5));
    write_post_files(reading, writer, db_cell_text(rows, i, 7), files);
}

enum err_kind posts_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    struct matter *matter = NULL;
    struct list_page page;
    struct db_result rows;
    struct post_files files = {0};
    const char *rooms[ROOMS_MAX] = {NULL};
    enum err_kind kind = page_read(reading, "posts", &page, reterr);
    if (!kind)
        kind = visible_matter(reading, &matter, reterr);
    if (!kind && matter_by_glass(&reading->actor, matter))
        kind = err_set(reterr, ERR_DENIED, "glass.notes", "a glass opens no notes and messages");
    if (!kind)
        rooms_open(&reading->actor, matter, rooms);
    if (!kind)
        kind = list_posts(reading->db, reading->arena, matter->id, actor_account(&reading->actor),
                          rooms, page.id, page.limit, &rows, reterr);
    if (!kind)
        kind = list_documents(reading->db, reading->arena, matter->id, 0, &files.rows, reterr);
    files.matter = matter;
    if (!kind)
        page_write_rows(reading, writer, "posts", &page, &rows, 0, write_post, &files);
    return kind;
}

static void write_role(struct json_writer *writer, const struct role *role)
{
    json_begin(writer);
    json_named_text(writer, "name", role->name);
    write_words(writer, "title", role->title);
    json_end(writer);
}

static void write_room(struct json_writer *writer, const char *name, const struct words *title,
                       role_set who)
{
    json_begin(writer);
    json_named_text(writer, "name", name);
    write_words(writer, "title", *title);
    json_name(writer, "who");
    json_begin_list(writer);
    for (size_t r = 0; r < role_count; r++) {
        if (who >> r & 1)
            write_role(writer, &roles[r]);
    }
    json_end_list(writer);
    json_end(writer);
}

/* Those the reader sits in. */
enum err_kind rooms_list(struct reading *reading, struct json_writer *writer, struct err *reterr)
{
    static const struct words all = {"各方可见", "Everybody"};
    struct matter *matter = NULL;
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (kind)
        return kind;
    const struct workflow *workflow = matter->workflow;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < workflow->room_count; i++) {
        const struct room *room = &workflow->rooms[i];
        if (room_open(&reading->actor, matter, room->name))
            write_room(writer, room->name, &room->title, room->who);
    }
    if (!workflow->room_count && room_open(&reading->actor, matter, "joint"))
        write_room(writer, "joint", &all, 0);
    json_end_list(writer);
    json_end(writer);
    return ERR_NONE;
}

enum err_kind draft_read_one(struct reading *reading, struct json_writer *writer,
                             struct err *reterr)
{
    struct matter *matter = NULL;
    struct db_result rows;
    const char *body = "{}", *action = param_text(reading->params, "action");
    enum err_kind kind = visible_matter(reading, &matter, reterr);
    if (!kind && !workflow_action(matter->workflow, action))
        kind = err_set(reterr, ERR_MISSING, "action.unknown", "no action of that name");
    if (!kind)
        kind = list_draft(reading->db, reading->arena, matter->id, reading->actor.account_id,
                          action, &rows, reterr);
    if (!kind && rows.row_count)
        kind = secret_open(engine_keys(reading->engine), "draft.body", db_cell_text(&rows, 0, 0),
                           reading->arena, &body, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "body");
    json_raw(writer, body);
    json_named_int(writer, "revision", rows.row_count ? db_cell_int(&rows, 0, 1) : 0);
    write_instant(reading, writer, "updated_at", rows.row_count ? db_cell_int(&rows, 0, 2) : 0);
    json_end(writer);
    return ERR_NONE;
}
