/* What does every listed bundle give to everybody at the numbers of one session? A game whose payoffs are sums
 * over issues alone is filled by adding up; any other bundle by bundle. Cost: bundles * actors * issues. */
#include "sim/negotiate/hand.h"

#include <stdlib.h>
#include <string.h>

static bool make_scratch(ply_hand *hand) {
  size_t n = hand->menu->n;
  hand->part = malloc((n + 1) * sizeof *hand->part);
  hand->bits = calloc(ply_words(n) + 1, sizeof *hand->bits);
  hand->may = calloc(ply_words(n) + 1, sizeof *hand->may);
  return hand->part != NULL && hand->bits != NULL && hand->may != NULL;
}

bool ply_hand_init(ply_hand *hand, const ply_game *game, const ply_menu *menu) {
  *hand = (ply_hand){.menu = menu};
  if (menu == NULL) return true;
  size_t n = (menu->n + 1) * (size_t)game->n_actors;
  hand->payoff = malloc(n * sizeof *hand->payoff);
  hand->accepted = calloc(ply_words(menu->n) + 1, sizeof *hand->accepted);
  if (game->n_lines > 0) hand->open = malloc(n);
  return hand->payoff != NULL && hand->accepted != NULL && (game->n_lines == 0 || hand->open != NULL) &&
         make_scratch(hand);
}

bool ply_hand_share(ply_hand *hand, const ply_hand *from) {
  *hand = *from;
  hand->shares = true;
  hand->part = NULL;
  hand->bits = hand->may = NULL;
  return hand->menu == NULL || make_scratch(hand);
}

void ply_hand_done(ply_hand *hand) {
  free(hand->part);
  free(hand->bits);
  free(hand->may);
  if (!hand->shares) {
    free(hand->payoff);
    free(hand->open);
    free(hand->accepted);
  }
  *hand = (ply_hand){0};
}

/* Whether payoffs are sums over free issues and nothing else. */
static bool is_plain(const ply_game *game) {
  if (game->n_candidates > 0 || game->security != NULL || game->n_terms > 0) return false;
  for (int k = 0; k < game->n_issues; k++)
    if (game->issue_stride[k] == 0) return false;
  return true;
}

/* One issue after the other: what the options before it give, then each option on top. Rows are all combinations in order. */
static void add_whole(ply_hand *hand, int actor) {
  const ply_game *game = hand->game;
  const ply_amount_row *row = game->rows + (size_t)actor * (size_t)game->n_issues;
  double *payoff = hand->payoff + (size_t)actor * hand->menu->n, *from = hand->part, *to = payoff;
  size_t n = 1;
  if (game->n_issues % 2 == 0) { /* so that the last issue's sums end up in `payoff` */
    from = payoff;
    to = hand->part;
  }
  from[0] = 0;
  for (int k = 0; k < game->n_issues; k++) {
    const double *restrict add = row[k].constant[0];
    size_t options = hand->menu->positions.options[k];
    for (size_t at = 0; at < n; at++) {
      double base = from[at], *restrict sums = to + at * options;
      for (size_t o = 0; o < options; o++) sums[o] = base + add[o];
    }
    n *= options;
    double *swap = from;
    from = to;
    to = swap;
  }
}

static void add_up(ply_hand *hand, int actor) {
  const ply_game *game = hand->game;
  size_t n = hand->menu->n, positions = (size_t)hand->menu->positions.n;
  double *payoff = hand->payoff + (size_t)actor * n;
  const uint16_t *digit = hand->menu->digit;
  if (hand->menu->whole) {
    add_whole(hand, actor);
    return;
  }
  for (size_t row = 0; row < n; row++, digit += positions) {
    double sum = 0;
    for (int k = 0; k < game->n_issues; k++)
      sum += game->rows[actor * game->n_issues + k].constant[0][digit[k]];
    payoff[row] = sum;
  }
}

static bool by_bundle(ply_hand *hand) {
  const ply_game *game = hand->game;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  size_t n = hand->menu->n;
  for (size_t row = 0; row < n; row++) {
    ply_game_bundle(game, hand->menu->index[row], option, level);
    if (!ply_game_payoffs(game, option, level, NULL, payoff)) return false;
    for (int i = 0; i < game->n_actors; i++) hand->payoff[(size_t)i * n + row] = payoff[i];
  }
  return true;
}

static void look_at_lines(ply_hand *hand) {
  const ply_game *game = hand->game;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  size_t n = hand->menu->n;
  for (size_t row = 0; row < n; row++) {
    ply_game_bundle(game, hand->menu->index[row], option, level);
    for (int i = 0; i < game->n_actors; i++)
      hand->open[(size_t)i * n + row] = ply_game_refusal(game, i, option, level) < 0;
  }
}

ply_status ply_hand_take(ply_hand *hand, const ply_game *game, ply_err *err) {
  hand->game = game;
  if (hand->menu == NULL) return PLY_OK;
  if (is_plain(game))
    for (int i = 0; i < game->n_actors; i++) add_up(hand, i);
  else if (!by_bundle(hand))
    return ply_err_set(err, PLY_E_INPUT,
                       "the honour game does not settle in 10,000 rounds; is its noise "
                       "too small?");
  if (hand->open != NULL) look_at_lines(hand);
  return PLY_OK;
}

bool ply_hand_payoffs(const ply_hand *hand, ply_deal deal, double *payoff) {
  const ply_game *game = hand->game;
  if (hand->menu != NULL) {
    for (int i = 0; i < game->n_actors; i++) payoff[i] = hand->payoff[(size_t)i * hand->menu->n + deal];
    return true;
  }
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  ply_game_bundle(game, deal, option, level);
  return ply_game_payoffs(game, option, level, NULL, payoff);
}

static uint64_t accepting(const ply_hand *hand, size_t row) {
  const ply_game *game = hand->game;
  size_t n = hand->menu->n;
  uint64_t accept = 0;
  for (uint64_t rest = hand->menu->parties[row]; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    size_t at = (size_t)i * n + row;
    if (hand->payoff[at] >= game->reservation[i] - ply_tolerance(game, i) &&
        (hand->open == NULL || hand->open[at]))
      accept |= (uint64_t)1 << i;
  }
  return accept;
}

/* Where the same actors are asked everywhere and each may stop a deal, whole columns at once. */
static void accept_by_column(ply_hand *hand, uint64_t parties) {
  const ply_game *game = hand->game;
  size_t n = hand->menu->n, words = ply_words(n);
  for (size_t w = 0; w < words; w++)
    hand->accepted[w] = w + 1 < words || n % 64 == 0 ? UINT64_MAX : ((uint64_t)1 << (n % 64)) - 1;
  for (uint64_t rest = parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    ply_column_reach(hand->payoff + (size_t)i * n, n, game->reservation[i] - ply_tolerance(game, i),
                     hand->bits);
    for (size_t w = 0; w < words; w++) hand->accepted[w] &= hand->bits[w];
  }
}

void ply_hand_accepted(ply_hand *hand) {
  const ply_menu *menu = hand->menu;
  if (menu->same_parties && hand->open == NULL && menu->n > 0 &&
      (menu->parties[0] & ~hand->game->vetoes) == 0) {
    accept_by_column(hand, menu->parties[0]);
    return;
  }
  memset(hand->accepted, 0, ply_words(menu->n) * sizeof *hand->accepted);
  for (size_t row = 0; row < menu->n; row++)
    if (ply_game_agreed(hand->game, menu->parties[row], accepting(hand, row)))
      hand->accepted[row / 64] |= (uint64_t)1 << (row % 64);
}
