/* Which bundle has the largest sum of payoffs over all actors? It compares payoffs between actors, which none of
 * the others but the egalitarian does. Harsanyi 1955 (doi:10.1086/257678). */
#include "sim/solve/answer/bargain.h"

static bool utilitarian_value(const ply_question *q, const ply_payoffs *at, double *value) {
  *value = 0;
  for (int i = 0; i < q->game->n_actors; i++) *value += ply_payoffs_of(at, i);
  return true;
}

static ply_chosen pick(const ply_question *q) {
  return ply_bargain_largest(q, utilitarian_value, ply_game_eps_all(q->game));
}

static double bound(const ply_question *q) {
  double most = 0;
  for (int i = 0; i < q->game->n_actors; i++) most += ply_space_best(q->scan->space, i);
  return most;
}

const ply_concept_row ply_concept_utilitarian = {
    .words = {.name = "utilitarian",
              .title = "Utilitarian",
              .written = "utilitarian",
              .picks = "the largest sum of all payoffs",
              .plain = "largest sum of payoffs",
              .help = "largest sum of payoffs over all actors",
              .reference = "Harsanyi 1955, doi:10.1086/257678"},
    .pick = pick,
    .bound = bound,
};
