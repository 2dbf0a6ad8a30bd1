/* How does a tree of moves grow? Nodes, each with an information set of its own, and ends are added in prefix order to
 * arrays that double; at the end they move into the game's arena, and children are linked. */
#include "sim/equilibria/grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool fail(ply_grow *g, ply_status status) {
  if (g->status != PLY_OK) return false;
  g->status = status == PLY_E_LIMIT ? ply_err_set(&g->err, status, "the tree has more than %d nodes", g->most)
                                    : ply_err_set(&g->err, status, "not enough memory");
  return false;
}

static bool more(ply_grow *g, void *array, int used, int *room, size_t size) {
  if (used < *room) return true;
  int next = *room > 0 ? 2 * *room : 256;
  void **at = array, *grown = realloc(*at, (size_t)next * size);
  if (grown == NULL) return fail(g, PLY_E_MEMORY);
  *at = grown;
  *room = next;
  return true;
}

bool ply_grow_start(ply_grow *g, ply_finite *game, int most) {
  *g = (ply_grow){.game = game, .most = most};
  game->exact = true;
  game->tree = PLY_NEW(game->arena, 1, ply_finite_tree);
  return game->tree != NULL || fail(g, PLY_E_MEMORY);
}

static ply_tree_node *add(ply_grow *g, int parent, int branch) {
  ply_finite_tree *tree = g->game->tree;
  if (g->status != PLY_OK || (tree->n_nodes >= g->most && !fail(g, PLY_E_LIMIT)) ||
      !more(g, &tree->nodes, tree->n_nodes, &g->room_nodes, sizeof *tree->nodes))
    return NULL;
  ply_tree_node *node = &tree->nodes[tree->n_nodes++];
  *node = (ply_tree_node){.kind = PLY_NODE_TERMINAL,
                          .set = -1,
                          .outcome = -1,
                          .parent = parent,
                          .branch = branch,
                          .after = tree->n_nodes,
                          .name = ""};
  return node;
}

int ply_grow_node(ply_grow *g, int parent, int branch, int player, const char *const *actions, int n) {
  ply_finite_tree *tree = g->game->tree;
  ply_tree_node *node = add(g, parent, branch);
  if (node == NULL || !more(g, &tree->sets, tree->n_sets, &g->room_sets, sizeof *tree->sets)) return -1;
  const char **names = PLY_NEW(g->game->arena, n, const char *);
  for (int a = 0; names != NULL && a < n; a++)
    if ((names[a] = ply_arena_strdup(g->game->arena, actions[a])) == NULL) names = NULL;
  if (names == NULL) {
    fail(g, PLY_E_MEMORY);
    return -1;
  }
  node->kind = player;
  node->set = tree->n_sets;
  tree->sets[tree->n_sets++] = (ply_tree_set){.player = player,
                                              .number = ++g->number[player],
                                              .name = "",
                                              .n_actions = n,
                                              .actions = names,
                                              .n_nodes = 1};
  return (int)(node - tree->nodes);
}

void ply_grow_leave(ply_grow *g, int node) {
  if (node >= 0) g->game->tree->nodes[node].after = g->game->tree->n_nodes;
}

mpq_t *ply_grow_end(ply_grow *g, int parent, int branch) {
  ply_finite_tree *tree = g->game->tree;
  ply_tree_node *node = add(g, parent, branch);
  if (node == NULL || !more(g, &tree->outcomes, tree->n_outcomes, &g->room_outcomes, sizeof *tree->outcomes))
    return NULL;
  mpq_t *payoff = PLY_NEW(g->game->arena, g->game->n_players, mpq_t);
  if (payoff == NULL) {
    fail(g, PLY_E_MEMORY);
    return NULL;
  }
  for (int i = 0; i < g->game->n_players; i++) mpq_init(payoff[i]);
  node->outcome = tree->n_outcomes;
  tree->outcomes[tree->n_outcomes++] =
      (ply_tree_outcome){.number = tree->n_outcomes + 1, .name = "", .payoff = payoff};
  return payoff;
}

static bool keep(ply_grow *g, void *array, int n, size_t size) {
  void **at = array, *copy = ply_arena_alloc(g->game->arena, n > 0 ? (size_t)n : 1, size);
  if (copy != NULL && n > 0) memcpy(copy, *at, (size_t)n * size);
  free(*at);
  *at = copy;
  return copy != NULL || fail(g, PLY_E_MEMORY);
}

static void link_children(ply_grow *g) {
  ply_finite_tree *tree = g->game->tree;
  tree->first_child = PLY_NEW(g->game->arena, tree->n_nodes + 1, int);
  tree->child = PLY_NEW(g->game->arena, tree->n_nodes + 1, int);
  if (tree->first_child == NULL || tree->child == NULL) {
    fail(g, PLY_E_MEMORY);
    return;
  }
  int used = 0;
  for (int v = 0; v < tree->n_nodes; v++) {
    const ply_tree_node *node = &tree->nodes[v];
    tree->first_child[v] = used;
    if (node->set >= 0) used += tree->sets[node->set].n_actions;
    if (node->parent >= 0) tree->child[tree->first_child[node->parent] + node->branch] = v;
  }
}

ply_status ply_grow_finish(ply_grow *g, ply_err *err) {
  ply_finite_tree *tree = g->game->tree;
  if (tree != NULL) {
    bool kept = keep(g, &tree->nodes, tree->n_nodes, sizeof *tree->nodes);
    if (!keep(g, &tree->sets, tree->n_sets, sizeof *tree->sets)) tree->n_sets = 0;
    ply_tree_outcome *outcomes = tree->outcomes;
    if (!keep(g, &tree->outcomes, tree->n_outcomes, sizeof *outcomes)) tree->n_outcomes = 0;
    tree->perfect_information = tree->perfect_recall = true;
    if (kept && g->status == PLY_OK) link_children(g);
  }
  if (g->status != PLY_OK) return ply_err_set(err, g->status, "%s", g->err.message);
  return PLY_OK;
}

void ply_grow_round(double value, double step, mpq_t out) {
  /* steps of a power of ten, so that the numbers read well: 1e-9 where payoffs are of the size of 1 */
  double steps = pow(10, -floor(log10(step) + 0.5));
  mpq_t unit;
  mpq_init(unit);
  mpq_set_d(unit, steps >= 1 ? steps : 1 / steps);
  mpq_set_d(out, nearbyint(value * steps));
  if (steps >= 1)
    mpq_div(out, out, unit);
  else
    mpq_mul(out, out, unit);
  mpq_clear(unit);
}
