/*
 * api/pages: the web build, read once at the start and served from memory. Two pages (portal and
 * workbench), their hashed assets for ever, everything else asked for afresh by its tag. No request
 * reaches the file system. The first screen alone is drawn when it is asked for (home.c).
 */
#include "api/home.h"
#include "api/private.h"

#include "base/text.h"
#include "crypto/crypto.h"

#include <dirent.h>
#include <sys/stat.h>

enum { PAGE_BYTES_MAX = 8 << 20, PAGES_MAX = 1200, TAG_HEX = 32 };

struct page {
    const char *path; /* "/assets/portal-3f2a.js" */
    const char *bytes;
    size_t size_bytes;
    char tag[TAG_HEX + 3]; /* of the bytes as they are sent: a twin has a tag of its own */
};

struct pages {
    struct page rows[PAGES_MAX];
    size_t count;
    struct home *home;       /* NULL: the build left none */
    const char *home_policy; /* for its content */
};

/* What a page of ours may do. Links of participants stand in addresses, so no referrer is sent, not
 * even to ourselves. The first screen carries its styles and what runs before them: those, by their
 * hash, and nothing else. */
#define POLICY(script, style)                                                                      \
    "default-src 'none'; script-src 'self'" script "; style-src 'self'" style                      \
    "; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; "  \
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "                \
    "frame-ancestors 'none'"

static const struct {
    const char *name, *value;
} guards[] = {
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), "
                           "serial=(), display-capture=()"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
};

static const char missing[] =
    "<!doctype html><meta charset=utf-8><title>枫桥</title><p>web build missing: the pages are not "
    "built (make web). The API answers at <a href=/api/openapi.json>/api/openapi.json</a>.</p>"
    "<p>网页尚未构建，请运行 make web；接口可以正常使用。</p>";

static enum err_kind read_page(struct pages *pages, const char *file, const char *path,
                               size_t size_bytes, struct arena *arena, struct err *reterr)
{
    if (pages->count == PAGES_MAX || size_bytes > PAGE_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "api.pages", "the web build is too large");
    FILE *stream = fopen(file, "rbe");
    char *bytes = stream ? arena_alloc(arena, size_bytes + 1) : NULL;
    size_t got = bytes ? fread(bytes, 1, size_bytes, stream) : 0;
    if (stream)
        (void) fclose(stream);
    if (got != size_bytes)
        return err_set(reterr, ERR_STORE, "api.pages", "%.150s cannot be read", file);
    struct page *page = &pages->rows[pages->count++];
    *page = (struct page){path, bytes, size_bytes, ""};
    char hash[SM3_HEX];
    struct sm3 sum = sm3_of(bytes, size_bytes);
    text_hex(sum.bytes, SM3_BYTES, hash);
    (void) snprintf(page->tag, sizeof page->tag, "\"%.*s\"", TAG_HEX, hash);
    return ERR_NONE;
}

static enum err_kind read_folder(struct pages *pages, const char *folder, const char *path,
                                 int depth, struct arena *arena, struct err *reterr)
{
    DIR *list = depth < 4 ? opendir(folder) : NULL;
    enum err_kind kind = ERR_NONE;
    for (struct dirent *entry; list && !kind && (entry = readdir(list));) {
        struct stat facts;
        const char *file = arena_printf(arena, "%s/%s", folder, entry->d_name);
        const char *below = arena_printf(arena, "%s/%s", path, entry->d_name);
        if (!file || !below)
            kind = arena_full(reterr);
        else if (entry->d_name[0] == '.' || stat(file, &facts))
            continue;
        else if (S_ISDIR(facts.st_mode))
            kind = read_folder(pages, file, below, depth + 1, arena, reterr);
        else if (S_ISREG(facts.st_mode))
            kind = read_page(pages, file, below, (size_t) facts.st_size, arena, reterr);
    }
    if (list)
        (void) closedir(list);
    return kind;
}

static const struct page *find_page(const struct pages *pages, const char *path)
{
    for (size_t i = 0; i < pages->count; i++) {
        if (strcmp(pages->rows[i].path, path) == 0)
            return &pages->rows[i];
    }
    return NULL;
}

static enum err_kind read_home(struct pages *pages, const struct page *parts, struct arena *arena,
                               struct err *reterr)
{
    enum err_kind kind = home_read(parts->bytes, parts->size_bytes, arena, &pages->home, reterr);
    if (kind)
        return kind;
    const char *script = home_hash(pages->home, "script"), *style = home_hash(pages->home, "style");
    pages->home_policy =
        script && style ? arena_printf(arena, POLICY(" %s", " %s"), script, style) : NULL;
    return pages->home_policy ? ERR_NONE
                              : err_set(reterr, ERR_STORE, "api.pages", "home.json has no policy");
}

enum err_kind pages_load(const char *folder, struct arena *arena, struct pages **ret,
                         struct err *reterr)
{
    *ret = arena_alloc(arena, sizeof **ret);
    if (!*ret)
        return arena_full(reterr);
    enum err_kind kind = folder ? read_folder(*ret, folder, "", 0, arena, reterr) : ERR_NONE;
    const struct page *parts = kind ? NULL : find_page(*ret, "/home.json");
    return parts ? read_home(*ret, parts, arena, reterr) : kind;
}

static const char *media_type(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {{".html", "text/html; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".png", "image/png"},
                 {".ico", "image/x-icon"},
                 {".webp", "image/webp"},
                 {".woff2", "font/woff2"},
                 {".json", "application/json"},
                 {".webmanifest", "application/manifest+json"},
                 {".txt", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < COUNT_OF(types); i++) {
        if (strcmp(types[i].ending, dot) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

/* The smaller twin a browser takes, when the build made one. */
static const struct page *find_twin(const struct pages *pages, const struct http_request *request,
                                    const char *path, const char **ret_encoding)
{
    static const struct {
        const char *ending, *encoding;
    } twins[] = {{".br", "br"}, {".gz", "gzip"}};
    const char *accepted = http_header(request, "Accept-Encoding");
    for (size_t i = 0; accepted && i < COUNT_OF(twins); i++) {
        const char *name = arena_printf(request->arena, "%s%s", path, twins[i].ending);
        const struct page *twin =
            name && strstr(accepted, twins[i].encoding) ? find_page(pages, name) : NULL;
        if (twin) {
            *ret_encoding = twins[i].encoding;
            return twin;
        }
    }
    return find_page(pages, path);
}

/* Whole in one file, script included, to be kept and opened without us: under our policy for
 * content it would not run, so it is handed over to keep. */
#define OFFLINE_PAGE "/proof.html"

/* Addresses inside a page's own navigation all get that page. */
static const char *page_path(const char *path)
{
    bool staff = strcmp(path, "/staff") == 0 || text_starts(path, "/staff/");
    const char *last = strrchr(path, '/');
    return last && strchr(last, '.') ? path : staff ? "/staff.html" : "/portal.html";
}

/* If-None-Match may be a list, and its tags weak after a proxy. */
static bool has_it(const struct http_request *request, const struct page *page)
{
    const char *known = http_header(request, "If-None-Match");
    return known && strstr(known, page->tag);
}

static void add_page(struct http_reply *reply, const struct http_request *request,
                     const struct page *page, const char *encoding)
{
    reply->status = has_it(request, page) ? 304 : 200;
    reply->body_static = true;
    reply->body = reply->status == 304 ? "" : page->bytes;
    reply->body_bytes = reply->status == 304 ? 0 : page->size_bytes;
    http_reply_header(reply, "ETag", page->tag);
    http_reply_header(reply, "Vary", "Accept-Encoding");
    if (encoding)
        http_reply_header(reply, "Content-Encoding", encoding);
}

/* Short, and asked for once in a while: cheaper drawn and packed each time than kept in step with
 * the definitions. */
static bool draw_home(const struct api *api, const struct http_request *request,
                      struct http_reply *reply)
{
    const struct home *home = api->pages->home;
    bool wanted = home && strcmp(request->path, "/") == 0;
    reply->body =
        wanted ? home_draw(home, api->settings.engine, hotline_of(api), request->arena) : NULL;
    if (!reply->body)
        return false;
    reply->status = 200;
    reply->body_bytes = strlen(reply->body);
    reply_tag(reply, http_header(request, "If-None-Match"), http_takes_gzip(request),
              request->arena);
    return true;
}

void pages_send(const struct api *api, const struct http_request *request)
{
    const struct pages *pages = api->pages;
    const char *path = page_path(request->path), *encoding = NULL;
    const struct page *page =
        text_starts(path, "/api/") ? NULL : find_twin(pages, request, path, &encoding);
    bool get = strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
    bool built = find_page(pages, "/portal.html") != NULL;
    struct http_reply reply = {.content_type = media_type(path)};
    bool home = page && get && draw_home(api, request, &reply);
    if (page && get && !home) {
        add_page(&reply, request, page, encoding);
    } else if (!home) {
        reply.status = get ? 404 : 405;
        reply.content_type = "text/html; charset=utf-8";
        reply.body = built ? "<!doctype html><meta charset=utf-8><p>没有这个页面。<p>No such page."
                           : missing;
        reply.body_bytes = strlen(reply.body);
        http_reply_header(&reply, "Vary", "Accept-Encoding");
    }
    if (strcmp(path, OFFLINE_PAGE) == 0)
        http_reply_header(&reply, "Content-Disposition", "attachment; filename=\"proof.html\"");
    http_reply_header(&reply, "Cache-Control",
                      page && text_starts(path, "/assets/") ? "public, max-age=31536000, immutable"
                                                            : "no-cache");
    http_reply_header(&reply, "Content-Security-Policy",
                      home ? pages->home_policy : POLICY("", ""));
    for (size_t i = 0; i < COUNT_OF(guards); i++)
        http_reply_header(&reply, guards[i].name, guards[i].value);
    http_send(request->exchange, &reply);
}
