/* parley solve: the main job. Load, solve, print; what was not decided in time is said by the result itself
 * and by the exit code. */
#include "sim/cli/cli.h"

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

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  if (options->solve.cloud > 0 && strcmp(options->format, "json") != 0) {
    cli_complain("parley solve: --cloud is for a picture and goes with --format json only\n");
    return CLI_USAGE;
  }
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  parley_solve_settings settings = options->solve;
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

static const cli_option *const options[] = {&cli_option_format,
                                            &cli_option_set,
                                            &cli_option_reading,
                                            &cli_option_red_lines,
                                            &cli_option_over,
                                            &cli_option_cloud,
                                            &cli_option_top,
                                            &cli_option_engine,
                                            &cli_option_threads,
                                            &cli_option_time_limit,
                                            &cli_option_memory,
                                            &cli_option_seed,
                                            &cli_option_output,
                                            &cli_option_color,
                                            &cli_option_width,
                                            &cli_option_help,
                                            NULL};

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
    "  parley show a.json | parley solve -\n",
    1,
    1,
    options,
    run,
};
