/* Which change of one number turns the verdict on a bundle, and each party's own answer? Every trial is the whole
 * game compiled with that number changed and the bundle judged anew, so both ends of an answer are recomputed. A
 * weight that moves takes the other weights of its actor along, as in sweeps: what they sum to stays.
 *
 * A number that works one way is tried at both ends of its range; where the answer differs there, the place in
 * between is bisected (after a first guess by proportion: payoffs are linear in such a number, but for weights,
 * which bend them one way). A number that works either way is tried on a grid from where it stands outwards, each
 * step longer than the last, and the first step that turns is bisected. Cost: 4 trials a number, 100 on a grid; a
 * trial costs the size of the scenario. */
#include "sim/solve/explain/explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How close the two ends of an answer lie, and steps of the grid on either side. */
static const double CLOSE = 1e-9;
enum { GRID = 48, VERDICT = -1 };

/* What everybody says with one number changed. */
typedef struct trial {
  double at;
  uint64_t accept;
  bool acceptable, known; /* known: the honour game settled */
  double margin[PLY_MAX_ACTORS];
} trial;

typedef struct found {
  int id;
  ply_switching_value switching;
  double close; /* what is so close is the same: the tolerance of answers moves where they turn */
} found;

typedef struct hunt {
  ply_inquiry *q;
  double *values;
  uint8_t *use;
  const ply_weights *weights; /* [n_weights] */
  int n_weights;
  int id;                    /* the number looked at */
  ply_switching_kind kind;   /* of it */
  const ply_weights *shares; /* the weights that move with it, or NULL */
  double low, high;          /* the range searched */
  trial now;
  found *switching; /* [n_numbers] */
  int n;
  found best[PLY_MAX_ACTORS][PLY_N_SWITCHING_KINDS]; /* of each party's own answer; id -1: none yet */
  bool undecided;
  ply_status status;
} hunt;

/* ---- trials ---- */

/* Changes the number looked at, and the weights that go with it; back: to what they are in the file. */
static void set_number(hunt *h, double value, bool back) {
  const ply_number_info *numbers = h->q->game->scenario->numbers;
  h->values[h->id] = value;
  for (int k = 0; back && h->shares != NULL && k < h->shares->n; k++)
    h->values[h->shares->number[k]] = numbers[h->shares->number[k]].number->base;
  if (!back && h->shares != NULL) ply_weights_apply(h->shares, 1, h->values);
}

static trial try_at(hunt *h, double value) {
  ply_inquiry *q = h->q;
  const ply_scenario *s = q->game->scenario;
  trial t = {.at = value};
  ply_game *game = NULL;
  ply_stand stand;
  double before = h->values[h->id];
  set_number(h, value, false);
  ply_status status = ply_game_compile(s, h->values, q->lines, &game, NULL);
  set_number(h, before, true);
  if (status == PLY_E_MEMORY) h->status = status;
  if (status == PLY_OK && ply_stand_at(game, q->here.option, q->here.level, &stand)) {
    t.known = true;
    t.accept = stand.accept;
    t.acceptable = stand.acceptable;
    for (int i = 0; i < s->n_actors; i++) t.margin[i] = stand.payoff[i] - game->reservation[i];
  }
  ply_game_free(game);
  return t;
}

/* Whether the verdict (or an actor's answer) is another than now. */
static bool turned(const hunt *h, const trial *t, int who) {
  if (who == VERDICT) return t->acceptable != h->now.acceptable;
  return ((t->accept ^ h->now.accept) >> who & 1) != 0;
}

/* ---- from a bracket to an answer ---- */

/* Moves one end of the bracket to value, if that lies inside. */
static void tighten(hunt *h, int who, trial *stay, trial *turn, double value) {
  double low = fmin(stay->at, turn->at), high = fmax(stay->at, turn->at);
  if (!(value > low && value < high)) return;
  trial t = try_at(h, value);
  if (!t.known)
    h->undecided = true;
  else
    *(turned(h, &t, who) ? turn : stay) = t;
}

/* Where a margin that is linear between the two ends falls to the tolerance: NAN if it does not move. */
static double guess(const hunt *h, const trial *stay, const trial *turn, int actor) {
  double rise = turn->margin[actor] - stay->margin[actor];
  return rise != 0 ? stay->at + (turn->at - stay->at) * (-h->q->game->eps[actor] - stay->margin[actor]) / rise
                   : NAN;
}

/* Brings the ends together. False if an honour game in between did not settle. */
static bool close_in(hunt *h, int who, int linear, trial *stay, trial *turn) {
  bool before = h->undecided;
  h->undecided = false;
  if (linear >= 0) {
    double at = guess(h, stay, turn, linear), aside = turn->at > stay->at ? 0.4 * CLOSE : -0.4 * CLOSE;
    tighten(h, who, stay, turn, at - aside);
    tighten(h, who, stay, turn, at + aside);
  }
  while (fabs(turn->at - stay->at) > CLOSE && !h->undecided && h->status == PLY_OK) {
    double middle = stay->at + (turn->at - stay->at) / 2;
    if (middle == stay->at || middle == turn->at) break;
    tighten(h, who, stay, turn, middle);
  }
  bool closed = !h->undecided && h->status == PLY_OK;
  h->undecided |= before;
  return closed;
}

/* How far a number has to move, in steps so coarse that equal moves count as equal. */
static double change(const found *f) {
  double middle = f->switching.stay + (f->switching.turn - f->switching.stay) / 2;
  return rint(fabs(middle - f->switching.from) / (10 * f->close));
}

/* Whether a value lies outside of all that its actor sees in the options of its issue, in either table. */
static bool is_beyond(const ply_scenario *s, const ply_number_info *info, double value) {
  const ply_payoff_row *row = ply_switching_row(s, info);
  if (row == NULL) return false;
  const ply_issue *issue = &s->issues[row - s->actors[info->actor].rows];
  double least = INFINITY, most = -INFINITY;
  for (int o = 0; o < issue->n_options; o++) {
    least = fmin(least, row->values[o].base);
    most = fmax(most, row->values[o].base);
    if (row->outsider == NULL) continue;
    least = fmin(least, row->outsider[o].base);
    most = fmax(most, row->outsider[o].base);
  }
  return value < least - 10 * CLOSE || value > most + 10 * CLOSE;
}

static ply_switching_value switching_of(const hunt *h, const trial *stay, const trial *turn) {
  const ply_scenario *s = h->q->game->scenario;
  const ply_number_info *info = &s->numbers[h->id];
  return (ply_switching_value){.pointer = info->pointer,
                               .kind = h->kind,
                               .beyond = h->kind == PLY_SWITCHING_VALUE && is_beyond(s, info, turn->at),
                               .from = h->now.at,
                               .stay = stay->at,
                               .turn = turn->at,
                               .low = info->number->low,
                               .high = info->number->high,
                               .in_range = turn->at >= info->number->low && turn->at <= info->number->high};
}

/* Takes in an answer about the number looked at: the nearer one where both directions turn. */
static void keep(hunt *h, int who, const trial *stay, const trial *turn) {
  found f = {.id = h->id,
             .switching = switching_of(h, stay, turn),
             .close = fmax(CLOSE, ply_game_slack_eps_least(h->q->game))};
  if (who != VERDICT) {
    found *best = &h->best[who][h->kind];
    if (best->id < 0 || change(&f) < change(best)) *best = f;
    return;
  }
  if (h->n > 0 && h->switching[h->n - 1].id == h->id) {
    if (change(&f) < change(&h->switching[h->n - 1])) h->switching[h->n - 1] = f;
    return;
  }
  h->switching[h->n++] = f;
}

/* Whether a turn beyond `at` could still matter to who. */
static bool matters(const hunt *h, int who, double at) {
  if (who == VERDICT) return true;
  if (!(h->q->here.party >> who & 1)) return false;
  const found *best = &h->best[who][h->kind];
  return best->id < 0 || fabs(at - h->now.at) < fabs(best->switching.turn - h->now.at);
}

/* ---- one number ---- */

/* The range searched: what the format allows, and at most ten times the largest of 1 and the number's own. */
static void set_range(hunt *h) {
  const ply_number_info *info = &h->q->game->scenario->numbers[h->id];
  double now = info->number->base;
  double wide = 10 * fmax(fmax(1, fabs(now)), fmax(fabs(info->number->low), fabs(info->number->high)));
  h->low = fmax(info->least, -wide);
  h->high = fmin(info->most, wide);
  if (info->above_least && h->low <= info->least) h->low = info->least + (now - info->least) / 1000;
  if (info->below_most && h->high >= info->most) h->high = info->most - (info->most - now) / 1000;
}

/* The only actor whose answer differs, or -1. */
static int changed_actor(const hunt *h, const trial *t) {
  uint64_t differ = (t->accept ^ h->now.accept) & h->q->here.party;
  return differ != 0 ? __builtin_ctzll(differ) : -1;
}

static void look_one_way(hunt *h, double end) {
  if (end == h->now.at) return;
  trial turn = try_at(h, end), stay = h->now;
  if (!turn.known) h->undecided = true;
  int actor = turn.known ? changed_actor(h, &turn) : -1;
  if (actor < 0) return;
  bool verdict = turned(h, &turn, VERDICT);
  if (!close_in(h, actor, actor, &stay, &turn)) return;
  keep(h, actor, &stay, &turn);
  if (verdict) keep(h, VERDICT, &stay, &turn);
}

/* Everything that turns between two neighbours of the grid and has not turned before. */
static void look_between(hunt *h, const trial *from, const trial *to, uint64_t *seen, bool *verdict_seen) {
  for (int who = VERDICT; who < h->q->game->n_actors; who++) {
    bool known = who == VERDICT ? *verdict_seen : *seen >> who & 1;
    if (known || !turned(h, to, who)) continue;
    if (who == VERDICT)
      *verdict_seen = true;
    else
      *seen |= (uint64_t)1 << who;
    trial stay = *from, turn = *to;
    if (matters(h, who, from->at) && close_in(h, who, -1, &stay, &turn)) keep(h, who, &stay, &turn);
  }
}

static void look_either_way(hunt *h, double end) {
  trial from = h->now;
  uint64_t seen = 0;
  bool verdict_seen = false;
  if (end == from.at) return;
  for (int k = 1; k <= GRID && h->status == PLY_OK; k++) {
    double share = expm1(7.0 * k / GRID) / expm1(7.0);
    trial to = try_at(h, k < GRID ? h->now.at + (end - h->now.at) * share : end);
    if (!to.known) {
      h->undecided = true;
      return;
    }
    look_between(h, &from, &to, &seen, &verdict_seen);
    from = to;
  }
}

/* The weights that go with the number, or NULL. *alone: it is the only weight of its actor that counts, and so a share
 * of one whatever it is. */
static const ply_weights *shares_of(const hunt *h, bool *alone) {
  const ply_number_info *numbers = h->q->game->scenario->numbers;
  *alone = false;
  if (h->kind != PLY_SWITCHING_WEIGHT) return NULL;
  for (int i = 0; i < h->n_weights; i++) {
    bool its = false;
    double others = 0;
    for (int k = 0; k < h->weights[i].n; k++) {
      its = its || h->weights[i].number[k] == h->id;
      others += h->weights[i].number[k] == h->id ? 0 : numbers[h->weights[i].number[k]].number->base;
    }
    *alone = its && !(others > 0);
    if (its) return &h->weights[i];
  }
  return NULL;
}

static void look_at(hunt *h) {
  bool alone;
  h->kind = ply_switching_kind_of(h->q->game->scenario, &h->q->game->scenario->numbers[h->id]);
  h->shares = shares_of(h, &alone);
  if (alone) return;
  set_range(h);
  h->now.at = h->values[h->id];
  void (*look)(hunt *, double) = h->use[h->id] == PLY_ONE_WAY ? look_one_way : look_either_way;
  if (h->low < h->now.at) look(h, h->low);
  if (h->high > h->now.at) look(h, h->high);
}

/* ---- all numbers ---- */

static bool find_weights(hunt *h) {
  const ply_scenario *s = h->q->game->scenario;
  bool *moved = malloc((size_t)s->n_numbers * sizeof *moved + 1);
  if (moved == NULL) return false;
  memset(moved, true, (size_t)s->n_numbers * sizeof *moved);
  bool ok = ply_weights_find(s, moved, h->q->arena, &h->weights, &h->n_weights);
  free(moved);
  return ok;
}

static bool hunt_init(hunt *h) {
  const ply_inquiry *q = h->q;
  const ply_scenario *s = q->game->scenario;
  size_t n = (size_t)s->n_numbers;
  h->values = malloc(n * sizeof *h->values + 1);
  h->use = malloc(n + 1);
  h->switching = malloc(n * sizeof *h->switching + 1);
  if (h->values == NULL || h->use == NULL || h->switching == NULL || !find_weights(h)) return false;
  for (int i = 0; i < s->n_numbers; i++) h->values[i] = s->numbers[i].number->base;
  for (int i = 0; i < PLY_MAX_ACTORS; i++)
    for (int k = 0; k < PLY_N_SWITCHING_KINDS; k++) h->best[i][k].id = -1;
  h->now = (trial){.accept = q->here.accept, .acceptable = q->here.acceptable, .known = true};
  for (int i = 0; i < s->n_actors; i++) h->now.margin[i] = q->here.payoff[i] - q->game->reservation[i];
  ply_inputs_used(q->game, &q->here, h->use);
  return true;
}

static int smaller(const void *a, const void *b) {
  const found *x = a, *y = b;
  double left = change(x), right = change(y);
  if (left != right) return left < right ? -1 : 1;
  return x->id - y->id;
}

/* A copy whose pointer is a string of the record. */
static bool copy_switching(const hunt *h, const ply_switching_value *from, ply_switching_value *to) {
  *to = *from;
  to->pointer = ply_arena_strdup(h->q->arena, from->pointer);
  return to->pointer != NULL;
}

/* Those found of an actor's answer, one of each kind, the smallest change first; how many. */
static int best_of(const hunt *h, int actor, found *out) {
  int n = 0;
  for (int k = 0; k < PLY_N_SWITCHING_KINDS; k++)
    if (h->best[actor][k].id >= 0) out[n++] = h->best[actor][k];
  if (n > 0) qsort(out, (size_t)n, sizeof *out, smaller);
  return n;
}

static ply_status hand_over_answers(const hunt *h) {
  found best[PLY_N_SWITCHING_KINDS];
  for (int i = 0; i < h->q->game->n_actors; i++) {
    if (h->q->actors == NULL || best_of(h, i, best) == 0) continue;
    ply_switching_value *turn = PLY_NEW(h->q->arena, 1, ply_switching_value);
    if (turn == NULL || !copy_switching(h, &best[0].switching, turn)) return PLY_E_MEMORY;
    h->q->actors[i].turn = turn;
  }
  return PLY_OK;
}

static ply_status hand_over_openers(const hunt *h) {
  ply_opening *opening = h->q->opening;
  found best[PLY_N_SWITCHING_KINDS];
  ply_opener *all =
      PLY_NEW(h->q->arena, PLY_N_SWITCHING_KINDS * __builtin_popcountll(opening->short_of), ply_opener);
  if (all == NULL) return PLY_E_MEMORY;
  opening->openers = all;
  for (uint64_t rest = opening->short_of; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), n = best_of(h, i, best);
    if (n == 0) opening->stuck |= (uint64_t)1 << i;
    for (int k = 0; k < n; k++) {
      all[opening->n].actor = i;
      if (!copy_switching(h, &best[k].switching, &all[opening->n++].number)) return PLY_E_MEMORY;
    }
  }
  return PLY_OK;
}

static ply_status hand_over_verdicts(hunt *h) {
  ply_explain *out = h->q->out;
  ply_switching_value *switching = PLY_NEW(h->q->arena, h->n, ply_switching_value);
  if (switching == NULL) return PLY_E_MEMORY;
  if (h->n > 0) qsort(h->switching, (size_t)h->n, sizeof *h->switching, smaller);
  for (int i = 0; i < h->n; i++)
    if (!copy_switching(h, &h->switching[i].switching, &switching[i])) return PLY_E_MEMORY;
  out->switching.values = switching;
  out->switching.n = h->n;
  out->switching.outcome = h->undecided ? PLY_LIMIT_REACHED : h->n > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  return hand_over_answers(h);
}

/* Whether the number could be an opener, where only those are asked for: one of an actor that is short. (Those of the
 * guarantee move several answers, so that they cannot be put beside each other.) */
static bool concerns(const hunt *h) {
  int actor = h->q->game->scenario->numbers[h->id].actor;
  return h->q->opening == NULL ||
         (actor >= 0 && h->use[h->id] == PLY_ONE_WAY && h->q->opening->short_of >> actor & 1);
}

ply_status ply_inquiry_switches(ply_inquiry *q) {
  hunt h = {.q = q, .status = PLY_OK};
  if (!hunt_init(&h)) h.status = PLY_E_MEMORY;
  for (h.id = 0; h.status == PLY_OK && h.id < q->game->scenario->n_numbers; h.id++) {
    if (h.use[h.id] == PLY_UNUSED || !concerns(&h)) continue;
    if (ply_clock_says(q->clock) != NULL) {
      h.undecided = true;
      break;
    }
    if (q->out != NULL) {
      q->out->switching.n_numbers++;
      q->out->switching.n_grid += h.use[h.id] == PLY_EITHER_WAY;
    }
    look_at(&h);
  }
  if (h.status == PLY_OK) h.status = q->opening != NULL ? hand_over_openers(&h) : hand_over_verdicts(&h);
  free(h.values);
  free(h.use);
  free(h.switching);
  return h.status;
}
