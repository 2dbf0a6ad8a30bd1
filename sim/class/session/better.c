/* Was there something better than how a table ended, which nobody there proposed? The solver was asked with
 * the payoffs of that end as everybody's alternative (see study.c). Its acceptable set is then what enough of
 * those asked would take over the end; of its packages the one is told that gives the least helped of those
 * who bargain most, then the largest sum. The solver's egalitarian package is best of the whole set; where
 * that was proposed, the best of the listed others is told, which is proved best only if all are listed.
 * Cost: listed packages times actors. */
#include "sim/class/session/blocks.h"

#include <math.h>
#include <string.h>

uint64_t ply_class_refusers(const ply_class_session *s, uint64_t bundle, const double *otherwise) {
  double payoffs[PLY_CLASS_ROLES];
  uint64_t parties = parley_game_parties(s->game, bundle), refuse = 0;
  if (!parley_game_payoffs(s->game, bundle, payoffs)) return 0;
  for (int i = 0; i < s->shape.n_actors; i++) {
    parley_game_actor who = parley_game_actor_at(s->game, i);
    double least = otherwise != NULL ? otherwise[i] : who.reservation;
    bool no = payoffs[i] < least - who.tolerance || parley_game_red_line(s->game, bundle, i) != NULL;
    if (no && (parties >> i & 1) != 0) refuse |= (uint64_t)1 << i;
  }
  return refuse;
}

/* A package with what it changes for those who bargain. */
typedef struct candidate {
  bool found;
  uint64_t bundle;
  double least, sum;
} candidate;

const uint64_t *ply_class_end_of(const ply_class_session *s, int table, int round) {
  const ply_class_end *end = &s->state.tables[table].end[round];
  return end->status == PLY_TABLE_DEAL ? &s->state.proposals[end->proposal].bundle : NULL;
}

static bool was_proposed(const ply_class_session *s, int table, uint64_t bundle) {
  for (int p = 0; p < s->state.n_proposals; p++)
    if (s->state.proposals[p].table == table && s->state.proposals[p].bundle == bundle) return true;
  return false;
}

/* Those asked who gain and lose by the bundle against `base`. */
static bool sort_roles(const ply_class_session *s, uint64_t bundle, const double *base, uint64_t *gain,
                       uint64_t *lose) {
  double payoffs[PLY_CLASS_ROLES];
  uint64_t parties = parley_game_parties(s->game, bundle);
  *gain = *lose = 0;
  if (!parley_game_payoffs(s->game, bundle, payoffs)) return false;
  for (int i = 0; i < s->shape.n_actors; i++) {
    if ((parties >> i & 1) == 0) continue;
    double eps = parley_game_actor_at(s->game, i).tolerance;
    if (payoffs[i] > base[i] + eps) *gain |= (uint64_t)1 << i;
    if (payoffs[i] < base[i] - eps) *lose |= (uint64_t)1 << i;
  }
  return true;
}

static void look_at(const ply_class_session *s, const ply_class_found *f, int table, const double *base,
                    uint64_t bundle, candidate *best) {
  double payoffs[PLY_CLASS_ROLES];
  candidate this = {.found = true, .bundle = bundle, .least = INFINITY};
  uint64_t gain, lose;
  if (!parley_game_payoffs(s->game, bundle, payoffs)) return;
  for (int i = 0; i < s->shape.n_actors; i++) {
    if ((f->players >> i & 1) == 0) continue;
    this.least = fmin(this.least, payoffs[i] - base[i]);
    this.sum += payoffs[i] - base[i];
  }
  bool better = !best->found || this.least > best->least + PLY_EPS ||
                (this.least > best->least - PLY_EPS && this.sum > best->sum + PLY_EPS);
  if (!better || was_proposed(s, table, bundle) || !sort_roles(s, bundle, base, &gain, &lose) || gain == 0)
    return;
  *best = this;
}

/* What the end of a table gives everybody. */
static bool base_of(const ply_class_session *s, const uint64_t *end, double *base) {
  if (end != NULL) return parley_game_payoffs(s->game, *end, base);
  for (int i = 0; i < s->shape.n_actors; i++) base[i] = parley_game_actor_at(s->game, i).reservation;
  return true;
}

/* The deal that helps the least helped most; NULL where the solver does not tell it. */
static const ply_class_deal *egalitarian(const ply_class_found *f) {
  for (int d = 0; d < f->n_deals; d++)
    if (strcmp(f->deals[d].key, "egalitarian") == 0) return &f->deals[d];
  return NULL;
}

void ply_class_better_of(const ply_class_session *s, int table, ply_class_better *out) {
  const uint64_t *end = ply_class_end_of(s, table, 0);
  const uint64_t none = PLY_CLASS_NO_DEAL;
  const ply_class_found *f = ply_class_session_found(s, end != NULL ? end : &none);
  double base[PLY_CLASS_ROLES];
  candidate best = {0};
  *out = (ply_class_better){.known = f != NULL && !f->failed};
  if (!out->known || !base_of(s, end, base)) return;
  for (int d = 0; d < f->n_deals; d++)
    if (f->deals[d].found) look_at(s, f, table, base, f->deals[d].bundle, &best);
  for (size_t i = 0; i < f->n_top; i++) look_at(s, f, table, base, f->top[i], &best);
  for (size_t i = 0; i < f->n_cloud; i++) look_at(s, f, table, base, f->cloud[i], &best);
  const ply_class_deal *fairest = egalitarian(f);
  out->found = best.found;
  out->bundle = best.bundle;
  out->count = f->acceptable;
  out->proved =
      f->decided &&
      (f->whole || (best.found && fairest != NULL && fairest->found && fairest->bundle == best.bundle));
  if (best.found) sort_roles(s, best.bundle, base, &out->gain, &out->lose);
}
