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

/* The expectation of pi over who shows up, by recursion over the guarantors whose help or chance is not
 * trivial. */
static double expected_outcome(const ply_guarantee *guarantee, int n, const double *help, const double *p,
                               double force) {
  if (n == 0) return outcome_at(guarantee, force);
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

/* Forces of all choices of levels, then the outcome at each. */
static void outcomes_of_all(const ply_guarantee *guarantee, int n, int n_levels, const double *help,
                            double *table) {
  size_t size = 1, d = (size_t)n_levels;
  table[0] = 0;
  for (int c = 0; c < n; c++, size *= d)
    for (size_t i = size; i-- > 0;)
      for (size_t l = d; l-- > 0;) table[i * d + l] = table[i] + help[(size_t)c * d + l];
  for (size_t i = 0; i < size; i++) table[i] = outcome_at(guarantee, table[i]);
}

void ply_expected_outcomes(const ply_guarantee *guarantee, int n, int n_levels, const double *help,
                           const double *p, double *table) {
  outcomes_of_all(guarantee, n, n_levels, help, table);
  size_t d = (size_t)n_levels, stride = 1, size = 1;
  for (int c = 0; c < n; c++) size *= d;
  for (int c = n; c-- > 0; stride *= d)
    for (size_t block = 0; block < size; block += stride * d)
      for (size_t l = 1; l < d; l++) {
        double chance = p[(size_t)c * d + l];
        double *with = table + block + l * stride, *without = table + block;
        if (help[(size_t)c * d + l] == 0) continue;
        for (size_t i = 0; i < stride; i++) with[i] = chance * with[i] + (1 - chance) * without[i];
      }
}

ply_deterrence ply_deterrence_given(const ply_guarantee *guarantee, int n, const double *help,
                                    const double *p, double independent) {
  enum { MOST = 64 };
  double brings[MOST], chance[MOST], force = 0, s = guarantee->common_shock;
  int k = 0;
  for (int i = 0; i < n && k < MOST; i++) {
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
  enum { MOST = 64 };
  double all[MOST], help[MOST], chance[MOST], force = 0;
  int k = 0;
  for (int i = 0; i < n && i < MOST; i++) {
    all[i] = ply_help(guarantee, &g[i]);
    force += p[i] * all[i];
    if (all[i] == 0) continue;
    help[k] = all[i];
    chance[k++] = p[i];
  }
  if (!exact) return ply_deterrence_at(guarantee, force);
  double independent = guarantee->common_shock < 1 ? expected_outcome(guarantee, k, help, chance, 0) : 0;
  return ply_deterrence_given(guarantee, n < MOST ? n : MOST, all, p, independent);
}
