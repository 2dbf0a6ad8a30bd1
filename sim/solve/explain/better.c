/* Is an accepted deal efficient, and if not, which deal is better for somebody and worse for nobody? One pass over the
 * space (search/scan.c); where that needs more than the memory or time allowed, the explanation says so. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/explain/explain.h"

#include <stdlib.h>

static ply_status look(ply_inquiry *q, const ply_scan *scan) {
  ply_explain *out = q->out;
  ply_question question = {.game = q->game, .scan = scan, .settings = q->settings, .clock = q->clock};
  if (!scan->complete) return PLY_OK;
  question.peaks = ply_chunk_peaks(scan);
  if (question.peaks == NULL) return PLY_E_MEMORY;
  uint64_t index;
  ply_status status = PLY_OK;
  out->better.outcome = PLY_PROVED_NONE;
  if (ply_answer_better(&question, q->here.payoff, &index)) {
    out->better.outcome = PLY_FOUND;
    if (!ply_bundle_fill(q->game, out->arena, index, &out->better.bundle)) status = PLY_E_MEMORY;
  }
  free(question.peaks);
  return status;
}

ply_status ply_inquiry_better(ply_inquiry *q) {
  ply_space *space = NULL;
  ply_scan scan = {0};
  ply_solve_settings settings = *q->settings;
  settings.skip = ~0U;
  q->out->better.outcome = PLY_LIMIT_REACHED;
  if (!q->here.acceptable) return PLY_OK;
  ply_status status = ply_solve_space(q->game, &settings, &(ply_clock){.stop = settings.stop}, &space, NULL);
  if (status == PLY_OK)
    status = ply_scan_run(space, ply_solve_proposer(q->game), &settings, q->clock, &scan, NULL);
  if (status == PLY_OK) status = look(q, &scan);
  ply_scan_done(&scan);
  ply_space_free(space);
  return status == PLY_E_LIMIT || status == PLY_E_STOPPED ? PLY_OK : status;
}
