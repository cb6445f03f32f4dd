/*
 * law/: what the law computes, as pure functions with the article beside them. No clock, no file,
 * no database. Usable on its own: include this one header.
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "law/case_number.h"
#include "law/confirmation.h"
#include "law/fee.h"
#include "law/fee_claims.h"
#include "law/fee_refund.h"
#include "law/fee_relief.h"
#include "law/identifier.h"
#include "law/indicator.h"
#include "law/injury.h"
#include "law/jurisdiction.h"
#include "law/mediation.h"
#include "law/name.h"
#include "law/online.h"
#include "law/period.h"
#include "law/period_days.h"
#include "law/period_extension.h"
#include "law/preservation.h"
#include "law/procedure.h"
#include "law/procedure_change.h"
#include "law/remedy.h"
#include "law/service.h"

#endif
