/* Talks: alternating offers over the candidates set, solved backward from the last round.
 * What happens in a round depends only on how many rounds are left and on whose turn it is, so talks of every
 * length share one table. Stahl 1972; Rubinstein 1982 (doi:10.2307/1912531). Each proposer's chunks of bundles
 * are put in order once, by the most that the proposer gets in them; an offer is then found near the top.
 * Cost: proposers * chunks * log chunks, and per round and proposer the chunks better than the offer. */
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <stdlib.h>

/* What happens when `left` more rounds follow this one and it is the turn of order[phase]. */
typedef struct turn {
  bool agreed;
  uint64_t index;
  double value[PLY_MAX_ACTORS]; /* V_i at the start of the round */
} turn;

/* A chunk of bundles as a proposer sees it. */
typedef struct prospect {
  double most, gate; /* no bundle of the chunk gives the proposer, and the gate's keeper, more */
  size_t entry;
  int word;
  uint64_t parties; /* the same at all its bundles */
} prospect;

/* The chunks of the set, the proposer's best first. */
typedef struct line_up {
  size_t n;
  int keeper; /* another actor that is a party to all of them: looked at first; -1: there is none */
  prospect *prospects;
} line_up;

typedef struct talk {
  ply_question *q;
  const ply_talks *talks;
  double discount[PLY_MAX_ACTORS];
  double chance[PLY_MAX_ACTORS]; /* by place in order: of being drawn */
  double *mean;                  /* drawn: [limit * PLY_MAX_ACTORS] V_i before the draw, by rounds left */
  line_up lines[PLY_MAX_ACTORS]; /* by proposer */
  turn *turns;                   /* [limit * n_order]: left * n_order + phase */
} talk;

/* The value of waiting for a round worth `next`. */
static double delayed(const talk *t, int actor, const double *next) {
  double d = t->discount[actor];
  return (1 - d) * t->q->game->reservation[actor] + d * next[actor];
}

static uint64_t parties_at(const talk *t, uint64_t index) {
  const ply_game *game = t->q->game;
  if (game->if_holds != 0) {
    uint16_t option[PLY_MAX_ISSUES];
    uint8_t level[PLY_MAX_ACTORS];
    ply_game_bundle(game, index, option, level);
    return ply_game_parties(game, option, level);
  }
  uint64_t parties = game->required | game->counted;
  uint64_t member = index % game->raw_memberships;
  for (int c = 0; c < game->n_candidates; c++)
    if (ply_game_level_of(game, member, c) != 0)
      parties |= game->if_member & (uint64_t)1 << game->candidate[c];
  return parties;
}

static int by_most(const void *a, const void *b) {
  const prospect *x = a, *y = b;
  if (x->most != y->most) return x->most > y->most ? -1 : 1;
  if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
  return x->word - y->word;
}

/* Another proposer, who has most to lose, or else whoever is always asked. */
static int keeper_of(const talk *t, int proposer) {
  uint64_t asked = (t->q->game->required | t->q->game->counted) & ~((uint64_t)1 << proposer);
  for (int i = 0; i < t->talks->n_order; i++)
    if (asked >> t->talks->order[i] & 1) return t->talks->order[i];
  return asked != 0 ? __builtin_ctzll(asked) : -1;
}

static bool line_up_lots(talk *t, int proposer) {
  const ply_question *q = t->q;
  line_up *line = &t->lines[proposer];
  if (line->prospects != NULL) return true;
  size_t n = 0;
  for (ply_chunk chunk = ply_chunk_start(q->scan, q->over, q->peaks); ply_chunk_next(&chunk);) n++;
  line->prospects = malloc(n * sizeof *line->prospects + 1);
  if (line->prospects == NULL) return false;
  line->keeper = keeper_of(t, proposer);
  for (ply_chunk chunk = ply_chunk_start(q->scan, q->over, q->peaks); ply_chunk_next(&chunk);) {
    ply_payoffs most = ply_chunk_most(&chunk);
    line->prospects[line->n++] = (prospect){
        .most = ply_payoffs_of(&most, proposer),
        .gate = line->keeper >= 0 ? ply_payoffs_of(&most, line->keeper) : 0,
        .entry = chunk.entry,
        .word = chunk.word,
        .parties = parties_at(t, q->scan->accepted[chunk.entry].index),
    };
  }
  qsort(line->prospects, n, sizeof *line->prospects, by_most);
  return true;
}

/* Whether nobody among the others would rather wait. */
static bool consented(const ply_game *game, const ply_payoffs *at, uint64_t others, const double *wait) {
  for (uint64_t p = others; p != 0; p &= p - 1) {
    int i = __builtin_ctzll(p);
    if (!(ply_payoffs_of(at, i) >= wait[i] - game->eps[i])) return false;
  }
  return true;
}

static double sum_over(const ply_payoffs *at, uint64_t parties) {
  double sum = 0;
  for (; parties != 0; parties &= parties - 1) sum += ply_payoffs_of(at, __builtin_ctzll(parties));
  return sum;
}

/* What is known of the best offer: its payoff, then the parties' sum there, then the index. */
typedef struct offer {
  bool found;
  size_t first; /* prospects before this one hold nothing that the others take and that is good enough */
  double own, sum;
  uint64_t index;
} offer;

/* Learns one of the three from a bundle that is consented to and no further below than a tie. */
static void learn(offer *o, int pass, double own, double sum, double eps, uint64_t index) {
  if (pass == 0 && own >= o->own) {
    o->found = true;
    o->own = own;
  } else if (pass == 1) {
    o->sum = fmax(o->sum, sum);
  } else if (pass == 2 && index < o->index && sum >= o->sum - eps) {
    o->index = index;
  }
}

/* Learns from the bundles of a prospect; false where it has none that would tie. */
static bool look_at(const talk *t, const prospect *at, int proposer, const double *wait, int pass, offer *o) {
  uint64_t others = at->parties & ~((uint64_t)1 << proposer);
  ply_chunk chunk = ply_chunk_open(t->q->scan, t->q->over, t->q->peaks, at->entry, at->word);
  ply_payoffs here = ply_chunk_most(&chunk);
  const ply_game *game = t->q->game;
  double eps = ply_game_eps_over(game, at->parties);
  bool any = false;
  if (!consented(game, &here, others, wait)) return false;
  for (int k; (k = ply_chunk_take(&chunk)) >= 0;) {
    here = ply_chunk_at(&chunk, k);
    double own = ply_payoffs_of(&here, proposer);
    if (own < o->own - game->eps[proposer] || !consented(game, &here, others, wait)) continue;
    any = true;
    learn(o, pass, own, sum_over(&here, at->parties), eps, ply_chunk_index(&chunk, k));
  }
  return any;
}

/* A large additive game lists only the best bundles: whether another does as well as the best offer. */
typedef struct as_good {
  const talk *t;
  const offer *best;
  const double *wait;
  int proposer;
} as_good;

static bool is_as_good(void *data, const double *payoff, uint64_t parties) {
  const as_good *g = data;
  ply_payoffs at = ply_payoffs_by_actor(payoff);
  const ply_game *game = g->t->q->game;
  return consented(game, &at, parties & ~((uint64_t)1 << g->proposer), g->wait) &&
         ply_payoffs_of(&at, g->proposer) >= g->best->own - game->eps[g->proposer] &&
         sum_over(&at, parties) >= g->best->sum - ply_game_eps_over(game, parties);
}

/* The proposer's best bundle that the others of its parties would not wait rather than take. */
static bool best_offer(const talk *t, int proposer, const double *wait, uint64_t *index) {
  const line_up *line = &t->lines[proposer];
  double gate = line->keeper >= 0 ? wait[line->keeper] - t->q->game->eps[line->keeper] : 0;
  double eps = t->q->game->eps[proposer];
  offer best = {.own = wait[proposer] - eps, .first = SIZE_MAX, .sum = -INFINITY, .index = UINT64_MAX};
  for (int pass = 0; pass < 3 && (pass == 0 || best.found); pass++)
    for (size_t p = pass == 0 ? 0 : best.first; p < line->n; p++) {
      const prospect *at = &line->prospects[p];
      if (at->most < best.own - eps) break;
      if (!(at->gate >= gate) || !look_at(t, at, proposer, wait, pass, &best)) continue;
      if (best.first == SIZE_MAX) best.first = p;
    }
  as_good tie = {.t = t, .best = &best, .wait = wait, .proposer = proposer};
  *index = best.found ? ply_answer_lowest(t->q, best.index, is_as_good, &tie) : best.index;
  return best.found;
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

static ply_status play_all(talk *t) {
  int n = t->talks->n_order;
  for (int left = 0; left < t->talks->limit; left++)
    for (int phase = 0; phase < n; phase++) {
      if (ply_clock_says(t->q->clock) != NULL) return PLY_E_STOPPED;
      const double *next = left == 0         ? t->q->game->reservation
                           : t->mean != NULL ? t->mean + (size_t)(left - 1) * PLY_MAX_ACTORS
                                             : t->turns[(left - 1) * n + (phase + 1) % n].value;
      if (!line_up_lots(t, t->talks->order[phase])) return PLY_E_MEMORY;
      ply_status status = play(t, t->talks->order[phase], next, &t->turns[left * n + phase]);
      if (status != PLY_OK) return status;
      for (int i = 0; t->mean != NULL && i < t->q->game->n_actors; i++)
        t->mean[(size_t)left * PLY_MAX_ACTORS + (size_t)i] +=
            t->chance[phase] * t->turns[left * n + phase].value[i];
    }
  return PLY_OK;
}

static bool same_opening(const turn *a, const turn *b) {
  return a->agreed == b->agreed && (!a->agreed || a->index == b->index);
}

/* ---- drawn proposers (Baron and Ferejohn 1989, doi:10.2307/1961664; Winter 1996, doi:10.2307/2945844) ---- */

static void draw_chances(talk *t) {
  double sum = 0;
  for (int p = 0; p < t->talks->n_order; p++)
    sum += ply_number_value(&t->talks->recognition[t->talks->order[p]], t->q->game->values);
  for (int p = 0; p < t->talks->n_order; p++)
    t->chance[p] = ply_number_value(&t->talks->recognition[t->talks->order[p]], t->q->game->values) / sum;
}

static ply_status tell_drawn(const talk *t, ply_talks_result *out) {
  ply_arena *arena = t->q->result->arena;
  int n = t->talks->n_order, actors = t->q->game->n_actors, likeliest = -1;
  const turn *now = &t->turns[(t->talks->rounds - 1) * n];
  const double *mean = t->mean + (size_t)(t->talks->rounds - 1) * PLY_MAX_ACTORS;
  const double *late = t->mean + (size_t)(t->talks->limit - 1) * PLY_MAX_ACTORS;
  ply_first_offer *first = PLY_NEW(arena, n, ply_first_offer);
  double *value = PLY_NEW(arena, actors, double);
  if (first == NULL || value == NULL) return PLY_E_MEMORY;
  for (int i = 0; i < actors; i++) {
    value[i] = mean[i];
    out->drift = fmax(out->drift, fabs(late[i] - mean[i]));
  }
  for (int p = 0; p < n; p++) {
    first[p] =
        (ply_first_offer){.proposer = t->talks->order[p], .chance = t->chance[p], .agreed = now[p].agreed};
    if (!now[p].agreed) continue;
    if (!ply_answer_bundle(t->q, now[p].index, &first[p].bundle)) return PLY_E_MEMORY;
    if (likeliest < 0 || t->chance[p] > t->chance[likeliest] + PLY_EPS) likeliest = p;
  }
  out->n_first = n;
  out->first = first;
  out->value = value;
  out->settled = true;
  for (int longer = t->talks->rounds; longer < t->talks->limit; longer++)
    for (int p = 0; p < n; p++) out->settled &= same_opening(&t->turns[longer * n + p], &now[p]);
  out->outcome = likeliest >= 0 ? PLY_FOUND : PLY_PROVED_NONE;
  if (likeliest < 0) return PLY_OK;
  out->round = 1;
  out->bundle = first[likeliest].bundle;
  return PLY_OK;
}

/* Who gets how little and how much as the talks last longer. */
static bool tell_range(const talk *t, ply_talks_result *out) {
  int n = t->talks->n_order, actors = t->q->game->n_actors;
  double *least = PLY_NEW(t->q->result->arena, actors, double);
  double *most = PLY_NEW(t->q->result->arena, actors, double);
  if (least == NULL || most == NULL) return false;
  for (int i = 0; i < actors; i++) {
    least[i] = INFINITY;
    most[i] = -INFINITY;
    for (int rounds = t->talks->rounds; rounds <= t->talks->limit; rounds++) {
      double v = t->turns[(rounds - 1) * n].value[i];
      least[i] = fmin(least[i], v);
      most[i] = fmax(most[i], v);
    }
  }
  out->least = least;
  out->most = most;
  return true;
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

static ply_status ask(ply_question *q, void *record) {
  (void)record;
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
  if (talks->drawn) draw_chances(&t);
  if (talks->drawn) t.mean = calloc((size_t)talks->limit * PLY_MAX_ACTORS, sizeof *t.mean);
  ply_status status = talks->drawn && t.mean == NULL ? PLY_E_MEMORY : play_all(&t);
  out->drawn = talks->drawn;
  if (status == PLY_OK) status = talks->drawn ? tell_drawn(&t, out) : tell(&t, out);
  if (status == PLY_OK && !talks->drawn && !tell_range(&t, out)) status = PLY_E_MEMORY;
  free(t.mean);
  for (int i = 0; i < PLY_MAX_ACTORS; i++) free(t.lines[i].prospects);
  free(t.turns);
  if (status != PLY_E_STOPPED) return status;
  ply_answer_stopped(q, ply_clock_says(q->clock));
  return PLY_OK;
}

static const ply_field fields[] = {
    {.name = "present", .kind = PLY_FIELD_PRESENT, .at = offsetof(ply_result, talks.present)},
    {.name = "outcome",
     .kind = PLY_FIELD_OUTCOME,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, talks.outcome)},
    {.name = "over",
     .label = "chosen among",
     .kind = PLY_FIELD_WORD,
     .tell = PLY_TELL_COMPARED,
     .at = offsetof(ply_result, talks.over)},
    {.name = "round",
     .output = "talks.round",
     .help = "the round of agreement",
     .kind = PLY_FIELD_INT,
     .when = PLY_WHEN_FOUND,
     .unit = "rounds",
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED | PLY_TELL_SWEPT,
     .at = offsetof(ply_result, talks.round)},
    {.name = "bundle",
     .kind = PLY_FIELD_BUNDLE,
     .when = PLY_WHEN_FOUND,
     .tell = PLY_TELL_CSV | PLY_TELL_COMPARED,
     .at = offsetof(ply_result, talks.bundle)},
    {.name = "settled",
     .output = "talks.settled",
     .help = "1 if more rounds change nothing",
     .kind = PLY_FIELD_BOOL,
     .when = PLY_WHEN_FOUND,
     .tell = PLY_TELL_CSV | PLY_TELL_SWEPT | PLY_TELL_SWEPT_ANYWAY,
     .at = offsetof(ply_result, talks.settled)},
    {.name = "range",
     .kind = PLY_FIELD_RANGES,
     .when = PLY_WHEN_DECIDED,
     .at = offsetof(ply_result, talks.least)},
    {.name = "first", .kind = PLY_FIELD_OFFERS, .when = PLY_WHEN_DECIDED, .at = offsetof(ply_result, talks)},
    {.name = "value",
     .kind = PLY_FIELD_BY_ACTOR,
     .when = PLY_WHEN_DECIDED,
     .tell = PLY_TELL_CSV,
     .at = offsetof(ply_result, talks.value)},
    {.name = "limit", .kind = PLY_FIELD_INT, .unit = "rounds", .at = offsetof(ply_result, talks.limit)},
    {.name = "verified", .kind = PLY_FIELD_BOOL, .at = offsetof(ply_result, talks.verified)},
    {0},
};

const ply_question_row ply_question_talks = {
    .words = {.name = "talks",
              .help = "offers in turn, or by drawn proposers, with discounting, solved backward",
              .reference = "Stahl 1972; Rubinstein 1982, doi:10.2307/1912531",
              .fields = fields},
    .skip = PLY_SKIP_TALKS,
    .ask = ask,
};
