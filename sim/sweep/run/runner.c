/* One run: its point, its numbers, its red lines, the game, and what is kept of it. Only what the numbers
 * touch that moved since the run before is worked out again: reservations alone leave the game and its
 * payoffs as they are, values and weights leave what the guarantee does at each design. Where all outputs are
 * about designs, the rest of the space is not searched. What a run gives never depends on the run before it.
 * Cost: compiling the game (the size of the scenario) and the designs; or one solve; or, where reservations
 * alone move, the acceptable bundles (see reuse.c). */
#include "sim/solve/solve.h"
#include "sim/sweep/inside.h"

#include <stdlib.h>
#include <string.h>

struct ply_runner {
  const ply_sweep *sweep;
  ply_stop stop;
  ply_arena *arena;
  ply_coordinate *point;
  int threads;             /* for a pass that others wait for */
  double *values, *before; /* [room_values] */
  int room_values;
  unsigned char *touches; /* [room_values]: what each number touches */
  const ply_variant *variant;
  bool owned;     /* the variant is this runner's */
  ply_game *game; /* of the run before */
  ply_line_ids ids;
  uint64_t *lines_before; /* which lines were in force in the run before, as bits */
  ply_designs_only_design *designs;
  ply_need *need; /* [n_designs] of designs worked out alone; PLY_NEED_JSON: not asked for */
  bool placed;    /* the designs' bundles are those of the game */
};

/* What a number touches, and all that comes after it. */
enum { NOTHING, RESERVATIONS, PAYOFFS, SECURITY, LINES };

static bool make_ids(ply_runner *r) {
  if (!ply_point_ids(r->sweep, r->arena, &r->ids)) return false;
  r->lines_before = PLY_NEW(r->arena, r->ids.n / 64 + 1, uint64_t);
  return r->lines_before != NULL;
}

/* The designs that a stance asks about, and whether what one candidate's moves would do. */
static void need_stance(ply_runner *r, const ply_concordance *stance) {
  for (int k = 0; k < stance->n_checks; k++) {
    const ply_check *c = &stance->checks[k];
    bool moves = c->kind == PLY_CHECK_SUSTAINED || c->kind == PLY_CHECK_STABLE;
    ply_need need = moves ? PLY_NEED_MOVES : PLY_NEED_PAYOFFS;
    if (c->design >= 0 && (r->need[c->design] == PLY_NEED_JSON || need > r->need[c->design]))
      r->need[c->design] = need;
    if (c->other_design >= 0 && r->need[c->other_design] == PLY_NEED_JSON)
      r->need[c->other_design] = PLY_NEED_PAYOFFS;
  }
}

static bool make_designs(ply_runner *r) {
  const ply_sweep *sweep = r->sweep;
  size_t n = (size_t)sweep->scenario->n_designs, actors = (size_t)sweep->scenario->n_actors;
  r->designs = PLY_NEW(r->arena, n + 1, ply_designs_only_design);
  r->need = PLY_NEW(r->arena, n + 1, ply_need);
  if (r->designs == NULL || r->need == NULL) return false;
  for (size_t d = 0; d < n; d++) {
    r->need[d] = PLY_NEED_JSON;
    r->designs[d].payoffs = PLY_NEW(r->arena, actors, double);
    r->designs[d].margins = PLY_NEW(r->arena, actors, double);
    if (r->designs[d].payoffs == NULL || r->designs[d].margins == NULL) return false;
  }
  for (int i = 0; i < sweep->scenario->n_concordance; i++)
    for (int o = 0; o < sweep->n_outputs; o++)
      if (ply_output_asks_stance(&sweep->outputs[o], i)) need_stance(r, &sweep->scenario->concordance[i]);
  for (int o = 0; o < sweep->n_outputs; o++) {
    int d = sweep->outputs[o].design;
    ply_need need = sweep->outputs[o].measure->need;
    if (d < 0 || need >= PLY_NEED_SOLVE || !(ply_outputs_skip(sweep) & PLY_SKIP_DESIGNS)) continue;
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
  *r = (ply_runner){.sweep = sweep, .stop = stop, .arena = arena, .threads = 1};
  r->point = PLY_NEW(arena, sweep->n_parameters + 1, ply_coordinate);
  if (r->point != NULL && make_ids(r) && make_designs(r)) return r;
  ply_runner_free(r);
  return NULL;
}

void ply_runner_threads(ply_runner *r, int threads) { r->threads = threads; }

static void drop_game(ply_runner *r) {
  ply_game_free(r->game);
  r->game = NULL;
}

static void drop_variant(ply_runner *r) {
  drop_game(r);
  r->placed = false;
  if (r->owned) ply_variant_free((ply_variant *)(uintptr_t)r->variant);
  r->variant = NULL;
  r->owned = false;
}

void ply_runner_free(ply_runner *r) {
  if (r == NULL) return;
  drop_variant(r);
  free(r->values);
  free(r->before);
  free(r->touches);
  ply_arena_free(r->arena);
}

/* ---- the run's scenario, numbers, lines ---- */

static bool make_room(ply_runner *r, int n_numbers) {
  if (n_numbers <= r->room_values && r->values != NULL) return true;
  free(r->values);
  free(r->before);
  free(r->touches);
  r->room_values = n_numbers + 1;
  r->values = calloc((size_t)r->room_values, sizeof *r->values);
  r->before = calloc((size_t)r->room_values, sizeof *r->before);
  r->touches = calloc((size_t)r->room_values, sizeof *r->touches);
  return r->values != NULL && r->before != NULL && r->touches != NULL;
}

/* Which lines are in force may follow from their firmness. */
static void sort_numbers(ply_runner *r, const ply_scenario *s) {
  static const unsigned char touches[] = {[PLY_IN_PAYOFFS] = PAYOFFS,
                                          [PLY_IN_RESERVATION] = RESERVATIONS,
                                          [PLY_IN_RED_LINE] = LINES,
                                          [PLY_IN_SECURITY] = SECURITY};
  for (int i = 0; i < s->n_numbers; i++) r->touches[i] = touches[s->numbers[i].place];
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
  if (variant->scenario == NULL) return true;
  if (!make_room(r, variant->scenario->n_numbers)) return false;
  sort_numbers(r, variant->scenario);
  return true;
}

/* ---- the game, designs, the space ---- */

/* What has to be worked out again since the run before. */
static int touched(const ply_runner *r) {
  const ply_scenario *s = r->variant->scenario;
  size_t words = (size_t)r->ids.n / 64 + 1;
  int most = NOTHING;
  if (r->game == NULL || memcmp(r->ids.bits, r->lines_before, words * sizeof *r->lines_before) != 0)
    return LINES;
  for (int i = 0; i < s->n_numbers; i++)
    if (r->values[i] != r->before[i] && r->touches[i] > most) most = r->touches[i];
  return most;
}

static void new_reservations(ply_runner *r) {
  const ply_scenario *s = r->variant->scenario;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].reservation_design < 0)
      r->game->reservation[i] = ply_number_value(&s->actors[i].reservation, r->values);
}

/* Makes the run's game, or what of it is new. */
static ply_status take_game(ply_runner *r, const ply_lines *lines, ply_err *err) {
  const ply_scenario *s = r->variant->scenario;
  int what = touched(r);
  if (what >= PAYOFFS) {
    drop_game(r);
    ply_status status = ply_game_compile(s, r->values, lines, &r->game, err);
    if (status != PLY_OK) return status;
  } else if (what == RESERVATIONS) {
    new_reservations(r);
  }
  if (what == LINES) r->placed = false;
  for (int d = 0; d < s->n_designs && what >= PAYOFFS; d++)
    ply_designs_only_forget(&r->designs[d], what >= SECURITY);
  memcpy(r->before, r->values, (size_t)s->n_numbers * sizeof *r->before);
  memcpy(r->lines_before, r->ids.bits, ((size_t)r->ids.n / 64 + 1) * sizeof *r->lines_before);
  return PLY_OK;
}

static ply_status run_designs(ply_runner *r, ply_reading *from, ply_err *err) {
  const ply_scenario *s = r->variant->scenario;
  for (int d = 0; d < s->n_designs; d++) {
    if (r->need[d] == PLY_NEED_JSON) continue;
    if (!r->placed &&
        !ply_designs_only_place(r->game, d, r->need[d] >= PLY_NEED_MOVES, r->arena, &r->designs[d]))
      return PLY_E_MEMORY;
    if (!ply_designs_only_judge(r->game, &r->designs[d]))
      return ply_err_set(err, PLY_E_INPUT, "the honour game does not settle in 10,000 rounds");
  }
  r->placed = true;
  if (ply_outputs_skip(r->sweep) & PLY_SKIP_DESIGNS) from->designs = r->designs;
  from->named = r->designs;
  return PLY_OK;
}

static ply_status run_solve(ply_runner *r, ply_result **result, ply_err *err) {
  ply_solve_settings settings = {.skip = ply_outputs_skip(r->sweep),
                                 .threads = 1,
                                 .memory_bytes = r->sweep->memory_bytes,
                                 .seed = 1,
                                 .stop = r->stop};
  const ply_shared_pass *pass = ply_reuse_of(r->sweep, r->variant, r->point, r->game, r->threads, r->stop);
  if (r->stop != NULL && *r->stop) return ply_err_set(err, PLY_E_STOPPED, "interrupted");
  ply_status status = pass != NULL ? ply_shared_pass_solve(pass, r->game, &settings, result, err)
                                   : ply_solve(r->game, &settings, result, err);
  if (status != PLY_OK) return status;
  if (r->stop != NULL && *r->stop) return ply_err_set(err, PLY_E_STOPPED, "interrupted");
  if ((*result)->outcome == PLY_LIMIT_REACHED || (*result)->stopped_by != NULL)
    ply_err_set(err, PLY_E_LIMIT, "stopped by the limit: %s",
                (*result)->stopped_by != NULL ? (*result)->stopped_by : "size");
  return PLY_OK;
}

/* What a run leaves behind beside its game. */
typedef struct leavings {
  ply_result *result;
  ply_negotiation *talk;
  ply_text json;
} leavings;

/* Whether the output that decides it says that the whole space is to be looked at. */
static ply_status is_wanted(const ply_output *output, const ply_reading *from, bool *wanted) {
  ply_text cell;
  ply_text_init(&cell);
  output->measure->write(output, from, &cell);
  *wanted = cell.data != NULL && strcmp(cell.data, "1") == 0;
  ply_status status = cell.failed ? PLY_E_MEMORY : PLY_OK;
  ply_text_done(&cell);
  return status;
}

/* The game of the run, and all that outputs ask of it. */
static ply_status work_out(ply_runner *r, uint64_t run, ply_reading *from, leavings *made, ply_err *err) {
  const ply_sweep *sweep = r->sweep;
  ply_lines lines = {0};
  ply_point_lines(sweep, r->variant, r->point, r->values, &r->ids, &lines);
  ply_status status = take_game(r, &lines, err);
  if (status == PLY_OK) status = run_designs(r, from, err);
  from->game = r->game;
  if (status == PLY_OK && sweep->talks) status = ply_run_talk(sweep, r->game, run, r->stop, &made->talk, err);
  from->talk = made->talk;
  if (status != PLY_OK || !sweep->solves) return status;
  if (sweep->solve_where >= 0) {
    bool wanted;
    status = is_wanted(&sweep->outputs[sweep->solve_where], from, &wanted);
    if (status != PLY_OK || !wanted) return status;
  }
  status = run_solve(r, &made->result, err);
  from->result = made->result;
  if (status == PLY_OK && sweep->renders) status = sweep->json(made->result, &made->json, err);
  from->json = made->json.data;
  return status;
}

/* ---- cells ---- */

static void write_outputs(const ply_sweep *sweep, const ply_reading *from, ply_text *cells) {
  for (int o = 0; o < sweep->n_outputs; o++) {
    bool there = from != NULL && (from->result != NULL || sweep->outputs[o].measure->need < PLY_NEED_SOLVE);
    if (there) sweep->outputs[o].measure->write(&sweep->outputs[o], from, cells);
    ply_text_add(cells, ",");
  }
}

static const char *status_word(ply_status status) {
  switch (status) {
  case PLY_OK: return "ok";
  case PLY_E_LIMIT: return "limit";
  case PLY_E_MEMORY: return "memory";
  case PLY_E_SYSTEM: return "system";
  default: return "failed";
  }
}

static ply_status prepare_run(ply_runner *r, uint64_t run, ply_err *err) {
  ply_sample_point(r->sweep, run, r->point);
  if (!take_variant(r)) return PLY_E_MEMORY;
  ply_status status = ply_variant_fits(r->sweep, r->variant, err);
  if (status != PLY_OK) return status;
  ply_point_values(r->sweep, r->variant, r->point, r->values);
  return PLY_OK;
}

ply_status ply_runner_run(ply_runner *r, uint64_t run, ply_text *cells, ply_err *err) {
  const ply_sweep *sweep = r->sweep;
  ply_err why = {0};
  leavings made = {0};
  ply_text_init(&made.json);
  ply_status status = prepare_run(r, run, &why);
  if (status == PLY_E_MEMORY) return ply_err_set(err, status, "out of memory");
  ply_reading from = {.scenario = status == PLY_OK ? r->variant->scenario : NULL};
  if (status == PLY_OK) status = work_out(r, run, &from, &made, &why);
  if (status == PLY_E_STOPPED) {
    ply_err_set(err, status, "interrupted");
  } else {
    write_outputs(sweep, status == PLY_OK ? &from : NULL, cells);
    if (status == PLY_OK && made.result != NULL && made.result->outcome == PLY_LIMIT_REACHED)
      status = PLY_E_LIMIT;
    ply_text_addf(cells, "%s,", status_word(status));
    if (status != PLY_OK) ply_cell_text(cells, why.message);
    status = cells->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
  }
  ply_result_free(made.result);
  ply_negotiation_free(made.talk);
  ply_text_done(&made.json);
  return status;
}
