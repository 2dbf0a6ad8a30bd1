/* What was said at the table: every offer of every talker, in order. Everybody sees all of it. Private to
 * sim/negotiate. */
#ifndef PLY_LOG_H
#define PLY_LOG_H

#include "sim/negotiate/menu.h"

typedef struct ply_said {
  ply_deal deal;
  int step;
} ply_said;

/* One talker's offers. */
typedef struct ply_voice {
  int n, different, room;
  ply_said *said;   /* [n] */
  uint64_t *seen;   /* [seen_room] a set of deals by open addressing; deal + 1, 0: free */
  size_t seen_room; /* a power of two */
  double *count;    /* [n_names] how often each option was named, position by position */
  double most;      /* sum over the positions of the largest count */
} ply_voice;

typedef struct ply_log {
  const ply_menu *menu; /* NULL: a deal is an index */
  const ply_positions *positions;
  int n_talkers, n_names, first[PLY_MAX_POSITIONS]; /* where a position's options start among the names */
  bool counts;                                      /* whether options named are counted */
  ply_voice voice[PLY_MAX_ACTORS];
} ply_log;

/* False without memory. counts: for the frequency models. */
bool ply_log_init(ply_log *log, const ply_menu *menu, const ply_positions *positions, int n_talkers,
                  bool counts);
void ply_log_done(ply_log *log);
void ply_log_clear(ply_log *log); /* a new session */
bool ply_log_add(ply_log *log, int talker, ply_deal deal, int step);

#endif
