/* parley negotiate: parties who know only themselves talk under a protocol. How often do they agree, when, on
 * what, and who gains? */
#include "sim/cli/cli.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

CLI_KEEP(protocol, "protocol")
CLI_KEEP(strategy, "strategy")
CLI_KEEP(order, "order")
CLI_KEEP(mediator, "mediator")
CLI_KEEP(start, "start")
CLI_KEEP(uncertain, "uncertain")
CLI_KEEP(vary, "vary")
CLI_KEEP(method, "method")
CLI_KEEP(keep_weights, "keep-weights")
CLI_KEEP(among, "among")
CLI_KEEP(role, "role")

/* A whole number kept as text, checked now. */
static bool keep_whole(cli_options *options, const char *name, const char *value, uint64_t most, char *wrong,
                       size_t size) {
  uint64_t n;
  return cli_whole(value, 1, most, &n, wrong, size) && cli_keep(options, name, value);
}
static bool take_rounds(cli_options *options, const char *value, char *wrong, size_t size) {
  return keep_whole(options, "rounds", value, 10000, wrong, size);
}
static bool take_sessions(cli_options *options, const char *value, char *wrong, size_t size) {
  return keep_whole(options, "sessions", value, 1000000, wrong, size);
}
static bool take_trace(cli_options *options, const char *value, char *wrong, size_t size) {
  return keep_whole(options, "trace", value, 1000000, wrong, size);
}

static bool take_heat(cli_options *options, const char *value, char *wrong, size_t size) {
  char *end;
  double heat = strtod(value, &end);
  if (value[0] != '\0' && *end == '\0' && heat > 0 && heat <= 1e9) return cli_keep(options, "heat", value);
  snprintf(wrong, size, "\"%.40s\" is no number above 0", value);
  return false;
}

static bool take_numbers(cli_options *options, const char *value, char *wrong, size_t size) {
  if (strcmp(value, "base") == 0 || strcmp(value, "drawn") == 0) return cli_keep(options, "numbers", value);
  snprintf(wrong, size, "\"%.40s\": base or drawn", value);
  return false;
}

/* ---- settings ---- */

static uint64_t whole(const cli_options *o, const char *name) {
  const char *value = cli_kept(o, name);
  return value != NULL ? strtoull(value, NULL, 10) : 0;
}

/* Every value kept under a name, in the order given: [*n], malloc'd; NULL without memory. */
static const char **all_of(const cli_options *o, const char *name, size_t *n) {
  const char **list = calloc(o->n_words + 1, sizeof *list);
  *n = 0;
  for (size_t i = 0; list != NULL && i < o->n_words; i++)
    if (strcmp(o->words[i].name, name) == 0) list[(*n)++] = o->words[i].value;
  return list;
}

static parley_negotiate_settings settings_of(const cli_options *o) {
  const char *heat = cli_kept(o, "heat");
  return (parley_negotiate_settings){.protocol = cli_kept(o, "protocol"),
                                     .rounds = (int)whole(o, "rounds"),
                                     .order = cli_kept(o, "order"),
                                     .mediator = cli_kept(o, "mediator"),
                                     .start = cli_kept(o, "start"),
                                     .heat = heat != NULL ? strtod(heat, NULL) : 0,
                                     .sessions = whole(o, "sessions"),
                                     .seed = o->solve.seed,
                                     .trace = whole(o, "trace"),
                                     .red_lines = o->solve.red_lines,
                                     .threads = o->solve.threads};
}

/* ---- drawn numbers: a plan ---- */

static bool is_drawn(const cli_options *o) {
  const char *numbers = cli_kept(o, "numbers");
  if (numbers != NULL) return strcmp(numbers, "drawn") == 0;
  return cli_kept(o, "uncertain") != NULL || cli_kept(o, "vary") != NULL;
}

static parley_status put_settings(const cli_options *o, parley_plan *plan, parley_error *error) {
  parley_status status = PARLEY_OK;
  for (size_t i = 0; i < o->n_settings && status == PARLEY_OK; i++) {
    size_t size = strlen(o->settings[i].pointer) + strlen(o->settings[i].value) + 2;
    char *text = malloc(size);
    if (text == NULL) {
      *error = (parley_error){.status = PARLEY_E_MEMORY, .message = "not enough memory"};
      return PARLEY_E_MEMORY;
    }
    snprintf(text, size, "%s=%s", o->settings[i].pointer, o->settings[i].value);
    status = parley_plan_put(plan, "set", text, error);
    free(text);
  }
  return status;
}

static parley_status fill_plan(const cli_options *o, parley_plan *plan, parley_error *error) {
  char seed[32];
  const char *n = cli_kept(o, "sessions");
  parley_status status = parley_plan_put(plan, "scenario", o->operands[0], error);
  if (status == PARLEY_OK) status = put_settings(o, plan, error);
  bool moves = cli_kept(o, "vary") != NULL;
  for (size_t i = 0; i < o->n_words && status == PARLEY_OK; i++)
    if (strcmp(o->words[i].name, "vary") == 0)
      status = parley_plan_put(plan, "vary", o->words[i].value, error);
  const char *uncertain = cli_kept(o, "uncertain");
  if (status == PARLEY_OK && (uncertain != NULL || !moves))
    status = parley_plan_put(plan, "uncertain", uncertain != NULL ? uncertain : "all", error);
  const char *method = cli_kept(o, "method");
  if (status == PARLEY_OK)
    status = parley_plan_put(plan, "method", method != NULL ? method : "latin-hypercube", error);
  if (status == PARLEY_OK && (n != NULL || method == NULL))
    status = parley_plan_put(plan, "n", n != NULL ? n : "1000", error);
  snprintf(seed, sizeof seed, "%llu", (unsigned long long)o->solve.seed);
  if (status == PARLEY_OK) status = parley_plan_put(plan, "seed", seed, error);
  if (status == PARLEY_OK && o->solve.red_lines != NULL && strcmp(o->solve.red_lines, "likely") != 0)
    status = parley_plan_put(plan, "red-lines", o->solve.red_lines, error);
  if (status == PARLEY_OK && cli_kept(o, "keep-weights") != NULL)
    status = parley_plan_put(plan, "keep-weights", "", error);
  return status;
}

/* ---- the job ---- */

static int print(const cli_options *options, const parley_negotiation *talks) {
  parley_render_settings look = cli_look(options, 1);
  parley_error error = {0};
  char *text = NULL;
  parley_negotiation_render(talks, options->format, &look, &text, &error);
  return cli_deliver(options, text, &error);
}

/* The game of strategies. */
static parley_status play_among(const cli_options *options, const parley_scenario *scenario,
                                parley_plan *plan, const parley_negotiate_settings *settings,
                                const char *list, char **text, parley_error *error) {
  parley_render_settings look = cli_look(options, 1);
  size_t n;
  const char **roles = all_of(options, "role", &n);
  if (roles == NULL) {
    *error = (parley_error){.status = PARLEY_E_MEMORY, .message = "not enough memory"};
    return PARLEY_E_MEMORY;
  }
  parley_status status =
      parley_negotiate_among(scenario, plan, settings, list, roles, n, options->format, &look, text, error);
  free(roles);
  return status;
}

static int talk(const cli_options *options, const parley_scenario *scenario, parley_plan *plan) {
  parley_negotiate_settings settings = settings_of(options);
  size_t n;
  const char **strategies = all_of(options, "strategy", &n);
  settings.strategies = strategies;
  settings.n_strategies = n;
  if (strategies == NULL) return cli_starved("for the strategies");
  settings.stop = cli_interrupt_start();
  parley_negotiation *talks = NULL;
  parley_error error = {0};
  char *text = NULL;
  const char *list = cli_kept(options, "among");
  parley_status status = list != NULL ? play_among(options, scenario, plan, &settings, list, &text, &error)
                                      : parley_negotiate(scenario, plan, &settings, &talks, &error);
  int code;
  if (status == PARLEY_OK)
    code = list != NULL ? cli_deliver(options, text, &error) : print(options, talks);
  else
    code = cli_report(options, plan != NULL ? parley_plan_problems(plan) : NULL, &error);
  parley_negotiation_free(talks);
  free(strategies);
  return code;
}

static int run_drawn(const cli_options *options) {
  parley_plan *plan = NULL;
  parley_error error = {0};
  parley_status status = parley_plan_new(&plan, &error);
  if (status == PARLEY_OK) status = fill_plan(options, plan, &error);
  int code = status == PARLEY_OK
                 ? talk(options, NULL, plan)
                 : cli_report(options, plan != NULL ? parley_plan_problems(plan) : NULL, &error);
  parley_plan_free(plan);
  return code;
}

static int run(const cli_options *options) {
  if (is_drawn(options)) return run_drawn(options);
  parley_scenario *scenario = NULL;
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  code = talk(options, scenario, NULL);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option
    option_protocol = {"protocol", 'p', "NAME",
                       "rotating (default), stacked, voting, single-text, learning-text", take_protocol},
    option_rounds = {"rounds", 'r', "N", "at most so many rounds; default 100", take_rounds},
    option_strategy =
        {"strategy", '\0', "[ACTOR=]NAME[:KEY=VALUE]",
         "how it talks, or how all others do; may be repeated. boulware, linear, conceder, "
         "time:exponent=E, tit-for-tat, micro, hardliner, random; of texts hill, annealer, satisficer. "
         ":pick=closest|similar|model says which offer. Default linear, of texts hill",
         take_strategy},
    option_order = {"order", '\0', "ACTOR,...", "who speaks in turn; default: the order of the file",
                    take_order},
    option_mediator = {"mediator", '\0', "ACTOR", "who writes the single text", take_mediator},
    option_start = {"start", '\0', "DESIGN", "the first single text; default: drawn", take_start},
    option_heat = {"heat", '\0', "X", "how large a loss an annealer takes at first; default 0.1", take_heat},
    option_sessions = {"sessions", 'n', "N",
                       "how many; default 1 where nothing is left to chance, else 1000 (100 where deals are "
                       "too many to list)",
                       take_sessions},
    option_numbers = {"numbers", '\0', "base|drawn",
                      "every number at its base value (default), or drawn anew for each session as a sweep "
                      "draws them",
                      take_numbers},
    option_uncertain = {"uncertain", '\0', "all|GRADE,...", "drawn: which ranges move; default all",
                        take_uncertain},
    option_vary = {"vary", '\0', "PTR[=a:b]", "drawn: move this value; may be repeated", take_vary},
    option_method = {"method", '\0', "NAME", "drawn: how points are chosen; default latin-hypercube",
                     take_method},
    option_keep = {"keep-weights", '\0', NULL, "drawn: do not renormalise an actor's weights",
                   take_keep_weights},
    option_among =
        {"among", '\0', "NAME,...",
         "the game of strategies: every assignment of these to the roles, and which are best replies",
         take_among},
    option_role = {"role", '\0', "ACTOR,...",
                   "with --among: these talk alike; may be repeated. Default: each talker alone", take_role},
    option_trace = {"trace", '\0', "K", "tell session K step by step", take_trace};

static const cli_option *const options[] = {&option_protocol,
                                            &option_rounds,
                                            &option_strategy,
                                            &option_order,
                                            &option_mediator,
                                            &option_start,
                                            &option_heat,
                                            &option_sessions,
                                            &option_trace,
                                            &option_among,
                                            &option_role,
                                            &option_numbers,
                                            &option_uncertain,
                                            &option_vary,
                                            &option_method,
                                            &option_keep,
                                            &cli_option_format_plain,
                                            &cli_option_set,
                                            &cli_option_red_lines,
                                            &cli_option_threads,
                                            &cli_option_seed_chance,
                                            &cli_option_output,
                                            &cli_option_color,
                                            &cli_option_width,
                                            &cli_option_help,
                                            NULL};

const cli_command cli_negotiate = {
    "negotiate",
    "simulated talks: strategies under a protocol, who agrees on what",
    "[OPTION]... FILE",
    "a scenario file",
    "Lets the parties talk: each knows its own payoffs, reservation and red lines, the clock, and\n"
    "what was said, and nothing else. Says how often they agree, in which round, on which deals,\n"
    "who gains what, and how the deals look beside the theory of the same numbers: whether they\n"
    "are efficient, sustained, stable, and how far from the Nash bargain.\n"
    "\n"
    "With base numbers and strategies that draw nothing, one session says all. The scenario may\n"
    "say how its talks go under \"negotiation\"; options here take its place.\n"
    "Where things go and exit codes: as for `parley solve`.",
    "  parley negotiate scenarios/locarno.json\n"
    "  parley negotiate --trace 1 --strategy boulware --rounds 20 scenarios/locarno.json\n"
    "  parley negotiate --protocol single-text --strategy annealer scenarios/locarno.json\n"
    "  parley negotiate --among boulware,linear,micro scenarios/divide-a-pie.json\n",
    1,
    1,
    options,
    run,
};
