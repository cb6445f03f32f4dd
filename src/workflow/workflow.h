/*
 * workflow/: a matter moves through states by actions. This room holds the compiled definition of
 * one system, decides one step, and checks a whole definition. It is pure: no clock, no file, no
 * database; same inputs, same answer.
 *
 * Two fillers write these structs: definition/ from JSON, and tables in tests. After checking they
 * are immutable and shared by all threads.
 */
#ifndef WORKFLOW_WORKFLOW_H
#define WORKFLOW_WORKFLOW_H

#include "base/value.h"

/** A text in both official languages. Both are required in a published definition. */
struct words {
    const char *zh, *en;
};

/* ---- roles ------------------------------------------------------------------------------- */

enum role_kind {
    ROLE_PUBLIC,      /* any signed-in account, or nobody: "citizen" */
    ROLE_PARTICIPANT, /* held inside one matter, by a participant record */
    ROLE_STAFF,       /* granted per court and scope, with dates */
    ROLE_MACHINE,     /* an API key with scopes */
    ROLE_PEER,        /* another installation, by a signed message; no account holds it */
    ROLE_CLOCK,       /* the platform's own timer: may only record and move (practice.md 2) */
};

struct role {
    const char *name; /* "applicant", "filing_judge" … */
    struct words title;
    enum role_kind kind;
};

/** All roles of the house, one table (workflow/role.c). Roles are bits in `role_set`, in its order.
 */
extern const struct role roles[];
extern const size_t role_count;
typedef uint64_t role_set;
/** The bit of a role, 0 when there is no such role. */
role_set role_bit(const char *name);
const struct role *role_find(const char *name);

/**
 * The three offices of administration: who runs the system, who gives rights, who reads what both
 * did. No account holds two of them on one day: grants are refused, by API and by command.
 */
enum { OFFICES_APART = 3 };
extern const char *const offices_apart[OFFICES_APART];
bool role_is_apart(const char *name);

/* ---- parts of a definition --------------------------------------------------------------- */

/** The kinds of field, C words. What each checks, masks and draws is definition/field_type.c. */
enum field_kind {
    FIELD_TEXT,
    FIELD_LONG_TEXT,
    FIELD_MONEY,
    FIELD_DATE,
    FIELD_MOMENT,
    FIELD_NUMBER,
    FIELD_CHOICE,
    FIELD_MULTI_CHOICE,
    FIELD_YES_NO,
    FIELD_PERSON,
    FIELD_ORGANISATION,
    FIELD_PARTY_REFERENCE,
    FIELD_RESIDENT_ID,
    FIELD_CREDIT_CODE,
    FIELD_PHONE,
    FIELD_EMAIL,
    FIELD_BANK_ACCOUNT,
    FIELD_ADDRESS,
    FIELD_CAUSE,
    FIELD_COURT,
    FIELD_CASE_NUMBER,
    FIELD_DOCUMENT_LIST,
    FIELD_MATTER_REFERENCE,
    FIELD_MEDIATOR,
    FIELD_SIGNATURE,
    FIELD_COMPUTED,
    FIELD_GROUP,
    FIELD_KIND_COUNT
};

struct option {
    const char *name;
    struct words title;
};

struct field {
    const char *name;
    enum field_kind kind;
    struct words title, hint;
    bool required;
    bool index; /* lists filter or sort by it: kept in the side table */
    int64_t min,
        max; /* money fen, number value, text length, group rows, documents; 0,0: the kind's own */
    const struct option *options;
    size_t option_count;
    const struct field *fields; /* FIELD_GROUP: the columns of a row */
    size_t field_count;
    const char *compute;        /* FIELD_COMPUTED: the C word */
    const char *show_field;     /* shown and checked only when this sibling … */
    const char *const *show_in; /* … holds one of these, or a cause below it; NULL-terminated */
    role_set readers;           /* 0: whoever may read the matter */
};

struct state {
    const char *name;
    struct words title;
    struct words status; /* plain words, "{who}" and "{due}" replaced: 法院要在{due}前答复您 */
    bool initial, final;
    const char *waits_for; /* role that must act next; NULL in a final state */
    role_set hidden_from;  /* roles that may not see the matter while it is here */
    const char *clockless; /* why no deadline runs here, where none does */
    const char *taskless;  /* why nobody gets a task here, where nobody does */
};

/** What guards and effects validate() may look at. Values only: no I/O behind it. */
struct facts {
    const char *system;
    const char *state;
    const struct value
        *fields; /* the matter's values, after the form of this action is laid over */
    const struct value *before;   /* the same before the action */
    const struct value *form;     /* what this action brought */
    const struct value *settings; /* of the court, as of today */
    const struct value
        *published; /* facts other systems published on the dispute: {"mediation.outcome": …} */
    const struct participant *participants;
    size_t participant_count;
    const struct participant *subject; /* whom the action is about (participant actions), or NULL */
    const char *subject_to;            /* the state that participant is about to take, or NULL */
    const struct value
        *matter; /* {"id","number","court","opened_at","received_at","registered_at", "cause" …} */
    const struct value
        *outside; /* rows the call asked to be loaded, by name: roster entry, documents … */
    const struct value *deadlines; /* open ones, a list: {name, state, due_us, participant_id …} */
    int64_t now_us;                /* court time */
    int64_t received_us;           /* legal time of this action */
    const void *registers;         /* the engine's, for compute words; NULL elsewhere */
};

/** One participant as guards see it. */
struct participant {
    int64_t id;        /* 0 while being added by this very action */
    const char *role;  /* role name */
    const char *state; /* of the participant, "" when the definition gives none */
    int64_t person_id; /* 0: not linked */
    bool active;
    const struct value *identity; /* snapshot: name, kind, masked or full id … */
};

/** A named yes/no question, answered in C, used from definitions by its name. Append-only names. */
struct guard {
    const char *name;
    struct words refusal; /* shown to the person when the answer is no; says what to do next */
    const char *basis;    /* article, or NULL */
    bool (*allows)(const struct facts *facts);
};

struct call; /* engine/: the write being carried out */

/**
 * A named step. validate() may refuse and must not act; apply() queues writes and must not fail
 * but for memory. `with`: the constant arguments the definition gives, or &value_null.
 */
struct effect {
    const char *name;
    const char *basis;
    bool clock_may; /* false: an action by the clock may not carry it (practice.md 2) */
    enum err_kind (*validate)(const struct facts *facts, const struct value *with,
                              struct err *reterr); /* may be NULL */
    enum err_kind (*apply)(struct call *call, const struct value *with, struct err *reterr);
};

enum condition_kind {
    CONDITION_ALL,
    CONDITION_ANY,
    CONDITION_NOT,
    CONDITION_GUARD,
    CONDITION_EACH,
    CONDITION_ANY_PARTY,
    CONDITION_COMPARE
};

enum comparison {
    COMPARE_IS,
    COMPARE_IS_NOT,
    COMPARE_AT_LEAST,
    COMPARE_AT_MOST,
    COMPARE_IN,
    COMPARE_GIVEN
};

/** all / any / not / each / any party over guard names and comparisons of a field with a constant.
 */
struct condition {
    enum condition_kind kind;
    const struct condition *parts; /* ALL, ANY, NOT (one part) */
    size_t part_count;
    const struct guard *guard;
    const char *role;  /* EACH, ANY_PARTY: participant role, or group "party" */
    const char *state; /* … is in this participant state */
    const char *field; /* COMPARE: path into facts->fields, or "setting.x", "fact.system.name" */
    enum comparison comparison;
    const struct value *constant;
    struct words refusal; /* of EACH, ANY_PARTY, COMPARE: what the person is told */
};

enum nature { NATURE_RECORD, NATURE_MOVE, NATURE_DECISION, NATURE_MONEY };

struct effect_use {
    const struct effect *effect;
    const struct value *with;
};

struct form_field {
    const struct field *field;
    bool required; /* for this action */
};

struct action {
    const char *name;
    struct words title, confirm; /* confirm: what the person is asked before, or both NULL */
    enum nature nature;
    const struct state **from;
    size_t from_count;
    const struct state *to; /* NULL: stays */
    role_set by;            /* never 0 */
    const struct form_field *form;
    size_t form_count;
    const struct condition *guard; /* NULL: always */
    const struct effect_use *effects;
    size_t effect_count;
    const struct deadline **starts, **stops;
    size_t start_count, stop_count;
    /* clocks that stand still from this action on / run again: the days between are not counted */
    const struct deadline **suspends, **resumes;
    size_t suspend_count, resume_count;
    const struct notice **notify;
    size_t notify_count;
    /* an action about one participant (body field "participant", or the actor's own record): */
    const char *subject_role;        /* NULL: not about a participant; "party" = any party role */
    const char *const *subject_from; /* participant states; NULL: any; NULL-terminated */
    const char *subject_to;          /* NULL: unchanged */
    bool subject_self;               /* a participant role acts on its own record only */
    const char
        *remedy; /* refusals and adverse answers: catalogue key naming remedy, court and days */
    const char *power; /* an agent needs it named in the authority (CPL 62, JI 89); NULL: none */
    bool corrects; /* puts right data that was written down wrongly (更正); check_correction() */
    bool internal; /* only the platform calls it (worker results): no button, no route for people */
};

struct deadline {
    const char *name;
    struct words title;
    const char *period; /* period of the law ("filing.decide"), "{setting}" replaced; or NULL … */
    const char *length; /* … a length of the court's own: "3wd", "20d", "48h", "2m" */
    const char *basis;
    const char *from_field; /* start event's day from this field or "received"; NULL: the action's
                               received day */
    bool per_participant;   /* one for each participant the action is about */
    const char *warn[4];    /* after the start: "20d","25d"; before the end: "-2d"; NULL-ended */
    const struct notice *warn_notice;
    const struct action *due; /* carried out by the clock */
    const char *due_list;     /* or: put on this list ("register_first") … */
    const char *due_to;       /* … of this role of the court, whose task it becomes */
};

/** What is fixed for a moment and stands in calendars: a hearing, a meeting of all parties. */
struct appointment {
    const char *name;
    struct words title;
    const char *group;      /* a group each row of which is one; NULL: the matter's own fields */
    const char *at, *until; /* moment fields; until NULL: how long is not said */
    const char *place;      /* text field, or NULL */
    const char *show_field; /* only while this field of the same values … */
    const char *const *show_in; /* … holds one of these; NULL-terminated */
};

struct notice {
    const char *name;
    role_set to;              /* participants and staff roles of the matter's court */
    struct words title, text; /* "{field}" and "{due}", "{number}", "{court}" replaced */
    bool urgent;              /* its text message goes out in quiet hours too */
};

struct participant_kind {
    const char *role;
    bool party;                /* counts in group "party" */
    const char *const *states; /* first is initial; NULL-terminated; may be empty */
    size_t min, max;
};

/**
 * A room of a matter's talks: what is said in it is read by those who hold one of these parts in
 * the matter, and by nobody else (OMR 18). Without rooms all who see a matter talk in "joint".
 */
enum { ROOMS_MAX = 4 };
struct room {
    const char *name; /* "joint" is where everybody of the talks sits */
    struct words title;
    role_set who; /* parts in the matter only; no office of the court */
};

struct published_fact {
    const char *name;      /* a field of this definition, or computed by publish effects */
    const char *const *to; /* systems that may read it; NULL-terminated */
};

/** When `fact` is published on the dispute, the clock carries out the first action whose guard
 * agrees. */
struct subscription {
    const char *fact; /* "mediation.outcome" */
    const struct action **actions;
    size_t action_count;
};

struct setting {
    const char *name;
    enum field_kind kind; /* CHOICE, NUMBER, YES_NO, TEXT */
    struct words title;
    const struct option *options;
    size_t option_count;
    int64_t min, max; /* NUMBER: what a court may set, both inclusive */
    /** Value as of a day: the last whose `from` is not after it. Ordered by from. */
    struct {
        const char *from;
        const struct value *value;
    } defaults[6];
    size_t default_count;
};

/** One system's compiled definition. */
struct workflow {
    const char *system, *wing, *basis;
    const char *overlay; /* the court whose overlay is laid over it; NULL: as published */
    int version;
    char hash[65]; /* SM3 hex of the canonical JSON, overlay included; filled by definition/ */
    struct words title, summary;
    unsigned prefix;          /* what its public ids begin with (crypto.h), e.g. 'M' */
    const char *title_field;  /* the field lists show as a matter's title */
    const char *amount_field; /* money field lists show, or NULL */
    const struct setting *settings;
    size_t setting_count;
    const struct field *fields;
    size_t field_count;
    const struct participant_kind *participants;
    size_t participant_count;
    const struct state *states;
    size_t state_count;
    const struct action *actions;
    size_t action_count;
    const struct deadline *deadlines;
    size_t deadline_count;
    const struct deadline **opening_starts; /* clocks that run from the opening, by whatever door */
    size_t opening_start_count;
    const struct effect_use *opening_effects; /* steps of every opening, after them */
    size_t opening_effect_count;
    const struct appointment *appointments;
    size_t appointment_count;
    const struct notice *notices;
    size_t notice_count;
    const struct published_fact *publishes;
    size_t publish_count;
    const struct subscription *subscribes;
    size_t subscribe_count;
    const struct room *rooms; /* of its talks, kept apart; none: one, for all who see the matter */
    size_t room_count;
    role_set openers;           /* who may open one directly; 0: only effects of other systems */
    role_set readers;           /* staff who may read beside those who act */
    bool attached;              /* belongs to another matter's file: lists show it only there */
    int keep_years;             /* documents are kept so long after a matter's end; 0: for ever */
    const char *keep_basis;     /* by which rule; NULL with 0 */
    const char *page;           /* a page of its own, or NULL */
    const struct value *source; /* the JSON it came from: what the API and the viewer show */
};

const struct state *workflow_state(const struct workflow *workflow, const char *name);
const struct action *workflow_action(const struct workflow *workflow, const char *name);
const struct field *workflow_field(const struct workflow *workflow, const char *name);
const struct deadline *workflow_deadline(const struct workflow *workflow, const char *name);
const struct appointment *workflow_appointment(const struct workflow *workflow, const char *name);
const struct state *workflow_initial(const struct workflow *workflow);

/* ---- deciding ---------------------------------------------------------------------------- */

/**
 * Decides one step. Roles are tried in the definition's order; `ret_role` is the one that carried.
 * Order of questions: does the action exist, may one of these roles do it at all, is it possible
 * in this state, is the subject given and in a fitting state, does the guard agree, does every
 * effect's validate() agree.
 *
 * @param held  roles the actor holds in this matter and court
 * @return ERR_MISSING  "action.unknown"
 *         ERR_DENIED   "action.wrong_role"
 *         ERR_CONFLICT "action.wrong_state", "action.subject_state", "action.guard" (reterr->text
 * and *ret_refusal say why) ERR_INVALID  "action.subject" the participant is missing or not of the
 * right role or what validate() said
 */
MUST_CHECK enum err_kind workflow_decide(const struct workflow *workflow, const struct facts *facts,
                                         const char *action, role_set held,
                                         const struct action **ret, const char **ret_role,
                                         struct words *ret_refusal, struct err *reterr);

/** The open clock of that name, of one participant or (0) of anybody; &value_null: none is open. */
const struct value *facts_clock(const struct facts *facts, const char *name,
                                int64_t participant_id);
/** Which of its role a participant is, from 1: the same at every court that was sent the parties.
 */
int64_t facts_place(const struct facts *facts, const struct participant *participant);
/** Is a row {who, side, place} about this participant? Rows of before the place go by the name. */
bool facts_row_is_of(const struct facts *facts, const struct value *row,
                     const struct participant *participant);
/** The state of a clock that ended while its holder could not act: it fires nothing until the
 * application for more time is decided, refused, or lapsed (CPL 86). */
#define CLOCK_HELD "held"
/** Is the time of such a clock over at that moment? One that is held may still be lengthened; one
 * that is not open fell due, and its list or step came. */
bool clock_is_over(const struct value *clock, int64_t at_us);
bool facts_clock_over(const struct facts *facts, const char *name);
/** Does the form give a day there that is not after the day of this action, nor before the other
 * one, where that is a day? */
bool facts_day_past(const struct facts *facts, const char *field, const char *not_before);

/**
 * Evaluates a condition. On false `ret_refusal` (may be NULL) holds the words of the first part
 * that said no.
 */
bool condition_holds(const struct condition *condition, const struct facts *facts,
                     struct words *ret_refusal);

/** The roles that may see a matter in that state: who reads or acts in its system, but for whom the
 * state is hidden. Never "citizen": being a member of the public opens nothing. */
role_set state_readers(const struct workflow *workflow, const struct state *state);
/** Is such a field an act of a party: asked for, paid, handed in or signed? Then no correction of
 * the court's touches it. */
bool field_is_own_act(enum field_kind kind);
/** The field in which a correcting action asks for its reason. */
#define CORRECTION_REASON "correction_reason"
/** The powers only a special authority gives, each named there (CPL 62; JI 89). NULL-ended. */
extern const char *const special_powers[];
/** True when this role set may carry out the action in this state, guard aside: what buttons show.
 */
bool action_offered(const struct action *action, const struct state *state, role_set held);

/* ---- checking ---------------------------------------------------------------------------- */

/** One mistake: where (a path such as "actions[2].to") and what. */
struct finding {
    char path[128];
    char text[240];
};

/**
 * Everything wrong with a compiled definition, up to `findings_max`: unreachable state, dead end,
 * final state that can be left, action nobody may do, two actions of one name, a clock action with
 * a nature but record or move or with an effect not allowed to it, deadline without outcome,
 * without basis and length, notice nobody receives, missing text in a language, waiting state
 * without clock and without a reason, participant states never reached, subject roles not declared.
 * @return how many were found (all, even beyond findings_max)
 */
size_t workflow_check(const struct workflow *workflow, struct finding *findings,
                      size_t findings_max);

/** Does `publisher` publish that fact to the system `reader`? Nobody else may read it. */
bool workflow_tells(const struct workflow *publisher, const char *fact, const char *reader);
/**
 * What is wrong among definitions that live side by side: two of one name or prefix; a subscription
 * or guard that names a fact nobody publishes, or not to it. A finding's path begins with the
 * system. @return how many were found
 */
size_t workflow_check_together(const struct workflow *const *all, size_t all_count,
                               struct finding *findings, size_t findings_max);

#endif
