/* base/err: filling in a failure. Not for logging: whoever answers the caller does that. */
#include "base/err.h"

#include <stdarg.h>

void err_write(struct err *reterr, const char *code, enum err_kind kind, const char *field,
               const char *format, ...)
{
    if (!reterr)
        return;
    va_list args;
    va_start(args, format);
    reterr->kind = kind;
    reterr->code = code;
    (void) snprintf(reterr->field, sizeof reterr->field, "%s", field);
    (void) vsnprintf(reterr->text, sizeof reterr->text, format, args);
    va_end(args);
}
