/* Private to this room: what a stretch of tied designs of one tile shares (a *stretch*), and two questions
 * asked of it before any bundle is looked at: who would accept how many, and which memberships can matter at
 * all. */
#ifndef PLY_SOLVE_SEARCH_PREFILTER_H
#define PLY_SOLVE_SEARCH_PREFILTER_H

#include "sim/solve/search/view.h"

/* The issues' terms of every design of a stretch. */
typedef struct ply_stretch {
  const ply_view *view;
  size_t first, n;  /* designs */
  ply_linear *sums; /* [n * n_actors * 2 * n_rows] */
  size_t capacity;  /* of sums */
} ply_stretch;

void ply_stretch_init(ply_stretch *stretch);
void ply_stretch_done(ply_stretch *stretch);
/* Turns to designs first .. first + n - 1 of the space, of the tile that the view is turned to. False
 * without memory. */
bool ply_stretch_set(ply_stretch *stretch, const ply_view *view, size_t first, size_t n);

static inline const ply_linear *ply_stretch_sums(const ply_stretch *stretch, size_t design, int actor) {
  size_t slots = 2 * (size_t)stretch->view->roster->n_rows;
  return stretch->sums + (design * (size_t)stretch->view->space->game->n_actors + (size_t)actor) * slots;
}

/* The actors that refuse a design of the stretch whatever the membership, as a mask. */
static inline uint64_t ply_stretch_refused(const ply_stretch *stretch, size_t design) {
  return stretch->view->space->designs[stretch->first + design].refused;
}

/* ---- how many bundles of the stretch each actor would accept ---- */

enum { PLY_ACCEPTANCE_STEPS = 2048 };

typedef struct ply_acceptance_sum {
  double value;
  uint32_t times;
} ply_acceptance_sum;

typedef struct ply_acceptance_step {
  uint32_t from;  /* where its sums begin; they end where the next step's do */
  uint32_t above; /* how many sums lie in it or above */
} ply_acceptance_step;

/* The sums at one slot in steps of equal width, one more below them and one above. */
typedef struct ply_acceptance_steps {
  double lowest, per_unit;
  int n;                            /* at most PLY_ACCEPTANCE_STEPS */
  const ply_acceptance_sum *sorted; /* by step */
  ply_acceptance_step *step;        /* [n + 3] */
} ply_acceptance_steps;

typedef struct ply_acceptance_counts {
  size_t sums, slots, room, designs; /* capacities of sorted, steps, step and constant */
  ply_acceptance_sum *sum, *sorted;
  double *constant;
  ply_acceptance_steps *steps; /* by slot */
  ply_acceptance_step *step;
} ply_acceptance_counts;

void ply_acceptance_counts_init(ply_acceptance_counts *acceptance);
void ply_acceptance_counts_done(ply_acceptance_counts *acceptance);
/* Adds to the tally; the combos are answered by order. False without memory. Exact. Cost per actor: perspectives
 * * designs, or perspectives + designs * combos, whichever is less. */
bool ply_acceptance_counts_add(ply_acceptance_counts *acceptance, const ply_stretch *stretch,
                               ply_tally *tally);

/* ---- which memberships can matter ---- */

/* Which of 64 sums value + slope * indicator (indicator may be NULL) are below a bound, in single precision.
 */
typedef uint64_t (*ply_below_fn)(const float *value, const float *indicator, float slope, float bound);

/* What one actor refuses for want of, at one slot of a design. */
typedef struct ply_prefilter_test {
  const float *value, *indicator; /* indicator: NULL where no issue is scaled */
  const uint64_t *mask;           /* memberships with the actor a party at that slot */
  float slope, bound;
  int actor; /* which of the asked */
} ply_prefilter_test;

/* Stems at which at most one party refuses every combo, and a few more: a party is passed over where single
 * precision cannot tell. Where nobody asks for veto weights, those at which no party does. Bystanders are no
 * parties of their root; their numbers in the lanes are those of the membership in which they sign. */
typedef struct ply_prefilter {
  const ply_stretch *stretch;
  bool veto;            /* whether veto weights are asked for */
  size_t n, words;      /* roots kept for the stretch; words of 64 of them */
  uint32_t *member;     /* [n] rising */
  uint32_t *bystanders; /* [n] as in the roster */
  int n_asked;          /* actors that may refuse */
  int asked[PLY_MAX_ACTORS];
  double need[PLY_MAX_ACTORS];       /* below this, before the combo, the actor refuses them all */
  double slack[PLY_MAX_ACTORS];      /* what single precision may be wrong by */
  uint8_t *missing;                  /* [most memberships] scratch */
  uint32_t *kept;                    /* [most memberships] scratch: roots by number */
  uint64_t refusals[PLY_MAX_ACTORS]; /* met so far */
  ply_lanes lanes;                   /* of the kept memberships */
  float *value;                      /* [n_asked * 64 * words] */
  float *indicator;                  /* [n_asked * 64 * words]: the one that scales the actor's issues */
  double *exact, *scale;             /* [n_asked * 64 * words]: the same in full */
  uint16_t *slot;                    /* [n_asked * 64 * words] */
  uint64_t *mask;                    /* [n_asked * slots * words] */
  uint64_t *party;                   /* [64 * words] who is asked */
  ply_prefilter_test *test;          /* [designs * n_tests] */
  size_t n_tests;                    /* of a design: slots of each asked actor that a test can tell of */
  uint64_t *left;                    /* [designs * words] what is to be considered, as bits over member */
  size_t room, mask_room, test_room, left_room;
  ply_below_fn below;
} ply_prefilter;

/* The fastest that this processor runs; all give the same bits. */
ply_below_fn ply_below_best(void);

bool ply_prefilter_init(ply_prefilter *prefilter, const ply_space *space, bool veto);
void ply_prefilter_done(ply_prefilter *prefilter);
/* Keeps what can matter at some design of the stretch. False without memory. Cost: actors * memberships. */
bool ply_prefilter_set(ply_prefilter *prefilter, const ply_stretch *stretch);
/* Filters all designs of the stretch: fills prefilter->left with what is to be considered, and `lone` with where
 * exactly one party surely refuses every combo and each other one counts alike: there nothing is acceptable,
 * and what the others accept goes to the refuser's veto weight. Word by word, so that what all designs read
 * of 64 roots is read once. Cost: actors * 8 or less for each design and word. */
typedef void (*ply_lone_fn)(void *data, size_t design, size_t lane, int refuser);
void ply_prefilter_designs(ply_prefilter *prefilter, ply_lone_fn lone, void *data);

#endif
