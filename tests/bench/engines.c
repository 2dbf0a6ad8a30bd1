/* How fast are the engines? The same question to both, side by side in one run, with a bare loop that only
 * adds and compares as the limit of what enumeration can do; and large additive spaces, which only merging
 * can count. Prints a Markdown table; every row is checked (equal counts) before its ratio is printed. meson
 * test -C build --benchmark engines --verbose        [scenario files as further arguments] */
#include "sim/solve/solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct timing {
  double wall, cpu;
  uint64_t feasible, acceptable, sustained;
} timing;

static double cpu_s(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)u.ru_utime.tv_sec + 1e-6 * (double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_sec +
         1e-6 * (double)u.ru_stime.tv_usec;
}

static timing run(const ply_scenario *s, ply_engine engine, int threads) {
  ply_game *game = NULL;
  ply_result *result = NULL;
  ply_err err = {0};
  ply_solve_settings settings = {.engine = engine, .threads = threads};
  double wall = now_s(), cpu = cpu_s();
  ply_status status = ply_game_compile(s, NULL, NULL, &game, &err);
  if (status == PLY_OK) status = ply_solve(game, &settings, &result, &err);
  timing t = {.wall = now_s() - wall, .cpu = cpu_s() - cpu};
  if (status != PLY_OK) {
    fprintf(stderr, "%s: %s\n", s->id, err.message);
    exit(1);
  }
  t.feasible = result->feasible.low;
  t.acceptable = result->acceptable.low;
  t.sustained = result->sustained.low;
  ply_result_free(result);
  ply_game_free(game);
  return t;
}

/* Seconds that one thread needs to add one number and compare the sum, once per actor and bundle, with the
 * answers kept. */
static double bare_loop(int actors, double bundles) {
  enum { N = 4096 };
  static double payoff[N];
  static uint64_t hits;
  for (int k = 0; k < N; k++) payoff[k] = (double)(k * 7919 % N) / N;
  double rounds = bundles * actors / N;
  double sample = rounds < 2e5 ? rounds : 2e5, start = cpu_s();
  for (double r = 0; r < sample; r++) {
    double base = r * 1e-9;
    uint64_t n = 0;
    for (int k = 0; k < N; k++) n += base + payoff[k] >= 0.5;
    hits += n;
  }
  double spent = cpu_s() - start;
  if (hits == 1) puts("");
  return spent * rounds / sample;
}

static ply_scenario *load(const char *path) {
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  if (ply_scenario_load(path, NULL, 0, &s, &diags, &err) != PLY_OK)
    fprintf(stderr, "%s: %s\n", path, err.message);
  ply_diags_done(&diags);
  return s;
}

/* An additive game with whole-number payoffs 0 .. most. */
static ply_scenario *additive(int actors, int issues, int options, int most, uint64_t seed) {
  ply_text t;
  ply_rng rng;
  ply_text_init(&t);
  ply_rng_init(&rng, seed, 1);
  ply_text_addf(&t,
                "{\"parley\": 1, \"id\": \"additive-%d-actors-%d-options-%d-issues\", \"title\": "
                "\"Additive\", \"issues\": {",
                actors, options, issues);
  for (int k = 0; k < issues; k++) {
    ply_text_addf(&t, "%s\"i%d\": {\"options\": {", k > 0 ? ", " : "", k);
    for (int o = 0; o < options; o++) ply_text_addf(&t, "%s\"o%d\": {}", o > 0 ? ", " : "", o);
    ply_text_add(&t, "}}");
  }
  ply_text_add(&t, "}, \"actors\": {");
  for (int i = 0; i < actors; i++) {
    ply_text_addf(&t, "%s\"a%d\": {\"consent\": \"required\", \"reservation\": %d, \"payoffs\": {",
                  i > 0 ? ", " : "", i, issues * most * 6 / 10);
    for (int k = 0; k < issues; k++) {
      ply_text_addf(&t, "%s\"i%d\": {\"weight\": 1, \"values\": {", k > 0 ? ", " : "", k);
      for (int o = 0; o < options; o++)
        ply_text_addf(&t, "%s\"o%d\": %d", o > 0 ? ", " : "", o,
                      (int)ply_rng_below(&rng, (uint64_t)most + 1));
      ply_text_add(&t, "}}");
    }
    ply_text_add(&t, "}}");
  }
  ply_text_add(&t, "}}");
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  if (ply_scenario_parse(t.data, t.length, "additive", NULL, NULL, 0, &s, &diags, &err) != PLY_OK)
    fprintf(stderr, "%s\n", err.message);
  ply_diags_done(&diags);
  ply_text_done(&t);
  return s;
}

static void row(const ply_scenario *s, bool enumerate) {
  timing search = run(s, PLY_ENGINE_SEARCH, 0);
  printf("| %s | %.3g | %llu | %.3f | %.3f |", s->id, (double)search.feasible,
         (unsigned long long)search.acceptable, search.wall, search.cpu);
  if (!enumerate) {
    double bundles_each_s = 1e9; /* what the fastest enumeration here would need at 10^9 bundles a second */
    printf(" – | – | (%.2g days at 10^9 bundles/s) |\n", (double)search.feasible / bundles_each_s / 86400);
    return;
  }
  timing plain = run(s, PLY_ENGINE_ENUMERATE, 0);
  if (plain.feasible != search.feasible || plain.acceptable != search.acceptable ||
      plain.sustained != search.sustained) {
    fprintf(stderr, "%s: the engines disagree\n", s->id);
    exit(1);
  }
  printf(" %.3f | %.2f | %.1f |\n", plain.cpu, plain.cpu / bare_loop(s->n_actors, (double)search.feasible),
         plain.cpu / search.cpu);
}

int main(int argc, char **argv) {
  printf("| game | feasible bundles | acceptable | search, s | search, CPU s | enumerate, CPU s | enumerate "
         "/ bare loop | "
         "enumerate / search |\n|---|---|---|---|---|---|---|---|\n");
  const char *root = getenv("PARLEY_SOURCE_ROOT");
  char path[4096];
  snprintf(path, sizeof path, "%s/scenarios/istanbul-2022.json", root != NULL ? root : ".");
  const struct {
    int actors, issues, options, most;
    bool enumerate;
  } games[] = {{3, 5, 8, 9, true},
               {3, 7, 8, 9, true},
               {3, 14, 8, 9, false},
               {2, 20, 8, 9, false},
               {2, 20, 8, 99, false}};
  for (int i = 0; i < argc; i++) {
    ply_scenario *s = load(i == 0 ? path : argv[i]);
    if (s == NULL) return 1;
    row(s, true);
    ply_scenario_free(s);
  }
  for (size_t i = 0; i < sizeof games / sizeof *games; i++) {
    ply_scenario *s = additive(games[i].actors, games[i].issues, games[i].options, games[i].most, 7 + i);
    if (s == NULL) return 1;
    row(s, games[i].enumerate);
    ply_scenario_free(s);
  }
  return 0;
}
