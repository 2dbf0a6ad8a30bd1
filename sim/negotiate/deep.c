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

/* What is closest to a target: the least payoff that reaches it, and those within the tolerance of it that no other gives as
 * little at a lower index. */
enum { MOST_NEAR = 8 };
typedef struct answer {
  double least;
  spot best; /* score: the least payoff; index: PLY_NO_DEAL: none */
  int n_near;
  spot near[MOST_NEAR];
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

/* One talker's question on the way. */
typedef struct asking {
  const ply_deep *deep;
  void *question;
} asking;

/* Shows a talker what stands in the tables at the design turned to. */
typedef void shower(const asking *a, const ply_tile_tables *tables, uint64_t design);

/* Shows every design that no line of the talkers' own refuses ([n], of one space): what a tile's payoffs hang on is worked
 * out once for all of them. */
static bool pass_for(const asking *ask, int n, shower *show) {
  const ply_deep *first = ask[0].deep;
  const ply_space *space = first->space;
  ply_tile_tables tables;
  uint16_t option[PLY_MAX_ISSUES];
  bool good = true;
  ply_tile_tables_init(&tables);
  for (size_t t = 0; t < space->n_tiles && good; t++) {
    const ply_tile *tile = &space->tiles[t];
    good = ply_tile_tables_fill(space, space->rosters[tile->roster_id], tile->security, &tables) == PLY_OK &&
           (first->stop == NULL || !*first->stop);
    for (size_t at = tile->first; at < tile->first + tile->n && good; at++) {
      const ply_tied_design *design = &space->designs[at];
      ply_space_options(space, design->index, option);
      ply_tile_design(&tables, option);
      for (int k = 0; k < n; k++)
        if ((design->refused >> ask[k].deep->actor & 1) == 0) show(&ask[k], &tables, design->index);
    }
  }
  ply_tile_tables_done(&tables);
  return good;
}

/* The same with the talkers shared out among threads. */
static bool pass_for_all(const asking *ask, int n, int threads, shower *show) {
  int groups = threads < n ? threads : n;
  bool good = true;
#pragma omp parallel for num_threads(groups) reduction(&& : good) if (groups > 1)
  for (int g = 0; g < groups; g++) {
    int from = n * g / groups, to = n * (g + 1) / groups;
    good = good && pass_for(ask + from, to - from, show);
  }
  return good;
}

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
  return pass_for(&(asking){d, &l}, 1, show_members);
}

/* ---- the best, and the closest to each of many targets ---- */

static bool gives_way(const spot *kept, double payoff, uint64_t index, double most) {
  return kept->payoff > most || (kept->payoff >= payoff && kept->index > index);
}

/* Keeps a bundle that gives `payoff` if it may be the closest. `overflows` is set where there are too many such. */
static void keep_least(const ply_deep *d, answer *a, double payoff, uint64_t index, bool *overflows) {
  int n = 0;
  if (a->n_near == 0 || payoff < a->best.score) a->best.score = payoff;
  if (payoff > a->best.score + d->tolerance) return;
  for (int k = 0; k < a->n_near; k++)
    if (a->near[k].payoff <= payoff && a->near[k].index <= index) return;
  for (int k = 0; k < a->n_near; k++)
    if (!gives_way(&a->near[k], payoff, index, a->best.score + d->tolerance)) a->near[n++] = a->near[k];
  if (n == MOST_NEAR)
    *overflows = true;
  else
    a->near[n++] = (spot){.payoff = payoff, .index = index};
  a->n_near = n;
  a->best.index = a->near[0].index;
  for (int k = 1; k < n; k++)
    if (a->near[k].index < a->best.index) a->best.index = a->near[k].index;
}

/* Payoffs before the combo in cells of equal width, and which cells may matter: a target is nearly reached at once, and from
 * then on next to no place comes as near. */
enum { CELLS = 1 << 16, FIRST_LOOK = 1 << 12 };

typedef struct targets {
  answer *answers;
  size_t n;
  bool overflows, fixed; /* fixed: `score` of each is known; only the lowest index is looked for */
  double from, cells_a_unit;
  uint64_t *matters; /* [CELLS / 64] bits */
  size_t seen, next; /* perspectives; at `next` what matters is worked out again */
} targets;

static size_t cell_of(const targets *q, double payoff) {
  double cell = (payoff - q->from) * q->cells_a_unit;
  return cell <= 0 ? 0 : cell >= CELLS - 1 ? CELLS - 1 : (size_t)cell;
}

static double least_for(const ply_deep *d, const answer *a) {
  return fmax(a->least, d->game->reservation[d->actor]) - d->tolerance;
}

static bool is_known(const targets *q, const answer *a) { return a->best.index != PLY_NO_DEAL || q->fixed; }

static bool start_targets(const ply_deep *d, targets *q) {
  double highest = d->game->reservation[d->actor], floor = highest - d->tolerance;
  for (size_t t = 0; t < q->n; t++) highest = fmax(highest, q->answers[t].least);
  double way = highest - d->adds[0] - (floor - d->adds[d->n_combos - 1]);
  q->from = floor - d->adds[d->n_combos - 1];
  q->cells_a_unit = way > 0 ? CELLS / (1.01 * way) : 0;
  q->seen = q->next = 0;
  if (q->matters == NULL) q->matters = malloc(CELLS / 64 * sizeof *q->matters);
  return q->matters != NULL;
}

/* Cells from .. to, and one on either side for what rounding may do. */
static void mark(targets *q, size_t from, size_t to) {
  from = from > 0 ? from - 1 : 0;
  to = to < CELLS - 1 ? to + 1 : CELLS - 1;
  for (size_t c = from; c <= to; c++) {
    q->matters[c / 64] |= (uint64_t)1 << (c % 64);
    if (c % 64 != 0 || to - c < 64) continue;
    q->matters[c / 64] = UINT64_MAX;
    c += 63;
  }
}

static void see_what_matters(const ply_deep *d, targets *q) {
  memset(q->matters, 0, CELLS / 64 * sizeof *q->matters);
  for (size_t t = 0; t < q->n; t++) {
    const answer *a = &q->answers[t];
    double least = least_for(d, a);
    for (int c = 0; c < d->n_combos; c++)
      mark(q, cell_of(q, least - d->adds[c]),
           is_known(q, a) ? cell_of(q, a->best.score + d->tolerance - d->adds[c]) : CELLS - 1);
  }
  q->next = q->next > 0 ? 2 * q->next : FIRST_LOOK;
}

/* Whether some combo brings the payoff near enough to some target. */
static bool matters(const ply_deep *d, const targets *q, double payoff) {
  for (size_t t = 0; t < q->n; t++) {
    const answer *a = &q->answers[t];
    int c = first_adding(d, least_for(d, a) - payoff);
    if (c < d->n_combos && (!is_known(q, a) || payoff + d->adds[c] <= a->best.score + d->tolerance))
      return true;
  }
  return false;
}

static void look_for_targets(const ply_deep *d, const place *at, targets *q) {
  for (size_t t = 0; t < q->n; t++) {
    answer *a = &q->answers[t];
    for (int c = first_adding(d, least_for(d, a) - at->payoff); c < d->n_combos; c++) {
      double payoff = at->payoff + d->adds[c];
      uint64_t index = at->index + d->combo[c];
      if (is_known(q, a) && payoff > a->best.score + d->tolerance) break;
      if (!q->fixed)
        keep_least(d, a, payoff, index, &q->overflows);
      else if (index < a->best.index)
        a->best.index = index;
    }
  }
}

/* A perspective stands for the lowest membership that has it. */
static uint64_t lowest_with(const ply_roster *roster, int actor, uint32_t perspective) {
  const uint32_t *of = roster->seen[actor]->at;
  int m = 0;
  while (of[m] != perspective) m++;
  return roster->index[m];
}

static void show_targets(const asking *a, const ply_tile_tables *tables, uint64_t design) {
  const ply_deep *d = a->deep;
  targets *q = a->question;
  const ply_perspectives *p = tables->roster->seen[d->actor];
  const ply_linear *sums = ply_tile_sums_of(tables, d->actor);
  if (q->seen >= q->next) see_what_matters(d, q);
  q->seen += (size_t)p->n;
  for (int k = 0; k < p->n; k++) {
    double payoff = ply_tile_payoff_of(tables, d->actor, (uint32_t)k, &sums[p->slot[k]]);
    size_t cell = cell_of(q, payoff);
    if ((q->matters[cell / 64] >> (cell % 64) & 1) == 0 || p->refuses[k] || !matters(d, q, payoff)) continue;
    place at = {payoff, design + lowest_with(tables->roster, d->actor, (uint32_t)k)};
    look_for_targets(d, &at, q);
  }
}

/* Answers everybody's targets; a second pass settles ties where there are too many to keep. */
static bool answer_targets(const ply_deep *const *deeps, int n, int threads, targets *q) {
  asking ask[PLY_MAX_ACTORS] = {{NULL, NULL}};
  bool good = true;
  int m = 0;
  for (int k = 0; k < n; k++) {
    ask[k] = (asking){deeps[k], &q[k]};
    for (size_t t = 0; t < q[k].n; t++) q[k].answers[t].best = (spot){.index = PLY_NO_DEAL};
    good = good && start_targets(deeps[k], &q[k]);
  }
  good = good && pass_for_all(ask, n, threads, show_targets);
  for (int k = 0; k < n && good; k++) {
    if (!q[k].overflows) continue;
    for (size_t t = 0; t < q[k].n; t++) {
      if (q[k].answers[t].best.index == PLY_NO_DEAL) q[k].answers[t].best.score = -INFINITY;
      q[k].answers[t].best.index = PLY_NO_DEAL;
    }
    q[k].fixed = true;
    start_targets(deeps[k], &q[k]);
    ask[m++] = (asking){deeps[k], &q[k]};
  }
  good = good && (m == 0 || pass_for_all(ask, m, threads, show_targets));
  for (int k = 0; k < n; k++) {
    free(q[k].matters);
    q[k].matters = NULL;
  }
  return good;
}

static void show_best(const asking *a, const ply_tile_tables *tables, uint64_t design) {
  const ply_deep *d = a->deep;
  const ply_perspectives *p = tables->roster->seen[d->actor];
  const ply_linear *sums = ply_tile_sums_of(tables, d->actor);
  double *best = a->question, most = d->adds[d->n_combos - 1], here = *best;
  (void)design;
  for (int k = 0; k < p->n; k++) {
    double payoff = ply_tile_payoff_of(tables, d->actor, (uint32_t)k, &sums[p->slot[k]]) + most;
    if (payoff > here && !p->refuses[k]) here = payoff;
  }
  *best = here;
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

bool ply_deep_answer(ply_deep *const *deeps, int n, int threads) {
  targets q[PLY_MAX_ACTORS] = {{0}};
  const ply_deep *asked[PLY_MAX_ACTORS];
  ply_deep *who[PLY_MAX_ACTORS];
  int m = 0;
  bool good = true;
  for (int k = 0; k < n; k++) {
    size_t wanted = deeps[k]->n_foreseen;
    if (wanted == 0) continue;
    q[m] = (targets){.answers = calloc(wanted, sizeof *q[m].answers), .n = wanted};
    good = good && q[m].answers != NULL;
    for (size_t t = 0; good && t < wanted; t++) q[m].answers[t].least = deeps[k]->foreseen[t];
    asked[m] = who[m] = deeps[k];
    m++;
  }
  good = good && (m == 0 || answer_targets(asked, m, threads, q));
  for (int k = 0; k < m; k++) {
    if (!good) {
      free(q[k].answers);
      continue;
    }
    free(who[k]->answers);
    who[k]->answers = q[k].answers;
    who[k]->n_answers = q[k].n;
  }
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
  const ply_deep *self = d;
  if (!answer_targets(&self, 1, 1, &(targets){.answers = more, .n = 1})) return PLY_NO_DEAL;
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
}

bool ply_own_find_bests(ply_own *own, int n, int threads) {
  asking ask[PLY_MAX_ACTORS];
  for (int t = 0; t < n; t++) {
    ask[t] = (asking){own[t].deep, &own[t].best};
    own[t].best = -INFINITY;
  }
  bool good = n == 0 || pass_for_all(ask, n, threads, show_best);
  for (int t = 0; t < n; t++) own[t].empty = own[t].best < own[t].reservation - own[t].tolerance;
  return good;
}
