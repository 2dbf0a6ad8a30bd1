/* Where does a bundle stand among all acceptable ones? An accepted bundle: is it efficient, and if not which deal is
 * better for somebody and worse for nobody; how far are the Nash deal and the frontier; if it is sustained, does it
 * hold even if the rest may sign something else without a leaver. Where nothing is acceptable:
 * which bundle comes nearest, and which numbers would open a deal there. One pass over the space (search/scan.c);
 * where that needs more than the memory or time allowed, the explanation says so. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/explain/explain.h"

#include <math.h>
#include <stdlib.h>

/* Where it stands beside the deals that are efficient. */
static ply_status place(ply_inquiry *q, ply_question *question) {
  ply_explain *out = q->out;
  uint64_t index;
  ply_frontier_gap gap = {.payoff = q->here.payoff, .distance = NAN};
  question->gaps = &gap;
  question->n_gaps = 1;
  ply_status status = ply_answer_solutions(question);
  if (status == PLY_OK) status = ply_answer_pareto(question);
  if (status != PLY_OK) return status;
  const ply_solution *nash = question->result->solutions;
  if (nash != NULL && nash->outcome == PLY_FOUND)
    out->nash_distance = ply_answer_distance(question, q->here.payoff, nash->bundle.payoffs);
  out->frontier_distance = gap.distance;
  out->better.outcome = PLY_PROVED_NONE;
  if (!ply_answer_better(question, q->here.payoff, &index)) return PLY_OK;
  out->better.outcome = PLY_FOUND;
  return ply_bundle_fill(q->game, q->arena, index, &out->better.bundle) ? PLY_OK : PLY_E_MEMORY;
}

/* Whether somebody is a member who could leave (a player of a plain game has no outside). */
static bool has_members(const ply_inquiry *q) {
  bool members = false;
  for (int c = 0; c < q->game->n_candidates; c++) members |= q->here.level[q->game->candidate[c]] != 0;
  return members && !q->out->frame.plain_game;
}

/* Whether no member would rather be outside what the rest signs next. */
static ply_status reopen(ply_inquiry *q, const ply_question *question) {
  ply_explain *out = q->out;
  const ply_game *game = q->game;
  if (!out->sustained || !has_members(q)) return PLY_OK;
  ply_without *without = PLY_NEW(q->arena, game->n_candidates, ply_without);
  if (without == NULL) return PLY_E_MEMORY;
  bool holds = true;
  int n = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    int actor = game->candidate[c];
    if (q->here.level[actor] == 0) continue;
    ply_status status = ply_answer_without(question, c, q->arena, &without[n]);
    if (status != PLY_OK) return status;
    holds &= q->here.payoff[actor] >= without[n++].payoff - game->eps[actor];
  }
  out->reopened.without = without;
  out->reopened.n = n;
  out->reopened.outcome = holds ? PLY_FOUND : PLY_PROVED_NONE;
  return PLY_OK;
}

/* The nearest miss. */
static ply_status miss(ply_inquiry *q, ply_question *question) {
  ply_status status = ply_answer_slack(question);
  if (status != PLY_OK) return status;
  q->out->miss.outcome = question->result->slack.outcome;
  if (q->out->miss.outcome != PLY_FOUND) return PLY_OK;
  q->out->miss.slack = question->result->slack.value;
  if (!ply_bundle_fill(q->game, q->arena, question->result->slack.bundle.index, &q->out->miss.bundle))
    return PLY_E_MEMORY;
  return ply_inquiry_opening(q->game, q->lines, q->clock, &q->out->miss.bundle, q->out->miss.slack, q->arena,
                             &q->out->miss.opening);
}

static ply_status ask(ply_inquiry *q, const ply_scan *scan) {
  ply_question question = {
      .game = q->game, .scan = scan, .settings = q->settings, .clock = q->clock, .over = PLY_OVER_ACCEPTABLE};
  if (!scan->complete) return PLY_OK;
  question.peaks = ply_chunk_peaks(scan);
  question.result = ply_result_new();
  ply_status status = question.peaks != NULL && question.result != NULL ? PLY_OK : PLY_E_MEMORY;
  ply_question_players(&question);
  if (status == PLY_OK) status = q->here.acceptable ? place(q, &question) : miss(q, &question);
  if (status == PLY_OK) status = reopen(q, &question);
  free(question.peaks);
  ply_result_free(question.result);
  return status;
}

ply_status ply_inquiry_among_deals(ply_inquiry *q) {
  ply_explain *out = q->out;
  ply_space *space = NULL;
  ply_scan scan = {0};
  ply_solve_settings settings = *q->settings;
  settings.skip = ~0U;
  out->better.outcome = out->miss.outcome = out->reopened.outcome = PLY_LIMIT_REACHED;
  if (out->sustained && !has_members(q)) out->reopened.outcome = PLY_FOUND;
  out->nash_distance = out->frontier_distance = NAN;
  if (!q->here.acceptable && out->nearest.outcome != PLY_PROVED_NONE) return PLY_OK;
  ply_status status = ply_solve_space(q->game, &settings, &(ply_clock){.stop = settings.stop}, &space, NULL);
  if (status == PLY_OK)
    status = ply_scan_run(space, ply_solve_proposer(q->game), &settings, q->clock, &scan, NULL);
  if (status == PLY_OK) status = ask(q, &scan);
  ply_scan_done(&scan);
  ply_space_free(space);
  return status == PLY_E_LIMIT || status == PLY_E_STOPPED ? PLY_OK : status;
}
