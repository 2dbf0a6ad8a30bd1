/* Answers that are a bundle: bargaining solutions, proposals, talks. */
#ifndef PLY_RESULT_SOLUTION_H
#define PLY_RESULT_SOLUTION_H

#include "sim/result/design.h"

/* A rule that picks one bundle of a set: what is said of it, everywhere. Texts that live as long as the program. */
typedef struct ply_concept {
  const char *name;             /* in JSON, CSV and sweeps: "kalai_smorodinsky" */
  const char *title;            /* in text: "Kalai-Smorodinsky" */
  const char *written;          /* in running text of any alphabet: "Kalai–Smorodinsky" */
  const char *picks;            /* what its bundle is: "equal shares of the best each player could get" */
  const char *plain;            /* a gloss for people without the field's words, or NULL */
  const char *help, *reference; /* for lists */
} ply_concept;

typedef struct ply_solution {
  const ply_concept *concept;
  ply_outcome outcome; /* found / proved_none / limit_reached (bundle = best so far, bound = proved bound) */
  const char *over;    /* "stable", "sustained", "acceptable" */
  ply_bundle bundle;   /* meaningful if found, or limit_reached with has_bundle */
  bool has_bundle;
  double value, bound;
  ply_design_security security; /* at its bundle; zeros without a security block */
  bool verified;                /* set by sim/verify */
} ply_solution;

typedef struct ply_proposal {
  ply_outcome outcome;
  ply_bundle bundle; /* where found */
  double value;      /* the proposer's payoff; its reservation where proved_none */
  uint64_t attained; /* how many designs attain it */
  bool verified;
} ply_proposal;

/* What the rest would sign without a candidate. */
typedef struct ply_without {
  int actor;
  ply_outcome outcome; /* proved_none: nothing, there is no deal then */
  ply_bundle bundle;   /* where found */
  double payoff;       /* the candidate's there; its reservation where proved_none */
} ply_without;

/* What a proposer drawn in the first round offers. */
typedef struct ply_first_offer {
  int proposer;
  double chance;
  bool agreed; /* false: it passes */
  ply_bundle bundle;
} ply_first_offer;

/* Drawn proposers: round is 1 and the bundle the offer of the likeliest proposer that has one; proved_none: none
 * has. */
typedef struct ply_talks_result {
  bool present, drawn;
  int n_first;
  const ply_first_offer *first; /* [n_first] drawn */
  const double *value; /* [n_actors] drawn: what the talks are worth to each actor before the first draw */
  double drift;        /* drawn: the largest change of a value between talks of T and of `limit` rounds */
  const double *least,
      *most;           /* [n_actors] turns: what each gets in the opening of talks of T .. limit rounds */
  ply_outcome outcome; /* proved_none: no round agrees */
  int round;
  ply_bundle bundle;
  bool settled; /* whether the first-round bundle is the same for all larger T up to the limit */
  int limit;
  const char *over;
  bool verified;
} ply_talks_result;

#endif
