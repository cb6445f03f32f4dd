/* law/name: surnames, publication names, masks. */
#include "law/name.h"

#include "base/text.h"

#include <assert.h>

/* The compound surnames in use, each two characters [assumed: no official list]. */
static const char compounds[] =
    " 欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 宇文 长孙 夏侯 端木 轩辕 南宫 独孤 "
    "闻人 呼延 申屠 太史 公羊 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 仲孙 钟离 鲜于 闾丘 司空 "
    "司寇 亓官 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 百里 东郭 南门 羊舌 "
    "微生 梁丘 左丘 西门 第五 东里 即墨 达奚 褚师 段干 万俟 纳兰 叶赫 完颜 爱新 ";

static size_t first_bytes(const char *name, int characters)
{
    const char *cursor = name;
    while (characters-- > 0 && text_next(&cursor)) {
    }
    return (size_t) (cursor - name);
}

static bool is_compound(const char *name, size_t size_bytes)
{
    char word[16]; /* two characters of at most four bytes, two blanks, a NUL */
    assert(size_bytes + 3 <= sizeof word);
    (void) snprintf(word, sizeof word, " %.*s ", (int) size_bytes, name);
    return strstr(compounds, word) != NULL;
}

size_t surname_bytes(const char *name)
{
    size_t two = first_bytes(name, 2);
    bool longer = name[two] != '\0', dotted = strstr(name, "·") != NULL;
    return longer && !dotted && is_compound(name, two) ? two : first_bytes(name, 1);
}

/* How many different persons before `place` have the same surname, and how many there are; the
 * person at `place` has not been named before. */
static void count_alike(const char *const *names, size_t count, size_t place, size_t *ret_before,
                        size_t *ret_all)
{
    size_t own_bytes = surname_bytes(names[place]);
    *ret_before = *ret_all = 0;
    for (size_t i = 0; i < count; i++) {
        bool alike =
            surname_bytes(names[i]) == own_bytes && strncmp(names[i], names[place], own_bytes) == 0;
        for (size_t j = 0; alike && j < i; j++)
            alike = strcmp(names[i], names[j]) != 0; /* the same person again */
        *ret_all += alike;
        *ret_before += alike && i < place;
    }
}

enum err_kind names_anonymise(struct arena *arena, const char *const *names, size_t count,
                              const char **ret, struct err *reterr)
{
    for (size_t i = 0; i < count; i++) {
        size_t before = 0, all = 0, first = i;
        for (size_t j = 0; j < i && first == i; j++) {
            if (strcmp(names[j], names[i]) == 0)
                first = j;
        }
        if (first < i) {
            ret[i] = ret[first];
            continue;
        }
        count_alike(names, count, i, &before, &all);
        struct text text;
        text_init(&text, arena, strlen(names[i]) + 32);
        text_add_bytes(&text, names[i], surname_bytes(names[i]));
        text_add(&text, "某");
        if (all > 1)
            text_add_int(&text, (int64_t) before + 1, 1);
        ret[i] = text_done(&text);
        if (!ret[i])
            return arena_full(reterr);
    }
    return ERR_NONE;
}

static const char *mask_name(struct arena *arena, const char *name)
{
    struct text text;
    const char *cursor = name + surname_bytes(name);
    text_init(&text, arena, strlen(name) + 2);
    text_add_bytes(&text, name, (size_t) (cursor - name));
    while (text_next(&cursor))
        text_add(&text, "*");
    return text_done(&text);
}

const char *text_mask(struct arena *arena, enum mask_kind kind, const char *text)
{
    static const struct {
        size_t length; /* of the whole thing; what is shorter or longer shows half at most */
        size_t head, tail;
    } shown[] = {
        [MASK_RESIDENT_ID] = {18, 6, 4}, [MASK_PHONE] = {11, 3, 4}, [MASK_BANK_CARD] = {0, 0, 4},
        [MASK_NAME] = {0, 0, 0},         [MASK_EMAIL] = {0, 1, 4},  [MASK_OTHER] = {0, 2, 2}};
    if (kind == MASK_NAME)
        return mask_name(arena, text);
    /* By characters: half of one is no text. */
    size_t length = text_length(text), head = shown[kind].head, tail = shown[kind].tail, place = 0;
    if (length != shown[kind].length && head + tail > length / 2)
        head = tail = length / 4;
    struct text masked;
    text_init(&masked, arena, strlen(text) + 2);
    for (const char *cursor = text, *next = text; text_next(&next); cursor = next, place++) {
        bool hidden = place >= head && place + tail < length;
        text_add_bytes(&masked, hidden ? "*" : cursor, hidden ? 1 : (size_t) (next - cursor));
    }
    return text_done(&masked);
}
