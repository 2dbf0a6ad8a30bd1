/* Would a guarantor honour its pledge? Fixed rates, or a coordination game in which each one's cost falls
 * with the help that the others are expected to bring. The map is monotone, so its solutions form a lattice
 * with a least and a greatest element (Milgrom and Roberts 1990, doi:10.2307/2938316), which iteration from
 * the bottom and from the top finds. Audience costs: Fearon 1994 (doi:10.2307/2944796). Cost: rounds *
 * guarantors. */
#include "models/models.h"

#include <math.h>

enum { MOST_ROUNDS = 10000 };
static const double STILL = 1e-12;

double ply_logistic(double z) { return 1 / (1 + exp(-z)); }

static double ceiling_of(const ply_guarantee *guarantee, const ply_guarantor *g) {
  return (guarantee->ratified ? g->chance : 1) * guarantee->judgement * guarantee->coverage;
}

double ply_honour_fixed(const ply_guarantee *guarantee, const ply_guarantor *g) {
  return g->effort == 0 ? 0 : ceiling_of(guarantee, g) * guarantee->bond;
}

double ply_honour_at(const ply_guarantee *guarantee, const ply_guarantor *g, double share) {
  if (g->effort == 0) return 0;
  double stand =
      g->audience * guarantee->bond + g->stake - g->cost * g->effort * (1 - guarantee->support * share);
  return ceiling_of(guarantee, g) * ply_logistic(stand / guarantee->honour_noise);
}

/* One round: q from p. Returns the largest change. */
static double round_of(const ply_guarantee *guarantee, int n, const ply_guarantor *g, const double *p,
                       double *q) {
  double capability = 0, expected = 0, change = 0;
  for (int i = 0; i < n; i++) {
    capability += g[i].capability;
    expected += p[i] * g[i].effort * g[i].capability;
  }
  for (int i = 0; i < n; i++) {
    double others = capability - g[i].capability, help = expected - p[i] * g[i].effort * g[i].capability;
    double share = others > 0 && help > 0 ? help / others : 0;
    q[i] = ply_honour_at(guarantee, &g[i], share);
    if (fabs(q[i] - p[i]) > change) change = fabs(q[i] - p[i]);
  }
  return change;
}

bool ply_honour_coordination(const ply_guarantee *guarantee, int n, const ply_guarantor *g, bool greatest,
                             double *p) {
  enum { MOST = 64 };
  double next[MOST];
  if (n > MOST) return false;
  for (int i = 0; i < n; i++) p[i] = greatest && g[i].effort != 0 ? ceiling_of(guarantee, &g[i]) : 0;
  for (int round = 0; round < MOST_ROUNDS; round++) {
    double change = round_of(guarantee, n, g, p, next);
    for (int i = 0; i < n; i++) p[i] = next[i];
    if (change <= STILL) return true;
  }
  return false;
}
