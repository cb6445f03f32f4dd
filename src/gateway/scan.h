/*
 * gateway/scan: asks clamd whether bytes hold a virus, over its socket (command INSTREAM, so that
 * scanner and platform share no folder).
 */
#ifndef GATEWAY_SCAN_H
#define GATEWAY_SCAN_H

#include "base/arena.h"

enum { SCAN_NAME_BYTES = 64 };

struct scan_answer {
    bool found;
    char name[SCAN_NAME_BYTES]; /* of what was found, printable ASCII */
};

/**
 * @param address  "HOST:PORT", or the path of a local socket
 * @return ERR_BUSY "scan.unreachable": nobody answers, try again later; ERR_LIMIT "scan.refused":
 *         clamd does not look at these bytes (reterr->text has its words)
 */
MUST_CHECK enum err_kind scan_bytes(const char *address, const void *bytes, size_t size_bytes,
                                    struct scan_answer *ret, struct err *reterr);

/** What clamd's answer says; the last step of scan_bytes(). Anything it does not know is refused:
 * only a plain OK is clean. */
MUST_CHECK enum err_kind scan_answer_read(const char *bytes, size_t size_bytes,
                                          struct scan_answer *ret, struct err *reterr);

#endif
