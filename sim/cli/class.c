/* parley class: a lesson. `new` makes a session's folder from a scenario, `serve` lets people in. */
#include "sim/cli/cli.h"

#include "sim/class/class.h"

#include <string.h>

static int make(const cli_options *options) {
  parley_scenario *scenario = NULL;
  if (options->folder == NULL) {
    cli_complain("parley class new: --out DIR is needed: the folder for the session\n");
    return CLI_USAGE;
  }
  cli_options with_file = *options;
  with_file.operands = options->operands + 1;
  with_file.n_operands = 1;
  int code = cli_load(&with_file, &scenario);
  if (code != CLI_DONE) return code;
  parley_class_new_settings settings = {.folder = options->folder,
                                        .minutes = options->minutes > 0 ? options->minutes : 45,
                                        .players = options->players,
                                        .tables = options->tables,
                                        .rounds = options->rounds,
                                        .language = options->language,
                                        .bots = options->bots,
                                        .alias = options->alias,
                                        .seed = options->solve.seed,
                                        .solve = options->solve};
  if (settings.players == 0) settings.players = parley_scenario_describe(scenario).n_actors;
  settings.solve.stop = cli_interrupt_start();
  settings.solve.progress = cli_progress_start();
  parley_error error = {0};
  char *said = NULL;
  parley_class_new(scenario, &settings, &said, &error);
  cli_progress_end();
  code = cli_deliver(options, said, &error);
  parley_scenario_free(scenario);
  return code;
}

static int serve(const cli_options *options) {
  if (parley_class_missing() != NULL) {
    cli_complain("parley class serve is not in this build: %s\n", parley_class_missing());
    return CLI_SYSTEM;
  }
  parley_class_serve_settings settings = {.folder = options->operands[1],
                                          .lan = options->lan,
                                          .host = options->host,
                                          .port = options->port,
                                          .stop = cli_interrupt_start()};
  parley_class_server *server = NULL;
  parley_error error = {0};
  char *greeting = NULL;
  if (parley_class_open(&settings, &server, &error) != PARLEY_OK ||
      parley_class_greeting(server, &greeting, &error) != PARLEY_OK) {
    parley_class_close(server);
    return cli_report(options, NULL, &error);
  }
  int code = cli_output(NULL, greeting);
  parley_text_free(greeting);
  if (code == CLI_DONE && parley_class_run(server, &error) != PARLEY_OK)
    code = cli_report(options, NULL, &error);
  parley_class_close(server);
  return code;
}

static int report(const cli_options *options) {
  parley_error error = {0};
  char *html = NULL;
  parley_class_report(options->operands + 1, options->n_operands - 1, &html, &error);
  int code = html != NULL ? cli_output(options, html) : cli_report(options, NULL, &error);
  parley_text_free(html);
  return code;
}

static int run(const cli_options *options) {
  const char *verbs[] = {"new", "serve", "report"}, *verb = options->operands[0];
  bool is_new = strcmp(verb, "new") == 0, is_serve = strcmp(verb, "serve") == 0,
       is_report = strcmp(verb, "report") == 0;
  if (!is_new && !is_serve && !is_report) {
    const char *near = parley_word_nearest(verb, verbs, 3);
    cli_complain("parley class: \"%.60s\" is none of new, serve and report%s%s%s\n", verb,
                 near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
    return CLI_USAGE;
  }
  if (options->n_operands < 2) {
    cli_complain(is_new     ? "parley class new: which scenario file?\n"
                 : is_serve ? "parley class serve: which session's folder?\n"
                            : "parley class report: which sessions' folders?\n");
    return CLI_USAGE;
  }
  if (options->n_operands > 2 && !is_report) {
    cli_complain("parley class %s: one %s at a time\n", verb, is_new ? "scenario" : "folder");
    return CLI_USAGE;
  }
  return is_new ? make(options) : is_serve ? serve(options) : report(options);
}

static const cli_option *const options[] = {&cli_option_minutes,     &cli_option_players,
                                            &cli_option_tables,      &cli_option_out,
                                            &cli_option_alias,       &cli_option_lan,
                                            &cli_option_host,        &cli_option_rounds,
                                            &cli_option_language,    &cli_option_bots,
                                            &cli_option_port,        &cli_option_output,
                                            &cli_option_set,         &cli_option_reading,
                                            &cli_option_seed_chance, &cli_option_threads,
                                            &cli_option_time_limit,  &cli_option_memory,
                                            &cli_option_color,       &cli_option_format_problems,
                                            &cli_option_help,        NULL};

const cli_command cli_class = {
    "class",
    "a lesson: people negotiate the scenario on their phones",
    "new [OPTION]... --out DIR FILE | serve [--lan] [--host ADDRESS] [--port N] DIR | report [--output FILE] "
    "DIR...",
    "what to do, new, serve or report,",
    "`class new` solves the scenario and writes a folder: a printable brief for each role with its\n"
    "private points, cards with the seats' codes, a guide for the teacher with the expected deals,\n"
    "and the session itself. `class serve` lets people in with any browser: students by QR code or\n"
    "card, a projector page, and a teacher page whose secret link is printed here only. `class\n"
    "report` compares the tables of several lessons over one scenario: best and worst of each role.\n"
    "\n"
    "Everything is in DIR/log.jsonl: stop and start the server as you like, it goes on from there.\n"
    "Nothing needs the internet. Before the teacher reveals them, no one's points leave the server\n"
    "but one's own.",
    "  parley class new --minutes 75 --players 20 --out lesson scenarios/istanbul-2022.json\n"
    "  parley class new --alias --out lesson2 scenarios/istanbul-2022.json\n"
    "  parley class serve lesson --lan\n"
    "  parley class report lesson lesson2 --output classes.html\n",
    1,
    100,
    options,
    run,
};
