/*
 * store/agency: the agents of a case in the matters that belong to it in the same instance: its
 * applications, fees and routing. Papers are left out: what was served on an agent stays theirs to
 * read. So is the second instance: its authority is its own (CPL 62; practice.md 4).
 */
#ifndef STORE_AGENCY_H
#define STORE_AGENCY_H

#include "db/db.h"

enum { AGENCY_CHILDREN_MAX = 100 };

/** Those matters: id, definition_hash, the role of the case's agents there: "agent", or
 * "respondent" in what the other side applied for. At most AGENCY_CHILDREN_MAX. */
size_t agency_children_read(struct db_flight *flight, int64_t case_id);
/** No agent the case ever had takes part in any of them. Whoever is a plaintiff too stays. */
void agency_children_end(struct db_flight *flight, int64_t case_id);

#endif
