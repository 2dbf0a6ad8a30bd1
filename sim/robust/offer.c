/* What should a proposer offer that knows its own numbers and of the others only the draws? The offer is taken
 * where it is acceptable; elsewhere there is no deal. Then risk against return, and what it would be worth to
 * know more before offering: everything, whether one red line is real, or one actor's numbers. More knowledge
 * is never worth less than nothing, since it may be left aside.
 * Cost: one search a question; for an actor one more for each of its m draws. */
#include "sim/robust/answer.h"

#include <stdlib.h>
#include <string.h>

typedef struct offering {
  ply_asking *a;
  ply_sample_tables tables; /* the proposer's own numbers at base */
  double best;              /* the sum of the best offer, no offer included */
  double no_deal;
} offering;

static double positive(double x) { return x > 0 ? x : 0; }

static double sum_of(const double *x, uint64_t n) {
  double sum = 0;
  for (uint64_t k = 0; k < n; k++) sum += x[k];
  return sum;
}

/* The largest sum of an offer over the draws of `among`, no offer included. */
static ply_status best_sum(ply_asking *a, const ply_sample_tables *t, const uint64_t *among,
                           const char *question, double *sum, ply_outcome *outcome, ply_err *err) {
  ply_quest quest = ply_asking_quest(a, t, PLY_BY_VALUE, question);
  ply_found found;
  quest.among = among;
  ply_status status = ply_robust_search(&quest, &found, err);
  if (status != PLY_OK) return status;
  *sum = 0;
  for (uint64_t k = 0; k < t->n; k++)
    if (among == NULL || (among[k / 64] >> (k % 64) & 1)) *sum += t->reservation[a->settings->proposer][k];
  if (found.n > 0 && found.best[0].value > *sum) *sum = found.best[0].value;
  if (found.outcome == PLY_LIMIT_REACHED) *outcome = PLY_LIMIT_REACHED;
  ply_asking_stopped(a, &found);
  ply_found_done(&found);
  return PLY_OK;
}

/* ---- the best offer ---- */

/* In how many of the draws the bundle is acceptable. */
static ply_status share_of(offering *o, const ply_bundle *bundle, double *share, ply_err *err) {
  ply_set_room room;
  size_t n = o->tables.n_words;
  uint64_t *alive = malloc((n + 1) * sizeof *alive);
  bool ok = ply_set_room_init(&o->tables, &room) && alive != NULL;
  if (ok) {
    ply_sample_all(&o->tables, alive);
    ply_set_members(&room, PLY_ROBUST_ACCEPTABLE, bundle->options, bundle->levels, 0, alive, room.all);
    *share = (double)ply_bits_count(room.all, n) / (double)o->tables.n;
  }
  free(alive);
  ply_set_room_done(&room);
  return ok ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
}

static ply_status best_offer(offering *o, ply_err *err) {
  ply_asking *a = o->a;
  ply_robust_offer *offer = &a->out->offer;
  double n = (double)o->tables.n;
  ply_quest quest = ply_asking_quest(a, &o->tables, PLY_BY_VALUE, "best offer");
  ply_found found;
  ply_status status = ply_robust_search(&quest, &found, err);
  if (status != PLY_OK) return status;
  ply_asking_stopped(a, &found);
  o->no_deal = sum_of(o->tables.reservation[a->settings->proposer], o->tables.n);
  o->best = o->no_deal;
  *offer = (ply_robust_offer){.outcome = found.outcome,
                              .value = o->no_deal / n,
                              .no_offer = o->no_deal / n,
                              .bound = found.bound / n};
  double gain = found.n > 0 ? found.best[0].value - o->no_deal : 0;
  if (gain > n * o->tables.tolerance[a->settings->proposer]) {
    o->best = found.best[0].value;
    offer->made = true;
    offer->value = o->best / n;
    status = ply_account_bundle(a, found.best[0].index, &offer->bundle)
                 ? share_of(o, &offer->bundle, &offer->share, err)
                 : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  } else if (found.outcome == PLY_FOUND) {
    offer->outcome = PLY_PROVED_NONE;
  }
  if (offer->bound < offer->value) offer->bound = offer->value;
  a->out->has_offer = true;
  ply_found_done(&found);
  return status;
}

/* In how many draws each named design is taken as an offer, and what the proposer gets there. */
static ply_status weigh_designs(offering *o, ply_err *err) {
  const ply_sample_tables *t = &o->tables;
  int p = o->a->settings->proposer;
  ply_set_room room;
  uint64_t *alive = malloc((t->n_words + 1) * sizeof *alive);
  ply_status status = ply_set_room_init(t, &room) && alive != NULL ? PLY_OK : PLY_E_MEMORY;
  if (status == PLY_OK) ply_sample_all(t, alive);
  for (int d = 0; d < o->a->out->n_designs && status == PLY_OK; d++) {
    ply_robust_design *at = (ply_robust_design *)(uintptr_t)&o->a->out->designs[d];
    const ply_bundle *b = &at->at.bundle;
    double sum = 0;
    if (!at->feasible) continue;
    status = ply_set_members(&room, PLY_ROBUST_ACCEPTABLE, b->options, b->levels, (uint64_t)1 << p, alive,
                             room.all);
    for (uint64_t k = 0; status == PLY_OK && k < t->n; k++)
      if (room.all[k / 64] >> (k % 64) & 1) sum += room.at.payoff[(size_t)p * t->n_padded + k];
    at->offered = status == PLY_OK ? ply_bits_count(room.all, t->n_words) : 0;
    at->offered_mean = at->offered > 0 ? sum / (double)at->offered : 0;
  }
  free(alive);
  ply_set_room_done(&room);
  return status == PLY_OK ? status : ply_robust_trouble(status, err);
}

/* ---- risk and return ---- */

static ply_status frontier(offering *o, ply_err *err) {
  ply_asking *a = o->a;
  ply_robust *out = a->out;
  ply_quest quest = ply_asking_quest(a, &o->tables, PLY_BY_BOTH, "risk and return");
  ply_found found;
  ply_status status = ply_robust_search(&quest, &found, err);
  if (status != PLY_OK) return status;
  ply_asking_stopped(a, &found);
  ply_robust_point *points = PLY_NEW(out->arena, found.n + 1, ply_robust_point);
  for (size_t i = 0; points != NULL && i < found.n; i++) {
    points[i] = (ply_robust_point){.count = (uint64_t)found.best[i].value,
                                   .share = found.best[i].value / (double)o->tables.n,
                                   .mean = found.best[i].mean};
    if (!ply_account_bundle(a, found.best[i].index, &points[i].bundle)) points = NULL;
  }
  out->has_frontier = true;
  out->frontier_outcome = found.outcome;
  out->frontier = points;
  out->n_frontier = (int)found.n;
  ply_found_done(&found);
  return points != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
}

/* ---- what knowing is worth ---- */

static ply_robust_knowing *add_knowing(ply_asking *a, const char *what) {
  ply_robust_knowing *k = (ply_robust_knowing *)(uintptr_t)&a->out->knowing[a->out->n_knowing++];
  *k = (ply_robust_knowing){.what = what, .outcome = PLY_FOUND};
  return k;
}

static ply_status knowing_everything(offering *o, ply_err *err) {
  ply_asking *a = o->a;
  ply_quest quest = ply_asking_quest(a, &o->tables, PLY_BY_DRAW, "what knowing everything is worth");
  ply_found found;
  ply_status status = ply_robust_search(&quest, &found, err);
  if (status != PLY_OK) return status;
  ply_asking_stopped(a, &found);
  ply_robust_knowing *k = add_knowing(a, "everything");
  if (found.stopped_by != NULL) k->outcome = PLY_LIMIT_REACHED;
  k->value = positive((sum_of(found.most, o->tables.n) - o->best) / (double)o->tables.n);
  ply_found_done(&found);
  return PLY_OK;
}

static ply_status knowing_line(offering *o, int line, ply_err *err) {
  ply_asking *a = o->a;
  const ply_sample_tables *t = &o->tables;
  uint64_t in = ply_bits_count(t->in_force[line], t->n_words);
  if (in == 0 || in == t->n) return PLY_OK;
  uint64_t *out = malloc((t->n_words + 1) * sizeof *out);
  if (out == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (size_t w = 0; w < t->n_words; w++) out[w] = ~t->in_force[line][w];
  if (t->n % 64 != 0) out[t->n_words - 1] &= ((uint64_t)1 << (t->n % 64)) - 1;
  const ply_line *l = &t->game->lines[line];
  char *name = ply_arena_printf(a->out->arena, "%s/%s", t->game->scenario->actors[l->actor].id, l->line->id);
  double with = 0, without = 0;
  ply_outcome outcome = PLY_FOUND;
  ply_status status =
      best_sum(a, t, t->in_force[line], "what knowing a red line is worth", &with, &outcome, err);
  if (status == PLY_OK)
    status = best_sum(a, t, out, "what knowing a red line is worth", &without, &outcome, err);
  if (status == PLY_OK && name != NULL) {
    ply_robust_knowing *k = add_knowing(a, name);
    k->outcome = outcome;
    k->value = positive((with + without - o->best) / (double)t->n);
  }
  free(out);
  return status;
}

/* Each of m draws of the actor meets each of m draws of the rest: draw i * m + j. */
static ply_status cross(offering *o, int actor, int m, ply_sample_tables *out, ply_err *err) {
  ply_asking *a = o->a;
  ply_draw_at *at = malloc((size_t)m * (size_t)m * sizeof *at);
  if (at == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  int known = a->settings->unsure ? PLY_NOBODY : a->settings->proposer;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < m; j++) at[i * m + j] = (ply_draw_at){(uint64_t)j, known, actor, (uint64_t)i};
  ply_sample_how how = ply_asking_how(a, PLY_ROBUST_ACCEPTABLE);
  ply_status status = ply_sample_fill(a->draws, at, (uint64_t)m * (uint64_t)m, &how, out, err);
  free(at);
  return status;
}

static ply_status knowing_actor(offering *o, int actor, ply_err *err) {
  ply_asking *a = o->a;
  int m = a->settings->m > 0 ? a->settings->m : 32;
  if ((uint64_t)m > a->draws->n) m = (int)a->draws->n;
  ply_sample_tables t = {0};
  double blind = 0, seeing = 0;
  ply_outcome outcome = PLY_FOUND;
  ply_status status = cross(o, actor, m, &t, err);
  if (status == PLY_OK)
    status = best_sum(a, &t, NULL, "what knowing an actor is worth", &blind, &outcome, err);
  uint64_t *among = status == PLY_OK ? calloc(t.n_words + 1, sizeof *among) : NULL;
  if (status == PLY_OK && among == NULL) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (int i = 0; status == PLY_OK && i < m; i++) {
    double sum = 0;
    memset(among, 0, t.n_words * sizeof *among);
    for (int j = 0; j < m; j++) among[(i * m + j) / 64] |= (uint64_t)1 << ((i * m + j) % 64);
    status = best_sum(a, &t, among, "what knowing an actor is worth", &sum, &outcome, err);
    seeing += sum;
  }
  if (status == PLY_OK) {
    ply_robust_knowing *k =
        add_knowing(a, ply_arena_strdup(a->out->arena, a->base->scenario->actors[actor].id));
    k->outcome = outcome;
    k->value = positive((seeing - blind) / ((double)m * (double)m));
    k->m = m;
    if (k->what == NULL) status = ply_err_set(err, PLY_E_MEMORY, "out of memory");
  }
  free(among);
  ply_sample_done(&t);
  return status;
}

static ply_status knowing(offering *o, ply_err *err) {
  ply_asking *a = o->a;
  int n = 1 + a->base->n_lines + a->settings->n_asked;
  a->out->knowing = PLY_NEW(a->out->arena, n, ply_robust_knowing);
  ply_status status = a->out->knowing != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK && a->settings->knowing) status = knowing_everything(o, err);
  bool all = a->settings->lines == NULL;
  for (int l = 0; status == PLY_OK && a->settings->knowing && all && l < a->base->n_lines; l++)
    status = knowing_line(o, l, err);
  for (int l = 0; status == PLY_OK && !all && l < a->settings->n_lines; l++)
    status = knowing_line(o, a->settings->lines[l], err);
  for (int i = 0; status == PLY_OK && i < a->settings->n_asked; i++)
    status = knowing_actor(o, a->settings->asked[i], err);
  return status;
}

/* ---- together ---- */

static ply_status draw_offers(offering *o, ply_err *err) {
  ply_asking *a = o->a;
  ply_draw_at *at = malloc((size_t)(a->draws->n + 1) * sizeof *at);
  if (at == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  int known = a->settings->unsure ? PLY_NOBODY : a->settings->proposer;
  for (uint64_t k = 0; k < a->draws->n; k++) at[k] = (ply_draw_at){k, known, PLY_NOBODY, 0};
  ply_sample_how how = ply_asking_how(a, PLY_ROBUST_ACCEPTABLE);
  ply_status status = ply_sample_fill(a->draws, at, a->draws->n, &how, &o->tables, err);
  free(at);
  return status;
}

ply_status ply_offers_answer(ply_asking *a, ply_err *err) {
  offering o = {.a = a};
  ply_status status = draw_offers(&o, err);
  if (status == PLY_OK) status = best_offer(&o, err);
  if (status == PLY_OK && a->settings->frontier) status = weigh_designs(&o, err);
  if (status == PLY_OK && a->settings->frontier) status = frontier(&o, err);
  if (status == PLY_OK) status = knowing(&o, err);
  ply_sample_done(&o.tables);
  return status;
}
