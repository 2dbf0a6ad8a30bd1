/* Statements of a source held against the model, a row each. */
#ifndef PLY_RESULT_CONCORDANCE_H
#define PLY_RESULT_CONCORDANCE_H

#include "sim/base/base.h"

/* What became of a source's statement: left out with a reason; typed in as an input (encoded); an answer of the
 * model (reproduced); or one of its checks does not hold (contradicted). */
typedef enum ply_stance {
  PLY_STANCE_NOT_MODELLED,
  PLY_STANCE_CONTRADICTED,
  PLY_STANCE_ENCODED,
  PLY_STANCE_REPRODUCED,
  PLY_N_STANCES
} ply_stance;
const char *ply_stance_name(ply_stance stance); /* "not modelled", "contradicted", "encoded", "reproduced" */

typedef struct ply_concordance_row {
  const char *id, *says, *cite; /* cite: ids joined by spaces */
  ply_stance status;
  const char *detail; /* what the model says, or the reason why it is not modelled */
} ply_concordance_row;

#endif
