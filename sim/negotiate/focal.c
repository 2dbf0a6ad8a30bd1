/* What would a talker say who thinks of the bundles of a list, where somebody else may name any bundle at all? People do.
 * What is named is looked up in the game, one bundle at a time; what the talker itself proposes comes from the list
 * (own.c). Cost: that of a listed space, and a payoff vector for each bundle named. */
#include "sim/negotiate/focal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ply_own *list_of(ply_own *own) { return &own->focal->list[own - own->focal->own]; }

static ply_deal index_of(const ply_own *own, ply_deal row) {
  return row != PLY_NO_DEAL ? own->focal->menu->index[row] : PLY_NO_DEAL;
}

static double payoff(ply_own *own, ply_deal deal) {
  ply_focal *f = own->focal;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (f->last != deal) {
    f->last = PLY_NO_DEAL;
    ply_game_bundle(f->game, deal, option, level);
    if (!ply_game_payoffs(f->game, option, level, NULL, f->payoff)) return -INFINITY;
    f->last = deal;
  }
  return f->payoff[own->actor];
}

static bool accepts(ply_own *own, ply_deal deal) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (payoff(own, deal) < own->reservation - own->tolerance) return false;
  ply_game_bundle(own->focal->game, deal, option, level);
  return ply_game_refusal(own->focal->game, own->actor, option, level) < 0;
}

static ply_deal closest(ply_own *own, double least) {
  ply_own *list = list_of(own);
  return index_of(own, list->answers->closest(list, least));
}

static ply_deal similar(ply_own *own, double least, ply_deal to) {
  const ply_positions *p = &own->focal->menu->positions;
  uint16_t there[PLY_MAX_POSITIONS];
  for (int k = 0; k < p->n && to != PLY_NO_DEAL; k++) there[k] = (uint16_t)ply_position_of(p, to, k);
  return index_of(own, ply_own_similar(list_of(own), least, to != PLY_NO_DEAL ? there : NULL));
}

static ply_deal liked(ply_own *own, double least, const ply_liking *liking) {
  ply_own *list = list_of(own);
  return index_of(own, list->answers->liked(list, least, liking));
}

static ply_deal drawn(ply_own *own, double least, ply_rng *rng) {
  ply_own *list = list_of(own);
  return index_of(own, list->answers->drawn(list, least, rng));
}

static ply_deal ranked(ply_own *own, uint64_t rank) {
  ply_own *list = list_of(own);
  return index_of(own, list->answers->ranked(list, rank));
}

static const ply_answers focal_answers = {.payoff = payoff,
                                          .accepts = accepts,
                                          .closest = closest,
                                          .similar = similar,
                                          .liked = liked,
                                          .drawn = drawn,
                                          .ranked = ranked};

ply_status ply_focal_init(ply_focal *f, const ply_game *game, ply_menu *menu, const int *talker,
                          int n_talkers, ply_err *err) {
  *f = (ply_focal){.game = game, .menu = menu, .n_talkers = n_talkers, .last = PLY_NO_DEAL};
  f->open = malloc(menu->n + 1);
  if (f->open == NULL || !ply_hand_init(&f->hand, game, menu))
    return ply_err_set(err, PLY_E_MEMORY, "not enough memory for the payoffs of all bundles");
  ply_status status = ply_hand_take(&f->hand, game, err);
  for (int t = 0; t < n_talkers && status == PLY_OK; t++) {
    int i = talker[t];
    size_t at = (size_t)i * menu->n;
    double e = ply_tolerance(game, i), d = game->reservation[i];
    status = ply_own_set(&f->list[t], menu, i, d, e, f->hand.payoff + at,
                         f->hand.open != NULL ? f->hand.open + at : NULL);
    if (status != PLY_OK) ply_err_set(err, status, "not enough memory for the talkers' tables");
    f->own[t] = f->list[t];
    f->own[t].answers = &focal_answers;
    f->own[t].focal = f;
  }
  return status;
}

void ply_focal_done(ply_focal *f) {
  for (int t = 0; t < f->n_talkers; t++) ply_own_done(&f->list[t]);
  ply_hand_done(&f->hand);
  free(f->open);
  ply_menu_free(f->menu);
  memset(f, 0, sizeof *f);
}

/* ---- bundles left out for a while ---- */

static void turn(ply_own *list, const uint8_t *open) {
  list->open = open;
  list->sorted = list->ranked = false;
}

void ply_focal_close(ply_focal *f, int t, const uint64_t *spent, size_t n_spent) {
  const uint8_t *open = f->list[t].open;
  if (n_spent == 0) return;
  for (size_t row = 0; row < f->menu->n; row++) f->open[row] = open == NULL || open[row] != 0;
  for (size_t k = 0; k < n_spent; k++) {
    ply_deal row = ply_menu_find(f->menu, spent[k]);
    if (row != PLY_NO_DEAL) f->open[row] = 0;
  }
  turn(&f->list[t], f->open);
}

void ply_focal_open(ply_focal *f, int t) {
  if (f->list[t].open != f->open) return;
  turn(&f->list[t], f->hand.open != NULL ? f->hand.open + (size_t)f->list[t].actor * f->menu->n : NULL);
}
