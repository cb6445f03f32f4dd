/* filing: what the files of this system share. */
#ifndef FILING_FILING_H
#define FILING_FILING_H

#include "engine/engine.h"

enum { FILING_GUARDS = 20, FILING_EFFECTS = 21 };

extern const struct guard filing_guards[FILING_GUARDS];
extern const struct effect filing_effects[FILING_EFFECTS];

/** The acceptance fee of the matter's values: by cause, amount and procedure (Decree 481, Arts 13,
 * 16); within a range of Art. 13 the province's sum, which the court has set. `settled`: as it
 * would be if the case ended by mediation or withdrawal (Art. 15). */
MUST_CHECK enum err_kind filing_fee_of(const struct value *fields, const struct value *settings,
                                       bool settled, struct arena *arena, struct fee_result *ret,
                                       struct err *reterr);

/** Where the reads are: `place` of what the action asked first, and of related cases. */
struct filing_reads {
    size_t place, related;
};

/** agents.c: change and end of an authority (CPL 63). */
size_t filing_agency_load(struct call *call);
bool filing_agency_changes(const struct facts *facts);
bool filing_has_agents(const struct facts *facts);
MUST_CHECK enum err_kind filing_end_agency(struct call *call, const struct value *with,
                                           struct err *reterr);
bool filing_acts_as_agent(const struct call *call);
bool filing_agency_is_partys(const struct facts *facts);
MUST_CHECK enum err_kind filing_leave_agency(struct call *call, const struct value *with,
                                             struct err *reterr);
MUST_CHECK enum err_kind filing_carry_agents(struct call *call, const struct value *with,
                                             struct err *reterr);

/** Values of the matter under other names: {ours, theirs}. False: memory ran out. */
bool filing_copy_fields(struct call *call, struct value *to, const char *const (*pairs)[2],
                        size_t count);
/** The names of a side's rows, cut where too many. NULL: memory ran out. */
const char *filing_names_of(const struct value *rows, struct arena *arena);
/** Of a side's rows: is anybody, is everybody a natural person? */
bool filing_any_person(const struct value *rows);
bool filing_all_persons(const struct value *rows);

/** What the law is asked of the matter as it stands; the wage is what was loaded. */
struct track_question filing_track_question(const struct facts *facts);

#endif
