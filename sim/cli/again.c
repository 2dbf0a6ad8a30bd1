/* Which command makes a report again? It stands on the page, as a shell takes it: what was asked and of which
 * scenario, with an output of the report's format. Options that change no answer (threads, limits) are left
 * out.
 */
#include "sim/cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_plain(const char *text) {
  return text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+@%")] ==
         '\0';
}

static void put_inside_quotes(FILE *line, const char *text) {
  for (; *text != '\0'; text++) *text == '\'' ? fputs("'\\''", line) : fputc(*text, line);
}

/* A blank, and NAME=VALUE (or NAME alone, where value is NULL) as one word. */
static void put_word(FILE *line, const char *name, const char *value) {
  bool bare = is_plain(name) && (value != NULL ? is_plain(value) : name[0] != '\0');
  fputs(bare ? " " : " '", line);
  put_inside_quotes(line, name);
  if (value != NULL) {
    fputc('=', line);
    put_inside_quotes(line, value);
  }
  if (!bare) fputc('\'', line);
}

static void put_option(FILE *line, const char *option, const char *value) {
  put_word(line, option, NULL);
  put_word(line, value, NULL);
}

char *cli_command_again(const cli_options *options, const char *format) {
  static const char *const overs[] = {NULL, "acceptable", "sustained", "stable", "reopened"};
  char *text = NULL;
  size_t size;
  FILE *line = open_memstream(&text, &size);
  if (line == NULL) return NULL;
  fputs("parley report", line);
  for (size_t i = 0; i < options->n_settings; i++) {
    put_word(line, "--set", NULL);
    put_word(line, options->settings[i].pointer, options->settings[i].value);
  }
  if (strcmp(options->solve.red_lines, "likely") != 0)
    put_option(line, "--red-lines", options->solve.red_lines);
  if (options->solve.over != PARLEY_OVER_AUTO) put_option(line, "--over", overs[options->solve.over]);
  for (size_t i = 0; i < options->n_words; i++) put_option(line, "--sweep", options->words[i].value);
  put_word(line, options->operands[0], NULL);
  put_option(line, "-o",
             strcmp(format, "md") == 0     ? "deal.md"
             : strcmp(format, "json") == 0 ? "deal.json"
                                           : "deal.html");
  bool failed = ferror(line) != 0;
  if (fclose(line) == 0 && !failed) return text;
  free(text);
  return NULL;
}
