/* What does an analyst want to read first? The question, then in a few sentences: is there a deal, does it
 * hold, what becomes of the named designs, who blocks most, and that all of it rests on assumptions. Nothing
 * is said that the result did not decide. */
#include "sim/render/section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool exact(ply_count count) { return count.low == count.high; }

static const char *why(const ply_result *r) { return r->stopped_by != NULL ? r->stopped_by : "a limit"; }

/* "385,470 of 1,512,465,048 feasible bundles (0.0255 %)" */
static void add_room(ply_text *out, const ply_result *r) {
  if (!exact(r->acceptable) || !exact(r->feasible)) {
    ply_text_addf(out, "at least %s bundles", ply_figure_count(r->acceptable.low).s);
    return;
  }
  ply_text_addf(out, "%s of %s feasible bundles (%s)", ply_figure_count(r->acceptable.low).s,
                ply_figure_count(r->feasible.low).s, ply_figure_share(r->acceptable.low, r->feasible.low).s);
}

/* How much of a deal there is, in capitals. */
static const char *headline(const ply_result *r) {
  switch (ply_finding_of(r)) {
  case PLY_FINDING_HOLDS: return "A DEAL THAT HOLDS IS POSSIBLE: ";
  case PLY_FINDING_BY_CONSENT: return "A DEAL IS POSSIBLE, held together by consent only: ";
  case PLY_FINDING_NONE_HOLDS: return "A DEAL IS POSSIBLE, BUT NONE WOULD HOLD: ";
  default: return "A DEAL IS POSSIBLE: ";
  }
}

static void say_whether(ply_page *page, const ply_result *r) {
  ply_text out;
  ply_text_init(&out);
  if (r->feasible.high == 0)
    ply_text_add(&out, "NO DEAL: the rules forbid every combination, so that there is nothing to accept.");
  else if (!ply_is_anybody_asked(&r->frame))
    ply_text_addf(&out,
                  "NOBODY IS ASKED: no consent is needed, so each of the %s feasible bundles counts as "
                  "acceptable. What "
                  "each player would do is told below.",
                  ply_figure_range(ply_known(r, r->feasible)).s);
  else if (r->acceptable.high == 0)
    ply_text_addf(&out, "NO DEAL: none of the %s feasible bundles is accepted by %s.",
                  ply_figure_range(ply_known(r, r->feasible)).s, ply_who_accepts(&r->frame));
  else if (r->acceptable.low == 0)
    ply_text_addf(&out,
                  "NOT DECIDED: the search ended (%s) before it found an acceptable bundle or proved that "
                  "there is none.",
                  why(r));
  else {
    ply_text_add(&out, headline(r));
    add_room(&out, r);
    bool one = exact(r->acceptable) && r->acceptable.low == 1;
    ply_text_addf(&out, " %s accepted by %s.", one ? "is" : "are", ply_who_accepts(&r->frame));
  }
  ply_page_para(page, 2, NULL, PLY_STRONG, "%s", ply_list_string(&out));
  page->out->failed |= out.failed;
  ply_text_done(&out);
}

/* Where the search ended before it was known whether anything holds. */
static void say_holding_is_open(ply_page *page, const ply_result *r) {
  if (r->sustained.low > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "In at least %s of them nobody moves, because a member that left would bring the deal "
                  "down; whether any is "
                  "stable without that is not decided: the search ended first (%s).",
                  ply_figure_count(r->sustained.low).s, why(r));
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Whether any of them holds is not decided: the search ended first (%s).", why(r));
}

/* Whether any of the sustained ones survives that the rest may sign something else without a member that leaves. */
static const char *if_reopened(const ply_result *r, char out[static 128]) {
  if (r->reopened.outcome == PLY_LIMIT_REACHED)
    out[0] = '\0';
  else if (r->reopened.count.low == 0)
    snprintf(out, 128, " None of these holds if the rest may then sign something else.");
  else
    snprintf(out, 128, " %s of these hold even if the rest may then sign something else.",
             ply_figure_count(r->reopened.count.low).s);
  return out;
}

static void say_how_it_holds(ply_page *page, const ply_result *r) {
  char reopened[128];
  if (!ply_has_candidates(&r->frame) || r->acceptable.low == 0) return;
  if (r->stable.low > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "%s of them %s stable: nobody would leave or move even if the deal went on without it.",
                  ply_figure_range(ply_known(r, r->stable)).s, r->stable.high == 1 ? "is" : "are");
  else if (!exact(r->stable) || !exact(r->sustained))
    say_holding_is_open(page, r);
  else if (r->sustained.low > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "None of them is stable: in each, some candidate would gain by moving if the deal went on "
                  "without it. In %s (the sustained ones) nobody moves, because a member that left would "
                  "bring the deal down.%s",
                  ply_figure_count(r->sustained.low).s, if_reopened(r, reopened));
  else
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "In %s some candidate would gain by moving, even where its move could undo the deal.",
                  r->acceptable.high == 1 ? "it" : "each of them");
}

/* The named design with the fewest refusals; among equals the one whose largest shortfall is smallest, a red line being
 * larger than any. -1: none. */
static int least_refused(const ply_result *r, int *n_refuse) {
  int best = -1;
  double best_short = 0;
  *n_refuse = 0;
  for (int d = 0; d < r->n_designs; d++) {
    const ply_design_result *design = &r->designs[d];
    int n = 0;
    double shortfall = 0;
    for (int i = 0; i < r->frame.n_actors; i++) {
      if (!design->refuses[i]) continue;
      n++;
      double short_by = design->line[i] >= 0 ? INFINITY : -design->margins[i];
      if (short_by > shortfall) shortfall = short_by;
    }
    if (!design->feasible || design->acceptable) continue;
    if (best < 0 || n < *n_refuse || (n == *n_refuse && shortfall < best_short)) {
      best = d;
      *n_refuse = n;
      best_short = shortfall;
    }
  }
  return best;
}

static void add_refusers(ply_text *out, const ply_result *r, int d) {
  const ply_design_result *design = &r->designs[d];
  bool first = true;
  for (int i = 0; i < r->frame.n_actors; i++) {
    if (!design->refuses[i]) continue;
    ply_text_addf(out, "%s%s (%s%s)", first ? "" : ", ", r->frame.actors[i].name.name,
                  ply_figure_gain(design->margins[i], ply_actor_digits(r, i)).s,
                  design->line[i] >= 0 ? ", red line" : "");
    first = false;
  }
}

/* The acceptable designs, apart by commas; how many they are. */
static int add_accepted(ply_text *out, const ply_result *r) {
  int n = 0;
  for (int d = 0; d < r->n_designs; d++) {
    if (!r->designs[d].acceptable) continue;
    if (n++ > 0) ply_text_add(out, ", ");
    ply_add_design(out, &r->designs[d].name);
  }
  return n;
}

/* Where none is acceptable: which fewest refuse, and who does. */
static void add_least_refused(ply_text *out, const ply_result *r) {
  int refusals, near = least_refused(r, &refusals);
  if (r->n_designs == 1) {
    ply_text_add(out, "The named design ");
    ply_add_design(out, &r->designs[0].name);
    ply_text_add(out, " is not acceptable");
    if (refusals > 0) ply_text_add(out, ": refused by ");
  } else {
    ply_text_addf(out, "None of the %d named designs is acceptable", r->n_designs);
    if (near >= 0) {
      ply_text_add(out, "; fewest refuse ");
      ply_add_design(out, &r->designs[near].name);
      if (refusals > 0) ply_text_add(out, ": ");
    }
  }
  if (refusals > 0) add_refusers(out, r, near);
  ply_text_add(out, ".");
}

static void say_designs(ply_page *page, const ply_result *r) {
  if (r->n_designs == 0) return;
  ply_text accepted, out;
  ply_text_init(&accepted);
  ply_text_init(&out);
  if (add_accepted(&accepted, r) > 0 && r->n_designs == 1)
    ply_text_addf(&out, "The named design %s is acceptable.", ply_list_string(&accepted));
  else if (accepted.length > 0)
    ply_text_addf(&out, "Of the %d named designs, acceptable: %s.", r->n_designs, ply_list_string(&accepted));
  else
    add_least_refused(&out, r);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "%s", ply_list_string(&out));
  page->out->failed |= accepted.failed || out.failed;
  ply_text_done(&accepted);
  ply_text_done(&out);
}

static void say_best(ply_page *page, const ply_result *r) {
  const ply_solution *nash = &r->solutions[0];
  if (nash->outcome != PLY_FOUND) return;
  ply_text out;
  ply_text_init(&out);
  for (int p = 0; p < r->n_players; p++)
    ply_text_addf(&out, "%s%s %s",
                  p == 0                  ? ""
                  : p == r->n_players - 1 ? " and "
                                          : ", ",
                  r->frame.actors[r->players[p]].name.name,
                  ply_figure_gain(ply_bundle_margin(&r->frame, &nash->bundle, r->players[p]),
                                  ply_actor_digits(r, r->players[p]))
                      .s);
  ply_page_para(page, 2, NULL, PLY_PLAIN, "The Nash bargain among the %s ones gives, against no deal: %s.",
                ply_set_word(r, nash->over), ply_list_string(&out));
  page->out->failed |= out.failed;
  ply_text_done(&out);
}

/* The actors whose veto weighs as much as that of `first`, in words. */
static void add_equals(ply_text *out, const ply_result *r, int first, int *n) {
  for (int i = first; i < r->frame.n_actors; i++) {
    if (r->actors[i].veto_weight != r->actors[first].veto_weight) continue;
    ply_list_add(out, r->frame.actors[i].name.name);
    ++*n;
  }
}

/* How often there is a deal when the numbers are not known, or how to ask. */
static void say_chance(ply_page *page, const ply_result *r) {
  if (!r->chance.ranges) return;
  if (r->chance.draws == 0)
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        "These are the base numbers. Which package is acceptable most often over the file's ranges, and "
        "how often: `parley robust FILE`.");
  else
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        "These are the base numbers. Drawn from the file's ranges, a deal exists in %s%s of %s draws; "
        "which package is acceptable most often: `parley robust FILE`.",
        r->chance.decided ? "" : "at least ", ply_figure_count(r->chance.deals).s,
        ply_figure_count(r->chance.draws).s);
}

static void say_blocker(ply_page *page, const ply_result *r) {
  int first = -1;
  if (!r->sets_decided || r->actors == NULL) return;
  for (int i = 0; i < r->frame.n_actors; i++)
    if (r->actors[i].veto_weight > 0 &&
        (first < 0 || r->actors[i].veto_weight > r->actors[first].veto_weight))
      first = i;
  if (first < 0) return;
  ply_text names;
  ply_text_init(&names);
  int n = 0;
  add_equals(&names, r, first, &n);
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                n == 1 ? "The heaviest veto is that of %s: it alone stands against %s more bundle%s."
                       : "The heaviest vetoes are those of %s: each alone stands against %s more bundle%s.",
                ply_list_string(&names), ply_figure_count(r->actors[first].veto_weight).s,
                r->actors[first].veto_weight == 1 ? "" : "s");
  ply_page_done(page, &names);
}

void ply_section_verdict(ply_page *page, const ply_result *r) {
  const ply_frame *f = &r->frame;
  ply_page_para(page, 0, NULL, PLY_STRONG, "%s", f->title != NULL && f->title[0] != '\0' ? f->title : f->id);
  if (f->question != NULL && f->question[0] != '\0')
    ply_page_para(page, 0, NULL, PLY_PLAIN, "%s", f->question);
  ply_text_add(page->out, "\n");
  ply_verdict_sentences(page, r);
}

void ply_verdict_sentences(ply_page *page, const ply_result *r) {
  say_whether(page, r);
  say_how_it_holds(page, r);
  say_designs(page, r);
  say_best(page, r);
  ply_verdict_best(page, r);
  say_blocker(page, r);
  ply_verdict_readings(page, r);
  say_chance(page, r);
  ply_page_para(
      page, 2, NULL, PLY_QUIET,
      "All of this follows from the numbers in the file, which are assumptions; it is no forecast.");
}
