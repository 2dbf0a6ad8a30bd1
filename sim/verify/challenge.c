/* Does any bundle beat a claimed optimum? Holds it against challengers: every bundle of a small space; on a
 * large one all bundles that differ in one place, those that differ in two, the bundles of the result's other
 * answers, and a seeded sample that differs in more. A challenger is asked first whether it is better, and
 * only then whether it is in the set. Cost: challengers x one payoff vector. */
#include "sim/verify/claims.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRS = 4000, SAMPLE = 10000, MOST_KEYS = PLY_MAX_ACTORS };

/* ---- challengers ---- */

typedef struct crowd {
  uint64_t *index;
  size_t n, room;
} crowd;

static ply_status crowd_add(verify_run *run, crowd *c, uint64_t index) {
  if (c->n == c->room) {
    size_t room = c->room ? 2 * c->room : 1024;
    uint64_t *more = realloc(c->index, room * sizeof *more);
    if (more == NULL) return ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the result");
    c->index = more;
    c->room = room;
  }
  c->index[c->n++] = index;
  return PLY_OK;
}

/* One digit of the mixed-radix index: how large it is and what one step is worth. */
typedef struct digit {
  uint64_t base, stride;
} digit;

static int list_digits(const verify_view *view, digit *out) {
  const ply_scenario *s = view->scenario;
  int n = 0;
  uint64_t stride = 1;
  for (int c = 0; c < view->n_candidates; c++) {
    out[n++] = (digit){(uint64_t)s->n_levels, stride};
    stride *= (uint64_t)s->n_levels;
  }
  for (int k = s->n_issues - 1; k >= 0; k--) {
    if (s->issues[k].n_cases > 0) continue;
    out[n++] = (digit){(uint64_t)s->issues[k].n_options, stride};
    stride *= (uint64_t)s->issues[k].n_options;
  }
  return n;
}

static uint64_t with_digit(uint64_t index, digit d, uint64_t value) {
  return index - index / d.stride % d.base * d.stride + value * d.stride;
}

/* The centre with `changes` digits drawn anew. */
static uint64_t wander(verify_run *run, uint64_t index, const digit *digits, int n, int changes) {
  for (int c = 0; c < changes; c++) {
    digit d = digits[ply_rng_below(&run->rng, (uint64_t)n)];
    index = with_digit(index, d, ply_rng_below(&run->rng, d.base));
  }
  return index;
}

static ply_status add_pairs(verify_run *run, crowd *c, uint64_t centre, digit a, const digit *rest, int n) {
  ply_status status = PLY_OK;
  for (uint64_t x = 0; x < a.base && status == PLY_OK; x++) {
    uint64_t one = with_digit(centre, a, x);
    for (int d = 0; d < n; d++)
      for (uint64_t y = 0; y < rest[d].base && status == PLY_OK; y++)
        status = crowd_add(run, c, with_digit(one, rest[d], y));
  }
  return status;
}

static ply_status add_near(verify_run *run, crowd *c, uint64_t centre) {
  digit digits[PLY_MAX_ISSUES + PLY_MAX_ACTORS];
  int n = list_digits(&run->view, digits);
  uint64_t ones = 0, pairs = 0;
  ply_status status = PLY_OK;
  for (int d = 0; d < n; d++) {
    pairs += ones * digits[d].base;
    ones += digits[d].base;
    for (uint64_t x = 0; x < digits[d].base && status == PLY_OK; x++)
      status = crowd_add(run, c, with_digit(centre, digits[d], x));
  }
  for (int d = 0; d < n && pairs <= PAIRS && status == PLY_OK; d++)
    status = add_pairs(run, c, centre, digits[d], digits + d + 1, n - d - 1);
  for (int k = 0; k < SAMPLE && status == PLY_OK && n > 0; k++)
    status = crowd_add(run, c, wander(run, centre, digits, n, 2 + k % 4));
  return status;
}

static ply_status add_answers(verify_run *run, crowd *c) {
  const ply_result *r = run->result;
  ply_status status = PLY_OK;
  for (int d = 0; d < r->n_designs && status == PLY_OK; d++)
    status = crowd_add(run, c, r->designs[d].bundle.index);
  for (int k = 0; k < r->n_solutions && status == PLY_OK; k++)
    if (r->solutions[k].has_bundle) status = crowd_add(run, c, r->solutions[k].bundle.index);
  if (status == PLY_OK && r->optimistic.outcome == PLY_FOUND)
    status = crowd_add(run, c, r->optimistic.bundle.index);
  if (status == PLY_OK && r->talks.present && r->talks.outcome == PLY_FOUND)
    status = crowd_add(run, c, r->talks.bundle.index);
  return status;
}

static int by_index(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static void sort_unique(crowd *c) {
  if (c->n == 0) return;
  qsort(c->index, c->n, sizeof *c->index, by_index);
  size_t kept = 1;
  for (size_t k = 1; k < c->n; k++)
    if (c->index[k] != c->index[kept - 1]) c->index[kept++] = c->index[k];
  c->n = kept;
}

/* Bundles worth holding against the one at `centre`, sorted, without repeats: all feasible ones of a small
 * space. *list is malloc'd. */
static ply_status challengers_of(verify_run *run, uint64_t centre, uint64_t **list, size_t *n) {
  crowd c = {0};
  ply_status status = PLY_OK;
  if (run->table != NULL) {
    for (size_t r = 0; r < run->table->n && status == PLY_OK; r++)
      status = crowd_add(run, &c, run->table->row[r].index);
  } else {
    status = add_near(run, &c, centre);
    if (status == PLY_OK) status = add_answers(run, &c);
    sort_unique(&c);
  }
  *list = c.index;
  *n = c.n;
  return status;
}

/* ---- the contest ---- */

typedef struct rival {
  uint64_t index;
  double key[MOST_KEYS];
} rival;

/* Challengers of the set that are at least as good as the claim by the first key. */
static ply_status list_rivals(verify_run *run, const verify_contest *contest, const rival *claimed,
                              uint64_t centre, rival **out, size_t *n) {
  uint64_t *list = NULL;
  size_t n_list = 0, room = 0;
  rival r;
  ply_status status = challengers_of(run, centre, &list, &n_list);
  for (size_t k = 0; k < n_list && status == PLY_OK; k++) {
    const verify_point *seen;
    bool in;
    status = run->looker.look(&run->looker, list[k], &seen, run->err);
    if (status != PLY_OK || !seen->feasible || !seen->acceptable) continue;
    verify_point point = *seen;
    if (!contest->keys(run, &point, contest->how, r.key)) continue;
    if (claimed != NULL && (list[k] == claimed->index || r.key[0] < claimed->key[0] - contest->eps)) continue;
    status = ply_verify_in_set(run, &point, contest->over, &in);
    if (status != PLY_OK || !in) continue;
    if (*n == room) {
      rival *more = realloc(*out, (room = room ? 2 * room : 64) * sizeof *more);
      if (more == NULL) status = ply_err_set(run->err, PLY_E_MEMORY, "no memory to check the result");
      if (more == NULL) break;
      *out = more;
    }
    r.index = list[k];
    (*out)[(*n)++] = r;
  }
  free(list);
  return status;
}

/* Entry by entry: keeps the rivals within the tolerance of the best so far; says so if the claim is not. */
static void settle(verify_run *run, const verify_contest *contest, const rival *claimed, rival *rivals,
                   size_t n) {
  for (int k = 0; k < contest->n_keys; k++) {
    double best = claimed->key[k];
    uint64_t who = claimed->index;
    for (size_t r = 0; r < n; r++)
      if (rivals[r].key[k] > best) best = rivals[r].key[k], who = rivals[r].index;
    if (claimed->key[k] < best - contest->eps - contest->noise) {
      ply_verify_fail(run, "%s: bundle %llu beats the claimed %llu, %.12g against %.12g.", contest->what,
                      (unsigned long long)who, (unsigned long long)claimed->index, best, claimed->key[k]);
      return;
    }
    size_t kept = 0;
    for (size_t r = 0; r < n; r++)
      if (rivals[r].key[k] >= best - contest->eps + contest->noise) rivals[kept++] = rivals[r];
    n = kept;
  }
  for (size_t r = 0; r < n; r++) {
    if (rivals[r].index >= claimed->index) continue;
    ply_verify_fail(run, "%s: bundle %llu is as good as the claimed %llu and comes before it.", contest->what,
                    (unsigned long long)rivals[r].index, (unsigned long long)claimed->index);
    return;
  }
}

ply_status ply_verify_contest_run(verify_run *run, const verify_contest *contest,
                                  const verify_point *claimed) {
  if (contest->whole && run->table == NULL) return PLY_OK;
  rival own, *rivals = NULL;
  size_t n = 0;
  if (claimed != NULL) {
    own.index = claimed->index;
    if (!contest->keys(run, claimed, contest->how, own.key)) {
      ply_verify_fail(run, "%s: the claimed bundle %llu is one that the definition leaves out.",
                      contest->what, (unsigned long long)own.index);
      return PLY_OK;
    }
  }
  uint64_t centre = claimed != NULL ? own.index : ply_rng_below(&run->rng, run->view.raw);
  ply_status status = list_rivals(run, contest, claimed != NULL ? &own : NULL, centre, &rivals, &n);
  if (status == PLY_OK && claimed != NULL) settle(run, contest, &own, rivals, n);
  if (status == PLY_OK && claimed == NULL && n > 0)
    ply_verify_fail(run, "%s: bundle %llu is an answer, and none is claimed.", contest->what,
                    (unsigned long long)rivals[0].index);
  free(rivals);
  return status;
}
