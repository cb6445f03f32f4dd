/* base/embedded: files compiled into the program by tools/embed (definitions, migrations,
 * templates). */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name;  /* "filing.json"; NULL ends the table */
    const char *bytes; /* a NUL follows that is not counted */
    size_t size_bytes;
};

#endif
