/*
 * engine/paper: a court paper becomes a PDF, sealed (crypto/seal.h), and stays what it was when it
 * was. Its SM3, and the platform's SM2 signature over that, stand in the event `paper_ready`;
 * whoever reads it is given these bytes or none.
 */
#include "paper/paper.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "engine/internal.h"

static enum err_kind ask_stamp(void *context, const void *question, size_t question_bytes,
                               struct arena *arena, const void **ret, size_t *ret_bytes,
                               struct err *reterr)
{
    const struct ports *ports = context;
    return ports->timestamp_ask(ports->context, question, question_bytes, arena, ret, ret_bytes,
                                reterr);
}

struct made {
    const void *bytes;
    size_t size_bytes;
    char sm3[SM3_HEX];
    const char *signature;
    struct seal_facts seal;
};

static enum err_kind draw(const struct engine *engine, const struct matter *paper,
                          struct arena *arena, struct made *ret, struct err *reterr)
{
    struct value *values = NULL;
    char hex[SM3_HEX], id[PUBLIC_ID_BYTES];
    enum err_kind kind = engine_paper_values(engine, paper, arena, &values, hex, reterr);
    if (kind)
        return kind;
    const char *name = value_text(value_get(paper->fields, "template"));
    const struct paper_template *template = name ? paper_template_find(name) : NULL;
    if (!template)
        return err_set(reterr, ERR_INVALID, "paper.template", "no template '%s'", name ? name : "");
    public_id(engine->settings.keys, paper->workflow->prefix, paper->id, id);
    const char *base = engine->settings.public_url ? engine->settings.public_url : "";
    struct paper_request request = {
        .template = template,
        .values = values,
        .check_url = arena_printf(arena, "%s/check?paper=%s&sm3=%s", base, id, hex),
        .seal_text = engine_court_name(engine, paper->court),
        .created_day = day_of_instant(court_now(engine))};
    return request.check_url ? paper_render(&request, arena, &ret->bytes, &ret->size_bytes, reterr)
                             : arena_full(reterr);
}

/* The seal inside the PDF, and the SM2 signature over the SM3 of the whole. */
static enum err_kind seal(const struct engine *engine, const struct matter *paper,
                          struct arena *arena, struct made *made, struct err *reterr)
{
    const struct ports *ports = engine->settings.ports;
    const struct seal_stamper stamper = {(void *) (uintptr_t) ports, ask_stamp,
                                         ports->timestamp_authorities};
    const struct seal_request request = {.pdf = made->bytes,
                                         .pdf_bytes = made->size_bytes,
                                         .at_us = ports->real_now_us(ports->context),
                                         .name = engine_court_name(engine, paper->court),
                                         .stamper = ports->timestamp_ask ? &stamper : NULL};
    enum err_kind kind =
        seal_pdf(engine->settings.seal, &request, arena, &made->bytes, &made->size_bytes, reterr);
    if (kind)
        return kind;
    if (!seal_holds(made->bytes, made->size_bytes, &made->seal))
        return err_set(reterr, ERR_STORE, "seal.sign", "the seal that was made does not hold");
    struct sm3 hash = sm3_of(made->bytes, made->size_bytes);
    text_hex(hash.bytes, SM3_BYTES, made->sm3);
    kind = ports->blob_put(ports->context, &hash, made->bytes, made->size_bytes, reterr);
    return kind ? kind
                : sign_bytes(engine->settings.keys, made->sm3, strlen(made->sm3), arena,
                             &made->signature, reterr);
}

/* What the paper's own definition asks for: one that began under an older version may know of no
 * signature, and is finished as it began. */
static struct value *body_asked(const struct matter *paper, const struct value *all,
                                struct arena *arena)
{
    const struct action *action = workflow_action(paper->workflow, "paper_ready");
    struct value *body = value_new_map(arena);
    for (size_t i = 0; body && action && i < action->form_count; i++) {
        const char *name = action->form[i].field->name;
        const struct value *value = value_get(all, name);
        if (!value_is_null(value) &&
            !value_set(arena, body, name, (struct value *) (uintptr_t) value))
            return NULL;
    }
    return body;
}

static struct value *body_of(const struct made *made, const struct matter *paper,
                             struct arena *arena)
{
    struct value *body = value_new_map(arena);
    bool good = body && value_set_text(arena, body, "document_hash", made->sm3) &&
                value_set_int(arena, body, "document_bytes", (int64_t) made->size_bytes) &&
                value_set_text(arena, body, "document_signature", made->signature) &&
                value_set_text(arena, body, "sealed_by", made->seal.signer) &&
                value_set_text(arena, body, "sealed_key", made->seal.key_sha256) &&
                value_set_bool(arena, body, "stamped", made->seal.stamped);
    return good ? body_asked(paper, body, arena) : NULL;
}

/* Signed off, and by the sign-off this was queued for; or one that needs none. */
static bool is_due(const struct matter *paper, const char *click_at)
{
    const struct value *fields = paper->fields;
    if (value_text(value_get(fields, "document_hash")))
        return false; /* begun twice, and made the first time */
    if (text_equal(paper->state, "draft"))
        return value_true(value_get(fields, "at_once"));
    return text_equal(paper->state, "signed") &&
           (!click_at || text_equal(click_at, value_text(value_get(fields, "click_at"))));
}

enum err_kind paper_make(struct engine *engine, struct db *db, struct arena *arena,
                         int64_t matter_id, const char *click_at, struct err *reterr)
{
    int64_t now_us = court_now(engine);
    struct reading reading = {.engine = engine, .db = db, .arena = arena, .now_us = now_us};
    struct matter *paper = NULL;
    struct made made = {0};
    if (!engine->settings.seal)
        return err_set(reterr, ERR_BUSY, "seal.none", "no seal is set: the paper waits");
    enum err_kind kind = engine_load_matter(&reading, matter_id, &paper, reterr);
    if (kind || !is_due(paper, click_at))
        return kind;
    kind = draw(engine, paper, arena, &made, reterr);
    if (!kind)
        kind = seal(engine, paper, arena, &made, reterr);
    if (kind)
        return kind;
    struct value *body = body_of(&made, paper, arena);
    const char *key =
        arena_printf(arena, "paper:%lld:%lld", (long long) paper->id, (long long) paper->version);
    if (!body || !key)
        return arena_full(reterr);
    /* Only what was drawn: who took the sign-off back meanwhile, or signed anew, changed it. */
    kind = clock_act_on(engine, arena, paper->workflow, paper->id, paper->version, "paper_ready",
                        body, key, now_us, reterr);
    return text_equal(reterr->code, "action.wrong_state") ? ERR_NONE : kind;
}

enum err_kind engine_paper_bytes(struct reading *reading, const struct matter *paper,
                                 const void **ret, size_t *ret_bytes, const char **ret_sm3,
                                 struct err *reterr)
{
    const struct engine *engine = reading->engine;
    const struct ports *ports = engine->settings.ports;
    const char *hex = value_text(value_get(paper->fields, "document_hash")),
               *signature = value_text(value_get(paper->fields, "document_signature"));
    struct sm3 hash, found;
    struct seal_facts facts;
    if (!hex || !text_unhex(hex, hash.bytes, SM3_BYTES))
        return err_set(reterr, ERR_MISSING, "document.not_ready", "there are no bytes yet");
    /* One issued by a version that signed none is held against the hash its event keeps. */
    bool asks_signature = workflow_field(paper->workflow, "document_signature") != NULL;
    if (asks_signature && (!signature || !sign_verify(keys_public_pem(engine->settings.keys), hex,
                                                      strlen(hex), signature)))
        return err_set(reterr, ERR_STORE, "paper.unsigned", "no signature of ours over its SM3");
    enum err_kind kind =
        ports->blob_get(ports->context, &hash, reading->arena, ret, ret_bytes, reterr);
    if (kind)
        return kind;
    found = sm3_of(*ret, *ret_bytes);
    if (!sm3_equal(&hash, &found) || (asks_signature && !seal_holds(*ret, *ret_bytes, &facts)))
        return err_set(reterr, ERR_STORE, "paper.changed", "the bytes are not those sealed");
    *ret_sm3 = hex;
    return ERR_NONE;
}
