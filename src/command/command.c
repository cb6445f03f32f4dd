/* command/command: finds and runs a command; the table is the manual. */
#include "command/command.h"

#include "command/backup.h"
#include "command/config.h"
#include "command/copy.h"
#include "command/differences.h"
#include "command/law.h"
#include "command/password.h"
#include "command/setup.h"
#include "command/user.h"
#include "command/verify.h"

/* clang-format off */
const struct command commands[] = {
    {"setup",  "setup --data FOLDER [--store URL] [--reference FOLDER] [--demo] [--json]",
     "makes a data folder: keys, schema, reference tables, first accounts; --demo adds accounts for every role\n"
     "  fengqiao setup --demo --data data", 0, command_setup},
    {"verify", "verify --data FOLDER [--store URL] [--json]\n"
     "       | --proof FILE [--document FILE] [--timestamp-ca FILE] [--json]",
     "walks every chain and block of the event log and names the first broken row; or checks one matter's\n  proof by itself, without data folder or server,\n"
     "  and a paper or document at hand against it\n"
     "  fengqiao verify --data data", 0, command_verify},
    {"migrate", "migrate --data FOLDER [--store URL] [--json]",
     "brings the schema to this program's version; safe to repeat\n"
     "  fengqiao migrate --data data", 0, command_migrate},
    {"copy", "copy --data FOLDER --to FOLDER [--to-store URL] [--json]",
     "copies a data folder into a new one, on SQLite or PostgreSQL, and proves both alike; no server may run on it\n"
     "  fengqiao copy --data data --to data-pg --to-store postgresql://fengqiao@127.0.0.1/fengqiao", 0, command_copy},
    {"backup", "backup --data FOLDER --to FOLDER [--log] [--end-log] [--store URL] [--json]",
     "saves a data folder while it is served: a picture of the database, every document once, the keys\n"
     "  fengqiao backup --data data --to /backup/fengqiao\n"
     "--log, on PostgreSQL: a base the first time, then only the log written since\n"
     "  fengqiao backup --data data --to /backup/fengqiao-log --log", 0, command_backup},
    {"differences", "differences --data FOLDER [--court CODE] [--store URL] [--json]",
     "what courts' own case systems and the platform do not agree on, and who must act; beside a running server;\n  exit status 1 when there is something\n"
     "  fengqiao differences --data data --court 鄂1202", 0, command_differences},
    {"config", "config list|get NAME|set NAME VALUE|unset NAME --data FOLDER [--json]",
     "the settings of the server of a data folder: what each is, may be and usually is\n"
     "  fengqiao config set timestamp https://tsa.example.org --data data", 3, command_config},
    {"user", "user list|add LOGIN|grant LOGIN ROLE --data FOLDER [--name NAME] [--court CODE] [--until DAY]\n"
     "         [--store URL] [--json]",
     "accounts of staff while no server runs (the API serves while one does): a new one gets a password, printed once\n"
     "  fengqiao user add head --name 何敏 --data data\n"
     "  fengqiao user grant head filing_head --court 鄂1202 --data data", 3, command_user},
    {"password", "password LOGIN --data FOLDER [--store URL] [--json]",
     "gives an account a new random password, printed once, unlocks it and ends its sessions\n"
     "  fengqiao password admin --data data", 1, command_password},
    {"law", "law [RULE [--FIELD VALUE]… | --batch | --page [TABLE]] [--json] [--reference FOLDER]",
     "the rules of the law: without a rule lists them; amounts are in yuan; --batch answers lines of JSON,\n  --page writes docs/law-batch.md, --page TABLE one of docs/law\n"
     "  fengqiao law fee --amount 350000 --procedure summary\n"
     "  fengqiao law period --help", COMMAND_CHECKS_ITSELF, command_law},
    {0},
};
/* clang-format on */

static void print_rows(FILE *out, const struct command *rows)
{
    for (; rows && rows->name; rows++)
        (void) fprintf(out, "fengqiao %s\n  %s\n\n", rows->usage, rows->help);
}

static const struct command *find(const struct command *rows, const char *name)
{
    for (; rows && rows->name; rows++) {
        if (strcmp(rows->name, name) == 0)
            return rows;
    }
    return NULL;
}

/* The option's place in the usage, or NULL. */
static const char *find_option(const char *usage, const char *option)
{
    size_t length = strlen(option);
    for (const char *at = strstr(usage, option); at; at = strstr(at + 1, option)) {
        if (strchr(" ]\n", at[length]) || !at[length])
            return at + length;
    }
    return NULL;
}

/* What is wrong with the arguments, into `ret`; false: nothing. */
static bool find_mistake(const struct command *command, int argc, char **argv, char *ret,
                         size_t size_bytes)
{
    int words = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            if (++words > command->words_max) {
                (void) snprintf(ret, size_bytes, "'%.60s' is one word too many", argv[i]);
                return true;
            }
            continue;
        }
        const char *after = find_option(command->usage, argv[i]);
        if (!after) {
            (void) snprintf(ret, size_bytes, "there is no option '%.60s'", argv[i]);
            return true;
        }
        if (after[0] != ' ' || after[1] < 'A' || after[1] > 'Z')
            continue; /* a flag */
        if (i + 1 == argc || strncmp(argv[i + 1], "--", 2) == 0) {
            (void) snprintf(ret, size_bytes, "%.60s needs a value", argv[i]);
            return true;
        }
        i++;
    }
    return false;
}

int command_main(int argc, char **argv, const struct command *extra)
{
    const char *name = argc > 1 ? argv[1] : "--help";
    const struct command *command = find(extra, name);
    if (!command)
        command = find(commands, name);
    if (!command) {
        bool asked = strcmp(name, "--help") == 0 || strcmp(name, "help") == 0;
        if (!asked)
            (void) fprintf(stderr, "fengqiao: no command '%s'\n\n", name);
        print_rows(asked ? stdout : stderr, extra);
        print_rows(asked ? stdout : stderr, commands);
        return asked ? 0 : 2;
    }
    bool own = command->words_max == COMMAND_CHECKS_ITSELF && argc > 2 && argv[2][0] != '-';
    for (int i = 2; i < argc && !own; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            (void) printf("fengqiao %s\n  %s\n", command->usage, command->help);
            return 0;
        }
    }
    char mistake[160];
    if (command->words_max != COMMAND_CHECKS_ITSELF &&
        find_mistake(command, argc - 1, argv + 1, mistake, sizeof mistake)) {
        (void) fprintf(stderr, "fengqiao %s: %s\n  fengqiao %s\n", name, mistake, command->usage);
        return 2;
    }
    return command->run(argc - 1, argv + 1);
}
