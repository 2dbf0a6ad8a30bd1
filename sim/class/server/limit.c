/* How often may one address ask? Buckets that fill with time, wide enough that a classroom behind one address
 * (thirty phones and more, each once a second) never notices, narrow enough that a flood or a search through
 * codes gets nowhere. Cost: linear in the number of addresses remembered, 1,024 at most. */
#include "sim/class/server/serve.h"

#include <string.h>

bool ply_class_bucket_take(ply_class_bucket *bucket, double per_second, double most, int64_t now_ms) {
  if (bucket->at_ms == 0)
    bucket->left = most;
  else
    bucket->left += per_second * (double)(now_ms - bucket->at_ms) / 1000;
  if (bucket->left > most) bucket->left = most;
  bucket->at_ms = now_ms > 0 ? now_ms : 1;
  if (bucket->left < 1) return false;
  bucket->left -= 1;
  return true;
}

static int row_of(ply_class_limits *limits, const unsigned char address[16]) {
  int oldest = 0;
  for (int i = 0; i < PLY_CLASS_ADDRESSES; i++) {
    if (limits->rows[i].at_ms != 0 && memcmp(limits->rows[i].address, address, 16) == 0) return i;
    if (limits->rows[i].at_ms < limits->rows[oldest].at_ms) oldest = i;
  }
  memset(&limits->rows[oldest], 0, sizeof limits->rows[oldest]);
  memcpy(limits->rows[oldest].address, address, 16);
  return oldest;
}

bool ply_class_limit(ply_class_limits *limits, const unsigned char address[16], ply_class_cost cost,
                     int64_t now_ms) {
  int row = row_of(limits, address);
  limits->rows[row].at_ms = now_ms > 0 ? now_ms : 1;
  if (cost == PLY_COST_JOIN) return ply_class_bucket_take(&limits->rows[row].joins, 2, 200, now_ms);
  if (cost == PLY_COST_WRONG) return ply_class_bucket_take(&limits->rows[row].wrong, 1, 60, now_ms);
  return ply_class_bucket_take(&limits->rows[row].all, 300, 1500, now_ms);
}
