/* The facade's second job: why is one bundle acceptable or not, and what would turn the verdict? The bundle
 * is a named design or one typed by a person (parley_bundle.c). */
#include "sim/api/inside.h"

#include <stdlib.h>
#include <string.h>

/* The name of the design that the explanation found its bundle to be. */
static ply_status name_design(const ply_scenario *scenario, ply_explain *explained, ply_err *err) {
  for (int d = 0; explained->design != NULL && d < scenario->n_designs; d++) {
    if (strcmp(scenario->designs[d].id, explained->design) != 0) continue;
    explained->design_name = ply_arena_strdup(explained->arena, scenario->designs[d].name);
    if (explained->design_name == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  }
  return PLY_OK;
}

static ply_status explain(const parley_scenario *scenario, const char *design, const char *bundle,
                          const parley_solve_settings *settings, ply_explain **out, ply_err *err) {
  uint16_t options[PLY_MAX_ISSUES];
  uint8_t levels[PLY_MAX_ACTORS];
  parley_asked_lines asked;
  ply_solve_settings inner;
  ply_status status = parley_inside_lines(settings->red_lines, &asked, err);
  if (status == PLY_OK) status = parley_inside_solve_settings(settings, &inner, err);
  if (status == PLY_OK)
    status = parley_inside_bundle(scenario->scenario, design, bundle, options, levels, err);
  if (status == PLY_OK)
    status = ply_explain_bundle(scenario->scenario, &asked.lines, options, levels, &inner, out, err);
  if (status == PLY_OK) {
    (*out)->version = parley_version();
    status = name_design(scenario->scenario, *out, err);
  }
  parley_inside_lines_done(&asked);
  return status;
}

parley_status parley_explain(const parley_scenario *scenario, const char *design, const char *bundle,
                             const parley_solve_settings *settings, parley_explanation **explanation,
                             parley_error *error) {
  parley_solve_settings standard = parley_solve_settings_default();
  *explanation = NULL;
  parley_explanation *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  ply_status status =
      explain(scenario, design, bundle, settings ? settings : &standard, &made->explain, &err);
  if (status == PLY_OK)
    *explanation = made;
  else
    parley_explanation_free(made);
  return parley_inside_status(status, &err, error);
}

bool parley_explanation_complete(const parley_explanation *explanation) {
  const ply_explain *inner = explanation->explain;
  return inner->nearest.outcome != PLY_LIMIT_REACHED && inner->switching.outcome != PLY_LIMIT_REACHED &&
         (!inner->sustained || inner->reopened.outcome != PLY_LIMIT_REACHED);
}

parley_status parley_explanation_render(const parley_explanation *explanation, const char *format,
                                        const parley_render_settings *settings, char **text,
                                        parley_error *error) {
  return parley_inside_render(PLY_RECORD_EXPLAIN, explanation->explain, format, settings, text, error);
}

void parley_explanation_free(parley_explanation *explanation) {
  if (explanation == NULL) return;
  ply_explain_free(explanation->explain);
  free(explanation);
}
