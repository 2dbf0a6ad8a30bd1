/* What would the rest sign without a candidate, draw by draw? A solve of that draw's game says it (the Nash bargain
 * over what is acceptable with the candidate out, or no deal); it is asked only in draws in which some bundle is
 * sustained and good enough to be kept, and kept for the next bundle. Definition: sim/solve/answer/reopened.c.
 * Cost: one solve a draw that is asked about. */
#include "sim/robust/inside.h"

#include "sim/solve/solve.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct ply_alternatives {
  pthread_mutex_t lock;
  uint64_t *known; /* [n_words] */
  double *payoff;  /* [n_padded * n_candidates] */
  ply_solve_settings settings;
} ply_alternatives;

ply_alternatives *ply_alternatives_new(const ply_sample_tables *t, const ply_sample_how *how) {
  ply_alternatives *a = calloc(1, sizeof *a);
  if (a == NULL) return NULL;
  pthread_mutex_init(&a->lock, NULL);
  a->known = calloc(t->n_words + 1, sizeof *a->known);
  a->payoff = calloc(t->n_padded * (size_t)t->game->n_candidates + 1, sizeof *a->payoff);
  a->settings = (ply_solve_settings){.skip = ~(unsigned)PLY_SKIP_REOPENED,
                                     .threads = 1,
                                     .memory_bytes = how->memory_bytes,
                                     .seed = 1,
                                     .stop = how->stop};
  if (a->known != NULL && a->payoff != NULL) return a;
  ply_alternatives_free(a);
  return NULL;
}

void ply_alternatives_free(ply_alternatives *a) {
  if (a == NULL) return;
  pthread_mutex_destroy(&a->lock);
  free(a->known);
  free(a->payoff);
  free(a);
}

static ply_status solve(const ply_alternatives *a, const ply_game *game, double *payoff) {
  ply_result *result = NULL;
  ply_err err = {0};
  ply_status status = ply_solve(game, &a->settings, &result, &err);
  if (status != PLY_OK) return status;
  if (result->reopened.n != game->n_candidates)
    status = a->settings.stop != NULL && *a->settings.stop ? PLY_E_STOPPED : PLY_E_LIMIT;
  for (int c = 0; status == PLY_OK && c < game->n_candidates; c++)
    payoff[c] = result->reopened.without[c].payoff;
  ply_result_free(result);
  return status;
}

/* Two threads may work the same draw out at the same time: they find the same. */
ply_status ply_alternatives_at(const ply_sample_tables *t, size_t k, double *payoff) {
  ply_alternatives *a = t->alternatives;
  int n = t->game->n_candidates;
  double *kept = a->payoff + k * (size_t)n;
  if (n == 0) return PLY_OK;
  pthread_mutex_lock(&a->lock);
  bool known = a->known[k / 64] >> (k % 64) & 1;
  for (int c = 0; known && c < n; c++) payoff[c] = kept[c];
  pthread_mutex_unlock(&a->lock);
  if (known) return PLY_OK;
  ply_status status = solve(a, t->games[k], payoff);
  if (status != PLY_OK) return status;
  pthread_mutex_lock(&a->lock);
  for (int c = 0; c < n; c++) kept[c] = payoff[c];
  a->known[k / 64] |= (uint64_t)1 << (k % 64);
  pthread_mutex_unlock(&a->lock);
  return PLY_OK;
}
