/* What must hold for every system that ships: a row for each folder, no finding, and, for each
 * state × action × role that is not in the definition, a refusal. Nobody writes these tests by
 * system. */
#include "tests/test.h"

#include "engine/engine.h"
#include "systems/systems.h"

#include <dirent.h>

enum { SYSTEMS_MAX = 64 };

static struct arena arena;
static struct workflow *workflows[SYSTEMS_MAX];
static size_t workflow_count;

static int load_all(void **state)
{
    (void) state;
    if (!crypto_start())
        return -1;
    arena_init(&arena, 256 << 20);
    struct vocabulary vocabulary;
    struct err err = {0};
    if (engine_vocabulary(systems, &arena, &vocabulary, &err))
        return -1;
    for (size_t i = 0; systems[i]; i++) {
        struct finding findings[8];
        size_t count = 0;
        const struct embedded_file *file = systems[i]->definition;
        if (definition_load(file->bytes, file->size_bytes, &vocabulary, &arena,
                            &workflows[workflow_count++], findings, COUNT_OF(findings), &count,
                            &err)) {
            for (size_t f = 0; f < count && f < COUNT_OF(findings); f++)
                print_error("%s: %s: %s\n", systems[i]->name, findings[f].path, findings[f].text);
            return -1;
        }
    }
    return 0;
}

static int release_all(void **state)
{
    (void) state;
    arena_release(&arena);
    return 0;
}

static bool has_row(const char *wing, const char *name)
{
    for (size_t i = 0; systems[i]; i++) {
        if (strcmp(systems[i]->name, name) == 0)
            return strcmp(systems[i]->wing, wing) == 0 && strcmp(workflows[i]->system, name) == 0 &&
                   strcmp(workflows[i]->wing, wing) == 0;
    }
    return false;
}

static void every_folder_has_a_row(void **state)
{
    (void) state;
    DIR *wings = opendir(SYSTEMS_FOLDER);
    assert_non_null(wings);
    size_t found = 0;
    for (struct dirent *wing; (wing = readdir(wings));) {
        char path[600];
        (void) snprintf(path, sizeof path, "%s/%s", SYSTEMS_FOLDER, wing->d_name);
        DIR *folders = wing->d_name[0] == '.' ? NULL : opendir(path);
        for (struct dirent *folder; folders && (folder = readdir(folders));) {
            if (folder->d_name[0] == '.')
                continue;
            found++;
            if (!has_row(wing->d_name, folder->d_name))
                fail_msg("%s/%s has no row in systems.c", wing->d_name, folder->d_name);
        }
        if (folders)
            (void) closedir(folders);
    }
    (void) closedir(wings);
    assert_int_equal(found, workflow_count);
}

static void prefixes_are_their_own(void **state)
{
    (void) state;
    for (size_t i = 0; i < workflow_count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(workflows[i]->prefix, workflows[j]->prefix);
    }
}

static bool in_table(const struct action *action, const struct state *from, size_t role)
{
    bool possible = false;
    for (size_t i = 0; i < action->from_count; i++)
        possible |= action->from[i] == from;
    return possible && (action->by >> role & 1);
}

static void what_no_table_allows_is_refused(void **state)
{
    (void) state;
    size_t refused = 0;
    for (size_t i = 0; i < workflow_count; i++) {
        const struct workflow *workflow = workflows[i];
        for (size_t s = 0; s < workflow->state_count; s++) {
            for (size_t a = 0; a < workflow->action_count; a++) {
                for (size_t role = 0; role < role_count; role++) {
                    if (in_table(&workflow->actions[a], &workflow->states[s], role))
                        continue;
                    struct facts facts = {.system = workflow->system,
                                          .state = workflow->states[s].name,
                                          .fields = &value_null,
                                          .before = &value_null,
                                          .form = &value_null,
                                          .settings = &value_null,
                                          .published = &value_null,
                                          .matter = &value_null,
                                          .outside = &value_null,
                                          .deadlines = &value_null};
                    const struct action *action = NULL;
                    const char *used = NULL;
                    struct words refusal = {0};
                    struct err err = {0};
                    enum err_kind kind =
                        workflow_decide(workflow, &facts, workflow->actions[a].name,
                                        UINT64_C(1) << role, &action, &used, &refusal, &err);
                    if (kind != ERR_DENIED && kind != ERR_CONFLICT)
                        fail_msg("%s: '%s' in '%s' by '%s' gave %d", workflow->system,
                                 workflow->actions[a].name, workflow->states[s].name,
                                 roles[role].name, (int) kind);
                    refused++;
                }
            }
        }
    }
    print_message("%zu combinations refused\n", refused);
}

static void what_the_clock_may_is_only_to_record_and_move(void **state)
{
    (void) state;
    for (size_t i = 0; i < workflow_count; i++) {
        for (size_t a = 0; a < workflows[i]->action_count; a++) {
            const struct action *action = &workflows[i]->actions[a];
            if (!(action->by & role_bit("clock")))
                continue;
            assert_true(action->nature == NATURE_RECORD || action->nature == NATURE_MOVE);
            for (size_t e = 0; e < action->effect_count; e++)
                assert_true(action->effects[e].effect->clock_may);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_folder_has_a_row),
        cmocka_unit_test(prefixes_are_their_own),
        cmocka_unit_test(what_no_table_allows_is_refused),
        cmocka_unit_test(what_the_clock_may_is_only_to_record_and_move),
    };
    return cmocka_run_group_tests(tests, load_all, release_all);
}
