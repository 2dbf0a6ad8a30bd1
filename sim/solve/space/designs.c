/* Which tied designs are feasible, and what do they leave open? Depth first over the issues that conditions look at: a
 * rule that is broken whoever joins ends a branch as soon as its issues stand, and what each clause still asks is looked
 * up where the last of its issues is fixed, so that designs that ask the same meet in the same state. The other tied
 * issues multiply what is found. Cost: branches * clauses that end there. */
#include "sim/solve/space/designs.h"

#include "sim/solve/space/asks.h"
#include "sim/solve/space/rosters.h"

#include "sim/game/security.h"

#include <stdlib.h>
#include <string.h>

/* ---- security inputs ---- */

/* A number for the options of a few issues. */
typedef struct projection {
  int n, issue[PLY_MAX_ISSUES], width[PLY_MAX_ISSUES];
  uint64_t size;
  uint32_t *id; /* [size] what belongs to each projected design */
} projection;

static const uint64_t MOST_PROJECTED = (uint64_t)1 << 26;

static ply_status projection_init(projection *p, const ply_space *space, const bool *of) {
  *p = (projection){.size = 1};
  for (int j = 0; j < space->n_tied; j++) {
    if (!of[space->tied[j]]) continue;
    p->issue[p->n] = space->tied[j];
    p->width[p->n] = space->game->scenario->issues[space->tied[j]].n_options;
    p->size *= (uint64_t)p->width[p->n++];
    if (p->size > MOST_PROJECTED) return PLY_E_LIMIT;
  }
  p->id = malloc((size_t)p->size * sizeof *p->id);
  return p->id != NULL ? PLY_OK : PLY_E_MEMORY;
}

static void projection_options(const projection *p, uint64_t code, uint16_t *option) {
  for (int j = p->n - 1; j >= 0; j--) {
    option[p->issue[j]] = (uint16_t)(code % (uint64_t)p->width[j]);
    code /= (uint64_t)p->width[j];
  }
}

static uint64_t projection_code(const projection *p, const uint16_t *option) {
  uint64_t code = 0;
  for (int j = 0; j < p->n; j++) code = code * (uint64_t)p->width[j] + option[p->issue[j]];
  return code;
}

/* Security inputs by number. */
typedef struct inputs_directory {
  size_t capacity; /* a power of two */
  uint32_t *slot;  /* 0: free, else number + 1 */
} inputs_directory;

static uint64_t hash_inputs(const ply_security_inputs *inputs) {
  uint64_t word[sizeof *inputs / sizeof(uint64_t)], hash = 0;
  memcpy(word, inputs, sizeof word);
  for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
    hash = (hash ^ word[i]) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  return hash;
}

/* The slot of equal inputs, or a free one. */
static uint32_t *slot_of(const inputs_directory *d, const ply_space *space,
                         const ply_security_inputs *inputs) {
  for (size_t at = (size_t)hash_inputs(inputs);; at++) {
    uint32_t *slot = &d->slot[at & (d->capacity - 1)];
    if (*slot == 0 || memcmp(&space->security[*slot - 1], inputs, sizeof *inputs) == 0) return slot;
  }
}

static ply_status build_security(ply_space *space, projection *p) {
  uint16_t option[PLY_MAX_ISSUES] = {0};
  size_t n = (size_t)space->game->n_issues;
  bool keeps = space->security_derived || space->game->range != NULL;
  inputs_directory d = {.capacity = 64};
  while (d.capacity < 2 * p->size) d.capacity *= 2;
  d.slot = calloc(d.capacity, sizeof *d.slot);
  space->security = malloc((size_t)p->size * sizeof *space->security);
  space->security_option = keeps ? malloc((size_t)p->size * n * sizeof *option) : NULL;
  bool ok = d.slot != NULL && space->security != NULL && (!keeps || space->security_option != NULL);
  for (uint64_t code = 0; code < p->size && ok; code++) {
    projection_options(p, code, option);
    ply_security_inputs inputs = ply_game_security_key(space->game, option);
    uint32_t none = 0, *slot = space->security_derived ? &none : slot_of(&d, space, &inputs);
    if (*slot == 0) {
      if (keeps) memcpy(space->security_option + (size_t)space->n_security * n, option, n * sizeof *option);
      space->security[space->n_security++] = inputs;
      *slot = (uint32_t)space->n_security;
    }
    p->id[code] = *slot - 1;
  }
  free(d.slot);
  return ok ? PLY_OK : PLY_E_MEMORY;
}

/* ---- the walk ---- */

typedef struct walk {
  ply_space *space;
  const projection *security;
  int n_looked, looked[PLY_MAX_ISSUES]; /* the tied issues that conditions look at, in file order */
  int n_rest, rest[PLY_MAX_ISSUES];     /* the others */
  int n_clauses;
  ply_asks *asks;               /* [n_clauses] */
  int *by_end;                  /* [n_clauses] the clauses by where their last issue stands */
  int ends[PLY_MAX_ISSUES + 2]; /* those that end at depth d: by_end[ends[d] .. ends[d + 1] - 1] */
  uint32_t *asked;              /* [n_clauses] what each asks */
  uint64_t *tuple;              /* [n_clauses + 2] */
  ply_tuples states;
  uint32_t *roster; /* [states] of those at which all stands; room as of states */
  size_t room, capacity;
  ply_rosters *rosters;
  ply_words words;
  uint16_t option[PLY_MAX_ISSUES];
  uint64_t steps;
} walk;

/* How many of the looked-at issues, in their order, are to be fixed before the clause is known. */
static int end_of(const walk *w, const ply_clause *clause) {
  int end = 0;
  for (int d = 0; d < w->n_looked; d++)
    if (clause->look_at >> w->looked[d] & 1) end = d + 1;
  return end;
}

static void sort_clauses(walk *w, const ply_clause *clauses) {
  int n = 0;
  for (int d = 0; d <= w->n_looked; d++) {
    w->ends[d] = n;
    for (int c = 0; c < w->n_clauses; c++)
      if (end_of(w, &clauses[c]) == d) w->by_end[n++] = c;
  }
  w->ends[w->n_looked + 1] = n;
}

static ply_status walk_init(walk *w, const bool *looked_at) {
  ply_space *space = w->space;
  for (int j = 0; j < space->n_tied; j++) {
    int k = space->tied[j];
    if (looked_at[k])
      w->looked[w->n_looked++] = k;
    else
      w->rest[w->n_rest++] = k;
  }
  ply_clause *clauses = ply_clauses_list(space->game, space->arena, &w->n_clauses);
  size_t n = (size_t)w->n_clauses;
  w->asks = calloc(n + 1, sizeof *w->asks);
  w->by_end = malloc((n + 1) * sizeof *w->by_end);
  w->asked = calloc(n + 1, sizeof *w->asked);
  w->tuple = malloc((n + 2) * sizeof *w->tuple);
  if (!clauses || !w->asks || !w->by_end || !w->asked || !w->tuple) return PLY_E_MEMORY;
  for (size_t c = 0; c < n; c++) ply_asks_init(space->game, &clauses[c], &w->asks[c]);
  sort_clauses(w, clauses);
  w->rosters = ply_rosters_new(space, clauses, w->n_clauses);
  return w->rosters != NULL ? PLY_OK : PLY_E_MEMORY;
}

static void walk_done(walk *w) {
  for (int c = 0; c < w->n_clauses && w->asks != NULL; c++) ply_asks_done(&w->asks[c]);
  free(w->asks);
  free(w->by_end);
  free(w->asked);
  free(w->tuple);
  free(w->roster);
  free(w->words.at);
  ply_tuples_done(&w->states);
  ply_rosters_free(w->rosters);
}

/* Whether there is memory for so many designs: once to keep and once to sort. */
static bool fits(const ply_space *space, size_t designs) {
  return designs <= ply_arena_left(space->arena) / (2 * sizeof *space->designs);
}

static ply_status keep(walk *w, uint32_t roster, uint64_t refused) {
  ply_space *space = w->space;
  const ply_game *game = space->game;
  if (space->n_designs % 4096 == 0 && ply_clock_says(space->clock) != NULL) return PLY_E_STOPPED;
  if (space->n_designs == w->capacity) {
    size_t capacity = w->capacity > 0 ? w->capacity * 2 : 1024;
    if (!fits(space, capacity)) return PLY_E_LIMIT;
    ply_tied_design *designs = realloc(space->designs, capacity * sizeof *designs);
    if (designs == NULL) return PLY_E_MEMORY;
    space->designs = designs;
    w->capacity = capacity;
  }
  ply_tied_design *design = &space->designs[space->n_designs++];
  *design = (ply_tied_design){.roster_id = roster,
                              .refused = refused,
                              .security = w->security->id[projection_code(w->security, w->option)]};
  for (int j = 0; j < space->n_tied; j++)
    design->index += game->issue_stride[space->tied[j]] * w->option[space->tied[j]];
  return PLY_OK;
}

/* Steps the other issues; false after the last choice. */
static bool next_of_rest(walk *w) {
  for (int j = w->n_rest - 1; j >= 0; j--) {
    int k = w->rest[j];
    if (++w->option[k] < w->space->game->scenario->issues[k].n_options) return true;
    w->option[k] = 0;
  }
  return false;
}

/* All designs at which the issues looked at stand as they do. */
static ply_status keep_all(walk *w, uint32_t state) {
  if (state >= w->room) {
    size_t room = 2 * (size_t)state + 64;
    uint32_t *roster = realloc(w->roster, room * sizeof *roster);
    if (roster == NULL) return PLY_E_MEMORY;
    memset(roster + w->room, 0, (room - w->room) * sizeof *roster);
    w->roster = roster;
    w->room = room;
  }
  uint32_t id = w->roster[state] - 1;
  if (w->roster[state] == 0) {
    ply_status status = ply_rosters_at(w->rosters, w->option, w->asked, &id);
    if (status != PLY_OK) return status;
    w->roster[state] = id + 1; /* none: 0, and asked again */
  }
  if (id == PLY_NO_ROSTER) return PLY_OK;
  uint64_t refused = ply_design_refuses(w->space->game, w->option);
  ply_status status;
  do status = keep(w, id, refused);
  while (next_of_rest(w) && status == PLY_OK);
  return status;
}

/* Looks up the clauses that end here; *state becomes the number of what all clauses so far ask. False where a rule is
 * broken. */
static bool settle(walk *w, int depth, uint32_t *state, ply_status *status) {
  size_t width = 0;
  w->tuple[width++] = (uint64_t)depth << 32 | *state;
  for (int e = w->ends[depth]; e < w->ends[depth + 1]; e++) {
    int c = w->by_end[e];
    uint32_t asks = ply_asks_at(w->space->game, &w->asks[c], w->option, &w->words);
    if (asks == PLY_ASKS_BROKEN) return false;
    if (asks == PLY_ASKS_FAILED) *status = PLY_E_MEMORY;
    w->asked[c] = asks;
    w->tuple[width++] = asks;
  }
  *state = ply_tuples_number(&w->states, w->tuple, width);
  if (*state == UINT32_MAX) *status = PLY_E_MEMORY;
  return *status == PLY_OK;
}

static ply_status descend(walk *w, int depth, uint32_t state) {
  ply_status status = PLY_OK;
  if (w->steps++ % 64 == 0 && ply_clock_says(w->space->clock) != NULL) return PLY_E_STOPPED;
  if (!settle(w, depth, &state, &status)) return status;
  if (depth == w->n_looked) return keep_all(w, state);
  int k = w->looked[depth];
  for (int o = 0; o < w->space->game->scenario->issues[k].n_options && status == PLY_OK; o++) {
    w->option[k] = (uint16_t)o;
    status = descend(w, depth + 1, state);
  }
  w->option[k] = 0;
  return status;
}

static int compare_designs(const void *a, const void *b) {
  const ply_tied_design *x = a, *y = b;
  if (x->roster_id != y->roster_id) return x->roster_id < y->roster_id ? -1 : 1;
  if (x->security != y->security) return x->security < y->security ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

static void sort_designs(ply_space *space) {
  ply_tied_design *d = space->designs;
  for (size_t k = 1; k < space->n_designs; k++)
    if (compare_designs(&d[k - 1], &d[k]) > 0) {
      qsort(d, space->n_designs, sizeof *d, compare_designs);
      return;
    }
}

/* Whether it is plain from the start that the designs are too many: no rule leaves any of them out. */
static bool too_many(const ply_space *space) {
  size_t n = 1;
  for (int j = 0; j < space->n_tied && space->game->scenario->n_rules == 0; j++) {
    size_t options = (size_t)space->game->scenario->issues[space->tied[j]].n_options;
    if (__builtin_mul_overflow(n, options, &n) || !fits(space, n)) return true;
  }
  return false;
}

ply_status ply_designs_list(ply_space *space, const bool *looked_at, const bool *reads) {
  if (too_many(space)) return PLY_E_LIMIT;
  projection security;
  walk w = {.space = space, .security = &security};
  ply_status status = projection_init(&security, space, reads);
  if (status == PLY_OK) status = build_security(space, &security);
  if (status == PLY_OK) status = walk_init(&w, looked_at);
  if (status == PLY_OK) status = descend(&w, 0, 0);
  if (status == PLY_OK) sort_designs(space);
  if (status == PLY_OK && !ply_rosters_share(w.rosters)) status = PLY_E_MEMORY;
  walk_done(&w);
  free(security.id);
  if (status == PLY_E_MEMORY && ply_arena_left(space->arena) == 0) status = PLY_E_LIMIT;
  return status;
}
