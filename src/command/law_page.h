/* command/law_page: the manual of the rules, out of their table. */
#ifndef COMMAND_LAW_PAGE_H
#define COMMAND_LAW_PAGE_H

#include "rule/rule.h"

/** What a field takes, in words for people: "property|divorce", "true|false". NULL: memory. */
const char *law_field_words(const struct rule_field *field, struct arena *arena);
/** docs/law-batch.md on standard output, its examples answered. False: it cannot be written. */
bool law_print_page(const struct rule_world *world);

#endif
