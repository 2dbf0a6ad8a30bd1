/* What the files of large spaces share: a talker's view, and passes over the space. Included by deep*.c alone. */
#ifndef PLY_DEEP_INSIDE_H
#define PLY_DEEP_INSIDE_H

#include "sim/negotiate/deep.h"

enum { PLY_DEEP_STEPS = 4096 };

/* A bundle and what it gives. */
typedef struct spot {
  double score, payoff;
  uint64_t index;
} spot;

/* What is closest to a target: the least payoff that reaches it, and those within the tolerance of it that no other gives as
 * little at a lower index. */
enum { MOST_NEAR = 8 };
typedef struct answer {
  double least;
  spot best; /* score: the least payoff; index: PLY_NO_DEAL: none */
  int n_near;
  spot near[MOST_NEAR];
} answer;

struct ply_deep {
  const ply_game *game;
  const ply_space *space;
  int actor;
  double tolerance;
  ply_stop stop;
  ply_positions positions;
  int n_combos;
  double *adds;   /* [n_combos] rising */
  uint16_t *from; /* [PLY_DEEP_STEPS + 1] the first combo that may add what falls in that step */
  double steps_a_unit;
  uint64_t *combo; /* [n_combos] their indices, in that order */
  answer *answers; /* `closest`, as far as asked */
  size_t n_answers;
  double *foreseen;
  size_t n_foreseen;
  spot *ranked; /* the best bundles by falling payoff at 12 decimals, [n_ranked] */
  size_t n_ranked, room;
  ply_looked_at *looked_at;
};

/* The first combo that adds at least so much; n_combos: none. */
static inline int first_adding(const ply_deep *d, double least) {
  double step = (least - d->adds[0]) * d->steps_a_unit;
  int c = step <= 0 ? 0 : step >= PLY_DEEP_STEPS ? d->from[PLY_DEEP_STEPS] : d->from[(int)step];
  while (c < d->n_combos && d->adds[c] < least) c++;
  return c;
}

/* ---- deep_pass.c ---- */

/* One talker's question on the way. */
typedef struct asking {
  const ply_deep *deep;
  void *question;
} asking;

/* Shows a talker what stands in the tables at the design turned to. */
typedef void shower(const asking *a, const ply_tile_tables *tables, uint64_t design);

/* Shows every design that no line of the talkers' own refuses ([n], of one space): what a tile's payoffs hang on is worked
 * out once for all of them. False without memory, or when stopped. */
bool ply_deep_pass(const asking *ask, int n, shower *show);
/* The same with the talkers shared out among threads. */
bool ply_deep_pass_all(const asking *ask, int n, int threads, shower *show);

/* ---- deep_closest.c ---- */

/* *out: the bundle closest to a target, foreseen or not; PLY_NO_DEAL where there is none. False without memory, or where
 * it was stopped. */
bool ply_deep_closest(ply_deep *deep, double least, ply_deal *out);

#endif
