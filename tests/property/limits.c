/* What must hold whatever the numbers are (model, "Limits that need no data"): pledges worth nothing deter
 * nobody, the order of actors and the unit of a payoff mean nothing, a red line less never costs a deal, a
 * higher reservation never makes one. On random scenarios, through the compiled game and the solvers. */
#include "tests/support/games.h"
#include "tests/support/solved.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- security at every bundle ---- */

typedef struct guard {
  const ply_scenario *s;
  ply_game *game;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS], member[PLY_MAX_CANDIDATES];
  ply_security_inputs inputs;
  ply_security_state state;
} guard;

static bool guard_init(guard *w, const ply_scenario *s, const double *values, ply_text *why) {
  ply_err err = {0};
  ply_lines lines = {0};
  *w = (guard){.s = s};
  if (ply_game_compile(s, values, &lines, &w->game, &err) == PLY_OK) return true;
  ply_text_addf(why, "compile: %s\n", err.message);
  return false;
}

static bool guard_at(guard *w, uint64_t bundle) {
  ply_game_bundle(w->game, bundle, w->option, w->level);
  w->inputs = ply_game_security_inputs(w->game, w->option);
  for (int c = 0; c < w->game->n_candidates; c++) w->member[c] = w->level[w->game->candidate[c]];
  return ply_game_security(w->game, &w->inputs, w->member, 0, &w->state);
}

/* No force and no credibility at any bundle. */
static bool nothing_deters(const ply_scenario *s, const double *values, const char *what, ply_text *why) {
  guard w;
  bool holds = guard_init(&w, s, values, why);
  for (uint64_t b = 0; holds && b < w.game->raw; b++) {
    holds = guard_at(&w, b) && w.state.indicator[PLY_FORCE] == 0 && w.state.indicator[PLY_CREDIBILITY] == 0;
    if (!holds)
      ply_text_addf(why, "%s: expected force 0 and credibility 0 at bundle %llu, got %g and %g\n", what,
                    (unsigned long long)b, w.state.indicator[PLY_FORCE], w.state.indicator[PLY_CREDIBILITY]);
  }
  ply_game_free(w.game);
  return holds;
}

static int table_size(const ply_scenario *s, const ply_table *table) {
  int n = 1;
  for (int k = 0; k < table->n_issues; k++) n *= s->issues[table->issue[k]].n_options;
  return n;
}

static void set_table(const ply_scenario *s, const ply_table *table, double value, double *values) {
  for (int k = 0; k < table_size(s, table); k++) set_number(values, &table->values[k], value);
}

static bool worthless_pledges(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  const ply_security *sec = s->security;
  double *bond = base_values(s), *effort = base_values(s), *judgement = base_values(s);
  set_table(s, &sec->bond, 0, bond);
  set_table(s, &sec->judgement, 0, judgement);
  for (int l = 0; l < s->n_levels; l++) set_number(effort, &s->levels[l].effort, 0);
  bool holds = nothing_deters(s, effort, "no effort", why);
  if (sec->model == PLY_FIXED) holds = nothing_deters(s, bond, "no bond", why) && holds;
  if (sec->judgement.n_issues > 0) holds = nothing_deters(s, judgement, "no judgement", why) && holds;
  free(bond);
  free(effort);
  free(judgement);
  return holds;
}

START_TEST(worthless_pledges_deter_nobody) {
  check_games("worthless", (random_wish){.most = 300, .security = true}, 1, 300, worthless_pledges);
}
END_TEST

/* Boundless audience costs: p = rho' nu, which model `fixed` gives with a bond of 1. */
static bool boundless_audience(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  if (s->security->model != PLY_COORDINATION) return true;
  ply_security fixed = *s->security;
  ply_scenario other = *s;
  fixed.model = PLY_FIXED;
  other.security = &fixed;
  double *loud = base_values(s), *bound = base_values(s);
  for (int i = 0; i < s->n_actors; i++) set_number(loud, &s->security->audience[i], 1e7);
  set_table(s, &s->security->bond, 1, bound);
  guard a, b;
  bool holds = guard_init(&a, s, loud, why);
  holds = guard_init(&b, &other, bound, why) && holds;
  for (uint64_t at = 0; holds && at < a.game->raw; at++) {
    holds = guard_at(&a, at) && guard_at(&b, at);
    for (int c = 0; c < a.game->n_candidates && holds && a.inputs.bond > 0; c++) {
      holds = fabs(a.state.honour[c] - b.state.honour[c]) <= PLY_EPS;
      if (!holds)
        ply_text_addf(why, "bundle %llu, candidate %d: expected p = rho nu = %.12g, got %.12g\n",
                      (unsigned long long)at, c, b.state.honour[c], a.state.honour[c]);
    }
  }
  ply_game_free(a.game);
  ply_game_free(b.game);
  free(loud);
  free(bound);
  return holds;
}

START_TEST(boundless_audience_costs_bind) {
  check_games("audience", (random_wish){.most = 300, .security = true}, 1001, 300, boundless_audience);
}
END_TEST

/* A guarantor without capability, stake, audience and cost: wherever it stands, all else is the same. */
static bool null_guarantor(const ply_scenario *s, uint64_t seed, ply_text *why) {
  double *values = base_values(s);
  guard here, out;
  bool holds = true;
  int candidates[PLY_MAX_ACTORS], n = 0;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) candidates[n++] = i;
  int who = (int)(seed % (uint64_t)n), actor = candidates[who];
  const ply_number *of[] = {&s->security->capability[actor], &s->security->audience[actor],
                            &s->security->stake[actor], &s->security->cost[actor]};
  for (size_t k = 0; k < sizeof of / sizeof *of; k++) set_number(values, of[k], 0);
  holds = guard_init(&here, s, values, why);
  out = here;
  for (uint64_t b = 0; holds && b < here.game->raw; b++) {
    holds = guard_at(&here, b) && guard_at(&out, b);
    out.member[who] = 0;
    holds = holds && ply_game_security(out.game, &out.inputs, out.member, 0, &out.state);
    for (int j = 0; j < PLY_FIGHT && holds; j++)
      holds = fabs(here.state.indicator[j] - out.state.indicator[j]) <= PLY_EPS;
    for (int c = 0; c < here.game->n_candidates && holds; c++)
      holds = c == who || fabs(here.state.honour[c] - out.state.honour[c]) <= PLY_EPS;
    if (!holds)
      ply_text_addf(why, "bundle %llu: %s has nothing to bring, yet it changes others' indicators\n",
                    (unsigned long long)b, s->actors[actor].id);
  }
  ply_game_free(here.game);
  free(values);
  return holds;
}

START_TEST(a_null_guarantor_changes_nothing) {
  check_games("null", (random_wish){.most = 300, .security = true}, 2001, 300, null_guarantor);
}
END_TEST

/* ---- the same game told otherwise ---- */

static bool same_count(const char *what, uint64_t a, uint64_t b, ply_text *why) {
  if (a != b)
    ply_text_addf(why, "%s: %llu before, %llu after\n", what, (unsigned long long)a, (unsigned long long)b);
  return a == b;
}

static bool same_sets(const ply_result *a, const ply_result *b, ply_text *why) {
  bool same = same_count("feasible", a->feasible.low, b->feasible.low, why);
  same = same_count("acceptable", a->acceptable.low, b->acceptable.low, why) && same;
  same = same_count("sustained", a->sustained.low, b->sustained.low, why) && same;
  same = same_count("stable", a->stable.low, b->stable.low, why) && same;
  same = same_count("join equilibria", a->join_equilibria.low, b->join_equilibria.low, why) && same;
  same = same_count("efficient", a->pareto.count, b->pareto.count, why) && same;
  for (int d = 0; d < a->n_designs; d++) {
    const ply_design_result *x = &a->designs[d], *y = &b->designs[d];
    same = same_count(x->name.id,
                      (uint64_t)(x->acceptable * 8 + x->sustained * 4 + x->stable * 2 + x->efficient),
                      (uint64_t)(y->acceptable * 8 + y->sustained * 4 + y->stable * 2 + y->efficient), why) &&
           same;
    same = same_count(x->name.id, x->join.count * 1000 + x->join.strong,
                      y->join.count * 1000 + y->join.strong, why) &&
           same;
  }
  return same;
}

static bool same_value(const char *what, double a, double b, ply_text *why) {
  if (fabs(a - b) <= 2 * PLY_EPS * fmax(1, fabs(a))) return true;
  ply_text_addf(why, "%s: %.12g before, %.12g after\n", what, a, b);
  return false;
}

/* The same scenario with its actors listed last first: every answer follows its actor. */
static bool same_permuted(const ply_result *a, const ply_result *b, ply_text *why) {
  bool same = same_sets(a, b, why);
  int n = a->frame.n_actors;
  for (int i = 0; i < n; i++) {
    const char *id = a->frame.actors[i].name.id;
    same = same_count(id, a->actors[i].veto_weight, b->actors[n - 1 - i].veto_weight, why) && same;
    same = same_count(id, a->actors[i].would_accept, b->actors[n - 1 - i].would_accept, why) && same;
    for (int d = 0; d < a->n_designs; d++)
      same = same_value(id, a->designs[d].bundle.payoffs[i], b->designs[d].bundle.payoffs[n - 1 - i], why) &&
             same;
  }
  for (int k = 0; k < a->n_solutions; k++) {
    const ply_solution *x = &a->solutions[k], *y = &b->solutions[k];
    same = same_count(x->concept->name, x->outcome, y->outcome, why) && same;
    if (x->outcome == PLY_FOUND && y->outcome == PLY_FOUND)
      same = same_value(x->concept->name, x->value, y->value, why) && same;
  }
  if (a->least_regret.outcome == PLY_FOUND)
    same = same_value("least regret", a->least_regret.regret, b->least_regret.regret, why) && same;
  return same;
}

START_TEST(the_order_of_actors_means_nothing) {
  for (uint64_t seed = 3001; seed < 3501; seed++) {
    random_wish usual = {.most = 500, .tense = seed % 2 == 0}, turned = usual;
    turned.reversed = true;
    ply_scenario *s = random_scenario(seed, usual, NULL), *t = random_scenario(seed, turned, NULL);
    ply_text why;
    ply_text_init(&why);
    ply_result *a = solve_scenario(s, NULL, NULL, NULL, &why), *b = solve_scenario(t, NULL, NULL, NULL, &why);
    ck_assert_msg(a && b && same_permuted(a, b, &why), "seed %llu: expected the same answers, got\n%s",
                  (unsigned long long)seed, why.data ? why.data : "");
    ply_text_done(&why);
    ply_result_free(a);
    ply_result_free(b);
    ply_scenario_free(s);
    ply_scenario_free(t);
  }
}
END_TEST

/* Scales every payoff of one actor by `factor`; the file's reservation follows with `shift` added. */
static void scale_actor(const ply_scenario *s, const ply_actor *a, double factor, double shift,
                        double *values) {
  for (int k = 0; k < s->n_issues; k++)
    set_number(values, &a->rows[k].weight, factor * a->rows[k].weight.base);
  for (int l = 0; l < s->n_levels && a->level != NULL; l++)
    set_number(values, &a->level[l], factor * a->level[l].base);
  for (int t = 0; t < a->n_bonuses; t++)
    set_number(values, &a->bonuses[t].gain, factor * a->bonuses[t].gain.base);
  for (int t = 0; t < a->n_tables; t++)
    for (int e = 0; e < a->tables[t].n_numbers; e++)
      set_number(values, &a->tables[t].numbers[e], factor * a->tables[t].numbers[e].base);
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j]) set_number(values, &a->stakes[j], factor * a->stakes[j].base);
  set_number(values, &a->reservation, factor * a->reservation.base + shift);
}

static bool rescaled(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int who = (int)(seed % (uint64_t)s->n_actors);
  double *values = base_values(s), factor = 0.5 + (double)(seed % 5), shift = 0.25 * (double)(seed % 7) - 0.5;
  scale_actor(s, &s->actors[who], factor, shift, values);
  /* The shift of the payoff itself: a bonus that always holds. */
  static const ply_cond always = {.kind = PLY_COND_ALL};
  ply_actor *actors = calloc((size_t)s->n_actors, sizeof *actors);
  ply_bonus *bonuses = calloc((size_t)s->actors[who].n_bonuses + 1, sizeof *bonuses);
  memcpy(actors, s->actors, (size_t)s->n_actors * sizeof *actors);
  for (int t = 0; t < s->actors[who].n_bonuses; t++) bonuses[t] = s->actors[who].bonuses[t];
  bonuses[actors[who].n_bonuses++] = (ply_bonus){
      .id = "shift", .when = &always, .gain = {.low = shift, .base = shift, .high = shift, .id = -1}};
  actors[who].bonuses = bonuses;
  ply_scenario other = *s;
  other.actors = actors;
  ply_result *a = solve_scenario(s, NULL, NULL, NULL, why),
             *b = solve_scenario(&other, values, NULL, NULL, why);
  bool holds = a != NULL && b != NULL && same_sets(a, b, why);
  for (int k = 0; k < 2 && holds; k++)
    holds = a->solutions[k].outcome == b->solutions[k].outcome &&
            (a->solutions[k].outcome != PLY_FOUND ||
             same_count(a->solutions[k].concept->name, a->solutions[k].bundle.index,
                        b->solutions[k].bundle.index, why));
  if (!holds) ply_text_addf(why, "after payoffs of %s times %g plus %g\n", s->actors[who].id, factor, shift);
  ply_result_free(a);
  ply_result_free(b);
  free(actors);
  free(bonuses);
  free(values);
  return holds;
}

START_TEST(the_unit_of_a_payoff_means_nothing) {
  check_games("rescaled", (random_wish){.most = 500}, 4001, 300, rescaled);
  check_games("rescaled-tense", (random_wish){.most = 500, .tense = true}, 5001, 200, rescaled);
}
END_TEST

/* ---- monotone ---- */

/* All red lines but one: A holds at least what it held. */
static bool relaxed(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  char name[64][64];
  const char *ids[64];
  int n = 0;
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines && n < 64; l++, n++)
      snprintf(name[n], sizeof name[n], "%s/%s", s->actors[i].id, s->actors[i].red_lines[l].id);
  ply_lines all = {.choice = PLY_LINES_ALL};
  ply_result *before = solve_scenario(s, NULL, &all, NULL, why);
  bool holds = before != NULL;
  for (int without = 0; without < n && holds; without++) {
    int kept = 0;
    for (int l = 0; l < n; l++)
      if (l != without) ids[kept++] = name[l];
    ply_lines lines = {.choice = PLY_LINES_LIST, .ids = ids, .n = kept};
    ply_result *after = solve_scenario(s, NULL, &lines, NULL, why);
    holds = after != NULL && after->acceptable.low >= before->acceptable.low;
    if (after != NULL && !holds)
      ply_text_addf(why, "without %s: expected at least %llu acceptable, got %llu\n", name[without],
                    (unsigned long long)before->acceptable.low, (unsigned long long)after->acceptable.low);
    ply_result_free(after);
  }
  ply_result_free(before);
  return holds;
}

START_TEST(a_red_line_less_costs_no_deal) {
  check_games("relaxed", (random_wish){.most = 500}, 6001, 300, relaxed);
}
END_TEST

static bool raised(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_result *before = solve_scenario(s, NULL, NULL, NULL, why);
  bool holds = before != NULL;
  for (int i = 0; i < s->n_actors && holds; i++) {
    if (s->actors[i].reservation_design >= 0) continue;
    double *values = base_values(s);
    set_number(values, &s->actors[i].reservation,
               s->actors[i].reservation.base + 0.05 * (double)(1 + seed % 6));
    ply_result *after = solve_scenario(s, values, NULL, NULL, why);
    holds = after != NULL && after->acceptable.low <= before->acceptable.low;
    if (after != NULL && !holds)
      ply_text_addf(why, "%s asks for more: expected at most %llu acceptable, got %llu\n", s->actors[i].id,
                    (unsigned long long)before->acceptable.low, (unsigned long long)after->acceptable.low);
    ply_result_free(after);
    free(values);
  }
  ply_result_free(before);
  return holds;
}

START_TEST(a_higher_reservation_makes_no_deal) {
  check_games("raised", (random_wish){.most = 500}, 7001, 300, raised);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/limits");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, worthless_pledges_deter_nobody);
  tcase_add_test(games, boundless_audience_costs_bind);
  tcase_add_test(games, a_null_guarantor_changes_nothing);
  tcase_add_test(games, the_order_of_actors_means_nothing);
  tcase_add_test(games, the_unit_of_a_payoff_means_nothing);
  tcase_add_test(games, a_red_line_less_costs_no_deal);
  tcase_add_test(games, a_higher_reservation_makes_no_deal);
  suite_add_tcase(suite, games);
  return suite;
}
