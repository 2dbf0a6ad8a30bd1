/* What a fair or likely deal is: each bargaining solution picks one bundle of the candidates set. A tie is a
 * value within the tolerance of the best (leximin: entry by entry); ties go to the lowest index, so every pick is
 * two or more passes over the set: first the best value, then the first that attains it. No concept falls where
 * a payoff rises, so a pass leaves out each chunk of bundles whose bound (the most that each actor gets in it)
 * falls short of the best so far. Cost: players * chunks of the set per pass, and the bundles of the chunks near
 * the best. */
#include "sim/solve/answer/bargain.h"

#include <math.h>

#define ROW(symbol, name) &ply_concept_##symbol,
static const ply_concept_row *const rows[] = {PLY_CONCEPTS(ROW)};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_concept *ply_concept_at(int row) { return row >= 0 && row < N_ROWS ? &rows[row]->words : NULL; }

/* ---- gains ---- */

double ply_bargain_gain(const ply_question *q, const ply_payoffs *at, int player) {
  int actor = q->players[player];
  return ply_payoffs_of(at, actor) - q->game->reservation[actor];
}

bool ply_bargain_all_gain(const ply_question *q, const ply_payoffs *at) {
  for (int i = 0; i < q->n_players; i++)
    if (ply_bargain_gain(q, at, i) <= q->game->eps[q->players[i]]) return false;
  return true;
}

/* The largest tolerance of the players. */
static double players_eps(const ply_question *q) {
  uint64_t players = 0;
  for (int i = 0; i < q->n_players; i++) players |= (uint64_t)1 << q->players[i];
  return ply_game_eps_over(q->game, players);
}

double ply_bargain_best_gain(const ply_question *q, int player) {
  int actor = q->players[player];
  return ply_space_best(q->scan->space, actor) - q->game->reservation[actor];
}

/* Looks at the clock now and then; what a stopped walk has found by then is the best so far. */
enum { BETWEEN_LOOKS = 64 };

static bool out_of_time(const ply_question *q, size_t *looked) {
  return ++*looked % BETWEEN_LOOKS == 0 && ply_clock_says(q->clock) != NULL;
}

static ply_chunk chunks_of(const ply_question *q) { return ply_chunk_start(q->scan, q->over, q->peaks); }

/* ---- the largest of a number ---- */

/* Whether some bundle of the chunk may have a value of `least` or more. */
static bool may_reach(const ply_question *q, const ply_chunk *chunk, ply_number_fn number, double least) {
  ply_payoffs most = ply_chunk_most(chunk);
  double bound;
  return number(q, &most, &bound) && bound + 1e-12 * (1 + fabs(bound)) >= least;
}

typedef struct threshold {
  const ply_question *q;
  ply_number_fn number;
  double least;
} threshold;

static bool number_reaches(void *data, const double *payoff, uint64_t parties) {
  (void)parties;
  const threshold *t = data;
  ply_payoffs at = ply_payoffs_by_actor(payoff);
  double value;
  return t->number(t->q, &at, &value) && value >= t->least;
}

ply_chosen ply_bargain_largest(const ply_question *q, ply_number_fn number, double eps) {
  ply_chosen best = {.value = -INFINITY, .index = UINT64_MAX};
  double value;
  size_t looked = 0;
  uint64_t first = UINT64_MAX; /* a bundle that has the best so far */
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk) && !out_of_time(q, &looked);) {
    if (!may_reach(q, &chunk, number, best.value)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!number(q, &at, &value)) continue;
      if (!best.found || value > best.value) first = ply_chunk_index(&chunk, k);
      best.found = true;
      best.value = value > best.value ? value : best.value;
    }
  }
  for (ply_chunk chunk = chunks_of(q); best.found && ply_chunk_next(&chunk) && !out_of_time(q, &looked);) {
    if (!may_reach(q, &chunk, number, best.value - eps)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      uint64_t index = ply_chunk_index(&chunk, k);
      if (index < best.index && number(q, &at, &value) && value >= best.value - eps) best.index = index;
    }
  }
  if (best.index == UINT64_MAX) best.index = first; /* stopped */
  threshold tie = {.q = q, .number = number, .least = best.value - eps};
  if (best.found) best.index = ply_answer_lowest(q, best.index, number_reaches, &tie);
  return best;
}

/* ---- leximin ---- */

/* The players' gains, smallest first, each with its tolerance; false where the bundle is left out. */
static bool sorted_gains(const ply_question *q, const ply_leximin *lex, const ply_payoffs *at, double *out,
                         double *eps) {
  if (lex->needs_gain && !ply_bargain_all_gain(q, at)) return false;
  for (int i = 0; i < q->n_players; i++) {
    double g = ply_bargain_gain(q, at, i) / lex->unit[i];
    int place = i;
    for (; place > 0 && out[place - 1] > g; place--) {
      out[place] = out[place - 1];
      eps[place] = eps[place - 1];
    }
    out[place] = g;
    eps[place] = lex->by_actor ? q->game->eps[q->players[i]] : PLY_EPS;
  }
  return true;
}

/* Whether the first `n` entries are all within the tolerance of the best. */
static bool tied(const double *entry, const double *eps, const double *best, int n) {
  for (int i = 0; i < n; i++)
    if (!(entry[i] >= best[i] - eps[i])) return false;
  return true;
}

/* Whether some bundle of the chunk may tie in the first `n` entries. Sorting keeps the order of vectors of
 * which one is nowhere smaller, so the bound's entries are bounds. */
static bool may_tie(const ply_question *q, const ply_leximin *lex, const ply_chunk *chunk, const double *best,
                    int n, double *entry) {
  ply_payoffs most = ply_chunk_most(chunk);
  double eps[PLY_MAX_ACTORS];
  if (!sorted_gains(q, lex, &most, entry, eps)) return false;
  double any = lex->by_actor ? players_eps(q) : 0; /* whose each entry is may change */
  for (int i = 0; i < q->n_players && lex->by_actor; i++) eps[i] = any;
  return tied(entry, eps, best, n);
}

/* The largest entry number `depth` among those that tie before it; false where there are none. */
static bool best_entry(const ply_question *q, const ply_leximin *lex, double *best, int depth,
                       uint64_t *index) {
  double entry[PLY_MAX_ACTORS], eps[PLY_MAX_ACTORS];
  bool any = false;
  size_t looked = 0;
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk) && !out_of_time(q, &looked);) {
    if (!may_tie(q, lex, &chunk, best, depth, entry) || (any && entry[depth] <= best[depth])) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!sorted_gains(q, lex, &at, entry, eps) || !tied(entry, eps, best, depth)) continue;
      if (!any || entry[depth] > best[depth]) {
        best[depth] = entry[depth];
        *index = ply_chunk_index(&chunk, k);
      }
      any = true;
    }
  }
  return any;
}

typedef struct leximin_tie {
  const ply_question *q;
  const ply_leximin *lex;
  const double *best;
} leximin_tie;

static bool leximin_ties(void *data, const double *payoff, uint64_t parties) {
  (void)parties;
  const leximin_tie *t = data;
  ply_payoffs at = ply_payoffs_by_actor(payoff);
  double entry[PLY_MAX_ACTORS], eps[PLY_MAX_ACTORS];
  if (!sorted_gains(t->q, t->lex, &at, entry, eps)) return false;
  for (int i = 0; i < t->q->n_players; i++) /* the smallest: it must not turn false where payoffs rise */
    for (int j = 0; j < t->q->n_players && t->lex->by_actor; j++)
      eps[i] = fmin(eps[i], t->q->game->eps[t->q->players[j]]);
  return tied(entry, eps, t->best, t->q->n_players);
}

ply_chosen ply_bargain_leximin(const ply_question *q, const ply_leximin *lex) {
  double best[PLY_MAX_ACTORS], entry[PLY_MAX_ACTORS], eps[PLY_MAX_ACTORS];
  uint64_t index = UINT64_MAX;
  for (int depth = 0; depth < q->n_players; depth++)
    if (!best_entry(q, lex, best, depth, &index)) {
      bool stopped = depth > 0 && ply_clock_says(q->clock) != NULL;
      return stopped ? (ply_chosen){.found = true, .value = best[0], .index = index} : (ply_chosen){0};
    }
  ply_chosen out = {.found = true, .value = best[0], .index = UINT64_MAX};
  size_t looked = 0;
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk) && !out_of_time(q, &looked);) {
    if (!may_tie(q, lex, &chunk, best, q->n_players, entry)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      uint64_t here = ply_chunk_index(&chunk, k);
      if (here < out.index && sorted_gains(q, lex, &at, entry, eps) && tied(entry, eps, best, q->n_players))
        out.index = here;
    }
  }
  if (out.index == UINT64_MAX) out.index = index; /* stopped */
  leximin_tie tie = {.q = q, .lex = lex, .best = best};
  out.index = ply_answer_lowest(q, out.index, leximin_ties, &tie);
  return out;
}

/* ---- all of them ---- */

ply_status ply_answer_solutions(ply_question *q) {
  ply_solution *solutions = PLY_NEW(q->result->arena, N_ROWS, ply_solution);
  if (solutions == NULL) return PLY_E_MEMORY;
  for (int r = 0; r < N_ROWS; r++) {
    ply_solution *s = &solutions[r];
    ply_chosen found = rows[r]->pick(q);
    const char *stopped = q->scan->complete ? ply_clock_says(q->clock) : NULL;
    if (stopped != NULL) ply_answer_stopped(q, stopped);
    bool complete = q->scan->complete && stopped == NULL;
    *s = (ply_solution){.concept = &rows[r]->words, .over = ply_over_name(q->over)};
    s->outcome = !complete ? PLY_LIMIT_REACHED : found.found ? PLY_FOUND : PLY_PROVED_NONE;
    s->bound = complete ? found.value : rows[r]->bound(q);
    if (!found.found) continue;
    s->has_bundle = true;
    s->value = found.value;
    if (!ply_answer_bundle(q, found.index, &s->bundle)) return PLY_E_MEMORY;
    ply_status status =
        ply_guarantee_fill(q->game, q->result->arena, s->bundle.options, s->bundle.levels, &s->security);
    if (status != PLY_OK) return status;
  }
  q->result->solutions = q->result->solutions_mutable = solutions;
  q->result->n_solutions = N_ROWS;
  return PLY_OK;
}
