/* The registry of protocols. */
#include "sim/negotiate/session.h"

#include <string.h>

#define ROW(symbol, name) &ply_protocol_##symbol,
static const ply_protocol *const rows[] = {PLY_PROTOCOLS(ROW)};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_protocol *ply_protocol_row(int row) { return row >= 0 && row < N_ROWS ? rows[row] : NULL; }

const ply_protocol *ply_protocol_find(const char *name) {
  for (int i = 0; i < N_ROWS; i++)
    if (strcmp(rows[i]->name, name) == 0) return rows[i];
  return NULL;
}
