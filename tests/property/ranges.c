/* What the guarantee does lies between the ends that the ranges of its numbers give (sim/solve/space/range.c), and
 * where no number moves the ends meet. Fixed model; random numbers, designs and memberships. */
#include "sim/solve/space/envelope.h"
#include "sim/game/security.h"
#include "tests/support/games.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAMES = 3, BUNDLES = 20 };

static int ranges;

/* Moves numbers of the security block and efforts by up to 30 %, or all of them by the same. */
static ply_game *moved_game(const ply_scenario *s, ply_rng *rng) {
  double *values = malloc(((size_t)s->n_numbers + 1) * sizeof *values);
  ply_game *game = NULL;
  for (int i = 0; i < s->n_numbers; i++) {
    double base = values[i] = s->numbers[i].number->base;
    bool moves = strncmp(s->numbers[i].pointer, "/actors/", 8) != 0 && ply_rng_below(rng, 2) == 0;
    if (moves) values[i] *= 0.7 + 0.6 * ply_rng_unit(rng);
    if (moves && base <= 1) values[i] = fmin(values[i], 1);
  }
  ck_assert(ply_game_compile(s, values, NULL, &game, NULL) == PLY_OK);
  free(values);
  return game;
}

static bool inside(double x, const double ends[2]) { return x >= ends[0] && x <= ends[1]; }

static bool state_inside(const ply_game *game, const ply_security_state *state, const ply_security_ends *ends,
                         ply_text *why) {
  bool all = true;
  for (int j = 0; j < PLY_FIGHT; j++) {
    if (inside(state->indicator[j], ends->indicator[j])) continue;
    ply_text_addf(why, "%s: expected %.17g from %.17g to %.17g\n", ply_indicator_name((ply_indicator)j),
                  state->indicator[j], ends->indicator[j][0], ends->indicator[j][1]);
    all = false;
  }
  for (int c = 0; c < game->n_candidates; c++)
    if (!inside(ply_state_fight(state, c), ends->fight[c]) ||
        !inside(ply_state_renege(state, c), ends->renege[c])) {
      ply_text_addf(why, "candidate %d: expected fight %.17g and renege %.17g inside\n", c,
                    ply_state_fight(state, c), ply_state_renege(state, c));
      all = false;
    }
  return all;
}

static bool ends_meet(const ply_game *game, const ply_security_ends *ends, ply_text *why) {
  double widest = 0;
  for (int j = 0; j < PLY_FIGHT; j++) widest = fmax(widest, ends->indicator[j][1] - ends->indicator[j][0]);
  for (int c = 0; c < game->n_candidates; c++) widest = fmax(widest, ends->fight[c][1] - ends->fight[c][0]);
  if (widest < 1e-8) return true;
  ply_text_addf(why, "expected the ends to meet, found %.17g between them\n", widest);
  return false;
}

/* A bundle at random; derived issues as they come. */
static void random_bundle(const ply_game *game, ply_rng *rng, uint16_t *option, uint8_t *candidate_level) {
  uint8_t level[PLY_MAX_ACTORS] = {0};
  for (int k = 0; k < game->n_issues; k++)
    option[k] = (uint16_t)ply_rng_below(rng, (uint64_t)game->scenario->issues[k].n_options);
  for (int c = 0; c < game->n_candidates; c++)
    level[game->candidate[c]] = candidate_level[c] = (uint8_t)ply_rng_below(rng, (uint64_t)game->n_levels);
  ply_game_derive(game, option, level);
}

static bool bundle_inside(const ply_game *relaxed, const ply_game *game, ply_rng *rng, bool still,
                          ply_text *why) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_CANDIDATES];
  ply_security_range_desk desk;
  ply_security_ends ends;
  ply_security_state state;
  random_bundle(game, rng, option, level);
  ply_security_range_desk_set(relaxed, option, &desk);
  ply_security_range_desk_at(relaxed, &desk, level, &ends);
  ply_security_inputs inputs = ply_game_security_inputs(game, option);
  if (!ply_game_security(game, &inputs, level, 0, &state)) return true;
  ranges++;
  return state_inside(game, &state, &ends, why) && (!still || ends_meet(game, &ends, why));
}

static bool games_inside(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 3);
  ply_game *games[GAMES];
  for (int k = 0; k < GAMES; k++) games[k] = moved_game(s, &rng);
  ply_envelope *envelope = ply_envelope_new(games[0]);
  bool in[GAMES] = {true}, holds = true;
  for (int k = 1; k < GAMES; k++) in[k] = ply_envelope_add(envelope, games[k]);
  const ply_game *relaxed = ply_envelope_relaxed(envelope);
  for (int b = 0; b < BUNDLES && holds && relaxed != NULL && relaxed->range != NULL; b++)
    for (int k = 1; k < GAMES && holds; k++)
      holds = !in[k] || bundle_inside(relaxed, games[k], &rng, false, why);
  for (int k = 1; k < GAMES; k++) ply_game_free(games[k]);
  ply_envelope_free(envelope);
  return holds;
}

/* A game whose every range is one number. */
static bool still_ends_meet(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_rng rng;
  ply_rng_init(&rng, seed, 4);
  ply_game *game = moved_game(s, &rng);
  double *numbers = malloc((ply_game_security_numbers(game, NULL) + 1) * sizeof *numbers);
  ply_game_security_numbers(game, numbers);
  bool holds = true, exact = s->security->exact;
  if (ply_game_range_security(game, numbers, numbers, game->effort, game->effort))
    for (int b = 0; b < BUNDLES && holds; b++) holds = bundle_inside(game, game, &rng, !exact, why);
  free(numbers);
  ply_game_free(game);
  return holds;
}

START_TEST(games_lie_inside_the_ends) {
  ranges = 0;
  check_games("ranges", (random_wish){.most = 2000, .security = true, .fixed = true}, 940001, 300,
              games_inside);
  ck_assert_msg(ranges > 4000, "only %d bundles are looked at", ranges);
}
END_TEST

START_TEST(ends_meet_where_nothing_moves) {
  ranges = 0;
  check_games("still", (random_wish){.most = 2000, .security = true, .fixed = true}, 950001, 200,
              still_ends_meet);
  ck_assert_msg(ranges > 2000, "only %d bundles are looked at", ranges);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("ranges");
  TCase *cases = tcase_create("ranges");
  tcase_set_timeout(cases, 120);
  tcase_add_test(cases, games_lie_inside_the_ends);
  tcase_add_test(cases, ends_meet_where_nothing_moves);
  suite_add_tcase(suite, cases);
  return suite;
}
