/* What a scenario's readings come to, side by side: the base, then a row for each reading. */
#ifndef PLY_RESULT_READINGS_H
#define PLY_RESULT_READINGS_H

#include "sim/result/result.h"

typedef struct ply_reading_row {
  ply_name name; /* id "" for the base */
  const char *question;
  const char *trouble; /* NULL, or why the scenario cannot be read so; then the rest is empty */
  ply_finding finding;
  bool turns; /* whether the verdict is another than the base's */
  ply_count feasible, acceptable, sustained, stable;
  bool has_bargain; /* a Nash bargain was found: gains [n_players] */
  const double *gains;
  int n_accepted; /* named designs that are acceptable */
  const ply_name *accepted;
} ply_reading_row;

typedef struct ply_readings {
  ply_arena *arena; /* owns everything below */
  const char *version, *id, *title, *digest;
  int n_players, digits;
  const ply_name *players;
  size_t n_rows; /* rows[0] is the base */
  const ply_reading_row *rows;
} ply_readings;

void ply_readings_free(ply_readings *readings);

#endif
