/* command/own: see own.h. */
#include "command/own.h"

#include "base/text.h"
#include "gateway/gateway.h"
#include "store/csv.h"

#include <dirent.h>
#include <errno.h>

enum { NAME_MAX_BYTES = 40, SHIPPED_MAX = 64 };

/* "question.json" → "question"; NULL: not the name of a definition's file. */
static const char *system_name(const char *file, struct arena *arena)
{
    static const char ending[] = ".json";
    size_t length = strlen(file);
    if (length < sizeof ending || strcmp(file + length - (sizeof ending - 1), ending) != 0)
        return NULL;
    return arena_printf(arena, "%.*s", (int) (length - (sizeof ending - 1)), file);
}

static bool is_name(const char *name)
{
    size_t length = strlen(name);
    return length > 1 && length < NAME_MAX_BYTES && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz_") == length;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *) left, *(const char *const *) right);
}

/* The names a folder holds, in their order; none when it is not there. */
static enum err_kind list_names(const char *path, struct arena *arena, const char **names,
                                size_t *ret_count, struct err *reterr)
{
    DIR *folder = opendir(path);
    enum err_kind kind = ERR_NONE;
    *ret_count = 0;
    if (!folder)
        return errno == ENOENT
                   ? ERR_NONE
                   : err_set(reterr, ERR_STORE, "systems.folder", "%.150s cannot be read", path);
    for (struct dirent *entry = readdir(folder); !kind && entry; entry = readdir(folder)) {
        const char *name = entry->d_name[0] == '.' ? NULL : system_name(entry->d_name, arena);
        if (!name)
            continue;
        if (!is_name(name))
            kind = err_set(reterr, ERR_INVALID, "systems.name",
                           "%.100s: a system is called by small letters and _", entry->d_name);
        else if (*ret_count == OWN_SYSTEMS_MAX)
            kind = err_set(reterr, ERR_LIMIT, "systems.many", "more than %d in %.150s",
                           OWN_SYSTEMS_MAX, path);
        else
            names[(*ret_count)++] = name;
    }
    (void) closedir(folder);
    qsort((void *) names, *ret_count, sizeof *names, by_name);
    return kind;
}

/* Compiles one and puts it behind those in `all`. */
static enum err_kind compile(const struct system *system, const struct vocabulary *vocabulary,
                             struct arena *arena, const struct workflow **all, size_t place,
                             struct err *reterr)
{
    struct finding findings[8];
    size_t count = 0;
    struct workflow *workflow = NULL;
    enum err_kind kind =
        definition_load(system->definition->bytes, system->definition->size_bytes, vocabulary,
                        arena, &workflow, findings, COUNT_OF(findings), &count, reterr);
    all[place] = workflow;
    if (!kind && strcmp(workflow->system, system->name) != 0)
        return err_set(reterr, ERR_INVALID, "systems.name", "%.60s.json defines '%.60s'",
                       system->name, workflow->system);
    if (count)
        return err_set(reterr, ERR_INVALID, "definition.invalid", "systems/%.60s.json: %s: %s",
                       system->name, findings[0].path, findings[0].text);
    return kind;
}

/* What each may know of the others, and that none has another's name or letter. */
static enum err_kind check_together(const struct workflow *const *all, size_t count,
                                    struct err *reterr)
{
    struct finding findings[1];
    return workflow_check_together(all, count, findings, COUNT_OF(findings))
               ? err_set(reterr, ERR_INVALID, "definition.invalid", "systems/: %s: %s",
                         findings[0].path, findings[0].text)
               : ERR_NONE;
}

static enum err_kind read_one(const char *path, const char *name, struct arena *arena,
                              struct system *ret, struct err *reterr)
{
    struct embedded_file *file = arena_alloc(arena, sizeof *file);
    char *json = NULL;
    size_t size_bytes = 0;
    const char *from = arena_printf(arena, "%s/%s.json", path, name);
    if (!file || !from)
        return arena_full(reterr);
    enum err_kind kind = csv_read_file(arena, from, &json, &size_bytes, reterr);
    if (kind)
        return kind;
    *file = (struct embedded_file){arena_printf(arena, "%s.json", name), json, size_bytes};
    *ret = (struct system){.name = name, .definition = file};
    return ERR_NONE;
}

enum err_kind systems_of_folder(const char *folder, const struct system *const *shipped,
                                struct arena *arena, const struct system *const **ret,
                                struct err *reterr)
{
    const char *names[OWN_SYSTEMS_MAX], *path = arena_printf(arena, "%s/systems", folder);
    const struct workflow *all[SHIPPED_MAX + OWN_SYSTEMS_MAX];
    size_t count = 0, shipped_count = 0;
    struct vocabulary vocabulary;
    *ret = shipped;
    enum err_kind kind = path ? list_names(path, arena, names, &count, reterr) : arena_full(reterr);
    if (kind || !count)
        return kind;
    while (shipped_count < SHIPPED_MAX && shipped[shipped_count])
        shipped_count++;
    const struct system **table =
        (const struct system **) arena_array(arena, shipped_count + count + 1, sizeof *table);
    struct system *own = arena_array(arena, count, sizeof *own);
    if (!table || !own)
        return arena_full(reterr);
    kind = engine_vocabulary(shipped, arena, &vocabulary, reterr);
    for (size_t i = 0; !kind && i < shipped_count + count; i++) {
        table[i] = i < shipped_count ? shipped[i] : &own[i - shipped_count];
        for (size_t s = 0; i >= shipped_count && s < shipped_count; s++) {
            if (strcmp(shipped[s]->name, names[i - shipped_count]) == 0)
                return err_set(reterr, ERR_INVALID, "systems.taken",
                               "systems/%.60s.json: a system of that name ships", shipped[s]->name);
        }
        if (i >= shipped_count)
            kind = read_one(path, names[i - shipped_count], arena, &own[i - shipped_count], reterr);
        if (!kind)
            kind = compile(table[i], &vocabulary, arena, all, i, reterr);
    }
    *ret = table;
    return kind ? kind : check_together(all, shipped_count + count, reterr);
}

enum err_kind systems_copy(const char *from, const char *to, struct arena *arena,
                           struct err *reterr)
{
    const char *names[OWN_SYSTEMS_MAX], *path = arena_printf(arena, "%s/systems", from),
                                        *place = arena_printf(arena, "%s/systems", to);
    size_t count = 0;
    enum err_kind kind =
        path && place ? list_names(path, arena, names, &count, reterr) : arena_full(reterr);
    if (!kind && count)
        kind = folder_make(place, reterr);
    for (size_t i = 0; !kind && i < count; i++) {
        char *json = NULL;
        size_t size_bytes = 0;
        const char *file = arena_printf(arena, "%s/%s.json", path, names[i]),
                   *name = arena_printf(arena, "%s.json", names[i]);
        kind = file && name ? csv_read_file(arena, file, &json, &size_bytes, reterr)
                            : arena_full(reterr);
        if (!kind)
            kind = file_write_durably(place, name, json, size_bytes, reterr);
    }
    return kind;
}
