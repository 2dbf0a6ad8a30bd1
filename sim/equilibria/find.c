/* Which questions were asked, and in which order are they answered? The registry of the room's rows. */
#include "sim/equilibria/equilibria.h"

#include <stdio.h>
#include <string.h>

static const ply_find_row *const rows[] = {&ply_row_dominance,  &ply_row_pure,    &ply_row_mixed,
                                           &ply_row_one,        &ply_row_perfect, &ply_row_logit,
                                           &ply_row_correlated, &ply_row_zero_sum};
enum { N_ROWS = sizeof rows / sizeof *rows };

const ply_find_row *ply_find_row_at(size_t i) { return i < N_ROWS ? rows[i] : NULL; }

/* Whether the list of words has this one. */
static bool has(const char *words, const char *name) {
  size_t n = strlen(name);
  for (const char *at = words; at != NULL; at = strchr(at, ',')) {
    at += *at == ',';
    if (strncmp(at, name, n) == 0 && (at[n] == '\0' || at[n] == ',')) return true;
  }
  return false;
}

/* A tree that is too large for a table is played from the back; everything else needs the table. */
static const char *refusal_of(const ply_find_row *row, const ply_finite *game) {
  if (game->n_profiles == 0 && row != &ply_row_perfect)
    return "this tree has no table of strategies; --find perfect plays it from the back";
  return row->refuses != NULL ? row->refuses(game) : NULL;
}

/* Every word names a row that has an answer for this game. */
static ply_status check_words(const ply_finite *game, const char *words, ply_err *err) {
  const char *names[N_ROWS];
  for (size_t k = 0; k < N_ROWS; k++) names[k] = rows[k]->name;
  for (const char *at = words; at != NULL; at = strchr(at, ',')) {
    at += *at == ',';
    char word[40];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(at, ","), at);
    const ply_find_row *found = NULL;
    for (size_t k = 0; k < N_ROWS; k++)
      if (strcmp(names[k], word) == 0) found = rows[k];
    if (found == NULL) {
      const char *near = ply_word_nearest(word, names, N_ROWS);
      char list[300] = "";
      for (size_t k = 0, n = 0; k < N_ROWS && n < sizeof list; k++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", k > 0 ? ", " : "", names[k]);
      return ply_err_set(err, PLY_E_USAGE, "nothing to find is called \"%s\"%s%s%s; there are %s", word,
                         near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                         near != NULL ? "\"?" : "", list);
    }
    const char *refusal = refusal_of(found, game);
    if (refusal != NULL) return ply_err_set(err, PLY_E_USAGE, "%s: %s", found->name, refusal);
  }
  return PLY_OK;
}

bool ply_find_always(const ply_finite *game) {
  (void)game;
  return true;
}

static bool is_standard(const ply_finite *game, const ply_find_row *row) {
  return refusal_of(row, game) == NULL && row->standard != NULL && row->standard(game);
}

ply_status ply_equilibria_find(const ply_finite *game, const ply_find *find, ply_equilibria **out,
                               ply_err *err) {
  bool standard = find->what == NULL || find->what[0] == '\0';
  *out = NULL;
  ply_status status = standard ? PLY_OK : check_words(game, find->what, err);
  if (status != PLY_OK) return status;
  ply_equilibria *answers = ply_equilibria_new(game);
  if (answers == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (size_t k = 0; k < N_ROWS && status == PLY_OK; k++)
    if (standard ? is_standard(game, rows[k]) : has(find->what, rows[k]->name))
      status = rows[k]->run(find, answers, err);
  if (status == PLY_OK) status = ply_headline(answers, err);
  if (status == PLY_OK)
    *out = answers;
  else
    ply_equilibria_free(answers);
  return status;
}
