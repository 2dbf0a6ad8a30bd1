/* Private to this room: one bundle seen closely, and the parts of its explanation, one file each. */
#ifndef PLY_SOLVE_EXPLAIN_H
#define PLY_SOLVE_EXPLAIN_H

#include "sim/solve/search/scan.h"
#include "sim/solve/stand.h"

/* What an explanation is made from; `game` has the base values. */
typedef struct ply_inquiry {
  const ply_game *game;
  const ply_lines *lines;
  const ply_solve_settings *settings;
  const ply_clock *clock;
  ply_stand here;
  ply_arena *arena;          /* of the record */
  ply_explain *out;          /* NULL where only an opening is asked for */
  ply_explain_actor *actors; /* out->actors, to be filled */
  ply_opening
      *opening; /* NULL; or asked for: what turns the answers of its short_of, one number of each kind */
} ply_inquiry;

/* terms.c: the payoff of every actor, term by term. */
ply_status ply_inquiry_terms(ply_inquiry *inquiry);

/* moves.c: who would move, and whether the bundle is an equilibrium, sustained, stable. PLY_E_INPUT where the
 * honour game does not settle at a neighbour. */
ply_status ply_inquiry_moves(ply_inquiry *inquiry);

/* nearest.c: the acceptable bundle with the fewest changes. nearest_unlisted.c: the same where the space cannot be
 * listed. */
ply_status ply_inquiry_nearest(ply_inquiry *inquiry);
ply_status ply_inquiry_nearest_unlisted(ply_inquiry *inquiry);

/* Of the bundles that take as few changes the one with the largest slack, then the lowest index. */
typedef struct ply_nearest_choice {
  uint64_t ties, index; /* ties: how many there are; the rest is not set while there are none */
  double slack;
} ply_nearest_choice;
/* One more; eps: within which slacks are the same. */
void ply_nearest_weigh(ply_nearest_choice *choice, double slack, double eps, uint64_t index);

/* among_deals.c: beside all acceptable bundles: one that is better for somebody and worse for nobody, and how far
 * the Nash deal and the frontier are; whether a sustained one holds if terms can be reopened; where nothing is acceptable, the bundle with the largest slack. */
ply_status ply_inquiry_among_deals(ply_inquiry *inquiry);

/* switching_value.c: which change of one number turns the verdict, and each party's own answer; or the opening. */
ply_status ply_inquiry_switches(ply_inquiry *inquiry);

/* switching_kind.c: what a number is; and for a value of an option the row of its actor that holds it, else NULL. */
ply_switching_kind ply_switching_kind_of(const ply_scenario *scenario, const ply_number_info *info);
const ply_payoff_row *ply_switching_row(const ply_scenario *scenario, const ply_number_info *info);

/* opening.c: the opening at the bundle that comes nearest to a deal, whose slack this is. */
ply_status ply_inquiry_opening(const ply_game *game, const ply_lines *lines, const ply_clock *clock,
                               const ply_bundle *bundle, double slack, ply_arena *arena, ply_opening *out);

/* How a number enters the answers of a bundle's parties. */
typedef enum ply_use {
  PLY_UNUSED = 0, /* not at all */
  PLY_ONE_WAY,    /* moves one actor's answer, from no to yes or from yes to no as it grows */
  PLY_EITHER_WAY  /* through effort or security: may move several answers, back and forth */
} ply_use;

/* inputs_used.c: use: [n_numbers], how each number of the scenario enters the answers of the parties of `here`.
 */
void ply_inputs_used(const ply_game *game, const ply_stand *here, uint8_t *use);

#endif
