/* How far is everybody from no deal, or from a deal? The slack of a bundle is the largest z such that it would be
 * acceptable with every reservation raised by z; that of the game the largest over all feasible bundles. Where A is
 * not empty it lies in A. Where A is empty, the game is searched again with every reservation lowered by the same
 * amount, twice as much each time, until somebody accepts something; what is acceptable then holds the answer.
 * Cost: a pass over A; or a search for each doubling. */
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <stdlib.h>

static const double zeros[1] = {0};

/* One search, weighed by the game's own reservations. */
typedef struct weighing {
  const ply_game *game; /* with its own reservations */
  const ply_scan *scan;
  const double *peaks;
  double eps; /* the largest of margins */
  double most;
  uint64_t index;
} weighing;

/* Who is asked at an entry, and who of them refuses by a red line. */
static void ask(const weighing *w, size_t entry, uint64_t *parties, uint64_t *refuse) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  ply_game_bundle(w->game, w->scan->accepted[entry].index, option, level);
  *parties = ply_game_parties(w->game, option, level);
  *refuse = 0;
  for (uint64_t rest = *parties & ~w->game->vetoes; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (ply_game_refusal(w->game, i, option, level) >= 0) *refuse |= (uint64_t)1 << i;
  }
}

static double slack_of(const ply_game *game, uint64_t parties, uint64_t refuse, const ply_payoffs *at,
                       double *eps) {
  double margin[PLY_MAX_ACTORS];
  for (uint64_t rest = parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    margin[i] = refuse >> i & 1 ? -INFINITY : ply_payoffs_of(at, i) - game->reservation[i];
  }
  return ply_game_slack_within(game, parties, margin, eps);
}

/* One pass: the most (place false), or the lowest index within the tolerance of it. */
static void weigh(weighing *w, bool place) {
  size_t entry = SIZE_MAX;
  uint64_t parties = 0, refuse = 0;
  for (ply_chunk chunk = ply_chunk_start(w->scan, PLY_OVER_ACCEPTABLE, w->peaks); ply_chunk_next(&chunk);) {
    if (chunk.entry != entry) ask(w, entry = chunk.entry, &parties, &refuse);
    ply_payoffs at = ply_chunk_most(&chunk);
    double eps, bound = slack_of(w->game, parties, refuse, &at, &eps);
    if (place ? bound < w->most - w->eps : bound <= w->most) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      at = ply_chunk_at(&chunk, k);
      double slack = slack_of(w->game, parties, refuse, &at, &eps);
      if (!place && slack > w->most) w->most = slack;
      if (place && slack >= w->most - eps && ply_chunk_index(&chunk, k) < w->index)
        w->index = ply_chunk_index(&chunk, k);
    }
  }
}

/* Whether a bundle of a large additive game, of which the scan lists only the best, ties too. */
static bool is_enough(void *data, const double *payoff, uint64_t parties) {
  const weighing *w = data;
  ply_payoffs at = {.base = payoff, .add = zeros, .stride = 0};
  double eps; /* the smallest: it must not turn false where payoffs rise */
  return slack_of(w->game, parties, 0, &at, &eps) >= w->most - ply_game_slack_eps_least(w->game);
}

static void weigh_all(weighing *w) {
  w->most = -INFINITY;
  w->index = UINT64_MAX;
  if (w->scan->n_accepted == 0) return;
  weigh(w, false);
  weigh(w, true);
  if (w->scan->additive == NULL) return;
  uint64_t lowest = ply_additive_lowest(w->scan->additive, is_enough, w);
  if (lowest < w->index) w->index = lowest;
}

/* What may be acceptable where every reservation is lower by `by`. */
static ply_status search_lower(ply_question *q, double by, weighing *w, bool *complete) {
  ply_game game = *q->game;
  ply_space *own = NULL, space = *q->scan->space;
  ply_additive *additive = NULL;
  ply_scan scan = {0};
  ply_err unused = {0};
  ply_solve_settings settings = *q->settings;
  settings.skip = ~0u;
  settings.progress = NULL;
  for (int i = 0; i < game.n_actors; i++) game.reservation[i] -= by;
  ply_status status = PLY_OK;
  space.game = &game;
  if (q->scan->additive != NULL)
    status =
        ply_additive_scan(&game, ply_solve_proposer(&game), &settings, q->clock, &additive, &scan, &unused);
  else if (space.vectors != NULL || q->scan->of_pass)
    status = ply_solve_space(&game, &settings, q->clock, &own, &unused);
  if (status == PLY_OK && q->scan->additive == NULL)
    status = ply_scan_run(own != NULL ? own : &space, ply_solve_proposer(&game), &settings, q->clock, &scan,
                          &unused);
  if (status == PLY_OK) {
    double *peaks = ply_chunk_peaks(&scan);
    weighing here = {.game = q->game, .scan = &scan, .peaks = peaks, .eps = w->eps};
    if (peaks != NULL) weigh_all(&here);
    w->most = here.most;
    w->index = here.index;
    *complete = scan.complete;
    if (peaks == NULL) status = PLY_E_MEMORY;
    free(peaks);
  }
  ply_scan_done(&scan);
  ply_additive_free(additive);
  ply_space_free(own);
  return status;
}

/* No feasible bundle has a larger slack than this: whoever is always asked gains no more. */
static double most_possible(const ply_question *q) {
  const ply_game *game = q->game;
  double most = INFINITY;
  for (uint64_t rest = (game->required | game->counted) & game->vetoes; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    most = fmin(most, ply_space_best(q->scan->space, i) - game->reservation[i]);
  }
  return most;
}

/* A is empty: lowers reservations until it is not. found false: red lines refuse everything. */
static ply_status search_below(ply_question *q, weighing *w, bool *complete) {
  double scale = 0, lowest = 0, possible = most_possible(q);
  for (int i = 0; i < q->game->n_actors; i++) scale = fmax(scale, ply_game_scale(q->game, i));
  if (possible < 0) lowest = -possible;
  for (double step = 1e-3 * scale + w->eps;; step *= 2) {
    double by = fmin(lowest + step, 3 * scale + 1);
    ply_status status = search_lower(q, by, w, complete);
    if (status != PLY_OK) return status;
    if (w->most > -INFINITY && (!*complete || w->most - 2 * w->eps < -by)) {
      bool stopped = ply_clock_says(q->clock) != NULL;
      if (!stopped) status = search_lower(q, 4 * w->eps - w->most, w, complete);
      return status;
    }
    if (w->most > -INFINITY || !*complete || by >= 3 * scale + 1) return PLY_OK;
  }
}

ply_status ply_answer_slack(ply_question *q) {
  ply_result *r = q->result;
  weighing w = {.game = q->game, .scan = q->scan, .peaks = q->peaks, .eps = ply_game_slack_eps(q->game)};
  bool complete = q->scan->complete;
  r->slack.outcome = PLY_LIMIT_REACHED;
  if (!complete) return PLY_OK;
  weigh_all(&w);
  if (q->scan->n_accepted == 0 && ply_space_feasible(q->scan->space) > 0) {
    ply_status status = search_below(q, &w, &complete);
    if (status != PLY_OK && status != PLY_E_LIMIT) return status;
    if (status != PLY_OK || !complete) return PLY_OK;
  }
  r->slack.outcome = w.index != UINT64_MAX ? PLY_FOUND : PLY_PROVED_NONE;
  if (w.index == UINT64_MAX) return PLY_OK;
  r->slack.value = w.most;
  return ply_answer_bundle(q, w.index, &r->slack.bundle) ? PLY_OK : PLY_E_MEMORY;
}
