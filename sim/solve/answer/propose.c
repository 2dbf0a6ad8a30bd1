/* The proposal game: the proposer picks a design, candidates join with consent in view, parties consent or
 * there is no deal. Optimistic: its best sustained bundle at each design; pessimistic: its worst, where no
 * no-deal equilibrium exists. Cost: designs with a sustained bundle. */
#include "sim/solve/answer/answer.h"

#include <math.h>

static double value_of(const ply_offer *offer, bool optimistic) {
  return optimistic ? offer->best_payoff : offer->worst_payoff;
}

static bool counts(const ply_offer *offer, bool optimistic) { return optimistic || !offer->no_deal; }

static ply_status answer(ply_question *q, bool optimistic, ply_proposal *out) {
  const ply_scan *scan = q->scan;
  double best = -INFINITY, none = q->game->reservation[scan->proposer], eps = q->game->eps[scan->proposer];
  for (size_t i = 0; i < scan->n_offers; i++)
    if (counts(&scan->offers[i], optimistic)) best = fmax(best, value_of(&scan->offers[i], optimistic));
  *out = (ply_proposal){.outcome = PLY_PROVED_NONE, .value = none};
  if (!scan->complete) out->outcome = PLY_LIMIT_REACHED;
  if (!(best >= none - eps)) return PLY_OK;
  if (scan->complete) out->outcome = PLY_FOUND;
  const ply_offer *first = NULL;
  for (size_t i = 0; i < scan->n_offers; i++) {
    const ply_offer *offer = &scan->offers[i];
    if (!counts(offer, optimistic) || !(value_of(offer, optimistic) >= best - eps)) continue;
    if (first == NULL) first = offer;
    out->attained += offer->count;
  }
  out->value = best;
  uint64_t index = first->design + (optimistic ? first->best : first->worst);
  return ply_answer_bundle(q, index, &out->bundle) ? PLY_OK : PLY_E_MEMORY;
}

static ply_status ask(ply_question *q, void *record) {
  (void)record;
  q->result->proposer = q->scan->proposer;
  ply_status status = answer(q, true, &q->result->optimistic);
  return status == PLY_OK ? answer(q, false, &q->result->pessimistic) : status;
}

static const ply_field optimistic[] = {
    {.name = "outcome",
     .kind = PLY_FIELD_OUTCOME,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, optimistic.outcome)},
    {.name = "bundle",
     .kind = PLY_FIELD_BUNDLE,
     .when = PLY_WHEN_FOUND,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, optimistic.bundle)},
    {.name = "designs",
     .kind = PLY_FIELD_COUNT,
     .when = PLY_WHEN_FOUND,
     .unit = "designs",
     .at = offsetof(ply_result, optimistic.attained)},
    {.name = "value",
     .kind = PLY_FIELD_NUMBER,
     .when = PLY_WHEN_DECIDED,
     .unit = "payoff units",
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, optimistic.value)},
    {.name = "verified", .kind = PLY_FIELD_BOOL, .at = offsetof(ply_result, optimistic.verified)},
    {0},
};

static const ply_field pessimistic[] = {
    {.name = "outcome",
     .kind = PLY_FIELD_OUTCOME,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, pessimistic.outcome)},
    {.name = "bundle",
     .kind = PLY_FIELD_BUNDLE,
     .when = PLY_WHEN_FOUND,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, pessimistic.bundle)},
    {.name = "designs",
     .kind = PLY_FIELD_COUNT,
     .when = PLY_WHEN_FOUND,
     .unit = "designs",
     .at = offsetof(ply_result, pessimistic.attained)},
    {.name = "value",
     .kind = PLY_FIELD_NUMBER,
     .when = PLY_WHEN_DECIDED,
     .unit = "payoff units",
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, pessimistic.value)},
    {.name = "verified", .kind = PLY_FIELD_BOOL, .at = offsetof(ply_result, pessimistic.verified)},
    {0},
};

static const ply_field fields[] = {
    {.name = "proposer", .kind = PLY_FIELD_ACTOR, .at = offsetof(ply_result, proposer)},
    {.name = "optimistic", .label = "optimistic proposal", .kind = PLY_FIELD_PART, .part = optimistic},
    {.name = "pessimistic", .label = "pessimistic proposal", .kind = PLY_FIELD_PART, .part = pessimistic},
    {0},
};

const ply_question_row ply_question_propose = {
    .words = {.name = "propose",
              .help = "the best that a proposer can reach, hoping for the best or fearing the worst",
              .fields = fields},
    .skip = PLY_SKIP_PROPOSALS,
    .ask = ask,
};
