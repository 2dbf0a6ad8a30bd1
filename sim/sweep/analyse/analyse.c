/* One output of a finished sweep, said as far as its method allows: reads the table, asks each question of it
 * (question.h) and puts parameters in order of strength. Runs with a hole are left out where they are needed, and
 * counted. */
#include "sim/sweep/analyse/question.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static double size_of(double value) { return isnan(value) ? 0 : fabs(value); }

/* What the method measures, 0 where it says nothing; at most one of these is there. */
static double strength(const ply_influence *e) {
  double swing = isnan(e->at_low) ? 0 : e->at_high - e->at_low;
  double loose = isnan(e->coefficient) ? size_of(e->correlation) : size_of(e->coefficient);
  return size_of(e->total.value) + size_of(e->elementary.mean_abs.value) + swing + loose;
}

static int by_strength(const void *a, const void *b) {
  const ply_influence *const *x = a, *const *y = b;
  double p = strength(*x), q = strength(*y);
  if (p != q) return p > q ? -1 : 1;
  return *x < *y ? -1 : *x > *y; /* the plan's order */
}

static bool sort_effects(ply_analysis *d) {
  int k = d->sweep->n_parameters;
  ply_influence *out = PLY_NEW(d->s->arena, k + 1, ply_influence);
  const ply_influence **order = PLY_NEW(d->s->arena, k + 1, const ply_influence *);
  if (out == NULL || order == NULL) return false;
  for (int j = 0; j < k; j++) order[j] = &d->effects[j];
  qsort(order, (size_t)k, sizeof *order, by_strength);
  for (int j = 0; j < k; j++) out[j] = *order[j];
  d->s->effects = out;
  return true;
}

static bool make_effects(ply_analysis *d) {
  int k = d->sweep->n_parameters;
  const char **names = PLY_NEW(d->s->arena, k + 1, const char *);
  d->effects = PLY_NEW(d->s->arena, k + 1, ply_influence);
  d->by_run = PLY_NEW(d->s->arena, d->sweep->n_runs + 1, double);
  if (names == NULL || d->effects == NULL || d->by_run == NULL) return false;
  for (uint64_t i = 0; i < d->sweep->n_runs; i++) d->by_run[i] = NAN;
  for (int j = 0; j < k; j++) {
    names[j] = ply_arena_strdup(d->s->arena, d->sweep->parameters[j].name);
    if (names[j] == NULL) return false;
    d->effects[j] = (ply_influence){
        .name = names[j], .at_low = NAN, .at_high = NAN, .coefficient = NAN, .correlation = NAN};
  }
  d->s->names = names;
  d->s->n_parameters = k;
  return true;
}

/* How many ranges of the scenario there are, and how many of them stayed at their base. */
static bool count_ranges(ply_analysis *d) {
  const ply_scenario *s = d->sweep->scenario;
  bool *moved = PLY_NEW(d->s->arena, s->n_numbers + 1, bool);
  for (int k = 0; moved != NULL && k < d->sweep->n_parameters; k++)
    for (int t = 0; t < d->sweep->parameters[k].n_targets; t++)
      if (d->sweep->parameters[k].targets[t].number >= 0)
        moved[d->sweep->parameters[k].targets[t].number] = true;
  for (int i = 0; moved != NULL && i < s->n_numbers; i++) {
    const ply_number *n = s->numbers[i].number;
    bool range = n->triple && n->low < n->high && s->numbers[i].place != PLY_IN_RED_LINE;
    d->s->n_ranges += range;
    d->s->n_stayed += range && !moved[i];
  }
  return moved != NULL;
}

static bool never_varies(const ply_analysis *d) {
  double first = NAN;
  for (uint64_t i = 0; i < d->t.n; i++) {
    if (!ply_analysis_used(d, i)) continue;
    if (isnan(first)) first = d->t.result[i];
    if (d->t.result[i] != first) return false;
  }
  return d->s->used > 1;
}

static bool analyse(ply_analysis *d) {
  if (!make_effects(d) || !count_ranges(d)) return false;
  ply_analysis_count(d);
  d->s->constant = never_varies(d);
  return ply_analysis_shares(d) && ply_analysis_numbers(d) && (d->s->constant || ply_analysis_drivers(d)) &&
         ply_analysis_cells(d) && sort_effects(d);
}

static uint64_t most_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 4 * 3 : UINT64_MAX;
}

ply_status ply_sensitivity_of(const ply_sweep *sweep, const char *folder,
                              const ply_sensitivity_settings *settings, ply_sensitivity **out, ply_err *err) {
  *out = NULL;
  ply_arena *arena = ply_arena_new();
  ply_sensitivity *s = arena != NULL ? PLY_NEW(arena, 1, ply_sensitivity) : NULL;
  if (s == NULL) {
    ply_arena_free(arena);
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  *s = (ply_sensitivity){.arena = arena, .fit = NAN, .base = NAN, .convergence = NAN};
  ply_sensitivity_settings bounded = *settings;
  if (bounded.memory_bytes == 0) bounded.memory_bytes = most_memory();
  ply_analysis d = {.sweep = sweep,
                    .settings = settings,
                    .s = s,
                    .resamples = settings->resamples > 0 ? settings->resamples : 1000};
  ply_status status = ply_table_read(sweep, folder, &bounded, arena, &d.t, err);
  for (int a = 0; a < 2 && status == PLY_OK; a++)
    if (settings->over[a] != NULL && ply_analysis_axis(&d, settings->over[a]) < 0)
      status = ply_err_set(err, PLY_E_USAGE, "no parameter \"%s\" in this sweep", settings->over[a]);
  if (status == PLY_OK) {
    s->folder = ply_arena_strdup(arena, folder);
    s->output = ply_arena_strdup(arena, d.t.output.name);
    s->asked_over = settings->over[0] != NULL;
    if (settings->given != NULL)
      s->given =
          ply_arena_printf(arena, "%s%s", settings->given, strchr(settings->given, '=') != NULL ? "" : "=1");
    s->method = sweep->sample.method->name;
    s->trial = sweep->sample.method->trial;
    s->sampled = sweep->sample.method->samples && s->trial != PLY_TRIAL_MORRIS;
    s->scenario_title = ply_arena_strdup(arena, sweep->scenario->title);
    if (!s->folder || !s->output || !s->scenario_title || !analyse(&d))
      status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  if (status == PLY_OK)
    *out = s;
  else
    ply_arena_free(arena);
  return status;
}

void ply_sensitivity_free(ply_sensitivity *s) {
  if (s != NULL) ply_arena_free(s->arena);
}
