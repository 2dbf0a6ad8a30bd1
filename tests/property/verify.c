/* Verify against the oracle, two transcriptions of the same page: does it confirm every claim of the oracle's
 * results on random scenarios, whole and near, and does it notice when one claim is wrong? */
#include "sim/verify/verify.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- confirming ---- */

static bool all_stamped(const ply_result *r) {
  for (int k = 0; k < r->n_solutions; k++)
    if (!r->solutions[k].verified) return false;
  return r->optimistic.verified && r->pessimistic.verified && (!r->talks.present || r->talks.verified);
}

static bool confirms_with(const ply_scenario *s, uint64_t seed, const char *over, bool near, ply_text *why) {
  bool *lines = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, lines);
  ply_result *r = oracle_result(o, over);
  ply_err err = {0};
  ply_status status = near ? ply_verify_near(s, NULL, lines, r, seed, &err)
                           : ply_verify_result(s, NULL, lines, r, seed, &err);
  bool holds = status == PLY_OK && r->n_failed_checks == 0 && all_stamped(r) && r->checked_all == !near;
  if (!holds)
    ply_text_addf(why, "expected no failed check, got %d (over %s, status %d %s): %s", r->n_failed_checks,
                  over ? over : "default", status, err.message,
                  r->failed_check ? r->failed_check : "no stamp");
  ply_result_free(r);
  oracle_free(o);
  free(lines);
  return holds;
}

static bool confirms(const ply_scenario *s, uint64_t seed, ply_text *why) {
  static const char *const over[] = {NULL, NULL, NULL, "acceptable", "sustained", "stable"};
  return confirms_with(s, seed, over[seed % 6], false, why);
}

static bool confirms_near(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return confirms_with(s, seed, NULL, true, why);
}

START_TEST(verify_confirms_the_oracle) {
  check_games("verify", (random_wish){.most = 1000}, 1, 400, confirms);
  check_games("verify-tense", (random_wish){.most = 1000, .tense = true}, 1001, 300, confirms);
}
END_TEST

START_TEST(verify_confirms_near) {
  check_games("verify-near", (random_wish){.most = 300}, 9001, 100, confirms_near);
}
END_TEST

/* ---- planted errors ---- */

/* A million times the tolerance of an actor's payoffs, as 1e-6 is where they are of the size of one; -1: of anybody's. */
static double step(const oracle *o, int actor) {
  double eps = actor >= 0 ? o->eps[actor] : 0;
  for (int i = 0; actor < 0 && i < o->n; i++) eps = fmax(eps, o->eps[i]);
  return 1000 * eps;
}

/* Another bundle of the set, or the same one where there is no other. */
static uint64_t other_of(const oracle *o, const bool *set, uint64_t b, ply_rng *rng) {
  uint64_t start = ply_rng_below(rng, o->raw);
  for (uint64_t k = 0; k < o->raw; k++) {
    uint64_t c = (start + k) % o->raw;
    if (set[c] && c != b) return c;
  }
  return b;
}

static bool swap_bundle(const oracle *o, const bool *set, ply_bundle *bundle, ply_result *r, ply_rng *rng) {
  uint64_t c = other_of(o, set, bundle->index, rng);
  if (c == bundle->index) return false;
  *bundle = oracle_bundle(o, c, r->arena);
  return true;
}

static bool spoil_count(ply_result *r, int which, ply_rng *rng) {
  ply_count *count[] = {&r->feasible, &r->acceptable, &r->sustained, &r->stable, &r->join_equilibria};
  ply_actor_result *actor = (ply_actor_result *)r->actors;
  int i = (int)ply_rng_below(rng, (uint64_t)r->frame.n_actors);
  if (which < 5) count[which]->low = ++count[which]->high;
  if (which == 5) actor[i].would_accept++;
  if (which == 6) actor[i].veto_weight++;
  if (which == 7) r->pareto.count++;
  return true;
}

/* near: not Kalai-Smorodinsky, whose best gains only the whole space tells. */
static bool spoil_solution(const oracle *o, ply_result *r, int which, bool near, ply_rng *rng) {
  uint64_t k = ply_rng_below(rng, 4);
  ply_solution *s = &r->solutions_mutable[near && k == 1 ? 0 : k];
  if (s->outcome != PLY_FOUND) return false;
  bool of_sums = strcmp(s->concept->name, "egalitarian") == 0 || strcmp(s->concept->name, "utilitarian") == 0;
  if (which == 0) s->value += of_sums ? step(o, -1) : step(o, -1) > 2e-6 ? 0.1 : 1e-6;
  if (which == 1) s->outcome = PLY_PROVED_NONE;
  if (which == 3 && !r->frame.has_security) return false;
  if (which == 3) s->security.overrun += 1e-6;
  if (which == 2) {
    const bool *set = oracle_set(o, s->over, NULL);
    if (!swap_bundle(o, set, &s->bundle, r, rng)) return false;
    if (strcmp(s->concept->name, "utilitarian") == 0) {
      s->value = 0;
      for (int i = 0; i < o->n; i++) s->value += s->bundle.payoffs[i];
    }
  }
  return true;
}

static bool spoil_offer(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  ply_proposal *p = ply_rng_below(rng, 2) ? &r->optimistic : &r->pessimistic;
  if (which == 0) {
    p->value += step(o, r->proposer);
    return true;
  }
  if (p->outcome != PLY_FOUND) return false;
  if (which == 1) p->attained++;
  if (which == 2) p->outcome = PLY_PROVED_NONE, p->value = o->d[r->proposer];
  if (which == 3) {
    if (!swap_bundle(o, o->in_t, &p->bundle, r, rng)) return false;
    p->value = p->bundle.payoffs[r->proposer];
  }
  return true;
}

static bool spoil_talks(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  if (!r->talks.present) return false;
  if (which == 0) r->talks.settled = !r->talks.settled;
  if (which == 0) return true;
  if (r->talks.outcome != PLY_FOUND) return false;
  if (which == 1) r->talks.round++;
  if (which == 2) r->talks.outcome = PLY_PROVED_NONE;
  return which != 3 || swap_bundle(o, oracle_set(o, r->talks.over, NULL), &r->talks.bundle, r, rng);
}

static bool spoil_regret(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  if (r->least_regret.outcome != PLY_FOUND) return false;
  if (which == 0) r->least_regret.regret += step(o, -1);
  if (which == 1) r->least_regret.outcome = PLY_PROVED_NONE;
  if (which == 2) r->least_regret.move.actor = r->least_regret.move.actor < 0 ? 0 : -1;
  if (which == 3) {
    if (!swap_bundle(o, o->in_a, &r->least_regret.bundle, r, rng)) return false;
    r->least_regret.regret = o->regret[r->least_regret.bundle.index];
    r->least_regret.move = o->deviation[r->least_regret.bundle.index];
  }
  return true;
}

static bool spoil_design(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  if (r->n_designs == 0) return false;
  ply_design_result *d = (ply_design_result *)&r->designs[ply_rng_below(rng, (uint64_t)r->n_designs)];
  int i = (int)ply_rng_below(rng, (uint64_t)o->n);
  bool *flag[] = {&d->acceptable, &d->join_equilibrium, &d->sustained,
                  &d->stable,     &d->efficient,        &d->join.no_deal};
  uint64_t *count[] = {&d->join.count, &d->join.strict, &d->join.strong, &d->join.sustained};
  double *number[] = {
      &d->regret,           &d->security.attack, &d->security.holds,  &d->security.credibility,
      &d->security.overrun, &d->security.force,  &d->security.outcome};
  if (which < 6)
    *flag[which] = !*flag[which];
  else if (which < 10)
    ++*count[which - 6];
  else if (which == 10)
    *number[0] += step(o, -1);
  else if (which < 17 && r->frame.has_security)
    *number[which - 10] += 1e-6;
  else if (which == 17)
    ((double *)d->margins)[i] -= step(o, i) / 100;
  else if (which == 18)
    ((double *)d->bundle.payoffs)[i] += step(o, i) / 100;
  else if (which == 19)
    ((bool *)d->refuses)[i] = !d->refuses[i];
  else if (which == 20)
    ((bool *)d->party)[i] = !d->party[i];
  else if (which == 21)
    ((int *)d->line)[i] = d->line[i] < 0 ? 0 : -1;
  else if (which == 22)
    d->deviation.actor = d->deviation.actor < 0 ? 0 : -1;
  else if (which == 23)
    d->feasible = false;
  else
    return false;
  return true;
}

/* The largest slack, and what follows if terms may be reopened. */
static bool spoil_slack(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  bool found = r->slack.outcome == PLY_FOUND && isfinite(r->slack.value);
  if (which < 3 && !found) return false;
  if (which == 0) r->slack.value += step(o, -1);
  if (which == 1) r->slack.outcome = PLY_PROVED_NONE;
  if (which == 2) {
    uint64_t other = other_of(o, o->feasible, r->slack.bundle.index, rng);
    if (!(oracle_slack_at(o, other) < r->slack.value - step(o, -1))) return false;
    r->slack.bundle = oracle_bundle(o, other, r->arena);
  }
  if (which < 3) return true;
  if (r->reopened.n == 0) return false;
  ply_without *w = (ply_without *)&r->reopened.without[ply_rng_below(rng, (uint64_t)r->reopened.n)];
  if (which == 3) r->reopened.count.low = ++r->reopened.count.high;
  if (which == 4) w->payoff += step(o, w->actor);
  if (which == 5 && w->outcome != PLY_FOUND) return false;
  if (which == 5) w->outcome = PLY_PROVED_NONE, w->payoff = o->d[w->actor];
  return true;
}

/* What talks are worth: to each in the opening, or before a proposer is drawn. */
static bool spoil_worth(const oracle *o, ply_result *r, int which, ply_rng *rng) {
  int i = (int)ply_rng_below(rng, (uint64_t)o->n);
  ply_talks_result *t = &r->talks;
  if (!t->present || t->drawn != (which >= 2)) return false;
  if (!t->drawn && (t->least == NULL || t->most == NULL)) return false;
  if (which == 0) ((double *)t->least)[i] -= step(o, i);
  if (which == 1) ((double *)t->most)[i] += step(o, i);
  if (which == 2) ((double *)t->value)[i] += step(o, i);
  if (which == 3) t->drift += step(o, -1);
  if (which == 4) ((ply_first_offer *)t->first)[0].agreed = !t->first[0].agreed;
  return true;
}

enum { OLDER = 23 + 24 + 1, KINDS = OLDER + 6 + 5 };

/* Makes one claim wrong; false where the result has no such claim. */
static bool spoil(const oracle *o, ply_result *r, int kind, ply_rng *rng) {
  if (kind < 8) return spoil_count(r, kind, rng);
  if (kind < 11) return spoil_solution(o, r, kind - 8, false, rng);
  if (kind >= OLDER + 6) return spoil_worth(o, r, kind - OLDER - 6, rng);
  if (kind >= OLDER) return spoil_slack(o, r, kind - OLDER, rng);
  if (kind == OLDER - 1) return spoil_solution(o, r, 3, false, rng);
  if (kind < 15) return spoil_offer(o, r, kind - 11, rng);
  if (kind < 19) return spoil_talks(o, r, kind - 15, rng);
  if (kind < 23) return spoil_regret(o, r, kind - 19, rng);
  return spoil_design(o, r, kind - 23, rng);
}
static bool notices(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 7);
  bool *lines = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, lines);
  bool holds = true;
  for (int kind = 0; kind < KINDS && holds; kind++) {
    ply_result *r = oracle_result(o, NULL);
    if (spoil(o, r, kind, &rng)) {
      ply_status status = ply_verify_result(s, NULL, lines, r, seed, NULL);
      holds = status == PLY_OK && r->n_failed_checks > 0 && r->failed_check != NULL;
      if (!holds) ply_text_addf(why, "a planted error of kind %d was not noticed (status %d)", kind, status);
    }
    ply_result_free(r);
  }
  oracle_free(o);
  free(lines);
  return holds;
}

START_TEST(verify_notices_planted_errors) {
  check_games("planted", (random_wish){.most = 200, .ones = true}, 5001, 100, notices);
  check_games("planted-money", (random_wish){.most = 200}, 15001, 60, notices);
  check_games("planted-tense", (random_wish){.most = 200, .tense = true, .ones = true}, 6001, 100, notices);
}
END_TEST

/* On a large space: a solution moved to a worse neighbour of the set is found out by looking around. */
static bool notices_near(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 8);
  bool *lines = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, lines);
  bool holds = true;
  for (int which = 0; which < 3 && holds; which += 2) {
    ply_result *r = oracle_result(o, NULL);
    if (spoil_solution(o, r, which, true, &rng)) {
      holds = ply_verify_near(s, NULL, lines, r, seed, NULL) == PLY_OK && r->n_failed_checks > 0;
      if (!holds)
        ply_text_addf(why, "a planted error (%s) was not noticed from nearby", which ? "bundle" : "value");
    }
    ply_result_free(r);
  }
  oracle_free(o);
  free(lines);
  return holds;
}

START_TEST(verify_near_notices_worse_solutions) {
  check_games("planted-near", (random_wish){.most = 100, .smooth = true, .ones = true}, 7001, 100,
              notices_near);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/verify");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, verify_confirms_the_oracle);
  tcase_add_test(games, verify_confirms_near);
  tcase_add_test(games, verify_notices_planted_errors);
  tcase_add_test(games, verify_near_notices_worse_solutions);
  suite_add_tcase(suite, games);
  return suite;
}
