/* The facade's deals when the numbers are not known: a plan's runs become draws, fresh ones come from the next
 * seed, and the record of answers is handed out. */
#include "sim/api/among.h"
#include "sim/api/inside.h"
#include "sim/robust/robust.h"
#include "sim/sweep/run/draws.h"
#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>

struct parley_robust {
  ply_robust *robust;
};

parley_robust_settings parley_robust_settings_default(void) {
  return (parley_robust_settings){
      .top = 1, .offers = true, .frontier = true, .knowing = true, .fresh = 10000};
}

typedef struct asking {
  ply_plan *plan;
  const parley_robust_settings *settings;
  ply_sweep *sweep, *fresh;
  int asked[PLY_MAX_ACTORS], lines[PLY_MAX_ACTORS];
  ply_among among;
  ply_robust_settings inner;
} asking;

/* ---- who ---- */

static ply_status find_actor(const ply_scenario *s, const char *what, const char *id, int *actor,
                             ply_err *err) {
  const char *ids[PLY_MAX_ACTORS];
  *actor = ply_scenario_actor(s, id);
  for (int i = 0; i < s->n_actors; i++) ids[i] = s->actors[i].id;
  if (*actor < 0) {
    const char *near = ply_word_nearest(id, ids, (size_t)s->n_actors);
    return ply_err_set(err, PLY_E_USAGE, "%s: no actor \"%.60s\"; %s \"%s\"%s", what, id,
                       near != NULL ? "did you mean" : "there is", near != NULL ? near : ids[0],
                       near != NULL ? "?" : " for instance");
  }
  if (s->actors[*actor].consent != PLY_NEVER || s->actors[*actor].candidate) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "%s: %s is no party: nobody asks it whether it accepts", what, id);
}

/* A red line by "actor/line". */
static ply_status find_line(asking *a, char *id, ply_err *err) {
  const ply_scenario *s = a->sweep->scenario;
  char *name = strchr(id, '/');
  int position = 0, actor;
  *name++ = '\0';
  if (a->inner.n_lines == PLY_MAX_ACTORS)
    return ply_err_set(err, PLY_E_USAGE, "--ask: more than there can be");
  ply_status status = find_actor(s, "--ask", id, &actor, err);
  if (status != PLY_OK) return status;
  for (int i = 0; i < actor; i++) position += s->actors[i].n_red_lines;
  for (int l = 0; l < s->actors[actor].n_red_lines; l++) {
    const ply_red_line *line = &s->actors[actor].red_lines[l];
    if (strcmp(line->id, name) != 0) continue;
    a->inner.lines = a->lines;
    a->lines[a->inner.n_lines++] = position + l;
    return PLY_OK;
  }
  const char *some = s->actors[actor].n_red_lines > 0 ? s->actors[actor].red_lines[0].id : NULL;
  return ply_err_set(err, PLY_E_USAGE, "--ask: %s has no red line \"%.60s\"%s%s%s", id, name,
                     some != NULL ? "; there is \"" : "", some != NULL ? some : "", some != NULL ? "\"" : "");
}

static ply_status find_asked(asking *a, ply_err *err) {
  const char *list = a->settings->ask;
  a->inner.asked = a->asked;
  for (const char *rest = list != NULL ? list : ""; *rest != '\0';) {
    char id[256];
    size_t n = strcspn(rest, ",");
    if (n >= sizeof id || a->inner.n_asked == PLY_MAX_ACTORS)
      return ply_err_set(err, PLY_E_USAGE, "--ask: more than there can be");
    memcpy(id, rest, n);
    id[n] = '\0';
    ply_status status = strchr(id, '/') != NULL
                            ? find_line(a, id, err)
                            : find_actor(a->sweep->scenario, "--ask", id, &a->asked[a->inner.n_asked++], err);
    if (status != PLY_OK) return status;
    rest += n + (rest[n] == ',');
  }
  return PLY_OK;
}

/* As the scenario says, or by the default of proposals. */
static ply_status find_proposer(asking *a, ply_err *err) {
  if (a->settings->proposer != NULL)
    return find_actor(a->sweep->scenario, "--proposer", a->settings->proposer, &a->inner.proposer, err);
  ply_game *game = NULL;
  ply_status status = ply_game_compile(a->sweep->scenario, NULL, NULL, &game, err);
  if (status == PLY_OK) a->inner.proposer = ply_solve_proposer(game);
  ply_game_free(game);
  return status;
}

/* ---- the settings ---- */

static void pass_on(void *data, const char *question, double share, double best, double bound) {
  const parley_robust_settings *s = data;
  parley_robust_progress p = {question, share, best, bound};
  s->progress(s->progress_data, &p);
}

static ply_status take_settings(asking *a, ply_err *err) {
  const parley_robust_settings *s = a->settings;
  if (s->top < 1 || s->top > 100000)
    return ply_err_set(err, PLY_E_USAGE, "--top: from 1 to 100000 bundles, not %d", s->top);
  if (s->ask_draws < 0 || s->ask_draws > 1024)
    return ply_err_set(err, PLY_E_USAGE, "--ask-draws: up to 1024, not %d", s->ask_draws);
  a->inner = (ply_robust_settings){
      .over = s->over <= PARLEY_OVER_ACCEPTABLE ? PLY_ROBUST_ACCEPTABLE
                                                : (int)s->over - (int)PARLEY_OVER_ACCEPTABLE,
      .top = s->top,
      .unsure = s->unsure,
      .offers = s->offers,
      .frontier = s->frontier,
      .knowing = s->knowing,
      .m = s->ask_draws,
      .threads = s->threads,
      .time_limit_s = s->time_limit_s,
      .memory_bytes = s->memory_bytes < SIZE_MAX ? (size_t)s->memory_bytes : SIZE_MAX,
      .stop = s->stop,
      .progress = s->progress != NULL ? pass_on : NULL,
      .progress_data = (void *)(uintptr_t)s};
  ply_status status = find_proposer(a, err);
  if (status == PLY_OK) status = find_asked(a, err);
  if (status == PLY_OK) status = ply_among_read(s->among, a->sweep->scenario->id, &a->among, err);
  a->inner.among = a->among.index;
  a->inner.n_among = a->among.n;
  a->inner.among_base = a->among.base;
  return status;
}

/* ---- draws ---- */

/* Fresh draws of the same numbers: the next seed. None where the method does not sample. */
static ply_status draw_fresh(asking *a, ply_draws *draws, bool *there, ply_err *err) {
  *there = a->settings->fresh > 0 && a->sweep->sample.method->samples;
  if (!*there) return PLY_OK;
  ply_plan_afresh(a->plan, a->sweep->sample.seed + 1, a->settings->fresh);
  ply_status status = PLY_OK;
  if (a->sweep->text != NULL)
    status = ply_plan_given(a->plan, a->sweep->text, err); /* a stream is not read twice */
  if (status == PLY_OK) status = ply_sweep_prepare(a->plan, NULL, &a->fresh, err);
  return status == PLY_OK ? ply_sweep_draws(a->fresh, draws, err) : status;
}

static ply_status answer(asking *a, ply_robust **out, ply_err *err) {
  ply_draws draws, fresh;
  bool there = false;
  ply_plan_no_outputs(a->plan);
  ply_status status = ply_plan_draws(a->plan, err);
  if (status == PLY_OK) status = ply_sweep_prepare(a->plan, NULL, &a->sweep, err);
  if (status == PLY_OK) status = ply_sweep_draws(a->sweep, &draws, err);
  if (status == PLY_OK) status = take_settings(a, err);
  if (status == PLY_OK) status = draw_fresh(a, &fresh, &there, err);
  if (status == PLY_OK) status = ply_robust_answer(&draws, there ? &fresh : NULL, &a->inner, out, err);
  if (status != PLY_OK) return status;
  (*out)->version = parley_version();
  (*out)->method = a->sweep->sample.method->name;
  (*out)->seed = a->sweep->sample.seed;
  (*out)->n_parameters = a->sweep->n_parameters;
  return PLY_OK;
}

parley_status parley_robust_plan(parley_plan *plan, const parley_robust_settings *settings,
                                 parley_robust **robust, parley_error *error) {
  parley_robust_settings standard = parley_robust_settings_default();
  asking a = {.plan = parley_inside_plan(plan), .settings = settings != NULL ? settings : &standard};
  ply_err err = {0};
  *robust = parley_inside_handle(sizeof **robust, error);
  if (*robust == NULL) return PARLEY_E_MEMORY;
  ply_status status = answer(&a, &(*robust)->robust, &err);
  ply_among_done(&a.among);
  ply_sweep_free(a.fresh);
  ply_sweep_free(a.sweep);
  if (status != PLY_OK) {
    parley_robust_free(*robust);
    *robust = NULL;
  }
  return parley_inside_status(status, &err, error);
}

parley_status parley_robust_scenario(const parley_scenario *scenario, const parley_robust_settings *settings,
                                     parley_robust **robust, parley_error *error) {
  parley_plan *plan = NULL;
  *robust = NULL;
  parley_status made = parley_plan_new(&plan, error);
  if (made != PARLEY_OK) return made;
  ply_plan_loaded(parley_inside_plan(plan), scenario->scenario);
  made = parley_robust_plan(plan, settings, robust, error);
  parley_plan_free(plan);
  return made;
}

bool parley_robust_complete(const parley_robust *robust, const char **why) {
  if (why != NULL) *why = robust->robust->stopped_by;
  return robust->robust->stopped_by == NULL;
}

bool parley_robust_best(const parley_robust *robust, size_t i, uint64_t *index, uint64_t *count) {
  const ply_robust *r = robust->robust;
  if (i >= (size_t)r->n_top) return false;
  *index = r->top[i].bundle.index;
  *count = r->top[i].count;
  return true;
}

double parley_robust_fresh_share(const parley_robust *robust, size_t i) {
  const ply_robust *r = robust->robust;
  return i < (size_t)r->n_top && r->fresh > 0 ? (double)r->top[i].fresh_count / (double)r->fresh : -1;
}

static void add_choice(ply_text *out, const char **comma, const char *key, const char *value) {
  ply_text_add(out, *comma);
  ply_text_json(out, key);
  ply_text_add(out, ": ");
  ply_text_json(out, value);
  *comma = ", ";
}

parley_status parley_robust_design(const parley_robust *robust, size_t i, char **json, parley_error *error) {
  const ply_robust *r = robust->robust;
  const ply_frame *f = &r->frame;
  const char *comma = "";
  ply_err err = {0};
  ply_text out;
  ply_text_init(&out);
  if (i >= (size_t)r->n_top) {
    ply_status none = ply_err_set(&err, PLY_E_USAGE, "no package number %zu: %d %s in the set in some draw",
                                  i + 1, r->n_top, r->n_top == 1 ? "is" : "are");
    return parley_inside_text(none, &out, json, &err, error);
  }
  const ply_bundle *b = &r->top[i].bundle;
  ply_text_addf(&out, "{\"name\": \"Number %zu of the most often %s\", \"options\": {", i + 1, r->over);
  for (int k = 0; k < f->n_issues; k++)
    if (!f->issues[k].derived)
      add_choice(&out, &comma, f->issues[k].name.id, f->issues[k].options[b->options[k]].id);
  ply_text_add(&out, "}");
  comma = ", \"members\": {";
  bool any = false;
  for (int a = 0; a < f->n_actors; a++)
    if (f->actors[a].candidate && b->levels[a] > 0) {
      add_choice(&out, &comma, f->actors[a].name.id, f->levels[b->levels[a]].id);
      any = true;
    }
  ply_text_add(&out, any ? "}}" : "}");
  return parley_inside_text(PLY_OK, &out, json, &err, error);
}

parley_status parley_robust_render(const parley_robust *robust, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error) {
  return parley_inside_render(PLY_RECORD_ROBUST, robust->robust, format, settings, text, error);
}

void parley_robust_free(parley_robust *robust) {
  if (robust == NULL) return;
  ply_robust_free(robust->robust);
  free(robust);
}
