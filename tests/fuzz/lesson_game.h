/* The small game of the classroom's targets: two tables of three seats, a candidate, a rule. */
#ifndef PLY_FUZZ_LESSON_GAME_H
#define PLY_FUZZ_LESSON_GAME_H

#include "sim/class/session/session.h"
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FUZZ_TABLES = 2, FUZZ_SEATS = 3, FUZZ_T0 = 1000000 };

static const char fuzz_game[] =
    "{\"parley\":1,\"id\":\"g\",\"issues\":{\"price\":{\"options\":{\"low\":{},\"mid\":{},\"high\":{}}},"
    "\"date\":{\"options\":{\"now\":{},\"later\":{}}}},\"levels\":{\"out\":{\"effort\":0},\"in\":{"
    "\"effort\":1}},\"rules\":{\"r\":{\"when\":{\"price\":\"high\"},\"then\":{\"date\":\"now\"}}},"
    "\"actors\":{\"a\":{\"consent\":\"required\",\"reservation\":0.3,\"payoffs\":{\"price\":{\"weight\":0.7,"
    "\"values\":{\"low\":1,\"mid\":0.6,\"high\":0}},\"date\":{\"weight\":0.3,\"values\":{\"now\":0,"
    "\"later\":1}}}},\"b\":{\"consent\":\"required\",\"reservation\":0.2,\"payoffs\":{\"price\":{\"weight\":"
    "1,"
    "\"values\":{\"low\":0,\"mid\":0.5,\"high\":1}}}},\"c\":{\"candidate\":true,\"reservation\":0,"
    "\"level\":{\"in\":0.1},\"payoffs\":{\"date\":{\"weight\":1,\"values\":{\"now\":0.5,\"later\":0.4}}}}}}";

static inline ply_class_plan fuzz_plan(void) {
  ply_class_plan plan = {.minutes = 45,
                         .players = FUZZ_SEATS,
                         .n_tables = FUZZ_TABLES,
                         .seed = 7,
                         .read_ms = 10000,
                         .talk_ms = 100000,
                         .again_ms = 50000,
                         .bot_ms = 1000,
                         .scale = 100,
                         .bots = true,
                         .language = "en"};
  for (int t = 0; t < FUZZ_TABLES; t++)
    for (int r = 0; r < FUZZ_SEATS; r++)
      snprintf(plan.codes[t][r], sizeof plan.codes[t][r], "TAB%cSEA%c", 'A' + t, 'A' + r);
  return plan;
}

/* Every event as its line. */
static inline void fuzz_events(const ply_class_state *state, ply_text *out) {
  for (int e = 0; e < state->n_events; e++) {
    ply_class_event_write(&state->events[e], out);
    ply_text_add(out, "\n");
  }
  if (out->failed) fuzz_give_up("no memory");
}

/* The events of a session make the same session again: what is answered is what a restart would read. */
static inline void fuzz_replays(const ply_class_session *session) {
  ply_class_state state;
  ply_err err = {0};
  ply_text lines, again;
  ply_text_init(&lines);
  ply_text_init(&again);
  fuzz_events(&session->state, &lines);
  if (ply_class_state_init(&state, session->shape.n_actors, ply_class_playable(session->game),
                           session->plan.n_tables, &err) != PLY_OK)
    fuzz_give_up("no memory");
  char *rest = NULL, *copy = ply_text_take(&lines);
  ply_text_init(&lines);
  fuzz_events(&session->state, &lines);
  for (char *line = strtok_r(copy, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    ply_class_event event;
    if (ply_class_event_read(line, state.arena, &event, &err) != PLY_OK)
      fuzz_give_up("an event that is not read back");
    if (ply_class_state_apply(&state, &event, &err) != PLY_OK)
      fuzz_give_up("an event that does not fit again");
  }
  fuzz_events(&state, &again);
  if (lines.length != again.length ||
      (lines.length > 0 && memcmp(lines.data, again.data, lines.length) != 0) ||
      state.stage != session->state.stage || state.n_people != session->state.n_people ||
      state.n_proposals != session->state.n_proposals)
    fuzz_give_up("a session that its events do not make again");
  ply_text_done(&lines);
  ply_text_done(&again);
  free(copy);
  ply_class_state_done(&state);
}

#endif
