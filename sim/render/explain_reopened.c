/* Does a deal hold if its terms can be reopened: who would leave, what the rest would sign instead, and what the
 * leaver gains? The plain sense of "sustained" supposes that a leaver finds the terms as they are, so only a sustained
 * bundle is asked; of another one a line says why not. */
#include "sim/render/section.h"

#include <math.h>

enum { TOLD_IN_FULL = 4 };

bool ply_would_reopen(const ply_explain *e, const ply_without *w) {
  return w->payoff - e->bundle.payoffs[w->actor] > e->frame.actors[w->actor].eps;
}

/* "Poland (+0.0200)" */
static void add_gain(ply_text *list, const ply_explain *e, const ply_without *w) {
  const ply_frame_actor *actor = &e->frame.actors[w->actor];
  double gain = w->payoff - e->bundle.payoffs[w->actor];
  ply_text_addf(list, "%s%s (%s)", list->length > 0 ? ", " : "", actor->name.name,
                fabs(gain) <= actor->eps ? "the same" : ply_figure_gain(gain, 4).s);
}

/* "Poland would leave for 0.5200 instead of 0.5000 (+0.0200): the rest would then sign it with ..." */
static void say_leaver(ply_page *page, const ply_explain *e, const ply_without *w) {
  const char *name = e->frame.actors[w->actor].name.name;
  double here = e->bundle.payoffs[w->actor];
  ply_text terms;
  ply_text_init(&terms);
  if (w->outcome == PLY_FOUND) {
    ply_text_add(&terms, "the rest would then sign it with ");
    ply_add_changes(&terms, &e->frame, &e->bundle, &w->bundle);
  } else
    ply_text_add(&terms, "there is no deal then");
  ply_page_para(page, 4, NULL, PLY_PLAIN, "%s would leave for %s instead of %s (%s): %s.", name,
                ply_figure_fixed(w->payoff, 4).s, ply_figure_fixed(here, 4).s,
                ply_figure_gain(w->payoff - here, 4).s, ply_list_string(&terms));
  ply_page_done(page, &terms);
}

/* The members that are no better off outside, and by how much. */
static void say_stayers(ply_page *page, const ply_explain *e) {
  ply_text with, without;
  ply_text_init(&with);
  ply_text_init(&without);
  for (int k = 0; k < e->reopened.n; k++) {
    const ply_without *w = &e->reopened.without[k];
    if (ply_would_reopen(e, w)) continue;
    add_gain(w->outcome == PLY_FOUND ? &with : &without, e, w);
  }
  if (with.length > 0)
    ply_page_para(page, 4, NULL, PLY_QUIET, "No better off outside what the rest would sign: %s.",
                  ply_list_string(&with));
  if (without.length > 0)
    ply_page_para(page, 4, NULL, PLY_QUIET, "Needed, and no better off with no deal: %s.",
                  ply_list_string(&without));
  ply_page_done(page, &with);
  ply_page_done(page, &without);
}

/* The first few with what would be signed, the others by their gains. */
static void say_leavers(ply_page *page, const ply_explain *e) {
  int told = 0;
  ply_text more;
  ply_text_init(&more);
  for (int k = 0; k < e->reopened.n; k++) {
    const ply_without *w = &e->reopened.without[k];
    if (!ply_would_reopen(e, w)) continue;
    if (told++ < TOLD_IN_FULL)
      say_leaver(page, e, w);
    else
      add_gain(&more, e, w);
  }
  if (more.length > 0)
    ply_page_para(page, 4, NULL, PLY_PLAIN, "And %d more: %s.", told - TOLD_IN_FULL, ply_list_string(&more));
  ply_page_done(page, &more);
}

static void say_count(ply_page *page, int leavers, int members) {
  ply_text who;
  ply_text_init(&who);
  if (members == 1)
    ply_text_add(&who, "its one member");
  else
    ply_text_addf(&who, leavers == members ? "all %d members" : "%d of its %d members", leavers, members);
  ply_page_para(page, 2, NULL, PLY_STRONG,
                "Reopened terms: it does not hold if the rest may sign something else without a member that "
                "leaves; %s would rather be outside.",
                ply_list_string(&who));
  ply_page_done(page, &who);
}

void ply_section_reopened(ply_page *page, const ply_explain *e) {
  int leavers = 0;
  for (int k = 0; k < e->reopened.n; k++) leavers += ply_would_reopen(e, &e->reopened.without[k]);
  if (!e->sustained)
    ply_page_para(page, 2, NULL, PLY_QUIET, "Reopened terms: not asked, as it is not %s to begin with.",
                  e->acceptable ? "sustained" : "acceptable");
  else if (e->reopened.outcome == PLY_LIMIT_REACHED)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Reopened terms: not decided, the search ended first.");
  else if (e->reopened.n == 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Reopened terms: it holds, as nobody is a member who could leave.");
  else if (leavers == 0)
    ply_page_para(
        page, 2, NULL, PLY_GOOD,
        "Reopened terms: it holds even if the rest may sign something else without a member that leaves.");
  else
    say_count(page, leavers, e->reopened.n);
  say_leavers(page, e);
  say_stayers(page, e);
}
