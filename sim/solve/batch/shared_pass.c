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
  if (ply_space_may_merge(game) || (moved != 0 && game->n_bonuses > MOST_BONUSES)) return false;
  for (int c = 0; c < game->n_candidates; c++)
    if (!((game->required | game->if_member) >> game->candidate[c] & 1)) return false;
  return true;
}

/* A solve asks at every entry, some ten times what a search spends on a tied bundle: a pass that keeps more
 * than this share of them, or of what the search looks at where candidates are alike, would not pay. */
static const uint64_t WORTH_IT = 16;
static const size_t ALWAYS = (size_t)64 << 20; /* bytes that are kept whatever share that is */

static uint64_t tied_bundles(const ply_space *space) {
  uint64_t n = 0;
  for (size_t d = 0; d < space->n_designs; d++) n += (uint64_t)space->rosters[space->designs[d].roster_id]->n;
  return n;
}

static size_t bytes_of_hit(const ply_space *space) {
  size_t words = ((size_t)space->n_combos + 63) / 64;
  return sizeof(ply_accepted_row) + 2 * words * sizeof(uint64_t) +
         (size_t)space->game->n_actors * sizeof(double);
}

/* The memory for entries with which the pass is not worth its while if it is not enough. */
static size_t memory_for(const ply_space *space, size_t memory) {
  uint64_t most = tied_bundles(space) / WORTH_IT * 2; /* a scan gives half of its memory to entries */
  size_t each = bytes_of_hit(space), bytes = most > memory / each ? memory : (size_t)most * each;
  if (bytes < ALWAYS) bytes = ALWAYS;
  return bytes < memory ? bytes : memory;
}

bool ply_shared_pass_pays(const ply_game *game, const ply_solve_settings *settings) {
  ply_space *alone = NULL;
  if (ply_solve_space_symmetric(game, settings, &(ply_clock){.stop = settings->stop}, &alone, NULL) != PLY_OK)
    return true;
  uint64_t listed = 0, all = 0;
  for (size_t d = 0; d < alone->n_designs; d++) {
    const ply_roster *k = alone->rosters[alone->designs[d].roster_id];
    listed += (uint64_t)k->n;
    all += k->total;
  }
  ply_space_free(alone);
  return all / WORTH_IT < listed;
}

/* Whether the rules hold some member in. What keeps it there is its payoff of no deal, so that which memberships are
 * join equilibria moves with the reservations; in a bundle that everybody asked accepts nobody is held against its
 * will, so that what is acceptable, sustained and stable does not. */
static bool holds_members(const ply_space *space) {
  size_t n = (size_t)space->game->n_candidates, levels = (size_t)space->game->n_levels;
  for (int k = 0; k < space->n_rosters; k++) {
    const ply_roster *roster = space->rosters[k];
    for (size_t at = 0; at < (size_t)roster->n * n; at++)
      if (roster->level[at] != 0 && roster->neighbour[at * levels] < 0) return true;
  }
  return false;
}

ply_status ply_shared_pass_new(ply_envelope *envelope, const ply_solve_settings *settings,
                               ply_shared_pass **out, ply_err *err) {
  *out = NULL;
  ply_clock clock = ply_clock_start(settings);
  ply_shared_pass *pass = calloc(1, sizeof *pass);
  if (pass == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  size_t memory = ply_solve_memory(settings);
  pass->envelope = envelope;
  pass->low = ply_envelope_relaxed(envelope);
  pass->moved = ply_envelope_moved(envelope);
  pass->guarded = ply_envelope_guarded(envelope);
  const int most = (int)(sizeof pass->line / sizeof *pass->line);
  pass->n_lines = ply_envelope_lines(envelope, pass->line, most);
  ply_status status =
      pass->low != NULL && pass->n_lines <= most
          ? ply_solve_space(pass->low, settings, &clock, &pass->space, err)
          : ply_err_set(err, PLY_E_LIMIT, "too many red lines, or numbers outside what is allowed");
  if (status == PLY_OK && pass->guarded && pass->space->security_derived)
    status = ply_err_set(err, PLY_E_LIMIT, "security reads derived issues");
  if (status == PLY_OK) pass->holds_members = holds_members(pass->space);
  ply_solve_settings scan = *settings;
  if (status == PLY_OK) {
    scan.memory_bytes = memory_for(pass->space, memory);
    status = ply_scan_run(pass->space, ply_solve_proposer(pass->low), &scan, &clock, &pass->scan, err);
  }
  if (status == PLY_OK && (!pass->scan.complete || pass->scan.n_accepted >= UINT32_MAX))
    status = ply_err_set(err, PLY_E_LIMIT, "too many bundles may be acceptable");
  if (status == PLY_OK && (status = ply_kept_fill(pass, memory)) != PLY_OK)
    ply_err_set(err, status, "no room to keep what may be acceptable");
  if (status == PLY_OK)
    *out = pass;
  else
    ply_shared_pass_free(pass);
  return status;
}

void ply_shared_pass_free(ply_shared_pass *pass) {
  if (pass == NULL) return;
  ply_kept_done(pass);
  ply_scan_done(&pass->scan);
  ply_space_free(pass->space);
  free(pass);
}

size_t ply_shared_pass_bytes(const ply_shared_pass *pass) {
  const ply_scan *s = &pass->scan;
  size_t entry = sizeof *s->accepted + 2 * (size_t)s->combos.words * sizeof *s->accept +
                 (size_t)pass->low->n_actors * sizeof *s->payoff;
  return s->n_accepted * entry + s->n_offers * sizeof *s->offers + pass->bytes;
}

bool ply_shared_pass_counts_joins(const ply_shared_pass *pass) { return !pass->holds_members; }

bool ply_shared_pass_covers(const ply_shared_pass *pass, const ply_game *game) {
  return ply_envelope_holds(pass->envelope, game) &&
         (pass->n_lines == 0 || ply_space_same_parts(pass->space, game));
}
