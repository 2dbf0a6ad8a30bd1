/* Which deals are fair, and which could a proposer reach? Every concept's bundle as a column, those that
 * agree in one, shown as what changes against the first named design; without one, in full. Below: what each
 * actor gains over no deal. */
#include "sim/render/section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 20 /* concepts, proposals, talks */ };

/* One answer: a concept and its bundle. */
typedef struct answer {
  char words[160];
  const ply_bundle *bundle;
} answer;

/* Different bundles among the answers, in the order of their first answer. */
typedef struct choice {
  answer answers[MOST];
  int column_of[MOST], n_answers;
  const ply_bundle *columns[MOST];
  int n_columns;
} choice;

static void add_answer(choice *c, const ply_bundle *bundle, const char *words) {
  int column = 0;
  while (column < c->n_columns && c->columns[column]->index != bundle->index) column++;
  if (column == c->n_columns) c->columns[c->n_columns++] = bundle;
  c->column_of[c->n_answers] = column;
  snprintf(c->answers[c->n_answers].words, sizeof c->answers[0].words, "%s", words);
  c->answers[c->n_answers++].bundle = bundle;
}

static void gather(choice *c, const ply_result *r) {
  char words[160];
  bool join = ply_has_candidates(&r->frame);
  *c = (choice){0};
  for (int k = 0; k < r->n_solutions; k++) {
    const ply_solution *s = &r->solutions[k];
    if (s->outcome == PLY_PROVED_NONE || !(s->outcome == PLY_FOUND || s->has_bundle)) continue;
    snprintf(words, sizeof words, "%s: %s%s", s->concept->title, s->concept->picks,
             s->outcome == PLY_FOUND ? "" : " (best so far, not proved)");
    add_answer(c, &s->bundle, words);
  }
  if (r->slack.outcome == PLY_FOUND && r->slack.value >= 0 && !isinf(r->slack.value) && join &&
      !ply_may_be_outvoted(&r->frame))
    add_answer(c, &r->slack.bundle,
               "All who sign: the smallest gain of anybody who is asked as large as can be");
  ply_figure proposer = ply_figure_cut(
      r->proposer >= 0 ? r->frame.actors[r->proposer].name.name : "the proposer", PLY_ACTOR_WIDTH);
  if (r->optimistic.outcome == PLY_FOUND) {
    snprintf(words, sizeof words, "Proposal: the best %s can propose%s", proposer.s,
             join ? " if the others then do what suits it" : "");
    add_answer(c, &r->optimistic.bundle, words);
  }
  if (join && r->pessimistic.outcome == PLY_FOUND) {
    snprintf(words, sizeof words, "Proposal: the best %s can be sure of, whatever the others then do",
             proposer.s);
    add_answer(c, &r->pessimistic.bundle, words);
  }
  if (r->talks.present && r->talks.outcome == PLY_FOUND) {
    if (r->talks.drawn)
      snprintf(words, sizeof words, "Talks: the first offer of the likeliest drawn proposer");
    else
      snprintf(words, sizeof words, "Talks: agreed in round %d of alternating offers", r->talks.round);
    add_answer(c, &r->talks.bundle, words);
  }
}

static void add_legend(ply_page *page, const choice *c) {
  for (int column = 0; column < c->n_columns; column++)
    for (int k = 0, n = 0; k < c->n_answers; k++) {
      if (c->column_of[k] != column) continue;
      char mark[2] = {n++ == 0 ? (char)('A' + column) : ' ', '\0'};
      ply_page_para(page, 2, mark, PLY_PLAIN, "%s", c->answers[k].words);
    }
}

/* One term of a deal: the option of an issue, or the level of a candidate. */
typedef struct term {
  bool level;
  int at;
} term;

static int term_value(const ply_bundle *b, term t) { return t.level ? b->levels[t.at] : b->options[t.at]; }

static const char *term_word(const ply_frame *f, term t, int value) {
  return t.level ? ply_frame_level(f, t.at, value).name : f->issues[t.at].options[value].name;
}

static const char *term_label(const ply_frame *f, term t) {
  return t.level ? f->actors[t.at].name.name : f->issues[t.at].name.name;
}

static bool term_differs(const choice *c, const ply_bundle *base, term t) {
  for (int k = 0; k < c->n_columns; k++)
    if (base == NULL || term_value(c->columns[k], t) != term_value(base, t)) return true;
  return false;
}

/* The term as a row of words, one a deal; a point where it is as in the base. */
static void add_columns(ply_grid *grid, const ply_frame *f, const choice *c, const ply_bundle *base, term t) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", term_label(f, t));
  if (base != NULL) ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", term_word(f, t, term_value(base, t)));
  for (int k = 0; k < c->n_columns; k++) {
    int value = term_value(c->columns[k], t);
    bool same = base != NULL && value == term_value(base, t);
    ply_grid_cell(grid, same ? PLY_QUIET : PLY_PLAIN, PLY_LEFT, "%s", same ? "." : term_word(f, t, value));
  }
}

static bool seen_before(const choice *c, int k, term t) {
  for (int before = 0; before < k; before++)
    if (term_value(c->columns[before], t) == term_value(c->columns[k], t)) return true;
  return false;
}

/* The term as one row for each value that it takes in the deals: which deals, and from what to what. */
static void add_changes(ply_grid *grid, const ply_frame *f, const choice *c, const ply_bundle *base, term t) {
  for (int k = 0, rows = 0; k < c->n_columns; k++) {
    int value = term_value(c->columns[k], t);
    if (seen_before(c, k, t) || (base != NULL && value == term_value(base, t))) continue;
    char letters[2 * MOST + 1] = "";
    for (int other = 0; other < c->n_columns; other++) {
      letters[2 * other] = term_value(c->columns[other], t) == value ? (char)('A' + other) : ' ';
      letters[2 * other + 1] = ' ';
      letters[2 * other + 2] = '\0';
    }
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", rows++ == 0 ? term_label(f, t) : "");
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", letters);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s%s%s",
                  base != NULL ? term_word(f, t, term_value(base, t)) : "", base != NULL ? " -> " : "",
                  term_word(f, t, value));
  }
}

typedef void term_row(ply_grid *grid, const ply_frame *f, const choice *c, const ply_bundle *base, term t);

/* The rows of all terms that differ; returns how many do not. */
static int add_rows(ply_grid *grid, const ply_frame *f, const choice *c, const ply_bundle *base,
                    term_row *add) {
  int unchanged = 0;
  for (int k = 0; k < f->n_issues + f->n_actors; k++) {
    term t = {.level = k >= f->n_issues, .at = k < f->n_issues ? k : k - f->n_issues};
    if (t.level && !f->actors[t.at].candidate) continue;
    if (term_differs(c, base, t))
      add(grid, f, c, base, t);
    else
      unchanged++;
  }
  return unchanged;
}

/* A column for each deal where the words fit beside one another, else a row for each change. */
static void add_terms(ply_page *page, const ply_result *r, const choice *c, const ply_design_result *base) {
  const ply_bundle *from = base != NULL ? &base->bundle : NULL;
  const char *label = base != NULL ? "what changes" : "terms";
  if (from != NULL && c->n_columns == 1 && c->columns[0]->index == from->index) {
    ply_text_add(page->out, "\n");
    ply_page_para(page, 2, NULL, PLY_PLAIN, "A is %s in every term.", base->name.name);
    return;
  }
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", label);
  if (base != NULL)
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", ply_figure_cut(base->name.id, PLY_HEAD_WIDTH).s);
  for (int k = 0; k < c->n_columns; k++) ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%c", 'A' + k);
  int unchanged = add_rows(grid, &r->frame, c, from, add_columns);
  bool columns = ply_grid_fits(page, grid, 2);
  if (!columns) {
    ply_grid_free(grid);
    grid = ply_grid_new();
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", label);
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "in");
    ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s%s", base != NULL ? base->name.name : "",
                  base != NULL ? " -> deal" : "");
    add_rows(grid, &r->frame, c, from, add_changes);
  }
  ply_text_add(page->out, "\n");
  ply_grid_print(page, grid, 2, columns && base != NULL ? 2 : 1, !columns);
  if (unchanged > 0 && base != NULL)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  columns ? ". as in %s. What is not listed (%d) is as there in all of them."
                          : "What is not listed, or not for a letter, is as in %s (%d terms in all of them).",
                  base->name.id, unchanged);
}

static void add_gain(ply_grid *grid, const ply_result *r, const ply_bundle *bundle, int i) {
  const ply_frame *f = &r->frame;
  double margin = ply_bundle_margin(f, bundle, i);
  bool asked = ply_is_asked(bundle, i);
  ply_margin_cell(grid, margin, ply_actor_digits(r, i), asked, asked && margin < 0, false);
}

static void add_gains(ply_page *page, const ply_result *r, const choice *c, const ply_design_result *base) {
  const ply_frame *f = &r->frame;
  ply_grid *grid = ply_grid_new();
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "gain against no deal");
  if (base != NULL)
    ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%s", ply_figure_cut(base->name.id, PLY_HEAD_WIDTH).s);
  for (int k = 0; k < c->n_columns; k++) ply_grid_cell(grid, PLY_STRONG, PLY_RIGHT, "%c ", 'A' + k);
  for (int i = 0; i < f->n_actors; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(f, i).s);
    if (base != NULL)
      ply_margin_cell(grid, base->margins[i], ply_actor_digits(r, i), base->party[i], base->refuses[i],
                      base->line[i] >= 0);
    for (int k = 0; k < c->n_columns; k++) add_gain(grid, r, c->columns[k], i);
  }
  ply_text_add(page->out, "\n");
  ply_grid_print(page, grid, 2, base != NULL ? 2 : 1, false);
  if (base == NULL && ply_has_candidates(f))
    ply_page_para(page, 2, NULL, PLY_QUIET, "x refuses: worse than no deal.  . is not asked there.");
}

static int proposer_digits(const ply_result *r) {
  return r->proposer >= 0 ? ply_actor_digits(r, r->proposer) : ply_payoff_digits(r);
}

/* Talks with drawn proposers: who offers what to whom first, in gains of the players. */
static void add_drawn(ply_page *page, const ply_result *r) {
  ply_text worth;
  ply_text_init(&worth);
  for (int p = 0; p < r->n_players; p++) {
    int i = r->players[p];
    ply_text_addf(&worth, "%s%s %s", p > 0 ? ", " : "", r->frame.actors[i].name.name,
                  ply_figure_signed(r->talks.value[i] - r->frame.actors[i].reservation, 3).s);
  }
  ply_page_para(page, 2, NULL, PLY_PLAIN,
                "Talks with drawn proposers are worth, against no deal: %s. Twice as many rounds change none "
                "of that by "
                "more than %s.",
                ply_list_string(&worth), ply_figure_fixed(r->talks.drift, 4).s);
  page->out->failed |= worth.failed;
  ply_text_done(&worth);
}

/* Talks in turn lean on who moves last: what their opening brings over all lengths asked about. */
static void add_range(ply_page *page, const ply_result *r) {
  if (r->talks.least == NULL || r->talks.most == NULL) return;
  ply_text range;
  ply_text_init(&range);
  for (int p = 0; p < r->n_players; p++) {
    int i = r->players[p];
    double d = r->frame.actors[i].reservation;
    if (r->talks.most[i] - r->talks.least[i] < 0.0005) continue;
    ply_text_addf(&range, "%s%s %s to %s", range.length > 0 ? ", " : "", r->frame.actors[i].name.name,
                  ply_figure_gain(r->talks.least[i] - d, ply_actor_digits(r, i)).s,
                  ply_figure_gain(r->talks.most[i] - d, ply_actor_digits(r, i)).s);
  }
  if (range.length > 0)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Over these lengths the opening brings, against no deal: %s; who moves last counts.",
                  ply_list_string(&range));
  ply_page_done(page, &range);
}

static void say_miss(ply_page *page, const ply_result *r) {
  ply_section_miss(page, &(ply_miss){.frame = &r->frame,
                                     .result = r,
                                     .bundle = &r->slack.bundle,
                                     .slack = r->slack.value,
                                     .opening = &r->slack.opening});
}

/* Concepts without a bundle, and what the proposal game and the talks say beyond theirs. */
static void add_remarks(ply_page *page, const ply_result *r) {
  if (r->acceptable.high == 0) {
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "There is nothing to choose from: no bundle is acceptable, and no proposal and no talks "
                  "lead to one.");
    if (r->slack.outcome == PLY_FOUND && r->slack.value < 0) say_miss(page, r);
    return;
  }
  for (int k = 0; k < r->n_solutions; k++) {
    const ply_solution *s = &r->solutions[k];
    if (s->outcome == PLY_PROVED_NONE)
      ply_page_para(page, 2, NULL, PLY_PLAIN, "%s: no bundle qualifies, proved.", s->concept->title);
    else if (s->outcome == PLY_LIMIT_REACHED && !s->has_bundle)
      ply_page_para(page, 2, NULL, PLY_PLAIN, "%s: not decided.", s->concept->title);
  }
  const char *proposer = r->proposer >= 0 ? r->frame.actors[r->proposer].name.name : "The proposer";
  if (r->optimistic.outcome == PLY_PROVED_NONE)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s has no proposal that gives it more than no deal (%s).",
                  proposer, ply_figure_fixed(r->optimistic.value, proposer_digits(r)).s);
  if (ply_has_candidates(&r->frame) && r->optimistic.outcome == PLY_FOUND &&
      r->pessimistic.outcome == PLY_PROVED_NONE)
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "%s can be sure of nothing better than no deal (%s): whatever it proposes, everybody may "
                  "wait for the others.",
                  proposer, ply_figure_fixed(r->pessimistic.value, proposer_digits(r)).s);
  if (!r->talks.present) return;
  if (r->talks.outcome == PLY_PROVED_NONE) ply_page_para(page, 2, NULL, PLY_PLAIN, "Talks: no round agrees.");
  if (r->talks.outcome == PLY_LIMIT_REACHED) ply_page_para(page, 2, NULL, PLY_PLAIN, "Talks: not decided.");
  if (r->talks.outcome == PLY_FOUND && r->talks.drawn) add_drawn(page, r);
  if (r->talks.outcome == PLY_FOUND && !r->talks.drawn)
    ply_page_para(
        page, 2, NULL, PLY_PLAIN,
        r->talks.settled
            ? "Talks of up to %d rounds all open with the same bundle."
            : "Talks of up to %d rounds do not all open with the same bundle: the answer depends on their "
              "length.",
        r->talks.limit);
  if (r->talks.outcome == PLY_FOUND && !r->talks.drawn) add_range(page, r);
}

void ply_section_best(ply_page *page, const ply_result *r) {
  if (r->n_solutions == 0) return;
  choice c;
  gather(&c, r);
  ply_text players;
  ply_text_init(&players);
  for (int p = 0; p < r->n_players; p++) ply_list_add(&players, r->frame.actors[r->players[p]].name.name);
  ply_page_heading(page, "THE BEST DEALS");
  if (c.n_columns > 0) {
    ply_page_para(page, 2, NULL, PLY_PLAIN,
                  "Chosen among the %s bundles, no lotteries over them; the bargaining players are %s.",
                  ply_set_word(r, r->solutions[0].over), ply_list_string(&players));
    add_legend(page, &c);
    const ply_design_result *base = r->n_designs > 0 ? &r->designs[0] : NULL;
    add_terms(page, r, &c, base);
    add_gains(page, r, &c, base);
  }
  add_remarks(page, r);
  page->out->failed |= players.failed;
  ply_text_done(&players);
}
