/* Do bots bargain by the strategies of simulated talks, and what does the table make of it: nothing twice that all
 * refused, one proposal standing, the strategy that the teacher chose? (That a sitting says what its strategies say in
 * simulated talks: api/sitting.c.) */
#include "sim/class/session/plan.h"
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

START_TEST(what_is_spent_is_not_offered) {
  table t;
  const char *const strategies[] = {"linear", "time:exponent=2:pick=model", "linear:pick=similar", "random"};
  set(&t);
  size_t signs = 0;
  for (size_t i = 0; i < t.n; i++) signs += would_sign(&t.s, SOUTH, t.all[i]);
  for (size_t k = 0; k < sizeof strategies / sizeof *strategies; k++) {
    parley_sitting_settings settings = {
        .bundles = t.all, .n_bundles = t.n, .strategies = &strategies[k], .n_strategies = 1};
    parley_sitting *sitting = NULL;
    uint64_t spent[MOST], bundle, first, again;
    size_t n = 0;
    ck_assert_int_eq(parley_sitting_new(t.s.game, &settings, &sitting, NULL), PARLEY_OK);
    ck_assert(parley_sitting_offer(sitting, 99, SOUTH, NULL, 0, &first));
    while (n < MOST && parley_sitting_offer(sitting, 99, SOUTH, spent, n, &bundle)) {
      for (size_t i = 0; i < n; i++)
        ck_assert_msg(spent[i] != bundle, "%s: expected nothing twice", strategies[k]);
      ck_assert(would_sign(&t.s, SOUTH, bundle));
      spent[n++] = bundle;
    }
    ck_assert_uint_eq(n, signs);
    ck_assert(parley_sitting_offer(sitting, 99, SOUTH, NULL, 0, &again));
    ck_assert_msg(k == 3 || again == first, "%s: expected what was spent to be open again", strategies[k]);
    parley_sitting_free(sitting);
  }
  ply_class_session_done(&t.s);
}
END_TEST

START_TEST(a_strategy_that_cannot_sit_here_is_refused) {
  table t;
  parley_error error = {0};
  set(&t);
  ck_assert_int_eq(ply_class_strategy_check(t.s.game, "boulwar", &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "did you mean boulware"));
  ck_assert_int_eq(ply_class_strategy_check(t.s.game, "hill", &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "makes no offers"));
  ck_assert_int_eq(ply_class_strategy_check(t.s.game, "boulware", &error), PARLEY_OK);
  ck_assert_int_eq(ply_class_strategy_check(t.s.game, "", &error), PARLEY_OK);
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
  tcase_add_test(c, what_is_spent_is_not_offered);
  tcase_add_test(c, a_strategy_that_cannot_sit_here_is_refused);
  tcase_add_test(c, bots_among_themselves_go_by_the_strategy);
  Suite *suite = suite_create("class_bots");
  suite_add_tcase(suite, c);
  return suite;
}
