/* Which strategies would no player use whatever the others do? Iterated elimination of strictly dominated
 * strategies, by pure and by mixed ones (Luce and Raiffa 1957; Gale, Kuhn and Tucker 1950 for the order not
 * mattering). A strategy that is a best reply to something is not dominated; any other is the question whether
 * the game of differences "the rest against this strategy" has a value above 0, a linear program in whole
 * numbers, whose optimal strategy is the mixture and whose value the margin.
 *
 * Cost a round: strategies^2 x profiles comparisons with early ends, and one program for each strategy that is
 * never a best reply. */
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/matrix_game.h"
#include "sim/equilibria/whole.h"

#include <stdlib.h>
#include <string.h>

static const double work_units = 1e8;

typedef struct hunter {
  const ply_finite *game;
  ply_equilibria *answers;
  bool *left;      /* [n_strategies] */
  uint64_t *bases; /* what the others do: profiles with the player's strategy 0; room for all of them */
  uint64_t n_bases;
  ply_elimination *found;
  int n_found, room_found, round;
  uint64_t work, most;
  ply_stop stop;
  bool skipped, no_memory;
} hunter;

/* Every way in which the others' surviving strategies can meet. */
static void list_bases(hunter *h, int player) {
  const ply_finite *game = h->game;
  h->bases[0] = 0;
  h->n_bases = 1;
  for (int j = 0; j < game->n_players; j++) {
    if (j == player) continue;
    const bool *left = h->left + game->players[j].first;
    uint64_t before = h->n_bases, n = 0;
    for (int s = game->players[j].n - 1; s >= 0; s--) n += left[s];
    /* from the back, so that what is read is not yet written over */
    for (uint64_t k = before; k-- > 0;) {
      uint64_t at = (k + 1) * n;
      for (int s = game->players[j].n - 1; s >= 0; s--)
        if (left[s]) h->bases[--at] = h->bases[k] + (uint64_t)s * game->stride[j];
    }
    h->n_bases = before * n;
  }
}

/* Whether strategy t brings more than s against everything; weak: as much everywhere and more somewhere. */
static bool dominates(const hunter *h, int i, int t, int s, bool weak) {
  uint64_t stride = h->game->stride[i];
  bool more = false;
  for (uint64_t k = 0; k < h->n_bases; k++) {
    int order = ply_finite_compare(h->game, i, h->bases[k] + (uint64_t)t * stride,
                                   h->bases[k] + (uint64_t)s * stride);
    if (order < 0 || (order == 0 && !weak)) return false;
    more |= order > 0;
  }
  return more;
}

static bool is_best_reply(const hunter *h, int i, int s) {
  uint64_t stride = h->game->stride[i];
  const bool *left = h->left + h->game->players[i].first;
  for (uint64_t k = 0; k < h->n_bases; k++) {
    bool best = true;
    for (int t = 0; t < h->game->players[i].n && best; t++)
      if (left[t] && t != s)
        best = ply_finite_compare(h->game, i, h->bases[k] + (uint64_t)t * stride,
                                  h->bases[k] + (uint64_t)s * stride) <= 0;
    if (best) return true;
  }
  return false;
}

static ply_elimination *next_found(hunter *h) {
  if (h->n_found == h->room_found) {
    int room = h->room_found > 0 ? 2 * h->room_found : 16;
    ply_elimination *more = realloc(h->found, (size_t)room * sizeof *more);
    if (more == NULL) {
      h->no_memory = true;
      return NULL;
    }
    h->found = more;
    h->room_found = room;
  }
  return &h->found[h->n_found++];
}

/* The least that strategy t brings over s. */
static ply_ratio pure_margin(const hunter *h, int i, int t, int s) {
  uint64_t stride = h->game->stride[i], least = 0;
  mpq_t a, b, best;
  mpq_inits(a, b, best, NULL);
  for (uint64_t k = 0; k < h->n_bases; k++) {
    ply_finite_exact(h->game, i, h->bases[k] + (uint64_t)t * stride, a);
    ply_finite_exact(h->game, i, h->bases[k] + (uint64_t)s * stride, b);
    mpq_sub(a, a, b);
    if (k == least || mpq_cmp(a, best) < 0) mpq_set(best, a);
  }
  ply_ratio margin = ply_ratio_of(h->answers->arena, best);
  if (!h->game->exact) margin.exact = NULL;
  mpq_clears(a, b, best, NULL);
  return margin;
}

static bool by_pure(hunter *h, int i, int s) {
  const bool *left = h->left + h->game->players[i].first;
  for (int t = 0; t < h->game->players[i].n; t++) {
    if (t == s || !left[t] || !dominates(h, i, t, s, false)) continue;
    ply_elimination *e = next_found(h);
    if (e != NULL)
      *e = (ply_elimination){
          .round = h->round, .player = i, .strategy = s, .by = t, .margin = pure_margin(h, i, t, s)};
    return true;
  }
  return false;
}

/* The game of differences: rows the surviving other strategies, columns what the others do. */
static void fill_differences(hunter *h, int i, int s, const int *rows, ply_matrix_game *g, ply_whole *whole) {
  uint64_t stride = h->game->stride[i];
  mpz_t mine;
  mpz_init(mine);
  for (uint64_t k = 0; k < h->n_bases; k++) {
    ply_whole_payoff(whole, h->bases[k] + (uint64_t)s * stride, mine);
    for (int r = 0; r < g->rows; r++) {
      mpz_t *entry = &g->entry[(size_t)r * (size_t)g->cols + (size_t)k];
      ply_whole_payoff(whole, h->bases[k] + (uint64_t)rows[r] * stride, *entry);
      mpz_sub(*entry, *entry, mine);
    }
  }
  mpz_clear(mine);
}

static void keep_mixture(hunter *h, int i, int s, const int *rows, const ply_matrix_game *g,
                         const ply_whole *whole) {
  int n = h->game->players[i].n;
  ply_ratio *mix = PLY_NEW(h->answers->arena, n, ply_ratio);
  ply_elimination *e = mix != NULL ? next_found(h) : NULL;
  if (e == NULL) {
    h->no_memory = true;
    return;
  }
  mpq_t margin;
  mpq_init(margin);
  mpq_mul(margin, g->value, whole->unit);
  for (int k = 0; k < n; k++) mix[k].exact = "0";
  for (int r = 0; r < g->rows; r++) mix[rows[r]] = ply_ratio_of(h->answers->arena, g->row[r]);
  *e = (ply_elimination){.round = h->round,
                         .player = i,
                         .strategy = s,
                         .by = -1,
                         .mix = mix,
                         .margin = ply_ratio_of(h->answers->arena, margin)};
  if (!h->game->exact) e->margin.exact = NULL;
  mpq_clear(margin);
}

static bool by_mixture(hunter *h, int i, int s) {
  const ply_finite_player *player = &h->game->players[i];
  int n = 0, *rows = malloc((size_t)player->n * sizeof *rows);
  for (int t = 0; rows != NULL && t < player->n; t++)
    if (t != s && h->left[player->first + t]) rows[n++] = t;
  uint64_t size = (uint64_t)n * h->n_bases;
  bool dominated = false;
  if (rows == NULL)
    h->no_memory = true;
  else if (n >= 2 && (size > h->most / 20 || h->work > h->most))
    h->skipped = true;
  else if (n >= 2) {
    ply_matrix_game g;
    ply_whole whole;
    ply_whole_init(&whole, h->game, i);
    if (ply_matrix_game_init(&g, n, (int)h->n_bases)) {
      fill_differences(h, i, s, rows, &g, &whole);
      int solved = ply_matrix_game_solve(&g, h->most, h->stop);
      h->work += size * (uint64_t)(n + 2);
      h->skipped |= solved == 0;
      h->no_memory |= solved < 0;
      dominated = solved > 0 && mpq_sgn(g.value) > 0 && (h->game->exact || mpq_cmp_ui(g.value, 1, 1) > 0);
      if (dominated) keep_mixture(h, i, s, rows, &g, &whole);
      ply_matrix_game_done(&g);
    } else
      h->no_memory = true;
    ply_whole_done(&whole);
  }
  free(rows);
  return dominated;
}

/* One round: everything that is dominated given what is left goes at once. */
static int eliminate(hunter *h) {
  int from = h->n_found;
  h->round++;
  for (int i = 0; i < h->game->n_players; i++) {
    const ply_finite_player *player = &h->game->players[i];
    list_bases(h, i);
    for (int s = 0; s < player->n && !h->no_memory && !ply_stopped(h->stop); s++)
      if (h->left[player->first + s] && !is_best_reply(h, i, s) && !by_pure(h, i, s)) by_mixture(h, i, s);
  }
  for (int k = from; k < h->n_found; k++)
    h->left[h->game->players[h->found[k].player].first + h->found[k].strategy] = false;
  return h->n_found - from;
}

static void mark_weak(hunter *h, bool *weak) {
  for (int i = 0; i < h->game->n_players; i++) {
    const ply_finite_player *player = &h->game->players[i];
    list_bases(h, i);
    for (int s = 0; s < player->n; s++)
      for (int t = 0; t < player->n && h->left[player->first + s] && !weak[player->first + s]; t++)
        if (t != s && h->left[player->first + t] && dominates(h, i, t, s, true))
          weak[player->first + s] = true;
  }
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  ply_dominance *d = &answers->dominance;
  uint64_t most_bases = 1;
  for (int i = 0; i < game->n_players; i++)
    if (game->n_profiles / (uint64_t)game->players[i].n > most_bases)
      most_bases = game->n_profiles / (uint64_t)game->players[i].n;
  hunter h = {.game = game, .answers = answers, .stop = find->stop};
  h.most = (uint64_t)(work_units * find->effort);
  h.left = PLY_NEW(answers->arena, game->n_strategies, bool);
  h.bases = malloc((size_t)most_bases * sizeof *h.bases);
  bool *weak = PLY_NEW(answers->arena, game->n_strategies, bool);
  h.no_memory = h.left == NULL || h.bases == NULL || weak == NULL;
  for (int k = 0; !h.no_memory && k < game->n_strategies; k++) h.left[k] = true;
  while (!h.no_memory && eliminate(&h) > 0) continue;
  if (!h.no_memory) mark_weak(&h, weak);
  ply_elimination *kept = PLY_NEW(answers->arena, h.n_found + 1, ply_elimination);
  if (kept != NULL && h.n_found > 0) memcpy(kept, h.found, (size_t)h.n_found * sizeof *kept);
  h.no_memory |= kept == NULL;
  free(h.found);
  free(h.bases);
  if (h.no_memory) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  h.skipped |= ply_stopped(find->stop);
  *d = (ply_dominance){.asked = true,
                       .exact = game->exact,
                       .eliminations = kept,
                       .n_eliminations = h.n_found,
                       .n_rounds = h.round - 1,
                       .left = h.left,
                       .weak = weak};
  d->extent = h.skipped ? PLY_EXTENT_STOPPED : PLY_EXTENT_ALL;
  if (h.skipped) d->why = "not every mixture was looked at: the game is too large for the work allowed";
  for (int k = 0; k < game->n_strategies; k++) d->n_left += h.left[k];
  return PLY_OK;
}

const ply_find_row ply_row_dominance = {
    "dominance",
    "iterated elimination of strictly dominated strategies, by pure and mixed ones",
    "Luce and Raiffa 1957; Gale, Kuhn and Tucker 1950",
    NULL,
    ply_find_always,
    run,
};
