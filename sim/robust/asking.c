/* What the settings come to, for whoever searches or draws: a quest, how draws become tables, that a limit came. */
#include "sim/robust/answer.h"

#include <string.h>

ply_quest ply_asking_quest(const ply_asking *a, const ply_sample_tables *tables, ply_objective objective,
                           const char *question) {
  const ply_robust_settings *s = a->settings;
  return (ply_quest){.tables = tables,
                     .objective = objective,
                     .over = objective == PLY_BY_COUNT ? s->over : PLY_ROBUST_ACCEPTABLE,
                     .proposer = s->proposer,
                     .top = s->top > 0 ? s->top : 1,
                     .threads = s->threads,
                     .seconds = s->time_limit_s,
                     .stop = s->stop,
                     .only = a->only,
                     .n_only = a->n_only,
                     .starts = a->starts,
                     .n_starts = a->n_starts,
                     .progress = s->progress,
                     .progress_data = s->progress_data,
                     .question = question};
}

ply_sample_how ply_asking_how(const ply_asking *a, int over) {
  const ply_robust_settings *s = a->settings;
  return (ply_sample_how){.threads = s->threads,
                          .memory_bytes = s->memory_bytes,
                          .stop = s->stop,
                          .alternatives = over == PLY_ROBUST_REOPENED};
}

void ply_asking_stopped(ply_asking *a, const ply_found *found) {
  if (found->stopped_by != NULL && a->out->stopped_by == NULL)
    a->out->stopped_by = strcmp(found->stopped_by, "time") == 0 ? "time limit" : "interrupted";
}
