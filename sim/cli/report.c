/* What went wrong, and with which exit code does the program end? Problems of a file and other failures go to
 * standard error: as text, or under --format json as one JSON array, so that standard output holds a result
 * or nothing. */
#include "sim/cli/cli.h"

#include <string.h>

int cli_exit_code(parley_status status) {
  switch (status) {
  case PARLEY_OK: return CLI_DONE;
  case PARLEY_E_USAGE: return CLI_USAGE;
  case PARLEY_E_INPUT: return CLI_INPUT;
  case PARLEY_E_LIMIT: return CLI_LIMIT;
  case PARLEY_E_MEMORY:
  case PARLEY_E_SYSTEM: return CLI_SYSTEM;
  case PARLEY_E_STOPPED: return CLI_INTERRUPTED;
  }
  return CLI_SYSTEM;
}

int cli_starved(const char *what) {
  cli_complain("parley: not enough memory %s\n", what);
  return CLI_SYSTEM;
}

int cli_report(const cli_options *options, const parley_problems *problems, const parley_error *failure) {
  parley_render_settings look = cli_look(options, 2);
  const char *format = strcmp(options->format, "json") == 0 ? "json" : "text";
  bool failed = failure != NULL && failure->status != PARLEY_OK;
  bool starved = failed && failure->status == PARLEY_E_MEMORY; /* what else was found is not all there is */
  char *text = NULL;
  if (!starved &&
      (parley_problems_errors(problems) > 0 || (!failed && parley_problems_warnings(problems) > 0))) {
    if (parley_problems_render(problems, format, &look, &text, NULL) != PARLEY_OK)
      return cli_starved("to say what is wrong");
  } else if (failed)
    parley_error_render(failure, format, &look, &text, NULL);
  if (text != NULL)
    cli_complain("%s", text);
  else if (failed)
    cli_complain("parley: %s\n", failure->message);
  parley_text_free(text);
  return failed ? cli_exit_code(failure->status) : CLI_DONE;
}

int cli_deliver(const cli_options *options, char *text, const parley_error *failure) {
  if (text == NULL && (failure == NULL || failure->status == PARLEY_OK)) return cli_starved("for the output");
  int code = text != NULL ? cli_output(options, text) : cli_report(options, NULL, failure);
  parley_text_free(text);
  return code;
}

int cli_verdict(const char *format, int failed_checks, bool complete, const char *why) {
  if (failed_checks > 0) {
    cli_complain("parley: %d of the answers could not be confirmed by the independent check: this is a "
                 "defect of parley\n",
                 failed_checks);
    return CLI_SYSTEM;
  }
  if (complete) return cli_interrupted() ? CLI_INTERRUPTED : CLI_DONE;
  if (strcmp(format, "json") != 0)
    cli_complain("parley: not everything is decided: %s%s\n", why != NULL ? why : "a limit was reached",
                 why != NULL && strcmp(why, "memory") == 0 ? "; --memory SIZE allows more" : "");
  return cli_interrupted() ? CLI_INTERRUPTED : CLI_LIMIT;
}

int cli_load(const cli_options *options, parley_scenario **scenario) {
  parley_problems *problems = NULL;
  parley_error error = {0};
  parley_scenario_load(options->operands[0], options->settings, options->n_settings, scenario, &problems,
                       &error);
  int code = cli_report(options, problems, &error);
  parley_problems_free(problems);
  if (code == CLI_DONE) return code;
  parley_scenario_free(*scenario);
  *scenario = NULL;
  return code;
}
