/* Do bots bargain by the strategies of simulated talks, from their own numbers alone, and what does the table make of it:
 * nothing twice that all refused, patience with people, the strategy that the teacher chose? */
#include "sim/class/session/session.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

typedef struct table {
  ply_class_session s;
  uint64_t all[MOST]; /* bundles that fit together */
  size_t n;
} table;

static void set(table *t) {
  class_talks(&t->s, NULL);
  t->n = 0;
  for (uint64_t b = 0; b < t->s.shape.n_bundles && t->n < MOST; b++)
    if (parley_game_broken_rule(t->s.game, b) == NULL) t->all[t->n++] = b;
}

static double gain(const ply_class_session *s, int role, uint64_t bundle) {
  double payoffs[5];
  ck_assert(parley_game_payoffs(s->game, bundle, payoffs));
  return payoffs[role] - parley_game_actor_at(s->game, role).reservation;
}

static bool would_sign(const ply_class_session *s, int role, uint64_t bundle) {
  return gain(s, role, bundle) >= -1e-9 && parley_game_red_line(s->game, bundle, role) == NULL;
}

/* By hand: the least gain that is enough at a time, of a talker who gives way evenly. */
static double asked(const table *t, int role, double time) {
  double best = 0;
  for (size_t i = 0; i < t->n; i++)
    if (would_sign(&t->s, role, t->all[i])) best = fmax(best, gain(&t->s, role, t->all[i]));
  return best * (1 - time);
}

START_TEST(offers_and_answers_are_the_strategys) {
  table t;
  parley_bots *bots = NULL;
  int yes = 0, no = 0;
  set(&t);
  ck_assert_int_eq(parley_bots_new(t.s.game, t.all, t.n, "linear", 1, &bots, NULL), PARLEY_OK);
  for (int role = 0; role < 4; role++)
    for (double time = 0; time <= 1; time += 0.125) {
      uint64_t bundle;
      double least = asked(&t, role, time), closest = INFINITY;
      for (size_t i = 0; i < t.n; i++) {
        double g = gain(&t.s, role, t.all[i]);
        bool good = would_sign(&t.s, role, t.all[i]) && g >= least - 1e-9;
        ck_assert_msg(parley_bots_vote(bots, role, time, t.all[i]) == good, "role %d, time %g, bundle %zu",
                      role, time, i);
        *(good ? &yes : &no) += 1;
        if (good) closest = fmin(closest, g);
      }
      bool offered = parley_bots_offer(bots, role, time, NULL, 0, &bundle);
      ck_assert_int_eq(offered, closest < INFINITY);
      if (offered) ck_assert_double_eq_tol(gain(&t.s, role, bundle), closest, 1e-9);
    }
  ck_assert_msg(yes > 10 && no > 10, "expected both answers, got %d and %d", yes, no);
  parley_bots_free(bots);
  ply_class_session_done(&t.s);
}
END_TEST

START_TEST(what_is_spent_is_not_offered_and_what_is_heard_may_be) {
  table t;
  parley_bots *bots = NULL;
  uint64_t spent[MOST], bundle;
  size_t n = 0;
  set(&t);
  ck_assert_int_eq(parley_bots_new(t.s.game, t.all, t.n, "linear", 1, &bots, NULL), PARLEY_OK);
  while (n < MOST && parley_bots_offer(bots, SOUTH, 1, spent, n, &bundle)) {
    for (size_t k = 0; k < n; k++) ck_assert_msg(spent[k] != bundle, "expected nothing twice");
    spent[n++] = bundle;
  }
  size_t signs = 0;
  for (size_t i = 0; i < t.n; i++) signs += would_sign(&t.s, SOUTH, t.all[i]);
  ck_assert_uint_eq(n, signs);
  parley_bots_free(bots);
  /* An empty list: only what others name. */
  ck_assert_int_eq(parley_bots_new(t.s.game, NULL, 0, "linear", 1, &bots, NULL), PARLEY_OK);
  ck_assert(!parley_bots_offer(bots, SOUTH, 1, NULL, 0, &bundle));
  ck_assert_int_eq(parley_bots_hear(bots, NORTH, spent[0], NULL), PARLEY_OK);
  ck_assert(parley_bots_offer(bots, SOUTH, 1, NULL, 0, &bundle));
  ck_assert_uint_eq(bundle, spent[0]);
  parley_bots_free(bots);
  ply_class_session_done(&t.s);
}
END_TEST

START_TEST(a_bot_sees_its_own_numbers_alone) {
  table t;
  parley_scenario *scenario = NULL;
  parley_game *spoilt = NULL;
  parley_bots *one = NULL, *other = NULL;
  char *text = class_scenario();
  parley_setting settings[] = {{"/actors/north/reservation", "0.9"}, {"/actors/east/reservation", "0.01"}};
  set(&t);
  ck_assert_int_eq(
      parley_scenario_parse(text, strlen(text), "spoilt", NULL, settings, 2, &scenario, NULL, NULL),
      PARLEY_OK);
  ck_assert_int_eq(parley_game_new(scenario, &spoilt, NULL), PARLEY_OK);
  static const char *const strategies[] = {"linear", "tit-for-tat:pick=similar", "micro",
                                           "time:exponent=2:pick=model", "random"};
  for (size_t k = 0; k < sizeof strategies / sizeof *strategies; k++) {
    ck_assert_int_eq(parley_bots_new(t.s.game, t.all, t.n, strategies[k], 7, &one, NULL), PARLEY_OK);
    ck_assert_int_eq(parley_bots_new(spoilt, t.all, t.n, strategies[k], 7, &other, NULL), PARLEY_OK);
    for (size_t i = 0; i < t.n; i++) {
      uint64_t a = 0, b = 0;
      double time = (double)i / (double)t.n;
      parley_bots_hear(one, NORTH, t.all[i], NULL);
      parley_bots_hear(other, NORTH, t.all[i], NULL);
      ck_assert_int_eq(parley_bots_vote(one, SOUTH, time, t.all[i]),
                       parley_bots_vote(other, SOUTH, time, t.all[i]));
      ck_assert_int_eq(parley_bots_offer(one, SOUTH, time, NULL, 0, &a),
                       parley_bots_offer(other, SOUTH, time, NULL, 0, &b));
      ck_assert_msg(a == b, "%s: expected the same offer whatever the others' numbers", strategies[k]);
    }
    parley_bots_free(one);
    parley_bots_free(other);
  }
  parley_game_free(spoilt);
  parley_scenario_free(scenario);
  free(text);
  ply_class_session_done(&t.s);
}
END_TEST

START_TEST(a_strategy_that_cannot_sit_here_is_refused) {
  table t;
  parley_bots *bots = NULL;
  parley_error error = {0};
  set(&t);
  ck_assert_int_eq(parley_bots_new(t.s.game, NULL, 0, "boulwar", 1, &bots, &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "did you mean boulware"));
  ck_assert_int_eq(parley_bots_new(t.s.game, NULL, 0, "hill", 1, &bots, &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "a bot makes offers"));
  ck_assert_ptr_null(bots);
  ply_class_session_done(&t.s);
}
END_TEST

/* A table of bots alone under a strategy, to the end of the talks: what was signed, how many proposals. */
static int talk(const char *strategy, uint64_t *deal) {
  ply_class_session s;
  ply_err err = {0};
  int64_t now = T0;
  class_start(&s, 1, NULL, now);
  memcpy(s.plan.strategy, strategy, strlen(strategy) + 1);
  ply_class_push(&s, now, &err);
  class_good(ply_class_push(&s, now, &err), &err);
  for (int i = 0; i < 120 && s.state.stage == PLY_STAGE_TALK; i++)
    class_good(ply_class_tick(&s, now += 1000, &err), &err);
  const ply_class_end *end = &s.state.tables[0].end[0];
  *deal = end->status == PLY_TABLE_DEAL ? s.state.proposals[end->proposal].bundle : UINT64_MAX;
  for (int p = 0; p < s.state.n_proposals; p++) {
    int standing = 0;
    for (int q = 0; q < s.state.n_proposals; q++)
      standing +=
          s.state.proposals[q].role == s.state.proposals[p].role && s.state.proposals[q].status == PLY_OPEN;
    ck_assert_int_le(standing, 1);
    ck_assert(would_sign(&s, s.state.proposals[p].role, s.state.proposals[p].bundle));
  }
  int n = s.state.n_proposals;
  ply_class_session_done(&s);
  return n;
}

START_TEST(bots_among_themselves_go_by_the_strategy) {
  uint64_t soft, hard;
  int n_soft = talk("conceder", &soft), n_hard = talk("hardliner", &hard);
  ck_assert_msg(soft != UINT64_MAX, "expected those who give way to sign something");
  ck_assert_msg(hard == UINT64_MAX, "expected those who take nothing but their best to sign nothing");
  ck_assert_msg(n_soft > 0 && n_hard > 0, "expected proposals of both, got %d and %d", n_soft, n_hard);
}
END_TEST

Suite *test_suite(void) {
  TCase *c = tcase_create("bots");
  tcase_add_test(c, offers_and_answers_are_the_strategys);
  tcase_add_test(c, what_is_spent_is_not_offered_and_what_is_heard_may_be);
  tcase_add_test(c, a_bot_sees_its_own_numbers_alone);
  tcase_add_test(c, a_strategy_that_cannot_sit_here_is_refused);
  tcase_add_test(c, bots_among_themselves_go_by_the_strategy);
  Suite *suite = suite_create("class_bots");
  suite_add_tcase(suite, c);
  return suite;
}
