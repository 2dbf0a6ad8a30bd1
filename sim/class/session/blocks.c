/* Which groups can stop a deal? A group stops a bundle if the others who are asked, all saying yes, are no
 * agreement any more; the game decides that (required actors, members who are asked, the quorum), group by
 * group, the smallest first, and a group that holds a smaller one that stops it already is left out. */
#include "sim/class/session/blocks.h"

enum { CHECKS = 100000 };

static bool stops(const ply_class_session *s, uint64_t bundle, uint64_t parties, uint64_t group) {
  return !parley_game_agreed(s->game, bundle, parties & ~group);
}

/* Whether one of the first n groups is part of this one. */
static bool holds_smaller(const ply_class_blocks *b, int n, uint64_t group) {
  for (int g = 0; g < n; g++)
    if ((b->groups[g] & ~group) == 0) return true;
  return false;
}

/* The next set of as many bits (Gosper); 0 past the last of `n` bits. */
static uint64_t next_set(uint64_t set, int n) {
  uint64_t low = set & (~set + 1), up = set + low;
  uint64_t next = up | (((set ^ up) / low) >> 2);
  return up == 0 || (n < 64 && next >> n != 0) ? 0 : next;
}

/* Bit j of `set` stands for role[j]. */
static uint64_t spread(uint64_t set, const int *role) {
  uint64_t roles = 0;
  for (int j = 0; set >> j != 0; j++)
    if ((set >> j & 1) != 0) roles |= (uint64_t)1 << role[j];
  return roles;
}

static double choose(int n, int k) {
  double c = 1;
  for (int i = 1; i <= k; i++) c = c * (n - k + i) / i;
  return c;
}

/* Groups of one size; how many. */
static int groups_of(const ply_class_session *s, uint64_t bundle, ply_class_blocks *b, const int *role, int n,
                     int size, int *checks) {
  int found = 0, smaller = b->n_groups;
  for (uint64_t set = ((uint64_t)1 << size) - 1; set != 0; set = next_set(set, n)) {
    uint64_t group = spread(set, role);
    if (++*checks > CHECKS) break;
    if (holds_smaller(b, smaller, group) || !stops(s, bundle, b->parties, group)) continue;
    found++;
    if (b->n_groups < PLY_CLASS_GROUPS)
      b->groups[b->n_groups++] = group;
    else
      b->more = true;
  }
  return found;
}

/* Groups of two and more among those who cannot stop it alone. */
static void find_groups(const ply_class_session *s, uint64_t bundle, ply_class_blocks *b) {
  int role[PLY_CLASS_ROLES], n = 0, checks = 0;
  for (int i = 0; i < s->shape.n_actors; i++)
    if (((b->parties & ~b->alone) >> i & 1) != 0) role[n++] = i;
  if (n < 2 || !stops(s, bundle, b->parties, b->parties & ~b->alone)) return;
  for (int size = 2; size <= n && size < 63 && !b->more; size++) {
    bool first = b->n_groups == 0;
    int found = groups_of(s, bundle, b, role, n, size, &checks);
    if (checks > CHECKS) b->more = true;
    /* Every group of the smallest size that stops it: any so many of them, and no larger one is needed. */
    if (first && checks <= CHECKS && found == (int)choose(n, size)) {
      *b = (ply_class_blocks){
          .parties = b->parties, .alone = b->alone, .any = size, .of = b->parties & ~b->alone};
      return;
    }
  }
}

void ply_class_blocks_of(const ply_class_session *s, uint64_t bundle, ply_class_blocks *b) {
  *b = (ply_class_blocks){.parties = parley_game_parties(s->game, bundle)};
  for (int i = 0; i < s->shape.n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if ((b->parties & bit) != 0 && stops(s, bundle, b->parties, bit)) b->alone |= bit;
  }
  find_groups(s, bundle, b);
}

uint64_t ply_class_refusers(const ply_class_session *s, uint64_t bundle, const double *otherwise) {
  double payoffs[PLY_CLASS_ROLES];
  uint64_t parties = parley_game_parties(s->game, bundle), refuse = 0;
  if (!parley_game_payoffs(s->game, bundle, payoffs)) return 0;
  for (int i = 0; i < s->shape.n_actors; i++) {
    double least = otherwise != NULL ? otherwise[i] : parley_game_actor_at(s->game, i).reservation;
    bool no = payoffs[i] < least - PLY_EPS || parley_game_red_line(s->game, bundle, i) != NULL;
    if (no && (parties >> i & 1) != 0) refuse |= (uint64_t)1 << i;
  }
  return refuse;
}
