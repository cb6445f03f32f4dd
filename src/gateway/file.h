/* gateway/file: folders on the way to a file. Private to the room; whole files: gateway.h. */
#ifndef GATEWAY_FILE_H
#define GATEWAY_FILE_H

#include "base/err.h"

/** Makes a folder of mode 0700; one that is there is fine. */
MUST_CHECK enum err_kind folder_make(const char *path, struct err *reterr);

#endif
