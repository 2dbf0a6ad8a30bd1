/* Which candidates are alike: three of a file that are, and every way to tell one of them from the others. */
#include "sim/solve/space/symmetry.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

enum { S1 = 1, S2 = 3, S3 = 4 };

static ply_scenario *load(const char *pointer, const char *value) {
  ply_setting setting = {pointer, value};
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  char *path = test_path("tests/unit/solve/alike.json");
  ply_status status = ply_scenario_load(path, &setting, pointer != NULL ? 1 : 0, &s, &diags, &err);
  free(path);
  ck_assert_msg(status == PLY_OK, "%s %s: %s; %s", pointer ? pointer : "", value ? value : "", err.message,
                diags.count > 0 ? diags.items[0].message : "");
  ply_diags_done(&diags);
  return s;
}

/* The groups of s1, s2, s3 by letters: "aba" where s1 and s3 are alike. */
static void groups_of(const ply_scenario *s, uint64_t singled, const char *expected, const char *where) {
  ply_game *game = NULL;
  ply_symmetry symmetry;
  ck_assert_int_eq(ply_game_compile(s, NULL, NULL, &game, NULL), PLY_OK);
  bool any = ply_symmetry_find(game, singled, &symmetry);
  char found[4] = "", letter = 'a';
  for (int c = 0; c < 3; c++) found[c] = symmetry.first[c] == c ? letter++ : found[symmetry.first[c]];
  ck_assert_msg(strcmp(found, expected) == 0, "%s: the groups are %s, expected %s", where, found, expected);
  ck_assert_msg(any == (strcmp(found, "abc") != 0), "%s: says %d of groups %s", where, any, found);
  ply_game_free(game);
}

static const struct row {
  const char *pointer, *value, *groups;
} rows[] = {
    {NULL, NULL, "aaa"},
    {"/actors/s2/reservation", "0.31", "aba"},
    {"/actors/s2/reservation", "[0, 0.3, 1]", "aaa"},
    {"/actors/s3/consent", "counted", "aab"},
    {"/actors/s1/payoffs/k/weight", "0.5", "abb"},
    {"/actors/s1/payoffs/k/values/y", "0.9", "abb"},
    {"/actors/s1/payoffs/k/outsider/x", "0.15", "abb"},
    {"/actors/s2/scaled/k/floor", "0.4", "aba"},
    {"/actors/s2/scaled/k/by", "holds", "aba"},
    {"/actors/s3/level/aid", "-0.2", "aab"},
    {"/actors/s3/stakes/fight", "-0.2", "aab"},
    {"/actors/s3/stakes", "{\"fight\": -0.3, \"force\": 0.1}", "aab"},
    {"/actors/s3/bonuses/own/gain", "0.3", "aab"},
    {"/actors/s3/bonuses/own/when",
     "{\"$members\": {\"s1\": \"in\"}, \"$count\": {\"from\": \"in\", \"min\": 2}}", "abc"},
    {"/actors/s3/bonuses/own/when",
     "{\"$members\": {\"s3\": \"aid\"}, \"$count\": {\"from\": \"in\", \"min\": 2}}", "aab"},
    {"/actors/s3/bonuses/own/when",
     "{\"$members\": {\"s3\": \"in\"}, \"$count\": {\"from\": \"in\", \"min\": 3}}", "aab"},
    {"/actors/s1/red_lines/line/firm", "0.4", "abb"},
    {"/actors/s1/red_lines/line/firm", "0.6", "aaa"},
    {"/actors/s1/red_lines/line/from", "in", "abb"},
    {"/actors/s1/red_lines/line/when", "{\"$not\": {\"$members\": {\"s1\": \"out\"}}, \"k\": \"x\"}", "abb"},
    {"/actors/foe/red_lines/all/when", "{\"$members\": {\"s1\": \"in\"}}", "abb"},
    {"/actors/foe/red_lines/all/when", "{\"$members\": {\"s3\": \"in\", \"s2\": \"in\", \"s1\": \"aid\"}}",
     "abb"},
    {"/actors/foe/red_lines/all/when",
     "{\"$any\": [{\"$members\": {\"s3\": \"in\"}}, {\"$members\": {\"s1\": \"in\"}}, {\"$members\": "
     "{\"s2\": \"in\"}}]}",
     "aaa"},
    {"/actors/foe/red_lines/all/when",
     "{\"$any\": [{\"$members\": {\"s3\": \"in\"}}, {\"$members\": {\"s1\": \"in\"}}]}", "aba"},
    {"/actors/boss/bonuses/some/when",
     "{\"$count\": {\"from\": \"aid\", \"of\": [\"s1\", \"s2\"], \"min\": 1}}", "aab"},
    {"/rules/few/when", "{\"$members\": {\"s2\": \"aid\"}}", "aba"},
    {"/rules/few/then", "{\"$count\": {\"from\": \"in\", \"of\": [\"s2\", \"s3\"], \"max\": 1}}", "abb"},
    {"/rules/plain/then", "{\"$not\": {\"$members\": {\"s1\": \"in\"}}}", "abb"},
    {"/issues/far/derived/0/when", "{\"$members\": {\"s1\": \"in\"}}", "abb"},
    {"/security/capability/s1", "0.6", "abb"},
    {"/security/readiness_hours/s2", "25", "aba"},
    {"/security/ratification/chance/s3", "0.8", "aab"},
    {"/security/honour/audience/s1", "0.9", "abb"},
    {"/security/honour/stake/s2", "0.1", "aba"},
    {"/security/honour/cost/s3", "0.6", "aab"},
    {"/bargaining/players", "[\"boss\", \"s1\", \"s2\"]", "aab"},
    {"/bargaining/players", "[\"boss\"]", "aaa"},
    {"/bargaining/weights", "{\"s1\": 2}", "abb"},
    {"/bargaining/talks/discount/s2", "0.7", "aba"},
};

START_TEST(any_difference_is_seen) {
  const struct row *row = &rows[_i];
  ply_scenario *s = load(row->pointer, row->value);
  groups_of(s, 0, row->groups, row->pointer != NULL ? row->pointer : "as it is");
  ply_scenario_free(s);
}
END_TEST

START_TEST(who_is_singled_out_stands_alone) {
  ply_scenario *s = load(NULL, NULL);
  groups_of(s, (uint64_t)1 << S1, "abb", "s1 singled out");
  groups_of(s, (uint64_t)1 << S2 | (uint64_t)1 << 0, "aba", "s2 and boss singled out");
  groups_of(s, (uint64_t)1 << S2 | (uint64_t)1 << S3, "abc", "s2 and s3 singled out");
  ply_scenario_free(s);
}
END_TEST

/* Every membership has its lowest; as many share it as its weight says. */
START_TEST(orbits_hold_as_many_as_they_weigh) {
  ply_scenario *s = load(_i == 0 ? NULL : "/security/capability/s2", _i == 0 ? NULL : "0.6");
  ply_game *game = NULL;
  ply_symmetry symmetry;
  ck_assert_int_eq(ply_game_compile(s, NULL, NULL, &game, NULL), PLY_OK);
  ck_assert(ply_symmetry_find(game, 0, &symmetry));
  int held[27] = {0}, orbits = 0;
  for (int m = 0; m < 27; m++) {
    uint8_t level[3] = {(uint8_t)(m / 9), (uint8_t)(m / 3 % 3), (uint8_t)(m % 3)};
    ply_symmetry_lowest(&symmetry, level);
    int lowest = 9 * level[0] + 3 * level[1] + level[2];
    ck_assert_msg(lowest <= m, "membership %d has %d as its lowest", m, lowest);
    held[lowest]++;
  }
  for (int m = 0; m < 27; m++) {
    uint8_t level[3] = {(uint8_t)(m / 9), (uint8_t)(m / 3 % 3), (uint8_t)(m % 3)};
    orbits += held[m] > 0;
    if (held[m] > 0) ck_assert_uint_eq(ply_symmetry_weight(&symmetry, level), (uint64_t)held[m]);
  }
  ck_assert_int_eq(orbits, _i == 0 ? 10 : 18);
  ply_game_free(game);
  ply_scenario_free(s);
}
END_TEST

START_TEST(large_orbits_are_weighed_exactly) {
  ply_symmetry symmetry = {.n = PLY_MAX_CANDIDATES};
  uint8_t level[PLY_MAX_CANDIDATES];
  for (int c = 0; c < symmetry.n; c++) {
    symmetry.before[c] = c - 1;
    level[c] = (uint8_t)(c / 6);
  }
  ck_assert_uint_eq(ply_symmetry_weight(&symmetry, level), 2308743493056u); /* 24! / 6!^4 */
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/alike");
  TCase *cases = tcase_create("alike");
  tcase_add_loop_test(cases, any_difference_is_seen, 0, (int)(sizeof rows / sizeof *rows));
  tcase_add_test(cases, who_is_singled_out_stands_alone);
  tcase_add_loop_test(cases, orbits_hold_as_many_as_they_weigh, 0, 2);
  tcase_add_test(cases, large_orbits_are_weighed_exactly);
  suite_add_tcase(suite, cases);
  return suite;
}
