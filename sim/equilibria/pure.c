/* Which profiles of pure strategies are equilibria? One pass over each player's payoffs: a profile stays in the
 * running where the player's payoff is the largest that it can reach by its own choice. What is in the running
 * for everybody is an equilibrium (Nash 1950, doi:10.1073/pnas.36.1.48); where no choice ties it is strict.
 *
 * Cost: players x profiles comparisons and one byte a profile. Exact payoffs are compared as whole numbers
 * where they have a common denominator. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

enum { OUT = 0, BEST = 1, TIED = 2, BLOCK = 2048 };

/* The profiles that differ in this player's strategy alone lie `stride` apart: blocks of neighbours are handled
 * together, so that memory is read in order. */
static void mark_whole(const int64_t *value, uint64_t stride, uint64_t n, uint64_t profiles, uint8_t *mark) {
  int64_t best[BLOCK];
  uint8_t tied[BLOCK];
  for (uint64_t high = 0; high < profiles; high += stride * n)
    for (uint64_t low = 0; low < stride; low += BLOCK) {
      uint64_t base = high + low, width = stride - low < BLOCK ? stride - low : BLOCK;
      memcpy(best, value + base, width * sizeof *best);
      memset(tied, 0, width);
      for (uint64_t s = 1; s < n; s++)
        for (uint64_t k = 0; k < width; k++) {
          int64_t v = value[base + s * stride + k];
          tied[k] = v > best[k] ? 0 : (uint8_t)(tied[k] | (v == best[k]));
          best[k] = v > best[k] ? v : best[k];
        }
      for (uint64_t s = 0; s < n; s++)
        for (uint64_t k = 0; k < width; k++) {
          uint64_t p = base + s * stride + k;
          mark[p] = value[p] == best[k] ? (uint8_t)(mark[p] | (mark[p] ? tied[k] * TIED : 0)) : OUT;
        }
    }
}

/* The same for payoffs of any form, one group of profiles after the other. */
static void mark_any(const ply_finite *game, int i, uint8_t *mark) {
  uint64_t stride = game->stride[i], n = (uint64_t)game->players[i].n;
  const double *plain = game->payoffs[i].plain;
  for (uint64_t high = 0; high < game->n_profiles; high += stride * n)
    for (uint64_t low = 0; low < stride; low++) {
      uint64_t base = high + low, best = base;
      int ties = 0;
      for (uint64_t p = base + stride; p < base + stride * n; p += stride)
        if (plain != NULL ? plain[p] > plain[best] : ply_finite_compare(game, i, p, best) > 0) best = p;
      for (uint64_t p = base; p < base + stride * n; p += stride)
        ties += ply_finite_compare(game, i, best, p) <= 0;
      for (uint64_t p = base; p < base + stride * n; p += stride)
        if (ply_finite_compare(game, i, best, p) > 0)
          mark[p] = OUT;
        else if (ties > 1 && mark[p] != OUT)
          mark[p] |= TIED;
    }
}

static ply_status list_marked(const ply_finite *game, const uint8_t *mark, ply_equilibria *answers,
                              ply_err *err) {
  ply_equilibrium_list *list = &answers->pure;
  bool failed = false;
  for (uint64_t p = 0; p < game->n_profiles && !failed; p++) {
    if (mark[p] == OUT) continue;
    ply_equilibrium *next = ply_list_next(list, &failed);
    if (next == NULL) continue;
    next->strict = mark[p] & TIED ? PLY_NO : PLY_YES;
    ply_equilibrium_pure(game, answers->arena, p, next);
    failed |= next->payoff == NULL;
  }
  if (!ply_list_settle(answers->arena, list) || failed)
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  return PLY_OK;
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  (void)find;
  const ply_finite *game = answers->game;
  uint8_t *mark = malloc((size_t)game->n_profiles);
  if (mark == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  memset(mark, BEST, (size_t)game->n_profiles);
  for (int i = 0; i < game->n_players; i++)
    if (game->payoffs[i].whole != NULL)
      mark_whole(game->payoffs[i].whole, game->stride[i], (uint64_t)game->players[i].n, game->n_profiles,
                 mark);
    else
      mark_any(game, i, mark);
  ply_status status = list_marked(game, mark, answers, err);
  free(mark);
  answers->pure.asked = true;
  answers->pure.exact = game->exact;
  answers->pure.method = "best replies of everybody";
  answers->pure.extent = answers->pure.count > 0 ? PLY_EXTENT_ALL : PLY_EXTENT_NONE;
  if (answers->pure.count > (uint64_t)answers->pure.n_listed) answers->pure.why = "only the first are listed";
  return status;
}

const ply_find_row ply_row_pure = {
    "pure",
    "all equilibria in pure strategies; strict and strong ones marked",
    "Nash 1950, doi:10.1073/pnas.36.1.48; Aumann 1959 (strong)",
    NULL,
    ply_find_always,
    run,
};
