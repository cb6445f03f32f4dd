/* api/operations: the tables of this room's own endpoints; each file of operations ends in one. */
#ifndef API_OPERATIONS_H
#define API_OPERATIONS_H

#include "engine/engine.h"

/** Columns of a matter's row, a clock and an event, which several replies hold. */
#define MATTER_ROW                                                                                 \
    "id:s system:s system_title:@Words dispute:s number:s? title:s? state:s state_title:@Words "   \
    "final:b status:@Words due:s? waits_for:s? waits_for_title:@Words? court:s court_name:s "      \
    "cause:s? cause_name:s? amount:i? amount_text:s? opened_at:s updated_at:s version:i ~asks:b"
#define CLOCK_ROW                                                                                  \
    "place:i name:s title:@Words participant:s? state:s rule:s basis:s? start:s due:s? "           \
    "last_day:s? provisional:b calendar:s? account_zh:s? account_en:s? "                           \
    "excluded:[{first:s last:s?}] closed:s? outage:s?"
#define EVENT_ROW                                                                                  \
    "sequence:i action:s action_title:@Words role:s role_title:@Words actor:s? for:s? at:s "       \
    "from:s? "                                                                                     \
    "to:s? to_title:@Words documents:a hash:s"

/** Who answers for a court: gives roles in a case, excludes, sets levels. */
#define HEADS "filing_head division_head court_leader"

/** A row a rule of the law, made at start. */
MUST_CHECK enum err_kind law_operations(struct arena *arena, const struct operation **ret,
                                        size_t *ret_count, struct err *reterr);
/** The query parameters of such a row, each with its type, its words and what it means; false: the
 * row is none. */
bool law_write_parameters(struct json_writer *writer, const struct operation *row);

/* Rows end with name NULL. */
extern const struct operation session_operations[];  /* sign in, links */
extern const struct operation identity_operations[]; /* checks at the window */
extern const struct operation account_operations[];  /* profile, accounts, grants, keys */
extern const struct operation
    matter_operations[]; /* lists, detail, time line, posts, tasks, messages */
extern const struct operation document_operations[]; /* upload, download */
extern const struct operation page_operations[];     /* photographs joined to one document */
extern const struct operation upload_operations[];   /* files that come in parts */
extern const struct operation register_operations[]; /* courts, causes, divisions, holidays, law */
extern const struct operation second_factor_operations[];
extern const struct operation key_operations[];        /* keys of partners' systems */
extern const struct operation device_operations[];     /* where one is signed in */
extern const struct operation live_operations[];       /* the stream of events */
extern const struct operation contact_operations[];    /* e-mail, reports of what was sent */
extern const struct operation outage_operations[];     /* outages and what they meant */
extern const struct operation task_operations[];       /* tasks, and the load of each */
extern const struct operation absence_operations[];    /* standing in */
extern const struct operation filter_operations[];     /* saved filters of lists */
extern const struct operation calendar_operations[];   /* clocks by the day they end */
extern const struct operation feed_operations[];       /* the same as a calendar to subscribe to */
extern const struct operation oidc_operations[];       /* signing in by a provider */
extern const struct operation real_name_operations[];  /* proving who one is */
extern const struct operation delegation_operations[]; /* acting for another */
extern const struct operation definition_operations[]; /* definitions, releases, comparison */
extern const struct operation right_operations[];      /* rights in one case */
extern const struct operation level_operations[];      /* how closed a dispute is */
extern const struct operation difference_operations[]; /* with courts' own case systems */
extern const struct operation proof_operations[];      /* proofs, roots of days */
extern const struct operation job_operations[];        /* jobs and their lines */
extern const struct operation unit_operations[];       /* units of the grass roots */
extern const struct operation envelope_operations[];   /* to other installations */
extern const struct operation search_operations[];     /* what a reader may find */
extern const struct operation message_check_operations[]; /* did the platform send it? */
extern const struct operation share_operations[];         /* a matter's address as a code */
extern const struct operation inbox_operations[];         /* papers of one's matters */
extern const struct operation audit_operations[];         /* events, access log, verification */

#endif
