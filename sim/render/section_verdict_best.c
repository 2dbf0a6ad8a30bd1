/* What is the best deal, in words? Its terms against the file's own first design and what that costs the bargaining
 * players, the risk that is left in it and on whom that rests, who keeps next to nothing, and what all who sign would
 * choose, with how narrow the window is. */
#include "sim/render/section.h"

#include <math.h>

static const ply_solution *best_of(const ply_result *r) {
  const ply_solution *nash = r->n_solutions > 0 ? &r->solutions[0] : NULL;
  return nash != NULL && nash->outcome == PLY_FOUND ? nash : NULL;
}

/* "Ukraine gives up 0.243 and Russia gains 0.133", of the bargaining players; nothing where nobody's gain differs. */
static void add_price(ply_text *out, const ply_result *r, const ply_bundle *from, const ply_bundle *to) {
  for (int p = 0; p < r->n_players; p++) {
    int i = r->players[p];
    double change = to->payoffs[i] - from->payoffs[i];
    if (fabs(change) < 1e-9) continue;
    ply_text_addf(out, "%s%s %s %s", out->length > 0 ? "; " : "", r->frame.actors[i].name.name,
                  change < 0 ? "gives up" : "gains",
                  ply_figure_fixed(fabs(change), ply_actor_digits(r, i)).s);
  }
}

/* The package, told by what it changes in the file's own first design, and what that costs whom. */
static void say_package(ply_page *page, const ply_result *r, const ply_bundle *best) {
  if (r->n_designs == 0) return;
  const ply_design_result *own = &r->designs[0];
  int n = ply_count_changes(&r->frame, &own->bundle, best);
  ply_text changes, price;
  ply_text_init(&changes);
  ply_text_init(&price);
  ply_add_changes_named(&changes, &r->frame, &own->bundle, best);
  add_price(&price, r, &own->bundle, best);
  if (n == 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "That deal is %s itself.", own->name.name);
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN, "That deal is %s with %d change%s. %s.%s%s%s", own->name.name, n,
                  n == 1 ? "" : "s", ply_list_string(&changes), price.length > 0 ? " Against it " : "",
                  ply_list_string(&price), price.length > 0 ? "." : "");
  ply_page_done(page, &changes);
  ply_page_done(page, &price);
}

/* The members at that bundle with the chance that each keeps its word: "France and Germany 0.283, Turkey 0.3". */
static int add_keepers(ply_text *out, const ply_result *r, const ply_solution *s) {
  int n = 0;
  for (int i = 0; i < r->frame.n_actors; i++) {
    if (s->bundle.levels[i] == 0 || s->security.honour == NULL || s->security.honour[i] <= 0) continue;
    ply_text_addf(out, "%s%s %s", n++ > 0 ? ", " : "", r->frame.actors[i].name.name,
                  ply_figure_fixed(s->security.honour[i], 2).s);
  }
  return n;
}

static void say_risk(ply_page *page, const ply_result *r, const ply_solution *s) {
  if (!r->frame.has_security) return;
  ply_text keepers;
  ply_text_init(&keepers);
  bool any = add_keepers(&keepers, r, s) > 0;
  ply_page_para(
      page, 2, NULL, PLY_PLAIN,
      "The risk left in it: an attack comes with a chance of %s and overruns with %s, in all %s.%s%s%s",
      ply_figure_fixed(s->security.attack, 2).s, ply_figure_fixed(s->security.outcome, 2).s,
      ply_figure_fixed(s->security.overrun, 2).s,
      any ? " That rests on those who pledge keeping their word: " : " Nobody's pledge deters in it.",
      ply_list_string(&keepers), any ? "." : "");
  ply_page_done(page, &keepers);
}

/* Those asked whose gain is less than a hundredth of the unit (of their own payoff, where that is larger). */
static void say_edges(ply_page *page, const ply_result *r, const ply_bundle *best) {
  ply_text list;
  ply_text_init(&list);
  for (int i = 0; i < r->frame.n_actors; i++) {
    double margin = ply_bundle_margin(&r->frame, best, i), unit = fmax(1, fabs(best->payoffs[i]));
    if (!ply_is_asked(best, i) || margin < 0 || margin >= 0.01 * unit) continue;
    int digits = ply_actor_digits(r, i);
    while (digits < 5 && margin > 0 && margin * pow(10, digits) < 1) digits++;
    ply_text_addf(&list, "%s%s %s", list.length > 0 ? ", " : "", r->frame.actors[i].name.name,
                  ply_figure_signed(margin, digits).s);
  }
  if (list.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "It stands on a knife's edge: so little more than no deal is left to %s.",
                  ply_list_string(&list));
  ply_page_done(page, &list);
}

static bool asks_more_than_players(const ply_result *r, const ply_bundle *b) {
  uint64_t players = 0;
  for (int p = 0; p < r->n_players; p++) players |= UINT64_C(1) << r->players[p];
  return (b->asked & ~players) != 0;
}

/* The deal with the largest slack: what all who sign, counted alike, would choose; and how narrow the window is. */
static void say_window(ply_page *page, const ply_result *r, const ply_bundle *best) {
  if (r->slack.outcome != PLY_FOUND || isinf(r->slack.value)) return;
  int digits = ply_payoff_digits(r);
  ply_figure shown = ply_figure_fixed(fabs(r->slack.value), digits == 3 ? 4 : digits);
  if (r->slack.value < 0) {
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Slack: everybody would have to give %s for a first deal to appear.", shown.s);
    return;
  }
  ply_text terms;
  ply_text_init(&terms);
  bool other = best != NULL && best->index != r->slack.bundle.index && asks_more_than_players(r, best) &&
               !ply_may_be_outvoted(&r->frame);
  if (other) ply_add_changes_named(&terms, &r->frame, best, &r->slack.bundle);
  if (other)
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        "All who sign, counted alike, would do best with another, in which nobody gains less than %s "
        "(against that deal: %s).",
        shown.s, ply_list_string(&terms));
  bool none = fabs(r->slack.value) <= PLY_EPS; /* the deal stands on the line itself */
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "Slack: if going without a deal were worth %s more to everybody, nothing would be accepted.",
                none ? "any" : shown.s);
  ply_page_done(page, &terms);
}

void ply_verdict_best(ply_page *page, const ply_result *r) {
  const ply_solution *best = best_of(r);
  if (best != NULL) {
    say_package(page, r, &best->bundle);
    say_risk(page, r, best);
    say_edges(page, r, &best->bundle);
  }
  say_window(page, r, best != NULL ? &best->bundle : NULL);
}
