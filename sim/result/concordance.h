/* Statements of a source held against the model, a row each. */
#ifndef PLY_RESULT_CONCORDANCE_H
#define PLY_RESULT_CONCORDANCE_H

#include "sim/base/base.h"

typedef struct ply_concordance_row {
  const char *id, *says, *cite; /* cite: ids joined by spaces */
  int status;                   /* 1 holds, 0 does not hold, -1 not modelled */
  const char *detail;           /* what the model says, or the reason why it is not modelled */
} ply_concordance_row;

#endif
