/* Any bytes as a game: a table or a tree of the field (.nfg, .efg), or a scenario that is a plain game. What is read is
 * solved with little work allowed, the independent check must confirm every answer, and what is written is read again as
 * the same game; what is wrong is told in words, with its line. */
#include "sim/parley.h"
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 12, MOST_BYTES = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(char *path, const void *data, size_t size) {
  strcpy(path, "/tmp/parley-fuzz-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) != 0) fuzz_give_up("cannot write a file");
}

/* The pure equilibria as JSON, where the game is small; every answer confirmed. */
static char *solve(const parley_finite *game) {
  static const double lambda[] = {0, 1};
  parley_find_settings settings = {
      .what = "dominance,pure,mixed,logit,correlated", .lambda = lambda, .n_lambda = 2, .effort = 1e-3};
  parley_equilibria *answers = NULL;
  parley_error error = {0};
  char *text = NULL, *json = NULL;
  if (parley_equilibria_find(game, &settings, &answers, &error) != PARLEY_OK) {
    if (error.message[0] == '\0') fuzz_give_up("a question that fails without words");
    return NULL;
  }
  if (parley_equilibria_unconfirmed(answers) > 0)
    fuzz_give_up("the independent check does not confirm an answer");
  if (parley_equilibria_render(answers, "text", NULL, &text, &error) != PARLEY_OK ||
      parley_equilibria_render(answers, "json", NULL, &json, &error) != PARLEY_OK)
    fuzz_give_up("answers that do not render");
  parley_text_free(text);
  parley_equilibria_free(answers);
  char *from = strstr(json, "\"pure\""), *to = from != NULL ? strstr(from, "\"mixed\"") : NULL;
  if (to != NULL) *to = '\0';
  char *pure = from != NULL ? strdup(from) : NULL;
  parley_text_free(json);
  return pure;
}

/* Written as a table and read again it has the same pure equilibria, to the byte. */
static void round_trip(const parley_finite *game, const char *pure) {
  char *text = NULL, path[32];
  parley_error error = {0};
  if (parley_finite_write(game, "nfg", &text, &error) != PARLEY_OK)
    fuzz_give_up("a game that is not written");
  put(path, text, strlen(text));
  parley_text_free(text);
  parley_finite *again = NULL;
  if (parley_finite_read(path, 64 << 20, &again, &error) != PARLEY_OK)
    fuzz_give_up("what was written is not read");
  char *same = solve(again);
  if (pure != NULL && same != NULL && strcmp(pure, same) != 0)
    fuzz_give_up("what is read again is another game");
  free(same);
  parley_finite_free(again);
  unlink(path);
}

static parley_status read_scenario(const char *path, parley_finite **game, parley_error *error) {
  parley_scenario *scenario = NULL;
  parley_problems *problems = NULL;
  parley_status status = parley_scenario_load(path, NULL, 0, &scenario, &problems, error);
  if (status == PARLEY_OK && parley_scenario_describe(scenario).plain_game)
    status = parley_finite_inside(scenario, NULL, NULL, NULL, NULL, 64 << 20, game, error);
  parley_problems_free(problems);
  parley_scenario_free(scenario);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char path[32];
  parley_error error = {0};
  parley_finite *game = NULL;
  if (size > MOST_BYTES) return 0;
  put(path, data, size);
  bool field = parley_finite_is(path);
  parley_status status =
      field ? parley_finite_read(path, 64 << 20, &game, &error) : read_scenario(path, &game, &error);
  if (status != PARLEY_OK && error.message[0] == '\0') fuzz_give_up("a failure without words");
  if (field && status == PARLEY_E_INPUT && error.line == 0)
    fuzz_give_up("a problem of a file without its line");
  if (game != NULL) {
    char *pure = solve(game);
    if (field) round_trip(game, pure);
    free(pure);
    parley_finite_free(game);
  }
  unlink(path);
  return 0;
}

#ifndef PARLEY_LIBFUZZER

Suite *test_suite(void) { return fuzz_suite("game", ROUNDS, LLVMFuzzerTestOneInput); }

#endif
