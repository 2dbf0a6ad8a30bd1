/* parley bench: how fast is this build on this machine, and does it still give the same answers? A fixed set
 * of games and any scenario files given are solved, checked and written as JSON, by one thread and by all;
 * times, bundles decided a second, peak memory and signatures over the results are printed. The same build on
 * the same kind of machine gives the same signatures, whatever the threads. */
#include "sim/cli/bench_games.h"
#include "sim/cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char flagship[] = "scenarios/istanbul-2022.json";
static const uint64_t no_signature = 0xcbf29ce484222325u; /* the start of FNV-1a */

typedef struct bench {
  const cli_options *options;
  int n_threads, threads[2];
  uint64_t signature;
} bench;

static double cpu_s(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static double peak_mib(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

static uint64_t sign(uint64_t signature, const char *text) {
  for (; *text != '\0'; text++) signature = (signature ^ (unsigned char)*text) * 0x100000001b3u;
  return signature;
}

/* One line: one game by so many threads. *json: the result, to be freed by the caller; NULL where it is not
 * complete, since what is left open depends on the machine. */
static int measure_once(const bench *b, const char *name, const parley_scenario *scenario, int threads,
                        char **json) {
  parley_solve_settings settings = b->options->solve;
  parley_result *result = NULL;
  parley_error error = {0};
  settings.stop = cli_interrupt_start();
  settings.threads = threads;
  double cpu = cpu_s(), begun = cli_seconds();
  parley_status status = parley_solve(scenario, &settings, &result, &error);
  double seconds = cli_seconds() - begun;
  cpu = cpu_s() - cpu;
  bool complete = status == PARLEY_OK && parley_result_complete(result, NULL) && !cli_interrupted();
  if (complete) status = parley_result_render(result, "json", NULL, json, &error);
  int code = status == PARLEY_OK ? CLI_DONE : cli_report(b->options, NULL, &error);
  if (code == CLI_DONE) {
    parley_counts counts = parley_result_counts(result);
    char line[256], acceptable[24] = "?", signature[24] = "not complete";
    if (complete) snprintf(acceptable, sizeof acceptable, "%" PRIu64, counts.acceptable.low);
    if (complete) snprintf(signature, sizeof signature, "%016" PRIx64, sign(no_signature, *json));
    snprintf(line, sizeof line, "%-24s %9.3g %17s %7d %9.3f %9.3f %10.3g %9.0f  %s\n", name,
             (double)counts.feasible.high, acceptable, threads, seconds, cpu,
             (double)counts.feasible.high / seconds, peak_mib(), signature);
    code = cli_output(NULL, line);
  }
  parley_result_free(result);
  return code == CLI_DONE && cli_interrupted() ? CLI_INTERRUPTED : code;
}

static int measure(bench *b, const char *name, const parley_scenario *scenario) {
  char *first = NULL;
  int code = CLI_DONE;
  for (int i = 0; i < b->n_threads && code == CLI_DONE; i++) {
    char *json = NULL;
    code = measure_once(b, name, scenario, b->threads[i], &json);
    if (first != NULL && json != NULL && strcmp(first, json) != 0) {
      cli_complain("parley bench: %s: the answers depend on the number of threads\n", name);
      code = CLI_SYSTEM;
    }
    if (first == NULL && json != NULL) {
      b->signature = sign(b->signature, json);
      first = json;
    } else {
      parley_text_free(json);
    }
  }
  parley_text_free(first);
  return code;
}

static int measure_made_up(bench *b, bool small) {
  int code = CLI_DONE;
  const bench_game *game;
  for (size_t i = 0; (game = bench_game_at(i)) != NULL && code == CLI_DONE; i++) {
    if (small && game->large) continue;
    char *text = bench_game_text(game);
    parley_scenario *scenario = NULL;
    parley_error error = {.status = PARLEY_E_MEMORY, .message = "not enough memory"};
    if (text != NULL && parley_scenario_parse(text, strlen(text), game->id, NULL, NULL, 0, &scenario, NULL,
                                              &error) == PARLEY_OK)
      code = measure(b, game->id, scenario);
    else
      code = cli_report(b->options, NULL, &error);
    parley_scenario_free(scenario);
    free(text);
  }
  return code;
}

/* Whether a file can be measured at all: asked before the minutes that the fixed games take. */
static int can_load(const cli_options *options, const char *path) {
  cli_options one = *options;
  parley_scenario *scenario = NULL;
  one.operands = &path;
  one.n_operands = 1;
  int code = cli_load(&one, &scenario);
  parley_scenario_free(scenario);
  return code;
}

static int measure_file(bench *b, const char *path, const char *name, const parley_setting *setting) {
  cli_options one = *b->options;
  parley_scenario *scenario = NULL;
  parley_setting settings[1];
  one.operands = &path;
  one.n_operands = 1;
  if (setting != NULL) {
    settings[0] = *setting;
    one.settings = settings;
    one.n_settings = 1;
  }
  int code = cli_load(&one, &scenario);
  if (code == CLI_DONE) code = measure(b, name, scenario);
  parley_scenario_free(scenario);
  return code;
}

/* The flagship, as it is and without its rules, where the scenario library is at hand. */
static int measure_flagship(bench *b) {
  if (access(flagship, R_OK) != 0) {
    cli_complain("parley bench: there is no %s here: the flagship is left out\n", flagship);
    return CLI_DONE;
  }
  int code = measure_file(b, flagship, "flagship", NULL);
  if (code != CLI_DONE) return code;
  return measure_file(b, flagship, "flagship, no rules", &(parley_setting){"/rules", "null"});
}

static bool take_small(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value;
  (void)wrong;
  (void)size;
  return cli_keep(options, "small", "");
}

static int run(const cli_options *options) {
  bench b = {.options = options, .n_threads = 1, .threads = {1}, .signature = no_signature};
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  bool small = cli_kept(options, "small") != NULL;
  if (options->solve.threads > 0)
    b.threads[0] = options->solve.threads;
  else if (processors > 1)
    b.threads[b.n_threads++] = (int)processors;
  char line[256];
  snprintf(line, sizeof line, "%-24s %9s %17s %7s %9s %9s %10s %9s  %s\n", "game", "bundles", "acceptable",
           "threads", "seconds", "CPU s", "bundles/s", "peak MiB", "signature");
  int code = CLI_DONE;
  for (size_t i = 0; code == CLI_DONE && i < options->n_operands; i++)
    code = can_load(options, options->operands[i]);
  if (code == CLI_DONE) code = cli_output(NULL, line);
  if (code == CLI_DONE) code = measure_made_up(&b, small);
  if (code == CLI_DONE && !small) code = measure_flagship(&b);
  for (size_t i = 0; code == CLI_DONE && i < options->n_operands; i++)
    code = measure_file(&b, options->operands[i], options->operands[i], NULL);
  if (code != CLI_DONE) return code;
  snprintf(line, sizeof line, "signature %016" PRIx64 "\n", b.signature);
  return cli_output(NULL, line);
}

static const cli_option option_small = {"small", '\0', NULL, "only the games that can be enumerated",
                                        take_small};

static const cli_option *const options[] = {&option_small,      &cli_option_engine, &cli_option_threads,
                                            &cli_option_memory, &cli_option_help,   NULL};

const cli_command cli_bench = {
    "bench",
    "how fast is this build here; one signature over all answers",
    "[OPTION]... [FILE]...",
    "a scenario file",
    "Solves a fixed set of games and then the files given, each by one thread and by all (or by\n"
    "the --threads given), and prints the bundles decided, the seconds, the processor time and the\n"
    "peak memory so far. Additive games have 3*10^4 to 10^18 bundles; tied ones, with rules,\n"
    "bonuses and candidates, 7*10^3 to 6*10^10; where scenarios/istanbul-2022.json is at hand, it\n"
    "and it without its rules (2*10^11) are among them.\n"
    "\n"
    "Signatures are over the results as JSON: the same build on the same kind of machine gives the\n"
    "same. With --engine enumerate take --small: the large games are then out of reach.",
    "  parley bench\n"
    "  parley bench --small --engine enumerate\n"
    "  parley bench --small --threads 1 scenarios/istanbul-2022.json\n",
    0,
    64,
    options,
    run,
};
