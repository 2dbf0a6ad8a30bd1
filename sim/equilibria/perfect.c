/* Which pure equilibria of a tree hold in every subgame too? Subgames are solved from the back: where a node starts one
 * (no information set reaches across its border), each way of solving the subgames inside it is put in their places,
 * and the pure equilibria of what is left, each player choosing an action at each of its information sets there, are
 * the ways of solving this one (Selten 1965, 1975, doi:10.1007/BF01766400). With perfect information every node starts a
 * subgame and this is backward induction (Zermelo 1913; Kuhn 1953), ties included.
 *
 * Cost: in each subgame the product of the numbers of actions of its own information sets, for each way of solving
 * those inside it; ties multiply. */
#include "sim/equilibria/equilibria.h"

#include <stdlib.h>
#include <string.h>

/* A way of solving the subgame at a node: an action for each information set in it, and what everybody gets. */
typedef struct way {
  int *action;   /* [n_sets] -1 outside the subgame */
  mpq_t *payoff; /* [n_players], outcomes of the node itself and below */
} way;

typedef struct ways {
  way *list;
  int n, room;
} ways;

typedef struct solver {
  const ply_finite *game;
  const ply_finite_tree *tree;
  bool *root;   /* [n_nodes] whether a subgame starts here */
  ways *solved; /* [n_nodes] of subgames solved */
  uint64_t work, most;
  bool stopped, no_memory;
  ply_stop stop;
} solver;

enum { MOST_WAYS = 20000 };

/* ---- where subgames start ---- */

/* A node starts a subgame where every set that occurs below it lies below it whole. first, last: of each set's nodes. */
static bool mark_roots(solver *s) {
  const ply_finite_tree *tree = s->tree;
  int *first = malloc((size_t)(tree->n_sets + 1) * sizeof *first),
      *last = malloc((size_t)(tree->n_sets + 1) * sizeof *last);
  if (first == NULL || last == NULL) {
    free(first);
    free(last);
    return false;
  }
  for (int h = 0; h < tree->n_sets; h++) first[h] = -1;
  for (int v = 0; v < tree->n_nodes; v++) {
    int h = tree->nodes[v].set;
    if (h < 0) continue;
    if (first[h] < 0) first[h] = v;
    last[h] = v;
  }
  for (int v = 0; v < tree->n_nodes; v++) {
    const ply_tree_node *node = &tree->nodes[v];
    s->root[v] = node->kind >= 0 || v == 0 || node->kind == PLY_NODE_CHANCE;
    for (int w = v; s->root[v] && w < node->after; w++) {
      int h = tree->nodes[w].set;
      s->work++;
      if (h >= 0 && tree->nodes[w].kind >= 0 && (first[h] < v || last[h] >= node->after)) s->root[v] = false;
    }
    if (s->work > s->most) {
      s->stopped = true;
      break;
    }
  }
  free(first);
  free(last);
  return true;
}

/* ---- ways ---- */

static void drop(solver *s, ways *all) {
  for (int k = 0; k < all->n; k++) {
    for (int i = 0; i < s->game->n_players; i++) mpq_clear(all->list[k].payoff[i]);
    free(all->list[k].action);
    free(all->list[k].payoff);
  }
  free(all->list);
  *all = (ways){0};
}

static bool keep(solver *s, ways *all, const int *action, mpq_t *payoff) {
  if (all->n >= MOST_WAYS) {
    s->stopped = true;
    return true;
  }
  if (all->n == all->room) {
    int room = all->room > 0 ? 2 * all->room : 4;
    way *list = realloc(all->list, (size_t)room * sizeof *list);
    if (list == NULL) return false;
    all->list = list;
    all->room = room;
  }
  way *w = &all->list[all->n];
  w->action = malloc((size_t)(s->tree->n_sets + 1) * sizeof *w->action);
  w->payoff = malloc((size_t)s->game->n_players * sizeof *w->payoff);
  if (w->action == NULL || w->payoff == NULL) {
    free(w->action);
    free(w->payoff);
    return false;
  }
  memcpy(w->action, action, (size_t)s->tree->n_sets * sizeof *action);
  for (int i = 0; i < s->game->n_players; i++) {
    mpq_init(w->payoff[i]);
    mpq_set(w->payoff[i], payoff[i]);
  }
  all->n++;
  return true;
}

/* ---- one subgame ---- */

/* The sets that are decided here (below no inner subgame), and the inner subgames with the way chosen for each. */
typedef struct frame {
  int root, n_sets, n_inner;
  int *set, *inner, *chosen; /* chosen[k]: which way of inner[k] */
  int *action;               /* [n_sets of the tree] */
} frame;

/* What everybody gets from node v on, with the actions of the frame and the ways of inner subgames. */
static void expect(solver *s, const frame *f, int v, const mpq_t weight, mpq_t *sum) {
  const ply_tree_node *node = &s->tree->nodes[v];
  mpq_t part;
  mpq_init(part);
  s->work++;
  if (v != f->root && s->root[v]) {
    int k = 0;
    while (f->inner[k] != v) k++;
    const way *w = &s->solved[v].list[f->chosen[k]];
    for (int i = 0; i < s->game->n_players; i++) {
      mpq_mul(part, weight, w->payoff[i]);
      mpq_add(sum[i], sum[i], part);
    }
    mpq_clear(part);
    return;
  }
  for (int i = 0; node->outcome >= 0 && i < s->game->n_players; i++) {
    mpq_mul(part, weight, s->tree->outcomes[node->outcome].payoff[i]);
    mpq_add(sum[i], sum[i], part);
  }
  const int *child = s->tree->child + s->tree->first_child[v];
  if (node->kind >= 0)
    expect(s, f, child[f->action[node->set]], weight, sum);
  else if (node->kind == PLY_NODE_CHANCE)
    for (int a = 0; a < s->tree->sets[node->set].n_actions; a++) {
      mpq_mul(part, weight, s->tree->sets[node->set].chance[a]);
      expect(s, f, child[a], part, sum);
    }
  mpq_clear(part);
}

static void expect_all(solver *s, const frame *f, mpq_t *sum) {
  mpq_t one;
  mpq_init(one);
  mpq_set_ui(one, 1, 1);
  for (int i = 0; i < s->game->n_players; i++) mpq_set_ui(sum[i], 0, 1);
  expect(s, f, f->root, one, sum);
  mpq_clear(one);
}

/* Goes through the other ways of playing the player's own sets here; false where one brings it more. */
static bool player_content(solver *s, frame *f, int player, mpq_t *payoff, mpq_t *room) {
  int own[64], n = 0, saved[64];
  bool content = true;
  for (int k = 0; k < f->n_sets && n < 64; k++)
    if (s->tree->sets[f->set[k]].player == player) {
      own[n] = f->set[k];
      saved[n++] = f->action[f->set[k]];
    }
  for (int k = 0; k < n; k++) f->action[own[k]] = 0;
  while (content && n > 0 && s->work <= s->most) {
    expect_all(s, f, room);
    content = mpq_cmp(room[player], payoff[player]) <= 0;
    int k = 0;
    while (k < n && ++f->action[own[k]] == s->tree->sets[own[k]].n_actions) f->action[own[k++]] = 0;
    if (k == n) break;
  }
  for (int k = 0; k < n; k++) f->action[own[k]] = saved[k];
  return content;
}

/* The whole solution: the frame's own actions and those of the inner ways. */
static bool keep_whole(solver *s, const frame *f, mpq_t *payoff, int *room) {
  memcpy(room, f->action, (size_t)s->tree->n_sets * sizeof *room);
  for (int k = 0; k < f->n_inner; k++) {
    const way *w = &s->solved[f->inner[k]].list[f->chosen[k]];
    for (int h = 0; h < s->tree->n_sets; h++)
      if (w->action[h] >= 0) room[h] = w->action[h];
  }
  return keep(s, &s->solved[f->root], room, payoff);
}

/* All pure equilibria of the frame for the ways chosen inside. */
static bool solve_frame(solver *s, frame *f, mpq_t *payoff, mpq_t *room, int *actions) {
  for (int k = 0; k < f->n_sets; k++) f->action[f->set[k]] = 0;
  while (!s->stopped) {
    if (s->work > s->most || ply_stopped(s->stop)) {
      s->stopped = true;
      break;
    }
    expect_all(s, f, payoff);
    bool content = true;
    for (int i = 0; i < s->game->n_players && content; i++) content = player_content(s, f, i, payoff, room);
    if (content && !keep_whole(s, f, payoff, actions)) return false;
    int k = 0;
    while (k < f->n_sets && ++f->action[f->set[k]] == s->tree->sets[f->set[k]].n_actions)
      f->action[f->set[k++]] = 0;
    if (k == f->n_sets) break;
  }
  return true;
}

/* What is decided at this subgame, and which subgames lie right inside it. */
static void look_inside(const solver *s, frame *f) {
  const ply_finite_tree *tree = s->tree;
  for (int v = f->root; v < tree->nodes[f->root].after;) {
    if (v != f->root && s->root[v]) {
      f->inner[f->n_inner++] = v;
      v = tree->nodes[v].after;
      continue;
    }
    int h = tree->nodes[v].set;
    bool known = h < 0 || tree->nodes[v].kind < 0;
    for (int k = 0; k < f->n_sets && !known; k++) known = f->set[k] == h;
    if (!known) f->set[f->n_sets++] = h;
    v++;
  }
}

static bool solve_subgame(solver *s, frame *f, int root, mpq_t *payoff, mpq_t *room, int *actions) {
  f->root = root;
  f->n_sets = f->n_inner = 0;
  for (int h = 0; h < s->tree->n_sets; h++) f->action[h] = -1;
  look_inside(s, f);
  for (int k = 0; k < f->n_inner; k++) {
    f->chosen[k] = 0;
    if (s->solved[f->inner[k]].n == 0) return true; /* no pure one inside: none here */
  }
  bool good = true;
  for (bool more = true; more && good && !s->stopped;) {
    good = solve_frame(s, f, payoff, room, actions);
    int k = 0;
    while (k < f->n_inner && ++f->chosen[k] == s->solved[f->inner[k]].n) f->chosen[k++] = 0;
    more = k < f->n_inner;
  }
  for (int k = 0; k < f->n_inner; k++) drop(s, &s->solved[f->inner[k]]);
  return good;
}

static bool solve_all(solver *s) {
  size_t n_sets = (size_t)s->tree->n_sets + 1, nodes = (size_t)s->tree->n_nodes;
  frame f = {.set = malloc(n_sets * sizeof *f.set),
             .inner = malloc(nodes * sizeof *f.inner),
             .chosen = malloc(nodes * sizeof *f.chosen),
             .action = malloc(n_sets * sizeof *f.action)};
  int *actions = malloc(n_sets * sizeof *actions);
  mpq_t payoff[PLY_FINITE_MAX_PLAYERS], room[PLY_FINITE_MAX_PLAYERS];
  bool good = f.set != NULL && f.inner != NULL && f.chosen != NULL && f.action != NULL && actions != NULL;
  for (int i = 0; i < s->game->n_players; i++) mpq_inits(payoff[i], room[i], NULL);
  for (int v = s->tree->n_nodes - 1; v >= 0 && good && !s->stopped; v--)
    if (s->root[v]) good = solve_subgame(s, &f, v, payoff, room, actions);
  for (int i = 0; i < s->game->n_players; i++) mpq_clears(payoff[i], room[i], NULL);
  free(f.set);
  free(f.inner);
  free(f.chosen);
  free(f.action);
  free(actions);
  return good;
}

/* ---- from actions to profiles of reduced strategies ---- */

/* The player's reduced strategy that agrees with the actions wherever it says something. */
static int strategy_of(const ply_finite *game, int player, const int *action) {
  const ply_finite_tree *tree = game->tree;
  int n_own = tree->n_own[player];
  for (int k = 0; k < game->players[player].n; k++) {
    const int16_t *plan = tree->plan[player] + (size_t)k * (size_t)n_own;
    bool agrees = true;
    for (int h = 0; h < tree->n_sets && agrees; h++)
      if (tree->sets[h].player == player && plan[tree->own_set[h]] >= 0)
        agrees = plan[tree->own_set[h]] == action[h];
    if (agrees) return k;
  }
  return -1;
}

/* The solution in words: an action for each information set, reached or not. */
static const char *in_words(const ply_finite *game, ply_arena *arena, const int *action) {
  const ply_finite_tree *tree = game->tree;
  ply_text text;
  ply_text_init(&text);
  for (int i = 0; i < game->n_players; i++) {
    ply_text_addf(&text, "%s%s:", i > 0 ? "; " : "", game->players[i].id);
    for (int h = 0, n = 0; h < tree->n_sets; h++) {
      if (tree->sets[h].player != i) continue;
      const char *name = action[h] >= 0 ? tree->sets[h].actions[action[h]] : "?";
      ply_text_addf(&text, "%s %s", n++ > 0 ? "," : "", name);
    }
  }
  const char *words = text.data != NULL ? ply_arena_strdup(arena, text.data) : NULL;
  ply_text_done(&text);
  return words;
}

static bool list_ways(const solver *s, ply_equilibria *answers) {
  const ply_finite *game = s->game;
  bool failed = false;
  for (int k = 0; k < s->solved[0].n && !failed; k++) {
    ply_equilibrium *next = ply_list_next(&answers->perfect, &failed);
    if (next == NULL) continue;
    uint64_t profile = 0;
    for (int i = 0; i < game->n_players; i++)
      profile += (uint64_t)strategy_of(game, i, s->solved[0].list[k].action) * game->stride[i];
    ply_equilibrium_pure(game, answers->arena, profile, next);
    next->plan = in_words(game, answers->arena, s->solved[0].list[k].action);
    failed |= next->payoff == NULL || next->plan == NULL;
  }
  return !failed;
}

static ply_status run(const ply_find *find, ply_equilibria *answers, ply_err *err) {
  const ply_finite *game = answers->game;
  if (game->n_profiles == 0) return ply_induction_find(answers, err);
  ply_equilibrium_list *list = &answers->perfect;
  solver s = {.game = game, .tree = game->tree, .stop = find->stop, .most = (uint64_t)(3e7 * find->effort)};
  s.root = calloc((size_t)game->tree->n_nodes, sizeof *s.root);
  s.solved = calloc((size_t)game->tree->n_nodes, sizeof *s.solved);
  bool good = s.root != NULL && s.solved != NULL && mark_roots(&s);
  if (good && !s.stopped) good = solve_all(&s);
  if (good && !s.stopped) good = list_ways(&s, answers);
  for (int v = 0; s.solved != NULL && v < game->tree->n_nodes; v++) drop(&s, &s.solved[v]);
  free(s.root);
  free(s.solved);
  good = ply_list_settle(answers->arena, list) && good;
  list->asked = list->exact = true;
  list->method =
      game->tree->perfect_information ? "backward induction, ties included" : "subgames from the back";
  list->extent = s.stopped ? PLY_EXTENT_STOPPED : list->count > 0 ? PLY_EXTENT_ALL : PLY_EXTENT_NONE;
  if (s.stopped) {
    answers->stopped = true;
    list->why = "the tree has too many ways of playing for the work allowed";
  }
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

static const char *refuses(const ply_finite *game) {
  if (game->tree == NULL) return "subgames are those of a tree; this game is a table";
  return game->tree->perfect_recall ? NULL : "some player forgets what it did: subgames are not solved then";
}

const ply_find_row ply_row_perfect = {
    "perfect",
    "trees: all subgame-perfect equilibria in pure strategies, ties included",
    "Selten 1965, 1975, doi:10.1007/BF01766400; Kuhn 1953",
    refuses,
    ply_find_always,
    run,
};
