/* What the parts of the facade (parley.c, parley_*.c) share: the handles behind the public names, and
 * errors and statuses turned into their public form. Included by nothing else. */
#ifndef PLY_API_INSIDE_H
#define PLY_API_INSIDE_H

#include "sim/parley.h"
#include "sim/game/game.h"
#include "sim/render/render.h"
#include "sim/result/explain.h"
#include "sim/result/result.h"
#include "sim/scenario/scenario.h"
#include "sim/solve/solve.h"

struct parley_problems {
  ply_diags diags;
};

struct parley_scenario {
  ply_scenario *scenario;
};

struct parley_result {
  ply_result *result;
};

struct parley_explanation {
  ply_explain *explain;
};

/* The plan behind a public one. Borrowed. */
struct ply_plan *parley_inside_plan(parley_plan *plan);

/* The compiled game behind a public one. Borrowed. */
const ply_game *parley_inside_game(const parley_game *game);

/* The public form of a status; on failure *error (which may be NULL) becomes a copy of *err. */
parley_status parley_inside_status(ply_status status, const ply_err *err, parley_error *error);

/* A zeroed handle of `size` bytes, or NULL with *error filled. */
void *parley_inside_handle(size_t size, parley_error *error);

/* Hands the finished text over as *text, or frees it and fills *error. */
parley_status parley_inside_text(ply_status status, ply_text *made, char **text, const ply_err *err,
                                 parley_error *error);

/* The renderers' form of the settings; NULL: the default. */
ply_render_settings parley_inside_settings(const parley_render_settings *settings);

/* One record in the named format, as *text. */
parley_status parley_inside_render(ply_record kind, const void *record, const char *format,
                                   const parley_render_settings *settings, char **text, parley_error *error);

/* The red lines asked for, with the words that a list points into. */
typedef struct parley_asked_lines {
  ply_lines lines;
  char *words;
  const char **ids;
} parley_asked_lines;

/* Reads parley_solve_settings.red_lines; parley_inside_lines_done frees, whatever came back. PLY_E_USAGE,
 * PLY_E_MEMORY. */
ply_status parley_inside_lines(const char *text, parley_asked_lines *asked, ply_err *err);
void parley_inside_lines_done(parley_asked_lines *asked);

/* The solvers' form of the settings. PLY_E_USAGE for one that is out of range. */
ply_status parley_inside_solve_settings(const parley_solve_settings *given, ply_solve_settings *out,
                                        ply_err *err);

/* The bundle that a person typed: `text` ("clock=h24,france=aid") over a named design; either may be NULL.
 * Fills options [n_issues] (derived issues: the design's, or 0) and levels [n_actors]. PLY_E_USAGE with a
 * did-you-mean. */
ply_status parley_inside_bundle(const ply_scenario *scenario, const char *design, const char *text,
                                uint16_t *options, uint8_t *levels, ply_err *err);

/* "no WHAT "word"; did you mean ..." over the first n of `words`: PLY_E_USAGE. */
ply_status parley_inside_unknown(const char *what, const char *word, const char *const *words, size_t n,
                                 ply_err *err);
/* "issue=option" (derived issues too) or "candidate=level"; pair is cut at its sign. */
struct ply_list_term;
ply_status parley_inside_term(const ply_scenario *scenario, char *pair, struct ply_list_term *term,
                              ply_err *err);

/* solve.c: has a result checked from the definitions, at these numbers (by id; NULL: the file's). */
ply_status parley_inside_verify(const ply_game *game, const double *values, uint64_t seed, ply_result *result,
                                ply_err *err);

/* joining.c: quantal answers and advice at the designs of a result, where the scenario asks for them. After the check
 * of the rest. PLY_E_MEMORY; what is too large is left open. */
ply_status parley_inside_joining(const ply_game *game, const ply_solve_settings *settings, ply_result *result,
                                 ply_err *err);

/* saved.c: whether the tree of a saved result has all that reports walk through. PLY_E_INPUT says what is wrong. */
struct cJSON;
ply_status parley_inside_saved(const struct cJSON *tree, const char *name, ply_err *err);

#endif
