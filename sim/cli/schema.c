/* parley schema: what may stand in a scenario file, or in the plan of a sweep? As a JSON Schema for editors,
 * or as a table for people. */
#include "sim/cli/cli.h"

static bool take_plan(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  return cli_keep(options, "plan", "");
}
static const cli_option option_plan = {"plan", '\0', NULL, "the schema of sweep plans", take_plan};

static int run(const cli_options *options) {
  char *text = NULL;
  parley_error error = {0};
  bool plan = cli_kept(options, "plan") != NULL;
  if (plan && options->fields) {
    cli_complain("parley schema: --plan gives a schema, not a table: leave out --fields\n");
    return CLI_USAGE;
  }
  if (plan)
    parley_plan_schema(&text, &error);
  else if (options->fields)
    parley_scenario_fields(&text, &error);
  else
    parley_scenario_schema(&text, &error);
  return cli_deliver(options, text, &error);
}

static const cli_option *const options[] = {&cli_option_fields, &option_plan, &cli_option_output,
                                            &cli_option_help, NULL};

const cli_command cli_schema = {
    "schema",
    "print the JSON Schema of scenario files and plans",
    "[OPTION]...",
    "a scenario file",
    "Prints the JSON Schema (draft 2020-12) of scenario files, which editors use for completion,\n"
    "or the same fields as a table. `parley check` finds more: what a schema cannot say, such as\n"
    "names that must exist.",
    "  parley schema -o scenarios/schema.json\n"
    "  parley schema --fields\n"
    "  parley schema --plan -o scenarios/sweeps/schema.json\n",
    0,
    0,
    options,
    run,
};
