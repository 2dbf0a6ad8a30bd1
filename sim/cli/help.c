/* What can the program do? Help is made from the same rows that drive the parser, so the two cannot disagree.
 */
#include "sim/cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Help text as it grows; it is small, and cut rather than overrun. */
typedef struct page {
  char text[16384];
  size_t used;
} page;

static void add(page *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(p->text + p->used, sizeof p->text - p->used, format, args);
  va_end(args);
  if (n > 0) p->used += (size_t)n < sizeof p->text - p->used ? (size_t)n : sizeof p->text - p->used - 1;
}

/* Words wrapped at 80 columns behind `indent` blanks; the first line starts where the cursor is. */
static void add_wrapped(page *p, int indent, const char *words) {
  int column = indent;
  for (const char *s = words; *s != '\0';) {
    size_t n = strcspn(s, " ");
    if (column > indent && column + (int)n + 1 > 80) {
      add(p, "\n%*s", indent, "");
      column = indent;
    }
    add(p, "%s%.*s", column > indent ? " " : "", (int)n, s);
    column += (int)n + (column > indent);
    s += n + strspn(s + n, " ");
  }
  add(p, "\n");
}

static void add_option(page *p, const cli_option *row) {
  char name[80];
  snprintf(name, sizeof name, "%c%c%s --%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
           row->letter ? "," : " ", row->name, row->value ? " " : "", row->value ? row->value : "");
  if (strlen(name) <= 24)
    add(p, "  %-24s  ", name);
  else
    add(p, "  %s\n%28s", name, "");
  add_wrapped(p, 28, row->help);
}

int cli_help_command(const cli_command *command) {
  page *p = calloc(1, sizeof *p);
  if (p == NULL) return CLI_SYSTEM;
  add(p, "parley %s %s\n\n%s\n\nOptions:\n", command->name, command->usage, command->about);
  for (size_t i = 0; command->options[i] != NULL; i++) add_option(p, command->options[i]);
  if (command->examples[0] != '\0') add(p, "\nExamples:\n%s", command->examples);
  int code = cli_output(NULL, p->text);
  free(p);
  return code;
}

int cli_help_program(void) {
  page *p = calloc(1, sizeof *p);
  if (p == NULL) return CLI_SYSTEM;
  add(p, "parley: which deals could every needed party accept, and which of them hold?\n\n"
         "usage: parley COMMAND [OPTION]... FILE\n\nCommands:\n");
  size_t n;
  const cli_command *const *rows = cli_commands(&n);
  for (size_t i = 0; i < n; i++) add(p, "  %-11s %s\n", rows[i]->name, rows[i]->help);
  add(p, "  %-11s %s\n  %-11s %s\n", "help", "help on a command, as COMMAND --help", "version",
      "the version");
  add(p, "\nFILE is a scenario file; - reads standard input. Results go to standard output,\n"
         "problems to standard error.\n"
         "Exit codes: 0 done, 2 usage, 3 bad input, 4 stopped at a limit, 5 file or system\n"
         "error, 130 interrupted.\n\n"
         "Payoffs are assumptions of the scenario file: what is computed from them shows\n"
         "what follows from the assumptions, and is no forecast.\n\n"
         "Start with: parley solve scenarios/istanbul-2022.json\n");
  int code = cli_output(NULL, p->text);
  free(p);
  return code;
}

int cli_version(void) {
  char text[80];
  snprintf(text, sizeof text, "parley %s\n", parley_version());
  return cli_output(NULL, text);
}
