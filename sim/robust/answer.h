/* Private to this room: the questions, one file each. */
#ifndef PLY_ROBUST_ANSWER_H
#define PLY_ROBUST_ANSWER_H

#include "sim/result/result.h"
#include "sim/robust/inside.h"

typedef struct ply_asking {
  const ply_draws *draws, *fresh;
  const ply_robust_settings *settings;
  ply_sample_tables tables; /* the draws as the sweep has them */
  ply_game *base;
  ply_robust *out;
  uint64_t *only; /* [n_only] in out->arena, by rising index; NULL: all bundles */
  size_t n_only;
  uint64_t *starts; /* [n_starts] in out->arena */
  int n_starts;
} ply_asking;

/* A quest over these tables, as the settings say. */
ply_quest ply_asking_quest(const ply_asking *a, const ply_sample_tables *tables, ply_objective objective,
                           const char *question);
/* How draws are to be made into tables for questions over the set. */
ply_sample_how ply_asking_how(const ply_asking *a, int over);
/* Says that a limit or a stop came. */
void ply_asking_stopped(ply_asking *a, const ply_found *found);

/* ---- among.c: which bundles are looked at, where not all are ---- */

/* Those that the settings name. PLY_E_USAGE where one is no feasible bundle. */
ply_status ply_among_named(ply_asking *a, ply_err *err);
/* The best of the base solve: `base` as its --top lists them. PLY_E_USAGE where there are none. */
ply_status ply_among_base(ply_asking *a, const ply_result *base, ply_err *err);

/* ---- account.c: how a bundle does ---- */

/* In the draws of the tables; fresh draws are left 0. */
ply_status ply_account_for(ply_asking *a, uint64_t index, ply_robust_bundle *out, ply_err *err);
/* The fresh draws of all bundles: at: [n]. */
ply_status ply_account_fresh(ply_asking *a, ply_robust_bundle **at, size_t n, ply_err *err);
/* The record of a bundle, payoffs at base. False without memory. */
bool ply_account_bundle(ply_asking *a, uint64_t index, ply_bundle *out);

/* ---- offer.c ---- */

/* Best offer, frontier, and what knowing is worth. */
ply_status ply_offers_answer(ply_asking *a, ply_err *err);

#endif
