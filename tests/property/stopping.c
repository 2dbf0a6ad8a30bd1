/* Limits hold, whatever the phase: a search that is stopped by its memory, its time or by hand tells bounds in which the
 * exact counts lie and names what stopped it; one that finishes gives the answers of one without limits. */
#include "tests/support/support.h"

#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct loaded {
  ply_scenario *scenario;
  ply_game *game;
} loaded;

static void finish_loading(ply_status status, const ply_err *err, loaded *out) {
  ply_err why = {0};
  ck_assert_msg(status == PLY_OK, "%s %s", err->pointer, err->message);
  ck_assert_int_eq(ply_game_compile(out->scenario, NULL, NULL, &out->game, &why), PLY_OK);
}

static loaded load_file(const char *path) {
  loaded out = {0};
  ply_diags diags;
  ply_err err = {0};
  char *where = test_path(path);
  ply_diags_init(&diags);
  finish_loading(ply_scenario_load(where, NULL, 0, &out.scenario, &diags, &err), &err, &out);
  ply_diags_done(&diags);
  free(where);
  return out;
}

static void unload(loaded *l) {
  ply_game_free(l->game);
  ply_scenario_free(l->scenario);
}

static ply_result *solve_within(const loaded *l, const ply_solve_settings *settings) {
  ply_result *r = NULL;
  ply_err err = {0};
  ck_assert_msg(ply_solve(l->game, settings, &r, &err) == PLY_OK, "%s: %s", l->scenario->id, err.message);
  return r;
}

static void lies_within(const char *what, ply_count exact, ply_count bounds) {
  ck_assert_msg(bounds.low <= exact.low && exact.low <= bounds.high, "%s: %llu is not within %llu to %llu",
                what, (unsigned long long)exact.low, (unsigned long long)bounds.low,
                (unsigned long long)bounds.high);
}

/* Whether it finished; by: what else stopped it. */
static bool holds(const ply_result *exact, const ply_result *r, const char *by) {
  lies_within("feasible", exact->feasible, r->feasible);
  lies_within("acceptable", exact->acceptable, r->acceptable);
  lies_within("sustained", exact->sustained, r->sustained);
  lies_within("stable", exact->stable, r->stable);
  lies_within("join equilibria", exact->join_equilibria, r->join_equilibria);
  if (r->outcome == PLY_LIMIT_REACHED) {
    ck_assert_ptr_nonnull(r->stopped_by);
    ck_assert_str_eq(r->stopped_by, by);
    return false;
  }
  ck_assert_uint_eq(r->acceptable.low, r->acceptable.high);
  ck_assert_uint_eq(r->join_equilibria.low, exact->join_equilibria.low);
  for (int i = 0; i < r->frame.n_actors; i++) {
    ck_assert_uint_eq(r->actors[i].would_accept, exact->actors[i].would_accept);
    ck_assert_uint_eq(r->actors[i].veto_weight, exact->actors[i].veto_weight);
  }
  return true;
}

static const char *const games[] = {"tests/known/games/sec16.json", "tests/known/games/a10.json",
                                    "scenarios/budapest-replay.json"};

START_TEST(memory) {
  loaded l = load_file(games[_i]);
  ply_result *exact = solve_within(&l, NULL);
  int finished = 0, stopped = 0;
  for (int mebibytes = 1; mebibytes <= 256; mebibytes *= 4) {
    ply_solve_settings settings = {.memory_bytes = (size_t)mebibytes << 20};
    ply_result *r = solve_within(&l, &settings);
    *(holds(exact, r, "memory") ? &finished : &stopped) += 1;
    ply_result_free(r);
  }
  ck_assert_msg(finished > 0, "%d within 256 MiB, %d not", finished, stopped);
  ply_result_free(exact);
  unload(&l);
}
END_TEST

typedef struct hand {
  volatile int stop;
  double at; /* share of the space */
} hand;

static void stop_at(void *data, double share) {
  hand *h = data;
  if (share >= h->at) h->stop = 1;
}

START_TEST(by_hand) {
  loaded l = load_file(games[_i]);
  ply_result *exact = solve_within(&l, NULL);
  for (int k = 0; k < 4; k++) {
    hand h = {.at = k / 3.0, .stop = k == 0};
    ply_solve_settings settings = {
        .stop = &h.stop, .progress = stop_at, .progress_data = &h, .threads = 1 + k % 2};
    ply_result *r = solve_within(&l, &settings);
    holds(exact, r, "interrupted");
    ply_result_free(r);
  }
  ply_result_free(exact);
  unload(&l);
}
END_TEST

/* ---- time ---- */

/* A dozen guarantors at three levels, and four issues that bonuses tie to who joins: more than minutes of work. */
static loaded a_dozen(void) {
  loaded out = {0};
  ply_text t;
  ply_diags diags;
  ply_err err = {0};
  ply_text_init(&t);
  ply_diags_init(&diags);
  ply_text_add(&t, "{\"parley\":1,\"id\":\"dozen\",\"levels\":{\"out\":{\"effort\":0},\"l1\":{\"effort\":0.5}"
                   ",\"l2\":{\"effort\":1}},\"issues\":{");
  for (int k = 0; k < 7; k++)
    ply_text_addf(&t, "%s\"i%d\":{\"options\":{\"o0\":{},\"o1\":{},\"o2\":{},\"o3\":{}}}", k > 0 ? "," : "",
                  k);
  ply_text_add(&t, "},\"actors\":{");
  for (int a = 0; a < 14; a++) {
    ply_text_addf(&t, "%s\"a%d\":{%s,\"reservation\":%g,\"payoffs\":{", a > 0 ? "," : "", a,
                  a < 2 ? "\"consent\":\"required\"" : "\"candidate\":true", a < 2 ? 4.2 : 3.5);
    for (int k = 0; k < 7; k++)
      ply_text_addf(&t, "%s\"i%d\":{\"weight\":1,\"values\":{\"o0\":%g,\"o1\":%g,\"o2\":%g,\"o3\":%g}}",
                    k > 0 ? "," : "", k, (7 * a + 3 * k) % 11 / 10.0, (5 * a + 2 * k) % 11 / 10.0,
                    (3 * a + 5 * k) % 11 / 10.0, (a + 7 * k) % 11 / 10.0);
    ply_text_addf(
        &t, "},\"bonuses\":{\"b\":{\"when\":{\"i%d\":\"o%d\",\"$members\":{\"a%d\":[\"l2\"]}},\"gain\":%g}}",
        a % 4, a % 3, 2 + (a * 5 + 1) % 12, a % 2 ? 0.4 : -0.3);
    ply_text_add(&t, "}");
  }
  ply_text_add(&t, "}}");
  finish_loading(
      ply_scenario_parse(t.data, t.length, "dozen.json", NULL, NULL, 0, &out.scenario, &diags, &err), &err,
      &out);
  ply_diags_done(&diags);
  ply_text_done(&t);
  return out;
}

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Instrumented builds are slower; then it is only that they end. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
static const double LATE = 20;
#else
static const double LATE = 0.5;
#endif

START_TEST(time_limit) {
  const double limits[] = {0.001, 0.05, 0.3};
  loaded l = a_dozen();
  ply_solve_settings settings = {.threads = 1, .time_limit_s = limits[_i]};
  double from = cpu_seconds();
  ply_result *r = solve_within(&l, &settings);
  double took = cpu_seconds() - from;
  ck_assert_int_eq(r->outcome, PLY_LIMIT_REACHED);
  ck_assert_str_eq(r->stopped_by, "time limit");
  ck_assert_msg(took <= limits[_i] + LATE, "%g CPU seconds where %g were allowed", took, limits[_i]);
  ply_result_free(r);
  unload(&l);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/stopping");
  TCase *tests = tcase_create("limits");
  tcase_set_timeout(tests, 120);
  tcase_add_loop_test(tests, memory, 0, 3);
  tcase_add_loop_test(tests, by_hand, 0, 3);
  tcase_add_loop_test(tests, time_limit, 0, 3);
  suite_add_tcase(suite, tests);
  return suite;
}
