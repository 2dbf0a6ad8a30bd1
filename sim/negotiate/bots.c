/* What does a strategy say at a table that people run? Every actor has a seat and its own numbers over a short list of
 * bundles, as in simulated talks; whatever is heard joins the list, so that each question of a strategy has its answer.
 * Rows keep their numbers: the log counts by them. Cost: an answer goes through the list. */
#include "sim/negotiate/bots.h"

#include "sim/negotiate/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ply_bots {
  const ply_game *game;
  ply_menu menu; /* in the order in which they came; without parties */
  size_t room;
  ply_log log;
  int step;     /* counts what was heard */
  bool settled; /* the numbers are those of all rows */
  ply_manner manner[PLY_MAX_ACTORS];
  ply_own own[PLY_MAX_ACTORS];
  ply_seat seat[PLY_MAX_ACTORS];
  double *payoff[PLY_MAX_ACTORS]; /* [room] */
  uint8_t *open[PLY_MAX_ACTORS];  /* [room] whether no red line of its own refuses */
  uint8_t *kept;                  /* [room] of `open`, while spent rows are closed */
};

/* ---- the list ---- */

static bool find_row(const ply_bots *b, uint64_t bundle, ply_deal *row) {
  for (*row = 0; *row < b->menu.n; ++*row)
    if (b->menu.index[*row] == bundle) return true;
  return false;
}

static bool grow(void **array, size_t size) {
  void *more = realloc(*array, size);
  if (more != NULL) *array = more;
  return more != NULL;
}

static bool make_room(ply_bots *b) {
  if (b->menu.n < b->room) return true;
  size_t room = b->room > 0 ? 2 * b->room : 64, wide = (size_t)b->menu.positions.n + 1;
  bool good = grow((void **)&b->menu.index, room * sizeof *b->menu.index) &&
              grow((void **)&b->menu.digit, room * wide * sizeof *b->menu.digit) &&
              grow((void **)&b->kept, room);
  for (int i = 0; i < b->game->n_actors && good; i++)
    good = grow((void **)&b->payoff[i], room * sizeof *b->payoff[i]) && grow((void **)&b->open[i], room);
  if (good) b->room = room;
  return good;
}

static ply_status no_memory(ply_err *err) {
  return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the bots");
}

/* The row of a bundle; a new one joins the list where it fits together, else *row is PLY_NO_DEAL. */
static ply_status row_of(ply_bots *b, uint64_t bundle, ply_deal *row, ply_err *err) {
  const ply_game *game = b->game;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  double payoff[PLY_MAX_ACTORS];
  if (find_row(b, bundle, row)) return PLY_OK;
  *row = PLY_NO_DEAL;
  ply_game_bundle(game, bundle, option, level);
  if (ply_game_broken_rule(game, option, level) >= 0) return PLY_OK;
  if (!make_room(b)) return no_memory(err);
  if (!ply_game_payoffs(game, option, level, NULL, payoff))
    return ply_err_set(err, PLY_E_INPUT, "the honour game does not settle; is its noise too small?");
  *row = b->menu.n++;
  b->menu.index[*row] = bundle;
  for (int k = 0; k < b->menu.positions.n; k++)
    b->menu.digit[*row * (size_t)b->menu.positions.n + (size_t)k] =
        (uint16_t)ply_position_of(&b->menu.positions, bundle, k);
  for (int i = 0; i < game->n_actors; i++) {
    b->payoff[i][*row] = payoff[i];
    b->open[i][*row] = ply_game_refusal(game, i, option, level) < 0;
  }
  b->settled = false;
  return PLY_OK;
}

/* Turns one actor's numbers to the rows that there are. */
static ply_status turn(ply_bots *b, int actor) {
  return ply_own_set(&b->own[actor], &b->menu, actor, b->game->reservation[actor], b->game->eps[actor],
                     b->payoff[actor], b->open[actor]);
}

static ply_status settle(ply_bots *b, ply_err *err) {
  ply_status status = PLY_OK;
  for (int i = 0; i < b->game->n_actors && status == PLY_OK && !b->settled; i++) status = turn(b, i);
  b->settled = status == PLY_OK;
  return status == PLY_OK ? PLY_OK : no_memory(err);
}

/* ---- the seats ---- */

static ply_status sit(ply_bots *b, uint64_t seed, ply_err *err) {
  for (int i = 0; i < b->game->n_actors; i++) {
    b->seat[i] = (ply_seat){.own = &b->own[i], .log = &b->log, .manner = &b->manner[i], .self = i};
    ply_rng_init(&b->seat[i].chance, seed, (uint64_t)i);
    b->seat[i].score = calloc((size_t)b->log.n_names + 1, sizeof *b->seat[i].score);
    if (b->seat[i].score == NULL) return no_memory(err);
    if (b->manner[i].strategy->of_texts)
      return ply_err_set(err, PLY_E_USAGE, "the strategy %s votes on a mediator's texts; a bot makes offers",
                         b->manner[i].strategy->name);
  }
  return PLY_OK;
}

ply_status ply_bots_new(const ply_game *game, const uint64_t *bundles, size_t n, const ply_manner *manner,
                        uint64_t seed, ply_bots **out, ply_err *err) {
  ply_bots *b = calloc(1, sizeof *b);
  ply_deal row;
  *out = NULL;
  if (b == NULL) return no_memory(err);
  b->game = game;
  for (int i = 0; i < game->n_actors; i++) b->manner[i] = manner[i];
  ply_positions_fill(game, &b->menu.positions);
  ply_status status = ply_log_init(&b->log, &b->menu, &b->menu.positions, game->n_actors, true, false)
                          ? sit(b, seed, err)
                          : no_memory(err);
  for (size_t k = 0; k < n && status == PLY_OK; k++) status = row_of(b, bundles[k], &row, err);
  if (status == PLY_OK) status = settle(b, err);
  if (status == PLY_OK)
    *out = b;
  else
    ply_bots_free(b);
  return status;
}

void ply_bots_free(ply_bots *b) {
  if (b == NULL) return;
  for (int i = 0; i < b->game->n_actors; i++) {
    ply_own_done(&b->own[i]);
    free(b->seat[i].score);
    free(b->payoff[i]);
    free(b->open[i]);
  }
  ply_log_done(&b->log);
  free(b->menu.index);
  free(b->menu.digit);
  free(b->kept);
  free(b);
}

/* ---- what is said ---- */

ply_status ply_bots_hear(ply_bots *b, int actor, uint64_t bundle, ply_err *err) {
  ply_deal row;
  ply_status status = row_of(b, bundle, &row, err);
  if (status == PLY_OK) status = settle(b, err);
  if (status != PLY_OK || row == PLY_NO_DEAL) return status;
  return ply_log_add(&b->log, actor, row, b->step++) ? PLY_OK : no_memory(err);
}

/* Whether the actor has anything to say, with its clock set. */
static bool awake(ply_bots *b, int actor, double time) {
  ply_err err = {0};
  b->seat[actor].time = fmin(1, fmax(0, time));
  b->seat[actor].step = b->step;
  return settle(b, &err) == PLY_OK && !b->own[actor].empty;
}

bool ply_bots_offer(ply_bots *b, int actor, double time, const uint64_t *spent, size_t n_spent,
                    uint64_t *bundle) {
  ply_own *own = &b->own[actor];
  ply_deal row;
  if (!awake(b, actor, time)) return false;
  memcpy(b->kept, b->open[actor], b->menu.n);
  for (size_t k = 0; k < n_spent; k++)
    if (find_row(b, spent[k], &row)) b->open[actor][row] = 0;
  own->sorted = own->ranked = false;
  row = b->manner[actor].strategy->offer(&b->seat[actor]);
  memcpy(b->open[actor], b->kept, b->menu.n);
  own->sorted = own->ranked = false;
  if (row != PLY_NO_DEAL) *bundle = b->menu.index[row];
  return row != PLY_NO_DEAL;
}

bool ply_bots_vote(ply_bots *b, int actor, double time, uint64_t bundle) {
  ply_err err = {0};
  ply_deal row;
  if (row_of(b, bundle, &row, &err) != PLY_OK || row == PLY_NO_DEAL || !awake(b, actor, time)) return false;
  return b->manner[actor].strategy->vote(&b->seat[actor], row);
}
