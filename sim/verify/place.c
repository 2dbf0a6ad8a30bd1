/* Where a bundle stands: its index is a mixed-radix number whose digits are the options of the free issues in
 * file order, the first most significant, then the levels of the candidates in actor order. Cost: issues + candidates. */
#include "sim/verify/define.h"

#include <string.h>

static bool is_free(const ply_issue *issue) { return issue->n_cases == 0; }

uint64_t ply_verify_memberships(const verify_view *view) {
  uint64_t count = 1;
  for (int c = 0; c < view->n_candidates; c++) count *= (uint64_t)view->scenario->n_levels;
  return count;
}

uint64_t ply_verify_raw(const verify_view *view) {
  const ply_scenario *s = view->scenario;
  uint64_t count = ply_verify_memberships(view);
  for (int k = 0; k < s->n_issues; k++)
    if (is_free(&s->issues[k])) count *= (uint64_t)s->issues[k].n_options;
  return count;
}

static void derive(const verify_view *view, verify_point *point) {
  const ply_scenario *s = view->scenario;
  for (int k = 0; k < s->n_issues; k++) {
    const ply_issue *issue = &s->issues[k];
    for (int c = 0; c < issue->n_cases; c++) {
      if (!ply_verify_holds(issue->cases[c].when, view, point)) continue;
      point->option[k] = (uint16_t)issue->cases[c].option;
      break;
    }
  }
}

void ply_verify_point_place(const verify_view *view, uint64_t index, verify_point *point) {
  const ply_scenario *s = view->scenario;
  point->index = index;
  memset(point->level, 0, sizeof point->level);
  memset(point->option, 0, sizeof point->option);
  memset(point->standing, 0, sizeof point->standing);
  for (int c = view->n_candidates - 1; c >= 0; c--) {
    int actor = view->candidate[c], level = (int)(index % (uint64_t)s->n_levels);
    point->level[actor] = (uint8_t)level;
    for (int l = 0; l <= level; l++) point->standing[l] |= (uint64_t)1 << actor;
    index /= (uint64_t)s->n_levels;
  }
  for (int k = s->n_issues - 1; k >= 0; k--) {
    if (!is_free(&s->issues[k])) continue;
    point->option[k] = (uint16_t)(index % (uint64_t)s->issues[k].n_options);
    index /= (uint64_t)s->issues[k].n_options;
  }
  derive(view, point);
}

uint64_t ply_verify_point_index(const verify_view *view, const uint16_t *option, const uint8_t *level) {
  const ply_scenario *s = view->scenario;
  uint64_t index = 0;
  for (int k = 0; k < s->n_issues; k++)
    if (is_free(&s->issues[k])) index = index * (uint64_t)s->issues[k].n_options + option[k];
  for (int c = 0; c < view->n_candidates; c++)
    index = index * (uint64_t)s->n_levels + level[view->candidate[c]];
  return index;
}
