/* Is a tree played so that nobody gains at any node by another action there, and none by another way of playing as a
 * whole? From the tree's own numbers, in doubles: payoffs with the actions as claimed, and what each player could get
 * at most against the others' actions. Cost: nodes x players. */
#include "sim/verify/finite_desk.h"

#include <math.h>
#include <stdlib.h>

/* For player i: what the claimed actions bring from each node on (own), and the most it could get (most). */
static void weigh(const ply_finite *game, const int *action, int i, double *own, double *most) {
  const ply_finite_tree *tree = game->tree;
  for (int v = tree->n_nodes; v-- > 0;) {
    const ply_tree_node *node = &tree->nodes[v];
    own[v] = node->outcome >= 0 ? mpq_get_d(tree->outcomes[node->outcome].payoff[i]) : 0;
    most[v] = own[v];
    if (node->kind == PLY_NODE_TERMINAL) continue;
    double best = -INFINITY;
    for (int a = 0, w = v + 1; a < tree->sets[node->set].n_actions; a++, w = tree->nodes[w].after) {
      double share = node->kind == PLY_NODE_CHANCE ? mpq_get_d(tree->sets[node->set].chance[a])
                                                   : tree->nodes[w].branch == action[node->set];
      own[v] += share * own[w];
      if (node->kind != i) most[v] += share * most[w];
      best = fmax(best, most[w]);
    }
    if (node->kind == i) most[v] += best;
  }
}

static double range_of(const ply_finite *game, int i) {
  double least = INFINITY, most = -INFINITY;
  for (int o = 0; o < game->tree->n_outcomes; o++) {
    if (game->tree->outcomes[o].payoff == NULL) continue;
    double value = mpq_get_d(game->tree->outcomes[o].payoff[i]);
    least = fmin(least, value);
    most = fmax(most, value);
  }
  return most > least ? most - least : 1;
}

bool ply_desk_induction(const ply_finite *game, ply_equilibria *answers) {
  ply_induction *claim = &answers->induction;
  if (!claim->asked) return true;
  size_t n = (size_t)game->tree->n_nodes;
  double *own = malloc(2 * n * sizeof *own);
  if (own == NULL) return false;
  claim->confirmed = true;
  claim->regret = (ply_ratio){0, NULL};
  for (int i = 0; i < game->n_players; i++) {
    double allowed = 1e-10 * range_of(game, i), *most = own + n;
    weigh(game, claim->action, i, own, most);
    if (!(fabs(own[0] - claim->payoff[i].value) <= allowed)) claim->confirmed = false;
    for (size_t v = 0; v < n; v++) /* in every subgame */
      if (!(most[v] - own[v] <= allowed)) claim->confirmed = false;
    if (most[0] - own[0] > claim->regret.value) {
      claim->regret.value = most[0] - own[0];
      claim->regret_player = i;
    }
  }
  free(own);
  answers->n_checked++;
  answers->n_unconfirmed += !claim->confirmed;
  return true;
}
