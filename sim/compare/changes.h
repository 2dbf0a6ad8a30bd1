/* The list of answers that differ, as it grows. Private to sim/compare. */
#ifndef PLY_COMPARE_CHANGES_H
#define PLY_COMPARE_CHANGES_H

#include "sim/compare/compare.h"

/* Where the next change belongs. */
typedef struct change_place {
  const char *part, *of;
  const char *pointer; /* of the object that holds the values */
} change_place;

typedef struct changes {
  ply_arena *arena;
  ply_answer_change *items;
  size_t n, room;
  bool failed; /* no memory */
} changes;

/* A place whose pointer is made from a format, in the arena. `of` must live as long as the arena. */
change_place ply_change_place_make(changes *list, const char *part, const char *of, const char *format, ...)
    PLY_PRINTF(4, 5);

/* Adds a change where the values differ. key: the end of the pointer, "/margins/russia"; what, who: as in
 * ply_answer_change, copied. */
void ply_change_add(changes *list, change_place place, const char *key, ply_value a, ply_value b,
                    const char *what, const char *who);

ply_value ply_value_none(void);
ply_value ply_value_bool(bool truth);
ply_value ply_value_count(ply_count count);
ply_value ply_value_whole(uint64_t count);
ply_value ply_value_number(double number);
ply_value ply_value_word(const char *word); /* NULL: none */

/* A copy of the text that lives in the list's arena. */
const char *ply_change_text(changes *list, const char *text);

/* Position of the actor of that id, or -1. */
int ply_compare_actor(const ply_frame *frame, const char *id);

/* What differs between two bundles, issue by issue, member by member, and every actor's payoff. */
void ply_compare_bundles(changes *list, change_place place, const ply_frame *a, const ply_bundle *in_a,
                         const ply_frame *b, const ply_bundle *in_b);

#endif
