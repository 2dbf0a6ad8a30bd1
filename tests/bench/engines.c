/* How fast are the engines? The same questions to both, side by side in one run, with a bare loop that only
 * adds and compares as the limit of what enumeration can do. Where enumeration would take too long, its speed
 * is measured on a slice (a stretch of the same space) and its time extrapolated, which the table marks.
 * Every row's answers are compared (both engines, one thread and all) before it is printed.
 *
 *   meson test -C build --benchmark engines --verbose         prints the table
 *   build/tests/bench-engines --readme README.md              from the source root: puts it into the README
 *   ... FILE...                                               further scenario files
 * PARLEY_SOURCE_ROOT and PARLEY_BIN say where the sources and the program are. */
#include "sim/cli/bench_games.h"
#include "sim/solve/search/scan.h"
#include "sim/solve/solve.h"
#include "tests/bench/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double slice_s = 8;           /* how long a slice is enumerated */
static const double most_enumerated = 2e9; /* larger spaces are enumerated in a slice */

/* ---- one engine on one game ---- */

typedef struct timing {
  double wall, cpu;
  uint64_t feasible, acceptable, sustained, stable, efficient;
} timing;

static ply_game *compile(const ply_scenario *s) {
  ply_game *game = NULL;
  ply_err err = {0};
  if (ply_game_compile(s, NULL, NULL, &game, &err) != PLY_OK) bench_fail("%s: %s", s->id, err.message);
  return game;
}

/* pass_only: the pass over the space and its counts alone (veto weights too), without the questions asked of
 * what it found. */
static timing run(const ply_scenario *s, ply_engine engine, int threads, bool pass_only) {
  ply_result *result = NULL;
  ply_err err = {0};
  ply_solve_settings settings = {
      .engine = engine, .threads = threads, .skip = pass_only ? ~(unsigned)PLY_SKIP_VETO : 0};
  double wall = bench_now_s(), cpu = bench_cpu_s();
  ply_game *game = compile(s);
  if (ply_solve(game, &settings, &result, &err) != PLY_OK) bench_fail("%s: %s", s->id, err.message);
  timing t = {.wall = bench_now_s() - wall, .cpu = bench_cpu_s() - cpu};
  if (!result->sets_decided) bench_fail("%s: the search was stopped: %s", s->id, result->stopped_by);
  t.feasible = result->feasible.low;
  t.acceptable = result->acceptable.low;
  t.sustained = result->sustained.low;
  t.stable = result->stable.low;
  t.efficient = result->pareto.count;
  ply_result_free(result);
  ply_game_free(game);
  return t;
}

static void agree(const char *name, const timing *a, const timing *b) {
  if (a->feasible != b->feasible || a->acceptable != b->acceptable || a->sustained != b->sustained ||
      a->stable != b->stable)
    bench_fail("%s: two runs disagree", name);
}

/* The parts of a space: bundles without their loose issues. 0 where it is too large to be listed. */
static double tied_bundles(const ply_space *space) {
  double n = 0;
  for (size_t b = 0; b < space->n_tiles; b++)
    n += (double)space->tiles[b].n * (double)space->rosters[space->tiles[b].roster_id]->n;
  return n;
}

typedef struct slice {
  double core;    /* of the whole space */
  double bundles; /* looked at */
  double cpu;     /* spent on it */
} slice;

/* Enumerates for a while. seconds: 0: only the parts are counted. */
static slice enumerate_slice(const ply_scenario *s, double seconds) {
  ply_err err = {0};
  slice out = {0};
  ply_space *space = NULL;
  ply_game *game = compile(s);
  ply_status status = ply_space_build(game, (size_t)1 << 30, NULL, &space, &err);
  if (status != PLY_OK && status != PLY_E_LIMIT) bench_fail("%s: %s", s->id, err.message);
  if (status == PLY_OK) out.core = tied_bundles(space);
  if (status == PLY_OK && seconds > 0) {
    ply_solve_settings settings = {
        .engine = PLY_ENGINE_ENUMERATE, .time_limit_s = seconds, .memory_bytes = (size_t)4 << 30};
    ply_clock clock = ply_clock_start(&settings);
    ply_scan scan;
    double cpu = bench_cpu_s();
    if (ply_scan_run(space, 0, &settings, &clock, &scan, &err) != PLY_OK)
      bench_fail("%s: %s", s->id, err.message);
    out.cpu = bench_cpu_s() - cpu;
    out.bundles = (double)scan.tally.feasible;
    ply_scan_done(&scan);
  }
  ply_space_free(space);
  ply_game_free(game);
  return out;
}

/* A pass by search in which every membership stands for itself, in CPU seconds. */
static double search_one_by_one(const ply_scenario *s, const timing *expected) {
  ply_err err = {0};
  ply_space *space = NULL;
  ply_game *game = compile(s);
  ply_solve_settings settings = {.threads = 1, .memory_bytes = (size_t)4 << 30};
  ply_clock clock = ply_clock_start(&settings);
  ply_scan scan;
  double cpu = bench_cpu_s();
  if (ply_space_build(game, (size_t)2 << 30, NULL, &space, &err) != PLY_OK ||
      ply_scan_run(space, 0, &settings, &clock, &scan, &err) != PLY_OK)
    bench_fail("%s: %s", s->id, err.message);
  cpu = bench_cpu_s() - cpu;
  if (!scan.complete || scan.tally.acceptable != expected->acceptable ||
      scan.tally.sustained != expected->sustained || scan.tally.stable != expected->stable)
    bench_fail("%s: candidates that are alike change the counts", s->id);
  ply_scan_done(&scan);
  ply_space_free(space);
  ply_game_free(game);
  return cpu;
}

/* ---- scenarios ---- */

static ply_scenario *loaded(ply_status status, ply_scenario *s, ply_diags *diags, const ply_err *err) {
  ply_diags_done(diags);
  if (status != PLY_OK) bench_fail("%s", err->message);
  return s;
}

static ply_scenario *load(const char *path, const ply_setting *setting) {
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  ply_status status = ply_scenario_load(path, setting, setting != NULL, &s, &diags, &err);
  return loaded(status, s, &diags, &err);
}

static ply_scenario *make_up(const bench_game *game) {
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  char *text = bench_game_text(game);
  if (text == NULL) bench_fail("not enough memory");
  ply_status status = ply_scenario_parse(text, strlen(text), game->id, NULL, NULL, 0, &s, &diags, &err);
  free(text);
  return loaded(status, s, &diags, &err);
}

/* ---- rows ---- */

typedef struct table {
  ply_text text;
  double additive_rate; /* bundles a second of the last additive game that was enumerated */
  double alike_rate;    /* the same of games whose candidates are all alike */
  ply_text alike;       /* what handling them once brings */
  bool extrapolated;
} table;

static const char *ratio_text(double ratio, char *room, size_t size) {
  snprintf(room, size, ratio < 10 ? "%.1f" : ratio < 1e5 ? "%.0f" : "%.1e", ratio);
  return room;
}

/* What a pass by enumeration costs: measured, or extrapolated (~) from a slice or from the rate given. */
typedef struct enumerated {
  double bundles, cpu;
  bool whole;
} enumerated;

static enumerated enumerate(table *t, const ply_scenario *s, const char *name, const timing *search,
                            double rate) {
  double feasible = (double)search->feasible;
  if (feasible <= most_enumerated) {
    timing plain = run(s, PLY_ENGINE_ENUMERATE, 0, true);
    agree(name, &plain, search);
    return (enumerated){feasible, plain.cpu, true};
  }
  t->extrapolated = true;
  if (rate > 0) return (enumerated){feasible, feasible / rate, false};
  slice part = enumerate_slice(s, slice_s);
  fprintf(stderr, "%s: slice of %.3g bundles (%.2g of all) in %.1f CPU s\n", name, part.bundles,
          part.bundles / feasible, part.cpu);
  return (enumerated){feasible, part.bundles > 0 ? part.cpu * feasible / part.bundles : NAN, false};
}

static enumerated add_row(table *t, const ply_scenario *s, const char *name, double rate) {
  timing one = run(s, PLY_ENGINE_SEARCH, 1, false), all = run(s, PLY_ENGINE_SEARCH, 0, false);
  timing pass = run(s, PLY_ENGINE_SEARCH, 1, true);
  agree(name, &one, &all);
  agree(name, &one, &pass);
  if (one.efficient != all.efficient) bench_fail("%s: two runs disagree", name);
  double core = enumerate_slice(s, 0).core, feasible = (double)one.feasible;
  char parts[32] = "–", ratio[32], bare[32] = "–";
  enumerated plain = enumerate(t, s, name, &one, rate);
  if (s->n_levels == 0) snprintf(parts, sizeof parts, "merged"); /* where it is too large to be listed */
  if (core > 0 && one.feasible < UINT64_C(1) << 62) snprintf(parts, sizeof parts, "%.2g", core);
  if (feasible >= 1e8)
    snprintf(bare, sizeof bare, "%.2f", plain.cpu / bench_bare_loop_s(s->n_actors, feasible));
  ply_text_addf(&t->text, "| %s | %.2g | %s | %llu | %.3f | %.3f | %.3f | %s%.3g | %s | %s |\n", name,
                feasible, parts, (unsigned long long)one.acceptable, one.cpu, all.wall, pass.cpu,
                plain.whole ? "" : "~", plain.cpu, bare,
                ratio_text(plain.cpu / pass.cpu, ratio, sizeof ratio));
  fprintf(stderr, "%s: done\n", name);
  return plain;
}

static void add_file(table *t, const char *path, const ply_setting *setting, const char *name) {
  ply_scenario *s = load(path, setting);
  add_row(t, s, name, 0);
  ply_scenario_free(s);
}

static void add_alike(table *t, const ply_scenario *s, const char *name) {
  timing pass = run(s, PLY_ENGINE_SEARCH, 1, true);
  double one_by_one = search_one_by_one(s, &pass);
  char ratio[32];
  ply_text_addf(
      &t->alike,
      "\nThe search without it, each membership by itself: %s in %.3g CPU seconds, %s times as many.", name,
      one_by_one, ratio_text(one_by_one / pass.cpu, ratio, sizeof ratio));
}

/* Games that are too large even to be listed take the rate of the largest of their kind that is enumerated.
 */
static void add_made_up(table *t) {
  const bench_game *game;
  for (size_t i = 0; (game = bench_game_at(i)) != NULL; i++) {
    double none = 0, *rate = game->alike ? &t->alike_rate : game->candidates == 0 ? &t->additive_rate : &none;
    ply_scenario *s = make_up(game);
    if (game->alike && !game->large) add_alike(t, s, game->id);
    enumerated plain = add_row(t, s, game->id, game->large ? *rate : 0);
    if (plain.whole) *rate = plain.bundles / plain.cpu;
    ply_scenario_free(s);
  }
}

static void add_head(table *t) {
  char machine[256];
  bench_machine(machine, sizeof machine);
  ply_text_addf(
      &t->text,
      "%s.\n*Solve*: every count, solution, design and efficient bundle. *Pass*: the counts alone, by each "
      "engine. *Parts*: bundles without the\nissues that tie to nothing; merged: equal payoffs are counted "
      "together. *Bare loop*: adding one number and comparing, once an actor\nand bundle. CPU seconds where "
      "it says so, else seconds on the wall.\n\n"
      "| game | feasible bundles | parts | acceptable | solve, CPU s | solve, all cores, s | pass by search, "
      "CPU s | pass by enumeration, CPU s | enumeration / bare loop | enumeration / search "
      "|\n|---|---|---|---|---|---|---|---|---|---|\n",
      machine);
}

static void add_tail(table *t, const char *root) {
  char path[4096], said[256];
  if (t->extrapolated)
    ply_text_addf(
        &t->text,
        "\n~: extrapolated from a slice of %g seconds, or for games that are too large to be listed from "
        "the rate of the largest of the kind that was enumerated.",
        slice_s);
  ply_text_addf(&t->text,
                "\nAlike: the candidates of these games are all alike and handled once (8 or 24 "
                "candidates at three levels).%s",
                t->alike.data != NULL ? t->alike.data : "");
  snprintf(path, sizeof path, "%s/scenarios/barrett-3.json", root);
  if (bench_process(path, said, sizeof said)) ply_text_addf(&t->text, "\n%s", said);
  ply_text_add(&t->text, "\n");
}

int main(int argc, char **argv) {
  const char *root = getenv("PARLEY_SOURCE_ROOT"), *readme = NULL;
  char path[4096];
  table t = {0};
  if (root == NULL) root = ".";
  snprintf(path, sizeof path, "%s/scenarios/istanbul-2022-first.json", root);
  ply_text_init(&t.text);
  ply_text_init(&t.alike);
  add_head(&t);
  add_file(&t, path, NULL, "flagship, version 1");
  add_file(&t, path, &(ply_setting){"/rules", "null"}, "flagship, version 1, no rules");
  add_made_up(&t);
  for (int i = 1; i < argc; i++)
    if (strcmp(argv[i], "--readme") == 0 && i + 1 < argc)
      readme = argv[++i];
    else
      add_file(&t, argv[i], NULL, argv[i]);
  add_tail(&t, root);
  if (t.text.failed) bench_fail("not enough memory");
  fputs(t.text.data, stdout);
  if (readme != NULL) bench_put(readme, t.text.data);
  ply_text_done(&t.alike);
  ply_text_done(&t.text);
  return 0;
}
