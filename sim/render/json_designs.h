/* The named designs of a result as JSON. Private to sim/render. */
#ifndef PLY_RENDER_JSON_DESIGNS_H
#define PLY_RENDER_JSON_DESIGNS_H

#include "sim/base/json_write.h"
#include "sim/result/result.h"

/* "designs": {id: {...}}, in file order. */
void ply_json_designs(ply_json *json, const ply_result *result);

#endif
