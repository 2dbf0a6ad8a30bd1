/* All questions of deals when the numbers are not known, in their order: which bundle is in the set in most
 * draws, how named designs and the base solve's Nash bundle do beside it, what to offer, what knowing is worth.
 * A question that a limit stopped leaves the others to be asked, a stop by hand does not. */
#include "sim/robust/answer.h"

#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>

static const char *const over_words[] = {"acceptable", "sustained", "stable", "reopened"};

/* ---- what there is before any search ---- */

static ply_status out_of_memory(ply_err *err) { return ply_err_set(err, PLY_E_MEMORY, "out of memory"); }

static ply_status make_base(ply_asking *a, ply_err *err) {
  void *own = a->draws->start(a->draws->source);
  if (own == NULL) return out_of_memory(err);
  const ply_draw_at at = {PLY_BASE_RUN, PLY_NOBODY, PLY_NOBODY, 0};
  ply_status status = a->draws->game(own, &at, &a->base, err);
  a->draws->finish(own);
  return status;
}

static ply_status draw_all(ply_asking *a, ply_err *err) {
  ply_draw_at *at = malloc((size_t)(a->draws->n + 1) * sizeof *at);
  if (at == NULL) return out_of_memory(err);
  for (uint64_t k = 0; k < a->draws->n; k++) at[k] = (ply_draw_at){k, PLY_NOBODY, PLY_NOBODY, 0};
  ply_sample_how how = ply_asking_how(a, a->settings->over);
  ply_status status = ply_sample_fill(a->draws, at, a->draws->n, &how, &a->tables, err);
  free(at);
  return status;
}

/* The base solve's Nash bundle; none where there is none or a limit comes first. */
static ply_status solve_base(ply_asking *a, uint64_t *index, bool *found, ply_err *err) {
  const ply_robust_settings *s = a->settings;
  ply_solve_settings settings = {.skip = PLY_SKIP_PARETO | PLY_SKIP_DESIGNS | PLY_SKIP_TALKS |
                                         PLY_SKIP_CONCORDANCE | PLY_SKIP_PROPOSALS | PLY_SKIP_REGRET |
                                         PLY_SKIP_VETO | PLY_SKIP_JOIN,
                                 .top = a->n_only == 0 ? s->among_base : 0,
                                 .threads = s->threads,
                                 .time_limit_s = s->time_limit_s,
                                 .seed = 1,
                                 .stop = s->stop};
  ply_result *result = NULL;
  *found = false;
  ply_status status = ply_solve(a->base, &settings, &result, err);
  if (status == PLY_E_LIMIT) return ply_among_base(a, NULL, err);
  if (status != PLY_OK) return status;
  status = ply_among_base(a, result, err);
  for (int k = 0; k < result->n_solutions && !*found; k++)
    if (result->solutions[k].outcome == PLY_FOUND) {
      *index = result->solutions[k].bundle.index;
      *found = strcmp(result->solutions[k].concept->name, "nash") == 0;
      a->starts[a->n_starts++] = *index;
    }
  ply_result_free(result);
  return status;
}

static ply_status gather_starts(ply_asking *a, uint64_t *nash, ply_err *err) {
  const ply_scenario *s = a->base->scenario;
  const ply_robust_settings *settings = a->settings;
  a->starts = PLY_NEW(a->out->arena, settings->n_starts + s->n_designs + 5, uint64_t);
  if (a->starts == NULL) return out_of_memory(err);
  for (int i = 0; i < settings->n_starts; i++) a->starts[a->n_starts++] = settings->starts[i];
  ply_status status = solve_base(a, nash, &a->out->has_base, err);
  for (int d = 0; d < s->n_designs; d++)
    if (ply_game_broken_rule(a->base, s->designs[d].options, s->designs[d].levels) < 0)
      a->starts[a->n_starts++] = ply_game_index(a->base, s->designs[d].options, s->designs[d].levels);
  return status;
}

/* ---- the answers ---- */

static ply_status find_best(ply_asking *a, ply_err *err) {
  ply_robust *out = a->out;
  ply_quest quest = ply_asking_quest(a, &a->tables, PLY_BY_COUNT, "most often accepted");
  ply_found found;
  ply_status status = ply_robust_search(&quest, &found, err);
  if (status != PLY_OK) return status;
  ply_asking_stopped(a, &found);
  out->outcome = found.outcome;
  out->bound = (uint64_t)found.bound;
  ply_robust_bundle *top = PLY_NEW(out->arena, found.n + 1, ply_robust_bundle);
  if (top == NULL) status = out_of_memory(err);
  for (size_t i = 0; status == PLY_OK && i < found.n; i++)
    status = ply_account_for(a, found.best[i].index, &top[i], err);
  out->top = top;
  out->n_top = (int)found.n;
  ply_found_done(&found);
  return status;
}

static ply_status look_at_designs(ply_asking *a, ply_err *err) {
  const ply_scenario *s = a->base->scenario;
  ply_robust_design *designs = PLY_NEW(a->out->arena, s->n_designs + 1, ply_robust_design);
  if (designs == NULL) return out_of_memory(err);
  for (int d = 0; d < s->n_designs; d++) {
    const ply_design *from = &s->designs[d];
    designs[d].name = (ply_name){ply_arena_strdup(a->out->arena, from->id),
                                 ply_arena_strdup(a->out->arena, from->name != NULL ? from->name : from->id)};
    designs[d].feasible = ply_game_broken_rule(a->base, from->options, from->levels) < 0;
    if (designs[d].name.id == NULL || designs[d].name.name == NULL) return out_of_memory(err);
    if (!designs[d].feasible) continue;
    ply_status status =
        ply_account_for(a, ply_game_index(a->base, from->options, from->levels), &designs[d].at, err);
    if (status != PLY_OK) return status;
  }
  a->out->designs = designs;
  a->out->n_designs = s->n_designs;
  return PLY_OK;
}

static ply_status look_at_fresh(ply_asking *a, ply_err *err) {
  ply_robust *out = a->out;
  size_t n = 0;
  ply_robust_bundle **at = PLY_NEW(out->arena, out->n_top + out->n_designs + 2, ply_robust_bundle *);
  if (at == NULL) return out_of_memory(err);
  for (int i = 0; i < out->n_top; i++) at[n++] = (ply_robust_bundle *)(uintptr_t)&out->top[i];
  for (int d = 0; d < out->n_designs; d++)
    if (out->designs[d].feasible) at[n++] = (ply_robust_bundle *)(uintptr_t)&out->designs[d].at;
  if (out->has_base) at[n++] = &out->base;
  return ply_account_fresh(a, at, n, err);
}

static ply_status ask(ply_asking *a, ply_err *err) {
  uint64_t nash = 0;
  ply_status status = make_base(a, err);
  if (status == PLY_OK && !ply_frame_fill(a->base, a->out->arena, &a->out->frame))
    status = out_of_memory(err);
  if (status == PLY_OK) status = ply_among_named(a, err);
  if (status == PLY_OK) status = draw_all(a, err);
  if (status == PLY_OK) status = gather_starts(a, &nash, err);
  if (status == PLY_OK) status = find_best(a, err);
  if (status == PLY_OK) status = look_at_designs(a, err);
  if (status == PLY_OK && a->out->has_base) status = ply_account_for(a, nash, &a->out->base, err);
  if (status == PLY_OK) status = look_at_fresh(a, err);
  bool stopped = a->settings->stop != NULL && *a->settings->stop;
  if (status == PLY_OK && a->settings->offers && !stopped) status = ply_offers_answer(a, err);
  if (status == PLY_E_STOPPED && a->out->n_designs > 0) { /* while offers were drawn: what is there is told */
    a->out->stopped_by = "interrupted";
    status = PLY_OK;
  }
  return status;
}

ply_status ply_robust_answer(const ply_draws *draws, const ply_draws *fresh,
                             const ply_robust_settings *settings, ply_robust **out, ply_err *err) {
  ply_arena *arena = ply_arena_new();
  ply_robust *robust = arena != NULL ? PLY_NEW(arena, 1, ply_robust) : NULL;
  if (robust == NULL) {
    ply_arena_free(arena);
    return out_of_memory(err);
  }
  ply_robust_settings all = *settings;
  if (all.memory_bytes == 0) all.memory_bytes = (size_t)2 << 30;
  *robust = (ply_robust){.arena = arena,
                         .over = over_words[settings->over],
                         .draws = draws->n,
                         .proposer = settings->proposer,
                         .unsure = settings->unsure};
  ply_asking a = {.draws = draws, .fresh = fresh, .settings = &all, .out = robust};
  ply_status status = ask(&a, err);
  ply_sample_done(&a.tables);
  ply_game_free(a.base);
  if (status == PLY_OK)
    *out = robust;
  else
    ply_robust_free(robust);
  return status;
}
