/* Finite games for tests. */
#include "tests/support/finite.h"
#include "sim/interop/interop.h"
#include "sim/verify/finite.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static ply_finite *read_text(const char *text, size_t length, const char *name) {
  ply_err err = {0};
  ply_finite *game = NULL;
  const ply_interop *format = ply_interop_of(text, length);
  if (format == NULL) ck_abort_msg("%s: no format", name);
  if (format->read(text, length, name, 0, &game, &err) != PLY_OK || ply_reduce(game, 0, &err) != PLY_OK)
    ck_abort_msg("%s:%d:%d: %s", name, err.line, err.column, err.message);
  return game;
}

ply_finite *finite_file(const char *path) {
  size_t length;
  char *whole = test_path(path), *text = test_read_file(whole, &length);
  ply_finite *game = read_text(text, length, path);
  free(whole);
  free(text);
  return game;
}

ply_finite *finite_text(const char *text) { return read_text(text, strlen(text), "text"); }

ply_equilibria *finite_find(const ply_finite *game, const char *what, const double *lambda, int n_lambda) {
  ply_find find = {.what = what, .lambda = lambda, .n_lambda = n_lambda, .effort = 1};
  ply_err err = {0};
  ply_equilibria *answers = NULL;
  if (ply_equilibria_find(game, &find, &answers, &err) != PLY_OK ||
      ply_verify_equilibria(answers, &err) != PLY_OK)
    ck_abort_msg("%s: %s", game->title, err.message);
  if (answers->n_unconfirmed > 0)
    ck_abort_msg("%s: %d of %d answers were not confirmed", game->title, answers->n_unconfirmed,
                 answers->n_checked);
  return answers;
}

ply_finite *finite_random(uint64_t seed, int n_players, const int *n, int most) {
  ply_rng rng;
  ply_err err = {0};
  ply_finite *game = NULL;
  ply_rng_init(&rng, seed, 0);
  if (ply_finite_new(n_players, n, true, 0, &game, &err) != PLY_OK) ck_abort_msg("%s", err.message);
  for (uint64_t p = 0; p < game->n_profiles; p++)
    for (int i = 0; i < n_players; i++)
      if (!ply_finite_put(game, i, p, (int64_t)ply_rng_below(&rng, (uint64_t)most), 1))
        ck_abort_msg("out of memory");
  if (ply_finite_name(game, &err) != PLY_OK) ck_abort_msg("%s", err.message);
  return game;
}

void finite_exact(ply_ratio found, const char *expected) {
  if (found.exact == NULL) ck_abort_msg("%.17g is not exact; expected %s", found.value, expected);
  ck_assert_str_eq(found.exact, expected);
}
