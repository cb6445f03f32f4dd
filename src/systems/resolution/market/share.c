/* systems/resolution/market: who owes what of a fee. */
#include "systems/resolution/market/market.h"

enum { PERCENT = 100 };

int64_t market_side_fen(int64_t price_fen, int64_t percent, bool applicants)
{
    int64_t first = price_fen / PERCENT * percent + price_fen % PERCENT * percent / PERCENT;
    return applicants ? first : price_fen - first;
}

int64_t market_part_fen(int64_t side_fen, size_t count, size_t place)
{
    if (!count)
        return 0;
    int64_t part = side_fen / (int64_t) count;
    return place ? part : side_fen - part * ((int64_t) count - 1);
}

int64_t market_owes_fen(const struct value *fields, const struct participant *participants,
                        size_t count, const struct participant *party)
{
    size_t side = 0, place = 0;
    for (size_t i = 0; i < count; i++) {
        if (!participants[i].active || strcmp(participants[i].role, party->role) != 0)
            continue;
        if (participants[i].id == party->id)
            place = side;
        side++;
    }
    int64_t side_fen = market_side_fen(value_int(value_get(fields, "price"), 0),
                                       value_int(value_get(fields, "share_applicant"), 0),
                                       strcmp(party->role, "applicant") == 0);
    return market_part_fen(side_fen, side, place);
}
