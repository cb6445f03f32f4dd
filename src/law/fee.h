/*
 * law/fee: 案件受理费, exactly, in fen.
 * Source: 诉讼费用交纳办法 (State Council Decree 481), Arts 13, 15-18; 民诉法解释 206 (halved once
 * only). The Measures hold no rounding rule: half up to the fen, once, at the end; a court may bill
 * whole yuan.
 */
#ifndef LAW_FEE_H
#define LAW_FEE_H

#include "base/moment.h"

enum fee_kind {
    FEE_PROPERTY,               /* Art. 13(1): also several property claims, added up */
    FEE_DIVORCE,                /* 13(2)1: base + 0.5 % of property above 200,000 */
    FEE_PERSONALITY,            /* 13(2)2: base + 1 % of 50,000-100,000 + 0.5 % above */
    FEE_NON_PROPERTY,           /* 13(2)3: base */
    FEE_IP,                     /* 13(3): base without an amount, else as property */
    FEE_LABOUR,                 /* 13(4): 10 yuan */
    FEE_PRESERVATION,           /* Art. 14(2), at most 5,000 */
    FEE_ENFORCEMENT,            /* Art. 14(1): by table; without an amount 50-500 */
    FEE_PAYMENT_ORDER,          /* Art. 14(3): a third of the property table */
    FEE_ADMINISTRATIVE_IP,      /* 13(5)1: trademark, patent, maritime: 100 */
    FEE_ADMINISTRATIVE,         /* 13(5)2: 50 */
    FEE_JURISDICTION_OBJECTION, /* 13(6): 50-100, only when the objection fails */
    FEE_PUBLIC_SUMMONS,         /* 14(4): 100 */
    FEE_SET_ASIDE_AWARD,        /* 14(5): 400; validity of an arbitration agreement too */
    FEE_BANKRUPTCY,             /* 14(6): half the property table, at most 300,000 */
    FEE_MARITIME_FUND,          /* 14(7): limitation fund, 1,000-10,000 */
    FEE_MARITIME_INJUNCTION,    /* 14(7): 1,000-5,000 */
    FEE_MARITIME_LIEN,          /* 14(7): notice of a ship's lien, 1,000-5,000 */
    FEE_MARITIME_DEBT,          /* 14(7): registration of a debt, 1,000 */
    FEE_GENERAL_AVERAGE,        /* 14(7): adjustment of general average, 1,000 */
    FEE_KIND_COUNT
};

struct fee_request {
    enum fee_kind kind;
    int64_t amount_fen; /* 0: none claimed */
    int64_t base_fen;   /* provincial point within Art. 13's range; 0: the range's lowest */
    bool summary;       /* Art. 16: summary or small-claims procedure */
    bool settled;       /* Art. 15: mediated or withdrawn */
    bool whole_yuan;    /* the court's option */
    bool merged;        /* Art. 18: a counterclaim or third party's claim, tried together */
    int32_t day;        /* of filing: the tariff of that day; 0: the one in force now */
};

struct fee_result {
    int64_t full_fen; /* before halving */
    int64_t due_fen;  /* after halving, rounded */
    int64_t most_fen; /* due where the province chose the range's highest point; = due_fen when
                         base_fen was given, or where there is no range */
    bool halved;
    const char *account_zh, *account_en;
    const char *basis;
};

/**
 * Which row of Art. 13 a case falls under, by its cause (codes of the register of civil causes:
 * 02.02.014 divorce, part 01 personality rights, 05 intellectual property, 07 labour) and whether
 * money is claimed.
 */
enum fee_kind fee_kind_of_cause(const char *cause_code, int64_t amount_fen);

/** The name of the setting that holds the province's point of a kind ("fee_divorce"); NULL: a kind
 * that has none. */
const char *fee_setting_of(enum fee_kind kind);

/**
 * ERR_INVALID "fee.amount" for a negative or absurd amount, "fee.base" outside Art. 13's range,
 * "fee.day" before the first tariff on record (2007-04-01).
 */
MUST_CHECK enum err_kind fee_compute(const struct fee_request *request, struct arena *arena,
                                     struct fee_result *ret, struct err *reterr);
/** The article by which fee_compute() halves such a request; static. */
const char *fee_halving_basis(const struct fee_request *request);
/** "60,000.00" into the arena. */
MUST_CHECK const char *money_format(struct arena *arena, int64_t fen);

#endif
