/* Many sessions: what they share, and what each leaves behind. Private to sim/negotiate. */
#ifndef PLY_RUN_H
#define PLY_RUN_H

#include "sim/negotiate/deep.h"
#include "sim/negotiate/hand.h"
#include "sim/negotiate/negotiate.h"
#include "sim/negotiate/session.h"

/* What session k ended with. */
typedef struct ply_ended {
  bool agreed, settled; /* settled: its numbers could be worked out */
  int step;
  ply_deal deal;
  ply_verdict verdict; /* where agreed */
} ply_ended;

typedef struct ply_run {
  const ply_game *game; /* base values */
  const ply_negotiate_settings *settings;
  ply_meeting table;
  double *made_share[PLY_MAX_ACTORS]; /* those of the table that are this talker's own */
  ply_menu *menu;                     /* NULL: too large to list */
  ply_space *space;                   /* then: at base values */
  bool by_chance;                     /* some session may differ from another */
  uint64_t n_sessions;
  ply_hand base; /* base numbers, where none are drawn */
  ply_deal base_nash;
  ply_ended *ended;                   /* [n_sessions] */
  double *payoff;                     /* [n_sessions * n_actors]; no deal: reservations */
  double *reservation;                /* [n_sessions * n_actors], or NULL: those of the game */
  bool signs_nothing[PLY_MAX_ACTORS]; /* by talker, in the first session */
  /* The session told. */
  size_t n_events;
  ply_event *events;
  double *event_payoff; /* [n_events * n_actors] */
} ply_run;

/* Fills table, menu, sizes: everything that can be wrong is found here. ply_run_done frees, whatever came
 * back. */
ply_status ply_run_init(ply_run *run, const ply_game *game, const ply_negotiate_settings *settings,
                        ply_err *err);
void ply_run_done(ply_run *run);
/* Runs all sessions. */
ply_status ply_run_all(ply_run *run, ply_err *err);
/* Index of a bundle at the table. */
uint64_t ply_run_index(const ply_run *run, ply_deal deal);

#endif
