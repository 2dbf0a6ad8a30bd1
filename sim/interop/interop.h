/* The field's file formats, one file each: Gambit's .nfg (a game as a table) and .efg (as a tree), read and
 * written. What the formats mean is described in Gambit's documentation (Savani and Turocy,
 * doi:10.1007/978-3-031-66705-3_1 for the package).
 *
 * Readers take a text in memory and stop at the first error, which names its line and column. Numbers are
 * read as exact rationals of any size. Time is linear in the length of the text (a rational number of many
 * digits takes a little more), and sizes are checked before memory is taken. */
#ifndef PLY_INTEROP_H
#define PLY_INTEROP_H

#include "sim/base/base.h"
#include "sim/result/finite.h"

/* One format. A NULL function: parley does not read or write it. */
typedef struct ply_interop {
  const char *name, *help;
  const char *magic; /* how a text of this format starts */
  /* text: [length] and a NUL behind; file: what messages call it; memory_bytes: for tables, 0 for 8 GiB.
   * PLY_E_INPUT, PLY_E_LIMIT, PLY_E_MEMORY. A tree comes without its table (sim/equilibria reduces it). */
  ply_status (*read)(const char *text, size_t length, const char *file, uint64_t memory_bytes,
                     ply_finite **game, ply_err *err);
  /* PLY_E_USAGE where the game has no such form. Numbers stay the rationals they are; plain payoffs are
   * written so that they read back as the same double. */
  ply_status (*write)(const ply_finite *game, ply_text *out, ply_err *err);
} ply_interop;

extern const ply_interop ply_interop_nfg, ply_interop_efg;

/* All formats; *n: how many. */
const ply_interop *const *ply_interops(size_t *n);
/* The format that the text starts as, or NULL; the format of that name, or NULL. */
const ply_interop *ply_interop_of(const char *text, size_t length);
const ply_interop *ply_interop_find(const char *name);

/* A whole file ("-": standard input), NUL-terminated; the caller frees it. PLY_E_SYSTEM, PLY_E_MEMORY. */
ply_status ply_interop_load(const char *path, char **text, size_t *length, ply_err *err);

#endif
