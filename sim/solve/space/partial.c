/* Conditions over bundles that are known in part: false, true or open. Never wrong, but it may say open where
 * a deeper look would decide. Cost: the size of the condition. */
#include "sim/solve/space/space.h"

static ply_truth negate(ply_truth t) {
  return t == PLY_OPEN ? PLY_OPEN : t == PLY_TRUE ? PLY_FALSE : PLY_TRUE;
}

static ply_truth of_parts(const ply_game *game, const ply_cond *cond, const uint16_t *option,
                          const int8_t *level, ply_truth decisive) {
  ply_truth all = negate(decisive);
  for (int i = 0; i < cond->n_parts; i++) {
    ply_truth t = ply_cond_partial(game, cond->parts[i], option, level);
    if (t == decisive) return decisive;
    if (t == PLY_OPEN) all = PLY_OPEN;
  }
  return all;
}

static bool has_option(const ply_cond *cond, int o) { return cond->options[o / 64] >> (o % 64) & 1; }

/* A derived issue stands at one of the options: known as soon as the cases up to the first that may hold are
 * known. */
static ply_truth of_derived(const ply_game *game, const ply_cond *cond, const uint16_t *option,
                            const int8_t *level) {
  const ply_issue *issue = &game->scenario->issues[cond->issue];
  bool may_be = false, may_not = false;
  for (int c = 0; c < issue->n_cases; c++) {
    ply_truth t = ply_cond_partial(game, issue->cases[c].when, option, level);
    if (t == PLY_FALSE) continue;
    if (has_option(cond, issue->cases[c].option))
      may_be = true;
    else
      may_not = true;
    if (t == PLY_TRUE) break;
  }
  return may_be && may_not ? PLY_OPEN : may_be ? PLY_TRUE : PLY_FALSE;
}

static ply_truth of_count(const ply_game *game, const ply_cond *cond, const int8_t *level) {
  double sure = 0, possible = 0;
  for (int c = 0; c < game->n_candidates; c++) {
    int i = game->candidate[c];
    if (!(cond->actors >> i & 1)) continue;
    double weight = cond->weights != NULL ? cond->weights[i] : 1;
    if (level[i] >= cond->from_level) sure += weight;
    if (level[i] < 0 || level[i] >= cond->from_level) possible += weight;
  }
  double min = cond->min - PLY_COUNT_EPS, max = cond->max + PLY_COUNT_EPS;
  if (possible < min || sure > max) return PLY_FALSE;
  return sure >= min && possible <= max ? PLY_TRUE : PLY_OPEN;
}

/* Every candidate stands out, or at one of the levels. */
static ply_truth of_members(const ply_game *game, uint32_t levels, const int8_t *level) {
  ply_truth all = PLY_TRUE;
  for (int c = 0; c < game->n_candidates; c++) {
    int l = level[game->candidate[c]];
    if (l < 0)
      all = PLY_OPEN;
    else if (l > 0 && !(levels >> l & 1))
      return PLY_FALSE;
  }
  return all;
}

ply_truth ply_cond_partial(const ply_game *game, const ply_cond *cond, const uint16_t *option,
                           const int8_t *level) {
  switch (cond->kind) {
  case PLY_COND_ALL: return of_parts(game, cond, option, level, PLY_FALSE);
  case PLY_COND_ANY: return of_parts(game, cond, option, level, PLY_TRUE);
  case PLY_COND_NOT: return negate(ply_cond_partial(game, cond->parts[0], option, level));
  case PLY_COND_OPTION:
    if (game->scenario->issues[cond->issue].n_cases > 0) return of_derived(game, cond, option, level);
    return has_option(cond, option[cond->issue]) ? PLY_TRUE : PLY_FALSE;
  case PLY_COND_MEMBER:
    if (level[cond->actor] < 0) return PLY_OPEN;
    return cond->levels >> level[cond->actor] & 1 ? PLY_TRUE : PLY_FALSE;
  case PLY_COND_COUNT: return of_count(game, cond, level);
  case PLY_COND_MEMBERS_AT: return of_members(game, cond->levels, level);
  case PLY_COND_NO_MEMBERS: return of_members(game, 0, level);
  }
  return PLY_OPEN;
}
