/* Which options were given? One small parser for every command, driven by the command's table of rows: --name
 * value,
 * --name=value, -n value, options and operands in any order, `--` ends the options, a lone `-` is an operand
 * (standard input). Unknown names get the nearest known one. */
#include "sim/cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct parser {
  const cli_command *command;
  cli_options *options;
  char *const *words;
  int n, at;
} parser;

static int wrong(const parser *p, const char *message) {
  cli_complain("parley %s: %s\nRun `parley %s --help` for what it takes.\n", p->command->name, message,
               p->command->name);
  return CLI_USAGE;
}

static const cli_option *find(const cli_command *command, const char *name, size_t length) {
  for (size_t i = 0; command->options[i] != NULL; i++) {
    const cli_option *row = command->options[i];
    if (strlen(row->name) == length && memcmp(row->name, name, length) == 0) return row;
  }
  return NULL;
}

static const cli_option *find_letter(const cli_command *command, char letter) {
  for (size_t i = 0; command->options[i] != NULL; i++)
    if (command->options[i]->letter == letter) return command->options[i];
  return NULL;
}

static int unknown(const parser *p, const char *name, size_t length) {
  const char *names[32];
  size_t n = 0;
  for (; p->command->options[n] != NULL && n < 32; n++) names[n] = p->command->options[n]->name;
  char word[80], message[240];
  snprintf(word, sizeof word, "%.*s", (int)length, name);
  const char *near = parley_word_nearest(word, names, n);
  if (near != NULL)
    snprintf(message, sizeof message, "unknown option --%s; did you mean --%s?", word, near);
  else
    snprintf(message, sizeof message, "unknown option --%s", word);
  return wrong(p, message);
}

static int take(const parser *p, const cli_option *row, const char *value) {
  char why[320], message[480];
  if (row->take(p->options, value, why, sizeof why)) return CLI_DONE;
  if (p->options->starved) return cli_starved("for the options");
  snprintf(message, sizeof message, "--%s: %s", row->name, why);
  return wrong(p, message);
}

/* An option whose value, if it takes one, is the next word. */
static int take_next(parser *p, const cli_option *row) {
  char message[240];
  if (row->value == NULL) return take(p, row, NULL);
  if (p->at < p->n) return take(p, row, p->words[p->at++]);
  snprintf(message, sizeof message, "--%s needs a value: %s", row->name, row->value);
  return wrong(p, message);
}

static int parse_long(parser *p, const char *word) {
  const char *name = word + 2, *sign = strchr(name, '=');
  size_t length = sign != NULL ? (size_t)(sign - name) : strlen(name);
  const cli_option *row = find(p->command, name, length);
  if (row == NULL) return unknown(p, name, length);
  if (sign == NULL) return take_next(p, row);
  if (row->value != NULL) return take(p, row, sign + 1);
  char message[120];
  snprintf(message, sizeof message, "--%s takes no value", row->name);
  return wrong(p, message);
}

static int parse_short(parser *p, const char *word) {
  char message[160];
  size_t length = strcspn(word + 1, "=");
  const cli_option *row = find_letter(p->command, word[1]);
  if (length > 1 && find(p->command, word + 1, length) != NULL) {
    snprintf(message, sizeof message, "unknown option \"%.60s\": long options have two dashes", word);
    return wrong(p, message);
  }
  if (row != NULL && row->value != NULL && word[2] != '\0') return take(p, row, word + 2);
  if (row != NULL && word[2] == '\0') return take_next(p, row);
  snprintf(message, sizeof message, "unknown option \"%.60s\"", word);
  return wrong(p, message);
}

static int check_operands(const parser *p) {
  size_t n = p->options->n_operands;
  char message[200];
  if (p->options->help || (n >= p->command->least && n <= p->command->most)) return CLI_DONE;
  if (n < p->command->least)
    snprintf(message, sizeof message, "%s is missing: parley %s %s", p->command->operand, p->command->name,
             p->command->usage);
  else
    snprintf(message, sizeof message, "\"%.60s\" is one word too many",
             p->options->operands[p->command->most]);
  return wrong(p, message);
}

int cli_parse(const cli_command *command, int n, char *const *words, cli_options *options) {
  *options = (cli_options){.format = "text", .color = "auto", .solve = parley_solve_settings_default()};
  options->operands = calloc((size_t)n + 1, sizeof *options->operands);
  options->settings = calloc((size_t)n + 1, sizeof *options->settings);
  options->setting_words = calloc((size_t)n + 1, sizeof *options->setting_words);
  options->words = calloc((size_t)n + 1, sizeof *options->words);
  if (options->operands == NULL || options->settings == NULL || options->setting_words == NULL ||
      options->words == NULL)
    return cli_starved("for the options");
  parser p = {.command = command, .options = options, .words = words, .n = n};
  bool plain = false;
  while (p.at < p.n) {
    const char *word = p.words[p.at++];
    int code = CLI_DONE;
    if (!plain && strcmp(word, "--") == 0)
      plain = true;
    else if (!plain && strncmp(word, "--", 2) == 0)
      code = parse_long(&p, word);
    else if (!plain && word[0] == '-' && word[1] != '\0')
      code = parse_short(&p, word);
    else
      options->operands[options->n_operands++] = word;
    if (code != CLI_DONE) return code;
  }
  return check_operands(&p);
}

void cli_options_done(cli_options *options) {
  for (size_t i = 0; i < options->n_settings; i++) free(options->setting_words[i]);
  free(options->setting_words);
  free(options->settings);
  free(options->operands);
  free(options->words);
}

bool cli_keep(cli_options *options, const char *name, const char *value) {
  options->words[options->n_words++] = (struct cli_word){name, value};
  return true;
}

const char *cli_kept(const cli_options *options, const char *name) {
  for (size_t i = options->n_words; i-- > 0;)
    if (strcmp(options->words[i].name, name) == 0) return options->words[i].value;
  return NULL;
}
