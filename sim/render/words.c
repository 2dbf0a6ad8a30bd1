/* The words that several sections use: who an actor is, what a margin says, who moves, what changed. */
#include "sim/render/section.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ply_figure ply_actor_label(const ply_frame *frame, int actor) {
  return ply_figure_cut(frame->actors[actor].name.name, PLY_ACTOR_WIDTH);
}

ply_figure ply_actor_beside(const ply_frame *frame, int actor, int n_columns) {
  return ply_figure_cut(frame->actors[actor].name.name, n_columns > 4 ? PLY_ACTOR_NARROW : PLY_ACTOR_WIDTH);
}

bool ply_is_anybody_asked(const ply_frame *frame) {
  for (int i = 0; i < frame->n_actors; i++)
    if (strcmp(frame->actors[i].consent, "never") != 0) return true;
  return false;
}

bool ply_may_be_outvoted(const ply_frame *frame) {
  for (int i = 0; i < frame->n_actors; i++)
    if (strcmp(frame->actors[i].consent, "counted") == 0) return true;
  return false;
}

const char *ply_who_accepts(const ply_frame *frame) {
  return ply_may_be_outvoted(frame) ? "enough of those who are asked" : "everybody who is asked";
}

bool ply_has_candidates(const ply_frame *frame) {
  for (int i = 0; i < frame->n_actors; i++)
    if (frame->actors[i].candidate) return true;
  return false;
}

ply_count ply_known(const ply_result *result, ply_count count) {
  if (count.low < count.high && count.high >= result->raw) count.high = UINT64_MAX;
  return count;
}

bool ply_is_asked(const ply_bundle *bundle, int actor) { return bundle->asked >> actor & 1; }

double ply_bundle_margin(const ply_frame *frame, const ply_bundle *bundle, int actor) {
  return ply_frame_margin(&frame->actors[actor], bundle->payoffs[actor]);
}

/* Marks what the payoffs of a list are like. */
typedef struct likeness {
  bool whole, five, twenty;
} likeness;

static void look_at(likeness *l, const double *payoffs, int n) {
  for (int i = 0; i < n && payoffs != NULL; i++) {
    l->whole = l->whole && fabs(payoffs[i] - round(payoffs[i])) < PLY_EPS;
    l->five = l->five || fabs(payoffs[i]) >= 5;
    l->twenty = l->twenty || fabs(payoffs[i]) >= 20;
  }
}

/* Of the actors from..to-1. */
static int digits_of(const ply_result *r, int from, int to) {
  likeness l = {.whole = true};
  for (int i = from; i < to; i++) {
    look_at(&l, &r->frame.actors[i].reservation, 1);
    for (int d = 0; d < r->n_designs; d++) look_at(&l, &r->designs[d].bundle.payoffs[i], 1);
    for (int k = 0; k < r->n_solutions; k++)
      if (r->solutions[k].outcome == PLY_FOUND) look_at(&l, &r->solutions[k].bundle.payoffs[i], 1);
  }
  return l.whole && l.five ? 0 : l.twenty ? 1 : 3;
}

int ply_payoff_digits(const ply_result *r) { return digits_of(r, 0, r->frame.n_actors); }

/* Where all actors count alike they are shown alike: one whole payoff among fractions is no unit of its own. */
int ply_actor_digits(const ply_result *r, int actor) {
  int all = ply_payoff_digits(r), own = digits_of(r, actor, actor + 1);
  bool small = false, large = false;
  for (int i = 0; i < r->frame.n_actors; i++) {
    bool is_small = digits_of(r, i, i + 1) == 3;
    small |= is_small;
    large |= !is_small;
  }
  return small && large ? own : all;
}

ply_figure ply_figure_gain(double gain, int digits) {
  while (digits < 3 && fabs(gain) > PLY_EPS && fabs(gain) * pow(10, digits) < 0.5) digits++;
  return ply_figure_signed(gain, digits);
}

void ply_margin_cell(ply_grid *grid, double margin, int digits, bool asked, bool refuses, bool red_line) {
  ply_style style = !asked ? PLY_QUIET : refuses ? (red_line ? PLY_REDLINE : PLY_BAD) : PLY_GOOD;
  const char *mark = !asked ? "." : refuses ? (red_line ? "!" : "x") : " ";
  ply_grid_cell(grid, style, PLY_POINT, "%s%s", ply_figure_gain(margin, digits).s, mark);
}

/* "Germany, Turkey (Armies)": the actors at one level; nothing if there are none. */
static void add_level(ply_text *list, const ply_frame *frame, const uint8_t *levels, int level) {
  bool any = false;
  for (int i = 0; i < frame->n_actors; i++) {
    if (levels[i] != level) continue;
    ply_text_addf(list, "%s%s", any ? ", " : list->length > 0 ? "; " : "", frame->actors[i].name.name);
    any = true;
  }
  if (any && frame->n_levels > 2) ply_text_addf(list, " (%s)", frame->levels[level].name);
}

void ply_add_members(ply_text *list, const ply_frame *frame, const uint8_t *levels) {
  ply_text all;
  ply_text_init(&all);
  for (int i = 0; i < frame->n_actors && frame->plain_game; i++)
    ply_text_addf(&all, "%s%s: %s", i > 0 ? "; " : "", frame->actors[i].name.name,
                  ply_frame_level(frame, i, levels[i]).name);
  for (int level = frame->n_levels - 1; level > 0 && !frame->plain_game; level--)
    add_level(&all, frame, levels, level);
  ply_text_add(list, all.length > 0 ? all.data : "nobody");
  list->failed |= all.failed;
  ply_text_done(&all);
}

void ply_add_move(ply_text *list, const ply_frame *frame, const uint8_t *levels, ply_move move) {
  const char *to = ply_frame_level(frame, move.actor, move.to).name;
  if (frame->plain_game)
    ply_text_addf(list, "plays %s", to);
  else if (move.to == 0)
    ply_text_add(list, move.falls ? "leaves and it falls" : "leaves");
  else if (levels[move.actor] == 0)
    ply_text_addf(list, frame->n_levels > 2 ? "joins: %s" : "joins", to);
  else
    ply_text_addf(list, "moves to: %s", to);
}

void ply_move_cell(ply_grid *grid, const ply_frame *frame, const uint8_t *levels, ply_move move,
                   ply_figure gain) {
  ply_text words;
  ply_text_init(&words);
  ply_text_addf(&words, "%s ", ply_actor_label(frame, move.actor).s);
  ply_add_move(&words, frame, levels, move);
  ply_text_addf(&words, " (%s)", gain.s);
  ply_grid_cell_text(grid, PLY_PLAIN, PLY_LEFT, &words);
}

void ply_add_term_name(ply_text *list, const ply_term *term) {
  if (strcmp(term->family, "issue") == 0)
    ply_text_addf(list, "%s: %s", term->what_name, term->option_name);
  else if (strcmp(term->family, "stake") == 0)
    ply_text_addf(list, "stake in %s", term->what_name);
  else if (strcmp(term->family, "level") == 0)
    ply_text_addf(list, "standing at \"%s\"", term->what_name);
  else
    ply_text_addf(list, "%s %s", term->family, term->what_name);
}

void ply_add_design(ply_text *list, const ply_name *design) {
  if (design->name == NULL || strcmp(design->name, design->id) == 0)
    ply_text_add(list, design->id);
  else
    ply_text_addf(list, "\"%s\" (%s)", design->name, design->id);
}

static bool is_nobody_in(const ply_frame *frame, const uint8_t *levels) {
  for (int i = 0; i < frame->n_actors; i++)
    if (levels[i] != 0) return false;
  return true;
}

void ply_add_terms_named(ply_text *list, const ply_frame *frame, const ply_bundle *bundle) {
  size_t before = list->length;
  for (int k = 0; k < frame->n_issues; k++)
    if (!frame->issues[k].derived)
      ply_text_addf(list, "%s%s: %s", list->length > before ? "; " : "", frame->issues[k].name.name,
                    frame->issues[k].options[bundle->options[k]].name);
  for (int i = 0; i < frame->n_actors; i++)
    if (frame->actors[i].candidate && (bundle->levels[i] != 0 || frame->plain_game))
      ply_text_addf(list, "%s%s: %s", list->length > before ? "; " : "", frame->actors[i].name.name,
                    ply_frame_level(frame, i, bundle->levels[i]).name);
  if (ply_has_candidates(frame) && !frame->plain_game && is_nobody_in(frame, bundle->levels))
    ply_text_add(list, list->length > before ? "; nobody joins" : "nobody joins");
}

static void add_named(ply_text *list, const ply_frame *frame, const ply_bundle *from, const ply_bundle *to,
                      bool steps) {
  size_t before = list->length;
  for (int k = 0; k < frame->n_issues; k++) {
    if (frame->issues[k].derived || from->options[k] == to->options[k]) continue;
    ply_text_addf(list, "%s%s: %s", list->length > before ? "; " : "", frame->issues[k].name.name,
                  frame->issues[k].options[to->options[k]].name);
    int far = abs(from->options[k] - to->options[k]);
    if (steps && frame->issues[k].ordered && far > 1) ply_text_addf(list, " (%d steps)", far);
  }
  for (int i = 0; i < frame->n_actors; i++) {
    if (from->levels[i] == to->levels[i]) continue;
    ply_text_addf(list, "%s%s: %s", list->length > before ? "; " : "", frame->actors[i].name.name,
                  ply_frame_level(frame, i, to->levels[i]).name);
  }
}

void ply_add_changes(ply_text *list, const ply_frame *frame, const ply_bundle *from, const ply_bundle *to) {
  size_t before = list->length;
  add_named(list, frame, from, to, false);
  if (list->length == before) ply_text_add(list, "nothing");
}

void ply_add_changes_stepped(ply_text *list, const ply_frame *frame, const ply_bundle *from,
                             const ply_bundle *to) {
  size_t before = list->length;
  add_named(list, frame, from, to, true);
  if (list->length == before) ply_text_add(list, "nothing");
}

void ply_add_changes_named(ply_text *list, const ply_frame *frame, const ply_bundle *from,
                           const ply_bundle *to) {
  add_named(list, frame, from, to, false);
}

int ply_count_changes(const ply_frame *frame, const ply_bundle *from, const ply_bundle *to) {
  int n = 0;
  for (int k = 0; k < frame->n_issues; k++)
    n += !frame->issues[k].derived && from->options[k] != to->options[k];
  for (int i = 0; i < frame->n_actors; i++) n += from->levels[i] != to->levels[i];
  return n;
}

const char *ply_set_word(const ply_result *result, const char *over) {
  return over == NULL || !ply_has_candidates(&result->frame) ? "acceptable" : over;
}
