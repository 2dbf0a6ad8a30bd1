/* Everybody's numbers in one session: what the table itself knows, and no strategy sees. Private to
 * sim/negotiate. */
#ifndef PLY_HAND_H
#define PLY_HAND_H

#include "sim/negotiate/columns.h"
#include "sim/negotiate/own.h"

typedef struct ply_hand {
  const ply_game *game; /* of the session */
  const ply_menu *menu; /* NULL: too large to list */
  bool shares;          /* payoff, open and accepted are another's */
  double *payoff;       /* [n_actors * menu->n] an actor's bundles lie together */
  uint8_t *open;        /* [n_actors * menu->n] whether no red line of its own refuses; NULL: no lines */
  double *part;         /* [menu->n] scratch */
  uint64_t *bits, *may; /* [ply_words(menu->n)] scratch */
  uint64_t *accepted;   /* [ply_words(menu->n)] bits: acceptable; filled by ply_hand_accepted */
} ply_hand;

static inline bool ply_hand_accepts(const ply_hand *hand, size_t row) {
  return hand->accepted[row / 64] >> (row % 64) & 1;
}

/* The tolerance of comparisons of an actor's payoffs. */
static inline double ply_tolerance(const ply_game *game, int actor) {
  (void)game, (void)actor;
  return game->eps[actor];
}

bool ply_hand_init(ply_hand *hand, const ply_game *game, const ply_menu *menu);
/* The same numbers with scratch of its own, for another thread. `from` must outlive it. */
bool ply_hand_share(ply_hand *hand, const ply_hand *from);
void ply_hand_done(ply_hand *hand);
/* Turns to the numbers of a game of the same scenario. PLY_E_INPUT where the honour game does not settle. */
ply_status ply_hand_take(ply_hand *hand, const ply_game *game, ply_err *err);
/* Payoffs of all actors at a deal: [n_actors]. False where the honour game does not settle. */
bool ply_hand_payoffs(const ply_hand *hand, ply_deal deal, double *payoff);
/* Fills `accepted`. Cost: bundles times actors. */
void ply_hand_accepted(ply_hand *hand);

/* ---- judge.c ---- */

/* What theory says of a deal at the numbers of the hand. */
typedef struct ply_verdict {
  bool acceptable, sustained, stable, efficient;
  double distance; /* from the Nash bargain over A, in gains of the players; NAN where there is none */
} ply_verdict;

/* Bargaining players: [PLY_MAX_ACTORS]; returns how many. */
int ply_players(const ply_game *game, int *player);

/* The Nash bargain over the accepted rows, or PLY_NO_DEAL. accepted must be filled. */
ply_deal ply_hand_nash(const ply_hand *hand);
/* nash: of the same numbers. False where the honour game does not settle. */
bool ply_hand_judge(const ply_hand *hand, ply_deal nash, ply_deal deal, ply_verdict *out);

#endif
