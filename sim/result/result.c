/* Results own one arena: making them, freeing them, finding an answer. */
#include "sim/result/comparison.h"
#include "sim/result/explain.h"
#include "sim/result/readings.h"
#include "sim/result/result.h"

#include <stdlib.h>

ply_result *ply_result_new(void) {
  ply_result *result = calloc(1, sizeof *result);
  if (result == NULL) return NULL;
  result->arena = ply_arena_new();
  if (result->arena == NULL) {
    free(result);
    return NULL;
  }
  return result;
}

void ply_result_free(ply_result *result) {
  if (result == NULL) return;
  ply_arena_free(result->arena);
  free(result);
}

void ply_explain_free(ply_explain *explain) {
  if (explain == NULL) return;
  ply_arena_free(explain->arena);
  free(explain);
}

ply_comparison *ply_comparison_new(void) {
  ply_comparison *comparison = calloc(1, sizeof *comparison);
  if (comparison == NULL) return NULL;
  comparison->arena = ply_arena_new();
  if (comparison->arena == NULL) {
    free(comparison);
    return NULL;
  }
  return comparison;
}

void ply_comparison_free(ply_comparison *comparison) {
  if (comparison == NULL) return;
  ply_arena_free(comparison->arena);
  free(comparison);
}

const char *ply_stance_name(ply_stance stance) {
  static const char *const names[PLY_N_STANCES] = {"not modelled", "contradicted", "encoded", "reproduced"};
  return names[stance];
}

ply_finding ply_finding_of(const ply_result *r) {
  bool may_join = false;
  for (int i = 0; i < r->frame.n_actors; i++) may_join |= r->frame.actors[i].candidate;
  if (r->acceptable.high == 0) return PLY_FINDING_NO_DEAL;
  if (r->acceptable.low == 0) return PLY_FINDING_OPEN;
  if (!may_join) return PLY_FINDING_DEAL;
  if (r->stable.low > 0) return PLY_FINDING_HOLDS;
  if (r->stable.high > 0) return PLY_FINDING_OPEN;
  if (r->sustained.low > 0) return PLY_FINDING_BY_CONSENT;
  return r->sustained.high == 0 ? PLY_FINDING_NONE_HOLDS : PLY_FINDING_OPEN;
}

const char *ply_finding_name(ply_finding finding) {
  static const char *const names[PLY_N_FINDINGS] = {
      "not decided",      "no deal", "a deal", "a deal, none would hold", "a deal, held by consent",
      "a deal that holds"};
  return names[finding];
}

void ply_readings_free(ply_readings *readings) {
  if (readings != NULL) ply_arena_free(readings->arena);
}
