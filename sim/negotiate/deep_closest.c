/* What is a talker's best, and what is closest to each of many targets, where the bundles are too many to list? One pass for
 * the bests of all talkers, one for all their targets: a perspective (what a talker sees of a membership) is looked at once,
 * and cells of payoffs say which may matter. Ties within the tolerance go to the lowest index: those in question are kept;
 * where there are too many a second pass settles them. Cost: designs * perspectives, little more for more targets. */
#include "sim/negotiate/deep_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One design with one perspective. */
typedef struct place {
  double payoff; /* of the talker, without a combo */
  uint64_t index;
} place;

static bool gives_way(const spot *kept, double payoff, uint64_t index, double most) {
  return kept->payoff > most || (kept->payoff >= payoff && kept->index > index);
}

/* Keeps a bundle that gives `payoff` if it may be the closest. `overflows` is set where there are too many such. */
static void keep_least(const ply_deep *d, answer *a, double payoff, uint64_t index, bool *overflows) {
  int n = 0;
  if (a->n_near == 0 || payoff < a->best.score) a->best.score = payoff;
  if (payoff > a->best.score + d->tolerance) return;
  for (int k = 0; k < a->n_near; k++)
    if (a->near[k].payoff <= payoff && a->near[k].index <= index) return;
  for (int k = 0; k < a->n_near; k++)
    if (!gives_way(&a->near[k], payoff, index, a->best.score + d->tolerance)) a->near[n++] = a->near[k];
  if (n == MOST_NEAR)
    *overflows = true;
  else
    a->near[n++] = (spot){.payoff = payoff, .index = index};
  a->n_near = n;
  a->best.index = a->near[0].index;
  for (int k = 1; k < n; k++)
    if (a->near[k].index < a->best.index) a->best.index = a->near[k].index;
}

/* Payoffs before the combo in cells of equal width, and which cells may matter: a target is nearly reached at once, and from
 * then on next to no place comes as near. */
enum { CELLS = 1 << 16, FIRST_LOOK = 1 << 12 };

typedef struct targets {
  answer *answers;
  size_t n;
  bool overflows, fixed; /* fixed: `score` of each is known; only the lowest index is looked for */
  double from, cells_a_unit;
  uint64_t *matters; /* [CELLS / 64] bits */
  size_t seen, next; /* perspectives; at `next` what matters is worked out again */
} targets;

static size_t cell_of(const targets *q, double payoff) {
  double cell = (payoff - q->from) * q->cells_a_unit;
  return cell <= 0 ? 0 : cell >= CELLS - 1 ? CELLS - 1 : (size_t)cell;
}

static double least_for(const ply_deep *d, const answer *a) {
  return fmax(a->least, d->game->reservation[d->actor]) - d->tolerance;
}

static bool is_known(const targets *q, const answer *a) { return a->best.index != PLY_NO_DEAL || q->fixed; }

static bool start_targets(const ply_deep *d, targets *q) {
  double highest = d->game->reservation[d->actor], floor = highest - d->tolerance;
  for (size_t t = 0; t < q->n; t++) highest = fmax(highest, q->answers[t].least);
  double way = highest - d->adds[0] - (floor - d->adds[d->n_combos - 1]);
  q->from = floor - d->adds[d->n_combos - 1];
  q->cells_a_unit = way > 0 ? CELLS / (1.01 * way) : 0;
  q->seen = q->next = 0;
  if (q->matters == NULL) q->matters = malloc(CELLS / 64 * sizeof *q->matters);
  return q->matters != NULL;
}

/* Cells from .. to, and one on either side for what rounding may do. */
static void mark(targets *q, size_t from, size_t to) {
  from = from > 0 ? from - 1 : 0;
  to = to < CELLS - 1 ? to + 1 : CELLS - 1;
  for (size_t c = from; c <= to; c++) {
    q->matters[c / 64] |= (uint64_t)1 << (c % 64);
    if (c % 64 != 0 || to - c < 64) continue;
    q->matters[c / 64] = UINT64_MAX;
    c += 63;
  }
}

static void see_what_matters(const ply_deep *d, targets *q) {
  memset(q->matters, 0, CELLS / 64 * sizeof *q->matters);
  for (size_t t = 0; t < q->n; t++) {
    const answer *a = &q->answers[t];
    double least = least_for(d, a);
    for (int c = 0; c < d->n_combos; c++)
      mark(q, cell_of(q, least - d->adds[c]),
           is_known(q, a) ? cell_of(q, a->best.score + d->tolerance - d->adds[c]) : CELLS - 1);
  }
  q->next = q->next > 0 ? 2 * q->next : FIRST_LOOK;
}

/* Whether some combo brings the payoff near enough to some target. */
static bool matters(const ply_deep *d, const targets *q, double payoff) {
  for (size_t t = 0; t < q->n; t++) {
    const answer *a = &q->answers[t];
    int c = first_adding(d, least_for(d, a) - payoff);
    if (c < d->n_combos && (!is_known(q, a) || payoff + d->adds[c] <= a->best.score + d->tolerance))
      return true;
  }
  return false;
}

static void look_for_targets(const ply_deep *d, const place *at, targets *q) {
  for (size_t t = 0; t < q->n; t++) {
    answer *a = &q->answers[t];
    for (int c = first_adding(d, least_for(d, a) - at->payoff); c < d->n_combos; c++) {
      double payoff = at->payoff + d->adds[c];
      uint64_t index = at->index + d->combo[c];
      if (is_known(q, a) && payoff > a->best.score + d->tolerance) break;
      if (!q->fixed)
        keep_least(d, a, payoff, index, &q->overflows);
      else if (index < a->best.index)
        a->best.index = index;
    }
  }
}

/* A perspective stands for the lowest membership that has it. */
static uint64_t lowest_with(const ply_roster *roster, int actor, uint32_t perspective) {
  const uint32_t *of = roster->seen[actor]->at;
  int m = 0;
  while (of[m] != perspective) m++;
  return roster->index[m];
}

static void show_targets(const asking *a, const ply_tile_tables *tables, uint64_t design) {
  const ply_deep *d = a->deep;
  targets *q = a->question;
  const ply_perspectives *p = tables->roster->seen[d->actor];
  const ply_linear *sums = ply_tile_sums_of(tables, d->actor);
  if (q->seen >= q->next) see_what_matters(d, q);
  q->seen += (size_t)p->n;
  for (int k = 0; k < p->n; k++) {
    double payoff = ply_tile_payoff_of(tables, d->actor, (uint32_t)k, &sums[p->slot[k]]);
    size_t cell = cell_of(q, payoff);
    if ((q->matters[cell / 64] >> (cell % 64) & 1) == 0 || p->refuses[k] || !matters(d, q, payoff)) continue;
    place at = {payoff, design + lowest_with(tables->roster, d->actor, (uint32_t)k)};
    look_for_targets(d, &at, q);
  }
}

/* Answers everybody's targets; a second pass settles ties where there are too many to keep. */
static bool answer_targets(const ply_deep *const *deeps, int n, int threads, targets *q) {
  asking ask[PLY_MAX_ACTORS] = {{NULL, NULL}};
  bool good = true;
  int m = 0;
  for (int k = 0; k < n; k++) {
    ask[k] = (asking){deeps[k], &q[k]};
    for (size_t t = 0; t < q[k].n; t++) q[k].answers[t].best = (spot){.index = PLY_NO_DEAL};
    good = good && start_targets(deeps[k], &q[k]);
  }
  good = good && ply_deep_pass_all(ask, n, threads, show_targets);
  for (int k = 0; k < n && good; k++) {
    if (!q[k].overflows) continue;
    for (size_t t = 0; t < q[k].n; t++) {
      if (q[k].answers[t].best.index == PLY_NO_DEAL) q[k].answers[t].best.score = -INFINITY;
      q[k].answers[t].best.index = PLY_NO_DEAL;
    }
    q[k].fixed = true;
    start_targets(deeps[k], &q[k]);
    ask[m++] = (asking){deeps[k], &q[k]};
  }
  good = good && (m == 0 || ply_deep_pass_all(ask, m, threads, show_targets));
  for (int k = 0; k < n; k++) {
    free(q[k].matters);
    q[k].matters = NULL;
  }
  return good;
}

static void show_best(const asking *a, const ply_tile_tables *tables, uint64_t design) {
  const ply_deep *d = a->deep;
  const ply_perspectives *p = tables->roster->seen[d->actor];
  const ply_linear *sums = ply_tile_sums_of(tables, d->actor);
  double *best = a->question, most = d->adds[d->n_combos - 1], here = *best;
  (void)design;
  for (int k = 0; k < p->n; k++) {
    double payoff = ply_tile_payoff_of(tables, d->actor, (uint32_t)k, &sums[p->slot[k]]) + most;
    if (payoff > here && !p->refuses[k]) here = payoff;
  }
  *best = here;
}

/* ---- the questions ---- */

static const answer *find_answer(const ply_deep *d, double least) {
  for (size_t k = 0; k < d->n_answers; k++)
    if (d->answers[k].least == least) return &d->answers[k];
  return NULL;
}

bool ply_deep_answer(ply_deep *const *deeps, int n, int threads) {
  targets q[PLY_MAX_ACTORS] = {{0}};
  const ply_deep *asked[PLY_MAX_ACTORS];
  ply_deep *who[PLY_MAX_ACTORS];
  int m = 0;
  bool good = true;
  for (int k = 0; k < n; k++) {
    size_t wanted = deeps[k]->n_foreseen;
    if (wanted == 0) continue;
    q[m] = (targets){.answers = calloc(wanted, sizeof *q[m].answers), .n = wanted};
    good = good && q[m].answers != NULL;
    for (size_t t = 0; good && t < wanted; t++) q[m].answers[t].least = deeps[k]->foreseen[t];
    asked[m] = who[m] = deeps[k];
    m++;
  }
  good = good && (m == 0 || answer_targets(asked, m, threads, q));
  for (int k = 0; k < m; k++) {
    if (!good) {
      free(q[k].answers);
      continue;
    }
    free(who[k]->answers);
    who[k]->answers = q[k].answers;
    who[k]->n_answers = q[k].n;
  }
  return good;
}

/* Answers a target that was not foreseen. */
bool ply_deep_closest(ply_deep *d, double least, ply_deal *out) {
  const answer *known = find_answer(d, least);
  if (known != NULL) {
    *out = known->best.index;
    return true;
  }
  answer *more = realloc(d->answers, (d->n_answers + 1) * sizeof *more);
  if (more == NULL) return false;
  d->answers = more;
  more += d->n_answers;
  *more = (answer){.least = least};
  const ply_deep *self = d;
  if (!answer_targets(&self, 1, 1, &(targets){.answers = more, .n = 1})) return false;
  d->n_answers++;
  *out = more->best.index;
  return true;
}

bool ply_own_find_bests(ply_own *own, int n, int threads) {
  if (n < 1) return true;
  asking ask[PLY_MAX_ACTORS];
  for (int t = 0; t < n; t++) {
    ask[t] = (asking){own[t].deep, &own[t].best};
    own[t].best = -INFINITY;
  }
  bool good = ply_deep_pass_all(ask, n, threads, show_best);
  for (int t = 0; t < n; t++) own[t].empty = own[t].best < own[t].reservation - own[t].tolerance;
  return good;
}
