/*
 * files/: what kind of file the bytes really are (libmagic, in memory), and whether the platform
 * takes it. The name and the type a client claims are not believed.
 */
#ifndef FILES_FILES_H
#define FILES_FILES_H

#include "base/arena.h"

enum { FILE_BYTES_MAX = 20 * 1024 * 1024 };

/**
 * The media type of the bytes, static storage: "application/pdf", "image/jpeg", "image/png", …
 * ERR_INVALID "file.type" for what is not on the allow-list (programs, archives, HTML …),
 * "file.empty", ERR_LIMIT "file.too_big".
 */
MUST_CHECK enum err_kind file_sniff(const void *bytes, size_t size_bytes, const char **ret_type,
                                    struct err *reterr);

#endif
