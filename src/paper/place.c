/* paper/place: rows -> pages. What belongs together stays together, unless it is more than a page.
 */
#include "paper/set.h"

MUST_CHECK static enum err_kind place(struct setting *setting, const struct row *row, double *y)
{
    if (setting->page_count > PAGES_MAX)
        return err_set(setting->reterr, ERR_LIMIT, "paper.too_long",
                       "the paper would have more than %d pages", PAGES_MAX);
    if (setting->placed_count == setting->placed_capacity) {
        size_t capacity = setting->placed_capacity ? 2 * setting->placed_capacity : 128;
        struct placed *placed = arena_array(setting->arena, capacity, sizeof *placed);
        if (!placed)
            return arena_full(setting->reterr);
        if (setting->placed_count)
            memcpy(placed, setting->placed, setting->placed_count * sizeof *placed);
        setting->placed = placed;
        setting->placed_capacity = capacity;
    }
    setting->placed[setting->placed_count++] = (struct placed){row, *y, setting->page_count - 1};
    *y += row->height;
    return ERR_NONE;
}

/* Height of the rows from `index` to the first that need not stay with its next. */
static double height_kept(const struct setting *setting, size_t index)
{
    double height = setting->rows[index].height;
    while (setting->rows[index].keep && index + 1 < setting->row_count)
        height += setting->rows[++index].height;
    return height;
}

MUST_CHECK static enum err_kind turn_page(struct setting *setting, const struct row *row, double *y)
{
    setting->page_count++;
    *y = 0;
    if (!row->table || row->is_head)
        return ERR_NONE;
    for (size_t i = 0; i < row->table->head_count; i++) {
        enum err_kind kind = place(setting, &row->table->head[i], y);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}

enum err_kind place_rows(struct setting *setting)
{
    double y = 0;
    bool chained = false; /* the row before decided for this one, too */
    setting->page_count = 1;
    for (size_t i = 0; i < setting->row_count; i++) {
        const struct row *row = &setting->rows[i];
        double kept = chained ? row->height : height_kept(setting, i);
        if (kept > TEXT_HEIGHT)
            kept = row->height;
        else
            chained = row->keep;
        if (y > 0 && y + kept > TEXT_HEIGHT) {
            enum err_kind kind = turn_page(setting, row, &y);
            if (kind)
                return kind;
        }
        if (row->blank && y <= 0)
            continue;
        enum err_kind kind = place(setting, row, &y);
        if (kind)
            return kind;
    }
    return ERR_NONE;
}
