/* One cell of the table of results. */
#include "sim/sweep/inside.h"

void ply_cell_text(ply_text *cell, const char *text) {
  size_t before = cell->length;
  ply_text_csv(cell, text);
  for (size_t i = before; !cell->failed && i < cell->length; i++) /* a run is one line of its file */
    if (cell->data[i] == '\n' || cell->data[i] == '\r') cell->data[i] = ' ';
}

void ply_cell_bool(ply_text *cell, bool value) { ply_text_add(cell, value ? "1" : "0"); }

void ply_cell_count(ply_text *cell, uint64_t n) { ply_text_whole(cell, n); }
