/* The sections of what `solve` and `explain` print for people, one file each (section_*.c), in the order of
 * text.c. A section that has nothing to say prints nothing. Private to sim/render. */
#ifndef PLY_RENDER_SECTION_H
#define PLY_RENDER_SECTION_H

#include "sim/render/page.h"
#include "sim/result/explain.h"
#include "sim/result/result.h"

void ply_section_verdict(ply_page *page, const ply_result *result);
/* The verdict alone, one paragraph a statement. */
void ply_verdict_sentences(ply_page *page, const ply_result *result);
/* Of them: the best deal in words (section_verdict_best.c). */
/* Which readings of the file would turn the headline. */
void ply_verdict_readings(ply_page *page, const ply_result *result);
void ply_verdict_best(ply_page *page, const ply_result *result);
void ply_section_designs(ply_page *page, const ply_result *result);
void ply_section_blocks(ply_page *page, const ply_result *result);
void ply_section_counts(ply_page *page, const ply_result *result);
void ply_section_slack(ply_page *page, const ply_result *result);
void ply_section_best(ply_page *page, const ply_result *result);
void ply_section_answers(ply_page *page, const ply_result *result);
void ply_section_top(ply_page *page, const ply_result *result);
void ply_section_joining(ply_page *page, const ply_result *result);
void ply_section_security(ply_page *page, const ply_result *result);
void ply_section_basis(ply_page *page, const ply_result *result);

/* Where nothing is acceptable: the bundle that comes nearest (section_miss.c). */
typedef struct ply_miss {
  const ply_frame *frame;
  const ply_bundle *bundle;
  double slack;
  const ply_opening *opening;
  const ply_result *result; /* for the digits that payoffs are shown with; NULL: three */
} ply_miss;
void ply_section_miss(ply_page *page, const ply_miss *miss);

/* "0.100 to 0.400, outside"; and what the words for weights and for values beyond the issue's mean, where they occur
 * (switching_text.c). */
ply_figure ply_switching_range(const ply_switching_value *number);
typedef struct ply_switching_notes {
  bool weight, beyond;
} ply_switching_notes;
void ply_switching_note(const ply_switching_value *number, ply_switching_notes *notes);
void ply_switching_legend(ply_page *page, const ply_switching_notes *notes);

/* Of an explanation: what weighs most with each actor (explain_reasons.c). */
void ply_section_reasons(ply_page *page, const ply_explain *e);
/* Whether a bundle holds if the rest may sign something else without a leaver, or why that is not asked. */
void ply_section_reopened(ply_page *page, const ply_explain *e);
/* Whether the member would rather be outside what the rest signs without it. */
bool ply_would_reopen(const ply_explain *e, const ply_without *without);

/* ---- words that several sections use (words.c) ---- */

/* Widths that names are cut to in tables. */
enum { PLY_ACTOR_WIDTH = 24, PLY_ACTOR_NARROW = 16, PLY_HEAD_WIDTH = 12, PLY_ISSUE_WIDTH = 26 };

ply_figure ply_actor_label(const ply_frame *frame, int actor); /* its name, cut */
/* The same where many columns stand beside it: cut further with more than four of them. */
ply_figure ply_actor_beside(const ply_frame *frame, int actor, int n_columns);
bool ply_has_candidates(const ply_frame *frame);

/* Whether anybody is ever asked: else every feasible bundle counts as acceptable. */
bool ply_is_anybody_asked(const ply_frame *frame);

/* Who has to accept: "everybody who is asked", or, where a quorum may leave some out, "enough of those who
 * are asked". */
const char *ply_who_accepts(const ply_frame *frame);
bool ply_may_be_outvoted(const ply_frame *frame); /* the second */

/* The count, without an upper end that says nothing (all combinations). */
ply_count ply_known(const ply_result *result, ply_count count);

/* Whether the actor is asked at these levels: always, or because it joined. */
bool ply_is_asked(const ply_bundle *bundle, int actor);

/* Digits behind the point that payoffs are shown with: 0 in a game of whole points, 1 for large scores, else
 * 3. */
int ply_payoff_digits(const ply_result *result);
/* The same of one actor, where actors count in units of their own (thousands beside thousandths). */
int ply_actor_digits(const ply_result *result, int actor);
/* A signed gain that is never shown as +0.0 where it is something: more digits then, up to 3. */
ply_figure ply_figure_gain(double gain, int digits);

/* A cell "+0.344 ", "-0.126x", "-0.365!" or "+0.081." for the margin of an actor: accepts, refuses, refuses
 * at a red line, is not asked. */
void ply_margin_cell(ply_grid *grid, double margin, int digits, bool asked, bool refuses, bool red_line);

/* The margin of an actor at a bundle. */
double ply_bundle_margin(const ply_frame *frame, const ply_bundle *bundle, int actor);

/* "Germany, Turkey (Armies); France (Assistance)": who stands where, the highest level first; without the levels where
 * being in is all there is; "nobody" if all are out. */
void ply_add_members(ply_text *list, const ply_frame *frame, const uint8_t *levels);

/* "leaves", "joins: Assistance", "moves to: Assistance": what a one-player move is; and as a cell, with who does it and
 * what it gains: "France leaves (+0.021)". */
void ply_add_move(ply_text *list, const ply_frame *frame, const uint8_t *levels, ply_move move);
void ply_move_cell(ply_grid *grid, const ply_frame *frame, const uint8_t *levels, ply_move move,
                   ply_figure gain);

/* What a term of a payoff is called: "Legal form: Treaty", "stake in overrun", "standing at "Assistance"", "bonus
 * mediator". */
void ply_add_term_name(ply_text *list, const ply_term *term);

/* A design in a sentence, its name in quotes and its id: "Israeli offer" (israeli), so that it can be found
 * in the tables, which name designs by id; the id alone if it has no name of its own. */
void ply_add_design(ply_text *list, const ply_name *design);

/* What differs between two bundles: "Deadline to respond: 24 hours; United States: Outside"; "nothing" if they are the
 * same. Derived issues are left away. */
void ply_add_changes(ply_text *list, const ply_frame *frame, const ply_bundle *from, const ply_bundle *to);
/* The same without a word where they are the same. */
void ply_add_changes_named(ply_text *list, const ply_frame *frame, const ply_bundle *from,
                           const ply_bundle *to);

/* All terms of a bundle in names: "Raise: 4 %; Germany: Armies". Derived issues follow from the rest. */
void ply_add_terms_named(ply_text *list, const ply_frame *frame, const ply_bundle *bundle);
/* The same for a bundle that is explained: "Raise: 4 % (4 steps)" where the issue's options have an order; "nothing". */
void ply_add_changes_stepped(ply_text *list, const ply_frame *frame, const ply_bundle *from,
                             const ply_bundle *to);
/* How many free issues and members differ. */
int ply_count_changes(const ply_frame *frame, const ply_bundle *from, const ply_bundle *to);

/* The set that bundles were chosen from; without candidates all three are one, "acceptable". */
const char *ply_set_word(const ply_result *result, const char *over);

#endif
