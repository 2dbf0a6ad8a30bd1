/* The facade's view of a game for people who sit in it (classroom, terminal play): what does one bundle give
 * to each actor, which rule does it break, who is asked, who may not accept it, and is there a deal? Each
 * function is one call of sim/game, so the rules of the table are the solver's own. Cost: one bundle at a
 * time, actors times issues. */
#include "sim/game/game.h"
#include "sim/api/inside.h"
#include "sim/coalition/coalition.h"
#include "sim/solve/stand.h"

#include <stdlib.h>
#include <string.h>

struct parley_game {
  const ply_scenario *scenario;
  ply_game *game;
};

_Static_assert((int)PARLEY_BLOCKING_GROUPS == (int)PLY_BLOCKING_GROUPS,
               "the two lists of groups are as long");
_Static_assert((int)PARLEY_NEVER == (int)PLY_NEVER && (int)PARLEY_IF_MEMBER == (int)PLY_IF_MEMBER,
               "the two lists of consents are the same");

parley_status parley_game_new(const parley_scenario *scenario, parley_game **game, parley_error *error) {
  *game = NULL;
  parley_game *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_lines likely = {.choice = PLY_LINES_LIKELY};
  ply_err err = {0};
  made->scenario = scenario->scenario;
  ply_status status = ply_game_compile(made->scenario, NULL, &likely, &made->game, &err);
  if (status == PLY_OK)
    *game = made;
  else
    free(made);
  return parley_inside_status(status, &err, error);
}

void parley_game_free(parley_game *game) {
  if (game == NULL) return;
  ply_game_free(game->game);
  free(game);
}

const ply_game *parley_inside_game(const parley_game *game) { return game->game; }

parley_game_shape parley_game_describe(const parley_game *game) {
  const ply_game *g = game->game;
  int asked = __builtin_popcountll(g->required | g->counted);
  return (parley_game_shape){.n_actors = g->n_actors,
                             .n_issues = g->n_issues,
                             .n_levels = g->n_levels,
                             .n_designs = game->scenario->n_designs,
                             .n_rules = game->scenario->n_rules,
                             .n_bundles = g->raw,
                             .has_security = game->scenario->security != NULL,
                             .quorum = game->scenario->quorum < 0 ? asked : game->scenario->quorum,
                             .weighted = g->n_votes > 0};
}

/* ---- names ---- */

parley_game_actor parley_game_actor_at(const parley_game *game, int actor) {
  const ply_actor *a = &game->scenario->actors[actor];
  return (parley_game_actor){.name = {a->id, a->name != NULL ? a->name : a->id, a->notes},
                             .brief = a->brief,
                             .consent = (parley_consent)a->consent,
                             .candidate = a->candidate,
                             .reservation = game->game->reservation[actor],
                             .tolerance = game->game->eps[actor]};
}

parley_game_issue parley_game_issue_at(const parley_game *game, int issue) {
  const ply_issue *k = &game->scenario->issues[issue];
  return (parley_game_issue){
      .name = {k->id, k->name, k->notes}, .n_options = k->n_options, .derived = k->n_cases > 0};
}

parley_name parley_game_option_at(const parley_game *game, int issue, int option) {
  const ply_option *o = &game->scenario->issues[issue].options[option];
  return (parley_name){o->id, o->name, o->notes};
}

int parley_game_n_stands(const parley_game *game, int actor) {
  int own = game->scenario->actors[actor].n_moves;
  return own > 0 ? own : game->scenario->n_levels;
}

parley_name parley_game_stand_at(const parley_game *game, int actor, int level) {
  ply_option own = ply_scenario_level_at(game->scenario, actor, level);
  return (parley_name){own.id, own.name != NULL ? own.name : own.id, NULL};
}

parley_name parley_game_level_at(const parley_game *game, int level) {
  const ply_level *l = &game->scenario->levels[level];
  return (parley_name){l->id, l->name != NULL ? l->name : l->id, NULL};
}

parley_name parley_game_design_at(const parley_game *game, int design, uint64_t *bundle) {
  const ply_design *d = &game->scenario->designs[design];
  *bundle = ply_game_index(game->game, d->options, d->levels);
  return (parley_name){d->id, d->name != NULL ? d->name : d->id, d->notes};
}

/* ---- one actor's terms ---- */

double parley_game_term(const parley_game *game, int actor, int issue, int option, bool outsider) {
  const ply_payoff_row *row = &game->scenario->actors[actor].rows[issue];
  const ply_number *values = outsider && row->outsider != NULL ? row->outsider : row->values;
  double input[PLY_FAMILY_INPUTS];
  if (values == NULL) return 0;
  ply_payoff_inputs(row, &values[option], NULL, input);
  return ply_family_worth(row->family, input);
}

double parley_game_level_term(const parley_game *game, int actor, int level) {
  const ply_actor *a = &game->scenario->actors[actor];
  return a->candidate && a->level != NULL ? a->level[level].base : 0;
}

/* ---- one bundle ---- */

/* A bundle spelt out. */
typedef struct spelt {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
} spelt;

static spelt spell(const parley_game *game, uint64_t bundle) {
  spelt s = {0};
  ply_game_bundle(game->game, bundle, s.option, s.level);
  return s;
}

bool parley_game_pack(const parley_game *game, const int *options, const int *levels, uint64_t *bundle) {
  const ply_scenario *s = game->scenario;
  spelt b = {0};
  for (int k = 0; k < s->n_issues; k++) {
    if (s->issues[k].n_cases > 0) continue;
    if (options[k] < 0 || options[k] >= s->issues[k].n_options) return false;
    b.option[k] = (uint16_t)options[k];
  }
  for (int i = 0; i < s->n_actors; i++) {
    if (!s->actors[i].candidate) continue;
    if (levels[i] < 0 || levels[i] >= s->n_levels) return false;
    b.level[i] = (uint8_t)levels[i];
  }
  *bundle = ply_game_index(game->game, b.option, b.level);
  return true;
}

void parley_game_unpack(const parley_game *game, uint64_t bundle, int *options, int *levels) {
  spelt s = spell(game, bundle);
  for (int k = 0; k < game->game->n_issues; k++) options[k] = s.option[k];
  for (int i = 0; i < game->game->n_actors; i++) levels[i] = s.level[i];
}

bool parley_game_payoffs(const parley_game *game, uint64_t bundle, double *payoffs) {
  spelt s = spell(game, bundle);
  return ply_game_payoffs(game->game, s.option, s.level, NULL, payoffs);
}

const char *parley_game_broken_rule(const parley_game *game, uint64_t bundle) {
  spelt s = spell(game, bundle);
  int rule = ply_game_broken_rule(game->game, s.option, s.level);
  if (rule < 0) return NULL;
  const ply_rule *r = &game->scenario->rules[rule];
  return r->reason != NULL ? r->reason : r->id;
}

const char *parley_game_red_line(const parley_game *game, uint64_t bundle, int actor) {
  spelt s = spell(game, bundle);
  int line = ply_game_refusal(game->game, actor, s.option, s.level);
  if (line < 0) return NULL;
  const ply_red_line *l = game->game->lines[line].line;
  return l->name != NULL ? l->name : l->id;
}

bool parley_game_line_in_force(const parley_game *game, int actor, int line) {
  for (int l = 0, n = 0; l < game->game->n_lines; l++)
    if (game->game->lines[l].actor == actor && n++ == line) return game->game->lines[l].in_force;
  return false;
}

uint64_t parley_game_parties(const parley_game *game, uint64_t bundle) {
  spelt s = spell(game, bundle);
  return ply_game_parties(game->game, s.option, s.level);
}

bool parley_game_agreed(const parley_game *game, uint64_t bundle, uint64_t accept) {
  spelt s = spell(game, bundle);
  return ply_game_agreed(game->game, ply_game_parties(game->game, s.option, s.level), accept);
}

parley_standing parley_game_standing(const parley_game *game, uint64_t bundle) {
  spelt s = spell(game, bundle);
  ply_stand here;
  ply_stand_moves moves;
  if (!ply_stand_at(game->game, s.option, s.level, &here) || !here.feasible) return (parley_standing){0};
  parley_standing out = {
      .feasible = true, .acceptable = here.acceptable, .refuse = here.party & ~here.accept};
  out.sustained = here.acceptable && ply_stand_moves_of(game->game, &here, &moves) && moves.sustained;
  return out;
}

parley_blocking parley_game_blocking(const parley_game *game, uint64_t bundle) {
  ply_blocking found;
  ply_blocking_of(game->game, parley_game_parties(game, bundle), &found);
  parley_blocking b = {.parties = found.parties,
                       .alone = found.alone,
                       .any = found.any,
                       .of = found.of,
                       .n_groups = found.n_groups,
                       .more = found.more};
  memcpy(b.groups, found.groups, sizeof b.groups);
  return b;
}
