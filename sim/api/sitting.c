/* The facade's tables where strategies sit beside people. */
#include "sim/api/negotiate.h"
#include "sim/negotiate/sitting.h"

#include <stdlib.h>

struct parley_sitting {
  const parley_game *game;
  ply_sitting *table;
};

static ply_status read_settings(const ply_scenario *s, const parley_sitting_settings *asked,
                                ply_sitting_settings *out, ply_manner *manner, ply_err *err) {
  for (int i = 0; i < s->n_actors; i++) manner[i] = (ply_manner){0};
  *out = (ply_sitting_settings){.bundles = asked->bundles,
                                .n_bundles = asked->n_bundles,
                                .beside = asked->beside != NULL ? asked->beside->table : NULL,
                                .manner = manner,
                                .rounds = asked->rounds,
                                .seed = asked->seed > 0 ? asked->seed : 1};
  if (asked->rounds < 0 || asked->rounds > PLY_MOST_ROUNDS)
    return ply_err_set(err, PLY_E_USAGE, "%d rounds: 1 to %d", asked->rounds, PLY_MOST_ROUNDS);
  return parley_inside_strategies(s, asked->strategies, asked->n_strategies, manner, err);
}

parley_status parley_sitting_new(const parley_game *game, const parley_sitting_settings *settings,
                                 parley_sitting **table, parley_error *error) {
  static const parley_sitting_settings standard = {0};
  const ply_game *g = parley_inside_game(game);
  ply_sitting_settings read;
  ply_manner manner[PLY_MAX_ACTORS];
  ply_err err = {0};
  parley_sitting *made = *table = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  made->game = game;
  ply_status status =
      read_settings(g->scenario, settings != NULL ? settings : &standard, &read, manner, &err);
  if (status == PLY_OK) status = ply_sitting_new(g, &read, &made->table, &err);
  if (status != PLY_OK) {
    free(made);
    *table = NULL;
  }
  return parley_inside_status(status, &err, error);
}

void parley_sitting_free(parley_sitting *table) {
  if (table == NULL) return;
  ply_sitting_free(table->table);
  free(table);
}

void parley_sitting_clear(parley_sitting *table, uint64_t session) {
  ply_sitting_clear(table->table, session);
}

static bool is_sound(const parley_sitting *table, uint64_t bundle) {
  return bundle < parley_inside_game(table->game)->raw &&
         parley_game_broken_rule(table->game, bundle) == NULL;
}

static parley_status heard(bool good, parley_error *error) {
  ply_err err = {0};
  ply_status status = good ? PLY_OK : ply_err_set(&err, PLY_E_MEMORY, "not enough memory for what was said");
  return parley_inside_status(status, &err, error);
}

parley_status parley_sitting_offered(parley_sitting *table, int round, int actor, uint64_t bundle,
                                     parley_error *error) {
  return heard(!is_sound(table, bundle) || ply_sitting_hear(table->table, round, actor, bundle), error);
}

parley_status parley_sitting_answered(parley_sitting *table, int round, int actor, uint64_t bundle, bool yes,
                                      parley_error *error) {
  return heard(!is_sound(table, bundle) || ply_sitting_hear_vote(table->table, round, actor, bundle, yes),
               error);
}

bool parley_sitting_offer(parley_sitting *table, int round, int actor, const uint64_t *spent, size_t n_spent,
                          uint64_t *bundle) {
  uint64_t found = ply_sitting_offer(table->table, round, actor, spent, n_spent);
  if (found == PLY_NO_DEAL) return false;
  *bundle = found;
  return true;
}

bool parley_sitting_answer(parley_sitting *table, int round, int actor, uint64_t bundle) {
  return is_sound(table, bundle) && ply_sitting_answer(table->table, round, actor, bundle);
}
