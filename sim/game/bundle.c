/* Bundles: index <-> options and levels, derived issues, rules, parties and agreement at one bundle.
 * Cost: the size of the conditions looked at. */
#include "sim/game/game.h"

bool ply_game_derive(const ply_game *game, uint16_t *option, const uint8_t *level) {
  bool all = true;
  for (int k = 0; k < game->n_issues; k++) {
    const ply_issue *issue = &game->scenario->issues[k];
    if (issue->n_cases == 0) continue;
    int found = -1;
    for (int c = 0; c < issue->n_cases && found < 0; c++)
      if (ply_cond_holds(issue->cases[c].when, game->scenario, option, level)) found = issue->cases[c].option;
    option[k] = (uint16_t)(found < 0 ? 0 : found);
    all &= found >= 0;
  }
  return all;
}

uint64_t ply_game_index(const ply_game *game, const uint16_t *option, const uint8_t *level) {
  uint64_t index = 0;
  for (int k = 0; k < game->n_issues; k++) index += game->issue_stride[k] * option[k];
  for (int c = 0; c < game->n_candidates; c++) index += game->member_stride[c] * level[game->candidate[c]];
  return index;
}

uint64_t ply_game_member(const ply_game *game, const uint8_t *candidate_level) {
  uint64_t member = 0;
  for (int c = 0; c < game->n_candidates; c++) member += game->member_stride[c] * candidate_level[c];
  return member;
}

void ply_game_bundle(const ply_game *game, uint64_t index, uint16_t *option, uint8_t *level) {
  for (int k = 0; k < game->n_issues; k++) {
    option[k] = 0;
    if (game->issue_stride[k] == 0) continue;
    option[k] = (uint16_t)(index / game->issue_stride[k]);
    index %= game->issue_stride[k];
  }
  for (int i = 0; i < game->n_actors; i++) level[i] = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    level[game->candidate[c]] = (uint8_t)(index / game->member_stride[c]);
    index %= game->member_stride[c];
  }
  ply_game_derive(game, option, level);
}

int ply_game_broken_rule(const ply_game *game, const uint16_t *option, const uint8_t *level) {
  const ply_scenario *s = game->scenario;
  for (int r = 0; r < s->n_rules; r++)
    if (ply_cond_holds(s->rules[r].when, s, option, level) &&
        !ply_cond_holds(s->rules[r].then, s, option, level))
      return r;
  return -1;
}

uint64_t ply_game_parties(const ply_game *game, const uint16_t *option, const uint8_t *level) {
  uint64_t parties = game->required | game->counted;
  for (int c = 0; c < game->n_candidates; c++) {
    uint64_t bit = (uint64_t)1 << game->candidate[c];
    if (level[game->candidate[c]] != 0) parties |= game->if_member & bit;
  }
  for (uint64_t rest = game->if_holds; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (ply_cond_holds(game->scenario->actors[i].consent_when, game->scenario, option, level))
      parties |= (uint64_t)1 << i;
  }
  return parties;
}

/* Whether the required and counted actors but those of `refuse` have the votes. */
static bool has_votes(const ply_game *game, const ply_vote *vote, uint64_t refuse) {
  double sum = 0;
  for (uint64_t rest = (game->required | game->counted) & ~refuse; rest != 0; rest &= rest - 1)
    sum += vote->votes[__builtin_ctzll(rest)];
  return sum >= vote->need - PLY_COUNT_EPS;
}

bool ply_game_carried(const ply_game *game, uint64_t refuse) {
  if (__builtin_popcountll(refuse) > game->spare) return false;
  for (int q = 0; q < game->n_votes; q++)
    if (!has_votes(game, &game->votes[q], refuse)) return false;
  return true;
}

bool ply_game_agreed(const ply_game *game, uint64_t parties, uint64_t accept) {
  uint64_t refuse = parties & ~accept;
  if (refuse & ~game->counted) return false;
  return ply_game_carried(game, refuse);
}
