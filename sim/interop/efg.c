/* Gambit's .efg: a game as a tree, with chance moves, information sets and outcomes at any node. Nodes come
 * in prefix order. An information set says its actions where it first appears; later the number is enough, and
 * what is said again must say the same. Labels may be repeated anywhere. */
#include "sim/interop/efg.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 50000000, MOST_ACTIONS = 30000 };

/* A tree while it is read. Arrays grow by doubling; `keys` finds sets and outcomes by their numbers. */
typedef struct reader {
  ply_scan *scan;
  ply_finite *game;
  ply_finite_tree *tree;
  size_t room_nodes, room_sets, room_outcomes;
  int *open; /* the stack of nodes that wait for children */
  int n_open, room_open;
  int *taken; /* [room_nodes] children read so far */
  struct key {
    int kind; /* player, -1 chance, -2 outcome */
    int64_t number;
    int at; /* position, or -1: free */
  } * keys;
  size_t n_keys, room_keys;
  ply_scan_number number;
} reader;

static bool more(ply_scan *scan, void **array, size_t *room, size_t wanted, size_t size) {
  if (wanted <= *room) return true;
  size_t next = *room > 0 ? *room * 2 : 64;
  void *grown = realloc(*array, next * size);
  if (grown == NULL) return ply_scan_no_memory(scan);
  memset((char *)grown + *room * size, 0, (next - *room) * size);
  *array = grown;
  *room = next;
  return true;
}

/* ---- numbers of sets and outcomes ---- */

static size_t slot(const reader *r, int kind, int64_t number) {
  uint64_t h =
      (uint64_t)number * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)(kind + 3) * UINT64_C(0xbf58476d1ce4e5b9);
  size_t at = (size_t)(h ^ h >> 29) & (r->room_keys - 1);
  while (r->keys[at].at >= 0 && (r->keys[at].kind != kind || r->keys[at].number != number))
    at = (at + 1) & (r->room_keys - 1);
  return at;
}

static bool grow_keys(reader *r) {
  struct key *old = r->keys;
  size_t room = r->room_keys;
  r->room_keys = room > 0 ? room * 2 : 256;
  r->keys = malloc(r->room_keys * sizeof *r->keys);
  if (r->keys == NULL) {
    r->keys = old;
    r->room_keys = room;
    return ply_scan_no_memory(r->scan);
  }
  for (size_t k = 0; k < r->room_keys; k++) r->keys[k].at = -1;
  for (size_t k = 0; k < room; k++)
    if (old[k].at >= 0) r->keys[slot(r, old[k].kind, old[k].number)] = old[k];
  free(old);
  return true;
}

/* The position of a numbered thing; `next` is given to a new one. -1 without memory. */
static int find(reader *r, int kind, int64_t number, int next, bool *is_new) {
  *is_new = false;
  if (2 * (r->n_keys + 1) > r->room_keys && !grow_keys(r)) return -1;
  size_t at = slot(r, kind, number);
  if (r->keys[at].at < 0) {
    r->keys[at] = (struct key){kind, number, next};
    r->n_keys++;
    *is_new = true;
  }
  return r->keys[at].at;
}

/* ---- the parts of a node ---- */

static bool add_action(ply_scan *scan, ply_tree_set *set, size_t *room, size_t *room_chance, reader *r) {
  if (set->n_actions >= MOST_ACTIONS)
    return ply_scan_fail(scan, scan->at, PLY_E_LIMIT, "more than %d actions at one node", MOST_ACTIONS);
  size_t wanted = (size_t)set->n_actions + 1;
  const char *name;
  if (!ply_scan_string(scan, &name, "an action")) return false;
  if (!more(scan, (void **)&set->actions, room, wanted, sizeof *set->actions)) return false;
  set->actions[set->n_actions] = name;
  if (set->player == PLY_NODE_CHANCE) {
    const char *at = (ply_scan_next(scan), scan->at);
    if (!more(scan, (void **)&set->chance, room_chance, wanted, sizeof *set->chance)) return false;
    if (!ply_scan_number_take(scan, &r->number, "the chance of an action")) return false;
    mpq_init(set->chance[set->n_actions]);
    set->n_actions++;
    ply_scan_number_big(&r->number, set->chance[set->n_actions - 1]);
    if (mpq_sgn(set->chance[set->n_actions - 1]) < 0)
      return ply_scan_fail(scan, at, PLY_E_INPUT, "a chance cannot be negative");
  } else
    set->n_actions++;
  ply_scan_take(scan, ',');
  return true;
}

/* Chances of one draw sum to 1 (decimals that were rounded: to 1e-6). */
static bool sums_to_one(const ply_tree_set *set, double *sum) {
  mpq_t all;
  mpq_init(all);
  for (int a = 0; a < set->n_actions; a++) mpq_add(all, all, set->chance[a]);
  *sum = mpq_get_d(all);
  mpq_clear(all);
  return *sum > 1 - 1e-6 && *sum < 1 + 1e-6;
}

static void clear_chance(ply_tree_set *set) {
  for (int a = 0; set->chance != NULL && a < set->n_actions; a++) mpq_clear(set->chance[a]);
}

/* The braces with actions (and chances) into a set of its own; arrays are malloc'd. */
static bool read_actions(reader *r, ply_tree_set *set) {
  ply_scan *scan = r->scan;
  size_t room = 0, room_chance = 0;
  double sum;
  const char *start = (ply_scan_next(scan), scan->at);
  if (!ply_scan_expect(scan, '{', "the actions")) return false;
  while (ply_scan_next(scan) == '"' && add_action(scan, set, &room, &room_chance, r)) continue;
  if (!ply_scan_expect(scan, '}', "the end of the actions")) return false;
  if (set->n_actions == 0) return ply_scan_fail(scan, start, PLY_E_INPUT, "there are no actions here");
  if (set->player == PLY_NODE_CHANCE && !sums_to_one(set, &sum))
    return ply_scan_fail(scan, start, PLY_E_INPUT, "the chances here sum to %.9g, not 1", sum);
  return true;
}

/* Moves what was read into the arena, which the game owns. */
static bool settle(reader *r, ply_tree_set *set, const ply_tree_set *said) {
  const char **actions = PLY_NEW(r->game->arena, said->n_actions, const char *);
  mpq_t *chance = said->chance != NULL ? PLY_NEW(r->game->arena, said->n_actions, mpq_t) : NULL;
  if (actions == NULL || (said->chance != NULL && chance == NULL)) return ply_scan_no_memory(r->scan);
  memcpy(actions, said->actions, (size_t)said->n_actions * sizeof *actions);
  for (int a = 0; chance != NULL && a < said->n_actions; a++) {
    mpq_init(chance[a]);
    mpq_set(chance[a], said->chance[a]);
  }
  set->actions = actions;
  set->chance = chance;
  set->n_actions = said->n_actions;
  return true;
}

/* What is said again of a set must agree with what was said first. */
static bool agrees(reader *r, const ply_tree_set *set, const ply_tree_set *said, const char *at) {
  if (set->n_actions != said->n_actions)
    return ply_scan_fail(r->scan, at, PLY_E_INPUT,
                         "information set %lld has %d actions here and %d where it first appears",
                         (long long)set->number, said->n_actions, set->n_actions);
  for (int a = 0; said->chance != NULL && a < said->n_actions; a++)
    if (!mpq_equal(set->chance[a], said->chance[a]))
      return ply_scan_fail(r->scan, at, PLY_E_INPUT,
                           "chance move %lld has other chances here than where it first appears",
                           (long long)set->number);
  return true;
}

static bool read_set(reader *r, ply_tree_node *node) {
  ply_scan *scan = r->scan;
  int64_t number;
  bool is_new;
  const char *name = "";
  if (!ply_scan_whole(scan, INT64_MIN / 20, INT64_MAX / 20, &number, "the number of an information set"))
    return false;
  int at = find(r, node->kind, number, r->tree->n_sets, &is_new);
  if (at < 0) return false;
  if (is_new) {
    if (!more(scan, (void **)&r->tree->sets, &r->room_sets, (size_t)at + 1, sizeof *r->tree->sets))
      return false;
    r->tree->sets[at] = (ply_tree_set){.player = node->kind, .number = number, .name = ""};
    r->tree->n_sets++;
  }
  ply_tree_set *set = &r->tree->sets[at], said = {.player = node->kind};
  if (ply_scan_next(scan) == '"' && !ply_scan_string(scan, &name, "the name of an information set"))
    return false;
  const char *place = (ply_scan_next(scan), scan->at);
  if (ply_scan_next(scan) == '{') {
    bool good = read_actions(r, &said) && (is_new ? settle(r, set, &said) : agrees(r, set, &said, place));
    clear_chance(&said);
    free(said.actions);
    free(said.chance);
    if (!good) return false;
  } else if (is_new)
    return ply_scan_fail(scan, place, PLY_E_INPUT,
                         "information set %lld appears for the first time: its actions are missing",
                         (long long)number);
  if (is_new) set->name = name;
  node->set = at;
  set->n_nodes++;
  return true;
}

static bool read_payoffs(reader *r, ply_tree_outcome *outcome, bool is_new) {
  ply_scan *scan = r->scan;
  mpq_t value;
  mpq_init(value);
  ply_scan_expect(scan, '{', "the payoffs");
  for (int i = 0; i < r->game->n_players && scan->status == PLY_OK; i++) {
    const char *at = (ply_scan_next(scan), scan->at);
    if (!ply_scan_number_take(scan, &r->number, "a payoff: one for each player")) break;
    ply_scan_number_big(&r->number, value);
    ply_scan_take(scan, ',');
    if (is_new)
      mpq_set(outcome->payoff[i], value);
    else if (!mpq_equal(outcome->payoff[i], value))
      ply_scan_fail(scan, at, PLY_E_INPUT, "outcome %lld has other payoffs here than where it first appears",
                    (long long)outcome->number);
  }
  mpq_clear(value);
  return ply_scan_expect(scan, '}', "the end of the payoffs: one for each player");
}

static bool read_outcome(reader *r, ply_tree_node *node) {
  ply_scan *scan = r->scan;
  int64_t number;
  bool is_new;
  const char *name = "", *place = (ply_scan_next(scan), scan->at);
  if (!ply_scan_whole(scan, INT64_MIN / 20, INT64_MAX / 20, &number, "the number of an outcome, 0 for none"))
    return false;
  bool named = ply_scan_next(scan) == '"' && number != 0;
  if (ply_scan_next(scan) == '"' && !ply_scan_string(scan, &name, "the name of an outcome")) return false;
  if (number == 0) return true;
  bool paid = ply_scan_next(scan) == '{';
  int at = find(r, -2, number, r->tree->n_outcomes, &is_new);
  if (at < 0) return false;
  if (is_new) {
    if (!more(scan, (void **)&r->tree->outcomes, &r->room_outcomes, (size_t)at + 1,
              sizeof *r->tree->outcomes))
      return false;
    r->tree->outcomes[at] = (ply_tree_outcome){.number = number, .name = name};
    r->tree->n_outcomes++;
  }
  ply_tree_outcome *outcome = &r->tree->outcomes[at];
  if (named && outcome->name[0] == '\0') outcome->name = name;
  node->outcome = at;
  if (!paid && outcome->payoff == NULL)
    return ply_scan_fail(scan, place, PLY_E_INPUT,
                         "outcome %lld appears for the first time: its payoffs are missing",
                         (long long)number);
  if (!paid) return true;
  bool first = outcome->payoff == NULL;
  if (first) {
    outcome->payoff = PLY_NEW(r->game->arena, r->game->n_players, mpq_t);
    if (outcome->payoff == NULL) return ply_scan_no_memory(scan);
    for (int i = 0; i < r->game->n_players; i++) mpq_init(outcome->payoff[i]);
  }
  return read_payoffs(r, outcome, first);
}

/* ---- nodes ---- */

/* The kind of a node, by its letter and for "p" its player. */
static bool read_kind(reader *r, ply_tree_node *node) {
  ply_scan *scan = r->scan;
  char letter = ply_scan_next(scan);
  if (letter != 'c' && letter != 'p' && letter != 't')
    return ply_scan_fail(scan, scan->at, PLY_E_INPUT,
                         letter == '\0' && scan->at >= scan->end
                             ? "the file ends, but the tree is not complete: a node (c, p or t) is missing"
                             : "expected a node: c (chance), p (a player) or t (the end)");
  scan->at++;
  node->name = "";
  if (!ply_scan_string(scan, &node->name, "the name of a node")) return false;
  int64_t player = 0;
  if (letter == 'p' && !ply_scan_whole(scan, 1, r->game->n_players, &player, "the player who moves"))
    return false;
  node->kind = letter == 'p' ? (int)player - 1 : letter == 'c' ? PLY_NODE_CHANCE : PLY_NODE_TERMINAL;
  return true;
}

/* Hangs a new node under the innermost one that waits for children. */
static void hang(reader *r, int at) {
  ply_tree_node *node = &r->tree->nodes[at];
  node->parent = r->n_open > 0 ? r->open[r->n_open - 1] : -1;
  node->branch = node->parent >= 0 ? r->taken[node->parent]++ : 0;
}

/* A node with children waits for them; those that are complete are closed. */
static bool open_or_close(reader *r, int at) {
  ply_tree_node *nodes = r->tree->nodes;
  if (nodes[at].kind != PLY_NODE_TERMINAL) {
    size_t room = (size_t)r->room_open;
    if (!more(r->scan, (void **)&r->open, &room, (size_t)r->n_open + 1, sizeof *r->open)) return false;
    r->room_open = (int)room;
    r->open[r->n_open++] = at;
    return true;
  }
  nodes[at].after = at + 1;
  while (r->n_open > 0) {
    int top = r->open[r->n_open - 1];
    if (r->taken[top] < r->tree->sets[nodes[top].set].n_actions) break;
    nodes[top].after = at + 1;
    r->n_open--;
  }
  return true;
}

static bool read_node(reader *r) {
  ply_scan *scan = r->scan;
  int at = r->tree->n_nodes;
  size_t room = r->room_nodes;
  if (at >= MOST_NODES)
    return ply_scan_fail(scan, scan->at, PLY_E_LIMIT, "more than %d nodes; the limit is %d", MOST_NODES,
                         MOST_NODES);
  if (!more(scan, (void **)&r->tree->nodes, &room, (size_t)at + 1, sizeof *r->tree->nodes)) return false;
  if (!more(scan, (void **)&r->taken, &r->room_nodes, (size_t)at + 1, sizeof *r->taken)) return false;
  ply_tree_node *node = &r->tree->nodes[at];
  *node = (ply_tree_node){.set = -1, .outcome = -1};
  if (!read_kind(r, node)) return false;
  if (node->kind != PLY_NODE_TERMINAL && !read_set(r, node)) return false;
  if (!read_outcome(r, node)) return false;
  r->tree->n_nodes++;
  hang(r, at);
  return open_or_close(r, at);
}

/* ---- the whole ---- */

/* Copies a grown array into the arena, so that the game owns it. */
static bool keep(reader *r, void **array, size_t n, size_t size) {
  void *copy = ply_arena_alloc(r->game->arena, n > 0 ? n : 1, size);
  if (copy == NULL) return ply_scan_no_memory(r->scan);
  if (n > 0) memcpy(copy, *array, n * size);
  free(*array);
  *array = copy;
  return true;
}

/* Who is whose child: children of a node in the order of its actions. */
static bool link_children(reader *r) {
  ply_finite_tree *tree = r->tree;
  tree->first_child = PLY_NEW(r->game->arena, tree->n_nodes, int);
  tree->child = PLY_NEW(r->game->arena, tree->n_nodes, int);
  if (tree->first_child == NULL || tree->child == NULL) return ply_scan_no_memory(r->scan);
  int used = 0;
  for (int v = 0; v < tree->n_nodes; v++) {
    tree->first_child[v] = used;
    if (tree->nodes[v].set >= 0) used += tree->sets[tree->nodes[v].set].n_actions;
    if (tree->nodes[v].parent >= 0)
      tree->child[tree->first_child[tree->nodes[v].parent] + tree->nodes[v].branch] = v;
  }
  return true;
}

static bool read_tree(reader *r) {
  const char *comment = "";
  if (ply_scan_next(r->scan) == '"' && !ply_scan_string(r->scan, &comment, "the comment")) return false;
  r->game->comment = comment;
  do
    if (!read_node(r)) return false;
  while (r->n_open > 0);
  return ply_scan_finish(r->scan);
}

/* The arrays that were grown by realloc go into the arena, or away; chances and payoffs with them. */
static bool settle_all(reader *r, bool good) {
  ply_finite_tree *tree = r->tree;
  void *nodes = tree->nodes, *sets = tree->sets, *outcomes = tree->outcomes;
  good = good && keep(r, &nodes, (size_t)tree->n_nodes, sizeof *tree->nodes);
  if (good) tree->nodes = nodes;
  bool kept_sets = good && keep(r, &sets, (size_t)tree->n_sets, sizeof *tree->sets);
  if (kept_sets) tree->sets = sets;
  bool kept = kept_sets && keep(r, &outcomes, (size_t)tree->n_outcomes, sizeof *tree->outcomes);
  if (kept) tree->outcomes = outcomes;
  if (kept) return link_children(r);
  for (int h = 0; h < tree->n_sets; h++) clear_chance(&tree->sets[h]);
  for (int o = 0; o < tree->n_outcomes; o++)
    for (int i = 0; tree->outcomes[o].payoff != NULL && i < r->game->n_players; i++)
      mpq_clear(tree->outcomes[o].payoff[i]);
  if (!good) free(tree->nodes);
  if (!kept_sets) free(tree->sets);
  free(tree->outcomes);
  *tree = (ply_finite_tree){0};
  return false;
}

static bool fill(ply_scan *scan, ply_finite *game, const char **players) {
  reader r = {.scan = scan, .game = game};
  r.tree = game->tree = PLY_NEW(game->arena, 1, ply_finite_tree);
  if (r.tree == NULL) return ply_scan_no_memory(scan);
  for (int i = 0; i < game->n_players; i++) game->players[i].id = players[i];
  game->from = "efg";
  game->exact = true;
  mpq_init(r.number.big);
  bool good = settle_all(&r, read_tree(&r));
  mpq_clear(r.number.big);
  free(r.open);
  free(r.taken);
  free(r.keys);
  return good;
}

static ply_status read_efg(const char *text, size_t length, const char *file, uint64_t memory_bytes,
                           ply_finite **game, ply_err *err) {
  (void)memory_bytes;
  ply_scan scan = {.text = text, .at = text, .end = text + length, .file = file, .err = err};
  const char *title, **players;
  int n_players;
  *game = NULL;
  /* The header's strings outlive the scan: they are copied into the game's own arena, where all later ones
   * are made. */
  ply_arena *header = ply_arena_new();
  if (header == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  scan.arena = header;
  if (ply_scan_header(&scan, "EFG", 2, &title, &players, &n_players)) {
    ply_finite *made = ply_finite_tree_new(n_players);
    if (made == NULL)
      ply_scan_no_memory(&scan);
    else {
      scan.arena = made->arena;
      made->title = ply_arena_strdup(made->arena, title);
      for (int i = 0; i < n_players; i++) players[i] = ply_arena_strdup(made->arena, players[i]);
      if (fill(&scan, made, players))
        *game = made;
      else
        ply_finite_free(made);
    }
  }
  ply_arena_free(header);
  return scan.status;
}

const ply_interop ply_interop_efg = {
    "efg", "a game as a tree: Gambit's .efg", "EFG", read_efg, ply_efg_write,
};
