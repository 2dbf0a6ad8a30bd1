/* Does the guarantee deter? Help that arrives in time enters a contest success function; the adversary
 * attacks when the prize at those odds beats the cost of war, with logistic noise; the beneficiary may bring
 * the crisis on itself. Tullock 1980; Hirshleifer 1989 (doi:10.1007/BF00183397); Skaperdas 1996
 * (doi:10.1007/BF01213906); Fearon 1995 (doi:10.1017/S0020818300033324); moral hazard of pledges: Benson
 * 2012; correlated breaches: the common-shock model of reliability (Marshall and Olkin 1967,
 * doi:10.1080/01621459.1967.10482885). Cost: n, or 2^n for exact outcomes. */
#include "models/models.h"

#include <math.h>
#include <stddef.h>

static double power(double x, double gamma) { return gamma == 1 ? x : pow(x, gamma); }

/* pi at force R: 0 where neither side has any strength. */
static double outcome_at(const ply_guarantee *guarantee, double force) {
  double own = power(guarantee->own_strength * guarantee->capability + force, guarantee->decisiveness);
  double adversary = power(guarantee->adversary, guarantee->decisiveness);
  return adversary > 0 ? adversary / (adversary + own) : 0;
}

static double attack_at(const ply_guarantee *guarantee, double outcome) {
  double attack = ply_logistic((outcome * guarantee->prize - guarantee->war_cost) / guarantee->noise);
  double provoked = guarantee->provocation_rate * guarantee->latitude * (1 - outcome);
  return 1 - (1 - attack) * (1 - provoked);
}

double ply_help(const ply_guarantee *guarantee, const ply_guarantor *g) {
  if (g->effort == 0) return 0;
  return g->effort * g->capability *
         exp(-(guarantee->delay_hours + g->readiness_hours) / guarantee->decay_hours);
}

ply_deterrence ply_deterrence_at(const ply_guarantee *guarantee, double force) {
  double outcome = outcome_at(guarantee, force);
  return (ply_deterrence){.force = force, .outcome = outcome, .attack = attack_at(guarantee, outcome)};
}

/* pi at some forces, in their place. */
static void outcomes_at(const ply_guarantee *guarantee, size_t n, double *force) {
  double own = guarantee->own_strength * guarantee->capability, adversary = guarantee->adversary;
  bool plain = guarantee->decisiveness == 1 && adversary > 0;
  for (size_t j = 0; j < n && plain; j++) force[j] = adversary / (adversary + (own + force[j]));
  for (size_t j = 0; j < n && !plain; j++) force[j] = outcome_at(guarantee, force[j]);
}

enum { FEW = 8 };

/* The same as below where few may come: all forces side by side, then one guarantor after the other is averaged out. */
static double expected_of_few(const ply_guarantee *guarantee, int n, const double *help, const double *p,
                              double force) {
  double at[1 << FEW];
  size_t size = 1;
  at[0] = force;
  for (int i = 0; i < n; i++, size *= 2)
    for (size_t j = 0; j < size; j++) at[size + j] = at[j] + help[i];
  outcomes_at(guarantee, size, at);
  for (int i = n; i-- > 0;) {
    size /= 2;
    for (size_t j = 0; j < size; j++) at[j] = p[i] * at[size + j] + (1 - p[i]) * at[j];
  }
  return at[0];
}

/* The expectation of pi over who shows up, by recursion over the guarantors whose help or chance is not
 * trivial. */
static double expected_outcome(const ply_guarantee *guarantee, int n, const double *help, const double *p,
                               double force) {
  if (n <= FEW) return expected_of_few(guarantee, n, help, p, force);
  double with = p[0] > 0 ? p[0] * expected_outcome(guarantee, n - 1, help + 1, p + 1, force + help[0]) : 0;
  double without = p[0] < 1 ? (1 - p[0]) * expected_outcome(guarantee, n - 1, help + 1, p + 1, force) : 0;
  return with + without;
}

/* The expectation of pi where one draw v, uniform on [0, 1], decides for all: whoever has p >= v comes. Sorts
 * help and p by falling p. */
static double common_outcome(const ply_guarantee *guarantee, int n, double *help, double *p) {
  for (int i = 1; i < n; i++)
    for (int j = i; j > 0 && p[j] > p[j - 1]; j--) {
      double swap = p[j], other = help[j];
      p[j] = p[j - 1];
      p[j - 1] = swap;
      help[j] = help[j - 1];
      help[j - 1] = other;
    }
  double force = 0, above = 1, sum = 0; /* above: the p of the last that came */
  for (int k = 0; k <= n; k++) {
    double next = k < n ? p[k] : 0;
    if (above > next) sum += (above - next) * outcome_at(guarantee, force);
    above = next;
    if (k < n) force += help[k];
  }
  return sum;
}

/* The sums over candidates of what each level adds, at all choices of levels. */
static void sums_of_all(int n, int n_levels, const double *add, double *table) {
  size_t size = 1, d = (size_t)n_levels;
  table[0] = 0;
  for (int c = 0; c < n; c++, size *= d)
    for (size_t i = size; i-- > 0;)
      for (size_t l = d; l-- > 0;) table[i * d + l] = table[i] + add[(size_t)c * d + l];
}

/* The expectation of pi over independent honour outcomes at all choices of levels. One guarantor after the other
 * is averaged out, so that the outcomes of those before are shared, in the additions and products of
 * expected_outcome. table: [size], the forces before. */
static void independent_of_all(const ply_guarantee *guarantee, int n, size_t d, size_t size,
                               const double *help, const double *p, double *table) {
  outcomes_at(guarantee, size, table);
  size_t stride = 1;
  for (int c = n; c-- > 0; stride *= d)
    for (size_t block = 0; block < size; block += stride * d)
      for (size_t l = 1; l < d; l++) {
        double chance = p[c], *with = table + block + l * stride, *without = table + block;
        if (help[(size_t)c * d + l] == 0) continue;
        for (size_t i = 0; i < stride; i++) with[i] = chance * with[i] + (1 - chance) * without[i];
      }
}

enum { MOST_GUARANTORS = 64 };

/* One draw that decides for all, at all choices of levels. */
typedef struct common_draw {
  const ply_guarantee *guarantee;
  int n, order[MOST_GUARANTORS]; /* guarantors by falling p */
  size_t n_levels, stride[MOST_GUARANTORS];
  const double *help, *p;
  double *outcome;
} common_draw;

/* Where those before guarantor order[k] have chosen: as common_outcome, whose sum so far is `sum`. here: the
 * outcome at the force so far, or below 0 where nobody asked yet. */
static void draw_from(const common_draw *c, int k, double force, double here, double above, double sum,
                      size_t at) {
  if (k == c->n) {
    double s = c->guarantee->common_shock;
    if (above > 0) sum += above * (here < 0 ? outcome_at(c->guarantee, force) : here);
    c->outcome[at] = (s < 1 ? (1 - s) * c->outcome[at] : 0) + s * sum;
    return;
  }
  int g = c->order[k];
  double next = c->p[g], with = sum;
  if (above > next) {
    if (here < 0) here = outcome_at(c->guarantee, force);
    with += (above - next) * here;
  }
  for (size_t l = 0; l < c->n_levels; l++, at += c->stride[g]) {
    double help = c->help[(size_t)g * c->n_levels + l];
    if (help == 0)
      draw_from(c, k + 1, force, here, above, sum, at);
    else
      draw_from(c, k + 1, force + help, -1, next, with, at);
  }
}

static void common_of_all(const ply_guarantee *guarantee, int n, int n_levels, const double *help,
                          const double *p, double *outcome) {
  common_draw c = {
      .guarantee = guarantee, .n = n, .n_levels = (size_t)n_levels, .help = help, .p = p, .outcome = outcome};
  size_t stride = 1;
  for (int g = n; g-- > 0; stride *= c.n_levels) c.stride[g] = stride;
  for (int g = 0; g < n; g++) {
    int at = g;
    for (; at > 0 && p[g] > p[c.order[at - 1]]; at--) c.order[at] = c.order[at - 1];
    c.order[at] = g;
  }
  draw_from(&c, 0, 0, -1, 1, 0, 0);
}

void ply_exact_outcomes(const ply_guarantee *guarantee, int n, int n_levels, const double *help,
                        const double *p, double *force, double *outcome) {
  size_t size = 1;
  for (int c = 0; c < n; c++) size *= (size_t)n_levels;
  double alone = outcome_at(guarantee, 0);
  sums_of_all(n, n_levels, help, outcome);
  if (guarantee->common_shock < 1) independent_of_all(guarantee, n, (size_t)n_levels, size, help, p, outcome);
  if (guarantee->common_shock > 0) common_of_all(guarantee, n, n_levels, help, p, outcome);
  double brings[MOST_GUARANTORS * MOST_GUARANTORS];
  brings[0] = 0;
  for (int c = 0; c < n; c++)
    for (int l = 0; l < n_levels; l++) brings[c * n_levels + l] = p[c] * help[c * n_levels + l];
  sums_of_all(n, n_levels, brings, force);
  for (size_t i = 0; i < size; i++)
    if (force[i] == 0) outcome[i] = alone; /* nobody comes: credibility is 0, not nearly so */
}

double ply_outcome_at(const ply_guarantee *guarantee, double force) { return outcome_at(guarantee, force); }

double ply_attack_at(const ply_guarantee *guarantee, double outcome) { return attack_at(guarantee, outcome); }

/* Deterrence where the independent expectation of the outcome is known. */
static ply_deterrence deterrence_given(const ply_guarantee *guarantee, int n, const double *help,
                                       const double *p, double independent) {
  double brings[MOST_GUARANTORS], chance[MOST_GUARANTORS], force = 0, s = guarantee->common_shock;
  int k = 0;
  for (int i = 0; i < n && k < MOST_GUARANTORS; i++) {
    force += p[i] * help[i];
    if (help[i] == 0) continue;
    brings[k] = help[i];
    chance[k++] = p[i];
  }
  if (force == 0) return ply_deterrence_at(guarantee, 0); /* nobody comes: credibility is 0, not nearly so */
  double outcome = s < 1 ? (1 - s) * independent : 0;
  if (s > 0) outcome += s * common_outcome(guarantee, k, brings, chance);
  return (ply_deterrence){.force = force, .outcome = outcome, .attack = attack_at(guarantee, outcome)};
}

ply_deterrence ply_deterrence_of(const ply_guarantee *guarantee, int n, const ply_guarantor *g,
                                 const double *p, bool exact) {
  double all[MOST_GUARANTORS], help[MOST_GUARANTORS], chance[MOST_GUARANTORS], force = 0;
  int k = 0;
  for (int i = 0; i < n && i < MOST_GUARANTORS; i++) {
    all[i] = ply_help(guarantee, &g[i]);
    force += p[i] * all[i];
    if (all[i] == 0) continue;
    help[k] = all[i];
    chance[k++] = p[i];
  }
  if (!exact) return ply_deterrence_at(guarantee, force);
  double independent = guarantee->common_shock < 1 ? expected_outcome(guarantee, k, help, chance, 0) : 0;
  return deterrence_given(guarantee, n < MOST_GUARANTORS ? n : MOST_GUARANTORS, all, p, independent);
}
