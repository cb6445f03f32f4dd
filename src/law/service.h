/*
 * law/service: when a paper counts as served, by which way, and why.
 *
 * Sources: CPL 87-95, 102, 283; JI (the interpretation of the CPL) 130-141, 149; 在线诉讼规则 (OLR)
 * 29-32; 法院专递邮寄送达规定 6, 7, 11 ("postal rules"); 简易程序规定 10, 28. Whoever serves
 * reports what happened; this says what the law makes of it.
 */
#ifndef LAW_SERVICE_H
#define LAW_SERVICE_H

#include "law/procedure.h"

#include "base/moment.h"

enum service_method {
    SERVICE_ELECTRONIC,
    SERVICE_DIRECT,    /* at the address, or the court */
    SERVICE_LEAVING,   /* 留置 */
    SERVICE_ENTRUSTED, /* another court */
    SERVICE_POST,      /* 法院专递 */
    SERVICE_UNIT,      /* through a unit: soldiers, prisoners */
    SERVICE_NOTICE,    /* 公告 */
    SERVICE_ANNOUNCED, /* pronounced in court */
    SERVICE_METHOD_COUNT
};

enum service_event {
    SERVICE_SIGNED,   /* taken and signed by whoever may take it */
    SERVICE_REFUSED,  /* refused, noted with witnesses or filmed */
    SERVICE_ARRIVED,  /* reached the system of the address */
    SERVICE_REPLIED,  /* the recipient replied or acted on it */
    SERVICE_READ,     /* their system says it was read */
    SERVICE_RETURNED, /* the post came back */
    SERVICE_ISSUED,   /* the notice's last publication */
    SERVICE_NOTHING,  /* no answer, no mark of reading */
    SERVICE_EVENT_COUNT
};

/** Who the paper reached, where that matters. */
enum service_receiver {
    RECEIVER_PARTY,
    RECEIVER_HOUSEHOLD, /* an adult of the same household */
    RECEIVER_OPPONENT,  /* such an adult who is the other side: postal rules 7 */
    RECEIVER_AGENT,     /* an agent or a designated receiver */
    RECEIVER_UNIT,      /* legal representative, person in charge, mail room */
    RECEIVER_COUNT
};

struct service_report {
    enum service_method method;
    enum service_event event;
    enum service_receiver receiver;
    int64_t at_us;           /* when it happened */
    bool consented;          /* to electronic service */
    bool confirmed_address;  /* given or confirmed by the recipient; else found, but theirs */
    bool mediation_document; /* never left at the door, JI 133 */
    bool own_fault;      /* returned: the address was wrong, not reported or not given by them */
    bool foreign;        /* no domicile in the mainland: notice 60 days, CPL 283 */
    bool summary;        /* summary procedure: no public notice, JI 140 */
    bool others_failed;  /* the other ways failed, on record: what a notice needs, CPL 95 */
    bool named_receiver; /* the agent is named as receiver, JI 132 */
};

struct service_answer {
    bool served;
    bool presumed;        /* until the recipient proves the contrary, OLR 31 */
    int64_t effective_us; /* of a notice: its last day; else the moment. 0: not served */
    struct track_reason reason;
};

struct service_answer service_effect(const struct service_report *report);

/** The order in which ways are tried (CPL 88-95) [assumed in detail]; ends with COUNT. */
extern const enum service_method service_order[SERVICE_METHOD_COUNT + 1];

#endif
