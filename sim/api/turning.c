/* Which readings of the scenario would turn the headline of a solve? Each is read, compiled and searched for what is
 * acceptable, sustained and stable, and for nothing else: tiles in which nothing can be acceptable are then left out
 * at a glance (sim/solve/search/outlook.c). Each is a task for the
 * threads that the caller has started. Cost: a few
 * hundredths of a full solve for each. */
#include "sim/api/turning.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const uint64_t MOST_BUNDLES = UINT64_C(1) << 36; /* feasible ones of all readings together */

ply_status parley_inside_read_as(const ply_text *merged, const char *file, const char *reading,
                                 ply_scenario **out, ply_err *err) {
  ply_setting setting = {NULL, reading};
  ply_diags diags;
  ply_diags_init(&diags);
  ply_status status =
      ply_scenario_parse(merged->data, merged->length, file, NULL, &setting, 1, out, &diags, err);
  ply_diags_done(&diags);
  return status;
}

void parley_inside_reading_counts(const ply_result *r, ply_reading_row *row) {
  row->finding = ply_finding_of(r);
  row->feasible = r->feasible;
  row->acceptable = r->acceptable;
  row->sustained = r->sustained;
  row->stable = r->stable;
  row->reopened = r->reopened.count;
  row->has_reopened = r->reopened.n > 0;
  row->has_slack = r->slack.outcome == PLY_FOUND && !isinf(r->slack.value);
  row->slack = row->has_slack ? r->slack.value : 0;
}

/* What the readings of one solve share. */
typedef struct asking {
  const ply_scenario *scenario;
  const ply_lines *lines;
  const ply_solve_settings *settings;
  double deadline_s; /* 0: none */
  ply_text merged;
} asking;

static ply_status search(const asking *a, const ply_scenario *scenario, ply_reading_row *row, ply_err *err) {
  ply_solve_settings settings = {
      .skip = ~0u, .threads = 1, .memory_bytes = a->settings->memory_bytes, .stop = a->settings->stop};
  settings.memory_bytes /= (size_t)ply_scan_threads(a->settings);
  ply_game *game = NULL;
  ply_result *found = NULL;
  if (a->deadline_s > 0) settings.time_limit_s = fmax(1e-9, a->deadline_s - ply_seconds());
  ply_status status = ply_game_compile(scenario, NULL, a->lines, &game, err);
  if (status == PLY_OK) status = ply_solve(game, &settings, &found, err);
  if (status == PLY_OK) parley_inside_reading_counts(found, row);
  ply_result_free(found);
  ply_game_free(game);
  return status == PLY_E_LIMIT || status == PLY_E_STOPPED ? PLY_OK : status; /* then it stays open */
}

/* A reading that cannot be applied stays without a finding. */
static ply_status ask(const asking *a, int k, ply_reading_row *row, char *trouble, size_t size) {
  ply_scenario *scenario = NULL;
  ply_err err = {0};
  ply_status status =
      parley_inside_read_as(&a->merged, a->scenario->file, a->scenario->readings[k].id, &scenario, &err);
  if (status == PLY_OK) status = search(a, scenario, row, &err);
  ply_scenario_free(scenario);
  if (status == PLY_OK) return PLY_OK;
  snprintf(trouble, size, "%s", err.message);
  return status == PLY_E_MEMORY ? status : PLY_E_INPUT;
}

static bool name_rows(const ply_scenario *s, ply_result *result, ply_reading_row *rows) {
  for (int k = 0; k < s->n_readings; k++) {
    rows[k].name = (ply_name){ply_arena_strdup(result->arena, s->readings[k].id),
                              ply_arena_strdup(result->arena, s->readings[k].name)};
    if (rows[k].name.id == NULL || rows[k].name.name == NULL) return false;
  }
  return true;
}

/* Asks each reading; what one could not be applied for is kept with it. */
static ply_status ask_all(const asking *a, ply_result *result, ply_reading_row *rows) {
  enum { MOST_TROUBLE = 512 };
  int n = a->scenario->n_readings, memory = 0;
  char(*trouble)[MOST_TROUBLE] = calloc((size_t)n, sizeof *trouble);
  if (trouble == NULL) return PLY_E_MEMORY;
#pragma omp taskgroup
  for (int k = 0; k < n; k++) {
#pragma omp task shared(rows, trouble, memory)
    {
      int failed = ask(a, k, &rows[k], trouble[k], MOST_TROUBLE) == PLY_E_MEMORY;
#pragma omp atomic
      memory += failed;
    }
  }
  ply_finding base = ply_finding_of(result);
  for (int k = 0; k < n; k++) {
    if (trouble[k][0] != '\0') rows[k].trouble = ply_arena_strdup(result->arena, trouble[k]);
    memory += trouble[k][0] != '\0' && rows[k].trouble == NULL;
    rows[k].turns = rows[k].finding != PLY_FINDING_OPEN && rows[k].finding != base;
  }
  free(trouble);
  return memory > 0 ? PLY_E_MEMORY : PLY_OK;
}

/* Whether all readings together take moments. */
static bool is_quick(const ply_scenario *s, const ply_result *result) {
  return result->outcome != PLY_LIMIT_REACHED &&
         result->feasible.high <= MOST_BUNDLES / (uint64_t)s->n_readings;
}

ply_status parley_inside_turning(const ply_scenario *scenario, const ply_lines *lines,
                                 const ply_solve_settings *settings, ply_result *result, ply_err *err) {
  if (scenario->n_readings == 0 || !is_quick(scenario, result)) return PLY_OK;
  asking a = {.scenario = scenario, .lines = lines, .settings = settings};
  if (settings->time_limit_s > 0) a.deadline_s = ply_seconds() + settings->time_limit_s;
  ply_reading_row *rows = PLY_NEW(result->arena, scenario->n_readings, ply_reading_row);
  ply_text_init(&a.merged);
  ply_status status = rows != NULL && name_rows(scenario, result, rows) ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_OK) status = ply_scenario_show(scenario, &a.merged, err);
  if (status == PLY_OK && a.merged.failed) status = PLY_E_MEMORY;
  if (status == PLY_OK) status = ask_all(&a, result, rows);
  ply_text_done(&a.merged);
  if (status == PLY_E_MEMORY) return ply_err_set(err, status, "not enough memory");
  if (status != PLY_OK) return status;
  result->readings.outcome = PLY_FOUND;
  result->readings.n = scenario->n_readings;
  result->readings.rows = rows;
  return PLY_OK;
}
