/* command/shipped: see shipped.h. */
#include "command/shipped.h"

#include "command/place.h"
#include "gateway/gateway.h"
#include "store/csv.h"

/* The page of docs/systems/ and its picture. */
static enum err_kind write_pages(const struct workflow *workflow, const char *folder,
                                 struct arena *arena, struct err *reterr)
{
    const char *page = definition_page(workflow, arena),
               *picture = definition_diagram(workflow, "en", arena);
    const char *page_name = arena_printf(arena, "%s.md", workflow->system),
               *picture_name = arena_printf(arena, "%s.svg", workflow->system);
    if (!page || !picture || !page_name || !picture_name)
        return arena_full(reterr);
    enum err_kind kind = file_write_durably(folder, page_name, page, strlen(page), reterr);
    return kind ? kind : file_write_durably(folder, picture_name, picture, strlen(picture), reterr);
}

int check_shipped(const struct system *const *systems, const char *pages)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 256 << 20);
    struct vocabulary vocabulary;
    struct err err = {0};
    int broken = 0;
    const struct workflow *all[64];
    size_t system_count = 0;
    while (system_count < COUNT_OF(all) && systems[system_count])
        system_count++;
    if (engine_vocabulary(systems, &arena, &vocabulary, &err))
        return command_failed(&err);
    for (size_t i = 0; i < system_count; i++) {
        struct finding findings[32];
        struct workflow *workflow = NULL;
        size_t count = 0;
        const struct embedded_file *file = systems[i]->definition;
        enum err_kind kind = definition_load(file->bytes, file->size_bytes, &vocabulary, &arena,
                                             &workflow, findings, COUNT_OF(findings), &count, &err);
        for (size_t f = 0; kind && f < count && f < COUNT_OF(findings); f++)
            (void) printf("%s: %s: %s\n", file->name, findings[f].path, findings[f].text);
        if (kind && count == 0)
            (void) printf("%s: %s\n", file->name, err.text);
        if (!kind)
            (void) printf("%s: version %d, %zu states, %zu actions, %.16s\n", file->name,
                          workflow->version, workflow->state_count, workflow->action_count,
                          workflow->hash);
        broken += kind != ERR_NONE;
        all[i] = workflow;
        if (!kind && pages && write_pages(workflow, pages, &arena, &err))
            return command_failed(&err);
    }
    struct finding findings[32];
    size_t count = broken ? 0 : workflow_check_together(all, system_count, findings, 32);
    for (size_t f = 0; f < count && f < COUNT_OF(findings); f++)
        (void) printf("%s: %s\n", findings[f].path, findings[f].text);
    const char *rights = pages && !broken ? definition_rights(all, system_count, &arena) : NULL;
    if (pages && !broken &&
        (!rights || file_write_durably(pages, "rights.md", rights, strlen(rights), &err)))
        return command_failed(&err);
    return broken || count;
}

int check_file(const struct system *const *systems, const char *path)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 128 << 20);
    struct vocabulary vocabulary;
    struct err err = {0};
    struct finding findings[64];
    struct workflow *workflow = NULL;
    size_t count = 0, size_bytes = 0;
    char *json = NULL;
    if (csv_read_file(&arena, path, &json, &size_bytes, &err) ||
        engine_vocabulary(systems, &arena, &vocabulary, &err))
        return command_failed(&err);
    if (!definition_load(json, size_bytes, &vocabulary, &arena, &workflow, findings,
                         COUNT_OF(findings), &count, &err)) {
        (void) printf("%s: without findings\n", path);
        return 0;
    }
    for (size_t f = 0; f < count && f < COUNT_OF(findings); f++)
        (void) printf("%s: %s: %s\n", path, findings[f].path, findings[f].text);
    return count ? 1 : command_failed(&err);
}
