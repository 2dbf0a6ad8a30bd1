/* parley play: one person at the terminal against bots. Reads a line, prints what the game answers. */
#include "sim/cli/cli.h"

#include "sim/class/class.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The rest of a line that is too long for anything that can be said. */
static void skip_line(void) {
  for (int c = getchar(); c != '\n' && c != EOF;) c = getchar();
}

/* Lets the person type until the game is over or the input ends. */
static int talk(const cli_options *options, parley_class_play *play) {
  char line[4096];
  bool over = false;
  int code = CLI_DONE;
  while (!over && code == CLI_DONE) {
    if (isatty(STDIN_FILENO) == 1) cli_output(NULL, "> ");
    bool ended = fgets(line, sizeof line, stdin) == NULL;
    if (ended) strcpy(line, "quit"); /* the end of the input leaves the talks */
    if (ended && isatty(STDIN_FILENO) == 1) cli_output(NULL, "\n");
    if (strchr(line, '\n') == NULL && !ended) skip_line();
    parley_error error = {0};
    char *text = NULL;
    line[strcspn(line, "\r\n")] = '\0';
    if (parley_class_play_line(play, line, &text, &over, &error) != PARLEY_OK)
      code = cli_report(options, NULL, &error);
    else
      code = cli_output(NULL, text);
    parley_text_free(text);
  }
  return code;
}

static int run(const cli_options *options) {
  parley_scenario *scenario = NULL;
  if (options->role == NULL) {
    cli_complain("parley play: --as ACTOR is needed: whom you play\n");
    return CLI_USAGE;
  }
  int code = cli_load(options, &scenario);
  if (code != CLI_DONE) return code;
  parley_solve_settings settings = options->solve;
  settings.progress = cli_progress_start();
  parley_class_play *play = NULL;
  parley_error error = {0};
  char *text = NULL;
  parley_class_play_new(scenario, options->role, &settings, options->rounds, options->language, &play, &text,
                        &error);
  cli_progress_end();
  code = play != NULL ? cli_output(NULL, text) : cli_report(options, NULL, &error);
  if (play != NULL && code == CLI_DONE) code = talk(options, play);
  parley_text_free(text);
  parley_class_play_free(play);
  parley_scenario_free(scenario);
  return code;
}

static const cli_option *const options[] = {&cli_option_as,
                                            &cli_option_rounds,
                                            &cli_option_language,
                                            &cli_option_set,
                                            &cli_option_reading,
                                            &cli_option_seed_chance,
                                            &cli_option_threads,
                                            &cli_option_time_limit,
                                            &cli_option_memory,
                                            &cli_option_color,
                                            &cli_option_format_problems,
                                            &cli_option_help,
                                            NULL};

const cli_command cli_play = {
    "play",
    "negotiate at the terminal against bots",
    "--as ACTOR [OPTION]... FILE",
    "a scenario file",
    "You get an actor's instructions and points; bots play the others. Propose, accept, reject,\n"
    "wait; at the end you see what everybody gained and what the solver would have chosen.\n"
    "Type help in the game for what you can say. The same seed and the same lines give the same\n"
    "game.",
    "  parley play --as france scenarios/istanbul-2022.json\n",
    1,
    1,
    options,
    run,
};
