/* parley show: what does the scenario say once everything it extends is merged and every --set applied? */
#include "sim/cli/cli.h"

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  char *text = NULL;
  parley_error error = {0};
  parley_scenario_show(scenario, &text, &error);
  code = cli_deliver(options, text, &error);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option *const options[] = {&cli_option_set,   &cli_option_reading, &cli_option_output,
                                            &cli_option_color, &cli_option_help,    NULL};

const cli_command cli_show = {
    "show",
    "print the merged scenario as one file",
    "[OPTION]... FILE",
    "a scenario file",
    "Prints the scenario with everything it extends merged in and every --set applied, as one\n"
    "file that loads to the same digest. Problems go to standard error.",
    "  parley show scenarios/istanbul-2022.json\n"
    "  parley show --set /actors/france/reservation=0.4 -o variant.json scenarios/istanbul-2022.json\n",
    1,
    1,
    options,
    run,
};
