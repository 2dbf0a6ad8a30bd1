/* Every bundle of a set, one after the other: those that meet the terms asked for, in the order asked for, each with its
 * payoffs from the definition. Without an order they come as the search has them, and none is kept; with one the best
 * `limit` are kept (all, without a limit). Efficient bundles are those that pareto.c counts.
 *
 * Cost: one pass over the space, then the set once; with an order n log n. The space is taken as it is: no bundle stands
 * for others here, so spaces that are only counted by merging or by orbits may be too large to be listed. */
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One bundle that meets the terms, and what it is ordered by. */
typedef struct row {
  double key;
  uint64_t index;
} row;

typedef struct desk {
  ply_question *q;
  const ply_list_request *asked;
  row *rows; /* [room], NULL without an order */
  size_t n, room;
  uint64_t told;
  bool failed, over;
} desk;

static bool meets(const ply_list_request *asked, const uint16_t *option, const uint8_t *level) {
  for (size_t t = 0; t < asked->n_terms; t++) {
    const ply_list_term *term = &asked->terms[t];
    bool met = false;
    for (size_t u = 0; u < asked->n_terms && !met; u++) {
      const ply_list_term *other = &asked->terms[u];
      if (other->issue != term->issue || other->actor != term->actor) continue;
      met = other->issue >= 0 ? option[other->issue] == other->value : level[other->actor] == other->value;
    }
    if (!met) return false;
  }
  return true;
}

/* Falling order puts the largest first; -INFINITY: the Nash product of a bundle that gives a player nothing. */
static double key_of(const ply_question *q, const ply_list_request *asked, const double *payoff) {
  double sum = 0, least = INFINITY, logs = 0;
  for (int p = 0; p < q->n_players; p++) {
    int i = q->players[p];
    double gain = payoff[i] - q->game->reservation[i];
    least = fmin(least, gain);
    logs += gain > q->game->eps[i] ? q->weight[i] * log(gain) : -INFINITY;
  }
  for (int i = 0; i < q->game->n_actors; i++) sum += payoff[i];
  switch (asked->order) {
  case PLY_LIST_BY_NASH: return logs;
  case PLY_LIST_BY_LEAST: return least;
  case PLY_LIST_BY_SUM: return sum;
  case PLY_LIST_BY_ACTOR: return payoff[asked->actor];
  case PLY_LIST_AS_FOUND:
  case PLY_LIST_BY_INDEX: break;
  }
  return 0;
}

static int by_key(const void *a, const void *b) {
  const row *x = a, *y = b;
  if (x->key != y->key) return x->key > y->key ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* Keeps the best `limit` of what there is room for. */
static void keep(desk *d, row found) {
  if (d->n == d->room) {
    size_t most =
        d->asked->limit > 0 && d->asked->limit < SIZE_MAX / 4 ? 2 * (size_t)d->asked->limit : SIZE_MAX;
    if (d->n >= most) {
      qsort(d->rows, d->n, sizeof *d->rows, by_key);
      d->n = most / 2;
    } else {
      size_t room = d->room > 0 ? 2 * d->room : 1024;
      row *rows = realloc(d->rows, room * sizeof *rows);
      d->failed = rows == NULL;
      if (d->failed) return;
      d->rows = rows;
      d->room = room;
    }
  }
  d->rows[d->n++] = found;
}

static void tell(desk *d, uint64_t index) {
  ply_arena *arena = ply_arena_new();
  ply_bundle bundle;
  d->failed = arena == NULL || !ply_bundle_fill(d->q->game, arena, index, &bundle);
  if (!d->failed) {
    d->over = !d->asked->take(d->asked->data, &bundle);
    d->told++;
  }
  ply_arena_free(arena);
}

static void look_at(desk *d, uint64_t index) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  const ply_game *game = d->q->game;
  ply_game_bundle(game, index, option, level);
  if (!meets(d->asked, option, level)) return;
  if (d->asked->order == PLY_LIST_AS_FOUND) {
    tell(d, index);
    d->over |= d->asked->limit > 0 && d->told >= d->asked->limit;
    return;
  }
  ply_game_payoffs(game, option, level, NULL, payoff);
  keep(d, (row){key_of(d->q, d->asked, payoff), index});
}

static bool goes_on(const desk *d) { return !d->failed && !d->over; }

static void walk_set(desk *d, ply_over over) {
  for (ply_chunk chunk = ply_chunk_start(d->q->scan, over, d->q->peaks);
       goes_on(d) && ply_chunk_next(&chunk);)
    for (int k; goes_on(d) && (k = ply_chunk_take(&chunk)) >= 0;) look_at(d, ply_chunk_index(&chunk, k));
}

/* The efficient bundles, which pareto.c lists. PLY_E_LIMIT where that takes more than is allowed. */
static ply_status walk_efficient(desk *d) {
  ply_efficient_list list = {0};
  d->q->list = &list;
  ply_status status = ply_answer_pareto(d->q);
  d->q->list = NULL;
  if (status == PLY_OK && d->q->result->pareto.outcome == PLY_LIMIT_REACHED) status = PLY_E_LIMIT;
  for (size_t k = 0; status == PLY_OK && k < list.n && goes_on(d); k++) look_at(d, list.index[k]);
  free(list.index);
  return status;
}

static ply_status list(ply_question *q, const ply_list_request *asked, uint64_t *n, ply_err *err) {
  desk d = {.q = q, .asked = asked};
  ply_status status = PLY_OK;
  if (asked->set == PLY_LIST_EFFICIENT)
    status = walk_efficient(&d);
  else
    walk_set(&d, asked->set == PLY_LIST_STABLE      ? PLY_OVER_STABLE
                 : asked->set == PLY_LIST_SUSTAINED ? PLY_OVER_SUSTAINED
                                                    : PLY_OVER_ACCEPTABLE);
  if (d.n > 0) qsort(d.rows, d.n, sizeof *d.rows, by_key);
  for (size_t k = 0; k < d.n && goes_on(&d) && (asked->limit == 0 || k < asked->limit); k++)
    tell(&d, d.rows[k].index);
  free(d.rows);
  *n = d.told;
  if (d.failed) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the list");
  if (status == PLY_E_LIMIT)
    ply_err_set(err, status, "the efficient bundles cannot be told apart within the memory and time allowed");
  return status;
}

static ply_status ask(const ply_scan *scan, const ply_solve_settings *settings, const ply_clock *clock,
                      const ply_list_request *asked, uint64_t *n, ply_err *err) {
  if (!scan->complete)
    return ply_err_set(err, PLY_E_LIMIT,
                       "the search ended (%s) before all bundles were looked at: there is no list",
                       scan->stopped_by != NULL ? scan->stopped_by : "a limit");
  ply_question q = {.game = scan->space->game, .scan = scan, .settings = settings, .clock = clock};
  q.result = ply_result_new();
  q.peaks = ply_chunk_peaks(scan);
  ply_status status = PLY_E_MEMORY;
  if (q.result != NULL && q.peaks != NULL) {
    ply_question_players(&q);
    status = list(&q, asked, n, err);
  } else
    ply_err_set(err, status, "not enough memory for the list");
  ply_result_free(q.result);
  free(q.peaks);
  return status;
}

ply_status ply_list_bundles(const ply_game *game, const ply_solve_settings *settings,
                            const ply_list_request *asked, uint64_t *n, ply_err *err) {
  ply_clock clock = ply_clock_start(settings);
  ply_space *space = NULL;
  ply_scan scan = {0};
  size_t memory = ply_solve_memory(settings);
  *n = 0;
  ply_status status = ply_space_build(game, memory / 2, &clock, &space, err);
  if (status == PLY_OK) status = ply_scan_run(space, ply_solve_proposer(game), settings, &clock, &scan, err);
  if (status == PLY_OK) status = ask(&scan, settings, &clock, asked, n, err);
  ply_scan_done(&scan);
  ply_space_free(space);
  return status;
}
