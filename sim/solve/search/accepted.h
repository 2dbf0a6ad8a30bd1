/* Private to this room: what one worker of a scan keeps. */
#ifndef PLY_SOLVE_SEARCH_ACCEPTED_H
#define PLY_SOLVE_SEARCH_ACCEPTED_H

#include "sim/solve/search/scan.h"

/* What is kept of a entry, an array each. */
enum {
  PLY_ACCEPTED_ITSELF,
  PLY_ACCEPTED_ACCEPT,
  PLY_ACCEPTED_SUSTAINED,
  PLY_ACCEPTED_STABLE, /* only where some candidate may be a member without the deal needing its yes */
  PLY_ACCEPTED_PAYOFF,
  PLY_ACCEPTED_PARTS
};

typedef struct ply_accepted {
  size_t n_accepted, hits_capacity, n_offers, offers_capacity;
  size_t size[PLY_ACCEPTED_PARTS]; /* bytes of a part of one entry */
  void *part
      [PLY_ACCEPTED_PARTS]; /* [n_accepted]: a ply_accepted_row, [words] acceptable, [words] sustained, [n_actors] payoffs
                              */
  ply_offer *offers;
  double least_regret;            /* of the entries so far */
  double best_offer, worst_offer; /* what the proposer gets at the best design so far, optimistic and not */
  uint64_t *scratch;              /* [5 * words] */
  double *best, *worst;           /* [combos] the proposer's, at the design looked at */
  uint64_t *best_at, *worst_at;   /* [combos] */
  size_t memory_left;
  ply_status status; /* PLY_E_LIMIT, PLY_E_MEMORY: something could not be kept */
} ply_accepted;

/* False without memory. */
bool ply_accepted_init(ply_accepted *accepted, const ply_combos *combos, size_t memory_bytes);
void ply_accepted_done(ply_accepted *accepted);

/* Keeps an acceptable membership of the design in view. sustained: [words]; stable: [words], or NULL: none,
 * because somebody gains by moving to another membership. */
void ply_accepted_keep(ply_accepted *accepted, const ply_view *view, uint64_t design, int m,
                       const uint64_t *stable, const uint64_t *sustained);

/* Keeps what the proposer would get at the design in view, from its entries first .. last at member[0],
 * member[1] ...
 */
void ply_accepted_offer(ply_accepted *accepted, ply_view *view, int proposer, uint64_t design, size_t first,
                        const uint32_t *member);

/* Moves what all workers kept into the scan, by index. False without memory. */
bool ply_accepted_gather(ply_scan *out, ply_accepted *workers, int n_workers);

#endif
