/* What a scenario's readings come to, side by side: the base, then a row for each reading. */
#ifndef PLY_RESULT_READINGS_H
#define PLY_RESULT_READINGS_H

#include "sim/result/result.h"

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
