/* The named designs: payoffs, who refuses and why, who would move, and the join game at each of them.
 * A design is looked at like any tied design, with its own combo only.
 * Cost per design: actors * memberships, plus memberships squared for strong equilibria. */
#include "sim/solve/search/symmetry.h"
#include "sim/solve/answer/answer.h"
#include "sim/solve/stand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
  ply_question *q;
  const ply_design *design;
  ply_design_result *out;
  ply_view view;
  ply_combos combos;
  bool has_view;
  int member;           /* position of the design's membership in its roster, or -1 */
  ply_membership *list; /* equilibria listed */
  bool failed;          /* no memory for one */
} desk;

static ply_arena *arena_of(const desk *d) { return d->q->result->arena; }

static bool fill_actors(desk *d) {
  const ply_game *game = d->q->game;
  size_t n = (size_t)game->n_actors;
  double *margins = PLY_NEW(arena_of(d), n, double);
  bool *party = PLY_NEW(arena_of(d), n, bool), *refuses = PLY_NEW(arena_of(d), n, bool);
  int *line = PLY_NEW(arena_of(d), n, int);
  if (!margins || !party || !refuses || !line) return false;
  uint64_t parties = ply_game_parties(game, d->out->bundle.options, d->design->levels), accept = 0;
  for (int i = 0; i < game->n_actors; i++) {
    margins[i] = ply_game_margin(game, i, d->out->bundle.payoffs[i]);
    line[i] = ply_game_refusal(game, i, d->out->bundle.options, d->design->levels);
    party[i] = parties >> i & 1;
    bool accepts = line[i] < 0 && d->out->bundle.payoffs[i] >= game->reservation[i] - game->eps[i];
    refuses[i] = party[i] && !accepts;
    if (accepts) accept |= (uint64_t)1 << i;
  }
  d->out->acceptable = d->out->feasible && ply_game_agreed(game, parties, accept);
  d->out->margins = margins;
  d->out->party = party;
  d->out->refuses = refuses;
  d->out->line = line;
  return true;
}

/* Turns the view to the design. Leaves has_view false where no membership is feasible. */
static ply_status look(desk *d) {
  const ply_space *space = d->q->scan->space;
  const ply_tied_design *tied = ply_space_find(space, d->out->bundle.options);
  d->member = -1;
  if (tied == NULL) return PLY_OK;
  if (!ply_combos_single(space, d->out->bundle.options, &d->combos)) return PLY_E_MEMORY;
  d->has_view = ply_view_init(&d->view, space, &d->combos);
  if (!d->has_view) return PLY_E_MEMORY;
  ply_status status = ply_view_tile(&d->view, space->rosters[tied->roster_id], tied->security);
  if (status != PLY_OK) return status;
  ply_tally tally = {0};
  ply_view_design(&d->view, d->out->bundle.options);
  ply_view_consider_all(&d->view, &tally);
  d->member = ply_roster_find(d->q->game, d->view.roster, d->design->levels);
  return PLY_OK;
}

/* Lists one membership by the levels of its candidates; false where the list is full. */
static bool list_equilibrium(void *data, const uint8_t *candidate_level) {
  desk *d = data;
  const ply_game *game = d->q->game;
  ply_design_join *join = &d->out->join;
  if (join->n_listed >= PLY_LISTED_EQUILIBRIA) return false;
  uint8_t *level = PLY_NEW(arena_of(d), game->n_actors, uint8_t);
  if (level == NULL) {
    d->failed = true;
    return false;
  }
  for (int c = 0; c < game->n_candidates; c++) level[game->candidate[c]] = candidate_level[c];
  d->list[join->n_listed++].levels = level;
  return true;
}

/* Lists the equilibria at `member`, with all that they stand for. */
static bool list_equilibria(desk *d, const uint32_t *member, size_t n) {
  const ply_game *game = d->q->game;
  const ply_roster *k = d->view.roster;
  d->list = PLY_NEW(arena_of(d), PLY_LISTED_EQUILIBRIA, ply_membership);
  if (d->list == NULL) return false;
  d->out->join.equilibria = d->list;
  if (k->symmetry != NULL) return ply_symmetry_list(game, k, member, n, list_equilibrium, d) && !d->failed;
  for (size_t j = 0; j < n; j++)
    if (!list_equilibrium(d, k->level + (size_t)member[j] * (size_t)game->n_candidates)) break;
  return !d->failed;
}

/* Whether nobody gains by moving, to another membership or out of a deal that then falls. strict may be NULL. */
static bool is_equilibrium(const desk *d, int m, bool *strict) {
  uint64_t set, scratch;
  if (!ply_view_equilibrium(&d->view, m, strict)) return false;
  if (ply_view_stays(&d->view, m, false, false, &set, &scratch) && !(set & 1)) return false;
  if (strict != NULL && ply_view_stays(&d->view, m, true, false, &set, &scratch)) *strict &= set & 1;
  return true;
}

static ply_status fill_join(desk *d) {
  ply_design_join *join = &d->out->join;
  uint64_t set, scratch[2];
  size_t n = 0;
  uint32_t *found = malloc((size_t)d->view.roster->n * sizeof *found + 1);
  if (found == NULL) return PLY_E_MEMORY;
  for (int m = 0; m < d->view.roster->n; m++) {
    uint64_t weight = ply_roster_weight(d->view.roster, (size_t)m);
    ply_view_sustained(&d->view, m, &set, scratch);
    join->sustained += (set & 1) * weight;
    bool strict;
    if (!is_equilibrium(d, m, &strict)) continue;
    found[n++] = (uint32_t)m;
    join->count += weight;
    join->strict += strict * weight;
    join->strong += (ply_view_strong(&d->view, m) && !ply_view_walkout(&d->view, m, 0)) * weight;
  }
  bool ok = list_equilibria(d, found, n);
  free(found);
  ply_view_no_deal(&d->view, &set, scratch);
  join->no_deal = set & 1;
  join->outcome = join->count > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  return ok ? PLY_OK : PLY_E_MEMORY;
}

/* The best move of the design itself, whose membership may not be the one that stands for its orbit. */
static void fill_regret(desk *d) {
  const ply_game *game = d->q->game;
  uint8_t level[PLY_MAX_CANDIDATES], stand[PLY_MAX_CANDIDATES];
  for (int c = 0; c < game->n_candidates; c++) level[c] = d->design->levels[game->candidate[c]];
  bool symmetric = d->view.roster->symmetry != NULL;
  const ply_roster *k = d->view.roster;
  if (symmetric)
    ply_orbit_stand(k->symmetry, k->level + (size_t)d->member * (size_t)k->symmetry->n, level, stand);
  d->out->regret =
      ply_view_regret(&d->view, d->member, symmetric ? stand : NULL, 0, INFINITY, &d->out->deviation);
}

/* An accepted design: the deal that is better for all, and how far it is from the Nash deal. */
static ply_status fill_better(desk *d) {
  ply_design_result *out = d->out;
  const ply_solution *nash = d->q->result->solutions;
  uint64_t index;
  if (nash != NULL && nash->outcome == PLY_FOUND && d->q->scan->complete)
    out->nash_distance = ply_answer_distance(d->q, out->bundle.payoffs, nash->bundle.payoffs);
  if (out->efficient || d->q->settings->over == PLY_OVER_STABLE) return PLY_OK;
  out->has_better = ply_answer_better(d->q, out->bundle.payoffs, &index);
  return !out->has_better || ply_answer_bundle(d->q, index, &out->better) ? PLY_OK : PLY_E_MEMORY;
}

/* The same of the one bundle where the memberships could not be listed. */
static ply_status fill_alone(desk *d) {
  ply_design_result *out = d->out;
  ply_stand here;
  ply_stand_moves moves;
  out->join.outcome = out->efficient_outcome = PLY_LIMIT_REACHED;
  if (!out->feasible) return PLY_OK;
  if (!ply_stand_at(d->q->game, out->bundle.options, d->design->levels, &here) ||
      !ply_stand_moves_of(d->q->game, &here, &moves))
    return PLY_E_INPUT;
  out->join_equilibrium = moves.equilibrium;
  out->regret = moves.regret;
  out->deviation = moves.deviation;
  out->sustained = moves.sustained;
  out->stable = out->acceptable && moves.equilibrium;
  return PLY_OK;
}

static ply_status fill_stability(desk *d) {
  ply_design_result *out = d->out;
  uint64_t set, scratch;
  out->deviation.actor = -1;
  if (d->q->scan->space->unlisted) return fill_alone(d);
  if (d->member < 0) return PLY_OK;
  out->join_equilibrium = is_equilibrium(d, d->member, NULL);
  fill_regret(d);
  ply_view_sustained(&d->view, d->member, &set, &scratch);
  out->sustained = set & 1;
  out->stable = out->acceptable && out->join_equilibrium;
  bool in_set = d->q->settings->over == PLY_OVER_STABLE ? out->stable : out->acceptable;
  out->efficient_outcome = d->q->scan->complete ? PLY_FOUND : PLY_LIMIT_REACHED;
  if (!in_set) return PLY_OK;
  ply_status status = ply_answer_efficient(d->q, out->bundle.payoffs, &out->efficient);
  return status == PLY_OK ? fill_better(d) : status;
}

static ply_status fill_design(desk *d, ply_err *err) {
  const ply_game *game = d->q->game;
  const ply_design *design = d->design;
  d->out->name = (ply_name){.id = ply_arena_strdup(arena_of(d), design->id),
                            .name = ply_arena_strdup(arena_of(d), design->name)};
  if (d->out->name.id == NULL || d->out->name.name == NULL) return PLY_E_MEMORY;
  if (!ply_answer_bundle(d->q, ply_game_index(game, design->options, design->levels), &d->out->bundle))
    return PLY_E_MEMORY;
  int rule = ply_game_broken_rule(game, d->out->bundle.options, design->levels);
  d->out->feasible = rule < 0;
  if (rule >= 0) d->out->broken_rule = ply_arena_strdup(arena_of(d), game->scenario->rules[rule].id);
  if (!fill_actors(d)) return PLY_E_MEMORY;
  ply_status status =
      ply_guarantee_fill(game, arena_of(d), d->out->bundle.options, design->levels, &d->out->security);
  if (status == PLY_OK) status = look(d);
  if (status == PLY_E_INPUT)
    return ply_err_set(err, status, "the honour game of design \"%s\" does not settle in 10,000 rounds",
                       design->id);
  if (status == PLY_OK) status = fill_stability(d);
  if (status != PLY_OK) return status;
  return d->has_view ? fill_join(d) : PLY_OK;
}

ply_status ply_answer_designs(ply_question *q, ply_err *err) {
  const ply_scenario *s = q->game->scenario;
  ply_design_result *designs = PLY_NEW(q->result->arena, s->n_designs, ply_design_result);
  if (designs == NULL) return PLY_E_MEMORY;
  q->result->designs = designs;
  q->result->n_designs = s->n_designs;
  ply_status status = PLY_OK;
  for (int i = 0; i < s->n_designs && status == PLY_OK; i++) {
    desk d = {.q = q, .design = &s->designs[i], .out = &designs[i]};
    designs[i].nash_distance = designs[i].frontier_distance = NAN;
    designs[i].join.outcome = PLY_PROVED_NONE;
    status = fill_design(&d, err);
    if (d.has_view) ply_view_done(&d.view);
    ply_combos_done(&d.combos);
  }
  return status;
}
