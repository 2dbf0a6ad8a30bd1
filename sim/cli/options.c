/* The options: their names, what the help says of them, and how a value is read. A command lists the rows
 * that it takes. */
#include "sim/cli/cli.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool take_help(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  options->help = true;
  return true;
}

/* One of a few words; a near miss gets a hint. */
static bool one_of(const char *value, const char *const *words, size_t n, char *wrong, size_t size) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(words[i], value) == 0) return true;
  const char *near = parley_word_nearest(value, words, n);
  int at = snprintf(wrong, size, "\"%.40s\" is none of", value);
  for (size_t i = 0; i < n && at < (int)size; i++)
    at += snprintf(wrong + at, size - (size_t)at, "%s %s", i > 0 ? "," : "", words[i]);
  if (near != NULL && at < (int)size) snprintf(wrong + at, size - (size_t)at, "; did you mean %s?", near);
  return false;
}

static bool take_format(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *names[8];
  size_t n = 0;
  for (parley_format format; n < 8 && parley_format_at(n, &format); n++) names[n] = format.name;
  options->format = value;
  return one_of(value, names, n, wrong, size);
}

static bool take_plain_format(cli_options *options, const char *value, char *wrong, size_t size) {
  options->format = value;
  return one_of(value, (const char *[]){"text", "json"}, 2, wrong, size);
}

static bool take_color(cli_options *options, const char *value, char *wrong, size_t size) {
  options->color = value;
  return one_of(value, (const char *[]){"auto", "always", "never"}, 3, wrong, size);
}

static bool take_engine(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *const words[] = {"auto", "search", "enumerate"};
  for (int i = 0; i < 3; i++)
    if (strcmp(words[i], value) == 0) options->solve.engine = (parley_engine)i;
  return one_of(value, words, 3, wrong, size);
}

static bool take_over(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *const words[] = {"acceptable", "sustained", "stable", "reopened"};
  for (int i = 0; i < 4; i++)
    if (strcmp(words[i], value) == 0) options->solve.over = (parley_over)(i + PARLEY_OVER_ACCEPTABLE);
  return one_of(value, words, 4, wrong, size);
}

bool cli_whole(const char *value, uint64_t least, uint64_t most, uint64_t *out, char *wrong, size_t size) {
  char *end;
  errno = 0;
  unsigned long long number = strtoull(value, &end, 10);
  bool good =
      isdigit((unsigned char)value[0]) && *end == '\0' && errno == 0 && number >= least && number <= most;
  if (good)
    *out = number;
  else
    snprintf(wrong, size, "\"%.40s\" is no whole number from %llu to %llu", value, (unsigned long long)least,
             (unsigned long long)most);
  return good;
}

bool cli_int(const char *value, int least, int most, int *out, char *wrong, size_t size) {
  uint64_t number;
  if (!cli_whole(value, (uint64_t)least, (uint64_t)most, &number, wrong, size)) return false;
  *out = (int)number;
  return true;
}

static bool take_top(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 0, 100000, &options->solve.top, wrong, size);
}

static bool take_cloud(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 0, 1000000, &options->solve.cloud, wrong, size);
}

static bool take_threads(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 1, 1024, &options->solve.threads, wrong, size);
}

static bool take_width(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_int(value, 60, 400, &options->width, wrong, size);
}

static bool take_seed(cli_options *options, const char *value, char *wrong, size_t size) {
  return cli_whole(value, 0, UINT64_MAX, &options->solve.seed, wrong, size);
}

/* A number and a unit: *out is number * factor of the unit. units: pairs of a name and its factor, ending
 * with NULL. */
typedef struct unit {
  const char *name;
  double factor;
} unit;

static bool with_unit(const char *value, const unit *units, double *out) {
  char *end;
  if (!isdigit((unsigned char)value[0]) && value[0] != '.') return false;
  double number = strtod(value, &end);
  for (; units->name != NULL; units++)
    if (strcmp(units->name, end) == 0) {
      *out = number * units->factor;
      return isfinite(*out) && *out > 0;
    }
  return false;
}

static bool take_time_limit(cli_options *options, const char *value, char *wrong, size_t size) {
  static const unit units[] = {{"", 1},     {"s", 1},    {"ms", 1e-3}, {"m", 60},
                               {"min", 60}, {"h", 3600}, {NULL, 0}};
  if (with_unit(value, units, &options->solve.time_limit_s)) return true;
  snprintf(wrong, size, "\"%.40s\" is no time: say 90 (seconds), 500ms, 10m or 2h", value);
  return false;
}

static bool take_memory(cli_options *options, const char *value, char *wrong, size_t size) {
  static const unit units[] = {
      {"", 1},         {"k", 1024.},      {"K", 1024.},       {"KiB", 1024.},     {"m", 1048576.},
      {"M", 1048576.}, {"MiB", 1048576.}, {"g", 1073741824.}, {"G", 1073741824.}, {"GiB", 1073741824.},
      {NULL, 0}};
  double bytes;
  if (with_unit(value, units, &bytes) && bytes >= 1048576. && bytes < 1e18) {
    options->solve.memory_bytes = (uint64_t)bytes;
    return true;
  }
  snprintf(wrong, size, "\"%.40s\" is no size from 1M to 900000000G: say 512M or 4G", value);
  return false;
}

static bool take_set(cli_options *options, const char *value, char *wrong, size_t size) {
  const char *sign = strchr(value, '=');
  if (value[0] != '/' || sign == NULL) {
    snprintf(wrong, size, "\"%.60s\" is not POINTER=VALUE, such as /actors/france/reservation=0.4", value);
    return false;
  }
  size_t length = strlen(value);
  char *copy = malloc(length + 1);
  if (copy == NULL) return !(options->starved = true);
  memcpy(copy, value, length + 1);
  copy[sign - value] = '\0';
  options->setting_words[options->n_settings] = copy;
  options->settings[options->n_settings++] =
      (parley_setting){.pointer = copy, .value = copy + (sign - value) + 1};
  return true;
}

static bool take_reading(cli_options *options, const char *value, char *wrong, size_t size) {
  if (value[strspn(value, ", ")] == '\0') {
    snprintf(wrong, size, "no reading is named; `parley readings FILE` shows them");
    return false;
  }
  options->settings[options->n_settings++] = (parley_setting){.pointer = NULL, .value = value};
  return true;
}

/* A text that is taken as it is, but not empty. */
static bool take_word(const char **out, const char *value, const char *what, char *wrong, size_t size) {
  *out = value;
  if (value[0] == '\0') snprintf(wrong, size, "%s is empty", what);
  return value[0] != '\0';
}

static bool take_output(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_word(&options->output, value, "the file name", wrong, size);
}

static bool take_red_lines(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_word(&options->solve.red_lines, value, "the list", wrong, size);
}

static bool take_design(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_word(&options->design, value, "the id", wrong, size);
}

static bool take_bundle(cli_options *options, const char *value, char *wrong, size_t size) {
  return take_word(&options->bundle, value, "the bundle", wrong, size);
}

static bool take_fields(cli_options *options, const char *value, char *wrong, size_t size) {
  (void)value, (void)wrong, (void)size;
  options->fields = true;
  return true;
}

const cli_option cli_option_bundle = {
    "bundle", '\0', "ISSUE=OPTION,...,ACTOR=LEVEL",
    "the bundle to explain: every free issue, and who joins at which level; "
    "with --design, what is changed in it",
    take_bundle};
const cli_option cli_option_cloud = {"cloud", '\0', "N",
                                     "list about N acceptable bundles with their payoffs, and the frontier "
                                     "of each pair of actors, for the picture "
                                     "of a report (json only)",
                                     take_cloud};
const cli_option cli_option_color = {"color", '\0', "auto|always|never",
                                     "colours; auto (default): on a terminal, and not with NO_COLOR",
                                     take_color};
const cli_option cli_option_design = {"design", 'd', "ID", "the named design to explain", take_design};
const cli_option cli_option_fields = {"fields", '\0', NULL,
                                      "the fields as a Markdown table instead of a schema", take_fields};
const cli_option cli_option_format = {"format", 'f', "text|json|csv|csv-rows",
                                      "what to print; text is the default", take_format};
const cli_option cli_option_format_plain = {"format", 'f', "text|json", "what to print; text is the default",
                                            take_plain_format};
const cli_option cli_option_format_problems = {"format", 'f', "text|json",
                                               "how problems of the file are printed; text is the default",
                                               take_plain_format};
const cli_option cli_option_help = {"help", 'h', NULL, "this help", take_help};
const cli_option cli_option_memory = {
    "memory", '\0', "SIZE",
    "use at most so much memory: 512M, 4G; default: half of what is free, at least 1G", take_memory};
const cli_option cli_option_output = {
    "output", 'o', "FILE",
    "write there instead of standard output; the file appears only when it is complete", take_output};
const cli_option cli_option_engine = {
    "engine", '\0', "auto|search|enumerate",
    "search by parts (the default), or look at every feasible bundle; the answers are the same", take_engine};
const cli_option cli_option_over = {
    "over", '\0', "acceptable|sustained|stable|reopened",
    "the set from which the best bundles are chosen; default: the sustained ones, "
    "or the acceptable ones where there are none",
    take_over};
const cli_option cli_option_red_lines = {
    "red-lines", '\0', "likely|all|none|ID,...",
    "the red lines in force; likely (default): as probable as not, or more; "
    "ids are written actor/line",
    take_red_lines};
const cli_option cli_option_seed = {"seed", '\0', "N",
                                    "of the sample on which answers are checked in large spaces; "
                                    "default 1",
                                    take_seed};
const cli_option cli_option_seed_chance = {
    "seed", '\0', "N", "of what is left to chance: what bots do, who gets which seat; default 1", take_seed};
const cli_option cli_option_reading = {
    "reading", 0, "ID[,ID]",
    "read what the file leaves open so: readings of the file, left to right; may be repeated", take_reading};
const cli_option cli_option_set = {
    "set", 's', "POINTER=VALUE",
    "replace a value of the merged scenario before it is checked; may be repeated", take_set};
const cli_option cli_option_threads = {"threads", 'j', "N",
                                       "work on so many processors; default: all. The answer "
                                       "does not depend on it",
                                       take_threads};
const cli_option cli_option_time_limit = {"time-limit", '\0', "TIME",
                                          "stop after 90 (seconds), 10m, 2h and print what "
                                          "is known",
                                          take_time_limit};
const cli_option cli_option_top = {"top", '\0', "N",
                                   "list the N acceptable bundles with the best Nash product", take_top};
const cli_option cli_option_width = {
    "width", '\0', "N",
    "columns for text, 60 to 400; default: the terminal's, or what COLUMNS says where there is "
    "none, at most 100",
    take_width};
