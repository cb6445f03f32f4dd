/* command/law_tables: the pages of docs/law/ that are tables of the library. */
#ifndef COMMAND_LAW_TABLES_H
#define COMMAND_LAW_TABLES_H

#include <stdbool.h>

/** "online", "remedies", "indicators", "period-table" on standard output. False: no such page. */
bool law_print_table(const char *name);

#endif
