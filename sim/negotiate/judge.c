/* How does a simulated deal look beside the theory of the same numbers? Whether it is acceptable, sustained,
 * stable and efficient, and how far its gains lie from those of the Nash bargain over all acceptable bundles
 * (Nash 1950, doi:10.2307/1907266), Euclidean over the bargaining players. Cost: the acceptable bundles for
 * the last two, candidates * levels payoff vectors for the others. */
#include "sim/negotiate/hand.h"

#include "sim/solve/stand.h"

#include <math.h>

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

/* The product of the players' gains, 0 where one of them gains nothing: what Nash compares where all weights are 1,
 * without a logarithm. */
static double product(const ply_hand *hand, const int *player, int n, size_t row) {
  double all = 1;
  for (int k = 0; k < n; k++) {
    int i = player[k];
    double gain = hand->payoff[(size_t)i * hand->menu->n + row] - hand->game->reservation[i];
    all *= gain > ply_tolerance(hand->game, i) ? gain : 0;
  }
  return all;
}

/* What a bundle's product must reach to be looked at closely; 0: every one. */
static double worth_a_look(const ply_hand *hand, const int *player, const double *weight, int n) {
  double most = 0;
  for (int k = 0; k < n; k++)
    if (weight[k] != 1) return 0;
  for (size_t row = 0; row < hand->menu->n; row++)
    if (hand->accepted[row]) most = fmax(most, product(hand, player, n, row));
  return most > 1e-280 && most < 1e280 ? most * (1 - 1e-6) : 0;
}

ply_deal ply_hand_nash(const ply_hand *hand) {
  int player[PLY_MAX_ACTORS], n = ply_players(hand->game, player);
  double weight[PLY_MAX_ACTORS], best = -INFINITY;
  const ply_number *weights = hand->game->scenario->bargaining.weights;
  for (int k = 0; k < n; k++)
    weight[k] = weights != NULL ? ply_number_value(&weights[player[k]], hand->game->values) : 1;
  double least = worth_a_look(hand, player, weight, n);
  for (int pass = 0; pass < 2; pass++)
    for (size_t row = 0; row < hand->menu->n; row++) {
      if (!hand->accepted[row] || (least > 0 && product(hand, player, n, row) < least)) continue;
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

static bool dominates(const ply_hand *hand, size_t a, size_t b) {
  bool better = false;
  for (int i = 0; i < hand->game->n_actors; i++) {
    const double *payoff = hand->payoff + (size_t)i * hand->menu->n;
    double e = ply_tolerance(hand->game, i);
    if (payoff[a] < payoff[b] - e) return false;
    better |= payoff[a] > payoff[b] + e;
  }
  return better;
}

static bool is_efficient(const ply_hand *hand, ply_deal deal) {
  if (!hand->accepted[deal]) return false;
  for (size_t row = 0; row < hand->menu->n; row++)
    if (hand->accepted[row] && dominates(hand, row, (size_t)deal)) return false;
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
  uint64_t index = hand->menu != NULL ? hand->menu->index[deal] : deal;
  if (!judge_joining(hand->game, index, out)) return false;
  if (hand->menu == NULL) return true;
  out->efficient = is_efficient(hand, deal);
  out->distance = distance(hand, nash, deal);
  return true;
}
