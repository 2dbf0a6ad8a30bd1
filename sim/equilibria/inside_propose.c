/* Who proposes what, who joins, who consents? The proposal game as a tree in which everybody sees what was done before:
 * the proposer picks one of the named designs, or none; the candidates that have a choice there take their levels, in the
 * order of the actors; then everybody who is asked but the proposer says yes or no, until the matter is settled. Payoffs
 * are those of the bundle where it is agreed, those of no deal everywhere else; they count in steps of the tolerance
 * of the model, so that what ties for the model ties here. An actor that a red line binds can only say no.
 *
 * Cost: a payoff vector for each membership of each design that levels in use somewhere allow. */
#include "sim/equilibria/grow.h"
#include "sim/equilibria/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 1 << 20 };

typedef struct maker {
  const ply_game *game;
  ply_finite *made;
  ply_grow grow;
  int proposer, player[PLY_MAX_ACTORS]; /* of each actor, or -1 */
  int actor[PLY_MAX_ACTORS], n_players;
  const ply_design *design;
  bool open[PLY_MAX_CANDIDATES]
           [PLY_MAX_LEVELS]; /* levels that occur at some feasible membership of the design */
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t parties, yes; /* while they are asked */
  double payoff[PLY_MAX_ACTORS];
  bool unsettled; /* an honour game that does not settle */
} maker;

static bool feasible(maker *m) {
  memcpy(m->option, m->design->options, (size_t)m->game->n_issues * sizeof *m->option);
  return ply_game_derive(m->game, m->option, m->level) &&
         ply_game_broken_rule(m->game, m->option, m->level) < 0;
}

/* Which levels each candidate may take at some feasible membership. False where there is no such membership. */
static bool look_at_levels(maker *m) {
  const ply_game *game = m->game;
  bool any = false;
  memset(m->open, 0, sizeof m->open);
  for (uint64_t r = 0; r < game->raw_memberships; r++) {
    for (int c = 0; c < game->n_candidates; c++)
      m->level[game->candidate[c]] = (uint8_t)ply_game_level_of(game, r, c);
    if (!feasible(m)) continue;
    bool allowed = true;
    for (int c = 0; c < game->n_candidates && allowed; c++)
      allowed = !ply_game_forbidden(game, game->candidate[c], m->option, m->level);
    for (int c = 0; c < game->n_candidates && allowed; c++) m->open[c][m->level[game->candidate[c]]] = true;
    any = any || allowed;
  }
  return any;
}

/* An end of the tree: what everybody gets. agreed: the present bundle, else no deal. */
static void end(maker *m, int parent, int branch, bool agreed) {
  mpq_t *payoff = ply_grow_end(&m->grow, parent, branch);
  for (int i = 0; payoff != NULL && i < m->n_players; i++) {
    int actor = m->actor[i];
    double value = agreed ? m->payoff[actor] : m->game->reservation[actor];
    ply_grow_round(value, m->game->eps[actor], payoff[i]);
  }
}

static const char *const answers[] = {"yes", "no"};

/* Asks the actors from `actor` on, until what the rest says cannot matter. */
static void ask(maker *m, int parent, int branch, int actor) {
  const ply_game *game = m->game;
  uint64_t rest = actor < PLY_MAX_ACTORS ? m->parties >> actor << actor : 0;
  rest &= ~(UINT64_C(1) << m->proposer);
  bool carried = ply_game_agreed(game, m->parties, m->yes);
  if (carried || !ply_game_agreed(game, m->parties, m->yes | rest)) {
    end(m, parent, branch, carried);
    return;
  }
  while (!(rest >> actor & 1)) actor++;
  bool bound = ply_game_refusal(game, actor, m->option, m->level) >= 0;
  int at =
      ply_grow_node(&m->grow, parent, branch, m->player[actor], bound ? answers + 1 : answers, bound ? 1 : 2);
  for (int a = 0; at >= 0 && a < 2 - bound; a++) {
    uint64_t before = m->yes;
    if (a == 0 && !bound) m->yes |= UINT64_C(1) << actor;
    ask(m, at, a, actor + 1);
    m->yes = before;
  }
  ply_grow_leave(&m->grow, at);
}

static void settle(maker *m, int parent, int branch) {
  const ply_game *game = m->game;
  bool allowed = feasible(m);
  for (int c = 0; c < game->n_candidates && allowed; c++)
    allowed = !ply_game_forbidden(game, game->candidate[c], m->option, m->level);
  if (allowed && !ply_game_payoffs(game, m->option, m->level, NULL, m->payoff)) m->unsettled = true;
  if (!allowed || m->unsettled) {
    end(m, parent, branch, false);
    return;
  }
  m->parties = ply_game_parties(game, m->option, m->level);
  bool own = ply_game_refusal(game, m->proposer, m->option, m->level) < 0;
  m->yes = own ? m->parties & UINT64_C(1) << m->proposer : 0;
  ask(m, parent, branch, 0);
}

/* The candidates from c on take their levels. */
static void join(maker *m, int parent, int branch, int c) {
  const ply_game *game = m->game;
  const char *names[PLY_MAX_LEVELS] = {0};
  int level[PLY_MAX_LEVELS], n = 0;
  if (m->unsettled || m->grow.status != PLY_OK) return;
  if (c == game->n_candidates) {
    settle(m, parent, branch);
    return;
  }
  int actor = game->candidate[c];
  for (int l = 0; l < game->n_levels; l++)
    if (m->open[c][l]) {
      names[n] = ply_scenario_level_at(game->scenario, actor, l).id;
      level[n++] = l;
    }
  if (n == 1) {
    m->level[actor] = (uint8_t)level[0];
    join(m, parent, branch, c + 1);
    return;
  }
  int at = ply_grow_node(&m->grow, parent, branch, m->player[actor], names, n);
  for (int a = 0; at >= 0 && a < n; a++) {
    m->level[actor] = (uint8_t)level[a];
    join(m, at, a, c + 1);
  }
  ply_grow_leave(&m->grow, at);
}

static void propose(maker *m, const int *designs, int n) {
  const ply_scenario *s = m->game->scenario;
  const char **names = PLY_NEW(m->made->arena, n + 1, const char *);
  if (names == NULL) return;
  names[0] = "no-proposal"; /* first: where nothing brings more, nothing is proposed */
  for (int d = 0; d < n; d++) names[d + 1] = s->designs[designs[d]].id;
  int at = ply_grow_node(&m->grow, -1, 0, m->player[m->proposer], names, n + 1);
  if (at >= 0) end(m, at, 0, false);
  for (int d = 0; at >= 0 && d < n; d++) {
    m->design = &s->designs[designs[d]];
    memset(m->level, 0, sizeof m->level);
    if (look_at_levels(m))
      join(m, at, d + 1, 0);
    else
      end(m, at, d + 1, false);
  }
  ply_grow_leave(&m->grow, at);
}

/* Players: whoever may have something to do, in the order of the actors. */
static void choose_players(maker *m) {
  const ply_scenario *s = m->game->scenario;
  for (int i = 0; i < m->game->n_actors; i++) {
    bool moves = i == m->proposer || s->actors[i].candidate || s->actors[i].consent != PLY_NEVER;
    m->player[i] = moves ? m->n_players : -1;
    if (moves) m->actor[m->n_players++] = i;
  }
}

ply_status ply_inside_propose_make(const ply_game *game, int proposer, const int *designs, int n,
                                   ply_finite **out, ply_err *err) {
  maker m = {.game = game, .proposer = proposer};
  *out = NULL;
  if (game->raw_memberships > 1000000)
    return ply_err_set(err, PLY_E_LIMIT, "%llu memberships are too many for the proposal game",
                       (unsigned long long)game->raw_memberships);
  choose_players(&m);
  m.made = ply_finite_tree_new(m.n_players);
  if (m.made == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < m.n_players; i++)
    m.made->players[i].id = ply_arena_strdup(m.made->arena, game->scenario->actors[m.actor[i]].id);
  m.made->from = "propose";
  m.made->title = ply_arena_strdup(m.made->arena, game->scenario->title);
  m.made->comment = "";
  bool good = ply_grow_start(&m.grow, m.made, MOST_NODES);
  m.made->exact = false; /* rounded to the tolerance */
  if (good) propose(&m, designs, n);
  ply_status status = ply_grow_finish(&m.grow, err);
  if (status == PLY_OK && m.unsettled)
    status =
        ply_err_set(err, PLY_E_INPUT, "the honour game does not settle at some membership of these designs");
  if (status == PLY_OK)
    *out = m.made;
  else
    ply_finite_free(m.made);
  return status;
}

static ply_status make(const ply_game *game, const uint16_t *option, const uint8_t *level,
                       uint64_t memory_bytes, ply_finite **out, ply_err *err) {
  (void)game, (void)option, (void)level, (void)memory_bytes;
  *out = NULL;
  return ply_err_set(err, PLY_E_USAGE, "the proposal game takes designs, not a bundle: --designs ID,...");
}

const ply_inside_row ply_inside_propose = {
    "propose", "who proposes which of some designs, who joins, who consents: a tree", make};
