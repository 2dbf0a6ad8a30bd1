/* What states want: payoff families and the security model, as pure functions of numbers. Includes nothing of
 * ours, keeps no state, allocates nothing. Payoffs are in payoff units; indicators and chances lie in [0, 1].
 */
#ifndef PLY_MODELS_H
#define PLY_MODELS_H

#include <stdbool.h>

/* ---- payoff families ---- */

/* What a term adds to a payoff: constant + slope * indicator. Every family is linear in at most one indicator
 * of the security model; that is what lets a game be searched by parts. */
typedef struct ply_amount {
  double constant, slope;
} ply_amount;

enum { PLY_FAMILY_PARAMETERS = 2 };

/* One way in which a scenario's numbers make a term of a payoff. A family is one file with one such row, and a line in
 * families.c. A family of issue terms takes weight, value, and parameters of its own, which the file gives under the
 * family's name: "scaled": {ISSUE: {...}} (their keys, ranges and help: sim/scenario/fields_actors.c). */
typedef struct ply_family {
  const char *name;    /* "additive" */
  const char *help;    /* one line */
  const char *formula; /* as written in the documentation */
  const char *source;  /* where it comes from */
  int n_inputs;
  const char *const *inputs;                 /* [n_inputs] their names, in the order of `input` below */
  ply_amount (*amount)(const double *input); /* input: [n_inputs] */
  /* Of issue terms with parameters (input: weight, value, parameters); else NULL and false: */
  double (*worth)(const double *input);                   /* in full, payoff units; NULL: weight * value */
  double (*scale)(const double *input, double indicator); /* what share of it is paid; NULL: all */
  bool by_indicator;                                      /* looks at an indicator, which "by" names */
} ply_family;

/* The families whose place in a scenario is fixed: an issue's weight and value, those of an outsider, a level's gain, a
 * bonus' gain, a stake. */
extern const ply_family ply_family_additive, ply_family_outsider, ply_family_level, ply_family_bonus,
    ply_family_table, ply_family_stake;

/* All families, for lists and documentation; *n their number. */
const ply_family *const *ply_families(int *n);
/* The family of that name, or NULL. */
const ply_family *ply_family_find(const char *name);
/* An issue term in full; family NULL: none of its own. */
double ply_family_worth(const ply_family *family, const double *input);

/* ---- security ---- */

/* One guarantor at the level where it stands. */
typedef struct ply_guarantor {
  double capability;            /* K >= 0 */
  double readiness_hours;       /* t >= 0 */
  double chance;                /* rho in [0, 1]: that its parliament ratifies */
  double audience, stake, cost; /* a, V, C: coordination only */
  double effort;                /* e in [0, 1] of its level; 0 = no help promised */
} ply_guarantor;

/* What the design fixes, and the constants of the model. */
typedef struct ply_guarantee {
  double bond, delay_hours, own_strength, latitude; /* r, h, alpha, lambda */
  double judgement, coverage; /* nu, c: that those who decide find the case given; that the text covers it */
  bool ratified;              /* whether parliaments vote */
  double capability, adversary;     /* K_B, K_A */
  double decay_hours, decisiveness; /* kappa > 0, gamma > 0 */
  double prize, war_cost, noise;    /* Z, W, sigma_A > 0 */
  double provocation_rate;          /* y0 in [0, 1] */
  double common_shock;              /* s in [0, 1]: exact outcomes only */
  double support, honour_noise;     /* beta in [0, 1), sigma > 0 */
} ply_guarantee;

/* What follows for everybody. */
typedef struct ply_deterrence {
  double force;   /* expected help that arrives, R */
  double outcome; /* pi: chance that an attack overruns the beneficiary */
  double attack;  /* q: chance of an attack */
} ply_deterrence;

/* Lambda(z) = 1 / (1 + exp(-z)). */
double ply_logistic(double z);

/* Chance that g honours its pledge, model `fixed`: rho' * r * nu * c, 0 without effort. */
double ply_honour_fixed(const ply_guarantee *guarantee, const ply_guarantor *g);

/* Chance that g honours its pledge, model `coordination`, where the others are expected to bring that share of their
 * capability; 0 without effort. Rises with the share. */
double ply_honour_at(const ply_guarantee *guarantee, const ply_guarantor *g, double share);

/* Chances p: [n] of all guarantors under model `coordination` (a supermodular game: Milgrom and Roberts 1990,
 * doi:10.2307/2938316): the least or the greatest solution, by iteration from the bottom or the top until no
 * p moves by more than 1e-12. False if 10,000 rounds do not suffice. */
bool ply_honour_coordination(const ply_guarantee *guarantee, int n, const ply_guarantor *g, bool greatest,
                             double *p);

/* Deterrence with honour chances p: [n]. exact: the expectation of the outcome over who honours instead of the
 * outcome at the expected force: with chance s one draw decides for all, who honours then whoever has p at or
 * above it (breaches come together); else the 2^n outcomes are independent. Contest success function: Tullock 1980, Skaperdas 1996
 * (doi:10.1007/BF01213906); war as a costly lottery: Fearon 1995 (doi:10.1017/S0020818300033324). */
ply_deterrence ply_deterrence_of(const ply_guarantee *guarantee, int n, const ply_guarantor *g,
                                 const double *p, bool exact);

/* Force and outcome as in ply_deterrence_of with exact outcomes, to the same bits, at every choice of levels at
 * once. help: [n][n_levels], what a guarantor brings at a level if it comes; level 0 brings nothing; p: [n], the
 * chance that it does, the same at every level (where it is 0, help is to be 0 too). force, outcome:
 * [n_levels^n], the first guarantor most significant. Cost: n * n_levels^n. */
void ply_exact_outcomes(const ply_guarantee *guarantee, int n, int n_levels, const double *help,
                        const double *p, double *force, double *outcome);

/* pi at force R: convex and falling in R. */
double ply_outcome_at(const ply_guarantee *guarantee, double force);

/* The chance of an attack that overruns the beneficiary with that chance. */
double ply_attack_at(const ply_guarantee *guarantee, double outcome);

/* What g can bring in time if it honours: e * K * exp(-(h + t) / kappa). */
double ply_help(const ply_guarantee *guarantee, const ply_guarantor *g);

/* Deterrence at a given expected force R and outcome pi computed from it. */
ply_deterrence ply_deterrence_at(const ply_guarantee *guarantee, double force);

#endif
