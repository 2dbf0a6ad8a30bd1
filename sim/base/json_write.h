/* A writer of indented JSON: keys in the order they are added, numbers that read back as the same double,
 * exact 64-bit integers, null for what is not finite. An object or array opened with
 * `flat` stays on one line. */
#ifndef PLY_BASE_JSON_WRITE_H
#define PLY_BASE_JSON_WRITE_H

#include "sim/base/base.h"

enum { PLY_JSON_DEPTH = 32 };

typedef struct ply_json {
  ply_text *out;
  int depth, flat_from; /* flat_from: depth from which everything stays on one line; PLY_JSON_DEPTH: none */
  bool filled[PLY_JSON_DEPTH];
  char close[PLY_JSON_DEPTH];
} ply_json;

/* Every key is NULL inside an array and at the top. */
void ply_json_start(ply_json *json, ply_text *out);
void ply_json_object(ply_json *json, const char *key, bool flat);
void ply_json_array(ply_json *json, const char *key, bool flat);
void ply_json_end(ply_json *json); /* closes the innermost object or array; behind the outermost, a newline */
void ply_json_string(ply_json *json, const char *key, const char *value); /* NULL: null */
void ply_json_number(ply_json *json, const char *key, double value);
void ply_json_count(ply_json *json, const char *key, uint64_t value);
void ply_json_int(ply_json *json, const char *key, int value);
void ply_json_bool(ply_json *json, const char *key, bool value);
void ply_json_null(ply_json *json, const char *key);
void ply_json_raw(ply_json *json, const char *key, const char *value); /* JSON as it is; NULL: null */

#endif
