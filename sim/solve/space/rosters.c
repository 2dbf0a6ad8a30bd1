/* The roster of a design, put together from parts. Which memberships are feasible follows from the rules and the
 * derived issues alone; who is forbidden what, from red lines besides; what an actor sees, from its own lines, bonuses
 * and tables. Each part is made once for all designs that ask the same there: of 18,432 rosters with 13 million
 * memberships, parts with less than a million. Cost: parts * memberships, and a few look-ups for each roster. */
#include "sim/solve/space/rosters.h"

#include "sim/solve/space/bystanders.h"
#include "sim/solve/space/perspectives.h"
#include "sim/solve/space/sharing.h"
#include "sim/solve/space/tuples.h"

#include <stdlib.h>
#include <string.h>

/* Parts of one kind by number. */
typedef struct parts {
  ply_tuples names;
  void **at; /* [names.n] */
  size_t room;
} parts;

/* Where red lines forbid or refuse. */
typedef struct refusals {
  uint64_t *refused, *forbidden; /* [n] as in the roster */
  uint32_t may_sign;             /* candidates whose signing forbids nobody else anything */
} refusals;

struct ply_rosters {
  ply_space *space;
  const ply_clause *clauses;
  int n_clauses;
  ply_arena *scratch;
  parts listings, holds, refusals, sights, roots, seen, rosters;
  ply_numbering names;
  uint64_t *tuple; /* [n_clauses + n_actors + 4] */
  double *own;     /* [room] */
  uint64_t *refused;
  size_t room;
};

/* The place of a part; *is_new: it is to be put there. NULL without memory. */
static void **part_at(parts *p, const uint64_t *tuple, size_t width, uint32_t *number, bool *is_new) {
  uint32_t before = p->names.n;
  *number = ply_tuples_number(&p->names, tuple, width);
  if (*number == UINT32_MAX) return NULL;
  *is_new = *number == before;
  if (*number >= p->room) {
    size_t room = p->room > 0 ? 2 * p->room : 64;
    void **at = realloc(p->at, room * sizeof *at);
    if (at == NULL) return NULL;
    p->at = at;
    p->room = room;
  }
  if (*is_new) p->at[*number] = NULL;
  return &p->at[*number];
}

static void parts_done(parts *p) {
  ply_tuples_done(&p->names);
  free(p->at);
}

ply_rosters *ply_rosters_new(ply_space *space, const ply_clause *clauses, int n) {
  ply_rosters *r = calloc(1, sizeof *r);
  if (r == NULL) return NULL;
  r->space = space;
  r->clauses = clauses;
  r->n_clauses = n;
  r->scratch = ply_arena_new();
  r->tuple = malloc(((size_t)n + PLY_MAX_ACTORS + 4) * sizeof *r->tuple);
  if (r->scratch != NULL && r->tuple != NULL) return r;
  ply_rosters_free(r);
  return NULL;
}

void ply_rosters_free(ply_rosters *r) {
  if (r == NULL) return;
  parts *all[] = {&r->listings, &r->holds, &r->refusals, &r->sights, &r->roots, &r->seen, &r->rosters};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) parts_done(all[i]);
  ply_numbering_done(&r->names);
  ply_arena_free(r->scratch);
  free(r->tuple);
  free(r->own);
  free(r->refused);
  free(r);
}

/* ---- lists of memberships ---- */

/* Candidates that can sign at every membership without moving derived options, and are asked where they have. */
static uint32_t may_sign(const ply_game *game, const ply_roster *k) {
  size_t C = (size_t)game->n_candidates, L = (size_t)game->n_levels;
  uint32_t may = 0;
  for (size_t c = 0; c < C && k->signs_at > 0; c++) {
    uint64_t bit = (uint64_t)1 << game->candidate[c];
    bool so = true;
    for (size_t m = 0; m < (size_t)k->n && so; m++) {
      int level = k->level[m * C + c];
      if (level != 0 && level != k->signs_at) continue;
      int32_t other = k->neighbour[(m * C + c) * L + (level == 0 ? (size_t)k->signs_at : 0)];
      so = other >= 0;
      if (so && level == 0)
        so = k->row[m] == k->row[other] && !(k->party[m] & bit) && (k->party[other] & bit);
    }
    may |= (uint32_t)so << c;
  }
  return may;
}

static bool room_for(ply_rosters *r, size_t n) {
  if (n < r->room) return true;
  free(r->own);
  free(r->refused);
  r->own = malloc((n + 1) * sizeof *r->own);
  r->refused = malloc((n / 64 + 1) * sizeof *r->refused);
  r->room = r->own != NULL && r->refused != NULL ? n + 1 : 0;
  return r->room > 0;
}

static ply_status listing_at(ply_rosters *r, const uint16_t *option, const uint32_t *asks, uint32_t *number,
                             ply_listing **out) {
  size_t width = 0;
  bool is_new;
  for (int c = 0; c < r->n_clauses && r->clauses[c].kind <= PLY_CLAUSE_CONSENT; c++)
    r->tuple[width++] = asks[c];
  void **at = part_at(&r->listings, r->tuple, width, number, &is_new);
  if (at == NULL) return PLY_E_MEMORY;
  if (is_new) {
    ply_listing *listing;
    ply_status status = ply_listing_build(r->space, option, &listing);
    if (status != PLY_OK) return status;
    ply_roster *k = &listing->memberships;
    k->signs_at = ply_bystanders_level(r->space);
    listing->may_sign = may_sign(r->space->game, k);
    if (!ply_perspectives_efforts(r->space, &r->names, listing) || !room_for(r, (size_t)k->n))
      return PLY_E_MEMORY;
    *at = listing;
  }
  *out = *at;
  return PLY_OK;
}

/* ---- where a clause holds ---- */

static void look_up(const ply_game *game, const ply_listing *listing, const ply_clause *clause,
                    const uint16_t *tied, uint64_t *out) {
  const ply_roster *k = &listing->memberships;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS] = {0};
  size_t C = (size_t)game->n_candidates;
  memcpy(option, tied, (size_t)game->n_issues * sizeof *option);
  for (size_t m = 0; m < (size_t)k->n; m++) {
    for (size_t c = 0; c < C; c++) level[game->candidate[c]] = k->level[m * C + c];
    const uint16_t *derived = k->derived + (size_t)k->row[m] * (size_t)game->n_issues;
    for (int j = 0; j < game->n_issues; j++)
      if (game->issue_stride[j] == 0) option[j] = derived[j];
    if (ply_clause_holds(game, clause, option, level)) out[m / 64] |= (uint64_t)1 << (m % 64);
  }
}

/* The memberships of a list, as bits, at which what a clause still asks holds. NULL without memory. */
static const uint64_t *holds_at(ply_rosters *r, uint32_t listing, int clause, const uint16_t *option,
                                const uint32_t *asks) {
  const uint64_t tuple[] = {listing, (uint64_t)clause, asks[clause]};
  const ply_listing *list = r->listings.at[listing];
  uint32_t number;
  bool is_new;
  void **at = part_at(&r->holds, tuple, 3, &number, &is_new);
  if (at == NULL) return NULL;
  if (is_new) {
    uint64_t *bits = PLY_NEW(r->scratch, list->memberships.n / 64 + 1, uint64_t);
    if (bits == NULL) return NULL;
    look_up(r->space->game, list, &r->clauses[clause], option, bits);
    *at = bits;
  }
  return *at;
}

/* ---- red lines ---- */

/* Candidates whose signing changes nobody else's mask. */
static uint32_t signing_keeps(const ply_game *game, const ply_roster *k, const uint64_t *mask) {
  size_t C = (size_t)game->n_candidates, L = (size_t)game->n_levels;
  uint32_t keeps = 0;
  for (size_t c = 0; c < C && k->signs_at > 0; c++) {
    uint64_t others = ~((uint64_t)1 << game->candidate[c]);
    bool so = true;
    for (size_t m = 0; m < (size_t)k->n && so; m++) {
      int32_t in = k->neighbour[(m * C + c) * L + (size_t)k->signs_at];
      if (k->level[m * C + c] == 0 && in >= 0) so = ((mask[m] ^ mask[in]) & others) == 0;
    }
    keeps |= (uint32_t)so << c;
  }
  return keeps;
}

static bool add_line(ply_rosters *r, uint32_t listing, int clause, const uint16_t *option,
                     const uint32_t *asks, refusals *out) {
  const ply_line *line = &r->space->game->lines[r->clauses[clause].at];
  const uint64_t *bits = holds_at(r, listing, clause, option, asks);
  size_t n = (size_t)((ply_listing *)r->listings.at[listing])->memberships.n;
  uint64_t bit = (uint64_t)1 << line->actor;
  for (size_t m = 0; m < n && bits != NULL; m++) {
    if (!(bits[m / 64] >> (m % 64) & 1)) continue;
    out->refused[m] |= bit;
    if (line->line->effect == PLY_STAY_OUT) out->forbidden[m] |= bit;
  }
  return bits != NULL;
}

static refusals *refusals_at(ply_rosters *r, uint32_t listing, const uint16_t *option, const uint32_t *asks) {
  const ply_roster *k = &((ply_listing *)r->listings.at[listing])->memberships;
  ply_arena *arena = r->space->arena;
  size_t width = 0;
  uint32_t number;
  bool is_new;
  r->tuple[width++] = listing;
  for (int c = 0; c < r->n_clauses; c++)
    if (r->clauses[c].kind == PLY_CLAUSE_LINE) r->tuple[width++] = asks[c];
  void **at = part_at(&r->refusals, r->tuple, width, &number, &is_new);
  if (at == NULL || !is_new) return at != NULL ? *at : NULL;
  refusals *out = PLY_NEW(arena, 1, refusals);
  if (out == NULL) return NULL;
  out->refused = PLY_NEW(arena, k->n, uint64_t);
  out->forbidden = PLY_NEW(arena, k->n, uint64_t);
  if (out->refused == NULL || out->forbidden == NULL) return NULL;
  for (int c = 0; c < r->n_clauses; c++)
    if (r->clauses[c].kind == PLY_CLAUSE_LINE && asks[c] != 0 && !add_line(r, listing, c, option, asks, out))
      return NULL;
  out->may_sign = signing_keeps(r->space->game, k, out->forbidden);
  *at = out;
  return out;
}

/* ---- what an actor sees ---- */

/* Candidates, the actor left out, whose signing is nothing to it. */
static uint32_t signing_unseen(const ply_game *game, const ply_roster *k, const uint32_t *seen, int actor) {
  size_t C = (size_t)game->n_candidates, L = (size_t)game->n_levels;
  uint32_t unseen = 0;
  for (size_t c = 0; c < C && k->signs_at > 0; c++) {
    bool so = true;
    for (size_t m = 0; m < (size_t)k->n && so && game->candidate[c] != actor; m++) {
      int32_t in = k->neighbour[(m * C + c) * L + (size_t)k->signs_at];
      if (k->level[m * C + c] == 0 && in >= 0) so = seen[m] == seen[in];
    }
    unseen |= (uint32_t)so << c;
  }
  return unseen;
}

/* What the actor's payoff takes from membership alone: its level, then bonuses, then tables, in their order. */
static bool fill_own(ply_rosters *r, uint32_t listing, int actor, const uint16_t *option,
                     const uint32_t *asks) {
  const ply_game *game = r->space->game;
  const ply_roster *k = &((ply_listing *)r->listings.at[listing])->memberships;
  size_t n = (size_t)k->n, C = (size_t)game->n_candidates;
  int own = game->candidate_of[actor];
  memset(r->refused, 0, (n / 64 + 1) * sizeof *r->refused);
  for (size_t m = 0; m < n; m++)
    r->own[m] = own >= 0 ? game->level_gain[actor * game->n_levels + k->level[m * C + (size_t)own]] : 0;
  for (int c = 0; c < r->n_clauses; c++) {
    const ply_clause *clause = &r->clauses[c];
    bool table = clause->kind == PLY_CLAUSE_TERM && game->terms[clause->at].table != NULL;
    if (clause->actor != actor || asks[c] == 0 || table) continue;
    const uint64_t *bits = holds_at(r, listing, c, option, asks);
    if (bits == NULL) return false;
    if (clause->kind == PLY_CLAUSE_LINE)
      for (size_t w = 0; w <= n / 64; w++) r->refused[w] |= bits[w];
    if (clause->kind != PLY_CLAUSE_TERM) continue;
    double gain = game->terms[clause->at].value[1];
    for (size_t m = 0; m < n; m++)
      if (bits[m / 64] >> (m % 64) & 1) r->own[m] += gain;
  }
  return true;
}

/* Whether the term is a table that looks at membership. */
static bool looks_at_members(const ply_payoff_term *term) {
  return term->table != NULL && !term->table->free;
}

static void add_tables(ply_rosters *r, const ply_roster *k, int actor, const uint16_t *tied) {
  const ply_game *game = r->space->game;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS] = {0};
  size_t C = (size_t)game->n_candidates;
  memcpy(option, tied, (size_t)game->n_issues * sizeof *option);
  for (size_t m = 0; m < (size_t)k->n; m++) {
    for (size_t c = 0; c < C; c++) level[game->candidate[c]] = k->level[m * C + c];
    for (int j = 0; j < game->n_issues; j++)
      if (game->issue_stride[j] == 0)
        option[j] = k->derived[(size_t)k->row[m] * (size_t)game->n_issues + (size_t)j];
    for (PLY_EACH_TERM(term, game, actor))
      if (looks_at_members(term)) r->own[m] += term->value[ply_payoff_term_at(game, term, option, level)];
  }
}

static bool has_tables(const ply_game *game, int actor) {
  bool any = false;
  for (PLY_EACH_TERM(term, game, actor)) any |= looks_at_members(term);
  return any;
}

static ply_status sight_at(ply_rosters *r, uint32_t listing, int actor, const uint16_t *option,
                           const uint32_t *asks, uint32_t *number, ply_perspectives **out) {
  const ply_listing *list = r->listings.at[listing];
  size_t width = 0;
  bool is_new;
  r->tuple[width++] = listing;
  r->tuple[width++] = (uint64_t)actor;
  for (int c = 0; c < r->n_clauses; c++)
    if (r->clauses[c].actor == actor) r->tuple[width++] = asks[c];
  void **at = part_at(&r->sights, r->tuple, width, number, &is_new);
  if (at == NULL) return PLY_E_MEMORY;
  if (is_new) {
    if (!fill_own(r, listing, actor, option, asks)) return PLY_E_MEMORY;
    if (has_tables(r->space->game, actor)) add_tables(r, &list->memberships, actor, option);
    ply_perspectives *seen;
    ply_status status = ply_perspectives_build(r->space, &r->names, list, actor, r->own, r->refused, &seen);
    if (status != PLY_OK) return status;
    seen->may_sign = signing_unseen(r->space->game, &list->memberships, seen->at, actor);
    *at = seen;
  }
  *out = *at;
  return PLY_OK;
}

/* ---- rosters ---- */

/* Those who sign as bystanders, and what everybody sees at the roots. False without memory. */
static bool add_roots(ply_rosters *r, uint32_t listing, const uint32_t *sights, uint32_t free,
                      ply_roster *k) {
  ply_arena *arena = r->space->arena;
  const uint64_t tuple[] = {listing, free};
  uint32_t number;
  bool is_new;
  void **at = part_at(&r->roots, tuple, 2, &number, &is_new);
  if (at == NULL) return false;
  if (is_new)
    *at = ply_bystanders_roots(r->space->game, arena, &((ply_listing *)r->listings.at[listing])->memberships,
                               free);
  const ply_roots *roots = *at;
  if (roots == NULL) return false;
  k->n_roots = roots->n;
  k->root = roots->root;
  k->bystanders = roots->bystanders;
  for (int i = 0; i < r->space->game->n_actors; i++) {
    const uint64_t which[] = {sights[i], free};
    k->root_seen[i] = k->seen[i]->at;
    if (free == 0) continue;
    void **seen_at = part_at(&r->seen, which, 2, &number, &is_new);
    if (seen_at == NULL) return false;
    if (is_new) {
      uint32_t *seen = PLY_NEW(arena, roots->n, uint32_t);
      if (seen == NULL) return false;
      for (int j = 0; j < roots->n; j++) seen[j] = k->seen[i]->at[roots->root[j]];
      *seen_at = seen;
    }
    k->root_seen[i] = *seen_at;
  }
  return true;
}

static bool join_space(ply_space *space, ply_roster *k, uint32_t *id) {
  if ((space->n_rosters & (space->n_rosters - 1)) == 0) {
    size_t capacity = space->n_rosters > 0 ? (size_t)space->n_rosters * 2 : 1;
    ply_roster **rosters = realloc(space->rosters, capacity * sizeof *rosters);
    if (rosters == NULL) return false;
    space->rosters = rosters;
  }
  *id = (uint32_t)space->n_rosters;
  space->rosters[space->n_rosters++] = k;
  if (k->n > space->most_memberships) space->most_memberships = k->n;
  return true;
}

static ply_status assemble(ply_rosters *r, uint32_t listing, const refusals *by, ply_perspectives **seen,
                           const uint32_t *sights, uint32_t *id) {
  const ply_game *game = r->space->game;
  const ply_listing *list = r->listings.at[listing];
  ply_roster *k = PLY_NEW(r->space->arena, 1, ply_roster);
  if (k == NULL) return PLY_E_MEMORY;
  *k = list->memberships;
  k->refused = by->refused;
  k->forbidden = by->forbidden;
  k->listing = listing;
  k->seen = PLY_NEW(r->space->arena, game->n_actors, ply_perspectives *);
  k->root_seen = PLY_NEW(r->space->arena, game->n_actors, const uint32_t *);
  if (k->seen == NULL || k->root_seen == NULL) return PLY_E_MEMORY;
  memcpy(k->seen, seen, (size_t)game->n_actors * sizeof *seen);
  uint32_t free = list->may_sign & by->may_sign;
  for (int i = 0; i < game->n_actors; i++) free &= seen[i]->may_sign;
  return add_roots(r, listing, sights, free, k) && join_space(r->space, k, id) ? PLY_OK : PLY_E_MEMORY;
}

static ply_status roster_at(ply_rosters *r, const uint16_t *option, const uint32_t *asks, uint32_t *id) {
  uint32_t listing, sights[PLY_MAX_ACTORS], number;
  ply_perspectives *seen[PLY_MAX_ACTORS];
  ply_listing *list;
  bool is_new;
  *id = PLY_NO_ROSTER;
  ply_status status = listing_at(r, option, asks, &listing, &list);
  if (status != PLY_OK || list->memberships.n == 0) return status;
  const refusals *by = refusals_at(r, listing, option, asks);
  if (by == NULL) return PLY_E_MEMORY;
  for (int i = 0; i < r->space->game->n_actors && status == PLY_OK; i++)
    status = sight_at(r, listing, i, option, asks, &sights[i], &seen[i]);
  if (status != PLY_OK) return status;
  r->tuple[0] = (uint64_t)(uintptr_t)by;
  for (int i = 0; i < r->space->game->n_actors; i++) r->tuple[1 + i] = sights[i];
  void **at = part_at(&r->rosters, r->tuple, 1 + (size_t)r->space->game->n_actors, &number, &is_new);
  if (at == NULL) return PLY_E_MEMORY;
  if (is_new) {
    status = assemble(r, listing, by, seen, sights, id);
    *at = (void *)(uintptr_t)*id;
  }
  *id = (uint32_t)(uintptr_t)*at;
  return status;
}

ply_status ply_rosters_at(ply_rosters *r, const uint16_t *option, const uint32_t *asks, uint32_t *id) {
  ply_status status = roster_at(r, option, asks, id);
  return status == PLY_E_MEMORY && ply_arena_left(r->space->arena) == 0 ? PLY_E_LIMIT : status;
}

bool ply_rosters_share(ply_rosters *r) {
  uint32_t n = r->sights.names.n, *listing = malloc(n * sizeof *listing + 1),
           *actor = malloc(n * sizeof *actor + 1);
  for (uint32_t i = 0; i < n && listing != NULL && actor != NULL; i++) {
    const uint64_t *tuple = ply_tuples_at(&r->sights.names, i);
    listing[i] = (uint32_t)tuple[0];
    actor[i] = (uint32_t)tuple[1];
  }
  bool ok = listing != NULL && actor != NULL &&
            ply_space_share(r->space, (ply_listing **)r->listings.at, r->listings.names.n,
                            (ply_perspectives **)r->sights.at, listing, actor, n);
  free(listing);
  free(actor);
  return ok;
}
