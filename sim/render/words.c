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

/* The actors at one level, "armies: Germany, Turkey"; nothing if there are none. */
static void add_level(ply_text *list, const ply_frame *frame, const uint8_t *levels, int level, bool first) {
  bool any = false;
  for (int i = 0; i < frame->n_actors; i++) {
    if (levels[i] != level) continue;
    if (any)
      ply_text_addf(list, ", %s", ply_actor_label(frame, i).s);
    else
      ply_text_addf(list, "%s%s: %s", first ? "" : "; ", frame->levels[level].id,
                    ply_actor_label(frame, i).s);
    any = true;
  }
}

void ply_add_members(ply_text *list, const ply_frame *frame, const uint8_t *levels) {
  size_t before = list->length;
  for (int i = 0; i < frame->n_actors && frame->plain_game; i++)
    ply_text_addf(list, "%s%s: %s", i > 0 ? "; " : "", ply_actor_label(frame, i).s,
                  ply_frame_level(frame, i, levels[i]).id);
  for (int level = frame->n_levels - 1; level > 0 && !frame->plain_game; level--)
    add_level(list, frame, levels, level, list->length == before);
  if (list->length == before) ply_text_add(list, "nobody");
}

ply_figure ply_move_words(const ply_frame *frame, const uint8_t *levels, ply_move move) {
  ply_figure out, name = ply_actor_label(frame, move.actor);
  if (frame->plain_game)
    snprintf(out.s, sizeof out.s, "%.30s plays %.26s", name.s,
             ply_frame_level(frame, move.actor, move.to).id);
  else if (move.falls)
    snprintf(out.s, sizeof out.s, "%.36s leaves and it falls", name.s);
  else if (move.to == 0)
    snprintf(out.s, sizeof out.s, "%.40s leaves", name.s);
  else
    snprintf(out.s, sizeof out.s, "%.30s %s %.16s", name.s, levels[move.actor] == 0 ? "joins at" : "moves to",
             frame->levels[move.to].id);
  return out;
}

void ply_add_design(ply_text *list, const ply_name *design) {
  if (design->name == NULL || strcmp(design->name, design->id) == 0)
    ply_text_add(list, design->id);
  else
    ply_text_addf(list, "\"%s\" (%s)", design->name, design->id);
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
}

void ply_add_changes(ply_text *list, const ply_frame *frame, const ply_bundle *from, const ply_bundle *to) {
  size_t before = list->length;
  for (int k = 0; k < frame->n_issues; k++) {
    if (frame->issues[k].derived || from->options[k] == to->options[k]) continue;
    if (list->length > before) ply_text_add(list, ", ");
    ply_text_addf(list, "%s=%s", frame->issues[k].name.id, frame->issues[k].options[to->options[k]].id);
  }
  for (int i = 0; i < frame->n_actors; i++) {
    if (from->levels[i] == to->levels[i]) continue;
    if (list->length > before) ply_text_add(list, ", ");
    ply_text_addf(list, "%s=%s", frame->actors[i].name.id, ply_frame_level(frame, i, to->levels[i]).id);
  }
  if (list->length == before) ply_text_add(list, "nothing");
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
