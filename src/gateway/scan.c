/* gateway/scan: see scan.h. The protocol is in clamd(8): "zINSTREAM\0", pieces with their length
 * before them, a length of zero; "stream: OK\0", "stream: NAME FOUND\0" or words that end in ERROR.
 */
#include "gateway/scan.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 * 1024, ANSWER_BYTES = 1024, WAIT_SECONDS = 60, STALL_SECONDS = 10 };

static const char before[] = "stream: ";

static bool ends_with(const char *bytes, size_t size_bytes, const char *end)
{
    size_t length = strlen(end);
    return size_bytes >= length && memcmp(bytes + size_bytes - length, end, length) == 0;
}

enum err_kind scan_answer_read(const char *bytes, size_t size_bytes, struct scan_answer *ret,
                               struct err *reterr)
{
    static const char found[] = " FOUND";
    *ret = (struct scan_answer){.found = false};
    while (size_bytes && (bytes[size_bytes - 1] == '\0' || bytes[size_bytes - 1] == '\n'))
        size_bytes--;
    bool known = size_bytes > strlen(before) && memcmp(bytes, before, strlen(before)) == 0;
    const char *rest = bytes + (known ? strlen(before) : 0);
    size_t length = size_bytes - (known ? strlen(before) : 0);
    if (known && length == 2 && memcmp(rest, "OK", 2) == 0)
        return ERR_NONE;
    if (known && length > strlen(found) && ends_with(rest, length, found)) {
        ret->found = true;
        length -= strlen(found);
        for (size_t i = 0; i < length && i < SCAN_NAME_BYTES - 1; i++)
            ret->name[i] = rest[i] >= ' ' && rest[i] < 0x7f ? rest[i] : '?';
        return ERR_NONE;
    }
    char said[100];
    size_t shown = size_bytes < sizeof said - 1 ? size_bytes : sizeof said - 1;
    for (size_t i = 0; i < shown; i++)
        said[i] = bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : '?';
    said[shown] = '\0';
    return err_set(reterr, ERR_LIMIT, "scan.refused", "the scanner said: %s", said);
}

/* ---- the line ---------------------------------------------------------------------------------
 */

static int connect_local(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return -1;
    memcpy(address.sun_path, path, strlen(path) + 1);
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line >= 0 && connect(line, (const struct sockaddr *) &address, sizeof address)) {
        (void) close(line);
        return -1;
    }
    return line;
}

static void stall_at_most(int line)
{
    const struct timeval wait = {.tv_sec = STALL_SECONDS};
    (void) setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    (void) setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

static int connect_host(const char *address)
{
    char host[256];
    const char *colon = strrchr(address, ':');
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    size_t length = colon ? (size_t) (colon - address) : sizeof host;
    int line = -1;
    if (length >= sizeof host)
        return -1;
    memcpy(host, address, length);
    host[length] = '\0';
    if (getaddrinfo(host, colon + 1, &hints, &found))
        return -1;
    for (const struct addrinfo *one = found; one && line < 0; one = one->ai_next) {
        line = socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
        if (line < 0)
            continue;
        stall_at_most(line);
        if (connect(line, one->ai_addr, one->ai_addrlen)) {
            (void) close(line);
            line = -1;
        }
    }
    freeaddrinfo(found);
    return line;
}

static bool send_all(int line, const void *bytes, size_t size_bytes)
{
    const char *at = bytes;
    while (size_bytes) {
        ssize_t sent = send(line, at, size_bytes, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        size_bytes -= (size_t) sent;
    }
    return true;
}

static bool send_piece(int line, const char *bytes, size_t size_bytes)
{
    const unsigned char length[4] = {(unsigned char) (size_bytes >> 24),
                                     (unsigned char) (size_bytes >> 16),
                                     (unsigned char) (size_bytes >> 8), (unsigned char) size_bytes};
    return send_all(line, length, sizeof length) && send_all(line, bytes, size_bytes);
}

/* Up to the NUL that ends it, or the end of the line; 0: nothing came in time. */
static size_t receive_answer(int line, char ret[ANSWER_BYTES])
{
    size_t got = 0;
    const time_t end = time(NULL) + WAIT_SECONDS;
    while (got < ANSWER_BYTES && (got == 0 || ret[got - 1] != '\0') && time(NULL) < end) {
        struct pollfd wait = {.fd = line, .events = POLLIN};
        if (poll(&wait, 1, WAIT_SECONDS * 1000) <= 0)
            break;
        ssize_t more = recv(line, ret + got, ANSWER_BYTES - got, 0);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            break;
        got += (size_t) more;
    }
    return got;
}

enum err_kind scan_bytes(const char *address, const void *bytes, size_t size_bytes,
                         struct scan_answer *ret, struct err *reterr)
{
    static const char command[] = "zINSTREAM";
    char answer[ANSWER_BYTES];
    int line = address[0] == '/' ? connect_local(address) : connect_host(address);
    if (line < 0)
        return err_set(reterr, ERR_BUSY, "scan.unreachable", "nobody answers at %.100s", address);
    stall_at_most(line);
    bool sent = send_all(line, command, sizeof command);
    const char *at = bytes;
    for (size_t left = size_bytes; sent && left;) {
        size_t piece = left < PIECE_BYTES ? left : PIECE_BYTES;
        sent = send_piece(line, at, piece);
        at += piece;
        left -= piece;
    }
    sent = sent && send_piece(line, NULL, 0);
    /* A scanner that takes no more has said why before it hung up. */
    size_t got = receive_answer(line, answer);
    (void) close(line);
    if (!got)
        return err_set(reterr, ERR_BUSY, "scan.unreachable", "no answer from %.100s", address);
    enum err_kind kind = scan_answer_read(answer, got, ret, reterr);
    return kind || sent || ret->found
               ? kind
               : err_set(reterr, ERR_LIMIT, "scan.refused", "it answered before it had seen all");
}
