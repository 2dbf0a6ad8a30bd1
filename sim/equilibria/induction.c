/* How is a tree played in which everybody sees what was done before? From the back: at each node the action that brings
 * its player most, given how all below is played (Zermelo 1913; Kuhn 1953). Of actions that are as good the first is
 * taken, and it is said that there was a choice: then other ways of playing may exist. Where the tree has a table,
 * perfect.c finds all of them. Cost: nodes x players. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

/* What everybody gets from each node on: [n_nodes * n_players]. */
static void settle(const ply_finite *game, mpq_t *value, int *action, bool *ties) {
  const ply_finite_tree *tree = game->tree;
  int n = game->n_players;
  mpq_t part;
  mpq_init(part);
  for (int v = tree->n_nodes - 1; v >= 0; v--) {
    const ply_tree_node *node = &tree->nodes[v];
    const int *child = tree->child + tree->first_child[v];
    mpq_t *mine = value + (size_t)v * (size_t)n;
    int n_actions = node->set >= 0 ? tree->sets[node->set].n_actions : 0, best = 0;
    for (int a = 1; node->kind >= 0 && a < n_actions; a++) {
      int order = mpq_cmp(value[(size_t)child[a] * (size_t)n + (size_t)node->kind],
                          value[(size_t)child[best] * (size_t)n + (size_t)node->kind]);
      if (order > 0) best = a;
    }
    for (int a = 0; node->kind >= 0 && a < n_actions; a++)
      *ties |= a != best && mpq_equal(value[(size_t)child[a] * (size_t)n + (size_t)node->kind],
                                      value[(size_t)child[best] * (size_t)n + (size_t)node->kind]);
    if (node->kind >= 0) action[node->set] = best;
    for (int i = 0; i < n; i++) {
      if (node->outcome >= 0) mpq_set(mine[i], tree->outcomes[node->outcome].payoff[i]);
      if (node->kind >= 0) mpq_add(mine[i], mine[i], value[(size_t)child[best] * (size_t)n + (size_t)i]);
      for (int a = 0; node->kind == PLY_NODE_CHANCE && a < n_actions; a++) {
        mpq_mul(part, tree->sets[node->set].chance[a], value[(size_t)child[a] * (size_t)n + (size_t)i]);
        mpq_add(mine[i], mine[i], part);
      }
    }
  }
  mpq_clear(part);
}

ply_status ply_induction_find(ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  ply_induction *out = &answers->induction;
  size_t n = (size_t)game->tree->n_nodes * (size_t)game->n_players;
  int *action = PLY_NEW(answers->arena, game->tree->n_sets + 1, int);
  ply_ratio *payoff = PLY_NEW(answers->arena, game->n_players, ply_ratio);
  mpq_t *value = malloc(n * sizeof *value);
  bool good = action != NULL && payoff != NULL && value != NULL;
  for (int h = 0; good && h < game->tree->n_sets; h++) action[h] = -1;
  for (size_t k = 0; good && k < n; k++) mpq_init(value[k]);
  if (good) settle(game, value, action, &out->ties);
  for (int i = 0; good && i < game->n_players; i++) {
    payoff[i] = ply_ratio_of(answers->arena, value[i]);
    if (strcmp(game->from, "propose") == 0) payoff[i].exact = NULL; /* rounded to the tolerance */
  }
  for (size_t k = 0; good && k < n; k++) mpq_clear(value[k]);
  free(value);
  if (!good) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  out->asked = true;
  out->action = action;
  out->payoff = payoff;
  out->regret_player = -1;
  return PLY_OK;
}
