/*
 * fuzz/definition: the loader, its checks, and what derives from a definition that passed them.
 * The words are the fuzzer's own, named in corpus/definition, not those of the real systems.
 */
#include "fuzz/fuzz.h"

#include "crypto/crypto.h"
#include "definition/definition.h"
#include "law/period.h"
#include "rule/rule.h"

enum { ARENA_BYTES = 64 << 20, FINDINGS_MAX = 16 };

static bool agree(const struct facts *facts) { return facts != NULL; }
static const struct guard ready = {"ready", {"还没有准备好。", "Not ready."}, NULL, agree};
static const struct guard *const guards[] = {&ready, NULL};
static const struct effect remind = {.name = "remind", .clock_may = true};
static const struct effect rule = {.name = "rule", .clock_may = false};
static const struct effect *const effects[] = {&remind, &rule, NULL};

static enum err_kind compute_null(const struct facts *facts, struct arena *arena,
                                  struct value **ret, struct err *reterr)
{
    (void) facts;
    *ret = value_new_text(arena, NULL);
    return *ret ? ERR_NONE : arena_full(reterr);
}
static const struct compute_word computes[] = {{"nothing", compute_null}, {NULL, NULL}};
static const struct vocabulary vocabulary = {guards, effects, computes, period_known, rule_takes};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    bool started = crypto_start(); /* a definition is hashed; only the first call does anything */
    assert(started);
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct workflow *workflow = NULL;
    struct finding findings[FINDINGS_MAX];
    size_t count = 0;
    struct err err = {0};
    enum err_kind kind = definition_load((const char *) bytes, size_bytes, &vocabulary, &arena,
                                         &workflow, findings, FINDINGS_MAX, &count, &err);
    if (kind) {
        assert(kind == err.kind && err.code);
        assert((kind == ERR_INVALID) == (count > 0));
        for (size_t i = 0; i < count && i < FINDINGS_MAX; i++)
            assert(findings[i].text[0] != '\0');
        return 0;
    }

    assert(workflow && count == 0 && strlen(workflow->hash) == 64);
    static const char *const languages[] = {"zh", "en"};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const char *diagram = definition_diagram(workflow, languages[i], &arena);
        assert(diagram && strstr(diagram, "</svg>"));
        assert(definition_matrix(workflow, languages[i], &arena));
    }
    for (size_t i = 0; i < workflow->field_count; i++)
        assert(field_schema(&workflow->fields[i], &arena));
    return 0;
}
