/* One talker's questions where the bundles are too many to list. A bundle is a tied design, a membership and a
 * combo of loose issues (sim/solve/space): the talker's payoff of the first two is one number, to which each
 * combo adds one of a few. So a question is one pass over designs and memberships, with the combos sorted by
 * what they add; the targets of a talker whose strategy hangs on the clock alone are answered together.
 * Answers are exact, ties as in own.c. Cost: designs * memberships; targets that fall due by the clock: deep_closest.c. */
#include "sim/negotiate/deep_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096 };

/* ---- combos ---- */

typedef struct pair {
  double adds;
  uint64_t index;
} pair;

static int by_adds(const void *a, const void *b) {
  const pair *x = a, *y = b;
  if (x->adds != y->adds) return x->adds < y->adds ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

/* The way from the least to the most in equal steps, so that finding a combo is one look. */
static bool make_steps(ply_deep *d) {
  double way = d->adds[d->n_combos - 1] - d->adds[0];
  d->from = malloc((PLY_DEEP_STEPS + 1) * sizeof *d->from);
  d->steps_a_unit = way > 0 ? PLY_DEEP_STEPS / way : 0;
  if (d->from == NULL) return false;
  for (int k = 0, c = 0; k <= PLY_DEEP_STEPS; k++) {
    while (c < d->n_combos - 1 && (d->adds[c] - d->adds[0]) * d->steps_a_unit < k) c++;
    d->from[k] = (uint16_t)(c > 0 ? c - 1 : 0);
  }
  return true;
}

static bool sort_combos(ply_deep *d) {
  size_t n = (size_t)d->space->n_combos;
  pair *pairs = malloc(n * sizeof *pairs);
  d->n_combos = (int)n;
  d->adds = malloc(n * sizeof *d->adds);
  d->combo = malloc(n * sizeof *d->combo);
  bool good = pairs != NULL && d->adds != NULL && d->combo != NULL;
  for (size_t k = 0; good && k < n; k++)
    pairs[k] = (pair){d->space->combo_payoff[(size_t)d->actor * n + k], d->space->combo_index[k]};
  if (good) qsort(pairs, n, sizeof *pairs, by_adds);
  for (size_t k = 0; good && k < n; k++) {
    d->adds[k] = pairs[k].adds;
    d->combo[k] = pairs[k].index;
  }
  free(pairs);
  return good && make_steps(d);
}

ply_deep *ply_deep_new(const ply_game *game, const ply_space *space, ply_looked_at *looked_at, int actor,
                       double tolerance, ply_stop stop) {
  ply_deep *d = calloc(1, sizeof *d);
  if (d == NULL) return NULL;
  *d = (ply_deep){.game = game,
                  .space = space,
                  .looked_at = looked_at,
                  .actor = actor,
                  .tolerance = tolerance,
                  .stop = stop};
  ply_positions_fill(game, &d->positions);
  if (space == NULL || sort_combos(d)) return d;
  ply_deep_free(d);
  return NULL;
}

bool ply_deep_foresee(ply_deep *d, const double *target, size_t n) {
  free(d->foreseen);
  d->foreseen = malloc((n + 1) * sizeof *d->foreseen);
  d->n_foreseen = 0;
  for (size_t k = 0; d->foreseen != NULL && k < n; k++) d->foreseen[d->n_foreseen++] = target[k];
  return d->foreseen != NULL;
}

void ply_deep_free(ply_deep *d) {
  if (d == NULL) return;
  free(d->adds);
  free(d->combo);
  free(d->from);
  free(d->answers);
  free(d->foreseen);
  free(d->ranked);
  free(d);
}

/* ---- a pass for one talker, membership by membership ---- */

/* One design with one membership. */
typedef struct place {
  double payoff; /* of the talker, without a combo */
  uint64_t index;
} place;

typedef void looker(const ply_deep *d, const place *at, void *question);

typedef struct looking {
  looker *look;
  void *question;
} looking;

/* Every membership that the talker would sign with the best combo. */
static void show_members(const asking *a, const ply_tile_tables *tables, uint64_t design) {
  const ply_deep *d = a->deep;
  const looking *l = a->question;
  const ply_roster *roster = tables->roster;
  double most = d->adds[d->n_combos - 1], least = d->game->reservation[d->actor] - d->tolerance;
  for (int m = 0; m < roster->n; m++) {
    double payoff = ply_tile_payoff(tables, d->actor, (size_t)m);
    if (payoff + most < least || (roster->refused[m] >> d->actor & 1) != 0) continue;
    place at = {payoff, design + roster->index[m]};
    l->look(d, &at, l->question);
  }
}

static bool pass(const ply_deep *d, looker *look, void *question) {
  looking l = {look, question};
  return ply_deep_pass(&(asking){d, &l}, 1, show_members);
}

/* ---- scored questions: similar, liked ---- */

typedef struct scored {
  double least, slack;
  const ply_liking *liking;       /* liked */
  uint32_t to[PLY_MAX_POSITIONS]; /* similar */
  bool similar;
  bool tied_at[PLY_MAX_POSITIONS]; /* positions that designs and memberships fix */
  double *combo_score;             /* [n_combos] */
  spot best, found;                /* found: the lowest index among ties, second pass */
  bool second;
} scored;

static double score_at(const ply_deep *d, const scored *q, uint64_t index, int k) {
  uint32_t o = ply_position_of(&d->positions, index, k);
  return q->similar ? -(double)(o != q->to[k]) : q->liking->score[k][o];
}

static void look_scored(const ply_deep *d, const place *at, void *question) {
  scored *q = question;
  double score = 0, floor = fmax(q->least, d->game->reservation[d->actor]) - d->tolerance;
  for (int k = 0; k < d->positions.n; k++)
    if (q->tied_at[k]) score += score_at(d, q, at->index, k);
  for (int c = first_adding(d, floor - at->payoff); c < d->n_combos; c++) {
    double payoff = at->payoff + d->adds[c], whole = score + q->combo_score[c];
    uint64_t index = at->index + d->combo[c];
    if (q->second) {
      bool tie = whole >= q->best.score - q->slack && payoff >= q->best.payoff - d->tolerance;
      if (tie && index < q->found.index) q->found.index = index;
      continue;
    }
    if (whole > q->best.score) {
      if (whole > q->best.score + q->slack) q->best.payoff = -INFINITY;
      q->best.score = whole;
    }
    if (whole >= q->best.score - q->slack && payoff > q->best.payoff) q->best.payoff = payoff;
  }
}

static ply_deal best_scored(ply_own *own, scored *q) {
  const ply_deep *d = own->deep;
  q->best = (spot){-INFINITY, -INFINITY, PLY_NO_DEAL};
  q->found = (spot){.index = PLY_NO_DEAL};
  q->combo_score = calloc((size_t)d->n_combos, sizeof *q->combo_score);
  for (int k = 0; k < d->positions.n; k++) {
    uint64_t radix = d->positions.options[k];
    q->tied_at[k] = true;
    for (int l = 0; l < d->space->n_loose; l++)
      if (d->game->issue_stride[d->space->loose[l]] == d->positions.stride[k] && radix > 0)
        q->tied_at[k] = false;
  }
  bool good = q->combo_score != NULL;
  for (int c = 0; good && c < d->n_combos; c++)
    for (int k = 0; k < d->positions.n; k++)
      if (!q->tied_at[k]) q->combo_score[c] += score_at(d, q, d->combo[c], k);
  good = good && pass(d, look_scored, q);
  q->second = true;
  bool any = good && q->best.score > -INFINITY;
  good = good && (!any || pass(d, look_scored, q));
  free(q->combo_score);
  own->starved |= !good;
  return any && good ? q->found.index : PLY_NO_DEAL;
}

/* ---- the best, one after the other: a heap of the best so far, the worst on top ---- */

typedef struct heap {
  spot *spots;
  size_t n, room;
} heap;

static double rounded(double payoff) {
  double scaled = payoff * 1e12;
  return fabs(scaled) < 4e15 ? round(scaled) : scaled;
}

/* Whether a comes before b in the list. */
static bool before(const spot *a, const spot *b) {
  return a->score != b->score ? a->score > b->score : a->index < b->index;
}

static void sink(heap *h) {
  for (size_t at = 0;;) {
    size_t last = at, left = 2 * at + 1, right = left + 1;
    if (left < h->n && before(&h->spots[last], &h->spots[left])) last = left;
    if (right < h->n && before(&h->spots[last], &h->spots[right])) last = right;
    if (last == at) return;
    spot swap = h->spots[at];
    h->spots[at] = h->spots[last];
    h->spots[last] = swap;
    at = last;
  }
}

static void rise(heap *h) {
  for (size_t at = h->n - 1; at > 0;) {
    size_t up = (at - 1) / 2;
    if (!before(&h->spots[up], &h->spots[at])) return;
    spot swap = h->spots[at];
    h->spots[at] = h->spots[up];
    h->spots[up] = swap;
    at = up;
  }
}

static void look_for_list(const ply_deep *d, const place *at, void *question) {
  heap *h = question;
  for (int c = d->n_combos; c-- > 0;) {
    double payoff = at->payoff + d->adds[c];
    spot found = {rounded(payoff), payoff, at->index + d->combo[c]};
    if (payoff < d->game->reservation[d->actor] - d->tolerance) return;
    if (h->n < h->room) {
      h->spots[h->n++] = found;
      rise(h);
    } else if (before(&found, &h->spots[0])) {
      h->spots[0] = found;
      sink(h);
    } else if (found.score < h->spots[0].score) {
      return;
    }
  }
}

static int in_order(const void *a, const void *b) { return before(a, b) ? -1 : before(b, a) ? 1 : 0; }

/* ---- drawn ---- */

typedef struct drawing {
  double least;
  uint64_t n, wanted, found; /* n: counted so far */
} drawing;

static void look_for_draw(const ply_deep *d, const place *at, void *question) {
  drawing *q = question;
  int first = first_adding(d, fmax(q->least, d->game->reservation[d->actor]) - d->tolerance - at->payoff);
  uint64_t here = (uint64_t)(d->n_combos - first);
  if (q->wanted >= q->n && q->wanted < q->n + here)
    q->found = at->index + d->combo[first + (int)(q->wanted - q->n)];
  q->n += here;
}

/* ---- the questions ---- */

static double payoff_of(ply_own *own, ply_deal deal) {
  const ply_deep *d = own->deep;
  ply_looked_at *l = d->looked_at;
  size_t at = (size_t)(deal * 0x9e3779b97f4a7c15u >> 40) % PLY_LOOKED_AT;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (l->key[at] == deal + 1 && l->game == d->game) return l->payoff[at][d->actor];
  if (l->game != d->game) memset(l->key, 0, sizeof l->key);
  l->game = d->game;
  l->key[at] = 0;
  ply_game_bundle(d->game, deal, option, level);
  if (!ply_game_payoffs(d->game, option, level, NULL, l->payoff[at])) return -INFINITY;
  l->key[at] = deal + 1;
  return l->payoff[at][d->actor];
}

static bool accepts(ply_own *own, ply_deal deal) {
  const ply_deep *d = own->deep;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (payoff_of(own, deal) < own->reservation - own->tolerance) return false;
  ply_game_bundle(d->game, deal, option, level);
  return ply_game_refusal(d->game, d->actor, option, level) < 0;
}

static ply_deal closest(ply_own *own, double least) {
  ply_deal found = PLY_NO_DEAL;
  own->starved |= !ply_deep_closest(own->deep, least, &found);
  return found;
}

static ply_deal similar(ply_own *own, double least, ply_deal to) {
  scored q = {.least = least, .slack = 0.5, .similar = true};
  ply_deep *d = own->deep;
  if (to == PLY_NO_DEAL) return closest(own, own->best);
  for (int k = 0; k < d->positions.n; k++) q.to[k] = ply_position_of(&d->positions, to, k);
  return best_scored(own, &q);
}

static ply_deal liked(ply_own *own, double least, const ply_liking *liking) {
  scored q = {.least = least, .slack = 1e-12, .liking = liking};
  return best_scored(own, &q);
}

static ply_deal drawn(ply_own *own, double least, ply_rng *rng) {
  drawing q = {.least = least, .wanted = UINT64_MAX, .found = PLY_NO_DEAL};
  bool good = pass(own->deep, look_for_draw, &q), any = good && q.n > 0;
  if (any) {
    q.wanted = ply_rng_below(rng, q.n);
    q.n = 0;
    good = pass(own->deep, look_for_draw, &q);
  }
  own->starved |= !good;
  return any && good ? q.found : PLY_NO_DEAL;
}

/* The list is taken a chunk at a time: twice as long each time it runs out. */
static ply_deal ranked(ply_own *own, uint64_t rank) {
  ply_deep *d = own->deep;
  while (rank >= d->n_ranked) {
    size_t room = d->n_ranked > 0 ? 2 * d->room : CHUNK;
    if (d->n_ranked < d->room) return PLY_NO_DEAL; /* that was all */
    spot *spots = realloc(d->ranked, room * sizeof *spots);
    if (spots == NULL) {
      own->starved = true;
      return PLY_NO_DEAL;
    }
    d->ranked = spots;
    heap h = {.spots = spots, .room = room};
    d->room = room;
    if (!pass(d, look_for_list, &h)) {
      own->starved = true;
      return PLY_NO_DEAL;
    }
    qsort(spots, h.n, sizeof *spots, in_order);
    d->n_ranked = h.n;
    if (h.n == 0) return PLY_NO_DEAL;
  }
  return d->ranked[rank].index;
}

static const ply_answers deep_answers = {.payoff = payoff_of,
                                         .accepts = accepts,
                                         .closest = closest,
                                         .similar = similar,
                                         .liked = liked,
                                         .drawn = drawn,
                                         .ranked = ranked};

void ply_own_set_deep(ply_own *own, ply_deep *deep, double reservation, double tolerance) {
  own->answers = &deep_answers;
  own->deep = deep;
  own->actor = deep->actor;
  own->reservation = reservation;
  own->tolerance = tolerance;
  own->best = reservation;
  own->empty = false;
}
