/* parley sensitivity: what the runs of a sweep say about one output, and a picture of it. */
#include "sim/cli/cli.h"

#include <string.h>

CLI_KEEP(of, "of")
CLI_KEEP(given, "given")
CLI_KEEP(over, "over")
CLI_KEEP(plot, "plot")
CLI_KEEP(picture, "picture")
CLI_KEEP(yes, "yes")
CLI_KEEP(resamples, "resamples")

static const cli_option
    option_of = {"of", '\0', "OUTPUT", "which output; default the sweep's first", take_of},
    option_given = {"given", '\0', "OUTPUT[=VALUE]",
                    "only the runs in which this output has the value; unsaid: 1 (yes)", take_given},
    option_over = {"over", '\0', "PARAMETER", "mean by value of this parameter; twice: a map of two",
                   take_over},
    option_plot = {"plot", '\0', "FILE.svg|png", "draw a picture with gnuplot", take_plot},
    option_picture = {"picture", '\0', "KIND",
                      "tornado, indices, morris, map, curve or prim; default what fits", take_picture},
    option_yes = {"yes", '\0', NULL, "box in where a verdict is yes, not where it is no", take_yes},
    option_resamples = {"resamples", '\0', "N", "resamples of the bootstrap; default 1000", take_resamples};

static const cli_option *const options[] = {&option_of,         &option_given,      &option_over,
                                            &option_plot,       &option_picture,    &option_yes,
                                            &option_resamples,  &cli_option_memory, &cli_option_format_plain,
                                            &cli_option_output, &cli_option_help,   NULL};

static int run(const cli_options *o) {
  parley_sensitivity_settings settings = {.output = cli_kept(o, "of"),
                                          .ones = cli_kept(o, "yes") != NULL,
                                          .given = cli_kept(o, "given"),
                                          .picture = cli_kept(o, "plot"),
                                          .picture_kind = cli_kept(o, "picture"),
                                          .memory_bytes = o->solve.memory_bytes};
  parley_error error = {0};
  char *text = NULL, why[120];
  int n = 0;
  for (size_t i = 0; i < o->n_words && n < 2; i++)
    if (strcmp(o->words[i].name, "over") == 0) settings.over[n++] = o->words[i].value;
  const char *resamples = cli_kept(o, "resamples");
  if (resamples != NULL && !cli_int(resamples, 10, 100000, &settings.resamples, why, sizeof why)) {
    cli_complain("parley sensitivity: --resamples: %s\n", why);
    return CLI_USAGE;
  }
  parley_sensitivity(o->operands[0], &settings, o->format, &text, &error);
  if (text == NULL || error.status == PARLEY_OK) return cli_deliver(o, text, &error);
  int code = cli_deliver(o, text, NULL), undrawn = cli_report(o, NULL, &error); /* without its picture */
  return code != CLI_DONE ? code : undrawn;
}

const cli_command cli_sensitivity = {
    "sensitivity",
    "what a sweep says: shares, what drives them, where they turn",
    "[OPTION]... DIR",
    "the folder of a sweep",
    "Reads a finished sweep and says, for one output: in what share of the runs a verdict holds,\n"
    "with a 95 % interval; which parameters drive it (Sobol' indices, elementary effects, a\n"
    "tornado or a fit, as the method of the sweep allows); and, in words, the box of ranges in\n"
    "which it fails. Runs that failed or are missing are counted as holes, never averaged over.\n"
    "Shares speak of the ranges that were drawn from, and of no real event.",
    "  parley sensitivity runs\n"
    "  parley sensitivity runs --over /actors/ukraine/reservation --plot curve.png\n"
    "  parley sensitivity map --plot map.svg\n"
    "The folders: see the examples of `parley sweep --help`.\n",
    1,
    1,
    options,
    run,
};
