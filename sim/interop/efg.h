/* The two halves of the .efg format. Private to sim/interop. */
#ifndef PLY_INTEROP_EFG_H
#define PLY_INTEROP_EFG_H

#include "sim/interop/interop.h"
#include "sim/interop/scan.h"

/* A tree as it is; a table as the tree in which the players move in turn, none seeing what the others did. */
ply_status ply_efg_write(const ply_finite *game, ply_text *out, ply_err *err);

/* A text in quotes; quotes and backslashes in it are escaped, line breaks become blanks. */
void ply_scan_add_string(ply_text *out, const char *s);
/* One payoff of a table: exact, or the shortest decimals that read back as the same double. */
void ply_scan_add_payoff(ply_text *out, const ply_finite *game, int player, uint64_t profile);

#endif
