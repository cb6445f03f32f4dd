/* The only file that sees every room: it hands gateways and two clocks to the engine, and serves.
 */
#include "api/api.h"
#include "base/log.h"
#include "base/text.h"
#include "command/backup.h"
#include "command/check.h"
#include "command/command.h"
#include "command/config.h"
#include "command/definition.h"
#include "command/demo.h"
#include "command/holidays.h"
#include "command/import.h"
#include "command/job.h"
#include "command/own.h"
#include "command/place.h"
#include "command/seal.h"
#include "command/search.h"
#include "command/setup.h"
#include "command/shipped.h"
#include "command/world.h"
#include "gateway/exchange.h"
#include "paper/paper.h"
#include "systems/systems.h"

#include <signal.h>
#include <sys/resource.h>

/* For commands that run an engine of their own; a server has its settings. */
enum { WORKERS = 2, QUEUE_MAX = 4096, BATCH_MAX = 256 };
enum { SETTINGS_BYTES = 4 << 20 };

/* Nothing is closed: the log must stay as it is. */
static void disk_failed(void)
{
    static const char told[] =
        "fengqiao: the database file cannot be flushed to the disk; start again, "
        "and it is made good from the log\n";
    (void) !write(STDERR_FILENO, told, sizeof told - 1);
    _exit(1);
}

static struct engine_settings settings_of(struct world *world, const struct ports *ports,
                                          const char *public_url)
{
    return (struct engine_settings){.public_url = public_url,
                                    .store_url = world->place.store_url,
                                    .data_folder = world->place.folder,
                                    .keys = world->place.keys,
                                    .seal = world->seal,
                                    .ports = ports,
                                    .systems = world->systems,
                                    .disk_failed = disk_failed,
                                    .workers = WORKERS,
                                    .queue_max = QUEUE_MAX,
                                    .batch_max = BATCH_MAX};
}

/* Without --web: the pages that were installed with the program; NULL, the API alone, without. */
static const char *web_folder(const char *named)
{
    static const char installed[] = INSTALLED_SHARE "/web";
    return named ? named : access(INSTALLED_SHARE "/web/portal.html", R_OK) == 0 ? installed : NULL;
}

/* Before any thread, so that all inherit it: the signals that end us, or have the settings read
 * again, are waited for. */
static void signals_waited_for(sigset_t *ret)
{
    (void) sigemptyset(ret);
    (void) sigaddset(ret, SIGTERM);
    (void) sigaddset(ret, SIGINT);
    (void) sigaddset(ret, SIGHUP);
}

/* sigwait() below is told as by anybody else. */
static void place_lost(void) { (void) kill(getpid(), SIGTERM); }

/* Serves with one reading of the settings. `ret_signal` says what ended it: SIGHUP asks for
 * another. */
static enum err_kind serve_once(struct world *world, const struct config *config, int *ret_signal,
                                struct err *reterr)
{
    enum err_kind kind =
        provider_open(&world->provider, world_real_now, world, &world->oidc, reterr);
    if (kind)
        return kind;
    const struct ports ports = world_ports(world);
    struct engine_settings settings = settings_of(world, &ports, config_text(config, "public-url"));
    const char *maintenance = config_text(config, "maintenance");
    /* Nobody can act: no sign of life is left, so that what ends meanwhile is treated as in an
     * outage, and no clock fires before that. */
    settings.serves = !maintenance;
    settings.held = maintenance != NULL;
    (void) config_hours(config_text(config, "quiet-hours"), &settings.quiet_from,
                        &settings.quiet_to);
    settings.read_pages = config_number(config, "read-pages");
    settings.outage_min_us = config_number(config, "outage-after") * MINUTE_US;
    settings.number_jump_max = config_number(config, "number-jump");
    settings.identity_level = (int) config_number(config, "identity-level");
    settings.lost = place_lost;
    settings.workers = (int) config_number(config, "workers");
    settings.queue_max = (size_t) config_number(config, "queue-max");
    settings.batch_max = (size_t) config_number(config, "batch-max");
    const char *listen = config_text(config, "listen");
    struct api_settings api_settings = {.listen = listen,
                                        .web_folder = web_folder(config_text(config, "web")),
                                        .trusted_proxies = config_text(config, "trusted-proxy"),
                                        .store_url = world->place.store_url,
                                        .maintenance = maintenance,
                                        .hotline = config_text(config, "hotline"),
                                        .demo = world->place.demo};
    struct api *api = NULL;
    kind = engine_start(&settings, &api_settings.engine, reterr);
    if (!kind)
        kind = api_start(&api_settings, &api, reterr);
    if (!kind) {
        const char *colon = strrchr(listen, ':');
        (void) printf("Fengqiao 枫桥 listens on http://%.*s:%d\n", (int) (colon - listen), listen,
                      api_port(api));
        (void) printf("  portal: /   workbench: /staff   API: /api/openapi.json\n");
        seal_tell(world->seal);
        if (world->place.demo)
            demo_print_logins();
        (void) fflush(stdout);
        sigset_t waited;
        signals_waited_for(&waited);
        (void) sigwait(&waited, ret_signal);
        if (engine_lost(api_settings.engine))
            kind = err_set(reterr, ERR_BUSY, "engine.locked",
                           "another server writes to this database");
    }
    api_stop(api);
    engine_stop(api_settings.engine);
    provider_close(&world->provider);
    return kind;
}

static enum err_kind read_settings(struct world *world, int argc, char **argv, struct arena *arena,
                                   struct config *ret, struct err *reterr)
{
    enum err_kind kind = config_read(world->place.folder, argc, argv, arena, ret, reterr);
    return kind ? kind : world_options(world, ret, arena, reterr);
}

/* Reads the settings, serves, and again after each SIGHUP: what runs is finished first. Settings
 * that are wrong end nothing that runs: they are told, and the server goes on with those it had. */
static enum err_kind serve_until_told(struct world *world, int argc, char **argv,
                                      struct err *reterr)
{
    struct config config = {{0}};
    struct arena arenas[2]; /* of the settings in use, and of those being read */
    int used = 0, got = SIGHUP;
    arena_init(&arenas[0], SETTINGS_BYTES);
    arena_init(&arenas[1], SETTINGS_BYTES);
    enum err_kind kind = read_settings(world, argc, argv, &arenas[used], &config, reterr);
    while (!kind && got == SIGHUP) {
        kind = serve_once(world, &config, &got, reterr);
        struct config fresh = {{0}};
        struct err err = {0};
        if (kind || got != SIGHUP)
            break;
        arena_release(&arenas[!used]);
        arena_init(&arenas[!used], SETTINGS_BYTES);
        if (read_settings(world, argc, argv, &arenas[!used], &fresh, &err)) {
            (void) command_failed(&err);
            continue;
        }
        config = fresh;
        used = !used;
    }
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return kind;
}

/* Connections, streams and documents: a service usually begins with room for 1,024 files, and a
 * thousand clients that say nothing would take it all. */
static void files_allow(void)
{
    static const rlim_t wanted = 8192;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void) setrlimit(RLIMIT_NOFILE, &limit); /* less than wanted is served with, too */
}

static int command_serve(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 128 << 20);
    struct err err = {0};
    static struct world world;
    const char *folder = option_text(argc, argv, "--data");
    const char *clock = option_text(argc, argv, "--clock");
    int64_t court_us = 0;
    if (!folder || (clock && !instant_parse(clock, &court_us))) {
        (void) fprintf(stderr,
                       "serve needs --data FOLDER; --clock takes 2026-11-24T09:00:00+08:00\n");
        return 2;
    }
    if (!exchange_start()) {
        (void) fprintf(stderr, "the HTTP library does not start\n");
        return 1;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &world.place, &err))
        return command_failed(&err);
    if (clock && !world.place.demo) {
        (void) fprintf(stderr, "--clock is for demo folders only\n");
        return 2;
    }
    if (clock)
        world_court_set(&world, court_us);
    sigset_t waited;
    signals_waited_for(&waited);
    (void) pthread_sigmask(SIG_BLOCK, &waited, NULL);
    (void) signal(SIGPIPE, SIG_IGN);
    files_allow();
    world.ways.spool = arena_printf(&arena, "%s/spool", folder);
    world.ways.demo = world.place.demo;
    world.delivers = true;
    enum err_kind kind = world.ways.spool ? paper_start(&err) : arena_full(&err);
    if (!kind && !exchange_start())
        kind = err_set(&err, ERR_STORE, "peer.library", "the HTTP library does not start");
    if (!kind)
        kind = place_blobs(&world.place, &arena, &world.blobs, &err);
    if (!kind)
        kind = systems_of_folder(folder, systems, &arena, &world.systems, &err);
    if (!kind)
        kind = serve_until_told(&world, argc, argv, &err);
    seal_free(world.seal);
    blob_home_close(world.blobs);
    paper_stop();
    place_close(&world.place);
    return kind ? command_failed(&err) : 0;
}

/* ---- import ---------------------------------------------------------------------------------- */

/* The engine does it, as it would for the API: no second way of changing anything. */
static int with_engine(int argc, char **argv,
                       int (*run)(const struct command_engine *on, int argc, char **argv))
{
    ARENA_SCOPED arena;
    arena_init(&arena, 256 << 20);
    struct err err = {0};
    static struct world world;
    struct engine *engine = NULL;
    const char *folder = option_text(argc, argv, "--data");
    if (!folder) {
        (void) fprintf(stderr, "%s needs --data FOLDER\n", argv[0]);
        return 2;
    }
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &world.place, &err))
        return command_failed(&err);
    enum err_kind kind = systems_of_folder(folder, systems, &arena, &world.systems, &err);
    const struct ports ports = world_ports(&world);
    const struct engine_settings settings = settings_of(&world, &ports, NULL);
    if (!kind)
        kind = paper_start(&err);
    if (!kind)
        kind = place_blobs(&world.place, &arena, &world.blobs, &err);
    if (!kind)
        kind = engine_start(&settings, &engine, &err);
    const struct command_engine on = {engine, world.place.store_url, world_court_now(&world),
                                      &arena};
    int status = kind ? command_failed(&err) : run(&on, argc, argv);
    engine_stop(engine);
    blob_home_close(world.blobs);
    paper_stop();
    place_close(&world.place);
    return status;
}

static int run_import(const struct command_engine *on, int argc, char **argv)
{
    bool preview = option_given(argc, argv, "--preview"),
         as_json = option_given(argc, argv, "--json");
    return strcmp(argv[1], "holidays") == 0
               ? holidays_import(on, argv[2], preview, as_json)
               : registers_import(on, argv[1], argv[2], preview, as_json);
}

static int command_import(int argc, char **argv)
{
    static const char *const names[] = {
        "holidays", "courts", "causes",         "causes_admin",     "divisions", "wages",
        "incomes",  "units",  "warning_points", "warning_measures", "residents"};
    for (size_t i = 0; argc > 2 && argv[2][0] != '-' && i < COUNT_OF(names); i++) {
        if (strcmp(argv[1], names[i]) == 0)
            return with_engine(argc, argv, run_import);
    }
    (void) fprintf(stderr,
                   "import takes: "
                   "holidays|courts|causes|causes_admin|divisions|wages|incomes|units|warning_"
                   "points|warning_measures|residents FILE "
                   "--data FOLDER\n");
    return 2;
}

static int command_definition(int argc, char **argv)
{
    return with_engine(argc, argv, definition_command);
}

/* Looking needs no engine, and goes on beside a server. */
static int command_job(int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "";
    bool has_word = argc > 2 && argv[2][0] != '-';
    if (strcmp(verb, "list") == 0 || strcmp(verb, "show") == 0)
        return command_job_look(argc, argv);
    bool whole = strcmp(verb, "resume") == 0 || strcmp(verb, "recount") == 0 ||
                 (strcmp(verb, "export") == 0 && option_given(argc, argv, "--as") &&
                  option_given(argc, argv, "--to")) ||
                 (strcmp(verb, "cancel") == 0 && has_word) ||
                 (strcmp(verb, "open") == 0 && has_word && option_given(argc, argv, "--as") &&
                  option_given(argc, argv, "--system"));
    if (whole)
        return with_engine(argc, argv, command_job_run);
    (void) fprintf(stderr, "job takes: open FILE --system NAME --as LOGIN | export --as LOGIN --to "
                           "FILE | recount | resume | cancel ID | "
                           "list | show ID, and --data FOLDER\n");
    return 2;
}

static int command_search(int argc, char **argv) { return with_engine(argc, argv, search_command); }

static int command_restore_all(int argc, char **argv)
{
    return command_restore(argc, argv, systems);
}

static int command_check(int argc, char **argv)
{
    if (!crypto_start()) { /* a definition is known by its hash */
        (void) fprintf(stderr, "fengqiao: the cryptographic library does not start\n");
        return 1;
    }
    if (option_given(argc, argv, "--shipped"))
        return check_shipped(systems, option_text(argc, argv, "--pages"));
    if (argc == 2)
        return check_file(systems, argv[1]);
    if (option_given(argc, argv, "--data"))
        return command_check_data(argc, argv, systems);
    (void) fprintf(stderr, "check takes a definition FILE, --shipped, or --data FOLDER\n");
    return 2;
}

int main(int argc, char **argv)
{
    /* clang-format off */
    static const struct command extra[] = {
        {"serve", "serve --data FOLDER [--listen ADDRESS:PORT] [--store URL] [--web FOLDER]\n"
         "        [--public-url URL] [--trusted-proxy ADDRESSES] [--outage-after MINUTES] [--clock TIME]\n"
         "        [--timestamp URL] [--timestamp-ca FILE] [--case-systems FILE] [--payment-channels FILE] [--peers FILE] [--number-jump COUNT] [--scan SOCKET] [--seal FILE]\n"
         "        [--sms URL] [--sms-from NUMBER] [--sms-login FILE] [--mail URL] [--mail-from ADDRESS] [--mail-login FILE]\n"
         "        [--quiet-hours HH:MM-HH:MM]\n"
         "        [--maintenance REASON] [--hotline NUMBER]\n"
         "        [--oidc-issuer URL --oidc-client ID [--oidc-secret-file FILE] [--oidc-name NAME]]\n"
         "        [--identity-card URL] [--identity-face URL] [--identity-level LEVEL]\n"
         "        [--read-pages COUNT] [--workers COUNT] [--queue-max COUNT] [--batch-max COUNT]",
         "serves the platform until SIGTERM; --clock moves the court's time in a demo folder;\n"
         "  the other options are settings, see: fengqiao config; SIGHUP has them read again\n"
         "  fengqiao serve --data data --listen 127.0.0.1:8080 --web web/dist", 0, command_serve},
        {"check", "check FILE | --shipped [--pages FOLDER] | --data FOLDER [--store URL] [--json]",
         "names every mistake of a definition by its path; or holds a data folder against what must be true of it\n"
         "  fengqiao check my_system.json\n"
         "  fengqiao check --data data", 1, command_check},
        {"import", "import holidays|courts|causes|causes_admin|divisions|wages|incomes FILE --data FOLDER [--store URL] [--preview] [--json]",
         "brings a register up to date from a table as in reference/; --preview only says what would change;\n"
         "  a year's holiday table (columns date,name,kind) moves open clocks\n"
         "  fengqiao import holidays holidays-2027.csv --data data --preview", 2, command_import},
        {"job", "job open FILE --system NAME [--then ACTION] [--court CODE] --as LOGIN --data FOLDER [--store URL] [--json]\n"
         "       | export --as LOGIN --to FILE [--system NAME] [--court CODE] --data FOLDER [--store URL] [--json]\n"
         "       | recount|resume|list|show ID|cancel ID --data FOLDER [--store URL] [--json]",
         "work over many lines: each line of a table opens a matter in the name of that account; a job that was cut off is\n"
         "  resumed; list and show also beside a server\n"
         "  fengqiao job open loans.csv --system filing --court 鄂1202 --as window_clerk --data data", 2, command_job},
        {"restore", "restore --from FOLDER --data FOLDER [--backup TIME] [--store URL] [--cluster FOLDER [--until MOMENT]] [--json]",
         "makes a new data folder of a backup, the newest or the one of that time, and proves that everything in it holds\n"
         "  fengqiao restore --from /backup/fengqiao --data data-restored", 0, command_restore_all},
        {"definition", "definition list|check|publish|withdraw SYSTEM [FILE|RELEASE] --data FOLDER [--store URL] [--court CODE]\n"
         "        [--reason TEXT] [--json]",
         "versions of a definition, or a court's overlay: what is in force, what a new one would change, its publication\n"
         "  fengqiao definition publish intake intake-2.json --data data --reason 'plainer words'", 3, command_definition},
        {"search", "search --rebuild --data FOLDER [--store URL] [--json]",
         "makes the index of search anew, while no server runs\n"
         "  fengqiao search --rebuild --data data", 0, command_search},
        {0},
    };
    /* clang-format on */
    return command_main(argc, argv, extra);
}
