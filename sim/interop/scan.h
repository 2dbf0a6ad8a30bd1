/* The words of the field's game files: strings in quotes, numbers, braces. Private to sim/interop.
 *
 * A scanner remembers its first error; after it every function does nothing and says false. */
#ifndef PLY_INTEROP_SCAN_H
#define PLY_INTEROP_SCAN_H

#include <gmp.h>

#include "sim/base/base.h"

typedef struct ply_scan {
  const char *text, *at, *end; /* a NUL stands at end */
  const char *file;
  ply_arena *arena; /* of strings */
  ply_err *err;
  ply_status status;
} ply_scan;

/* num / den, or (den == 0) the rational number `big`. */
typedef struct ply_scan_number {
  int64_t num, den;
  mpq_t big; /* the caller inits and clears it */
} ply_scan_number;

/* The first error, at a byte. Always false. */
bool ply_scan_fail(ply_scan *scan, const char *at, ply_status status, const char *format, ...)
    PLY_PRINTF(4, 5);
bool ply_scan_no_memory(ply_scan *scan);

/* The next byte that is no blank, or NUL at the end; it is not taken. */
char ply_scan_next(ply_scan *scan);
bool ply_scan_take(ply_scan *scan, char c);                     /* takes it if it comes next */
bool ply_scan_expect(ply_scan *scan, char c, const char *what); /* what: "the list of players" */
bool ply_scan_string(ply_scan *scan, const char **out, const char *what);
/* An integer written without point or fraction. */
bool ply_scan_whole(ply_scan *scan, int64_t least, int64_t most, int64_t *out, const char *what);
/* 3, -2.5, 1/3, 1.2e-4. */
bool ply_scan_number_take(ply_scan *scan, ply_scan_number *out, const char *what);
void ply_scan_number_big(const ply_scan_number *number, mpq_t out);

/* "NFG 1 R" or the like, then title and players: names [n], arena. */
bool ply_scan_header(ply_scan *scan, const char *magic, int64_t version, const char **title,
                     const char ***players, int *n_players);
/* A list of strings in braces: names from the arena. */
bool ply_scan_names(ply_scan *scan, const char ***names, int *n, int most, const char *what);
/* Nothing may follow. */
bool ply_scan_finish(ply_scan *scan);

#endif
