/* parley readings: what turns the headline? The base and each reading of the file, a row each. */
#include "sim/cli/cli.h"

static int print(const cli_options *options, const parley_readings *readings) {
  parley_render_settings look = cli_look(options, 1);
  parley_error error = {0};
  char *text = NULL;
  const char *why = NULL;
  parley_readings_render(readings, options->format, &look, &text, &error);
  int code = cli_deliver(options, text, &error);
  bool complete = parley_readings_complete(readings, &why);
  return code == CLI_DONE ? cli_verdict(options->format, 0, complete, why) : code;
}

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  parley_solve_settings settings = options->solve;
  settings.stop = cli_interrupt_start();
  parley_readings *readings = NULL;
  parley_error error = {0};
  parley_readings_new(scenario, &settings, &readings, &error);
  code = readings != NULL ? print(options, readings) : cli_report(options, NULL, &error);
  parley_readings_free(readings);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option *const options[] = {
    &cli_option_format_plain, &cli_option_set,        &cli_option_reading, &cli_option_red_lines,
    &cli_option_threads,      &cli_option_time_limit, &cli_option_memory,  &cli_option_output,
    &cli_option_color,        &cli_option_width,      &cli_option_help,    NULL};

const cli_command cli_readings = {
    "readings",
    "what turns the headline: the base and each reading of the file, a row each",
    "[OPTION]... FILE",
    "a scenario file",
    "A file may name readings: where a source can be read in two ways, or a choice of the model is\n"
    "open. Each is solved for, and what it comes to stands beside the file as it is: the verdict,\n"
    "how many bundles are acceptable, sustained, stable and proof against reopened terms, the\n"
    "slack, the gains of the Nash bargain, the named designs that are acceptable. A star marks a\n"
    "reading that turns the headline; the verdict of solve names these too.\n"
    "\n"
    "--time-limit is for each row. Exit codes as for solve.",
    "  parley readings scenarios/istanbul-2022.json\n"
    "  parley readings --format json scenarios/istanbul-2022.json\n"
    "  parley solve --reading coordination scenarios/istanbul-2022.json\n",
    1,
    1,
    options,
    run,
};
