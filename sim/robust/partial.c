/* Does a condition hold where only some issues and levels are fixed? Never wrong, but it may be unsure where
 * a deeper look would decide. Cost: the size of the condition. */
#include "sim/robust/inside.h"

static ply_verdict opposite(ply_verdict v) { return v == PLY_UNSURE ? v : v == PLY_YES ? PLY_NO : PLY_YES; }

static ply_verdict of_parts(const ply_game *game, const ply_cond *cond, const ply_partial *at,
                            ply_verdict decisive) {
  ply_verdict all = opposite(decisive);
  for (int i = 0; i < cond->n_parts; i++) {
    ply_verdict v = ply_partial_holds(game, cond->parts[i], at);
    if (v == decisive) return decisive;
    if (v == PLY_UNSURE) all = PLY_UNSURE;
  }
  return all;
}

/* Of candidates: those that are known not to stand at one of the levels, or to do so. */
static ply_verdict of_members(const ply_game *game, uint32_t levels, const ply_partial *at) {
  ply_verdict all = PLY_YES;
  for (int c = 0; c < game->n_candidates; c++) {
    int i = game->candidate[c];
    if (!(at->known_actors >> i & 1))
      all = PLY_UNSURE;
    else if (at->level[i] > 0 && !(levels >> at->level[i] & 1))
      return PLY_NO;
  }
  return all;
}

static bool all_known(const ply_game *game, const ply_partial *at) {
  for (int k = 0; k < game->n_issues; k++)
    if (!(at->known_issues >> k & 1)) return false;
  for (int c = 0; c < game->n_candidates; c++)
    if (!(at->known_actors >> game->candidate[c] & 1)) return false;
  return true;
}

/* Between those that stand there for sure and those that may. */
static ply_verdict of_count(const ply_game *game, const ply_cond *cond, const ply_partial *at) {
  double sure = 0, possible = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    int i = game->candidate[c];
    if (!(cond->actors >> i & 1)) continue;
    double weight = cond->weights != NULL ? cond->weights[i] : 1;
    bool known = at->known_actors >> i & 1, there = at->level[i] >= cond->from_level;
    if (known && there) sure += weight;
    if (!known || there) possible += weight;
  }
  double min = cond->min - PLY_COUNT_EPS, max = cond->max + PLY_COUNT_EPS;
  if (possible < min || sure > max) return PLY_NO;
  return sure >= min && possible <= max ? PLY_YES : PLY_UNSURE;
}

static ply_verdict exactly(const ply_game *game, const ply_cond *cond, const ply_partial *at) {
  return ply_cond_holds(cond, game->scenario, at->option, at->level) ? PLY_YES : PLY_NO;
}

ply_verdict ply_partial_holds(const ply_game *game, const ply_cond *cond, const ply_partial *at) {
  switch (cond->kind) {
  case PLY_COND_ALL: return of_parts(game, cond, at, PLY_NO);
  case PLY_COND_ANY: return of_parts(game, cond, at, PLY_YES);
  case PLY_COND_NOT: return opposite(ply_partial_holds(game, cond->parts[0], at));
  case PLY_COND_OPTION: return at->known_issues >> cond->issue & 1 ? exactly(game, cond, at) : PLY_UNSURE;
  case PLY_COND_MEMBER: return at->known_actors >> cond->actor & 1 ? exactly(game, cond, at) : PLY_UNSURE;
  case PLY_COND_MEMBERS_AT: return of_members(game, cond->levels, at);
  case PLY_COND_NO_MEMBERS: return of_members(game, 0, at);
  case PLY_COND_COUNT: return of_count(game, cond, at);
  }
  return all_known(game, at) ? exactly(game, cond, at) : PLY_UNSURE;
}
