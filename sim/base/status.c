/* Status, outcome and the one-line error: did the call work, and if not, what would a person need to know. */
#include "sim/base/base.h"

#include <stdio.h>

const char *ply_outcome_name(ply_outcome outcome) {
  switch (outcome) {
  case PLY_FOUND: return "found";
  case PLY_PROVED_NONE: return "proved_none";
  case PLY_LIMIT_REACHED: return "limit_reached";
  }
  return "limit_reached";
}

ply_status ply_err_set(ply_err *err, ply_status status, const char *format, ...) {
  if (err != NULL) {
    va_list args;
    va_start(args, format);
    *err = (ply_err){.status = status};
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
  }
  return status;
}
