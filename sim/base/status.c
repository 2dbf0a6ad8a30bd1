/* Status, outcome and the one-line error: did the call work, and if not, what would a person need to know. */
#include "sim/base/base.h"

#include <stdio.h>
#include <string.h>

const char *ply_outcome_name(ply_outcome outcome) {
  switch (outcome) {
  case PLY_FOUND: return "found";
  case PLY_PROVED_NONE: return "proved_none";
  case PLY_LIMIT_REACHED: return "limit_reached";
  }
  return "limit_reached";
}

/* A text that was cut ends with a whole letter. */
static void drop_torn_letter(char *text) {
  size_t n = strlen(text), back = n;
  while (back > 0 && ((unsigned char)text[back - 1] & 0xc0) == 0x80) back--;
  if (back > 0 && (unsigned char)text[back - 1] >= 0xc0) text[back - 1] = '\0';
}

ply_status ply_err_set(ply_err *err, ply_status status, const char *format, ...) {
  if (err != NULL) {
    va_list args;
    va_start(args, format);
    *err = (ply_err){.status = status};
    int n = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (n >= (int)sizeof err->message) drop_torn_letter(err->message);
  }
  return status;
}
