/* Functions whose sensitivities are known, and Saltelli's sample of one. */
#ifndef PARLEY_TESTS_FUNCTIONS_H
#define PARLEY_TESTS_FUNCTIONS_H

#include "sim/sweep/sample/methods.h"

/* u: ranks in [0, 1]. */
typedef double sampled_function(const double *u);

/* Ishigami and Homma 1990, with 7 and 0.1, on [-pi, pi]. */
double function_ishigami(const double *u);
/* Sobol' 1993's g with n parameters. */
double function_sobol_g(const double *u, const double *a, int n);

/* The values of a function at the sweep's own Saltelli sample; arena: ply_arena_free. */
typedef struct sampled {
  ply_arena *arena;
  ply_sample sample;
  double *a, *b, *ab, *ba;
} sampled;
/* k <= 8 parameters, n base points. */
sampled sample_function(sampled_function *f, int k, uint64_t n, bool second);

#endif
