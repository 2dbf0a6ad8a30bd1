/* Candidates that are alike are handled once, and nothing changes: on random games with such groups the
 * search answers as plain enumeration does, which knows of no groups, and as the brute-force oracle, and
 * verify confirms it. */
#include "sim/solve/solve.h"
#include "sim/verify/verify.h"
#include "tests/support/compare.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/solved.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static int n_handled_once; /* of the games so far */

static const char *const over_name[] = {NULL, "acceptable", "sustained", "stable"};

static bool as_enumeration(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_solve_settings settings = {.over = (int)(seed % 4), .threads = 1 + (int)(seed % 2)}, plain = settings;
  plain.engine = PLY_ENGINE_ENUMERATE;
  ply_result *a = solve_scenario(s, NULL, NULL, &settings, why),
             *b = solve_scenario(s, NULL, NULL, &plain, why);
  bool holds = a != NULL && b != NULL && compare_results(a, b, why) == 0;
  n_handled_once += a != NULL && strcmp(a->engine, "search (alike)") == 0;
  ply_result_free(a);
  ply_result_free(b);
  return holds;
}

static bool as_the_oracle(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_solve_settings settings = {.over = (int)(seed % 4), .threads = 1};
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  ply_result *expected = oracle_result(o, over_name[seed % 4]);
  ply_result *found = solve_scenario(s, NULL, NULL, &settings, why);
  bool holds = found != NULL && compare_results(found, expected, why) == 0;
  ply_err err = {0};
  if (holds &&
      (ply_verify_result(s, NULL, line, found, seed, &err) != PLY_OK || found->n_failed_checks > 0)) {
    ply_text_addf(why, "verify does not confirm what the oracle does: %s%s", err.message,
                  found->failed_check ? found->failed_check : "");
    holds = false;
  }
  n_handled_once += found != NULL && strcmp(found->engine, "search (alike)") == 0;
  ply_result_free(found);
  ply_result_free(expected);
  oracle_free(o);
  free(line);
  return holds;
}

/* Plays so many games, in at least so many of which candidates are alike. */
static void play(const char *name, random_wish wish, uint64_t first, uint64_t n, int least,
                 game_property property) {
  n_handled_once = 0;
  wish.alike = true;
  check_games(name, wish, first, n, property);
  ck_assert_msg(getenv("PARLEY_SEED") != NULL || n_handled_once >= least,
                "%s: only %d of %llu games were handled once for all alike: expected %d", name,
                n_handled_once, (unsigned long long)n, least);
}

START_TEST(the_engines_agree) {
  play("alike", (random_wish){.most = 3000}, 1000001, 800, 200, as_enumeration);
  play("alike-security", (random_wish){.most = 3000, .security = true}, 1100001, 400, 100, as_enumeration);
  play("alike-tense", (random_wish){.most = 3000, .tense = true}, 1200001, 800, 200, as_enumeration);
  play("alike-smooth", (random_wish){.most = 3000, .tense = true, .smooth = true}, 1300001, 200, 50,
       as_enumeration);
}
END_TEST

START_TEST(the_engines_agree_in_a_crowd) {
  play("alike-crowd", (random_wish){.most = 12000, .crowd = true}, 1400001, 100, 30, as_enumeration);
  play("alike-crowd-tense", (random_wish){.most = 12000, .crowd = true, .tense = true}, 1500001, 150, 50,
       as_enumeration);
  play("alike-crowd-security", (random_wish){.most = 12000, .crowd = true, .security = true, .fixed = true},
       1600001, 50, 15, as_enumeration);
}
END_TEST

START_TEST(the_oracle_agrees) {
  play("alike-oracle", (random_wish){.most = 1000}, 1700001, 400, 100, as_the_oracle);
  play("alike-oracle-security", (random_wish){.most = 1000, .security = true}, 1800001, 150, 40,
       as_the_oracle);
  play("alike-oracle-tense", (random_wish){.most = 1000, .tense = true}, 1900001, 400, 100, as_the_oracle);
}
END_TEST

/* ---- games made for one step each ---- */

/* Two or more alike beside one who must agree. more: what else stands in the file, with a comma after it. */
static void play_made(const char *more, const char *levels, const char *gains, const char *bonuses,
                      const char *design) {
  ply_text text, why;
  ply_diags diags;
  ply_scenario *s = NULL;
  ply_text_init(&text);
  ply_text_init(&why);
  ply_diags_init(&diags);
  ply_text_addf(&text,
                "{\"parley\": 1, \"id\": \"made\", \"title\": \"Made\", \"issues\": {\"k\": {\"options\": "
                "{\"x\": {}}}}, \"levels\": {%s}, %s \"actors\": {\"boss\": {\"consent\": \"required\", "
                "\"reservation\": 0, \"payoffs\": {\"k\": {\"weight\": 1, \"values\": {\"x\": 1}}}}",
                levels, more);
  for (int i = 1; i <= 3; i++)
    ply_text_addf(
        &text,
        ", \"s%d\": {\"candidate\": true, \"consent\": \"never\", \"reservation\": 0, \"level\": {%s}, "
        "\"bonuses\": {%s}, \"payoffs\": {\"k\": {\"weight\": 1, \"values\": {\"x\": 0.1}}}}",
        i, gains, bonuses);
  ply_text_addf(&text, "}, \"designs\": {\"d\": {\"options\": {\"k\": \"x\"}, \"members\": {%s}}}}", design);
  ply_status status = ply_scenario_parse(text.data, text.length, "made", NULL, NULL, 0, &s, &diags, NULL);
  ck_assert_msg(status == PLY_OK, "%s", diags.count > 0 ? diags.items[0].message : "no scenario");
  n_handled_once = 0;
  for (uint64_t seed = 0; seed < 4; seed++) ck_assert_msg(as_enumeration(s, seed, &why), "%s", why.data);
  ck_assert_int_eq(n_handled_once, 4);
  ply_scenario_free(s);
  ply_diags_done(&diags);
  ply_text_done(&why);
  ply_text_done(&text);
}

/* (out, l1, l1) is beaten by (l1, l1, l2) in one order only: the payoffs of neighbouring levels differ by
 * less than the tolerance, those of out and l2 by more. */
START_TEST(payoffs_within_the_tolerance) {
  const char *levels = "\"out\": {\"effort\": 0}, \"l1\": {\"effort\": 0}, \"l2\": {\"effort\": 0}";
  const char *gains = "\"l1\": 6e-10, \"l2\": 1.2e-9";
  play_made("", levels, gains, "", "\"s1\": \"l1\", \"s2\": \"l1\"");
  play_made(
      "\"rules\": {"
      "\"two\": {\"when\": {}, \"then\": {\"$count\": {\"from\": \"l1\", \"min\": 2}}}, "
      "\"all\": {\"when\": {\"$count\": {\"from\": \"l1\", \"min\": 3}}, \"then\": {\"$count\": {\"from\": "
      "\"l2\", \"min\": 1, \"max\": 1}}}, "
      "\"few\": {\"when\": {\"$count\": {\"from\": \"l1\", \"max\": 2}}, \"then\": {\"$count\": {\"from\": "
      "\"l2\", \"max\": 0}}}},",
      levels, gains, "", "\"s1\": \"l1\", \"s2\": \"l1\"");
}
END_TEST

/* From (out, out, l1) all three could gain at (l1, l2, l3), but only if who stands out leaves l2 to who
 * stands at l1. Nobody can go alone. */
START_TEST(places_given_up_for_another) {
  play_made(
      "\"rules\": {"
      "\"together\": {\"when\": {}, \"then\": {\"$any\": [{\"$count\": {\"from\": \"l1\", \"max\": 1}}, "
      "{\"$count\": {\"from\": \"l1\", \"min\": 3}}]}, \"reason\": \"All or one.\"}, "
      "\"one\": {\"when\": {\"$count\": {\"from\": \"l1\", \"min\": 2}}, \"then\": {\"$count\": {\"from\": "
      "\"l2\", \"min\": 2, \"max\": 2}}, \"reason\": \"Two go further.\"}, "
      "\"far\": {\"when\": {}, \"then\": {\"$count\": {\"from\": \"l3\", \"max\": 1}}, \"reason\": \"One at "
      "most.\"}, "
      "\"not-alone\": {\"when\": {\"$count\": {\"from\": \"l2\", \"min\": 2}}, \"then\": {\"$count\": "
      "{\"from\": \"l3\", \"min\": 1}}, \"reason\": \"One must go furthest.\"}},",
      "\"out\": {\"effort\": 0}, \"l1\": {\"effort\": 0}, \"l2\": {\"effort\": 0}, \"l3\": {\"effort\": 0}",
      "\"l1\": 0.5, \"l2\": 1, \"l3\": 0.3",
      "\"b\": {\"when\": {\"$count\": {\"from\": \"l2\", \"min\": 1, \"max\": 1}}, \"gain\": -2}",
      "\"s1\": \"l1\"");
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/alike");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, the_engines_agree);
  tcase_add_test(games, the_engines_agree_in_a_crowd);
  tcase_add_test(games, the_oracle_agrees);
  tcase_add_test(games, payoffs_within_the_tolerance);
  tcase_add_test(games, places_given_up_for_another);
  suite_add_tcase(suite, games);
  return suite;
}
