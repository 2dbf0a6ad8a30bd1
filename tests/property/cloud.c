/* The cloud of a result against the brute-force oracle on random scenarios: all of A when asked for enough; a
 * sample of A, with every maximum of two payoffs in it, when asked for less; flags as the oracle has them. */
#include "sim/solve/solve.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>

static ply_result *solve(const ply_scenario *s, int cloud, ply_text *why) {
  ply_game *game = NULL;
  ply_result *result = NULL;
  ply_err err = {0};
  ply_lines likely = {.choice = PLY_LINES_LIKELY};
  ply_solve_settings settings = {.cloud = cloud, .threads = 1};
  ply_status status = ply_game_compile(s, NULL, &likely, &game, &err);
  if (status == PLY_OK) status = ply_solve(game, &settings, &result, &err);
  if (status != PLY_OK) ply_text_addf(why, "solve: status %d, %s\n", status, err.message);
  ply_game_free(game);
  return result;
}

/* Each point is in A, once, with the oracle's payoffs and flags. */
static bool points_hold(const oracle *o, const ply_cloud *cloud, ply_text *why) {
  bool *seen = calloc((size_t)o->raw, sizeof *seen), holds = seen != NULL;
  for (size_t k = 0; k < cloud->n && holds; k++) {
    const ply_cloud_point *p = &cloud->points[k];
    uint64_t b = p->index;
    holds = b < o->raw && o->in_a[b] && !seen[b] && p->sustained == o->in_t[b] && p->stable == o->in_s[b] &&
            p->efficient == oracle_efficient(o, o->in_a, b);
    for (int i = 0; i < o->n && holds; i++)
      holds = fabs(p->payoffs[i] - o->u[b * (size_t)o->n + (size_t)i]) <= o->eps[i];
    if (holds) seen[b] = true;
    if (!holds)
      ply_text_addf(why, "point %zu, bundle %llu: not what the oracle has\n", k, (unsigned long long)b);
  }
  free(seen);
  return holds;
}

/* The two numbers of picture (a, b) at a bundle; a < 0: the sum of all gains and the players' smallest. */
static void coordinates(const oracle *o, const double *u, int a, int b, double *x, double *y) {
  int player[PLY_MAX_ACTORS], n = oracle_players(o, player);
  *x = a < 0 ? 0 : u[a];
  *y = a < 0 ? INFINITY : u[b];
  for (int i = 0; i < o->n && a < 0; i++) *x += u[i] - o->d[i];
  for (int p = 0; p < n && a < 0; p++) *y = fmin(*y, u[player[p]] - o->d[player[p]]);
}

/* Every bundle of A is matched or exceeded in both numbers by a point of the cloud. */
static bool edge_holds(const oracle *o, const ply_cloud *cloud, int a, int b, ply_text *why) {
  for (uint64_t at = 0; at < o->raw; at++) {
    if (!o->in_a[at]) continue;
    double x, y, px, py;
    coordinates(o, o->u + at * (size_t)o->n, a, b, &x, &y);
    bool covered = false;
    for (size_t k = 0; k < cloud->n && !covered; k++) {
      coordinates(o, cloud->points[k].payoffs, a, b, &px, &py);
      covered = px >= x - (a < 0 ? o->eps_all : o->eps[a]) && py >= y - (b < 0 ? o->eps_all : o->eps[b]);
    }
    if (covered) continue;
    ply_text_addf(why, "picture %d, %d: nothing in the cloud reaches bundle %llu\n", a, b,
                  (unsigned long long)at);
    return false;
  }
  return true;
}

static bool whole(const ply_scenario *s, uint64_t seed, ply_text *why) {
  (void)seed;
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  ply_result *r = solve(s, 1000000, why);
  bool holds = r != NULL && r->cloud.present && r->cloud.stride == 1 &&
               r->cloud.n == oracle_count(o, o->in_a) && r->cloud.of == r->cloud.n &&
               points_hold(o, &r->cloud, why);
  ply_result_free(r);
  oracle_free(o);
  free(line);
  return holds;
}

static bool sample(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int asked = 1 + (int)(seed % 7);
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  ply_result *r = solve(s, asked, why);
  bool holds = r != NULL && r->cloud.every_pair && points_hold(o, &r->cloud, why) &&
               edge_holds(o, &r->cloud, -1, -1, why);
  for (int a = 0; a < o->n && holds; a++)
    for (int b = a + 1; b < o->n && holds; b++) holds = edge_holds(o, &r->cloud, a, b, why);
  if (holds && r->cloud.n * r->cloud.stride < r->cloud.of) {
    ply_text_addf(why, "%zu points at stride %llu of %llu\n", r->cloud.n, (unsigned long long)r->cloud.stride,
                  (unsigned long long)r->cloud.of);
    holds = false;
  }
  ply_result_free(r);
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(a_whole_cloud_is_the_acceptable_set) {
  check_games("cloud-whole", (random_wish){.most = 1000}, 700001, 300, whole);
}
END_TEST

START_TEST(a_sampled_cloud_has_every_frontier) {
  check_games("cloud-sample", (random_wish){.most = 1000}, 710001, 300, sample);
}
END_TEST

START_TEST(a_sampled_cloud_has_every_frontier_without_ties) {
  check_games("cloud-smooth", (random_wish){.most = 1000, .smooth = true}, 720001, 200, sample);
}
END_TEST

START_TEST(clouds_where_candidates_are_alike) {
  check_games("cloud-alike-whole", (random_wish){.most = 1000, .alike = true}, 730001, 150, whole);
  check_games("cloud-alike-sample", (random_wish){.most = 1000, .alike = true}, 740001, 250, sample);
  check_games("cloud-alike-tense", (random_wish){.most = 1000, .alike = true, .tense = true, .smooth = true},
              750001, 250, sample);
  check_games("cloud-alike-crowd", (random_wish){.most = 3000, .alike = true, .crowd = true}, 760001, 25,
              sample);
  check_games("cloud-alike-crowd-whole", (random_wish){.most = 3000, .alike = true, .crowd = true}, 770001,
              60, whole);
  check_games("cloud-alike-crowd-smooth",
              (random_wish){.most = 3000, .alike = true, .crowd = true, .tense = true, .smooth = true},
              780001, 60, sample);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/cloud");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, a_whole_cloud_is_the_acceptable_set);
  tcase_add_test(games, a_sampled_cloud_has_every_frontier);
  tcase_add_test(games, a_sampled_cloud_has_every_frontier_without_ties);
  tcase_add_test(games, clouds_where_candidates_are_alike);
  suite_add_tcase(suite, games);
  return suite;
}
