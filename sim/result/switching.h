/* A number whose change turns an answer, and those that would open a deal where there is none. */
#ifndef PLY_RESULT_SWITCHING_H
#define PLY_RESULT_SWITCHING_H

#include "sim/base/base.h"

/* What a number of the scenario is. */
typedef enum ply_switching_kind {
  PLY_SWITCHING_RESERVATION,
  PLY_SWITCHING_WEIGHT,
  PLY_SWITCHING_VALUE,     /* of an option, in either table */
  PLY_SWITCHING_TERM,      /* bonus, level, stake, floor, entry of a table */
  PLY_SWITCHING_LINE,      /* firmness of a red line */
  PLY_SWITCHING_GUARANTEE, /* the security block, and efforts */
  PLY_N_SWITCHING_KINDS
} ply_switching_kind;
const char *ply_switching_kind_name(ply_switching_kind kind); /* "reservation", "weight", ... */

/* The smallest change of one number that turns the verdict: at `turn` it has turned, at `stay` it has not
 * yet, |turn - stay| <= 1e-9 (both recomputed). A weight is changed as sweeps change it: all weights of its actor
 * are then scaled to the sum that they have in the file. */
typedef struct ply_switching_value {
  const char *pointer; /* JSON Pointer of the number */
  ply_switching_kind kind;
  double from, stay, turn; /* value now; last value that keeps the verdict; first that turns it */
  double low, high;        /* the number's own range (equal where it has none) */
  bool in_range;           /* turn lies in [low, high] */
  bool beyond; /* a value that turns outside of all that this actor sees in the options now */
} ply_switching_value;

/* One number that alone turns the no of an actor to a yes. */
typedef struct ply_opener {
  int actor;
  ply_switching_value number;
} ply_opener;

/* The bundle that comes nearest to a deal where none is acceptable (the largest slack): who would have to give, and
 * by which numbers. One opener of each actor that is short makes it a deal. */
typedef struct ply_opening {
  uint64_t short_of; /* mask of the actors whose yes is missing there; 0: not asked */
  uint64_t stuck;    /* of them: those that no single number turns */
  int n;             /* by actor; for each the smallest change of each kind of number, the smallest first */
  const ply_opener *openers;
  bool together; /* recomputed: the first opener of each actor, all at once, makes it acceptable */
} ply_opening;

#endif
