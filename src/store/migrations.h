/* store/migrations: the files of migrations/ in order of name, compiled in; db_migrate() runs them.
 */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include "base/embedded.h"

extern const struct embedded_file migration_files[]; /* ends with name NULL */
extern const size_t migration_files_count;

#endif
