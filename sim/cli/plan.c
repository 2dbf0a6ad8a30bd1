/* What moves? The options that make a plan, of the commands that draw from one, and the plan that they make
 * from a file and the command line. */
#include "sim/cli/cli.h"

#include <stdio.h>
#include <string.h>

CLI_KEEP(keep_weights, "keep-weights")
CLI_KEEP(lines, "red-lines")
CLI_KEEP(method, "method")
CLI_KEEP(n, "n")
CLI_KEEP(seed, "seed")
CLI_KEEP(set, "set")
CLI_KEEP(uncertain, "uncertain")
CLI_KEEP(vary, "vary")

const cli_option cli_option_plan_vary = {"vary", '\0', "PTR[=a:b|=a:b:n|=x,y,z]",
                                         "move this value; PTR*= scales, PTR+PTR moves together", take_vary},
                 cli_option_plan_uncertain = {"uncertain", '\0', "all|GRADE,...",
                                              "move every range of these grades; red lines by their firmness",
                                              take_uncertain},
                 cli_option_plan_set = {"set", '\0', "PTR=VALUE", "change the scenario first", take_set},
                 cli_option_plan_lines = {"red-lines", '\0', "likely|all|none|drawn|ID,...",
                                          "red lines in force", take_lines},
                 cli_option_plan_method = {"method", '\0', "NAME", "how points are chosen (see --list)",
                                           take_method},
                 cli_option_plan_n = {"n", 'n', "N", "size of the sample (its meaning depends on the method)",
                                      take_n},
                 cli_option_plan_seed = {"seed", '\0', "S", "seed of everything that is drawn; default 1",
                                         take_seed},
                 cli_option_plan_keep = {"keep-weights", '\0', NULL,
                                         "do not renormalise an actor's weights after drawing",
                                         take_keep_weights};

/* A folder alone means: go on with what it holds. */
static parley_status read_source(const cli_options *o, parley_plan *plan, parley_error *error) {
  char path[4200];
  const char *file = o->n_operands > 0 ? o->operands[0] : NULL;
  if (file == NULL) {
    snprintf(path, sizeof path, "%s/plan.json", cli_kept(o, "out"));
    return parley_plan_load(plan, path, error);
  }
  bool is = false;
  parley_status status = parley_plan_is(file, &is, error);
  if (status != PARLEY_OK) return status;
  if (is) return parley_plan_load(plan, file, error);
  return parley_plan_put(plan, "scenario", file, error);
}

parley_status cli_make_plan(const cli_options *o, parley_plan **plan, parley_error *error) {
  static const char *const parts[] = {"vary", "uncertain", "set",          "red-lines",    "method", "n",
                                      "seed", "levels",    "second-order", "keep-weights", "of",     NULL};
  parley_status status = parley_plan_new(plan, error);
  if (status == PARLEY_OK) status = read_source(o, *plan, error);
  for (size_t i = 0; i < o->n_words && status == PARLEY_OK; i++)
    for (int k = 0; parts[k] != NULL && status == PARLEY_OK; k++)
      if (strcmp(parts[k], o->words[i].name) == 0)
        status = parley_plan_put(*plan, parts[k], o->words[i].value, error);
  return status;
}
