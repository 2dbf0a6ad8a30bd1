/* Which groups can stop a deal? A group stops a bundle if the others who are asked, all saying yes, are no
 * agreement any more; the game decides that (required actors, members who are asked, the quorum), group by
 * group, the smallest first, and a group that holds a smaller one that stops it already is left out. */
#include "sim/coalition/coalition.h"

enum { CHECKS = 100000 };

static bool stops(const ply_game *game, uint64_t parties, uint64_t group) {
  return !ply_game_agreed(game, parties, parties & ~group);
}

/* Whether one of the first n groups is part of this one. */
static bool holds_smaller(const ply_blocking *b, int n, uint64_t group) {
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
static int groups_of(const ply_game *game, ply_blocking *b, const int *role, int n, int size, int *checks) {
  int found = 0, smaller = b->n_groups;
  for (uint64_t set = ((uint64_t)1 << size) - 1; set != 0; set = next_set(set, n)) {
    uint64_t group = spread(set, role);
    if (++*checks > CHECKS) break;
    if (holds_smaller(b, smaller, group) || !stops(game, b->parties, group)) continue;
    found++;
    if (b->n_groups < PLY_BLOCKING_GROUPS)
      b->groups[b->n_groups++] = group;
    else
      b->more = true;
  }
  return found;
}

/* Groups of two and more among those who cannot stop it alone. */
static void find_groups(const ply_game *game, ply_blocking *b) {
  int role[PLY_MAX_ACTORS], n = 0, checks = 0;
  for (int i = 0; i < game->n_actors; i++)
    if (((b->parties & ~b->alone) >> i & 1) != 0) role[n++] = i;
  if (n < 2 || !stops(game, b->parties, b->parties & ~b->alone)) return;
  for (int size = 2; size <= n && size < 63 && !b->more; size++) {
    bool first = b->n_groups == 0;
    int found = groups_of(game, b, role, n, size, &checks);
    if (checks > CHECKS) b->more = true;
    /* Every group of the smallest size that stops it: any so many of them, and no larger one is needed. */
    if (first && checks <= CHECKS && found == (int)choose(n, size)) {
      *b =
          (ply_blocking){.parties = b->parties, .alone = b->alone, .any = size, .of = b->parties & ~b->alone};
      return;
    }
  }
}

void ply_blocking_of(const ply_game *game, uint64_t parties, ply_blocking *b) {
  *b = (ply_blocking){.parties = parties};
  for (int i = 0; i < game->n_actors; i++) {
    uint64_t bit = (uint64_t)1 << i;
    if ((parties & bit) != 0 && stops(game, parties, bit)) b->alone |= bit;
  }
  find_groups(game, b);
}
