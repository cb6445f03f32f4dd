/* api/operations: tables whose files have not been written. */
#include "api/operations.h"

const struct operation document_operations[] = {{0}};
const struct operation register_operations[] = {{0}};
const struct operation audit_operations[] = {{0}};
