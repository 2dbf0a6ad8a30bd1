/* The main job: one pass over the space, then each question asked of what it found.
 * Cost: see scan.c; the questions cost bundles of the candidates set. */
#include "sim/solve/solve.h"

#include "sim/solve/answer/bargain.h"
#include "sim/solve/explain/explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_over over_of(const ply_scan *scan, int asked) {
  if (asked != PLY_OVER_AUTO) return (ply_over)asked;
  return scan->tally.sustained > 0 ? PLY_OVER_SUSTAINED : PLY_OVER_ACCEPTABLE;
}

/* A count is exact; or, where the scan was stopped, known up to the bundles that it has not looked at. */
static ply_count count_of(const ply_question *q, uint64_t seen) {
  uint64_t unseen = q->scan->complete && !q->scan->uncounted
                        ? 0
                        : ply_space_feasible(q->scan->space) - q->scan->tally.feasible;
  return (ply_count){.low = seen, .high = seen + unseen};
}

static const char *engine_of(const ply_question *q) {
  if (q->settings->engine == PLY_ENGINE_ENUMERATE) return "enumerate";
  if (q->scan->space->symmetry != NULL) return "search (alike)";
  return q->scan->space->vectors != NULL ? "search (additive)" : "search";
}

static ply_status fill_counts(ply_question *q) {
  ply_result *r = q->result;
  r->engine = engine_of(q);
  const ply_tally *t = &q->scan->tally;
  r->raw = q->game->raw;
  r->feasible.high = ply_space_feasible(q->scan->space);
  r->feasible.low = q->scan->space->unlisted ? 0 : r->feasible.high;
  r->acceptable = count_of(q, t->acceptable);
  r->sustained = count_of(q, t->sustained);
  r->stable = count_of(q, t->stable);
  r->join_equilibria = count_of(q, t->join);
  r->sets_decided = q->scan->complete && !q->scan->uncounted;
  r->outcome = r->sets_decided ? PLY_FOUND : PLY_LIMIT_REACHED;
  r->stopped_by = q->scan->stopped_by;
  ply_actor_result *actors = PLY_NEW(r->arena, q->game->n_actors, ply_actor_result);
  int *players = PLY_NEW(r->arena, q->n_players, int);
  if (actors == NULL || players == NULL) return PLY_E_MEMORY;
  for (int i = 0; i < q->game->n_actors; i++)
    actors[i] = (ply_actor_result){.would_accept = t->would_accept[i], .veto_weight = t->veto[i]};
  memcpy(players, q->players, (size_t)q->n_players * sizeof *players);
  r->actors = actors;
  r->players = players;
  r->n_players = q->n_players;
  return PLY_OK;
}

/* The regret at one combo of an entry, and the tolerance of whoever has it: a member may also gain by leaving a deal that then falls. */
static double regret_at(const ply_scan *scan, size_t entry, int combo, double *eps) {
  double most = scan->accepted[entry].regret;
  int mover = scan->accepted[entry].move.actor;
  *eps = mover >= 0 ? scan->space->game->eps[mover] : PLY_EPS;
  for (uint64_t rest = scan->accepted[entry].held; rest != 0; rest &= rest - 1) {
    int actor = __builtin_ctzll(rest);
    double gain = scan->space->game->reservation[actor] - ply_scan_payoff(scan, entry, combo, actor);
    if (!(gain > scan->space->game->eps[actor] && gain > most)) continue;
    most = gain;
    *eps = scan->space->game->eps[actor];
  }
  return most;
}

/* The first acceptable combo of an entry with a regret of at most `enough`, within the tolerance, or the least regret
 * of all of them (enough: -INFINITY). */
static int lowest_regret(const ply_scan *scan, size_t entry, double enough, double *least) {
  const uint64_t *accept = scan->accept + entry * (size_t)scan->combos.words;
  *least = INFINITY;
  for (int w = 0; w < scan->combos.words; w++)
    for (uint64_t rest = accept[w]; rest != 0; rest &= rest - 1) {
      int combo = 64 * w + __builtin_ctzll(rest);
      double eps, here = regret_at(scan, entry, combo, &eps);
      *least = fmin(*least, here);
      if (scan->accepted[entry].held == 0 || here <= enough + eps) return here <= enough + eps ? combo : -1;
    }
  return -1;
}

/* The first move of the most profitable ones where some are out of a deal that then falls. */
static ply_status move_there(const ply_question *q, uint64_t index, ply_move *move) {
  ply_stand here;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  double regret;
  ply_game_bundle(q->game, index, option, level);
  if (!ply_stand_at(q->game, option, level, &here)) return PLY_E_INPUT;
  return ply_stand_best_move(q->game, &here, move, &regret) ? PLY_OK : PLY_E_INPUT;
}

static bool anything(void *data, const double *payoff, uint64_t parties) {
  (void)parties;
  (void)data;
  (void)payoff;
  return true;
}

static ply_status fill_regret(ply_question *q) {
  const ply_scan *scan = q->scan;
  double least = INFINITY, one;
  uint64_t index = UINT64_MAX;
  size_t entry = 0;
  ply_move move = {.actor = -1};
  for (size_t h = 0; h < scan->n_accepted; h++) {
    lowest_regret(scan, h, -INFINITY, &one);
    least = fmin(least, one);
  }
  for (size_t h = 0; h < scan->n_accepted; h++) {
    int combo = lowest_regret(scan, h, least, &one);
    if (combo < 0) continue;
    uint64_t at = scan->accepted[h].index + scan->combos.index[combo];
    if (at >= index) continue;
    index = at;
    entry = h;
    move = scan->accepted[h].move;
  }
  if (scan->n_accepted > 0 && scan->accepted[entry].held != 0) {
    ply_status status = move_there(q, index, &move);
    if (status != PLY_OK) return status;
  }
  q->result->least_regret.outcome = !scan->complete        ? PLY_LIMIT_REACHED
                                    : scan->n_accepted > 0 ? PLY_FOUND
                                                           : PLY_PROVED_NONE;
  q->result->least_regret.move = move;
  if (scan->n_accepted == 0) return PLY_OK;
  q->result->least_regret.regret = least;
  index = ply_answer_lowest(q, index, anything, NULL);
  return ply_answer_bundle(q, index, &q->result->least_regret.bundle) ? PLY_OK : PLY_E_MEMORY;
}

/* ---- the best few by the Nash product ---- */

typedef struct ranked {
  double value;
  uint64_t index;
} ranked;

static int better(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->value != y->value) return x->value > y->value ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* -INFINITY where some player gains nothing. */
static double nash_of(const ply_question *q, const ply_payoffs *at) {
  double value;
  return ply_nash_value(q, at, &value) ? value : -INFINITY;
}

static ply_status fill_top(ply_question *q) {
  size_t most = q->settings->top > 0 ? (size_t)q->settings->top : 0, n = 0;
  if (most == 0) return PLY_OK;
  if (q->scan->additive != NULL) most = 1; /* the second best may be one that the frontier left out */
  ranked *best = malloc(2 * most * sizeof *best);
  if (best == NULL) return PLY_E_MEMORY;
  double least = -INFINITY; /* of the best so far, once there are enough */
  for (ply_chunk chunk = ply_chunk_start(q->scan, q->over, q->peaks); ply_chunk_next(&chunk);) {
    ply_payoffs at = ply_chunk_most(&chunk);
    double bound = nash_of(q, &at);
    if (bound + 1e-12 * (1 + fabs(bound)) < least) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      at = ply_chunk_at(&chunk, k);
      best[n++] = (ranked){nash_of(q, &at), ply_chunk_index(&chunk, k)};
      if (n < 2 * most) continue;
      qsort(best, n, sizeof *best, better);
      n = most;
      least = best[n - 1].value;
    }
  }
  qsort(best, n, sizeof *best, better);
  if (n > most) n = most;
  ply_bundle *top = PLY_NEW(q->result->arena, n, ply_bundle);
  bool ok = top != NULL;
  for (size_t i = 0; ok && i < n; i++) ok = ply_answer_bundle(q, best[i].index, &top[i]);
  free(best);
  q->result->top = top;
  q->result->n_top = (int)n;
  return ok ? PLY_OK : PLY_E_MEMORY;
}

/* ---- all questions ---- */

static ply_status answer_all(ply_question *q, ply_err *err) {
  static const struct {
    ply_status (*answer)(ply_question *);
    unsigned skip;
  } questions[] = {
      {fill_counts, 0},
      {ply_answer_frame, 0},
      {fill_regret, PLY_SKIP_REGRET},
      {ply_answer_slack, PLY_SKIP_SLACK},
      {ply_answer_solutions, PLY_SKIP_SOLUTIONS},
  };
  ply_status status = PLY_OK;
  unsigned skip = q->settings->skip;
  for (size_t i = 0; i < sizeof questions / sizeof *questions && status == PLY_OK; i++)
    if (!(skip & questions[i].skip)) status = questions[i].answer(q);
  if (skip & PLY_SKIP_REGRET) q->result->least_regret.outcome = PLY_LIMIT_REACHED;
  if (skip & PLY_SKIP_SLACK) q->result->slack.outcome = PLY_LIMIT_REACHED;
  if (status == PLY_OK) status = ply_questions_ask(q, false);
  if (status == PLY_OK) status = fill_top(q);
  if (status == PLY_OK && !(skip & PLY_SKIP_DESIGNS)) status = ply_answer_designs(q, err);
  if (status == PLY_OK && !(skip & PLY_SKIP_CONCORDANCE)) status = ply_answer_concordance(q);
  if (status == PLY_OK) status = ply_answer_cloud(q);
  if (status == PLY_OK) status = ply_answer_designs_gaps(q);
  if (status == PLY_OK) status = ply_questions_ask(q, true);
  ply_answer_designs_told(q);
  if (status == PLY_OK) status = ply_questions_list(q);
  return status;
}

ply_status ply_solve_scan(const ply_scan *scan, const ply_solve_settings *settings, const ply_clock *clock,
                          ply_result **out, ply_err *err) {
  *out = NULL;
  ply_scan own = *scan;
  ply_question q = {.game = scan->space->game, .scan = &own, .settings = settings, .clock = clock};
  q.result = ply_result_new();
  q.peaks = ply_chunk_peaks(scan);
  q.over = over_of(scan, settings->over);
  ply_question_players(&q);
  ply_status status = q.result != NULL && q.peaks != NULL ? PLY_OK : PLY_E_MEMORY;
  bool reopens = !(settings->skip & PLY_SKIP_REOPENED) || q.over == PLY_OVER_REOPENED;
  if (status == PLY_OK) q.result->reopened.outcome = PLY_LIMIT_REACHED;
  if (status == PLY_OK && reopens) status = ply_answer_reopened(&q, &own);
  if (status == PLY_OK && q.over == PLY_OVER_REOPENED && own.reopened == NULL) q.over = PLY_OVER_SUSTAINED;
  if (status == PLY_OK) status = answer_all(&q, err);
  free(own.reopened);
  free(q.peaks);
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory for the answers");
  if (status == PLY_OK)
    *out = q.result;
  else
    ply_result_free(q.result);
  return status;
}

/* A large additive game. PLY_E_LIMIT: it is not, or does not fit the memory. */
static ply_status solve_additive(const ply_game *game, const ply_solve_settings *settings,
                                 const ply_clock *clock, ply_result **out, ply_err *err) {
  ply_additive *additive = NULL;
  ply_scan scan;
  if (!ply_additive_suits(game, settings)) return PLY_E_LIMIT;
  ply_status status =
      ply_additive_scan(game, ply_solve_proposer(game), settings, clock, &additive, &scan, err);
  if (status != PLY_OK) return status;
  status = ply_solve_scan(&scan, settings, clock, out, err);
  ply_scan_done(&scan);
  ply_additive_free(additive);
  return status;
}

/* The space, or where a limit or a stop forbids to list it, one in which nothing is listed; *why: which. */
static ply_status space_for(const ply_game *game, ply_solve_settings *settings, const ply_clock *clock,
                            ply_space **space, const char **why, ply_err *err) {
  ply_status status = ply_solve_space_symmetric(game, settings, clock, space, err);
  if (status == PLY_OK && !ply_scan_room(*space, settings)) {
    ply_space_free(*space);
    *space = NULL;
    status = PLY_E_LIMIT;
  }
  *why = status == PLY_OK ? NULL : ply_clock_says(clock);
  if (*why == NULL && status == PLY_E_LIMIT) *why = "memory";
  return *why != NULL ? ply_space_unlisted(game, space, err) : status;
}

ply_status ply_solve(const ply_game *game, const ply_solve_settings *settings, ply_result **out,
                     ply_err *err) {
  *out = NULL;
  ply_solve_settings own = settings != NULL ? *settings : (ply_solve_settings){0};
  own.memory_bytes = ply_solve_memory(&own); /* one budget for all that follows */
  ply_clock clock = ply_clock_start(&own);
  ply_space *space = NULL;
  ply_scan scan = {0};
  const char *why;
  ply_status status = solve_additive(game, &own, &clock, out, err);
  if (status != PLY_E_LIMIT && status != PLY_E_STOPPED) return status;
  status = space_for(game, &own, &clock, &space, &why, err);
  if (status != PLY_OK) return status;
  status = ply_scan_run(space, ply_solve_proposer(game), &own, &clock, &scan, err);
  if (why != NULL) scan.complete = false, scan.stopped_by = why;
  if (status == PLY_OK) status = ply_solve_scan(&scan, &own, &clock, out, err);
  ply_scan_done(&scan);
  ply_space_free(space);
  return status;
}
