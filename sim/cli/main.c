/* The program: which command was asked for? It finds the command by name and hands it the rest of the
 * arguments; each command is one file in this folder, one row here. Only in this folder does a status become
 * text and an exit code: 0 done, 2 usage, 3 bad input, 4 stopped at a limit, 5 file or system error, 130
 * interrupted. */
#include "sim/cli/cli.h"

#include <string.h>

static const cli_command *const commands[] = {
    &cli_solve,       &cli_explain, &cli_compare, &cli_readings,    &cli_convert, &cli_check,     &cli_show,
    &cli_game,        &cli_new,     &cli_list,    &cli_report_page, &cli_robust,  &cli_negotiate, &cli_sweep,
    &cli_sensitivity, &cli_schema,  &cli_class,   &cli_play,        &cli_bench};

enum { N_COMMANDS = sizeof commands / sizeof *commands };

const cli_command *const *cli_commands(size_t *n) {
  *n = N_COMMANDS;
  return commands;
}

static const cli_command *find(const char *name) {
  for (size_t i = 0; i < N_COMMANDS; i++)
    if (strcmp(commands[i]->name, name) == 0) return commands[i];
  return NULL;
}

static int unknown(const char *name) {
  const char *names[N_COMMANDS + 2] = {"help", "version"};
  for (size_t i = 0; i < N_COMMANDS; i++) names[i + 2] = commands[i]->name;
  const char *near = parley_word_nearest(name, names, N_COMMANDS + 2);
  const char *what = name[0] == '-' ? "option" : "command";
  if (near != NULL && name[0] != '-')
    cli_complain("parley: unknown %s \"%s\"; did you mean \"%s\"?\n", what, name, near);
  else
    cli_complain("parley: unknown %s \"%s\"\n", what, name);
  cli_complain("Run `parley --help` for the list.\n");
  return CLI_USAGE;
}

static int run(const cli_command *command, int n, char *const *words) {
  cli_options options;
  int code = cli_parse(command, n, words, &options);
  if (code == CLI_DONE) code = options.help ? cli_help_command(command) : command->run(&options);
  cli_options_done(&options);
  return code;
}

/* `parley help [COMMAND]` */
static int help(int n, char *const *words) {
  if (n == 0) return cli_help_program();
  const cli_command *command = find(words[0]);
  return command != NULL ? cli_help_command(command) : unknown(words[0]);
}

int main(int argc, char **argv) {
  cli_output_start();
  cli_mind_memory();
  if (argc < 2) {
    cli_complain("usage: parley COMMAND [OPTION]... FILE\nRun `parley --help` for the list of commands.\n");
    return CLI_USAGE;
  }
  const char *name = argv[1];
  if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) return cli_version();
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return cli_help_program();
  if (strcmp(name, "help") == 0) return help(argc - 2, argv + 2);
  const cli_command *command = find(name);
  return command != NULL ? run(command, argc - 2, argv + 2) : unknown(name);
}
