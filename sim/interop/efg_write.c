/* How is a game written as a tree? A tree node by node, in prefix order; a table as the tree in which the
 * players choose one after the other and none sees what was chosen before: one information set a player. */
#include "sim/interop/efg.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TERMINALS = 1 << 24 };

void ply_scan_add_string(ply_text *out, const char *s) {
  ply_text_add(out, "\"");
  for (; *s != '\0'; s++) {
    if (*s == '"' || *s == '\\') ply_text_add(out, "\\");
    ply_text_add_n(out, *s == '\n' || *s == '\r' ? " " : s, 1);
  }
  ply_text_add(out, "\"");
}

static void add_exact(ply_text *out, const mpq_t value) {
  char *digits = mpq_get_str(NULL, 10, value);
  ply_text_add(out, digits);
  void (*release)(void *, size_t);
  mp_get_memory_functions(NULL, NULL, &release);
  release(digits, strlen(digits) + 1);
}

void ply_scan_add_payoff(ply_text *out, const ply_finite *game, int player, uint64_t profile) {
  const ply_finite_payoffs *payoffs = &game->payoffs[player];
  if (payoffs->plain != NULL)
    ply_text_number(out, payoffs->plain[profile]);
  else if (payoffs->whole != NULL && payoffs->per == 1)
    ply_text_addf(out, "%lld", (long long)payoffs->whole[profile]);
  else {
    mpq_t exact;
    mpq_init(exact);
    ply_finite_exact(game, player, profile, exact);
    add_exact(out, exact);
    mpq_clear(exact);
  }
}

static void add_header(const ply_finite *game, ply_text *out) {
  ply_text_addf(out, "EFG 2 %s ", game->exact ? "R" : "D");
  ply_scan_add_string(out, game->title);
  ply_text_add(out, " {");
  for (int i = 0; i < game->n_players; i++) {
    ply_text_add(out, " ");
    ply_scan_add_string(out, game->players[i].id);
  }
  ply_text_add(out, " }\n");
  ply_scan_add_string(out, game->comment);
  ply_text_add(out, "\n\n");
}

/* ---- a tree ---- */

static void add_set(const ply_tree_set *set, ply_text *out) {
  if (set->player >= 0) ply_text_addf(out, " %d", set->player + 1);
  ply_text_addf(out, " %lld ", (long long)set->number);
  ply_scan_add_string(out, set->name);
  ply_text_add(out, " {");
  for (int a = 0; a < set->n_actions; a++) {
    ply_text_add(out, " ");
    ply_scan_add_string(out, set->actions[a]);
    if (set->chance == NULL) continue;
    ply_text_add(out, " ");
    add_exact(out, set->chance[a]);
  }
  ply_text_add(out, " }");
}

static void add_outcome(const ply_finite *game, const ply_tree_outcome *outcome, ply_text *out) {
  ply_text_addf(out, " %lld ", (long long)outcome->number);
  ply_scan_add_string(out, outcome->name);
  ply_text_add(out, " {");
  for (int i = 0; i < game->n_players; i++) {
    ply_text_add(out, i > 0 ? ", " : " ");
    add_exact(out, outcome->payoff[i]);
  }
  ply_text_add(out, " }\n");
}

static void add_tree(const ply_finite *game, ply_text *out) {
  const ply_finite_tree *tree = game->tree;
  for (int v = 0; v < tree->n_nodes; v++) {
    const ply_tree_node *node = &tree->nodes[v];
    ply_text_add(out, node->kind == PLY_NODE_TERMINAL ? "t " : node->kind == PLY_NODE_CHANCE ? "c " : "p ");
    ply_scan_add_string(out, node->name);
    if (node->set >= 0) add_set(&tree->sets[node->set], out);
    if (node->outcome >= 0)
      add_outcome(game, &tree->outcomes[node->outcome], out);
    else
      ply_text_add(out, " 0\n");
  }
}

/* ---- a table ---- */

/* The players' strategies as an odometer, the last player's moving fastest: nodes come in prefix order. */
static void add_table(const ply_finite *game, ply_text *out) {
  int n = game->n_players, choice[PLY_FINITE_MAX_PLAYERS] = {0}, depth = 0;
  uint64_t outcome = 0;
  for (;;) {
    for (; depth < n; depth++) { /* down to a terminal: choice is 0 from here on */
      const ply_finite_player *player = &game->players[depth];
      ply_text_addf(out, "p \"\" %d 1 \"\" {", depth + 1);
      for (int s = 0; s < player->n; s++) {
        ply_text_add(out, " ");
        ply_scan_add_string(out, player->strategies[s]);
      }
      ply_text_add(out, " } 0\n");
    }
    uint64_t profile = 0;
    for (int i = 0; i < n; i++) profile += (uint64_t)choice[i] * game->stride[i];
    ply_text_addf(out, "t \"\" %llu \"\" {", (unsigned long long)++outcome);
    for (int i = 0; i < n; i++) {
      ply_text_add(out, i > 0 ? ", " : " ");
      ply_scan_add_payoff(out, game, i, profile);
    }
    ply_text_add(out, " }\n");
    while (depth > 0 && ++choice[depth - 1] == game->players[depth - 1].n) choice[--depth] = 0;
    if (depth == 0) return;
  }
}

ply_status ply_efg_write(const ply_finite *game, ply_text *out, ply_err *err) {
  if (game->tree == NULL && game->n_profiles > MOST_TERMINALS)
    return ply_err_set(err, PLY_E_LIMIT, "a tree of %llu ends is not written; write it as nfg",
                       (unsigned long long)game->n_profiles);
  add_header(game, out);
  if (game->tree != NULL)
    add_tree(game, out);
  else
    add_table(game, out);
  return PLY_OK;
}
