/* Many bundles in all draws, on several threads: those that share a guarantee come one after another, so that it is
 * worked out once (evaluate.c). Cost: an evaluation a bundle. */
#include "sim/game/security.h"
#include "sim/robust/inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct stop_at {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t key; /* of the guarantee; the same for the same */
  size_t i;
} stop_at;

typedef struct tour {
  const ply_each *each;
  stop_at *stops; /* [n] by key */
  size_t next;
  pthread_mutex_t lock;
  const char *volatile stopped_by;
  volatile ply_status status;
} tour;

static int by_key(const void *a, const void *b) {
  const stop_at *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->i < y->i ? -1 : x->i > y->i;
}

/* The guarantee's part of the bundle's index: what it reads, and who stands where. */
static uint64_t key_of(const ply_game *g, const stop_at *at) {
  uint64_t key = 0;
  for (uint64_t rest = ply_game_security_reads(g); rest != 0; rest &= rest - 1) {
    int k = __builtin_ctzll(rest);
    key = key * (uint64_t)g->scenario->issues[k].n_options + at->option[k];
  }
  for (int c = 0; c < g->n_candidates; c++) key = key * (uint64_t)g->n_levels + at->level[g->candidate[c]];
  return key;
}

static bool plan(tour *t) {
  const ply_each *each = t->each;
  t->stops = calloc(each->n + 1, sizeof *t->stops);
  if (t->stops == NULL) return false;
  for (size_t i = 0; i < each->n; i++) {
    stop_at *at = &t->stops[i];
    at->i = i;
    ply_game_bundle(each->tables->game, each->index[i], at->option, at->level);
    ply_game_derive(each->tables->game, at->option, at->level);
    at->key = key_of(each->tables->game, at);
  }
  qsort(t->stops, each->n, sizeof *t->stops, by_key);
  return true;
}

static const char *why_stop(const ply_each *each) {
  if (each->stop != NULL && *each->stop) return "interrupt";
  return each->deadline > 0 && ply_seconds() > each->deadline ? "time" : NULL;
}

static void end(tour *t, ply_status status) {
  pthread_mutex_lock(&t->lock);
  if (status == PLY_E_STOPPED)
    t->stopped_by = "interrupt";
  else
    t->status = status;
  pthread_mutex_unlock(&t->lock);
}

/* The next bundles that share a guarantee; n 0: none are left. */
static size_t take_some(tour *t, size_t *first) {
  pthread_mutex_lock(&t->lock);
  *first = t->next;
  size_t n = 0, left = t->each->n - t->next;
  while (n < left && t->stops[*first + n].key == t->stops[*first].key) n++;
  t->next += n;
  pthread_mutex_unlock(&t->lock);
  return n;
}

static bool look(tour *t, ply_set_room *room, const uint64_t *alive, const stop_at *at) {
  const ply_each *each = t->each;
  const char *why = why_stop(each);
  if (why != NULL) t->stopped_by = why;
  if (t->stopped_by != NULL || t->status != PLY_OK) return false;
  ply_status status = ply_set_members(room, each->over, at->option, at->level, each->who, alive, room->all);
  if (status == PLY_OK)
    each->take(each->data, at->i, room);
  else
    end(t, status);
  return status == PLY_OK;
}

static void *go(void *data) {
  tour *t = data;
  const ply_sample_tables *tables = t->each->tables;
  uint64_t *alive = calloc(tables->n_words + 1, sizeof *alive);
  ply_set_room room = {0};
  bool on = alive != NULL && ply_set_room_init(tables, &room);
  if (on)
    ply_sample_all(tables, alive);
  else
    end(t, PLY_E_MEMORY);
  for (size_t first, n; on && (n = take_some(t, &first)) > 0;)
    for (size_t i = first; i < first + n && on; i++) on = look(t, &room, alive, &t->stops[i]);
  ply_set_room_done(&room);
  free(alive);
  return NULL;
}

ply_status ply_each_bundle(const ply_each *each, const char **stopped_by, ply_err *err) {
  tour t = {.each = each, .status = PLY_OK};
  *stopped_by = NULL;
  if (!plan(&t)) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&t.lock, NULL);
  ply_robust_on_threads(go, &t, each->threads, each->n);
  pthread_mutex_destroy(&t.lock);
  free(t.stops);
  *stopped_by = t.stopped_by;
  return t.status == PLY_OK ? PLY_OK : ply_robust_trouble(t.status, err);
}
