/* systems/resolution/mediation: what its files share, and its row for systems.c. */
#ifndef SYSTEMS_MEDIATION_H
#define SYSTEMS_MEDIATION_H

#include "engine/engine.h"

enum { MEDIATION_EFFECTS = 26, MEDIATION_OPERATIONS = 5 };

extern const struct effect mediation_effects[MEDIATION_EFFECTS];
extern const struct operation mediation_operations[MEDIATION_OPERATIONS];

/** The signature of the form as a row of "signatures" or "fact_signatures". NULL: memory ran out.
 */
struct value *mediation_signature_row(struct call *call);
/** One who settles: applicant, respondent, or a third body that joined. */
bool mediation_is_party(const struct participant *participant);
/* facts.c: the record of undisputed facts (OMR 18, 22), which alone of what is said passes on. */
bool mediation_facts_unsigned(const struct facts *facts);
enum err_kind mediation_drop_fact_signatures(struct call *call, const struct value *with,
                                             struct err *reterr);
enum err_kind mediation_note_fact_signature(struct call *call, const struct value *with,
                                            struct err *reterr);

/* appraisal.c: an appraisal within the mediation (OMR 26). */
bool mediation_institutions_named(const struct facts *facts);
enum err_kind mediation_note_appraisal_refusal(struct call *call, const struct value *with,
                                               struct err *reterr);
enum err_kind mediation_draw_institution(struct call *call, const struct value *with,
                                         struct err *reterr);

/* key_areas.c: what the fields of law ask beyond the rest. */
bool mediation_has_elements(const struct facts *facts);
bool mediation_suit_open(const struct facts *facts);
enum err_kind mediation_point_on(struct call *call, const struct value *with, struct err *reterr);
enum err_kind mediation_add_third(struct call *call, const struct value *with, struct err *reterr);
enum err_kind mediation_third_leaves(struct call *call, const struct value *with,
                                     struct err *reterr);

/* partner.c: a mediation by a partner body (总对总). */
bool mediation_partner_linked(const struct facts *facts);
enum err_kind mediation_to_partner(struct call *call, const struct value *with, struct err *reterr);
enum err_kind mediation_from_partner(struct call *call, const struct value *with,
                                     struct err *reterr);

/* door.c: a mediator named by a door of the mediation: a paid body, a room, a station. */
/** The system whose choice this action of the clock takes; NULL: it takes none. */
const char *mediation_door_of(const char *action);
enum err_kind mediation_take_named(struct call *call, const struct value *with, struct err *reterr);
enum err_kind mediation_note_method(struct call *call, const struct value *with,
                                    struct err *reterr);
/** effects.c: whom facts.outside.mediator is becomes the mediator, and the load counts. */
enum err_kind mediation_take_mediator(struct call *call, const struct value *with,
                                      struct err *reterr);
/** Guards on facts.outside.mediator that the suggestion asks too. */
bool mediation_mediator_serves(const struct facts *facts);
bool mediation_mediator_without_conflict(const struct facts *facts);
/** GET /matters/{id}/mediators: who could mediate it, in order, with reasons. */
enum err_kind mediation_suggest(struct reading *reading, struct json_writer *writer,
                                struct err *reterr);
/** GET /mediation/warnings and /mediation/statistics. */
enum err_kind mediation_warnings(struct reading *reading, struct json_writer *writer,
                                 struct err *reterr);
enum err_kind mediation_statistics(struct reading *reading, struct json_writer *writer,
                                   struct err *reterr);

#endif
