/* A strategy sees its own numbers and what was said, and nothing else: every seat of a session is played again
 * with everybody else's payoffs and reservations spoilt, hearing what was said in the session; it must make
 * the same offers and give the same answers. */
#include "sim/negotiate/hand.h"
#include "sim/negotiate/negotiate.h"
#include "sim/negotiate/session.h"
#include "sim/solve/space/space.h"
#include "tests/support/games.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static const char *const manners[] = {"boulware",  "tit-for-tat",
                                      "micro",     "linear:pick=model",
                                      "hardliner", "time:exponent=3:pick=similar",
                                      "random",    "tit-for-tat:pick=model",
                                      "persuader", "persuader:exponent=100"};
enum { N_MANNERS = sizeof manners / sizeof *manners };

typedef struct scene {
  ply_meeting table;
  ply_menu *menu;
  ply_hand hand;
  ply_own own[PLY_MAX_ACTORS];
  ply_session session;
} scene;

static ply_status deal_out(scene *s, const double *reservation) {
  ply_status status = PLY_OK;
  for (int t = 0; t < s->table.n_talkers && status == PLY_OK; t++) {
    size_t at = (size_t)s->table.talker[t] * s->menu->n;
    status = ply_own_set(&s->own[t], s->menu, s->table.talker[t], reservation[s->table.talker[t]], PLY_EPS,
                         s->hand.payoff + at, s->hand.open != NULL ? s->hand.open + at : NULL);
  }
  return status;
}

static bool set_up(scene *s, const ply_game *game, const ply_menu *menu, uint64_t seed) {
  *s = (scene){.menu = (ply_menu *)(uintptr_t)menu};
  s->table = (ply_meeting){
      .game = game, .menu = menu, .protocol = &ply_protocol_rotating, .seed = seed, .rounds = 6};
  ply_positions_fill(game, &s->table.positions);
  s->table.n_talkers = ply_negotiate_talkers(game, s->table.talker);
  s->table.steps = s->table.rounds * s->table.n_talkers;
  for (int t = 0; t < s->table.n_talkers; t++) {
    s->table.talkers |= (uint64_t)1 << s->table.talker[t];
    ply_manner_read(manners[(seed + 3 * (uint64_t)t) % N_MANNERS], &s->table.manner[t], NULL);
  }
  return ply_session_init(&s->session, &s->table) && ply_hand_init(&s->hand, game, menu) &&
         ply_hand_take(&s->hand, game, NULL) == PLY_OK && deal_out(s, game->reservation) == PLY_OK;
}

static void tear_down(scene *s) {
  for (int t = 0; t < s->table.n_talkers; t++) ply_own_done(&s->own[t]);
  ply_session_done(&s->session);
  ply_hand_done(&s->hand);
}

/* Everybody's numbers but one actor's become others. */
static void spoil(scene *s, int actor, double *reservation) {
  for (int i = 0; i < s->table.game->n_actors; i++) {
    reservation[i] = i == actor ? s->table.game->reservation[i] : -7.5;
    for (size_t row = 0; i != actor && row < s->menu->n; row++)
      s->hand.payoff[(size_t)i * s->menu->n + row] = (double)((row * 7919 + (size_t)i) % 101) / 10 - 4;
  }
}

/* Plays seat t again beside the events of the session. */
static bool says_the_same(const scene *heard, scene *again, int t, ply_text *why) {
  ply_session *s = &again->session;
  uint64_t bit = (uint64_t)1 << again->table.talker[t];
  ply_session_run(s, again->own, 0); /* sits everybody down; what it says with spoilt numbers is forgotten */
  ply_log_clear(&s->log);
  ply_session_seats(s, 0);
  for (size_t e = 0; e < heard->session.n_events; e++) {
    const ply_event *event = &heard->session.events[e];
    int j = event->step % again->table.n_talkers;
    ply_session_clock(s, event->step);
    ply_deal own = j == t ? ply_session_ask(s, t) : event->deal;
    if (own != event->deal) {
      ply_text_addf(why, "step %d: seat %d offers something else", event->step, t);
      return false;
    }
    if (event->deal == PLY_NO_DEAL) continue;
    ply_session_hear(s, j, event->deal);
    bool asked = j != t && (ply_session_parties(s, event->deal) & bit) != 0;
    if (asked && ply_session_vote(s, t, event->deal) != ((event->yes & bit) != 0)) {
      ply_text_addf(why, "step %d: seat %d answers otherwise", event->step, t);
      return false;
    }
    ply_session_hear_votes(s, event->deal, j, ply_session_parties(s, event->deal), event->yes);
  }
  return true;
}

static bool blind(const ply_scenario *scenario, uint64_t seed, ply_text *why) {
  ply_game *game = NULL;
  ply_space *space = NULL;
  ply_menu *menu = NULL;
  bool holds = true;
  if (ply_game_compile(scenario, NULL, NULL, &game, NULL) == PLY_OK &&
      ply_space_build(game, (size_t)1 << 28, &(ply_clock){0}, &space, NULL) == PLY_OK &&
      ply_space_feasible(space) > 0 && ply_menu_new(game, space, &menu, NULL) == PLY_OK) {
    scene heard;
    bool good = set_up(&heard, game, menu, seed);
    heard.session.tracing = true;
    if (good && heard.table.n_talkers > 0) ply_session_run(&heard.session, heard.own, 0);
    for (int t = 0; good && holds && t < heard.table.n_talkers; t++) {
      scene again;
      double reservation[PLY_MAX_ACTORS];
      good = set_up(&again, game, menu, seed);
      spoil(&again, again.table.talker[t], reservation);
      good = good && deal_out(&again, reservation) == PLY_OK;
      holds = !good || says_the_same(&heard, &again, t, why);
      tear_down(&again);
    }
    tear_down(&heard);
  }
  ply_menu_free(menu);
  ply_space_free(space);
  ply_game_free(game);
  return holds;
}

START_TEST(seats_see_their_own_numbers_alone) {
  check_games("negotiate-seat", (random_wish){.most = 250}, 850001, 300, blind);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("negotiate_seat");
  TCase *tests = tcase_create("seats");
  tcase_set_timeout(tests, 300);
  tcase_add_test(tests, seats_see_their_own_numbers_alone);
  suite_add_tcase(suite, tests);
  return suite;
}
