/* engine/load_rows: many matters at once; as lists show them, three statements for MATTER_ROWS_MAX
 * of them. One matter whole: load.c. */
#include "base/text.h"
#include "engine/internal.h"
#include "store/matter_rows.h"

/* Nobody's identity is opened for a list. */
static bool take_people(const struct matter_part *part, struct arena *arena, struct matter *matter)
{
    size_t count = part->to - part->from;
    matter->participants = arena_array(arena, count + 1, sizeof *matter->participants);
    for (size_t i = 0; matter->participants && i < count; i++)
        matter->participants[i] =
            (struct participant){.id = db_cell_int(part->rows, part->from + i, 1),
                                 .role = db_cell_text(part->rows, part->from + i, 2),
                                 .state = db_cell_text(part->rows, part->from + i, 3),
                                 .person_id = db_cell_int(part->rows, part->from + i, 4),
                                 .active = db_cell_int(part->rows, part->from + i, 5) != 0,
                                 .identity = &value_null};
    matter->participant_count = matter->participants ? count : 0;
    return matter->participants != NULL;
}

/* Of a clock, a row tells when it ends. */
static bool take_ends(const struct matter_part *part, struct arena *arena, struct matter *matter)
{
    matter->deadlines = value_new_list(arena);
    for (size_t i = part->from; matter->deadlines && i < part->to; i++) {
        struct value *row = value_new_map(arena);
        if (!row || !value_set_text(arena, row, "name", db_cell_text(part->rows, i, 1)) ||
            !value_set_text(arena, row, "state", db_cell_text(part->rows, i, 2)) ||
            !value_set_int(arena, row, "due_us", db_cell_int(part->rows, i, 3)) ||
            !value_add(arena, matter->deadlines, row))
            return false;
    }
    return matter->deadlines != NULL;
}

static enum err_kind build_row(struct reading *reading, const struct db_flight *flight,
                               size_t first, int64_t id, struct matter **ret, struct err *reterr)
{
    struct arena *arena = reading->arena;
    struct matter *matter = NULL;
    struct matter_row row;
    if (!matter_rows_take(flight, first, id, &row))
        return err_set(reterr, ERR_MISSING, "matter.unknown", "no such matter");
    enum err_kind kind = matter_of_row(reading->engine, &row, arena, &matter, reterr);
    if (!kind && row.fields)
        kind = matter_fields_open(reading->engine, matter, row.fields, arena, reterr);
    if (kind)
        return kind;
    struct matter_part people = matter_rows_participants(flight, first, id),
                       ends = matter_rows_deadlines(flight, first, id);
    matter->settings = matter->published = value_new_map(arena);
    if (!matter->fields)
        matter->fields = matter->published;
    matter->before = matter->fields; /* nobody changes it */
    if (!matter->published || !take_people(&people, arena, matter) ||
        !take_ends(&ends, arena, matter))
        return arena_full(reterr);
    *ret = matter;
    return ERR_NONE;
}

static enum err_kind build_one(struct reading *reading, const struct db_flight *flight,
                               size_t index, int64_t id, enum matter_parts parts,
                               struct matter **ret, struct err *reterr)
{
    if (parts == MATTER_WHOLE)
        return matter_build(reading->engine, flight, index * MATTER_READS, reading->arena,
                            reading->now_us, ret, reterr);
    return build_row(reading, flight, index / MATTER_ROWS_MAX * MATTER_ROWS_READS, id, ret, reterr);
}

enum err_kind engine_load_matters(struct reading *reading, const int64_t *ids, size_t count,
                                  enum matter_parts parts, struct matter **ret, size_t *ret_count,
                                  struct err *reterr)
{
    struct db_flight *flight = db_flight_new(reading->arena);
    *ret_count = 0;
    if (!flight)
        return arena_full(reterr);
    if (count > MATTERS_LOADED_MAX)
        return err_set(reterr, ERR_LIMIT, "matter.too_many", "%zu matters at once", count);
    for (size_t i = 0; i < count; i += parts == MATTER_WHOLE ? 1 : MATTER_ROWS_MAX) {
        size_t left = count - i;
        if (parts == MATTER_WHOLE)
            (void) matter_read(flight, ids[i]);
        else
            (void) matter_rows_read(flight, ids + i,
                                    left < MATTER_ROWS_MAX ? left : MATTER_ROWS_MAX,
                                    parts == MATTER_FIELDS);
    }
    enum err_kind kind = db_flight_run(reading->db, flight, reterr);
    for (size_t i = 0; !kind && i < count; i++) {
        struct err err = {0};
        kind = build_one(reading, flight, i, ids[i], parts, &ret[*ret_count], &err);
        if (!kind)
            (*ret_count)++;
        else if (text_equal(err.code, "matter.unknown") ||
                 text_equal(err.code, "matter.definition"))
            kind = ERR_NONE; /* one that cannot be shown does not hide the others */
        else if (reterr)
            *reterr = err;
    }
    return kind;
}
