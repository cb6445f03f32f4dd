/*
 * http/stream: replies that go on. libmicrohttpd asks for the next piece on its own thread; when
 * there is none the connection is suspended until somebody writes.
 */
#include "http/private.h"

#include <string.h>

enum { WAITING_BYTES_MAX = 8 * 1024, PIECE_BYTES = 4096 };

struct http_stream {
    pthread_mutex_t mutex;
    struct MHD_Connection *connection;
    char *waiting;
    size_t waiting_bytes;
    bool suspended, ended; /* ended: by the writer */
    bool closed;           /* the library has let it go */
    int holders;           /* the writer and the library */
};

static void let_go(struct http_stream *stream)
{
    (void) pthread_mutex_lock(&stream->mutex);
    bool last = --stream->holders == 0;
    (void) pthread_mutex_unlock(&stream->mutex);
    if (!last)
        return;
    (void) pthread_mutex_destroy(&stream->mutex);
    free(stream->waiting);
    free(stream);
}

static ssize_t next_piece(void *context, uint64_t position, char *bytes, size_t bytes_max)
{
    struct http_stream *stream = context;
    (void) position;
    (void) pthread_mutex_lock(&stream->mutex);
    size_t piece = stream->waiting_bytes < bytes_max ? stream->waiting_bytes : bytes_max;
    if (piece) {
        memcpy(bytes, stream->waiting, piece);
        memmove(stream->waiting, stream->waiting + piece, stream->waiting_bytes - piece);
        stream->waiting_bytes -= piece;
    } else if (!stream->ended) {
        stream->suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    bool over = !piece && stream->ended;
    (void) pthread_mutex_unlock(&stream->mutex);
    return over ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t) piece;
}

static void closed(void *context)
{
    struct http_stream *stream = context;
    (void) pthread_mutex_lock(&stream->mutex);
    stream->closed = true;
    (void) pthread_mutex_unlock(&stream->mutex);
    let_go(stream);
}

/* While it is suspended the library does not touch the connection, so it is still there; whoever
 * takes the mark away is the one who resumes it. */
static void wake(struct http_stream *stream, bool suspended)
{
    if (suspended)
        MHD_resume_connection(stream->connection);
}

struct http_stream *http_stream_begin(struct http_exchange *exchange,
                                      const struct http_reply *reply)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    char *waiting = malloc(WAITING_BYTES_MAX);
    struct MHD_Response *response =
        stream && waiting && reply->body_bytes <= WAITING_BYTES_MAX
            ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, next_piece, stream,
                                                closed)
            : NULL;
    if (!response) {
        free(waiting);
        free(stream);
        return NULL;
    }
    (void) pthread_mutex_init(&stream->mutex, NULL);
    stream->connection = exchange->connection;
    stream->waiting = waiting;
    stream->holders = 2;
    stream->waiting_bytes = reply->body_bytes;
    if (reply->body_bytes)
        memcpy(waiting, reply->body, reply->body_bytes);
    (void) MHD_add_response_header(response, "Content-Type", reply->content_type);
    for (size_t i = 0; i < reply->header_count; i++)
        (void) MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    (void) pthread_mutex_lock(&exchange->mutex);
    exchange->response = response;
    exchange->status = reply->status;
    (void) pthread_mutex_unlock(&exchange->mutex);
    return stream;
}

bool http_stream_write(struct http_stream *stream, const char *bytes, size_t size_bytes)
{
    (void) pthread_mutex_lock(&stream->mutex);
    bool good = !stream->closed && size_bytes <= WAITING_BYTES_MAX - stream->waiting_bytes;
    if (good) {
        memcpy(stream->waiting + stream->waiting_bytes, bytes, size_bytes);
        stream->waiting_bytes += size_bytes;
    }
    bool suspended = good && stream->suspended;
    if (suspended)
        stream->suspended = false;
    (void) pthread_mutex_unlock(&stream->mutex);
    wake(stream, suspended);
    return good;
}

void http_stream_end(struct http_stream *stream)
{
    (void) pthread_mutex_lock(&stream->mutex);
    stream->ended = true;
    bool suspended = stream->suspended;
    stream->suspended = false;
    (void) pthread_mutex_unlock(&stream->mutex);
    wake(stream, suspended);
    let_go(stream);
}
