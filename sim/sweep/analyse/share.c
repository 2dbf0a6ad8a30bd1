/* Shares and quantiles. A share's interval is Wilson's: it stays inside [0, 1] and is right also for 0 of n.
 */
#include "sim/sweep/analyse/analyse.h"

ply_interval ply_share_wilson(uint64_t k, uint64_t n) {
  ply_interval share = {.value = (double)k / (double)n};
  ply_wilson_interval(k, n, &share.low, &share.high);
  return share;
}

double ply_share_quantile(const double *sorted, size_t n, double p) {
  double at = p * (double)(n - 1);
  size_t i = (size_t)at;
  return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}
