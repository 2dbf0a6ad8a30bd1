/* Which bundle does "clock=h24,france=aid" mean? A bundle as a person types it: pairs of issue=option or
 * candidate=level, separated by commas, laid over a named design or standing alone. Every name that is wrong
 * gets the nearest one that exists; an issue that is named twice, derived or missing is an error. */
#include "sim/api/inside.h"

#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>

/* The bundle being read. */
typedef struct typed {
  const ply_scenario *scenario;
  uint16_t *options;
  uint8_t *levels;
  bool given_issue[PLY_MAX_ISSUES], given_actor[PLY_MAX_ACTORS];
} typed;

/* "unknown WHAT "word" (of "whose"); did you mean "near"?" over the first n of `words`. */
static ply_status unknown(const char *what, const char *word, const char *of, const char *const *words,
                          size_t n, ply_err *err) {
  const char *near = ply_word_nearest(word, words, n);
  ply_text all;
  ply_text_init(&all);
  for (size_t i = 0; i < n && all.length < 200; i++) {
    if (i > 0) ply_text_add(&all, ", ");
    ply_text_add(&all, words[i]);
  }
  ply_status status;
  if (near != NULL)
    status = ply_err_set(err, PLY_E_USAGE, "no %s \"%.60s\"%s%s; did you mean \"%s\"?", what, word,
                         of[0] ? " of " : "", of, near);
  else
    status = ply_err_set(err, PLY_E_USAGE, "no %s \"%.60s\"%s%s; there are: %s", what, word,
                         of[0] ? " of " : "", of, all.data != NULL ? all.data : "none");
  ply_text_done(&all);
  return status;
}

ply_status parley_inside_unknown(const char *what, const char *word, const char *const *words, size_t n,
                                 ply_err *err) {
  return unknown(what, word, "", words, n, err);
}

static ply_status set_option(typed *bundle, int issue, const char *word, ply_err *err) {
  const ply_issue *row = &bundle->scenario->issues[issue];
  if (row->n_cases > 0)
    return ply_err_set(err, PLY_E_USAGE, "the issue %s follows from the others and cannot be chosen",
                       row->id);
  if (bundle->given_issue[issue])
    return ply_err_set(err, PLY_E_USAGE, "the issue %s is given twice", row->id);
  int option = ply_scenario_option(bundle->scenario, issue, word);
  if (option < 0) {
    const char *words[PLY_MAX_OPTIONS];
    for (int o = 0; o < row->n_options; o++) words[o] = row->options[o].id;
    return unknown("option", word, row->id, words, (size_t)row->n_options, err);
  }
  bundle->given_issue[issue] = true;
  bundle->options[issue] = (uint16_t)option;
  return PLY_OK;
}

static ply_status set_level(typed *bundle, int actor, const char *word, ply_err *err) {
  const ply_scenario *s = bundle->scenario;
  if (!s->actors[actor].candidate)
    return ply_err_set(err, PLY_E_USAGE, "%s is no candidate: it has no level", s->actors[actor].id);
  if (bundle->given_actor[actor])
    return ply_err_set(err, PLY_E_USAGE, "the level of %s is given twice", s->actors[actor].id);
  int level = ply_scenario_level_of(s, actor, word);
  if (level < 0) {
    const char *words[PLY_MAX_LEVELS];
    int n = s->actors[actor].n_moves > 0 ? s->actors[actor].n_moves : s->n_levels;
    for (int l = 0; l < n; l++) words[l] = ply_scenario_level_at(s, actor, l).id;
    return unknown("level", word, "", words, (size_t)n, err);
  }
  bundle->given_actor[actor] = true;
  bundle->levels[actor] = (uint8_t)level;
  return PLY_OK;
}

static ply_status set_pair(typed *bundle, char *pair, ply_err *err) {
  const ply_scenario *s = bundle->scenario;
  char *sign = strchr(pair, '=');
  if (sign == NULL)
    return ply_err_set(err, PLY_E_USAGE, "\"%.60s\" in the bundle is no issue=option or candidate=level",
                       pair);
  *sign = '\0';
  int issue = ply_scenario_issue(s, pair), actor = ply_scenario_actor(s, pair);
  if (issue >= 0) return set_option(bundle, issue, sign + 1, err);
  if (actor >= 0) return set_level(bundle, actor, sign + 1, err);
  const char *words[PLY_MAX_ISSUES + PLY_MAX_ACTORS];
  size_t n = 0;
  for (int k = 0; k < s->n_issues; k++)
    if (s->issues[k].n_cases == 0) words[n++] = s->issues[k].id;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) words[n++] = s->actors[i].id;
  return unknown("issue or candidate", pair, "", words, n, err);
}

ply_status parley_inside_term(const ply_scenario *s, char *pair, ply_list_term *term, ply_err *err) {
  char *sign = strchr(pair, '=');
  if (sign == NULL)
    return ply_err_set(err, PLY_E_USAGE, "\"%.60s\" is no issue=option or candidate=level", pair);
  *sign = '\0';
  *term = (ply_list_term){.issue = ply_scenario_issue(s, pair), .actor = -1};
  if (term->issue < 0) term->actor = ply_scenario_actor(s, pair);
  const char *words[PLY_MAX_OPTIONS];
  size_t n = 0;
  if (term->issue >= 0) {
    const ply_issue *row = &s->issues[term->issue];
    for (int o = 0; o < row->n_options; o++) words[n++] = row->options[o].id;
    term->value = ply_scenario_option(s, term->issue, sign + 1);
    return term->value >= 0 ? PLY_OK : unknown("option", sign + 1, row->id, words, n, err);
  }
  if (term->actor >= 0 && s->actors[term->actor].candidate) {
    for (int l = 0; l < s->n_levels; l++) words[n++] = ply_scenario_level_at(s, term->actor, l).id;
    term->value = ply_scenario_level_of(s, term->actor, sign + 1);
    return term->value >= 0 ? PLY_OK : unknown("level", sign + 1, "", words, n, err);
  }
  for (int k = 0; k < s->n_issues; k++) words[n++] = s->issues[k].id;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].candidate) words[n++] = s->actors[i].id;
  return unknown("issue or candidate", pair, "", words, n, err);
}

static ply_status start_from(typed *bundle, const char *design, ply_err *err) {
  const ply_scenario *s = bundle->scenario;
  memset(bundle->options, 0, (size_t)s->n_issues * sizeof *bundle->options);
  memset(bundle->levels, 0, (size_t)s->n_actors * sizeof *bundle->levels);
  if (design == NULL) return PLY_OK;
  int d = ply_scenario_design(s, design);
  if (d < 0) {
    const char **words = calloc((size_t)s->n_designs + 1, sizeof *words);
    if (words == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
    for (int i = 0; i < s->n_designs; i++) words[i] = s->designs[i].id;
    ply_status status = unknown("design", design, "", words, (size_t)s->n_designs, err);
    free(words);
    return status;
  }
  memcpy(bundle->options, s->designs[d].options, (size_t)s->n_issues * sizeof *bundle->options);
  memcpy(bundle->levels, s->designs[d].levels, (size_t)s->n_actors * sizeof *bundle->levels);
  return PLY_OK;
}

static ply_status check_whole(const typed *bundle, ply_err *err) {
  const ply_scenario *s = bundle->scenario;
  ply_text missing;
  ply_text_init(&missing);
  int n = 0;
  for (int k = 0; k < s->n_issues; k++) {
    if (s->issues[k].n_cases > 0 || s->issues[k].n_options == 1 || bundle->given_issue[k]) continue;
    if (n++ > 0) ply_text_add(&missing, ", ");
    ply_text_add(&missing, s->issues[k].id);
  }
  ply_status status = PLY_OK;
  if (n > 0)
    status =
        ply_err_set(err, PLY_E_USAGE, "the bundle leaves open: %.250s; name them too, or start from a design",
                    missing.data);
  ply_text_done(&missing);
  return status;
}

ply_status parley_inside_bundle(const ply_scenario *scenario, const char *design, const char *text,
                                uint16_t *options, uint8_t *levels, ply_err *err) {
  typed bundle = {.scenario = scenario, .options = options, .levels = levels};
  if (design == NULL && text == NULL)
    return ply_err_set(err, PLY_E_USAGE, "name a design, a bundle, or both");
  ply_status status = start_from(&bundle, design, err);
  char *copy = text != NULL && status == PLY_OK ? malloc(strlen(text) + 1) : NULL;
  if (copy != NULL) {
    strcpy(copy, text);
    char *rest = NULL;
    for (char *pair = strtok_r(copy, ", ", &rest); pair != NULL && status == PLY_OK;
         pair = strtok_r(NULL, ", ", &rest))
      status = set_pair(&bundle, pair, err);
    free(copy);
  } else if (text != NULL && status == PLY_OK)
    status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK && design == NULL) status = check_whole(&bundle, err);
  return status;
}
