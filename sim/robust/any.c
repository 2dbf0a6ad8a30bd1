/* In how many draws is there a deal at all? One search over all draws together: a bundle that is found answers for every
 * draw in which it is acceptable, a partial bundle is left where no draw that is still open lets it be. Cost: a search;
 * or so many partial bundles of it, and then the count is a lower bound. */
#include "sim/robust/inside.h"

#include <stdlib.h>
#include <string.h>

static ply_status look(const ply_quest *quest, ply_robust_deals *out, ply_err *err) {
  ply_found found;
  ply_status status = ply_robust_search(quest, &found, err);
  if (status != PLY_OK) return status;
  out->deals = quest->tables->n - found.open;
  out->decided = found.stopped_by == NULL || found.open == 0;
  if (found.stopped_by != NULL && strcmp(found.stopped_by, "interrupt") == 0)
    status = ply_robust_trouble(PLY_E_STOPPED, err);
  ply_found_done(&found);
  return status;
}

ply_status ply_robust_any(const ply_draws *draws, uint64_t most_steps, const uint64_t *starts, int n_starts,
                          ply_stop stop, ply_robust_deals *out, ply_err *err) {
  const ply_sample_how how = {.threads = 1, .memory_bytes = (size_t)1 << 30, .stop = stop};
  ply_sample_tables tables;
  ply_draw_at *at = malloc((size_t)(draws->n + 1) * sizeof *at);
  if (at == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (uint64_t k = 0; k < draws->n; k++) at[k] = (ply_draw_at){k, PLY_NOBODY, PLY_NOBODY, 0};
  ply_status status = ply_sample_fill(draws, at, draws->n, &how, &tables, err);
  free(at);
  if (status != PLY_OK) return status;
  const ply_quest quest = {.tables = &tables,
                           .objective = PLY_BY_ANY,
                           .over = PLY_ROBUST_ACCEPTABLE,
                           .top = 1,
                           .threads = 1,
                           .most_steps = most_steps,
                           .stop = stop,
                           .starts = starts,
                           .n_starts = n_starts,
                           .question = "whether there is a deal"};
  status = look(&quest, out, err);
  ply_sample_done(&tables);
  return status;
}
