/* Methods that draw: independent random points, Latin hypercubes, the Sobol' sequence. Each run's numbers
 * come from (seed, number of the run) alone.
 *
 * Latin hypercube (McKay, Beckman and Conover 1979, doi:10.2307/1268522): with n runs each parameter takes
 * each of n equal strata once; which one follows from a keyed permutation that needs no table (a Feistel
 * network walked until it lands inside). A sample enlarged later is a second hypercube of the same size
 * beside the first. */
#include "sim/sweep/sample/methods.h"
#include "sim/sweep/sample/sobol.h"

enum { JITTER = 0x1a, PERMUTED = 0x1b };

static uint64_t size_of(const ply_sample *s) { return s->n; }

static void random_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  ply_rng rng;
  ply_rng_init(&rng, s->seed, run);
  for (int k = 0; k < s->n_parameters; k++)
    out[k] = (ply_coordinate){.u = ply_rng_unit(&rng), .stands = PLY_BY_RANK};
}

const ply_method ply_method_random = {.name = "random",
                                      .help = "independent random points",
                                      .samples = true,
                                      .draws = true,
                                      .extends = true,
                                      .n_default = 1000,
                                      .runs = size_of,
                                      .point = random_point};

/* ---- Latin hypercube ---- */

static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

uint64_t ply_permuted(uint64_t i, uint64_t n, uint64_t seed, uint64_t stream) {
  int half = 1;
  while (half < 31 && (UINT64_C(1) << (2 * half)) < n) half++;
  uint64_t mask = (UINT64_C(1) << half) - 1,
           key = mix(mix(seed) ^ (stream * 0xd1342543de82ef95u + 0x9e3779b9u));
  do {
    uint64_t left = i >> half, right = i & mask;
    for (uint64_t round = 0; round < 6; round++) {
      uint64_t next = left ^ (mix(right ^ (key + round * 0x9e3779b97f4a7c15u)) & mask);
      left = right;
      right = next;
    }
    i = left << half | right;
  } while (i >= n);
  return i;
}

static ply_status latin_prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  (void)arena;
  if (s->block == 0) s->block = s->n;
  if (s->n % s->block != 0)
    return ply_err_set(err, PLY_E_USAGE,
                       "a Latin hypercube grows by whole hypercubes: a multiple of %llu runs, not %llu",
                       (unsigned long long)s->block, (unsigned long long)s->n);
  return PLY_OK;
}

static void latin_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  uint64_t cube = run / s->block, i = run % s->block;
  ply_rng rng;
  ply_rng_init(&rng, s->seed ^ JITTER, run);
  for (int k = 0; k < s->n_parameters; k++) {
    uint64_t stratum = ply_permuted(i, s->block, s->seed ^ PERMUTED, cube << 16 | (uint64_t)k);
    double u = ((double)stratum + ply_rng_unit(&rng)) / (double)s->block;
    out[k] = (ply_coordinate){.u = u < 1 ? u : 0x1.fffffffffffffp-1, .stands = PLY_BY_RANK};
  }
}

const ply_method ply_method_latin = {.name = "latin-hypercube",
                                     .help = "each parameter's range in equal strata, each taken once",
                                     .samples = true,
                                     .draws = true,
                                     .extends = true,
                                     .n_default = 1000,
                                     .prepare = latin_prepare,
                                     .runs = size_of,
                                     .point = latin_point};

/* ---- Sobol' sequence ---- */

static ply_status sobol_prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  if (s->n_parameters > PLY_SOBOL_DIMENSIONS)
    return ply_err_set(
        err, PLY_E_USAGE,
        "the Sobol' sequence has %d dimensions and %d parameters move: use latin-hypercube, or move "
        "parameters together in groups",
        PLY_SOBOL_DIMENSIONS, s->n_parameters);
  return ply_sobol_prepare(s, arena, err);
}

static void sobol_point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  for (int k = 0; k < s->n_parameters; k++)
    out[k] = (ply_coordinate){.u = ply_sobol_coordinate(s->tables, run, k), .stands = PLY_BY_RANK};
}

const ply_method ply_method_sobol = {.name = "sobol",
                                     .help = "a Sobol' sequence (evenly spread, up to 40 parameters)",
                                     .samples = true,
                                     .draws = true,
                                     .extends = true,
                                     .n_default = 1024,
                                     .prepare = sobol_prepare,
                                     .runs = size_of,
                                     .point = sobol_point};
