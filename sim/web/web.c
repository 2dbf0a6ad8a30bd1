/* Which pages does this program carry?
 *
 * The bytes are made by bundle.mjs when the program is built (web_bundle.c: one table, sorted by name). A
 * program built without Node.js and npm carries none and says why. Cost: a binary search by name. */
#include "sim/web/web.h"

#include <string.h>

#ifdef PLY_NO_WEB

const ply_web_asset *ply_web_find(const char *name) {
  (void)name;
  return NULL;
}

const ply_web_asset *ply_web_at(size_t i) {
  (void)i;
  return NULL;
}

const char *ply_web_missing(void) { return PLY_NO_WEB; }

#else

extern const ply_web_asset ply_web_assets[]; /* sorted by name */
extern const size_t ply_web_n_assets;

const ply_web_asset *ply_web_find(const char *name) {
  size_t low = 0, high = ply_web_n_assets;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(name, ply_web_assets[middle].name);
    if (order == 0) return &ply_web_assets[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const ply_web_asset *ply_web_at(size_t i) { return i < ply_web_n_assets ? &ply_web_assets[i] : NULL; }

const char *ply_web_missing(void) { return NULL; }

#endif
