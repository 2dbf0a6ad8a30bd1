/* Strategies beside people: a sitting that is told the story of a simulated session says at every step what its talkers said
 * there, whether it thinks of all bundles or only of those that were named; people may name what it does not think of. */
#include "sim/parley.h"
#include "tests/support/support.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 30 };

typedef struct scene {
  parley_scenario *scenario;
  parley_game *game;
  cJSON *tree;
  const cJSON *events;
  int n_actors;
  char id[64][64];
} scene;

static cJSON *trace_of(const parley_scenario *scenario, const char *const *strategies, size_t n) {
  parley_negotiation *talks;
  parley_error error = {0};
  char *text;
  const parley_negotiate_settings settings = {.protocol = "rotating",
                                              .rounds = ROUNDS,
                                              .strategies = strategies,
                                              .n_strategies = n,
                                              .sessions = 1,
                                              .trace = 1};
  ck_assert_msg(parley_negotiate(scenario, NULL, &settings, &talks, &error) == PARLEY_OK, "%s",
                error.message);
  ck_assert_int_eq(parley_negotiation_render(talks, "json", NULL, &text, &error), PARLEY_OK);
  cJSON *tree = cJSON_Parse(text);
  ck_assert_ptr_nonnull(tree);
  parley_text_free(text);
  parley_negotiation_free(talks);
  return tree;
}

static void open_scene(scene *s, const char *file, const char *const *strategies, size_t n) {
  parley_error error = {0};
  char *path = test_path(file);
  ck_assert_msg(parley_scenario_load(path, NULL, 0, &s->scenario, NULL, &error) == PARLEY_OK, "%s",
                error.message);
  ck_assert_int_eq(parley_game_new(s->scenario, &s->game, &error), PARLEY_OK);
  free(path);
  s->n_actors = parley_game_describe(s->game).n_actors;
  for (int i = 0; i < s->n_actors; i++) strcpy(s->id[i], parley_game_actor_at(s->game, i).name.id);
  s->tree = trace_of(s->scenario, strategies, n);
  s->events = cJSON_GetObjectItem(cJSON_GetObjectItem(s->tree, "negotiate"), "trace");
  ck_assert_int_gt(cJSON_GetArraySize(s->events), 1);
}

static void close_scene(scene *s) {
  cJSON_Delete(s->tree);
  parley_game_free(s->game);
  parley_scenario_free(s->scenario);
}

static int actor_of(const scene *s, const char *id) {
  for (int i = 0; i < s->n_actors; i++)
    if (strcmp(s->id[i], id) == 0) return i;
  ck_abort_msg("no actor %s", id);
}

static uint64_t votes_in(const scene *s, const cJSON *event) {
  uint64_t yes = 0;
  const cJSON *id;
  cJSON_ArrayForEach(id, cJSON_GetObjectItem(event, "yes")) yes |= (uint64_t)1
                                                                   << actor_of(s, id->valuestring);
  return yes;
}

/* Tells it the session and compares; returns how many offers there were. */
static int follow(const scene *s, parley_sitting *sitting) {
  const cJSON *event;
  int n = 0;
  cJSON_ArrayForEach(event, s->events) {
    int step = cJSON_GetObjectItem(event, "step")->valueint,
        actor = actor_of(s, cJSON_GetObjectItem(event, "actor")->valuestring);
    uint64_t offered, index = 0;
    bool offers = parley_sitting_offer(sitting, step, actor, NULL, 0, &offered);
    if (strcmp(cJSON_GetObjectItem(event, "does")->valuestring, "pass") == 0) {
      ck_assert_msg(!offers, "step %d: expected a pass", step);
      continue;
    }
    index = (uint64_t)cJSON_GetObjectItem(event, "index")->valuedouble;
    ck_assert_msg(offers && offered == index, "step %d: offered %llu, in the session %llu", step,
                  (unsigned long long)offered, (unsigned long long)index);
    ck_assert_int_eq(parley_sitting_offered(sitting, step, actor, index, NULL), PARLEY_OK);
    uint64_t asked = parley_game_parties(s->game, index), yes = votes_in(s, event);
    for (int i = 0; i < s->n_actors; i++) {
      if (i == actor || (asked >> i & 1) == 0) continue;
      bool vote = yes >> i & 1;
      ck_assert_msg(parley_sitting_answer(sitting, step, i, index) == vote, "step %d: %s votes otherwise",
                    step, s->id[i]);
      ck_assert_int_eq(parley_sitting_answered(sitting, step, i, index, vote, NULL), PARLEY_OK);
    }
    n++;
  }
  return n;
}

static int steps_of(const scene *s) {
  int talkers = 0;
  for (int i = 0; i < s->n_actors; i++)
    talkers += cJSON_HasObjectItem(cJSON_GetObjectItem(cJSON_GetObjectItem(s->tree, "negotiate"), "by_actor"),
                                   s->id[i]);
  return ROUNDS * talkers;
}

static const char *const casts[][3] = {{"linear"},
                                       {"tit-for-tat"},
                                       {"micro"},
                                       {"boulware:pick=model", "mayor=conceder"},
                                       {"random"},
                                       {"persuader:exponent=5"},
                                       {"time:exponent=3:pick=similar"}};
enum { N_CASTS = sizeof casts / sizeof *casts };

static size_t length_of(const char *const *cast) {
  size_t n = 0;
  while (cast[n] != NULL) n++;
  return n;
}

START_TEST(sitting_says_what_the_session_said) {
  scene s;
  parley_error error = {0};
  parley_sitting *sitting, *beside;
  const char *const *cast = casts[_i];
  open_scene(&s, "scenarios/harbour-720.json", cast, length_of(cast));
  parley_sitting_settings settings = {
      .strategies = cast, .n_strategies = length_of(cast), .rounds = steps_of(&s)};
  ck_assert_msg(parley_sitting_new(s.game, &settings, &sitting, &error) == PARLEY_OK, "%s", error.message);
  ck_assert_int_gt(follow(&s, sitting), 0);
  settings.beside = sitting;
  ck_assert_int_eq(parley_sitting_new(s.game, &settings, &beside, &error), PARLEY_OK);
  follow(&s, beside);
  parley_sitting_clear(sitting, 0);
  follow(&s, sitting);
  parley_sitting_free(beside);
  parley_sitting_free(sitting);
  close_scene(&s);
}
END_TEST

START_TEST(people_may_name_what_it_does_not_think_of) {
  scene s;
  parley_error error = {0};
  parley_sitting *sitting;
  const char *cast[] = {"conceder:pick=similar"};
  uint64_t offered, own = UINT64_MAX, other = UINT64_MAX, n = 0;
  open_scene(&s, "scenarios/harbour-720.json", cast, 1);
  n = parley_game_describe(s.game).n_bundles;
  for (uint64_t b = 0; b < n; b++) {
    if (parley_game_broken_rule(s.game, b) != NULL ||
        !parley_game_agreed(s.game, b, parley_game_standing(s.game, b).acceptable ? UINT64_MAX : 0))
      continue;
    if (own == UINT64_MAX) own = b;
    other = b;
  }
  ck_assert_msg(own != other, "the test needs two acceptable bundles");
  const uint64_t list[] = {own, n + 5, own};
  const parley_sitting_settings settings = {
      .bundles = list, .n_bundles = 3, .strategies = cast, .n_strategies = 1, .rounds = 10};
  ck_assert_msg(parley_sitting_new(s.game, &settings, &sitting, &error) == PARLEY_OK, "%s", error.message);
  ck_assert_int_eq(parley_sitting_offered(sitting, 0, 0, other, NULL), PARLEY_OK);
  ck_assert(parley_sitting_offer(sitting, 9, 1, NULL, 0, &offered));
  ck_assert_uint_eq(offered, own);
  ck_assert_msg(parley_sitting_answer(sitting, 9, 1, other), "an acceptable bundle is taken at the deadline");
  ck_assert_msg(parley_sitting_answer(sitting, 5000, 1, other), "the clock stands still past the deadline");
  ck_assert(!parley_sitting_answer(sitting, 9, 1, n + 7));
  parley_sitting_free(sitting);
  close_scene(&s);
}
END_TEST

START_TEST(what_is_asked_wrongly) {
  scene s;
  parley_error error = {0};
  parley_sitting *sitting;
  const char *cast[] = {"linear"}, *wrong[] = {"liner"}, *votes[] = {"hill"};
  open_scene(&s, "scenarios/harbour-720.json", cast, 1);
  parley_sitting_settings settings = {.strategies = wrong, .n_strategies = 1};
  ck_assert_int_eq(parley_sitting_new(s.game, &settings, &sitting, &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "did you mean linear?"));
  ck_assert_ptr_null(sitting);
  settings.strategies = votes;
  ck_assert_int_eq(parley_sitting_new(s.game, &settings, &sitting, &error), PARLEY_E_USAGE);
  ck_assert_ptr_nonnull(strstr(error.message, "makes no offers"));
  settings = (parley_sitting_settings){.rounds = 10001};
  ck_assert_int_eq(parley_sitting_new(s.game, &settings, &sitting, &error), PARLEY_E_USAGE);
  close_scene(&s);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/sitting");
  TCase *tests = tcase_create("sitting");
  tcase_add_loop_test(tests, sitting_says_what_the_session_said, 0, N_CASTS);
  tcase_add_test(tests, people_may_name_what_it_does_not_think_of);
  tcase_add_test(tests, what_is_asked_wrongly);
  suite_add_tcase(suite, tests);
  return suite;
}
