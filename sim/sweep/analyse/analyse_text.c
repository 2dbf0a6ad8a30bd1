/* What a sweep says, for people: short tables and sentences. Shares come with how many runs they stand on;
 * indices with intervals and a check of whether the sample was large enough; boxes in words. */
#include "sim/sweep/analyse/analyse.h"

#include <math.h>
#include <string.h>

enum { SHOWN = 25 };

#define N(x) (unsigned long long)(x)

static void add_head(const ply_sensitivity *s, ply_text *out) {
  ply_text_addf(out, "%s\n%s, %s, %llu runs", s->scenario_title, s->output, s->method, N(s->runs));
  if (s->given != NULL)
    ply_text_addf(out, ": the %llu in which %s; %llu left out, %llu missing or failed.\n", N(s->used),
                  s->given, N(s->left_out), N(s->missing + s->failed + s->empty));
  else if (s->used == s->runs)
    ply_text_add(out, ", all of them used.\n");
  else
    ply_text_addf(out, ": %llu used; holes: %llu missing, %llu failed, %llu without this output.\n",
                  N(s->used), N(s->missing), N(s->failed), N(s->empty));
  if (s->n_stayed > 0)
    ply_text_addf(out, "%d of the scenario's %d ranges stayed at %s base: what they do is not in this.\n",
                  s->n_stayed, s->n_ranges, s->n_stayed == 1 ? "its" : "their");
}

/* Why a verdict has no share, and a number no mean. */
static void add_no_share(const ply_sensitivity *s, ply_text *out) {
  const char *what = !s->verdict && s->numeric ? "mean and no quantiles" : "share";
  if (s->trial == PLY_TRIAL_MORRIS)
    ply_text_addf(out,
                  "\nNo %s: Morris' points stand on a grid and follow each other; they are no draws from the "
                  "ranges.\n",
                  what);
  else if (s->trial == PLY_TRIAL_ALONE)
    ply_text_addf(out, "\nNo %s: values taken one at a time are no draws from the ranges.\n", what);
}

static void add_shares(const ply_sensitivity *s, ply_text *out) {
  if (s->n_shares == 0) {
    add_no_share(s, out);
    return;
  }
  bool drawn = s->sampled;
  ply_text_add(
      out, drawn
               ? "\nShare of runs (95 % interval; it covers the drawing, not whether the ranges are right)\n"
               : "\nShare of the points looked at (no chance is meant by it)\n");
  for (int i = 0; i < s->n_shares && i < SHOWN; i++) {
    const ply_value_share *v = &s->shares[i];
    const char *name = !s->verdict ? v->value : v->value[0] == '1' ? "yes" : "no";
    ply_text_addf(out, "  %6.2f %%", 100 * v->share.value);
    if (drawn) ply_text_addf(out, "  (%.2f to %.2f)", 100 * v->share.low, 100 * v->share.high);
    ply_text_addf(out, "  %8llu  %s\n", N(v->count), name);
  }
  if (s->n_shares > SHOWN) ply_text_addf(out, "  and %d more values\n", s->n_shares - SHOWN);
  if (drawn && s->share_of < s->used)
    ply_text_addf(out, "Of the %llu base points alone: the other runs repeat their columns.\n",
                  N(s->share_of));
}

static void add_numbers(const ply_sensitivity *s, ply_text *out) {
  if (!s->numeric || s->verdict || s->used == 0) return;
  if (s->trial == PLY_TRIAL_MORRIS || s->trial == PLY_TRIAL_ALONE) return; /* add_no_share */
  ply_text_addf(out,
                "\nMean %.6g, standard deviation %.6g\nQuantiles: 2.5 %% %.6g, 25 %% %.6g, median %.6g, 75 "
                "%% %.6g, 97.5 %% %.6g\n",
                s->mean, s->sd, s->quantile[0], s->quantile[1], s->quantile[2], s->quantile[3],
                s->quantile[4]);
}

static void add_indices(const ply_sensitivity *s, ply_text *out) {
  bool negative = false;
  ply_text_add(out, "\nSobol' indices (95 % bootstrap interval)\n       first order                total     "
                    "                 parameter\n");
  for (int i = 0; i < s->n_parameters; i++) {
    const ply_influence *e = &s->effects[i];
    ply_text_addf(out, "  %7.3f (%6.3f to %6.3f)  %7.3f (%6.3f to %6.3f)   %s\n", e->first.value,
                  e->first.low, e->first.high, e->total.value, e->total.low, e->total.high, e->name);
    negative = negative || e->first.value < 0;
  }
  for (int i = 0; i < s->n_pairs; i++)
    ply_text_addf(out, "  %7.3f (%6.3f to %6.3f)  together: %s and %s\n", s->pairs[i].index.value,
                  s->pairs[i].index.low, s->pairs[i].index.high, s->pairs[i].a, s->pairs[i].b);
  if (s->dropped > 0) ply_text_addf(out, "%llu base points have a hole and are left out.\n", N(s->dropped));
  if (s->unusable) {
    ply_text_add(
        out, "UNUSABLE: shares of a variance are at most 1, and so are the first orders together; these are "
             "over that by\na third or more, so that not even their order can be trusted. Enlarge the sample "
             "(--extend).\n");
    return;
  }
  if (!isnan(s->convergence))
    ply_text_addf(out, "From half of the sample to all of it no index moved by more than %.3f%s.\n",
                  s->convergence,
                  s->convergence > 0.05 ? ": enlarge it (--extend) before trusting the second digit" : "");
  if (negative)
    ply_text_add(out,
                 "An index below 0 is noise around an index near 0: no share of a variance is negative.\n");
}

static void add_morris(const ply_sensitivity *s, ply_text *out) {
  ply_text_add(out, "\nElementary effects: the output's change per whole range of the parameter\n"
                    "        mu*  (95 % interval)          mu        sigma   parameter\n");
  for (int i = 0; i < s->n_parameters && i < SHOWN; i++) {
    const ply_elementary *e = &s->effects[i].elementary;
    ply_text_addf(out, "  %9.4g  (%.4g to %.4g)  %10.4g  %10.4g   %s\n", e->mean_abs.value, e->mean_abs.low,
                  e->mean_abs.high, e->mean, e->sigma, s->effects[i].name);
  }
  if (s->n_parameters > SHOWN) ply_text_addf(out, "  and %d more, all weaker\n", s->n_parameters - SHOWN);
  ply_text_add(out, "sigma near or above mu*: the effect depends on where the others stand.\n");
  if (s->dropped > 0) ply_text_addf(out, "%llu steps have a hole and are left out.\n", N(s->dropped));
}

static void add_tornado(const ply_sensitivity *s, ply_text *out) {
  ply_text_addf(
      out,
      "\nOne at a time around %.6g\n      smallest (at)             largest (at)              parameter\n",
      s->base);
  for (int i = 0; i < s->n_parameters && i < SHOWN; i++) {
    const ply_influence *e = &s->effects[i];
    if (isnan(e->at_low)) continue;
    ply_text_addf(out, "  %12.6g (%-9.9s)  %12.6g (%-9.9s)   %s\n", e->at_low, e->low_value, e->at_high,
                  e->high_value, e->name);
  }
  if (s->n_parameters > SHOWN) ply_text_addf(out, "  and %d more, all weaker\n", s->n_parameters - SHOWN);
}

static void add_fit(const ply_sensitivity *s, ply_text *out) {
  bool fitted = !isnan(s->fit);
  if (fitted)
    ply_text_addf(out, "\nWhat goes with it (%s fit, R squared %.3f; standardised)\n", s->fit_kind, s->fit);
  else
    ply_text_add(out, "\nWhat goes with it (correlation; too few runs for a fit of all parameters)\n");
  for (int i = 0; i < s->n_parameters && i < 12; i++)
    ply_text_addf(out, "  %+8.3f   %s\n", fitted ? s->effects[i].coefficient : s->effects[i].correlation,
                  s->effects[i].name);
  if (s->n_parameters > 12) ply_text_addf(out, "  and %d more, all weaker\n", s->n_parameters - 12);
  if (!fitted)
    ply_text_addf(out, "With this many runs a correlation below %.2f in size cannot be told from none.\n",
                  2 / sqrt((double)s->used));
}

/* How the box came about, in a few of its steps. */
static void add_trajectory(const ply_prim *p, ply_text *out) {
  enum { ROWS = 8 };
  int last = p->n_steps - 1, n = last < ROWS ? last : ROWS;
  ply_text_add(out, "  On the way there and past it: runs inside, density, coverage, parameters bounded\n");
  for (int i = 0, before = -1; i <= n; i++) {
    int at = n > 0 ? i * last / n : 0;
    if (before < p->chosen && at > p->chosen) at = p->chosen, i--; /* the chosen one is always among them */
    const ply_prim_step *step = &p->steps[at];
    if (at != before)
      ply_text_addf(out, "  %s %5.1f %%  %5.1f %%  %5.1f %%  %3d\n", at == p->chosen ? ">" : " ",
                    100 * step->mass, 100 * step->density, 100 * step->coverage, step->restricted);
    before = at;
  }
}

static void add_box(const ply_sensitivity *s, ply_text *out) {
  const ply_prim *p = &s->prim;
  const char *what = s->prim_of_ones ? "yes" : "no";
  if (p->n_steps == 0) {
    ply_text_addf(out, "\nEvery run says the same: there is nothing to box in.\n");
    return;
  }
  const ply_prim_step *chosen = &p->steps[p->chosen];
  if (p->n_bounds == 0) {
    ply_text_addf(out, "\nNo box of ranges holds the runs that say %s better than the whole does.\n", what);
    return;
  }
  ply_text_addf(out, "\nIt says %s mostly when", what);
  for (int i = 0; i < p->n_bounds; i++) {
    const ply_prim_bound *b = &p->bounds[i];
    ply_text_addf(out, "%s\n  %s is ", i > 0 ? " and" : "", s->names[b->parameter]);
    if (isfinite(b->low) && isfinite(b->high))
      ply_text_addf(out, "from %.4g to %.4g", b->low, b->high);
    else if (isfinite(b->low))
      ply_text_addf(out, "at least %.4g", b->low);
    else
      ply_text_addf(out, "at most %.4g", b->high);
    ply_text_addf(out, "  [quasi-p %.2g]", b->quasi_p);
  }
  ply_text_addf(out,
                "\n  Of the runs in this box %.0f %% say %s (density); it holds %.0f %% of all that do "
                "(coverage) and %.0f %% of all runs.\n",
                100 * chosen->density, what, 100 * chosen->coverage, 100 * chosen->mass);
  add_trajectory(p, out);
}

static void add_place(const ply_sensitivity *s, int axis, double at, ply_text *out) {
  if (s->n_words[axis] > 0)
    ply_text_addf(out, "  %14.14s", s->word[axis][(size_t)at]);
  else
    ply_text_addf(out, "  %14.6g", at);
}

/* The curve or map that was asked for. */
static void add_cells(const ply_sensitivity *s, ply_text *out) {
  enum { CELLS = 120 };
  if (!s->asked_over || s->n_cells == 0) return;
  ply_text_addf(out, "\n%s over %s%s%s%s\n", s->verdict ? "Share of yes" : "Mean", s->axis[0],
                s->n_axes > 1 ? " and " : "", s->n_axes > 1 ? s->axis[1] : "",
                s->binned ? " (the middle of each of ten bins)" : "");
  for (int i = 0; i < s->n_cells && i < CELLS; i++) {
    const ply_cell *c = &s->cells[i];
    add_place(s, 0, c->x, out);
    if (s->n_axes > 1) add_place(s, 1, c->y, out);
    if (s->verdict)
      ply_text_addf(out, "  %8.2f %%", 100 * c->value);
    else
      ply_text_addf(out, "  %12.6g", c->value);
    ply_text_addf(out, "  of %llu\n", N(c->n));
  }
  if (s->n_cells > CELLS)
    ply_text_addf(out, "  and %d more: --format json holds them all\n", s->n_cells - CELLS);
}

void ply_sensitivity_text(const ply_sensitivity *s, ply_text *out) {
  add_head(s, out);
  if (s->used == 0) return;
  add_shares(s, out);
  add_numbers(s, out);
  if (s->constant)
    ply_text_add(out,
                 "\nIt is the same in every run: nothing that moved drives it, and there are no indices.\n");
  else if (!isnan(s->convergence))
    add_indices(s, out);
  else if (s->trial == PLY_TRIAL_MORRIS && s->numeric)
    add_morris(s, out);
  else if (!isnan(s->base))
    add_tornado(s, out);
  else if (s->n_parameters > 0 && !isnan(s->effects[0].correlation))
    add_fit(s, out);
  add_cells(s, out);
  if (s->has_prim) add_box(s, out);
}
