/* Which bundles are looked at where not all are: some that are named, or the best of the base solve. Then every question is
 * asked of these alone. Cost: sorting them. */
#include "sim/robust/answer.h"

#include <inttypes.h>
#include <stdlib.h>

static int by_index(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

/* Room for n indexes. */
static ply_status make_room(ply_asking *a, size_t n, ply_err *err) {
  a->only = PLY_NEW(a->out->arena, n + 1, uint64_t);
  return a->only != NULL ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
}

/* Once each, by rising index. */
static void put_in_order(ply_asking *a) {
  size_t n = 0;
  qsort(a->only, a->n_only, sizeof *a->only, by_index);
  for (size_t i = 0; i < a->n_only; i++)
    if (n == 0 || a->only[i] != a->only[n - 1]) a->only[n++] = a->only[i];
  a->n_only = n;
  a->out->among = n;
}

static ply_status check(const ply_game *g, uint64_t index, ply_err *err) {
  uint16_t option[PLY_MAX_ISSUES] = {0};
  uint8_t level[PLY_MAX_ACTORS] = {0};
  if (index >= g->raw)
    return ply_err_set(err, PLY_E_USAGE, "--among: there is no package %" PRIu64 ": the last is %" PRIu64,
                       index, g->raw - 1);
  ply_game_bundle(g, index, option, level);
  if (ply_game_derive(g, option, level) && ply_game_broken_rule(g, option, level) < 0) return PLY_OK;
  return ply_err_set(err, PLY_E_USAGE, "--among: package %" PRIu64 " breaks a rule of the scenario", index);
}

ply_status ply_among_named(ply_asking *a, ply_err *err) {
  const ply_robust_settings *s = a->settings;
  if (s->n_among == 0) return PLY_OK;
  ply_status status = make_room(a, s->n_among, err);
  for (size_t i = 0; i < s->n_among && status == PLY_OK; i++) {
    status = check(a->base, s->among[i], err);
    a->only[a->n_only++] = s->among[i];
  }
  if (status == PLY_OK) put_in_order(a);
  return status;
}

ply_status ply_among_base(ply_asking *a, const ply_result *base, ply_err *err) {
  if (a->settings->among_base == 0 || a->n_only > 0) return PLY_OK;
  if (base == NULL || base->stopped_by != NULL)
    return ply_err_set(err, PLY_E_LIMIT, "--among top:%d: the base solve came to a limit first",
                       a->settings->among_base);
  if (base->n_top == 0)
    return ply_err_set(err, PLY_E_USAGE,
                       "--among top:%d: nothing is acceptable with all numbers at their base",
                       a->settings->among_base);
  ply_status status = make_room(a, (size_t)base->n_top, err);
  for (int i = 0; i < base->n_top && status == PLY_OK; i++) a->only[a->n_only++] = base->top[i].index;
  if (status == PLY_OK) put_in_order(a);
  return status;
}
