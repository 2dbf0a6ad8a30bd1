/* What does the acceptable set look like? Some of its bundles with their payoffs, for pictures.
 *
 * Where A has at most as many bundles as asked for, all of them; else a sample at a fixed stride through A, and
 * besides it every bundle on the edge of a picture: the maxima of each pair of actors' payoffs, and of the
 * players' smallest gain against the sum of all gains, so that a frontier drawn from the cloud is exact. Maxima of
 * two numbers are kept as a staircase: falling in one, rising in the other (Kung, Luccio and Preparata 1975,
 * doi:10.1145/321906.321910); equal points keep the first. Lots of bundles whose bound lies inside every edge are
 * only sampled. Deterministic. Cost: chunks, and the bundles of those near an edge, * pairs * log(steps); past
 * MOST_LOOKS only the players' pairs. */
#include "sim/solve/search/symmetry.h"
#include "sim/solve/answer/answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MOST_LOOKS = 4e8;

/* A bundle of A by its place in the walk, and, where a entry stands for its orbit, by its membership. */
typedef struct place {
  size_t entry;
  int combo;
  uint64_t member; /* index of the membership */
} place;

typedef struct step {
  double x, y;
  place at;
} step;

/* One picture's edge: x strictly falls and y strictly rises along the steps. */
typedef struct stairs {
  int first, second; /* actors; -1: smallest gain against sum of gains */
  size_t n, capacity;
  step *steps;
} stairs;

/* How many steps have a larger x. */
static size_t steps_beyond(const stairs *s, double x) {
  size_t low = 0, high = s->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (s->steps[middle].x > x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Whether some step is at least as large in both. */
static bool stairs_cover(const stairs *s, double x, double y) {
  size_t low = steps_beyond(s, x);
  if (low > 0 && s->steps[low - 1].y >= y) return true;
  return low < s->n && s->steps[low].x == x && s->steps[low].y >= y;
}

static bool stairs_offer(stairs *s, double x, double y, place at) {
  if (stairs_cover(s, x, y)) return true;
  size_t low = steps_beyond(s, x);
  size_t end = low;
  while (end < s->n && s->steps[end].y <= y) end++;
  if (end == low && s->n == s->capacity) {
    size_t capacity = s->capacity * 2 + 16;
    step *grown = realloc(s->steps, capacity * sizeof *grown);
    if (grown == NULL) return false;
    s->steps = grown;
    s->capacity = capacity;
  }
  memmove(s->steps + low + 1, s->steps + end, (s->n - end) * sizeof *s->steps);
  s->n = s->n - (end - low) + 1;
  s->steps[low] = (step){.x = x, .y = y, .at = at};
  return true;
}

typedef struct gathering {
  ply_question *q;
  size_t n_edges;
  stairs *edges;
  size_t n, capacity;
  place *places;
  uint8_t lowest[PLY_MAX_CANDIDATES]; /* levels of the entry looked at */
} gathering;

static uint64_t member_of(const ply_question *q, size_t entry) {
  return q->scan->accepted[entry].index % q->game->raw_memberships;
}

static bool take(gathering *g, place at) {
  if (g->n == g->capacity) {
    size_t capacity = g->capacity * 2 + 1024;
    place *grown = realloc(g->places, capacity * sizeof *grown);
    if (grown == NULL) return false;
    g->places = grown;
    g->capacity = capacity;
  }
  g->places[g->n++] = at;
  return true;
}

/* The pictures: the pair of gains, and pairs of actors. */
static bool choose_edges(gathering *g, uint64_t n_bundles, bool *every_pair) {
  const ply_question *q = g->q;
  size_t n = (size_t)q->game->n_actors, pairs = n * (n - 1) / 2,
         most = pairs + (size_t)(q->n_players * q->n_players) + 1;
  *every_pair = (double)n_bundles * (double)pairs <= MOST_LOOKS;
  g->edges = calloc(most, sizeof *g->edges);
  if (g->edges == NULL) return false;
  g->edges[g->n_edges++] = (stairs){.first = -1, .second = -1};
  int among = *every_pair ? q->game->n_actors : q->n_players;
  for (int a = 0; a < among; a++)
    for (int b = a + 1; b < among; b++)
      g->edges[g->n_edges++] =
          (stairs){.first = *every_pair ? a : q->players[a], .second = *every_pair ? b : q->players[b]};
  return true;
}

/* The two numbers of a picture. */
static void coordinates(const ply_question *q, const stairs *s, const ply_payoffs *at, double *x, double *y) {
  if (s->first >= 0) {
    *x = ply_payoffs_of(at, s->first);
    *y = ply_payoffs_of(at, s->second);
    return;
  }
  *x = 0;
  *y = INFINITY;
  for (int i = 0; i < q->game->n_actors; i++) *x += ply_payoffs_of(at, i) - q->game->reservation[i];
  for (int p = 0; p < q->n_players; p++)
    *y = fmin(*y, ply_payoffs_of(at, q->players[p]) - q->game->reservation[q->players[p]]);
}

static bool offer_all(gathering *g, const ply_payoffs *payoffs, place at) {
  double x, y;
  for (size_t e = 0; e < g->n_edges; e++) {
    coordinates(g->q, &g->edges[e], payoffs, &x, &y);
    if (!stairs_offer(&g->edges[e], x, y, at)) return false;
  }
  return true;
}

/* ---- all that a entry stands for where candidates are alike ---- */

/* Whether, of a group, position p of the lowest membership offers a level that no other one before it does;
 * `taken` (or -1) is not there. */
static bool first_at_level(const ply_symmetry *symmetry, const uint8_t *lowest, int p, int taken) {
  int before = symmetry->before[p];
  if (before >= 0 && before == taken) before = symmetry->before[before];
  return p != taken && (before < 0 || lowest[before] != lowest[p]);
}

/* Offers to a picture of two actors what they get where they stand at positions p and q of the orbit. */
static bool offer_places(gathering *g, stairs *s, const ply_payoffs *at, place here, int p, int q) {
  const ply_game *game = g->q->game;
  int a = game->candidate_of[s->first], b = game->candidate_of[s->second];
  double x = ply_payoffs_of(at, a < 0 ? s->first : game->candidate[p]);
  double y = ply_payoffs_of(at, b < 0 ? s->second : game->candidate[q]);
  if (stairs_cover(s, x, y)) return true;
  uint8_t level[PLY_MAX_CANDIDATES];
  ply_orbit_with(g->q->scan->space->symmetry, g->lowest, a, p, b, q, level);
  here.member = ply_game_member(game, level);
  return stairs_offer(s, x, y, here);
}

static bool offer_second(gathering *g, stairs *s, const ply_payoffs *at, place here, int p) {
  const ply_symmetry *symmetry = g->q->scan->space->symmetry;
  int b = g->q->game->candidate_of[s->second];
  if (b < 0) return offer_places(g, s, at, here, p, -1);
  for (int q = symmetry->first[b]; q >= 0; q = symmetry->after[q])
    if (first_at_level(symmetry, g->lowest, q, p) && !offer_places(g, s, at, here, p, q)) return false;
  return true;
}

/* The pair of gains is the same everywhere in the orbit; two actors may stand at any two of its positions. */
static bool offer_orbit(gathering *g, const ply_payoffs *at, place here) {
  const ply_symmetry *symmetry = g->q->scan->space->symmetry;
  for (size_t e = 0; e < g->n_edges; e++) {
    stairs *s = &g->edges[e];
    int a = s->first >= 0 ? g->q->game->candidate_of[s->first] : -1;
    if (s->first < 0) {
      double x, y;
      coordinates(g->q, s, at, &x, &y);
      if (!stairs_offer(s, x, y, here)) return false;
    } else if (a < 0) {
      if (!offer_second(g, s, at, here, -1)) return false;
    } else {
      for (int p = symmetry->first[a]; p >= 0; p = symmetry->after[p])
        if (first_at_level(symmetry, g->lowest, p, -1) && !offer_second(g, s, at, here, p)) return false;
    }
  }
  return true;
}

/* ---- gathering ---- */

/* Whether no bundle of the chunk can be on an edge: every number rises with payoffs. The edges of alike actors
 * are the same, so that the places at which they stand in the chunk's entry speak for all others of its orbit. */
static bool inside(const gathering *g, const ply_chunk *chunk) {
  ply_payoffs most = ply_chunk_most(chunk);
  double x, y;
  for (size_t e = 0; e < g->n_edges; e++) {
    coordinates(g->q, &g->edges[e], &most, &x, &y);
    if (!stairs_cover(&g->edges[e], x, y)) return false;
  }
  return true;
}

static int by_place(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
  if (x->combo != y->combo) return x->combo < y->combo ? -1 : 1;
  return x->member < y->member ? -1 : x->member > y->member;
}

/* Each place once, in the order of the walk. */
static void sort_places(gathering *g) {
  if (g->n == 0) return;
  qsort(g->places, g->n, sizeof *g->places, by_place);
  size_t kept = 1;
  for (size_t i = 1; i < g->n; i++)
    if (by_place(&g->places[i], &g->places[kept - 1]) != 0) g->places[kept++] = g->places[i];
  g->n = kept;
}

/* Takes a bundle of every stride among the n that `here` stands for; the first is number `at` of the set. */
static bool take_strides(gathering *g, place here, uint64_t n, uint64_t at, uint64_t stride) {
  const ply_symmetry *symmetry = g->q->scan->space->symmetry;
  for (uint64_t rank = (stride - at % stride) % stride; rank < n; rank += stride) {
    uint8_t level[PLY_MAX_CANDIDATES];
    if (rank > 0) {
      ply_orbit_at(symmetry, g->lowest, rank, level);
      here.member = ply_game_member(g->q->game, level);
    }
    if (!take(g, here)) return false;
    if (n - rank <= stride) break;
  }
  return true;
}

/* One chunk, of which the first bundle is number *at of the set. */
static bool gather_chunk(gathering *g, ply_chunk *chunk, uint64_t *at, uint64_t stride) {
  bool offers = stride > 1 && !inside(g, chunk), symmetric = g->q->scan->space->symmetry != NULL;
  uint64_t member = member_of(g->q, chunk->entry), n = g->q->scan->accepted[chunk->entry].weight;
  if (symmetric) ply_orbit_levels(g->q->game, member, g->lowest);
  for (int k; (k = ply_chunk_take(chunk)) >= 0; *at += n) {
    place here = {.entry = chunk->entry, .combo = k, .member = member};
    ply_payoffs payoffs = ply_chunk_at(chunk, k);
    if (!take_strides(g, here, n, *at, stride)) return false;
    if (offers && !(symmetric ? offer_orbit(g, &payoffs, here) : offer_all(g, &payoffs, here))) return false;
  }
  return true;
}

static bool gather(gathering *g, uint64_t stride) {
  const ply_question *q = g->q;
  uint64_t at = 0;
  for (ply_chunk chunk = ply_chunk_start(q->scan, PLY_OVER_ACCEPTABLE, q->peaks); ply_chunk_next(&chunk);)
    if (!gather_chunk(g, &chunk, &at, stride)) return false;
  for (size_t e = 0; e < g->n_edges; e++)
    for (size_t s = 0; s < g->edges[e].n; s++)
      if (!take(g, g->edges[e].steps[s].at)) return false;
  sort_places(g);
  return true;
}

static bool bit(const uint64_t *bits, const ply_scan *scan, place at) {
  return bits[at.entry * (size_t)scan->combos.words + (size_t)at.combo / 64] >> (at.combo % 64) & 1;
}

/* Payoffs at a place: [n_actors]. */
static void payoffs_at(const ply_question *q, place at, double *payoff) {
  const ply_game *game = q->game;
  const ply_symmetry *symmetry = q->scan->space->symmetry;
  uint8_t lowest[PLY_MAX_CANDIDATES], level[PLY_MAX_CANDIDATES], stand[PLY_MAX_CANDIDATES];
  for (int i = 0; i < game->n_actors; i++) payoff[i] = ply_scan_payoff(q->scan, at.entry, at.combo, i);
  if (symmetry == NULL) return;
  ply_orbit_levels(game, member_of(q, at.entry), lowest);
  ply_orbit_levels(game, at.member, level);
  ply_orbit_stand(symmetry, lowest, level, stand);
  for (int c = 0; c < symmetry->n; c++)
    payoff[game->candidate[c]] = ply_scan_payoff(q->scan, at.entry, at.combo, game->candidate[stand[c]]);
}

/* The gathered places as records of the result. */
static bool record(const gathering *g, ply_cloud *cloud) {
  const ply_scan *scan = g->q->scan;
  size_t d = (size_t)g->q->game->n_actors;
  ply_cloud_point *points = PLY_NEW(g->q->result->arena, g->n, ply_cloud_point);
  double *payoff = PLY_NEW(g->q->result->arena, g->n * d, double);
  if (points == NULL || payoff == NULL) return false;
  for (size_t k = 0; k < g->n; k++) {
    place at = g->places[k];
    payoffs_at(g->q, at, payoff + k * d);
    points[k] = (ply_cloud_point){.index = ply_scan_index(scan, at.entry, at.combo) -
                                           member_of(g->q, at.entry) + at.member,
                                  .payoffs = payoff + k * d,
                                  .sustained = bit(scan->sustained, scan, at),
                                  .stable = scan->accepted[at.entry].equilibrium &&
                                            (scan->stable == NULL || bit(scan->stable, scan, at))};
  }
  cloud->n = g->n;
  cloud->points = points;
  return true;
}

ply_status ply_answer_cloud(ply_question *q) {
  if (q->settings->cloud <= 0) return PLY_OK;
  ply_cloud *cloud = &q->result->cloud;
  uint64_t n = q->scan->tally.acceptable, most = (uint64_t)q->settings->cloud;
  *cloud = (ply_cloud){.present = true, .of = n, .stride = n <= most ? 1 : (n + most - 1) / most};
  cloud->complete = q->scan->complete && q->scan->additive == NULL;
  gathering g = {.q = q};
  /* A large additive game lists its frontier only: strides go through that. */
  bool some = q->scan->space->symmetry != NULL || q->scan->additive != NULL;
  uint64_t looked_at = some ? ply_scan_points(q->scan) : n, stride = cloud->stride;
  if (q->scan->additive != NULL) stride = (looked_at + most - 1) / most;
  bool ok = choose_edges(&g, looked_at, &cloud->every_pair) && gather(&g, stride > 0 ? stride : 1) &&
            record(&g, cloud);
  for (size_t e = 0; e < g.n_edges; e++) free(g.edges[e].steps);
  free(g.edges);
  free(g.places);
  return ok ? PLY_OK : PLY_E_MEMORY;
}
