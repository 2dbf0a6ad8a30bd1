/* How do strategies talk with people? The classroom, or whoever lets people sit, says what is offered and answered, and
 * asks what a strategy says to it. Seats, questions and what was heard are those of a simulated session; the protocol is
 * the asker's. Cost of a question: that of one step of a session. */
#include "sim/negotiate/sitting.h"

#include "sim/negotiate/focal.h"
#include "sim/negotiate/session.h"
#include "sim/solve/space/space.h"

#include <stdlib.h>

enum { MOST_LISTED = 1 << 20 };

struct ply_sitting {
  ply_meeting meeting;
  ply_session session;
  ply_focal *focal;
  bool shares; /* somebody else's list */
  int said;    /* how many offers were heard: their order is all that counts of when */
};

static ply_status find_talkers(ply_sitting *table, const ply_sitting_settings *settings, ply_err *err) {
  ply_meeting *m = &table->meeting;
  m->n_talkers = ply_negotiate_talkers(m->game, m->talker);
  if (m->n_talkers == 0)
    return ply_err_set(err, PLY_E_INPUT, "nobody is ever asked for consent, so there is nobody to negotiate");
  for (int t = 0; t < m->n_talkers; t++) {
    int i = m->talker[t];
    m->talkers |= (uint64_t)1 << i;
    if (settings->manner != NULL) m->manner[t] = settings->manner[i];
    if (m->manner[t].strategy == NULL) {
      ply_status status = ply_manner_read("linear", &m->manner[t], err);
      if (status != PLY_OK) return status;
    }
    if (m->manner[t].strategy->of_texts)
      return ply_err_set(err, PLY_E_USAGE,
                         "%s: the strategy %s votes on a mediator's texts, it makes no offers",
                         m->game->scenario->actors[i].id, m->manner[t].strategy->name);
  }
  return PLY_OK;
}

/* All feasible bundles, where they can be listed. */
static ply_status list_all(const ply_game *game, ply_menu **out, ply_err *err) {
  ply_space *space;
  ply_status status = ply_space_build(game, (size_t)1 << 30, &(ply_clock){0}, &space, err);
  if (status != PLY_OK) return status;
  if (ply_space_feasible(space) > MOST_LISTED)
    status = ply_err_set(err, PLY_E_LIMIT,
                         "the bundles are too many to list: say which of them the strategies think of");
  else
    status = ply_menu_new(game, space, out, err);
  ply_space_free(space);
  return status;
}

static ply_status find_list(ply_sitting *table, const ply_sitting_settings *settings, ply_err *err) {
  const ply_meeting *m = &table->meeting;
  ply_menu *menu = NULL;
  if (settings->beside != NULL) {
    table->shares = true;
    table->focal = settings->beside->focal;
    return PLY_OK;
  }
  ply_status status = settings->bundles != NULL
                          ? ply_menu_of(m->game, settings->bundles, settings->n_bundles, &menu, err)
                          : list_all(m->game, &menu, err);
  if (status != PLY_OK) return status;
  table->focal = calloc(1, sizeof *table->focal);
  if (table->focal != NULL) return ply_focal_init(table->focal, m->game, menu, m->talker, m->n_talkers, err);
  ply_menu_free(menu);
  return ply_err_set(err, PLY_E_MEMORY, "not enough memory for a table");
}

ply_status ply_sitting_new(const ply_game *game, const ply_sitting_settings *settings, ply_sitting **out,
                           ply_err *err) {
  ply_sitting *table = *out = calloc(1, sizeof *table);
  if (table == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory for a table");
  ply_meeting *m = &table->meeting;
  m->game = game;
  m->protocol = ply_protocol_row(0);
  m->mediator = -1;
  m->start = PLY_NO_DEAL;
  m->heat = PLY_HEAT;
  m->seed = settings->seed;
  m->rounds = m->steps = settings->rounds > 0 ? settings->rounds : PLY_ROUNDS;
  ply_positions_fill(game, &m->positions);
  ply_status status = find_talkers(table, settings, err);
  if (status == PLY_OK) status = find_list(table, settings, err);
  if (status == PLY_OK && !ply_session_init(&table->session, m))
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for a table");
  if (status == PLY_OK) {
    table->session.own = table->focal->own;
    ply_sitting_clear(table, 0);
    return PLY_OK;
  }
  ply_sitting_free(table);
  *out = NULL;
  return status;
}

void ply_sitting_free(ply_sitting *table) {
  if (table == NULL) return;
  ply_session_done(&table->session);
  if (table->focal != NULL && !table->shares) {
    ply_focal_done(table->focal);
    free(table->focal);
  }
  free(table);
}

void ply_sitting_clear(ply_sitting *table, uint64_t number) {
  table->said = 0;
  table->session.failed = false;
  ply_log_clear(&table->session.log);
  ply_session_seats(&table->session, number);
}

static int talker_of(const ply_sitting *table, int actor) {
  for (int t = 0; t < table->meeting.n_talkers; t++)
    if (table->meeting.talker[t] == actor) return t;
  return -1;
}

/* What is said is counted; time is the round's. Past the deadline it stands still. */
static void set_clock(ply_sitting *table, int round) {
  int last = table->meeting.rounds - 1;
  ply_session_clock(&table->session, round < last ? round : last);
  table->session.step = table->said;
}

bool ply_sitting_hear(ply_sitting *table, int round, int actor, uint64_t bundle) {
  int t = talker_of(table, actor);
  if (t < 0) return true;
  set_clock(table, round);
  ply_session_hear(&table->session, t, bundle);
  table->said++;
  return !table->session.failed;
}

bool ply_sitting_hear_vote(ply_sitting *table, int round, int actor, uint64_t bundle, bool yes) {
  int t = talker_of(table, actor);
  if (t < 0) return true;
  set_clock(table, round);
  ply_session_hear_vote(&table->session, t, bundle, yes);
  return !table->session.failed;
}

uint64_t ply_sitting_offer(ply_sitting *table, int round, int actor, const uint64_t *spent, size_t n_spent) {
  int t = talker_of(table, actor);
  if (t < 0) return PLY_NO_DEAL;
  set_clock(table, round);
  ply_focal_close(table->focal, t, spent, n_spent);
  ply_deal deal = ply_session_ask(&table->session, t);
  ply_focal_open(table->focal, t);
  return deal;
}

bool ply_sitting_answer(ply_sitting *table, int round, int actor, uint64_t bundle) {
  int t = talker_of(table, actor);
  if (t < 0) return false;
  set_clock(table, round);
  return ply_session_vote(&table->session, t, bundle);
}
