/* What is left of a wide pass in one game: design by design, the actors that moved are asked again at each
 * bundle that may be acceptable, those that refused most often first; then who among the accepted would
 * rather be elsewhere. Payoffs come from the same additions in the same order as in a search of the game
 * alone, so answers are the same to the last bit. Cost: entries * actors that moved; accepted entries * candidates
 * * levels. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/batch/kept_bundles.h"

#include <stdlib.h>
#include <string.h>

typedef struct narrowing {
  const ply_shared_pass *pass;
  const ply_game *game;
  ply_space space;                                    /* the wide one with this game */
  ply_combos own;                                     /* where payoffs move */
  ply_combos combos;                                  /* own or the wide ones, with this game */
  double *combo_payoff;                               /* of `space`, where payoffs move */
  int n_asked, asked[PLY_MAX_ACTORS];                 /* actors that may accept less than in the pass */
  uint64_t in_force;                                  /* of the wide pass's lines: those of this game */
  uint64_t refuses[64];                               /* who refuses by each of them, as a mask */
  double most[PLY_MAX_ACTORS], least[PLY_MAX_ACTORS]; /* payoff of a combo */
  ply_linear *sums; /* of the design looked at: [n_actors * 2 * most rows] */
  size_t slots;
  uint16_t option[PLY_MAX_ISSUES]; /* of its tied issues */
  uint32_t staked[PLY_MAX_ACTORS]; /* the indicators that each actor has a stake in, as a mask */
  /* the accepted bundles of the design looked at */
  size_t n;
  uint32_t *entry;   /* [most_accepted] */
  uint64_t *accept;  /* [most_accepted * words] */
  double *payoff;    /* [most_accepted * n_actors], without the combo's part */
  uint32_t *place;   /* [most_memberships] one more than the place in these, 0 elsewhere */
  uint64_t *scratch; /* [2 * words] */
  /* where security numbers move */
  double *spot;             /* [spots * columns] */
  bool *known;              /* [spots] */
  ply_security_desk **desk; /* [n_tiles], made when first needed */
  bool failed;              /* no memory */
  bool gathers;
  size_t capacity;
  ply_scan scan;
} narrowing;

/* ---- payoffs ---- */

/* What the guarantee does at an effort vector of a tile in this game; NULL without memory. */
static const double *guard(narrowing *n, uint32_t tile, const ply_roster *k, uint32_t effort, uint32_t id) {
  const ply_game *game = n->game;
  const ply_space *space = n->pass->space;
  const int *column = n->pass->spots.column;
  double *out = n->spot + (size_t)id * (size_t)n->pass->spots.n_columns;
  if (n->known[id]) return out;
  if (n->desk[tile] == NULL) {
    const uint16_t *option = space->security_option + space->tiles[tile].security * (size_t)game->n_issues;
    ply_security_inputs inputs = ply_game_security_inputs(game, option);
    n->desk[tile] = malloc(sizeof **n->desk);
    if (n->desk[tile] == NULL) return NULL;
    ply_security_desk_set(game, &inputs, true, NULL, n->desk[tile]);
  }
  ply_security_state state;
  ply_security_desk_at(game, n->desk[tile], k->level + k->effort_at[effort] * (size_t)game->n_candidates, 0,
                       &state);
  for (int j = 0; j < PLY_FIGHT; j++)
    if (column[j] >= 0) out[column[j]] = state.indicator[j];
  for (int c = 0; c < game->n_candidates; c++) {
    if (column[PLY_FIGHT] >= 0) out[column[PLY_FIGHT] + c] = ply_state_fight(&state, c);
    if (column[PLY_RENEGE] >= 0) out[column[PLY_RENEGE] + c] = ply_state_renege(&state, c);
  }
  n->known[id] = true;
  return out;
}

/* What the guarantee does at a membership whose spot has that number; NULL where nobody looks. */
static const double *spot_of(narrowing *n, const ply_kept_design *design, const ply_roster *k, size_t m,
                             uint32_t id) {
  const ply_spots *spots = &n->pass->spots;
  if (spots->n_columns == 0) return NULL;
  if (!n->pass->guarded) return spots->value + (size_t)id * (size_t)spots->n_columns;
  const double *spot = guard(n, design->tile, k, k->effort[m], id);
  n->failed |= spot == NULL;
  return spot;
}

/* The value of an indicator at a spot, as the actor sees it; false: always 0. */
static bool seen(const narrowing *n, const double *spot, int indicator, int actor, double *out) {
  int column = n->pass->spots.column[indicator], c = n->game->candidate_of[actor];
  if (indicator >= PLY_FIGHT && c < 0) return false;
  *out = spot == NULL || column < 0 ? 0 : spot[column + (indicator >= PLY_FIGHT ? c : 0)];
  return true;
}

/* Where in a table a membership of the design turned to lies. */
static uint32_t entry_at(const narrowing *n, const ply_roster *k, const ply_payoff_table *table, size_t m) {
  const ply_game *game = n->game;
  const uint16_t *derived = k->derived + (size_t)k->row[m] * (size_t)game->n_issues;
  uint32_t entry = 0;
  for (int d = 0; d < table->n_over; d++) {
    int at = table->over[d].at;
    uint32_t digit = table->over[d].candidate
                         ? k->level[m * (size_t)game->n_candidates + (size_t)game->candidate_of[at]]
                     : game->issue_stride[at] == 0 ? derived[at]
                                                   : n->option[at];
    entry += table->over[d].stride * digit;
  }
  return entry;
}

/* Level term (level: -1 for no candidate), and the bonuses and tables that membership decides. */
static double own_terms(const narrowing *n, const ply_roster *k, uint32_t roster_id, int actor, int level,
                        size_t m) {
  const ply_game *game = n->game;
  double own = level >= 0 ? game->level_gain[actor * game->n_levels + level] : 0;
  uint64_t held = ply_kept_held(n->pass, roster_id, m);
  for (PLY_EACH_TERM(term, game, actor))
    if (term->table == NULL)
      own += term->value[held >> term->bonus & 1];
    else if (!term->table->free)
      own += term->value[entry_at(n, k, term->table, m)];
  return own;
}

/* The payoff of an actor whose payoffs move, at membership m of the design turned to. */
static double payoff_of(const narrowing *n, const ply_roster *k, uint32_t roster_id, int actor, size_t m,
                        const double *spot) {
  const ply_game *game = n->game;
  int c = game->candidate_of[actor];
  int level = c >= 0 ? k->level[m * (size_t)game->n_candidates + (size_t)c] : -1;
  const ply_linear *sum = n->sums + (size_t)actor * n->slots + 2 * (size_t)k->row[m] + (level == 0);
  double payoff = own_terms(n, k, roster_id, actor, level, m), x;
  for (uint32_t rest = n->staked[actor]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    if (seen(n, spot, j, actor, &x)) payoff += game->stake[actor][j] * x;
  }
  payoff += sum->constant;
  for (uint32_t rest = game->scaled_by[actor]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    if (seen(n, spot, j, actor, &x)) payoff += sum->slope[j] * x;
  }
  return payoff;
}

/* ---- who accepts ---- */

/* accept &= the combos that the actor accepts on top of base; false if nothing is left. */
static bool ask(narrowing *n, int actor, double base, uint64_t *accept) {
  double bound = n->game->reservation[actor] - n->game->eps[actor];
  int words = n->combos.words;
  if (!(base + n->most[actor] >= bound)) return false;
  if (base + n->least[actor] >= bound) return true;
  return ply_bits_intersect(ply_combos_content(&n->combos, actor, base, n->scratch), words, accept);
}

/* Whether one that is asked refuses by a red line that the pass was without. */
static bool refused(const narrowing *n, size_t h, uint64_t party) {
  uint64_t broken = n->in_force != 0 ? n->pass->broken[h] & n->in_force : 0;
  for (; broken != 0; broken &= broken - 1)
    if (n->refuses[__builtin_ctzll(broken)] & party) return true;
  return false;
}

/* Asks everybody that moved; false if somebody refuses all. payoff: [n_actors] filled in where all accept. */
static bool ask_all(narrowing *n, const ply_kept_design *design, size_t h, uint64_t *accept, double *payoff) {
  const ply_shared_pass *pass = n->pass;
  uint32_t roster_id = pass->space->designs[design->design].roster_id;
  const ply_roster *k = pass->space->rosters[roster_id];
  size_t m = pass->member[h], actors = (size_t)n->game->n_actors;
  const double *spot = NULL, *kept = pass->scan.payoff + h * actors;
  uint64_t left = pass->moved; /* whose payoffs are to be worked out */
  if (refused(n, h, k->party[m])) return false;
  for (int a = 0; a < n->n_asked; a++) {
    int i = n->asked[a];
    bool moves = pass->moved >> i & 1;
    if (!(k->party[m] >> i & 1)) continue;
    if (moves && spot == NULL) spot = spot_of(n, design, k, m, pass->spots.of[h]);
    payoff[i] = moves ? payoff_of(n, k, roster_id, i, m, spot) : kept[i];
    left &= ~((uint64_t)1 << i);
    if (ask(n, i, payoff[i], accept)) continue;
    if (a > 0) { /* ask it earlier the next time */
      n->asked[a] = n->asked[a - 1];
      n->asked[a - 1] = i;
    }
    return false;
  }
  if (left != 0 && spot == NULL) spot = spot_of(n, design, k, m, pass->spots.of[h]);
  for (; left != 0; left &= left - 1) {
    int i = __builtin_ctzll(left);
    payoff[i] = payoff_of(n, k, roster_id, i, m, spot);
  }
  for (size_t i = 0; i < actors; i++)
    if (!(pass->moved >> i & 1)) payoff[i] = kept[i];
  return true;
}

/* The accepted bundles of a design, with everybody's payoffs. */
static void narrow_design(narrowing *n, const ply_kept_design *design) {
  const ply_shared_pass *pass = n->pass;
  const ply_scan *s = &pass->scan;
  const ply_tied_design *tied = &pass->space->designs[design->design];
  size_t words = (size_t)n->combos.words, actors = (size_t)n->game->n_actors;
  n->slots = 2 * (size_t)pass->space->rosters[tied->roster_id]->n_rows;
  if (pass->moved != 0) {
    ply_space_options(&n->space, tied->index, n->option);
    for (uint64_t rest = pass->moved; rest != 0; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      ply_tile_sums_for(&n->space, pass->space->rosters[tied->roster_id], n->option, i,
                        n->sums + (size_t)i * n->slots);
    }
  }
  n->n = 0;
  for (size_t h = design->first; h < design->first + design->n; h++) {
    uint64_t *accept = n->accept + n->n * words;
    double *payoff = n->payoff + n->n * actors;
    memcpy(accept, s->accept + h * words, words * sizeof *accept);
    if (!ask_all(n, design, h, accept, payoff)) continue;
    n->entry[n->n++] = (uint32_t)h;
    n->place[pass->member[h]] = (uint32_t)n->n;
  }
}

/* ---- who would rather be elsewhere ---- */

/* Whether a red line that the pass was without tells the actor to stay out of membership `to` of a design. */
static bool kept_out(const narrowing *n, const ply_tied_design *design, const ply_roster *k, int actor,
                     size_t to) {
  const ply_game *game = n->game;
  const ply_shared_pass *pass = n->pass;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS] = {0};
  bool ready = false;
  for (uint64_t rest = n->in_force; rest != 0; rest &= rest - 1) {
    int l = pass->line[__builtin_ctzll(rest)];
    if (game->lines[l].actor != actor || game->lines[l].line->effect != PLY_STAY_OUT) continue;
    if (!ready) {
      ply_space_options(pass->space, design->index, option);
      for (int c = 0; c < game->n_candidates; c++)
        level[game->candidate[c]] = k->level[to * (size_t)game->n_candidates + (size_t)c];
      ply_game_derive(game, option, level);
      ready = true;
    }
    if (ply_game_line_broken(game, l, option, level)) return true;
  }
  return false;
}

/* The payoff of a candidate at the membership that its move leads to. */
static double payoff_there(narrowing *n, const ply_kept_design *design, const ply_roster *k,
                           uint32_t roster_id, int actor, size_t to) {
  const uint32_t *row = n->pass->spots.row[design->tile];
  const double *spot = row != NULL ? spot_of(n, design, k, to, row[k->effort[to]]) : NULL;
  return payoff_of(n, k, roster_id, actor, to, spot);
}

/* Whether no candidate gains by moving alone. */
static bool settled(narrowing *n, const ply_kept_design *design, size_t at) {
  const ply_shared_pass *pass = n->pass;
  const ply_game *game = n->game;
  size_t h = n->entry[at], m = pass->member[h];
  if (pass->moved == 0) return pass->scan.accepted[h].equilibrium;
  if (pass->restless[h] != 0) return false;
  const ply_tied_design *tied = &pass->space->designs[design->design];
  const ply_roster *k = pass->space->rosters[tied->roster_id];
  for (int c = 0; c < game->n_candidates; c++) {
    int actor = game->candidate[c];
    if (!(pass->moved >> actor & 1)) continue;
    double here = n->payoff[at * (size_t)game->n_actors + (size_t)actor];
    for (int l = 0; l < game->n_levels; l++) {
      int32_t to = ply_kept_target(game, k, m, c, l);
      if (to >= 0 &&
          here < payoff_there(n, design, k, tied->roster_id, actor, (size_t)to) - game->eps[actor] &&
          !kept_out(n, tied, k, actor, (size_t)to))
        return false;
    }
  }
  return true;
}

/* Where the bundle is sustained: out: [words]. Every member accepts, so that nobody leaves a deal that it
 * would undo: only better deals tempt. */
static void sustain(const narrowing *n, const ply_roster *k, size_t at, uint64_t *out) {
  const ply_game *game = n->game;
  size_t words = (size_t)n->combos.words, actors = (size_t)game->n_actors, m = n->pass->member[n->entry[at]];
  memcpy(out, n->accept + at * words, words * sizeof *out);
  for (int c = 0; c < game->n_candidates; c++)
    for (int l = 0; l < game->n_levels; l++) {
      int32_t to = ply_kept_target(game, k, m, c, l);
      if (to < 0 || n->place[to] == 0) continue;
      size_t there = n->place[to] - 1, actor = (size_t)game->candidate[c];
      if (!(n->payoff[at * actors + actor] < n->payoff[there * actors + actor] - game->eps[actor])) continue;
      for (size_t w = 0; w < words; w++) out[w] &= ~n->accept[there * words + w];
    }
}

/* ---- the scan that the questions are asked of ---- */

static bool grow(void *items, size_t capacity, size_t size) {
  void *grown = realloc(*(void **)items, capacity * size + 1);
  if (grown != NULL) memcpy(items, &grown, sizeof grown);
  return grown != NULL;
}

static bool gather(narrowing *n, size_t at, bool equilibrium, const uint64_t *sustained) {
  size_t words = (size_t)n->combos.words, actors = (size_t)n->game->n_actors;
  ply_scan *out = &n->scan;
  if (out->n_accepted == n->capacity) {
    size_t capacity = n->capacity > 0 ? 2 * n->capacity : 256;
    if (!grow(&out->accepted, capacity, sizeof *out->accepted) ||
        !grow(&out->accept, capacity * words, sizeof *out->accept) ||
        !grow(&out->sustained, capacity * words, sizeof *out->sustained) ||
        !grow(&out->payoff, capacity * actors, sizeof *out->payoff))
      return false;
    n->capacity = capacity;
  }
  size_t h = out->n_accepted++;
  out->accepted[h] = (ply_accepted_row){
      .index = n->pass->scan.accepted[n->entry[at]].index, .weight = 1, .equilibrium = equilibrium};
  memcpy(out->accept + h * words, n->accept + at * words, words * sizeof *out->accept);
  memcpy(out->sustained + h * words, sustained, words * sizeof *out->sustained);
  memcpy(out->payoff + h * actors, n->payoff + at * actors, actors * sizeof *out->payoff);
  return true;
}

static bool count_design(narrowing *n, const ply_kept_design *design) {
  const ply_roster *k = n->pass->space->rosters[n->pass->space->designs[design->design].roster_id];
  size_t words = (size_t)n->combos.words;
  bool ok = true;
  for (size_t at = 0; at < n->n && ok; at++) {
    uint64_t *sustained = n->scratch + words;
    uint64_t accepted = ply_combos_weigh(&n->combos, n->accept + at * words);
    bool equilibrium = settled(n, design, at);
    sustain(n, k, at, sustained);
    n->scan.tally.acceptable += accepted;
    n->scan.tally.sustained += ply_combos_weigh(&n->combos, sustained);
    if (equilibrium) n->scan.tally.stable += accepted;
    if (n->gathers) ok = gather(n, at, equilibrium, sustained);
  }
  for (size_t at = 0; at < n->n; at++) n->place[n->pass->member[n->entry[at]]] = 0;
  return ok;
}

/* ---- one game ---- */

/* The combos in this game: those of actors whose payoffs move are worked out again. */
static bool take_combos(narrowing *n) {
  const ply_shared_pass *pass = n->pass;
  const ply_space *space = pass->space;
  size_t k = (size_t)space->n_combos;
  n->combos = pass->scan.combos;
  if (pass->moved != 0) {
    n->combo_payoff = malloc((size_t)n->game->n_actors * k * sizeof *n->combo_payoff + 1);
    if (n->combo_payoff == NULL) return false;
    memcpy(n->combo_payoff, space->combo_payoff, (size_t)n->game->n_actors * k * sizeof *n->combo_payoff);
    for (int combo = 0; combo < space->n_combos; combo++) {
      uint16_t option[PLY_MAX_ISSUES];
      ply_space_add_combo(space, combo, option);
      for (uint64_t rest = pass->moved; rest != 0; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        ply_linear sum = {0};
        ply_game_issue_terms(n->game, i, 0, space->loose, space->n_loose, option, &sum);
        n->combo_payoff[(size_t)i * k + (size_t)combo] = sum.constant;
      }
    }
    n->space.combo_payoff = n->combo_payoff;
    if (!ply_combos_build(&n->space, 0, space->n_combos, true, &n->own)) return false;
    n->combos = n->own;
  }
  n->combos.game = n->game;
  for (int i = 0; i < n->game->n_actors; i++) {
    const double *payoff = n->combos.payoff + (size_t)i * (size_t)n->combos.n;
    n->most[i] = n->least[i] = payoff[0];
    for (int j = 1; j < n->combos.n; j++) {
      if (payoff[j] > n->most[i]) n->most[i] = payoff[j];
      if (payoff[j] < n->least[i]) n->least[i] = payoff[j];
    }
  }
  return true;
}

static bool narrow_start(narrowing *n) {
  const ply_shared_pass *pass = n->pass;
  size_t actors = (size_t)n->game->n_actors, most = pass->most_accepted, rows = 1;
  if (!take_combos(n)) return false;
  for (int i = 0; i < n->game->n_actors; i++)
    if (pass->moved >> i & 1 || n->game->reservation[i] > pass->low->reservation[i])
      n->asked[n->n_asked++] = i;
  for (int i = 0; i < n->game->n_actors; i++)
    for (int j = 0; j < PLY_N_INDICATORS; j++) n->staked[i] |= (uint32_t)(n->game->stake[i][j] != 0) << j;
  for (int l = 0; l < pass->n_lines; l++) {
    const ply_line *line = &n->game->lines[pass->line[l]];
    n->refuses[l] = (uint64_t)1 << line->actor;
    n->in_force |= (uint64_t)line->in_force << l;
  }
  for (int k = 0; k < pass->space->n_rosters; k++)
    if ((size_t)pass->space->rosters[k]->n_rows > rows) rows = (size_t)pass->space->rosters[k]->n_rows;
  size_t words = (size_t)n->combos.words;
  n->sums = malloc(actors * 2 * rows * sizeof *n->sums);
  n->entry = malloc((most + 1) * sizeof *n->entry);
  n->accept = malloc((most + 1) * words * sizeof *n->accept + 1);
  n->payoff = malloc((most + 1) * actors * sizeof *n->payoff);
  n->place = calloc((size_t)pass->space->most_memberships + 1, sizeof *n->place);
  n->scratch = malloc(2 * words * sizeof *n->scratch + 1);
  if (pass->guarded) {
    n->spot = malloc(pass->spots.n * (size_t)pass->spots.n_columns * sizeof *n->spot + 1);
    n->known = calloc(pass->spots.n + 1, sizeof *n->known);
    n->desk = calloc(pass->space->n_tiles + 1, sizeof *n->desk);
    if (n->spot == NULL || n->known == NULL || n->desk == NULL) return false;
  }
  return n->sums && n->entry && n->accept && n->payoff && n->place && n->scratch;
}

static void narrow_done(narrowing *n) {
  free(n->sums);
  free(n->entry);
  free(n->accept);
  free(n->payoff);
  free(n->place);
  free(n->scratch);
  free(n->combo_payoff);
  for (size_t b = 0; n->desk != NULL && b < n->pass->space->n_tiles; b++) free(n->desk[b]);
  free(n->desk);
  free(n->spot);
  free(n->known);
  ply_combos_done(&n->own);
  n->scan.combos = (ply_combos){0}; /* borrowed */
  ply_scan_done(&n->scan);
}

ply_status ply_shared_pass_solve(const ply_shared_pass *pass, const ply_game *game,
                                 const ply_solve_settings *settings, ply_result **out, ply_err *err) {
  *out = NULL;
  const unsigned all =
      PLY_SKIP_SOLUTIONS | PLY_SKIP_TALKS | PLY_SKIP_PARETO | PLY_SKIP_DESIGNS | PLY_SKIP_CONCORDANCE;
  ply_clock clock = ply_clock_start(settings);
  narrowing n = {.pass = pass, .game = game, .space = *pass->space, .gathers = (settings->skip & all) != all};
  n.space.game = game;
  n.scan = (ply_scan){.space = &n.space, .proposer = pass->scan.proposer, .complete = true, .of_pass = true};
  n.scan.tally.feasible = pass->scan.tally.feasible;
  n.scan.tally.join = pass->scan.tally.join;
  bool ok = narrow_start(&n);
  for (size_t d = 0; d < pass->n_designs && ok; d++) {
    narrow_design(&n, &pass->designs[d]);
    ok = count_design(&n, &pass->designs[d]) && !n.failed;
  }
  n.scan.combos = n.combos;
  ply_status status = ok ? ply_solve_scan(&n.scan, settings, &clock, out, err)
                         : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  narrow_done(&n);
  return status;
}
