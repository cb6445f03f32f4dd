/* law/jurisdiction: see jurisdiction.h. The longer code stands before the shorter. */
#include "law/jurisdiction.h"

/* clang-format off */
static const struct jurisdiction rules[] = {
    {"04.10.116.02", true, true, "real_estate",
     "房屋租赁合同纠纷按不动产纠纷确定管辖，由房屋所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
     "A lease of a home belongs only to the court where the home lies (CPL 34, JI 28)."},
    {"04.10.120", true, true, "real_estate",
     "建设工程合同纠纷由工程所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
     "A construction contract belongs only to the court where the works lie (CPL 34, JI 28)."},
    {"04.10.140", true, true, "real_estate",
     "农村土地承包经营合同纠纷由土地所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
     "A rural land contract belongs only to the court where the land lies (CPL 34, JI 28)."},
    {"03.06.055", true, true, "real_estate",
     "相邻关系属于不动产权利纠纷，由不动产所在地法院专属管辖（民事诉讼法第三十四条、民诉法解释第二十八条）。",
     "Rights between neighbouring properties belong only to the court where they lie (CPL 34, JI 28)."},
    {"10.35.411", true, false, "tort_place",
     "交通事故可以向事故发生地或者被告住所地法院起诉（民事诉讼法第二十九条、第三十条）。",
     "After an accident: the court of the place of the accident or of the other side's domicile (CPL 29, 30)."},
    {"04.10.126", true, false, "contract_performance",
     "合同纠纷可以向合同履行地或者被告住所地法院起诉，物业和供暖在房屋所在地履行（民事诉讼法第二十四条）。",
     "A contract: the court of the place of performance, here where the home lies, or of the other side's domicile (CPL 24)."},
    {"04.10.101", true, false, "contract_performance",
     "合同纠纷可以向合同履行地或者被告住所地法院起诉，物业和供暖在房屋所在地履行（民事诉讼法第二十四条）。",
     "A contract: the court of the place of performance, here where the home lies, or of the other side's domicile (CPL 24)."},
    {"02.03", true, true, "other",
     "继承纠纷由被继承人死亡时住所地或者主要遗产所在地法院专属管辖（民事诉讼法第三十四条）。",
     "Succession belongs only to the court of the deceased's last domicile or of the main estate (CPL 34)."},
    {"07", true, false, "other",
     "劳动争议经仲裁后，由用人单位所在地或者劳动合同履行地的基层法院管辖（关于审理劳动争议案件适用法律问题的解释（一）第三条）。",
     "After arbitration, the basic court of the employer's seat or the place of work (Labour Interpretation I, Art. 3)."},
    {"10", true, false, "tort_place",
     "侵权纠纷可以向侵权行为地或者被告住所地法院起诉（民事诉讼法第二十九条）。",
     "For a wrong: the court of the place of the act or of the other side's domicile (CPL 29)."},
    {"01", false, false, "defendant_domicile",
     "侵害名誉、隐私的，可以向被告住所地或者侵权行为地法院起诉；网络侵权的，被侵权人住所地也可以（民事诉讼法第二十九条、民诉法解释第二十四条、第二十五条）。",
     "For reputation and privacy: the other side's domicile or the place of the act; online also your own domicile (CPL 29, JI 24, 25)."},
    {"02", false, false, "defendant_domicile",
     "婚姻家庭纠纷一般由被告住所地法院管辖，被告离开住所地一年以上的由经常居住地法院管辖（民事诉讼法第二十二条）；追索赡养费、抚养费有几个被告不在同一辖区的，原告住所地法院也可以（民诉法解释第九条）。",
     "Family disputes: the court of the other side's domicile, or habitual residence when away for over a year (CPL 22); for support from several people in different places also your own (JI 9)."},
    {"04", false, false, "defendant_domicile",
     "合同纠纷可以向被告住所地或者合同履行地法院起诉；没有约定履行地、争议是给付货币的，接收货币一方所在地为履行地（民事诉讼法第二十四条、民诉法解释第十八条）。",
     "A contract: the court of the other side's domicile or of performance; money is owed at the place of whoever receives it (CPL 24, JI 18)."},
    {"09", false, false, "defendant_domicile",
     "公司设立、确认股东资格、分配利润、解散等纠纷由公司住所地法院管辖，其他一般由被告住所地法院管辖（民事诉讼法第二十二条、第二十七条）。",
     "Founding, shares, profits or dissolution of a company: the court of its seat; else as a rule the other side's domicile (CPL 22, 27)."},
    {"", false, false, "defendant_domicile",
     "一般由被告住所地法院管辖（民事诉讼法第二十二条）。",
     "As a rule the court of the other side's domicile (CPL 22)."},
};
/* clang-format on */

const struct jurisdiction *jurisdiction_of_cause(const char *cause)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        const char *begins = rules[i].cause;
        if (!*begins || (cause && strncmp(cause, begins, strlen(begins)) == 0))
            return &rules[i];
    }
    return &rules[COUNT_OF(rules) - 1];
}
