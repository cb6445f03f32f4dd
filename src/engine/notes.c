/* engine/notes: drafts and posts. They are no events and do not touch a matter's version. */
#include "base/text.h"
#include "engine/internal.h"

static enum err_kind visible_or_missing(struct call *call, struct err *reterr)
{
    if (!matter_visible(&call->actor, call->matter))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    return matter_by_glass(&call->actor, call->matter)
               ? err_set(reterr, ERR_DENIED, "glass.notes", "a glass opens no notes and messages")
               : ERR_NONE;
}

static enum err_kind draft_load(struct call *call, struct err *reterr)
{
    const char *action = value_text(value_get(call->params, "action"));
    size_t *place = arena_alloc(call->arena, sizeof *place);
    if (!place)
        return arena_full(reterr);
    *place = draft_read(call->reads, call->matter_id, call->actor.account_id, action ? action : "");
    call->state = place;
    return ERR_NONE;
}

static enum err_kind draft_decide(struct call *call, struct err *reterr)
{
    enum err_kind kind = visible_or_missing(call, reterr);
    if (kind)
        return kind;
    const size_t *place = call->state;
    int64_t known = db_cell_int(db_flight_result(call->reads, *place), 0, 1);
    if (value_int(value_get(call->body, "revision"), 0) != known)
        return err_set(reterr, ERR_STALE, "draft.stale", "another device saved revision %lld",
                       (long long) known);
    const char *action = value_text(value_get(call->params, "action"));
    if (!action || !workflow_action(call->matter->workflow, action))
        return err_set(reterr, ERR_MISSING, "action.unknown", "no action of that name");
    return ERR_NONE;
}

static enum err_kind draft_apply(struct call *call, struct err *reterr)
{
    const char *json = json_print(call->arena, value_get(call->body, "body")), *sealed = NULL;
    int64_t revision = value_int(value_get(call->body, "revision"), 0) + 1;
    if (!json)
        return arena_full(reterr);
    /* An unchecked form may hold numbers of persons anywhere: all of it lies sealed. */
    enum err_kind kind =
        secret_seal(call->engine->settings.keys, "draft.body", json, call->arena, &sealed, reterr);
    if (kind)
        return kind;
    draft_put(call->writes, call->matter_id, call->actor.account_id,
              value_text(value_get(call->params, "action")), sealed, call->now_us, revision);
    call->status = 200;
    call->reply = arena_printf(call->arena, "{\"revision\":%lld}", (long long) revision);
    return call->reply ? ERR_NONE : arena_full(reterr);
}

const struct operation operation_draft = {
    .name = "draft_save",
    .method = "PUT",
    .path = "/matters/{id}/draft/{action}",
    .permission = "signed_in",
    .delegated = "write",
    .reply = "{revision:i}",
    .summary = {"自动保存草稿", "Saves a form that is not sent yet"},
    .load = draft_load,
    .decide = draft_decide,
    .apply = draft_apply};

static const struct option kinds[] = {{"message", {"留言", "Message"}},
                                      {"note", {"笔记", "Note"}},
                                      {"call_log", {"通话记录", "Call log"}},
                                      {"site_record", {"现场记录", "On-site record"}}};
static const struct field text_field = {.name = "text",
                                        .kind = FIELD_LONG_TEXT,
                                        .title = {"内容", "Text"},
                                        .required = true,
                                        .min = 1,
                                        .max = 5000};
static const struct field audience_field = {.name = "audience",
                                            .kind = FIELD_TEXT,
                                            .title = {"谁能看", "Who reads it"},
                                            .required = true,
                                            .min = 1,
                                            .max = 40};
static const struct field kind_field = {.name = "kind",
                                        .kind = FIELD_CHOICE,
                                        .title = {"类型", "Kind"},
                                        .required = true,
                                        .options = kinds,
                                        .option_count = COUNT_OF(kinds)};
static const struct field files_field = {
    .name = "files", .kind = FIELD_DOCUMENT_LIST, .title = {"文件", "Files"}, .max = 10};
static const struct form_field post_form[] = {
    {&text_field, true}, {&audience_field, true}, {&kind_field, true}, {&files_field, false}};

/* A note for oneself, or a message in a room the writer sits in. */
static enum err_kind post_decide(struct call *call, struct err *reterr)
{
    const char *audience = value_text_of(call->body, "audience");
    enum err_kind kind = visible_or_missing(call, reterr);
    if (!kind && strcmp(audience, "private") != 0 &&
        !room_open(&call->actor, call->matter, audience))
        kind = err_set(reterr, ERR_DENIED, "post.room", "the writer does not sit in that room");
    return kind ? kind : call_documents_check(call, reterr);
}

/* Their ids as kept with the message; NULL: memory ran out. */
static const char *take_files(struct call *call)
{
    struct text ids;
    text_init(&ids, call->arena, 1024);
    for (size_t i = 0; call->documents && i < call->documents->count; i++) {
        const char *name = call->documents->items[i]->text;
        int64_t id = 0;
        if (!public_id_parse(call->engine->settings.keys, 'X', name, &id))
            continue;
        document_post(call->writes, id, call->matter_id, call->actor.account_id,
                      value_text_of(call->body, "audience"));
        text_add_format(&ids, "%s%s", ids.length ? " " : "", name);
    }
    return text_done(&ids);
}

/* Both are named. A note for oneself is of who writes it, also when acting for another. */
static const char *author_name(const struct call *call)
{
    const struct actor *actor = &call->actor;
    const char *name = actor->name ? actor->name : "";
    return actor->delegation_id
               ? arena_printf(call->arena, "%s（代%s）", actor->delegate_name, name)
               : name;
}

static enum err_kind post_apply(struct call *call, struct err *reterr)
{
    int64_t id = call_new_id(call, ID_POST);
    const char *author = author_name(call), *files = take_files(call), *sealed = NULL;
    const char *audience = value_text_of(call->body, "audience");
    if (!author || !files)
        return arena_full(reterr);
    enum err_kind kind = post_seal(call->engine, call->matter_id, audience,
                                   value_text_of(call->body, "text"), call->arena, &sealed, reterr);
    if (kind)
        return kind;
    post_insert(call->writes, id, call->matter_id, actor_account(&call->actor), author, audience,
                value_text_of(call->body, "kind"), sealed, *files ? files : NULL, call->now_us);
    call->status = 201;
    call->reply = arena_copy(call->arena, "{\"posted\":true}");
    return call->reply ? ERR_NONE : arena_full(reterr);
}

const struct operation operation_post = {.name = "post_add",
                                         .method = "POST",
                                         .path = "/matters/{id}/posts",
                                         .permission = "signed_in",
                                         .delegated = "talk",
                                         .form = post_form,
                                         .form_count = COUNT_OF(post_form),
                                         .reply = "{posted:b}",
                                         .summary = {"留言或者笔记", "Adds a message or a note"},
                                         .load = call_documents_load,
                                         .decide = post_decide,
                                         .apply = post_apply};
