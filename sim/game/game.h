/* A compiled game: the scenario's structs turned into tables of plain numbers, for one choice of values and
 * of red lines in force. Bundle <-> index, who is asked, payoffs, security, at one bundle; sim/solve/space/space.h
 * has the same for whole sets of bundles at once. A game is const after it is made and may be shared by any
 * number of threads; it borrows the scenario, which must outlive it.
 *
 * Throughout: option: [n_issues] one option per issue; level: [n_actors] one level per actor, 0 = out, 0 for
 * actors that are no candidates. Payoffs are in payoff units. */
#ifndef PLY_GAME_H
#define PLY_GAME_H

#include "models/models.h"
#include "sim/scenario/scenario.h"

/* Which red lines are in force. */
typedef enum ply_lines_choice {
  PLY_LINES_LIKELY = 0,
  PLY_LINES_ALL,
  PLY_LINES_NONE,
  PLY_LINES_LIST
} ply_lines_choice;

typedef struct ply_lines {
  ply_lines_choice choice; /* LIKELY: firm >= 0.5 */
  const char *const *ids;  /* LIST: "actor/line", n of them */
  int n;
} ply_lines;

/* One red line of the scenario, in scenario order over all actors. */
typedef struct ply_line {
  int actor;
  const ply_red_line *line;
  bool in_force;
} ply_line;

/* A term of an actor's payoff that looks at the bundle as a whole: a bonus, paid where a condition holds, or a table, by
 * the options and levels that it is over. At a bundle it pays value[ply_payoff_term_at(...)]. */
typedef struct ply_payoff_term {
  int actor;
  int bonus;                     /* its number among the game's bonuses; -1: a table */
  const ply_cond *when;          /* a bonus, else NULL */
  const ply_payoff_table *table; /* a table, else NULL */
  const double *value;           /* [n_values] in payoff units; a bonus: 0 and its gain */
  uint32_t n_values;
  double least, most; /* of them */
} ply_payoff_term;

/* How one actor values one issue: amounts by option, at the table (role 0) and as an outsider (role 1). */
typedef struct ply_amount_row {
  int indicator;             /* the indicator that the slopes go with, or -1 */
  bool differs;              /* whether the two roles differ */
  const double *constant[2]; /* [role][option] */
  const double *slope[2];    /* [role][option]; NULL where indicator is -1 */
} ply_amount_row;

/* Sums of terms of one actor that are linear in the indicators. */
typedef struct ply_linear {
  double constant;
  double slope[PLY_N_INDICATORS];
} ply_linear;

typedef struct ply_game {
  const ply_scenario *scenario;
  ply_arena *arena;
  const double *values; /* [n_numbers] or NULL: base values */
  int n_actors, n_issues, n_levels, n_candidates, n_lines, n_terms, n_bonuses;
  int candidate[PLY_MAX_CANDIDATES];     /* actor of each candidate */
  int candidate_of[PLY_MAX_ACTORS];      /* candidate of each actor, or -1 */
  uint64_t issue_stride[PLY_MAX_ISSUES]; /* 0 for derived issues */
  uint64_t member_stride[PLY_MAX_CANDIDATES];
  uint64_t raw, raw_memberships;
  double reservation[PLY_MAX_ACTORS];
  double eps[PLY_MAX_ACTORS]; /* the tolerance of comparisons of each actor's payoffs, in its payoff units */
  const ply_amount_row *rows; /* [n_actors * n_issues] */
  const double *level_gain;   /* [n_actors * n_levels] */
  double stake[PLY_MAX_ACTORS][PLY_N_INDICATORS];
  double effort[PLY_MAX_LEVELS];
  const ply_payoff_term *terms;          /* [n_terms] by actor, bonuses before tables */
  int first_term[PLY_MAX_ACTORS + 1];    /* an actor's terms: from its own to the next one's */
  const ply_line *lines;                 /* [n_lines] */
  uint64_t required, counted, if_member; /* actor masks by consent */
  uint64_t if_holds;                     /* required where a condition holds */
  uint64_t vetoes; /* whose no, where it is asked, stops a deal whatever the others say */
  int spare;       /* how many counted actors may refuse; 0: none, each of them has a veto */
  int n_votes;     /* where some may: votes that must be carried besides */
  const ply_vote *votes;
  uint32_t scaled_by[PLY_MAX_ACTORS];          /* mask of the indicators that scale some issue of the actor */
  const struct ply_security_numbers *security; /* NULL without a security block */
  const struct ply_security_range *range; /* in a relaxed game (envelope.h) where these move; else NULL */
} ply_game;

/* Compiles. values: [n_numbers] or NULL for base values (copied). Errors: PLY_E_USAGE for a red line that
 * does not exist (with a did-you-mean), PLY_E_INPUT where the honour game does not settle, PLY_E_MEMORY.
 * Cost: the size of the scenario. */
ply_status ply_game_compile(const ply_scenario *scenario, const double *values, const ply_lines *lines,
                            ply_game **out, ply_err *err);
/* Turns a compiled game to other values of the same scenario, in place, where payoffs are sums over issues and nothing
 * else, and there are no red lines: false where there is more, or it was compiled at base values; then nothing is
 * changed. Cost: the numbers, and no memory. */
bool ply_game_take_values(ply_game *game, const double *values);
void ply_game_free(ply_game *game);

/* ---- bundles ---- */

/* Fills the derived issues of `option` from its free ones and from level. False if some issue gets no option.
 */
bool ply_game_derive(const ply_game *game, uint16_t *option, const uint8_t *level);

/* The index of a bundle, and back (derived issues filled in). */
uint64_t ply_game_index(const ply_game *game, const uint16_t *option, const uint8_t *level);
void ply_game_bundle(const ply_game *game, uint64_t index, uint16_t *option, uint8_t *level);

/* What a membership adds to a bundle's index, from the levels of the candidates: [n_candidates]; and back,
 * the level of candidate c. A bundle's whole index will do for the latter: the rest of it is left out. */
uint64_t ply_game_member(const ply_game *game, const uint8_t *candidate_level);
static inline int ply_game_level_of(const ply_game *game, uint64_t index, int c) {
  return (int)(index / game->member_stride[c] % (uint64_t)game->n_levels);
}

/* The first rule that the bundle breaks, or -1: then it is feasible. */
int ply_game_broken_rule(const ply_game *game, const uint16_t *option, const uint8_t *level);

/* ---- who is asked, who refuses ---- */

/* The parties of a bundle, as a mask of actors. */
uint64_t ply_game_parties(const ply_game *game, const uint16_t *option, const uint8_t *level);

/* The first red line in force by which the actor refuses the bundle (a stay_out line that the bundle breaks
 * counts), as a position in game->lines, or -1. */
int ply_game_refusal(const ply_game *game, int actor, const uint16_t *option, const uint8_t *level);

/* Whether the bundle breaks the line, if the line is in force: position in game->lines. */
bool ply_game_line_broken(const ply_game *game, int line, const uint16_t *option, const uint8_t *level);

/* Whether the actor stands where one of its stay_out lines in force forbids it to stand. */
bool ply_game_forbidden(const ply_game *game, int actor, const uint16_t *option, const uint8_t *level);

/* Whether a bundle with these parties is acceptable when the actors of `accept` (a mask) accept it and the
 * others do not. */
bool ply_game_agreed(const ply_game *game, uint64_t parties, uint64_t accept);

/* Whether there are yeses enough when the counted actors of `refuse` (a mask) refuse and everybody else accepts. */
bool ply_game_carried(const ply_game *game, uint64_t refuse);

/* The largest z such that a bundle with these parties and margins (payoff minus reservation, [n_actors];
 * -INFINITY where a red line refuses) would be acceptable with every reservation raised by z; INFINITY where nobody
 * needs to accept. */
double ply_game_slack(const ply_game *game, uint64_t parties, const double *margin);
/* The same, and the tolerance of the actor whose margin it is. */
double ply_game_slack_within(const ply_game *game, uint64_t parties, const double *margin, double *eps);

/* The largest tolerance that a slack can have, and the smallest. */
double ply_game_slack_eps(const ply_game *game);
double ply_game_slack_eps_least(const ply_game *game);

/* The largest size that the actor's payoff or reservation can have by its own terms; its tolerance is PLY_EPS of that,
 * or of 1 where that is more. */
double ply_game_scale(const ply_game *game, int actor);

/* The tolerance of sums and of comparisons over several actors (a mask): the largest of theirs. */
double ply_game_eps_over(const ply_game *game, uint64_t actors);
static inline double ply_game_eps_all(const ply_game *game) { return ply_game_eps_over(game, ~(uint64_t)0); }

/* How far a payoff of the actor is above no deal; 0 within the tolerance. */
static inline double ply_game_margin(const ply_game *game, int actor, double payoff) {
  double margin = payoff - game->reservation[actor];
  return margin >= -game->eps[actor] && margin <= game->eps[actor] ? 0 : margin;
}

/* ---- payoffs ---- */

/* What the security model says of one bundle. All zero without a security block. */
typedef struct ply_security_state {
  double indicator[PLY_FIGHT];       /* attack .. force: the same for everybody */
  double outcome;                    /* pi */
  double honour[PLY_MAX_CANDIDATES]; /* p of each candidate */
  double effort[PLY_MAX_CANDIDATES]; /* e of each candidate */
} ply_security_state;

/* The numbers that the design alone gives to the security model; equal inputs mean equal security at every
 * membership. */
typedef struct ply_security_inputs {
  double bond, delay_hours, judgement, coverage, own_strength, latitude, ratified;
} ply_security_inputs;

ply_security_inputs ply_game_security_inputs(const ply_game *game, const uint16_t *option);

/* Security at levels given per candidate: [n_candidates]. selection: 0 as the scenario says, 1 least, 2
 * greatest. False where the honour game did not settle within its rounds. */
bool ply_game_security(const ply_game *game, const ply_security_inputs *inputs,
                       const uint8_t *candidate_level, int selection, ply_security_state *state);

/* Exact outcomes at every choice of efforts, as long as what they follow from stays the same. Candidates' levels of
 * one effort make a class, 0 that of no effort; the first candidate is most significant. */
typedef struct ply_security_outcomes {
  size_t size; /* of the tables; 0: there are none to keep, or too many */
  int n_classes;
  uint8_t class_of[PLY_MAX_LEVELS];
  bool filled; /* by the numbers that follow */
  double own_strength, help[PLY_MAX_CANDIDATES * PLY_MAX_LEVELS], honour[PLY_MAX_CANDIDATES];
  double *force, *outcome; /* [size] */
} ply_security_outcomes;

/* Makes room. False without memory. */
bool ply_security_outcomes_init(const ply_game *game, ply_security_outcomes *outcomes);
void ply_security_outcomes_done(ply_security_outcomes *outcomes);
/* Where a choice of levels ([n_candidates]) stands in the tables. */
size_t ply_security_outcomes_at(const ply_game *game, const ply_security_outcomes *outcomes,
                                const uint8_t *candidate_level);

/* Security for many memberships at the same inputs: what the inputs alone decide is worked out once. */
typedef struct ply_security_desk {
  ply_guarantee guarantee;
  double holds_alone; /* chance that the beneficiary holds without any help */
  bool by_level;      /* honour and help below are filled */
  double honour[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS], help[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS];
  const ply_security_outcomes *outcomes; /* NULL, or exact outcomes by choice of efforts; borrowed */
} ply_security_desk;

/* many: whether it pays to prepare for every level of every candidate. outcomes: NULL, or room for those of this
 * game, which the desk then borrows; what they hold is kept where nothing that they follow from has changed. */
void ply_security_desk_set(const ply_game *game, const ply_security_inputs *inputs, bool many,
                           ply_security_outcomes *outcomes, ply_security_desk *desk);
/* As ply_game_security. */
bool ply_security_desk_at(const ply_game *game, const ply_security_desk *desk, const uint8_t *candidate_level,
                          int selection, ply_security_state *state);

/* What is known of the security at some efforts: who honours follows from bond, judgement, coverage, ratification
 * and efforts; the outcome from these, the delay and the beneficiary's own strength. */
typedef struct ply_security_known {
  bool has_honour, has_outcome;
  double *honour; /* [n_candidates] */
  double force, outcome;
} ply_security_known;

/* As ply_security_desk_at where the desk has nothing by level, for a game with a guarantee: what is not known is
 * worked out and noted. */
bool ply_security_desk_recall(const ply_game *game, const ply_security_desk *desk,
                              const uint8_t *candidate_level, int selection, ply_security_known *known,
                              ply_security_state *state);

/* The indicators that are the same for everybody at n choices of efforts, where the desk has outcomes. at: [n], where
 * each stands in their tables; indicator[j]: [n] or NULL, but for PLY_ATTACK. To the same bits as
 * ply_security_desk_at. */
void ply_security_desk_fill(const ply_security_desk *desk, size_t n, const uint32_t *at,
                            double *const indicator[PLY_FIGHT]);

/* What candidate c's pledge costs it where the beneficiary is attacked: as one that fights, as one that
 * reneges. */
static inline double ply_state_fight(const ply_security_state *state, int c) {
  return state->effort[c] == 0 ? 0 : state->indicator[PLY_ATTACK] * state->honour[c] * state->effort[c];
}
static inline double ply_state_renege(const ply_security_state *state, int c) {
  return state->effort[c] == 0 ? 0 : state->indicator[PLY_ATTACK] * (1 - state->honour[c]);
}

/* The value of an indicator for one actor. */
double ply_game_indicator(const ply_game *game, const ply_security_state *state, ply_indicator indicator,
                          int actor);

/* The issue weights of one actor that is touched: after a change they are scaled so that they sum to what they
 * sum to in the file. */
typedef struct ply_weights {
  int n;
  const int *number; /* [n] positions in scenario.numbers */
  double sum;
} ply_weights;

/* moved: [n_numbers]; *out: [*n] the actors with a weight that moves, in the arena. False without memory. */
bool ply_weights_find(const ply_scenario *scenario, const bool *moved, ply_arena *arena,
                      const ply_weights **out, int *n);
/* values: [n_numbers] after the change; scaled in place. */
void ply_weights_apply(const ply_weights *weights, int n, double *values);

/* The terms of an actor's payoff. */
#define PLY_EACH_TERM(term, game, actor)                                                                     \
  const ply_payoff_term *term = (game)->terms + (game)->first_term[actor];                                   \
  term < (game)->terms + (game)->first_term[(actor) + 1];                                                    \
  term++

/* Which of a term's values is paid at a bundle: 0 to n_values - 1. */
uint32_t ply_payoff_term_at(const ply_game *game, const ply_payoff_term *term, const uint16_t *option,
                            const uint8_t *level);
/* The number of the file behind a value: a position in the table's numbers, 0 for a bonus's gain; -1: none. */
static inline int32_t ply_payoff_term_number(const ply_payoff_term *term, uint32_t at) {
  return term->table != NULL ? term->table->number[at] : (int32_t)at - 1;
}
/* How many numbers of the file a term has. */
static inline uint32_t ply_payoff_term_numbers(const ply_payoff_term *term) {
  return term->table != NULL ? (uint32_t)term->table->n_numbers : 1;
}

/* Payoffs of every actor: payoff: [n_actors]. state may be NULL (computed inside) or hold the bundle's
 * security. False where the honour game did not settle. Cost: actors * issues, plus one security evaluation.
 */
bool ply_game_payoffs(const ply_game *game, const uint16_t *option, const uint8_t *level,
                      const ply_security_state *state, double *payoff);

/* The terms of one actor's payoff for the given issues (mask over issues) at a role (0 at the table, 1
 * outsider), summed. */
void ply_game_issue_terms(const ply_game *game, int actor, int role, const int *issues, int n_issues,
                          const uint16_t *option, ply_linear *sum);

#endif
