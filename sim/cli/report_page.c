/* parley report: one file with everything about one scenario, to show around. From a scenario, which is
 * solved first, or from a saved result. */
#include "sim/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 256 << 20 };

/* A whole file or standard input, NUL-terminated; NULL after a complaint. */
static char *read_input(const char *path, size_t *length) {
  bool standard = strcmp(path, "-") == 0;
  FILE *file = standard ? stdin : fopen(path, "rb");
  char *text = NULL;
  size_t capacity = 0;
  *length = 0;
  for (bool more = file != NULL; more;) {
    if (capacity - *length < 65536) {
      char *grown = capacity < MOST_BYTES ? realloc(text, capacity = capacity * 2 + 131072) : NULL;
      if (grown == NULL) {
        errno = capacity < MOST_BYTES ? ENOMEM : EFBIG;
        break;
      }
      text = grown;
    }
    size_t n = fread(text + *length, 1, capacity - *length - 1, file);
    *length += n;
    if (n > 0) continue;
    if (ferror(file)) break;
    text[*length] = '\0';
    if (!standard) fclose(file);
    return text;
  }
  cli_complain("parley: cannot read %s: %s\n", standard ? "standard input" : path, strerror(errno));
  if (file != NULL && !standard) fclose(file);
  free(text);
  return NULL;
}

/* ---- making it ---- */

static int from_result(const cli_options *options, const char *text, size_t length, const char *command,
                       parley_report **report) {
  parley_error error = {0};
  const char *name = strcmp(options->operands[0], "-") == 0 ? "standard input" : options->operands[0];
  const char *no_use = options->n_settings > 0                           ? "--set"
                       : strcmp(options->solve.red_lines, "likely") != 0 ? "--red-lines"
                       : options->solve.over != PARLEY_OVER_AUTO         ? "--over"
                                                                         : NULL;
  if (no_use != NULL) {
    cli_complain("parley report: %s is asked when a scenario is solved, and %s is a saved result: give the "
                 "scenario's file, or `parley solve` it with %s\n",
                 no_use, name, no_use);
    return CLI_USAGE;
  }
  return parley_report_result(text, length, name, command, report, &error) == PARLEY_OK
             ? CLI_DONE
             : cli_report(options, NULL, &error);
}

/* A file is loaded by its name, so that problems and what it extends are looked up there; a stream from what
 * was read. */
static int load(const cli_options *options, const char *text, size_t length, parley_scenario **scenario) {
  struct stat about;
  const char *path = options->operands[0];
  if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode))
    return cli_load(options, scenario);
  parley_problems *problems = NULL;
  parley_error error = {0};
  parley_scenario_parse(text, length, path, ".", options->settings, options->n_settings, scenario, &problems,
                        &error);
  int code = cli_report(options, problems, &error);
  parley_problems_free(problems);
  return code;
}

static int from_scenario(const cli_options *options, const char *text, size_t length, const char *command,
                         parley_report **report) {
  parley_scenario *scenario = NULL;
  int code = load(options, text, length, &scenario);
  if (code != CLI_DONE) return code;
  parley_report_settings settings = parley_report_settings_default();
  settings.solve = options->solve;
  settings.solve.stop = cli_interrupt_start();
  settings.solve.progress = cli_progress_start();
  settings.command = command;
  parley_error error = {0};
  parley_report_scenario(scenario, &settings, report, &error);
  cli_progress_end();
  parley_scenario_free(scenario);
  return *report != NULL ? CLI_DONE : cli_report(options, NULL, &error);
}

/* What the report itself ends with. */
static int verdict(const parley_report *report) {
  const char *why = NULL;
  bool complete = parley_report_complete(report, &why);
  return cli_verdict("html", parley_report_failed_checks(report), complete, why);
}

static const char *format_of(const cli_options *options) {
  if (strcmp(options->format, "text") != 0) return options->format;
  const char *dot = options->output != NULL ? strrchr(options->output, '.') : NULL;
  if (dot != NULL && strcmp(dot, ".md") == 0) return "md";
  if (dot != NULL && strcmp(dot, ".json") == 0) return "json";
  return "html";
}

/* Refuses early what would fail after a long solve. */
static int check(const cli_options *options, const char *format) {
  bool page = strcmp(format, "html") == 0;
  const char *dot = options->output != NULL ? strrchr(options->output, '.') : NULL;
  if (dot != NULL && strcmp(dot, ".pdf") == 0) {
    cli_complain(
        "parley report: a report is written as html, md or json: write deal.html, and print it from the "
        "browser to get a PDF\n");
    return CLI_USAGE;
  }
  if (page && parley_pages_missing() != NULL) {
    bool fetching = strncmp(parley_pages_missing(), "npm could not", 13) == 0;
    cli_complain(
        "parley: this parley was built without its pages: %s.\n"
        "%s, or say --format md.\n",
        parley_pages_missing(),
        fetching ? "npm fetches them once, over the network: build again where npm reaches its registry"
                 : "Install Node.js 18 or later and npm (Debian: apt install nodejs npm) and build again");
    return CLI_USAGE;
  }
  if (page && options->output == NULL && isatty(STDOUT_FILENO) == 1) {
    cli_complain("parley: a page is no use on a terminal: say where it should go, such as -o deal.html\n");
    return CLI_USAGE;
  }
  return CLI_DONE;
}

/* ---- sweeps ---- */

enum { SWEEPS = 16 };

/* What the sweeps of --sweep, and a sweep's folder given as the file itself, say: before anything is solved,
 * since a folder may be the wrong one. */
typedef struct sweeps {
  const char *folder[SWEEPS];
  char *text[SWEEPS];
  size_t n;
} sweeps;

static void sweeps_done(sweeps *s) {
  for (size_t i = 0; i < s->n; i++) parley_text_free(s->text[i]);
}

static int read_sweeps(const cli_options *options, const char *own, sweeps *s) {
  parley_error error = {0};
  size_t asked = own != NULL ? 1 : 0;
  for (size_t i = 0; i < options->n_words; i++) asked += strcmp(options->words[i].name, "sweep") == 0;
  if (asked > SWEEPS) {
    cli_complain("parley: a report takes at most %d sweeps\n", SWEEPS);
    return CLI_USAGE;
  }
  if (own != NULL) s->folder[s->n++] = own;
  for (size_t i = 0; i < options->n_words; i++)
    if (strcmp(options->words[i].name, "sweep") == 0) s->folder[s->n++] = options->words[i].value;
  for (size_t i = 0; i < s->n; i++)
    if (parley_sweep_summary(s->folder[i], &s->text[i], &error) != PARLEY_OK)
      return cli_report(options, NULL, &error);
  return CLI_DONE;
}

static int add_sweeps(const cli_options *options, const sweeps *s, parley_report *report) {
  parley_error error = {0};
  bool same = true;
  for (size_t i = 0; i < s->n; i++) {
    if (parley_report_add_sweep(report, s->text[i], &same, &error) != PARLEY_OK)
      return cli_report(options, NULL, &error);
    if (!same)
      cli_complain("parley: the sweep in %s ran another scenario, or another version of this one; the page "
                   "says so\n",
                   s->folder[i]);
  }
  return CLI_DONE;
}

/* ---- what parley robust said ---- */

static int add_robust(const cli_options *options, parley_report *report) {
  const char *path = cli_kept(options, "robust");
  parley_error error = {0};
  size_t length;
  bool same = true;
  if (path == NULL) return CLI_DONE;
  char *text = read_input(path, &length);
  if (text == NULL) return CLI_SYSTEM;
  parley_status status = parley_report_add_robust(report, text, &same, &error);
  free(text);
  if (status != PARLEY_OK) {
    cli_complain("parley report: %s: %s: write it with `parley robust FILE --format json -o robust.json`\n",
                 path, error.message);
    return cli_exit_code(status);
  }
  if (!same)
    cli_complain("parley: %s is of another scenario, or another version of this one; the page says so\n",
                 path);
  return CLI_DONE;
}

static bool take_robust(cli_options *options, const char *value, char *wrong, size_t size) {
  if (cli_kept(options, "robust") == NULL) return cli_keep(options, "robust", value);
  snprintf(wrong, size, "a report takes one");
  return false;
}

/* ---- together ---- */

static int make(const cli_options *options, const char *format, const char *command, const sweeps *found) {
  size_t length;
  parley_report *report = NULL;
  char *text = NULL, *input = read_input(options->operands[0], &length);
  if (input == NULL) return CLI_SYSTEM;
  bool saved = false;
  parley_error failure = {0};
  int code = cli_exit_code(parley_report_is_result(input, length, &saved, &failure));
  if (code != CLI_DONE)
    cli_report(options, NULL, &failure);
  else
    code = saved ? from_result(options, input, length, command, &report)
                 : from_scenario(options, input, length, command, &report);
  if (code == CLI_DONE) code = add_robust(options, report);
  if (code == CLI_DONE) code = add_sweeps(options, found, report);
  if (code == CLI_DONE) {
    parley_error error = {0};
    code = parley_report_render(report, format, &text, &error) == PARLEY_OK
               ? cli_output(options, text)
               : cli_report(options, NULL, &error);
    if (code == CLI_DONE) code = verdict(report);
  }
  parley_text_free(text);
  parley_report_free(report);
  free(input);
  return code;
}

static int run(const cli_options *options) {
  const char *format = format_of(options), *operand = options->operands[0];
  int code = check(options, format);
  if (code != CLI_DONE) return code;
  struct stat about;
  bool folder = stat(operand, &about) == 0 && S_ISDIR(about.st_mode);
  char *command = cli_command_again(options, format), *inside = malloc(strlen(operand) + 32);
  cli_options on = *options; /* on the scenario that the folder of a sweep keeps */
  sweeps found = {0};
  if (inside == NULL || command == NULL) {
    free(inside);
    free(command);
    return cli_starved("for a report");
  }
  sprintf(inside, "%s/scenario.json", operand);
  const char *scenario[] = {inside};
  if (folder) on.operands = scenario;
  code = read_sweeps(options, folder ? operand : NULL, &found);
  if (code == CLI_DONE) code = make(&on, format, command, &found);
  sweeps_done(&found);
  free(inside);
  free(command);
  return code;
}

static bool take_sweep(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)wrong, (void)size;
  return cli_keep(options, "sweep", value);
}

static bool take_format(cli_options *options, const char *value, char *wrong, size_t size) {
  options->format = value;
  if (strcmp(value, "html") == 0 || strcmp(value, "md") == 0 || strcmp(value, "json") == 0) return true;
  snprintf(wrong, size, "\"%.40s\" is none of html, md, json", value);
  return false;
}

static const cli_option option_format = {
    "format", '\0', "html|md|json",
    "html: one page; md: Markdown; json: the data of the page (default: as the output is named, else html)",
    take_format};

static const cli_option option_sweep = {
    "sweep", '\0', "DIR", "show what the sweep in this folder found; may stand several times", take_sweep};

static const cli_option option_robust = {
    "robust", '\0', "FILE",
    "show what `parley robust --format json` wrote: chance against gain, what knowing is worth", take_robust};

static const cli_option *const options[] = {&option_format,         &option_robust,
                                            &option_sweep,          &cli_option_set,
                                            &cli_option_reading,    &cli_option_red_lines,
                                            &cli_option_over,       &cli_option_threads,
                                            &cli_option_time_limit, &cli_option_memory,
                                            &cli_option_seed,       &cli_option_output,
                                            &cli_option_help,       NULL};

const cli_command cli_report_page = {
    "report",
    "one page with everything about a scenario, to show around",
    "[OPTION]... FILE|RESULT|SWEEP-DIR -o deal.html",
    "a scenario file",
    "Solves a scenario, explains its named designs, and writes one HTML file that opens in any\n"
    "browser and needs nothing else: the verdict, who accepts which design by how much and why,\n"
    "the picture of all acceptable deals, who joins and who leaves, how far the guarantee deters,\n"
    "the source and grade of every number, and how to make the file again.\n"
    "\n"
    "RESULT is what `parley solve --cloud 3000 --format json` wrote; it has no payoffs term by\n"
    "term and no sources, and without --cloud no picture of the acceptable deals. SWEEP-DIR is a\n"
    "finished sweep's folder: its scenario, and what the runs say; --sweep adds that to any report:\n"
    "maps, indices, shares and boxes with their intervals. --robust adds the package with the best\n"
    "chance, the picture of chance against gain, and what it is worth to know more.",
    "  parley report scenarios/istanbul-2022.json -o deal.html\n"
    "  parley report scenarios/istanbul-2022.json --red-lines all -o deal.md\n"
    "  parley robust scenarios/belgium-1839.json --format json -o robust.json\n"
    "  parley report --robust robust.json scenarios/belgium-1839.json -o deal.html\n"
    "  parley report --sweep map --sweep runs scenarios/istanbul-2022.json -o deal.html\n"
    "  parley solve --cloud 3000 --format json scenarios/istanbul-2022.json | parley report - -o deal.html\n",
    1,
    1,
    options,
    run,
};
