/* How fast are finite games solved? Random games (the seed is the row's number), each question beside what else could
 * answer it in the same run: pure equilibria beside the definition applied to every profile, two players beside lrsnash
 * (Debian's lrslib, where it is installed) and, where they are small, beside trying every pair of supports; with how many
 * times our own time the other one takes. The answers must agree.
 *
 *   meson test -C build --benchmark finite --verbose
 *   build/tests/bench-finite --readme sim/equilibria/README.md      from the source root: puts the table there */
#include "sim/equilibria/equilibria.h"
#include "sim/interop/interop.h"
#include "sim/verify/finite.h"
#include "tests/bench/measure.h"
#include "tests/support/by_supports.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Whole payoffs from 0 to 99. */
static ply_finite *random_game(uint64_t seed, int n_players, const int *n) {
  ply_rng rng;
  ply_err err;
  ply_finite *game = NULL;
  ply_rng_init(&rng, seed, 0);
  if (ply_finite_new(n_players, n, true, 0, &game, &err) != PLY_OK) bench_fail("%s", err.message);
  for (uint64_t p = 0; p < game->n_profiles; p++)
    for (int i = 0; i < n_players; i++) game->payoffs[i].whole[p] = (int64_t)ply_rng_below(&rng, 100);
  if (ply_finite_name(game, &err) != PLY_OK) bench_fail("%s", err.message);
  return game;
}

static double children_cpu_s(void) {
  struct rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec * 1e-6 + (double)used.ru_stime.tv_sec +
         (double)used.ru_stime.tv_usec * 1e-6;
}

/* Solved, checked; *cpu receives the seconds of the search alone. */
static ply_equilibria *solve(const ply_finite *game, const char *what, double *cpu) {
  ply_find find = {.what = what, .effort = 100};
  ply_equilibria *answers = NULL;
  ply_err err = {0};
  double before = bench_cpu_s();
  if (ply_equilibria_find(game, &find, &answers, &err) != PLY_OK) bench_fail("%s", err.message);
  *cpu = bench_cpu_s() - before;
  if (ply_verify_equilibria(answers, &err) != PLY_OK || answers->n_unconfirmed > 0)
    bench_fail("not confirmed");
  return answers;
}

/* ---- pure ---- */

static uint64_t pure_by_definition(const ply_finite *g) {
  uint64_t count = 0;
  for (uint64_t p = 0; p < g->n_profiles; p++) {
    bool stays = true;
    for (int i = 0; i < g->n_players && stays; i++) {
      int mine = ply_finite_strategy(g, i, p);
      for (int s = 0; s < g->players[i].n && stays; s++)
        stays =
            ply_finite_compare(g, i, p + (uint64_t)s * g->stride[i] - (uint64_t)mine * g->stride[i], p) <= 0;
    }
    count += stays;
  }
  return count;
}

static void pure(int players, int strategies, ply_text *out) {
  int n[16];
  ply_err err;
  ply_text file;
  ply_text_init(&file);
  for (int i = 0; i < players; i++) n[i] = strategies;
  ply_finite *game = random_game((uint64_t)players, players, n), *back = NULL;
  if (ply_interop_nfg.write(game, &file, &err) != PLY_OK) bench_fail("%s", err.message);
  double cpu, before = bench_cpu_s();
  if (ply_interop_nfg.read(file.data, file.length, "bench", 0, &back, &err) != PLY_OK)
    bench_fail("%s", err.message);
  double reading = bench_cpu_s() - before;
  ply_equilibria *answers = solve(back, "pure", &cpu);
  before = bench_cpu_s();
  if (pure_by_definition(back) != answers->pure.count) bench_fail("pure equilibria differ");
  double theirs = bench_cpu_s() - before;
  ply_text_addf(out,
                "| all pure, %d players x %d | %llu | %.3f | reading %.1f MB: %.3f (%.0f MB/s) | by the "
                "definition: %.3f (x %.1f) |\n",
                players, strategies, (unsigned long long)answers->pure.count, cpu, (double)file.length / 1e6,
                reading, (double)file.length / 1e6 / reading, theirs, theirs / cpu);
  ply_equilibria_free(answers);
  ply_finite_free(game);
  ply_finite_free(back);
  ply_text_done(&file);
}

/* ---- two players ---- */

/* How many lrsnash finds and its CPU seconds; -1 where it is not installed. */
static long lrsnash(const ply_finite *g, double *cpu) {
  char path[] = "/tmp/parley-bench-XXXXXX", command[200], line[300];
  int fd = mkstemp(path);
  FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
  if (file == NULL) return -1;
  fprintf(file, "%d %d\n", g->players[0].n, g->players[1].n);
  for (int i = 0; i < 2; i++) {
    fprintf(file, "\n");
    for (int r = 0; r < g->players[0].n; r++) {
      for (int c = 0; c < g->players[1].n; c++)
        fprintf(file, "%lld ", (long long)g->payoffs[i].whole[(uint64_t)r + (uint64_t)c * g->stride[1]]);
      fprintf(file, "\n");
    }
  }
  fclose(file);
  double before = children_cpu_s();
  snprintf(command, sizeof command, "lrsnash %s 2>/dev/null", path);
  FILE *pipe = popen(command, "r"); /* NOLINT: the program's name is fixed */
  long count = -1;
  while (pipe != NULL && fgets(line, sizeof line, pipe) != NULL) {
    const char *at = strstr(line, "Number of equilibria found:");
    if (at != NULL) count = strtol(at + 27, NULL, 10);
  }
  if (pipe != NULL) pclose(pipe);
  unlink(path);
  *cpu = children_cpu_s() - before;
  return count;
}

static void two_players(int n_each, uint64_t seed, ply_text *out) {
  int n[2] = {n_each, n_each};
  ply_finite *game = random_game(seed, 2, n);
  double cpu, theirs;
  ply_equilibria *answers = solve(game, "mixed", &cpu);
  long count = lrsnash(game, &theirs);
  bool small = n_each <= 8;
  double before = bench_cpu_s();
  if (small && (uint64_t)count_by_supports(game) != answers->mixed.count) bench_fail("not those by supports");
  double by_supports = bench_cpu_s() - before;
  if (answers->mixed.extent != PLY_EXTENT_ALL) bench_fail("not all found");
  if (count >= 0 && (uint64_t)count != answers->mixed.count) bench_fail("lrsnash finds %ld", count);
  ply_text_addf(out, "| all extreme, exact, %d x %d | %llu | %.3f | | ", n_each, n_each,
                (unsigned long long)answers->mixed.count, cpu);
  if (count >= 0)
    ply_text_addf(out, "lrsnash: %.3f (x %.1f)", theirs, theirs / cpu);
  else
    ply_text_add(out, "lrsnash is not installed");
  if (small) ply_text_addf(out, "; by supports: %.3f (x %.1f)", by_supports, by_supports / cpu);
  ply_text_add(out, " |\n");
  ply_equilibria_free(answers);
  ply_finite_free(game);
}

/* ---- many players ---- */

static void limit(int players, int strategies, uint64_t seed, ply_text *out) {
  int n[16];
  for (int i = 0; i < players; i++) n[i] = strategies;
  ply_finite *game = random_game(seed, players, n);
  double cpu;
  ply_equilibria *answers = solve(game, "logit", &cpu);
  if (!answers->logit_limit) bench_fail("no limit");
  ply_text_addf(out, "| quantal limit, %d players x %d | 1 | %.3f | regret %.1e of the range | |\n", players,
                strategies, cpu, answers->logit.items[answers->logit.n_listed - 1].regret.value / 99);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}

static void advice(int players, int strategies, ply_text *out) {
  int n[16];
  for (int i = 0; i < players; i++) n[i] = strategies;
  ply_finite *game = random_game(1, players, n);
  double cpu;
  ply_equilibria *answers = solve(game, "correlated", &cpu);
  ply_text_addf(out, "| %d best correlated, %d players x %d | %d | %.3f | regret %.1e of the range | |\n",
                answers->correlated.n_advice + answers->correlated.n_coarse, players, strategies,
                answers->correlated.n_advice + answers->correlated.n_coarse, cpu,
                answers->correlated.advice[0].regret / 99);
  ply_equilibria_free(answers);
  ply_finite_free(game);
}

int main(int argc, char **argv) {
  ply_text out;
  char machine[200];
  ply_text_init(&out);
  bench_machine(machine, sizeof machine);
  ply_text_addf(&out, "%s\nCPU seconds; random games of whole payoffs from 0 to 99; x: times our own.\n\n",
                machine);
  ply_text_add(&out, "| question | found | CPU s | | beside it |\n|---|---|---|---|---|\n");
  pure(8, 4, &out);
  pure(8, 5, &out);
  pure(10, 4, &out);
  two_players(8, 1, &out);
  for (uint64_t seed = 1; seed <= 3; seed++) two_players(12, seed, &out);
  two_players(15, 1, &out);
  two_players(15, 2, &out);
  limit(5, 3, 1, &out);
  limit(10, 2, 1, &out);
  limit(8, 4, 1, &out);
  limit(8, 4, 2, &out);
  advice(8, 4, &out);
  if (out.failed) bench_fail("not enough memory");
  fputs(out.data, stdout);
  if (argc == 3 && strcmp(argv[1], "--readme") == 0) bench_put(argv[2], out.data);
  ply_text_done(&out);
  return 0;
}
