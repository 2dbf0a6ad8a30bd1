/* Talks: alternating offers over the candidates set, solved backward from the last round.
 * What happens in a round depends only on how many rounds are left and on whose turn it is, so talks of every
 * length share one table. Stahl 1972; Rubinstein 1982 (doi:10.2307/1912531). Cost: rounds * proposers *
 * bundles of the set * parties. */
#include "sim/solve/answer.h"

#include <math.h>
#include <stdlib.h>

/* What happens when `left` more rounds follow this one and it is the turn of order[phase]. */
typedef struct turn {
  bool agreed;
  uint64_t index;
  double value[PLY_MAX_ACTORS]; /* V_i at the start of the round */
} turn;

typedef struct talk {
  ply_question *q;
  const ply_talks *talks;
  double discount[PLY_MAX_ACTORS];
  turn *turns; /* [limit * n_order]: left * n_order + phase */
} talk;

/* The value of waiting for a round worth `next`. */
static double delayed(const talk *t, int actor, const double *next) {
  double d = t->discount[actor];
  return (1 - d) * t->q->game->reservation[actor] + d * next[actor];
}

static uint64_t parties_at(const talk *t, uint64_t index) {
  const ply_game *game = t->q->game;
  uint64_t parties = game->required | game->counted;
  uint64_t member = index % game->raw_memberships;
  for (int c = 0; c < game->n_candidates; c++)
    if (member / game->member_stride[c] % (uint64_t)game->n_levels != 0)
      parties |= game->if_member & (uint64_t)1 << game->candidate[c];
  return parties;
}

static bool consented(const talk *t, const ply_walk *w, uint64_t parties, int proposer, const double *wait) {
  (void)t;
  for (uint64_t p = parties & ~((uint64_t)1 << proposer); p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    if (!(ply_walk_payoff(w, i) >= wait[i] - PLY_EPS)) return false;
  }
  return true;
}

static double sum_over(const ply_walk *w, uint64_t parties) {
  double sum = 0;
  for (; parties != 0; parties &= parties - 1) sum += ply_walk_payoff(w, __builtin_ctzll(parties));
  return sum;
}

/* The proposer's best bundle that the others of its parties would not wait rather than take. */
static bool best_offer(const talk *t, int proposer, const double *wait, uint64_t *index) {
  double best = -INFINITY, best_sum = -INFINITY;
  bool found = false;
  *index = UINT64_MAX;
  for (int pass = 0; pass < 3; pass++)
    for (ply_walk w = ply_walk_start(t->q->scan, t->q->over); ply_walk_next(&w);) {
      double own = ply_walk_payoff(&w, proposer);
      if (pass == 0 ? found && own <= best : own < best - PLY_EPS) continue;
      uint64_t at = ply_walk_index(&w), parties = parties_at(t, at);
      if (!consented(t, &w, parties, proposer, wait)) continue;
      found = true;
      if (pass == 0)
        best = own;
      else if (pass == 1)
        best_sum = fmax(best_sum, sum_over(&w, parties));
      else if (at < *index && sum_over(&w, parties) >= best_sum - PLY_EPS)
        *index = at;
    }
  return found && best >= wait[proposer] - PLY_EPS;
}

static ply_status play(const talk *t, int proposer, const double *next, turn *out) {
  const ply_game *game = t->q->game;
  double wait[PLY_MAX_ACTORS];
  for (int i = 0; i < game->n_actors; i++) out->value[i] = wait[i] = delayed(t, i, next);
  if (!best_offer(t, proposer, wait, &out->index)) return PLY_OK;
  out->agreed = true;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  ply_game_bundle(game, out->index, option, level);
  return ply_game_payoffs(game, option, level, NULL, out->value) ? PLY_OK : PLY_E_INPUT;
}

static ply_status play_all(const talk *t) {
  int n = t->talks->n_order;
  for (int left = 0; left < t->talks->limit; left++)
    for (int phase = 0; phase < n; phase++) {
      if (ply_clock_says(t->q->clock) != NULL) return PLY_E_STOPPED;
      const double *next =
          left > 0 ? t->turns[(left - 1) * n + (phase + 1) % n].value : t->q->game->reservation;
      ply_status status = play(t, t->talks->order[phase], next, &t->turns[left * n + phase]);
      if (status != PLY_OK) return status;
    }
  return PLY_OK;
}

static bool same_opening(const turn *a, const turn *b) {
  return a->agreed == b->agreed && (!a->agreed || a->index == b->index);
}

static ply_status tell(const talk *t, ply_talks_result *out) {
  int n = t->talks->n_order, rounds = t->talks->rounds;
  out->outcome = PLY_PROVED_NONE;
  out->settled = true;
  for (int longer = rounds + 1; longer <= t->talks->limit; longer++)
    out->settled &= same_opening(&t->turns[(longer - 1) * n], &t->turns[(rounds - 1) * n]);
  for (int round = 1; round <= rounds; round++) {
    const turn *now = &t->turns[(rounds - round) * n + (round - 1) % n];
    if (!now->agreed) continue;
    out->outcome = PLY_FOUND;
    out->round = round;
    return ply_answer_bundle(t->q, now->index, &out->bundle) ? PLY_OK : PLY_E_MEMORY;
  }
  return PLY_OK;
}

ply_status ply_answer_talks(ply_question *q) {
  const ply_talks *talks = &q->game->scenario->bargaining.talks;
  ply_talks_result *out = &q->result->talks;
  out->present = talks->present;
  if (!talks->present) return PLY_OK;
  out->over = ply_over_name(q->over);
  out->limit = talks->limit;
  out->outcome = PLY_LIMIT_REACHED;
  if (!q->scan->complete) return PLY_OK;
  talk t = {.q = q, .talks = talks};
  t.turns = calloc((size_t)talks->limit * (size_t)talks->n_order, sizeof *t.turns);
  if (t.turns == NULL) return PLY_E_MEMORY;
  for (int i = 0; i < q->game->n_actors; i++)
    t.discount[i] = ply_number_value(&talks->discount[i], q->game->values);
  ply_status status = play_all(&t);
  if (status == PLY_OK) status = tell(&t, out);
  free(t.turns);
  return status == PLY_E_STOPPED ? PLY_OK : status;
}
