/* How do talks go by the scenario's own file? Its block "negotiation" as settings, for all who hold talks without
 * being told how: the command, sweeps, the report. */
#include "sim/negotiate/negotiate.h"

ply_status ply_negotiate_filed(const ply_scenario *scenario, ply_negotiate_settings *settings, int *order,
                               ply_manner *manner, ply_err *err) {
  const ply_negotiation_block *file = &scenario->negotiation;
  settings->mediator = settings->start = -1;
  settings->order = order;
  settings->manner = manner;
  for (int i = 0; i < scenario->n_actors; i++) manner[i] = (ply_manner){0};
  if (!file->present) return PLY_OK;
  settings->protocol = file->protocol;
  settings->rounds = file->rounds;
  settings->heat = file->heat;
  settings->mediator = file->mediator;
  settings->start = file->start;
  for (settings->n_order = 0; settings->n_order < file->n_order; settings->n_order++)
    order[settings->n_order] = file->order[settings->n_order];
  ply_status status = PLY_OK;
  for (int i = 0; i < scenario->n_actors && file->strategy != NULL && status == PLY_OK; i++)
    if (file->strategy[i] != NULL) status = ply_manner_read(file->strategy[i], &manner[i], err);
  return status;
}
