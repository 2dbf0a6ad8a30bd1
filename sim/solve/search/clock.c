/* Is it time to stop? Somebody asked, or the solve's seconds are over. */
#include "sim/solve/search/scan.h"

ply_clock ply_clock_start(const ply_solve_settings *settings) {
  double limit = settings->time_limit_s;
  return (ply_clock){.stop = settings->stop, .deadline_s = limit > 0 ? ply_seconds() + limit : 0};
}

const char *ply_clock_says(const ply_clock *clock) {
  if (clock == NULL) return NULL;
  if (clock->stop != NULL && *clock->stop != 0) return "interrupted";
  return clock->deadline_s > 0 && ply_seconds() > clock->deadline_s ? "time limit" : NULL;
}
