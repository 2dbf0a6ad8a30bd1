/* The field's games with their known answers: every pure equilibrium, and every extreme equilibrium of two players, of
 * the games that Gambit comes with; published values of quantal responses and correlated equilibria; classroom games. */
#include "tests/support/finite.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- known.tsv ---- */

/* A profile as the file writes it: "1,0,1/2,1/2". */
static char *written(const ply_finite *game, const ply_equilibrium *e) {
  ply_text text;
  ply_text_init(&text);
  for (int i = 0; i < game->n_players; i++)
    for (int s = 0; s < game->players[i].n; s++) {
      const char *chance =
          e->chance != NULL ? e->chance[game->players[i].first + s].exact : (e->strategy[i] == s ? "1" : "0");
      ply_text_addf(&text, "%s%s", text.length > 0 ? "," : "", chance);
    }
  return ply_text_take(&text);
}

static bool listed(const char *profiles, const char *one) {
  size_t n = strlen(one);
  for (const char *at = profiles; (at = strstr(at, one)) != NULL; at++)
    if ((at == profiles || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' ')) return true;
  return false;
}

static void compare(const ply_finite *game, const ply_equilibrium_list *list, const char *file,
                    const char *count, const char *profiles) {
  if (strcmp(count, "-") == 0) return;
  if (list->count != strtoull(count, NULL, 10))
    ck_abort_msg("%s: %llu found, %s known", file, (unsigned long long)list->count, count);
  ck_assert(list->extent == PLY_EXTENT_ALL || list->extent == PLY_EXTENT_NONE);
  for (int k = 0; k < list->n_listed && profiles[0] != '\0'; k++) {
    char *mine = written(game, &list->items[k]);
    if (!listed(profiles, mine)) ck_abort_msg("%s: %s is not known", file, mine);
    free(mine);
  }
}

static void check_row(char *line) {
  char *field[7] = {NULL}, *rest = line;
  for (int k = 0; k < 7; k++) {
    field[k] = rest;
    rest += strcspn(rest, "\t");
    if (*rest == '\t') *rest++ = '\0';
  }
  char path[200], size[80] = "";
  snprintf(path, sizeof path, "tests/known/games/%s", field[0]);
  ply_finite *game = finite_file(path);
  for (int i = 0; i < game->n_players; i++)
    snprintf(size + strlen(size), sizeof size - strlen(size), "%s%d", i > 0 ? "x" : "", game->players[i].n);
  ck_assert_str_eq(size, field[2]);
  bool extreme = strcmp(field[4], "-") != 0;
  ply_equilibria *answers = finite_find(game, extreme ? "pure,mixed" : "pure", NULL, 0);
  compare(game, &answers->pure, field[0], field[3], field[5]);
  if (extreme) compare(game, &answers->mixed, field[0], field[4], field[6]);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}

START_TEST(games_of_the_field_have_their_known_equilibria) {
  char *path = test_path("tests/known/games/known.tsv"), *text = test_read_file(path, NULL), *rest = NULL;
  int n = 0;
  for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    if (line[0] == '#' || strncmp(line, "file\t", 5) == 0) continue;
    check_row(line);
    n++;
  }
  ck_assert_int_ge(n, 55);
  free(path);
  free(text);
}
END_TEST

/* ---- published values ---- */

static double chance(const ply_equilibria *answers, int point, int strategy) {
  return answers->logit.items[point].chance[strategy].value;
}

/* (9, 0; 0, 1 / 0, 1; 1, 0): McKelvey and Palfrey 1995. */
START_TEST(quantal_responses_of_the_asymmetric_pennies_are_as_published) {
  ply_finite *game = finite_text("NFG 1 R \"pennies\" { \"row\" \"column\" } { 2 2 }\n9 0 0 1 0 1 1 0\n");
  double lambda[] = {0, 1, 2};
  ply_equilibria *answers = finite_find(game, "logit", lambda, 3);
  ck_assert_int_eq(answers->logit.n_listed, 4);
  double expected[][2] = {{.5, .5}, {.893576, .312780}, {.860754, .191078}, {.5, .1}};
  for (int k = 0; k < 4; k++) {
    ck_assert_double_eq_tol(chance(answers, k, 0), expected[k][0], 5e-7);
    ck_assert_double_eq_tol(chance(answers, k, 2), expected[k][1], 5e-7);
  }
  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

/* At every point the chances are the softmax of what they bring. */
START_TEST(quantal_responses_are_fixed_points) {
  static const char *const files[] = {"3x3x3.nfg", "2x2x2.efg", "8x8.nfg", "e06.efg", "perfect2.nfg"};
  double lambda[] = {0, .3, 1, 3, 10, 40};
  for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
    char path[100];
    snprintf(path, sizeof path, "tests/known/games/%s", files[f]);
    ply_finite *game = finite_file(path);
    ply_equilibria *answers = finite_find(game, "logit", lambda, 6);
    ck_assert_int_eq(answers->logit.n_listed, 7);
    for (int k = 0; k < 6; k++) {
      const ply_equilibrium *e = &answers->logit.items[k];
      for (int i = 0; i < game->n_players; i++) {
        double value[16] = {0}, sum = 0;
        for (uint64_t p = 0; p < game->n_profiles; p++) {
          double weight = 1;
          for (int j = 0; j < game->n_players; j++)
            if (j != i) weight *= e->chance[game->players[j].first + ply_finite_strategy(game, j, p)].value;
          value[ply_finite_strategy(game, i, p)] += weight * ply_finite_value(game, i, p);
        }
        for (int s = 0; s < game->players[i].n; s++) sum += exp(lambda[k] * (value[s] - value[0]));
        for (int s = 0; s < game->players[i].n; s++)
          ck_assert_double_eq_tol(e->chance[game->players[i].first + s].value,
                                  exp(lambda[k] * (value[s] - value[0])) / sum, 1e-10);
      }
    }
    ply_equilibria_free(answers);
    ply_finite_free(game);
  }
}
END_TEST

/* Chicken, 6, 6 / 2, 7 / 7, 2 / 0, 0 (Aumann 1974): advice brings 10.5 together, equilibria at most 28/3. */
START_TEST(advice_in_chicken_is_worth_ten_and_a_half) {
  ply_finite *game = finite_file("scenarios/games/chicken.nfg");
  ply_equilibria *answers = finite_find(game, "", NULL, 0);
  const ply_advice *best = &answers->correlated.advice[0];
  finite_exact(best->value, "21/2");
  ck_assert_int_eq(best->n, 3);
  static const char *const chances[] = {"1/2", "1/4", "1/4"};
  for (int k = 0; k < 3; k++) {
    ck_assert_uint_eq(best->profile[k], (uint64_t)k);
    finite_exact(best->chance[k], chances[k]);
  }
  ck_assert_double_eq_tol(answers->correlated.best_nash, 28. / 3, 1e-12);
  ck_assert_uint_eq(answers->mixed.count, 3);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

/* The titles of the field's games say how many there are: McKelvey and McLennan's with 9, van der Laan's with 1, 1, 5. */
START_TEST(small_games_of_more_players_have_all_their_equilibria) {
  static const struct {
    const char *file;
    uint64_t count;
  } games[] = {{"2x2x2.efg", 9}, {"2x2x2x2.nfg", 3}, {"3x3x3.nfg", 5},
               {"g1.nfg", 1},    {"g2.nfg", 1},      {"g3.nfg", 5}};
  for (size_t k = 0; k < sizeof games / sizeof *games; k++) {
    char path[100];
    snprintf(path, sizeof path, "tests/known/games/%s", games[k].file);
    ply_finite *game = finite_file(path);
    ply_equilibria *answers = finite_find(game, "mixed", NULL, 0);
    ck_assert_int_eq(answers->mixed.extent, PLY_EXTENT_ALL);
    ck_assert_uint_eq(answers->mixed.count, games[k].count);
    ply_equilibria_free(answers);
    ply_finite_free(game);
  }
}
END_TEST

/* Nau, Gomez Canovas and Hansen 2004, section 4 (doi:10.1007/s001820300162): 2 x 2 x 2 with whole payoffs whose one
 * equilibrium is irrational. By hand, with chances p, q, r of the first strategies: each is indifferent where
 * qr + 3q + r = 2, pr - 4p - 2r = -3, 3p + 3q - pq = 3. So r = (2 - 3q) / (1 + q), p = 3 (1 - q) / (3 - q), and the
 * second is 12 qq + 13 q - 9 = 0: q = (sqrt(601) - 13) / 24 = .61923, p = .47980, r = .37883. */
START_TEST(one_equilibrium_and_that_irrational) {
  ply_finite *game = finite_file("tests/known/games/nau.nfg");
  ply_equilibria *answers = finite_find(game, "pure,mixed", NULL, 0);
  ck_assert_uint_eq(answers->pure.count, 0);
  ck_assert_uint_eq(answers->mixed.count, 1);
  ck_assert_int_eq(answers->mixed.extent, PLY_EXTENT_ALL);
  const ply_equilibrium *e = &answers->mixed.items[0];
  double q = (sqrt(601) - 13) / 24, p = 3 * (1 - q) / (3 - q), r = (2 - 3 * q) / (1 + q);
  ck_assert_double_eq_tol(e->chance[0].value, p, 1e-9);
  ck_assert_double_eq_tol(e->chance[2].value, q, 1e-9);
  ck_assert_double_eq_tol(e->chance[4].value, r, 1e-9);
  ck_assert_ptr_null(e->chance[0].exact);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

/* Trees whose labels repeat, which Gambit's newest refuses. Nim of five stones, as that file has it (with three left
 * for the second, taking two wins): the second wins by 1, then 2, and by 2, whatever the first does, and does not where
 * it plays anything else; so all 6 of the first's ways are equilibria. From the back only the first's first choice and
 * its one with three left are open: 4. Coordination in two stages, 3, 2 / 0, 0 / 0, 0 / 2, 2, where only A, A goes on:
 * A, A or A, then B, or B at once. */
START_TEST(trees_with_labels_that_repeat) {
  static const struct {
    const char *file;
    uint64_t pure, perfect;
    const char *payoff[6][2];
  } trees[] = {
      {.file = "nim.efg",
       .pure = 6,
       .perfect = 4,
       .payoff = {{"-1", "1"}, {"-1", "1"}, {"-1", "1"}, {"-1", "1"}, {"-1", "1"}, {"-1", "1"}}},
      {.file = "coord2ts.efg", .pure = 3, .perfect = 4, .payoff = {{"6", "4"}, {"5", "4"}, {"2", "2"}}}};
  for (size_t t = 0; t < sizeof trees / sizeof *trees; t++) {
    char path[100];
    snprintf(path, sizeof path, "tests/known/games/%s", trees[t].file);
    ply_finite *game = finite_file(path);
    ply_equilibria *answers = finite_find(game, "pure,perfect", NULL, 0);
    ck_assert_uint_eq(answers->pure.count, trees[t].pure);
    ck_assert_uint_eq(answers->perfect.count, trees[t].perfect);
    for (int k = 0; k < answers->pure.n_listed; k++)
      for (int i = 0; i < 2; i++) finite_exact(answers->pure.items[k].payoff[i], trees[t].payoff[k][i]);
    ply_equilibria_free(answers);
    ply_finite_free(game);
  }
}
END_TEST

/* ---- classroom games ---- */

static ply_equilibria *classroom(const char *payoffs, int m, int n, const char *what, ply_finite **game) {
  char text[1000];
  snprintf(text, sizeof text, "NFG 1 R \"lesson\" { \"row\" \"column\" } { %d %d }\n%s\n", m, n, payoffs);
  *game = finite_text(text);
  return finite_find(*game, what, NULL, 0);
}

START_TEST(classroom_games_have_their_textbook_answers) {
  struct {
    const char *payoffs;
    int m, n;
    uint64_t pure, mixed;
  } lessons[] = {
      {"1 -1 -1 1 -1 1 1 -1", 2, 2, 0, 1},                       /* matching pennies */
      {"3 3 5 0 0 5 1 1", 2, 2, 1, 1},                           /* prisoner's dilemma */
      {"4 4 3 0 0 3 3 3", 2, 2, 2, 3},                           /* stag hunt */
      {"2 1 0 0 0 0 1 2", 2, 2, 2, 3},                           /* battle of the sexes */
      {"0 0 1 -1 -1 1 -1 1 0 0 1 -1 1 -1 -1 1 0 0", 3, 3, 0, 1}, /* rock, paper, scissors */
      {"0 0 1 0 0 1 0 1 0 0 1 0 1 0 0 1 0 0", 3, 3, 0, 1},       /* Shapley 1964 */
  };
  for (size_t k = 0; k < sizeof lessons / sizeof *lessons; k++) {
    ply_finite *game;
    ply_equilibria *answers = classroom(lessons[k].payoffs, lessons[k].m, lessons[k].n, "pure,mixed", &game);
    ck_assert_uint_eq(answers->pure.count, lessons[k].pure);
    ck_assert_uint_eq(answers->mixed.count, lessons[k].mixed);
    ply_equilibria_free(answers);
    ply_finite_free(game);
  }
}
END_TEST

/* Von Stengel 1999 (doi:10.1007/PL00009438): the 6 x 6 game with 75 equilibria. */
START_TEST(six_by_six_with_seventy_five_equilibria) {
  static const int a[6][6] = {{9504, -660, 19976, -20526, 1776, -8976},
                              {-111771, 31680, -130944, 168124, -8514, 52764},
                              {397584, -113850, 451176, -586476, 29216, -178761},
                              {171204, -45936, 208626, -263076, 14124, -84436},
                              {1303104, -453420, 1227336, -1718376, 72336, -461736},
                              {737154, -227040, 774576, -1039236, 48081, -300036}};
  static const int b[6][6] = {{72336, -461736, 1227336, -1718376, 1303104, -453420},
                              {48081, -300036, 774576, -1039236, 737154, -227040},
                              {29216, -178761, 451176, -586476, 397584, -113850},
                              {14124, -84436, 208626, -263076, 171204, -45936},
                              {1776, -8976, 19976, -20526, 9504, -660},
                              {-8514, 52764, -130944, 168124, -111771, 31680}};
  int n[2] = {6, 6};
  ply_err err;
  ply_finite *game;
  ck_assert_int_eq(ply_finite_new(2, n, true, 0, &game, &err), PLY_OK);
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 6; j++) {
      uint64_t p = (uint64_t)(i + 6 * j);
      ck_assert(ply_finite_put(game, 0, p, a[i][j], 1) && ply_finite_put(game, 1, p, b[j][i], 1));
    }
  ck_assert_int_eq(ply_finite_name(game, &err), PLY_OK);
  ply_equilibria *answers = finite_find(game, "mixed", NULL, 0);
  ck_assert_uint_eq(answers->mixed.count, 75);

  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

/* ---- exact numbers ---- */

/* Battle of the sexes with payoffs of so many digits, in a span past any machine word. */
static void long_payoffs(int digits) {
  ply_text text;
  ply_text_init(&text);
  ply_text_add(&text, "NFG 1 R \"long\" { \"row\" \"column\" } { 2 2 }\n");
  for (int k = 0; k < 8; k++) {
    static const char lead[] = {'2', '1', 0, 0, 0, 0, '1', '2'};
    if (lead[k] == 0) {
      ply_text_add(&text, "0 ");
      continue;
    }
    ply_text_add_n(&text, &lead[k], 1);
    for (int d = 0; d < digits; d++) ply_text_add(&text, "0");
    ply_text_add(&text, " ");
  }
  ply_finite *game = finite_text(text.data);
  ply_equilibria *answers = finite_find(game, "pure,mixed", NULL, 0);
  ck_assert_uint_eq(answers->mixed.count, 3);
  finite_exact(answers->mixed.items[1].chance[0], "2/3");
  finite_exact(answers->mixed.items[1].chance[2], "1/3");
  ply_equilibria_free(answers);
  ply_finite_free(game);
  ply_text_done(&text);
}

START_TEST(payoffs_may_have_any_number_of_digits) {
  long_payoffs(1);
  long_payoffs(12);
  long_payoffs(30);
  long_payoffs(100000);
}
END_TEST

/* ---- trees ---- */

START_TEST(subgame_perfection_removes_what_is_not_believed) {
  ply_finite *game = finite_file("scenarios/games/deterrence.efg");
  ply_equilibria *answers = finite_find(game, "pure,perfect", NULL, 0);
  ck_assert_uint_eq(answers->pure.count, 2);
  ck_assert_uint_eq(answers->perfect.count, 1);
  ck_assert_int_eq(answers->perfect.items[0].strategy[0], 1);
  ck_assert_int_eq(answers->perfect.items[0].strategy[1], 0);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

START_TEST(domination_by_a_mixture_is_found) {
  ply_finite *game = finite_file("tests/known/games/mixdom2.nfg");
  ply_equilibria *answers = finite_find(game, "dominance", NULL, 0);
  ck_assert_int_eq(answers->dominance.n_eliminations, 4);
  ck_assert_int_eq(answers->dominance.eliminations[0].by, -1);
  finite_exact(answers->dominance.eliminations[0].margin, "7/5");
  ck_assert_int_eq(answers->dominance.n_left, 4);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/finite");
  TCase *field = tcase_create("field"), *published = tcase_create("published");
  tcase_set_timeout(field, 300);
  tcase_set_timeout(published, 120);
  tcase_add_test(field, games_of_the_field_have_their_known_equilibria);
  tcase_add_test(published, quantal_responses_of_the_asymmetric_pennies_are_as_published);
  tcase_add_test(published, quantal_responses_are_fixed_points);
  tcase_add_test(published, advice_in_chicken_is_worth_ten_and_a_half);
  tcase_add_test(published, small_games_of_more_players_have_all_their_equilibria);
  tcase_add_test(published, one_equilibrium_and_that_irrational);
  tcase_add_test(published, trees_with_labels_that_repeat);
  tcase_add_test(published, classroom_games_have_their_textbook_answers);
  tcase_add_test(published, six_by_six_with_seventy_five_equilibria);
  tcase_add_test(published, payoffs_may_have_any_number_of_digits);
  tcase_add_test(published, subgame_perfection_removes_what_is_not_believed);
  tcase_add_test(published, domination_by_a_mixture_is_found);
  suite_add_tcase(suite, field);
  suite_add_tcase(suite, published);
  return suite;
}
