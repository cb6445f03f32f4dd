/* fuzz/flat: the reader of lines against the reader of trees: what it takes, the other takes too
 * and means the same; what it refuses as no JSON, the other refuses. */
#include "fuzz/fuzz.h"

#include "json/flat.h"

enum { ARENA_BYTES = 64 << 20 };

static void assert_same(const struct json_flat_field *field, const struct value *value)
{
    switch (field->type) {
    case FLAT_NULL:
        assert(value->type == VALUE_NULL);
        break;
    case FLAT_FLAG:
        assert(value->type == VALUE_BOOL && value->boolean == (field->integer != 0));
        break;
    case FLAT_INT:
        assert(value->type == VALUE_INT && value->integer == field->integer);
        break;
    case FLAT_TEXT:
        assert(value->type == VALUE_TEXT && strcmp(value->text, field->text) == 0);
        break;
    case FLAT_LIST:
        assert(value->type == VALUE_LIST && value->count == field->count);
        for (size_t i = 0; i < field->count; i++)
            assert(strcmp(value_text(value->items[i]), field->list[i]) == 0);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    ARENA_SCOPED arena;
    arena_init(&arena, ARENA_BYTES);
    struct json_flat flat;
    struct value *tree = NULL;
    struct err err = {0};
    enum err_kind tree_kind =
        json_parse((const char *) bytes, size_bytes, &json_limits_request, &arena, &tree, NULL);
    char *line = malloc(size_bytes + 1); /* no longer than the line and its end */
    if (!line)
        return 0;
    if (size_bytes)
        memcpy(line, bytes, size_bytes);
    line[size_bytes] = '\0';
    enum err_kind kind = json_flat_read(line, size_bytes, &arena, &flat, &err);
    if (!kind) {
        assert(!tree_kind && tree->type == VALUE_MAP && tree->count == flat.count);
        for (size_t i = 0; i < flat.count; i++)
            assert_same(&flat.fields[i], value_get(tree, flat.fields[i].name));
    } else {
        assert(kind == err.kind && err.code && err.text[0]);
        assert(tree_kind || strcmp(err.code, "json.syntax") != 0);
    }
    free(line);
    return 0;
}
