/* From structs to result in one call, and the numbers of a scenario as an array to change. */
#include "tests/support/solved.h"

#include <stdlib.h>

ply_result *solve_scenario(const ply_scenario *scenario, const double *values, const ply_lines *lines,
                           const ply_solve_settings *settings, ply_text *why) {
  static const ply_solve_settings plain = {.threads = 1};
  static const ply_lines likely = {.choice = PLY_LINES_LIKELY};
  ply_game *game = NULL;
  ply_result *result = NULL;
  ply_err err = {0};
  ply_status status = ply_game_compile(scenario, values, lines ? lines : &likely, &game, &err);
  if (status == PLY_OK) status = ply_solve(game, settings ? settings : &plain, &result, &err);
  if (status != PLY_OK) ply_text_addf(why, "solve: status %d, %s\n", status, err.message);
  ply_game_free(game);
  return status == PLY_OK ? result : NULL;
}

double *base_values(const ply_scenario *scenario) {
  double *values = calloc((size_t)scenario->n_numbers + 1, sizeof *values);
  if (values == NULL) abort();
  for (int k = 0; k < scenario->n_numbers; k++) values[k] = scenario->numbers[k].number->base;
  return values;
}

void set_number(double *values, const ply_number *number, double value) {
  if (number->id >= 0) values[number->id] = value;
}
