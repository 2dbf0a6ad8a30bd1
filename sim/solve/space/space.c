/* Takes the space of bundles apart: loose issues into combos, tied designs into rosters and tiles (see
 * space.h). Cost: projections of the tied issues * conditions, plus one step per tied design. */
#include "sim/solve/space/space.h"

#include "sim/solve/space/designs.h"
#include "sim/solve/space/residue.h"
#include "sim/solve/space/sharing.h"
#include "sim/game/security.h"

#include <stdlib.h>
#include <string.h>

/* ---- ties ---- */

/* The issues that a table over free issues looks at: they are tied to each other, not to membership. */
static void tie_payoff_tables(const ply_game *game, bool *tied) {
  for (int t = 0; t < game->n_terms; t++) {
    const ply_payoff_table *table = game->terms[t].table;
    for (int d = 0; table != NULL && d < table->n_over && table->free; d++) tied[table->over[d].at] = true;
  }
}

/* The issues that the security model reads. */
static void security_issues(const ply_game *game, bool *tied) {
  uint64_t reads = ply_game_security_reads(game);
  for (int k = 0; k < game->n_issues; k++) tied[k] = reads >> k & 1;
}

/* Whether some actor's value of the issue depends on membership or on security. */
static bool valued_by_role(const ply_game *game, int issue) {
  for (int i = 0; i < game->n_actors; i++) {
    const ply_amount_row *row = &game->rows[i * game->n_issues + issue];
    if (row->indicator >= 0 || row->differs) return true;
  }
  return false;
}

/* Loose issues, smallest first, as long as their combos stay few; all others are tied. */
static void split(ply_space *space, const bool *looked_at, const bool *security, bool merged) {
  const ply_game *game = space->game;
  bool loose[PLY_MAX_ISSUES] = {0}, together[PLY_MAX_ISSUES] = {0};
  tie_payoff_tables(game, together);
  space->n_combos = 1;
  for (;;) {
    int best = -1, fewest = 0;
    for (int k = 0; k < game->n_issues; k++) {
      int n = game->scenario->issues[k].n_options;
      if (game->issue_stride[k] == 0 || loose[k] || looked_at[k] || security[k] || together[k] ||
          valued_by_role(game, k))
        continue;
      if (best < 0 || n < fewest) best = k, fewest = n;
    }
    if (best < 0 || (!merged && (int64_t)space->n_combos * fewest > PLY_MOST_COMBOS)) break;
    loose[best] = true;
    if (!merged) space->n_combos *= fewest;
  }
  for (int k = 0; k < game->n_issues; k++) {
    if (game->issue_stride[k] == 0)
      space->derived[space->n_derived++] = k;
    else if (loose[k])
      space->loose[space->n_loose++] = k;
    else
      space->tied[space->n_tied++] = k;
  }
}

bool ply_space_same_parts(const ply_space *space, const ply_game *game) {
  bool looked_at[PLY_MAX_ISSUES], reads[PLY_MAX_ISSUES];
  ply_space other = {.game = game};
  ply_residue_issues(game, looked_at);
  security_issues(game, reads);
  split(&other, looked_at, reads, space->vectors != NULL);
  return other.n_tied == space->n_tied && other.n_loose == space->n_loose &&
         memcmp(other.tied, space->tied, (size_t)other.n_tied * sizeof *other.tied) == 0 &&
         memcmp(other.loose, space->loose, (size_t)other.n_loose * sizeof *other.loose) == 0;
}

/* ---- combos ---- */

static bool build_combos(ply_space *space) {
  const ply_game *game = space->game;
  space->combo_index = PLY_NEW(space->arena, space->n_combos, uint64_t);
  space->combo_payoff = PLY_NEW(space->arena, space->n_combos * game->n_actors, double);
  if (space->combo_index == NULL || space->combo_payoff == NULL) return false;
  uint16_t option[PLY_MAX_ISSUES] = {0};
  for (int combo = 0; combo < space->n_combos; combo++) {
    ply_space_add_combo(space, combo, option);
    for (int j = 0; j < space->n_loose; j++)
      space->combo_index[combo] += game->issue_stride[space->loose[j]] * option[space->loose[j]];
    for (int i = 0; i < game->n_actors; i++) {
      ply_linear sum = {0};
      ply_game_issue_terms(game, i, 0, space->loose, space->n_loose, option, &sum);
      space->combo_payoff[(size_t)i * (size_t)space->n_combos + (size_t)combo] = sum.constant;
    }
  }
  return true;
}

void ply_space_add_combo(const ply_space *space, int combo, uint16_t *option) {
  for (int j = space->n_loose - 1; j >= 0; j--) {
    int n = space->game->scenario->issues[space->loose[j]].n_options;
    option[space->loose[j]] = (uint16_t)(combo % n);
    combo /= n;
  }
}

void ply_space_options(const ply_space *space, uint64_t tied_index, uint16_t *option) {
  const ply_game *game = space->game;
  memset(option, 0, (size_t)game->n_issues * sizeof *option);
  for (int j = 0; j < space->n_tied; j++) {
    uint64_t stride = game->issue_stride[space->tied[j]];
    int n = game->scenario->issues[space->tied[j]].n_options;
    option[space->tied[j]] = (uint16_t)(tied_index / stride % (uint64_t)n);
  }
}

const ply_tied_design *ply_space_find(const ply_space *space, const uint16_t *option) {
  uint64_t index = 0;
  for (int j = 0; j < space->n_tied; j++)
    index += space->game->issue_stride[space->tied[j]] * option[space->tied[j]];
  for (size_t d = 0; d < space->n_designs; d++)
    if (space->designs[d].index == index) return &space->designs[d];
  return NULL;
}

/* ---- tiles ---- */

static ply_status build_tiles(ply_space *space) {
  size_t n = 0;
  for (size_t d = 0; d < space->n_designs; d++)
    n += d == 0 || space->designs[d].roster_id != space->designs[d - 1].roster_id ||
         space->designs[d].security != space->designs[d - 1].security;
  space->tiles = calloc(n + 1, sizeof *space->tiles);
  if (space->tiles == NULL) return PLY_E_MEMORY;
  for (size_t d = 0; d < space->n_designs; d++) {
    const ply_tied_design *design = &space->designs[d];
    ply_tile *last = space->n_tiles > 0 ? &space->tiles[space->n_tiles - 1] : NULL;
    if (last != NULL && last->roster_id == design->roster_id && last->security == design->security)
      last->n++;
    else
      space->tiles[space->n_tiles++] =
          (ply_tile){.roster_id = design->roster_id, .security = design->security, .first = d, .n = 1};
  }
  return PLY_OK;
}

static ply_status build_parts(ply_space *space, bool merged) {
  bool looked_at[PLY_MAX_ISSUES], reads[PLY_MAX_ISSUES];
  ply_residue_issues(space->game, looked_at);
  security_issues(space->game, reads);
  split(space, looked_at, reads, merged);
  for (int j = 0; j < space->n_derived; j++) space->security_derived |= reads[space->derived[j]];
  if (!build_combos(space)) return PLY_E_MEMORY;
  ply_status status = ply_designs_list(space, looked_at, reads);
  if (status == PLY_OK) status = build_tiles(space);
  if (status == PLY_OK && !ply_tiles_order(space)) status = PLY_E_MEMORY;
  if (status != PLY_OK || !merged) return status;
  space->vectors = calloc(1, sizeof *space->vectors);
  if (space->vectors == NULL) return PLY_E_MEMORY;
  space->vectors->total = 1;
  for (int j = 0; j < space->n_loose; j++)
    space->vectors->total *= (uint64_t)space->game->scenario->issues[space->loose[j]].n_options;
  return PLY_OK;
}

static bool keep_alike(ply_space *space, const ply_symmetry *symmetry) {
  ply_symmetry *copy = PLY_NEW(space->arena, 1, ply_symmetry);
  if (copy != NULL) *copy = *symmetry;
  space->symmetry = copy;
  return copy != NULL;
}

static ply_status build(const ply_game *game, bool merged, const ply_symmetry *symmetry, size_t memory_bytes,
                        const ply_clock *clock, ply_space **out, ply_err *err) {
  *out = NULL;
  ply_status status = PLY_E_MEMORY;
  ply_space *space = calloc(1, sizeof *space);
  if (space != NULL && (space->arena = ply_arena_new()) != NULL) {
    space->game = game;
    space->clock = clock;
    ply_arena_limit(space->arena, memory_bytes);
    if (symmetry == NULL || keep_alike(space, symmetry)) status = build_parts(space, merged);
  }
  if (space != NULL) space->clock = NULL;
  if (status == PLY_OK) {
    space->bytes = memory_bytes - ply_arena_left(space->arena) + space->n_designs * sizeof *space->designs +
                   space->n_tiles * (sizeof *space->tiles + sizeof *space->turn);
    *out = space;
  } else {
    ply_space_free(space);
  }
  if (status == PLY_E_LIMIT && game->n_candidates == 0)
    ply_err_set(
        err, status,
        "too many designs of the issues that hang together to list within %zu MiB: a larger memory limit, "
        "or fewer of them that rules, bonuses or red lines look at, would help",
        memory_bytes >> 20);
  else if (status == PLY_E_LIMIT)
    ply_err_set(err, status,
                "too many tied designs or memberships to list within %zu MiB: a larger memory limit, fewer "
                "candidates or levels, or rules that narrow membership would help",
                memory_bytes >> 20);
  else if (status == PLY_E_STOPPED && !(clock->stop != NULL && *clock->stop != 0))
    status =
        ply_err_set(err, PLY_E_LIMIT,
                    "the time limit came while the feasible memberships of the designs were being listed, "
                    "before any was looked at: a longer limit would help");
  else if (status != PLY_OK)
    ply_err_set(err, status, status == PLY_E_STOPPED ? "stopped" : "not enough memory");
  return status;
}

ply_status ply_space_unlisted(const ply_game *game, ply_space **out, ply_err *err) {
  bool looked_at[PLY_MAX_ISSUES], reads[PLY_MAX_ISSUES];
  ply_space *space = calloc(1, sizeof *space);
  *out = NULL;
  if (space != NULL && (space->arena = ply_arena_new()) != NULL) {
    space->game = game;
    space->unlisted = true;
    ply_residue_issues(game, looked_at);
    security_issues(game, reads);
    tie_payoff_tables(game, reads);
    split(space, looked_at, reads, false);
    if (build_combos(space)) {
      *out = space;
      return PLY_OK;
    }
  }
  ply_space_free(space);
  return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

ply_status ply_space_build(const ply_game *game, size_t memory_bytes, const ply_clock *clock, ply_space **out,
                           ply_err *err) {
  return build(game, false, NULL, memory_bytes, clock, out, err);
}

ply_status ply_space_build_symmetric(const ply_game *game, const ply_symmetry *symmetry, size_t memory_bytes,
                                     const ply_clock *clock, ply_space **out, ply_err *err) {
  return build(game, false, symmetry, memory_bytes, clock, out, err);
}

/* Combos of the issues that tie to nothing; saturating. */
static uint64_t loose_combos(const ply_game *game) {
  bool looked_at[PLY_MAX_ISSUES], reads[PLY_MAX_ISSUES];
  ply_residue_issues(game, looked_at);
  security_issues(game, reads);
  tie_payoff_tables(game, reads);
  uint64_t n = 1;
  for (int k = 0; k < game->n_issues && n <= PLY_MOST_COMBOS; k++)
    if (game->issue_stride[k] != 0 && !looked_at[k] && !reads[k] && !valued_by_role(game, k))
      n *= (uint64_t)game->scenario->issues[k].n_options;
  return n;
}

bool ply_space_may_merge(const ply_game *game) {
  return game->n_candidates == 0 && loose_combos(game) > PLY_MOST_COMBOS;
}

ply_status ply_space_build_merged(const ply_game *game, size_t memory_bytes, const ply_clock *clock,
                                  ply_space **out, ply_err *err) {
  *out = NULL;
  if (!ply_space_may_merge(game)) return ply_err_set(err, PLY_E_LIMIT, "not a large additive space");
  return build(game, true, NULL, memory_bytes, clock, out, err);
}

void ply_space_free(ply_space *space) {
  if (space == NULL) return;
  free(space->rosters);
  free(space->security);
  free(space->security_option);
  free(space->designs);
  free(space->tiles);
  free(space->turn);
  if (space->vectors != NULL) {
    free(space->vectors->count);
    free(space->vectors->index);
    free(space->vectors->payoff);
  }
  free(space->vectors);
  ply_arena_free(space->arena);
  free(space);
}
