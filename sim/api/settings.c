/* What does a caller ask of a solve? Its settings and the red lines that it wants in force, read from their
 * public form and checked. */
#include "sim/api/inside.h"

#include <stdlib.h>
#include <string.h>

parley_solve_settings parley_solve_settings_default(void) {
  return (parley_solve_settings){.over = PARLEY_OVER_AUTO, .red_lines = "likely", .seed = 1};
}

void parley_inside_lines_done(parley_asked_lines *asked) {
  free(asked->words);
  free(asked->ids);
}

/* Splits "a/x,b/y" at its commas; blanks around an id do not count. */
static ply_status split_lines(const char *text, parley_asked_lines *asked, ply_err *err) {
  size_t n = strlen(text), commas = 1;
  for (size_t i = 0; i < n; i++) commas += text[i] == ',';
  asked->words = malloc(n + 1);
  asked->ids = calloc(commas, sizeof *asked->ids);
  if (asked->words == NULL || asked->ids == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  memcpy(asked->words, text, n + 1);
  char *rest = NULL;
  for (char *word = strtok_r(asked->words, ", ", &rest); word != NULL; word = strtok_r(NULL, ", ", &rest))
    asked->ids[asked->lines.n++] = word;
  asked->lines.choice = PLY_LINES_LIST;
  asked->lines.ids = asked->ids;
  if (asked->lines.n > 0) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE,
                     "no red lines named: say likely, all, none, or ids such as actor/line");
}

ply_status parley_inside_lines(const char *text, parley_asked_lines *asked, ply_err *err) {
  *asked = (parley_asked_lines){.lines = {.choice = PLY_LINES_LIKELY}};
  if (text == NULL || strcmp(text, "likely") == 0) return PLY_OK;
  if (strcmp(text, "all") == 0)
    asked->lines.choice = PLY_LINES_ALL;
  else if (strcmp(text, "none") == 0)
    asked->lines.choice = PLY_LINES_NONE;
  else
    return split_lines(text, asked, err);
  return PLY_OK;
}

ply_status parley_inside_solve_settings(const parley_solve_settings *given, ply_solve_settings *out,
                                        ply_err *err) {
  if (given->over < PARLEY_OVER_AUTO || given->over > PARLEY_OVER_REOPENED)
    return ply_err_set(err, PLY_E_USAGE, "unknown set to choose over: %d", (int)given->over);
  if (given->top < 0) return ply_err_set(err, PLY_E_USAGE, "top is %d: it must be 0 or more", given->top);
  if (given->cloud < 0)
    return ply_err_set(err, PLY_E_USAGE, "cloud is %d: it must be 0 or more", given->cloud);
  if (given->engine < PARLEY_ENGINE_AUTO || given->engine > PARLEY_ENGINE_ENUMERATE)
    return ply_err_set(err, PLY_E_USAGE, "unknown engine: %d", (int)given->engine);
  if (given->threads < 0)
    return ply_err_set(err, PLY_E_USAGE, "threads is %d: it must be 0 or more", given->threads);
  if (!(given->time_limit_s >= 0))
    return ply_err_set(err, PLY_E_USAGE, "the time limit must be 0 or more seconds");
  const unsigned longer = PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_VETO | PLY_SKIP_SLACK |
                          PLY_SKIP_REOPENED | PLY_SKIP_TALKS | PLY_SKIP_CONCORDANCE | PLY_SKIP_PARETO;
  *out = (ply_solve_settings){.skip = given->brief ? longer : 0,
                              .over = (int)given->over,
                              .engine = (int)given->engine,
                              .top = given->top,
                              .cloud = given->cloud,
                              .threads = given->threads,
                              .time_limit_s = given->time_limit_s,
                              .memory_bytes =
                                  given->memory_bytes < SIZE_MAX ? (size_t)given->memory_bytes : SIZE_MAX,
                              .seed = given->seed,
                              .stop = given->stop,
                              .progress = given->progress,
                              .progress_data = given->progress_data};
  return PLY_OK;
}
