/* Which strategies does each player of a tree have, and what does everybody get at each profile of them? The
 * reduced normal form (Kuhn 1953): a strategy names an action at those of the player's information sets that
 * it does not itself keep from being reached, so that no two strategies differ in vain.
 *
 * Strategies are numbered as they come up in a walk through the tree that tries actions in order. The table is
 * filled end by end: an end of the tree is reached by a product set of strategies, one set a player, to each
 * of whose profiles it adds its chance times its payoffs. The walk keeps each player's set as the front part
 * of a list: going down divides it, going up puts the border back. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

enum {
  MOST_PLANS = 1 << 20,
  MOST_OWN = 16000,
  MOST_PLANNED = 1 << 28
}; /* MOST_OWN: how deep a walk may go */
static const uint64_t most_steps = UINT64_C(4000000000);

static ply_status no_memory(ply_err *err) { return ply_err_set(err, PLY_E_MEMORY, "not enough memory"); }

/* ---- which strategies there are ---- */

typedef struct cell {
  int node, rest; /* rest: position of the next cell, -1: none */
} cell;

typedef struct planner {
  const ply_finite_tree *tree;
  int player, n_own;
  bool *leads; /* [n_nodes] whether the player moves in the subtree */
  cell *cells;
  size_t n_cells, room_cells;
  int16_t *choice; /* [n_own] */
  int16_t *plans;  /* [n_plans * n_own] */
  size_t n_plans, room_plans;
  uint64_t steps;
  ply_status status;
  ply_err *err;
} planner;

static bool push(planner *p, int node, int rest) {
  if (p->n_cells == p->room_cells) {
    size_t room = p->room_cells > 0 ? 2 * p->room_cells : 256;
    cell *more = realloc(p->cells, room * sizeof *more);
    if (more == NULL) {
      p->status = no_memory(p->err);
      return false;
    }
    p->cells = more;
    p->room_cells = room;
  }
  p->cells[p->n_cells++] = (cell){node, rest};
  return true;
}

static void emit(planner *p) {
  if (p->n_plans >= MOST_PLANS || (p->n_plans + 1) * (size_t)p->n_own > MOST_PLANNED) {
    p->status = ply_err_set(p->err, PLY_E_LIMIT,
                            "player %d has more than %zu strategies; the table of this tree is not built",
                            p->player + 1, p->n_plans);
    return;
  }
  if (p->n_plans == p->room_plans) {
    size_t room = p->room_plans > 0 ? 2 * p->room_plans : 16;
    int16_t *more = realloc(p->plans, room * (size_t)(p->n_own > 0 ? p->n_own : 1) * sizeof *more);
    if (more == NULL) {
      p->status = no_memory(p->err);
      return;
    }
    p->plans = more;
    p->room_plans = room;
  }
  if (p->n_own > 0)
    memcpy(p->plans + p->n_plans * (size_t)p->n_own, p->choice, (size_t)p->n_own * sizeof *p->choice);
  p->n_plans++;
}

/* Goes on from the cells at `top`; a set that is met for the first time branches into its actions. */
static void walk(planner *p, int top) {
  const ply_finite_tree *tree = p->tree;
  size_t mark = p->n_cells;
  while (top >= 0 && p->status == PLY_OK) {
    if (++p->steps > most_steps)
      p->status = ply_err_set(p->err, PLY_E_LIMIT, "the tree is too large to be turned into a table");
    int v = p->cells[top].node, rest = p->cells[top].rest;
    top = rest;
    if (!p->leads[v]) continue;
    const ply_tree_node *node = &tree->nodes[v];
    const int *child = tree->child + tree->first_child[v];
    int n = tree->sets[node->set].n_actions;
    if (node->kind != p->player) {
      for (int a = n - 1; a >= 0; a--) {
        if (!p->leads[child[a]]) continue;
        if (!push(p, child[a], top)) return;
        top = (int)p->n_cells - 1;
      }
      continue;
    }
    int own = tree->own_set[node->set];
    bool known = p->choice[own] >= 0;
    for (int a = known ? p->choice[own] : 0; a < (known ? p->choice[own] + 1 : n); a++) {
      if (!push(p, child[a], rest)) return;
      top = (int)p->n_cells - 1;
      if (known) break;
      p->choice[own] = (int16_t)a;
      walk(p, top);
      p->choice[own] = -1;
      if (p->status != PLY_OK) return;
    }
    if (known) continue;
    p->n_cells = mark;
    return;
  }
  if (p->status == PLY_OK) emit(p);
  p->n_cells = mark;
}

static void mark_leads(planner *p) {
  memset(p->leads, 0, (size_t)p->tree->n_nodes);
  for (int v = p->tree->n_nodes - 1; v >= 0; v--) {
    const ply_tree_node *node = &p->tree->nodes[v];
    if (node->kind == p->player) p->leads[v] = true;
    if (p->leads[v] && node->parent >= 0) p->leads[node->parent] = true;
  }
}

/* The name of a strategy: its actions by information set; NULL without memory. */
static const char *plan_name(const ply_finite *game, int player, const int16_t *plan) {
  const ply_finite_tree *tree = game->tree;
  ply_text name;
  ply_text_init(&name);
  int at = 0;
  for (int h = 0; h < tree->n_sets; h++) {
    if (tree->sets[h].player != player) continue;
    int a = plan[at++];
    if (at > 1) ply_text_add(&name, "/");
    if (a < 0)
      ply_text_add(&name, "*");
    else if (tree->sets[h].actions[a][0] != '\0')
      ply_text_add(&name, tree->sets[h].actions[a]);
    else
      ply_text_addf(&name, "%d", a + 1);
  }
  char *text = ply_text_take(&name);
  const char *kept = text != NULL ? ply_arena_strdup(game->arena, text) : NULL;
  free(text);
  return kept;
}

static ply_status plan_player(ply_finite *game, planner *p, int **n) {
  ply_finite_tree *tree = game->tree;
  p->n_own = tree->n_own[p->player];
  p->n_cells = p->n_plans = p->room_plans = 0;
  p->plans = NULL;
  for (int k = 0; k < p->n_own; k++) p->choice[k] = -1;
  mark_leads(p);
  if (push(p, 0, -1)) walk(p, 0);
  if (p->status == PLY_OK) {
    size_t size = p->n_plans * (size_t)(p->n_own > 0 ? p->n_own : 1);
    int16_t *kept = PLY_NEW(game->arena, size, int16_t);
    const char **names = PLY_NEW(game->arena, p->n_plans, const char *);
    if (kept == NULL || names == NULL) p->status = no_memory(p->err);
    for (size_t s = 0; p->status == PLY_OK && s < p->n_plans; s++) {
      memcpy(kept + s * (size_t)p->n_own, p->plans + s * (size_t)p->n_own, (size_t)p->n_own * sizeof *kept);
      if (p->n_own == 0) continue;
      names[s] = plan_name(game, p->player, kept + s * (size_t)p->n_own);
      if (names[s] == NULL) p->status = no_memory(p->err);
    }
    tree->plan[p->player] = kept;
    game->players[p->player].strategies = names;
    (*n)[p->player] = (int)p->n_plans;
  }
  free(p->plans);
  return p->status;
}

/* ---- what a tree is like ---- */

static bool number_sets(ply_finite *game) {
  ply_finite_tree *tree = game->tree;
  tree->own_set = PLY_NEW(game->arena, tree->n_sets + 1, int);
  tree->n_own = PLY_NEW(game->arena, game->n_players, int);
  tree->plan = PLY_NEW(game->arena, game->n_players, int16_t *);
  if (tree->own_set == NULL || tree->n_own == NULL || tree->plan == NULL) return false;
  tree->perfect_information = true;
  for (int h = 0; h < tree->n_sets; h++) {
    if (tree->sets[h].player < 0) continue;
    tree->own_set[h] = tree->n_own[tree->sets[h].player]++;
    if (tree->sets[h].n_nodes > 1) tree->perfect_information = false;
  }
  return true;
}

/* A player's last own move at a set: none yet, or no node of the set was looked at. */
enum { NO_MOVE = -1, NOT_SEEN = -2 };

/* Perfect recall: at all nodes of a set the player's last own move was the same one. */
static bool look_back(ply_finite *game) {
  ply_finite_tree *tree = game->tree;
  int64_t *last = malloc((size_t)(tree->n_sets + 1) * sizeof *last);
  if (last == NULL) return false;
  for (int h = 0; h < tree->n_sets; h++) last[h] = NOT_SEEN;
  tree->perfect_recall = true;
  for (int v = 0; v < tree->n_nodes; v++) {
    const ply_tree_node *node = &tree->nodes[v];
    if (node->kind < 0 || tree->perfect_information) continue;
    int64_t mine = NO_MOVE;
    for (int at = v; mine == NO_MOVE && tree->nodes[at].parent >= 0; at = tree->nodes[at].parent) {
      const ply_tree_node *up = &tree->nodes[tree->nodes[at].parent];
      if (up->kind == node->kind) mine = (int64_t)up->set * INT32_MAX + tree->nodes[at].branch;
    }
    if (last[node->set] == NOT_SEEN) last[node->set] = mine;
    if (last[node->set] != mine) tree->perfect_recall = false;
  }
  free(last);
  return true;
}

/* ---- the table ---- */

/* What each end of the tree is worth: chance times payoffs along the way. */
typedef struct filler {
  ply_finite *game;
  int *ends; /* nodes */
  int n_ends;
  mpq_t *worth; /* [n_ends * n_players] */
  int **list;   /* [n_players][strategies] those that agree with the way so far lie in front */
  int *agree;   /* [n_players] how many */
  struct {
    int node, player, agreed;
  } * way;
  int depth;
} filler;

static void weigh(const ply_finite *game, int end, mpq_t *worth) {
  const ply_finite_tree *tree = game->tree;
  mpq_t chance;
  mpq_init(chance);
  mpq_set_si(chance, 1, 1);
  for (int v = end; v >= 0; v = tree->nodes[v].parent) {
    const ply_tree_node *node = &tree->nodes[v];
    if (node->outcome >= 0)
      for (int i = 0; i < game->n_players; i++)
        mpq_add(worth[i], worth[i], tree->outcomes[node->outcome].payoff[i]);
    int up = node->parent;
    if (up >= 0 && tree->nodes[up].kind == PLY_NODE_CHANCE)
      mpq_mul(chance, chance, tree->sets[tree->nodes[up].set].chance[node->branch]);
  }
  for (int i = 0; i < game->n_players; i++) mpq_mul(worth[i], worth[i], chance);
  mpq_clear(chance);
}

/* Whether whole numbers over one denominator hold every sum; *per receives it. */
static bool fits_whole(const filler *f, int player, int64_t *per) {
  int n = f->game->n_players;
  mpz_t common, sum, part;
  mpz_inits(common, sum, part, NULL);
  mpz_set_ui(common, 1);
  for (int e = 0; e < f->n_ends && mpz_sizeinbase(common, 2) < 62; e++)
    mpz_lcm(common, common, mpq_denref(f->worth[e * n + player]));
  bool fits = mpz_sizeinbase(common, 2) < 62;
  for (int e = 0; fits && e < f->n_ends; e++) {
    mpq_t *worth = &f->worth[e * n + player];
    mpz_divexact(part, common, mpq_denref(*worth));
    mpz_mul(part, part, mpq_numref(*worth));
    mpz_abs(part, part);
    mpz_add(sum, sum, part);
    fits = mpz_sizeinbase(sum, 2) < 61;
  }
  if (fits) *per = mpz_get_si(common);
  mpz_clears(common, sum, part, NULL);
  return fits;
}

static bool make_big(ply_finite *game, int player) {
  mpq_t *big = malloc((size_t)game->n_profiles * sizeof *big);
  if (big == NULL) return false;
  for (uint64_t p = 0; p < game->n_profiles; p++) mpq_init(big[p]);
  free(game->payoffs[player].whole);
  game->payoffs[player].whole = NULL;
  game->payoffs[player].big = big;
  return true;
}

/* Goes up until `parent` is the last node of the way. */
static void climb(filler *f, int parent) {
  while (f->depth > 0 && f->way[f->depth - 1].node != parent) {
    f->depth--;
    if (f->way[f->depth].player >= 0) f->agree[f->way[f->depth].player] = f->way[f->depth].agreed;
  }
}

/* Goes down to node v: its mover's strategies that choose this branch come to the front. */
static void descend(filler *f, int v) {
  const ply_finite_tree *tree = f->game->tree;
  int parent = tree->nodes[v].parent, player = parent >= 0 ? tree->nodes[parent].kind : -1;
  f->way[f->depth].node = v;
  f->way[f->depth].player = player;
  if (player >= 0) {
    f->way[f->depth].agreed = f->agree[player];
    int own = tree->own_set[tree->nodes[parent].set], n_own = tree->n_own[player], front = 0;
    int *list = f->list[player];
    for (int k = 0; k < f->agree[player]; k++) {
      if (tree->plan[player][(size_t)list[k] * (size_t)n_own + (size_t)own] != tree->nodes[v].branch)
        continue;
      int swap = list[front];
      list[front++] = list[k];
      list[k] = swap;
    }
    f->agree[player] = front;
  }
  f->depth++;
}

/* Adds one end's worth at every profile of the product of the fronts. */
static void add_end(filler *f, int e, const int64_t *scaled) {
  ply_finite *game = f->game;
  int n = game->n_players, at[PLY_FINITE_MAX_PLAYERS] = {0};
  uint64_t profile = 0;
  for (int i = 0; i < n; i++) {
    if (f->agree[i] == 0) return;
    profile += (uint64_t)f->list[i][0] * game->stride[i];
  }
  for (;;) {
    for (int i = 0; i < n; i++)
      if (game->payoffs[i].whole != NULL)
        game->payoffs[i].whole[profile] += scaled[i];
      else
        mpq_add(game->payoffs[i].big[profile], game->payoffs[i].big[profile], f->worth[e * n + i]);
    int i = 0;
    for (; i < n; i++) {
      profile -= (uint64_t)f->list[i][at[i]] * game->stride[i];
      at[i] = at[i] + 1 < f->agree[i] ? at[i] + 1 : 0;
      profile += (uint64_t)f->list[i][at[i]] * game->stride[i];
      if (at[i] > 0) break;
    }
    if (i == n) return;
  }
}

static void scale_end(const filler *f, int e, int64_t *scaled) {
  int n = f->game->n_players;
  mpz_t part;
  mpz_init(part);
  for (int i = 0; i < n; i++) {
    if (f->game->payoffs[i].whole == NULL) continue;
    mpz_set_si(part, f->game->payoffs[i].per);
    mpz_divexact(part, part, mpq_denref(f->worth[e * n + i]));
    mpz_mul(part, part, mpq_numref(f->worth[e * n + i]));
    scaled[i] = mpz_get_si(part);
  }
  mpz_clear(part);
}

static bool fill(filler *f) {
  ply_finite *game = f->game;
  const ply_finite_tree *tree = game->tree;
  int n = game->n_players;
  for (int i = 0; i < n; i++) {
    int64_t per = 1;
    bool whole = fits_whole(f, i, &per);
    if (!whole && !make_big(game, i)) return false;
    game->payoffs[i].per = per;
    f->agree[i] = game->players[i].n;
    f->list[i] = malloc((size_t)game->players[i].n * sizeof *f->list[i]);
    if (f->list[i] == NULL) return false;
    for (int s = 0; s < game->players[i].n; s++) f->list[i][s] = s;
  }
  int64_t scaled[PLY_FINITE_MAX_PLAYERS];
  for (int v = 0, e = 0; v < tree->n_nodes; v++) {
    climb(f, tree->nodes[v].parent);
    descend(f, v);
    if (tree->nodes[v].kind != PLY_NODE_TERMINAL) continue;
    scale_end(f, e, scaled);
    add_end(f, e++, scaled);
  }
  return true;
}

static ply_status fill_table(ply_finite *game, ply_err *err) {
  filler f = {.game = game};
  const ply_finite_tree *tree = game->tree;
  int n = game->n_players;
  f.ends = malloc((size_t)tree->n_nodes * sizeof *f.ends);
  f.way = malloc(((size_t)tree->n_nodes + 1) * sizeof *f.way);
  f.list = calloc((size_t)n, sizeof *f.list);
  f.agree = calloc((size_t)n, sizeof *f.agree);
  for (int v = 0; f.ends != NULL && v < tree->n_nodes; v++)
    if (tree->nodes[v].kind == PLY_NODE_TERMINAL) f.ends[f.n_ends++] = v;
  f.worth = malloc((size_t)f.n_ends * (size_t)n * sizeof *f.worth);
  bool good = f.ends != NULL && f.way != NULL && f.list != NULL && f.agree != NULL && f.worth != NULL;
  if (good)
    for (int k = 0; k < f.n_ends * n; k++) mpq_init(f.worth[k]);
  for (int e = 0; good && e < f.n_ends; e++) weigh(game, f.ends[e], f.worth + e * n);
  bool filled = good && fill(&f);
  if (good)
    for (int k = 0; k < f.n_ends * n; k++) mpq_clear(f.worth[k]);
  for (int i = 0; f.list != NULL && i < n; i++) free(f.list[i]);
  free(f.ends);
  free(f.way);
  free(f.list);
  free(f.agree);
  free(f.worth);
  return filled ? PLY_OK : no_memory(err);
}

/* Where everybody sees what was done before, no table is needed to play the tree from the back. */
static ply_status without_table(ply_finite *game) {
  game->n_profiles = 0;
  game->n_strategies = 0;
  for (int i = 0; i < game->n_players; i++) game->players[i].n = 0;
  return PLY_OK;
}

ply_status ply_reduce(ply_finite *game, uint64_t memory_bytes, ply_err *err) {
  if (game->tree == NULL || game->n_profiles > 0) return PLY_OK;
  if (!number_sets(game) || !look_back(game)) return no_memory(err);
  planner p = {.tree = game->tree, .err = err};
  int *n = calloc((size_t)game->n_players, sizeof *n), most_own = 1;
  for (int i = 0; i < game->n_players; i++)
    if (game->tree->n_own[i] > most_own) most_own = game->tree->n_own[i];
  if (most_own > MOST_OWN)
    p.status = ply_err_set(err, PLY_E_LIMIT,
                           "a player has %d information sets; the table of a tree is built up to %d",
                           most_own, MOST_OWN);
  p.leads = malloc((size_t)game->tree->n_nodes);
  p.choice = malloc((size_t)most_own * sizeof *p.choice);
  if (p.status == PLY_OK && (n == NULL || p.leads == NULL || p.choice == NULL)) p.status = no_memory(err);
  for (; p.player < game->n_players && p.status == PLY_OK; p.player++) plan_player(game, &p, &n);
  if (p.status == PLY_OK) p.status = ply_finite_room(game, n, true, memory_bytes, err);
  if (p.status == PLY_OK) p.status = fill_table(game, err);
  if (p.status == PLY_OK) p.status = ply_finite_name(game, err);
  free(n);
  free(p.leads);
  free(p.choice);
  free(p.cells);
  if (p.status == PLY_E_LIMIT && game->tree->perfect_information) return without_table(game);
  return p.status;
}
