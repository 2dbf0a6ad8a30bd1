/* parley bench: how fast is this build on this machine, and does it still give the same answers? A fixed set
 * of additive games, and any scenario files given, are solved; times, bundles decided a second, peak memory
 * and one signature over all results are printed. The same build on the same kind of machine gives the same
 * signature, whatever the threads. */
#include "sim/cli/cli.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { LONGEST = 1 << 17 };

/* An additive game: whole-number payoffs 0 .. most from a fixed linear congruence. */
typedef struct game {
  const char *id;
  int actors, issues, options, most;
} game;

static const game games[] = {
    {"additive-3x8to5", 3, 5, 8, 9},
    {"additive-3x8to7", 3, 7, 8, 9},
    {"additive-3x8to14", 3, 14, 8, 9},
    {"additive-2x8to20", 2, 20, 8, 9},
};

typedef struct writer {
  char *at;
  size_t left;
} writer;

__attribute__((format(printf, 2, 3))) static void put(writer *w, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(w->at, w->left, format, args);
  va_end(args);
  if (n < 0 || (size_t)n >= w->left) n = 0;
  w->at += n;
  w->left -= (size_t)n;
}

static uint32_t draw(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

static void write_actor(writer *w, const game *g, int actor, uint64_t *state) {
  put(w, "%s\"a%d\":{\"consent\":\"required\",\"reservation\":%d,\"payoffs\":{", actor > 0 ? "," : "", actor,
      g->issues * g->most * 6 / 10);
  for (int k = 0; k < g->issues; k++) {
    put(w, "%s\"i%d\":{\"weight\":1,\"values\":{", k > 0 ? "," : "", k);
    for (int o = 0; o < g->options; o++)
      put(w, "%s\"o%d\":%d", o > 0 ? "," : "", o, (int)(draw(state) % (uint32_t)(g->most + 1)));
    put(w, "}}");
  }
  put(w, "}}");
}

static void write_game(const game *g, char *text) {
  writer w = {text, LONGEST};
  uint64_t state = 2022;
  put(&w, "{\"parley\":1,\"id\":\"%s\",\"title\":\"%s\",\"issues\":{", g->id, g->id);
  for (int k = 0; k < g->issues; k++) {
    put(&w, "%s\"i%d\":{\"options\":{", k > 0 ? "," : "", k);
    for (int o = 0; o < g->options; o++) put(&w, "%s\"o%d\":{}", o > 0 ? "," : "", o);
    put(&w, "}}");
  }
  put(&w, "},\"actors\":{");
  for (int i = 0; i < g->actors; i++) write_actor(&w, g, i, &state);
  put(&w, "}}");
}

static double now_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double peak_mib(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

/* FNV-1a over a result as JSON. */
static uint64_t sign(uint64_t signature, const char *text) {
  for (; *text != '\0'; text++) signature = (signature ^ (unsigned char)*text) * 0x100000001b3u;
  return signature;
}

static int measure(const cli_options *options, const char *name, const parley_scenario *scenario,
                   uint64_t *signature) {
  parley_solve_settings settings = options->solve;
  parley_result *result = NULL;
  parley_error error = {0};
  char *json = NULL;
  settings.stop = cli_interrupt_start();
  double begun = now_s();
  parley_status status = parley_solve(scenario, &settings, &result, &error);
  double seconds = now_s() - begun;
  if (status == PARLEY_OK) status = parley_result_render(result, "json", NULL, &json, &error);
  int code = status == PARLEY_OK ? CLI_DONE : cli_report(options, NULL, &error);
  if (code == CLI_DONE) {
    parley_counts counts = parley_result_counts(result);
    char line[256];
    snprintf(line, sizeof line, "%-24s %10.3g %14" PRIu64 " %9.3f %12.3g %10.0f\n", name,
             (double)counts.feasible.high, counts.acceptable.low, seconds,
             (double)counts.feasible.high / seconds, peak_mib());
    *signature = sign(*signature, json);
    code = cli_output(NULL, line);
  }
  parley_text_free(json);
  parley_result_free(result);
  if (code == CLI_DONE && cli_interrupted()) code = CLI_INTERRUPTED;
  return code;
}

static int measure_built_in(const cli_options *options, uint64_t *signature) {
  char *text = malloc(LONGEST);
  int code = text != NULL ? CLI_DONE : CLI_SYSTEM;
  for (size_t i = 0; code == CLI_DONE && i < sizeof games / sizeof *games; i++) {
    parley_scenario *scenario = NULL;
    parley_error error = {0};
    write_game(&games[i], text);
    if (parley_scenario_parse(text, strlen(text), games[i].id, NULL, NULL, 0, &scenario, NULL, &error) ==
        PARLEY_OK)
      code = measure(options, games[i].id, scenario, signature);
    else
      code = cli_report(options, NULL, &error);
    parley_scenario_free(scenario);
  }
  free(text);
  return code;
}

static int run(const cli_options *options) {
  uint64_t signature = 0xcbf29ce484222325u;
  char line[160];
  snprintf(line, sizeof line, "%-24s %10s %14s %9s %12s %10s\n", "game", "bundles", "acceptable", "seconds",
           "bundles/s", "peak MiB");
  int code = cli_output(NULL, line);
  if (code == CLI_DONE) code = measure_built_in(options, &signature);
  for (size_t i = 0; code == CLI_DONE && i < options->n_operands; i++) {
    cli_options one = *options;
    parley_scenario *scenario = NULL;
    one.operands = options->operands + i;
    code = cli_load(&one, &scenario);
    if (code == CLI_DONE) code = measure(options, options->operands[i], scenario, &signature);
    parley_scenario_free(scenario);
  }
  if (code != CLI_DONE) return code;
  snprintf(line, sizeof line, "signature %016" PRIx64 "\n", signature);
  return cli_output(NULL, line);
}

static const cli_option *const options[] = {&cli_option_engine, &cli_option_threads, &cli_option_memory,
                                            &cli_option_help, NULL};

const cli_command cli_bench = {
    "bench",
    "how fast is this build here; one signature over all answers",
    "[OPTION]... [FILE]...",
    "Solves a fixed set of additive games, from 3*10^4 to 10^18 bundles, and then the files given,\n"
    "and prints for each the bundles decided, the seconds, and the peak memory so far. The\n"
    "signature is over all results as JSON: the same build on the same kind of machine gives the\n"
    "same, whatever the threads. With --engine enumerate give it time: the large games are then\n"
    "out of reach.",
    "  parley bench\n"
    "  parley bench scenarios/istanbul-2022.json\n"
    "  parley bench --threads 1 scenarios/istanbul-2022.json\n",
    0,
    64,
    options,
    run,
};
