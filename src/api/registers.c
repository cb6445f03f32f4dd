/* api/registers: what many pages read: courts, causes, divisions, holidays, rules of the law. */
#include "api/operations.h"
#include "api/page.h"
#include "base/text.h"
#include "law/law.h"

enum { SEARCH_LETTERS_MAX = 60 };

/* "%text%", wildcards of the asker taken out; "" for all. */
static enum err_kind like_of(struct reading *reading, const char **ret, const char **ret_plain,
                             struct err *reterr)
{
    const char *plain = text_normalise(reading->arena, param_text(reading->params, "q"));
    struct text like;
    if (!plain)
        return arena_full(reterr);
    if (text_length(plain) > SEARCH_LETTERS_MAX)
        return err_field(reterr, ERR_INVALID, "search.too_long", "q", "at most %d letters",
                         SEARCH_LETTERS_MAX);
    text_init(&like, reading->arena, 1024);
    text_add(&like, *plain ? "%" : "");
    for (const char *at = plain; *at; at++) {
        if (*at != '%' && *at != '_')
            text_add_bytes(&like, at, 1);
    }
    text_add(&like, *plain ? "%" : "");
    *ret = text_done(&like);
    *ret_plain = plain;
    return *ret ? ERR_NONE : arena_full(reterr);
}

static const char *const court_columns[] = {"code",  "name", "level",  "parent", "division",
                                            "grade", "kind", "source", NULL};

/* The columns in their order, texts but for those of type DB_INT; then the cursor: the last code.
 */
static void write_rows(struct reading *reading, struct json_writer *writer,
                       const struct db_result *rows, int64_t limit, const char *const *names)
{
    size_t shown = (size_t) limit - 1, count = rows->row_count < shown ? rows->row_count : shown;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin(writer);
        for (size_t c = 0; names[c]; c++) {
            if (db_cell(rows, i, c)->type == DB_INT)
                json_named_int(writer, names[c], db_cell_int(rows, i, c));
            else
                json_named_text(writer, names[c], db_cell_text(rows, i, c));
        }
        if (names == court_columns)
            json_named_text(writer, "address",
                            engine_court_address(reading->engine, db_cell_text(rows, i, 0)));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next",
                    rows->row_count > shown ? db_cell_text(rows, count - 1, 0) : NULL);
    json_end(writer);
}

/* A register that is searched by words, and may be narrowed by one code. */
typedef enum err_kind register_list(struct db *db, struct arena *arena, const char *like,
                                    const char *plain, const char *narrowed, const char *after,
                                    int64_t limit, struct db_result *ret, struct err *reterr);

static enum err_kind search_register(struct reading *reading, struct json_writer *writer,
                                     register_list *list, const char *narrows,
                                     const char *const *names, struct err *reterr)
{
    const char *like = NULL, *plain = NULL;
    int64_t limit = 0;
    struct db_result rows;
    enum err_kind kind = page_limit(reading, &limit, reterr);
    if (!kind)
        kind = like_of(reading, &like, &plain, reterr);
    if (!kind)
        kind = list(reading->db, reading->arena, like, plain, param_text(reading->params, narrows),
                    param_text(reading->params, "cursor"), limit, &rows, reterr);
    if (!kind)
        write_rows(reading, writer, &rows, limit, names);
    return kind;
}

static enum err_kind courts_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    return search_register(reading, writer, list_courts, "division", court_columns, reterr);
}

static enum err_kind causes_read(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    static const char *const names[] = {"code",        "name", "parent", "level",
                                        "official_no", "kind", NULL};
    return search_register(reading, writer, list_causes, "parent", names, reterr);
}

static enum err_kind divisions_read(struct reading *reading, struct json_writer *writer,
                                    struct err *reterr)
{
    static const char *const names[] = {"code", "name", "parent", "level", "status", NULL};
    const char *parent = param_text(reading->params, "parent");
    int64_t limit = 0;
    struct db_result rows;
    enum err_kind kind = page_limit(reading, &limit, reterr);
    if (!kind)
        kind = list_divisions(reading->db, reading->arena, *parent ? parent : "000000",
                              param_text(reading->params, "cursor"), limit, &rows, reterr);
    if (!kind)
        write_rows(reading, writer, &rows, limit, names);
    return kind;
}

static enum err_kind holidays_read(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr)
{
    const char *text = param_text(reading->params, "year");
    int year = date_of_day(day_of_instant(reading->now_us)).year;
    struct db_result rows;
    if (*text) {
        if (strlen(text) != 4 || strspn(text, "0123456789") != 4)
            return err_field(reterr, ERR_INVALID, "holiday.year", "year", "a year has four digits");
        year = (int) strtol(text, NULL, 10);
    }
    enum err_kind kind =
        list_holidays(reading->db, reading->arena, day_of_date((struct civil_date){year, 1, 1}),
                      day_of_date((struct civil_date){year + 1, 1, 1}), &rows, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_named_int(writer, "year", year);
    json_named_flag(writer, "known", rows.row_count > 0);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < rows.row_count; i++) {
        json_begin(writer);
        json_named_text(writer, "day",
                        day_format(reading->arena, (int32_t) db_cell_int(&rows, i, 0)));
        json_named_text(writer, "name", db_cell_text(&rows, i, 1));
        json_named_text(writer, "kind", db_cell_text(&rows, i, 2));
        json_end(writer);
    }
    json_end_list(writer);
    json_named_text(writer, "next", NULL);
    json_end(writer);
    return ERR_NONE;
}

/* clang-format off */
const struct operation register_operations[] = {
    {.name = "court_list", .method = "GET", .path = "/courts", .permission = "public",
     .reply = "{items:[{code:s name:s level:s parent:s? division:s? grade:i kind:s source:s address:s?}] next:s?}",
     .summary = {"法院", "Courts"}, .query = "q division cursor limit", .read = courts_read},
    {.name = "cause_list", .method = "GET", .path = "/causes", .permission = "public",
     .reply = "{items:[{code:s name:s parent:s? level:i official_no:s? kind:s}] next:s?}",
     .summary = {"案由", "Causes of action"}, .query = "q parent cursor limit", .read = causes_read},
    {.name = "division_list", .method = "GET", .path = "/divisions", .permission = "public",
     .reply = "{items:[{code:s name:s parent:s? level:i status:s}] next:s?}",
     .summary = {"行政区划", "Administrative divisions"}, .query = "parent cursor limit", .read = divisions_read},
    {.name = "holiday_list", .method = "GET", .path = "/holidays", .permission = "public",
     .reply = "{year:i known:b items:[{day:s name:s kind:s}] next:s?}",
     .summary = {"节假日安排", "Holidays and make-up working days of a year"}, .query = "year", .read = holidays_read},
    {.name = "law_rules", .method = "GET", .path = "/law", .permission = "public",
     .reply = "{items:[{name:s title:@Words in:[@RuleField] out:[@RuleField] example:s}]}",
     .summary = {"法律规则一览", "The rules of the law, with their fields"}, .query = "", .read = law_rules, .kept = true},
    {.name = "law_periods", .method = "GET", .path = "/law/periods", .permission = "public",
     .reply = "{items:[{name:s title:@Words length:i unit:s start_event:@Words before:b shifts:b statutory:b invariable:b basis:s}]}",
     .summary = {"法定期间一览", "The periods in force today"}, .query = "", .read = law_periods, .kept = true},
    {.name = NULL}};
/* clang-format on */
