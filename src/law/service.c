/* law/service: a table of what happened by which way; the first row that fits decides. */
#include "law/service.h"

#include "law/period.h"

#define OLR  "人民法院在线诉讼规则"
#define CPL  "民事诉讼法"
#define JI   "民事诉讼法解释"
#define POST "最高人民法院关于以法院专递方式邮寄送达民事诉讼文书的若干规定"

const enum service_method service_order[SERVICE_METHOD_COUNT + 1] = {
    SERVICE_ELECTRONIC, SERVICE_ANNOUNCED, SERVICE_POST,   SERVICE_DIRECT,      SERVICE_LEAVING,
    SERVICE_ENTRUSTED,  SERVICE_UNIT,      SERVICE_NOTICE, SERVICE_METHOD_COUNT};

static struct service_answer served(int64_t at_us, bool presumed, struct track_reason reason)
{
    return (struct service_answer){true, presumed, at_us, reason};
}

static struct service_answer not_served(struct track_reason reason)
{
    return (struct service_answer){.reason = reason};
}

#define REASON(zh, en, basis) ((struct track_reason){zh, en, basis})

/* OLR 29-31, JI 135. */
static struct service_answer electronic(const struct service_report *report)
{
    if (report->event == SERVICE_REPLIED)
        return served(report->at_us, false,
                      REASON("受送达人回复或者按文书内容行事，回复或者行事之时送达",
                             "the recipient replied or acted on it: served at that moment",
                             OLR "第三十一条"));
    if (!report->consented)
        return not_served(REASON("受送达人没有同意电子送达，应当改用其他方式",
                                 "no consent to electronic service: another way is needed",
                                 CPL "第九十条"));
    if (report->confirmed_address &&
        (report->event == SERVICE_ARRIVED || report->event == SERVICE_READ))
        return served(report->at_us, false,
                      REASON("到达受送达人提供或者确认的电子地址，到达之时送达，与是否阅读无关",
                             "reached the address the recipient gave or confirmed: served on "
                             "arrival, read or not",
                             OLR "第三十一条；" JI "第一百三十五条"));
    if (report->event == SERVICE_READ)
        return served(
            report->at_us, true,
            REASON("对方系统显示已阅知，推定送达；本人可以证明系统出错、不是其地址或者未阅知",
                   "their system says read: presumed served, unless they prove a system "
                   "error, another's address or that they did not read it",
                   OLR "第三十一条"));
    return not_served(REASON("没有回复，也没有阅知记录，不能认定送达，应当改用其他方式",
                             "no reply and no mark of reading: not served, another way is needed",
                             OLR "第三十一条"));
}

static struct service_answer in_person(const struct service_report *report)
{
    if (report->receiver == RECEIVER_OPPONENT)
        return not_served(REASON("同住成年家属是对方当事人，不能代收",
                                 "an adult of the household who is the other side may not receive",
                                 POST "第七条"));
    if (report->event == SERVICE_SIGNED)
        return served(report->at_us, false,
                      REASON("在送达回证上签收的日期为送达日期",
                             "served on the date signed on the return",
                             CPL "第八十七条、第八十八条"));
    if (report->event == SERVICE_REFUSED && !report->mediation_document)
        return served(report->at_us, false,
                      REASON("拒绝签收，记明情况并拍照、录像，视为送达",
                             "refused, noted and filmed: taken as served", JI "第一百三十一条"));
    return not_served(
        REASON("没有签收，不能认定送达", "not signed for: not served", CPL "第八十七条"));
}

static struct service_answer left(const struct service_report *report)
{
    if (report->mediation_document)
        return not_served(REASON("调解书应当直接送达本人，不适用留置送达；拒收的，应当及时判决",
                                 "a mediation document is never left: if refused, the court judges",
                                 JI "第一百三十三条；" CPL "第一百零二条"));
    if (report->receiver == RECEIVER_AGENT && !report->named_receiver)
        return not_served(REASON("诉讼代理人没有被指定为代收人，不能向其留置送达",
                                 "an agent who is not named as receiver: it may not be left",
                                 JI "第一百三十二条"));
    if (report->event == SERVICE_REFUSED)
        return served(report->at_us, false,
                      REASON("拒收，有见证人或者拍照、录像，留在住所，视为送达",
                             "refused before witnesses or a camera and left at the home: served",
                             CPL "第八十九条"));
    return not_served(REASON("没有拒收的事实，不能留置送达",
                             "nothing was refused: it may not be left", CPL "第八十九条"));
}

static struct service_answer posted(const struct service_report *report)
{
    if (report->event == SERVICE_RETURNED && report->own_fault)
        return served(report->at_us, true,
                      REASON("因自己提供或者确认的地址不准确、变更未告知、拒不提供或者拒收被退回，"
                             "退回之日视为送达；证明没有过错的除外",
                             "returned for the recipient's own wrong or unreported address or "
                             "refusal: served on the day of return, unless no fault is proved",
                             POST "第十一条"));
    if (report->event == SERVICE_RETURNED)
        return not_served(REASON("退回不是受送达人的过错，不能认定送达",
                                 "returned without the recipient's fault: not served",
                                 POST "第十一条"));
    return in_person(report);
}

/* CPL 95, JI 138, 140: counted from the day of the last publication; a term of service never
 * shifts, an answer period behind it does. */
static struct service_answer noticed(const struct service_report *report)
{
    if (report->summary)
        return not_served(REASON("简易程序不适用公告送达，应当转为普通程序",
                                 "no public notice in summary procedure: it becomes ordinary",
                                 JI "第一百四十条"));
    if (!report->others_failed)
        return not_served(REASON("公告是最后的办法：须有其他方式不能送达的记录",
                                 "notice is the last way: the failure of the others must be on "
                                 "record",
                                 CPL "第九十五条"));
    int32_t day = day_of_instant(report->at_us);
    const struct period *period =
        period_find(report->foreign ? "notice.public.foreign" : "notice.public", day);
    const char *zh = "自最后发布之日起满法定期间视为送达",
               *en = "served when the period after the last publication has run";
    if (report->foreign) {
        zh = "在境内没有住所，自最后发布之日起满法定期间视为送达";
        en = "no domicile in the mainland: served when the period after the last publication has "
             "run";
    }
    return served(start_of_day(period_raw_day(period, day)), false, REASON(zh, en, period->basis));
}

static struct service_answer announced(const struct service_report *report)
{
    if (report->event != SERVICE_REFUSED)
        return in_person(report);
    return served(report->at_us, false,
                  REASON("当庭宣判后拒绝签收，视为送达，记入笔录",
                         "pronounced and refused: taken as served, on record",
                         JI "第一百四十一条"));
}

struct service_answer service_effect(const struct service_report *report)
{
    static struct service_answer (*const ways[SERVICE_METHOD_COUNT])(
        const struct service_report *) = {
        [SERVICE_ELECTRONIC] = electronic, [SERVICE_DIRECT] = in_person,
        [SERVICE_LEAVING] = left,          [SERVICE_ENTRUSTED] = in_person,
        [SERVICE_POST] = posted,           [SERVICE_UNIT] = in_person,
        [SERVICE_NOTICE] = noticed,        [SERVICE_ANNOUNCED] = announced};
    return ways[report->method](report);
}
