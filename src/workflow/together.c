/* workflow/together: what one definition cannot see: whether the facts it names are told to it. */
#include "workflow/workflow.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct together {
    const struct workflow *const *all;
    size_t all_count;
    const struct workflow *reader;
    struct finding *findings;
    size_t max, count;
};

static void find_fault(struct together *together, const char *path, const char *format, ...)
    PRINTF_LIKE(3, 4);
static void find_fault(struct together *together, const char *path, const char *format, ...)
{
    if (together->count < together->max) {
        struct finding *finding = &together->findings[together->count];
        va_list args;
        va_start(args, format);
        (void) snprintf(finding->path, sizeof finding->path, "%s: %s", together->reader->system,
                        path);
        (void) vsnprintf(finding->text, sizeof finding->text, format, args);
        va_end(args);
    }
    together->count++;
}

bool workflow_tells(const struct workflow *publisher, const char *fact, const char *reader)
{
    for (size_t i = 0; i < publisher->publish_count; i++) {
        const struct published_fact *published = &publisher->publishes[i];
        for (size_t j = 0; published->to && published->to[j]; j++) {
            if (strcmp(published->name, fact) == 0 && strcmp(published->to[j], reader) == 0)
                return true;
        }
    }
    return false;
}

/* "mediation.outcome": is there such a system, and does it tell this one? */
static void check_fact(struct together *together, const char *path, const char *fact)
{
    const char *dot = strchr(fact, '.');
    const struct workflow *publisher = NULL;
    for (size_t i = 0; dot && i < together->all_count; i++) {
        const char *system = together->all[i]->system;
        if (strlen(system) == (size_t) (dot - fact) &&
            strncmp(system, fact, (size_t) (dot - fact)) == 0)
            publisher = together->all[i];
    }
    if (!publisher)
        find_fault(together, path, "no system publishes '%.60s'", fact);
    else if (!workflow_tells(publisher, dot + 1, together->reader->system))
        find_fault(together, path, "'%.60s' is not published to '%.40s'", fact,
                   together->reader->system);
}

static void check_condition(struct together *together, const char *path,
                            const struct condition *condition)
{
    static const char fact[] = "fact.";
    if (!condition)
        return;
    for (size_t i = 0; i < condition->part_count; i++)
        check_condition(together, path, &condition->parts[i]);
    if (condition->kind == CONDITION_COMPARE &&
        strncmp(condition->field, fact, sizeof fact - 1) == 0)
        check_fact(together, path, condition->field + sizeof fact - 1);
}

static void check_reader(struct together *together)
{
    const struct workflow *reader = together->reader;
    char path[40];
    for (size_t i = 0; i < reader->subscribe_count; i++) {
        (void) snprintf(path, sizeof path, "subscribes[%zu]", i);
        check_fact(together, path, reader->subscribes[i].fact);
    }
    for (size_t i = 0; i < reader->action_count; i++) {
        (void) snprintf(path, sizeof path, "actions[%zu].guard", i);
        check_condition(together, path, reader->actions[i].guard);
    }
}

static void check_names(struct together *together, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        const struct workflow *other = together->all[i];
        if (other->prefix == together->reader->prefix)
            find_fault(together, "prefix", "'%.40s' has it already", other->system);
        if (strcmp(other->system, together->reader->system) == 0)
            find_fault(together, "system", "there twice");
    }
}

size_t workflow_check_together(const struct workflow *const *all, size_t all_count,
                               struct finding *findings, size_t findings_max)
{
    struct together together = {
        .all = all, .all_count = all_count, .findings = findings, .max = findings_max};
    for (size_t i = 0; i < all_count; i++) {
        together.reader = all[i];
        check_names(&together, i);
        check_reader(&together);
    }
    return together.count;
}
