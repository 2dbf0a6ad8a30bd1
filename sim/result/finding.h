/* What a solve comes to in a word, and what one reading of the scenario comes to. */
#ifndef PLY_RESULT_FINDING_H
#define PLY_RESULT_FINDING_H

#include "sim/result/bundle.h"
#include "sim/result/frame.h"

/* How much of a deal there is, in a word. */
typedef enum ply_finding {
  PLY_FINDING_OPEN,       /* the search ended before it was decided */
  PLY_FINDING_NO_DEAL,    /* nothing is acceptable */
  PLY_FINDING_DEAL,       /* something is, and nobody may join or leave */
  PLY_FINDING_NONE_HOLDS, /* something is, nothing is sustained */
  PLY_FINDING_BY_CONSENT, /* something is sustained, nothing is stable */
  PLY_FINDING_HOLDS,      /* something is stable */
  PLY_N_FINDINGS
} ply_finding;
const char *ply_finding_name(ply_finding finding); /* "no deal", "held by consent only", ... */

/* One reading, or the scenario as it stands. */
typedef struct ply_reading_row {
  ply_name name; /* id "" for the base */
  const char *question;
  const char *trouble; /* NULL, or why the scenario cannot be read so; then the rest is empty */
  ply_finding finding;
  bool turns; /* whether the verdict is another than the base's */
  ply_count feasible, acceptable, sustained, stable, reopened;
  bool has_reopened, has_slack; /* there are candidates; somebody is ever asked */
  double slack;
  bool has_bargain; /* a Nash bargain was found: gains [n_players] */
  const double *gains;
  int n_accepted; /* named designs that are acceptable */
  const ply_name *accepted;
} ply_reading_row;

#endif
