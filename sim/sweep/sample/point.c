/* What a run puts into the game: its numbers, and which red lines are in force. Cost: the numbers and red
 * lines of the scenario. */
#include "sim/sweep/inside.h"

#include <string.h>

void ply_point_numbers(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                       double *values) {
  const ply_scenario *s = variant->scenario;
  for (int i = 0; i < s->n_numbers; i++) values[i] = s->numbers[i].number->base;
  const int *number = variant->number;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++, number++) {
      const ply_parameter *p = &sweep->parameters[k];
      if (*number >= 0 && point[k].stands != PLY_AT_BASE)
        values[*number] = ply_draw_number(p, &p->targets[t], point[k]);
    }
}

void ply_point_values(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                      double *values) {
  ply_point_numbers(sweep, variant, point, values);
  ply_weights_apply(variant->weights, variant->n_weights, values);
}

bool ply_point_draws_lines(const ply_sweep *sweep) {
  for (int k = 0; k < sweep->n_parameters; k++)
    if (sweep->parameters[k].distribution == PLY_LINE) return true;
  return false;
}

/* Whether a line is in force: drawn, or what is likely. */
static bool in_force(const ply_sweep *sweep, const ply_red_line *line, int actor, int l,
                     const ply_coordinate *point, const double *values) {
  bool in = ply_line_likely(line, values);
  for (int k = 0; k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (p->distribution == PLY_LINE && p->line_actor == actor && p->line == l &&
        point[k].stands != PLY_AT_BASE)
      in = ply_draw_line(p, point[k]);
  }
  return in;
}

void ply_point_draw_lines(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                          const double *values, ply_line_ids *ids) {
  const ply_scenario *s = variant->scenario;
  int id = 0;
  memset(ids->bits, 0, ((size_t)ids->n / 64 + 1) * sizeof *ids->bits);
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines && id < ids->n; l++, id++)
      if (in_force(sweep, &s->actors[i].red_lines[l], i, l, point, values))
        ids->bits[id / 64] |= (uint64_t)1 << (id % 64);
}

bool ply_point_ids(const ply_sweep *sweep, ply_arena *arena, ply_line_ids *out) {
  const ply_scenario *s = sweep->scenario;
  int n = 0;
  for (int i = 0; i < s->n_actors; i++) n += s->actors[i].n_red_lines;
  *out = (ply_line_ids){.n = n};
  const char **all = PLY_NEW(arena, n + 1, const char *);
  out->in_force = PLY_NEW(arena, n + 1, const char *);
  out->bits = PLY_NEW(arena, n / 64 + 1, uint64_t);
  if (all == NULL || out->in_force == NULL || out->bits == NULL) return false;
  n = 0;
  for (int i = 0; i < s->n_actors; i++)
    for (int l = 0; l < s->actors[i].n_red_lines; l++, n++)
      if ((all[n] = ply_arena_printf(arena, "%s/%s", s->actors[i].id, s->actors[i].red_lines[l].id)) == NULL)
        return false;
  out->all = all;
  return true;
}

void ply_point_listed(ply_line_ids *ids, ply_lines *lines) {
  *lines = (ply_lines){.choice = PLY_LINES_LIST, .ids = ids->in_force};
  for (int id = 0; id < ids->n; id++)
    if (ids->bits[id / 64] >> (id % 64) & 1) ids->in_force[lines->n++] = ids->all[id];
}

void ply_point_lines(const ply_sweep *sweep, const ply_variant *variant, const ply_coordinate *point,
                     const double *values, ply_line_ids *ids, ply_lines *lines) {
  *lines = sweep->lines;
  if (!ply_point_draws_lines(sweep)) return;
  ply_point_draw_lines(sweep, variant, point, values, ids);
  ply_point_listed(ids, lines);
}
