/*
 * law/mediation: the four dated variants of one mediation, and what may not be mediated or signed.
 * Sources: OMR (人民法院在线调解规则) 24; 特邀规定 21, 27; the SPC opinion of 2024-12-27 in force
 * 2025-01-01 (register first, then entrust); 电子签名法 3.
 */
#ifndef LAW_MEDIATION_H
#define LAW_MEDIATION_H

#include "base/moment.h"

/**
 * 'A' the party's own application, 'B' referred before registration (until 2024-12-31, afterwards
 * only where a court switches it on), 'C' entrusted after registration (default from 2025-01-01),
 * 'D' during trial.
 */
char mediation_variant(int32_t day, bool complaint_handed_in, bool registered, bool in_trial,
                       bool court_allows_b);
/**
 * Whether an electronic signature serves by default for a dispute of this cause: not for marriage,
 * adoption, succession (电子签名法 3). `cause_code` as in the register of civil causes: part 02 is
 * family and succession.
 */
bool mediation_electronic_signature_serves(const char *cause_code);

#endif
