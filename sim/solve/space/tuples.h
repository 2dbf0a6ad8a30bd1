/* Private to this room: numbers for tuples of numbers; equal tuples have the same. */
#ifndef PLY_SOLVE_SPACE_TUPLES_H
#define PLY_SOLVE_SPACE_TUPLES_H

#include <stddef.h>
#include <stdint.h>

/* All zero: empty. */
typedef struct ply_tuples {
  uint32_t n;
  size_t capacity; /* of slot: a power of two */
  uint32_t *slot;  /* 0: free, else number + 1 */
  size_t *end;     /* [n] where each ends in the pool; they follow each other */
  size_t room, used, pool_room;
  uint64_t *pool;
} ply_tuples;

void ply_tuples_done(ply_tuples *tuples);

/* The number of a tuple: 0, 1, ... in the order of first meeting; so it is new where the number is what `n` was before.
 * UINT32_MAX without memory. Cost: its width. */
uint32_t ply_tuples_number(ply_tuples *tuples, const uint64_t *tuple, size_t width);

/* The words of a tuple by its number. */
static inline const uint64_t *ply_tuples_at(const ply_tuples *tuples, uint32_t number) {
  return tuples->pool + (number > 0 ? tuples->end[number - 1] : 0);
}

#endif
