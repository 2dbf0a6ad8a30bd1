/* How many combos of the loose issues does a ground agree to? Each sum of the near half asks the far half how
 * many of its sums bring everybody to what they need: by the cells of a grid, summed up (a look-up each), or
 * by bit sets of the combos that content each party (a word for 64 of them). Where to cut, and what form each
 * half takes, is what is estimated to cost least within the memory. Cost: see the estimates below. */
#include "sim/solve/additive/halves.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

typedef struct plan {
  int cut;            /* the near half: issues before it */
  bool near_cells;    /* its sums are listed from cells, else from combos */
  bool far_cells;     /* else bit sets */
  double build, each; /* seconds, roughly: once; for each question */
} plan;

struct ply_counter {
  const ply_additive *a;
  ply_asked asked;
  plan plan;
  uint64_t far_combos;
  ply_sums near;
  ply_cells cells;
  ply_rungs rungs;
};

/* ---- which way ---- */

static const double CELL_S = 0.6e-9, LOOK_UP_S = 6e-9, WORD_S = 0.5e-9, SORT_S = 1.5e-7, LIST_S = 2e-9;

static ply_part near_of(const ply_counter *c, int cut) {
  return (ply_part){.terms = &c->a->terms, .asked = &c->asked, .first = 0, .end = cut};
}
static ply_part far_of(const ply_counter *c, int cut) {
  return (ply_part){.terms = &c->a->terms, .asked = &c->asked, .first = cut, .end = c->a->terms.n_issues};
}

static double options_of(const ply_part *part) {
  double n = 0;
  for (int j = part->first; j < part->end; j++) n += part->terms->options[j];
  return n;
}

/* What filling the cells of a part costs; and listing its combos. */
static double cells_s(const ply_part *part) {
  return (double)ply_part_cells(part) * (0.5 * options_of(part) + part->asked->n) * CELL_S;
}

static void weigh(const ply_counter *c, plan p, uint64_t bytes, plan *best) {
  ply_part near = near_of(c, p.cut), far = far_of(c, p.cut);
  double asked = c->asked.n;
  uint64_t near_bytes = p.near_cells ? ply_cells_bytes(&near) : 0;
  uint64_t far_bytes = p.far_cells ? ply_cells_bytes(&far) : ply_rungs_bytes(&far);
  double sums = (double)(p.near_cells ? ply_part_cells(&near) : ply_part_combos(&near));
  double combos = (double)ply_part_combos(&near), far_n = (double)ply_part_combos(&far);
  if (sums > combos) sums = combos;
  double listed = sums * (8 * asked + 8);
  if (near_bytes == UINT64_MAX || far_bytes == UINT64_MAX ||
      (double)near_bytes + listed + (double)far_bytes > (double)bytes)
    return;
  p.build = p.near_cells ? cells_s(&near) : combos * LIST_S * asked;
  p.build += p.far_cells ? cells_s(&far)
                         : far_n * asked * SORT_S + asked * (far_n / PLY_RUNG) * (far_n / 64) * WORD_S;
  p.each = p.far_cells ? sums * (1 + asked) * LOOK_UP_S
                       : sums * asked * ((far_n / 64 + 1) * 1.5 * WORD_S + PLY_RUNG / 2 * 1e-9 + 2e-8);
  if (p.build + (double)c->a->n_grounds * p.each < best->build + (double)c->a->n_grounds * best->each)
    *best = p;
}

static plan choose(const ply_counter *c, uint64_t bytes) {
  plan best = {.cut = -1, .build = DBL_MAX / 4, .each = 0};
  for (int cut = 0; cut <= c->a->terms.n_issues; cut++)
    for (int form = 0; form < 4; form++) {
      plan p = {.cut = cut, .near_cells = form & 1, .far_cells = form & 2};
      if (p.far_cells && c->a->game->spare > 0) continue; /* who refuses is a matter of each combo */
      weigh(c, p, bytes, &best);
    }
  return best;
}

/* ---- making it ---- */

static void find_asked(ply_counter *c, int also) {
  uint64_t asked = (uint64_t)1 << also;
  for (size_t s = 0; s < c->a->n_grounds; s++) asked |= c->a->grounds[s].party;
  for (; asked != 0; asked &= asked - 1) c->asked.actor[c->asked.n++] = __builtin_ctzll(asked);
}

static bool fill(ply_counter *c) {
  ply_part near = near_of(c, c->plan.cut), far = far_of(c, c->plan.cut);
  c->far_combos = ply_part_combos(&far);
  if (c->plan.near_cells) {
    ply_cells cells = {0};
    bool ok = ply_cells_fill(&near, &cells) && ply_cells_list(&cells, &c->near);
    ply_cells_done(&cells);
    if (!ok) return false;
  } else if (!ply_sums_list(&near, &c->near)) {
    return false;
  }
  if (!c->plan.far_cells) return ply_rungs_fill(&far, &c->rungs);
  if (!ply_cells_fill(&far, &c->cells)) return false;
  ply_cells_settle(&c->cells);
  return true;
}

ply_status ply_counter_new(const ply_additive *a, int also, size_t bytes, ply_counter **out) {
  ply_counter *c = calloc(1, sizeof *c);
  *out = NULL;
  if (c == NULL) return PLY_E_MEMORY;
  c->a = a;
  find_asked(c, also);
  c->plan = choose(c, bytes);
  ply_status status = c->plan.cut < 0 ? PLY_E_LIMIT : fill(c) ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_OK)
    *out = c;
  else
    ply_counter_free(c);
  return status;
}

void ply_counter_free(ply_counter *c) {
  if (c == NULL) return;
  ply_sums_done(&c->near);
  ply_cells_done(&c->cells);
  ply_rungs_done(&c->rungs);
  free(c);
}

/* ---- asking ---- */

typedef struct question {
  ply_counter *c;
  ply_quorum_rule rule;
  double need[PLY_MAX_ACTORS]; /* by asked */
  uint64_t parties;            /* mask over the asked */
} question;

static question question_of(ply_counter *c, const ply_ground *ground, const double *need, int also) {
  const ply_game *game = c->a->game;
  question q = {.c = c, .rule = {.spare = game->spare}};
  for (int p = 0; p < c->asked.n; p++) {
    int i = c->asked.actor[p];
    uint64_t bit = (uint64_t)1 << p;
    q.need[p] = -DBL_MAX;
    if (i != also && !(ground->party >> i & 1)) continue;
    q.need[p] = need[i];
    q.parties |= bit;
    *(i != also && game->spare > 0 && game->counted >> i & 1 ? &q.rule.soft : &q.rule.hard) |= bit;
    if (ground->party & ground->refused & (uint64_t)1 << i) q.rule.refused |= bit;
  }
  return q;
}

/* One sum of the near half, answered by cells. */
static void ask_cells(const question *q, const double *near, uint64_t times, ply_reach *reach) {
  const ply_cells *cells = &q->c->cells;
  const ply_asked *asked = &q->c->asked;
  int refuser = q->rule.refused != 0 ? __builtin_ctzll(q->rule.refused) : -1;
  if (q->rule.refused & (q->rule.refused - 1)) return;
  uint64_t all = refuser < 0 ? ply_cells_reaching(cells, q->need, near, -1) : 0;
  reach->agreed += all * times;
  for (int p = 0; p < asked->n; p++)
    if (q->parties >> p & 1 && (refuser < 0 || refuser == p))
      reach->veto[asked->actor[p]] += (ply_cells_reaching(cells, q->need, near, p) - all) * times;
}

/* The same, answered by bit sets: set: [asked] of words. */
static void ask_rungs(const question *q, const double *near, uint64_t times, uint64_t *const *set,
                      ply_reach *reach) {
  const ply_rungs *rungs = &q->c->rungs;
  uint64_t agreed = 0, veto[PLY_MAX_ACTORS] = {0};
  for (int p = 0; p < q->c->asked.n; p++)
    if (q->parties >> p & 1 && !(q->rule.refused >> p & 1))
      ply_rungs_set(rungs, p, q->need[p] - near[p], set[p]);
  ply_rule_tally(&q->rule, set, q->c->asked.n, rungs->words, rungs->n, &agreed, veto);
  reach->agreed += agreed * times;
  for (int p = 0; p < q->c->asked.n; p++) reach->veto[q->c->asked.actor[p]] += veto[p] * times;
}

enum { LOT = 64 };

static uint64_t times_of(const ply_sums *near, size_t k) { return near->count != NULL ? near->count[k] : 1; }

static void ask_lot(const question *q, size_t first, uint64_t *const *set, ply_reach *reach, uint64_t *seen) {
  const ply_sums *near = &q->c->near;
  for (size_t k = first; k < near->n && k < first + LOT; k++) {
    const double *sum = near->sum + k * (size_t)q->c->asked.n;
    uint64_t times = times_of(near, k);
    if (q->c->plan.far_cells)
      ask_cells(q, sum, times, reach);
    else
      ask_rungs(q, sum, times, set, reach);
    *seen += times * q->c->far_combos;
  }
}

static void add(ply_reach *to, const ply_reach *from) {
  to->agreed += from->agreed;
  for (int i = 0; i < PLY_MAX_ACTORS; i++) to->veto[i] += from->veto[i];
}

bool ply_counter_ask(ply_counter *c, const ply_ground *ground, const double *need, int also, int threads,
                     const ply_clock *clock, ply_reach *reach, uint64_t *seen) {
  question q = question_of(c, ground, need, also);
  size_t words = c->plan.far_cells ? 0 : c->rungs.words, d = (size_t)c->asked.n;
  bool stopped = false, failed = false;
  uint64_t looked_at = 0;
  *reach = (ply_reach){0};
  if (c->plan.each < 2e-3) threads = 1;
  (void)threads;
#pragma omp parallel num_threads(threads)
  {
    ply_reach own = {0};
    uint64_t own_seen = 0, *set[PLY_MAX_ACTORS] = {0}, *sets = malloc(words * d * sizeof *sets + 1);
    bool over = sets == NULL;
    for (size_t p = 0; p < d && sets != NULL; p++) set[p] = sets + p * words;
#pragma omp for schedule(dynamic)
    for (size_t first = 0; first < c->near.n; first += LOT) {
      if (over || (over = ply_clock_says(clock) != NULL)) continue;
      ask_lot(&q, first, set, &own, &own_seen);
    }
#pragma omp critical(ply_counter_add)
    {
      add(reach, &own);
      looked_at += own_seen;
      failed |= sets == NULL;
      stopped |= over;
    }
    free(sets);
  }
  *seen = looked_at;
  return !stopped && !failed;
}

/* ---- one actor alone ---- */

static int falling(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x > y ? -1 : x < y;
}

/* Combos of two lists of sums, each falling, that together reach `need`. */
static uint64_t pairs_reaching(const ply_sums *near, const ply_sums *far, double need) {
  uint64_t n = 0;
  size_t f = far->n;
  for (size_t k = 0; k < near->n; k++) {
    while (f > 0 && near->sum[k] + far->sum[f - 1] < need) f--;
    n += f;
  }
  return n;
}

static bool spread_by_cells(const ply_part *all, const double *need, size_t n, uint64_t *count) {
  ply_cells cells;
  const double nothing = 0;
  bool ok = ply_cells_fill(all, &cells);
  if (ok) ply_cells_settle(&cells);
  for (size_t k = 0; k < n && ok; k++) count[k] = ply_cells_reaching(&cells, &need[k], &nothing, -1);
  ply_cells_done(&cells);
  return ok;
}

static bool spread_by_lists(const ply_part *near, const ply_part *far, const double *need, size_t n,
                            uint64_t *count) {
  ply_sums a = {0}, b = {0};
  bool ok = ply_sums_list(near, &a) && ply_sums_list(far, &b);
  if (ok) {
    qsort(a.sum, a.n, sizeof *a.sum, falling);
    qsort(b.sum, b.n, sizeof *b.sum, falling);
  }
  for (size_t k = 0; k < n && ok; k++) count[k] = pairs_reaching(&a, &b, need[k]);
  ply_sums_done(&a);
  ply_sums_done(&b);
  return ok;
}

static const uint64_t MOST_CELLS = (uint64_t)1 << 22, MOST_LISTED = (uint64_t)1 << 22;

bool ply_spread_count(const ply_additive *a, int actor, const double *need, size_t n, uint64_t *count) {
  const ply_terms *t = &a->terms;
  ply_asked one = {.n = 1, .actor = {actor}};
  ply_part all = {.terms = t, .asked = &one, .first = 0, .end = t->n_issues};
  uint64_t cells = ply_part_cells(&all);
  if (cells > 0 && cells <= MOST_CELLS) return spread_by_cells(&all, need, n, count);
  for (int cut = 1; cut < t->n_issues; cut++) {
    ply_part near = all, far = all;
    near.end = far.first = cut;
    uint64_t nears = ply_part_combos(&near), fars = ply_part_combos(&far);
    if (nears < fars && cut + 1 < t->n_issues) continue;
    if (nears <= MOST_LISTED && fars <= MOST_LISTED) return spread_by_lists(&near, &far, need, n, count);
    break;
  }
  return false;
}
