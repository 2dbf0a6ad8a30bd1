/* parley schema: what may stand in a scenario file? As a JSON Schema for editors, or as a table for people.
 */
#include "sim/cli/cli.h"

static int run(const cli_options *options) {
  char *text = NULL;
  parley_error error = {0};
  parley_status status =
      options->fields ? parley_scenario_fields(&text, &error) : parley_scenario_schema(&text, &error);
  int code = status == PARLEY_OK ? cli_output(options, text) : cli_report(options, NULL, &error);
  parley_text_free(text);
  return code;
}

static const cli_option *const options[] = {&cli_option_fields, &cli_option_output, &cli_option_help, NULL};

const cli_command cli_schema = {
    "schema",
    "print the JSON Schema of scenario files",
    "[OPTION]...",
    "Prints the JSON Schema (draft 2020-12) of scenario files, which editors use for completion,\n"
    "or the same fields as a table. `parley check` finds more: what a schema cannot say, such as\n"
    "names that must exist.",
    "  parley schema -o scenarios/schema.json\n"
    "  parley schema --fields\n",
    0,
    0,
    options,
    run,
};
