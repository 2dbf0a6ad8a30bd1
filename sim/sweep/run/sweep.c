/* Preparing a sweep: the scenario is read once, every pointer and output is looked up, the method checks what
 * it is asked for. From then on a run's parameters, its row of the table and its scenario follow from its
 * number. */
#include "sim/sweep/inside.h"
#include "sim/sweep/plan/plan.h"

#include <math.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- red lines ---- */

static ply_status take_red_lines(ply_sweep *sweep, ply_err *err) {
  const char *which = sweep->plan->red_lines;
  sweep->lines.choice = PLY_LINES_LIKELY;
  if (which == NULL || strcmp(which, "likely") == 0 || strcmp(which, "drawn") == 0) return PLY_OK;
  if (strcmp(which, "all") == 0 || strcmp(which, "none") == 0) {
    sweep->lines.choice = strcmp(which, "all") == 0 ? PLY_LINES_ALL : PLY_LINES_NONE;
    return PLY_OK;
  }
  size_t n = 1;
  for (const char *p = which; *p != '\0'; p++) n += *p == ',';
  const char **ids = PLY_NEW(sweep->arena, n, const char *);
  for (const char *p = which; ids != NULL; p++) {
    size_t length = strcspn(p, ",");
    if (length > 0) ids[sweep->lines.n++] = ply_arena_printf(sweep->arena, "%.*s", (int)length, p);
    p += length;
    if (*p == '\0') break;
  }
  sweep->lines.choice = PLY_LINES_LIST;
  sweep->lines.ids = ids;
  if (ids == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  ply_game *game = NULL; /* asks for ids that do not exist */
  ply_status status = ply_game_compile(sweep->scenario, NULL, &sweep->lines, &game, err);
  ply_game_free(game);
  return status;
}

/* ---- preparing ---- */

static void resolve(ply_plan *plan, void *data) {
  ply_resolve_parameters(plan, data);
  ply_resolve_outputs(plan, data);
}

static ply_status find_weights(ply_sweep *sweep, ply_err *err) {
  bool *moved = PLY_NEW(sweep->arena, sweep->scenario->n_numbers + 1, bool);
  if (moved == NULL || !sweep->plan->renormalise) return moved != NULL ? PLY_OK : PLY_E_MEMORY;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++)
      if (sweep->parameters[k].targets[t].number >= 0) moved[sweep->parameters[k].targets[t].number] = true;
  if (ply_weights_find(sweep->scenario, moved, sweep->arena, &sweep->weights, &sweep->n_weights))
    return PLY_OK;
  return ply_err_set(err, PLY_E_MEMORY, "out of memory");
}

/* "sha256:..." of a text. */
static void digest_text(const char *text, size_t length, char out[72]) {
  struct sha256_ctx context;
  uint8_t hash[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  sha256_update(&context, length, (const uint8_t *)text);
  sha256_digest(&context, sizeof hash, hash);
  snprintf(out, 72, "sha256:");
  for (size_t i = 0; i < sizeof hash; i++) snprintf(out + 7 + 2 * i, 3, "%02x", hash[i]);
}

static ply_status load_scenario(ply_sweep *sweep, ply_err *err) {
  const ply_plan *plan = sweep->plan;
  if (plan->loaded != NULL) {
    sweep->scenario = (ply_scenario *)(uintptr_t)plan->loaded;
    return PLY_OK;
  }
  if (plan->scenario == NULL && plan->given == NULL)
    return ply_err_set(err, PLY_E_USAGE, "no scenario named");
  size_t n = (size_t)plan->n_settings;
  ply_status status =
      plan->given != NULL
          ? ply_scenario_parse(plan->given, strlen(plan->given), "scenario.json", NULL, plan->settings, n,
                               &sweep->scenario, plan->diags, err)
          : ply_scenario_load(plan->scenario, plan->settings, n, &sweep->scenario, plan->diags, err);
  if (status != PLY_OK) return status;
  ply_text text;
  ply_text_init(&text);
  status = ply_scenario_show(sweep->scenario, &text, err);
  sweep->length = text.length;
  if (status == PLY_OK && (sweep->text = ply_text_take(&text)) == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK) return PLY_OK;
  ply_text_done(&text);
  ply_scenario_free(sweep->scenario); /* without its text nobody knows that it is ours */
  sweep->scenario = NULL;
  return status;
}

static ply_status digest_plan(ply_sweep *sweep, ply_err *err) {
  ply_text text;
  ply_text_init(&text);
  ply_status status = ply_plan_canonical(sweep, false, &text, err);
  if (status == PLY_OK) digest_text(text.data, text.length, sweep->digest);
  ply_text_done(&text);
  return status;
}

ply_status ply_sweep_prepare(const ply_plan *plan, ply_sweep_json *json, ply_sweep **out, ply_err *err) {
  *out = NULL;
  ply_arena *arena = ply_arena_new();
  ply_sweep *sweep = arena != NULL ? PLY_NEW(arena, 1, ply_sweep) : NULL;
  if (sweep == NULL) {
    ply_arena_free(arena);
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  *sweep = (ply_sweep){.arena = arena, .plan = plan, .json = json};
  ply_status status = load_scenario(sweep, err);
  if (status == PLY_OK) status = ply_plan_guard((ply_plan *)(uintptr_t)plan, resolve, sweep, err);
  if (status == PLY_OK) status = take_red_lines(sweep, err);
  if (status == PLY_OK) status = find_weights(sweep, err);
  if (status == PLY_OK) status = ply_sample_prepare(sweep, plan, err);
  if (status == PLY_OK && sweep->renders && json == NULL)
    status = ply_err_set(err, PLY_E_USAGE, "outputs by pointer are not possible here");
  if (status == PLY_OK) status = ply_variants_prepare(sweep, err);
  if (status == PLY_OK) status = ply_reuse_prepare(sweep, err);
  if (status == PLY_OK) status = digest_plan(sweep, err);
  if (status == PLY_OK)
    *out = sweep;
  else
    ply_sweep_free(sweep);
  return status;
}

void ply_sweep_free(ply_sweep *sweep) {
  if (sweep == NULL) return;
  ply_reuse_free(sweep->reuse);
  ply_variants_free(sweep->variants);
  if (sweep->text != NULL) ply_scenario_free(sweep->scenario);
  free(sweep->text);
  ply_arena_free(sweep->arena);
}

/* ---- the table ---- */

void ply_sweep_header(const ply_sweep *sweep, ply_text *out) {
  ply_text_add(out, "run");
  for (int k = 0; k < sweep->n_parameters; k++) {
    ply_text_add(out, ",");
    ply_cell_text(out, sweep->parameters[k].name);
  }
  for (int o = 0; o < sweep->n_outputs; o++) {
    ply_text_add(out, ",");
    ply_cell_text(out, sweep->outputs[o].name);
  }
  ply_text_add(out, ",status,error\n");
}

/* The base scenario's value of a parameter that no run has moved. */
static void base_cell(const ply_sweep *sweep, const ply_parameter *p, ply_text *cell) {
  if (p->distribution == PLY_LINE)
    ply_text_add(cell,
                 sweep->scenario->actors[p->line_actor].red_lines[p->line].firm.base >= 0.5 ? "1" : "0");
  else if (p->scale)
    ply_text_add(cell, "1");
  else if (p->n_targets > 0 && !isnan(p->targets[0].base) && !(p->own && p->n_targets > 1))
    ply_text_number(cell, p->targets[0].base);
  else
    ply_text_add(cell, "base");
}

static void cell_of(const ply_sweep *sweep, const ply_parameter *p, ply_coordinate at, ply_text *cell) {
  if (at.stands == PLY_AT_BASE) {
    base_cell(sweep, p, cell);
  } else if (p->distribution == PLY_LINE) {
    ply_text_add(cell, ply_draw_line(p, at) ? "1" : "0");
  } else if (p->distribution == PLY_LIST) {
    int i = ply_draw_position(p, at);
    const char *value = p->values[i];
    size_t n = strlen(value);
    if (p->numbers != NULL)
      ply_text_number(cell, p->numbers[i]);
    else if (value[0] == '"' && memchr(value, '\\', n) == NULL) {
      ply_text bare;
      ply_text_init(&bare);
      ply_text_add_n(&bare, value + 1, n - 2);
      ply_cell_text(cell, bare.data != NULL ? bare.data : "");
      ply_text_done(&bare);
    } else
      ply_cell_text(cell, value);
  } else if (p->own && p->n_targets > 1) {
    ply_text_number(cell, at.stands == PLY_AT_LEVEL ? at.level / 2.0 : at.u);
  } else {
    ply_text_number(cell, ply_draw_range(p, &p->targets[0], at));
  }
}

void ply_sweep_cells(const ply_sweep *sweep, uint64_t run, ply_text *cells) {
  ply_coordinate few[64], *point = few;
  if (sweep->n_parameters > 64) point = malloc((size_t)sweep->n_parameters * sizeof *point);
  if (point == NULL) {
    cells->failed = true;
    return;
  }
  ply_sample_point(sweep, run, point);
  for (int k = 0; k < sweep->n_parameters; k++) {
    if (k > 0) ply_text_add(cells, ",");
    cell_of(sweep, &sweep->parameters[k], point[k], cells);
  }
  if (point != few) free(point);
}

/* ---- one run's scenario ---- */

typedef struct showing {
  const ply_sweep *sweep;
  ply_arena *arena;
  ply_setting *settings;
  size_t n, room;
} showing;

static bool add_setting(showing *s, const char *pointer, double value) {
  if (s->n == s->room) {
    size_t room = s->room > 0 ? 2 * s->room : 64;
    ply_setting *all = PLY_NEW(s->arena, room, ply_setting);
    if (all == NULL) return false;
    if (s->n > 0) memcpy(all, s->settings, s->n * sizeof *all);
    s->settings = all;
    s->room = room;
  }
  ply_text text;
  ply_text_init(&text);
  ply_text_number(&text, value);
  char *copy = text.failed ? NULL : ply_arena_strdup(s->arena, text.data);
  ply_text_done(&text);
  s->settings[s->n++] = (ply_setting){pointer, copy};
  return copy != NULL;
}

static bool show_numbers(showing *s, const ply_coordinate *point) {
  const ply_sweep *sweep = s->sweep;
  const ply_scenario *base = sweep->scenario;
  double *values = PLY_NEW(s->arena, base->n_numbers + 1, double);
  if (values == NULL) return false;
  for (int i = 0; i < base->n_numbers; i++) values[i] = base->numbers[i].number->base;
  for (int k = 0; k < sweep->n_parameters; k++)
    for (int t = 0; t < sweep->parameters[k].n_targets; t++) {
      const ply_parameter *p = &sweep->parameters[k];
      if (!p->reload && p->targets[t].number >= 0)
        values[p->targets[t].number] = ply_draw_number(p, &p->targets[t], point[k]);
    }
  ply_weights_apply(sweep->weights, sweep->n_weights, values);
  for (int i = 0; i < base->n_numbers; i++)
    if (values[i] != base->numbers[i].number->base && !add_setting(s, base->numbers[i].pointer, values[i]))
      return false;
  return true;
}

/* Red lines as this run has them: firm 1 or 0, so that a plain solve takes them so. */
static bool show_lines(showing *s, const ply_coordinate *point) {
  const ply_sweep *sweep = s->sweep;
  for (int k = 0; k < sweep->n_parameters; k++) {
    const ply_parameter *p = &sweep->parameters[k];
    if (p->distribution != PLY_LINE || point[k].stands == PLY_AT_BASE) continue;
    char *pointer = ply_arena_printf(s->arena, "%s/firm", p->name);
    if (pointer == NULL || !add_setting(s, pointer, ply_draw_line(p, point[k]) ? 1 : 0)) return false;
  }
  if (sweep->lines.choice == PLY_LINES_LIKELY) return true;
  ply_game *game = NULL;
  if (ply_game_compile(sweep->scenario, NULL, &sweep->lines, &game, NULL) != PLY_OK) return false;
  bool ok = true;
  for (int l = 0; l < game->n_lines && ok; l++) {
    char *pointer =
        ply_arena_printf(s->arena, "/actors/%s/red_lines/%s/firm",
                         sweep->scenario->actors[game->lines[l].actor].id, game->lines[l].line->id);
    ok = pointer != NULL && add_setting(s, pointer, game->lines[l].in_force ? 1 : 0);
  }
  ply_game_free(game);
  return ok;
}

ply_status ply_sweep_show(const ply_sweep *sweep, uint64_t run, ply_text *out, ply_err *err) {
  if (run >= sweep->n_runs)
    return ply_err_set(err, PLY_E_USAGE, "no run %llu: this sweep has runs 0 to %llu",
                       (unsigned long long)run, (unsigned long long)sweep->n_runs - 1);
  showing s = {.sweep = sweep, .arena = ply_arena_new()};
  ply_coordinate *point = s.arena != NULL ? PLY_NEW(s.arena, sweep->n_parameters + 1, ply_coordinate) : NULL;
  ply_scenario *shown = NULL;
  ply_diags diags;
  ply_diags_init(&diags);
  ply_status status = PLY_E_MEMORY;
  if (point == NULL) goto out;
  ply_sample_point(sweep, run, point);
  s.settings = ply_variant_settings(sweep, point, s.arena, &s.n);
  if (s.settings == NULL) goto out;
  s.room = s.n;
  if (!show_numbers(&s, point) || !show_lines(&s, point)) goto out;
  status = ply_scenario_parse(sweep->text, sweep->length, "scenario.json", NULL, s.settings, s.n, &shown,
                              &diags, err);
  if (status == PLY_OK) status = ply_scenario_show(shown, out, err);
out:
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "out of memory");
  ply_scenario_free(shown);
  ply_diags_done(&diags);
  ply_arena_free(s.arena);
  return status;
}
