/* The best bundle over many draws is what going through all bundles and all draws finds: by count over the
 * acceptable, the sustained, the stable and what holds if reopened, by the proposer's mean, of each draw its own; on random small games
 * whose numbers and red lines move, with quorums, candidates, security and both models of honour. The oracle
 * (tests/support/oracle.h) shares no code with the search. */
#include "sim/robust/robust.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/random_scenario.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 40, ASKED = 5 };

/* ---- draws ---- */

typedef struct deck {
  const ply_scenario *scenario;
  uint64_t seed;
} deck;

/* With odd seeds a third of the numbers, and all of some actors, never move. */
static bool moves(void *own, int i) {
  const deck *d = own;
  int actor = d->scenario->numbers[i].actor;
  if (d->seed % 2 == 0) return true;
  return ((uint64_t)i + d->seed) % 3 != 0 && (actor < 0 || ((uint64_t)actor + d->seed / 2) % 3 != 0);
}

/* A number of a run: it moves by steps that meet ties, inside what the format lets it. */
static double value_of(const deck *d, uint64_t run, int i) {
  const ply_number_info *info = &d->scenario->numbers[i];
  double base = info->number->base;
  ply_rng rng;
  ply_rng_init(&rng, d->seed, run * 5000 + (uint64_t)i);
  if (run == PLY_BASE_RUN || !moves((void *)(uintptr_t)d, i) || ply_rng_below(&rng, 3) == 0) return base;
  double step = 0.05 * ((double)ply_rng_below(&rng, 9) - 4), value = base + step;
  if (info->place == PLY_IN_RED_LINE) return ply_rng_below(&rng, 2) == 0 ? 0.2 : 0.8;
  if (info->place == PLY_IN_SECURITY || info->actor < 0) value = base * (1 + step);
  if (info->place == PLY_IN_SECURITY && base <= 1 && value > 1) value = 1;
  if (strstr(info->pointer, "/weight") != NULL && value < 0) value = 0;
  return value;
}

static void values_at(const deck *d, const ply_draw_at *at, double *values) {
  for (int i = 0; i < d->scenario->n_numbers; i++) {
    int actor = d->scenario->numbers[i].actor;
    uint64_t run = at->run;
    if (actor >= 0 && actor == at->asked) run = at->asked_run;
    if (actor >= 0 && actor == at->known) run = PLY_BASE_RUN;
    values[i] = value_of(d, run, i);
  }
}

static void *start(const void *source) {
  deck *own = malloc(sizeof *own);
  *own = *(const deck *)source;
  return own;
}

static ply_status game(void *own, const ply_draw_at *at, ply_game **out, ply_err *err) {
  const deck *d = own;
  double *values = malloc(((size_t)d->scenario->n_numbers + 1) * sizeof *values);
  values_at(d, at, values);
  ply_status status = ply_game_compile(d->scenario, values, NULL, out, err);
  free(values);
  return status;
}

/* ---- going through everything ---- */

typedef struct table {
  uint64_t raw, n;
  int actors;
  bool *in[4];    /* [n * raw] by set */
  double *u;      /* [n * raw] of the proposer */
  double *d;      /* [n] */
  bool *in_force; /* [n * lines] */
  int lines;
  bool settles;
} table;

static table tabulate(const deck *from, const ply_draw_at *at, uint64_t n, int proposer) {
  table t = {.n = n, .settles = true};
  double *values = malloc(((size_t)from->scenario->n_numbers + 1) * sizeof *values);
  for (uint64_t k = 0; k < n && t.settles; k++) {
    values_at(from, &at[k], values);
    bool *lines = oracle_likely_lines(from->scenario, values);
    oracle *o = oracle_new(from->scenario, values, lines);
    if (k == 0) {
      t.raw = o->raw;
      for (int s = 0; s < 4; s++) t.in[s] = calloc((size_t)(n * o->raw), sizeof(bool));
      t.u = calloc((size_t)(n * o->raw), sizeof *t.u);
      t.d = calloc((size_t)n, sizeof *t.d);
      for (int i = 0; i < from->scenario->n_actors; i++) t.lines += from->scenario->actors[i].n_red_lines;
      t.in_force = calloc((size_t)n * (size_t)t.lines + 1, sizeof *t.in_force);
    }
    for (int l = 0; l < t.lines; l++) t.in_force[k * (uint64_t)t.lines + (uint64_t)l] = lines[l];
    t.settles = o->settles;
    t.d[k] = o->d[proposer];
    const bool *sets[] = {o->in_a, o->in_t, o->in_s, o->in_r};
    for (uint64_t b = 0; b < t.raw && t.settles; b++) {
      for (int s = 0; s < 4; s++) t.in[s][k * t.raw + b] = sets[s][b];
      t.u[k * t.raw + b] = o->u[b * (uint64_t)o->n + (uint64_t)proposer];
    }
    oracle_free(o);
    free(lines);
  }
  free(values);
  return t;
}

static void table_done(table *t) {
  for (int s = 0; s < 4; s++) free(t->in[s]);
  free(t->u);
  free(t->d);
  free(t->in_force);
}

static uint64_t count_of(const table *t, int set, uint64_t b) {
  uint64_t n = 0;
  for (uint64_t k = 0; k < t->n; k++) n += t->in[set][k * t->raw + b];
  return n;
}

/* The bundle that comes after `rank` better ones. */
static bool best_after(const table *t, int set, int rank, uint64_t *best, uint64_t *count) {
  bool *taken = calloc((size_t)t->raw, sizeof *taken), found = false;
  for (int r = 0; r <= rank; r++) {
    *count = 0;
    found = false;
    for (uint64_t b = 0; b < t->raw; b++) {
      uint64_t n = taken[b] ? 0 : count_of(t, set, b);
      if (n <= *count) continue;
      *count = n;
      *best = b;
      found = true;
    }
    if (found) taken[*best] = true;
  }
  free(taken);
  return found;
}

static double value_at(const table *t, uint64_t b, const bool *among) {
  double sum = 0;
  for (uint64_t k = 0; k < t->n; k++)
    if (among == NULL || among[k]) sum += t->in[0][k * t->raw + b] ? t->u[k * t->raw + b] : t->d[k];
  return sum;
}

/* The most of any offer, none included. */
static double best_value(const table *t, const bool *among) {
  double best = 0;
  for (uint64_t k = 0; k < t->n; k++)
    if (among == NULL || among[k]) best += t->d[k];
  for (uint64_t b = 0; b < t->raw; b++) best = fmax(best, value_at(t, b, among));
  return best;
}

static double best_by_draw(const table *t) {
  double sum = 0;
  for (uint64_t k = 0; k < t->n; k++) {
    double best = t->d[k];
    for (uint64_t b = 0; b < t->raw; b++)
      if (t->in[0][k * t->raw + b]) best = fmax(best, t->u[k * t->raw + b]);
    sum += best;
  }
  return sum;
}

/* ---- comparing ---- */

static bool near(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(a)); }

static bool same_best(const table *t, int set, const ply_robust *r, ply_text *why) {
  for (int i = 0; i < 3; i++) {
    uint64_t b = 0, count = 0;
    bool found = best_after(t, set, i, &b, &count);
    if (found != (i < r->n_top)) {
      ply_text_addf(why, "set %d: number %d is %s by the list\n", set, i, found ? "there" : "not there");
      return false;
    }
    if (found && (r->top[i].bundle.index != b || r->top[i].count != count)) {
      ply_text_addf(why, "set %d: number %d is %llu (%llu), by the list %llu (%llu)\n", set, i,
                    (unsigned long long)r->top[i].bundle.index, (unsigned long long)r->top[i].count,
                    (unsigned long long)b, (unsigned long long)count);
      return false;
    }
  }
  return true;
}

/* No point is beaten in both, and every bundle is beaten or equalled by some point. */
static bool same_frontier(const table *t, const ply_robust *r, ply_text *why) {
  for (uint64_t b = 0; b < t->raw; b++) {
    uint64_t n = count_of(t, 0, b);
    double mean = 0;
    if (n == 0) continue;
    for (uint64_t k = 0; k < t->n; k++)
      if (t->in[0][k * t->raw + b]) mean += t->u[k * t->raw + b] / (double)n;
    bool covered = false;
    for (int i = 0; i < r->n_frontier; i++) {
      const ply_robust_point *p = &r->frontier[i];
      covered |= p->count >= n && p->mean >= mean - 1e-9 * (1 + fabs(mean));
      if (n >= p->count && mean >= p->mean - 1e-9 * (1 + fabs(mean)) &&
          (n > p->count || mean > p->mean + 1e-9 * (1 + fabs(mean)))) {
        ply_text_addf(why, "frontier: %llu (%llu, %.12g) beats %llu (%llu, %.12g)\n", (unsigned long long)b,
                      (unsigned long long)n, mean, (unsigned long long)p->bundle.index,
                      (unsigned long long)p->count, p->mean);
        return n == p->count || near(mean, p->mean); /* a last bit apart */
      }
    }
    if (!covered) {
      ply_text_addf(why, "frontier: %llu (%llu, %.12g) is not covered\n", (unsigned long long)b,
                    (unsigned long long)n, mean);
      return false;
    }
  }
  return true;
}

/* What it is worth to know whether a red line is in force: the best of the draws in which it is and the best of the
 * others, against one offer for all. */
static bool same_lines(const table *t, const deck *d, const ply_robust *r, ply_text *why) {
  double n = (double)t->n, blind = best_value(t, NULL);
  bool *among = calloc((size_t)t->n, sizeof *among), same = true;
  for (int i = 0, l = 0; i < d->scenario->n_actors && same; i++)
    for (int own = 0; own < d->scenario->actors[i].n_red_lines && same; own++, l++) {
      double seeing = 0, told = 0;
      char name[256];
      snprintf(name, sizeof name, "%s/%s", d->scenario->actors[i].id,
               d->scenario->actors[i].red_lines[own].id);
      for (int in = 0; in < 2; in++) {
        for (uint64_t k = 0; k < t->n; k++)
          among[k] = t->in_force[k * (uint64_t)t->lines + (uint64_t)l] == (in == 1);
        seeing += best_value(t, among);
      }
      for (int k = 0; k < r->n_knowing; k++)
        if (strcmp(r->knowing[k].what, name) == 0) told = r->knowing[k].value; /* none: it never moves */
      double worth = fmax(0, (seeing - blind) / n);
      same = fabs(told - worth) < 1e-9 * (1 + fabs(worth));
      if (!same) ply_text_addf(why, "knowing %s: %.12g, by the list %.12g\n", name, told, worth);
    }
  free(among);
  return same;
}

static bool same_offers(const table *t, const deck *d, const ply_robust *r, int asked, ply_text *why) {
  double n = (double)t->n, best = best_value(t, NULL);
  if (!near(r->offer.value, best / n)) {
    ply_text_addf(why, "best offer: %.12g, by the list %.12g\n", r->offer.value, best / n);
    return false;
  }
  if (r->offer.made && !near(value_at(t, r->offer.bundle.index, NULL), best)) {
    ply_text_addf(why, "the best offer's bundle is worth %.12g\n",
                  value_at(t, r->offer.bundle.index, NULL) / n);
    return false;
  }
  if (!near(r->knowing[0].value, (best_by_draw(t) - best) / n)) {
    ply_text_addf(why, "everything: %.12g, by the list %.12g\n", r->knowing[0].value,
                  (best_by_draw(t) - best) / n);
    return false;
  }
  if (asked < 0) return true;
  ply_draw_at at[ASKED * ASKED];
  for (int i = 0; i < ASKED; i++)
    for (int j = 0; j < ASKED; j++)
      at[i * ASKED + j] = (ply_draw_at){(uint64_t)j, r->proposer, asked, (uint64_t)i};
  table cross = tabulate(d, at, ASKED * ASKED, r->proposer);
  double seeing = 0, blind = best_value(&cross, NULL), told = r->knowing[r->n_knowing - 1].value;
  for (int i = 0; i < ASKED; i++) {
    bool among[ASKED * ASKED] = {false};
    for (int j = 0; j < ASKED; j++) among[i * ASKED + j] = true;
    seeing += best_value(&cross, among);
  }
  double worth = fmax(0, (seeing - blind) / (ASKED * ASKED));
  bool settles = cross.settles;
  table_done(&cross);
  if (!settles || fabs(told - worth) < 1e-9) return true;
  ply_text_addf(why, "asked: %.12g, by the list %.12g\n", told, worth);
  return false;
}

/* In how many draws there is a deal at all; after a few steps no more than that. */
static bool same_deals(const table *t, const ply_draws *draws, ply_text *why) {
  uint64_t deals = 0;
  for (uint64_t k = 0; k < t->n; k++) {
    bool any = false;
    for (uint64_t b = 0; b < t->raw; b++) any |= t->in[0][k * t->raw + b];
    deals += any;
  }
  ply_robust_deals all = {0}, few = {0};
  const uint64_t nothing = 0;
  ply_err err = {0};
  if (ply_robust_any(draws, 0, NULL, 0, NULL, &all, &err) == PLY_OK &&
      ply_robust_any(draws, 3, &nothing, 1, NULL, &few, &err) == PLY_OK && all.decided &&
      all.deals == deals && few.deals <= deals && (!few.decided || few.deals == deals))
    return true;
  ply_text_addf(why, "a deal in %llu draws (after three steps %llu), by the list in %llu %s\n",
                (unsigned long long)all.deals, (unsigned long long)few.deals, (unsigned long long)deals,
                err.message);
  return false;
}

static bool same_game(const deck *d, uint64_t seed, ply_text *why) {
  const ply_draws draws = {.n = DRAWS + seed / 2 % 2 * 30,
                           .source = d,
                           .start = start,
                           .finish = free,
                           .game = game,
                           .moves = seed % 4 == 0 ? NULL : moves};
  int proposer = (int)(seed / 3 % (uint64_t)d->scenario->n_actors), set = (int)(seed / 4 % 4);
  int asked = (int)(seed / 5 % (uint64_t)d->scenario->n_actors);
  ply_draw_at at[2][DRAWS + 30];
  for (uint64_t k = 0; k < draws.n; k++) {
    at[0][k] = (ply_draw_at){k, PLY_NOBODY, PLY_NOBODY, 0};
    at[1][k] = (ply_draw_at){k, proposer, PLY_NOBODY, 0};
  }
  table drawn = tabulate(d, at[0], draws.n, proposer), known = tabulate(d, at[1], draws.n, proposer);
  ply_robust_settings settings = {.over = set,
                                  .top = 3,
                                  .proposer = proposer,
                                  .offers = true,
                                  .frontier = true,
                                  .knowing = true,
                                  .asked = &asked,
                                  .n_asked = 1,
                                  .m = ASKED,
                                  .threads = 1 + (int)(seed % 2)};
  ply_robust *r = NULL;
  ply_err err = {0};
  bool same = true;
  ply_status status = ply_robust_answer(&draws, NULL, &settings, &r, &err);
  if (drawn.settles && known.settles) {
    if (status != PLY_OK) ply_text_addf(why, "%s\n", err.message);
    same = status == PLY_OK && same_best(&drawn, set, r, why) && same_frontier(&known, r, why) &&
           same_offers(&known, d, r, asked, why) && same_lines(&known, d, r, why) &&
           same_deals(&drawn, &draws, why);
  }
  ply_robust_free(r);
  table_done(&drawn);
  table_done(&known);
  return same;
}

static bool holds(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return same_game(&(deck){s, seed}, seed, why);
}

START_TEST(brute_force_finds_the_same) { check_games("robust", (random_wish){.most = 250}, 1, 60, holds); }
END_TEST

START_TEST(with_security) {
  check_games("robust", (random_wish){.most = 250, .security = true}, 2001, 30, holds);
}
END_TEST

START_TEST(with_candidates_at_odds) {
  check_games("robust", (random_wish){.most = 250, .tense = true}, 4001, 30, holds);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/robust");
  TCase *tcase = tcase_create("robust");
  tcase_set_timeout(tcase, 300);
  tcase_add_test(tcase, brute_force_finds_the_same);
  tcase_add_test(tcase, with_security);
  tcase_add_test(tcase, with_candidates_at_odds);
  suite_add_tcase(suite, tcase);
  return suite;
}
