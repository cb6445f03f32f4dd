/* command/config: see config.h. */
#include "command/config.h"

#include "base/url.h"
#include "command/command.h"
#include "command/place.h"
#include "engine/engine.h"
#include "json/json.h"

enum { CONF_BYTES_MAX = 16 * 1024, VALUE_MAX = 1000 };

enum kind {
    KIND_TEXT,
    KIND_NUMBER,
    KIND_LISTEN,
    KIND_URL,
    KIND_PROTECTED,
    KIND_SOCKET,
    KIND_MAIL,
    KIND_HOURS
};

static const struct row {
    const char *name;
    enum kind kind;
    int64_t min, max;
    const char *usual; /* NULL: none */
    const char *help;
} rows[CONFIG_ROWS] = {
    {"listen", KIND_LISTEN, 0, 0, "127.0.0.1:8080", "address and port the server listens on"},
    {"web", KIND_TEXT, 0, 0, NULL,
     "folder of the built pages; else those installed with the program"},
    {"public-url", KIND_URL, 0, 0, NULL,
     "where the public reaches the platform: stands in the codes of papers"},
    {"trusted-proxy", KIND_TEXT, 0, 0, NULL,
     "addresses whose X-Forwarded-For counts, separated by blanks"},
    {"outage-after", KIND_NUMBER, 2, 1440, "10",
     "minutes without a sign of life that make an outage [assumed]"},
    {"timestamp", KIND_URL, 0, 0, NULL, "authority (RFC 3161) that stamps each day's root"},
    {"timestamp-ca", KIND_TEXT, 0, 0, NULL,
     "file of certificates (PEM) one of which must stand behind a stamp"},
    {"seal", KIND_TEXT, 0, 0, NULL,
     "file (PEM) of the key and certificates papers are sealed with; without it they wait"},
    {"case-systems", KIND_TEXT, 0, 0, NULL,
     "file of connections to courts' own case systems (docs/case-system.md)"},
    {"peers", KIND_TEXT, 0, 0, NULL,
     "file of other installations and their courts (docs/cells.md); not set: every court is ours"},
    {"payment-channels", KIND_TEXT, 0, 0, NULL,
     "file of the banks and payment companies fees are paid by (docs/fees.md)"},
    {"number-jump", KIND_NUMBER, 1, 9999999, "100000",
     "numbers a case number from outside may lie behind the last one; further is a slip [assumed]"},
    {"scan", KIND_SOCKET, 0, 0, NULL,
     "clamd, which looks for viruses in what people upload; not set: nobody looks"},
    {"oidc-issuer", KIND_PROTECTED, 0, 0, NULL,
     "OpenID provider staff may sign in by (docs/sign-in.md)"},
    {"oidc-client", KIND_TEXT, 0, 0, NULL, "what the provider calls this platform"},
    {"oidc-secret-file", KIND_TEXT, 0, 0, NULL,
     "file with the client's secret, its first line; not set: a public client"},
    {"oidc-name", KIND_TEXT, 0, 0, "统一身份认证", "what staff call the provider"},
    {"identity-card", KIND_PROTECTED, 0, 0, NULL,
     "service that checks what a reader took from an identity card"},
    {"identity-face", KIND_PROTECTED, 0, 0, NULL,
     "service that compares a face with the authority's picture"},
    {"identity-level", KIND_NUMBER, 2, 3, "2",
     "from which level on an account is taken for its person: 2 name and number agree, 3 proven"},
    {"read-pages", KIND_NUMBER, 0, 200, "20",
     "of each document, are read for their text, by a machine where they are pictures; 0: none"},
    {"maintenance", KIND_TEXT, 0, 0, NULL,
     "why nothing may be sent in just now; while it is set the platform is read only"},
    {"hotline", KIND_TEXT, 0, 0, "12368", "number people are told to call"},
    {"sms", KIND_URL, 0, 0, NULL,
     "sendsms address of the gateway (Kannel) that sends text messages; else files in spool/"},
    {"sms-from", KIND_TEXT, 0, 0, "12368", "number that stands as the sender of text messages"},
    {"sms-login", KIND_TEXT, 0, 0, NULL, "file with name and password for it, each on a line"},
    {"mail", KIND_MAIL, 0, 0, NULL, "mail server that sends e-mail; else files in spool/"},
    {"mail-from", KIND_TEXT, 0, 0, NULL, "address e-mail is sent from"},
    {"mail-login", KIND_TEXT, 0, 0, NULL, "file with name and password for it, each on a line"},
    {"quiet-hours", KIND_HOURS, 0, 0, "21:00-08:00",
     "of the day, without text messages but urgent ones; none [assumed]"},
    {"workers", KIND_NUMBER, 1, ENGINE_WORKERS_MAX, "2",
     "threads that set papers, deliver messages, keep clocks"},
    {"queue-max", KIND_NUMBER, 64, 65536, "4096",
     "writes that may wait; above it a request gets 503"},
    {"batch-max", KIND_NUMBER, 1, 256, "256", "writes of one transaction"},
};

static size_t row_named(const char *name)
{
    size_t i = 0;
    while (i < CONFIG_ROWS && strcmp(rows[i].name, name) != 0)
        i++;
    return i;
}

static bool is_number(const struct row *row, const char *value)
{
    char *end = NULL;
    long long number = strtoll(value, &end, 10);
    return *value && !*end && number >= row->min && number <= row->max;
}

static bool is_listen(const char *value)
{
    const char *colon = strrchr(value, ':');
    const struct row port = {.min = 0, .max = 65535};
    return colon && colon > value && is_number(&port, colon + 1);
}

bool config_hours(const char *value, int *ret_from, int *ret_to)
{
    int hour = 0, minute = 0, to_hour = 0, to_minute = 0, end = 0;
    *ret_from = *ret_to = 0;
    if (text_equal(value, "none"))
        return true;
    if (strlen(value) != 11 ||
        sscanf(value, "%2d:%2d-%2d:%2d%n", &hour, &minute, &to_hour, &to_minute, &end) != 4)
        return false;
    *ret_from = hour * 60 + minute;
    *ret_to = to_hour * 60 + to_minute;
    return end == 11 && hour >= 0 && hour < 24 && to_hour >= 0 && to_hour < 24 && minute >= 0 &&
           minute < 60 && to_minute >= 0 && to_minute < 60;
}

static bool fits(const struct row *row, const char *value)
{
    if (strlen(value) > VALUE_MAX || strpbrk(value, "\n\r"))
        return false;
    switch (row->kind) {
    case KIND_NUMBER:
        return is_number(row, value);
    case KIND_LISTEN:
        return is_listen(value);
    case KIND_URL:
        return text_starts(value, "http://") || text_starts(value, "https://");
    case KIND_PROTECTED: /* persons' data, or what signs them in */
        return url_is_protected(value);
    case KIND_SOCKET:
        return *value == '/' || is_listen(value);
    case KIND_MAIL:
        return text_starts(value, "smtp://") || text_starts(value, "smtps://");
    case KIND_HOURS: {
        int from = 0, to = 0;
        return config_hours(value, &from, &to);
    }
    case KIND_TEXT:
        return *value != '\0';
    }
    return false;
}

static const char *range_of(const struct row *row, struct arena *arena)
{
    static const char *const words[] = {"text",
                                        "",
                                        "ADDRESS:PORT",
                                        "http:// or https:// address",
                                        "https:// address, or http:// on this machine",
                                        "HOST:PORT or the path of a socket",
                                        "smtp:// or smtps:// address",
                                        "HH:MM-HH:MM or none"};
    return row->kind == KIND_NUMBER
               ? arena_printf(arena, "%lld to %lld", (long long) row->min, (long long) row->max)
               : words[row->kind];
}

static enum err_kind refuse(const struct row *row, const char *where, struct arena *arena,
                            struct err *reterr)
{
    return err_set(reterr, ERR_INVALID, "config.value", "%s (%s) takes %s: %s", row->name, where,
                   range_of(row, arena), row->help);
}

enum err_kind config_read(const char *folder, int argc, char **argv, struct arena *arena,
                          struct config *ret, struct err *reterr)
{
    const char *conf = NULL;
    enum err_kind kind = place_conf(folder, arena, &conf, reterr);
    for (size_t i = 0; !kind && i < CONFIG_ROWS; i++) {
        const char *option = arena_printf(arena, "--%s", rows[i].name);
        const char *given = option ? option_text(argc, argv, option) : NULL;
        const char *kept = place_conf_value(conf, rows[i].name, arena);
        const char *value = given ? given : kept;
        ret->values[i] = value ? value : rows[i].usual;
        if (value && !fits(&rows[i], value))
            kind = refuse(&rows[i], given ? "option" : "fengqiao.conf", arena, reterr);
    }
    return kind;
}

const char *config_text(const struct config *config, const char *name)
{
    size_t i = row_named(name);
    return i < CONFIG_ROWS ? config->values[i] : NULL;
}

int64_t config_number(const struct config *config, const char *name)
{
    const char *text = config_text(config, name);
    return text ? strtoll(text, NULL, 10) : 0;
}

/* ---- the command ------------------------------------------------------------------------------
 */

/* The file with that line replaced, added, or (value NULL) taken out; everything else stays. */
static enum err_kind write_setting(const char *folder, const char *name, const char *value,
                                   struct arena *arena, struct err *reterr)
{
    const char *conf = NULL;
    struct text text;
    size_t length = strlen(name);
    enum err_kind kind = place_conf(folder, arena, &conf, reterr);
    if (kind)
        return kind;
    text_init(&text, arena, CONF_BYTES_MAX - 1);
    for (const char *line = conf; *line;) {
        size_t whole = strcspn(line, "\n") + 1;
        if (strncmp(line, name, length) != 0 || line[length] != ' ')
            text_add_bytes(&text, line, line[whole - 1] ? whole : whole - 1);
        line += line[whole - 1] ? whole : whole - 1;
    }
    if (value)
        text_add_format(&text, "%s %s\n", name, value);
    const char *whole = text_done(&text);
    return whole ? file_write_durably(folder, "fengqiao.conf", whole, strlen(whole), reterr)
                 : err_set(reterr, ERR_LIMIT, "config.size", "the settings are too long");
}

static int print_all(const struct config *config, bool as_json, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena, 64 * 1024);
    json_begin(&writer);
    for (size_t i = 0; i < CONFIG_ROWS; i++) {
        if (!as_json)
            (void) printf("%-14s %-24s %s; %s%s%s\n", rows[i].name,
                          config->values[i] ? config->values[i] : "-", rows[i].help,
                          range_of(&rows[i], arena), rows[i].usual ? ", usually " : "",
                          rows[i].usual ? rows[i].usual : "");
        json_named_text(&writer, rows[i].name, config->values[i]);
    }
    json_end(&writer);
    const char *json = json_done(&writer);
    if (as_json)
        (void) printf("%s\n", json ? json : "{}");
    return 0;
}

static int change(const char *folder, const char *name, const char *value, struct arena *arena)
{
    struct err err = {0};
    size_t i = row_named(name);
    if (value && !fits(&rows[i], value)) {
        (void) refuse(&rows[i], "value", arena, &err);
        return command_failed(&err);
    }
    if (write_setting(folder, name, value, arena, &err))
        return command_failed(&err);
    (void) printf("%s %s; a running server reads it on SIGHUP or at its next start\n", name,
                  value ? value : "is not set any more");
    return 0;
}

int command_config(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 4 << 20);
    struct err err = {0};
    struct config config = {{0}};
    const char *folder = option_text(argc, argv, "--data");
    const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "list";
    const char *name = argc > 2 && argv[2][0] != '-' ? argv[2] : "";
    const char *value = argc > 3 && argv[3][0] != '-' ? argv[3] : NULL;
    bool list = strcmp(verb, "list") == 0, get = strcmp(verb, "get") == 0,
         set = strcmp(verb, "set") == 0, unset = strcmp(verb, "unset") == 0;
    if (!folder || (!list && !get && !set && !unset) || (set && !value)) {
        (void) fprintf(stderr,
                       "config takes: list, get NAME, set NAME VALUE, unset NAME; --data FOLDER\n");
        return 2;
    }
    if (!list && row_named(name) == CONFIG_ROWS) {
        (void) fprintf(stderr, "there is no setting '%s'; see: fengqiao config list\n", name);
        return 2;
    }
    if (set || unset)
        return change(folder, name, set ? value : NULL, &arena);
    if (config_read(folder, 0, argv, &arena, &config, &err))
        return command_failed(&err);
    if (list)
        return print_all(&config, option_given(argc, argv, "--json"), &arena);
    (void) printf("%s\n", config_text(&config, name) ? config_text(&config, name) : "");
    return 0;
}
