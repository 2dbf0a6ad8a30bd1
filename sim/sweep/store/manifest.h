/* manifest-I-of-N.jsonl: a line of JSON for each start and end of shard I of N. A manifest that cannot be
 * written stops nothing. */
#ifndef PLY_SWEEP_STORE_MANIFEST_H
#define PLY_SWEEP_STORE_MANIFEST_H

#include "sim/sweep/store/store.h"

/* The shard's runs [first, first + count), of which `before` are done. argv: ends with NULL, or NULL. */
void ply_manifest_start(const ply_sweep *sweep, const char *folder, ply_shard shard, uint64_t first,
                        uint64_t count, uint64_t before, char *const *argv);
void ply_manifest_end(const char *folder, ply_shard shard, const char *how, uint64_t done, uint64_t failed,
                      int workers, double seconds);

/* Whether the shard never did runs of [first, first + count), as its starts tell. False where that is not
 * known. */
bool ply_manifest_elsewhere(const char *folder, ply_shard shard, uint64_t first, uint64_t count);

#endif
