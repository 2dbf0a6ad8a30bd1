/* parley solve: the main job. Load, solve, print; what was not decided in time is said by the result itself
 * and by the exit code. */
#include "sim/cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* What the result itself ends with. */
static int verdict(const cli_options *options, const parley_result *result) {
  const char *why = NULL;
  bool complete = parley_result_complete(result, &why);
  return cli_verdict(options->format, parley_result_failed_checks(result), complete, why);
}

static int print(const cli_options *options, const parley_result *result) {
  parley_render_settings look = cli_look(options, 1);
  parley_error error = {0};
  char *text = NULL;
  parley_result_render(result, options->format, &look, &text, &error);
  int code = cli_deliver(options, text, &error);
  return code == CLI_DONE ? verdict(options, result) : code;
}

/* ---- --list ---- */

static const char *kept_or(const cli_options *options, const char *name, const char *otherwise) {
  const char *value = cli_kept(options, name);
  return value != NULL ? value : otherwise;
}

static int list(const cli_options *options, const parley_scenario *scenario) {
  cli_pouring pouring;
  int code = cli_pour_start(options, &pouring);
  if (code != CLI_DONE) return code;
  parley_list_settings settings = {.solve = options->solve,
                                   .set = cli_kept(options, "list"),
                                   .where = cli_kept(options, "where"),
                                   .sort = cli_kept(options, "sort"),
                                   .format = strcmp(options->format, "text") == 0 ? "csv" : options->format,
                                   .write = cli_pour,
                                   .data = &pouring};
  settings.limit = strtoull(kept_or(options, "limit", "0"), NULL, 10);
  settings.solve.stop = cli_interrupt_start();
  uint64_t n;
  parley_error error = {0};
  bool made = parley_list_bundles(scenario, &settings, &n, &error) == PARLEY_OK;
  code = cli_pour_end(options, &pouring, made);
  return made ? code : cli_report(options, NULL, &error);
}

/* An option that goes with --list alone, and is there without it; NULL: none. */
static const char *without_list(const cli_options *options) {
  static const char *const names[] = {"where", "sort", "limit"};
  for (size_t k = 0; cli_kept(options, "list") == NULL && k < sizeof names / sizeof *names; k++)
    if (cli_kept(options, names[k]) != NULL) return names[k];
  return NULL;
}

static bool take_list(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "list", value);
}

static bool take_where(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "where", value);
}

static bool take_sort(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "sort", value);
}

static bool take_limit(cli_options *options, const char *value, char *wrong, size_t size) {
  uint64_t n;
  return cli_whole(value, 1, UINT64_MAX / 4, &n, wrong, size) && cli_keep(options, "limit", value);
}

static const cli_option option_list = {
    "list", '\0', "acceptable|efficient|sustained|stable",
    "instead: every bundle of that set with its payoffs and margins, one row each, as csv (or json)",
    take_list};
static const cli_option option_where = {"where", '\0', "ISSUE=OPTION,...,ACTOR=LEVEL",
                                        "with --list: only these; a name given twice is met by either value",
                                        take_where};
static const cli_option option_sort = {"sort", '\0', "index|nash|least|sum|ACTOR",
                                       "with --list: by index, or largest first by the Nash product, the "
                                       "smallest gain of a player, the sum of payoffs, or "
                                       "one actor's payoff; default: as they are found",
                                       take_sort};
static const cli_option option_limit = {"limit", '\0', "N", "with --list: the first N", take_limit};

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  if (without_list(options) != NULL) {
    cli_complain("parley solve: --%s goes with --list acceptable|efficient|sustained|stable\n",
                 without_list(options));
    return CLI_USAGE;
  }
  if (options->solve.cloud > 0 && strcmp(options->format, "json") != 0) {
    cli_complain("parley solve: --cloud is for a picture and goes with --format json only\n");
    return CLI_USAGE;
  }
  int code = cli_load(options, &scenario);
  if (code == CLI_DONE && cli_kept(options, "list") != NULL) {
    code = list(options, scenario);
    parley_scenario_free(scenario);
    return code;
  }
  if (code != CLI_DONE) return code;
  parley_solve_settings settings = options->solve;
  settings.chance = settings.readings = true;
  settings.stop = cli_interrupt_start();
  settings.progress = cli_progress_start();
  parley_result *result = NULL;
  parley_error error = {0};
  parley_solve(scenario, &settings, &result, &error);
  cli_progress_end();
  code = result != NULL ? print(options, result) : cli_report(options, NULL, &error);
  parley_result_free(result);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option *const options[] = {
    &cli_option_format,    &cli_option_set,        &cli_option_reading,
    &cli_option_red_lines, &cli_option_over,       &cli_option_cloud,
    &cli_option_top,       &option_list,           &option_where,
    &option_sort,          &option_limit,          &cli_option_engine,
    &cli_option_threads,   &cli_option_time_limit, &cli_option_memory,
    &cli_option_seed,      &cli_option_output,     &cli_option_color,
    &cli_option_width,     &cli_option_help,       NULL};

const cli_command cli_solve = {
    "solve",
    "which deals are acceptable, which hold, which are best",
    "[OPTION]... FILE",
    "a scenario file",
    "Answers every question about a scenario: which bundles everybody needed would accept, who\n"
    "blocks what, which hold once each candidate may join or leave, the fair ones among them,\n"
    "what a proposer could reach, how talks would end, and how far the guarantee deters. Answers\n"
    "are exact. Before they are printed they are recomputed from the definitions: all of them in a\n"
    "small space, in a large one (past 40,000 feasible bundles) those named, but not the counts.\n"
    "\n"
    "The result goes to standard output (or --output) and nothing else does. Problems of the\n"
    "file go to standard error: as text, or with --format json as one JSON array, each entry\n"
    "with code, severity, file, pointer, line, column, message, suggestion; a failure outside\n"
    "the file's contents has the code \"usage\", \"limit\", \"memory\", \"system\" or \"stopped\".\n"
    "What a limit or the first Ctrl-C left open is said in the result and by the exit code.\n"
    "Exit codes: 0 done, 2 usage, 3 bad input, 4 stopped at a limit, 5 file or system error,\n"
    "130 interrupted.",
    "  parley solve scenarios/istanbul-2022.json\n"
    "  parley solve --set /actors/france/reservation=0.4 --red-lines all scenarios/istanbul-2022.json\n"
    "  parley solve --format json -o result.json scenarios/istanbul-2022.json\n"
    "  parley solve --format csv --top 20 scenarios/istanbul-2022.json > result.csv\n"
    "  parley solve --list efficient --sort nash --limit 20 scenarios/harbour-720.json\n"
    "  parley show a.json | parley solve -\n",
    1,
    1,
    options,
    run,
};
