/* The one writer of JSON: keys in the order they are added, numbers that read back as the same double, exact 64-bit
 * integers, null for what is not finite. An object or array that stands on one line keeps what is in it on that line. */
#ifndef PLY_BASE_JSON_WRITE_H
#define PLY_BASE_JSON_WRITE_H

#include "sim/base/base.h"

enum { PLY_JSON_DEPTH = 72 };

/* How an object or array is laid out. Inside one that stands on a line the larger of both holds. */
typedef enum ply_json_layout {
  PLY_JSON_LINES,  /* a line for each entry, two blanks a level */
  PLY_JSON_FLAT,   /* {"a": 1, "b": [2, 3]} */
  PLY_JSON_PADDED, /* { "a": 1, "b": [2, 3] } */
  PLY_JSON_TIGHT   /* {"a":1,"b":[2,3]}; outermost, no newline behind it */
} ply_json_layout;

typedef struct ply_json {
  ply_text *out;
  int depth;
  bool filled[PLY_JSON_DEPTH], breaks; /* breaks: before what comes next */
  unsigned char layout[PLY_JSON_DEPTH];
  char close[PLY_JSON_DEPTH];
} ply_json;

/* Every key is NULL inside an array and at the top. */
void ply_json_start(ply_json *json, ply_text *out);
void ply_json_object(ply_json *json, const char *key, ply_json_layout layout);
void ply_json_array(ply_json *json, const char *key, ply_json_layout layout);
void ply_json_end(ply_json *json); /* closes the innermost object or array; behind the outermost, a newline */
void ply_json_break(ply_json *json); /* in a flat one: what comes next, or its end, starts on a new line */
void ply_json_string(ply_json *json, const char *key, const char *value); /* NULL: null */
void ply_json_number(ply_json *json, const char *key, double value);
void ply_json_count(ply_json *json, const char *key, uint64_t value);
void ply_json_int(ply_json *json, const char *key, int64_t value);
void ply_json_bool(ply_json *json, const char *key, bool value);
void ply_json_null(ply_json *json, const char *key);
void ply_json_raw(ply_json *json, const char *key, const char *value); /* JSON as it is; NULL: null */
void ply_json_ints(ply_json *json, const char *key, const int *values, int n);
void ply_json_numbers(ply_json *json, const char *key, const double *values, int n);

#endif
