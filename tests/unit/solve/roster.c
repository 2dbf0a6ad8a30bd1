/* Rosters of small random games: each membership is found at its index, moves lead where they say, and following the
 * bystanders of the roots one by one comes to every membership exactly once, changing nobody's perspective but the
 * signer's own. */
#include "sim/solve/space/space.h"
#include "tests/support/random_scenario.h"
#include "tests/support/support.h"

#include <stdlib.h>

enum { GAMES = 150 };

typedef struct seen {
  int games, bystanders, moves;
} seen;

static void check_moves(const ply_game *game, const ply_roster *k, uint64_t seed, seen *s) {
  int candidates = game->n_candidates, levels = game->n_levels;
  for (int m = 0; m < k->n; m++) {
    ck_assert_int_eq(ply_roster_at(k, k->index[m]), m);
    for (int c = 0; c < candidates; c++)
      for (int l = 0; l < levels; l++) {
        int to = k->neighbour[(m * candidates + c) * levels + l];
        if (to < 0) continue;
        s->moves += to != m;
        for (int d = 0; d < candidates; d++)
          ck_assert_msg(k->level[to * candidates + d] == (d == c ? l : k->level[m * candidates + d]),
                        "seed %llu: candidate %d to level %d from membership %d", (unsigned long long)seed, c,
                        l, m);
      }
  }
  for (uint64_t index = 0; index < game->raw_memberships && index < 200; index++) {
    int at = ply_roster_at(k, index);
    ck_assert(at < 0 || k->index[at] == index);
  }
}

/* Counts the memberships that follow from one, bystanders from `c` on signing or not. */
static void follow(const ply_game *game, const ply_roster *k, int root, size_t at, int c, int *times) {
  uint32_t may = k->bystanders[root];
  while (c < game->n_candidates && !(may >> c & 1)) c++;
  if (c == game->n_candidates) {
    times[at]++;
    return;
  }
  follow(game, k, root, at, c + 1, times);
  size_t signs = ply_roster_signed(k, game, at, c);
  ck_assert_uint_lt(signs, (size_t)k->n);
  for (int i = 0; i < game->n_actors; i++)
    if (i != game->candidate[c]) ck_assert_uint_eq(k->seen[i]->at[signs], k->seen[i]->at[at]);
  ck_assert(k->party[signs] >> game->candidate[c] & 1);
  follow(game, k, root, signs, c + 1, times);
}

static void check_bystanders(const ply_game *game, const ply_roster *k, uint64_t seed, seen *s) {
  int *times = calloc((size_t)k->n + 1, sizeof *times);
  ck_assert_ptr_nonnull(times);
  for (int r = 0; r < k->n_roots; r++) {
    s->bystanders += k->bystanders[r] != 0;
    follow(game, k, r, k->root[r], 0, times);
  }
  for (int m = 0; m < k->n; m++)
    ck_assert_msg(times[m] == 1, "seed %llu: membership %d follows from %d roots", (unsigned long long)seed,
                  m, times[m]);
  free(times);
}

static void play(random_wish wish, uint64_t first, seen *s) {
  for (uint64_t seed = first; seed < first + GAMES; seed++) {
    ply_scenario *scenario = random_scenario(seed, wish, NULL);
    ply_game *game = NULL;
    ply_space *space = NULL;
    ck_assert_int_eq(ply_game_compile(scenario, NULL, NULL, &game, NULL), PLY_OK);
    if (ply_space_build(game, (size_t)1 << 28, NULL, &space, NULL) == PLY_OK) {
      s->games++;
      for (size_t d = 0; d < space->n_designs; d++)
        if (d == 0 || space->designs[d].roster_id != space->designs[d - 1].roster_id) {
          const ply_roster *k = space->rosters[space->designs[d].roster_id];
          check_moves(game, k, seed, s);
          check_bystanders(game, k, seed, s);
        }
    }
    ply_space_free(space);
    ply_game_free(game);
    ply_scenario_free(scenario);
  }
}

START_TEST(rosters_hold) {
  seen s = {0};
  play((random_wish){.most = 800}, 8100001, &s);
  play((random_wish){.most = 800, .security = true, .signing = true}, 8200001, &s);
  ck_assert_msg(s.games > GAMES && s.bystanders > 50 && s.moves > 500,
                "%d games, %d roots with bystanders, %d moves", s.games, s.bystanders,
                s.moves); /* else the test looks at nothing */
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("solve/roster");
  TCase *tests = tcase_create("rosters");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, rosters_hold);
  suite_add_tcase(suite, tests);
  return suite;
}
