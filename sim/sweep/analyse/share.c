/* Shares and quantiles. A share's interval is Wilson's: it stays inside [0, 1] and is right also for 0 of n.
 */
#include "sim/sweep/analyse/analyse.h"

#include <math.h>

ply_interval ply_share_wilson(uint64_t k, uint64_t n) {
  const double z = 1.959963984540054;
  double size = (double)n, p = (double)k / size, z2 = z * z;
  double centre = (p + z2 / (2 * size)) / (1 + z2 / size);
  double half = z / (1 + z2 / size) * sqrt(p * (1 - p) / size + z2 / (4 * size * size));
  return (ply_interval){p, k == 0 ? 0 : centre - half, k == n ? 1 : centre + half};
}

double ply_share_quantile(const double *sorted, size_t n, double p) {
  double at = p * (double)(n - 1);
  size_t i = (size_t)at;
  return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}
