/* A pie for two, cut into 10,000 pieces: a coarse issue of hundredths and a fine one of hundredths of those.
 * What the first gets is s = coarse + fine, the second 1 - s. Known: Nash on a straight frontier, x1 = d1 + w
 * (1 - d1 - d2); alternating offers, (1 - d2) / (1 - d1 d2) (Rubinstein 1982, doi:10.2307/1912531); the range
 * of peaceful deals, p - c1 to p + c2 (Fearon 1995, doi:10.1017/S0020818300033324). */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PIECES = 10000 };

static void values(ply_text *out, double first, double step) {
  for (int k = 0; k < 100; k++) {
    ply_text_addf(out, "%s\"p%d\": ", k ? ", " : "", k);
    ply_text_number(out, round((first + step * k) * PIECES) / PIECES);
  }
}

static void actor(ply_text *out, const char *id, double d, bool first) {
  ply_text_addf(out,
                "\"%s\": {\"consent\": \"required\", \"reservation\": %.17g, \"payoffs\": {\"coarse\": "
                "{\"weight\": 1, ",
                id, d);
  ply_text_add(out, "\"values\": {");
  values(out, first ? 0 : 0.99, first ? 0.01 : -0.01);
  ply_text_add(out, "}}, \"fine\": {\"weight\": 1, \"values\": {");
  values(out, first ? 0 : 0.01, first ? 0.0001 : -0.0001);
  ply_text_add(out, "}}}}");
}

/* The pie with what each gets without a deal, and a bargaining block (JSON). */
static char *pie(double d1, double d2, const char *bargaining) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out, "{\"parley\": 1, \"id\": \"pie\", \"title\": \"A pie for two\", \"issues\": {");
  for (int k = 0; k < 2; k++) {
    ply_text_addf(&out, "%s\"%s\": {\"options\": {", k ? ", " : "", k ? "fine" : "coarse");
    for (int o = 0; o < 100; o++) ply_text_addf(&out, "%s\"p%d\": {}", o ? ", " : "", o);
    ply_text_add(&out, "}}");
  }
  ply_text_add(&out, "}, \"actors\": {");
  actor(&out, "ann", d1, true);
  ply_text_add(&out, ", ");
  actor(&out, "ben", d2, false);
  ply_text_addf(&out, "}, \"bargaining\": %s}", bargaining);
  char *text = ply_text_take(&out);
  if (text == NULL) ck_abort_msg("out of memory");
  return text;
}

static ply_result *solve_pie(double d1, double d2, const char *bargaining) {
  char *text = pie(d1, d2, bargaining);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  return r;
}

/* ---- Nash, Kalai-Smorodinsky, egalitarian on a straight frontier ---- */

START_TEST(nash_with_weights) {
  static const struct {
    double d1, d2, w;
  } row[] = {{0.1, 0.2, 0.5}, {0.1, 0.2, 0.25}, {0, 0, 0.5}, {0, 0.4, 0.8}, {0.25, 0.35, 0.1}};
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    char bargaining[100];
    snprintf(bargaining, sizeof bargaining, "{\"weights\": {\"ann\": %g, \"ben\": %g}}", row[k].w,
             1 - row[k].w);
    ply_result *r = solve_pie(row[k].d1, row[k].d2, bargaining);
    const ply_bundle *nash = &known_solution(r, "nash")->bundle;
    known_number("ann's share by Nash", nash->payoffs[0], row[k].d1 + row[k].w * (1 - row[k].d1 - row[k].d2));
    known_number("ben's share", nash->payoffs[1], 1 - nash->payoffs[0]);
    double even = row[k].d1 + 0.5 * (1 - row[k].d1 - row[k].d2);
    known_number("by Kalai-Smorodinsky", known_solution(r, "kalai_smorodinsky")->bundle.payoffs[0], even);
    known_number("by the egalitarian rule", known_solution(r, "egalitarian")->bundle.payoffs[0], even);
    known_number("the sum", known_solution(r, "utilitarian")->value, 1);
    ply_result_free(r);
  }
}
END_TEST

/* ---- the range of peaceful deals ---- */

/* War gives ann p - c1 and ben 1 - p - c2: every share from p - c1 to p + c2 is better for both; who makes
 * the only offer takes all that there is to gain. */
START_TEST(range_of_peaceful_deals) {
  static const struct { double p, c1, c2; } row[] = {{0.5, 0.1, 0.2}, {0.7, 0.05, 0.05}, {0.3, 0.2, 0.1}};
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    double low = row[k].p - row[k].c1, high = row[k].p + row[k].c2;
    ply_result *r = solve_pie(low, 1 - high, "{\"talks\": {\"rounds\": 1, \"order\": [\"ann\"]}}");
    ck_assert_uint_eq(r->acceptable.low, (uint64_t)lround((high - low) * PIECES) + 1);
    ck_assert_int_eq(r->talks.outcome, PLY_FOUND);
    known_number("take it or leave it", r->talks.bundle.payoffs[0], high);
    ply_result_free(r);
  }
}
END_TEST

/* ---- alternating offers ---- */

/* The same talks in whole pieces: each proposer leaves the other the fewest pieces worth waiting's value. */
static int opening_share(int rounds, double d1, double d2) {
  double value[2] = {0, 0}, d[2] = {d1, d2};
  int share = 0;
  for (int t = rounds; t >= 1; t--) {
    int p = (t - 1) % 2, q = 1 - p;
    int left = (int)ceil(d[q] * value[q] * PIECES - 1e-6);
    /* At most 9,999 pieces can go to ann, so at least one is left to ben. */
    if (p == 0 && left == 0) left = 1;
    value[q] = (double)left / PIECES;
    value[p] = 1 - value[q];
    share = p == 0 ? PIECES - left : left;
  }
  return share;
}

START_TEST(alternating_offers) {
  static const struct {
    double d1, d2, limit;
  } row[] = {{0.9, 0.9, 0.526316}, {0.9, 0.8, 0.714286}, {0.5, 0.5, 0.666667}};
  for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
    char bargaining[200];
    snprintf(bargaining, sizeof bargaining,
             "{\"talks\": {\"rounds\": 101, \"limit\": 111, \"order\": [\"ann\", \"ben\"], "
             "\"discount\": {\"ann\": %g, \"ben\": %g}}}",
             row[k].d1, row[k].d2);
    ply_result *r = solve_pie(0, 0, bargaining);
    ck_assert_int_eq(r->talks.outcome, PLY_FOUND);
    ck_assert_int_eq(r->talks.round, 1);
    double share = r->talks.bundle.payoffs[0];
    known_number("ann's share", share, opening_share(101, row[k].d1, row[k].d2) / (double)PIECES);
    ck_assert_msg(fabs(share - row[k].limit) < 0.0012, "expected about %g (Rubinstein), got %g", row[k].limit,
                  share);
    ply_result_free(r);
  }
}
END_TEST

/* Two rounds, three rounds: Stahl's finite talks, by hand. With both discounts one half: the last proposer
 * takes all, so ben is offered 1/2 of 9,999 pieces' worth in two rounds, and ann 3/4 in three. */
START_TEST(finite_talks_by_hand) {
  ply_result *r = solve_pie(0, 0,
                            "{\"talks\": {\"rounds\": 2, \"limit\": 3, \"order\": [\"ann\", \"ben\"], "
                            "\"discount\": {\"ann\": 0.5, \"ben\": 0.5}}}");
  known_number("two rounds", r->talks.bundle.payoffs[0], 0.5);
  ck_assert_msg(!r->talks.settled, "two rounds and three open alike: expected them not to");
  ply_result_free(r);
  r = solve_pie(0, 0,
                "{\"talks\": {\"rounds\": 3, \"order\": [\"ann\", \"ben\"], "
                "\"discount\": {\"ann\": 0.5, \"ben\": 0.5}}}");
  known_number("three rounds", r->talks.bundle.payoffs[0], 0.75);
  ply_result_free(r);
}
END_TEST

/* ---- a thousand pieces in one issue: every cut is acceptable and efficient, Nash halves it ---- */

START_TEST(one_issue_of_1001_options) {
  ply_text out;
  ply_text_init(&out);
  ply_text_add(&out, "{\"parley\": 1, \"id\": \"cut\", \"issues\": {\"share\": {\"options\": {");
  for (int o = 0; o <= 1000; o++) ply_text_addf(&out, "%s\"s%d\": {}", o > 0 ? ", " : "", o);
  ply_text_add(&out, "}}}, \"actors\": {");
  for (int i = 0; i < 2; i++) {
    ply_text_addf(&out,
                  "%s\"%s\": {\"consent\": \"required\", \"reservation\": 0, \"payoffs\": {\"share\": "
                  "{\"weight\": 1, \"values\": {",
                  i > 0 ? ", " : "", i > 0 ? "ben" : "ann");
    for (int o = 0; o <= 1000; o++)
      ply_text_addf(&out, "%s\"s%d\": %.17g", o > 0 ? ", " : "", o, (i > 0 ? 1000 - o : o) / 1000.0);
    ply_text_add(&out, "}}}}");
  }
  ply_text_add(&out, "}}");
  char *text = ply_text_take(&out);
  ply_result *r = known_text(text, NULL, NULL);
  free(text);
  ck_assert_uint_eq(r->acceptable.low, 1001);
  ck_assert_uint_eq(r->pareto.count, 1001);
  ck_assert_uint_eq(known_solution(r, "nash")->bundle.index, 500);
  known_number("the Nash product", known_solution(r, "nash")->value, 2 * log(0.5));
  ply_result_free(r);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/pie");
  TCase *deals = tcase_create("deals");
  tcase_set_timeout(deals, 60);
  tcase_add_test(deals, nash_with_weights);
  tcase_add_test(deals, range_of_peaceful_deals);
  tcase_add_test(deals, alternating_offers);
  tcase_add_test(deals, finite_talks_by_hand);
  tcase_add_test(deals, one_issue_of_1001_options);
  suite_add_tcase(suite, deals);
  return suite;
}
