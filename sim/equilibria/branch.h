/* The principal branch of quantal responses, followed from lambda = 0. Private to sim/equilibria. */
#ifndef PLY_BRANCH_H
#define PLY_BRANCH_H

#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/tensor.h"

typedef struct ply_branch {
  ply_tensor tensor;
  int n;           /* unknowns besides lambda */
  double *x;       /* [n + 1] log odds against each player's first strategy; lambda times range */
  double *tangent; /* [n + 1] of length 1, the way to go */
  double *f;       /* [n] what should be 0 */
  double *j;       /* [n * (n + 1)] its derivatives at x */
  double *a, *b, *before, *guess; /* room */
  double *chance;                 /* [n_strategies] at x */
  double step;                    /* the next length to try */
  int steps;
} ply_branch;

/* At lambda = 0. False without memory. */
bool ply_branch_init(ply_branch *b, const ply_finite *game);
void ply_branch_done(ply_branch *b);
/* One step along the branch: false where no step, however small, leads on. */
bool ply_branch_step(ply_branch *b);
/* From the last step back to lambda (times range) between the point before and the present one: chance is there
 * then, until the next step. False where it does not get there; x stays as it is. */
bool ply_branch_point(ply_branch *b, double lambda, double *chance);
/* The equilibrium that the branch seems to lead to: strategies with a chance above `floor` alone, each player's
 * made to bring the same by Newton's method. False where there is none close by. */
bool ply_branch_polish(ply_branch *b, double floor, double *chance);

/* The limit of the branch. 1: found (chance [n_strategies]), 0: not, -1: no memory. */
int ply_branch_limit(const ply_finite *game, ply_stop stop, double *chance);

#endif
