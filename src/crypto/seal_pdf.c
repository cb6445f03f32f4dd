/*
 * crypto/seal_pdf: a signature as an incremental update of a PDF (ISO 32000-1, 7.5.6 and 12.8).
 * The bytes before stay as they are; behind them stand the catalog and the first page once more,
 * now naming a field, the field, and the signature, whose value is filled in last: it covers
 * everything but itself.
 */
#include "crypto/seal_private.h"

#include "base/moment.h"
#include "base/text.h"

enum {
    PDF_BYTES_MAX = 40 << 20,
    TAIL_BYTES_MAX = 2048, /* startxref stands in them */
    OBJECT_BYTES_MAX = 65536,
    OBJECTS_MAX = 1 << 20,
    NAME_BYTES_MAX = 1024,
    RANGE_DIGITS = 10
};

struct pdf {
    const char *bytes; /* not ended by NUL */
    size_t size_bytes;
    size_t xref;        /* where the table begins */
    int64_t size;       /* of the table: one above the highest object */
    int64_t root, info; /* objects; info 0: none */
    const char *error;  /* the first thing that is not as expected */
};

/* ---- reading -------------------------------------------------------------------------------- */

static const char *find(const char *bytes, size_t size_bytes, const char *word)
{
    return memmem(bytes, size_bytes, word, strlen(word));
}

static const char *find_last(const char *bytes, size_t size_bytes, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = size_bytes; i >= length; i--) {
        if (memcmp(bytes + i - length, word, length) == 0)
            return bytes + i - length;
    }
    return NULL;
}

static int64_t broken(struct pdf *pdf, const char *why)
{
    pdf->error = pdf->error ? pdf->error : why;
    return 0;
}

/* The whole number behind a word, within `text`; 0 and an error when there is none. */
static int64_t number_after(struct pdf *pdf, const char *text, const char *end, const char *word)
{
    const char *at = text && end > text ? find(text, (size_t) (end - text), word) : NULL;
    int64_t number = 0;
    if (!at)
        return broken(pdf, word);
    for (at += strlen(word); at < end && (*at == ' ' || *at == '\n' || *at == '\r');)
        at++;
    const char *first = at;
    for (; at < end && *at >= '0' && *at <= '9' && number <= PDF_BYTES_MAX; at++)
        number = number * 10 + (*at - '0');
    return at > first ? number : broken(pdf, word);
}

/* Rows of twenty bytes: "0000000123 00000 n \n". */
static const char *object_at(struct pdf *pdf, int64_t number, size_t *ret_bytes)
{
    enum { ROW = 20 };
    const char *end = pdf->bytes + pdf->size_bytes, *table = pdf->bytes + pdf->xref;
    const char *rows = memchr(table + 5, '\n', (size_t) (end - table) - 5);
    *ret_bytes = 0;
    if (!rows || number < 1 || number >= pdf->size || end - rows - 1 < pdf->size * ROW) {
        (void) broken(pdf, "its table of objects");
        return NULL;
    }
    char row[ROW + 1] = {0};
    memcpy(row, rows + 1 + number * ROW, ROW);
    size_t place = strtoul(row, NULL, 10);
    if (row[17] != 'n' || place >= pdf->size_bytes) {
        (void) broken(pdf, "an object");
        return NULL;
    }
    const char *start = pdf->bytes + place;
    size_t rest =
        (size_t) (end - start) < OBJECT_BYTES_MAX ? (size_t) (end - start) : OBJECT_BYTES_MAX;
    const char *open = find(start, rest, "<<"), *close = find(start, rest, "endobj");
    if (!open || !close || open > close || strtol(start, NULL, 10) != number) {
        (void) broken(pdf, "an object");
        return NULL;
    }
    while (close > open && close[-1] != '>')
        close--;
    *ret_bytes = (size_t) (close - open);
    return open;
}

static void read_pdf(const struct seal_request *request, struct pdf *ret)
{
    *ret = (struct pdf){.bytes = request->pdf, .size_bytes = request->pdf_bytes};
    if (ret->size_bytes < 64 || ret->size_bytes > PDF_BYTES_MAX ||
        memcmp(ret->bytes, "%PDF-1.", 7) != 0) {
        (void) broken(ret, "its beginning");
        return;
    }
    const char *end = ret->bytes + ret->size_bytes;
    size_t tail = ret->size_bytes < TAIL_BYTES_MAX ? ret->size_bytes : TAIL_BYTES_MAX;
    const char *trailer = find_last(end - tail, tail, "trailer");
    ret->xref = (size_t) number_after(ret, trailer, end, "startxref");
    ret->size = number_after(ret, trailer, end, "/Size ");
    ret->root = number_after(ret, trailer, end, "/Root ");
    ret->info = number_after(ret, trailer, end, "/Info ");
    if (!ret->error && (ret->size > OBJECTS_MAX || ret->xref + 64 > ret->size_bytes ||
                        memcmp(ret->bytes + ret->xref, "xref\n0 ", 7) != 0 ||
                        find(trailer, (size_t) (end - trailer), "/Prev")))
        (void) broken(ret, "its table of objects");
}

/* ---- writing -------------------------------------------------------------------------------- */

struct update {
    struct text text;   /* the new file, whole */
    int64_t numbers[4]; /* objects written, in order */
    size_t places[4];
    size_t count;
    size_t range, contents; /* where their values stand */
};

static void begin_object(struct update *update, int64_t number)
{
    update->numbers[update->count] = number;
    update->places[update->count++] = update->text.length;
    text_add_format(&update->text, "%lld 0 obj\n", (long long) number);
}

/* An object once more, with an entry added at its end. */
static void repeat_object(struct update *update, int64_t number, const char *object,
                          size_t object_bytes, const char *entry)
{
    begin_object(update, number);
    text_add_bytes(&update->text, object, object_bytes - 2);
    text_add_format(&update->text, "%s>>\nendobj\n", entry);
}

/* Text strings of a PDF are UTF-16. */
static void add_text_string(struct text *text, const char *utf8)
{
    text_add(text, "<FEFF");
    for (uint32_t c; (c = text_next(&utf8));) {
        if (c >= 0x10000)
            text_add_format(text, "%04X%04X", (unsigned) (0xD800 + ((c - 0x10000) >> 10)),
                            (unsigned) (0xDC00 + ((c - 0x10000) & 0x3FF)));
        else
            text_add_format(text, "%04X", (unsigned) c);
    }
    text_add(text, ">");
}

static void add_signature(struct update *update, int64_t number, const struct seal_request *request,
                          size_t room_bytes, struct arena *arena)
{
    struct text *text = &update->text;
    /* Court's time as RFC 3339: 2026-11-29T20:05:00+08:00 */
    const char *at = instant_format(arena, request->at_us);
    begin_object(update, number);
    text_add(text, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
                   "   /ByteRange [0 ");
    update->range = text->length;
    text_add_format(text, "%*s %*s %*s]\n   /Contents ", RANGE_DIGITS, "", RANGE_DIGITS, "",
                    RANGE_DIGITS, "");
    update->contents = text->length;
    text_add(text, "<");
    for (size_t i = 0; i < room_bytes; i++)
        text_add(text, "00");
    text_add(text, ">\n   /Name ");
    add_text_string(text, request->name);
    if (at)
        text_add_format(text, "\n   /M (D:%.4s%.2s%.2s%.2s%.2s%.2s+08'00')", at, at + 5, at + 8,
                        at + 11, at + 14, at + 17);
    text_add(text, "\n   /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams "
                   "<< /Type /TransformParams /P 1 /V /1.2 >> >>]\n>>\nendobj\n");
}

static void add_field(struct update *update, int64_t number, int64_t signature, int64_t page)
{
    begin_object(update, number);
    text_add_format(&update->text,
                    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 132 "
                    "/Rect [0 0 0 0] /V %lld 0 R /P %lld 0 R >>\nendobj\n",
                    (long long) signature, (long long) page);
}

static void add_table(struct update *update, const struct pdf *pdf)
{
    struct text *text = &update->text;
    size_t place = text->length;
    text_add(text, "xref\n");
    for (size_t i = 0; i < update->count; i++)
        text_add_format(text, "%lld 1\n%010zu 00000 n \n", (long long) update->numbers[i],
                        update->places[i]);
    text_add_format(text,
                    "trailer\n<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %zu >>\n"
                    "startxref\n%zu\n%%%%EOF\n",
                    (long long) (pdf->size + 2), (long long) pdf->root, (long long) pdf->info,
                    pdf->xref, place);
}

static enum err_kind refuse(const char *what, struct err *reterr)
{
    return err_set(reterr, ERR_INVALID, "seal.pdf", "this PDF cannot be sealed: %s", what);
}

/* Everything but the signature's value. */
static enum err_kind write_update(const struct seal_request *request, struct arena *arena,
                                  struct update *ret, size_t room_bytes, struct err *reterr)
{
    struct pdf pdf;
    size_t root_bytes = 0, pages_bytes = 0, page_bytes = 0;
    const char *root = NULL, *pages = NULL, *page = NULL;
    int64_t page_number = 0;
    read_pdf(request, &pdf);
    if (!pdf.error)
        root = object_at(&pdf, pdf.root, &root_bytes);
    if (root)
        pages =
            object_at(&pdf, number_after(&pdf, root, root + root_bytes, "/Pages "), &pages_bytes);
    if (pages)
        page_number = number_after(&pdf, pages, pages + pages_bytes, "/Kids [");
    if (page_number)
        page = object_at(&pdf, page_number, &page_bytes);
    if (pdf.error || !page)
        return refuse(pdf.error ? pdf.error : "its first page", reterr);
    if (find(page, page_bytes, "/Annots") || find(root, root_bytes, "/AcroForm"))
        return refuse("it has fields or notes already", reterr);
    text_add_bytes(&ret->text, pdf.bytes, pdf.size_bytes);
    repeat_object(ret, pdf.root, root, root_bytes,
                  arena_printf(arena,
                               " /AcroForm << /Fields [%lld 0 R] /SigFlags 3 >> /Perms << /DocMDP "
                               "%lld 0 R >> ",
                               (long long) pdf.size + 1, (long long) pdf.size));
    repeat_object(ret, page_number, page, page_bytes,
                  arena_printf(arena, " /Annots [%lld 0 R] ", (long long) pdf.size + 1));
    add_signature(ret, pdf.size, request, room_bytes, arena);
    add_field(ret, pdf.size + 1, pdf.size, page_number);
    add_table(ret, &pdf);
    return ret->text.failed ? arena_full(reterr) : ERR_NONE;
}

/* What the signature covers, without a hole. */
static char *covered(const char *bytes, size_t first_bytes, size_t second, size_t size_bytes,
                     struct arena *arena)
{
    char *whole = arena_alloc(arena, first_bytes + size_bytes - second);
    if (whole) {
        memcpy(whole, bytes, first_bytes);
        memcpy(whole + first_bytes, bytes + second, size_bytes - second);
    }
    return whole;
}

enum err_kind seal_pdf(const struct seal *seal, const struct seal_request *request,
                       struct arena *arena, const void **ret, size_t *ret_bytes, struct err *reterr)
{
    size_t room_bytes = seal_room_bytes(seal, request->stamper != NULL), der_bytes = 0;
    const uint8_t *der = NULL;
    struct update update = {.count = 0};
    if (strlen(request->name) > NAME_BYTES_MAX)
        return err_set(reterr, ERR_LIMIT, "seal.pdf", "the name in the seal is too long");
    text_init(&update.text, arena, PDF_BYTES_MAX + 2 * SEAL_ROOM_BYTES_MAX + OBJECT_BYTES_MAX);
    enum err_kind kind = write_update(request, arena, &update, room_bytes, reterr);
    if (kind)
        return kind;
    char *bytes = update.text.bytes, numbers[3 * (RANGE_DIGITS + 1) + 1];
    size_t size_bytes = update.text.length, second = update.contents + 2 * room_bytes + 2;
    (void) snprintf(numbers, sizeof numbers, "%-*zu %-*zu %-*zu", RANGE_DIGITS, update.contents,
                    RANGE_DIGITS, second, RANGE_DIGITS, size_bytes - second);
    memcpy(bytes + update.range, numbers, strlen(numbers));
    char *content = covered(bytes, update.contents, second, size_bytes, arena);
    if (!content)
        return arena_full(reterr);
    kind = seal_sign(seal, request, content, update.contents + size_bytes - second, arena, &der,
                     &der_bytes, reterr);
    if (kind)
        return kind;
    if (der_bytes > room_bytes)
        return err_set(reterr, ERR_LIMIT, "seal.pdf", "the signature needs %zu bytes", der_bytes);
    char *hex = arena_alloc(arena, 2 * der_bytes + 1);
    if (!hex)
        return arena_full(reterr);
    text_hex(der, der_bytes, hex);
    memcpy(bytes + update.contents + 1, hex, 2 * der_bytes);
    *ret = bytes;
    *ret_bytes = size_bytes;
    return ERR_NONE;
}

/* ---- checking ------------------------------------------------------------------------------- */

/* The three numbers behind the first: where the hole begins and ends, and how much comes after. */
static bool read_range(const char *bytes, size_t size_bytes, size_t ret[3])
{
    const char *at = find_last(bytes, size_bytes, "/ByteRange [0 ");
    char numbers[64] = {0};
    size_t rest = at ? size_bytes - (size_t) (at - bytes) - strlen("/ByteRange [0 ") : 0;
    if (!at)
        return false;
    memcpy(numbers, at + strlen("/ByteRange [0 "),
           rest < sizeof numbers - 1 ? rest : sizeof numbers - 1);
    char *cursor = numbers;
    for (size_t i = 0; i < 3; i++) {
        char *end = NULL;
        unsigned long number = strtoul(cursor, &end, 10);
        if (end == cursor || number > PDF_BYTES_MAX + OBJECT_BYTES_MAX + 2 * SEAL_ROOM_BYTES_MAX)
            return false;
        ret[i] = number;
        cursor = end;
    }
    return ret[0] > (size_t) (at - bytes) && ret[1] > ret[0] + 2 && ret[1] + ret[2] == size_bytes &&
           bytes[ret[0]] == '<' && bytes[ret[1] - 1] == '>';
}

bool seal_holds(const void *pdf, size_t pdf_bytes, struct seal_facts *ret)
{
    const char *bytes = pdf;
    size_t range[3];
    *ret = (struct seal_facts){0};
    if (!pdf_bytes || !read_range(bytes, pdf_bytes, range))
        return false;
    size_t der_bytes = (range[1] - range[0] - 2) / 2;
    if (der_bytes > SEAL_ROOM_BYTES_MAX)
        return false;
    ARENA_SCOPED arena;
    arena_init(&arena, pdf_bytes + 4 * SEAL_ROOM_BYTES_MAX);
    uint8_t *der = arena_alloc(&arena, der_bytes);
    char *hex = arena_copy_bytes(&arena, bytes + range[0] + 1, 2 * der_bytes);
    char *content = covered(bytes, range[0], range[1], pdf_bytes, &arena);
    return der && hex && content && text_unhex(hex, der, der_bytes) &&
           seal_cms_holds(der, der_bytes, content, range[0] + range[2], ret);
}
