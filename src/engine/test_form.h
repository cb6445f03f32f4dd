/* engine/test_form: the form that lines of a table are read by in the test of jobs and in
 * fuzz/lines. */
#ifndef ENGINE_TEST_FORM_H
#define ENGINE_TEST_FORM_H

#include "workflow/workflow.h"

static const struct field row_fields[] = {{.name = "sum", .kind = FIELD_MONEY},
                                          {.name = "who", .kind = FIELD_PERSON}};
static const struct field fields[] = {
    {.name = "name", .kind = FIELD_TEXT},
    {.name = "sum", .kind = FIELD_MONEY},
    {.name = "pages", .kind = FIELD_NUMBER},
    {.name = "agreed", .kind = FIELD_YES_NO},
    {.name = "files", .kind = FIELD_DOCUMENT_LIST},
    {.name = "rows", .kind = FIELD_GROUP, .fields = row_fields, .field_count = 2}};
static const struct workflow form = {.fields = fields, .field_count = COUNT_OF(fields)};

#endif
