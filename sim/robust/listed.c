/* A small space over many draws: every bundle in every draw, counted. Draws are taken a few hundred at a time, so that
 * all sums of such a block stay in the cache while the bundles pass by in the order of their indices; an issue that did
 * not change is not added again, and what is the same in all draws is added once for all. Payoffs are added in the order
 * of evaluate.c, to the same bits. For games without candidates, security and derived issues; the search is for all
 * others and finds the same.
 * Cost: bundles * actors * draws additions and comparisons. */
#include "sim/robust/search.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8, MOST_BUNDLES = 1 << 14, FEWEST_DRAWS = 65 }; /* BLOCK: words of draws at a time */

typedef struct listing {
  const ply_quest *quest;
  uint64_t parties;
  atomic_size_t next; /* block of draws */
  atomic_bool stopped, starved;
  pthread_mutex_t lock;
  uint64_t *count; /* [raw] */
} listing;

/* A thread's own: sums after each issue, by actor; one number where no draw differs so far. */
typedef struct lister {
  listing *l;
  const ply_sample_tables *t;
  size_t first, words;       /* the block */
  double *sum;               /* [n_issues + 1][n_actors][64 * BLOCK] */
  int alike[PLY_MAX_ACTORS]; /* the issues up to the first that moves for the actor */
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
} lister;

bool ply_listed(const ply_quest *q) {
  const ply_game *g = q->tables->game;
  if (q->objective != PLY_BY_COUNT || q->over != PLY_ROBUST_ACCEPTABLE || q->among != NULL) return false;
  if (g->n_candidates > 0 || g->security != NULL || g->if_holds != 0) return false;
  for (int k = 0; k < g->n_issues; k++)
    if (g->scenario->issues[k].n_cases > 0) return false;
  return g->raw <= MOST_BUNDLES && q->tables->n >= FEWEST_DRAWS;
}

static double *sum_at(const lister *s, int issue, int actor) {
  return s->sum + ((size_t)issue * (size_t)s->t->n_actors + (size_t)actor) * 64 * BLOCK;
}

/* The sums once issue k has its option. */
static void add_issue(lister *s, int k) {
  const ply_sample_tables *t = s->t;
  for (uint64_t rest = s->l->parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    size_t at = (size_t)(i * t->n_issues + k), n = k < s->alike[i] ? 1 : 64 * s->words;
    const double *before = sum_at(s, k, i), *constant = t->constant[2 * at];
    double *after = sum_at(s, k + 1, i);
    for (size_t d = 0; d < n && k == s->alike[i]; d++) after[d] = *before;
    if (k != s->alike[i]) memcpy(after, before, n * sizeof *after);
    if (constant != NULL) ply_cell_add(t, at, constant, s->option[k], 64 * s->first, after, n);
  }
}

/* payoff (of alike many: one for all) and what is added to it, in room. */
static const double *plus(const lister *s, const double *payoff, bool *alike, const double *more,
                          double *room) {
  more += 64 * s->first;
  for (size_t d = 0; d < 64 * s->words; d++) room[d] = (*alike ? *payoff : payoff[d]) + more[d];
  *alike = false;
  return room;
}

/* Adds the actor's terms to its payoffs, in their order; returns where they are. *alike: one for all. */
static const double *with_terms(const lister *s, int actor, bool *alike, double *room) {
  const ply_game *g = s->t->game;
  const double *payoff = sum_at(s, g->n_issues, actor);
  *alike = s->alike[actor] == g->n_issues;
  for (PLY_EACH_TERM(term, g, actor)) {
    int32_t number = ply_payoff_term_number(term, ply_payoff_term_at(g, term, s->option, s->level));
    if (number >= 0)
      payoff = plus(s, payoff, alike, s->t->pays[term - g->terms] + (size_t)number * s->t->n_padded, room);
  }
  return payoff;
}

/* The draws in which the actor's payoff is enough. */
static void reached_by(const lister *s, int actor, double *room, uint64_t *reached) {
  bool alike;
  const double *payoff = with_terms(s, actor, &alike, room), *need = s->t->need[actor] + 64 * s->first;
  if (alike)
    ply_reach_alike(*payoff, need, s->words, reached);
  else
    ply_reach(payoff, need, s->words, reached);
}

/* Of the counted actors' refusals, those draws in which there are too many; a counter in bits. */
static uint64_t too_many(const uint64_t *refuse, const int *who, int n, int spare) {
  uint64_t bit[8] = {0}, over = 0;
  for (int i = 0; i < n; i++) {
    uint64_t carry = refuse[who[i]];
    for (int b = 0; b < 8 && carry != 0; b++) {
      uint64_t next = bit[b] & carry;
      bit[b] ^= carry;
      carry = next;
    }
  }
  uint64_t equal = ~UINT64_C(0);
  for (int b = 7; b >= 0; b--) {
    uint64_t of = spare >> b & 1 ? ~UINT64_C(0) : 0;
    over |= equal & bit[b] & ~of;
    equal &= ~(bit[b] ^ of);
  }
  return over;
}

/* The draws in which the bundle fails by what was said, one by one where votes weigh. */
static uint64_t fails(const lister *s, const uint64_t *refuse) {
  const ply_game *g = s->t->game;
  uint64_t out = 0;
  int counted[PLY_MAX_ACTORS], n = 0;
  for (uint64_t rest = s->l->parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (g->vetoes >> i & 1)
      out |= refuse[i];
    else
      counted[n++] = i;
  }
  if (g->n_votes == 0) return out | too_many(refuse, counted, n, g->spare);
  for (int b = 0; b < 64; b++) {
    uint64_t accept = s->l->parties;
    for (uint64_t rest = s->l->parties; rest != 0; rest &= rest - 1)
      if (refuse[__builtin_ctzll(rest)] >> b & 1) accept &= ~(rest & (0 - rest));
    if (!ply_game_agreed(g, s->l->parties, accept)) out |= (uint64_t)1 << b;
  }
  return out;
}

static uint64_t count_bundle(lister *s) {
  const ply_sample_tables *t = s->t;
  const ply_game *g = t->game;
  double room[64 * BLOCK];
  uint64_t refuse[BLOCK][PLY_MAX_ACTORS], reached[BLOCK], n = 0;
  for (uint64_t rest = s->l->parties; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    reached_by(s, i, room, reached);
    for (size_t w = 0; w < s->words; w++) refuse[w][i] = ~reached[w];
    for (int l = 0; l < g->n_lines; l++) {
      if (g->lines[l].actor != i || !ply_game_line_broken(g, l, s->option, s->level)) continue;
      for (size_t w = 0; w < s->words; w++) refuse[w][i] |= t->in_force[l][s->first + w];
    }
  }
  for (size_t w = 0; w < s->words; w++) {
    uint64_t left = t->n - 64 * (s->first + w), real = left < 64 ? ((uint64_t)1 << left) - 1 : ~UINT64_C(0);
    n += (uint64_t)__builtin_popcountll(real & ~fails(s, refuse[w]));
  }
  return n;
}

/* All bundles in the draws of one block: the last issue turns fastest. */
static void count_block(lister *s, uint64_t *count) {
  const ply_game *g = s->t->game;
  memset(s->option, 0, sizeof s->option);
  memset(s->sum, 0, (size_t)s->t->n_actors * 64 * BLOCK * sizeof *s->sum);
  for (int k = 0; k < g->n_issues; k++) add_issue(s, k);
  for (uint64_t index = 0;; index++) {
    if (ply_game_broken_rule(g, s->option, s->level) < 0) count[index] += count_bundle(s);
    int k = g->n_issues;
    while (k-- > 0 && s->option[k] + 1 == g->scenario->issues[k].n_options) s->option[k] = 0;
    if (k < 0) return;
    s->option[k]++;
    for (; k < g->n_issues; k++) add_issue(s, k);
  }
}

static void find_alike(lister *s) {
  const ply_sample_tables *t = s->t;
  for (int i = 0; i < t->n_actors; i++)
    while (s->alike[i] < t->n_issues && !t->moves[i * t->n_issues + s->alike[i]]) s->alike[i]++;
}

static void *list(void *data) {
  listing *l = data;
  const ply_sample_tables *t = l->quest->tables;
  lister s = {.l = l, .t = t};
  s.sum = malloc((size_t)(t->n_issues + 1) * (size_t)t->n_actors * 64 * BLOCK * sizeof *s.sum);
  uint64_t *count = calloc(t->game->raw, sizeof *count);
  find_alike(&s);
  bool ready = s.sum != NULL && count != NULL;
  if (!ready) l->starved = true;
  while (ready && !l->stopped) {
    s.first = BLOCK * atomic_fetch_add(&l->next, 1);
    if (s.first >= t->n_words) break;
    s.words = t->n_words - s.first < BLOCK ? t->n_words - s.first : BLOCK;
    count_block(&s, count);
    if (l->quest->stop != NULL && *l->quest->stop) l->stopped = true;
  }
  pthread_mutex_lock(&l->lock);
  for (uint64_t b = 0; ready && b < t->game->raw; b++) l->count[b] += count[b];
  pthread_mutex_unlock(&l->lock);
  free(s.sum);
  free(count);
  return NULL;
}

/* A stop leaves what no bundle exceeds: all draws. */
ply_status ply_listed_search(const ply_quest *q, ply_keeper *keeper, const char **stopped_by, ply_err *err) {
  const ply_game *g = q->tables->game;
  listing l = {.quest = q, .count = calloc(g->raw, sizeof *l.count)};
  if (l.count == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  pthread_mutex_init(&l.lock, NULL);
  const uint16_t none[PLY_MAX_ISSUES] = {0};
  const uint8_t out[PLY_MAX_ACTORS] = {0};
  l.parties = ply_game_parties(g, none, out);
  ply_robust_on_threads(list, &l, q->threads, (q->tables->n_words + BLOCK - 1) / BLOCK);
  bool starved = l.starved;
  if (l.stopped)
    *stopped_by = "interrupt";
  else
    for (uint64_t b = 0; b < g->raw && !starved; b++) ply_keeper_count(keeper, b, l.count[b]);
  pthread_mutex_destroy(&l.lock);
  free(l.count);
  return starved ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}
