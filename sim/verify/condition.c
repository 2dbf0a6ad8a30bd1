/* When a condition holds, and which rule a bundle breaks. Cost: the size of the
 * condition. */
#include "sim/verify/define.h"

static bool bit64(const uint64_t *words, unsigned bit) { return (words[bit / 64] >> (bit % 64)) & 1; }

/* Every candidate that is not out stands at one of the levels in the mask. */
static bool members_within(uint32_t levels, const verify_view *view, const verify_point *point) {
  for (int c = 0; c < view->n_candidates; c++) {
    int level = point->level[view->candidate[c]];
    if (level != 0 && !(levels >> level & 1)) return false;
  }
  return true;
}

static bool every_part(const ply_cond *cond, const verify_view *view, const verify_point *point) {
  for (int p = 0; p < cond->n_parts; p++)
    if (!ply_verify_holds(cond->parts[p], view, point)) return false;
  return true;
}

static bool some_part(const ply_cond *cond, const verify_view *view, const verify_point *point) {
  for (int p = 0; p < cond->n_parts; p++)
    if (ply_verify_holds(cond->parts[p], view, point)) return true;
  return false;
}

bool ply_verify_holds(const ply_cond *cond, const verify_view *view, const verify_point *point) {
  switch (cond->kind) {
  case PLY_COND_ALL: return every_part(cond, view, point);
  case PLY_COND_ANY: return some_part(cond, view, point);
  case PLY_COND_NOT: return !ply_verify_holds(cond->parts[0], view, point);
  case PLY_COND_OPTION: return bit64(cond->options, point->option[cond->issue]);
  case PLY_COND_MEMBER: return cond->levels >> point->level[cond->actor] & 1;
  case PLY_COND_COUNT: {
    double sum = 0;
    uint64_t standing = point->standing[cond->from_level] & cond->actors;
    if (cond->weights == NULL) sum = __builtin_popcountll(standing);
    for (int i = 0; i < view->scenario->n_actors && cond->weights != NULL; i++)
      if (standing >> i & 1) sum += cond->weights[i];
    return cond->min - PLY_COUNT_EPS <= sum && sum <= cond->max + PLY_COUNT_EPS;
  }
  case PLY_COND_MEMBERS_AT: return members_within(cond->levels, view, point);
  case PLY_COND_NO_MEMBERS: return members_within(0, view, point);
  }
  return false;
}

const ply_rule *ply_verify_broken_rule(const verify_view *view, const verify_point *point) {
  const ply_scenario *s = view->scenario;
  for (int r = 0; r < s->n_rules; r++)
    if (ply_verify_holds(s->rules[r].when, view, point) && !ply_verify_holds(s->rules[r].then, view, point))
      return &s->rules[r];
  return NULL;
}
