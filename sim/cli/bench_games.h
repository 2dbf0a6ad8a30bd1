/* The games that speed is measured on: made up by a fixed recipe, so that every build measures the same. */
#ifndef PLY_BENCH_GAMES_H
#define PLY_BENCH_GAMES_H

#include <stdbool.h>
#include <stddef.h>

/* A game by its numbers. Every issue has so many options. Tied games have candidates, rules and bonuses that
 * tie some of their issues and all memberships to each other; additive games have neither. */
typedef struct bench_game {
  const char *id;
  int parties;    /* actors whose consent is required */
  int candidates; /* who may join at one of two levels */
  int tied;       /* issues tied to each other and to membership */
  int loose;      /* issues that tie to nothing */
  int options;    /* of each issue */
  int most;       /* values are whole numbers 0 .. most */
  int asked;      /* what a party must get, in percent of the most that issues give */
  bool large;     /* out of reach of enumeration */
  bool alike;     /* the candidates are all alike */
} bench_game;

/* Game number i from 0; NULL past the last. */
const bench_game *bench_game_at(size_t i);

/* The game as a scenario file. The caller frees it; NULL without memory. */
char *bench_game_text(const bench_game *game);

#endif
