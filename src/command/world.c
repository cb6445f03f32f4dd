/* command/world: see world.h. */
#include "command/world.h"

#include "command/cases.h"
#include "command/payments.h"
#include "command/peers.h"
#include "command/seal.h"
#include "command/viewing.h"
#include "gateway/gateway.h"
#include "gateway/scan.h"
#include "store/csv.h"

int64_t world_real_now(void *context)
{
    (void) context;
    struct timespec now;
    (void) clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

int64_t world_court_now(void *context)
{
    struct world *world = context;
    return world_real_now(context) + atomic_load(&world->court_offset_us);
}

void world_court_set(void *context, int64_t now_us)
{
    struct world *world = context;
    atomic_store(&world->court_offset_us, now_us - world_real_now(context));
}

static enum err_kind put_blob(void *context, const struct sm3 *sm3, const void *bytes,
                              size_t size_bytes, struct err *reterr)
{
    struct world *world = context;
    return blob_put(world->blobs, sm3, bytes, size_bytes, reterr);
}

static enum err_kind get_blob(void *context, const struct sm3 *sm3, struct arena *arena,
                              const void **ret, size_t *ret_size_bytes, struct err *reterr)
{
    struct world *world = context;
    return blob_get(world->blobs, sm3, arena, ret, ret_size_bytes, reterr);
}

static enum err_kind drop_blob(void *context, const struct sm3 *sm3, struct err *reterr)
{
    struct world *world = context;
    return blob_drop(world->blobs, sm3, reterr);
}

static enum err_kind put_part(void *context, int64_t upload_id, int64_t first_byte,
                              const struct sm3 *sm3, const void *bytes, size_t size_bytes,
                              struct err *reterr)
{
    struct world *world = context;
    const struct part_name name = {upload_id, first_byte, *sm3};
    return part_put(world->blobs, &name, bytes, size_bytes, reterr);
}

static enum err_kind get_part(void *context, int64_t upload_id, int64_t first_byte,
                              const struct sm3 *sm3, struct arena *arena, const void **ret,
                              size_t *ret_size_bytes, struct err *reterr)
{
    struct world *world = context;
    const struct part_name name = {upload_id, first_byte, *sm3};
    return part_get(world->blobs, &name, arena, ret, ret_size_bytes, reterr);
}

static enum err_kind drop_parts(void *context, int64_t upload_id, struct err *reterr)
{
    struct world *world = context;
    return parts_drop(world->blobs, upload_id, reterr);
}

static enum err_kind list_parts(void *context, int64_t *ret, size_t max, size_t *ret_count,
                                struct err *reterr)
{
    struct world *world = context;
    return parts_list(world->blobs, ret, max, ret_count, reterr);
}

static enum err_kind deliver(void *context, const struct outgoing *outgoing, struct err *reterr)
{
    const struct world *world = context;
    return outgoing_send(&world->ways, outgoing, reterr);
}

/* A demo has no identity service to ask: this stub believes everybody, and the pages say so. */
static bool demo_identity(void *context, const char *name, const char *id_number)
{
    (void) context;
    (void) name;
    (void) id_number;
    return true;
}

static enum err_kind ask_scanner(void *context, const void *bytes, size_t size_bytes,
                                 bool *ret_found, char ret_name[64], struct err *reterr)
{
    const struct world *world = context;
    struct scan_answer answer;
    enum err_kind kind = scan_bytes(world->scanner, bytes, size_bytes, &answer, reterr);
    *ret_found = !kind && answer.found;
    (void) snprintf(ret_name, SCAN_NAME_BYTES, "%s", kind ? "" : answer.name);
    return kind;
}

static const char *adapter_name(void *context, const char *method)
{
    const struct world *world = context;
    return identity_adapter_name(&world->identity, method);
}

static enum err_kind prove_identity(void *context, const char *method, const char *name,
                                    const char *id_number, const void *evidence,
                                    size_t evidence_bytes, struct arena *arena, bool *ret_agrees,
                                    const char **ret_reference, struct err *reterr)
{
    const struct world *world = context;
    return identity_ask(&world->identity, method, name, id_number, evidence, evidence_bytes, arena,
                        ret_agrees, ret_reference, reterr);
}

static enum err_kind ask_timestamp(void *context, const void *question, size_t question_bytes,
                                   struct arena *arena, const void **ret, size_t *ret_bytes,
                                   struct err *reterr)
{
    struct world *world = context;
    return timestamp_ask(world->timestamp_url, question, question_bytes, arena, ret, ret_bytes,
                         reterr);
}

struct ports world_ports(struct world *world)
{
    return (struct ports){.context = world,
                          .court_now_us = world_court_now,
                          .real_now_us = world_real_now,
                          .court_set_us = world->place.demo ? world_court_set : NULL,
                          .blob_put = put_blob,
                          .blob_get = get_blob,
                          .blob_drop = drop_blob,
                          .part_put = put_part,
                          .part_get = get_part,
                          .parts_drop = drop_parts,
                          .parts_list = list_parts,
                          .scan = world->scanner ? ask_scanner : NULL,
                          .identity_matches = world->place.demo ? demo_identity : NULL,
                          .identity_adapter = adapter_name,
                          .identity_prove = prove_identity,
                          .deliver = world->delivers ? deliver : NULL,
                          .timestamp_ask = world->timestamp_url ? ask_timestamp : NULL,
                          .viewer = world->viewer,
                          .oidc = world->oidc,
                          .cases = world->cases,
                          .peers = world->peers,
                          .payments = world->payments,
                          .timestamp_authorities = world->timestamp_authorities};
}

/* What the settings name, before any of it is taken. */
struct outside {
    struct outgoing_ways ways;
    struct provider provider;
    struct seal *seal;
    const struct case_port *cases;
    const struct peer_port *peers;
    const struct payment_port *payments;
    const char *timestamp_authorities;
};

static enum err_kind read_outside(const struct world *world, const struct config *config,
                                  struct arena *arena, struct outside *ret, struct err *reterr)
{
    const char *file = config_text(config, "timestamp-ca");
    char *pem = NULL;
    size_t size_bytes = 0;
    *ret = (struct outside){.ways = world->ways};
    enum err_kind kind = provider_read(config, arena, &ret->provider, reterr);
    if (!kind)
        kind = cases_port(config_text(config, "case-systems"), arena, &ret->cases, reterr);
    if (!kind)
        kind = peers_port(config_text(config, "peers"), arena, &ret->peers, reterr);
    if (!kind)
        kind = payments_port(config_text(config, "payment-channels"), world->place.demo, arena,
                             &ret->payments, reterr);
    if (!kind && file)
        kind = csv_read_file(arena, file, &pem, &size_bytes, reterr);
    if (!kind)
        kind = outgoing_read(config, &ret->ways, arena, reterr);
    ret->timestamp_authorities = pem;
    return kind ? kind
                : seal_of_place(&world->place, config_text(config, "seal"), &ret->seal, reterr);
}

enum err_kind world_options(struct world *world, const struct config *config, struct arena *arena,
                            struct err *reterr)
{
    struct outside outside;
    enum err_kind kind = read_outside(world, config, arena, &outside, reterr);
    if (kind)
        return kind;
    seal_free(world->seal); /* nobody seals while the settings are read */
    world->seal = outside.seal;
    world->ways = outside.ways;
    world->provider = outside.provider;
    world->cases = outside.cases;
    world->peers = outside.peers;
    world->payments = outside.payments;
    world->viewer = viewing_port(arena);
    world->scanner = config_text(config, "scan");
    world->timestamp_url = config_text(config, "timestamp");
    world->timestamp_authorities = outside.timestamp_authorities;
    world->identity = (struct identity_adapters){.card_url = config_text(config, "identity-card"),
                                                 .face_url = config_text(config, "identity-face"),
                                                 /* only where nothing real is */
                                                 .stubs = world->place.demo};
    return ERR_NONE;
}
