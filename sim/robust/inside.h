/* What the files of this room share: the draws as tables, one bundle against all draws, the search. */
#ifndef PLY_ROBUST_INSIDE_H
#define PLY_ROBUST_INSIDE_H

#include "sim/robust/robust.h"

/* ---- threads.c ---- */

/* Calls work(data) on as many threads (0: as the machine has), at most `most`, and returns when all have. */
void ply_robust_on_threads(void *(*work)(void *data), void *data, int threads, size_t most);

/* ---- layout.c, sample.c: the draws as tables ---- */

/* A row is an actor, or a sum of actors all of whom must accept: none of them can refuse where the sum of
 * their margins is below 0. Arrays over draws are [n_padded]; NULL stands for zeros. Draw k is bit k % 64 of
 * word k / 64. */
typedef struct ply_sample_tables {
  uint64_t n;
  size_t n_words, n_padded;
  const ply_game *game; /* the first draw's: the structure of all */
  bool keeps_games;
  ply_game **games; /* [n] where they are kept; else the first alone */
  int n_actors, n_rows, n_issues;
  uint64_t needed;   /* actors that must accept whatever the bundle */
  double *weight;    /* [n_rows * n_actors] of which actors a row is the sum, how often each */
  bool *moves;       /* [row * n_issues + issue] false: no draw differs, and cells are one number an option */
  double **constant; /* [(row * n_issues + issue) * 2 + role] -> [n_options * n_padded], cells */
  double **slope;    /* the same, by the indicator below */
  double **best;     /* [(row * n_issues + issue) * 2 + role] -> the most over options */
  int *indicator;    /* [row * n_issues + issue], -1: none */
  double **level_gain;  /* [actor * n_levels + level] */
  double **pays;        /* [term] -> [its numbers * n_padded] what the file gives of it */
  double **most;        /* [term] -> [n_padded] the most that it may pay */
  double **stake;       /* [row * PLY_N_INDICATORS + indicator] */
  double **reservation; /* [row] */
  double **need;        /* [row] reservation less the tolerance */
  double **eps;         /* [row] the tolerance, draw by draw */
  double *tolerance;    /* [row] of comparisons, the most over the draws */
  uint64_t **in_force;  /* [line] -> [n_words] */
  uint32_t *looks_at;   /* [row] mask of indicators */
  struct ply_alternatives
      *alternatives; /* what the rest would sign without each candidate; NULL: not asked */
  size_t bytes;
  ply_arena *arena;
} ply_sample_tables;

typedef struct ply_sample_how {
  int threads;
  size_t memory_bytes;
  ply_stop stop;
  bool alternatives; /* whether ply_alternatives_at will be asked */
} ply_sample_how;

/* Room for the draws that t->game is the first of; own: the source's. PLY_E_LIMIT past memory_bytes. */
ply_status ply_sample_layout(ply_sample_tables *t, const ply_draws *draws, void *own,
                             const ply_sample_how *how, ply_err *err);
/* Where a cell has the number of draw k. */
static inline size_t ply_cell_at(const ply_sample_tables *t, size_t row_issue, int option, size_t k) {
  return t->moves[row_issue] ? (size_t)option * t->n_padded + k : (size_t)option;
}
/* to[d] += the cell's number in draw from + d. */
static inline void ply_cell_add(const ply_sample_tables *t, size_t row_issue, const double *cells, int option,
                                size_t from, double *to, size_t n) {
  const double *add = cells + ply_cell_at(t, row_issue, option, from);
  if (t->moves[row_issue])
    for (size_t d = 0; d < n; d++) to[d] += add[d];
  else
    for (size_t d = 0; d < n; d++) to[d] += *add;
}
/* Draws them: at: [n]. PLY_E_LIMIT past memory_bytes. */
ply_status ply_sample_fill(const ply_draws *draws, const ply_draw_at *at, uint64_t n,
                           const ply_sample_how *how, ply_sample_tables *out, ply_err *err);
void ply_sample_done(ply_sample_tables *tables);
/* All draws: out: [n_words]. */
void ply_sample_all(const ply_sample_tables *tables, uint64_t *out);

/* ---- reach.c ---- */

/* bits: [words] the draws with got >= need: [64 * words] each; alike: got is the same in all. */
void ply_reach(const double *got, const double *need, size_t words, uint64_t *bits);
void ply_reach_alike(double got, const double *need, size_t words, uint64_t *bits);

/* ---- evaluate.c: one bundle, all draws ---- */

/* Room for one bundle's answers; a thread's own. */
typedef struct ply_evaluation {
  const ply_sample_tables *tables;
  double *indicator[PLY_FIGHT]; /* [n_padded] */
  double *fight[PLY_MAX_CANDIDATES], *renege[PLY_MAX_CANDIDATES];
  /* They are those of this guarantee in these draws, so that bundles which share it do not ask again. */
  uint64_t *guarded, reads;        /* [n_words]; reads: the issues that it looks at */
  uint16_t option[PLY_MAX_ISSUES]; /* of these issues */
  uint8_t stands[PLY_MAX_CANDIDATES];
  double *payoff;                   /* [n_actors * n_padded] of the actors that were asked for */
  uint64_t *accepts;                /* [n_actors * n_words] likewise */
  uint64_t *line_refuses, *scratch; /* [n_words] */
  ply_arena *arena;
} ply_evaluation;

bool ply_evaluation_init(const ply_sample_tables *tables, ply_evaluation *out);
void ply_evaluation_done(ply_evaluation *evaluation);

/* Payoffs and answers of the actors of `who` at a feasible bundle, in the draws of `alive`: fills payoff and
 * accepts. False where an honour game does not settle. */
bool ply_evaluate(ply_evaluation *e, const uint16_t *option, const uint8_t *level, uint64_t who,
                  const uint64_t *alive);
/* The draws of `alive` in which the bundle is acceptable, from what ply_evaluate filled of its parties. */
void ply_evaluate_agreed(ply_evaluation *e, const uint16_t *option, const uint8_t *level,
                         const uint64_t *alive, uint64_t *agreed);
/* What the guarantee does in the draws of `alive`: fills indicator, fight, renege. */
bool ply_evaluate_security(ply_evaluation *e, const uint16_t *option, const uint8_t *level,
                           const uint64_t *alive);

/* ---- reopened.c: what the rest would sign without somebody, draw by draw ---- */

struct ply_alternatives *ply_alternatives_new(const ply_sample_tables *tables, const ply_sample_how *how);
void ply_alternatives_free(struct ply_alternatives *alternatives);
/* What each candidate gets from what the others would sign without it in draw k, no deal included: payoff:
 * [n_candidates]. Worked out when first asked. PLY_E_LIMIT where that draw's bundles are too many to list,
 * PLY_E_STOPPED, PLY_E_MEMORY. Any thread may ask. Cost: one solve of the draw. */
ply_status ply_alternatives_at(const ply_sample_tables *tables, size_t k, double *payoff);

/* ---- sets.c: acceptable, sustained, stable, reopened, draw by draw ---- */

typedef struct ply_set_room {
  ply_evaluation at, moved;
  uint64_t least;         /* fewer draws than this need not be told apart; 0: all are */
  uint64_t *agreed, *all; /* [n_words] */
  double *own;            /* [n_padded] the mover's payoff at the bundle */
} ply_set_room;
bool ply_set_room_init(const ply_sample_tables *tables, ply_set_room *out);
void ply_set_room_done(ply_set_room *room);

/* The draws of `alive` in which the feasible bundle is in the set. who: actors whose payoffs are wanted in
 * room->at, the parties apart. PLY_E_INPUT where an honour game does not settle; as ply_alternatives_at. */
ply_status ply_set_members(ply_set_room *room, int over, const uint16_t *option, const uint8_t *level,
                           uint64_t who, const uint64_t *alive, uint64_t *members);

/* Says in words what ply_set_members met. */
ply_status ply_robust_trouble(ply_status status, ply_err *err);

/* ---- each.c: many bundles in all draws ---- */

typedef struct ply_each {
  const ply_sample_tables *tables;
  int over, threads;
  uint64_t who;          /* actors whose payoffs are wanted, as ply_set_members */
  const uint64_t *index; /* [n] feasible */
  size_t n;
  ply_stop stop;
  double deadline; /* on the monotonic clock; 0: none */
  /* Called by any thread, in any order: draws in room->all. */
  void (*take)(void *data, size_t i, ply_set_room *room);
  void *data;
} ply_each;

/* *stopped_by: why not all were taken, else NULL. PLY_E_INPUT where an honour game does not settle, PLY_E_MEMORY; as
 * ply_alternatives_at. Cost: an evaluation a bundle, the guarantee once for bundles that share it. */
ply_status ply_each_bundle(const ply_each *each, const char **stopped_by, ply_err *err);

/* ---- search.c: the best bundle of all ---- */

typedef enum ply_objective {
  PLY_BY_COUNT, /* the draws in which it is in the set */
  PLY_BY_VALUE, /* the proposer's sum over draws: its payoff where acceptable, else no deal */
  PLY_BY_DRAW,  /* of every draw its own best, for the proposer */
  PLY_BY_BOTH,  /* count and mean: the frontier */
  PLY_BY_ANY    /* in which draws there is some bundle in the set */
} ply_objective;

typedef struct ply_candidate {
  double value; /* count, or the sum over draws */
  double mean;  /* BOTH: the proposer's mean where acceptable */
  uint64_t index;
} ply_candidate;

typedef struct ply_quest {
  const ply_sample_tables *tables;
  ply_objective objective;
  int over, proposer;
  const uint64_t *among; /* [n_words] the draws that count; NULL: all */
  int top;               /* COUNT: how many */
  int threads;
  double seconds; /* 0: no limit */
  uint64_t
      most_steps; /* partial bundles looked at; 0: no limit. With one thread the answer is always the same */
  ply_stop stop;
  const uint64_t *only; /* [n_only] feasible: the best of these; NULL: of all */
  size_t n_only;
  const uint64_t *starts; /* [n_starts] bundles to begin with */
  int n_starts;
  void (*progress)(void *data, const char *question, double share, double best, double bound);
  void *progress_data;
  const char *question;
} ply_quest;

/* What was found: by falling value, then rising index (VALUE: the lowest index among those within tolerance of
 * the best, alone). */
typedef struct ply_found {
  ply_outcome outcome;
  const char *stopped_by;
  double bound; /* no bundle has more */
  size_t n;
  ply_candidate *best; /* malloc */
  uint64_t open;       /* ANY: draws in which none was found */
  double *most;        /* DRAW: [n_padded], malloc: what the proposer gets there, no deal included */
} ply_found;

/* PLY_E_MEMORY, PLY_E_INPUT where an honour game does not settle, PLY_E_LIMIT where what the rest would sign
 * without somebody is not known. */
ply_status ply_robust_search(const ply_quest *quest, ply_found *out, ply_err *err);
void ply_found_done(ply_found *found);

/* ---- partial.c: conditions where issues and levels are not all known ---- */

typedef struct ply_partial {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t known_issues, known_actors; /* masks; actors that are no candidates are known */
} ply_partial;
typedef enum ply_verdict { PLY_NO = 0, PLY_YES, PLY_UNSURE } ply_verdict;
ply_verdict ply_partial_holds(const ply_game *game, const ply_cond *cond, const ply_partial *at);

/* ---- bound.c: what a partial bundle cannot exceed ---- */

enum { PLY_TERM_NOTHING = -1, PLY_TERM_OPEN = -2 };

/* One step of the search: what is fixed, and bounds that follow. */
typedef struct ply_step {
  ply_partial at;
  uint64_t lowest;              /* no bundle below has a lower index */
  uint8_t *rule, *line;         /* [n_rules] NO: may still be broken; [n_lines]: ply_verdict */
  int32_t *term;                /* [n_terms] which of its numbers it pays, or PLY_TERM_... */
  const double **sum;           /* [n_rows] what is fixed, and the best of what is not; NULL: not kept */
  const double **rise;          /* [n_rows * PLY_N_INDICATORS] slopes of what is fixed; NULL: none */
  double **own_sum, **own_rise; /* room for these */
  bool moved;                   /* levels were fixed since security was bounded */
  int guarded;                  /* 0: security is open; 1: bounded; 2: exact */
  const double *low[PLY_FIGHT], *high[PLY_FIGHT];
  double *own_low[PLY_FIGHT], *own_high[PLY_FIGHT];
  uint64_t *can;   /* [candidate * n_levels + level][n_words] draws in which it may still stand there */
  uint64_t *alive; /* [n_words] draws in which it may still be acceptable */
} ply_step;

/* A thread's room: steps by depth. */
typedef struct ply_descent {
  const ply_quest *quest;
  const ply_sample_tables *tables;
  int n_variables;
  const int *variable; /* [n_variables] issue, or n_issues + candidate */
  ply_step *step;      /* [n_variables + 1] */
  ply_evaluation now;  /* security where it is exact */
  ply_set_room room;
  double *help, *honour_low, *honour_high; /* [candidate * n_levels + level][n_padded] */
  ply_guarantee *guarantee;                /* [n_padded] */
  double *alone;                           /* [n_padded] chance of holding without help */
  ply_deterrence *weak;                    /* [n_padded] without help and provocation */
  double *margin;                          /* [n_padded] scratch */
  ply_arena *arena;
} ply_descent;

bool ply_descent_init(const ply_quest *quest, const int *variable, int n_variables, ply_descent *out);
void ply_descent_done(ply_descent *d);
/* The root. */
void ply_descent_root(ply_descent *d);
/* From step `depth` to the next: the variable there takes the value. False where no bundle below is feasible. */
bool ply_descent_take(ply_descent *d, int depth, int value);
/* What security can be, as far as is fixed at the step; true where that is narrower than before, *failed where an
 * honour game did not settle. */
bool ply_descent_guard(ply_descent *d, int depth, bool *failed);
/* Narrows where candidates that are not decided may stand, draw by draw. */
void ply_descent_stand(ply_descent *d, ply_step *step);
/* Clears draws of step->alive in which no bundle below is acceptable; stops early below `least` draws. Returns
 * how many are left. */
uint64_t ply_descent_refuse(ply_descent *d, int depth, uint64_t least);
/* What the proposer gets at most in the draws alive: out: [n_padded]. */
void ply_descent_payoff(const ply_descent *d, int depth, double *out);

static inline uint64_t ply_bits_count(const uint64_t *bits, size_t n) {
  uint64_t count = 0;
  for (size_t w = 0; w < n; w++) count += (uint64_t)__builtin_popcountll(bits[w]);
  return count;
}

#endif
