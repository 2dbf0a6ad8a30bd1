/* parley convert: domains that negotiators already have become a scenario file, and back. */
#define _XOPEN_SOURCE 700 /* scandir */
#include "sim/cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST = 200 };

static bool take_from(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "from", value);
}
static bool take_to(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "to", value);
}
static bool take_csv(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  return cli_keep(options, "from", "csv");
}
static bool take_steps(cli_options *options, const char *value, char *wrong, size_t size) {
  uint64_t n;
  return cli_whole(value, 2, 256, &n, wrong, size) && cli_keep(options, "steps", value);
}

/* ---- the files ---- */

typedef struct paths {
  char *path[MOST + 1];
  size_t n;
  bool starved; /* no memory for one */
} paths;

static bool add_path(paths *p, const char *folder, const char *name) {
  size_t size = strlen(folder) + strlen(name) + 2;
  if (p->n == MOST) return false;
  if ((p->path[p->n] = malloc(size)) == NULL) return !(p->starved = true);
  snprintf(p->path[p->n++], size, "%s%s%s", folder, folder[0] != '\0' ? "/" : "", name);
  return true;
}

static int is_data(const struct dirent *entry) {
  static const char *const endings[] = {".xml", ".json", ".yml", ".yaml", ".csv", ".tsv"};
  const char *dot = strrchr(entry->d_name, '.');
  for (int i = 0; dot != NULL && entry->d_name[0] != '.' && i < 6; i++)
    if (strcmp(dot, endings[i]) == 0) return 1;
  return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static bool add_folder(paths *p, const char *folder) {
  struct dirent **entries;
  int n = scandir(folder, &entries, is_data, by_name);
  bool good = n >= 0;
  p->starved = !good && errno == ENOMEM;
  for (int i = 0; i < n; i++) {
    good = good && add_path(p, folder, entries[i]->d_name);
    free(entries[i]);
  }
  if (n >= 0) free(entries);
  return good;
}

static int list_paths(const cli_options *options, paths *p) {
  struct stat about;
  for (size_t i = 0; i < options->n_operands; i++) {
    const char *path = options->operands[i];
    bool folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    if (folder ? add_folder(p, path) : add_path(p, "", path)) continue;
    if (p->starved) return cli_starved("to list the files");
    cli_complain("parley convert: cannot read %s, or more than %d files\n", path, MOST);
    return CLI_SYSTEM;
  }
  if (p->n > 0) return CLI_DONE;
  cli_complain("parley convert: the folder holds no .xml, .json, .yml, .yaml or .csv file\n");
  return CLI_USAGE;
}

/* ---- to a scenario ---- */

static void show(const cli_options *options, const parley_problems *problems) {
  parley_render_settings look = cli_look(options, 2);
  char *text = NULL;
  if (parley_problems_errors(problems) + parley_problems_warnings(problems) == 0) return;
  if (parley_problems_render(problems, options->format, &look, &text, NULL) == PARLEY_OK)
    cli_complain("%s", text);
  parley_text_free(text);
}

static int to_scenario(const cli_options *options) {
  paths p = {.n = 0};
  int code = list_paths(options, &p);
  const char *steps = cli_kept(options, "steps");
  parley_convert_settings settings = {.from = cli_kept(options, "from"),
                                      .steps = steps != NULL ? atoi(steps) : 0};
  parley_problems *problems = NULL;
  parley_error error = {0};
  char *text = NULL;
  if (code == CLI_DONE) {
    parley_convert((const char *const *)p.path, p.n, &settings, &text, &problems, &error);
    if (text != NULL || parley_problems_errors(problems) == 0) show(options, problems);
    code = text != NULL ? cli_deliver(options, text, &error)
                        : cli_report(options, parley_problems_errors(problems) > 0 ? problems : NULL, &error);
  }
  parley_problems_free(problems);
  for (size_t i = 0; i < p.n; i++) free(p.path[i]);
  return code;
}

/* ---- and back ---- */

static int write_part(const cli_options *options, const char *name, const char *text) {
  size_t size = strlen(options->output) + strlen(name) + 2;
  char *path = malloc(size);
  if (path == NULL) return cli_starved("for a path");
  snprintf(path, size, "%s/%s", options->output, name);
  cli_options one = *options;
  one.output = path;
  int code = cli_output(&one, text);
  free(path);
  return code;
}

static int write_parts(const cli_options *options, const parley_scenario *scenario, const char *to) {
  bool table = strcmp(to, "csv") == 0;
  size_t n = table ? 1 : 1 + (size_t)parley_scenario_describe(scenario).n_actors;
  int code = CLI_DONE;
  for (size_t part = 0; part < n && code == CLI_DONE; part++) {
    char *name = NULL, *text = NULL;
    parley_problems *problems = NULL;
    parley_error error = {0};
    parley_convert_back(scenario, to, part, &name, &text, &problems, &error);
    if (text != NULL) show(options, problems);
    if (text == NULL)
      code = cli_report(options, parley_problems_errors(problems) > 0 ? problems : NULL, &error);
    else
      code = table ? cli_output(options, text) : write_part(options, name, text);
    parley_problems_free(problems);
    parley_text_free(name);
    parley_text_free(text);
  }
  return code;
}

static int back(const cli_options *options, const char *to) {
  parley_scenario *scenario = NULL;
  bool folder = strcmp(to, "csv") != 0;
  if (folder && options->output == NULL) {
    cli_complain(
        "parley convert: --to %s writes a domain and a profile for each actor: name a folder with --output\n",
        to);
    return CLI_USAGE;
  }
  if (folder && mkdir(options->output, 0777) != 0 && errno != EEXIST) {
    cli_complain("parley convert: the folder %s cannot be made: %s\n", options->output, strerror(errno));
    return CLI_SYSTEM;
  }
  int code = cli_load(options, &scenario);
  if (code == CLI_DONE) code = write_parts(options, scenario, to);
  parley_scenario_free(scenario);
  return code;
}

static int run(const cli_options *options) {
  const char *to = cli_kept(options, "to");
  if (to == NULL) return to_scenario(options);
  if (options->n_operands == 1) return back(options, to);
  cli_complain("parley convert: --to takes one scenario file\n");
  return CLI_USAGE;
}

static const cli_option
    option_from = {"from", '\0', "NAME",
                   "the files are genius, geniusweb, negolog, negmas or csv; default: seen "
                   "from what they hold",
                   take_from},
    option_csv = {"csv", '\0', NULL, "the same as --from csv", take_csv},
    option_to = {"to", '\0', "NAME",
                 "the other way: write a scenario as genius, geniusweb (into the folder "
                 "--output) or csv",
                 take_to},
    option_steps = {"steps", '\0', "N", "cut an issue of real numbers into so many values; default 10",
                    take_steps};

static const cli_option *const options[] = {
    &option_from,       &option_csv,       &option_to,        &option_steps,    &cli_option_format_problems,
    &cli_option_output, &cli_option_color, &cli_option_width, &cli_option_help, NULL};

const cli_command cli_convert = {
    "convert",
    "domains of GENIUS, GeniusWeb, NegMAS, NegoLog, tables: in and out",
    "[OPTION]... IN...",
    "a file or folder",
    "Reads a domain and the profiles of its parties, as files or as the folder that holds them,\n"
    "and prints a scenario file. Every party's consent is required; ids are made of the names.\n"
    "GENIUS's evaluations are divided by the largest of their issue, as GENIUS does; a discount\n"
    "factor becomes a discount a round of talks. What is broken but can be read is read with a\n"
    "warning; payoffs that are no sums over issues are refused.\n"
    "\n"
    "A table has the columns actor,issue,option,weight,value (a row with an actor and a value\n"
    "alone is its reservation), or issue,option and a column for each actor (an option called\n"
    "weight holds the issue's weights, a row that starts with reservation the reservations).\n"
    "Where things go and exit codes: as for `parley solve`.",
    "  parley convert --to csv --output pie.csv scenarios/divide-a-pie.json\n"
    "  parley convert pie.csv --output pie.json\n"
    "  parley convert --to genius --output pie scenarios/divide-a-pie.json\n"
    "  parley convert pie --output pie-again.json\n",
    1,
    MOST,
    options,
    run,
};
