/* parley explain: why is one bundle acceptable or not, stable or not, and what would turn the verdict? */
#include "sim/cli/cli.h"

#include <string.h>

static int print(const cli_options *options, const parley_explanation *explanation) {
  parley_render_settings look = cli_look(options, 1);
  parley_error error = {0};
  char *text = NULL;
  parley_explanation_render(explanation, options->format, &look, &text, &error);
  int code = cli_deliver(options, text, &error);
  if (code != CLI_DONE || parley_explanation_complete(explanation)) return code;
  return cli_interrupted() ? CLI_INTERRUPTED : CLI_LIMIT;
}

static int explain(const cli_options *options, const parley_scenario *scenario) {
  parley_solve_settings settings = options->solve;
  settings.stop = cli_interrupt_start();
  settings.progress = cli_progress_start();
  parley_explanation *explanation = NULL;
  parley_error error = {0};
  parley_explain(scenario, options->design, options->bundle, &settings, &explanation, &error);
  cli_progress_end();
  int code = explanation != NULL ? print(options, explanation) : cli_report(options, NULL, &error);
  parley_explanation_free(explanation);
  return code;
}

/* Without --design and --bundle: what could have been named. */
static int nothing_named(const parley_scenario *scenario) {
  cli_complain("parley explain: name a bundle with --design ID or --bundle ISSUE=OPTION,...,ACTOR=LEVEL\n");
  const char *id = parley_scenario_design(scenario, 0);
  for (size_t i = 0; id != NULL; id = parley_scenario_design(scenario, ++i))
    cli_complain("%s%s", i == 0 ? "The designs of this scenario: " : ", ", id);
  if (parley_scenario_design(scenario, 0) != NULL) cli_complain("\n");
  return CLI_USAGE;
}

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  bool named = options->design != NULL || options->bundle != NULL;
  code = named ? explain(options, scenario) : nothing_named(scenario);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option *const options[] = {&cli_option_design,       &cli_option_bundle,
                                            &cli_option_format_plain, &cli_option_set,
                                            &cli_option_reading,      &cli_option_red_lines,
                                            &cli_option_threads,      &cli_option_time_limit,
                                            &cli_option_memory,       &cli_option_output,
                                            &cli_option_color,        &cli_option_width,
                                            &cli_option_help,         NULL};

const cli_command cli_explain = {
    "explain",
    "why one bundle is or is not acceptable, and what would turn it",
    "[OPTION]... FILE",
    "a scenario file",
    "For one bundle: each actor's payoff term by term, who refuses and by how much, who would\n"
    "leave, what the rest would sign without each member if terms can be reopened (asked of a\n"
    "sustained bundle), the nearest acceptable bundle (fewest changes, proved nearest), and the\n"
    "smallest change of one number that would turn the verdict.\n"
    "\n"
    "The bundle is a named design, or one typed in, or a design with changes. Names are ids of\n"
    "the file; candidates that are not named stand out.\n"
    "Where things go and exit codes: as for `parley solve`.",
    "  parley explain --design istanbul scenarios/istanbul-2022.json\n"
    "  parley explain --design istanbul --bundle mechanism=several,us=out scenarios/istanbul-2022.json\n",
    1,
    1,
    options,
    run,
};
