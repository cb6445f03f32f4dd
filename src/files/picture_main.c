/*
 * fengqiao-picture page|thumbnail MEDIA-TYPE TURN: a picture on standard input, a JPEG on standard
 * output. The platform starts it for each picture with limits on time, memory and files, and
 * believes nothing of what it says but that it is bytes. Exit status 0; 3: nothing can be made of
 * it; 127, as of a program that is not there: no decoder of that type is installed.
 */
#include "files/files.h"
#include "files/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_QUALITY = 80, THUMBNAIL_QUALITY = 75, STATUS_BROKEN = 3, STATUS_MISSING = 127 };

static size_t read_input(char *bytes, size_t room)
{
    size_t got = 0;
    while (got < room) {
        ssize_t more = read(STDIN_FILENO, bytes + got, room - got);
        if (more <= 0)
            break;
        got += (size_t) more;
    }
    return got;
}

static bool write_output(const char *bytes, size_t size_bytes)
{
    while (size_bytes) {
        ssize_t wrote = write(STDOUT_FILENO, bytes, size_bytes);
        if (wrote <= 0)
            return false;
        bytes += wrote;
        size_bytes -= (size_t) wrote;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 4 || (strcmp(argv[1], "page") != 0 && strcmp(argv[1], "thumbnail") != 0)) {
        (void) fprintf(stderr,
                       "fengqiao-picture page|thumbnail MEDIA-TYPE 0|90|180|270 <in >out\n");
        return 2;
    }
    bool page = strcmp(argv[1], "page") == 0;
    static const int turns[] = {0, 90, 180, 270};
    int turn = -1;
    for (size_t i = 0; i < COUNT_OF(turns); i++) {
        char text[8];
        (void) snprintf(text, sizeof text, "%d", turns[i]);
        turn = strcmp(argv[3], text) == 0 ? turns[i] : turn;
    }
    if (!picture_is_known(argv[2]))
        return STATUS_MISSING;
    char *bytes = malloc((size_t) FILE_BYTES_MAX + 1);
    size_t size_bytes = bytes && turn >= 0 ? read_input(bytes, (size_t) FILE_BYTES_MAX + 1) : 0;
    void *jpeg = NULL;
    size_t jpeg_bytes = 0;
    struct err err = {0};
    if (size_bytes == 0 || size_bytes > FILE_BYTES_MAX)
        return STATUS_BROKEN;
    if (picture_make(bytes, size_bytes, argv[2], turn, page ? PAGE_SIDE : THUMBNAIL_SIDE,
                     page ? PAGE_QUALITY : THUMBNAIL_QUALITY, &jpeg, &jpeg_bytes, &err))
        return STATUS_BROKEN;
    return write_output(jpeg, jpeg_bytes) ? 0 : 1;
}
