/* law/jurisdiction: see jurisdiction.h. Rows stand in the order of the register of causes; a rule
 * that several of them share has its words in one place. */
#include "law/jurisdiction.h"

#include <string.h>

/* clang-format off */
#define PARTED \
    .zh = "一般由被告住所地法院管辖（民事诉讼法第二十二条）；分开以后因财产发生争议的，可以书面约定管辖（第三十五条、民诉法解释第三十四条）。", \
    .en = "As a rule the other side's domicile (CPL 22); over property after parting, a court may be chosen in writing (CPL 35, JI 34)."
#define SUPPORT \
    .zh = "一般由被告住所地法院管辖（民事诉讼法第二十二条）；追索赡养费、扶养费、抚养费，几个被告住所地不在同一辖区的，原告住所地法院也可以（民诉法解释第九条）。", \
    .en = "As a rule the other side's domicile (CPL 22); for support from several people in different places also your own (JI 9)."
#define IMMOVABLE_OR_NOT \
    .zh = "房屋、土地等不动产的权利确认、分割等物权纠纷由不动产所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）；争议的是动产的，一般由被告住所地法院管辖（第二十二条）。", \
    .en = "Title to and division of buildings or land belong only to the court where they lie (CPL 34(1), JI 28); over movables the other side's domicile (CPL 22)."
#define AT_HOME \
    .zh = "合同纠纷可以向合同履行地或者被告住所地法院起诉，物业和水电气热的服务在房屋所在地履行（民事诉讼法第二十四条）。", \
    .en = "A contract: the court of the place of performance, here where the home lies, or of the other side's domicile (CPL 24)."
#define USED \
    .zh = "财产租赁、融资租赁以租赁物使用地为合同履行地，可以向那里或者被告住所地法院起诉，约定了履行地的从约定（民事诉讼法第二十四条、民诉法解释第十九条）。", \
    .en = "A lease of goods or a finance lease is performed where the thing is used: there or the other side's domicile, unless agreed otherwise (CPL 24, JI 19)."
#define NO_BUILDING \
    .zh = "勘察、设计不是施工，按合同确定管辖，可以向被告住所地或者合同履行地法院起诉（民事诉讼法第二十四条）。", \
    .en = "Survey and design are no construction: the other side's domicile or the place of performance (CPL 24)."
#define COLLISION \
    .zh = "船舶碰撞等由碰撞发生地、碰撞船舶最先到达地、加害船舶被扣留地或者被告住所地的海事法院管辖（民事诉讼法第三十一条）。", \
    .en = "Collisions: the maritime court of the place, of the first arrival, of the arrest of the ship at fault or of the other side's domicile (CPL 31)."
#define COMPANY \
    .zh = "公司设立、股东资格、名册、知情权、决议、分配利润、合并分立、增资减资、解散等纠纷由公司住所地法院管辖（民事诉讼法第二十七条、民诉法解释第二十二条）。", \
    .en = "Founding, membership, registers, information, resolutions, profits, merger, capital or dissolution of a company: the court of its seat (CPL 27, JI 22)."
#define ACCIDENT \
    .zh = "交通事故可以向事故发生地、车船最先到达地、航空器最先降落地或者被告住所地法院起诉（民事诉讼法第二十九条、第三十条）。", \
    .en = "After an accident: the court of its place, of the first arrival or landing, or of the other side's domicile (CPL 29, 30)."
#define PRESERVED \
    .zh = "因申请保全造成损失的，由采取保全措施的法院管辖；保全后已经起诉或者申请仲裁的，受理起诉的法院也可以（民诉法解释第二十七条）。", \
    .en = "Loss by a preservation order: the court that made it, or the one that took the suit that followed (JI 27)."

static const struct jurisdiction rules[] = {
    {.cause = "", .ground = "defendant_domicile",
     .zh = "一般由被告住所地法院管辖，被告住所地与经常居住地不一致的，由经常居住地法院管辖（民事诉讼法第二十二条）；被告被监禁的，或者身份关系的诉讼中被告不在国内、下落不明的，由原告住所地法院管辖（第二十三条）。",
     .en = "As a rule the court of the other side's domicile, or habitual residence where it differs (CPL 22); your own where the defendant is in prison, or over status when abroad or missing (CPL 23)."},
    {.cause = "01", .ground = "defendant_domicile",
     .zh = "人格权纠纷可以向被告住所地或者侵权行为地法院起诉；网络侵权的，被侵权人住所地也可以（民事诉讼法第二十二条、第二十九条，民诉法解释第二十四条、第二十五条）。",
     .en = "For rights of personality: the other side's domicile or the place of the act; online also your own domicile (CPL 22, 29, JI 24, 25)."},
    {.cause = "01.01.001", .ground = "tort_place", .at_place = true,
     .zh = "人身受到伤害的，可以向侵权行为地（包括行为发生地和结果发生地）或者被告住所地法院起诉（民事诉讼法第二十九条、民诉法解释第二十四条）。",
     .en = "For an injury: the court of the place of the act or of its result, or of the other side's domicile (CPL 29, JI 24)."},
    {.cause = "02", .ground = "defendant_domicile",
     .zh = "婚姻家庭纠纷一般由被告住所地法院管辖，被告离开住所地一年以上的由经常居住地法院管辖（民事诉讼法第二十二条）。",
     .en = "Family disputes: the court of the other side's domicile, or habitual residence when away for over a year (CPL 22)."},
    {.cause = "02.02.014", .ground = "defendant_domicile",
     .zh = "离婚一般由被告住所地法院管辖（民事诉讼法第二十二条）；一方离开住所地超过一年，另一方起诉的，可以由原告住所地法院管辖（民诉法解释第十二条）。",
     .en = "Divorce: the court of the other side's domicile (CPL 22); when one spouse has been away for over a year the other may sue at home (JI 12)."},
    {.cause = "02.02.015", .ground = "defendant_domicile", .may_agree = true, PARTED},
    {.cause = "02.02.020.01", .ground = "defendant_domicile", .may_agree = true, PARTED},
    {.cause = "02.02.022", .ground = "defendant_domicile", SUPPORT},
    {.cause = "02.02.023", .ground = "defendant_domicile", SUPPORT},
    {.cause = "02.02.024", .ground = "defendant_domicile", SUPPORT},
    {.cause = "02.03", .ground = "other", .at_place = true, .exclusive = true,
     .zh = "继承遗产纠纷由被继承人死亡时住所地或者主要遗产所在地法院专属管辖（民事诉讼法第三十四条第三项）。",
     .en = "Succession belongs only to the court of the deceased's last domicile or of the main estate (CPL 34(3))."},
    {.cause = "03", .ground = "defendant_domicile", .may_agree = true,
     .zh = "一般由被告住所地法院管辖（民事诉讼法第二十二条）；争议的是房屋、土地的权利的，由不动产所在地法院专属管辖（第三十四条第一项、民诉法解释第二十八条）。",
     .en = "As a rule the other side's domicile (CPL 22); rights in a building or land belong only to the court where it lies (CPL 34(1), JI 28)."},
    {.cause = "03.04", .ground = "real_estate", .at_place = true, IMMOVABLE_OR_NOT},
    {.cause = "03.05", .ground = "real_estate", .at_place = true, IMMOVABLE_OR_NOT},
    {.cause = "03.05.044", .ground = "tort_place", .at_place = true,
     .zh = "财产受到损害要求赔偿的，可以向侵权行为地或者被告住所地法院起诉（民事诉讼法第二十九条）。",
     .en = "Damages for harm to property: the court of the place of the act or of the other side's domicile (CPL 29)."},
    {.cause = "03.06.047", .ground = "real_estate", .at_place = true, IMMOVABLE_OR_NOT},
    {.cause = "03.06.055", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "相邻关系属于不动产权利纠纷，由不动产所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）；只要求赔偿损失、按侵权处理的，不动产所在地也是侵权行为地（第二十九条）。",
     .en = "Rights between neighbouring properties belong only to the court where they lie (CPL 34(1), JI 28); for damages alone that is also the place of the wrong (CPL 29)."},
    {.cause = "03.06.056", .ground = "real_estate", .at_place = true, IMMOVABLE_OR_NOT},
    {.cause = "03.07", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "土地等不动产的用益物权纠纷由不动产所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）。",
     .en = "Rights to use land belong only to the court where it lies (CPL 34(1), JI 28)."},
    {.cause = "03.07.065.02", .ground = "defendant_domicile",
     .zh = "征收补偿费用分配是给付金钱的纠纷，由被告住所地法院管辖（民事诉讼法第二十二条）。",
     .en = "Sharing out compensation is about money: the other side's domicile (CPL 22)."},
    {.cause = "04", .ground = "defendant_domicile", .may_agree = true,
     .zh = "由被告住所地法院管辖（民事诉讼法第二十二条）。",
     .en = "The court of the other side's domicile (CPL 22)."},
    {.cause = "04.10", .ground = "defendant_domicile", .may_agree = true,
     .zh = "合同纠纷可以向被告住所地或者合同履行地法院起诉；没有约定履行地、争议是给付货币的，接收货币一方所在地为履行地（民事诉讼法第二十四条、民诉法解释第十八条）。",
     .en = "A contract: the court of the other side's domicile or of performance; money is owed at the place of whoever receives it (CPL 24, JI 18)."},
    {.cause = "04.10.088.08", .ground = "contract_performance", .may_agree = true,
     .zh = "网络购物：通过网络交付的，买受人住所地为合同履行地；以其他方式交付的，收货地为合同履行地；也可以向被告住所地法院起诉（民事诉讼法第二十四条、民诉法解释第二十条）。",
     .en = "Bought online: delivered over the network, the buyer's domicile is the place of performance; otherwise the place of receipt; or the other side's domicile (CPL 24, JI 20)."},
    {.cause = "04.10.096", .ground = "defendant_domicile", .may_agree = true,
     .zh = "房屋买卖按合同确定管辖，可以向被告住所地或者合同履行地法院起诉（民事诉讼法第二十四条）；政策性住房的买卖由房屋所在地法院专属管辖（民诉法解释第二十八条）。",
     .en = "A sale of a home is a contract: the other side's domicile or the place of performance (CPL 24); housing under a public scheme only where it lies (JI 28)."},
    {.cause = "04.10.096.05", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "政策性房屋买卖合同纠纷由房屋所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）。",
     .en = "A sale of housing under a public scheme belongs only to the court where it lies (CPL 34(1), JI 28)."},
    {.cause = "04.10.098", .ground = "contract_performance", .at_place = true, .may_agree = true, AT_HOME},
    {.cause = "04.10.099", .ground = "contract_performance", .at_place = true, .may_agree = true, AT_HOME},
    {.cause = "04.10.100", .ground = "contract_performance", .at_place = true, .may_agree = true, AT_HOME},
    {.cause = "04.10.101", .ground = "contract_performance", .at_place = true, .may_agree = true, AT_HOME},
    {.cause = "04.10.116", .ground = "contract_performance", .at_place = true, .may_agree = true, USED},
    {.cause = "04.10.116.02", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "房屋租赁合同纠纷按不动产纠纷确定管辖，由房屋所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）。",
     .en = "A lease of a home belongs only to the court where the home lies (CPL 34(1), JI 28)."},
    {.cause = "04.10.117", .ground = "contract_performance", .at_place = true, .may_agree = true, USED},
    {.cause = "04.10.120", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "建设工程施工合同纠纷由工程所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）。",
     .en = "A construction contract belongs only to the court where the works lie (CPL 34(1), JI 28)."},
    {.cause = "04.10.120.01", .ground = "defendant_domicile", .may_agree = true, NO_BUILDING},
    {.cause = "04.10.120.02", .ground = "defendant_domicile", .may_agree = true, NO_BUILDING},
    {.cause = "04.10.121", .ground = "contract_performance", .at_place = true, .may_agree = true,
     .zh = "运输合同纠纷由运输始发地、目的地或者被告住所地法院管辖（民事诉讼法第二十八条）；铁路运输的，由铁路运输法院等专门法院管辖的依其规定。",
     .en = "Carriage: the court where it begins or ends, or of the other side's domicile (CPL 28); by rail, the railway court where there is one."},
    {.cause = "04.10.126", .ground = "contract_performance", .at_place = true, .may_agree = true, AT_HOME},
    {.cause = "04.10.140", .ground = "real_estate", .at_place = true, .exclusive = true,
     .zh = "农村土地承包经营合同纠纷由土地所在地法院专属管辖（民事诉讼法第三十四条第一项、民诉法解释第二十八条）。",
     .en = "A rural land contract belongs only to the court where the land lies (CPL 34(1), JI 28)."},
    {.cause = "05", .ground = "defendant_domicile", .special = true, .may_agree = true,
     .zh = "知识产权纠纷由指定的法院管辖：侵权的在侵权行为地或者被告住所地，合同的在被告住所地或者合同履行地（民事诉讼法第二十四条、第二十九条）。请到诉讼服务热线12368或者窗口核对是哪一家。",
     .en = "Intellectual property goes to a designated court at the place of the wrong, of performance or of the other side's domicile (CPL 24, 29). Hotline 12368 or the window says which."},
    {.cause = "07", .ground = "other", .at_place = true,
     .zh = "劳动争议经仲裁后，由用人单位所在地或者劳动合同履行地的基层法院管辖（关于审理劳动争议案件适用法律问题的解释（一）第三条）。",
     .en = "After arbitration, the basic court of the employer's seat or the place of work (Labour Interpretation I, Art. 3)."},
    {.cause = "08", .ground = "other", .special = true, .may_agree = true,
     .zh = "海事海商纠纷由海事法院管辖（海事诉讼特别程序法第四条、第六条；民事诉讼法第二十二条、第二十四条、第二十九条）。",
     .en = "Maritime disputes belong to a maritime court (Special Maritime Procedure Law 4, 6; CPL 22, 24, 29)."},
    {.cause = "08.22.217", .ground = "other", .special = true, .may_agree = true, COLLISION},
    {.cause = "08.22.218", .ground = "other", .special = true, .may_agree = true, COLLISION},
    {.cause = "08.22.254", .ground = "other", .special = true, .may_agree = true,
     .zh = "海难救助费用由救助地或者被救助船舶最先到达地的海事法院管辖（民事诉讼法第三十二条）。",
     .en = "Salvage: the maritime court of the place of salvage or of the ship's first arrival (CPL 32)."},
    {.cause = "08.22.269", .ground = "other", .at_place = true, .exclusive = true, .special = true,
     .zh = "港口作业纠纷由港口所在地的海事法院专属管辖（民事诉讼法第三十四条第二项）。",
     .en = "Harbour operations belong only to the maritime court of the harbour (CPL 34(2))."},
    {.cause = "08.22.270", .ground = "other", .special = true, .may_agree = true,
     .zh = "共同海损由船舶最先到达地、理算地或者航程终止地的海事法院管辖（民事诉讼法第三十三条）。",
     .en = "General average: the maritime court of the first arrival, of the adjustment or of the end of the voyage (CPL 33)."},
    {.cause = "09", .ground = "defendant_domicile", .may_agree = true,
     .zh = "一般由被告住所地法院管辖，合同的也可以由合同履行地法院管辖（民事诉讼法第二十二条、第二十四条）。",
     .en = "As a rule the other side's domicile; for a contract also the place of performance (CPL 22, 24)."},
    {.cause = "09.24.290", .ground = "other", COMPANY},
    {.cause = "09.24.291", .ground = "other", COMPANY},
    {.cause = "09.24.292", .ground = "other", COMPANY},
    {.cause = "09.24.296", .ground = "other", COMPANY},
    {.cause = "09.24.299", .ground = "other", COMPANY},
    {.cause = "09.24.301", .ground = "other", COMPANY},
    {.cause = "09.24.304", .ground = "other", COMPANY},
    {.cause = "09.24.311", .ground = "other", COMPANY},
    {.cause = "09.24.312", .ground = "other", COMPANY},
    {.cause = "09.24.313", .ground = "other", COMPANY},
    {.cause = "09.24.314", .ground = "other", COMPANY},
    {.cause = "09.24.315", .ground = "other", COMPANY},
    {.cause = "09.31", .ground = "defendant_domicile", .may_agree = true,
     .zh = "保险合同纠纷由被告住所地或者保险标的物所在地法院管辖（民事诉讼法第二十五条）；运输工具或者运输中的货物，登记注册地、运输目的地、事故发生地也可以；人身保险，被保险人住所地也可以（民诉法解释第二十一条）。",
     .en = "Insurance: the other side's domicile or where the insured thing is (CPL 25); for vehicles and cargo also registration, destination or accident; for life and health also the insured's domicile (JI 21)."},
    {.cause = "09.31.371.05", .ground = "tort_place", .at_place = true,
     .zh = "保险人代位求偿，按被保险人与第三者之间的法律关系确定管辖，第三者侵权的在侵权行为地或者被告住所地（民事诉讼法第二十九条、保险法第六十条）。",
     .en = "An insurer in the insured's place follows the relation with the third party: for a wrong, its place or the other side's domicile (CPL 29, Insurance Law 60)."},
    {.cause = "09.32", .ground = "other", .may_agree = true,
     .zh = "票据纠纷由票据支付地或者被告住所地法院管辖（民事诉讼法第二十六条）。",
     .en = "Bills: the court of the place of payment or of the other side's domicile (CPL 26)."},
    {.cause = "10", .ground = "tort_place", .at_place = true,
     .zh = "侵权纠纷可以向侵权行为地（包括行为发生地和结果发生地）或者被告住所地法院起诉（民事诉讼法第二十九条、民诉法解释第二十四条）。",
     .en = "For a wrong: the court of the place of the act or of its result, or of the other side's domicile (CPL 29, JI 24)."},
    {.cause = "10.35.410", .ground = "tort_place", .at_place = true,
     .zh = "产品、服务质量不合格造成损害的，产品制造地、销售地、服务提供地、侵权行为地和被告住所地法院都可以（民事诉讼法第二十九条、民诉法解释第二十六条）。",
     .en = "Harm by a faulty product or service: where it was made, sold or rendered, where the harm was done, or the other side's domicile (CPL 29, JI 26)."},
    {.cause = "10.35.411", .ground = "tort_place", .at_place = true, ACCIDENT},
    {.cause = "10.35.412", .ground = "tort_place", .at_place = true, ACCIDENT},
    {.cause = "10.35.427", .ground = "tort_place", .at_place = true, ACCIDENT},
    {.cause = "10.35.428", .ground = "tort_place", .at_place = true, ACCIDENT},
    {.cause = "10.35.429", .ground = "tort_place", .at_place = true, ACCIDENT},
    {.cause = "10.35.431", .ground = "other", PRESERVED},
    {.cause = "10.35.432", .ground = "other", PRESERVED},
    {.cause = "10.35.433", .ground = "other", PRESERVED},
    {.cause = "11.51", .ground = "other", .at_place = true,
     .zh = "人身安全保护令由申请人或者被申请人居住地、家庭暴力发生地的基层法院管辖（反家庭暴力法第二十五条）。",
     .en = "A protection order: the basic court where either side lives or where the violence happened (Anti-Domestic-Violence Law 25)."},
    {.cause = "12.57", .ground = "tort_place", .special = true,
     .zh = "公益诉讼由侵权行为地或者被告住所地的中级法院管辖，法律、司法解释另有规定的除外（民诉法解释第二百八十三条）。",
     .en = "Suits in the public interest: the intermediate court of the place of the wrong or of the other side's domicile, unless a law says otherwise (JI 283)."},
};
/* clang-format on */

const struct jurisdiction *jurisdiction_of_cause(const char *cause)
{
    const struct jurisdiction *found = &rules[0];
    for (size_t i = 1; cause && i < COUNT_OF(rules); i++) {
        if (strncmp(cause, rules[i].cause, strlen(rules[i].cause)) == 0)
            found = &rules[i]; /* sorted: the longer beginning comes later */
    }
    return found;
}
