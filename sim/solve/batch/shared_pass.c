/* One pass over the space for many games that differ in numbers. What an actor accepts grows with its payoffs
 * and falls with its reservation, so a pass over a game that is above them all (sim/solve/space/envelope.h) finds
 * every bundle that is acceptable in any of them; each game's set is those of them that the actors that moved
 * still accept. Nothing else of the space is looked at again (solve_from_pass.c).
 *
 * Not kept: what asks about bundles that nobody accepts (veto weights, counts by actor, no-deal equilibria).
 * Not possible where a member may stand in a deal that it does not accept (quorums; candidates that are not
 * asked). Cost: one pass; then tied bundles acceptable in the relaxed game per solve. */
#include "sim/solve/batch/shared_pass.h"

#include "sim/solve/answer/answer.h"
#include "sim/solve/batch/kept_bundles.h"

#include <stdlib.h>

enum { MOST_BONUSES = 64 };

bool ply_shared_pass_possible(const ply_game *game, uint64_t moved) {
  if (game->spare > 0) return false;
  if (moved != 0 && (ply_space_may_merge(game) || game->n_bonuses > MOST_BONUSES)) return false;
  for (int c = 0; c < game->n_candidates; c++)
    if (!((game->required | game->if_member) >> game->candidate[c] & 1)) return false;
  return true;
}

/* A solve asks at every hit, some ten times what a search spends on a tied bundle: a pass that keeps more
 * than this share of them, or of what the search looks at where candidates are alike, would not pay. */
static const uint64_t WORTH_IT = 16;
static const size_t ALWAYS = (size_t)64 << 20; /* bytes that are kept whatever share that is */

static uint64_t tied_bundles(const ply_space *space) {
  uint64_t n = 0;
  for (size_t d = 0; d < space->n_designs; d++) n += (uint64_t)space->classes[space->designs[d].class_id]->n;
  return n;
}

static size_t bytes_of_hit(const ply_space *space) {
  size_t words = ((size_t)space->n_combos + 63) / 64;
  return sizeof(ply_accepted_row) + 2 * words * sizeof(uint64_t) +
         (size_t)space->game->n_actors * sizeof(double);
}

/* The memory for hits with which the pass is not worth its while if it is not enough. */
static size_t memory_for(const ply_space *space, size_t memory) {
  uint64_t most = tied_bundles(space) / WORTH_IT * 2; /* a scan gives half of its memory to hits */
  size_t each = bytes_of_hit(space), bytes = most > memory / each ? memory : (size_t)most * each;
  if (bytes < ALWAYS) bytes = ALWAYS;
  return bytes < memory ? bytes : memory;
}

bool ply_shared_pass_pays(const ply_game *game, const ply_solve_settings *settings) {
  ply_space *alone = NULL;
  if (ply_solve_space_symmetric(game, settings, &alone, NULL) != PLY_OK) return true;
  uint64_t listed = 0, all = 0;
  for (size_t d = 0; d < alone->n_designs; d++) {
    const ply_design_group *k = alone->classes[alone->designs[d].class_id];
    listed += (uint64_t)k->n;
    all += k->total;
  }
  ply_space_free(alone);
  return all / WORTH_IT < listed;
}

ply_status ply_shared_pass_new(ply_envelope *envelope, const ply_solve_settings *settings,
                               ply_shared_pass **out, ply_err *err) {
  *out = NULL;
  ply_clock clock = ply_clock_start(settings);
  ply_shared_pass *wide = calloc(1, sizeof *wide);
  if (wide == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  size_t memory = settings->memory_bytes > 0 ? settings->memory_bytes : (size_t)1 << 30;
  wide->envelope = envelope;
  wide->low = ply_envelope_relaxed(envelope);
  wide->moved = ply_envelope_moved(envelope);
  wide->guarded = ply_envelope_guarded(envelope);
  const int most = (int)(sizeof wide->line / sizeof *wide->line);
  wide->n_lines = ply_envelope_lines(envelope, wide->line, most);
  ply_status status =
      wide->low != NULL && wide->n_lines <= most
          ? ply_solve_space(wide->low, settings, &wide->space, err)
          : ply_err_set(err, PLY_E_LIMIT, "too many red lines, or numbers outside what is allowed");
  if (status == PLY_OK && wide->guarded && wide->space->security_derived)
    status = ply_err_set(err, PLY_E_LIMIT, "security reads derived issues");
  ply_solve_settings pass = *settings;
  if (status == PLY_OK) {
    pass.memory_bytes = memory_for(wide->space, memory);
    status = ply_scan_run(wide->space, ply_solve_proposer(wide->low), &pass, &clock, &wide->scan, err);
  }
  if (status == PLY_OK && (!wide->scan.complete || wide->scan.n_hits >= UINT32_MAX))
    status = ply_err_set(err, PLY_E_LIMIT, "too many bundles may be acceptable");
  if (status == PLY_OK && (status = ply_kept_fill(wide, memory)) != PLY_OK)
    ply_err_set(err, status, "no room to keep what may be acceptable");
  if (status == PLY_OK)
    *out = wide;
  else
    ply_shared_pass_free(wide);
  return status;
}

void ply_shared_pass_free(ply_shared_pass *wide) {
  if (wide == NULL) return;
  ply_kept_done(wide);
  ply_scan_done(&wide->scan);
  ply_space_free(wide->space);
  free(wide);
}

size_t ply_shared_pass_bytes(const ply_shared_pass *wide) {
  const ply_scan *s = &wide->scan;
  size_t hit = sizeof *s->hits + 2 * (size_t)s->combos.words * sizeof *s->accept +
               (size_t)wide->low->n_actors * sizeof *s->payoff;
  return s->n_hits * hit + s->n_offers * sizeof *s->offers + wide->bytes;
}

bool ply_shared_pass_covers(const ply_shared_pass *wide, const ply_game *game) {
  return ply_envelope_holds(wide->envelope, game) &&
         (wide->n_lines == 0 || ply_space_same_parts(wide->space, game));
}
