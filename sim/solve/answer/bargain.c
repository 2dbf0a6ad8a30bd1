/* What a fair or likely deal is: Nash, Kalai-Smorodinsky, egalitarian and utilitarian picks of the candidates
 * set. Each concept is one row. A tie is a value within the tolerance of the best (leximin: entry by entry);
 * ties go to the lowest index, so every pick is two or more passes over the set: first the best value, then
 * the first that attains it. No concept falls where a payoff rises, so a pass leaves out each chunk of bundles
 * whose bound (the most that each actor gets in it) falls short of the best so far. Nash 1950
 * (doi:10.2307/1907266); Kalai and Smorodinsky 1975 (doi:10.2307/1914280); egalitarian: Kalai 1977
 * (doi:10.2307/1913954). Cost: players * chunks of the set per pass, and the bundles of the chunks near the best.
 */
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <string.h>

typedef struct pick {
  bool found;
  double value;
  uint64_t index;
} pick;

typedef pick (*pick_fn)(const ply_question *question);
typedef double (*bound_fn)(const ply_question *question);

typedef struct concept_row {
  ply_concept concept;
  pick_fn run;
  bound_fn bound; /* no feasible bundle has a larger value: what is proved when the search was stopped */
} concept_row;

/* ---- gains
 * ------------------------------------------------------------------------------------------------------------
 */

static double gain(const ply_question *q, const ply_payoffs *at, int player) {
  int actor = q->players[player];
  return ply_payoffs_of(at, actor) - q->game->reservation[actor];
}

static bool all_gain(const ply_question *q, const ply_payoffs *at) {
  for (int i = 0; i < q->n_players; i++)
    if (gain(q, at, i) <= PLY_EPS) return false;
  return true;
}

static ply_chunk chunks_of(const ply_question *q) { return ply_chunk_start(q->scan, q->over, q->peaks); }

/* ---- the largest of a number
 * ------------------------------------------------------------------------------------------- */

/* Rises with every payoff (as far as it is rounded); false where the bundle is left out. */
typedef bool (*number_fn)(const ply_question *question, const ply_payoffs *at, double *value);

/* Whether some bundle of the chunk may have a value of `least` or more. */
static bool may_reach(const ply_question *q, const ply_chunk *chunk, number_fn number, double least) {
  ply_payoffs most = ply_chunk_most(chunk);
  double bound;
  return number(q, &most, &bound) && bound + 1e-12 * (1 + fabs(bound)) >= least;
}

static pick largest(const ply_question *q, number_fn number) {
  pick best = {.value = -INFINITY, .index = UINT64_MAX};
  double value;
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk);) {
    if (!may_reach(q, &chunk, number, best.value)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!number(q, &at, &value)) continue;
      best.found = true;
      best.value = value > best.value ? value : best.value;
    }
  }
  for (ply_chunk chunk = chunks_of(q); best.found && ply_chunk_next(&chunk);) {
    if (!may_reach(q, &chunk, number, best.value - PLY_EPS)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      uint64_t index = ply_chunk_index(&chunk, k);
      if (index < best.index && number(q, &at, &value) && value >= best.value - PLY_EPS) best.index = index;
    }
  }
  return best;
}

/* Sum of weighted logs; left out where some player gains nothing. */
static bool nash_value(const ply_question *q, const ply_payoffs *at, double *value) {
  if (!all_gain(q, at)) return false;
  *value = 0;
  for (int i = 0; i < q->n_players; i++) *value += q->weight[q->players[i]] * log(gain(q, at, i));
  return true;
}

static bool utilitarian_value(const ply_question *q, const ply_payoffs *at, double *value) {
  *value = 0;
  for (int i = 0; i < q->game->n_actors; i++) *value += ply_payoffs_of(at, i);
  return true;
}

/* ---- leximin
 * ---------------------------------------------------------------------------------------------------------------
 */

typedef struct lexicon {
  double unit[PLY_MAX_ACTORS]; /* gains are divided by these */
  bool needs_gain;             /* leave out bundles at which some player gains nothing */
} lexicon;

/* The players' gains, smallest first; false where the bundle is left out. */
static bool sorted_gains(const ply_question *q, const lexicon *lex, const ply_payoffs *at, double *out) {
  if (lex->needs_gain && !all_gain(q, at)) return false;
  for (int i = 0; i < q->n_players; i++) {
    double g = gain(q, at, i) / lex->unit[i];
    int place = i;
    for (; place > 0 && out[place - 1] > g; place--) out[place] = out[place - 1];
    out[place] = g;
  }
  return true;
}

/* Whether the first `n` entries are all within the tolerance of the best. */
static bool tied(const double *entry, const double *best, int n) {
  for (int i = 0; i < n; i++)
    if (!(entry[i] >= best[i] - PLY_EPS)) return false;
  return true;
}

/* Whether some bundle of the chunk may tie in the first `n` entries. Sorting keeps the order of vectors of
 * which one is nowhere smaller, so the bound's entries are bounds. */
static bool may_tie(const ply_question *q, const lexicon *lex, const ply_chunk *chunk, const double *best,
                    int n, double *entry) {
  ply_payoffs most = ply_chunk_most(chunk);
  return sorted_gains(q, lex, &most, entry) && tied(entry, best, n);
}

/* The largest entry number `depth` among those that tie before it; false where there are none. */
static bool best_entry(const ply_question *q, const lexicon *lex, double *best, int depth) {
  double entry[PLY_MAX_ACTORS];
  bool any = false;
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk);) {
    if (!may_tie(q, lex, &chunk, best, depth, entry) || (any && entry[depth] <= best[depth])) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!sorted_gains(q, lex, &at, entry) || !tied(entry, best, depth)) continue;
      if (!any || entry[depth] > best[depth]) best[depth] = entry[depth];
      any = true;
    }
  }
  return any;
}

static pick leximin(const ply_question *q, const lexicon *lex) {
  double best[PLY_MAX_ACTORS], entry[PLY_MAX_ACTORS];
  for (int depth = 0; depth < q->n_players; depth++)
    if (!best_entry(q, lex, best, depth)) return (pick){0};
  pick out = {.found = true, .value = best[0], .index = UINT64_MAX};
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk);) {
    if (!may_tie(q, lex, &chunk, best, q->n_players, entry)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      uint64_t index = ply_chunk_index(&chunk, k);
      if (index < out.index && sorted_gains(q, lex, &at, entry) && tied(entry, best, q->n_players))
        out.index = index;
    }
  }
  return out;
}

/* ---- the concepts
 * ------------------------------------------------------------------------------------------------------------
 */

static pick nash(const ply_question *q) { return largest(q, nash_value); }

static pick utilitarian(const ply_question *q) { return largest(q, utilitarian_value); }

static pick egalitarian(const ply_question *q) {
  lexicon lex = {.needs_gain = false};
  for (int i = 0; i < q->n_players; i++) lex.unit[i] = 1;
  return leximin(q, &lex);
}

/* Whether nobody is below no deal and somebody gains more than so far. */
static bool raises(const ply_question *q, const ply_payoffs *at, const double *so_far) {
  bool more = false;
  for (int i = 0; i < q->n_players; i++) {
    double g = gain(q, at, i);
    if (!(g >= -PLY_EPS)) return false;
    more |= g > so_far[i];
  }
  return more;
}

/* Bundles that stand for their orbits: what one player of a group can get, all of it can. */
static void share_units(const ply_question *q, double *unit) {
  const ply_symmetry *symmetry = q->scan->space->symmetry;
  for (int i = 0; i < q->n_players && symmetry != NULL; i++)
    for (int j = 0; j < q->n_players; j++) {
      int c = q->game->candidate_of[q->players[i]], d = q->game->candidate_of[q->players[j]];
      if (c >= 0 && d >= 0 && symmetry->first[c] == symmetry->first[d]) unit[i] = fmax(unit[i], unit[j]);
    }
}

static pick kalai_smorodinsky(const ply_question *q) {
  lexicon lex = {.needs_gain = true};
  for (int i = 0; i < q->n_players; i++) lex.unit[i] = -INFINITY;
  for (ply_chunk chunk = chunks_of(q); ply_chunk_next(&chunk);) {
    ply_payoffs most = ply_chunk_most(&chunk);
    if (!raises(q, &most, lex.unit)) continue;
    for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
      ply_payoffs at = ply_chunk_at(&chunk, k);
      if (!raises(q, &at, lex.unit)) continue;
      for (int i = 0; i < q->n_players; i++) lex.unit[i] = fmax(lex.unit[i], gain(q, &at, i));
    }
  }
  share_units(q, lex.unit);
  return leximin(q, &lex);
}

/* ---- what is proved when the search was stopped: the best that intervals allow ---- */

/* The most that player i of the bargaining players can gain. */
static double best_gain(const ply_question *q, int i) {
  int actor = q->players[i];
  return ply_space_best(q->scan->space, actor) - q->game->reservation[actor];
}

static double nash_bound(const ply_question *q) {
  double bound = 0;
  for (int i = 0; i < q->n_players; i++)
    bound += q->weight[q->players[i]] * log(fmax(best_gain(q, i), PLY_EPS));
  return bound;
}

static double share_bound(const ply_question *q) {
  (void)q;
  return 1; /* nobody gains more than the best that it could */
}

static double gain_bound(const ply_question *q) {
  double bound = INFINITY;
  for (int i = 0; i < q->n_players; i++) bound = fmin(bound, best_gain(q, i));
  return bound;
}

static double sum_bound(const ply_question *q) {
  double bound = 0;
  for (int i = 0; i < q->game->n_actors; i++) bound += ply_space_best(q->scan->space, i);
  return bound;
}

static const concept_row rows[] = {
    {{"nash", "largest product of gains over no deal", "Nash 1950, doi:10.2307/1907266"}, nash, nash_bound},
    {{"kalai_smorodinsky", "equal shares of the best each could get",
      "Kalai and Smorodinsky 1975, doi:10.2307/1914280"},
     kalai_smorodinsky,
     share_bound},
    {{"egalitarian", "best for whoever gains least", "Kalai 1977, doi:10.2307/1913954"},
     egalitarian,
     gain_bound},
    {{"utilitarian", "largest sum of payoffs over all actors", "Harsanyi 1955, doi:10.1086/257678"},
     utilitarian,
     sum_bound},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_concept *ply_concept_row(int row) { return row >= 0 && row < N_ROWS ? &rows[row].concept : NULL; }

ply_status ply_answer_solutions(ply_question *q) {
  ply_solution *solutions = PLY_NEW(q->result->arena, N_ROWS, ply_solution);
  if (solutions == NULL) return PLY_E_MEMORY;
  for (int r = 0; r < N_ROWS; r++) {
    ply_solution *s = &solutions[r];
    pick found = rows[r].run(q);
    *s = (ply_solution){.concept = rows[r].concept.name, .over = ply_over_name(q->over)};
    s->outcome = !q->scan->complete ? PLY_LIMIT_REACHED : found.found ? PLY_FOUND : PLY_PROVED_NONE;
    s->bound = q->scan->complete ? found.value : rows[r].bound(q);
    if (!found.found) continue;
    s->has_bundle = true;
    s->value = found.value;
    if (!ply_answer_bundle(q, found.index, &s->bundle)) return PLY_E_MEMORY;
  }
  q->result->solutions = q->result->solutions_mutable = solutions;
  return PLY_OK;
}
