/* What is said where a claim does not hold: the first in words, all of them counted. */
#include "sim/verify/claims.h"

#include <math.h>
#include <stdio.h>

void ply_verify_fail(verify_run *run, const char *format, ...) {
  ply_result *result = run->result;
  if (result->n_failed_checks++ > 0) return;
  char sentence[400];
  va_list args;
  va_start(args, format);
  vsnprintf(sentence, sizeof sentence, format, args);
  va_end(args);
  result->failed_check = ply_arena_strdup(result->arena, sentence);
}

bool ply_verify_same_within(verify_run *run, double eps, double claimed, double found, const char *where,
                            const char *what) {
  if (fabs(claimed - found) <= eps) return true;
  ply_verify_fail(run, "%s: %s is given as %.17g, recomputed as %.17g.", where, what, claimed, found);
  return false;
}

bool ply_verify_same_payoff(verify_run *run, int actor, double claimed, double found, const char *where,
                            const char *what) {
  double eps = fmax(run->view.eps[actor], PLY_EPS * fabs(found));
  return ply_verify_same_within(run, eps, claimed, found, where, what);
}

bool ply_verify_same(verify_run *run, double claimed, double found, const char *where, const char *what) {
  return ply_verify_same_within(run, PLY_EPS * fmax(1, fabs(found)), claimed, found, where, what);
}
