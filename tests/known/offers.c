/* Two parties who make offers in turn over a pie, against closed forms: solve's talks (perfect foresight) with
 * reservations, by the last round and by lot; and simulated talks between strategies that know only themselves. */
#include "tests/known/points.h"
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>

enum { PIECES = 1000 };

/* ---- perfect foresight ---- */

/* Delay leaves (1 - e) d + e V, so what is left to share is S = 1 - d1 - d2, and the first to offer has d1 + x S.
 * Of T rounds, m = T / 2 pairs: x = (1 - e2) (1 - (e1 e2)^m) / (1 - e1 e2), and (e1 e2)^m more where T is odd, for
 * the last offer is then the first's again (Stahl 1972; T without end: Rubinstein 1982, doi:10.2307/1912531). By hand
 * for e = 0.8, 0.5: T = 2: 0.5; 3: 0.5 + 0.4; 4: 0.5 + 0.2; 5: 0.7 + 0.16. All are whole pieces. */
START_TEST(finite_talks_with_reservations) {
  static const struct {
    double e1, e2, x;
    int rounds;
  } row[] = {{.e1 = .8, .e2 = .5, .x = 1, .rounds = 1},      {.e1 = .8, .e2 = .5, .x = .5, .rounds = 2},
             {.e1 = .8, .e2 = .5, .x = .9, .rounds = 3},     {.e1 = .8, .e2 = .5, .x = .7, .rounds = 4},
             {.e1 = .8, .e2 = .5, .x = .86, .rounds = 5},    {.e1 = .5, .e2 = .8, .x = .2, .rounds = 2},
             {.e1 = .5, .e2 = .8, .x = .6, .rounds = 3},     {.e1 = .5, .e2 = .8, .x = .28, .rounds = 4},
             {.e1 = .5, .e2 = .5, .x = .65625, .rounds = 6}, {.e1 = .5, .e2 = 0, .x = 1, .rounds = 4},
             {.e1 = .5, .e2 = .5, .x = .6875, .rounds = 5},  {.e1 = 1, .e2 = 1, .x = 0, .rounds = 4}};
  static const double d[2] = {.15, .05};
  double payoff[2 * (PIECES + 1)];
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    double both = row[k].e1 * row[k].e2, m = row[k].rounds / 2, last = pow(both, m);
    double x = both < 1 ? (1 - row[k].e2) * (1 - last) / (1 - both) : 0;
    known_number("the closed form", row[k].rounds % 2 ? x + last : x, row[k].x);
    char bargaining[200];
    snprintf(
        bargaining, sizeof bargaining,
        "{\"talks\": {\"rounds\": %d, \"order\": [\"p0\", \"p1\"], \"discount\": {\"p0\": %g, \"p1\": %g}}}",
        row[k].rounds, row[k].e1, row[k].e2);
    points p = points_pie(PIECES, payoff);
    p.reservation = d;
    p.bargaining = bargaining;
    ply_result *r = points_solve(&p);
    ck_assert_int_eq(r->talks.outcome, PLY_FOUND);
    ck_assert_int_eq(r->talks.round, 1);
    known_number("the first's share", r->talks.bundle.payoffs[0], d[0] + row[k].x * (1 - d[0] - d[1]));
    ply_result_free(r);
  }
}
END_TEST

/* Drawn with chance c before each round, both with discount e: the talks are worth d_i + c_i S to each, for
 * c_i (S - e c_j S) + (1 - c_i) e c_i S = c_i S, however many rounds there are; whoever is drawn keeps
 * d_i + (1 - e (1 - c_i)) S (Baron and Ferejohn 1989, doi:10.2307/1961664, with two). */
START_TEST(drawn_proposers) {
  static const double d[2] = {.15, .05};
  double payoff[2 * (PIECES + 1)];
  for (int rounds = 1; rounds <= 5; rounds += 2) {
    char bargaining[200];
    snprintf(bargaining, sizeof bargaining,
             "{\"talks\": {\"rounds\": %d, \"recognition\": {\"p0\": 1, \"p1\": 3}, "
             "\"discount\": {\"p0\": 0.75, \"p1\": 0.75}}}",
             rounds);
    points p = points_pie(PIECES, payoff);
    p.reservation = d;
    p.bargaining = bargaining;
    ply_result *r = points_solve(&p);
    ck_assert(r->talks.drawn);
    ck_assert_int_eq(r->talks.n_first, 2);
    double e = rounds > 1 ? .75 : 0;
    for (int i = 0; i < 2; i++) {
      double c = i == 0 ? .25 : .75;
      const ply_first_offer *first = &r->talks.first[i];
      known_number("its chance", first->chance, c);
      known_number("what the talks are worth", r->talks.value[i], d[i] + c * .8);
      known_number("what the drawn one keeps", first->bundle.payoffs[i], d[i] + (1 - e * (1 - c)) * .8);
    }
    known_number("drift", r->talks.drift, 0);
    ply_result_free(r);
  }
}
END_TEST

/* ---- parties who know only themselves ---- */

static void agrees(const ply_negotiation *n, int step, double share) {
  ck_assert_msg(n->one_agreed, "no deal; expected one at step %d", step);
  ck_assert_int_eq(n->one_step, step);
  known_number("p0's share", n->one_bundle.payoffs[0], share);
}

/* Concession by time, T_i = d_i + (1 - d_i) (1 - t^(1/e_i)) (Faratin, Sierra and Jennings 1998,
 * doi:10.1016/S0921-8890(98)00029-3): both can be content with one cut from T_0 + T_1 <= 1 on. The deal is at the first
 * step past that, whoever's turn it is, and leaves the one who offers its own target in whole pieces. */
START_TEST(concession_by_time) {
  static const struct {
    const char *strategy[2];
    double e[2], d[2];
    int rounds;
  } row[] = {{.strategy = {"linear", "linear"}, .e = {1, 1}, .rounds = 5},
             {.strategy = {"linear", "linear"}, .e = {1, 1}, .d = {.1, .2}, .rounds = 8},
             {.strategy = {"boulware", "boulware"}, .e = {.2, .2}, .rounds = 20},
             {.strategy = {"conceder", "conceder"}, .e = {5, 5}, .rounds = 40},
             {.strategy = {"boulware", "conceder"}, .e = {.2, 5}, .d = {.3, .1}, .rounds = 30},
             {.strategy = {"time:exponent=2", "linear"}, .e = {2, 1}, .rounds = 10},
             {.strategy = {"linear", "time:exponent=0.5"}, .e = {1, .5}, .d = {.4, .4}, .rounds = 10}};
  /* By hand, equal exponents and no reservations: t >= 1/2^e; 1/2 of 9, .8706 of 39, 1/32 of 79. With .1, .2:
   * t >= 1/1.7 of 15. */
  static const int by_hand[] = {5, 9, 34, 3};
  double payoff[2 * (PIECES + 1)];
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    points p = points_pie(PIECES, payoff);
    p.reservation = row[k].d;
    double t0 = 1, t1 = 1;
    int step = -1;
    while (t0 + t1 > 1) {
      double t = ++step / (2. * row[k].rounds - 1);
      t0 = 1 - (1 - row[k].d[0]) * pow(t, 1 / row[k].e[0]);
      t1 = 1 - (1 - row[k].d[1]) * pow(t, 1 / row[k].e[1]);
    }
    ck_assert_double_lt(t0 + t1, 1 - 1. / PIECES); /* else whole pieces would decide */
    if (k < sizeof by_hand / sizeof *by_hand) ck_assert_int_eq(step, by_hand[k]);
    double own = ceil((step % 2 ? t1 : t0) * PIECES - 1e-6) / PIECES;
    ply_negotiation *n = points_talk(&p, row[k].rounds, row[k].strategy);
    agrees(n, step, step % 2 ? 1 - own : own);
    ply_negotiation_free(n);
  }
}
END_TEST

/* Against one who never yields the other has only its last offer, at time 1, and by then asks for its reservation:
 * all is given where that is nothing; there is no deal where it is anything, nor between two who never yield. */
START_TEST(one_who_never_yields) {
  static const double needs[2] = {0, .001};
  double payoff[2 * (PIECES + 1)];
  points p = points_pie(PIECES, payoff);
  ply_negotiation *n = points_talk(&p, 6, (const char *const[]){"hardliner", "linear"});
  agrees(n, 11, 1);
  ply_negotiation_free(n);
  n = points_talk(&p, 6, (const char *const[]){"hardliner", "hardliner"});
  ck_assert(!n->one_agreed);
  ply_negotiation_free(n);
  p.reservation = needs;
  n = points_talk(&p, 6, (const char *const[]){"hardliner", "linear"});
  ck_assert(!n->one_agreed);
  known_number("no deal counts the reservation", n->talkers[1].payoff.mean, .001);
  ply_negotiation_free(n);
}
END_TEST

/* Tit for tat gives back what it was given: the linear one's offers leave p0 s/25 at s = 1, 3, 5, ... of steps 0 to 25,
 * so p0, who yields from the second offer heard on, asks 1 - (s - 2)/25 at s = 4, 6, .... That leaves p1 (s - 2)/25,
 * content from 1 - s/25 on: s >= 13.5. At s = 13 p0 is offered 13/25 and still asks 15/25. So the deal is at s = 14,
 * with 13/25 for p0. */
START_TEST(tit_for_tat_with_a_linear_one) {
  double payoff[2 * (PIECES + 1)];
  points p = points_pie(PIECES, payoff);
  ply_negotiation *n = points_talk(&p, 13, (const char *const[]){"tit-for-tat", "linear"});
  agrees(n, 14, 13. / 25);
  ply_negotiation_free(n);
}
END_TEST

/* MiCRO (de Jonge, IJCAI 2022): each goes down its own list by one as long as the other does. The k-th offer leaves
 * the other (k - 1)/N of N pieces. p1 takes p0's k-th (step 2k - 2) from 1 - (k - 1)/N on, what it would ask itself now:
 * 2k - 2 >= N. p0 takes p1's (step 2k - 1) from 1 - k/N on: 2k - 1 >= N. So the deal is at step N, and half to each
 * where N is even, with the odd piece to who offers, p1, where it is odd. */
START_TEST(micro_meets_in_the_middle) {
  static const int sizes[] = {2, 3, 10, 11, 100, 101};
  double payoff[2 * 102];
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
    points p = points_pie(sizes[k], payoff);
    ply_negotiation *n = points_talk(&p, 60, (const char *const[]){"micro", "micro"});
    agrees(n, sizes[k], (double)(sizes[k] / 2) / sizes[k]);
    ply_negotiation_free(n);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/offers");
  TCase *foresight = tcase_create("foresight"), *simulated = tcase_create("simulated");
  tcase_set_timeout(foresight, 60);
  tcase_add_test(foresight, finite_talks_with_reservations);
  tcase_add_test(foresight, drawn_proposers);
  tcase_add_test(simulated, concession_by_time);
  tcase_add_test(simulated, one_who_never_yields);
  tcase_add_test(simulated, tit_for_tat_with_a_linear_one);
  tcase_add_test(simulated, micro_meets_in_the_middle);
  suite_add_tcase(suite, foresight);
  suite_add_tcase(suite, simulated);
  return suite;
}
