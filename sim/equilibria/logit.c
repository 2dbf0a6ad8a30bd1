/* What do players do who make mistakes, the costlier the rarer? Points of the principal branch of quantal responses
 * at the precisions asked for, and its limit. */
#include "sim/equilibria/branch.h"
#include "sim/equilibria/equilibria.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most_steps = 5000, last_lambda = 1e11;

typedef struct tracer {
  const ply_find *find;
  ply_equilibria *answers;
  ply_branch branch;
  bool *done;                     /* [n_lambda] */
  double *chance, *end, *earlier; /* [n_strategies] */
  bool has_earlier;               /* what the limit seemed to be a while ago */
  double looked;                  /* lambda at which the limit was last looked for */
  bool failed;                    /* no memory */
} tracer;

static void add_point(tracer *t, double lambda, const double *chance) {
  ply_equilibrium *next = ply_list_next(&t->answers->logit, &t->failed);
  if (next == NULL) return;
  next->lambda = lambda;
  t->failed |=
      !ply_equilibrium_plain(t->answers->game, t->answers->arena, chance, next) || next->payoff == NULL;
  next->lambda = lambda;
}

/* The points asked for that lie between the last two points of the branch. */
static void points_between(tracer *t) {
  const ply_branch *b = &t->branch;
  double range = b->tensor.range, from = b->before[b->n] / range, to = b->x[b->n] / range;
  for (int k = 0; k < t->find->n_lambda; k++) {
    double lambda = t->find->lambda[k];
    if (t->done[k] || (lambda - from) * (lambda - to) > 0) continue;
    if (!ply_branch_point(&t->branch, lambda * range, t->chance)) continue;
    t->done[k] = true;
    add_point(t, lambda, t->chance);
  }
}

static double apart(const double *a, const double *b, int n) {
  double most = 0;
  for (int k = 0; k < n; k++) most = fmax(most, fabs(a[k] - b[k]));
  return most;
}

/* Whether the branch has come so close to an equilibrium that it will not leave it: seen from here and from a tenth
 * of this lambda it is the same one. */
static bool at_limit(tracer *t) {
  ply_branch *b = &t->branch;
  int n = t->answers->game->n_strategies;
  double lambda = b->x[b->n];
  if (lambda < 100 || lambda < 10 * t->looked) return false;
  t->looked = lambda;
  bool found = false;
  for (double floor = 1e-2; floor > 1e-9 && !found; floor /= 30) found = ply_branch_polish(b, floor, t->end);
  if (found && t->has_earlier && lambda > 1e4 && apart(t->end, t->earlier, n) < 1e-9) return true;
  t->has_earlier = found;
  if (found) memcpy(t->earlier, t->end, (size_t)n * sizeof *t->earlier);
  return false;
}

/* Far out every point is an equilibrium but for digits: where the limit is not a regular one. */
static bool far_out(tracer *t) {
  ply_branch *b = &t->branch;
  double lambda = b->x[b->n];
  if (lambda < 1e6) return false;
  ply_tensor_at(&b->tensor, b->chance); /* looking for the limit left it elsewhere */
  if (ply_tensor_regret(&b->tensor, b->chance) > (lambda < 1e9 ? 1e-11 : 1e-9)) return false;
  memcpy(t->end, b->chance, (size_t)t->answers->game->n_strategies * sizeof *t->end);
  return true;
}

/* Whether nothing is left to look for. */
static bool at_last_point(const tracer *t) {
  int missing = t->find->n_lambda;
  for (int k = 0; k < t->find->n_lambda; k++) missing -= t->done[k];
  return t->find->points_only && missing == 0;
}

/* Follows the branch. True where the limit was reached. */
static bool follow(tracer *t) {
  ply_branch *b = &t->branch;
  if (b->n == 0) { /* nobody has a choice */
    for (int k = 0; k < t->answers->game->n_strategies; k++) t->end[k] = 1;
    for (int k = 0; k < t->find->n_lambda; k++) add_point(t, t->find->lambda[k], t->end);
    return true;
  }
  while (b->steps < most_steps * t->find->effort && !ply_stopped(t->find->stop) && !t->failed) {
    if (!ply_branch_step(b)) return false;
    points_between(t);
    if (at_last_point(t)) return false;
    if (at_limit(t) || far_out(t)) return true;
    if (b->x[b->n] > last_lambda) return false;
  }
  return false;
}

static int by_lambda(const void *a, const void *b) {
  const ply_equilibrium *x = a, *y = b;
  double p = x->lambda < 0 ? INFINITY : x->lambda, q = y->lambda < 0 ? INFINITY : y->lambda;
  return (p > q) - (p < q);
}

static void conclude(tracer *t, bool limit) {
  ply_equilibrium_list *list = &t->answers->logit;
  list->asked = true;
  list->method = "predictor and corrector along the principal branch";
  t->answers->logit_limit = limit;
  int missing = 0;
  for (int k = 0; k < t->find->n_lambda; k++) missing += !t->done[k];
  limit = limit || t->find->points_only; /* not asked for */
  list->extent = limit && missing == 0 ? PLY_EXTENT_ONE : PLY_EXTENT_STOPPED;
  if (list->extent != PLY_EXTENT_STOPPED) return;
  t->answers->stopped = true;
  list->why =
      missing > 0
          ? "the branch could not be followed to every precision asked for"
          : "the branch could not be followed to its limit; its last point is no equilibrium and not shown";
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  size_t n = (size_t)answers->game->n_strategies;
  tracer t = {.find = find, .answers = answers};
  t.done = calloc((size_t)find->n_lambda + 1, sizeof *t.done);
  t.chance = malloc(3 * n * sizeof *t.chance);
  bool good = t.done != NULL && t.chance != NULL && ply_branch_init(&t.branch, answers->game);
  if (good) {
    t.end = t.chance + n;
    t.earlier = t.end + n;
    bool limit = follow(&t);
    for (int k = 0; k < find->n_lambda && limit; k++) { /* past the last step the limit stands */
      if (t.done[k] || !(find->lambda[k] * t.branch.tensor.range > t.branch.x[t.branch.n])) continue;
      if (t.branch.n > 0 && !ply_branch_point(&t.branch, find->lambda[k] * t.branch.tensor.range, t.chance))
        continue;
      t.done[k] = true;
      add_point(&t, find->lambda[k], t.branch.n > 0 ? t.chance : t.end);
    }
    if (limit) add_point(&t, -1, t.end);
    conclude(&t, limit);
    ply_branch_done(&t.branch);
  }
  good = ply_list_settle(answers->arena, &answers->logit) && good && !t.failed;
  if (good)
    qsort(answers->logit.items, (size_t)answers->logit.n_listed, sizeof *answers->logit.items, by_lambda);
  free(t.done);
  free(t.chance);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

int ply_branch_limit(const ply_finite *game, ply_stop stop, double *chance) {
  ply_equilibria *answers = ply_equilibria_new(game);
  ply_find find = {.effort = 1, .stop = stop};
  ply_err err;
  if (answers == NULL || run(&find, answers, &err) != PLY_OK) {
    ply_equilibria_free(answers);
    return -1;
  }
  int found = answers->logit_limit;
  const ply_equilibrium *e = found ? &answers->logit.items[answers->logit.n_listed - 1] : NULL;
  for (int i = 0; found && i < game->n_players; i++)
    for (int s = 0; s < game->players[i].n; s++)
      chance[game->players[i].first + s] =
          e->chance != NULL ? e->chance[game->players[i].first + s].value : s == e->strategy[i];
  ply_equilibria_free(answers);
  return found;
}

static const char *refuses(const ply_finite *game) {
  if (!ply_finite_in_doubles(game)) return "some payoff is too large for the doubles in which it works";
  return game->n_profiles <= PLY_TENSOR_MOST / (uint64_t)game->n_players && game->n_strategies <= 1000
             ? NULL
             : "the game is too large to follow its quantal responses";
}

const ply_find_row ply_row_logit = {
    "logit",
    "quantal response: the principal branch at the precisions asked for, and its limit",
    "McKelvey and Palfrey 1995, doi:10.1006/game.1995.1023; Turocy 2005, doi:10.1016/j.geb.2004.04.006",
    refuses,
    NULL,
    run,
};
