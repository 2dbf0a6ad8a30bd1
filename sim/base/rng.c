/* Seeded random streams: xoshiro256** (Blackman and Vigna 2021, doi:10.1145/3460772), state by splitmix64. */
#include "sim/base/base.h"

static uint64_t splitmix(uint64_t *x) {
  uint64_t z = (*x += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void ply_rng_init(ply_rng *rng, uint64_t seed, uint64_t stream) {
  uint64_t x = seed;
  uint64_t mixed = splitmix(&x);
  x = mixed ^ (stream * 0xd1342543de82ef95u + 0x2545f4914f6cdd1du);
  for (int i = 0; i < 4; i++) rng->s[i] = splitmix(&x);
}

static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

uint64_t ply_rng_u64(ply_rng *rng) {
  uint64_t *s = rng->s, result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 45);
  return result;
}

double ply_rng_unit(ply_rng *rng) { return (double)(ply_rng_u64(rng) >> 11) * 0x1p-53; }

uint64_t ply_rng_below(ply_rng *rng, uint64_t bound) {
  uint64_t reject = (0 - bound) % bound, x;
  do x = ply_rng_u64(rng);
  while (x < reject);
  return x % bound;
}
