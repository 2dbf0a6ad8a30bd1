/* Are the random scenarios of every kind that matters? A property test on games without a deal proves nothing
 * about deals: each kind must turn up often enough among a few hundred seeds. */
#include "tests/support/oracle.h"
#include "tests/support/random_scenario.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAMES = 1500 };

typedef enum kind {
  FEASIBLE_SOME,
  RULED_OUT_SOME,
  ACCEPTABLE_SOME,
  SUSTAINED_SOME,
  SUSTAINED_FEWER,
  ONLY_ACCEPTABLE,
  STABLE_SOME,
  STABLE_FEWER,
  STABLE_NONE_SUSTAINED_SOME,
  REGRET,
  VETO,
  NASH_FOUND,
  NASH_NONE,
  CONCEPTS_DIFFER,
  INEFFICIENT_SOME,
  OPTIMISTIC,
  OPTIMISTIC_TIED,
  PESSIMISTIC,
  PESSIMISTIC_LOWER,
  PESSIMISTIC_NONE,
  TALKS_FIRST,
  TALKS_LATER,
  TALKS_NONE,
  TALKS_UNSETTLED,
  NO_DEAL_EQUILIBRIUM,
  NOT_STRICT,
  NOT_STRONG,
  LINE_IN_FORCE,
  MEMBER_FORBIDDEN,
  TWO_HONOURS,
  BY_DESIGN,
  QUORUM,
  VOTES_DECIDE,
  COUNT_WEIGHED,
  MONEY,
  TABLE_OF_DESIGN,
  TABLE_OF_MEMBERS,
  DERIVED,
  ODD_CANDIDATE,
  N_KINDS
} kind;

/* How many of GAMES must be of the kind, at least. */
static const struct {
  const char *name;
  int least;
} expected[N_KINDS] = {
    [FEASIBLE_SOME] = {"some bundle is feasible", 1200},
    [RULED_OUT_SOME] = {"a rule leaves some bundle out", 500},
    [ACCEPTABLE_SOME] = {"some bundle is acceptable", 400},
    [SUSTAINED_SOME] = {"some bundle is sustained", 400},
    [SUSTAINED_FEWER] = {"an acceptable bundle is not sustained", 150},
    [ONLY_ACCEPTABLE] = {"acceptable, none sustained", 1},
    [STABLE_SOME] = {"some bundle is stable", 400},
    [STABLE_FEWER] = {"a sustained bundle is not stable", 60},
    [STABLE_NONE_SUSTAINED_SOME] = {"sustained, none stable", 15},
    [REGRET] = {"the least regret is positive", 15},
    [VETO] = {"a veto weight is positive", 500},
    [NASH_FOUND] = {"a Nash bundle", 200},
    [NASH_NONE] = {"no Nash bundle though something is acceptable", 60},
    [CONCEPTS_DIFFER] = {"Nash and Kalai-Smorodinsky differ", 15},
    [INEFFICIENT_SOME] = {"an acceptable bundle is not efficient", 300},
    [OPTIMISTIC] = {"an optimistic proposal", 300},
    [OPTIMISTIC_TIED] = {"several designs attain the optimistic value", 150},
    [PESSIMISTIC] = {"a pessimistic proposal", 200},
    [PESSIMISTIC_LOWER] = {"the pessimistic value is lower", 15},
    [PESSIMISTIC_NONE] = {"an optimistic proposal and no pessimistic one", 30},
    [TALKS_FIRST] = {"talks agree in the first round", 150},
    [TALKS_LATER] = {"talks agree in a later round", 5},
    [TALKS_NONE] = {"talks agree in no round", 150},
    [TALKS_UNSETTLED] = {"talks are not settled", 20},
    [NO_DEAL_EQUILIBRIUM] = {"a no-deal equilibrium at a named design", 300},
    [NOT_STRICT] = {"a join equilibrium that is not strict", 60},
    [NOT_STRONG] = {"a join equilibrium that is not strong", 10},
    [LINE_IN_FORCE] = {"a red line in force", 300},
    [MEMBER_FORBIDDEN] = {"a member stands where its red line forbids", 60},
    [TWO_HONOURS] = {"the honour game has two solutions somewhere", 5},
    [BY_DESIGN] = {"a reservation given by a design", 100},
    [QUORUM] = {"a quorum below all", 100},
    [VOTES_DECIDE] = {"weighted votes under which some may refuse", 150},
    [COUNT_WEIGHED] = {"a count by weights", 150},
    [MONEY] = {"an actor that counts in millions beside one that counts in ones", 80},
    [TABLE_OF_DESIGN] = {"a payoff table over free issues", 300},
    [TABLE_OF_MEMBERS] = {"a payoff table over issues and members", 300},
    [DERIVED] = {"a derived issue", 200},
    [ODD_CANDIDATE] = {"a candidate that is required, counted or never asked", 200},
};

static bool is_weighed(const ply_cond *cond) {
  bool yes = cond->kind == PLY_COND_COUNT && cond->weights != NULL;
  for (int k = 0; k < cond->n_parts; k++) yes = yes || is_weighed(cond->parts[k]);
  return yes;
}

static void look_at_clauses(const ply_scenario *s, bool *is) {
  for (int r = 0; r < s->n_rules; r++)
    is[COUNT_WEIGHED] |= is_weighed(s->rules[r].when) || is_weighed(s->rules[r].then);
  for (int i = 0; i < s->n_actors; i++)
    for (int b = 0; b < s->actors[i].n_bonuses; b++)
      is[COUNT_WEIGHED] |= is_weighed(s->actors[i].bonuses[b].when);
}

/* Whether some actor that is counted can be outvoted. */
static bool can_be_outvoted(const ply_scenario *s) {
  for (int i = 0; i < s->n_actors && s->n_quorums > 0; i++) {
    bool carried = s->actors[i].consent == PLY_COUNTED;
    for (int q = 0; q < s->n_quorums && carried; q++) {
      double sum = -s->quorums[q].votes[i];
      for (int j = 0; j < s->n_actors; j++) sum += s->quorums[q].votes[j];
      carried = sum >= s->quorums[q].need;
    }
    if (carried) return true;
  }
  return false;
}

static void look_at_scenario(const ply_scenario *s, bool *is) {
  int votes = 0;
  for (int k = 0; k < s->n_issues; k++) is[DERIVED] |= s->issues[k].n_cases > 0;
  for (int i = 0; i < s->n_actors; i++) {
    const ply_actor *a = &s->actors[i];
    is[BY_DESIGN] |= a->reservation_design >= 0;
    is[ODD_CANDIDATE] |= a->candidate && a->consent != PLY_IF_MEMBER;
    for (int t = 0; t < a->n_tables; t++) is[a->tables[t].free ? TABLE_OF_DESIGN : TABLE_OF_MEMBERS] = true;
    votes += a->consent == PLY_REQUIRED || a->consent == PLY_COUNTED;
  }
  look_at_clauses(s, is);
  is[VOTES_DECIDE] = can_be_outvoted(s);
  is[QUORUM] = s->quorum >= 0 && s->quorum < votes;
}

static void look_at_sizes(const oracle *o, bool *is) {
  double least = INFINITY;
  for (int i = 0; i < o->n; i++) least = fmin(least, o->eps[i]);
  is[MONEY] = o->eps_all > 1e6 * least;
}

static void look_at_sets(const oracle *o, const ply_result *r, bool *is) {
  uint64_t a = r->acceptable.low, t = r->sustained.low, s = r->stable.low;
  is[FEASIBLE_SOME] = r->feasible.low > 0;
  is[RULED_OUT_SOME] = r->feasible.low < r->raw;
  is[ACCEPTABLE_SOME] = a > 0;
  is[SUSTAINED_SOME] = t > 0;
  is[SUSTAINED_FEWER] = t < a;
  is[ONLY_ACCEPTABLE] = a > 0 && t == 0;
  is[STABLE_SOME] = s > 0;
  is[STABLE_FEWER] = s < t;
  is[STABLE_NONE_SUSTAINED_SOME] = s == 0 && t > 0;
  is[REGRET] = r->least_regret.outcome == PLY_FOUND && r->least_regret.regret > 0;
  is[INEFFICIENT_SOME] = r->pareto.count < a;
  for (int i = 0; i < o->n; i++) is[VETO] |= r->actors[i].veto_weight > 0;
  for (int l = 0; l < r->frame.n_lines; l++) is[LINE_IN_FORCE] |= r->frame.lines[l].in_force;
  for (uint64_t b = 0; b < o->raw; b++)
    for (int i = 0; i < o->n; i++)
      is[MEMBER_FORBIDDEN] |= o->feasible[b] && o->forbidden[b * (uint64_t)o->n + (uint64_t)i];
}

static void look_at_honour(const oracle *o, bool *is) {
  const ply_security *sec = o->scenario->security;
  oracle_security at;
  for (uint64_t b = 0; b < o->raw && sec != NULL && sec->model == PLY_COORDINATION; b++) {
    oracle_security_at(o, b, &at);
    for (int i = 0; i < o->n; i++) is[TWO_HONOURS] |= at.greatest[i] - at.least[i] > 1e-6;
  }
}

static void look_at_answers(const ply_result *r, bool *is) {
  const ply_solution *nash = &r->solutions[0], *kalai = &r->solutions[1];
  bool found = nash->outcome == PLY_FOUND, first = r->optimistic.outcome == PLY_FOUND;
  is[NASH_FOUND] = found;
  is[NASH_NONE] = !found && r->acceptable.low > 0;
  is[CONCEPTS_DIFFER] = found && nash->bundle.index != kalai->bundle.index;
  is[OPTIMISTIC] = first;
  is[OPTIMISTIC_TIED] = first && r->optimistic.attained > 1;
  is[PESSIMISTIC] = r->pessimistic.outcome == PLY_FOUND;
  is[PESSIMISTIC_LOWER] = is[PESSIMISTIC] && r->pessimistic.value < r->optimistic.value - 1e-6;
  is[PESSIMISTIC_NONE] = first && !is[PESSIMISTIC];
  is[TALKS_FIRST] = r->talks.present && r->talks.outcome == PLY_FOUND && r->talks.round == 1;
  is[TALKS_LATER] = r->talks.present && r->talks.outcome == PLY_FOUND && r->talks.round > 1;
  is[TALKS_NONE] = r->talks.present && r->talks.outcome == PLY_PROVED_NONE;
  is[TALKS_UNSETTLED] = r->talks.present && !r->talks.settled;
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_join *j = &r->designs[d].join;
    is[NO_DEAL_EQUILIBRIUM] |= j->no_deal;
    is[NOT_STRICT] |= j->strict < j->count;
    is[NOT_STRONG] |= j->strong < j->count;
  }
}

START_TEST(every_kind_turns_up) {
  int count[N_KINDS] = {0};
  for (uint64_t seed = 1; seed <= GAMES; seed++) {
    bool is[N_KINDS] = {0};
    ply_scenario *s = random_scenario(
        100000 + seed, (random_wish){.most = 400, .tense = seed % 2 == 0, .security = seed % 3 == 0}, NULL);
    bool *lines = oracle_likely_lines(s, NULL);
    oracle *o = oracle_new(s, NULL, lines);
    ply_result *r = oracle_result(o, NULL);
    look_at_scenario(s, is);
    look_at_sizes(o, is);
    look_at_sets(o, r, is);
    look_at_honour(o, is);
    look_at_answers(r, is);
    for (int k = 0; k < N_KINDS; k++) count[k] += is[k];
    ply_result_free(r);
    oracle_free(o);
    free(lines);
    ply_scenario_free(s);
  }
  for (int k = 0; k < N_KINDS; k++)
    ck_assert_msg(count[k] >= expected[k].least,
                  "of %d random scenarios only %d are of the kind: %s (at least %d)", GAMES, count[k],
                  expected[k].name, expected[k].least);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/kinds");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, every_kind_turns_up);
  suite_add_tcase(suite, games);
  return suite;
}
