/* The facade's readings: what the scenario comes to as it stands, and under each of its readings, side by side.
 * Each row is a solve of its own, of the merged scenario with that reading applied; whatever a row does not show
 * is skipped. Cost: readings + 1 solves. */
#include "sim/api/inside.h"
#include "sim/api/turning.h"
#include "sim/result/readings.h"

#include <stdlib.h>
#include <string.h>

struct parley_readings {
  ply_readings record;
  const char *stopped_by; /* NULL, or by what limit some row was */
};

/* What the rows of one table share. */
typedef struct gathering {
  ply_readings *out;
  const char *stopped_by;
  const ply_lines *lines;
  const ply_solve_settings *settings;
} gathering;

static bool copy_name(ply_arena *arena, const char *id, const char *name, ply_name *out) {
  *out = (ply_name){ply_arena_strdup(arena, id), ply_arena_strdup(arena, name)};
  return out->id != NULL && out->name != NULL;
}

static bool copy_accepted(ply_arena *arena, const ply_result *r, ply_reading_row *row) {
  ply_name *names = PLY_NEW(arena, r->n_designs, ply_name);
  if (names == NULL) return false;
  row->accepted = names;
  for (int d = 0; d < r->n_designs; d++)
    if (r->designs[d].acceptable &&
        !copy_name(arena, r->designs[d].name.id, r->designs[d].name.name, &names[row->n_accepted++]))
      return false;
  return true;
}

static bool copy_gains(ply_arena *arena, const ply_result *r, ply_reading_row *row) {
  const ply_solution *nash = r->n_solutions > 0 ? &r->solutions[0] : NULL;
  double *gains = PLY_NEW(arena, r->n_players, double);
  if (gains == NULL) return false;
  row->gains = gains;
  row->has_bargain = nash != NULL && nash->outcome == PLY_FOUND;
  for (int p = 0; p < r->n_players && row->has_bargain; p++)
    gains[p] = nash->bundle.payoffs[r->players[p]] - r->frame.actors[r->players[p]].reservation;
  return true;
}

static bool copy_players(gathering *g, const ply_result *r) {
  ply_name *players = PLY_NEW(g->out->arena, r->n_players, ply_name);
  if (players == NULL) return false;
  g->out->players = players;
  g->out->n_players = r->n_players;
  for (int p = 0; p < r->n_players; p++)
    if (!copy_name(g->out->arena, r->frame.actors[r->players[p]].name.id,
                   r->frame.actors[r->players[p]].name.name, &players[p]))
      return false;
  return true;
}

static ply_status solve_row(gathering *g, const ply_scenario *scenario, ply_reading_row *row, ply_err *err) {
  ply_solve_settings settings = *g->settings;
  settings.skip = PLY_SKIP_PARETO | PLY_SKIP_TALKS | PLY_SKIP_CONCORDANCE | PLY_SKIP_PROPOSALS |
                  PLY_SKIP_REGRET | PLY_SKIP_VETO | PLY_SKIP_JOIN;
  ply_game *game = NULL;
  ply_result *r = NULL;
  ply_status status = ply_game_compile(scenario, NULL, g->lines, &game, err);
  if (status == PLY_OK) status = ply_solve(game, &settings, &r, err);
  if (status == PLY_OK) {
    parley_inside_reading_counts(r, row);
    if (r->stopped_by != NULL) g->stopped_by = ply_arena_strdup(g->out->arena, r->stopped_by);
    ply_arena *arena = g->out->arena;
    bool first = g->out->players == NULL;
    if (!copy_accepted(arena, r, row) || !copy_gains(arena, r, row) || (first && !copy_players(g, r)))
      status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  }
  ply_result_free(r);
  ply_game_free(game);
  return status;
}

/* A reading that cannot be applied is a row that says why. */
static ply_status read_row(gathering *g, const ply_scenario *base, const ply_text *merged,
                           const ply_scenario_reading *reading, ply_reading_row *row, ply_err *err) {
  ply_scenario *scenario = NULL;
  row->question = reading->question != NULL ? ply_arena_strdup(g->out->arena, reading->question) : NULL;
  ply_status status = PLY_E_MEMORY;
  if (copy_name(g->out->arena, reading->id, reading->name, &row->name))
    status = parley_inside_read_as(merged, base->file, reading->id, &scenario, err);
  if (status == PLY_OK)
    status = solve_row(g, scenario, row, err);
  else if (status == PLY_E_INPUT) {
    row->trouble = ply_arena_strdup(g->out->arena, err->message);
    status = row->trouble != NULL ? PLY_OK : PLY_E_MEMORY;
  }
  ply_scenario_free(scenario);
  return status;
}

static ply_status gather(gathering *g, const ply_scenario *s, ply_err *err) {
  ply_readings *out = g->out;
  ply_reading_row *rows = PLY_NEW(out->arena, s->n_readings + 1, ply_reading_row);
  ply_text merged;
  ply_text_init(&merged);
  out->rows = rows;
  out->n_rows = (size_t)s->n_readings + 1;
  out->version = parley_version();
  out->id = ply_arena_strdup(out->arena, s->id);
  out->title = ply_arena_strdup(out->arena, s->title);
  out->digest = ply_arena_strdup(out->arena, s->digest);
  ply_status status = rows != NULL && out->id != NULL && out->title != NULL && out->digest != NULL &&
                              copy_name(out->arena, "", "as the file stands", &rows[0].name)
                          ? ply_scenario_show(s, &merged, err)
                          : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK) status = solve_row(g, s, &rows[0], err);
  for (int k = 0; k < s->n_readings && status == PLY_OK; k++) {
    status = read_row(g, s, &merged, &s->readings[k], &rows[k + 1], err);
    rows[k + 1].turns = rows[k + 1].trouble == NULL && rows[k + 1].finding != rows[0].finding;
  }
  ply_text_done(&merged);
  return status;
}

parley_status parley_readings_new(const parley_scenario *scenario, const parley_solve_settings *settings,
                                  parley_readings **readings, parley_error *error) {
  parley_solve_settings standard = parley_solve_settings_default();
  if (settings == NULL) settings = &standard;
  *readings = NULL;
  parley_readings *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  parley_asked_lines asked;
  ply_solve_settings inner;
  made->record.arena = ply_arena_new();
  gathering g = {.out = &made->record, .lines = &asked.lines, .settings = &inner};
  ply_status status = parley_inside_lines(settings->red_lines, &asked, &err);
  if (status == PLY_OK) status = parley_inside_solve_settings(settings, &inner, &err);
  if (status == PLY_OK && made->record.arena == NULL)
    status = ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK) status = gather(&g, scenario->scenario, &err);
  parley_inside_lines_done(&asked);
  made->stopped_by = g.stopped_by;
  if (status == PLY_OK)
    *readings = made;
  else
    parley_readings_free(made);
  return parley_inside_status(status, &err, error);
}

bool parley_readings_complete(const parley_readings *readings, const char **why) {
  if (why != NULL) *why = readings->stopped_by;
  return readings->stopped_by == NULL;
}

parley_status parley_readings_render(const parley_readings *readings, const char *format,
                                     const parley_render_settings *settings, char **text,
                                     parley_error *error) {
  return parley_inside_render(PLY_RECORD_READINGS, &readings->record, format, settings, text, error);
}

void parley_readings_free(parley_readings *readings) {
  if (readings == NULL) return;
  ply_readings_free(&readings->record);
  free(readings);
}
