/* The sample behind Sobol' indices (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018): two independent
 * samples A and B (the two halves of a Sobol' sequence's dimensions) and, for each parameter, A with that one
 * column from B; with second order also B with that column from A. Runs of one base point stand together, so
 * that any prefix of whole base points can be analysed and a larger n keeps the runs of a smaller one. Cost:
 * n * (k + 2) runs, n * (2k + 2) with second order. Past 20 parameters the sequence's 40 dimensions are used
 * up, and n * (k + 2) is a lot in any case: groups, Morris or a Latin hypercube do better. */
#include "sim/sweep/sample/methods.h"
#include "sim/sweep/sample/sobol.h"

int ply_saltelli_rows(const ply_sample *s) { return s->n_parameters * (s->second_order ? 2 : 1) + 2; }

ply_saltelli_row ply_saltelli_at(const ply_sample *s, uint64_t run) {
  uint64_t rows = (uint64_t)ply_saltelli_rows(s);
  return (ply_saltelli_row){.base = run / rows, .row = (int)(run % rows)};
}

static ply_status prepare(ply_sample *s, ply_arena *arena, ply_err *err) {
  unsigned long long k = (unsigned long long)s->n_parameters, n = s->n;
  if (2 * s->n_parameters > PLY_SOBOL_DIMENSIONS)
    return ply_err_set(
        err, PLY_E_USAGE,
        "Saltelli's sample takes at most 20 parameters (two dimensions of the Sobol' sequence each) and "
        "%llu move; it would cost %llu runs at n = %llu. Move parameters together in groups (cost n * "
        "(groups + 2)), or use morris (cost n * %llu, n about 20), or latin-hypercube (cost n, with fits)",
        k, n * (k + 2), n, k + 1);
  if ((s->n & (s->n - 1)) != 0) {
    unsigned long long below = 1;
    while (2 * below < n) below *= 2;
    return ply_err_set(err, PLY_E_USAGE,
                       "n is a power of two here, so that the sample is balanced: %llu or %llu, not %llu",
                       below, 2 * below, n);
  }
  return ply_sobol_prepare(s, arena, err);
}

static uint64_t block(const ply_sample *s) { return (uint64_t)ply_saltelli_rows(s); }
static uint64_t runs(const ply_sample *s) { return s->n * block(s); }

static void point(const ply_sample *s, uint64_t run, ply_coordinate *out) {
  ply_saltelli_row at = ply_saltelli_at(s, run);
  int k = s->n_parameters;
  for (int i = 0; i < k; i++) {
    bool from_b = at.row == 1 || at.row == 2 + i || (at.row >= 2 + k && at.row != 2 + k + i);
    out[i] = (ply_coordinate){.u = ply_sobol_coordinate(s->tables, at.base, from_b ? k + i : i),
                              .stands = PLY_BY_RANK};
  }
}

const ply_method ply_method_saltelli = {
    .name = "saltelli",
    .help = "for Sobol' indices: what share of the variance each parameter explains",
    .trial = PLY_TRIAL_SALTELLI,
    .samples = true,
    .extends = true,
    .n_default = 1024,
    .prepare = prepare,
    .runs = runs,
    .block = block,
    .point = point};
