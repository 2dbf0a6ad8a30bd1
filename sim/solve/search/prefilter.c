/* Which roots can matter? Only those at which at most one party refuses every combo, even with the best
 * that any design of the stretch gives each perspective. What is left stands side by side in lanes, in full and, for
 * the tests of prefilter_designs.c, in single precision with a margin, so that nothing that matters is lost. */
#include "sim/solve/search/prefilter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double larger(double a, double b) { return a > b ? a : b; }

bool ply_prefilter_init(ply_prefilter *s, const ply_space *space, bool veto) {
  *s = (ply_prefilter){.veto = veto, .below = ply_below_best()};
  size_t most = (size_t)space->most_memberships;
  s->member = malloc(most * sizeof *s->member + 1);
  s->bystanders = malloc(most * sizeof *s->bystanders + 1);
  s->missing = malloc(most + 1);
  s->kept = malloc(most * sizeof *s->kept + 1);
  s->party = malloc((most + 64) * sizeof *s->party);
  if (s->member && s->bystanders && s->missing && s->kept && s->party) return true;
  ply_prefilter_done(s);
  return false;
}

void ply_prefilter_done(ply_prefilter *s) {
  free(s->member);
  free(s->bystanders);
  free(s->missing);
  free(s->kept);
  free(s->value);
  free(s->indicator);
  free(s->exact);
  free(s->scale);
  free(s->slot);
  free(s->mask);
  free(s->test);
  free(s->party);
  free(s->left);
  *s = (ply_prefilter){0};
}

/* ---- a stretch ---- */

/* The best terms that some design of the stretch gives at a slot: indicators are never below 0. */
static ply_linear best_terms(const ply_stretch *stretch, int actor, int slot) {
  ply_linear best = ply_stretch_sums(stretch, 0, actor)[slot];
  for (size_t d = 1; d < stretch->n; d++) {
    const ply_linear *sum = &ply_stretch_sums(stretch, d, actor)[slot];
    best.constant = larger(best.constant, sum->constant);
    for (int j = 0; j < PLY_N_INDICATORS; j++) best.slope[j] = larger(best.slope[j], sum->slope[j]);
  }
  return best;
}

/* The largest that the numbers in a payoff of the actor can be: rounding errors are a tiny share of it. */
static double magnitude(const ply_stretch *stretch, int actor) {
  const ply_view *view = stretch->view;
  const ply_combos *combos = view->combos;
  const double *combo = combos->sorted + (size_t)actor * (size_t)combos->n;
  double value = view->tables.largest[actor], sum = 0;
  for (size_t d = 0; d < stretch->n; d++)
    for (int slot = 0; slot < 2 * view->roster->n_rows; slot++) {
      const ply_linear *terms = &ply_stretch_sums(stretch, d, actor)[slot];
      double size = fabs(terms->constant);
      for (int j = 0; j < PLY_N_INDICATORS; j++) size += fabs(terms->slope[j]);
      sum = larger(sum, size);
    }
  return value + sum + larger(fabs(combo[0]), fabs(combo[combos->n - 1])) +
         fabs(combos->game->reservation[actor]);
}

/* Which actors can refuse, and what they then lack; those that refused the most so far come first, because
 * what they leave need not be looked at for the others. */
static bool refuses_all(const ply_stretch *stretch, int actor) {
  uint64_t refused = ~(uint64_t)0;
  for (size_t d = 0; d < stretch->n; d++) refused &= ply_stretch_refused(stretch, d);
  return refused >> actor & 1;
}

static void choose_asked(ply_prefilter *s, const ply_stretch *stretch) {
  const ply_game *game = stretch->view->space->game;
  const ply_combos *combos = stretch->view->combos;
  s->n_asked = 0;
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if (!(game->vetoes & bit)) continue;
    int at = s->n_asked++;
    for (; at > 0 && s->refusals[s->asked[at - 1]] < s->refusals[i]; at--) s->asked[at] = s->asked[at - 1];
    s->asked[at] = i;
    s->need[i] = game->reservation[i] - game->eps[i] - combos->sorted[(size_t)i * (size_t)combos->n];
    s->slack[i] = 1e-6 * magnitude(stretch, i);
    if (refuses_all(stretch, i)) s->need[i] = INFINITY;
  }
}

/* The best terms that some design of the stretch gives the actor, by slot. */
static void set_best(const ply_stretch *stretch, int actor, ply_linear *best) {
  for (int slot = 0; slot < 2 * stretch->view->roster->n_rows; slot++)
    best[slot] = best_terms(stretch, actor, slot);
}

/* Of n roots, by their numbers, keeps those at which no more parties than may be refuse everything, the actor
 * counted in. missing: by number, how many refuse so far. Returns how many are kept. */
static size_t keep_roots(ply_prefilter *s, const ply_stretch *stretch, int actor, const ply_linear *best,
                         size_t n) {
  const ply_view *view = stretch->view;
  const ply_roster *k = view->roster;
  const ply_perspectives *seen = k->seen[actor];
  const uint32_t *root_seen = k->root_seen[actor];
  const double *value = view->tables.value[actor];
  bool scaled = view->space->game->scaled_by[actor] != 0;
  double need = s->need[actor] - s->slack[actor];
  size_t kept = 0, refusals = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t j = s->kept[i], p = root_seen[j];
    const ply_linear *terms = &best[seen->slot[p]];
    double most = scaled ? ply_tile_payoff_of(&view->tables, actor, p, terms) : value[p] + terms->constant;
    bool refuses = seen->party[p] && (seen->refuses[p] || most < need);
    s->missing[j] = (uint8_t)(s->missing[j] + refuses);
    refusals += refuses;
    s->kept[kept] = j;
    kept += s->missing[j] <= s->veto;
  }
  s->refusals[actor] += refusals;
  return kept;
}

static bool keep_members(ply_prefilter *s, const ply_stretch *stretch) {
  const ply_roster *k = stretch->view->roster;
  size_t n = (size_t)k->n_roots;
  ply_linear *best = malloc(2 * (size_t)k->n_rows * sizeof *best + 1);
  if (best == NULL) return false;
  memset(s->missing, 0, n);
  for (size_t j = 0; j < n; j++) s->kept[j] = (uint32_t)j;
  for (int a = 0; a < s->n_asked; a++) {
    set_best(stretch, s->asked[a], best);
    n = keep_roots(s, stretch, s->asked[a], best, n);
  }
  free(best);
  for (size_t i = 0; i < n; i++) {
    s->member[i] = k->root[s->kept[i]];
    s->bystanders[i] = k->bystanders[s->kept[i]];
  }
  s->n = n;
  return true;
}

static bool room_for_lanes(ply_prefilter *s, size_t n) {
  if (n < s->room) return true;
  free(s->value);
  free(s->indicator);
  free(s->exact);
  free(s->scale);
  free(s->slot);
  s->room = 0;
  s->value = malloc((n + 1) * sizeof *s->value);
  s->indicator = malloc((n + 1) * sizeof *s->indicator);
  s->exact = malloc((n + 1) * sizeof *s->exact);
  s->scale = malloc((n + 1) * sizeof *s->scale);
  s->slot = malloc((n + 1) * sizeof *s->slot);
  if (!s->value || !s->indicator || !s->exact || !s->scale || !s->slot) return false;
  s->room = n + 1;
  return true;
}

static bool room_for_masks(ply_prefilter *s, size_t n) {
  if (n < s->mask_room) return true;
  free(s->mask);
  s->mask_room = 0;
  s->mask = malloc((n + 1) * sizeof *s->mask);
  if (s->mask == NULL) return false;
  s->mask_room = n + 1;
  return true;
}

static bool room_for_left(ply_prefilter *s, size_t n) {
  if (n < s->left_room) return true;
  free(s->left);
  s->left_room = 0;
  s->left = malloc((n + 1) * sizeof *s->left);
  if (s->left == NULL) return false;
  s->left_room = n + 1;
  return true;
}

static bool room_for_tests(ply_prefilter *s, size_t n) {
  if (n < s->test_room) return true;
  free(s->test);
  s->test_room = 0;
  s->test = malloc((n + 1) * sizeof *s->test);
  if (s->test == NULL) return false;
  s->test_room = n + 1;
  return true;
}

/* The one indicator that scales the actor's issues, by effort vector; NULL where none does. */
static const double *scale_of(const ply_view *view, int actor) {
  uint32_t by = view->space->game->scaled_by[actor];
  return by != 0 ? ply_tile_indicator(&view->tables, __builtin_ctz(by), actor) : NULL;
}

/* The membership of root j at which the actor is asked: a bystander's is the one in which it signs. */
static size_t asked_at(const ply_prefilter *s, const ply_roster *k, const ply_game *game, int actor,
                       size_t j) {
  int c = game->candidate_of[actor];
  if (c < 0 || !(s->bystanders[j] >> c & 1)) return s->member[j];
  return ply_roster_signed(k, game, s->member[j], c);
}

static void fill_lanes(ply_prefilter *s, const ply_stretch *stretch, int a) {
  const ply_view *view = stretch->view;
  const ply_roster *k = view->roster;
  int actor = s->asked[a];
  const ply_perspectives *seen = k->seen[actor];
  const double *scale = scale_of(view, actor);
  size_t at = (size_t)a * 64 * s->words;
  uint64_t *mask = s->mask + (size_t)a * 2 * (size_t)k->n_rows * s->words;
  memset(mask, 0, 2 * (size_t)k->n_rows * s->words * sizeof *mask);
  for (size_t j = 0; j < s->n; j++) {
    uint32_t p = seen->at[asked_at(s, k, view->space->game, actor, j)];
    s->exact[at + j] = seen->refuses[p] ? -INFINITY : view->tables.value[actor][p];
    s->scale[at + j] = scale != NULL ? scale[seen->effort[p]] : 0;
    s->slot[at + j] = seen->slot[p];
    s->value[at + j] = (float)s->exact[at + j];
    s->indicator[at + j] = (float)s->scale[at + j];
    if (s->party[j] >> actor & 1) mask[seen->slot[p] * s->words + j / 64] |= (uint64_t)1 << (j % 64);
  }
  for (size_t j = s->n; j < 64 * s->words; j++) s->value[at + j] = s->indicator[at + j] = 0;
  uint32_t by = view->space->game->scaled_by[actor];
  if ((by & (by - 1)) != 0) return; /* two scaled indicators are more than a lane holds */
  s->lanes.value[actor] = s->exact + at;
  s->lanes.scale[actor] = scale != NULL ? s->scale + at : NULL;
  s->lanes.slot[actor] = s->slot + at;
}

bool ply_prefilter_set(ply_prefilter *s, const ply_stretch *stretch) {
  s->stretch = stretch;
  choose_asked(s, stretch);
  if (!keep_members(s, stretch)) return false;
  s->words = (s->n + 63) / 64;
  s->lanes = (ply_lanes){0};
  if (s->n == 0) return true;
  size_t slots = 2 * (size_t)stretch->view->roster->n_rows, asked = (size_t)s->n_asked;
  if (!room_for_lanes(s, asked * 64 * s->words) || !room_for_masks(s, asked * slots * s->words) ||
      !room_for_tests(s, stretch->n * asked * slots) || !room_for_left(s, stretch->n * s->words))
    return false;
  for (size_t j = 0; j < s->n; j++) s->party[j] = stretch->view->roster->party[s->member[j]];
  for (int a = 0; a < s->n_asked; a++) fill_lanes(s, stretch, a);
  return true;
}
