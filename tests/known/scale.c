/* Games of the sizes that users bring, with counts known from elsewhere: a score sheet of ten issues with two
 * decimals (1.07 * 10^9 bundles; 17,642,256 acceptable, counted by meeting in the middle), and a guarantee whose
 * security differs at nearly each of its 65,536 designs, counted bundle by bundle; and eight issues that bonuses tie to
 * who of six candidates joins, in 18,432 ways (counted bundle by bundle too, 21,576 of 47,775,744 acceptable). */
#include "tests/support/known.h"
#include "tests/support/support.h"

#include "sim/solve/solve.h"

START_TEST(ten_issues_with_two_decimals) {
  ply_result *r = known_file("tests/known/games/a10.json", NULL, NULL);
  ck_assert_uint_eq(r->feasible.low, 1073741824);
  ck_assert_uint_eq(r->acceptable.low, 17642256);
  ck_assert_uint_eq(r->acceptable.high, 17642256);
  ply_result_free(r);
}
END_TEST

START_TEST(many_security_inputs) {
  ply_scenario *s = NULL;
  ply_result *fast = known_file("tests/known/games/sec16.json", NULL, &s), *slow = NULL;
  ply_game *game = NULL;
  ply_err err = {0};
  ply_solve_settings settings = {.engine = PLY_ENGINE_ENUMERATE, .skip = ~(PLY_SKIP_VETO | PLY_SKIP_JOIN)};
  ck_assert_int_eq(ply_game_compile(s, NULL, NULL, &game, &err), PLY_OK);
  ck_assert_int_eq(ply_solve(game, &settings, &slow, &err), PLY_OK);
  ck_assert_uint_eq(fast->acceptable.low, 7148);
  ck_assert_uint_eq(fast->acceptable.low, slow->acceptable.low);
  ck_assert_uint_eq(fast->join_equilibria.low, slow->join_equilibria.low);
  ck_assert_uint_eq(fast->stable.low, slow->stable.low);
  for (int i = 0; i < fast->frame.n_actors; i++) {
    ck_assert_uint_eq(fast->actors[i].would_accept, slow->actors[i].would_accept);
    ck_assert_uint_eq(fast->actors[i].veto_weight, slow->actors[i].veto_weight);
  }
  ply_result_free(slow);
  ply_game_free(game);
  ply_result_free(fast);
  ply_scenario_free(s);
}
END_TEST

START_TEST(eight_tied_issues) {
  ply_result *r = known_file("tests/known/games/t8.json", NULL, NULL);
  ck_assert_uint_eq(r->feasible.low, 47775744);
  ck_assert_uint_eq(r->acceptable.low, 21576);
  ck_assert_uint_eq(r->acceptable.high, 21576);
  ck_assert_uint_eq(r->sustained.low, 397);
  ck_assert_uint_eq(r->stable.low, 230);
  ck_assert_uint_eq(r->join_equilibria.low, 69472);
  ply_result_free(r);
}
END_TEST

/* Too little memory to list who may join: bounds that hold, and it says why. */
START_TEST(a_memory_limit_leaves_bounds) {
  ply_scenario *s = NULL;
  ply_result_free(known_file("tests/known/games/sec16.json", NULL, &s));
  ply_game *game = NULL;
  ply_result *r = NULL;
  ply_err err = {0};
  ply_solve_settings settings = {.memory_bytes = (size_t)1 << 20};
  ck_assert_int_eq(ply_game_compile(s, NULL, NULL, &game, &err), PLY_OK);
  ck_assert_int_eq(ply_solve(game, &settings, &r, &err), PLY_OK);
  ck_assert_int_eq(r->outcome, PLY_LIMIT_REACHED);
  ck_assert_str_eq(r->stopped_by, "memory");
  ck_assert_uint_le(r->acceptable.low, 7148);
  ck_assert_uint_ge(r->acceptable.high, 7148);
  ply_result_free(r);
  ply_game_free(game);
  ply_scenario_free(s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("known/scale");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 60);
  tcase_add_test(games, ten_issues_with_two_decimals);
  tcase_add_test(games, many_security_inputs);
  tcase_add_test(games, eight_tied_issues);
  tcase_add_test(games, a_memory_limit_leaves_bounds);
  suite_add_tcase(suite, games);
  return suite;
}
