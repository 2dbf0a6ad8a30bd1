/* parley new: where does one start? A complete small scenario that solves, with notes that say what each
 * piece is for. The files are sim/cli/new/NAME.json, carried inside the program line by line; the id stands
 * in for the word my-scenario. An existing file is never written over. */
#include "sim/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const plain[] = {
#include "sim/cli/new_plain.inc"
    NULL};
static const char *const guarantee[] = {
#include "sim/cli/new_guarantee.inc"
    NULL};

static const struct {
  const char *name;
  const char *const *lines;
} kinds[] = {{"plain", plain}, {"guarantee", guarantee}};
enum { N_KINDS = sizeof kinds / sizeof *kinds, LONGEST_ID = 64 };

/* The id, and the same as words: My scenario. */
static const char stand_in[] = "my-scenario", words_in[] = "My scenario";

static bool take_kind(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *names[N_KINDS];
  for (int i = 0; i < N_KINDS; i++) {
    names[i] = kinds[i].name;
    if (strcmp(value, names[i]) == 0) return cli_keep(options, "kind", value);
  }
  const char *near = parley_word_nearest(value, names, N_KINDS);
  snprintf(wrong, size, "\"%.40s\" is none of plain, guarantee%s%s%s", value, near ? "; did you mean " : "",
           near ? near : "", near ? "?" : "");
  return false;
}

static const char *const *lines_of(const char *kind) {
  for (int i = 0; kind != NULL && i < N_KINDS; i++)
    if (strcmp(kinds[i].name, kind) == 0) return kinds[i].lines;
  return plain;
}

static bool is_id(const char *id) {
  size_t n = strlen(id);
  return n > 0 && n <= LONGEST_ID && id[0] >= 'a' && id[0] <= 'z' &&
         strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

static int wrong_id(const char *id) {
  size_t n = strlen(id);
  cli_complain("parley new: \"%.80s\" is no id: small letters, digits, - and _, a letter first, at most %d\n",
               id, LONGEST_ID);
  char name[LONGEST_ID + 1];
  snprintf(name, sizeof name, "%.*s", n > 5 ? (int)(n - 5) : 0, id);
  if (n > 5 && n <= LONGEST_ID && strcmp(id + n - 5, ".json") == 0 && is_id(name))
    cli_complain("To write a file: parley new %s --output %s\n", name, id);
  return CLI_USAGE;
}

/* Whether the file that --output names is there already; devices and pipes may be written to. */
static bool is_there(const char *path) {
  struct stat about;
  return path != NULL && strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The id as words: "north-sea" is "North sea". */
static void as_words(const char *id, char *words) {
  size_t n = strlen(id);
  for (size_t i = 0; i <= n; i++) words[i] = id[i] == '-' || id[i] == '_' ? ' ' : id[i];
  words[0] = (char)(words[0] - 'a' + 'A');
}

/* All lines as one text in which `id` stands for the stand-in. Heap. */
static char *fill(const char *const *lines, const char *id) {
  char words[LONGEST_ID + 1];
  as_words(id, words);
  size_t size = 1;
  for (size_t i = 0; lines[i] != NULL; i++)
    size += strlen(lines[i]) * (1 + strlen(id) / (sizeof stand_in - 1));
  char *out = malloc(size), *end = out;
  if (out == NULL) return NULL;
  for (size_t i = 0; lines[i] != NULL; i++)
    for (const char *s = lines[i]; *s != '\0';) {
      bool here = strncmp(s, stand_in, sizeof stand_in - 1) == 0;
      bool named = !here && strncmp(s, words_in, sizeof words_in - 1) == 0;
      const char *piece = here ? id : named ? words : s;
      size_t n = here || named ? strlen(id) : 1;
      memcpy(end, piece, n);
      end += n;
      s += here || named ? sizeof stand_in - 1 : 1;
    }
  *end = '\0';
  return out;
}

static int run(const cli_options *options) {
  const char *id = options->n_operands > 0 ? options->operands[0] : stand_in;
  if (!is_id(id)) return wrong_id(id);
  if (is_there(options->output)) {
    cli_complain("parley new: %s is there already: name another file, or remove it first\n", options->output);
    return CLI_SYSTEM;
  }
  char *text = fill(lines_of(cli_kept(options, "kind")), id);
  if (text == NULL) return cli_starved("for a scenario");
  int code = cli_output(options, text);
  free(text);
  return code;
}

static const cli_option option_kind = {
    "kind", 'k', "plain|guarantee",
    "plain (default): parties and issues; guarantee: also candidates, levels, and whether it deters",
    take_kind};

static const cli_option *const options[] = {&option_kind, &cli_option_output, &cli_option_help, NULL};

const cli_command cli_new = {
    "new",
    "print a small scenario with notes to start from",
    "[OPTION]... [ID]",
    "a scenario file",
    "Prints a complete small scenario that solves as it is, with a note at each piece that says\n"
    "what it is for and what may be left out. JSON has no comments: a text called \"notes\" may\n"
    "stand in any object instead. The file names its schema, schema.json: put it beside with\n"
    "`parley schema -o schema.json`, and editors complete and check what is typed.\n"
    "\n"
    "With --output a new file is written; one that is there already is left alone (exit code 5).",
    "  parley new river -o river.json && parley check river.json && parley solve river.json\n"
    "  parley new pact --kind guarantee -o pact.json\n",
    0,
    1,
    options,
    run,
};
