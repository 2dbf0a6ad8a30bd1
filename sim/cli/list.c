/* parley list: what is there to choose from? Scenario files with their question and size, then what the
 * library offers: answers, solution concepts, payoff families, indicators, methods and outputs of sweeps,
 * formats. */
#define _XOPEN_SOURCE 700 /* scandir */
#include "sim/cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char standard[] = "scenarios";

static bool is_folder(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int is_json(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return entry->d_name[0] != '.' && n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

/* In the order of bytes, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

/* A file that cannot be used is listed as such: the exit code says it as well. */
static int add_file(parley_listing *listing, const char *path) {
  return cli_exit_code(parley_listing_add(listing, path, NULL));
}

static int add_entry(parley_listing *listing, const char *folder, const char *name) {
  size_t n = strlen(folder), size = n + strlen(name) + 2;
  char *path = malloc(size);
  if (path == NULL) return CLI_SYSTEM;
  while (n > 1 && folder[n - 1] == '/') n--;
  snprintf(path, size, "%.*s/%s", (int)n, folder, name);
  int code = !is_folder(path) && parley_scenario_is(path) ? add_file(listing, path) : CLI_DONE;
  free(path);
  return code;
}

static int add_folder(parley_listing *listing, const char *folder) {
  struct dirent **entries;
  int n = scandir(folder, &entries, is_json, by_name), code = CLI_DONE;
  if (n < 0) {
    cli_complain("parley list: cannot read %s: %s\n", folder, strerror(errno));
    return CLI_SYSTEM;
  }
  for (int i = 0; i < n; i++) {
    int one = add_entry(listing, folder, entries[i]->d_name);
    if (one > code) code = one;
    free(entries[i]);
  }
  free(entries);
  return code;
}

static int add_all(const cli_options *options, parley_listing *listing) {
  int code = CLI_DONE;
  for (size_t i = 0; i < options->n_operands; i++) {
    const char *path = options->operands[i];
    int one = is_folder(path) ? add_folder(listing, path) : add_file(listing, path);
    if (one > code) code = one;
  }
  if (options->n_operands > 0) return code;
  if (is_folder(standard)) return add_folder(listing, standard);
  cli_complain("parley list: there is no folder \"%s\" here; name a folder or files to list scenarios\n",
               standard);
  return CLI_DONE;
}

static int run(const cli_options *options) {
  parley_listing *listing = NULL;
  parley_error error = {0};
  if (parley_listing_new(&listing, &error) != PARLEY_OK) return cli_report(options, NULL, &error);
  int code = add_all(options, listing);
  parley_render_settings look = cli_look(options, 1);
  char *text = NULL;
  parley_listing_render(listing, options->format, &look, &text, &error);
  int printed = cli_deliver(options, text, &error);
  parley_listing_free(listing);
  return printed > code ? printed : code;
}

static const cli_option *const options[] = {&cli_option_format_plain, &cli_option_output, &cli_option_color,
                                            &cli_option_width,        &cli_option_help,   NULL};

const cli_command cli_list = {
    "list",
    "scenarios with their question and size, solvers, payoffs, outputs",
    "[OPTION]... [FILE|FOLDER]...",
    "a scenario file",
    "Lists scenario files: their question, how many actors, issues, combinations and named\n"
    "designs they have. Of a folder (by default \"scenarios\", where there is one) those are listed\n"
    "that say \"parley\"; parts, plans and schemas are passed over. Then what there is to choose\n"
    "from: what solve answers, solution concepts, payoff families, indicators for stakes and\n"
    "scales, methods and outputs of sweeps, formats.\n"
    "\n"
    "A file that cannot be used is listed with the reason, and the exit code is 3, or 5 where it\n"
    "cannot be read. With --format json: {\"scenarios\": [...], \"choices\": [...]}.",
    "  parley list\n"
    "  parley list scenarios my.json\n"
    "  parley list --format json | jq '.scenarios[] | [.id, .question]'\n",
    0,
    10000,
    options,
    run,
};
