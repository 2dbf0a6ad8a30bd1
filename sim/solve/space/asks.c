/* What does a clause still ask of membership? A clause looks at few issues, so it is reduced once for each choice of
 * their options and gets a number by what is left. Cost: a look-up; the size of the clause where the choice is new. */
#include "sim/solve/space/asks.h"

#include <stdlib.h>

enum { MOST_KNOWN = 1 << 12 };

void ply_asks_init(const ply_game *game, const ply_clause *clause, ply_asks *asks) {
  *asks = (ply_asks){.clause = clause, .size = 1};
  for (int k = 0; k < game->n_issues; k++) {
    if (!(clause->look_at >> k & 1)) continue;
    asks->issue[asks->n] = k;
    asks->width[asks->n] = game->scenario->issues[k].n_options;
    if (asks->size > 0) asks->size *= (size_t)asks->width[asks->n];
    if (asks->size > MOST_KNOWN) asks->size = 0;
    asks->n++;
  }
}

void ply_asks_done(ply_asks *asks) {
  free(asks->known);
  ply_tuples_done(&asks->met);
}

static uint32_t reduce(const ply_game *game, ply_asks *asks, const uint16_t *option, ply_words *words) {
  if (asks->met.n == 0 && ply_tuples_number(&asks->met, NULL, 0) == UINT32_MAX) return PLY_ASKS_FAILED;
  if (!ply_clause_residue(game, asks->clause, option, words)) return PLY_ASKS_BROKEN;
  if (words->failed) return PLY_ASKS_FAILED;
  uint32_t number = ply_tuples_number(&asks->met, words->at, words->n);
  return number == UINT32_MAX ? PLY_ASKS_FAILED : number;
}

uint32_t ply_asks_at(const ply_game *game, ply_asks *asks, const uint16_t *option, ply_words *words) {
  size_t code = 0;
  if (asks->size == 0) return reduce(game, asks, option, words);
  if (asks->known == NULL && (asks->known = calloc(asks->size, sizeof *asks->known)) == NULL)
    return PLY_ASKS_FAILED;
  for (int j = 0; j < asks->n; j++) code = code * (size_t)asks->width[j] + option[asks->issue[j]];
  uint32_t *known = &asks->known[code];
  if (*known == 0) {
    uint32_t number = reduce(game, asks, option, words);
    if (number == PLY_ASKS_FAILED) return number;
    *known = number == PLY_ASKS_BROKEN ? 1 : number + 2;
  }
  return *known == 1 ? PLY_ASKS_BROKEN : *known - 2;
}
