/* From a file to a verified result. */
#include "tests/support/known.h"

#include "sim/verify/verify.h"
#include "tests/support/oracle.h"
#include "tests/support/solved.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_result *solve_verified(ply_scenario *s, ply_scenario **out) {
  ply_text why;
  ply_err err = {0};
  ply_text_init(&why);
  ply_result *result = solve_scenario(s, NULL, NULL, NULL, &why);
  ck_assert_msg(result != NULL, "%s: %s", s->id, why.data ? why.data : "");
  bool *lines = oracle_likely_lines(s, NULL);
  ply_status status = ply_verify_result(s, NULL, lines, result, 1, &err);
  ck_assert_msg(status == PLY_OK && result->n_failed_checks == 0, "%s: verify says %s%s", s->id, err.message,
                result->failed_check ? result->failed_check : "");
  free(lines);
  ply_text_done(&why);
  if (out != NULL)
    *out = s;
  else
    ply_scenario_free(s);
  return result;
}

static size_t list_settings(const char *const pairs[], ply_setting *out, size_t room) {
  size_t n = 0;
  for (; pairs != NULL && pairs[2 * n] != NULL && n < room; n++)
    out[n] = (ply_setting){.pointer = pairs[2 * n], .value = pairs[2 * n + 1]};
  return n;
}

ply_result *known_text(const char *text, const char *const settings[], ply_scenario **scenario) {
  ply_setting set[16];
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  ply_diags_init(&diags);
  ply_status status = ply_scenario_parse(text, strlen(text), "known.json", NULL, set,
                                         list_settings(settings, set, 16), &s, &diags, &err);
  ck_assert_msg(status == PLY_OK, "%s %s", err.pointer, err.message);
  ply_diags_done(&diags);
  return solve_verified(s, scenario);
}

ply_result *known_file(const char *path, const char *const settings[], ply_scenario **scenario) {
  ply_setting set[16];
  ply_scenario *s = NULL;
  ply_diags diags;
  ply_err err = {0};
  char *where = test_path(path);
  ply_diags_init(&diags);
  ply_status status = ply_scenario_load(where, set, list_settings(settings, set, 16), &s, &diags, &err);
  ck_assert_msg(status == PLY_OK, "%s: %s %s", path, err.pointer, err.message);
  ply_diags_done(&diags);
  free(where);
  return solve_verified(s, scenario);
}

const ply_solution *known_solution(const ply_result *result, const char *concept) {
  for (int k = 0; k < result->n_solutions; k++)
    if (strcmp(result->solutions[k].concept->name, concept) == 0) return &result->solutions[k];
  ck_abort_msg("there is no solution %s", concept);
  return NULL;
}

void known_number(const char *what, double found, double expected) {
  ck_assert_msg(fabs(found - expected) <= 1e-9 * fmax(1, fabs(expected)), "%s: expected %.12g, got %.12g",
                what, expected, found);
}
