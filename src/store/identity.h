/* store/identity: each try to prove that an account is the person it says, and what came of it. */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "db/db.h"

struct identity_proof {
    int64_t id, account_id, at_us, by_account; /* by_account 0: the person themselves */
    const char *method, *adapter, *reference;
    bool stub, agrees;
};

void identity_proof_insert(struct db_flight *flight, const struct identity_proof *proof);
/** The account is that person: proven, and so checked. */
void account_prove(struct db_flight *flight, int64_t id, int64_t at_us);
/** The person an account says it is: name, sealed number, index of the number. */
size_t account_claim_read(struct db_flight *flight, int64_t account_id);
/** How many tries of an account came to nothing since that moment: one row. */
size_t identity_failures_read(struct db_flight *flight, int64_t account_id, int64_t since_us);
/** Newest first, 50 at most: method, adapter, stub, agrees, at_us. */
size_t identity_proofs_read(struct db_flight *flight, int64_t account_id);

#endif
