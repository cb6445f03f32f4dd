/* law/protection: a table of who may apply for somebody. */
#include "law/protection.h"

#include <stddef.h>
#include <string.h>

/* All of them for the old, disabled or ill by 法释〔2022〕17号 2; so many only by the law itself.
 */
static const struct {
    const char *who;
    bool by_law_23; /* 反家庭暴力法 23 (2): no capacity, or coerced */
} applicants[] = {{"relative", true}, {"police", true}, {"women", true},     {"committee", true},
                  {"rescue", true},   {"civil", false}, {"disabled", false}, {"elderly", false}};

bool protection_may_apply(const char *who, const char *cannot, bool willing)
{
    if (strcmp(who, "self") == 0)
        return willing;
    for (size_t i = 0; cannot && i < sizeof applicants / sizeof *applicants; i++) {
        if (strcmp(applicants[i].who, who) != 0)
            continue;
        if (strcmp(cannot, "no_capacity") == 0 || strcmp(cannot, "coerced") == 0)
            return applicants[i].by_law_23;
        return strcmp(cannot, "old_ill") == 0 && willing;
    }
    return false;
}
