/* api/paper_inbox: the court's papers to a person, over all their matters, newest first, with when
 * they first opened each. */
#include "api/operations.h"
#include "api/page.h"

static void write_item(struct reading *reading, struct json_writer *writer,
                       const struct matter *paper, int64_t opened_us)
{
    json_begin(writer);
    paper_write_members(reading, writer, paper, opened_us);
    json_named_text(writer, "court_name", engine_court_name(reading->engine, paper->court));
    json_named_text(writer, "matter", value_text(value_get(paper->fields, "for_matter")));
    json_end(writer);
}

/* A paper is a matter of the system that makes them: whose it is follows as for every matter. */
static enum err_kind papers_list(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr)
{
    struct matter_filter filter = matters_of_reader(reading);
    struct matter_page page;
    int64_t opened_us[LIST_ROWS_MAX];
    filter.system = "court_paper";
    enum err_kind kind = page_read(reading, "papers", &filter.page, reterr);
    if (!kind)
        kind = matters_page(reading, MATTER_FIELDS, &filter, true, &page, reterr);
    if (kind)
        return kind;
    kind = papers_opened(reading, page.matters, page.count, opened_us, reterr);
    if (kind)
        return kind;
    json_begin(writer);
    json_name(writer, "items");
    json_begin_list(writer);
    for (size_t i = 0; i < page.count; i++) {
        if (paper_is_set(page.matters[i]))
            write_item(reading, writer, page.matters[i], opened_us[i]);
    }
    json_end_list(writer);
    page_write_next(reading, writer, "papers", page.more, page.last_us, page.last_id);
    json_end(writer);
    return ERR_NONE;
}

const struct operation inbox_operations[] = {
    {.name = "paper_list",
     .method = "GET",
     .path = "/papers",
     .permission = "signed_in",
     .delegated = "read",
     .reply = "{items:[{id:s document:s? title:s number:s? template:s? state:s state_title:@Words "
              "size_bytes:i? media_type:s issued_at:s? check_url:s? opened_at:s? court_name:s "
              "matter:s?}] next:s?}",
     .summary = {"我的文书", "Papers of the court to you"},
     .query = "cursor limit",
     .read = papers_list},
    {0}};
