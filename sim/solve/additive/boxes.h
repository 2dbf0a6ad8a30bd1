/* Private to this room: vectors with many entries, and whether one of them clearly beats another. */
#ifndef PLY_SOLVE_ADDITIVE_BOXES_H
#define PLY_SOLVE_ADDITIVE_BOXES_H

#include "sim/base/base.h"

typedef struct ply_boxes ply_boxes;

/* eps: [d] borrowed while the boxes live: "clearly" is by more than twice that. NULL without memory. */
ply_boxes *ply_boxes_new(int d, const double *eps);
void ply_boxes_free(ply_boxes *boxes);
/* False without memory. Cost: d * log n on average. */
bool ply_boxes_add(ply_boxes *boxes, const double *vector);
/* Whether some vector is nowhere less than this one, and somewhere clearly more. */
bool ply_boxes_beat(const ply_boxes *boxes, const double *vector);

#endif
