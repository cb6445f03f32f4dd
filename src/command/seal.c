/* command/seal: see seal.h. */
#include "command/seal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 256 << 10 };

static enum err_kind read_file(const char *path, struct arena *arena, char **ret,
                               struct err *reterr)
{
    struct stat facts;
    char *text = arena_alloc(arena, FILE_BYTES_MAX + 1);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 && text ? read(file, text, FILE_BYTES_MAX) : -1;
    bool private = file >= 0 && fstat(file, &facts) == 0 && (facts.st_mode & 077) == 0;
    if (file >= 0)
        (void) close(file);
    if (!text)
        return arena_full(reterr);
    if (length <= 0)
        return err_set(reterr, ERR_MISSING, "seal.file", "%.150s cannot be read", path);
    if (!private)
        return err_set(reterr, ERR_STORE, "seal.file",
                       "%.150s must be readable by its owner only (chmod 600)", path);
    text[length] = '\0';
    *ret = text;
    return ERR_NONE;
}

enum err_kind seal_make_demo(const char *folder, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, FILE_BYTES_MAX);
    const char *pem = NULL, *path = arena_printf(&arena, "%s/seal.pem", folder);
    if (!path)
        return arena_full(reterr);
    if (access(path, F_OK) == 0)
        return ERR_NONE;
    enum err_kind kind = seal_make("枫桥演示印章（自制，无法律效力）", &arena, &pem, reterr);
    return kind ? kind : file_write_durably(folder, "seal.pem", pem, strlen(pem), reterr);
}

enum err_kind seal_of_place(const struct place *place, const char *path, struct seal **ret,
                            struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 * FILE_BYTES_MAX);
    char *pem = NULL;
    enum err_kind kind = ERR_NONE;
    *ret = NULL;
    if (!path && !place->demo)
        return ERR_NONE;
    if (!path) {
        path = arena_printf(&arena, "%s/seal.pem", place->folder);
        if (!path)
            return arena_full(reterr);
        kind = seal_make_demo(place->folder, reterr);
    }
    if (!kind)
        kind = read_file(path, &arena, &pem, reterr);
    if (!kind)
        kind = seal_read(pem, ret, reterr);
    if (pem)
        explicit_bzero(pem, strlen(pem));
    return kind;
}

void seal_tell(const struct seal *seal)
{
    if (!seal)
        (void) printf("  no seal is set: court papers wait until there is one (fengqiao config set "
                      "seal FILE)\n");
    else if (seal_is_self_made(seal))
        (void) printf("  court papers are sealed with a self-made certificate: no authority stands "
                      "behind it\n");
}
