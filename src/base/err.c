/* base/err: filling in a failure. Not for logging: whoever answers the caller does that. */
#include "base/err.h"

#include <stdarg.h>

static enum err_kind fill(struct err *reterr, enum err_kind kind, const char *code,
                          const char *field, const char *format, va_list args)
{
    if (!reterr)
        return kind;

    reterr->kind = kind;
    reterr->code = code;
    (void) snprintf(reterr->field, sizeof reterr->field, "%s", field);
    (void) vsnprintf(reterr->text, sizeof reterr->text, format, args);
    return kind;
}

enum err_kind err_set(struct err *reterr, enum err_kind kind, const char *code, const char *format,
                      ...)
{
    va_list args;
    va_start(args, format);
    enum err_kind filled = fill(reterr, kind, code, "", format, args);
    va_end(args);
    return filled;
}

enum err_kind err_field(struct err *reterr, enum err_kind kind, const char *code, const char *field,
                        const char *format, ...)
{
    va_list args;
    va_start(args, format);
    enum err_kind filled = fill(reterr, kind, code, field, format, args);
    va_end(args);
    return filled;
}
