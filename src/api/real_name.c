/*
 * api/real_name: how sure it is that an account is the person it says, and proving it.
 *
 *   0 none     nothing was said
 *   1 claimed  a name and a number were typed
 *   2 matched  the identity service says that they belong together; not whose telephone this is
 *   3 proven   a card was read, a face compared, or a person of staff saw both
 *
 * From which level on an account is taken for the person is a setting of the server
 * (`identity-level`). Adapters are behind a port; a stub says in every answer that it is one.
 */
#include "api/operations.h"
#include "api/page.h"
#include "api/session.h"
#include "base/text.h"
#include "files/files.h"
#include "store/identity.h"
#include "store/people.h"
#include "store/work.h"

enum { EVIDENCE_BYTES_MAX = 1 << 20, FAILURES_PER_DAY_MAX = 5, PROOFS_PER_ADDRESS_MAX = 30 };

static const struct option methods[] = {
    {"card", {"读取居民身份证", "Reading the identity card"}},
    {"face", {"人脸比对", "Comparing the face"}},
    {"staff", {"工作人员当面核对", "Staff compare person and card"}}};

static const struct option levels[] = {{"none", {"未实名", "Nothing was said"}},
                                       {"claimed", {"已填写，待核验", "Name and number typed"}},
                                       {"matched", {"姓名和号码相符", "Name and number agree"}},
                                       {"proven", {"已证明是本人", "Proven to be the person"}}};

static const char *adapter_of(const struct engine *engine, const char *method)
{
    const struct ports *ports = engine_ports(engine);
    return ports->identity_adapter ? ports->identity_adapter(ports->context, method) : NULL;
}

static bool is_stub(const char *adapter) { return adapter && text_starts(adapter, "stub-"); }

/* ---- reading -------------------------------------------------------------------------------- */

static void write_methods(struct reading *reading, struct json_writer *writer)
{
    json_name(writer, "methods");
    json_begin_list(writer);
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        const char *adapter = adapter_of(reading->engine, methods[i].name);
        json_begin(writer);
        json_named_text(writer, "method", methods[i].name);
        write_words(writer, "title", methods[i].title);
        json_named_flag(writer, "available", adapter != NULL);
        json_named_flag(writer, "stub", is_stub(adapter));
        json_end(writer);
    }
    json_end_list(writer);
}

static void write_proof(struct reading *reading, struct json_writer *writer,
                        const struct db_result *rows, size_t row, void *context)
{
    (void) context;
    json_named_text(writer, "method", db_cell_text(rows, row, 0));
    json_named_text(writer, "adapter", db_cell_text(rows, row, 1));
    json_named_flag(writer, "stub", db_cell_int(rows, row, 2) != 0);
    json_named_flag(writer, "agrees", db_cell_int(rows, row, 3) != 0);
    write_instant(reading, writer, "at", db_cell_int(rows, row, 4));
}

static enum err_kind level_read(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    struct account_row account;
    struct db_flight *flight = db_flight_new(reading->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_by_id_read(flight, reading->actor.account_id),
           proofs = identity_proofs_read(flight, reading->actor.account_id);
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    if (!kind && !account_take(db_flight_result(flight, place), 0, &account))
        kind = err_set(reterr, ERR_UNIDENTIFIED, "session.none", "the account is gone");
    if (kind)
        return kind;
    json_begin(writer);
    json_named_int(writer, "level", account.level);
    json_named_text(writer, "name", levels[account.level].name);
    write_words(writer, "title", levels[account.level].title);
    json_named_int(writer, "needed", engine_identity_level(reading->engine));
    write_methods(reading, writer);
    write_items(reading, writer, db_flight_result(flight, proofs),
                db_flight_result(flight, proofs)->row_count, write_proof, NULL);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* ---- proving -------------------------------------------------------------------------------- */

struct proving {
    struct identity_proof proof;
    const char *id_index;
    size_t account_place, other_place, failures_place;
};

static enum err_kind check_evidence(const struct call *call, const char *method, struct err *reterr)
{
    const char *type = NULL;
    if (!call->raw_bytes)
        return err_set(reterr, ERR_INVALID, "identity.evidence", "nothing was sent");
    if (!text_equal(method, "face") || is_stub(adapter_of(call->engine, method)))
        return ERR_NONE;
    return file_sniff(call->raw, call->raw_bytes, &type, NULL) || !text_starts(type, "image/")
               ? err_set(reterr, ERR_INVALID, "identity.evidence", "no picture")
               : ERR_NONE;
}

/* Before anybody outside is asked: is there a claim, and were there too many tries? */
static enum err_kind claim_of(struct call *call, struct proving *proving, const char **ret_name,
                              const char **ret_number, struct err *reterr)
{
    struct work *work = work_of_call(call);
    const struct db_result *claim = NULL;
    struct db_flight *flight = db_flight_new(call->arena);
    if (!flight)
        return arena_full(reterr);
    size_t place = account_claim_read(flight, call->actor.account_id),
           failures = identity_failures_read(flight, call->actor.account_id,
                                             court_now(work->api) - 24 * HOUR_US);
    enum err_kind kind = db_flight_run(work->db, flight, reterr);
    if (kind)
        return kind;
    if (db_cell_int(db_flight_result(flight, failures), 0, 0) >= FAILURES_PER_DAY_MAX)
        return err_set(reterr, ERR_RATE, "identity.many", "too many tries in a day");
    claim = db_flight_result(flight, place);
    if (!claim->row_count || !db_cell_text(claim, 0, 1))
        return err_set(reterr, ERR_CONFLICT, "identity.unclaimed", "no name and number yet");
    *ret_name = db_cell_text(claim, 0, 0);
    proving->id_index = db_cell_text(claim, 0, 2);
    return secret_open(engine_keys(call->engine), ID_PURPOSE, db_cell_text(claim, 0, 1),
                       call->arena, ret_number, reterr);
}

/* On a pool thread: the adapter may take its seconds. */
static enum err_kind prove_prepare(struct call *call, struct err *reterr)
{
    struct work *work = work_of_call(call);
    const struct ports *ports = engine_ports(call->engine);
    struct proving *proving = arena_alloc(call->arena, sizeof *proving);
    const char *method = param_text(call->params, "method"), *name = NULL, *number = NULL;
    if (!proving)
        return arena_full(reterr);
    call->state = proving;
    proving->proof = (struct identity_proof){.account_id = call->actor.account_id,
                                             .method = method,
                                             .adapter = adapter_of(call->engine, method)};
    proving->proof.stub = is_stub(proving->proof.adapter);
    if (!proving->proof.adapter)
        return err_set(reterr, ERR_MISSING, "identity.no_adapter", "nobody proves it this way");
    enum err_kind kind =
        rate_check(work->api, "identity", call->client_address, PROOFS_PER_ADDRESS_MAX, reterr);
    if (!kind)
        kind = check_evidence(call, method, reterr);
    if (!kind)
        kind = claim_of(call, proving, &name, &number, reterr);
    return kind ? kind
                : ports->identity_prove(ports->context, method, name, number, call->raw,
                                        call->raw_bytes, call->arena, &proving->proof.agrees,
                                        &proving->proof.reference, reterr);
}

static enum err_kind prove_load(struct call *call, struct err *reterr)
{
    struct proving *proving = call->state;
    (void) reterr;
    proving->account_place = account_claim_read(call->reads, call->actor.account_id);
    proving->other_place =
        account_of_person_read(call->reads, proving->id_index, call->actor.account_id);
    proving->failures_place = identity_failures_read(
        call->reads, call->actor.account_id, court_now(work_of_call(call)->api) - 24 * HOUR_US);
    return ERR_NONE;
}

static enum err_kind prove_decide(struct call *call, struct err *reterr)
{
    const struct proving *proving = call->state;
    const struct db_result *claim = db_flight_result(call->reads, proving->account_place);
    if (db_cell_int(db_flight_result(call->reads, proving->failures_place), 0, 0) >=
        FAILURES_PER_DAY_MAX)
        return err_set(reterr, ERR_RATE, "identity.many", "too many tries in a day");
    /* What was proven is the claim as it was asked about. */
    if (!claim->row_count || !text_equal(db_cell_text(claim, 0, 2), proving->id_index))
        return err_set(reterr, ERR_STALE, "identity.unclaimed", "the claim changed meanwhile");
    return proving->proof.agrees && db_flight_result(call->reads, proving->other_place)->row_count
               ? err_set(reterr, ERR_CONFLICT, "identity.taken", "another account is the person")
               : ERR_NONE;
}

/* A no is a success of the call: it is counted on disk. */
static enum err_kind prove_apply(struct call *call, struct err *reterr)
{
    struct proving *proving = call->state;
    struct json_writer writer;
    proving->proof.id = call_new_id(call, ID_IDENTITY_PROOF);
    proving->proof.at_us = call->now_us;
    identity_proof_insert(call->writes, &proving->proof);
    if (!proving->proof.agrees) {
        struct err err = {.kind = ERR_INVALID, .code = "identity.differs"};
        call->status = problem_status(err.kind, err.code);
        call->reply = problem_print(call->arena, hotline_of(work_of_call(call)->api), err.kind,
                                    &err, NULL, NULL);
        return call->reply ? ERR_NONE : arena_full(reterr);
    }
    account_prove(call->writes, call->actor.account_id, call->now_us);
    json_writer_init(&writer, call->arena, 1024);
    json_begin(&writer);
    json_named_int(&writer, "level", IDENTITY_PROVEN);
    json_named_text(&writer, "method", proving->proof.method);
    json_named_text(&writer, "adapter", proving->proof.adapter);
    json_named_flag(&writer, "stub", proving->proof.stub);
    json_end(&writer);
    return call_reply(call, 200, &writer, reterr);
}

/* clang-format off */
const struct operation real_name_operations[] = {
    {.name = "identity_level", .method = "GET", .path = "/account/identity", .permission = "citizen",
     .reply = "{level:i name:s title:@Words needed:i methods:[{method:s title:@Words available:b stub:b}] items:[{method:s adapter:s stub:b agrees:b at:s}] next:s?}",
     .summary = {"实名等级", "How sure it is that you are the person you say"}, .query = "", .read = level_read},
    {.name = "identity_prove", .method = "POST", .path = "/account/identity/{method}", .permission = "citizen",
     .reply = "{level:i method:s adapter:s stub:b}",
     .summary = {"证明是本人", "Proves it by what a card reader or a camera took"}, .query = "", .raw_bytes_max = EVIDENCE_BYTES_MAX, .slow = true, .outside = true,
     .prepare = prove_prepare, .load = prove_load, .decide = prove_decide, .apply = prove_apply},
    {.name = NULL}};
/* clang-format on */
