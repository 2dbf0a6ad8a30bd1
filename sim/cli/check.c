/* parley check: is the file a valid scenario? All problems of all files are told at once; under --format json
 * they are the result and go to standard output as one array. */
#include "sim/cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The worst that happened so far: a file that cannot be read outweighs one that is wrong. */
static int worse(int a, int b) { return a > b ? a : b; }

/* "3 issues", "1 issue". */
static void add_count(char *line, size_t size, int n, const char *what) {
  size_t used = strlen(line);
  snprintf(line + used, size - used, ", %d %s%s", n, what, n == 1 ? "" : "s");
}

static int say_good(const char *file, const parley_scenario *scenario) {
  parley_scenario_info info = parley_scenario_describe(scenario);
  char line[600];
  snprintf(line, sizeof line, "%.250s: good: %d actor%s (%d may join)",
           strcmp(file, "-") == 0 ? "standard input" : file, info.n_actors, info.n_actors == 1 ? "" : "s",
           info.n_candidates);
  add_count(line, sizeof line, info.n_issues, "issue");
  add_count(line, sizeof line, info.n_rules, "rule");
  add_count(line, sizeof line, info.n_red_lines, "red line");
  add_count(line, sizeof line, info.n_designs, "design");
  add_count(line, sizeof line, info.n_numbers, "number");
  snprintf(line + strlen(line), sizeof line - strlen(line), "\n");
  return cli_output(NULL, line);
}

/* Loads one file; its problems go to *problems. Without json they are printed as well. */
static int check_one(const cli_options *options, const char *file, bool json, parley_problems **problems) {
  parley_scenario *scenario = NULL;
  parley_error error = {0};
  parley_scenario_load(file, options->settings, options->n_settings, &scenario, problems, &error);
  int code = cli_exit_code(error.status);
  if (!json || error.status == PARLEY_E_MEMORY ||
      (code != CLI_DONE && parley_problems_errors(*problems) == 0))
    cli_report(options, *problems, &error);
  if (scenario != NULL && !json) code = worse(code, say_good(file, scenario));
  parley_scenario_free(scenario);
  return code;
}

static int print_array(const cli_options *options, parley_problems **lists, size_t n) {
  parley_problems *all = NULL;
  char *text = NULL;
  parley_error error = {0};
  int code;
  if (parley_problems_merge((const parley_problems *const *)lists, n, &all, &error) == PARLEY_OK &&
      parley_problems_render(all, "json", NULL, &text, &error) == PARLEY_OK)
    code = cli_output(options, text);
  else
    code = cli_report(options, NULL, &error);
  parley_text_free(text);
  parley_problems_free(all);
  return code;
}

static int run(const cli_options *options) {
  bool json = strcmp(options->format, "json") == 0;
  parley_problems **lists = calloc(options->n_operands, sizeof *lists);
  if (lists == NULL) return cli_starved("to check files");
  int code = CLI_DONE;
  for (size_t i = 0; i < options->n_operands; i++)
    code = worse(code, check_one(options, options->operands[i], json, &lists[i]));
  if (json) code = worse(code, print_array(options, lists, options->n_operands));
  for (size_t i = 0; i < options->n_operands; i++) parley_problems_free(lists[i]);
  free(lists);
  return code;
}

static const cli_option *const options[] = {&cli_option_format_plain, &cli_option_set,  &cli_option_reading,
                                            &cli_option_color,        &cli_option_help, NULL};

const cli_command cli_check = {
    "check",
    "say whether files are valid scenarios, with every problem",
    "[OPTION]... FILE...",
    "a file to check",
    "Reads each file with everything it extends and reports every problem at once, with line,\n"
    "column and what may have been meant. A good file gets one line on standard output.\n"
    "Exit code 0: all are valid (there may be warnings); 3: some are not; 5: one cannot be read.\n"
    "\n"
    "With --format json standard output is one array of problems, empty if there are none:\n"
    "code, severity, file, pointer, line, column, message, suggestion.",
    "  parley check scenarios/istanbul-2022.json\n"
    "  parley check --format json scenarios/istanbul-*.json | jq '.[].message'\n",
    1,
    10000,
    options,
    run,
};
