/* A scenario: what stands in the file, decoded and checked. JSON -> structs, and nothing computed yet.
 *
 * A ply_scenario lives in one arena and is const after it was loaded, so any number of threads may share it.
 * Ids are the ids of the file; every index below is the position in file order of the merged scenario.
 * "free issue" and "derived issue", "candidate", "level", "bundle" are the terms of sim/game/README.md. */
#ifndef PLY_SCENARIO_H
#define PLY_SCENARIO_H

#include "models/models.h"
#include "sim/base/base.h"

enum {
  PLY_MAX_ACTORS = 64,
  PLY_MAX_ISSUES = 64,
  PLY_MAX_OPTIONS = 4096, /* of one issue */
  PLY_MAX_LEVELS = 16,
  PLY_MAX_CANDIDATES = 24,
  PLY_MAX_CLAUSES = 1000,   /* rules; red lines (all actors); designs; readings: each */
  PLY_MAX_BONUSES = 100000, /* of all actors */
  PLY_MAX_QUORUMS = 16,
  PLY_MAX_OVER = 8,         /* issues and candidates that a table is over */
  PLY_MAX_ENTRIES = 1000000 /* of one table, given or not */
};

/* ---- numbers ---- */

typedef enum ply_grade { PLY_ASSUMED = 0, PLY_OUTSIDE, PLY_IMPLIED, PLY_STATED, PLY_N_GRADES } ply_grade;

typedef struct ply_cites {
  int n;
  const char *const *id;
} ply_cites;

/* A number of the file: low <= base <= high; a plain number has all three equal and is no triple. */
typedef struct ply_number {
  double low, base, high;
  int id; /* position in ply_scenario.numbers; -1 for a number that the file does not give (a default) */
  bool triple;
} ply_number;

/* What a number of the file is part of. */
typedef enum ply_number_place {
  PLY_IN_PAYOFFS, /* and all that is nothing of the below */
  PLY_IN_RESERVATION,
  PLY_IN_RED_LINE, /* its firmness */
  PLY_IN_SECURITY  /* the security block, and efforts of levels */
} ply_number_place;

/* What is known about each number that the file gives, in file order. */
typedef struct ply_number_info {
  const ply_number *number;
  const char *pointer; /* JSON Pointer into the merged scenario */
  ply_number_place place;
  int actor;       /* whose it is: those under its own key; -1: nobody's, as all of the security block */
  ply_grade grade; /* an ungraded number is assumed */
  ply_cites cite;
  double least, most;           /* what the format allows for it; -1e9 and 1e9 where anything goes */
  bool above_least, below_most; /* whether that end itself is not allowed */
} ply_number_info;

/* The value to compute with: values[number id] where values are given (a sweep's draw), else base. */
static inline double ply_number_value(const ply_number *number, const double *values) {
  return values != NULL && number->id >= 0 ? values[number->id] : number->base;
}

/* ---- conditions (`when`) ---- */

typedef enum ply_cond_kind {
  PLY_COND_ALL,        /* every part holds; no parts: always */
  PLY_COND_ANY,        /* some part holds; no parts: never */
  PLY_COND_NOT,        /* parts[0] does not hold */
  PLY_COND_OPTION,     /* issue stands at one of options */
  PLY_COND_MEMBER,     /* actor (a candidate) stands at one of levels */
  PLY_COND_COUNT,      /* min <= weight of the candidates in `actors` at from_level or above <= max */
  PLY_COND_MEMBERS_AT, /* every candidate that is not out stands at one of levels */
  PLY_COND_NO_MEMBERS  /* every candidate is out */
} ply_cond_kind;

/* The tolerance of sums of weights and of votes. */
#define PLY_COUNT_EPS 1e-9

/* Words of a set of so many options. */
static inline size_t ply_option_words(int n_options) { return (size_t)n_options / 64 + 1; }

typedef struct ply_cond {
  ply_cond_kind kind;
  int n_parts;
  const struct ply_cond *const *parts;
  int issue;
  const uint64_t *options; /* bit o of options[o / 64]: [ply_option_words(n_options of the issue)] */
  int actor;
  uint32_t levels; /* bit l: level l */
  int from_level;
  uint64_t actors;       /* bit i: actor i */
  const double *weights; /* [n_actors] what each of them counts, at least 0; NULL: one each */
  double min, max;       /* max: infinity where none is given; compared with PLY_COUNT_EPS */
} ply_cond;

/* ---- issues, levels, rules ---- */

typedef struct ply_option {
  const char *id, *name, *notes;
} ply_option; /* name: never NULL (the id where none is given) */
typedef struct ply_derivation {
  int option;
  const ply_cond *when;
} ply_derivation;

typedef struct ply_issue {
  const char *id, *name, *notes;
  int n_options;
  const ply_option *options;
  int n_cases;                 /* 0: a free issue */
  const ply_derivation *cases; /* the first that holds gives the option */
} ply_issue;

typedef struct ply_level {
  const char *id, *name;
  ply_number effort;
} ply_level;

typedef struct ply_rule {
  const char *id, *reason;
  const ply_cond *when, *then;
  ply_cites cite;
} ply_rule;

/* ---- actors ---- */

/* PLY_IF_HOLDS: required where a condition holds, not asked elsewhere. */
typedef enum ply_consent {
  PLY_NEVER = 0,
  PLY_REQUIRED,
  PLY_COUNTED,
  PLY_IF_MEMBER,
  PLY_IF_HOLDS
} ply_consent;

/* The indicators of the security block (section "Security" of the model). */
typedef enum ply_indicator {
  PLY_ATTACK,
  PLY_DETERRED,
  PLY_OVERRUN,
  PLY_HOLDS,
  PLY_CREDIBILITY,
  PLY_FORCE,
  PLY_FIGHT,
  PLY_RENEGE,
  PLY_N_INDICATORS
} ply_indicator;
const char *ply_indicator_name(ply_indicator indicator);

/* How one actor values one issue. weight 0 and values NULL where the actor has no row for the issue. */
typedef struct ply_payoff_row {
  ply_number weight;
  const ply_number *values;   /* [n_options of the issue] */
  const ply_number *outsider; /* [n_options] or NULL: values while the actor is a candidate standing out */
  const ply_family *family;   /* how weight and value make the term; NULL: their product */
  ply_indicator by;           /* where the family looks at one */
  ply_number parameter[PLY_FAMILY_PARAMETERS]; /* the family's own */
} ply_payoff_row;

enum { PLY_FAMILY_INPUTS = 2 + PLY_FAMILY_PARAMETERS };
/* What a family takes, at values as in ply_number_value. input: [PLY_FAMILY_INPUTS]. */
static inline void ply_payoff_inputs(const ply_payoff_row *row, const ply_number *value, const double *values,
                                     double *input) {
  input[0] = ply_number_value(&row->weight, values);
  input[1] = ply_number_value(value, values);
  for (int p = 0; p < PLY_FAMILY_PARAMETERS; p++) input[2 + p] = ply_number_value(&row->parameter[p], values);
}
/* Whether the row's terms move with an indicator of the security block. */
static inline bool ply_payoff_looks(const ply_payoff_row *row) {
  return row->values != NULL && row->family != NULL && row->family->by_indicator;
}

typedef struct ply_bonus {
  const char *id;
  const ply_cond *when;
  ply_number gain;
  ply_cites cite;
} ply_bonus;

/* What certain options and levels together are worth. Entries are row-major: the last of `over` varies fastest. */
typedef struct ply_payoff_table {
  const char *id;
  int n_over;
  struct {
    bool candidate; /* whether `at` is an actor, whose level counts, or an issue */
    int at, width;  /* width: levels, or options of the issue */
    uint32_t stride;
  } over[PLY_MAX_OVER];
  bool free;             /* over free issues alone: the design decides */
  uint32_t n_entries;    /* product of the widths */
  const int32_t *number; /* [n_entries] position in numbers, -1: not given, 0 */
  int n_numbers;
  const ply_number *numbers;
  ply_cites cite;
} ply_payoff_table;

typedef enum ply_effect { PLY_REFUSE = 0, PLY_STAY_OUT } ply_effect;

/* What a file says of a red line beside its chance: `in_force`. */
typedef enum ply_line_fixed { PLY_BY_CHANCE = 0, PLY_FIXED_IN, PLY_FIXED_OUT } ply_line_fixed;

typedef struct ply_red_line {
  const char *id, *name; /* "actor/line" is the full id in results */
  const ply_cond *when;
  ply_effect effect;
  int from_level;  /* stay_out: may not stand at this level or above */
  ply_number firm; /* probability that the line is real; default 1 */
  ply_line_fixed fixed;
  ply_cites cite;
  ply_grade grade;
  const char *notes;
} ply_red_line;

/* Whether a line is in force where nobody asks for others: as the file fixes it, else where it is more likely real
 * than not. */
static inline bool ply_line_likely(const ply_red_line *line, const double *values) {
  if (line->fixed != PLY_BY_CHANCE) return line->fixed == PLY_FIXED_IN;
  return ply_number_value(&line->firm, values) >= 0.5;
}

typedef struct ply_actor {
  const char *id, *name, *brief, *notes;
  ply_consent consent;
  const ply_cond *consent_when; /* IF_HOLDS: where it is asked; else NULL */
  bool candidate;
  int reservation_design; /* -1: the number below; else the payoff of that design */
  ply_number reservation;
  const ply_payoff_row *rows; /* [n_issues] */
  const ply_number *level;    /* [n_levels]: own level term, default 0; NULL without levels */
  int n_moves;                /* of a plain game's player: how many strategies; else 0 */
  const ply_option *moves;    /* [n_moves] what its levels are called */
  int n_bonuses;
  const ply_bonus *bonuses;
  int n_tables;
  const ply_payoff_table *tables;
  bool has_stake[PLY_N_INDICATORS];
  ply_number stakes[PLY_N_INDICATORS];
  int n_red_lines;
  const ply_red_line *red_lines;
} ply_actor;

/* ---- agreement ---- */

/* Weighted votes: carried where the votes of the required and counted actors that accept reach `need`. */
typedef struct ply_vote {
  const char *id, *name; /* name: never NULL */
  const double *votes;   /* [n_actors], at least 0; of actors that are neither required nor counted: 0 */
  double need;           /* at least 0 */
} ply_vote;

/* ---- security ---- */

/* A number read from one or two issues: values[o] or values[o1 * n_options(issue[1]) + o2].
 * n_issues 0: constant, values[0]. */
typedef struct ply_table {
  int n_issues;
  int issue[2];
  const ply_number *values;
} ply_table;

typedef enum ply_honour_model { PLY_FIXED = 0, PLY_COORDINATION } ply_honour_model;

typedef struct ply_security {
  int beneficiary, adversary; /* actors */
  ply_honour_model model;
  bool greatest;                                  /* selection: greatest instead of least */
  bool exact;                                     /* outcomes: exact instead of mean */
  ply_table bond;                                 /* r in [0, 1] */
  ply_table delay_hours;                          /* h >= 0; default constant 0 */
  ply_table judgement;                            /* nu in [0, 1]; default constant 1 */
  ply_table coverage;                             /* c in [0, 1]; default constant 1 */
  ply_number common_shock;                        /* s in [0, 1]; default 0; outcomes exact only */
  int ratification_issue;                         /* -1: never in force */
  uint64_t ratification_on[PLY_MAX_OPTIONS / 64]; /* options of that issue under which parliaments vote */
  ply_table own_strength;                         /* alpha >= 0; default constant 1 */
  ply_table latitude;                             /* lambda in [0, 1] of provocation; default constant 0 */
  ply_number provocation_rate;                    /* y0 in [0, 1]; default 0 */
  ply_number decay_hours;                         /* kappa > 0 */
  ply_number decisiveness;                        /* gamma > 0; default 1 */
  ply_number prize, war_cost, noise;              /* Z, W, sigma_A > 0 */
  ply_number support, honour_noise;               /* beta in [0, 1), sigma > 0; coordination only */
  const ply_number *capability; /* [n_actors]: K >= 0 of beneficiary, adversary, candidates; 0 for the rest */
  const ply_number *readiness_hours, *chance; /* [n_actors]: t (default 0), rho (default 1) */
  const ply_number *audience, *stake, *cost;  /* [n_actors]: a, V, C (default 0); coordination only */
} ply_security;

/* ---- designs, bargaining, concordance ---- */

typedef struct ply_design {
  const char *id, *name, *notes;
  const uint16_t *options; /* [n_issues]: free issues as given, derived ones as they follow */
  const uint8_t *levels;   /* [n_actors]: 0 = out; 0 for actors that are no candidates */
  ply_cites cite;
} ply_design;

typedef struct ply_talks {
  bool present;
  int rounds, limit; /* limit: largest number of rounds for "settled"; default 2 * rounds */
  int n_order;
  const int *order;              /* actors, in turn; of drawn talks those that may be drawn */
  bool drawn;                    /* whether each round's proposer is drawn */
  const ply_number *recognition; /* [n_actors] drawn: the weight of its being drawn, 0 for the rest */
  const ply_number *discount;    /* [n_actors], default 1 */
} ply_talks;

typedef struct ply_bargaining {
  int n_players; /* 0: the default of the model */
  const int *players;
  const ply_number *weights; /* [n_actors], default 1 */
  int proposer;              /* -1: the default of the model */
  ply_talks talks;
} ply_bargaining;

/* What more is said of who would join: quantal answers at a precision, and what advice could bring about. */
typedef struct ply_joining_block {
  bool present;
  ply_number lambda; /* above 0, in 1 / payoff units */
  int mediator;      /* who would advise: an actor; -1: nobody of the file */
} ply_joining_block;

/* How simulated talks go unless told otherwise (sim/negotiate); words and numbers as the file gives them. */
typedef struct ply_negotiation_block {
  bool present;
  const char *protocol; /* NULL: the default */
  int rounds;           /* 0: the default */
  int n_order;          /* 0: the order of the file */
  const int *order;     /* actors */
  int mediator, start;  /* actor; design; -1: none */
  double heat;          /* payoff units; 0: the default */
  const char *const
      *strategy; /* [n_actors] "NAME:KEY=VALUE", NULL where the file names none; NULL: none at all */
} ply_negotiation_block;

typedef enum ply_check_kind {
  PLY_CHECK_ACCEPTS,
  PLY_CHECK_MARGIN,
  PLY_CHECK_PREFERS,
  PLY_CHECK_ORDER,
  PLY_CHECK_RED_LINE,
  PLY_CHECK_CONSENT,
  PLY_CHECK_SOLUTION,
  PLY_CHECK_HOLDS,
  PLY_CHECK_ACCEPTABLE,
  PLY_CHECK_SUSTAINED,
  PLY_CHECK_STABLE,
  PLY_CHECK_INDICATOR
} ply_check_kind;

/* One thing that a source says, put as a question to the model (section "concordance" of
 * scenarios/README.md). */
typedef struct ply_check {
  ply_check_kind kind;
  int actor, design, other_design; /* -1 where not used */
  bool expected;                   /* ACCEPTS, ACCEPTABLE, SUSTAINED, STABLE; RED_LINE: expected in force */
  bool has_expected;               /* RED_LINE: whether in_force was given */
  double min, max;                 /* MARGIN, INDICATOR; -/+ infinity where absent */
  int issue, n_order;              /* ORDER */
  const int *order;
  int red_line; /* of the actor */
  ply_consent consent;
  int solution;         /* SOLUTION: position in ply_solution_words */
  const ply_cond *when; /* HOLDS, SOLUTION */
  ply_indicator indicator;
} ply_check;

/* Whether a check asks what was typed in (an order, a line, a consent, a design) and not what the model answers. */
bool ply_check_is_input(const ply_check *check);
extern const char *const ply_solution_words[]; /* the bargaining concepts by name; ends with NULL */

typedef struct ply_concordance {
  const char *id, *says;
  ply_cites cite;
  int n_checks; /* 0: not modelled */
  const ply_check *checks;
  const char *not_modelled; /* the reason, or NULL */
} ply_concordance;

/* A choice that the file leaves open (section "readings" of scenarios/README.md). */
typedef struct ply_line_switch {
  int actor, line; /* positions */
  bool in_force;
} ply_line_switch;

typedef struct ply_scenario_reading {
  const char *id, *name, *question, *notes; /* name: never NULL; question, notes: may be */
  ply_cites cite;
  int n_set, n_lines;
  const char *const *set; /* JSON Pointers of the values that it replaces */
  const ply_line_switch *lines;
} ply_scenario_reading;

typedef struct ply_source {
  const char *id, *title, *author, *publisher, *date, *url, *says, *who, *confidence, *notes, *of;
  int line; /* 0: none */
} ply_source;

/* ---- the whole ---- */

typedef struct ply_scenario {
  const char *id, *title, *question, *notes;
  const char *digest; /* "sha256:..." over the canonical merged scenario */
  const char *file;   /* where it was read from, "-" for standard input */
  int n_sources, n_issues, n_levels, n_rules, n_actors, n_designs, n_concordance, n_readings, n_numbers;
  const ply_source *sources;
  const ply_issue *issues;
  const ply_level *levels; /* levels[0] is out */
  const ply_rule *rules;
  const ply_actor *actors;
  int quorum; /* of required and counted actors; -1: all of them, 0 where there are quorums */
  int n_quorums;
  const ply_vote *quorums;      /* each must be carried */
  const ply_security *security; /* NULL without */
  const ply_design *designs;
  ply_bargaining bargaining;
  ply_negotiation_block negotiation;
  ply_joining_block joining;
  const ply_concordance *concordance;
  const ply_scenario_reading *readings;
  const ply_number_info *numbers;   /* [n_numbers] */
  struct ply_scenario_store *store; /* the arena and the merged JSON; private to this room */
} ply_scenario;

/* ---- loading ---- */

/* One --set: a JSON Pointer into the merged scenario and a JSON value as text ("0.4", "[0,1,2]", "\"x\"",
 * "null"). A bare word that is no JSON is taken as a string. Or one --reading: pointer NULL, and the ids of
 * readings of the file, "a,b". */
typedef struct ply_setting {
  const char *pointer, *value;
} ply_setting;

/* Reads, merges (`extends`), applies settings, validates and decodes a scenario file; path "-" reads standard
 * input. Every problem goes to diags (errors and warnings). On success *out is a new scenario
 * (ply_scenario_free). Returns PLY_OK; PLY_E_INPUT with at least one error in diags and a summary in err;
 * PLY_E_SYSTEM, PLY_E_MEMORY. */
ply_status ply_scenario_load(const char *path, const ply_setting *settings, size_t n_settings,
                             ply_scenario **out, ply_diags *diags, ply_err *err);

/* The same from memory. name: shown in diagnostics; relative `extends` are looked up from folder (NULL: not
 * allowed). */
ply_status ply_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                              const ply_setting *settings, size_t n_settings, ply_scenario **out,
                              ply_diags *diags, ply_err *err);

void ply_scenario_free(ply_scenario *scenario);

/* Whether a file is meant as a scenario: false only for valid JSON that has no key "parley" at its top, such
 * as a part, a plan of a sweep, a schema or a result. Cost: the size of the file. */
bool ply_scenario_is(const char *path);

/* The merged scenario as one JSON file, which loads to the same digest. */
ply_status ply_scenario_show(const ply_scenario *scenario, ply_text *out, ply_err *err);
/* The same with a plain game spelt out as actors, levels, bonuses and designs: for readers of the JSON that look for
 * those. It loads to the same answers; its digest is another where there is such a game. */
ply_status ply_scenario_spelt(const ply_scenario *scenario, ply_text *out, ply_err *err);

/* One ply_place where two merged scenarios differ. */
typedef struct ply_scenario_difference {
  const char *pointer;                        /* JSON Pointer, the same in both */
  const char *a, *b;                          /* compact JSON; NULL: not there */
  const ply_number_info *number_a, *number_b; /* where both have a number there, else NULL; borrowed */
} ply_scenario_difference;

/* Every ply_place where two scenarios differ, in the order of a, then what only b has: *out, [*n], in `arena`,
 * valid as long as both scenarios. A number counts as different where its range or its grade is; $schema and
 * the order of keys do not count. PLY_E_MEMORY. */
ply_status ply_scenario_differ(const ply_scenario *a, const ply_scenario *b, ply_arena *arena,
                               const ply_scenario_difference **out, size_t *n, ply_err *err);

/* The JSON Schema (draft 2020-12) of scenario files, from the same table of fields as the decoder. */
ply_status ply_scenario_schema(ply_text *out, ply_err *err);

/* The format, field by field, as a Markdown table, from the same table of fields. */
ply_status ply_scenario_fields(ply_text *out, ply_err *err);

/* The merged tree of a loaded scenario: for rooms that look values up by pointer. Borrowed. */
const struct ply_node *ply_scenario_root(const ply_scenario *scenario);

/* The codes of problems, stable, each with its meaning. *count: how many. */
typedef struct ply_code {
  const char *code, *meaning;
} ply_code;
const ply_code *ply_scenario_codes(size_t *count);

/* Position of an id, or -1. */
int ply_scenario_actor(const ply_scenario *scenario, const char *id);
int ply_scenario_issue(const ply_scenario *scenario, const char *id);
int ply_scenario_option(const ply_scenario *scenario, int issue, const char *id);
int ply_scenario_number(const ply_scenario *scenario,
                        const char *pointer); /* by where it stands in the file */
/* The level that the word means for the actor: a strategy of its own in a plain game. -1: none. */
int ply_scenario_level_of(const ply_scenario *scenario, int actor, const char *id);
/* What a level of the actor is called. */
static inline ply_option ply_scenario_level_at(const ply_scenario *scenario, int actor, int level) {
  const ply_actor *a = &scenario->actors[actor];
  if (level < a->n_moves) return a->moves[level];
  return (ply_option){.id = scenario->levels[level].id, .name = scenario->levels[level].name};
}
int ply_scenario_level(const ply_scenario *scenario, const char *id);
int ply_scenario_design(const ply_scenario *scenario, const char *id);

/* The entry of a table at a bundle. option: [n_issues], level: [n_actors]. */
uint32_t ply_table_entry(const ply_payoff_table *table, const uint16_t *option, const uint8_t *level);
/* What it gives there: the file's number, or 0. values: as in ply_number_value. */
static inline double ply_table_value(const ply_payoff_table *table, uint32_t entry, const double *values) {
  int32_t n = table->number[entry];
  return n < 0 ? 0 : ply_number_value(&table->numbers[n], values);
}

/* Whether a condition holds at a bundle. option: [n_issues], level: [n_actors] (0 = out, 0 for no
 * candidates). */
bool ply_cond_holds(const ply_cond *cond, const ply_scenario *scenario, const uint16_t *option,
                    const uint8_t *level);

#endif
