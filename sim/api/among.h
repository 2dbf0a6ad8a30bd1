/* Which bundles `parley robust` looks at, where not at all. */
#ifndef PLY_API_AMONG_H
#define PLY_API_AMONG_H

#include "sim/base/base.h"

typedef struct ply_among {
  uint64_t *index; /* [n] malloc; NULL: none are named */
  size_t n, room;
  int base; /* the best of the base solve; 0: not asked for */
} ply_among;

/* "top:N", "INDEX,INDEX,...", or the path of a file in which parley listed bundles; NULL: all. scenario: the id that such
 * a file must be of. PLY_E_USAGE, PLY_E_INPUT, PLY_E_SYSTEM, PLY_E_MEMORY; ply_among_done in any case. */
ply_status ply_among_read(const char *what, const char *scenario, ply_among *out, ply_err *err);
void ply_among_done(ply_among *among);

#endif
