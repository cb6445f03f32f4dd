/*
 * bench/fill: fills a demo folder with invented suits, in large transactions, by the store's own
 * statements: each a dispute, a matter in review at one of forty courts, two parties, a task, a
 * clock and an event with its values in the chain, so that `fengqiao verify` holds. Each account of
 * the public that is there owns forty; `--ids` takes their public ids, in turn of the accounts.
 *
 *   build/bench/fill --data FOLDER [--store URL] --count 1000000 [--ids FILE]
 */
#include "base/moment.h"
#include "base/text.h"
#include "command/place.h"
#include "store/event.h"
#include "store/matter.h"
#include "store/task.h"
#include "store/work.h"

#include <stdio.h>

enum { BATCH = 2000, COURTS = 40, FIRST_ID = 1000000, PEOPLE = 600000 };
enum { OWNERS_MAX = 5000, OWNED = 40, STRANGERS = 10000000 };

static uint64_t seed = 20261129;

static size_t draw(size_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t) (seed >> 33) % below;
}

/* One character of a text of characters. */
static const char *letter(struct arena *arena, const char *of, size_t place)
{
    while (place--)
        (void) text_next(&of);
    const char *end = of;
    (void) text_next(&end);
    return arena_copy_bytes(arena, of, (size_t) (end - of));
}

/* The same person has the same name each time. */
static const char *name_of(struct arena *arena, size_t person)
{
    static const char surnames[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭"
                                   "曾肖田董袁潘蒋蔡余杜叶程魏苏吕"
                                   "丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊孟秦白江";
    static const char given[] =
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文博若云舒立新春晓东海龙生德"
        "成林峰浩宇子轩雨欣怡佳琪思远俊豪婷雪琴凤珍荣福贵财安康乐永庆祥瑞光辉耀宗";
    size_t many = text_length(surnames), letters = text_length(given), mix = person * 2654435761u;
    const char *first = letter(arena, surnames, mix % many),
               *second = letter(arena, given, mix / many % letters),
               *third = person % 5 ? letter(arena, given, mix / 7919 % letters) : "";
    return first && second && third ? arena_printf(arena, "%s%s%s", first, second, third) : NULL;
}

struct filling {
    struct db *db;
    const struct place *place;
    const char *hash, *courts[COURTS];
    size_t court_count, serial[COURTS];
    int64_t owners[OWNERS_MAX], ids[ID_TABLE_COUNT];
    size_t owner_count;
    struct sm3 leaves[BATCH];
    char block_hash[SM3_HEX];
    FILE *ids_file;
};

struct suit {
    const char *title, *cause, *facts;
};

static const char claims[] = "判令被告支付欠款和利息，承担诉讼费用。";

static bool make_suit(struct arena *arena, const char *plaintiff, const char *defendant,
                      struct suit *ret)
{
    static const char *const causes[] = {"04.10.108.03", "04.10.088", "04.10.126", "04.10.116.02"};
    static const char *const whats[] = {"民间借贷纠纷", "买卖合同纠纷", "物业服务合同纠纷",
                                        "房屋租赁合同纠纷"};
    static const char *const goods[] = {"水泥", "钢材", "饲料", "木材",
                                        "服装", "配件", "瓷砖", "蔬菜"};
    static const char *const places[] = {"青龙", "温泉", "永安", "银泉",
                                         "双鹤", "金桂", "香城", "潜山"};
    size_t kind = draw(COUNT_OF(causes)), number = 1 + draw(90000);
    const char *where = kind == 1 ? goods[draw(COUNT_OF(goods))] : places[draw(COUNT_OF(places))];
    char facts[600];
    if (kind == 0)
        (void) snprintf(
            facts, sizeof facts,
            "被告因资金周转困难向原告借款%zu万元，约定一年后归还，出具借条一张，到期后多次催要未还",
            1 + draw(90));
    else if (kind == 1)
        (void) snprintf(
            facts, sizeof facts,
            "原告按约定向被告供应%s，货款共计%zu元，被告收货后仅支付部分货款，余款至今未付", where,
            number);
    else if (kind == 2)
        (void) snprintf(facts, sizeof facts,
                        "被告系%s小区业主，拖欠物业服务费%zu元，经书面催告后仍不缴纳", where,
                        number);
    else
        (void) snprintf(facts, sizeof facts,
                        "双方签订房屋租赁合同，位于%s街道，押金%zu元，合同到期后被告拒不退还押金",
                        where, number);
    ret->cause = causes[kind];
    ret->title = arena_printf(arena, "%s诉%s%s", plaintiff, defendant, whats[kind]);
    ret->facts = arena_printf(arena, "%zu年%zu月%zu日，%s。", 2020 + draw(6), 1 + draw(12),
                              1 + draw(28), facts);
    return ret->title && ret->facts;
}

static enum err_kind add_party(struct filling *filling, struct db_flight *flight,
                               struct arena *arena, int64_t id, int64_t matter_id, const char *role,
                               size_t person, const char *name, struct err *reterr)
{
    const char *json = arena_printf(arena, "{\"name\":\"%s\"}", name), *sealed = NULL;
    enum err_kind kind = json ? secret_seal(filling->place->keys, "participant.identity", json,
                                            arena, &sealed, reterr)
                              : arena_full(reterr);
    if (!kind)
        participant_insert(flight, id, matter_id, role, "", NULL, FIRST_ID + (int64_t) person, name,
                           sealed, 0);
    return kind;
}

/* ---- the event that opened it ------------------------------------------------------------------
 */

static enum err_kind add_value(struct filling *filling, struct db_flight *flight,
                               struct arena *arena, struct text *commitments, const char *path,
                               const char *value, struct err *reterr)
{
    char salt[23];
    const char *json = arena_printf(arena, "\"%s\"", value), *sealed = NULL;
    random_token(salt);
    const char *commitment = json ? event_commitment(salt, path, json, arena) : NULL;
    enum err_kind kind =
        commitment ? secret_seal(filling->place->keys, "event.value", json, arena, &sealed, reterr)
                   : arena_full(reterr);
    if (kind)
        return kind;
    text_add_format(commitments, "%s=%s\n", path, commitment);
    event_value_insert(flight, filling->ids[ID_EVENT], path, salt, sealed);
    return ERR_NONE;
}

static enum err_kind add_event(struct filling *filling, struct db_flight *flight,
                               struct arena *arena, const struct matter_row *row,
                               const struct suit *suit, struct sm3 *ret_leaf, const char **ret_hash,
                               struct err *reterr)
{
    struct text commitments;
    text_init(&commitments, arena, 64 * 1024);
    struct event_row event = {.id = ++filling->ids[ID_EVENT],
                              .matter_id = row->id,
                              .sequence = 1,
                              .account_id = row->owner_account,
                              .court_us = row->opened_us,
                              .received_us = row->opened_us,
                              .block_id = filling->ids[ID_BLOCK] + 1,
                              .role = "plaintiff",
                              .action = "open",
                              .nature = "record",
                              .from_state = "",
                              .to_state = row->state,
                              .documents = "",
                              .previous_hash = ""};
    enum err_kind kind =
        add_value(filling, flight, arena, &commitments, "cause", suit->cause, reterr);
    if (!kind)
        kind = add_value(filling, flight, arena, &commitments, "facts", suit->facts, reterr);
    if (!kind)
        kind = add_value(filling, flight, arena, &commitments, "claims", claims, reterr);
    if (kind)
        return kind;
    event.commitments = text_done(&commitments);
    event.hash = event.commitments ? event_hash(&event, arena) : NULL;
    if (!event.hash || !text_unhex(event.hash, ret_leaf->bytes, SM3_BYTES))
        return arena_full(reterr);
    event_insert(flight, &event);
    *ret_hash = event.hash;
    return ERR_NONE;
}

static enum err_kind add_block(struct filling *filling, struct db_flight *flight,
                               struct arena *arena, int64_t first, int64_t now_us,
                               struct err *reterr)
{
    char root[SM3_HEX];
    int64_t last = filling->ids[ID_EVENT];
    struct sm3 top = merkle_root(filling->leaves, (size_t) (last - first + 1), arena);
    text_hex(top.bytes, SM3_BYTES, root);
    const char *hash = block_hash(filling->block_hash, root, first, last, arena);
    if (!hash)
        return arena_full(reterr);
    block_insert(flight, ++filling->ids[ID_BLOCK], first, last, root, filling->block_hash, hash,
                 now_us);
    (void) snprintf(filling->block_hash, sizeof filling->block_hash, "%s", hash);
    return ERR_NONE;
}

/* ---- a matter ----------------------------------------------------------------------------------
 */

/* Forty each for the accounts that are there, in turn; the others belong to people nobody is. */
static int64_t owner_of(const struct filling *filling, int64_t place)
{
    size_t at = (size_t) place;
    return at < filling->owner_count * OWNED ? filling->owners[at % filling->owner_count]
                                             : STRANGERS + place / OWNED;
}

static void add_waiting(struct filling *filling, struct db_flight *flight,
                        const struct matter_row *row)
{
    int64_t due_us = row->opened_us + 400 * DAY_US;
    task_insert(flight, &(struct task_row){.id = ++filling->ids[ID_TASK],
                                           .matter_id = row->id,
                                           .due_us = due_us,
                                           .opened_us = row->opened_us,
                                           .court = row->court,
                                           .system = row->system,
                                           .role = "filing_judge",
                                           .purpose = "decide"});
    deadline_insert(flight,
                    &(struct deadline_row){.id = ++filling->ids[ID_DEADLINE],
                                           .matter_id = row->id,
                                           .start_us = row->opened_us,
                                           .due_us = due_us,
                                           .wake_us = due_us,
                                           .court = row->court,
                                           .name = "decide",
                                           .state = "running",
                                           .rule = "filing.review",
                                           .basis = "民事诉讼法第一百二十六条",
                                           .account = "{\"zh\":\"七日\",\"en\":\"seven days\"}"});
}

static enum err_kind add_suit(struct filling *filling, struct db_flight *flight,
                              struct arena *arena, int64_t place, int64_t now_us,
                              struct sm3 *ret_leaf, struct err *reterr)
{
    /* A third at the first court, the others spread. */
    size_t one = draw(PEOPLE), other = draw(PEOPLE),
           court = draw(3) ? draw(filling->court_count) : 0;
    const char *plaintiff = name_of(arena, one), *defendant = name_of(arena, other);
    struct suit suit;
    int64_t id = FIRST_ID + place;
    if (!plaintiff || !defendant || !make_suit(arena, plaintiff, defendant, &suit))
        return arena_full(reterr);
    struct matter_row row = {
        .id = id,
        .dispute_id = id,
        .version = 1,
        .owner_account = owner_of(filling, place),
        .system = "filing",
        .definition_hash = filling->hash,
        .court = filling->courts[court],
        .state = "review",
        .number = arena_printf(arena, "（2026）%s民初%zu号", filling->courts[court],
                               ++filling->serial[court]),
        .title = suit.title,
        .cause = suit.cause,
        .fields = arena_printf(arena, "{\"cause\":\"%s\",\"facts\":\"%s\",\"claims\":\"%s\"}",
                               suit.cause, suit.facts, claims),
        .listed = true,
        .opened_us = now_us,
        .updated_us = now_us + place,
        .event_count = 1};
    if (!row.number || !row.fields)
        return arena_full(reterr);
    enum err_kind kind =
        add_event(filling, flight, arena, &row, &suit, ret_leaf, &row.head_hash, reterr);
    if (kind)
        return kind;
    dispute_insert(flight, id, suit.title, "portal", now_us, 1);
    matter_insert(flight, &row);
    add_waiting(filling, flight, &row);
    if (filling->ids_file && (size_t) place < filling->owner_count * OWNED) {
        char public[PUBLIC_ID_BYTES];
        public_id(filling->place->keys, 'F', id, public);
        (void) fprintf(filling->ids_file, "%s\n", public);
    }
    kind = add_party(filling, flight, arena, 2 * id, id, "plaintiff", one, plaintiff, reterr);
    return kind ? kind
                : add_party(filling, flight, arena, 2 * id + 1, id, "defendant", other, defendant,
                            reterr);
}

static enum err_kind fill(struct filling *filling, int64_t count, struct err *reterr)
{
    const int64_t now_us = INT64_C(1795500000000000);
    enum err_kind kind = ERR_NONE;
    for (int64_t at = 0; !kind && at < count; at += BATCH) {
        ARENA_SCOPED arena;
        arena_init(&arena, 256 << 20);
        struct db_flight *flight = db_flight_new(&arena);
        int64_t first = filling->ids[ID_EVENT] + 1;
        if (!flight)
            return arena_full(reterr);
        for (int64_t i = at; !kind && i < at + BATCH && i < count; i++)
            kind = add_suit(filling, flight, &arena, i, now_us, &filling->leaves[i - at], reterr);
        if (!kind)
            kind = add_block(filling, flight, &arena, first, now_us, reterr);
        if (!kind)
            kind = db_begin(filling->db, reterr);
        if (!kind)
            kind = db_flight_run(filling->db, flight, reterr);
        if (!kind)
            kind = db_commit(filling->db, reterr);
    }
    return kind;
}

static enum err_kind find_courts(struct filling *filling, struct arena *arena, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(filling->db, arena,
                                "SELECT code FROM court WHERE code LIKE '鄂%' AND grade = 4 ORDER "
                                "BY code <> '鄂1202', code LIMIT 40",
                                DB_NO_ARGS, &found, reterr);
    for (size_t i = 0; !kind && i < found.row_count; i++)
        filling->courts[filling->court_count++] = db_cell_text(&found, i, 0);
    return kind;
}

static enum err_kind find_owners(struct filling *filling, struct arena *arena, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(
        filling->db, arena, "SELECT id FROM account WHERE kind = 'public' ORDER BY id LIMIT 5000",
        DB_NO_ARGS, &found, reterr);
    for (size_t i = 0; !kind && i < found.row_count; i++)
        filling->owners[filling->owner_count++] = db_cell_int(&found, i, 0);
    return kind;
}

static enum err_kind prepare(struct filling *filling, struct arena *arena, struct err *reterr)
{
    struct db_result found;
    const char *hash = NULL;
    int64_t block = 0;
    enum err_kind kind = db_run(filling->db, arena,
                                "SELECT hash FROM definition WHERE system = 'filing' ORDER BY "
                                "version DESC LIMIT 1",
                                DB_NO_ARGS, &found, reterr);
    if (!kind && !found.row_count)
        kind = err_set(reterr, ERR_MISSING, "bench.definition", "serve the folder once first");
    if (kind)
        return kind;
    filling->hash = db_cell_text(&found, 0, 0);
    kind = ids_load(filling->db, filling->ids, reterr);
    if (!kind)
        kind = block_last(filling->db, arena, &block, &hash, reterr);
    if (!kind)
        kind = find_courts(filling, arena, reterr);
    if (!kind)
        kind = find_owners(filling, arena, reterr);
    if (!kind)
        (void) snprintf(filling->block_hash, sizeof filling->block_hash, "%s", hash);
    return kind;
}

int main(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct place place = {0};
    static struct filling filling;
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data"),
               *count = option_text(argc, argv, "--count"), *ids = option_text(argc, argv, "--ids");
    filling.place = &place;
    filling.ids_file = ids ? fopen(ids, "w") : NULL;
    if (!folder || !count || (ids && !filling.ids_file)) {
        (void) fprintf(stderr, "fill --data FOLDER [--store URL] --count COUNT [--ids FILE]\n");
        return 2;
    }
    struct db_checkpointer *checkpointer = NULL;
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err) ||
        place_open_alone(&place, &filling.db, &err) ||
        db_checkpointer_start(place.store_url, NULL, &checkpointer, &err) ||
        prepare(&filling, &arena, &err) || fill(&filling, strtoll(count, NULL, 10), &err))
        return command_failed(&err);
    db_checkpointer_stop(checkpointer);
    db_close(filling.db);
    place_close(&place);
    return ids && fclose(filling.ids_file) ? 1 : 0;
}
