/* The facade's finite games: read from the field's files, solved, checked by the code that shares nothing with
 * the solvers, rendered and written. */
#include "sim/api/finite.h"
#include "sim/equilibria/equilibria.h"
#include "sim/equilibria/inside.h"
#include "sim/interop/interop.h"
#include "sim/render/game.h"
#include "sim/solve/solve.h"
#include "sim/verify/finite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool parley_finite_is(const char *path) {
  char start[64];
  FILE *stream = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
  if (stream == NULL) return false;
  size_t n = fread(start, 1, sizeof start, stream);
  fclose(stream);
  return ply_interop_of(start, n) != NULL;
}

static ply_status read_game(const char *path, uint64_t memory_bytes, ply_finite **game, ply_err *err) {
  char *text;
  size_t length;
  ply_status status = ply_interop_load(path, &text, &length, err);
  if (status != PLY_OK) return status;
  const ply_interop *format = ply_interop_of(text, length);
  if (format != NULL)
    status = format->read(text, length, path, memory_bytes, game, err);
  else {
    status = ply_err_set(err, PLY_E_INPUT,
                         "this is no game of the field's formats: the file should start with NFG or EFG");
    snprintf(err->file, sizeof err->file, "%.390s", path);
    err->line = err->column = 1;
  }
  free(text);
  if (status == PLY_OK) status = ply_reduce(*game, memory_bytes, err);
  if (status == PLY_OK || err->file[0] != '\0') return status;
  snprintf(err->file, sizeof err->file, "%.390s", path);
  return status;
}

parley_status parley_finite_read(const char *path, uint64_t memory_bytes, parley_finite **game,
                                 parley_error *error) {
  *game = NULL;
  parley_finite *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  ply_status status = read_game(path, memory_bytes, &made->game, &err);
  if (status == PLY_OK && (made->file = malloc(strlen(path) + 1)) == NULL)
    status = ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK) {
    strcpy(made->file, path);
    *game = made;
  } else
    parley_finite_free(made);
  return parley_inside_status(status, &err, error);
}

/* ---- games inside scenarios ---- */

bool parley_inside_at(size_t i, const char **name, const char **help) {
  const ply_inside_row *row = ply_inside_row_at(i);
  if (row == NULL) return false;
  *name = row->name;
  *help = row->help;
  return true;
}

static const ply_inside_row *find_inside(const char *name, ply_err *err) {
  const char *names[8];
  size_t n = 0;
  for (const ply_inside_row *row; (row = ply_inside_row_at(n)) != NULL && n < 8; n++) {
    names[n] = row->name;
    if (strcmp(row->name, name) == 0) return row;
  }
  const char *near = ply_word_nearest(name, names, n);
  ply_err_set(err, PLY_E_USAGE,
              "no game inside a scenario is called \"%.40s\"%s%s%s; there are join, honour, vote and propose",
              name, near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
              near != NULL ? "\"?" : "");
  return NULL;
}

static ply_status make_inside(const ply_scenario *scenario, const ply_inside_row *row, const char *design,
                              const char *bundle, const char *red_lines, uint64_t memory_bytes,
                              ply_finite **out, ply_err *err) {
  uint16_t options[PLY_MAX_ISSUES];
  uint8_t levels[PLY_MAX_ACTORS];
  parley_asked_lines asked;
  ply_game *game = NULL;
  ply_status status = parley_inside_lines(red_lines, &asked, err);
  bool everywhere = scenario->actors[0].n_moves > 0 && design == NULL && bundle == NULL;
  memset(options, 0, sizeof options); /* a plain game is the same at every profile */
  memset(levels, 0, sizeof levels);
  if (status == PLY_OK && !everywhere)
    status = parley_inside_bundle(scenario, design, bundle, options, levels, err);
  if (status == PLY_OK) status = ply_game_compile(scenario, NULL, &asked.lines, &game, err);
  if (status == PLY_OK) status = row->make(game, options, levels, memory_bytes, out, err);
  ply_game_free(game);
  parley_inside_lines_done(&asked);
  return status;
}

parley_status parley_finite_inside(const parley_scenario *scenario, const char *of, const char *design,
                                   const char *bundle, const char *red_lines, uint64_t memory_bytes,
                                   parley_finite **game, parley_error *error) {
  const ply_scenario *inner = scenario->scenario;
  *game = NULL;
  parley_finite *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  if (of == NULL) {
    of = "vote";
    for (int i = 0; i < inner->n_actors; i++)
      if (inner->actors[i].candidate) of = "join";
  }
  const ply_inside_row *row = find_inside(of, &err);
  ply_status status =
      row == NULL ? PLY_E_USAGE
                  : make_inside(inner, row, design, bundle, red_lines, memory_bytes, &made->game, &err);
  if (status == PLY_OK)
    *game = made;
  else
    parley_finite_free(made);
  return parley_inside_status(status, &err, error);
}

static ply_status no_such_design(const ply_scenario *s, const char *id, ply_err *err) {
  const char **ids = malloc(((size_t)s->n_designs + 1) * sizeof *ids), *near = NULL;
  for (int d = 0; ids != NULL && d < s->n_designs; d++) ids[d] = s->designs[d].id;
  if (ids != NULL) near = ply_word_nearest(id, ids, (size_t)s->n_designs);
  ply_err_set(err, PLY_E_USAGE, "no design is called \"%s\"%s%s%s", id,
              near != NULL ? "; did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
  free(ids);
  return PLY_E_USAGE;
}

/* Positions of the designs that the words name, in the order of the words. */
static ply_status name_designs(const ply_scenario *s, const char *words, int *out, int *n, ply_err *err) {
  *n = 0;
  for (int d = 0; words == NULL && d < s->n_designs; d++) out[(*n)++] = d;
  for (const char *at = words; at != NULL; at = strchr(at, ',')) {
    char id[64];
    at += *at == ',' && at != words;
    snprintf(id, sizeof id, "%.*s", (int)strcspn(at, ","), at);
    int d = ply_scenario_design(s, id);
    if (d < 0) return no_such_design(s, id, err);
    for (int k = 0; k < *n; k++)
      if (out[k] == d) return ply_err_set(err, PLY_E_USAGE, "the design \"%s\" is named twice", id);
    out[(*n)++] = d;
  }
  return *n > 0 ? PLY_OK : ply_err_set(err, PLY_E_USAGE, "this scenario has no named design to propose");
}

static ply_status make_proposals(const ply_scenario *s, const char *words, const char *red_lines,
                                 ply_finite **out, ply_err *err) {
  parley_asked_lines asked;
  ply_game *game = NULL;
  int n, *designs = malloc(((size_t)s->n_designs + 1) * sizeof *designs);
  if (designs == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_status status = name_designs(s, words, designs, &n, err);
  ply_status lines = parley_inside_lines(red_lines, &asked, status == PLY_OK ? err : NULL);
  if (status == PLY_OK) status = lines;
  if (status == PLY_OK) status = ply_game_compile(s, NULL, &asked.lines, &game, err);
  if (status == PLY_OK)
    status = ply_inside_propose_make(game, ply_solve_proposer(game), designs, n, out, err);
  ply_game_free(game);
  parley_inside_lines_done(&asked);
  free(designs);
  return status;
}

parley_status parley_finite_propose(const parley_scenario *scenario, const char *designs,
                                    const char *red_lines, parley_finite **game, parley_error *error) {
  *game = NULL;
  parley_finite *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_err err = {0};
  ply_status status = make_proposals(scenario->scenario, designs, red_lines, &made->game, &err);
  if (status == PLY_OK)
    *game = made;
  else
    parley_finite_free(made);
  return parley_inside_status(status, &err, error);
}

/* ---- written, solved ---- */

parley_status parley_finite_write(const parley_finite *game, const char *format, char **text,
                                  parley_error *error) {
  ply_err err = {0};
  ply_text made;
  ply_text_init(&made);
  const ply_interop *row = ply_interop_find(format);
  ply_status status =
      row != NULL ? row->write(game->game, &made, &err)
                  : ply_err_set(&err, PLY_E_USAGE, "no format is called \"%s\"; say nfg or efg", format);
  return parley_inside_text(status, &made, text, &err, error);
}

void parley_finite_free(parley_finite *game) {
  if (game == NULL) return;
  ply_finite_free(game->game);
  free(game->file);
  free(game);
}

bool parley_find_at(size_t i, const char **name, const char **help, const char **reference) {
  const ply_find_row *row = ply_find_row_at(i);
  if (row == NULL) return false;
  *name = row->name;
  *help = row->help;
  *reference = row->reference;
  return true;
}

parley_status parley_equilibria_find(const parley_finite *game, const parley_find_settings *settings,
                                     parley_equilibria **answers, parley_error *error) {
  *answers = NULL;
  parley_equilibria *made = parley_inside_handle(sizeof *made, error);
  if (made == NULL) return PARLEY_E_MEMORY;
  ply_find find = {.effort = 1};
  if (settings != NULL)
    find = (ply_find){.what = settings->what,
                      .lambda = settings->lambda,
                      .n_lambda = (int)settings->n_lambda,
                      .effort = settings->effort > 0 ? settings->effort : 1,
                      .stop = settings->stop};
  ply_err err = {0};
  ply_status status = ply_equilibria_find(game->game, &find, &made->answers, &err);
  if (status == PLY_OK) status = ply_verify_equilibria(made->answers, &err);
  if (status == PLY_OK) {
    made->answers->version = parley_version();
    made->answers->file = game->file;
    *answers = made;
  } else
    parley_equilibria_free(made);
  return parley_inside_status(status, &err, error);
}

bool parley_equilibria_complete(const parley_equilibria *answers) { return !answers->answers->stopped; }

int parley_equilibria_unconfirmed(const parley_equilibria *answers) {
  return answers->answers->n_unconfirmed;
}

parley_status parley_equilibria_render(const parley_equilibria *answers, const char *format,
                                       const parley_render_settings *settings, char **text,
                                       parley_error *error) {
  return parley_inside_render(PLY_RECORD_EQUILIBRIA, answers->answers, format, settings, text, error);
}

void parley_equilibria_free(parley_equilibria *answers) {
  if (answers == NULL) return;
  ply_equilibria_free(answers->answers);
  free(answers);
}
