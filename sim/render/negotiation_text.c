/* Simulated talks for people: how often they agree and when, who gains, which deals, how those look beside the
 * theory of the same numbers, and one session in words. */
#include "sim/render/section.h"

#include <math.h>
#include <string.h>

static const char *plural(uint64_t n) { return n == 1 ? "" : "s"; }

/* ---- what they ended with ---- */

static void say_setting(ply_page *page, const ply_negotiation *n) {
  const ply_frame *f = &n->frame;
  ply_page_para(page, 0, NULL, PLY_STRONG, "%s", f->title != NULL && f->title[0] != '\0' ? f->title : f->id);
  ply_text_add(page->out, "\n");
  ply_text who;
  ply_text_init(&who);
  if (n->has_mediator)
    ply_text_addf(&who, ", the text by %s",
                  n->mediator >= 0 ? ply_actor_label(f, n->mediator).s : "a mediator");
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "Simulated talks, protocol %s%s: %d talker%s, at most %d round%s, %s.", n->protocol,
                ply_list_string(&who), n->n_talkers, plural((uint64_t)n->n_talkers), n->rounds,
                plural((uint64_t)n->rounds),
                strcmp(n->numbers, "drawn") == 0 ? "numbers drawn anew for each session"
                                                 : "every number at its base value");
  ply_page_text_done(page, &who);
}

static void say_one(ply_page *page, const ply_negotiation *n) {
  if (n->one_agreed)
    ply_page_para(page, 2, NULL, PLY_STRONG, "THEY AGREE in round %d (step %d of %d)%s.",
                  n->one_step / n->steps_a_round + 1, n->one_step + 1, n->steps,
                  n->by_chance ? "" : "; nothing is left to chance, so every session ends so");
  else
    ply_page_para(page, 2, NULL, PLY_STRONG, "THEY DO NOT AGREE in %d step%s%s.", n->steps,
                  plural((uint64_t)n->steps),
                  n->by_chance ? "" : "; nothing is left to chance, so every session ends so");
}

static void say_many(ply_page *page, const ply_negotiation *n) {
  const ply_share *s = &n->agreed;
  ply_page_para(page, 2, NULL, PLY_STRONG,
                "THEY AGREE in %s of %s session%s (%s %%; 95 %% interval %s to %s %%).",
                ply_figure_count(s->count).s, ply_figure_count(s->of).s, plural(s->of),
                ply_figure_fixed(100 * s->share, 1).s, ply_figure_fixed(100 * s->low, 1).s,
                ply_figure_fixed(100 * s->high, 1).s);
  if (s->count > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Those that agree do so in round %s on average (quartiles %s, %s, %s).",
                  ply_figure_fixed(n->round.mean, 1).s, ply_figure_fixed(n->round.low, 1).s,
                  ply_figure_fixed(n->round.median, 1).s, ply_figure_fixed(n->round.high, 1).s);
  if (!n->by_chance && s->of > 1)
    ply_page_para(page, 2, NULL, PLY_QUIET, "Nothing is left to chance: all sessions are the same.");
}

/* ---- who gains ---- */

static void add_talker(ply_grid *grid, const ply_negotiation *n, const ply_talker_result *t) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(&n->frame, t->actor).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s%s", t->strategy, t->signs_nothing ? " (signs nothing)" : "");
  ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(t->payoff.mean, 3).s);
  ply_grid_cell(grid, t->gain.mean < -PLY_EPS ? PLY_BAD : PLY_GOOD, PLY_RIGHT, "%s",
                ply_figure_signed(t->gain.mean, 3).s);
  if (n->one) return;
  const double quartile[3] = {t->gain.low, t->gain.median, t->gain.high};
  for (int k = 0; k < 3; k++)
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_figure_signed(quartile[k], 3).s);
}

static void say_gains(ply_page *page, const ply_negotiation *n) {
  static const char *const heads[] = {"", "strategy", "payoff", "gain", "25 %", "50 %", "75 %"};
  ply_page_heading(page, n->one ? "WHO GAINS WHAT" : "WHO GAINS WHAT (MEANS; QUARTILES OF THE GAIN)");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  for (int k = 0; k < (n->one ? 4 : 7); k++)
    ply_grid_cell(grid, PLY_QUIET, k >= 2 ? PLY_RIGHT : PLY_LEFT, "%s", heads[k]);
  for (int t = 0; t < n->n_talkers; t++) add_talker(grid, n, &n->talkers[t]);
  ply_grid_print(page, grid, 2, 1, false);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "Gain: payoff less that of no deal; a session without a deal counts 0.");
}

/* ---- deals ---- */

static void add_deal(ply_grid *grid, const ply_negotiation *n, const ply_deal_result *d) {
  ply_text terms;
  ply_text_init(&terms);
  ply_add_terms_named(&terms, &n->frame, &d->bundle);
  ply_grid_row(grid);
  if (!n->one) ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_count(d->count).s);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%llu", (unsigned long long)d->bundle.index);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s%s%s%s", d->acceptable ? "a" : "-",
                !n->judged     ? "?"
                : d->efficient ? "e"
                               : "-",
                d->sustained ? "s" : "-", d->stable ? "t" : "-");
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_list_string(&terms));
  ply_grid_text_done(grid, &terms);
}

static void say_deals(ply_page *page, const ply_negotiation *n) {
  enum { SHOWN = 10 };
  if (n->n_deals == 0) return;
  ply_page_heading(page, n->one ? "THE DEAL" : "THE DEALS");
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  if (!n->one) ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "times");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "index");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "aest");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "terms");
  for (int d = 0; d < n->n_deals && d < SHOWN; d++) add_deal(grid, n, &n->deals[d]);
  ply_grid_print(page, grid, 2, 0, true);
  if (n->n_different > SHOWN)
    ply_page_para(page, 2, NULL, PLY_QUIET, "%s different deals; --format json lists the first %d.",
                  ply_figure_count(n->n_different).s, n->n_deals);
  ply_page_para(page, 2, NULL, PLY_QUIET,
                "a acceptable to all whom it asks, e efficient, s sustained, t stable, at the numbers of the "
                "session%s.%s",
                n->one ? "" : "s that agreed on it (in all of them)",
                n->judged ? "" : " ? the space is too large to list, so efficiency is not looked at.");
}

static void say_theory(ply_page *page, const ply_negotiation *n) {
  if (n->agreed.count == 0) return;
  ply_page_heading(page, "BESIDE THEORY");
  ply_grid *grid = ply_grid_new();
  const ply_share shares[] = {n->acceptable, n->efficient, n->sustained, n->stable};
  static const char *const words[] = {"acceptable", "efficient", "sustained", "stable"};
  for (int k = 0; k < 4; k++) {
    if (k == 1 && !n->judged) continue;
    if (k >= 2 && !ply_has_candidates(&n->frame)) continue;
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", words[k]);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s of %s deal%s", ply_figure_count(shares[k].count).s,
                  ply_figure_count(shares[k].of).s, plural(shares[k].of));
    if (n->one) continue;
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s %%", ply_figure_fixed(100 * shares[k].share, 1).s);
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "(95 %% interval %s to %s %%)",
                  ply_figure_fixed(100 * shares[k].low, 1).s, ply_figure_fixed(100 * shares[k].high, 1).s);
  }
  ply_grid_print(page, grid, 2, 0, false);
  if (n->has_nash)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Distance from the Nash bargain of the same numbers, in gains: %s%s.",
                  ply_figure_fixed(n->nash_distance.mean, 3).s, n->one ? "" : " on average");
}

/* ---- one session in words ---- */

static void add_who(ply_text *list, const ply_negotiation *n, uint64_t actors) {
  bool any = false;
  for (int i = 0; i < n->frame.n_actors; i++) {
    if (!(actors >> i & 1)) continue;
    ply_text_addf(list, "%s%s", any ? ", " : "", ply_actor_label(&n->frame, i).s);
    any = true;
  }
  if (!any) ply_text_add(list, "nobody");
}

/* What is offered: all of it the first time, then what differs from the last bundle named. */
static void add_offered(ply_text *list, const ply_negotiation *n, const ply_told_event *e,
                        const ply_bundle *last) {
  if (last == NULL)
    ply_add_terms_named(list, &n->frame, &e->bundle);
  else if (last->index == e->bundle.index)
    ply_text_add(list, "the same");
  else
    ply_add_changes(list, &n->frame, last, &e->bundle);
}

static const char *does_word(const ply_negotiation *n, const ply_told_event *e) {
  if (e->does[0] == 'p') return "passes";
  if (e->does[0] == 'a') return n->has_mediator ? "asks who would sign" : "accepts";
  if (e->does[0] == 'v') return n->has_mediator ? "proposes" : "'s offer is put to the vote";
  return n->has_mediator ? "begins with" : "offers";
}

static void add_event(ply_grid *grid, const ply_negotiation *n, const ply_told_event *e,
                      const ply_bundle *last) {
  ply_text terms, yes;
  ply_text_init(&terms);
  ply_text_init(&yes);
  if (e->has_bundle && (e->does[0] != 'a')) add_offered(&terms, n, e, last);
  if (e->has_bundle && !(e->does[0] == 'o' && (n->has_mediator || strcmp(n->protocol, "voting") == 0))) {
    ply_text_add(&yes, "yes: ");
    add_who(&yes, n, e->yes);
    if (e->stands) ply_text_add(&yes, n->has_mediator && e->does[0] == 'v' ? "; it stands" : "; DEAL");
  }
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%d", e->step / n->steps_a_round + 1);
  const char *who = e->actor >= 0 ? ply_actor_label(&n->frame, e->actor).s : "the mediator";
  ply_grid_cell(grid, e->stands ? PLY_GOOD : PLY_PLAIN, PLY_LEFT, "%s%s%s", who,
                does_word(n, e)[0] == '\'' ? "" : " ", does_word(n, e));
  if (e->has_bundle && e->actor >= 0 && e->does[0] == 'o' && !n->has_mediator)
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", ply_figure_fixed(e->bundle.payoffs[e->actor], 3).s);
  else
    ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "%s", "");
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s%s%s", ply_list_string(&terms),
                terms.length > 0 && yes.length > 0 ? " -- " : "", ply_list_string(&yes));
  ply_grid_text_done(grid, &terms);
  ply_grid_text_done(grid, &yes);
}

static void say_trace(ply_page *page, const ply_negotiation *n) {
  if (n->traced == 0) return;
  char heading[80] = "SESSION ";
  ply_figure number = ply_figure_count(n->traced);
  strcat(heading, number.s);
  strcat(heading, ", STEP BY STEP");
  ply_page_heading(page, heading);
  ply_grid *grid = ply_grid_new();
  const ply_bundle *last = NULL;
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "round");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", "");
  ply_grid_cell(grid, PLY_QUIET, PLY_RIGHT, "own payoff");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "what (changes from the last), and who says yes");
  for (size_t e = 0; e < n->n_events; e++) {
    add_event(grid, n, &n->events[e], last);
    bool names = n->events[e].has_bundle && (!n->has_mediator || n->events[e].stands || last == NULL);
    if (names) last = &n->events[e].bundle;
  }
  ply_grid_print(page, grid, 2, 0, true);
  if (!n->traced_agreed) ply_page_para(page, 2, NULL, PLY_PLAIN, "No deal.");
}

void ply_negotiation_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_negotiation *n = record;
  ply_page page = ply_page_start(out, settings);
  say_setting(&page, n);
  ply_text_add(out, "\n");
  if (n->one)
    say_one(&page, n);
  else
    say_many(&page, n);
  say_gains(&page, n);
  say_deals(&page, n);
  say_theory(&page, n);
  say_trace(&page, n);
  ply_page_blank(&page);
  ply_page_para(
      &page, 2, NULL, PLY_QUIET,
      "Payoffs and strategies are assumptions; this shows what follows from them, and is no forecast.");
}
