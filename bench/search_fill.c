/*
 * bench/search_fill: fills a demo folder with invented suits, for bench/search.py: each a dispute, a
 * matter in review at one of forty courts, and two parties. The event log stays empty: this data is
 * for searching, not for verifying.
 *
 *   build/bench/search_fill --data FOLDER [--store URL] --count 1000000
 */
#include "base/text.h"
#include "command/place.h"
#include "store/matter.h"

#include <stdio.h>

enum { BATCH = 500, COURTS = 40, FIRST_ID = 1000000, PEOPLE = 600000 };

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
    static const char surnames[] =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程魏苏吕"
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
};

struct suit {
    const char *title, *cause, *facts;
};

static bool make_suit(struct arena *arena, const char *plaintiff, const char *defendant,
                      struct suit *ret)
{
    static const char *const causes[] = {"04.10.108.03", "04.10.088", "04.10.126", "04.10.116.02"};
    static const char *const whats[] = {"民间借贷纠纷", "买卖合同纠纷", "物业服务合同纠纷", "房屋租赁合同纠纷"};
    static const char *const goods[] = {"水泥", "钢材", "饲料", "木材", "服装", "配件", "瓷砖", "蔬菜"};
    static const char *const places[] = {"青龙", "温泉", "永安", "银泉", "双鹤", "金桂", "香城", "潜山"};
    size_t kind = draw(COUNT_OF(causes)), number = 1 + draw(90000);
    const char *where = kind == 1 ? goods[draw(COUNT_OF(goods))] : places[draw(COUNT_OF(places))];
    char facts[600];
    if (kind == 0)
        (void) snprintf(facts, sizeof facts, "被告因资金周转困难向原告借款%zu万元，约定一年后归还，出具借条一张，到期后多次催要未还",
                        1 + draw(90));
    else if (kind == 1)
        (void) snprintf(facts, sizeof facts, "原告按约定向被告供应%s，货款共计%zu元，被告收货后仅支付部分货款，余款至今未付", where, number);
    else if (kind == 2)
        (void) snprintf(facts, sizeof facts, "被告系%s小区业主，拖欠物业服务费%zu元，经书面催告后仍不缴纳", where, number);
    else
        (void) snprintf(facts, sizeof facts, "双方签订房屋租赁合同，位于%s街道，押金%zu元，合同到期后被告拒不退还押金", where, number);
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

static enum err_kind add_suit(struct filling *filling, struct db_flight *flight,
                              struct arena *arena, int64_t place, int64_t now_us,
                              struct err *reterr)
{
    /* A third at the first court, the others spread. */
    size_t one = draw(PEOPLE), other = draw(PEOPLE),
           court = draw(3) ? draw(filling->court_count) : 0;
    const char *plaintiff = name_of(arena, one), *defendant = name_of(arena, other);
    struct suit suit;
    int64_t id = FIRST_ID + place;
    if (!plaintiff || !defendant || !make_suit(arena, plaintiff, defendant, &suit))
        return arena_full(reterr);
    const char *number = arena_printf(arena, "（2026）%s民初%zu号", filling->courts[court],
                                      ++filling->serial[court]),
               *fields = arena_printf(
                   arena, "{\"cause\":\"%s\",\"facts\":\"%s\",\"claims\":\"判令被告支付欠款和利息，承担诉讼费用。\"}",
                   suit.cause, suit.facts);
    if (!number || !fields)
        return arena_full(reterr);
    dispute_insert(flight, id, suit.title, "portal", now_us, 1);
    matter_insert(flight, &(struct matter_row){.id = id,
                                               .dispute_id = id,
                                               .version = 1,
                                               .system = "filing",
                                               .definition_hash = filling->hash,
                                               .court = filling->courts[court],
                                               .state = "review",
                                               .number = number,
                                               .title = suit.title,
                                               .cause = suit.cause,
                                               .fields = fields,
                                               .listed = true,
                                               .opened_us = now_us,
                                               .updated_us = now_us + place,
                                               .head_hash = ""});
    enum err_kind kind = add_party(filling, flight, arena, 2 * id, id, "plaintiff", one, plaintiff,
                                   reterr);
    return kind ? kind
                : add_party(filling, flight, arena, 2 * id + 1, id, "defendant", other, defendant,
                            reterr);
}

static enum err_kind fill(struct filling *filling, int64_t count, struct err *reterr)
{
    enum err_kind kind = ERR_NONE;
    for (int64_t at = 0; !kind && at < count; at += BATCH) {
        ARENA_SCOPED arena;
        arena_init(&arena, 64 << 20);
        struct db_flight *flight = db_flight_new(&arena);
        if (!flight)
            return arena_full(reterr);
        for (int64_t i = at; !kind && i < at + BATCH && i < count; i++)
            kind = add_suit(filling, flight, &arena, i, INT64_C(1795500000000000), reterr);
        if (!kind)
            kind = db_begin(filling->db, reterr);
        if (!kind)
            kind = db_flight_run(filling->db, flight, reterr);
        if (!kind)
            kind = db_commit(filling->db, reterr);
    }
    return kind;
}

static enum err_kind prepare(struct filling *filling, struct arena *arena, struct err *reterr)
{
    struct db_result found;
    enum err_kind kind = db_run(filling->db, arena,
                                "SELECT hash FROM definition WHERE system = 'filing' ORDER BY "
                                "version DESC LIMIT 1",
                                DB_NO_ARGS, &found, reterr);
    if (!kind && !found.row_count)
        kind = err_set(reterr, ERR_MISSING, "bench.definition", "serve the folder once first");
    if (kind)
        return kind;
    filling->hash = db_cell_text(&found, 0, 0);
    kind = db_run(filling->db, arena,
                  "SELECT code FROM court WHERE code LIKE '鄂%' AND grade = 4 ORDER BY code <> "
                  "'鄂1202', code LIMIT 40",
                  DB_NO_ARGS, &found, reterr);
    for (size_t i = 0; !kind && i < found.row_count; i++)
        filling->courts[filling->court_count++] = db_cell_text(&found, i, 0);
    return kind;
}

int main(int argc, char **argv)
{
    ARENA_SCOPED arena;
    arena_init(&arena, 64 << 20);
    struct place place = {0};
    struct filling filling = {.place = &place};
    struct err err = {0};
    const char *folder = option_text(argc, argv, "--data"),
               *count = option_text(argc, argv, "--count");
    if (!folder || !count) {
        (void) fprintf(stderr, "search_fill --data FOLDER [--store URL] --count COUNT\n");
        return 2;
    }
    struct db_checkpointer *checkpointer = NULL;
    if (!crypto_start() ||
        place_open(folder, option_text(argc, argv, "--store"), &arena, &place, &err) ||
        place_open_alone(&place, &filling.db, &err) ||
        db_checkpointer_start(place.store_url, &checkpointer, &err) || prepare(&filling, &arena, &err) ||
        fill(&filling, strtoll(count, NULL, 10), &err))
        return command_failed(&err);
    db_checkpointer_stop(checkpointer);
    db_close(filling.db);
    place_close(&place);
    return 0;
}
