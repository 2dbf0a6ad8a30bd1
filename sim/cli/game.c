/* parley game: what are the equilibria of a finite game? A file of the field (Gambit's .nfg or .efg), or a game inside a
 * scenario: who joins a design, who honours a pledge, who votes yes. */
#include "sim/cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 100 };

static bool keep_find(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *names[32], *help, *reference;
  size_t n = 0;
  while (n < 32 && parley_find_at(n, &names[n], &help, &reference)) n++;
  for (const char *at = value; at != NULL; at = strchr(at, ',')) {
    at += *at == ',' && at != value;
    char word[48];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(at, ","), at);
    bool known = false;
    for (size_t k = 0; k < n; k++) known |= strcmp(names[k], word) == 0;
    if (known) continue;
    const char *near = parley_word_nearest(word, names, n);
    int used = snprintf(wrong, size, "\"%.40s\" is none of", word);
    for (size_t k = 0; k < n && used < (int)size; k++)
      used += snprintf(wrong + used, size - (size_t)used, "%s %s", k > 0 ? "," : "", names[k]);
    if (near != NULL && used < (int)size)
      snprintf(wrong + used, size - (size_t)used, "; did you mean %s?", near);
    return false;
  }
  return cli_keep(options, "find", value);
}

/* The points of a list such as 0,0.5,2. Returns how many, or 0 where it is none. */
static size_t points(const char *value, double *out) {
  size_t n = 0;
  for (const char *at = value; n < MOST_POINTS;) {
    char *end;
    double number = strtod(at, &end);
    if (end == at || !(number >= 0) || !isfinite(number)) return 0;
    out[n++] = number;
    if (*end == '\0') return n;
    if (*end != ',') return 0;
    at = end + 1;
  }
  return 0;
}

static bool keep_lambda(cli_options *options, const char *value, char *wrong, size_t size) {
  double room[MOST_POINTS];
  if (points(value, room) > 0) return cli_keep(options, "lambda", value);
  snprintf(wrong, size, "\"%.40s\" is no list of up to %d numbers from 0 up: say 1 or 0.5,1,2", value,
           MOST_POINTS);
  return false;
}

static bool keep_of(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *names[8], *help;
  size_t n = 0;
  while (n < 8 && parley_inside_at(n, &names[n], &help)) n++;
  for (size_t k = 0; k < n; k++)
    if (strcmp(names[k], value) == 0) return cli_keep(options, "of", value);
  const char *near = parley_word_nearest(value, names, n);
  snprintf(wrong, size, "\"%.40s\" is none of join, honour, vote, propose%s%s%s", value,
           near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
  return false;
}

static bool keep_design(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  options->design = value;
  return true;
}

static bool keep_bundle(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  options->bundle = value;
  return true;
}

static bool keep_designs(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "designs", value);
}

static bool keep_to(cli_options *options, const char *value, char *wrong, size_t size) {
  if (strcmp(value, "nfg") == 0 || strcmp(value, "efg") == 0) return cli_keep(options, "to", value);
  snprintf(wrong, size, "\"%.40s\" is neither nfg nor efg", value);
  return false;
}

static bool keep_verify(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "verify", value);
}

static bool keep_effort(cli_options *options, const char *value, char *wrong, size_t size) {
  char *end;
  double number = strtod(value, &end);
  if (end != value && *end == '\0' && number > 0 && number <= 1e6) return cli_keep(options, "effort", value);
  snprintf(wrong, size, "\"%.40s\" is no number above 0 and up to 1000000", value);
  return false;
}

static const cli_option find_row = {"find", '\0', "ROW,...",
                                    "what to find: pure, dominance, mixed, one, logit, correlated, perfect, "
                                    "zero-sum; default: what a person wants first",
                                    keep_find};
static const cli_option lambda_row = {
    "lambda", '\0', "L,...",
    "with --find logit: the quantal response at these precisions (1 / payoff "
    "units), beside its limit",
    keep_lambda};
static const cli_option to_row = {"to", '\0', "FORMAT",
                                  "write the game itself: nfg (a table) or efg (a tree)", keep_to};
static const cli_option verify_row = {
    "verify", '\0', "PROFILE.json",
    "judge this profile instead: payoff, regret and best reply of each player", keep_verify};
static const cli_option of_row = {
    "of", '\0', "GAME",
    "of a scenario: join (who joins a design), honour (who keeps its pledge at a bundle), "
    "vote (who says yes to it), propose (which of some designs is proposed, joined, carried: a tree); "
    "default: join where there are candidates, else vote",
    keep_of};
static const cli_option design_row = {"design", 'd', "ID", "of a scenario: the named design", keep_design};
static const cli_option designs_row = {"designs", '\0', "ID,...",
                                       "with --of propose: what may be proposed; default: every named design",
                                       keep_designs};
static const cli_option bundle_row = {
    "bundle", '\0', "ISSUE=OPTION,...,ACTOR=LEVEL",
    "of a scenario: a bundle typed in; with --design, what is changed in it", keep_bundle};
static const cli_option effort_row = {
    "effort", '\0', "X", "how much work a question may take; 1, the default, is some ten seconds",
    keep_effort};

static int write_game(const cli_options *options, const parley_finite *game, const char *format) {
  char *text = NULL;
  parley_error error = {0};
  parley_finite_write(game, format, &text, &error);
  return cli_deliver(options, text, &error);
}

static int judge(const cli_options *options, const parley_finite *game, const char *path) {
  parley_render_settings look = cli_look(options, 1);
  char *text = NULL;
  parley_error error = {0};
  parley_finite_judge(game, path, options->format, &look, &text, &error);
  return cli_deliver(options, text, &error);
}

static int solve(const cli_options *options, const parley_finite *game) {
  double lambda[MOST_POINTS];
  const char *asked = cli_kept(options, "lambda"), *effort = cli_kept(options, "effort");
  parley_find_settings settings = {.what = cli_kept(options, "find"), .lambda = lambda};
  settings.n_lambda = asked != NULL ? points(asked, lambda) : 0;
  settings.effort = effort != NULL ? strtod(effort, NULL) : 1;
  settings.stop = cli_interrupt_start();
  if (asked != NULL && settings.what == NULL) settings.what = "logit";
  parley_equilibria *answers = NULL;
  parley_error error = {0};
  if (parley_equilibria_find(game, &settings, &answers, &error) != PARLEY_OK)
    return cli_report(options, NULL, &error);
  parley_render_settings look = cli_look(options, 1);
  char *text = NULL;
  parley_equilibria_render(answers, options->format, &look, &text, &error);
  int code = cli_deliver(options, text, &error);
  int verdict =
      cli_verdict(options->format, parley_equilibria_unconfirmed(answers),
                  parley_equilibria_complete(answers), "a question was too large; --effort 10 works longer");
  parley_equilibria_free(answers);
  return code != CLI_DONE ? code : verdict;
}

/* Without --design and --bundle: what could have been named. */
static int nothing_named(const parley_scenario *scenario) {
  cli_complain("parley game: name a bundle with --design ID or --bundle ISSUE=OPTION,...,ACTOR=LEVEL\n");
  const char *id = parley_scenario_design(scenario, 0);
  for (size_t i = 0; id != NULL; id = parley_scenario_design(scenario, ++i))
    cli_complain("%s%s", i == 0 ? "The designs of this scenario: " : ", ", id);
  if (parley_scenario_design(scenario, 0) != NULL) cli_complain("\n");
  return CLI_USAGE;
}

static int load_proposals(const cli_options *options, const parley_scenario *scenario, parley_finite **game) {
  parley_error error = {0};
  if (options->design != NULL || options->bundle != NULL) {
    cli_complain("parley game: --of propose takes --designs ID,..., not --design or --bundle\n");
    return CLI_USAGE;
  }
  if (parley_finite_propose(scenario, cli_kept(options, "designs"), options->solve.red_lines, game, &error) !=
      PARLEY_OK)
    return cli_report(options, NULL, &error);
  return CLI_DONE;
}

static int load_inside(const cli_options *options, parley_finite **game) {
  parley_scenario *scenario = NULL;
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  parley_error error = {0};
  const char *of = cli_kept(options, "of");
  bool proposals = of != NULL && strcmp(of, "propose") == 0;
  if (proposals)
    code = load_proposals(options, scenario, game);
  else if (cli_kept(options, "designs") != NULL) {
    cli_complain("parley game: --designs belongs to --of propose\n");
    code = CLI_USAGE;
  } else if (options->design == NULL && options->bundle == NULL &&
             !parley_scenario_describe(scenario).plain_game)
    code = nothing_named(scenario);
  else if (parley_finite_inside(scenario, cli_kept(options, "of"), options->design, options->bundle,
                                options->solve.red_lines, options->solve.memory_bytes, game,
                                &error) != PARLEY_OK)
    code = cli_report(options, NULL, &error);
  parley_scenario_free(scenario);
  return code;
}

/* Of a file of the field, what is said of scenarios has no meaning. */
static int refuse_field(const cli_options *options) {
  bool inside = cli_kept(options, "of") != NULL || cli_kept(options, "designs") != NULL ||
                options->design != NULL || options->bundle != NULL || options->n_settings > 0;
  if (inside)
    cli_complain("parley game: --of, --design, --designs, --bundle and --set belong to scenario files; "
                 "\"%s\" is a game itself\n",
                 options->operands[0]);
  return inside ? CLI_USAGE : CLI_DONE;
}

static int load(const cli_options *options, parley_finite **game) {
  const char *path = options->operands[0];
  size_t n = strlen(path);
  bool inside = options->design != NULL || options->bundle != NULL || cli_kept(options, "of") != NULL;
  bool field = parley_finite_is(path) ||
               (n > 4 && (strcmp(path + n - 4, ".nfg") == 0 || strcmp(path + n - 4, ".efg") == 0)) ||
               (strcmp(path, "-") == 0 && !inside);
  if (!field) return load_inside(options, game);
  parley_error error = {0};
  int code = refuse_field(options);
  if (code == CLI_DONE && parley_finite_read(path, options->solve.memory_bytes, game, &error) != PARLEY_OK)
    code = cli_report(options, NULL, &error);
  return code;
}

static int run(const cli_options *options) {
  parley_finite *game = NULL;
  int code = load(options, &game);
  const char *to = cli_kept(options, "to"), *verify = cli_kept(options, "verify");
  if (code == CLI_DONE)
    code = to != NULL       ? write_game(options, game, to)
           : verify != NULL ? judge(options, game, verify)
                            : solve(options, game);
  parley_finite_free(game);
  return code;
}

static const cli_option *const options[] = {&find_row,
                                            &lambda_row,
                                            &of_row,
                                            &design_row,
                                            &designs_row,
                                            &bundle_row,
                                            &to_row,
                                            &verify_row,
                                            &effort_row,
                                            &cli_option_format_plain,
                                            &cli_option_set,
                                            &cli_option_red_lines,
                                            &cli_option_memory,
                                            &cli_option_output,
                                            &cli_option_color,
                                            &cli_option_width,
                                            &cli_option_help,
                                            NULL};

const cli_command cli_game = {
    "game",
    "equilibria of a finite game: pure, mixed, quantal, correlated",
    "[OPTION]... FILE",
    "a game file",
    "Solves a finite game: a file of the field, Gambit's .nfg (a table) or .efg (a tree, solved in\n"
    "its reduced normal form), or a game inside a scenario at one bundle: who joins a design, who\n"
    "keeps its pledge, who votes yes; or which of its designs is proposed and carried. Unless told what to "
    "find: dominated strategies, all pure\n"
    "equilibria, all extreme mixed ones of two players (one for more), and the best that a mediator's\n"
    "advice could reach. Numbers of a game file are exact, and so are the answers where they say so.\n"
    "Each equilibrium is printed with its regret (what the player who would gain most by moving alone\n"
    "would gain), recomputed by code that shares nothing with the solver.\n"
    "\n"
    "Exit codes: 0 done; 2 usage; 3 the file is wrong (with line and column); 4 a limit stopped a\n"
    "question: what is printed holds, but more may exist.",
    "  parley game scenarios/games/chicken.nfg\n"
    "  parley game --find logit --lambda 0.5,1,2 scenarios/games/chicken.nfg\n"
    "  parley game --of join --design istanbul --find pure scenarios/istanbul-2022.json\n",
    1,
    1,
    options,
    run,
};
