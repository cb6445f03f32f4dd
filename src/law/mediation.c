/* law/mediation: which variant, on which day. */
#include "law/mediation.h"

char mediation_variant(int32_t day, bool complaint_handed_in, bool registered, bool in_trial,
                       bool court_allows_b)
{
    const int32_t register_first_from = day_of_date((struct civil_date){2025, 1, 1});
    if (in_trial)
        return 'D';
    if (registered)
        return 'C';
    if (complaint_handed_in)
        return day < register_first_from || court_allows_b ? 'B' : 'C';
    return 'A';
}

bool mediation_electronic_signature_serves(const char *cause_code)
{
    return !cause_code || strncmp(cause_code, "02", 2) != 0;
}
