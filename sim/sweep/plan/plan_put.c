/* Which part of a plan does a word of the command line fill? Everything that a plan file can say in one line, by the name of
 * its option, its value as text. */
#include "sim/sweep/sweep.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static ply_status put_setting(ply_plan *plan, const char *text, ply_err *err) {
  const char *sign = strchr(text, '=');
  if (sign == NULL) return ply_err_set(err, PLY_E_USAGE, "a setting is POINTER=VALUE, not \"%.80s\"", text);
  char *pointer = strndup(text, (size_t)(sign - text));
  if (pointer == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_status status = ply_plan_set(plan, pointer, sign + 1, err);
  free(pointer);
  return status;
}

static ply_status read_whole(const char *what, const char *text, uint64_t least, uint64_t most, uint64_t *out,
                             ply_err *err) {
  char *end;
  errno = 0;
  *out = strtoull(text, &end, 10);
  if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *out >= least && *out <= most)
    return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "--%s: \"%.40s\" is no whole number from %llu to %llu", what, text,
                     (unsigned long long)least, (unsigned long long)most);
}

static ply_status put_number(ply_plan *plan, const char *what, const char *value, ply_err *err) {
  uint64_t n;
  bool levels = strcmp(what, "levels") == 0, seed = strcmp(what, "seed") == 0;
  ply_status status = read_whole(what, value,
                                 levels ? 2
                                 : seed ? 0
                                        : 1,
                                 levels ? 1000
                                 : seed ? UINT64_MAX
                                        : (uint64_t)1 << 40,
                                 &n, err);
  if (status != PLY_OK) return status;
  if (levels)
    ply_plan_levels(plan, (int)n);
  else if (seed)
    ply_plan_seed(plan, n);
  else
    ply_plan_size(plan, n);
  return PLY_OK;
}

ply_status ply_plan_put(ply_plan *plan, const char *what, const char *value, ply_err *err) {
  if (strcmp(what, "scenario") == 0) return ply_plan_scenario(plan, value, err);
  if (strcmp(what, "set") == 0) return put_setting(plan, value, err);
  if (strcmp(what, "vary") == 0) return ply_plan_vary(plan, value, err);
  if (strcmp(what, "uncertain") == 0) return ply_plan_uncertain(plan, value, err);
  if (strcmp(what, "method") == 0) return ply_plan_method(plan, value, err);
  if (strcmp(what, "of") == 0) return ply_plan_outputs(plan, value, err);
  if (strcmp(what, "red-lines") == 0) return ply_plan_red_lines(plan, value, err);
  if (strcmp(what, "draws") == 0) return ply_plan_draws(plan, err);
  if (strcmp(what, "second-order") == 0)
    ply_plan_second_order(plan, true);
  else if (strcmp(what, "keep-weights") == 0)
    ply_plan_renormalise(plan, false);
  else
    return put_number(plan, what, value, err);
  return PLY_OK;
}
