/* engine/search: see search.h. */
#include "engine/search.h"

#include "base/text.h"
#include "engine/search_token.h"

enum {
    RUNS_MAX = SEARCH_WORDS_MAX / 2,
    PAIRS_MAX = 16, /* of the words; the comparison with the text does the rest */
    NUMBERS_MAX = 4,
    GROUPS_MAX = PAIRS_MAX + NUMBERS_MAX + 6,
    READER_TOKENS_MAX = 600,
    ROUNDS_MAX = 8,
    BEFORE_POINTS = 16,
    EXCERPT_POINTS = 72
};

struct searching {
    const char *runs[RUNS_MAX];
    size_t run_count;
    uint64_t pairs[PAIRS_MAX], numbers[NUMBERS_MAX], filters[3], scopes[SYSTEMS_MAX];
    struct search_group groups[GROUPS_MAX];
    size_t group_count;
    uint64_t reader[READER_TOKENS_MAX], excluded[1];
    struct search_query query;
};

static void add_group(struct searching *searching, const uint64_t *terms, size_t count)
{
    searching->groups[searching->group_count++] = (struct search_group){terms, count};
}

/* A number between characters is meant whole; one at an end of a word may go on in the text. */
static void take_numbers(struct searching *searching)
{
    size_t count = 0;
    for (size_t i = 0; i < searching->run_count; i++) {
        struct bigram_numbers numbers = {searching->runs[i], false};
        uint64_t number = 0;
        bool inner = false;
        while (count < NUMBERS_MAX && bigram_number(&numbers, &number, &inner)) {
            if (!inner)
                continue;
            searching->numbers[count] = search_token(SEARCH_NUMBER, number);
            add_group(searching, &searching->numbers[count++], 1);
        }
    }
}

/* Of many pairs, evenly spread ones. */
static enum err_kind take_words(struct searching *searching, struct arena *arena, const char *words,
                                struct err *reterr)
{
    size_t all = 0, kept = 0;
    uint64_t pair = 0;
    const char *clean = bigram_clean(arena, words), *normal = text_normalise(arena, words);
    if (!clean || !normal)
        return arena_full(reterr);
    if (strcmp(clean, normal) != 0)
        return err_field(reterr, ERR_INVALID, "search.number", "q", "numbers are not indexed");
    searching->run_count = bigram_runs(arena, clean, searching->runs, RUNS_MAX);
    if (searching->run_count == SIZE_MAX)
        return arena_full(reterr);
    for (const char *at = clean; bigram_next(&at, &pair);)
        all++;
    if (!all)
        return err_field(reterr, ERR_INVALID, "search.short", "q", "no two characters in a row");
    size_t step = (all + PAIRS_MAX - 1) / PAIRS_MAX, seen = 0;
    for (const char *at = clean; bigram_next(&at, &pair) && kept < PAIRS_MAX; seen++) {
        if (seen % step == 0)
            searching->pairs[kept++] = pair;
    }
    for (size_t i = 0; i < kept; i++)
        add_group(searching, &searching->pairs[i], 1);
    take_numbers(searching);
    return ERR_NONE;
}

static void take_filters(struct searching *searching, const struct search_wanted *wanted)
{
    size_t count = 0;
    if (*wanted->system)
        searching->filters[count++] = *wanted->state ? token_state(wanted->system, wanted->state)
                                                     : token_system(wanted->system);
    if (*wanted->court)
        searching->filters[count++] = token_court(wanted->court);
    for (size_t i = 0; i < count; i++)
        add_group(searching, &searching->filters[i], 1);
}

static enum err_kind take_reader(struct searching *searching, const struct reading *reading,
                                 struct err *reterr)
{
    const struct actor *actor = &reading->actor;
    const struct system *const *systems = engine_systems(reading->engine);
    struct token_list tokens = {searching->reader, 0, READER_TOKENS_MAX},
                      excluded = {searching->excluded, 0, 1};
    size_t scopes = 0;
    if (!reader_tokens(actor, &tokens) || !exclusion_tokens(actor, &excluded))
        return err_set(reterr, ERR_LIMIT, "search.terms", "too many grants for one search");
    add_group(searching, tokens.items, tokens.count);
    searching->query.none = (struct search_group){excluded.items, excluded.count};
    for (size_t i = 0; actor->scopes && *actor->scopes && systems[i]; i++) {
        if (actor_reaches(actor, systems[i]->name))
            searching->scopes[scopes++] = token_system(systems[i]->name);
    }
    if (actor->scopes && *actor->scopes)
        add_group(searching, searching->scopes, scopes);
    return ERR_NONE;
}

/* The text around the first word: where it stands, cut at characters. */
static const char *excerpt(struct arena *arena, const char *body, const char *run)
{
    const char *at = bigram_find(body, run), *from = at ? at : body;
    for (int i = 0; from > body && i < BEFORE_POINTS && from[-1] != '\n'; i++) {
        do
            from--;
        while (from > body && ((unsigned char) *from & 0xC0) == 0x80);
    }
    for (const char *next = from; from != at && *from && !bigram_point(text_next(&next));)
        from = next;
    const char *to = from;
    for (int i = 0; *to && *to != '\n' && i < EXCERPT_POINTS; i++)
        (void) text_next(&to);
    return arena_copy_bytes(arena, from, (size_t) (to - from));
}

/* What the index let through, held against the matter as it is now. */
static bool still_fits(const struct actor *actor, const struct matter *matter,
                       const struct search_wanted *wanted)
{
    return matter_visible(actor, matter) && !matter_by_glass(actor, matter) &&
           (!*wanted->system || text_equal(wanted->system, matter->workflow->system)) &&
           (!*wanted->state || text_equal(wanted->state, matter->state)) &&
           (!*wanted->court || text_equal(wanted->court, matter->court));
}

static enum err_kind keep_visible(struct reading *reading, const struct search_wanted *wanted,
                                  const struct searching *searching, const struct search_hit *hits,
                                  size_t count, struct search_found *ret, struct err *reterr)
{
    int64_t ids[MATTERS_LOADED_MAX];
    struct matter *matters[MATTERS_LOADED_MAX];
    size_t loaded = 0;
    for (size_t i = 0; i < count; i++)
        ids[i] = hits[i].matter_id;
    enum err_kind kind =
        engine_load_matters(reading, ids, count, MATTER_BARE, matters, &loaded, reterr);
    for (size_t i = 0, hit = 0; !kind && i < loaded; i++) {
        while (hits[hit].matter_id != matters[i]->id)
            hit++;
        if (!still_fits(&reading->actor, matters[i], wanted))
            continue;
        const char *text = excerpt(reading->arena, hits[hit].body, searching->runs[0]);
        if (!text)
            return arena_full(reterr);
        ret->matters[ret->count] = matters[i];
        ret->excerpts[ret->count++] = text;
    }
    return kind;
}

static enum err_kind find_page(struct reading *reading, const struct search_wanted *wanted,
                               struct searching *searching, struct search_found *ret,
                               struct err *reterr)
{
    struct search_hit *hits = arena_array(reading->arena, wanted->limit, sizeof *hits);
    struct search_query *query = &searching->query;
    enum err_kind kind = hits ? ERR_NONE : arena_full(reterr);
    query->before_id = wanted->before_id;
    for (int round = 0; !kind && round < ROUNDS_MAX && ret->count < wanted->limit; round++) {
        size_t count = 0;
        query->limit = wanted->limit - ret->count;
        kind =
            search_find(reading->db, reading->arena, query, hits, &count, &ret->before_id, reterr);
        if (!kind)
            kind = keep_visible(reading, wanted, searching, hits, count, ret, reterr);
        query->before_id = ret->before_id;
        if (!ret->before_id)
            break;
    }
    return kind;
}

enum err_kind engine_search(struct reading *reading, const struct search_wanted *wanted,
                            struct search_found *ret, struct err *reterr)
{
    struct searching *searching = arena_alloc(reading->arena, sizeof *searching);
    *ret = (struct search_found){0};
    if (!searching || wanted->limit > SEARCH_LIMIT_MAX)
        return searching ? err_set(reterr, ERR_LIMIT, "matter.too_many", "%zu", wanted->limit)
                         : arena_full(reterr);
    enum err_kind kind = take_words(searching, reading->arena, wanted->words, reterr);
    if (!kind)
        kind = take_reader(searching, reading, reterr);
    if (kind)
        return kind;
    take_filters(searching, wanted);
    searching->query.groups = searching->groups;
    searching->query.group_count = searching->group_count;
    searching->query.runs = searching->runs;
    searching->query.run_count = searching->run_count;
    return find_page(reading, wanted, searching, ret, reterr);
}
