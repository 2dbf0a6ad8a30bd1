/* How does a simulated deal look beside the theory of the same numbers? Whether it is acceptable, sustained,
 * stable and efficient, and how far its gains lie from those of the Nash bargain over all acceptable bundles
 * (Nash 1950, doi:10.2307/1907266), Euclidean over the bargaining players. Cost: the acceptable bundles for
 * the last two, candidates * levels payoff vectors for the others. */
#include "sim/negotiate/hand.h"

#include "sim/solve/stand.h"

#include <math.h>
#include <string.h>

int ply_players(const ply_game *game, int *player) {
  const ply_bargaining *b = &game->scenario->bargaining;
  int n = 0;
  for (int k = 0; k < b->n_players; k++) player[n++] = b->players[k];
  for (int i = 0; i < game->n_actors && b->n_players == 0; i++)
    if ((game->required | game->counted) >> i & 1) player[n++] = i;
  for (int i = 0; i < game->n_actors && n == 0; i++) player[i] = i;
  return n > 0 ? n : game->n_actors;
}

/* ---- the Nash bargain ---- */

static double nash_value(const ply_hand *hand, const int *player, const double *weight, int n, size_t row) {
  double sum = 0;
  for (int k = 0; k < n; k++) {
    int i = player[k];
    double gain = hand->payoff[(size_t)i * hand->menu->n + row] - hand->game->reservation[i];
    if (!(gain > ply_tolerance(hand->game, i))) return -INFINITY;
    sum += weight[k] * log(gain);
  }
  return sum;
}

/* Fills hand->part with the products of the players' gains, 0 where one of them gains nothing or the bundle is not acceptable:
 * what Nash compares where all weights are 1, without a logarithm. */
static void products(const ply_hand *hand, const int *player, int n) {
  size_t rows = hand->menu->n;
  for (int k = 0; k < n; k++)
    ply_column_gains(hand->payoff + (size_t)player[k] * rows, rows, hand->game->reservation[player[k]],
                     ply_tolerance(hand->game, player[k]), k == 0, hand->part);
  for (size_t w = 0; w < ply_words(rows); w++) {
    size_t here = rows - w * 64 < 64 ? rows - w * 64 : 64;
    uint64_t out = ~hand->accepted[w] & (here == 64 ? UINT64_MAX : ((uint64_t)1 << here) - 1);
    for (; out != 0; out &= out - 1) hand->part[w * 64 + (size_t)__builtin_ctzll(out)] = 0;
  }
}

/* Fills hand->bits with the bundles that are worth a closer look. */
static void worth_a_look(const ply_hand *hand, const int *player, const double *weight, int n) {
  size_t rows = hand->menu->n;
  double most = 0;
  memcpy(hand->bits, hand->accepted, ply_words(rows) * sizeof *hand->bits);
  for (int k = 0; k < n; k++)
    if (weight[k] != 1) return;
  products(hand, player, n);
  most = ply_column_most(hand->part, rows);
  if (most > 1e-280 && most < 1e280) ply_column_reach(hand->part, rows, most * (1 - 1e-6), hand->bits);
}

ply_deal ply_hand_nash(const ply_hand *hand) {
  int player[PLY_MAX_ACTORS], n = ply_players(hand->game, player);
  double weight[PLY_MAX_ACTORS], best = -INFINITY;
  const ply_number *weights = hand->game->scenario->bargaining.weights;
  for (int k = 0; k < n; k++)
    weight[k] = weights != NULL ? ply_number_value(&weights[player[k]], hand->game->values) : 1;
  worth_a_look(hand, player, weight, n);
  for (int pass = 0; pass < 2; pass++)
    for (size_t w = 0; w < ply_words(hand->menu->n); w++)
      for (uint64_t rest = hand->bits[w]; rest != 0; rest &= rest - 1) {
        size_t row = w * 64 + (size_t)__builtin_ctzll(rest);
        double value = nash_value(hand, player, weight, n, row);
        if (pass == 0)
          best = fmax(best, value);
        else if (value > -INFINITY && value >= best - PLY_EPS)
          return row;
      }
  return PLY_NO_DEAL;
}

static double distance(const ply_hand *hand, ply_deal a, ply_deal b) {
  int player[PLY_MAX_ACTORS], n = ply_players(hand->game, player);
  double sum = 0;
  if (a == PLY_NO_DEAL) return NAN;
  for (int k = 0; k < n; k++) {
    const double *payoff = hand->payoff + (size_t)player[k] * hand->menu->n;
    sum += (payoff[a] - payoff[b]) * (payoff[a] - payoff[b]);
  }
  return sqrt(sum);
}

/* ---- efficiency ---- */

/* Whether somebody gains in row a over row b. */
static bool gains(const ply_hand *hand, size_t a, size_t b) {
  for (int i = 0; i < hand->game->n_actors; i++) {
    const double *payoff = hand->payoff + (size_t)i * hand->menu->n;
    if (payoff[a] > payoff[b] + ply_tolerance(hand->game, i)) return true;
  }
  return false;
}

/* Of the accepted bundles, those at which actor after actor loses nothing; the rest is looked at one by one. */
static bool is_efficient(const ply_hand *hand, size_t deal) {
  size_t rows = hand->menu->n, words = ply_words(rows), left = words;
  uint64_t *may = hand->may;
  if (!ply_hand_accepts(hand, deal)) return false;
  memcpy(may, hand->accepted, words * sizeof *may);
  for (int i = 0; i < hand->game->n_actors && left > 0; i++) {
    const double *payoff = hand->payoff + (size_t)i * rows;
    ply_column_reach(payoff, rows, payoff[deal] - ply_tolerance(hand->game, i), hand->bits);
    left = 0;
    for (size_t w = 0; w < words; w++) left += (may[w] &= hand->bits[w]) != 0;
  }
  for (size_t w = 0; w < words; w++)
    for (; may[w] != 0; may[w] &= may[w] - 1)
      if (gains(hand, w * 64 + (size_t)__builtin_ctzll(may[w]), deal)) return false;
  return true;
}

/* ---- joining ---- */

/* Candidate c to another level: does it gain where the deal goes on (equilibrium), and with consent in view
 * (sustained)? A member may always leave: where that is not feasible the deal falls. False: did not settle. */
static bool look_at_move(const ply_game *game, const ply_stand *here, int c, int level, ply_verdict *out) {
  int g = game->candidate[c];
  ply_stand there;
  double e = ply_tolerance(game, g);
  if (!ply_stand_moved(game, here, g, (uint8_t)level, &there)) return false;
  bool falls_well = here->payoff[g] >= game->reservation[g] - e; /* no worse than no deal */
  if (!there.feasible || there.forbidden >> g & 1) {
    if (level == 0 && !there.feasible && !falls_well) out->stable = out->sustained = false;
    return true;
  }
  bool gains = there.payoff[g] > here->payoff[g] + e;
  if (gains) out->stable = false;
  if (there.acceptable ? gains : here->level[g] != 0 && !falls_well) out->sustained = false;
  return true;
}

static bool judge_joining(const ply_game *game, uint64_t index, ply_verdict *out) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  ply_stand here;
  ply_game_bundle(game, index, option, level);
  if (!ply_stand_at(game, option, level, &here)) return false;
  out->acceptable = here.acceptable;
  out->stable = out->sustained = here.acceptable && here.forbidden == 0;
  for (int c = 0; c < game->n_candidates && out->acceptable; c++)
    for (int l = 0; l < game->n_levels; l++)
      if (l != here.level[game->candidate[c]] && !look_at_move(game, &here, c, l, out)) return false;
  return true;
}

bool ply_hand_judge(const ply_hand *hand, ply_deal nash, ply_deal deal, ply_verdict *out) {
  *out = (ply_verdict){.distance = NAN};
  if (hand->menu != NULL && hand->game->n_candidates == 0) { /* nobody joins: what is accepted holds */
    out->acceptable = out->stable = out->sustained = ply_hand_accepts(hand, (size_t)deal);
    out->efficient = is_efficient(hand, (size_t)deal);
    out->distance = distance(hand, nash, deal);
    return true;
  }
  uint64_t index = hand->menu != NULL ? hand->menu->index[deal] : deal;
  if (!judge_joining(hand->game, index, out)) return false;
  if (hand->menu == NULL) return true;
  out->efficient = is_efficient(hand, (size_t)deal);
  out->distance = distance(hand, nash, deal);
  return true;
}
