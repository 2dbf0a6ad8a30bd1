/* parley compare: what differs between two scenarios, and which answers turn with it? With one file and
 * --set: what that change does. */
#include "sim/cli/cli.h"

#include <string.h>

static bool take_no_solve(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  return cli_keep(options, "no-solve", "");
}

static int wrong(const char *message) {
  cli_complain("parley compare: %s\nRun `parley compare --help` for what it takes.\n", message);
  return CLI_USAGE;
}

/* What the comparison itself ends with. */
static int verdict(const cli_options *options, const parley_comparison *comparison) {
  const char *why = NULL;
  bool complete = parley_comparison_complete(comparison, &why);
  return cli_verdict(options->format, parley_comparison_failed_checks(comparison), complete, why);
}

static int print(const cli_options *options, const parley_comparison *comparison) {
  parley_render_settings look = cli_look(options, 1);
  parley_error error = {0};
  char *text = NULL;
  parley_comparison_render(comparison, options->format, &look, &text, &error);
  int code = cli_deliver(options, text, &error);
  return code == CLI_DONE ? verdict(options, comparison) : code;
}

/* The settings hold for B only. */
static int load(const cli_options *options, const char *path, bool set, parley_scenario **scenario) {
  cli_options one = *options;
  one.operands = &path;
  one.n_operands = 1;
  if (!set) one.n_settings = 0;
  return cli_load(&one, scenario);
}

static int compare(const cli_options *options, const parley_scenario *a, const parley_scenario *b) {
  bool solve = cli_kept(options, "no-solve") == NULL;
  parley_solve_settings settings = options->solve;
  parley_comparison *comparison = NULL;
  parley_error error = {0};
  if (solve) {
    settings.stop = cli_interrupt_start();
    settings.progress = cli_progress_start();
  }
  parley_compare(a, b, solve, &settings, &comparison, &error);
  if (solve) cli_progress_end();
  int code = comparison != NULL ? print(options, comparison) : cli_report(options, NULL, &error);
  parley_comparison_free(comparison);
  return code;
}

static int run(const cli_options *options) {
  const char *first = options->operands[0], *second = options->operands[options->n_operands - 1];
  if (options->n_operands == 1 && options->n_settings == 0)
    return wrong("name a second scenario, or say with --set what is to change in this one");
  if (strcmp(first, "-") == 0 && strcmp(second, "-") == 0)
    return wrong("standard input can be read once only: save it as a file");
  parley_scenario *a = NULL, *b = NULL;
  int code = load(options, first, false, &a);
  if (code == CLI_DONE) code = load(options, second, true, &b);
  if (code == CLI_DONE) code = compare(options, a, b);
  parley_scenario_free(a);
  parley_scenario_free(b);
  return code;
}

static const cli_option option_no_solve = {"no-solve", '\0', NULL,
                                           "compare what the files say, and solve neither", take_no_solve};

static const cli_option *const options[] = {&option_no_solve,      &cli_option_format_plain,
                                            &cli_option_set,       &cli_option_reading,
                                            &cli_option_red_lines, &cli_option_over,
                                            &cli_option_threads,   &cli_option_time_limit,
                                            &cli_option_memory,    &cli_option_output,
                                            &cli_option_color,     &cli_option_width,
                                            &cli_option_help,      NULL};

const cli_command cli_compare = {
    "compare",
    "which numbers of two scenarios differ, and which answers with them",
    "[OPTION]... A [B]",
    "a scenario file",
    "Says which numbers differ between two scenarios (by JSON Pointer, with their ranges), what\n"
    "else differs in the files, and then which answers differ: how many bundles are feasible,\n"
    "acceptable, sustained, stable; who accepts and who blocks; red lines in force; the named\n"
    "designs; the solutions, proposals and talks. Things match by id.\n"
    "\n"
    "--set changes B; with one file alone B is that file with the changes, so that\n"
    "`parley compare A --set POINTER=VALUE` says what one change does. --red-lines and --over\n"
    "hold for both. Of two values A's comes first.\n"
    "\n"
    "With --format json: \"numbers\" and \"others\" (pointer into the merged scenarios, a, b) and\n"
    "\"answers\" (part, of, what, pointer into the JSON of `parley solve`, a, b); null: not there.\n"
    "Exit codes as for `parley solve`; finding differences is no failure.",
    "  parley compare scenarios/istanbul-2022.json scenarios/no-p5.json\n"
    "  parley compare scenarios/locarno.json --set /security/delay_hours/values/council=24\n"
    "  parley compare --no-solve --format json old.json new.json | jq -r '.numbers[].pointer'\n",
    1,
    2,
    options,
    run,
};
