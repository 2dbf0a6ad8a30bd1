/* One run: its point, its numbers, its red lines, the game, and what is kept of it. Where all outputs are
 * about designs, the rest of the space is not searched; and where only reservations moved since the run
 * before, the game and its payoffs stay and the margins alone are new. What a run gives never depends on the
 * run before it. Cost: compiling the game (the size of the scenario) and the designs; or one solve. */
#include "sim/solve/solve.h"
#include "sim/sweep/inside.h"

#include <stdlib.h>
#include <string.h>

struct ply_runner {
  const ply_sweep *sweep;
  ply_stop stop;
  ply_arena *arena;
  ply_coordinate *point;
  double *values, *before; /* [room_values] */
  int room_values;
  bool *moves_reservation; /* [room_values]: numbers that are reservations */
  const ply_variant *variant;
  bool owned;                     /* the variant is this runner's */
  ply_game *game;                 /* of the run before, light path only */
  uint64_t *lines, *lines_before; /* which lines are in force, a bit each */
  int n_lines;
  const char **ids;           /* of lines in force */
  const char *const *all_ids; /* [n_lines] "actor/line" of the base */
  ply_light_design *designs;
  ply_need *need; /* [n_designs] of the light path; PLY_NEED_JSON: not asked for */
};

static bool make_ids(ply_runner *r) {
  const ply_scenario *s = r->sweep->scenario;
  for (int i = 0; i < s->n_actors; i++) r->n_lines += s->actors[i].n_red_lines;
  const char **ids = PLY_NEW(r->arena, r->n_lines + 1, const char *);
  size_t words = (size_t)r->n_lines / 64 + 1;
  r->ids = PLY_NEW(r->arena, r->n_lines + 1, const char *);
  r->lines = PLY_NEW(r->arena, words, uint64_t);
  r->lines_before = PLY_NEW(r->arena, words, uint64_t);
  if (ids == NULL || r->ids == NULL || r->lines == NULL || r->lines_before == NULL) return false;
  int n = 0;
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++)
      if ((ids[n++] = ply_arena_printf(r->arena, "%s/%s", s->actors[i].id, s->actors[i].red_lines[l].id)) ==
          NULL)
        return false;
  r->all_ids = ids;
  return true;
}

static bool make_designs(ply_runner *r) {
  const ply_sweep *sweep = r->sweep;
  size_t n = (size_t)sweep->scenario->n_designs, actors = (size_t)sweep->scenario->n_actors;
  r->designs = PLY_NEW(r->arena, n + 1, ply_light_design);
  r->need = PLY_NEW(r->arena, n + 1, ply_need);
  if (r->designs == NULL || r->need == NULL) return false;
  for (size_t d = 0; d < n; d++) {
    r->need[d] = PLY_NEED_JSON;
    r->designs[d].payoffs = PLY_NEW(r->arena, actors, double);
    r->designs[d].margins = PLY_NEW(r->arena, actors, double);
    if (r->designs[d].payoffs == NULL || r->designs[d].margins == NULL) return false;
  }
  for (int o = 0; o < sweep->n_outputs; o++) {
    int d = sweep->outputs[o].design;
    if (d < 0) continue;
    ply_need need = sweep->outputs[o].measure->need;
    if (r->need[d] == PLY_NEED_JSON || need > r->need[d]) r->need[d] = need;
  }
  return true;
}

ply_runner *ply_runner_new(const ply_sweep *sweep, ply_stop stop) {
  ply_arena *arena = ply_arena_new();
  ply_runner *r = arena != NULL ? PLY_NEW(arena, 1, ply_runner) : NULL;
  if (r == NULL) {
    ply_arena_free(arena);
    return NULL;
  }
  *r = (ply_runner){.sweep = sweep, .stop = stop, .arena = arena};
  r->point = PLY_NEW(arena, sweep->n_parameters + 1, ply_coordinate);
  if (r->point != NULL && make_ids(r) && make_designs(r)) return r;
  ply_runner_free(r);
  return NULL;
}

static void drop_variant(ply_runner *r) {
  ply_game_free(r->game);
  r->game = NULL;
  if (r->owned) ply_variant_free((ply_variant *)(uintptr_t)r->variant);
  r->variant = NULL;
  r->owned = false;
}

void ply_runner_free(ply_runner *r) {
  if (r == NULL) return;
  drop_variant(r);
  free(r->values);
  free(r->before);
  free(r->moves_reservation);
  ply_arena_free(r->arena);
}

/* ---- the run's scenario, numbers, lines ---- */

static bool find_reservations(ply_runner *r, const ply_scenario *s) {
  if (s->n_numbers > r->room_values || r->values == NULL) {
    free(r->values);
    free(r->before);
    free(r->moves_reservation);
    r->room_values = s->n_numbers + 1;
    r->values = calloc((size_t)r->room_values, sizeof *r->values);
    r->before = calloc((size_t)r->room_values, sizeof *r->before);
    r->moves_reservation = calloc((size_t)r->room_values, sizeof *r->moves_reservation);
    if (r->values == NULL || r->before == NULL || r->moves_reservation == NULL) return false;
  }
  memset(r->moves_reservation, 0, (size_t)r->room_values * sizeof *r->moves_reservation);
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].reservation_design < 0 && s->actors[i].reservation.id >= 0)
      r->moves_reservation[s->actors[i].reservation.id] = true;
  return true;
}

/* Turns to the run's variant of the scenario; false without memory. */
static bool take_variant(ply_runner *r) {
  bool owned;
  const ply_variant *variant = ply_variant_of(r->sweep, r->point, &owned);
  if (variant == NULL) return false;
  if (variant == r->variant) return true;
  drop_variant(r);
  r->variant = variant;
  r->owned = owned;
  return variant->scenario == NULL || find_reservations(r, variant->scenario);
}

static void take_values(ply_runner *r) {
  const ply_sweep *sweep = r->sweep;
  const ply_scenario *s = r->variant->scenario;
  for (int i = 0; i < s->n_numbers; i++) r->values[i] = s->numbers[i].number->base;
  const int *number = r->variant->number;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++, number++) {
      const ply_parameter *p = &sweep->parameters[k];
      if (*number >= 0 && r->point[k].level != PLY_AT_BASE)
        r->values[*number] = ply_draw_number(p, &p->targets[t], r->point[k]);
    }
  ply_weights_apply(r->variant->weights, r->variant->n_weights, r->values);
}

/* Which lines are in force where some are drawn: the others by their firmness. */
static void take_lines(ply_runner *r, ply_lines *lines) {
  const ply_sweep *sweep = r->sweep;
  const ply_scenario *s = r->variant->scenario;
  int id = 0;
  lines->choice = PLY_LINES_LIST;
  lines->ids = r->ids;
  memset(r->lines, 0, ((size_t)r->n_lines / 64 + 1) * sizeof *r->lines);
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines && id < r->n_lines; l++, id++) {
      bool in = ply_number_value(&s->actors[i].red_lines[l].firm, r->values) >= 0.5;
      for (int k = 0; k < sweep->n_parameters; k++) {
        const ply_parameter *p = &sweep->parameters[k];
        if (p->spread == PLY_LINE && p->line_actor == i && p->line == l && r->point[k].level != PLY_AT_BASE)
          in = ply_draw_line(p, r->point[k]);
      }
      if (!in) continue;
      r->lines[id / 64] |= (uint64_t)1 << (id % 64);
      r->ids[lines->n++] = r->all_ids[id];
    }
}

static bool draws_lines(const ply_sweep *sweep) {
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].spread == PLY_LINE) return true;
  return false;
}

/* ---- the two paths ---- */

static bool same_but_reservations(const ply_runner *r) {
  const ply_scenario *s = r->variant->scenario;
  if (r->game == NULL ||
      memcmp(r->lines, r->lines_before, ((size_t)r->n_lines / 64 + 1) * sizeof *r->lines) != 0)
    return false;
  for (int i = 0; i < s->n_numbers; i++)
    if (r->values[i] != r->before[i] && !r->moves_reservation[i]) return false;
  return true;
}

static void new_reservations(ply_runner *r) {
  const ply_scenario *s = r->variant->scenario;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].reservation_design < 0)
      r->game->reservation[i] = ply_number_value(&s->actors[i].reservation, r->values);
}

static ply_status not_settled(ply_err *err) {
  return ply_err_set(err, PLY_E_INPUT, "the honour game does not settle in 10,000 rounds");
}

static ply_status run_light(ply_runner *r, const ply_lines *lines, ply_reading *from, ply_err *err) {
  const ply_scenario *s = r->variant->scenario;
  if (same_but_reservations(r)) {
    new_reservations(r);
  } else {
    ply_game_free(r->game);
    r->game = NULL;
    ply_status status = ply_game_compile(s, r->values, lines, &r->game, err);
    if (status != PLY_OK) return status;
    for (int d = 0; d < s->n_designs; d++) r->designs[d].done = false;
  }
  memcpy(r->before, r->values, (size_t)s->n_numbers * sizeof *r->before);
  memcpy(r->lines_before, r->lines, ((size_t)r->n_lines / 64 + 1) * sizeof *r->lines);
  for (int d = 0; d < s->n_designs; d++)
    if (r->need[d] != PLY_NEED_JSON &&
        !ply_light_design_of(r->game, d, r->need[d] >= PLY_NEED_MOVES, &r->designs[d]))
      return not_settled(err);
  from->game = r->game;
  from->designs = r->designs;
  return PLY_OK;
}

/* Questions that no output asks: on large spaces most of the time goes there. */
static unsigned skipped(const ply_sweep *sweep) {
  unsigned skip = PLY_SKIP_PARETO | PLY_SKIP_DESIGNS | PLY_SKIP_TALKS | PLY_SKIP_CONCORDANCE;
  if (sweep->renders) return 0;
  for (int o = 0; o < sweep->n_outputs; o++) {
    const char *name = sweep->outputs[o].measure->name;
    if (strncmp(name, "pareto", 6) == 0) skip &= ~(unsigned)PLY_SKIP_PARETO;
    if (strncmp(name, "design", 6) == 0) skip &= ~(unsigned)PLY_SKIP_DESIGNS;
    if (strncmp(name, "talks", 5) == 0 || sweep->outputs[o].concept == PLY_CONCEPT_TALKS)
      skip &= ~(unsigned)PLY_SKIP_TALKS;
  }
  return skip;
}

static ply_status run_solve(ply_runner *r, const ply_lines *lines, ply_result **result, ply_err *err) {
  ply_solve_settings settings = {.skip = skipped(r->sweep),
                                 .threads = 1,
                                 .memory_bytes = r->sweep->memory_bytes,
                                 .seed = 1,
                                 .stop = r->stop};
  ply_game_free(r->game);
  r->game = NULL;
  ply_status status = ply_game_compile(r->variant->scenario, r->values, lines, &r->game, err);
  if (status == PLY_OK) status = ply_solve(r->game, &settings, result, err);
  if (status != PLY_OK) return status;
  if (r->stop != NULL && *r->stop) return ply_err_set(err, PLY_E_STOPPED, "interrupted");
  if ((*result)->outcome == PLY_LIMIT_REACHED || (*result)->stopped_by != NULL)
    ply_err_set(err, PLY_E_LIMIT, "stopped by the limit: %s",
                (*result)->stopped_by != NULL ? (*result)->stopped_by : "size");
  return PLY_OK;
}

/* ---- cells ---- */

static void write_outputs(const ply_sweep *sweep, const ply_reading *from, ply_text *cells) {
  for (int o = 0; o < sweep->n_outputs; o++) {
    if (from != NULL) sweep->outputs[o].measure->write(&sweep->outputs[o], from, cells);
    ply_text_add(cells, ",");
  }
}

static const char *status_word(ply_status status) {
  switch (status) {
  case PLY_OK: return "ok";
  case PLY_E_LIMIT: return "limit";
  case PLY_E_MEMORY: return "memory";
  default: return "failed";
  }
}

static ply_status prepare_run(ply_runner *r, uint64_t run, ply_err *err) {
  const ply_scenario *base = r->sweep->scenario;
  ply_sample_point(r->sweep, run, r->point);
  if (!take_variant(r)) return PLY_E_MEMORY;
  const ply_scenario *s = r->variant->scenario;
  if (s == NULL) return ply_err_set(err, PLY_E_INPUT, "%s", r->variant->problem);
  if (s->n_actors != base->n_actors || s->n_issues != base->n_issues || s->n_designs != base->n_designs)
    return ply_err_set(err, PLY_E_INPUT, "this value adds or removes an actor, an issue or a design");
  take_values(r);
  return PLY_OK;
}

ply_status ply_runner_run(ply_runner *r, uint64_t run, ply_text *cells, ply_err *err) {
  const ply_sweep *sweep = r->sweep;
  ply_err why = {0};
  ply_lines lines = {0};
  ply_result *result = NULL;
  ply_text json;
  ply_text_init(&json);
  ply_status status = prepare_run(r, run, &why);
  if (status == PLY_E_MEMORY) return ply_err_set(err, status, "out of memory");
  ply_reading from = {.scenario = status == PLY_OK ? r->variant->scenario : NULL};
  if (status == PLY_OK) {
    if (draws_lines(sweep))
      take_lines(r, &lines);
    else
      lines = sweep->lines;
    status = sweep->solves ? run_solve(r, &lines, &result, &why) : run_light(r, &lines, &from, &why);
  }
  if (status == PLY_OK && sweep->solves) {
    from.game = r->game;
    from.result = result;
    if (sweep->renders) status = sweep->json(result, &json, &why);
    from.json = json.data;
  }
  if (status == PLY_E_STOPPED) {
    ply_err_set(err, status, "interrupted");
  } else {
    write_outputs(sweep, status == PLY_OK ? &from : NULL, cells);
    if (status == PLY_OK && result != NULL && result->outcome == PLY_LIMIT_REACHED) status = PLY_E_LIMIT;
    ply_text_addf(cells, "%s,", status_word(status));
    if (status != PLY_OK) ply_cell_text(cells, why.message);
    status = cells->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
  }
  ply_result_free(result);
  ply_text_done(&json);
  return status;
}
