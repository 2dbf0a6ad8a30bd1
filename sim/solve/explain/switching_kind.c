/* What is a number of the scenario: a fallback, a weight, the value of an option, another term, the firmness of a red
 * line, or part of the guarantee? Cost: the rows of its actor. */
#include "sim/solve/explain/explain.h"

static bool is_among(const ply_number *values, int n, const ply_number *number) {
  for (int o = 0; values != NULL && o < n; o++)
    if (values[o].id >= 0 && values[o].id == number->id) return true;
  return false;
}

const ply_payoff_row *ply_switching_row(const ply_scenario *s, const ply_number_info *info) {
  for (int k = 0; info->actor >= 0 && k < s->n_issues; k++) {
    const ply_payoff_row *row = &s->actors[info->actor].rows[k];
    if (is_among(row->values, s->issues[k].n_options, info->number) ||
        is_among(row->outsider, s->issues[k].n_options, info->number))
      return row;
  }
  return NULL;
}

static bool is_weight(const ply_scenario *s, const ply_number_info *info) {
  for (int k = 0; info->actor >= 0 && k < s->n_issues; k++)
    if (s->actors[info->actor].rows[k].weight.id == info->number->id) return true;
  return false;
}

ply_switching_kind ply_switching_kind_of(const ply_scenario *s, const ply_number_info *info) {
  switch (info->place) {
  case PLY_IN_RESERVATION: return PLY_SWITCHING_RESERVATION;
  case PLY_IN_RED_LINE: return PLY_SWITCHING_LINE;
  case PLY_IN_SECURITY: return PLY_SWITCHING_GUARANTEE;
  default: break;
  }
  if (is_weight(s, info)) return PLY_SWITCHING_WEIGHT;
  return ply_switching_row(s, info) != NULL ? PLY_SWITCHING_VALUE : PLY_SWITCHING_TERM;
}
