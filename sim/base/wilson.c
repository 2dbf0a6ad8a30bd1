/* The interval of a share: Wilson's (1927, doi:10.1080/01621459.1927.10502953), which stays inside [0, 1] and is
 * right also for 0 of n. */
#include "sim/base/base.h"

#include <math.h>

void ply_wilson_interval(uint64_t k, uint64_t n, double *low, double *high) {
  const double z = 1.959963984540054;
  double size = (double)n, p = (double)k / size, z2 = z * z;
  double centre = (p + z2 / (2 * size)) / (1 + z2 / size);
  double half = z / (1 + z2 / size) * sqrt(p * (1 - p) / size + z2 / (4 * size * size));
  *low = k == 0 ? 0 : centre - half;
  *high = k == n ? 1 : centre + half;
}
