/* The facade's comparison: two scenarios are held against each other as files, then both are solved with the
 * same settings and their answers are held against each other. */
#include "sim/compare/compare.h"
#include "sim/api/inside.h"

#include <stdlib.h>

struct parley_comparison {
  ply_comparison *comparison;
};

static parley_status answers(const parley_scenario *a, const parley_scenario *b,
                             const parley_solve_settings *settings, ply_comparison *out,
                             parley_error *error) {
  parley_result *of_a = NULL, *of_b = NULL;
  parley_status status = parley_solve(a, settings, &of_a, error);
  if (status == PARLEY_OK) status = parley_solve(b, settings, &of_b, error);
  if (status == PARLEY_OK) {
    ply_err err = {0};
    ply_status compared = ply_compare_answers(of_a->result, of_b->result, out, &err);
    status = parley_inside_status(compared, &err, error);
  }
  parley_result_free(of_a);
  parley_result_free(of_b);
  return status;
}

static parley_status compare(const parley_scenario *a, const parley_scenario *b, bool solve,
                             const parley_solve_settings *settings, ply_comparison *out,
                             parley_error *error) {
  ply_err err = {0};
  out->version = parley_version();
  out->complete = true;
  ply_status status = ply_compare_files(a->scenario, b->scenario, out, &err);
  if (status != PLY_OK || !solve) return parley_inside_status(status, &err, error);
  return answers(a, b, settings, out, error);
}

parley_status parley_compare(const parley_scenario *a, const parley_scenario *b, bool solve,
                             const parley_solve_settings *settings, parley_comparison **comparison,
                             parley_error *error) {
  *comparison = NULL;
  parley_comparison *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {.status = PLY_E_MEMORY, .message = "not enough memory"};
  made->comparison = ply_comparison_new();
  parley_status status = made->comparison != NULL ? compare(a, b, solve, settings, made->comparison, error)
                                                  : parley_inside_status(PLY_E_MEMORY, &err, error);
  if (status == PARLEY_OK)
    *comparison = made;
  else
    parley_comparison_free(made);
  return status;
}

bool parley_comparison_complete(const parley_comparison *comparison, const char **why) {
  if (why != NULL) *why = comparison->comparison->stopped_by;
  return comparison->comparison->complete;
}

int parley_comparison_failed_checks(const parley_comparison *comparison) {
  return comparison->comparison->n_failed_checks;
}

parley_status parley_comparison_render(const parley_comparison *comparison, const char *format,
                                       const parley_render_settings *settings, char **text,
                                       parley_error *error) {
  return parley_inside_render(PLY_RECORD_COMPARISON, comparison->comparison, format, settings, text, error);
}

void parley_comparison_free(parley_comparison *comparison) {
  if (comparison == NULL) return;
  ply_comparison_free(comparison->comparison);
  free(comparison);
}
