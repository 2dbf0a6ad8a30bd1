/* Half of the loose issues as a list of all its sums, or as bit sets: for each actor the combos that give it
 * most, in falling order, a rung of the ladder at every 128 of them (meeting in the middle: Horowitz and Sahni
 * 1974, doi:10.1145/321812.321823). The set of those that reach a bound is the rung below and a few bits. */
#include "sim/solve/additive/halves.h"

#include <stdlib.h>
#include <string.h>

uint64_t ply_part_combos(const ply_part *part) {
  uint64_t n = 1;
  for (int j = part->first; j < part->end; j++)
    if (__builtin_mul_overflow(n, (uint64_t)part->terms->options[j], &n)) return UINT64_MAX;
  return n;
}

void ply_sums_done(ply_sums *sums) {
  free(sums->sum);
  free(sums->count);
  *sums = (ply_sums){0};
}

bool ply_sums_list(const ply_part *part, ply_sums *out) {
  const ply_terms *t = part->terms;
  size_t d = (size_t)part->asked->n, n = 1;
  *out = (ply_sums){.n = (size_t)ply_part_combos(part)};
  out->sum = malloc(out->n * d * sizeof *out->sum + 1);
  if (out->sum == NULL) return false;
  for (size_t p = 0; p < d; p++) out->sum[p] = 0;
  for (int j = part->end - 1; j >= part->first; j--) {
    for (int o = t->options[j] - 1; o >= 0; o--) /* option 0 last: it overwrites what the others read */
      for (size_t k = 0; k < n; k++)
        for (size_t p = 0; p < d; p++)
          out->sum[((size_t)o * n + k) * d + p] =
              out->sum[k * d + p] + t->term[j][o * t->n_actors + part->asked->actor[p]];
    n *= (size_t)t->options[j];
  }
  return true;
}

/* ---- the ladder ---- */

typedef struct ranked {
  double sum;
  uint32_t place;
} ranked;

static int falling(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->sum != y->sum) return x->sum > y->sum ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

uint64_t ply_rungs_bytes(const ply_part *part) {
  uint64_t n = ply_part_combos(part), d = (uint64_t)part->asked->n;
  if (n > (uint64_t)1 << 26) return UINT64_MAX;
  return n * d * (12 + 8) + n * 16 + d * (n / PLY_RUNG + 2) * (n / 64 + 1) * 8;
}

static void climb(ply_rungs *r, size_t p, const ply_sums *sums, ranked *scratch) {
  size_t d = (size_t)r->n_asked;
  for (size_t k = 0; k < r->n; k++) scratch[k] = (ranked){sums->sum[k * d + p], (uint32_t)k};
  qsort(scratch, r->n, sizeof *scratch, falling);
  for (size_t k = 0; k < r->n; k++) {
    r->sorted[p * r->n + k] = scratch[k].sum;
    r->place[p * r->n + k] = scratch[k].place;
    if (k / PLY_RUNG + 1 >= r->n_rungs) continue;
    uint64_t *next = r->rung + (p * r->n_rungs + k / PLY_RUNG + 1) * r->words;
    if (k % PLY_RUNG == 0) memcpy(next, next - r->words, r->words * sizeof *next);
    next[scratch[k].place / 64] |= (uint64_t)1 << (scratch[k].place % 64);
  }
}

bool ply_rungs_fill(const ply_part *part, ply_rungs *r) {
  ply_sums sums = {0};
  size_t d = (size_t)part->asked->n;
  *r = (ply_rungs){.n_asked = part->asked->n, .n = (size_t)ply_part_combos(part)};
  r->words = r->n / 64 + 1;
  r->n_rungs = r->n / PLY_RUNG + 1;
  r->sorted = malloc(d * r->n * sizeof *r->sorted + 1);
  r->place = malloc(d * r->n * sizeof *r->place + 1);
  r->rung = calloc(d * r->n_rungs * r->words + 1, sizeof *r->rung);
  ranked *scratch = malloc(r->n * sizeof *scratch);
  bool ok = r->sorted && r->place && r->rung && scratch && ply_sums_list(part, &sums);
  for (size_t p = 0; ok && p < d; p++) climb(r, p, &sums, scratch);
  ply_sums_done(&sums);
  free(scratch);
  return ok;
}

void ply_rungs_done(ply_rungs *r) {
  free(r->sorted);
  free(r->place);
  free(r->rung);
  *r = (ply_rungs){0};
}

void ply_rungs_set(const ply_rungs *r, int p, double bound, uint64_t *set) {
  const double *sorted = r->sorted + (size_t)p * r->n;
  size_t low = 0, high = r->n;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (sorted[mid] >= bound)
      low = mid + 1;
    else
      high = mid;
  }
  const uint32_t *place = r->place + (size_t)p * r->n;
  memcpy(set, r->rung + ((size_t)p * r->n_rungs + low / PLY_RUNG) * r->words, r->words * sizeof *set);
  for (size_t k = low - low % PLY_RUNG; k < low; k++) set[place[k] / 64] |= (uint64_t)1 << (place[k] % 64);
}

/* ---- who agrees ---- */

/* Words of combos by how many hard parties refuse them, and whether more soft ones do than can be spared. */
typedef struct refusals {
  uint64_t one, more;    /* a hard one refuses; more than one */
  uint64_t within, next; /* at most `spare` soft ones refuse; exactly one more than that */
} refusals;

static inline __attribute__((always_inline)) refusals
count_refusals(const ply_quorum_rule *rule, uint64_t *const *set, int n_asked, size_t w) {
  refusals r = {.within = ~(uint64_t)0};
  uint64_t plane[7] = {0};
  for (int p = 0; p < n_asked; p++) {
    if (!((rule->hard | rule->soft) >> p & 1)) continue;
    uint64_t no = rule->refused >> p & 1 ? ~(uint64_t)0 : ~set[p][w];
    if (rule->hard >> p & 1) {
      r.more |= r.one & no;
      r.one |= no;
    } else {
      for (int b = 0; b < 7; b++) {
        uint64_t carry = plane[b] & no;
        plane[b] ^= no;
        no = carry;
      }
    }
  }
  if (rule->soft == 0) return r;
  uint64_t above = 0, same = ~(uint64_t)0, next = ~(uint64_t)0;
  for (int b = 6; b >= 0; b--) {
    uint64_t bit = rule->spare >> b & 1 ? ~(uint64_t)0 : 0,
             bit_next = (rule->spare + 1) >> b & 1 ? ~(uint64_t)0 : 0;
    above |= same & plane[b] & ~bit;
    same &= ~(plane[b] ^ bit);
    next &= ~(plane[b] ^ bit_next);
  }
  r.within = ~above;
  r.next = next;
  return r;
}

static inline __attribute__((always_inline)) void tally(const ply_quorum_rule *rule, uint64_t *const *set,
                                                        int n_asked, size_t words, size_t combos,
                                                        uint64_t *agreed, uint64_t *veto) {
  for (size_t w = 0; w < words; w++) {
    refusals r = count_refusals(rule, set, n_asked, w);
    uint64_t valid = w + 1 < words ? ~(uint64_t)0 : ((uint64_t)1 << (combos % 64)) - 1;
    *agreed += (uint64_t)__builtin_popcountll(~r.one & r.within & valid);
    if (veto == NULL) continue;
    uint64_t by_hard = r.one & ~r.more & r.within & valid, by_soft = ~r.one & r.next & valid;
    if ((by_hard | by_soft) == 0) continue;
    for (int p = 0; p < n_asked; p++) {
      uint64_t all = rule->hard >> p & 1 ? by_hard : rule->soft >> p & 1 ? by_soft : 0;
      if (all == 0) continue;
      uint64_t no = rule->refused >> p & 1 ? ~(uint64_t)0 : ~set[p][w];
      veto[p] += (uint64_t)__builtin_popcountll(all & no);
    }
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("popcnt"))) static void tally_popcnt(const ply_quorum_rule *rule, uint64_t *const *set,
                                                           int n_asked, size_t words, size_t combos,
                                                           uint64_t *agreed, uint64_t *veto) {
  tally(rule, set, n_asked, words, combos, agreed, veto);
}
#endif

void ply_rule_tally(const ply_quorum_rule *rule, uint64_t *const *set, int n_asked, size_t words,
                    size_t combos, uint64_t *agreed, uint64_t *veto) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports("popcnt")) {
    tally_popcnt(rule, set, n_asked, words, combos, agreed, veto);
    return;
  }
#endif
  tally(rule, set, n_asked, words, combos, agreed, veto);
}
