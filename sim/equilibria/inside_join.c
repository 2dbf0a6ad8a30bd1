/* Who joins a design? Players are the candidates that have a choice, strategies the levels that no red line in force
 * keeps them from everywhere, payoffs those of the model at the membership. A profile that is infeasible is no deal:
 * who stands out gets its payoff of no deal there, each other player its least payoff minus 1, so that leaving counts
 * as leaving (a member may always leave) and joining where one may not is never a gain. The pure equilibria of this
 * table that are feasible are the join equilibria of the model.
 *
 * Cost: one payoff vector for each profile. */
#include "sim/equilibria/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALLOWED = 1 };

typedef struct joiner {
  const ply_game *game;
  const uint16_t *option;                           /* the design */
  uint8_t seen[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS]; /* whether a level is allowed at some membership */
  int n_players, actor[PLY_MAX_CANDIDATES], n[PLY_MAX_CANDIDATES];
  int level[PLY_MAX_CANDIDATES][PLY_MAX_LEVELS]; /* of each strategy */
  uint8_t fixed[PLY_MAX_ACTORS];                 /* levels of everybody, 0 for players */
} joiner;

/* The bundle of a membership. False where it is infeasible. */
static bool bundle_at(const joiner *j, const uint8_t *level, uint16_t *option) {
  memcpy(option, j->option, (size_t)j->game->n_issues * sizeof *option);
  return ply_game_derive(j->game, option, level) && ply_game_broken_rule(j->game, option, level) < 0;
}

/* Marks what the levels of this membership allow. */
static void look_at(joiner *j, const uint8_t *level) {
  const ply_game *game = j->game;
  uint16_t option[PLY_MAX_ISSUES];
  memcpy(option, j->option, (size_t)game->n_issues * sizeof *option);
  ply_game_derive(game, option, level);
  for (int c = 0; c < game->n_candidates; c++) {
    uint8_t *seen = &j->seen[c][level[game->candidate[c]]];
    if (*seen != ALLOWED && !ply_game_forbidden(game, game->candidate[c], option, level)) *seen = ALLOWED;
  }
}

/* Which levels each candidate may have at some membership of the design. Most are seen where all stand at the same
 * level; every membership is gone through only for those that are not. */
static void look_at_levels(joiner *j) {
  const ply_game *game = j->game;
  uint8_t level[PLY_MAX_ACTORS] = {0};
  for (int l = 0; l < game->n_levels; l++) {
    for (int c = 0; c < game->n_candidates; c++) level[game->candidate[c]] = (uint8_t)l;
    look_at(j, level);
  }
  for (uint64_t m = 0; m < game->raw_memberships; m++) {
    uint64_t rest = m;
    bool news = false;
    for (int c = game->n_candidates - 1; c >= 0; c--) {
      uint8_t at = (uint8_t)(rest % (uint64_t)game->n_levels);
      level[game->candidate[c]] = at;
      news = news || j->seen[c][at] != ALLOWED;
      rest /= (uint64_t)game->n_levels;
    }
    if (news) look_at(j, level);
  }
}

static void choose_players(joiner *j) {
  for (int c = 0; c < j->game->n_candidates; c++) {
    int n = 0, only = 0;
    for (int l = 0; l < j->game->n_levels; l++)
      if (j->seen[c][l] == ALLOWED) {
        j->level[j->n_players][n++] = l;
        only = l;
      }
    if (n <= 1) {
      j->fixed[j->game->candidate[c]] = (uint8_t)only;
      continue;
    }
    j->actor[j->n_players] = j->game->candidate[c];
    j->n[j->n_players++] = n;
  }
}

/* One profile: payoffs where it is feasible; NAN marks those to be filled in later (no deal, or forbidden). */
static ply_status fill_profile(const joiner *j, ply_finite *made, uint64_t p, ply_err *err) {
  uint8_t level[PLY_MAX_ACTORS];
  uint16_t option[PLY_MAX_ISSUES];
  double payoff[PLY_MAX_ACTORS];
  memcpy(level, j->fixed, sizeof level);
  for (int i = 0; i < j->n_players; i++)
    level[j->actor[i]] = (uint8_t)j->level[i][ply_finite_strategy(made, i, p)];
  bool feasible = bundle_at(j, level, option);
  if (feasible && !ply_game_payoffs(j->game, option, level, NULL, payoff))
    return ply_err_set(err, PLY_E_INPUT, "the honour game does not settle at some membership of this design");
  for (int i = 0; i < j->n_players; i++) {
    bool forbidden = feasible && ply_game_forbidden(j->game, j->actor[i], option, level);
    made->payoffs[i].plain[p] = !feasible && level[j->actor[i]] == 0 ? j->game->reservation[j->actor[i]]
                                : feasible && !forbidden             ? payoff[j->actor[i]]
                                                                     : NAN;
    if (!feasible || forbidden) made->void_profile[p] = true;
  }
  made->n_void += made->void_profile[p];
  return PLY_OK;
}

/* What was left open is a player's least payoff minus 1. */
static void fill_holes(ply_finite *made) {
  for (int i = 0; i < made->n_players; i++) {
    double least = INFINITY;
    for (uint64_t p = 0; p < made->n_profiles; p++)
      if (!isnan(made->payoffs[i].plain[p])) least = fmin(least, made->payoffs[i].plain[p]);
    if (!isfinite(least)) least = 0;
    for (uint64_t p = 0; p < made->n_profiles; p++)
      if (isnan(made->payoffs[i].plain[p])) made->payoffs[i].plain[p] = least - 1;
  }
}

static ply_status fill(const joiner *j, ply_finite *made, ply_err *err) {
  const ply_scenario *s = j->game->scenario;
  made->from = "join";
  made->void_profile = calloc((size_t)made->n_profiles, sizeof *made->void_profile);
  if (made->void_profile == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < j->n_players; i++) {
    made->players[i].id = ply_arena_strdup(made->arena, s->actors[j->actor[i]].id);
    for (int k = 0; k < j->n[i]; k++)
      made->players[i].strategies[k] =
          ply_arena_strdup(made->arena, ply_scenario_level_at(s, j->actor[i], j->level[i][k]).id);
  }
  ply_status status = PLY_OK;
  for (uint64_t p = 0; p < made->n_profiles && status == PLY_OK; p++) status = fill_profile(j, made, p, err);
  if (status != PLY_OK) return status;
  fill_holes(made);
  if (made->n_void > 0)
    made->note = ply_arena_printf(
        made->arena,
        "%llu of %llu profiles are no deal: infeasible, or somebody stands where its red line "
        "forbids it",
        (unsigned long long)made->n_void, (unsigned long long)made->n_profiles);
  return ply_inside_finish(made, s->title, err);
}

static ply_status make(const ply_game *game, const uint16_t *option, const uint8_t *level,
                       uint64_t memory_bytes, ply_finite **out, ply_err *err) {
  (void)level;
  joiner j = {.game = game, .option = option};
  *out = NULL;
  if (game->n_candidates == 0)
    return ply_err_set(err, PLY_E_USAGE, "nobody can join in this scenario: it has no candidates");
  if (game->raw_memberships > 50000000)
    return ply_err_set(err, PLY_E_LIMIT, "%llu memberships are too many for a table",
                       (unsigned long long)game->raw_memberships);
  look_at_levels(&j);
  choose_players(&j);
  if (j.n_players == 0)
    return ply_err_set(err, PLY_E_USAGE,
                       "no candidate has a choice at this design: red lines leave each one level");
  ply_status status = ply_finite_new(j.n_players, j.n, false, memory_bytes, out, err);
  if (status == PLY_OK) status = fill(&j, *out, err);
  if (status == PLY_OK) return PLY_OK;
  ply_finite_free(*out);
  *out = NULL;
  return status;
}

const ply_inside_row ply_inside_join = {"join", "who joins a design: candidates choose their levels", make};
