/* The pages that the program carries inside itself: scripts and style sheets, bundled from this folder when
 * the program is built. A leaf room: it includes nothing of ours. */
#ifndef PLY_WEB_H
#define PLY_WEB_H

#include <stddef.h>

/* One file of the bundle. */
typedef struct ply_web_asset {
  const char *name;          /* "report.js", "parley.css" */
  const char *type;          /* its media type, "text/javascript; charset=utf-8" */
  const unsigned char *data; /* [size] bytes, UTF-8, and a 0 after them that is not counted */
  size_t size;
} ply_web_asset;

/* The asset of that name, or NULL. Static: never freed. */
const ply_web_asset *ply_web_find(const char *name);

/* Asset number i in order of name; NULL past the last. */
const ply_web_asset *ply_web_at(size_t i);

/* NULL where the pages were built in; else one line: why they are not ("npm is missing"). */
const char *ply_web_missing(void);

#endif
