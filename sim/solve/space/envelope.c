/* Which game is above many others? A payoff is a sum of terms, and whoever is asked compares it with a
 * reservation; so a game whose every term is the largest of that term in any of the games, and whose
 * reservations are the lowest, accepts whatever one of them accepts. To keep it close to them, each issue is
 * measured from one of its options, and what those options give together is moved, with the reservation,
 * into one number per actor (per level, for candidates): weights that are kept at their sum then move little.
 * Indicators are never negative, so the largest slope bounds what goes with them; where numbers of the
 * security block or efforts move, indicators lie in ranges (range.c).
 *
 * Example: two issues of weights w and 1 - w, w in [0.4, 0.6]; values 0, 0.5, 1. Term by term the best is
 * 0.6 + 0.6; measured from the middle it is 0.5 + 0.3 + 0.3 = 1.1. Cost: the numbers of a game, for each. */
#include "sim/solve/space/envelope.h"

#include "sim/game/security.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ply_envelope {
  ply_game *game; /* the first, and then the relaxed one */
  int *middle;    /* [n_actors * n_issues] the option that an issue is measured from */
  size_t n, *at;  /* numbers of all actors; [n_actors + 1] where each one's begin */
  double *first;  /* [n] as they are in the first game */
  double *most;   /* [n] measured from the middle, the largest of all games */
  double *scratch;
  bool *always, *ever;                /* [n_lines] whether a red line is in force in all games, in any */
  bool relaxed;                       /* nothing may be added any more */
  double reservation[PLY_MAX_ACTORS]; /* the lowest */
  double eps[PLY_MAX_ACTORS];         /* the largest */
  uint32_t looks_at[PLY_MAX_ACTORS];
  uint64_t moved;
  size_t n_security;
  double *low, *high, *other; /* [n_security] numbers of the security block */
  double effort_low[PLY_MAX_LEVELS], effort_high[PLY_MAX_LEVELS];
  bool guarded; /* some number of the security block, or an effort, moves */
};

/* ---- one actor's numbers, in a row ---- */

/* Writes the amounts of one issue; returns how many. */
static size_t write_row(const ply_game *game, int actor, int issue, const int *middle, double *sum,
                        double *out) {
  const ply_amount_row *row = &game->rows[actor * game->n_issues + issue];
  int n = game->scenario->issues[issue].n_options;
  size_t written = 0;
  for (int role = 0; role < 2; role++) {
    double from = middle != NULL ? row->constant[role][middle[issue]] : 0;
    sum[role] += from;
    for (int o = 0; o < n; o++) out[written++] = row->constant[role][o] - from;
    for (int o = 0; o < n && row->indicator >= 0; o++) out[written++] = row->slope[role][o];
  }
  return written;
}

/* Writes the actor's numbers: as they are, or (middle: [n_issues]) measured from an option of each issue and
 * from the reservation. */
static size_t write_actor(const ply_game *game, int actor, const int *middle, double *out) {
  size_t n = 0;
  double sum[2] = {0};
  double from = middle != NULL ? game->reservation[actor] : 0;
  for (int k = 0; k < game->n_issues; k++) n += write_row(game, actor, k, middle, sum, out + n);
  if (game->candidate_of[actor] < 0) out[n++] = sum[0] - from;
  for (int l = 0; l < game->n_levels && game->candidate_of[actor] >= 0; l++)
    out[n++] = game->level_gain[actor * game->n_levels + l] + ((l == 0 ? sum[1] : sum[0]) - from);
  for (PLY_EACH_TERM(term, game, actor)) {
    memcpy(out + n, term->value, term->n_values * sizeof *out);
    n += term->n_values;
  }
  for (int j = 0; j < PLY_N_INDICATORS; j++) out[n++] = game->stake[actor][j];
  return n;
}

/* The actor has no more numbers than this. */
static size_t most_numbers(const ply_game *game, int actor) {
  size_t n = (size_t)game->n_levels + PLY_N_INDICATORS + 1;
  for (int k = 0; k < game->n_issues; k++) n += 4 * (size_t)game->scenario->issues[k].n_options;
  for (PLY_EACH_TERM(term, game, actor)) n += term->n_values;
  return n;
}

static uint32_t looks_at(const ply_game *game, int actor) {
  uint32_t mask = game->scaled_by[actor];
  for (int j = 0; j < PLY_N_INDICATORS; j++)
    if (game->stake[actor][j] != 0) mask |= (uint32_t)1 << j;
  return mask;
}

/* The option whose amount lies nearest to the middle of the smallest and the largest. */
static int middle_of(const ply_amount_row *row, int n) {
  double low = INFINITY, high = -INFINITY;
  int best = 0;
  for (int o = 0; o < n; o++) {
    low = fmin(low, row->constant[0][o]);
    high = fmax(high, row->constant[0][o]);
  }
  for (int o = 1; o < n; o++)
    if (fabs(row->constant[0][o] - (low + high) / 2) < fabs(row->constant[0][best] - (low + high) / 2))
      best = o;
  return best;
}

/* ---- making it ---- */

static const int *middle_at(const ply_envelope *e, int actor) {
  return e->middle + actor * e->game->n_issues;
}

static bool make_room(ply_envelope *e) {
  ply_arena *arena = e->game->arena;
  size_t most = 1;
  for (int i = 0; i < e->game->n_actors; i++) most += most_numbers(e->game, i);
  e->middle = PLY_NEW(arena, e->game->n_actors * e->game->n_issues + 1, int);
  e->at = PLY_NEW(arena, e->game->n_actors + 1, size_t);
  e->first = PLY_NEW(arena, most, double);
  e->most = PLY_NEW(arena, most, double);
  e->scratch = PLY_NEW(arena, most, double);
  e->always = PLY_NEW(arena, e->game->n_lines + 1, bool);
  e->ever = PLY_NEW(arena, e->game->n_lines + 1, bool);
  e->n_security = ply_game_security_numbers(e->game, NULL);
  e->low = PLY_NEW(arena, e->n_security + 1, double);
  e->high = PLY_NEW(arena, e->n_security + 1, double);
  e->other = PLY_NEW(arena, e->n_security + 1, double);
  return e->middle && e->at && e->first && e->most && e->scratch && e->low && e->high && e->other &&
         e->always && e->ever;
}

ply_envelope *ply_envelope_new(ply_game *first) {
  ply_envelope *e = calloc(1, sizeof *e);
  if (e == NULL) {
    ply_game_free(first);
    return NULL;
  }
  e->game = first;
  if (!make_room(e)) {
    ply_envelope_free(e);
    return NULL;
  }
  ply_game_security_numbers(first, e->low);
  ply_game_security_numbers(first, e->high);
  for (int l = 0; l < first->n_lines; l++) e->always[l] = e->ever[l] = first->lines[l].in_force;
  for (int l = 0; l < first->n_levels; l++) e->effort_low[l] = e->effort_high[l] = first->effort[l];
  for (int i = 0; i < first->n_actors; i++) {
    for (int k = 0; k < first->n_issues; k++)
      e->middle[i * first->n_issues + k] =
          middle_of(&first->rows[i * first->n_issues + k], first->scenario->issues[k].n_options);
    e->at[i] = e->n;
    write_actor(first, i, middle_at(e, i), e->most + e->n);
    e->n += write_actor(first, i, NULL, e->first + e->n);
    e->reservation[i] = first->reservation[i];
    e->eps[i] = first->eps[i];
    e->looks_at[i] = looks_at(first, i);
  }
  e->at[first->n_actors] = e->n;
  return e;
}

void ply_envelope_free(ply_envelope *e) {
  if (e == NULL) return;
  ply_game_free(e->game);
  free(e);
}

/* ---- other games ---- */

static bool same_structure(const ply_envelope *e, const ply_game *game) {
  const ply_game *first = e->game;
  if (game->scenario != first->scenario) return false;
  for (int r = 0; r < game->n_actors * game->n_issues; r++)
    if (game->rows[r].indicator != first->rows[r].indicator ||
        game->rows[r].differs != first->rows[r].differs)
      return false;
  for (int l = 0; l < game->n_levels; l++) { /* efforts may move, but not past each other's place */
    if ((game->effort[l] == 0) != (first->effort[l] == 0)) return false;
    for (int k = 0; k < l; k++)
      if ((game->effort[l] == game->effort[k]) != (first->effort[l] == first->effort[k])) return false;
  }
  return true;
}

/* Whether the security numbers and efforts are the same in all games, this one too; only under model `fixed`
 * may they move, since an honour game that does not settle is an error of that game alone. */
static bool same_security(const ply_envelope *e, const ply_game *game, const double *numbers) {
  bool same = true;
  for (size_t k = 0; k < e->n_security; k++)
    same = same && numbers[k] == e->low[k] && numbers[k] == e->high[k];
  for (int l = 0; l < game->n_levels; l++)
    same = same && game->effort[l] == e->effort_low[l] && game->effort[l] == e->effort_high[l];
  return same;
}

static bool may_move_security(const ply_game *game) {
  return game->scenario->security != NULL && game->scenario->security->model == PLY_FIXED;
}

static void widen_security(ply_envelope *e, const ply_game *game) {
  e->guarded = true;
  for (size_t k = 0; k < e->n_security; k++) {
    e->low[k] = fmin(e->low[k], e->other[k]);
    e->high[k] = fmax(e->high[k], e->other[k]);
  }
  for (int l = 0; l < game->n_levels; l++) {
    e->effort_low[l] = fmin(e->effort_low[l], game->effort[l]);
    e->effort_high[l] = fmax(e->effort_high[l], game->effort[l]);
  }
}

static bool within_security(const ply_envelope *e, const ply_game *game, const double *numbers) {
  for (size_t k = 0; k < e->n_security; k++)
    if (!(numbers[k] >= e->low[k] && numbers[k] <= e->high[k])) return false;
  for (int l = 0; l < game->n_levels; l++)
    if (!(game->effort[l] >= e->effort_low[l] && game->effort[l] <= e->effort_high[l])) return false;
  return true;
}

static bool same_numbers(const ply_envelope *e, const ply_game *game, int actor, double *scratch) {
  size_t n = write_actor(game, actor, NULL, scratch);
  return memcmp(scratch, e->first + e->at[actor], n * sizeof *scratch) == 0;
}

bool ply_envelope_add(ply_envelope *e, const ply_game *game) {
  if (!same_structure(e, game)) return false;
  ply_game_security_numbers(game, e->other);
  if (!same_security(e, game, e->other)) {
    if (!may_move_security(game)) return false;
    widen_security(e, game);
  }
  for (int l = 0; l < game->n_lines; l++) {
    e->always[l] &= game->lines[l].in_force;
    e->ever[l] |= game->lines[l].in_force;
  }
  for (int i = 0; i < game->n_actors; i++) {
    double *most = e->most + e->at[i];
    if (!same_numbers(e, game, i, e->scratch) || game->eps[i] != e->eps[i]) e->moved |= (uint64_t)1 << i;
    size_t n = write_actor(game, i, middle_at(e, i), e->scratch);
    for (size_t k = 0; k < n; k++) most[k] = fmax(most[k], e->scratch[k]);
    e->reservation[i] = fmin(e->reservation[i], game->reservation[i]);
    e->eps[i] = fmax(e->eps[i], game->eps[i]);
    e->looks_at[i] |= looks_at(game, i);
  }
  return true;
}

static bool below(const ply_envelope *e, const ply_game *game, int actor, double *scratch) {
  const double *most = e->most + e->at[actor];
  size_t n = write_actor(game, actor, middle_at(e, actor), scratch);
  for (size_t k = 0; k < n; k++)
    if (!(scratch[k] <= most[k])) return false;
  return (looks_at(game, actor) & ~e->looks_at[actor]) == 0;
}

static bool within_lines(const ply_envelope *e, const ply_game *game) {
  for (int l = 0; l < game->n_lines; l++)
    if (game->lines[l].in_force ? !e->ever[l] : e->always[l]) return false;
  return true;
}

bool ply_envelope_holds(const ply_envelope *e, const ply_game *game) {
  size_t most = e->n > e->n_security ? e->n : e->n_security;
  double *scratch = malloc((most + 1) * sizeof *scratch);
  bool holds = scratch != NULL && same_structure(e, game) && within_lines(e, game);
  if (holds) {
    ply_game_security_numbers(game, scratch);
    holds = within_security(e, game, scratch);
  }
  for (int i = 0; holds && i < game->n_actors; i++)
    holds = e->moved >> i & 1 ? game->eps[i] <= e->eps[i] && below(e, game, i, scratch)
                              : game->eps[i] == e->eps[i] && game->reservation[i] >= e->reservation[i] &&
                                    same_numbers(e, game, i, scratch);
  free(scratch);
  return holds;
}

/* ---- the relaxed game ---- */

/* The tables belong to the envelope's own game: nobody else reads them yet. */
static double *own(const double *table) { return (double *)(uintptr_t)table; }

static size_t read_row(const ply_game *game, int actor, int issue, const double *from) {
  const ply_amount_row *row = &game->rows[actor * game->n_issues + issue];
  size_t n = (size_t)game->scenario->issues[issue].n_options, read = 0;
  for (int role = 0; role < 2; role++) {
    memcpy(own(row->constant[role]), from + read, n * sizeof *from);
    read += n;
    if (row->indicator < 0) continue;
    memcpy(own(row->slope[role]), from + read, n * sizeof *from);
    read += n;
  }
  return read;
}

static size_t read_term(ply_payoff_term *term, const double *from) {
  uint32_t n = term->n_values;
  memcpy(own(term->value), from, n * sizeof *from);
  term->least = term->most = from[0];
  for (uint32_t e = 1; e < n; e++) {
    term->least = fmin(term->least, from[e]);
    term->most = fmax(term->most, from[e]);
  }
  return n;
}

/* Measured from the middles and the reservation, so that what is left to reach is 0, or less by far more than
 * rounding has done. */
static void read_actor(ply_game *game, int actor, const double *from, size_t n) {
  double size = 1;
  size_t at = 0;
  for (size_t k = 0; k < n; k++) size += fabs(from[k]);
  for (int k = 0; k < game->n_issues; k++) at += read_row(game, actor, k, from + at);
  game->reservation[actor] = -1e-9 * size;
  if (game->candidate_of[actor] < 0) game->reservation[actor] -= from[at++];
  for (int l = 0; l < game->n_levels && game->candidate_of[actor] >= 0; l++)
    own(game->level_gain)[actor * game->n_levels + l] = from[at++];
  for (PLY_EACH_TERM(term, game, actor)) at += read_term((ply_payoff_term *)(uintptr_t)term, from + at);
  for (int j = 0; j < PLY_N_INDICATORS; j++) game->stake[actor][j] = from[at++];
}

/* Indicators are bounded above: what goes with them must not fall where they rise. */
static void rise_with_security(ply_game *game, int actor) {
  for (int k = 0; k < game->n_issues; k++) {
    const ply_amount_row *row = &game->rows[actor * game->n_issues + k];
    for (int o = 0; o < game->scenario->issues[k].n_options && row->indicator >= 0; o++)
      for (int role = 0; role < 2; role++) own(row->slope[role])[o] = fmax(0, row->slope[role][o]);
  }
}

/* Lines that are not always in force are not in force. Who may stand where is a matter of the single game
 * then, so a candidate that such a line may tell to stay out is one that moves. */
static void relax_lines(ply_envelope *e) {
  ply_line *lines = (ply_line *)(uintptr_t)e->game->lines;
  for (int l = 0; l < e->game->n_lines; l++) {
    lines[l].in_force = e->always[l];
    if (e->ever[l] && !e->always[l] && lines[l].line->effect == PLY_STAY_OUT &&
        e->game->candidate_of[lines[l].actor] >= 0)
      e->moved |= (uint64_t)1 << lines[l].actor;
  }
}

const ply_game *ply_envelope_relaxed(ply_envelope *e) {
  if (e->relaxed) return e->game;
  e->relaxed = true;
  relax_lines(e);
  for (int i = 0; i < e->game->n_actors && e->guarded; i++)
    if (e->looks_at[i] != 0) e->moved |= (uint64_t)1 << i;
  for (int i = 0; i < e->game->n_actors; i++) {
    if (!(e->moved >> i & 1)) {
      e->game->reservation[i] = e->reservation[i];
      continue;
    }
    read_actor(e->game, i, e->most + e->at[i], e->at[i + 1] - e->at[i]);
    e->game->eps[i] = e->eps[i];
    if (e->guarded) rise_with_security(e->game, i);
  }
  if (e->guarded && !ply_game_range_security(e->game, e->low, e->high, e->effort_low, e->effort_high))
    return NULL;
  return e->game;
}

bool ply_envelope_guarded(const ply_envelope *e) { return e->guarded; }

int ply_envelope_lines(const ply_envelope *e, int *line, int most) {
  int n = 0;
  for (int l = 0; l < e->game->n_lines; l++) {
    if (!e->ever[l] || e->always[l]) continue;
    if (n < most) line[n] = l;
    n++;
  }
  return n;
}

uint64_t ply_envelope_moved(const ply_envelope *e) { return e->moved; }

uint32_t ply_envelope_looks_at(const ply_envelope *e, int actor) { return e->looks_at[actor]; }
