/* --vary on the command line: which numbers move, and over what? PTR (its own range), PTR=a:b, PTR=a:b:n,
 * PTR=x,y,z; PTR*=... scales what is there; PTR+PTR=... moves them together. The pointer ends at the first
 * "=", so that values may hold anything. Values are JSON; a bare word is a string. */
#include "sim/sweep/plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ply_hint no_hint = {0};

static char *copied(ply_tree *tree, const char *from, size_t n) {
  char *out = TREE_NEW(tree, n + 1, char);
  memcpy(out, from, n);
  return out;
}

/* A number that takes the whole of [from, to). */
static bool number_in(const char *from, const char *to, double *out) {
  char buffer[64], *end;
  size_t n = (size_t)(to - from);
  if (n == 0 || n >= sizeof buffer || strchr("+-.0123456789", from[0]) == NULL) return false;
  memcpy(buffer, from, n);
  buffer[n] = '\0';
  *out = strtod(buffer, &end);
  return *end == '\0' && isfinite(*out);
}

/* The end of the value at `p`: the next comma outside brackets and strings. */
static const char *value_end(const char *p) {
  int depth = 0;
  bool inside = false;
  for (; *p != '\0'; p++) {
    if (inside) {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '"')
        inside = false;
    } else if (*p == '"')
      inside = true;
    else if (*p == '[' || *p == '{')
      depth++;
    else if (*p == ']' || *p == '}')
      depth--;
    else if (*p == ',' && depth == 0)
      return p;
  }
  return p;
}

/* A value as JSON: what is JSON stays, a bare word becomes a string. */
static const char *as_json(ply_tree *tree, const char *from, const char *to) {
  char *word = copied(tree, from, (size_t)(to - from));
  double number;
  bool json = strchr("[{\"", word[0]) != NULL || number_in(from, to, &number) || strcmp(word, "true") == 0 ||
              strcmp(word, "false") == 0 || strcmp(word, "null") == 0;
  if (json && word[0] != '\0') return word;
  ply_text text;
  ply_text_init(&text);
  ply_text_json(&text, word);
  char *out = text.failed ? NULL : ply_arena_strdup(tree->arena, text.data);
  ply_text_done(&text);
  if (out == NULL) ply_tree_out_of_memory(tree);
  return out;
}

static void read_list(ply_plan *plan, asked *a, const char *text) {
  int n = 1;
  for (const char *p = value_end(text); *p != '\0'; p = value_end(p + 1)) n++;
  const char **values = TREE_NEW(&plan->tree, n, const char *);
  a->n_values = 0;
  for (const char *p = text;;) {
    const char *end = value_end(p);
    values[a->n_values++] = as_json(&plan->tree, p, end);
    if (*end == '\0') break;
    p = end + 1;
  }
  a->values = values;
}

/* a:b or a:b:n. False where it is no range at all. */
static bool read_range(ply_plan *plan, asked *a, const char *text, const ply_node *at) {
  const char *first = strchr(text, ':'), *second = first != NULL ? strchr(first + 1, ':') : NULL;
  const char *end = text + strlen(text);
  double steps;
  if (first == NULL || !number_in(text, first, &a->low)) return false;
  if (!number_in(first + 1, second != NULL ? second : end, &a->high)) return false;
  if (second == NULL) return true;
  if (!number_in(second + 1, end, &steps)) return false;
  if (steps == floor(steps) && steps >= 1 && steps <= PLY_SWEEP_VALUES)
    a->steps = (int)steps;
  else
    ply_report_problem(&plan->tree, P301, at, AT_VALUE, no_hint,
                       "the number of values in a:b:n is from 1 to %d", PLY_SWEEP_VALUES);
  return true;
}

static void read_pointers(ply_plan *plan, asked *a, const char *text, const char *end) {
  int n = 1;
  for (const char *p = text; p < end; p++) n += *p == '+';
  const char **patterns = TREE_NEW(&plan->tree, n, const char *);
  const ply_node **places = TREE_NEW(&plan->tree, n, const ply_node *);
  for (const char *p = text; a->n_patterns < n;) {
    const char *stop = memchr(p, '+', (size_t)(end - p));
    if (stop == NULL) stop = end;
    ply_node *spot = TREE_NEW(&plan->tree, 1, ply_node);
    *spot = *a->at;
    spot->at = (uint32_t)(p - text);
    patterns[a->n_patterns] = copied(&plan->tree, p, (size_t)(stop - p));
    places[a->n_patterns++] = spot;
    p = stop + (stop < end);
  }
  a->patterns = patterns;
  a->pattern_at = places;
  a->together = n > 1;
}

static void vary(ply_plan *plan, void *data) {
  const char *text = data, *equals = strchr(text, '=');
  ply_node *at = ply_plan_word(plan, "--vary", text, equals != NULL ? (size_t)(equals + 1 - text) : 0);
  asked *a = ply_plan_asked_new(plan, at);
  const char *end = equals != NULL ? equals : text + strlen(text);
  if (equals != NULL && end - text >= 2 && end[-1] == '*' && end[-2] != '/') {
    a->scale = true;
    end--;
  }
  read_pointers(plan, a, text, end);
  if (equals == NULL) return;
  if (equals[1] == '\0')
    ply_report_problem(&plan->tree, P102, at, AT_VALUE, no_hint,
                       "nothing follows \"=\": a:b, a:b:n or a list of values");
  else if (!read_range(plan, a, equals + 1, at))
    read_list(plan, a, equals + 1);
}

ply_status ply_plan_vary(ply_plan *plan, const char *text, ply_err *err) {
  return ply_plan_guard(plan, vary, (void *)(uintptr_t)text, err);
}
