/* A finite game as data: players, strategies, and what each of them gets at every profile; and, where it came
 * as a tree, the tree itself. Plain records: whoever reads a file or a scenario fills one, the solvers and the
 * independent check read it.
 *
 * Profiles are numbered with the first player's strategy moving fastest: profile = sum of strategy[i] *
 * stride[i], stride[0] = 1. Payoffs of files are exact rational numbers; those of scenarios are doubles with a
 * tolerance. */
#ifndef PLY_FINITE_H
#define PLY_FINITE_H

#include <gmp.h>

#include "sim/base/base.h"

enum {
  PLY_FINITE_MAX_PLAYERS = 64,
  PLY_FINITE_MAX_STRATEGIES = 1 << 20, /* of all players together */
};
#define PLY_FINITE_MAX_PROFILES (UINT64_C(1) << 32)

typedef struct ply_finite_player {
  const char *id; /* unique among the players */
  int n;
  const char **strategies; /* [n] names, unique within the player */
  int first;               /* position of its first strategy among those of all players */
} ply_finite_player;

/* One player's payoffs, in one of three forms: whole[p] / per; big[p]; plain[p]. */
typedef struct ply_finite_payoffs {
  int64_t *whole, per; /* per > 0, the least common denominator */
  mpq_t *big;
  double *plain;
  double eps; /* of comparisons of plain payoffs; 0 for exact ones */
} ply_finite_payoffs;

/* ---- trees ---- */

enum { PLY_NODE_TERMINAL = -2, PLY_NODE_CHANCE = -1 };

typedef struct ply_tree_set { /* an information set; of chance: one draw */
  int player;                 /* or PLY_NODE_CHANCE */
  int64_t number;             /* as in the file */
  const char *name;
  int n_actions;
  const char **actions;
  mpq_t *chance; /* [n_actions] of chance, else NULL */
  int n_nodes;
} ply_tree_set;

typedef struct ply_tree_outcome {
  int64_t number;
  const char *name;
  mpq_t *payoff; /* [n_players]; NULL: named but never defined */
} ply_tree_outcome;

/* Nodes are in prefix order: the first child of a node that has any is the next node. */
typedef struct ply_tree_node {
  int kind;    /* player, PLY_NODE_CHANCE or PLY_NODE_TERMINAL */
  int set;     /* position in sets, or -1 */
  int outcome; /* position in outcomes, or -1 */
  int parent;  /* or -1 */
  int branch;  /* which action of the parent leads here */
  int after;   /* the node behind the last of this one's descendants */
  const char *name;
} ply_tree_node;

typedef struct ply_finite_tree {
  int n_nodes, n_sets, n_outcomes;
  ply_tree_node *nodes;
  ply_tree_set *sets;
  ply_tree_outcome *outcomes;
  int *child; /* [children of all nodes]: child[first_child[v] + action] */
  int *first_child;
  /* Once reduced to a table: the action that a strategy takes at each set, -1 where it is never asked:
   * plan[first strategy of the player + s][own set]. own_set: position of a set among its player's. */
  int *own_set, *n_own; /* [n_sets], [n_players] */
  int16_t **plan;       /* [all strategies] */
  bool perfect_recall, perfect_information;
} ply_finite_tree;

typedef struct ply_finite {
  ply_arena *arena;
  const char *title, *comment;
  const char *from; /* "nfg", "efg", "join", "honour", "vote", "propose", "game" */
  const char *note; /* what a reader must know of how it was made, or NULL */
  int n_players, n_strategies;
  ply_finite_player *players;
  uint64_t n_profiles, *stride;
  ply_finite_payoffs *payoffs; /* [n_players] */
  bool *void_profile;          /* [n_profiles] no deal, or NULL */
  uint64_t n_void;
  ply_finite_tree *tree; /* or NULL */
  bool exact;            /* payoffs are rational numbers as given */
} ply_finite;

/* A game of these players and strategies (n[i] >= 1 each) with room for its payoffs: exact ones, all 0, or
 * plain ones. Sizes are checked before memory is taken: at most memory_bytes (0: 8 GiB). PLY_E_LIMIT,
 * PLY_E_MEMORY. Names are to be filled in by the caller, then ply_finite_name. */
ply_status ply_finite_new(int n_players, const int *n, bool exact, uint64_t memory_bytes, ply_finite **out,
                          ply_err *err);
/* A game without table yet, of a tree: players only. */
ply_finite *ply_finite_tree_new(int n_players);
/* The table of a game made by ply_finite_tree_new, once n of each player is known. Statuses as above. */
ply_status ply_finite_room(ply_finite *game, const int *n, bool exact, uint64_t memory_bytes, ply_err *err);
void ply_finite_free(ply_finite *game);

/* Makes every name of players and strategies unique and not empty: a missing one becomes its number, a second
 * one of the same name gets "#2". PLY_E_MEMORY. */
ply_status ply_finite_name(ply_finite *game, ply_err *err);

/* Sets one exact payoff to num / den (den > 0, lowest terms not needed), or to any rational number. Player's
 * form changes to what can hold all of its numbers. False without memory. Cost: constant, but for the few
 * times that a new denominator appears. */
bool ply_finite_put(ply_finite *game, int player, uint64_t profile, int64_t num, int64_t den);
bool ply_finite_put_big(ply_finite *game, int player, uint64_t profile, const mpq_t value);

/* One payoff: as the nearest double; exactly (plain ones as the fraction that the double is). */
double ply_finite_value(const ply_finite *game, int player, uint64_t profile);
/* Whether all payoffs are of a size with which doubles can be reckoned with (below 1e150). Cost: the big ones. */
bool ply_finite_in_doubles(const ply_finite *game);
void ply_finite_exact(const ply_finite *game, int player, uint64_t profile, mpq_t out);
/* Less, equal or greater (-1, 0, 1), plain payoffs within the player's tolerance. */
int ply_finite_compare(const ply_finite *game, int player, uint64_t a, uint64_t b);

/* The strategy of a player at a profile. */
static inline int ply_finite_strategy(const ply_finite *game, int player, uint64_t profile) {
  return (int)(profile / game->stride[player] % (uint64_t)game->players[player].n);
}

#endif
