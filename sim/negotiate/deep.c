/* One talker's questions where the bundles are too many to list. A bundle is a tied design, a membership and a
 * combo of loose issues (sim/solve/space): the talker's payoff of the first two is one number, to which each
 * combo adds one of a few. So a question is one pass over designs and memberships, with the combos sorted by
 * what they add; the targets of a talker whose strategy hangs on the clock alone are answered together.
 * Answers are exact, ties as in own.c. Cost: designs * memberships, shared out among the targets. */
#include "sim/negotiate/deep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096, STEPS = 4096 };

/* A bundle and what it gives. */
typedef struct spot {
  double score, payoff;
  uint64_t index;
} spot;

typedef struct answer {
  double least;
  spot best; /* index PLY_NO_DEAL: none */
} answer;

struct ply_deep {
  const ply_game *game;
  const ply_space *space;
  int actor;
  double tolerance;
  ply_stop stop;
  ply_positions positions;
  int n_combos;
  double *adds;   /* [n_combos] rising */
  uint16_t *from; /* [STEPS + 1] the first combo that may add what falls in that step */
  double steps_a_unit;
  uint64_t *combo; /* [n_combos] their indices, in that order */
  answer *answers; /* `closest`, as far as asked */
  size_t n_answers;
  double *foreseen;
  size_t n_foreseen;
  spot *ranked; /* the best bundles by falling payoff at 12 decimals, [n_ranked] */
  size_t n_ranked, room;
  ply_looked_at *looked_at;
};

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
  d->from = malloc((STEPS + 1) * sizeof *d->from);
  d->steps_a_unit = way > 0 ? STEPS / way : 0;
  if (d->from == NULL) return false;
  for (int k = 0, c = 0; k <= STEPS; k++) {
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

/* The first combo that adds at least so much; n_combos: none. */
static inline int first_adding(const ply_deep *d, double least) {
  double step = (least - d->adds[0]) * d->steps_a_unit;
  int c = step <= 0 ? 0 : step >= STEPS ? d->from[STEPS] : d->from[(int)step];
  while (c < d->n_combos && d->adds[c] < least) c++;
  return c;
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

/* ---- passes ---- */

/* One design with one membership: what a question looks at. */
typedef struct place {
  double payoff; /* of the talker, without a combo */
  uint64_t index;
  const uint8_t *level; /* [n_candidates] */
} place;

typedef void looker(const ply_deep *d, const place *at, void *question);

/* Shows every design and membership that the talker would sign with the best combo. */
static bool pass(const ply_deep *d, looker *look, void *question) {
  const ply_space *space = d->space;
  ply_tile_tables tables;
  uint16_t option[PLY_MAX_ISSUES];
  double most = d->adds[d->n_combos - 1], least = d->game->reservation[d->actor] - d->tolerance;
  bool good = true;
  ply_tile_tables_init(&tables);
  for (size_t t = 0; t < space->n_tiles && good; t++) {
    const ply_tile *tile = &space->tiles[t];
    const ply_roster *roster = space->rosters[tile->roster_id];
    good = ply_tile_tables_fill(space, roster, tile->security, &tables) == PLY_OK &&
           (d->stop == NULL || !*d->stop);
    for (size_t k = tile->first; k < tile->first + tile->n && good; k++) {
      if (space->designs[k].refused >> d->actor & 1) continue;
      ply_space_options(space, space->designs[k].index, option);
      ply_tile_design(&tables, option);
      for (int m = 0; m < roster->n; m++) {
        double payoff = ply_tile_payoff(&tables, d->actor, (size_t)m);
        if (payoff + most < least || (roster->refused[m] >> d->actor & 1) != 0) continue;
        place at = {payoff, space->designs[k].index + roster->index[m],
                    roster->level + (size_t)m * (size_t)d->game->n_candidates};
        look(d, &at, question);
      }
    }
  }
  ply_tile_tables_done(&tables);
  return good;
}

/* ---- the best, and the closest to each of many targets ---- */

/* Whether a bundle that gives `payoff` comes before the one kept: less, or as much within the tolerance at a
 * lower index. `drift` is set where the payoff kept falls by less than the tolerance, so that a bundle passed
 * over may be a tie after all. */
static void keep_least(const ply_deep *d, spot *kept, double payoff, uint64_t index, bool *drift) {
  if (kept->index == PLY_NO_DEAL || payoff < kept->score - d->tolerance) {
    *kept = (spot){payoff, payoff, index};
    return;
  }
  if (payoff > kept->score + d->tolerance) return;
  if (payoff < kept->score) {
    *drift |= kept->payoff > payoff + d->tolerance;
    kept->score = payoff;
    if (kept->payoff > payoff + d->tolerance) *kept = (spot){payoff, payoff, index};
  }
  if (index < kept->index) {
    kept->index = index;
    kept->payoff = payoff;
  }
}

typedef struct targets {
  answer *answers;
  size_t n;
  bool drift, fixed; /* fixed: `score` of each is known; only the lowest index is looked for */
} targets;

static void look_for_targets(const ply_deep *d, const place *at, void *question) {
  targets *q = question;
  double floor = d->game->reservation[d->actor];
  for (size_t t = 0; t < q->n; t++) {
    answer *a = &q->answers[t];
    double least = fmax(a->least, floor) - d->tolerance - at->payoff;
    if (least > d->adds[d->n_combos - 1]) continue;
    bool known = a->best.index != PLY_NO_DEAL || q->fixed;
    if (known && at->payoff + d->adds[0] > a->best.score + d->tolerance) continue;
    for (int c = first_adding(d, least); c < d->n_combos; c++) {
      double payoff = at->payoff + d->adds[c];
      uint64_t index = at->index + d->combo[c];
      if ((a->best.index != PLY_NO_DEAL || q->fixed) && payoff > a->best.score + d->tolerance) break;
      if (!q->fixed)
        keep_least(d, &a->best, payoff, index, &q->drift);
      else if (index < a->best.index)
        a->best.index = index;
    }
  }
}

/* Answers targets; a second pass settles ties that the first could not. */
static bool answer_targets(const ply_deep *d, answer *answers, size_t n) {
  targets q = {.answers = answers, .n = n};
  for (size_t t = 0; t < n; t++) answers[t].best = (spot){.index = PLY_NO_DEAL};
  if (!pass(d, look_for_targets, &q)) return false;
  if (!q.drift) return true;
  q.fixed = true;
  for (size_t t = 0; t < n; t++) {
    if (answers[t].best.index == PLY_NO_DEAL) answers[t].best.score = -INFINITY;
    answers[t].best.index = PLY_NO_DEAL;
  }
  return pass(d, look_for_targets, &q);
}

static void look_for_best(const ply_deep *d, const place *at, void *question) {
  double *best = question, payoff = at->payoff + d->adds[d->n_combos - 1];
  if (payoff > *best) *best = payoff;
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

static ply_deal best_scored(const ply_deep *d, scored *q) {
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
  good = good && q->best.score > -INFINITY && pass(d, look_scored, q);
  free(q->combo_score);
  return good ? q->found.index : PLY_NO_DEAL;
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

static const answer *find_answer(const ply_deep *d, double least) {
  for (size_t k = 0; k < d->n_answers; k++)
    if (d->answers[k].least == least) return &d->answers[k];
  return NULL;
}

bool ply_deep_answer(ply_deep *d) {
  size_t n = d->n_foreseen;
  if (n == 0) return true;
  answer *fresh = calloc(n, sizeof *fresh);
  if (fresh == NULL) return false;
  for (size_t k = 0; k < n; k++) fresh[k].least = d->foreseen[k];
  bool good = answer_targets(d, fresh, n);
  free(d->answers);
  d->answers = good ? fresh : NULL;
  d->n_answers = good ? n : 0;
  if (!good) free(fresh);
  return good;
}

/* Answers a target that was not foreseen. */
static ply_deal closest(ply_own *own, double least) {
  ply_deep *d = own->deep;
  const answer *known = find_answer(d, least);
  if (known != NULL) return known->best.index;
  answer *more = realloc(d->answers, (d->n_answers + 1) * sizeof *more);
  if (more == NULL) return PLY_NO_DEAL;
  d->answers = more;
  more += d->n_answers;
  *more = (answer){.least = least};
  if (!answer_targets(d, more, 1)) return PLY_NO_DEAL;
  d->n_answers++;
  return more->best.index;
}

static ply_deal similar(ply_own *own, double least, ply_deal to) {
  scored q = {.least = least, .slack = 0.5, .similar = true};
  ply_deep *d = own->deep;
  if (to == PLY_NO_DEAL) return closest(own, own->best);
  for (int k = 0; k < d->positions.n; k++) q.to[k] = ply_position_of(&d->positions, to, k);
  return best_scored(d, &q);
}

static ply_deal liked(ply_own *own, double least, const ply_liking *liking) {
  scored q = {.least = least, .slack = 1e-12, .liking = liking};
  return best_scored(own->deep, &q);
}

static ply_deal drawn(ply_own *own, double least, ply_rng *rng) {
  drawing q = {.least = least, .wanted = UINT64_MAX, .found = PLY_NO_DEAL};
  if (!pass(own->deep, look_for_draw, &q) || q.n == 0) return PLY_NO_DEAL;
  q.wanted = ply_rng_below(rng, q.n);
  q.n = 0;
  return pass(own->deep, look_for_draw, &q) ? q.found : PLY_NO_DEAL;
}

/* The list is taken a chunk at a time: twice as long each time it runs out. */
static ply_deal ranked(ply_own *own, uint64_t rank) {
  ply_deep *d = own->deep;
  while (rank >= d->n_ranked) {
    size_t room = d->n_ranked > 0 ? 2 * d->room : CHUNK;
    if (d->n_ranked < d->room) return PLY_NO_DEAL; /* that was all */
    spot *spots = realloc(d->ranked, room * sizeof *spots);
    if (spots == NULL) return PLY_NO_DEAL;
    d->ranked = spots;
    heap h = {.spots = spots, .room = room};
    d->room = room;
    if (!pass(d, look_for_list, &h)) return PLY_NO_DEAL;
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
  if (deep->space == NULL) return;
  own->best = -INFINITY;
  if (!pass(deep, look_for_best, &own->best)) own->best = -INFINITY;
  own->empty = own->best < reservation - tolerance;
}
