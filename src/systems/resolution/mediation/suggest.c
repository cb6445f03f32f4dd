/*
 * systems/resolution/mediation: who could mediate this dispute, in order, with the reasons in words
 * (OMR 10; 特邀规定 12, 15). A proposal for people: the parties choose, or the court assigns.
 */
#include "systems/resolution/mediation/mediation.h"

#include "base/text.h"
#include "engine/mediator.h"
#include "store/roster.h"

enum { ROSTER_MAX = 500, SHOWN_MAX = 50, REASONS_MAX = 5 };

struct candidate {
    struct mediator_row row;
    bool possible;
    int field, place; /* letters of the cause it knows; of the division it shares */
    int64_t load;     /* percent of what this mediator takes on */
    struct words reasons[REASONS_MAX];
    size_t reason_count;
};

static void give(struct candidate *candidate, struct arena *arena, const char *zh, const char *en)
{
    const char *kept_zh = arena_copy(arena, zh), *kept_en = arena_copy(arena, en);
    if (kept_zh && kept_en && candidate->reason_count < REASONS_MAX)
        candidate->reasons[candidate->reason_count++] = (struct words){kept_zh, kept_en};
}

/* The longest of the mediator's codes that the cause falls under: a code stands for all below it.
 */
static int known_field(const char *codes, const char *cause)
{
    int longest = 0;
    while (cause && codes && *codes) {
        size_t length = strcspn(codes, " ");
        if (length && strncmp(cause, codes, length) == 0 && (int) length > longest)
            longest = (int) length;
        codes += length + (codes[length] == ' ');
    }
    return longest;
}

static const char *place_of(const struct matter *matter)
{
    const char *division = "";
    for (size_t i = 0; i < matter->participant_count && !*division; i++) {
        const char *code =
            value_text(value_path(matter->participants[i].identity, "address.division"));
        division = code ? code : "";
    }
    return division;
}

/* Six digits: two for the province, two for the city, two for the county; zeros stand for all. */
static int shared_place(const char *mine, const char *theirs)
{
    int shared = 0;
    while (shared < 6 && mine[shared] && mine[shared] == theirs[shared])
        shared++;
    return shared / 2;
}

static void judge_fitness(struct candidate *candidate, const struct matter *matter,
                          struct reading *reading)
{
    const struct mediator_row *row = &candidate->row;
    struct arena *arena = reading->arena;
    struct facts facts = {.outside = value_new_map(arena),
                          .matter = value_new_map(arena),
                          .participants = matter->participants,
                          .participant_count = matter->participant_count,
                          .now_us = reading->now_us};
    struct value *outside = value_new_map(arena), *court = value_new_map(arena);
    struct value *mediator = mediator_value(reading->engine, row, arena);
    if (!outside || !court || !mediator || !value_set(arena, outside, "mediator", mediator) ||
        !value_set_text(arena, court, "court", matter->court))
        return; /* without memory nobody is proposed */
    facts.outside = outside;
    facts.matter = court;
    bool free = mediation_mediator_serves(&facts),
         neutral = mediation_mediator_without_conflict(&facts);
    candidate->possible = free && neutral;
    if (!neutral)
        give(candidate, arena, "是本纠纷的参与人，或者与参与人同名，应当回避",
             "takes part in the dispute, or bears a party's name");
    if (!free)
        give(candidate, arena, "已暂停、任期已满或者在办数量已满",
             "suspended, out of term, or has a full load");
}

static void weigh(struct candidate *candidate, const struct matter *matter, const char *place,
                  struct reading *reading)
{
    const struct mediator_row *row = &candidate->row;
    char zh[120], en[120];
    judge_fitness(candidate, matter, reading);
    candidate->field = known_field(row->cause_codes, matter->cause);
    candidate->place = shared_place(place, row->division_code ? row->division_code : "");
    candidate->load = row->load_max > 0 ? 100 * row->open_count / row->load_max : 100;
    if (candidate->field)
        give(candidate, reading->arena, "擅长这类纠纷", "knows this kind of dispute");
    if (candidate->place == 3)
        give(candidate, reading->arena, "就在当事人所在的县区", "serves where the parties live");
    (void) snprintf(zh, sizeof zh, "在办%lld件，最多%lld件", (long long) row->open_count,
                    (long long) row->load_max);
    (void) snprintf(en, sizeof en, "%lld open, %lld at most", (long long) row->open_count,
                    (long long) row->load_max);
    give(candidate, reading->arena, zh, en);
}

/* Possible before impossible; then field, place, the lighter load, and the order of the roster. */
static int by_fitness(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->possible != b->possible)
        return a->possible ? -1 : 1;
    if (a->field != b->field)
        return a->field > b->field ? -1 : 1;
    if (a->place != b->place)
        return a->place > b->place ? -1 : 1;
    if (a->load != b->load)
        return a->load < b->load ? -1 : 1;
    return a->row.id < b->row.id ? -1 : a->row.id > b->row.id;
}

static void write_candidate(struct reading *reading, struct json_writer *writer,
                            const struct candidate *candidate)
{
    char id[PUBLIC_ID_BYTES];
    public_id(engine_keys(reading->engine), MEDIATOR_PREFIX, candidate->row.id, id);
    json_begin(writer);
    json_named_text(writer, "id", id);
    json_named_text(writer, "name", candidate->row.name);
    json_named_text(writer, "kind", candidate->row.kind);
    json_named_text(writer, "body_name", candidate->row.body_name);
    json_named_text(writer, "languages", candidate->row.languages);
    json_named_flag(writer, "possible", candidate->possible);
    json_name(writer, "reasons");
    json_begin_list(writer);
    for (size_t i = 0; i < candidate->reason_count; i++) {
        json_begin(writer);
        json_named_text(writer, "zh", candidate->reasons[i].zh);
        json_named_text(writer, "en", candidate->reasons[i].en);
        json_end(writer);
    }
    json_end_list(writer);
    json_end(writer);
}

static bool named_so(const struct mediator_row *row, const char *wanted)
{
    return !wanted || !*wanted || strstr(row->name, wanted) ||
           (row->body_name && strstr(row->body_name, wanted));
}

enum err_kind mediation_suggest(struct reading *reading, struct json_writer *writer,
                                struct err *reterr)
{
    const char *id = value_text(value_get(reading->params, "id")),
               *wanted = value_text(value_get(reading->params, "q"));
    struct matter *matter = NULL;
    struct db_result rows;
    int64_t matter_id = 0;
    if (!matter_id_parse(reading->engine, id ? id : "", &matter_id) ||
        engine_load_matter(reading, matter_id, &matter, reterr) ||
        !matter_visible(&reading->actor, matter) ||
        strcmp(matter->workflow->system, "mediation") != 0)
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such mediation");
    enum err_kind kind = mediators_list(reading->db, reading->arena, matter->court, "", 0,
                                        ROSTER_MAX, &rows, reterr);
    struct candidate *found =
        kind ? NULL : arena_array(reading->arena, rows.row_count + 1, sizeof *found);
    if (!found)
        return kind ? kind : arena_full(reterr);
    size_t count = 0;
    const char *place = place_of(matter);
    for (size_t i = 0; i < rows.row_count; i++) {
        if (!mediator_take(&rows, i, &found[count].row) || !named_so(&found[count].row, wanted))
            continue;
        weigh(&found[count++], matter, place, reading);
    }
    qsort(found, count, sizeof *found, by_fitness);
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++)
        write_candidate(reading, writer, &found[i]);
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}
