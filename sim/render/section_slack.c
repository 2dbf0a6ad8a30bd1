/* How far from no deal? How much everybody's fallback could rise before no deal is left, where, and who is pressed
 * hardest there (what is missing where there is none: section_miss.c); and which deals hold even if the rest may sign
 * something else without a member. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <math.h>

/* "France -0.02 and Poland -0.02": those asked whose margin there is the slack itself (who refuses and is
 * outvoted, or has a red line, does not set it). */
static void add_pressed(ply_text *list, const ply_result *r) {
  const ply_bundle *at = &r->slack.bundle;
  for (int i = 0; i < r->frame.n_actors; i++) {
    double margin = ply_bundle_margin(&r->frame, at, i);
    if (!ply_is_asked(at, i) || fabs(margin - r->slack.value) > 1e-6 * fmax(1, fabs(margin))) continue;
    if (list->length > 0) ply_text_add(list, ", ");
    ply_text_addf(list, "%s %s", r->frame.actors[i].name.name,
                  ply_figure_gain(margin, ply_actor_digits(r, i)).s);
  }
}

static void add_slack(ply_page *page, const ply_result *r) {
  if (r->slack.outcome == PLY_LIMIT_REACHED || isinf(r->slack.value)) return;
  if (r->slack.outcome == PLY_PROVED_NONE) {
    if (r->feasible.high > 0)
      ply_page_para(page, 2, NULL, PLY_PLAIN,
                    "Slack: none. Red lines refuse every bundle, however low the payoffs of no deal are; "
                    "`--red-lines none` shows what there is without them.");
    return;
  }
  if (r->slack.value < 0) return;
  ply_text pressed, where;
  ply_text_init(&pressed);
  ply_text_init(&where);
  add_pressed(&pressed, r);
  if (r->n_designs > 0 && r->designs[0].bundle.index == r->slack.bundle.index) {
    ply_text_add(&where, ": ");
    ply_add_design(&where, &r->designs[0].name);
    ply_text_add(&where, " itself");
  } else if (r->n_designs > 0) {
    ply_text_add(&where, ": ");
    ply_add_design(&where, &r->designs[0].name);
    ply_text_add(&where, " with ");
    ply_add_changes_named(&where, &r->frame, &r->designs[0].bundle, &r->slack.bundle);
  }
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "Slack %s: if the payoff of no deal rose by more than that for everybody, no deal would be left. "
      "The last one is index %" PRIu64 "%s%s%s.",
      ply_figure_signed(r->slack.value, 4).s, r->slack.bundle.index, ply_list_string(&where),
      pressed.length > 0 ? "; pressed hardest there: " : "", ply_list_string(&pressed));
  page->out->failed |= pressed.failed || where.failed;
  ply_text_done(&pressed);
  ply_text_done(&where);
}

/* Who would rather be outside what the rest signs next than in the best sustained deal. */
static void add_reopened(ply_page *page, const ply_result *r) {
  if (!ply_has_candidates(&r->frame) || r->sustained.low == 0 || r->reopened.outcome == PLY_LIMIT_REACHED)
    return;
  if (r->reopened.count.low > 0) {
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        "Reopened terms: %s of the sustained deals hold%s even if the rest may sign something else without "
        "a member that leaves.",
        ply_figure_count(r->reopened.count.low).s, r->reopened.count.low == 1 ? "s" : "");
    return;
  }
  ply_text list;
  ply_text_init(&list);
  for (int k = 0; k < r->n_solutions; k++) {
    const ply_solution *s = &r->solutions[k];
    if (s->outcome != PLY_FOUND) continue;
    for (int c = 0; c < r->reopened.n; c++) {
      const ply_without *w = &r->reopened.without[c];
      if (s->bundle.levels[w->actor] != 0 &&
          s->bundle.payoffs[w->actor] < w->payoff - r->frame.actors[w->actor].eps)
        ply_list_add(&list, r->frame.actors[w->actor].name.name);
    }
    break;
  }
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "Reopened terms: none of the sustained deals holds if the rest may sign something else without a "
      "member that leaves.%s%s%s",
      list.length > 0 ? " In the best one these would rather be outside the next deal: " : "",
      list.length > 0 ? ply_list_string(&list) : "", list.length > 0 ? "." : "");
  page->out->failed |= list.failed;
  ply_text_done(&list);
}

void ply_section_slack(ply_page *page, const ply_result *r) {
  add_slack(page, r);
  add_reopened(page, r);
}
