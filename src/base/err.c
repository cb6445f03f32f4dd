/* base/err: filling in a failure. Not for logging: whoever answers the caller does that. */
#include "base/err.h"

#include <stdarg.h>

/* What was cut to fit may end in half a character, and what is sent out is UTF-8. */
static void drop_half_character(char *text)
{
    size_t length = strlen(text), start = length;
    while (start > 0 && ((unsigned char) text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return; /* no beginning of a character in it */
    unsigned char first = (unsigned char) text[start - 1];
    size_t needs = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length - start + 1 < needs)
        text[start - 1] = '\0';
}

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
    drop_half_character(reterr->field);
    drop_half_character(reterr->text);
}
