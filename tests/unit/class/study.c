/* Is what the classroom says of blocking, of better deals and of the theory after news what the definitions
 * say? Small games, every bundle of them looked at one by one. */
#include "sim/class/session/blocks.h"
#include "sim/class/paper/paper.h"
#include "sim/class/session/study.h"
#include "sim/class/server/view.h"
#include "tests/support/support.h"
#include "tests/unit/class/fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SOME = 3 };
#define BIT(role) ((uint64_t)1 << (role))

static void study(ply_class_session *s) {
  ply_err err = {0};
  class_good(ply_class_study_all(s, &err), &err);
}

START_TEST(groups_block_by_veto_membership_and_quorum) {
  ply_class_session s;
  parley_blocking b;
  class_start(&s, 1, NULL, T0);
  b = parley_game_blocking(s.game, class_bundle(&s, MIDDLE, OPEN, 0));
  ck_assert_uint_eq(b.parties, BIT(NORTH) | BIT(SOUTH) | BIT(EAST) | BIT(WEST));
  ck_assert_msg(b.alone == BIT(NORTH), "expected North alone to block, got %lx", (unsigned long)b.alone);
  ck_assert_msg(b.any == 2 && b.of == (BIT(SOUTH) | BIT(EAST) | BIT(WEST)) && b.n_groups == 0 && !b.more,
                "expected any two of South, East, West, got any %d of %lx", b.any, (unsigned long)b.of);
  b = parley_game_blocking(s.game, class_bundle(&s, MIDDLE, OPEN, 1));
  ck_assert_msg(b.alone == (BIT(NORTH) | BIT(ISLE)), "expected Isle to block where it joins");
  ck_assert_uint_eq(ply_class_refusers(&s, class_bundle(&s, MIDDLE, OPEN, 0), NULL), BIT(WEST));
  ply_class_session_done(&s);
}
END_TEST

/* Whether group is the smallest that stops the bundle, from the definition. */
static bool stops_by_definition(const ply_class_session *s, uint64_t bundle, uint64_t group) {
  uint64_t parties = parley_game_parties(s->game, bundle);
  if (parley_game_agreed(s->game, bundle, parties & ~group)) return false;
  for (int i = 0; i < s->shape.n_actors; i++)
    if ((group >> i & 1) != 0 && !parley_game_agreed(s->game, bundle, parties & ~(group & ~BIT(i))))
      return false;
  return true;
}

START_TEST(groups_are_all_the_smallest_that_block) {
  ply_class_session s;
  class_start(&s, 1, NULL, T0);
  for (uint64_t bundle = 0; bundle < s.shape.n_bundles; bundle++) {
    parley_blocking b;
    b = parley_game_blocking(s.game, bundle);
    for (uint64_t group = 1; group < 32; group++) {
      if ((group & ~b.parties) != 0) continue;
      bool told = __builtin_popcountll(group) == 1
                      ? (b.alone & group) != 0
                      : b.any == __builtin_popcountll(group) && (group & ~b.of) == 0;
      for (int g = 0; g < b.n_groups; g++) told |= b.groups[g] == group;
      ck_assert_msg(told == stops_by_definition(&s, bundle, group),
                    "expected group %lx of bundle %lu to be told as blocking exactly if it is",
                    (unsigned long)group, (unsigned long)bundle);
    }
  }
  ply_class_session_done(&s);
}
END_TEST

/* How many bundles the scenario as it is now makes acceptable, one by one. */
static int acceptable_now(const ply_class_session *s) {
  int n = 0;
  for (uint64_t b = 0; b < s->shape.n_bundles; b++)
    n += parley_game_broken_rule(s->game, b) == NULL &&
         parley_game_agreed(s->game, b, parley_game_parties(s->game, b) & ~ply_class_refusers(s, b, NULL));
  return n;
}

START_TEST(news_ask_the_solver_anew) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  ck_assert_ptr_null(ply_class_session_found(&s, NULL));
  study(&s);
  const ply_class_found *before = ply_class_session_found(&s, NULL);
  ck_assert_msg(before != NULL && before->decided && before->acceptable == acceptable_now(&s),
                "expected the solver's count to be the count by hand");
  int was = acceptable_now(&s);
  class_good(ply_class_news(&s, T0 + 3, "The harbour is flooded",
                            "{\"actors\":{\"south\":{\"reservation\":0.45}}}", &err),
             &err);
  ck_assert_msg(ply_class_session_found(&s, NULL) == NULL,
                "expected the old prediction not to count for the new scenario");
  ck_assert_msg(ply_class_session_known(&s) != NULL, "expected bots to go on with what was known");
  study(&s);
  const ply_class_found *after = ply_class_session_found(&s, NULL);
  ck_assert_int_ne(acceptable_now(&s), was);
  ck_assert_msg(after->n_stable == (size_t)after->stable,
                "expected all of the few stable packages to be listed");
  ck_assert_msg(after != NULL && after->acceptable == acceptable_now(&s),
                "expected %d acceptable after the news", acceptable_now(&s));
  ply_class_session_done(&s);
}
END_TEST

/* The best by hand: of what enough of those asked would take over the end, not proposed, somebody asked
 * gains. */
static double best_by_hand(const ply_class_session *s, const uint64_t *end, bool *any) {
  double base[5], payoffs[5], best = -1e9;
  *any = false;
  if (end != NULL) ck_assert(parley_game_payoffs(s->game, *end, base));
  for (int i = 0; i < 5 && end == NULL; i++) base[i] = parley_game_actor_at(s->game, i).reservation;
  for (uint64_t b = 0; b < s->shape.n_bundles; b++) {
    uint64_t parties = parley_game_parties(s->game, b), gain = 0;
    double least = 1e9;
    bool proposed = false;
    for (int p = 0; p < s->state.n_proposals; p++) proposed |= s->state.proposals[p].bundle == b;
    if (proposed || parley_game_broken_rule(s->game, b) != NULL ||
        !parley_game_agreed(s->game, b, parties & ~ply_class_refusers(s, b, base)))
      continue;
    ck_assert(parley_game_payoffs(s->game, b, payoffs));
    for (int i = 0; i < 5; i++) {
      if ((parties >> i & 1) != 0 && payoffs[i] > base[i] + 1e-9) gain |= BIT(i);
      if (i <= WEST && payoffs[i] - base[i] < least) least = payoffs[i] - base[i];
    }
    if (gain == 0) continue;
    *any = true;
    if (least > best) best = least;
  }
  return best;
}

static double least_of(const ply_class_session *s, const uint64_t *end, uint64_t bundle) {
  double base[5], payoffs[5], least = 1e9;
  if (end != NULL) ck_assert(parley_game_payoffs(s->game, *end, base));
  for (int i = 0; i < 5 && end == NULL; i++) base[i] = parley_game_actor_at(s->game, i).reservation;
  ck_assert(parley_game_payoffs(s->game, bundle, payoffs));
  for (int i = 0; i <= WEST; i++)
    if (payoffs[i] - base[i] < least) least = payoffs[i] - base[i];
  return least;
}

START_TEST(the_better_deal_is_best_of_all) {
  int found = 0;
  /* Every bundle in turn is what the table signs; -1: it signs nothing. */
  for (int signs = -1; signs < 12; signs++) {
    ply_class_session s;
    ply_class_better better;
    ply_err err = {0};
    class_talks(&s, NULL);
    uint64_t bundle = (uint64_t)(signs < 0 ? 0 : signs);
    bool can = parley_game_broken_rule(s.game, bundle) == NULL;
    for (int role = 0; role < 5; role++) can = can && parley_game_red_line(s.game, bundle, role) == NULL;
    if (signs >= 0 && can) {
      class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, bundle, &err), &err);
      for (int role = 1; role < 5; role++) ply_class_vote(&s, T0 + 4, role, role, 0, 1, &err);
    } else
      class_good(ply_class_push(&s, T0 + 4, &err), &err);
    const uint64_t *end = ply_class_end_of(&s, 0, 0);
    ck_assert_int_eq(end != NULL, signs >= 0 && can);
    ply_class_better_of(&s, 0, &better);
    ck_assert_msg(!better.known, "expected nothing to be said before the solver has answered");
    study(&s);
    ply_class_better_of(&s, 0, &better);
    bool any;
    double best = best_by_hand(&s, end, &any);
    ck_assert_msg(better.known && better.proved && better.found == any,
                  "expected %s better deal after bundle %d", any ? "a" : "no", signs);
    if (any) ck_assert_double_eq_tol(least_of(&s, end, better.bundle), best, 1e-9);
    found += any;
    if (end != NULL) {
      const ply_class_verdict *v = ply_class_verdict_of(&s, *end);
      uint64_t refuse = ply_class_refusers(&s, *end, NULL), asked = parley_game_parties(s.game, *end);
      ck_assert_msg(v != NULL, "expected a verdict on bundle %d, which was signed", signs);
      ck_assert_msg((v->refuses & asked) == refuse, "expected who would refuse bundle %d", signs);
      ck_assert_int_eq(v->acceptable, parley_game_agreed(s.game, *end, asked & ~refuse));
      ck_assert_msg(!v->stable || v->acceptable, "expected what holds to be acceptable");
      ck_assert_msg(v->least >= 0 && (asked >> v->least & 1) != 0, "expected the one nearest to no deal");
    }
    ply_class_session_done(&s);
  }
  ck_assert_msg(found > SOME && found < 13,
                "expected better deals after some ends and none after others, got %d", found);
}
END_TEST

/* Two who split 20 issues of 8 options each: 2^60 packages. */
static char *large_scenario(void) {
  ply_text t;
  ply_text_init(&t);
  ply_text_add(&t, "{\"parley\":1,\"id\":\"large\",\"issues\":{");
  for (int k = 0; k < 20; k++) {
    ply_text_addf(&t, "%s\"i%d\":{\"options\":{", k > 0 ? "," : "", k);
    for (int o = 0; o < 8; o++) ply_text_addf(&t, "%s\"o%d\":{}", o > 0 ? "," : "", o);
    ply_text_add(&t, "}}");
  }
  ply_text_add(&t, "},\"actors\":{");
  for (int a = 0; a < 2; a++) {
    ply_text_addf(&t, "%s\"%s\":{\"consent\":\"required\",\"reservation\":%s,\"payoffs\":{", a > 0 ? "," : "",
                  a == 0 ? "up" : "down", a == 0 ? "0.9" : "0.05");
    for (int k = 0; k < 20; k++) {
      ply_text_addf(&t, "%s\"i%d\":{\"weight\":0.05,\"values\":{", k > 0 ? "," : "", k);
      for (int o = 0; o < 8; o++)
        ply_text_addf(&t, "%s\"o%d\":%d.%03d", o > 0 ? "," : "", o, (a == 0 ? o : 7 - o) / 7,
                      (a == 0 ? o : 7 - o) * 125 % 875);
      ply_text_add(&t, "}}");
    }
    ply_text_add(&t, "}}");
  }
  ply_text_add(&t, "}}");
  return ply_text_take(&t);
}

START_TEST(bundles_past_2_to_the_53_are_exact) {
  ply_class_session s;
  ply_err err = {0};
  ply_class_plan plan = class_plan(1);
  char *text = large_scenario();
  class_good(ply_class_session_init(&s, &plan, text, NULL, NULL, T0, &err), &err);
  free(text);
  study(&s);
  const ply_class_found *f = ply_class_session_found(&s, NULL);
  ck_assert_msg(f != NULL && !f->failed && f->n_top > 0 && f->n_cloud > 0,
                "expected an answer for 2^60 packages");
  int large = 0;
  for (size_t i = 0; i < f->n_top + f->n_cloud; i++) {
    uint64_t bundle = i < f->n_top ? f->top[i] : f->cloud[i - f->n_top];
    large += bundle > (UINT64_C(1) << 53);
    ck_assert_msg(ply_class_refusers(&s, bundle, NULL) == 0,
                  "expected bundle %llu to be acceptable, as the solver says", (unsigned long long)bundle);
  }
  ck_assert_int_gt(large, SOME);
  ck_assert_msg(f->stable > 12 && f->n_stable > 0, "expected some of %g stable packages to be listed",
                f->stable);
  for (int d = 0; d < f->n_deals; d++) {
    ck_assert(f->deals[d].found);
    ck_assert_uint_eq(ply_class_refusers(&s, f->deals[d].bundle, NULL), 0);
  }
  ply_class_session_done(&s);
}
END_TEST

/* One number of the file moved: the answer is that of the file with that number, and the session stays. */
START_TEST(a_number_is_tried_and_changes_nothing) {
  ply_class_session s;
  ply_class_number number;
  ply_err err = {0};
  class_talks(&s, NULL);
  study(&s);
  double before = ply_class_session_found(&s, NULL)->acceptable;
  ck_assert(ply_class_number_at(&s, 0, &number));
  ck_assert_str_eq(number.pointer, "/actors/north/reservation");
  class_refused(ply_class_try(&s, "/actors/nobody/reservation", 0.1, &err), &err, "no such number");
  class_good(ply_class_try(&s, number.pointer, 5, &err), &err);
  study(&s);
  ck_assert_int_eq(s.trial.known_id, s.trial.id);
  ck_assert_msg(before > 0 && s.trial.known->acceptable < 0.5, "expected no deal that gives North 5");
  ck_assert(ply_class_session_found(&s, NULL)->acceptable > 0);
  class_good(ply_class_try(&s, number.pointer, number.base, &err), &err);
  study(&s);
  ck_assert(fabs(s.trial.known->acceptable - before) < 0.5);
  ply_class_session_done(&s);
}
END_TEST

START_TEST(the_debrief_tells_it_as_data) {
  ply_class_session s;
  ply_err err = {0};
  class_talks(&s, NULL);
  class_good(ply_class_propose(&s, T0 + 3, NORTH, 0, NORTH, class_bundle(&s, MIDDLE, OPEN, 0), &err), &err);
  class_good(ply_class_vote(&s, T0 + 4, SOUTH, SOUTH, 0, 1, &err), &err);
  class_good(ply_class_vote(&s, T0 + 5, EAST, EAST, 0, 1, &err), &err);
  class_good(ply_class_push(&s, T0 + 6, &err), &err);
  static const struct {
    int step;
    const char *before, *after;
  } steps[] = {{4, "\"pending\":true", "\"cloud\":[["},
               {5, "\"pending\":true", "\"holding\":{\"stable\":true,\"listed\":[{"},
               {6, "\"known\":false", "\"alone\":[0],\"any\":2,\"of\":[1,2,3]"}};
  for (int told = 0; told < 2; told++) {
    if (told == 1) study(&s);
    for (int i = 0; i < 3; i++) {
      ply_text out;
      ply_text_init(&out);
      class_good(ply_class_step(&s, T0 + 7, steps[i].step, &err), &err);
      ply_class_view_debrief(&s, &out);
      const char *words = told == 1 ? steps[i].after : steps[i].before;
      ck_assert_msg(strstr(out.data, words) != NULL, "expected %s in step %d: %s", words, steps[i].step,
                    out.data);
      ply_text_done(&out);
    }
  }
  ply_class_session_done(&s);
}
END_TEST

/* The guide of a session whose solver said `solution`; to be freed. */
static char *guide_of(const char *solution) {
  ply_class_plan plan = class_plan(1);
  ply_class_session s;
  ply_err err = {0};
  ply_text out;
  char *text = class_scenario();
  class_good(ply_class_session_init(&s, &plan, text, solution, NULL, T0, &err), &err);
  free(text);
  ply_text_init(&out);
  ply_class_guide(&s, &out);
  ply_class_session_done(&s);
  return ply_text_take(&out);
}

START_TEST(what_a_limit_left_open_is_told_as_open) {
  char *open = guide_of("{\"outcome\":\"limit_reached\",\"space\":{\"feasible\":12},"
                        "\"acceptable\":{\"count\":null,\"at_least\":0,\"at_most\":12}}");
  ck_assert_msg(strstr(open, "There is no deal") == NULL && strstr(open, "is not decided") != NULL,
                "expected no word that there is no deal: %s", open);
  free(open);
  open = guide_of("{\"outcome\":\"limit_reached\",\"space\":{\"feasible\":12},"
                  "\"acceptable\":{\"count\":null,\"at_least\":7,\"at_most\":12}}");
  ck_assert_msg(strstr(open, "<strong>at least 7</strong> would be accepted") != NULL,
                "expected what is proved, as a lower bound: %s", open);
  free(open);
  open = guide_of("{\"outcome\":\"found\",\"space\":{\"feasible\":12},\"acceptable\":{\"count\":0}}");
  ck_assert_msg(strstr(open, "There is no deal") != NULL && strstr(open, "at least") == NULL,
                "expected the word that there is no deal: %s", open);
  free(open);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/class_study");
  TCase *blocks = tcase_create("blocks"), *theory = tcase_create("theory");
  tcase_set_timeout(theory, 120);
  tcase_add_test(blocks, groups_block_by_veto_membership_and_quorum);
  tcase_add_test(blocks, groups_are_all_the_smallest_that_block);
  tcase_add_test(theory, news_ask_the_solver_anew);
  tcase_add_test(theory, the_better_deal_is_best_of_all);
  tcase_add_test(theory, bundles_past_2_to_the_53_are_exact);
  tcase_add_test(theory, a_number_is_tried_and_changes_nothing);
  tcase_add_test(theory, the_debrief_tells_it_as_data);
  tcase_add_test(theory, what_a_limit_left_open_is_told_as_open);
  suite_add_tcase(suite, blocks);
  suite_add_tcase(suite, theory);
  return suite;
}
