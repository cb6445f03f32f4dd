/* gateway/identity: see identity.h. */
#include "gateway/identity.h"

#include "base/text.h"
#include "crypto/base64url.h"
#include "gateway/exchange.h"
#include "json/json.h"

enum { REPLY_BYTES_MAX = 16 << 10, SECONDS_MAX = 15, QUESTION_BYTES_MAX = 4 << 20 };
enum { REFERENCE_BYTES_MAX = 100 };

static const struct method {
    const char *name, *service, *stub;
} methods[] = {{"card", "service-card", "stub-card"},
               {"face", "service-face", "stub-face"},
               {"staff", NULL, "stub-staff"}};

static const struct method *find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        if (text_equal(methods[i].name, name))
            return &methods[i];
    }
    return NULL;
}

static const char *url_of(const struct identity_adapters *adapters, const struct method *method)
{
    return !method->service                   ? NULL
           : text_equal(method->name, "card") ? adapters->card_url
                                              : adapters->face_url;
}

const char *identity_adapter_name(const struct identity_adapters *adapters, const char *name)
{
    const struct method *method = find(name);
    return !method                    ? NULL
           : url_of(adapters, method) ? method->service
           : adapters->stubs          ? method->stub
                                      : NULL;
}

static const char *question(const struct method *method, const char *name, const char *id_number,
                            const char *evidence, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena, QUESTION_BYTES_MAX);
    json_begin(&writer);
    json_named_text(&writer, "method", method->name);
    json_named_text(&writer, "name", name);
    json_named_text(&writer, "id_number", id_number);
    json_named_text(&writer, "evidence", evidence);
    json_end(&writer);
    return json_done(&writer);
}

/* Only a plain yes or no is an answer. */
static enum err_kind take_answer(const struct exchange *exchange, struct arena *arena,
                                 bool *ret_agrees, const char **ret_reference, struct err *reterr)
{
    struct value *reply = NULL;
    if (exchange->status != 200 || json_parse(exchange->reply, exchange->reply_bytes,
                                              &json_limits_request, arena, &reply, NULL))
        return err_set(reterr, ERR_BUSY, "identity.unreachable", "the service answered %ld",
                       exchange->status);
    const struct value *agrees = value_get(reply, "agrees");
    const char *reference = value_text(value_get(reply, "reference"));
    if (agrees->type != VALUE_BOOL || (reference && strlen(reference) > REFERENCE_BYTES_MAX))
        return err_set(reterr, ERR_BUSY, "identity.unreachable", "the answer says neither");
    *ret_agrees = agrees->boolean;
    *ret_reference = reference ? reference : "";
    return ERR_NONE;
}

static bool says_no(const void *evidence, size_t evidence_bytes)
{
    static const char no[] = "differs";
    return evidence_bytes >= sizeof no - 1 && memcmp(evidence, no, sizeof no - 1) == 0;
}

enum err_kind identity_ask(const struct identity_adapters *adapters, const char *method_name,
                           const char *name, const char *id_number, const void *evidence,
                           size_t evidence_bytes, struct arena *arena, bool *ret_agrees,
                           const char **ret_reference, struct err *reterr)
{
    const struct method *method = find(method_name);
    const char *url = method ? url_of(adapters, method) : NULL;
    if (!identity_adapter_name(adapters, method_name))
        return err_set(reterr, ERR_MISSING, "identity.no_adapter", "nobody proves it this way");
    if (!url) {
        *ret_agrees = !says_no(evidence, evidence_bytes);
        *ret_reference = "";
        return ERR_NONE;
    }
    const char *text = base64url_encode(arena, evidence, evidence_bytes);
    const char *body = text ? question(method, name, id_number, text, arena) : NULL;
    if (!body)
        return arena_full(reterr);
    struct exchange exchange = {.method = "POST",
                                .url = url,
                                .headers = {"Content-Type: application/json"},
                                .body = body,
                                .body_bytes = strlen(body),
                                .reply_bytes_max = REPLY_BYTES_MAX,
                                .seconds_max = SECONDS_MAX};
    enum err_kind kind = exchange_run(&exchange, arena, reterr);
    if (kind)
        return err_set(reterr, ERR_BUSY, "identity.unreachable", "no answer");
    return take_answer(&exchange, arena, ret_agrees, ret_reference, reterr);
}
