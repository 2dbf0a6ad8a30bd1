/* What differs between two bundles? Issue by issue, member by member, payoff by payoff; issues and actors of
 * one that the other does not have count as not there. Derived issues follow from the rest and are left out.
 */
#include "sim/compare/changes.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_KEY = 160 };

int ply_compare_actor(const ply_frame *frame, const char *id) {
  for (int i = 0; i < frame->n_actors; i++)
    if (strcmp(frame->actors[i].name.id, id) == 0) return i;
  return -1;
}

static int issue_of(const ply_frame *frame, const char *id) {
  for (int k = 0; k < frame->n_issues; k++)
    if (strcmp(frame->issues[k].name.id, id) == 0) return k;
  return -1;
}

static ply_value option_at(const ply_frame *frame, const ply_bundle *bundle, int issue) {
  if (issue < 0 || frame->issues[issue].derived) return ply_value_none();
  return ply_value_word(frame->issues[issue].options[bundle->options[issue]].id);
}

static ply_value level_at(const ply_frame *frame, const ply_bundle *bundle, int actor) {
  if (actor < 0 || !frame->actors[actor].candidate) return ply_value_none();
  return ply_value_word(frame->levels[bundle->levels[actor]].id);
}

static ply_value payoff_at(const ply_bundle *bundle, int actor) {
  return actor < 0 ? ply_value_none() : ply_value_number(bundle->payoffs[actor]);
}

/* The issues of `frame`; with `beyond`, only those that it does not have. */
static void compare_issues(changes *list, change_place place, const ply_frame *a, const ply_bundle *in_a,
                           const ply_frame *b, const ply_bundle *in_b, bool only_b) {
  const ply_frame *frame = only_b ? b : a;
  for (int k = 0; k < frame->n_issues; k++) {
    const char *id = frame->issues[k].name.id;
    int x = issue_of(a, id), y = issue_of(b, id);
    if (only_b && x >= 0) continue;
    char key[LONGEST_KEY];
    snprintf(key, sizeof key, "/options/%s", id);
    ply_change_add(list, place, key, option_at(a, in_a, x), option_at(b, in_b, y), id, NULL);
  }
}

static void compare_actors(changes *list, change_place place, const ply_frame *a, const ply_bundle *in_a,
                           const ply_frame *b, const ply_bundle *in_b, bool only_b) {
  const ply_frame *frame = only_b ? b : a;
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < frame->n_actors; i++) {
      const char *id = frame->actors[i].name.id;
      int x = ply_compare_actor(a, id), y = ply_compare_actor(b, id);
      if (only_b && x >= 0) continue;
      char key[LONGEST_KEY];
      snprintf(key, sizeof key, pass == 0 ? "/members/%s" : "/payoffs/%s", id);
      if (pass == 0)
        ply_change_add(list, place, key, level_at(a, in_a, x), level_at(b, in_b, y), id, NULL);
      else
        ply_change_add(list, place, key, payoff_at(in_a, x), payoff_at(in_b, y), "payoff", id);
    }
}

void ply_compare_bundles(changes *list, change_place place, const ply_frame *a, const ply_bundle *in_a,
                         const ply_frame *b, const ply_bundle *in_b) {
  compare_issues(list, place, a, in_a, b, in_b, false);
  compare_issues(list, place, a, in_a, b, in_b, true);
  compare_actors(list, place, a, in_a, b, in_b, false);
  compare_actors(list, place, a, in_a, b, in_b, true);
}
