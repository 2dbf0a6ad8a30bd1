/* What follows as a number moves between two ends? One pass over the space finds whatever may be acceptable anywhere
 * between (sim/solve/batch/shared_pass.h); each place is then read off it. Cost: a pass; then what may be
 * acceptable at all, a place. */
#include "sim/api/inside.h"

#include "sim/solve/batch/shared_pass.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  UNASKED = PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET | PLY_SKIP_VETO | PLY_SKIP_DESIGNS | PLY_SKIP_SLACK |
            PLY_SKIP_REOPENED | PLY_SKIP_TALKS | PLY_SKIP_CONCORDANCE | PLY_SKIP_PARETO | PLY_SKIP_JOIN
};

struct parley_dial {
  const ply_scenario *scenario;
  ply_solve_settings settings;
  char *lines;
  int n;
  int *number;        /* [n] ids */
  double *low, *high; /* [n] */
  ply_envelope *envelope;
  ply_shared_pass *pass;
};

static ply_status read_number(parley_dial *dial, const parley_dial_number *given, ply_err *err) {
  int id = ply_scenario_number(dial->scenario, given->pointer), k = dial->n;
  if (id < 0) return ply_err_set(err, PLY_E_USAGE, "the scenario has no number at %.200s", given->pointer);
  const ply_number_info *info = &dial->scenario->numbers[id];
  for (int end = 0; end < 2; end++) {
    double value = end == 0 ? given->low : given->high;
    if (isfinite(value) && value >= info->least && value <= info->most &&
        !(info->above_least && value == info->least) && !(info->below_most && value == info->most))
      continue;
    return ply_err_set(err, PLY_E_USAGE, "%.200s: %g lies outside %g to %g", given->pointer, value,
                       info->least, info->most);
  }
  dial->number[k] = id;
  dial->low[k] = given->low;
  dial->high[k] = given->high;
  dial->n++;
  return PLY_OK;
}

/* The game at a place, 0 to 1, and the numbers that it was made of (the caller frees both). */
static ply_status game_at(const parley_dial *dial, double at, double **values, ply_game **game,
                          ply_err *err) {
  parley_asked_lines asked;
  const ply_scenario *s = dial->scenario;
  *game = NULL;
  *values = malloc(((size_t)s->n_numbers + 1) * sizeof **values);
  if (*values == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < s->n_numbers; i++) (*values)[i] = s->numbers[i].number->base;
  for (int k = 0; k < dial->n; k++)
    (*values)[dial->number[k]] = at < 1 ? dial->low[k] + at * (dial->high[k] - dial->low[k]) : dial->high[k];
  ply_status status = parley_inside_lines(dial->lines, &asked, err);
  if (status == PLY_OK) status = ply_game_compile(s, *values, &asked.lines, game, err);
  parley_inside_lines_done(&asked);
  return status;
}

/* Takes the games of both ends into the envelope; what lies between them lies in it. */
static ply_status make_envelope(parley_dial *dial, ply_err *err) {
  ply_status status = PLY_OK;
  for (int end = 0; end < 2 && status == PLY_OK; end++) {
    double *values = NULL;
    ply_game *game = NULL;
    status = game_at(dial, end, &values, &game, err);
    free(values);
    if (status == PLY_OK && end == 0) {
      dial->envelope = ply_envelope_new(game);
      game = NULL;
      if (dial->envelope == NULL) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
    } else if (status == PLY_OK && !ply_envelope_add(dial->envelope, game))
      status = ply_err_set(err, PLY_E_LIMIT, "the games of the two ends differ in more than numbers");
    ply_game_free(game);
  }
  return status;
}

static ply_status make_pass(parley_dial *dial, ply_err *err) {
  const ply_game *relaxed = ply_envelope_relaxed(dial->envelope);
  if (relaxed == NULL || !ply_shared_pass_possible(relaxed, ply_envelope_moved(dial->envelope)) ||
      !ply_shared_pass_pays(relaxed, &dial->settings))
    return ply_err_set(err, PLY_E_LIMIT, "one pass does not serve games of this kind");
  return ply_shared_pass_new(dial->envelope, &dial->settings, &dial->pass, err);
}

static ply_status make(parley_dial *dial, const parley_dial_number *numbers, int n,
                       const parley_solve_settings *settings, ply_err *err) {
  const char *lines = settings->red_lines != NULL ? settings->red_lines : "likely";
  ply_status status = parley_inside_solve_settings(settings, &dial->settings, err);
  dial->settings.skip = UNASKED;
  dial->settings.top = dial->settings.cloud = 0;
  dial->lines = malloc(strlen(lines) + 1);
  dial->number = calloc((size_t)n + 1, sizeof *dial->number);
  dial->low = calloc((size_t)n + 1, sizeof *dial->low);
  dial->high = calloc((size_t)n + 1, sizeof *dial->high);
  if (dial->lines == NULL || dial->number == NULL || dial->low == NULL || dial->high == NULL)
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  memcpy(dial->lines, lines, strlen(lines) + 1);
  for (int k = 0; k < n && status == PLY_OK; k++) status = read_number(dial, &numbers[k], err);
  if (status == PLY_OK) status = make_envelope(dial, err);
  return status == PLY_OK ? make_pass(dial, err) : status;
}

parley_status parley_dial_new(const parley_scenario *scenario, const parley_dial_number *numbers, int n,
                              const parley_solve_settings *settings, parley_dial **dial,
                              parley_error *error) {
  parley_solve_settings standard = parley_solve_settings_default();
  ply_err err = {0};
  *dial = NULL;
  parley_dial *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  made->scenario = scenario->scenario;
  ply_status status = make(made, numbers, n, settings != NULL ? settings : &standard, &err);
  if (status == PLY_OK)
    *dial = made;
  else
    parley_dial_free(made);
  return parley_inside_status(status, &err, error);
}

parley_status parley_dial_solve(const parley_dial *dial, double at, parley_result **result,
                                parley_error *error) {
  double *values = NULL;
  ply_game *game = NULL;
  ply_err err = {0};
  *result = NULL;
  parley_result *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_status status = at >= 0 && at <= 1
                          ? game_at(dial, at, &values, &game, &err)
                          : ply_err_set(&err, PLY_E_USAGE, "a dial stands between 0 and 1, not at %g", at);
  if (status == PLY_OK && !ply_shared_pass_covers(dial->pass, game))
    status = ply_err_set(&err, PLY_E_LIMIT, "the game at this place differs in more than numbers");
  if (status == PLY_OK)
    status = ply_shared_pass_solve(dial->pass, game, &dial->settings, &made->result, &err);
  if (status == PLY_OK) {
    made->result->version = parley_version();
    made->result->join_equilibria = (ply_count){0, made->result->feasible.high};
    status = parley_inside_verify(game, values, dial->settings.seed, made->result, &err);
  }
  free(values);
  ply_game_free(game);
  if (status == PLY_OK)
    *result = made;
  else
    parley_result_free(made);
  return parley_inside_status(status, &err, error);
}

void parley_dial_free(parley_dial *dial) {
  if (dial == NULL) return;
  ply_shared_pass_free(dial->pass);
  ply_envelope_free(dial->envelope);
  free(dial->lines);
  free(dial->number);
  free(dial->low);
  free(dial->high);
  free(dial);
}
