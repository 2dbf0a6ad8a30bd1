/* The facade's lists: every bundle of a set as a row, written piece by piece. What is asked for is given in words, as a
 * person types them, and checked here. */
#include "sim/api/inside.h"

#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 16 };

typedef struct writing {
  const parley_list_settings *asked;
  const ply_frame *frame;
  ply_text text;
  bool json, first, stopped; /* stopped: whoever reads wants no more */
} writing;

static bool flush(writing *w) {
  bool good = !w->text.failed && !w->stopped;
  if (good && w->text.length > 0) good = w->asked->write(w->asked->data, w->text.data, w->text.length);
  w->stopped |= !good;
  w->text.length = 0;
  return good;
}

static bool take(void *data, const ply_bundle *bundle) {
  writing *w = data;
  ply_rows_add(w->frame, bundle, w->json, w->first, &w->text);
  w->first = false;
  return w->text.failed ? false : w->text.length < PIECE || flush(w);
}

static ply_status one_of(const char *what, const char *word, const char *const *words, size_t n, int *out,
                         ply_err *err) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(words[i], word) == 0) {
      *out = (int)i;
      return PLY_OK;
    }
  return parley_inside_unknown(what, word, words, n, err);
}

static ply_status read_order(const ply_scenario *s, const char *word, ply_list_request *out, ply_err *err) {
  static const char *const orders[] = {"as found", "index", "nash", "least", "sum"};
  enum { N_ORDERS = sizeof orders / sizeof *orders };
  if (word == NULL) return PLY_OK;
  out->actor = ply_scenario_actor(s, word);
  if (out->actor >= 0) {
    out->order = PLY_LIST_BY_ACTOR;
    return PLY_OK;
  }
  const char *words[N_ORDERS + PLY_MAX_ACTORS];
  size_t n = 0;
  for (int k = 1; k < N_ORDERS; k++) words[n++] = orders[k];
  for (int i = 0; i < s->n_actors; i++) words[n++] = s->actors[i].id;
  int order = 0;
  ply_status status = one_of("order", word, words, n, &order, err);
  out->order = (ply_list_order)(order + 1);
  return status;
}

/* Where the terms are kept: as many as there are pairs. */
static ply_status read_where(const ply_scenario *s, const char *where, ply_list_term **terms, size_t *n,
                             ply_err *err) {
  size_t pairs = 1;
  *terms = NULL;
  *n = 0;
  if (where == NULL) return PLY_OK;
  for (const char *c = where; *c != '\0'; c++) pairs += *c == ',' || *c == ' ';
  char *copy = malloc(strlen(where) + 1), *rest = NULL;
  *terms = calloc(pairs, sizeof **terms);
  ply_status status = PLY_OK;
  if (copy == NULL || *terms == NULL)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the list");
  if (status == PLY_OK) strcpy(copy, where);
  for (char *pair = status == PLY_OK ? strtok_r(copy, ", ", &rest) : NULL; pair != NULL && status == PLY_OK;
       pair = strtok_r(NULL, ", ", &rest))
    status = parley_inside_term(s, pair, &(*terms)[(*n)++], err);
  free(copy);
  return status;
}

static ply_status list(const ply_game *game, const ply_solve_settings *solve, ply_list_request *request,
                       writing *w, uint64_t *n, ply_err *err) {
  ply_arena *arena = ply_arena_new();
  ply_frame frame = {0};
  ply_status status = PLY_OK;
  if (arena == NULL || !ply_frame_fill(game, arena, &frame))
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the list");
  w->frame = &frame;
  request->take = take;
  request->data = w;
  if (status == PLY_OK) {
    ply_rows_start(&frame, w->json, &w->text);
    status = ply_list_bundles(game, solve, request, n, err);
  }
  if (status == PLY_OK && !w->stopped) {
    ply_rows_end(w->json, &w->text);
    flush(w);
  }
  if (status == PLY_OK && w->text.failed)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory for the list");
  ply_text_done(&w->text);
  ply_arena_free(arena);
  return status;
}

parley_status parley_list_bundles(const parley_scenario *scenario, const parley_list_settings *settings,
                                  uint64_t *n, parley_error *error) {
  static const char *const sets[] = {"acceptable", "efficient", "sustained", "stable"};
  static const char *const formats[] = {"csv", "json"};
  const ply_scenario *s = scenario->scenario;
  ply_err err = {0};
  parley_asked_lines asked;
  ply_solve_settings solve;
  ply_list_request request = {.limit = settings->limit, .actor = -1};
  ply_list_term *terms = NULL;
  ply_game *game = NULL;
  int set = 0, format = 0;
  *n = 0;
  ply_status status = parley_inside_lines(settings->solve.red_lines, &asked, &err);
  if (status == PLY_OK) status = parley_inside_solve_settings(&settings->solve, &solve, &err);
  if (status == PLY_OK) status = one_of("set", settings->set, sets, 4, &set, &err);
  if (status == PLY_OK) status = one_of("format of a list", settings->format, formats, 2, &format, &err);
  if (status == PLY_OK) status = read_order(s, settings->sort, &request, &err);
  if (status == PLY_OK) status = read_where(s, settings->where, &terms, &request.n_terms, &err);
  if (status == PLY_OK) status = ply_game_compile(s, NULL, &asked.lines, &game, &err);
  if (status == PLY_OK) {
    request.set = (ply_list_set)set;
    request.terms = terms;
    writing w = {.asked = settings, .json = format == 1, .first = true};
    solve.skip = ~0U;
    solve.over = PLY_OVER_ACCEPTABLE;
    status = list(game, &solve, &request, &w, n, &err);
  }
  ply_game_free(game);
  free(terms);
  parley_inside_lines_done(&asked);
  return parley_inside_status(status, &err, error);
}
