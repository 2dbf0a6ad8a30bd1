/* What the kinds of numbers are called, in texts for machines. */
#include "sim/result/switching.h"

const char *ply_switching_kind_name(ply_switching_kind kind) {
  static const char *const names[PLY_N_SWITCHING_KINDS] = {
      [PLY_SWITCHING_RESERVATION] = "reservation",
      [PLY_SWITCHING_WEIGHT] = "weight",
      [PLY_SWITCHING_VALUE] = "value",
      [PLY_SWITCHING_TERM] = "term",
      [PLY_SWITCHING_LINE] = "red line",
      [PLY_SWITCHING_GUARANTEE] = "guarantee",
  };
  return names[kind];
}
