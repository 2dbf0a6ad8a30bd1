/* Is a number likely to be a slip? Two questions of each actor, told as warnings, since nothing forbids the answer:
 *
 * - Does one option count twenty times as much as anything else that the actor looks at (80 typed for 0.80)? Measured by
 *   weight times value, so that issues with units of their own are compared by what they bring.
 * - Can its answer vary at all? Its payoff lies between the sums of the least and of the most that each of its terms can be
 *   (section "Payoffs" of sim/game/README.md; indicators lie in [0, 1], scales between their floor and 1). A reservation
 *   above the most is a no to everything, one below the least a yes to everything but red lines.
 *
 * Base values; actors with tables over several issues, and those whose reservation is a design, are left out of the second.
 * Cost: the size of the payoff tables. */
#include "sim/scenario/fields.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const ply_hint no_hint = {0};
static const double OUT_OF_LINE = 20,
                    NARROW = 0.05; /* NARROW: of its range, so that a pie with a smallest slice is fine */
enum { FEWEST = 4 };               /* other numbers, for one to be out of line */

/* What one option of an issue brings, in either table. */
static double brings(const ply_payoff_row *row, const ply_number *values, int option) {
  double input[PLY_FAMILY_INPUTS];
  ply_payoff_inputs(row, &values[option], NULL, input);
  return ply_family_worth(row->family, input);
}

/* The largest two sizes so far, and where the largest is. */
typedef struct sizes {
  double first, second;
  int issue, option, n;
  bool outsider;
} sizes;

static void look_at(sizes *s, double size, int issue, int option, bool outsider) {
  size = fabs(size);
  s->n += size > 0;
  if (size > s->first) {
    s->second = s->first;
    s->first = size;
    s->issue = issue;
    s->option = option;
    s->outsider = outsider;
  } else if (size > s->second) {
    s->second = size;
  }
}

static void check_line(ply_reader *r, int i) {
  const ply_scenario *s = own(r)->s;
  const ply_actor *a = &s->actors[i];
  sizes seen = {0};
  for (int k = 0; k < s->n_issues; k++)
    for (int o = 0; o < s->issues[k].n_options; o++) {
      const ply_payoff_row *row = &a->rows[k];
      if (row->values != NULL) look_at(&seen, brings(row, row->values, o), k, o, false);
      if (row->outsider != NULL) look_at(&seen, brings(row, row->outsider, o), k, o, true);
    }
  if (seen.n <= FEWEST || !(seen.first > OUT_OF_LINE * seen.second)) return;
  const ply_issue *issue = &s->issues[seen.issue];
  const ply_node *payoff = ply_node_find(ply_node_find(own(r)->actor_at[i], "payoffs"), issue->id);
  const ply_node *at = ply_node_find(ply_node_find(payoff, seen.outsider ? "outsider" : "values"),
                                     issue->options[seen.option].id);
  if (at == NULL) return;
  const ply_payoff_row *row = &a->rows[seen.issue];
  ply_report_problem(
      r->tree, W911, at, AT_VALUE, no_hint,
      "%s: %s=%s brings %g (weight %g x value %g), %.0f times as much as anything else %s looks at: is "
      "the number right?",
      a->name != NULL ? a->name : a->id, issue->id, issue->options[seen.option].id,
      brings(row, seen.outsider ? row->outsider : row->values, seen.option), row->weight.base,
      (seen.outsider ? row->outsider : row->values)[seen.option].base, seen.first / seen.second, a->id);
}

typedef struct bounds {
  double least, most;
} bounds;

static void add(bounds *b, double least, double most) {
  b->least += fmin(least, most);
  b->most += fmax(least, most);
}

/* What is left of an option's worth where the indicator that its family looks at is 0. */
static double least_share(const ply_payoff_row *row, const ply_number *value) {
  double input[PLY_FAMILY_INPUTS];
  ply_payoff_inputs(row, value, NULL, input);
  return row->family != NULL && row->family->scale != NULL ? row->family->scale(input, 0) : 1;
}

/* One issue: its options in either table, in full and at the least share. */
static void add_issue(bounds *b, const ply_issue *issue, const ply_payoff_row *row) {
  double least = INFINITY, most = -INFINITY;
  for (int t = 0; t < 2; t++) {
    const ply_number *values = t == 0 ? row->values : row->outsider;
    for (int o = 0; values != NULL && o < issue->n_options; o++) {
      double full = brings(row, values, o), floor = least_share(row, &values[o]);
      least = fmin(least, fmin(full, full * floor));
      most = fmax(most, fmax(full, full * floor));
    }
  }
  if (least <= most) add(b, least, most);
}

static void add_table(bounds *b, const ply_payoff_table *table) {
  double least = INFINITY, most = -INFINITY;
  for (uint32_t e = 0; e < table->n_entries; e++) {
    double value = ply_table_value(table, e, NULL);
    least = fmin(least, value);
    most = fmax(most, value);
  }
  add(b, least, most);
}

static bounds bounds_of(const ply_scenario *s, const ply_actor *a) {
  bounds b = {0};
  for (int k = 0; k < s->n_issues; k++) add_issue(&b, &s->issues[k], &a->rows[k]);
  double least = 0, most = 0;
  for (int l = 0; a->candidate && a->level != NULL && l < s->n_levels; l++) {
    least = fmin(least, a->level[l].base);
    most = fmax(most, a->level[l].base);
  }
  add(&b, least, most);
  for (int t = 0; t < a->n_bonuses; t++) add(&b, 0, a->bonuses[t].gain.base);
  for (int t = 0; t < a->n_tables; t++) add_table(&b, &a->tables[t]);
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (a->has_stake[j]) add(&b, 0, a->stakes[j].base);
  return b;
}

static void check_reservation(ply_reader *r, int i) {
  const ply_actor *a = &own(r)->s->actors[i];
  const ply_node *at = ply_node_find(own(r)->actor_at[i], "reservation");
  if (at == NULL || a->reservation_design >= 0 || a->consent == PLY_NEVER) return;
  bounds b = bounds_of(own(r)->s, a);
  double d = a->reservation.base, tolerance = 1e-9 * fmax(1, fmax(fabs(b.least), fabs(b.most)));
  const char *name = a->name != NULL ? a->name : a->id;
  if (d > b.most + tolerance)
    ply_report_problem(r->tree, W912, at, AT_VALUE, no_hint,
                       "%s can never accept: the reservation is %g and no bundle gives it more than %g", name,
                       d, b.most);
  else if (a->n_red_lines == 0 && d < b.least - NARROW * (b.most - b.least) - tolerance)
    ply_report_problem(r->tree, W912, at, AT_VALUE, no_hint,
                       "%s accepts everything: the reservation is %g and every bundle gives it at "
                       "least %g",
                       name, d, b.least);
}

void ply_check_magnitudes(ply_reader *r) {
  if (r->tree->n_errors > 0) return;
  for (int i = 0; i < own(r)->s->n_actors; i++) {
    check_line(r, i);
    check_reservation(r, i);
  }
}
