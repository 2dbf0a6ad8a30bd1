/* Results filled by hand, so that the renderers are tested without a solver. */
#ifndef PARLEY_TESTS_RENDER_FIXTURE_H
#define PARLEY_TESTS_RENDER_FIXTURE_H

#include "sim/render/render.h"
#include "sim/result/result.h"

/* Which parts a fixture has. */
typedef struct fixture_parts {
  int n_actors, n_designs;          /* 1..10, 0..8 */
  bool candidates, security, talks; /* candidates: every actor but the first two may join */
  bool limit;                       /* a time limit came first: counts are ranges, solutions open */
  const char *first_name;           /* of actor 0; NULL: "Ukraine" */
} fixture_parts;

/* Everything but a limit: 10 actors, 8 designs, names with accents and wide characters. */
fixture_parts fixture_whole(void);

/* A new result (ply_result_free). */
ply_result *fixture_result(fixture_parts parts);

/* The result as text in one format; heap, the caller frees. settings may be NULL. */
char *fixture_render(const ply_result *result, const char *format, const ply_render_settings *settings);

#endif
