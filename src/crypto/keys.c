/*
 * crypto/keys: the data folder's secret keys: one text file, mode 0600, lines "name hex". Losing it
 * loses every sealed identifier, so `setup` says to back it up apart from the data.
 */
#include "base/text.h"
#include "crypto/private.h"

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 8192, SIGN_DER_MAX = 1024 };

static const char first_line[] = "fengqiao-keys 1\n";

static enum err_kind broken(const char *path, struct err *reterr)
{
    return err_set(reterr, ERR_STORE, "crypto.keys", "%s is not a key file of this program", path);
}

static enum err_kind write_file(const char *path, const char *text, struct err *reterr)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return err_set(reterr, ERR_CONFLICT, "crypto.keys_exist", "%s cannot be created", path);
    size_t length = strlen(text);
    bool written = write(file, text, length) == (ssize_t) length && fsync(file) == 0;
    if (close(file) || !written)
        return err_set(reterr, ERR_STORE, "crypto.keys", "%s cannot be written", path);
    return ERR_NONE;
}

static void add_random_line(struct text *text, const char *name, size_t size_bytes)
{
    uint8_t bytes[32];
    char hex[65];
    random_bytes(bytes, size_bytes);
    text_hex(bytes, size_bytes, hex);
    text_add_format(text, "%s %s\n", name, hex);
}

enum err_kind keys_create(const char *path, struct err *reterr)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 * 1024);
    struct text text;
    text_init(&text, &arena, FILE_BYTES_MAX);
    text_add(&text, first_line);
    add_random_line(&text, "seal", 16);
    add_random_line(&text, "mac", 32);
    add_random_line(&text, "index", 32);
    add_random_line(&text, "id", 16);

    EVP_PKEY *sign = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    unsigned char der[SIGN_DER_MAX];
    unsigned char *cursor = der;
    int length = sign ? i2d_PrivateKey(sign, NULL) : -1;
    if (length > 0 && length <= SIGN_DER_MAX)
        length = i2d_PrivateKey(sign, &cursor);
    EVP_PKEY_free(sign);
    if (length <= 0 || length > SIGN_DER_MAX)
        return err_set(reterr, ERR_STORE, "crypto.keys", "no SM2 key could be made");
    char hex[2 * SIGN_DER_MAX + 1];
    text_hex(der, (size_t) length, hex);
    text_add_format(&text, "sign %s\n", hex);
    const char *done = text_done(&text);
    return done ? write_file(path, done, reterr) : arena_full(reterr);
}

/* The hex after "name " at a line's start. NULL: not there. */
static const char *find_line(const char *text, const char *name, struct arena *arena)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
        size_t length = strlen(name);
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return arena_copy_bytes(arena, line + length + 1, strcspn(line + length + 1, "\n"));
    }
    return NULL;
}

static bool read_key(const char *text, const char *name, uint8_t *ret, size_t size_bytes,
                     struct arena *arena)
{
    const char *hex = find_line(text, name, arena);
    return hex && text_unhex(hex, ret, size_bytes);
}

static bool read_sign(const char *text, struct keys *keys, struct arena *arena)
{
    const char *hex = find_line(text, "sign", arena);
    uint8_t der[SIGN_DER_MAX];
    size_t length = hex ? strlen(hex) / 2 : 0;
    if (!hex || length > sizeof der || !text_unhex(hex, der, length))
        return false;
    const unsigned char *cursor = der;
    keys->sign = d2i_AutoPrivateKey(NULL, &cursor, (long) length);
    if (!keys->sign)
        return false;

    BIO *bio = BIO_new(BIO_s_mem());
    char *pem = NULL;
    if (bio && PEM_write_bio_PUBKEY(bio, keys->sign) == 1) {
        long size = BIO_get_mem_data(bio, &pem);
        keys->public_pem = strndup(pem, (size_t) size);
    }
    BIO_free(bio);
    return keys->public_pem != NULL;
}

enum err_kind keys_load(const char *path, struct keys **ret, struct err *reterr)
{
    char text[FILE_BYTES_MAX + 1];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return err_set(reterr, ERR_MISSING, "crypto.keys", "%s cannot be read", path);
    struct stat facts;
    ssize_t length = read(file, text, FILE_BYTES_MAX);
    bool private = fstat(file, &facts) == 0 && (facts.st_mode & 077) == 0;
    (void) close(file);
    if (!private)
        return err_set(reterr, ERR_STORE, "crypto.keys",
                       "%s must be readable by its owner only (chmod 600)", path);
    if (length <= 0)
        return broken(path, reterr);
    text[length] = '\0';

    ARENA_SCOPED arena;
    arena_init(&arena, 64 * 1024);
    struct keys *keys = calloc(1, sizeof *keys);
    if (!keys)
        return arena_full(reterr);
    bool good = text_starts(text, first_line) && read_key(text, "seal", keys->seal, 16, &arena) &&
                read_key(text, "mac", keys->mac, 32, &arena) &&
                read_key(text, "index", keys->index, 32, &arena) &&
                read_key(text, "id", keys->id, 16, &arena) && read_sign(text, keys, &arena);
    OPENSSL_cleanse(text, sizeof text);
    if (!good) {
        keys_free(keys);
        return broken(path, reterr);
    }
    *ret = keys;
    return ERR_NONE;
}

void keys_free(struct keys *keys)
{
    if (!keys)
        return;
    EVP_PKEY_free(keys->sign);
    free(keys->public_pem);
    OPENSSL_cleanse(keys, sizeof *keys);
    free(keys);
}

const char *keys_public_pem(const struct keys *keys) { return keys->public_pem; }

enum err_kind sign_bytes(const struct keys *keys, const void *bytes, size_t size_bytes,
                         struct arena *arena, const char **ret_hex, struct err *reterr)
{
    unsigned char signature[128];
    size_t length = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool signed_well = context &&
                       EVP_DigestSignInit(context, NULL, crypto_sm3(), NULL, keys->sign) == 1 &&
                       EVP_DigestSign(context, signature, &length, bytes, size_bytes) == 1;
    EVP_MD_CTX_free(context);
    if (!signed_well)
        return err_set(reterr, ERR_STORE, "crypto.sign", "the signature could not be made");
    char *hex = arena_alloc(arena, 2 * length + 1);
    if (!hex)
        return arena_full(reterr);
    text_hex(signature, length, hex);
    *ret_hex = hex;
    return ERR_NONE;
}

bool sign_verify(const char *public_key_pem, const void *bytes, size_t size_bytes,
                 const char *signature_hex)
{
    uint8_t signature[128];
    size_t length = strlen(signature_hex) / 2;
    if (length > sizeof signature || !text_unhex(signature_hex, signature, length))
        return false;
    BIO *bio = BIO_new_mem_buf(public_key_pem, -1);
    EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = key && context &&
                EVP_DigestVerifyInit(context, NULL, crypto_sm3(), NULL, key) == 1 &&
                EVP_DigestVerify(context, signature, length, bytes, size_bytes) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    BIO_free(bio);
    return good;
}
