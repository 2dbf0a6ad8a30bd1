/* How does one bundle do: in how many draws is it in the set, who accepts it how often, by how much, who stops
 * it most often? And in draws that it was not chosen by: the best of many is flattered by its own sample.
 * Cost: one evaluation of the bundle over the draws. */
#include "sim/robust/answer.h"

#include "sim/solve/solve.h"

#include <stdlib.h>

enum { FRESH_AT_ONCE = 4096 };

bool ply_account_bundle(ply_asking *a, uint64_t index, ply_bundle *out) {
  return ply_bundle_fill(a->base, a->out->arena, index, out);
}

static void count_actors(const ply_set_room *room, uint64_t *accepts, double *margin) {
  const ply_sample_tables *t = room->at.tables;
  for (int i = 0; i < t->n_actors; i++) {
    double sum = 0;
    for (uint64_t k = 0; k < t->n; k++)
      sum += room->at.payoff[(size_t)i * t->n_padded + k] - t->reservation[i][k];
    margin[i] = sum / (double)t->n;
    accepts[i] = ply_bits_count(room->at.accepts + (size_t)i * t->n_words, t->n_words);
  }
}

/* Draws in which the actor's yes alone would have made the bundle acceptable. */
static uint64_t turned_by(const ply_set_room *room, uint64_t parties, int actor) {
  const ply_sample_tables *t = room->at.tables;
  uint64_t n = 0;
  for (uint64_t k = 0; k < t->n; k++) {
    uint64_t accept = 0;
    for (uint64_t rest = parties; rest != 0; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      accept |= (room->at.accepts[(size_t)i * t->n_words + k / 64] >> (k % 64) & 1) << i;
    }
    if (accept >> actor & 1 || ply_game_agreed(t->game, parties, accept)) continue;
    n += ply_game_agreed(t->game, parties, accept | (uint64_t)1 << actor);
  }
  return n;
}

/* Who stops it most often: of those that are asked the one that refuses most; where some may refuse, the one whose
 * refusal decides most often. -1: nobody ever does. */
static int stopper(const ply_set_room *room, const ply_bundle *bundle, const uint64_t *accepts) {
  const ply_sample_tables *t = room->at.tables;
  uint64_t most = 0;
  int who = -1;
  for (int i = 0; i < t->n_actors; i++) {
    if (!(bundle->asked >> i & 1) || accepts[i] == t->n) continue;
    uint64_t n = t->game->spare > 0 ? turned_by(room, bundle->asked, i) : t->n - accepts[i];
    if (n <= most) continue;
    most = n;
    who = i;
  }
  return who;
}

ply_status ply_account_for(ply_asking *a, uint64_t index, ply_robust_bundle *out, ply_err *err) {
  const ply_sample_tables *t = &a->tables;
  ply_set_room room;
  uint64_t *accepts = PLY_NEW(a->out->arena, t->n_actors, uint64_t);
  double *margin = PLY_NEW(a->out->arena, t->n_actors, double);
  uint64_t *alive = PLY_NEW(a->out->arena, t->n_words, uint64_t);
  *out = (ply_robust_bundle){.accepts = accepts, .margin = margin, .refuser = -1};
  bool ready = ply_set_room_init(t, &room);
  ply_status status = ready && accepts != NULL && margin != NULL && alive != NULL &&
                              ply_account_bundle(a, index, &out->bundle)
                          ? PLY_OK
                          : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK) {
    ply_sample_all(t, alive);
    status = ply_set_members(&room, a->settings->over, out->bundle.options, out->bundle.levels, ~UINT64_C(0),
                             alive, room.all);
    if (status != PLY_OK) ply_robust_trouble(status, err);
  }
  if (status == PLY_OK) {
    count_actors(&room, accepts, margin);
    out->count = ply_bits_count(room.all, t->n_words);
    out->share = (double)out->count / (double)t->n;
    out->refuser = stopper(&room, &out->bundle, accepts);
  }
  ply_set_room_done(&room);
  return status;
}

static void count_fresh(void *data, size_t i, ply_set_room *room) {
  ply_robust_bundle *const *at = data;
  at[i]->fresh_count += ply_bits_count(room->all, room->at.tables->n_words);
}

/* The next fresh draws, `n` from `first` on. */
static ply_status account_some(ply_asking *a, uint64_t first, uint64_t n, ply_robust_bundle **at,
                               const uint64_t *index, size_t n_at, ply_err *err) {
  ply_draw_at *points = malloc((size_t)n * sizeof *points);
  ply_sample_tables tables = {0};
  ply_sample_how how = ply_asking_how(a, a->settings->over);
  const char *stopped_by = NULL;
  if (!how.alternatives) how.stop = NULL; /* after a stop too: it is seconds, and what was found needs it */
  for (uint64_t k = 0; points != NULL && k < n; k++)
    points[k] = (ply_draw_at){first + k, PLY_NOBODY, PLY_NOBODY, 0};
  ply_status status = points != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (status == PLY_OK) status = ply_sample_fill(a->fresh, points, n, &how, &tables, err);
  if (status == PLY_OK) {
    const ply_each each = {.tables = &tables,
                           .over = a->settings->over,
                           .threads = a->settings->threads,
                           .index = index,
                           .n = n_at,
                           .take = count_fresh,
                           .data = at};
    status = ply_each_bundle(&each, &stopped_by, err);
    if (status == PLY_OK && stopped_by != NULL) status = ply_robust_trouble(PLY_E_STOPPED, err);
  }
  ply_sample_done(&tables);
  free(points);
  return status;
}

ply_status ply_account_fresh(ply_asking *a, ply_robust_bundle **at, size_t n, ply_err *err) {
  if (a->fresh == NULL || n == 0) return PLY_OK;
  uint64_t total = a->fresh->n;
  uint64_t *index = malloc(n * sizeof *index);
  ply_status status = index != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (size_t i = 0; i < n && index != NULL; i++) index[i] = at[i]->bundle.index;
  for (uint64_t k = 0; k < total && status == PLY_OK; k += FRESH_AT_ONCE) {
    uint64_t some = total - k < FRESH_AT_ONCE ? total - k : FRESH_AT_ONCE;
    status = account_some(a, k, some, at, index, n, err);
  }
  free(index);
  if (status != PLY_OK) return status;
  a->out->fresh = total;
  for (size_t i = 0; i < n; i++)
    ply_wilson_interval(at[i]->fresh_count, total, &at[i]->fresh_low, &at[i]->fresh_high);
  return PLY_OK;
}
