/* Deals when the numbers are not known: one bundle against many draws of a scenario's numbers. Which bundle is
 * acceptable in most draws, what a proposer who knows only itself should offer, and what it would be worth to
 * know more. Everything is a share of the draws that are given, never of the world.
 *
 * A draw is a compiled game; all draws are games of one scenario, so that the bundles are the same in all.
 * share(b) = draws in which b is acceptable / all draws. Sources: maximal chance as in Charnes and Cooper 1959
 * (doi:10.1287/mnsc.6.1.73); the risk-return trade-off of offers Fearon 1995
 * (doi:10.1017/S0020818300033324); what knowing is worth Raiffa and Schlaifer 1961, Howard 1966
 * (doi:10.1109/TSSC.1966.300074). */
#ifndef PLY_ROBUST_H
#define PLY_ROBUST_H

#include "sim/game/game.h"
#include "sim/result/robust.h"

enum { PLY_NOBODY = -1 };
#define PLY_BASE_RUN UINT64_MAX

/* Which numbers a draw has: those of run `run`, but that actor `known`'s own numbers and red lines stand at
 * their base, and actor `asked`'s are those of run `asked_run`; PLY_NOBODY: no such actor. Run PLY_BASE_RUN: all at base. */
typedef struct ply_draw_at {
  uint64_t run;
  int known, asked;
  uint64_t asked_run;
} ply_draw_at;

/* Where draws come from. Every thread that draws has a part of its own. */
typedef struct ply_draws {
  uint64_t n;
  const void *source;
  void *(*start)(const void *source); /* NULL without memory */
  void (*finish)(void *own);
  /* The game of a draw, new (ply_game_free). */
  ply_status (*game)(void *own, const ply_draw_at *at, ply_game **out, ply_err *err);
  /* Whether draws may differ in a number of the scenario, by its position; NULL: in any. */
  bool (*moves)(void *own, int number);
} ply_draws;

/* Over which set a bundle's share is taken; each lies in the acceptable. */
typedef enum ply_robust_over {
  PLY_ROBUST_ACCEPTABLE = 0,
  PLY_ROBUST_SUSTAINED,
  PLY_ROBUST_STABLE,
  PLY_ROBUST_REOPENED /* sustained, and no member would rather be outside what the rest signs next */
} ply_robust_over;

typedef struct ply_robust_settings {
  int over;         /* ply_robust_over */
  int top;          /* how many of the best bundles; at least 1 */
  int proposer;     /* who offers */
  bool unsure;      /* the proposer's own numbers are drawn too */
  bool offers;      /* whether what to offer is asked */
  bool frontier;    /* and risk against return */
  bool knowing;     /* and what knowing everything, or one red line, is worth */
  const int *asked; /* [n_asked] actors whose numbers might be asked for */
  const int *lines; /* [n_lines] red lines that might be known, by position in the game; NULL: all */
  int n_lines;
  int n_asked, m;        /* m: draws of such an actor, each met by m draws of the rest */
  int threads;           /* 0: all cores; the answers are the same for any number */
  double time_limit_s;   /* 0: none; of each question */
  size_t memory_bytes;   /* 0: 2 GiB */
  const uint64_t *among; /* [n_among] only of these bundles; NULL: of all */
  size_t n_among;
  int among_base;         /* where among is NULL: only of so many best of the base solve; 0: of all */
  const uint64_t *starts; /* [n_starts] bundles to start from, such as a base solve's */
  int n_starts;
  ply_stop stop; /* NULL: never */
  void (*progress)(void *data, const char *question, double share, double best, double bound); /* or NULL */
  void *progress_data;
} ply_robust_settings;

/* Answers all that the settings ask, of these draws. fresh: other draws of the same numbers, for the shares
 * out of sample, or NULL. *out is new (ply_robust_free). PLY_OK also where a limit or a stop came first: see
 * the outcomes inside. Errors: PLY_E_LIMIT where the tables of the draws take more than memory_bytes,
 * PLY_E_INPUT where an honour game does not settle or the draws' bundles differ, PLY_E_USAGE where `among` names what
 * is no bundle or nothing, PLY_E_MEMORY.
 * Cost: draws * actors for each partial bundle looked at; over REOPENED also one solve of each draw in which
 * some bundle is nearly the best. */
ply_status ply_robust_answer(const ply_draws *draws, const ply_draws *fresh,
                             const ply_robust_settings *settings, ply_robust **out, ply_err *err);

/* In how many draws some bundle is acceptable. `decided`: no more than `deals` have one; else at least so many do. */
typedef struct ply_robust_deals {
  uint64_t deals;
  bool decided;
} ply_robust_deals;

/* Counts them in one search over all draws, after at most most_steps partial bundles (0: to the end), from the bundles
 * starts: [n_starts]. One thread, no clock: always the same. Errors as ply_robust_answer; PLY_E_STOPPED. */
ply_status ply_robust_any(const ply_draws *draws, uint64_t most_steps, const uint64_t *starts, int n_starts,
                          ply_stop stop, ply_robust_deals *out, ply_err *err);

#endif
