/* api/operations: the list of tables api/ routes. */
#include "api/operations.h"
