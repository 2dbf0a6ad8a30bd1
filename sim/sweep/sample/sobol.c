/* The Sobol' sequence, with random access. GSL's generator gives the first direction numbers of each
 * dimension (up to 40); the recurrence of its primitive polynomials gives the rest, so that point i is a
 * handful of exclusive-ors instead of i steps: x_i = XOR of v_j over the bits j of the Gray code of i
 * (Antonov and Saleev 1979; Bratley and Fox 1988, doi:10.1145/42288.214372). Unlike GSL's, the sequence here
 * starts with the origin, so that its first 2^m points are a net, and every dimension carries a digital shift
 * drawn from the seed, which keeps the net and makes independent replicates (Owen 1995; L'Ecuyer and Lemieux
 * 2002). */
#include "sim/sweep/sample/sobol.h"

#include <gsl/gsl_qrng.h>
#include <math.h>

enum { BITS = 30, GIVEN = 8 }; /* direction numbers taken from GSL: at least the degree of any polynomial */

static const unsigned polynomials[PLY_SOBOL_DIMENSIONS] = {
    1,   3,   7,   11,  13,  19,  25,  37,  59,  47,  61,  55,  41,  67,  97,  91,  109, 103, 115, 131,
    193, 137, 145, 143, 241, 157, 185, 167, 229, 171, 213, 191, 253, 203, 211, 239, 247, 285, 369, 299};

static int degree_of(unsigned polynomial) {
  int degree = -1;
  for (; polynomial != 0; polynomial >>= 1) degree++;
  return degree;
}

/* v_0 .. v_7 from the first 128 points: point 2^j differs from the one before by v_j. */
static bool first_directions(ply_sobol *s) {
  gsl_qrng *generator = gsl_qrng_alloc(gsl_qrng_sobol, PLY_SOBOL_DIMENSIONS);
  if (generator == NULL) return false;
  double point[PLY_SOBOL_DIMENSIONS];
  uint32_t before[PLY_SOBOL_DIMENSIONS] = {0};
  for (unsigned i = 1; i <= 1u << (GIVEN - 1); i++) {
    gsl_qrng_get(generator, point);
    int changed = __builtin_ctz(i);
    for (int d = 0; d < PLY_SOBOL_DIMENSIONS; d++) {
      uint32_t now = (uint32_t)ldexp(point[d], BITS);
      s->direction[d][changed] = now ^ before[d];
      before[d] = now;
    }
  }
  gsl_qrng_free(generator);
  return true;
}

static void later_directions(ply_sobol *s, int d) {
  int degree = degree_of(polynomials[d]);
  for (int j = GIVEN; j < BITS; j++) {
    if (degree == 0) {
      s->direction[d][j] = 1u << (BITS - 1 - j);
      continue;
    }
    uint32_t v = s->direction[d][j - degree] ^ (s->direction[d][j - degree] >> degree);
    for (int k = 1; k < degree; k++)
      if (polynomials[d] >> (degree - k) & 1) v ^= s->direction[d][j - k];
    s->direction[d][j] = v;
  }
}

bool ply_sobol_init(ply_sobol *s, uint64_t seed, bool shifted) {
  if (!first_directions(s)) return false;
  for (int d = 0; d < PLY_SOBOL_DIMENSIONS; d++) {
    ply_rng rng;
    later_directions(s, d);
    ply_rng_init(&rng, seed, UINT64_C(0x50b01) << 32 | (uint64_t)d);
    s->shift[d] = shifted ? ply_rng_u64(&rng) >> 11 : 0;
  }
  return true;
}

ply_status ply_sobol_prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  if (s->n > PLY_SOBOL_POINTS)
    return ply_err_set(err, PLY_E_LIMIT, "the Sobol' sequence has 2^30 points here");
  ply_sobol *tables = PLY_NEW(arena, 1, ply_sobol);
  if (tables == NULL || !ply_sobol_init(tables, s->seed, true))
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  s->tables = tables;
  return PLY_OK;
}

double ply_sobol_coordinate(const ply_sobol *s, uint64_t i, int d) {
  uint64_t x = 0, gray = i ^ (i >> 1);
  for (; gray != 0; gray &= gray - 1) x ^= s->direction[d][__builtin_ctzll(gray)];
  return (double)((x << (53 - BITS)) ^ s->shift[d]) * 0x1p-53;
}
