/* The bundles of a game by parts, for searches over all of them.
 *
 * Most issues tie to nothing: no condition, no security input, no indicator and no outsider table looks at
 * them, so they only add to payoffs. A bundle is then (tied design, membership, combo): a *combo* fixes the
 * loose issues and adds a constant to each actor's payoff; a *tied design* fixes the others. Tied designs
 * whose conditions leave the same questions open about membership share a *roster*, one list of feasible
 * memberships; those of a roster with the same security inputs form a *tile* and share one table of security
 * indicators. So rules are decided once a roster, security once a tile, and a bundle costs a few additions.
 *
 * Example: the flagship has 2 * 10^11 raw bundles; 81 combos, some 10^4 feasible tied designs, a few dozen
 * rosters. */
#ifndef PLY_SOLVE_SPACE_H
#define PLY_SOLVE_SPACE_H

#include "sim/solve/space/symmetry.h"

/* What a condition says when only part of a bundle is known. */
typedef enum ply_truth { PLY_FALSE = 0, PLY_TRUE, PLY_OPEN } ply_truth;

/* option: [n_issues] (derived entries are not looked at, they are derived); level: [n_actors], -1 = not known
 * yet. */
ply_truth ply_cond_partial(const ply_game *game, const ply_cond *cond, const uint16_t *option,
                           const int8_t *level);

/* What an actor's payoff sees of a membership: its perspectives, each with a number of its own. Side by side and not
 * as structs: searches run through one or two of these at a time. */
typedef struct ply_perspectives {
  int n;
  uint32_t *at;         /* [memberships] which one each of them gives the actor */
  double *own;          /* level term, and bonuses that membership decides */
  uint32_t *effort;     /* which effort vector */
  uint64_t *may_accept; /* memberships that have it, 0 where the actor refuses */
  uint16_t *slot;       /* which of a design's sums goes with it: 2 * row + (a candidate that stands out) */
  bool *refuses;        /* by a red line in force, unless the design decides it */
  bool *party;          /* is asked */
  bool *has_slot;       /* [2 * n_rows] whether some of them goes with the slot */
  uint32_t values_id;   /* perspectives that take the same values have the same */
  uint32_t may_sign;    /* candidates whose signing as bystanders is nothing to the actor, as a mask */
} ply_perspectives;

/* Whether the design alone says what a term pays, and what (*value; may be NULL). What it decides is part of the
 * design's sums, and ties nothing to membership. */
bool ply_term_decided(const ply_game *game, const ply_payoff_term *term, const uint16_t *option,
                      double *value);

/* The actors that refuse the design by a red line in force that the design alone breaks, as a mask. What it
 * decides splits no roster. */
uint64_t ply_design_refuses(const ply_game *game, const uint16_t *option);

/* The feasible memberships of some tied designs, in order of membership index. C candidates, L levels. Rosters are put
 * together from parts (rosters.c) and share them: what they point to is the space's.
 * Where the space knows candidates that are alike, the lowest membership of each orbit stands for all of it:
 * a move then leads to the lowest of another orbit, where somebody else of the mover's group may stand for
 * the mover. */
typedef struct ply_roster {
  int n;           /* how many memberships */
  uint64_t total;  /* how many they stand for */
  uint64_t *index; /* [n] what the membership adds to the bundle's index */
  uint8_t *level;  /* [n * C] level of each candidate */
  uint32_t *row;   /* [n] which of the n_rows sets of derived options goes with it */
  int n_rows;
  uint16_t *derived; /* [n_rows * n_issues] options of the derived issues (others 0) */
  uint64_t *party;   /* [n] mask of the actors that are asked */
  uint64_t
      *refused; /* [n] mask of the actors that refuse by a red line in force, unless the design decides it */
  uint64_t *forbidden; /* [n] mask of the members that stand where a red line forbids them to */
  int32_t *neighbour;  /* [n * C * L] position after candidate c moves to level l; -1 where infeasible */
  const ply_symmetry *symmetry; /* NULL: each membership stands for itself */
  uint64_t *weight;             /* [n] how many memberships it stands for; NULL: one each */
  uint8_t *mover;             /* [n * C * L] the candidate that stands for the mover there; NULL: the mover */
  int n_efforts;              /* memberships with the same efforts have the same security */
  uint32_t *effort;           /* [n] which */
  uint32_t *effort_at;        /* [n_efforts] the lowest membership with it */
  uint32_t efforts_id;        /* rosters with the same efforts in the same order have the same */
  uint32_t listing;           /* rosters with the same list of memberships have the same */
  ply_perspectives **seen;    /* [n_actors] shared with other rosters, like all the rest */
  int n_roots;                /* memberships from which all others follow by bystanders' signing */
  uint32_t *root;             /* [n_roots] rising: no bystander has signed */
  const uint32_t **root_seen; /* [n_actors][n_roots] the actor's perspective there */
  uint32_t *bystanders; /* [n_roots] mask of the candidates that stand out here and may sign, each asked then,
                           without changing anything for anybody else; 0 everywhere under a quorum */
  int signs_at;         /* the level at which bystanders sign */
} ply_roster;

/* The membership after candidate c of membership m, who stands out and may sign there, signs. */
static inline size_t ply_roster_signed(const ply_roster *k, const ply_game *game, size_t m, int c) {
  size_t at = m * (size_t)game->n_candidates + (size_t)c;
  return (size_t)k->neighbour[at * (size_t)game->n_levels + (size_t)k->signs_at];
}

/* How many memberships the one at position m stands for. */
static inline uint64_t ply_roster_weight(const ply_roster *roster, size_t m) {
  return roster->weight != NULL ? roster->weight[m] : 1;
}

/* The candidate that stands for mover c after the move at neighbour[move]. */
static inline int ply_roster_mover(const ply_roster *roster, size_t move, int c) {
  return roster->mover != NULL ? roster->mover[move] : c;
}

typedef struct ply_tied_design {
  uint64_t index;   /* what the tied issues add to the bundle's index */
  uint64_t refused; /* mask of the actors that refuse it, whatever the membership, by a red line in force */
  uint32_t roster_id, security;
} ply_tied_design;

typedef struct ply_tile {
  uint32_t roster_id, security;
  size_t first, n; /* its tied designs: designs[first .. first + n - 1], by index */
} ply_tile;

/* Combos of a large additive space that are not listed one by one: some sums of what the loose issues give,
 * each with how many combos give it (sim/solve/additive). Empty until they are filled in. */
typedef struct ply_vectors {
  size_t n;
  int n_actors;
  bool apart;      /* no two of them are within the tolerance of each other without being the same */
  uint64_t total;  /* all combos, those left out too */
  uint64_t *count; /* [n] combos that give it */
  uint64_t *index; /* [n] the lowest of them */
  double *payoff;  /* [n_actors * n] */
} ply_vectors;

/* When to stop: by the user's flag or at a time. */
typedef struct ply_clock {
  ply_stop stop;
  double deadline_s; /* on the monotonic clock; 0: none */
} ply_clock;
/* NULL, or what says stop: "interrupted", "time limit". clock: NULL: never. */
const char *ply_clock_says(const ply_clock *clock);

typedef struct ply_space {
  const ply_game *game;
  ply_arena *arena;
  const ply_symmetry *symmetry;       /* NULL: memberships are listed one by one */
  const ply_clock *clock;             /* while it is built */
  int n_tied, tied[PLY_MAX_ISSUES];   /* free issues fixed by a tied design */
  int n_loose, loose[PLY_MAX_ISSUES]; /* free issues fixed by a combo */
  int n_derived, derived[PLY_MAX_ISSUES];
  ply_vectors *vectors; /* NULL, or the combos of a merged space; then n_combos is 1 and not to be used */
  int n_combos;
  uint64_t *combo_index; /* [n_combos], rising */
  double *combo_payoff;  /* [n_actors * n_combos] */
  int n_rosters;
  ply_roster **rosters;
  int n_security;
  ply_security_inputs *security;
  bool security_derived; /* a security table reads a derived issue: then security[] holds only what the free
                            ones say */
  uint16_t *security_option; /* [n_security * n_issues] free options that security reads, where it is so */
  bool
      unlisted; /* its memberships are not listed: it has no designs, and nothing is known of what is feasible */
  size_t n_designs;
  ply_tied_design *designs; /* feasible tied designs by (roster, security, index) */
  size_t n_tiles;
  ply_tile *tiles;
  uint32_t *turn;       /* [n_tiles] the tiles in the order in which neighbours share most */
  size_t bytes;         /* of memory that it takes */
  int most_memberships; /* of any roster */
  int most_efforts, most_perspectives[PLY_MAX_ACTORS]; /* likewise */
} ply_space;

enum { PLY_MOST_COMBOS = 4096 };

/* Analyses the ties, builds the rosters and lists the tied designs. memory_bytes bounds what it takes
 * (checked before it is taken). Errors: PLY_E_LIMIT where the tied designs or memberships are too many,
 * PLY_E_STOPPED, PLY_E_MEMORY. Cost: tied designs plus, per roster, memberships * rules. */
ply_status ply_space_build(const ply_game *game, size_t memory_bytes, const ply_clock *clock, ply_space **out,
                           ply_err *err);
/* A space in which nothing is listed, for a search that was stopped before it began. */
ply_status ply_space_unlisted(const ply_game *game, ply_space **out, ply_err *err);
/* The same as ply_space_build with one membership for each orbit of candidates that are alike (copied). */
ply_status ply_space_build_symmetric(const ply_game *game, const ply_symmetry *symmetry, size_t memory_bytes,
                                     const ply_clock *clock, ply_space **out, ply_err *err);
/* The same for a game without candidates whose loose issues have more than PLY_MOST_COMBOS combos: those are
 * not listed, and its vectors are left empty. PLY_E_LIMIT also where the game is not of this kind. */
ply_status ply_space_build_merged(const ply_game *game, size_t memory_bytes, const ply_clock *clock,
                                  ply_space **out, ply_err *err);
/* Whether the game is of that kind. */
bool ply_space_may_merge(const ply_game *game);
/* Whether the issues of the game, of the space's scenario, fall into tied and loose ones as in the space. */
bool ply_space_same_parts(const ply_space *space, const ply_game *game);
void ply_space_free(ply_space *space);

/* The feasible bundles: exact, and known before any is looked at; where they are unlisted, all bundles. */
uint64_t ply_space_feasible(const ply_space *space);

/* Whether exact outcomes are the same in both tiles. */
bool ply_tile_same_outcomes(const ply_space *space, const ply_tile *a, const ply_tile *b);

/* Whether the same efforts make for the same honour at both inputs, and (honour alike) for the same outcomes. */
bool ply_inputs_same_honour(const ply_security_inputs *a, const ply_security_inputs *b);
bool ply_inputs_same_outcomes(const ply_security_inputs *a, const ply_security_inputs *b);

/* No feasible bundle gives the actor more than this (as above, loose issues included). */
double ply_space_best(const ply_space *space, int actor);

/* The options of a tied design (loose issues 0, derived issues 0). */
void ply_space_options(const ply_space *space, uint64_t tied_index, uint16_t *option);

/* Adds the options of a combo. */
void ply_space_add_combo(const ply_space *space, int combo, uint16_t *option);

/* The tied design of the design in `option`; NULL if no membership is feasible there. */
const ply_tied_design *ply_space_find(const ply_space *space, const uint16_t *option);

/* The position of a membership in the roster (of the one that stands for it), or -1 where it is not feasible.
 * level: [n_actors]. */
int ply_roster_find(const ply_game *game, const ply_roster *roster, const uint8_t *level);

/* The position of the membership with that index in the list, or -1 (private to the room). */
int ply_roster_at(const ply_roster *roster, uint64_t index);

/* Fills weight, mover and neighbour of a roster whose memberships are the lowest of their orbits (private to
 * the room). False without memory. */
bool ply_orbits_fill(const ply_game *game, ply_arena *arena, ply_roster *roster);

/* ---- payoffs of all memberships of a design ---- */

/* The tables of a tile: what its roster and its security inputs decide. */
typedef struct ply_tile_tables {
  const ply_space *space;
  const ply_roster *roster;
  double *indicator[PLY_FIGHT];                                   /* [n_efforts] */
  double *fight[PLY_MAX_CANDIDATES], *renege[PLY_MAX_CANDIDATES]; /* [n_efforts] */
  /* The least of each where these are ranges; those above are the most. Else the same as above. */
  double *least[PLY_FIGHT], *least_fight[PLY_MAX_CANDIDATES], *least_renege[PLY_MAX_CANDIDATES];
  double *value[PLY_MAX_ACTORS];  /* [n_perspectives]: level, bonuses and stakes */
  double largest[PLY_MAX_ACTORS]; /* of their sizes */
  double *storage;
  size_t capacity;
  const ply_linear *sums; /* [n_actors * 2 * n_rows] the terms of the design looked at, by slot */
  ply_linear *own_sums;   /* room for them where nobody else keeps them */
  size_t sums_capacity;
  bool every; /* whether the caller reads indicators that no payoff of the game asks for */
  /* What is there, so that it is not worked out again. */
  const ply_roster *efforts; /* whose efforts the indicators and `place` are of, or NULL */
  uint32_t security;         /* the inputs that the indicators are of */
  struct ply_tile_values {
    bool filled;
    uint32_t values_id, security;
  } values[PLY_MAX_ACTORS];
  struct ply_tile_known { /* where outcomes are worked out one by one: those of the last tile */
    bool has_honour, has_outcome;
    uint32_t efforts_id;
    ply_security_inputs inputs;
    double *honour;          /* [n_efforts * n_candidates] */
    double *force, *outcome; /* [n_efforts] */
  } known;
  ply_security_outcomes outcomes;
  uint32_t *place; /* [n_efforts] where each stands in the outcomes */
  uint8_t *level;  /* [n_candidates * n_efforts] a level with the effort of each candidate */
} ply_tile_tables;

void ply_tile_tables_init(ply_tile_tables *tables);
void ply_tile_tables_done(ply_tile_tables *tables);

/* Fills the tables for a roster and the security inputs of that number. PLY_E_LIMIT where the honour game does
 * not settle, PLY_E_MEMORY. Cost: effort vectors, and actors * perspectives. */
ply_status ply_tile_tables_fill(const ply_space *space, const ply_roster *roster, uint32_t security,
                                ply_tile_tables *tables);

/* Turns to a design of the tile. */
void ply_tile_design(ply_tile_tables *tables, const uint16_t *tied_option);

/* The terms of a design's issues, by actor and slot: sums: [n_actors * 2 * n_rows]. */
void ply_tile_sums(const ply_space *space, const ply_roster *roster, const uint16_t *tied_option,
                   ply_linear *sums);
/* Those of one actor: sums: [2 * n_rows]. */
void ply_tile_sums_for(const ply_space *space, const ply_roster *roster, const uint16_t *tied_option,
                       int actor, ply_linear *sums);

/* The values of an indicator by effort vector, as the actor sees it; NULL: always 0. */
static inline const double *ply_tile_indicator(const ply_tile_tables *t, int indicator, int actor) {
  if (indicator < PLY_FIGHT) return t->indicator[indicator];
  int c = t->space->game->candidate_of[actor];
  if (c < 0) return NULL;
  return indicator == PLY_FIGHT ? t->fight[c] : t->renege[c];
}

/* The payoff of an actor of some perspective whose issues sum to `sum`, without the combo's part. */
static inline double ply_tile_payoff_of(const ply_tile_tables *t, int actor, uint32_t perspective,
                                        const ply_linear *sum) {
  const ply_game *game = t->space->game;
  double payoff = t->value[actor][perspective] + sum->constant;
  for (uint32_t rest = game->scaled_by[actor]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    const double *indicator = ply_tile_indicator(t, j, actor);
    if (indicator != NULL) payoff += sum->slope[j] * indicator[t->roster->seen[actor]->effort[perspective]];
  }
  return payoff;
}

/* The actor's terms at the design turned to, by slot. */
static inline const ply_linear *ply_tile_sums_of(const ply_tile_tables *t, int actor) {
  return t->sums + (size_t)actor * 2 * (size_t)t->roster->n_rows;
}

/* The payoff of an actor at membership m of the design turned to, without the combo's part. */
static inline double ply_tile_payoff(const ply_tile_tables *t, int actor, size_t m) {
  const ply_roster *k = t->roster;
  uint32_t perspective = k->seen[actor]->at[m];
  return ply_tile_payoff_of(t, actor, perspective,
                            &ply_tile_sums_of(t, actor)[k->seen[actor]->slot[perspective]]);
}

#endif
