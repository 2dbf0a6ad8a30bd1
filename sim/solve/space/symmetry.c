/* Which candidates does a game treat alike? Two of them are if exchanging them turns the compiled game into
 * itself: their own numbers, bonuses and red lines into each other's, and every rule, derivation, bonus and
 * red line of anybody else into itself or another of the same list. Exchanges generate all permutations of a
 * group, so comparing each candidate with the first of each group is enough. Conditions are compared as they
 * are written, but for the order of their parts; numbers must be equal to the last bit.
 * Example: "at least 3 of all are in" is the same for everybody; "s1 is in" as a condition of a bonus of s1
 * goes with "s2 is in" in the same bonus of s2. Cost: candidates squared * the size of the conditions. */
#include "sim/solve/space/symmetry.h"

#include <string.h>

typedef struct exchange {
  const ply_game *game;
  int i, j; /* actors */
} exchange;

static int swapped(const exchange *x, int actor) {
  return actor == x->i ? x->j : actor == x->j ? x->i : actor;
}

static uint64_t swapped_mask(const exchange *x, uint64_t actors) {
  uint64_t differ = (actors >> x->i ^ actors >> x->j) & 1;
  return actors ^ (differ << x->i | differ << x->j);
}

/* ---- lists that are the same but for their order ---- */

/* Whether entry number k of one list, exchanged, is entry number l of the other. */
typedef bool (*same_fn)(const exchange *x, const void *a, int k, const void *b, int l);

static bool same_list(const exchange *x, const void *a, const void *b, int n, same_fn same) {
  bool taken[PLY_MAX_CLAUSES] = {0};
  if (n > PLY_MAX_CLAUSES) return false; /* in doubt: alone */
  for (int k = 0; k < n; k++) {
    int found = !taken[k] && same(x, a, k, b, k) ? k : -1;
    for (int l = 0; l < n && found < 0; l++)
      if (!taken[l] && same(x, a, k, b, l)) found = l;
    if (found < 0) return false;
    taken[found] = true;
  }
  return true;
}

/* ---- conditions ---- */

static bool same_cond(const exchange *x, const ply_cond *a, const ply_cond *b);

static bool same_part(const exchange *x, const void *a, int k, const void *b, int l) {
  return same_cond(x, ((const ply_cond *const *)a)[k], ((const ply_cond *const *)b)[l]);
}

static bool same_options(const ply_game *game, const ply_cond *a, const ply_cond *b) {
  size_t words = ply_option_words(game->scenario->issues[a->issue].n_options);
  return memcmp(a->options, b->options, words * sizeof *a->options) == 0;
}

static double weight_of(const ply_cond *cond, int actor) {
  return cond->weights != NULL ? cond->weights[actor] : 1;
}

static bool same_weights(const exchange *x, const ply_cond *a, const ply_cond *b) {
  for (int i = 0; i < x->game->n_actors; i++)
    if ((a->actors >> i & 1) && weight_of(a, i) != weight_of(b, swapped(x, i))) return false;
  return true;
}

static bool same_cond(const exchange *x, const ply_cond *a, const ply_cond *b) {
  if (a->kind != b->kind) return false;
  switch (a->kind) {
  case PLY_COND_ALL:
  case PLY_COND_ANY:
  case PLY_COND_NOT:
    return a->n_parts == b->n_parts && same_list(x, a->parts, b->parts, a->n_parts, same_part);
  case PLY_COND_OPTION: return a->issue == b->issue && same_options(x->game, a, b);
  case PLY_COND_MEMBER: return swapped(x, a->actor) == b->actor && a->levels == b->levels;
  case PLY_COND_COUNT:
    return swapped_mask(x, a->actors) == b->actors && a->from_level == b->from_level && a->min == b->min &&
           a->max == b->max && same_weights(x, a, b);
  case PLY_COND_MEMBERS_AT: return a->levels == b->levels;
  case PLY_COND_NO_MEMBERS: return true;
  }
  return false;
}

/* ---- bonuses, red lines, rules, derived issues ---- */

static bool same_line(const exchange *x, const void *a, int k, const void *b, int l) {
  const ply_red_line *p = ((const ply_red_line *const *)a)[k], *q = ((const ply_red_line *const *)b)[l];
  return p->effect == q->effect && (p->effect == PLY_REFUSE || p->from_level == q->from_level) &&
         same_cond(x, p->when, q->when);
}

static bool same_rule(const exchange *x, const void *a, int k, const void *b, int l) {
  const ply_rule *p = (const ply_rule *)a + k, *q = (const ply_rule *)b + l;
  return same_cond(x, p->when, q->when) && same_cond(x, p->then, q->then);
}

/* The dimension of table b that stands for dimension d of table a once the two actors are exchanged; -1: none. */
static int same_dimension(const exchange *x, const ply_payoff_table *a, int d, const ply_payoff_table *b) {
  bool candidate = a->over[d].candidate;
  int at = candidate ? swapped(x, a->over[d].at) : a->over[d].at;
  for (int e = 0; e < b->n_over; e++)
    if (b->over[e].candidate == candidate && b->over[e].at == at) return e;
  return -1;
}

enum { MOST_COMPARED = 4096 }; /* entries of tables: larger ones are in doubt */

static bool same_table(const exchange *x, const ply_payoff_term *p, const ply_payoff_term *q) {
  const ply_payoff_table *a = p->table, *b = q->table;
  uint32_t stride[PLY_MAX_OVER];
  if (a->n_over != b->n_over || a->n_entries != b->n_entries || a->n_entries > MOST_COMPARED) return false;
  for (int d = 0; d < a->n_over; d++) {
    int e = same_dimension(x, a, d, b);
    if (e < 0) return false;
    stride[d] = b->over[e].stride;
  }
  for (uint32_t entry = 0; entry < a->n_entries; entry++) {
    uint32_t other = 0;
    for (int d = 0; d < a->n_over; d++)
      other += stride[d] * (entry / a->over[d].stride % (uint32_t)a->over[d].width);
    if (p->value[entry] != q->value[other]) return false;
  }
  return true;
}

static bool same_term(const exchange *x, const void *list_a, int k, const void *list_b, int l) {
  const ply_payoff_term *p = (const ply_payoff_term *)list_a + k, *q = (const ply_payoff_term *)list_b + l;
  if (p->table != NULL || q->table != NULL)
    return p->table != NULL && q->table != NULL && same_table(x, p, q);
  return p->value[1] == q->value[1] && same_cond(x, p->when, q->when);
}

/* An actor's red lines in force. */
static int lines_of(const ply_game *game, int actor, const ply_red_line **out) {
  int n = 0;
  for (int l = 0; l < game->n_lines; l++)
    if (game->lines[l].actor == actor && game->lines[l].in_force) out[n++] = game->lines[l].line;
  return n;
}

/* Whether the clauses of actor a, exchanged, are those of actor b. */
static bool same_clauses(const exchange *x, int a, int b) {
  const int *first = x->game->first_term;
  const ply_payoff_term *terms = x->game->terms;
  int n = first[a + 1] - first[a], m = first[b + 1] - first[b];
  if (n != m || !same_list(x, terms + first[a], terms + first[b], n, same_term)) return false;
  const ply_red_line *mine[PLY_MAX_CLAUSES], *theirs[PLY_MAX_CLAUSES];
  n = lines_of(x->game, a, mine);
  m = lines_of(x->game, b, theirs);
  return n == m && same_list(x, mine, theirs, n, same_line);
}

static bool same_derivations(const exchange *x) {
  const ply_scenario *s = x->game->scenario;
  for (int k = 0; k < s->n_issues; k++)
    for (int c = 0; c < s->issues[k].n_cases; c++)
      if (!same_cond(x, s->issues[k].cases[c].when, s->issues[k].cases[c].when)) return false;
  return true;
}

/* Actors that are asked under a condition are asked alike. */
static bool same_questions(const exchange *x) {
  for (uint64_t rest = x->game->if_holds; rest != 0; rest &= rest - 1) {
    const ply_cond *when = x->game->scenario->actors[__builtin_ctzll(rest)].consent_when;
    if (!same_cond(x, when, when)) return false;
  }
  return true;
}

/* ---- numbers ---- */

static bool same_values(const double *a, const double *b, int n) {
  for (int k = 0; k < n; k++)
    if (a[k] != b[k]) return false;
  return true;
}

static bool same_row(const ply_amount_row *a, const ply_amount_row *b, int n_options) {
  if (a->indicator != b->indicator || a->differs != b->differs) return false;
  for (int role = 0; role < 2; role++)
    if (!same_values(a->constant[role], b->constant[role], n_options) ||
        (a->indicator >= 0 && !same_values(a->slope[role], b->slope[role], n_options)))
      return false;
  return true;
}

static bool same_numbers(const exchange *x) {
  const ply_game *game = x->game;
  int i = x->i, j = x->j, levels = game->n_levels;
  for (int k = 0; k < game->n_issues; k++)
    if (!same_row(&game->rows[i * game->n_issues + k], &game->rows[j * game->n_issues + k],
                  game->scenario->issues[k].n_options))
      return false;
  return game->scenario->actors[i].consent == game->scenario->actors[j].consent &&
         game->reservation[i] == game->reservation[j] && game->scaled_by[i] == game->scaled_by[j] &&
         same_values(game->level_gain + i * levels, game->level_gain + j * levels, levels) &&
         same_values(game->stake[i], game->stake[j], PLY_N_INDICATORS);
}

/* One number an actor, where there are any. */
static bool same_number(const exchange *x, const ply_number *numbers) {
  const double *values = x->game->values;
  return numbers == NULL ||
         ply_number_value(&numbers[x->i], values) == ply_number_value(&numbers[x->j], values);
}

static bool same_guarantor(const exchange *x) {
  const ply_security *s = x->game->scenario->security;
  if (s == NULL) return true;
  if (s->beneficiary == x->i || s->beneficiary == x->j || s->adversary == x->i || s->adversary == x->j)
    return false;
  return same_number(x, s->capability) && same_number(x, s->readiness_hours) && same_number(x, s->chance) &&
         same_number(x, s->audience) && same_number(x, s->stake) && same_number(x, s->cost);
}

/* The same votes, whatever they are votes in. */
static bool same_votes(const exchange *x) {
  for (int q = 0; q < x->game->n_votes; q++)
    if (x->game->votes[q].votes[x->i] != x->game->votes[q].votes[x->j]) return false;
  return true;
}

/* Both or neither are bargaining players, with the same weight and patience. */
static bool same_bargaining(const exchange *x) {
  const ply_bargaining *b = &x->game->scenario->bargaining;
  int players = 0;
  for (int p = 0; p < b->n_players; p++) players += b->players[p] == x->i || b->players[p] == x->j;
  return players != 1 && same_number(x, b->weights) &&
         (!b->talks.present || same_number(x, b->talks.discount));
}

/* ---- pairs and groups ---- */

static bool may_change_places(const ply_game *game, int i, int j) {
  exchange x = {.game = game, .i = i, .j = j};
  const ply_scenario *s = game->scenario;
  if (!same_numbers(&x) || !same_guarantor(&x) || !same_bargaining(&x) || !same_votes(&x) ||
      !same_questions(&x) || !same_clauses(&x, i, j))
    return false;
  for (int k = 0; k < game->n_actors; k++)
    if (k != i && k != j && !same_clauses(&x, k, k)) return false;
  return same_list(&x, s->rules, s->rules, s->n_rules, same_rule) && same_derivations(&x);
}

static void join_group(ply_symmetry *out, int c, int first) {
  int last = first;
  while (out->after[last] >= 0) last = out->after[last];
  out->after[last] = c;
  out->before[c] = last;
  out->first[c] = first;
}

bool ply_symmetry_find(const ply_game *game, uint64_t singled, ply_symmetry *out) {
  bool any = false;
  *out = (ply_symmetry){.n = game->n_candidates};
  for (int c = 0; c < out->n; c++) {
    out->first[c] = c;
    out->before[c] = out->after[c] = -1;
  }
  for (int c = 1; c < out->n; c++)
    for (int other = 0; other < c && out->first[c] == c; other++) {
      int i = game->candidate[other], j = game->candidate[c];
      if (out->first[other] != other || singled >> i & 1 || singled >> j & 1) continue;
      if (!may_change_places(game, i, j)) continue;
      join_group(out, c, other);
      any = true;
    }
  for (int c = 0; c < out->n; c++)
    for (int other = 0; other < out->n; other++) out->size[c] += out->first[other] == out->first[c];
  return any;
}

/* ---- orbits ---- */

void ply_symmetry_lowest(const ply_symmetry *symmetry, uint8_t *level) {
  for (int c = 0; c < symmetry->n; c++) {
    uint8_t mine = level[c];
    int at = c;
    for (; symmetry->before[at] >= 0 && level[symmetry->before[at]] > mine; at = symmetry->before[at])
      level[at] = level[symmetry->before[at]];
    level[at] = mine;
  }
}

static uint64_t common_divisor(uint64_t a, uint64_t b) { return b == 0 ? a : common_divisor(b, a % b); }

uint64_t ply_symmetry_ways(uint64_t ways, uint64_t part, uint64_t n) {
  uint64_t shared = common_divisor(n, part);
  return ways / (n / shared) * (part / shared);
}

/* Candidates are placed one after the other: the k-th of its group, and the r-th of them at its level, makes
 * k / r times as many orders. */
uint64_t ply_symmetry_weight(const ply_symmetry *symmetry, const uint8_t *level) {
  uint64_t weight = 1;
  for (int c = 0; c < symmetry->n; c++) {
    uint64_t place = 1, same = 1;
    for (int b = symmetry->before[c]; b >= 0; b = symmetry->before[b]) {
      place++;
      same += level[b] == level[c];
    }
    weight = ply_symmetry_ways(weight, place, same);
  }
  return weight;
}
