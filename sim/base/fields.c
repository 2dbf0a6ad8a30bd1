/* Reading a value by its row in a table of fields: is it of the right kind, in range, a known name, and where does it
 * go? An object is read key by key: unknown keys with the nearest known one, then what is missing. A value that is
 * wrong is told and leaves its default behind, so that everything after it is still looked at. Linear in the values,
 * but for a row's keys, which are gone through for each key given. */
#include "sim/base/fields.h"

#include <math.h>
#include <stdio.h>

static const ply_hint no_hint = {0};

bool ply_name_is_id(const char *name, bool source) {
  const char *low = "abcdefghijklmnopqrstuvwxyz", *high = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
             *rest = "0123456789_-";
  if (name[0] == '\0' || (strchr(low, name[0]) == NULL && !(source && strchr(high, name[0]) != NULL)))
    return false;
  for (const char *p = name; *p != '\0'; p++)
    if (strchr(low, *p) == NULL && strchr(rest, *p) == NULL &&
        !(source && (strchr(high, *p) != NULL || *p == '.')))
      return false;
  return true;
}

/* A list where an object keyed by ids belongs: the same entries as an object, as far as they fit. */
static const char *as_object(ply_reader *r, const ply_node *list) {
  ply_text *text = &r->tree->scratch;
  ply_text_done(text);
  int n = 0;
  for (EACH(child, list)) {
    const ply_node *id = ply_node_find(child, "id");
    const char *name = child->type == T_STRING              ? child->as.text
                       : id != NULL && id->type == T_STRING ? id->as.text
                                                            : NULL;
    if (name == NULL || n++ == 4) break;
    ply_text_addf(text, "%s\"%.40s\": {%s}", n > 1 ? ", " : "", name, child->type == T_STRING ? "" : " ... ");
  }
  if (n == 0) ply_text_add(text, "\"some-id\": { ... }");
  if ((size_t)n < ply_node_count(list) || n > 4) ply_text_add(text, ", ...");
  return ply_tree_take(r->tree, text);
}

bool ply_is_type(ply_reader *r, const ply_node *at, ply_node_type type, const char *wanted) {
  if (at->type == type) return true;
  ply_report_problem(r->tree, P104, at, AT_VALUE, no_hint, "%s%smust be %s, not %s",
                     at->key != NULL ? ply_quoted(r->tree, at->key) : "", at->key != NULL ? " " : "", wanted,
                     ply_node_type_name(at));
  return false;
}

bool ply_is_map(ply_reader *r, const ply_node *at) {
  if (at->type != T_ARRAY || at->key == NULL) return ply_is_type(r, at, T_OBJECT, "an object");
  const char *form = as_object(r, at);
  char note[300];
  snprintf(note, sizeof note, "write it as an object: %s: { %.220s }", ply_quoted(r->tree, at->key), form);
  ply_report_problem(r->tree, P104, at, AT_VALUE, (ply_hint){.note = note},
                     "%s must be an object keyed by ids, not a list", ply_quoted(r->tree, at->key));
  return false;
}

/* ---- objects ---- */

static const ply_key *find_field(const ply_shape *what, const char *key) {
  for (const ply_key *row = what->fields; row->key != NULL; row++)
    if (strcmp(row->key, key) == 0) return row;
  return NULL;
}

static const char *nearest_key(const ply_shape *what, const char *key) {
  const char *keys[64];
  size_t n = 0;
  for (const ply_key *row = what->fields; row->key != NULL && n < 64; row++) keys[n++] = row->key;
  return ply_word_nearest(key, keys, n);
}

/* An unknown key; if it looks like a required one that is missing, that is said here and not once more. */
static const ply_key *report_unknown(ply_reader *r, const ply_node *object, const ply_node *child,
                                     const ply_shape *what) {
  const char *nearest = ply_is_heard(r->tree) ? nearest_key(what, child->key) : NULL;
  const ply_key *meant = nearest != NULL ? find_field(what, nearest) : NULL;
  bool missing = meant != NULL && (meant->flags & F_REQUIRED) && ply_node_find(object, nearest) == NULL;
  ply_hint more = {.suggestion = nearest};
  char note[120];
  if (missing) {
    snprintf(note, sizeof note, "\"%s\" is required here and is missing", nearest);
    more.note = note;
  }
  if (nearest != NULL)
    ply_report_problem(r->tree, P103, child, AT_KEY, more, "unknown key %s", ply_quoted(r->tree, child->key));
  else {
    char known[300] = "";
    for (const ply_key *row = what->fields; row->key != NULL && strlen(known) < 200; row++)
      snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", row == what->fields ? "" : ", ",
               row->key);
    ply_report_problem(r->tree, P103, child, AT_KEY, more, "unknown key %s; known here: %s",
                       ply_quoted(r->tree, child->key), known);
  }
  return missing ? meant : NULL;
}

void ply_read_object(ply_reader *r, const ply_node *at, const ply_shape *what, void *base) {
  const ply_key *told[16];
  int n_told = 0;
  if (!ply_is_type(r, at, T_OBJECT, "an object")) return;
  for (EACH(child, at)) {
    const ply_key *row = find_field(what, child->key);
    if (row != NULL)
      ply_read_by_kind(r, child, row, base);
    else if (strcmp(child->key, "notes") == 0)
      ply_is_type(r, child, T_STRING, "a string");
    else {
      const ply_key *meant = report_unknown(r, at, child, what);
      if (meant != NULL && n_told < 16) told[n_told++] = meant;
    }
  }
  for (const ply_key *row = what->fields; row->key != NULL; row++) {
    if (!(row->flags & F_REQUIRED) || ply_node_find(at, row->key) != NULL) continue;
    bool known = false;
    for (int i = 0; i < n_told; i++) known = known || told[i] == row;
    ply_hint more = {.note = row->if_missing};
    if (!known)
      ply_report_problem(r->tree, P102, at, AT_KEY, more, "the required key \"%s\" is missing", row->key);
  }
}

/* ---- maps keyed by names ---- */

int ply_count_entries(const ply_node *map, int limit) {
  int n = 0;
  if (map->type != T_OBJECT) return 0;
  for (EACH(child, map)) {
    if (n == limit) break;
    n += strcmp(child->key, "notes") != 0;
  }
  return n;
}

static void check_new_id(ply_reader *r, const ply_node *at, bool source) {
  if (ply_name_is_id(at->key, source) && strlen(at->key) <= 64) return;
  ply_report_problem(r->tree, P105, at, AT_KEY, no_hint, "%s is no id: %s, at most 64 characters",
                     ply_quoted(r->tree, at->key),
                     source ? "a letter, then letters, digits, \"_\", \"-\" or \".\""
                            : "a small letter, then small letters, digits, \"_\" or \"-\"");
}

const ply_node *ply_next_entry(ply_reader *r, const ply_node *map, const ply_node *last, const ply_key *row,
                               int limit, int *position) {
  if (map->type != T_OBJECT) return NULL;
  bool fresh = row->names == N_NEW || row->names == N_NEW_SOURCE;
  int first = last == NULL ? 0 : *position + 1;
  const ply_node *child = last == NULL ? ply_node_first(map) : ply_node_next(last);
  for (; child != NULL; child = ply_node_next(child)) {
    if (strcmp(child->key, "notes") == 0) {
      ply_is_type(r, child, T_STRING, "a string");
      continue;
    }
    if (fresh) {
      if (first == limit) {
        bool shared = row->in_all > 0;
        ply_report_problem(r->tree, P407, child, AT_KEY, no_hint,
                           "more than %d entries in \"%s\"%s, the limit", shared ? row->in_all : limit,
                           row->key, shared ? " of all actors together" : "");
        return NULL;
      }
      check_new_id(r, child, row->names == N_NEW_SOURCE);
      *position = first;
      return child;
    }
    int found = r->vocabulary->need(r, row->names, child, AT_KEY, child->key, first);
    if (found < 0) continue;
    *position = found;
    return child;
  }
  return NULL;
}

/* True, or a report that a plain number is out of its row's range. */
static bool is_within(ply_reader *r, const ply_node *at, const ply_key *row) {
  double value = at->as.number;
  bool low = value < row->min || (row->flags & F_ABOVE_MIN && value == row->min);
  if ((row->min == 0 && row->max == 0) || (!low && value <= row->max)) return true;
  char most[30] = "";
  if (row->max < 1e9) snprintf(most, sizeof most, " and at most %g", row->max);
  ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "out of range: must be %s %g%s",
                     row->flags & F_ABOVE_MIN ? "above" : "at least", row->min, most);
  return false;
}

static bool read_real(ply_reader *r, const ply_node *at, const ply_key *row, double *out) {
  if (!ply_is_type(r, at, T_NUMBER, "a plain number") || !is_within(r, at, row)) return false;
  if (out != NULL) *out = at->as.number;
  return true;
}

/* K_REALS into the array at base + row->where (a double pointer, NULL: only checked). */
static void read_reals(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  double *target = row->where != NOWHERE && base != NULL ? *(double **)((char *)base + row->where) : NULL;
  if (!ply_is_map(r, at)) return;
  int i;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;)
    read_real(r, child, row, target != NULL ? &target[i] : NULL);
}

static void check_map(ply_reader *r, const ply_node *at, const ply_key *row) {
  if (!ply_is_map(r, at)) return;
  if ((row->flags & F_NOT_EMPTY) && ply_count_entries(at, 1) == 0)
    ply_report_problem(r->tree, row->if_empty != NULL ? row->if_empty : P102, at, AT_KEY, no_hint,
                       "\"%s\" holds nothing; at least one entry is needed", row->key);
}

/* ---- scalars ---- */

static const char *read_text(ply_reader *r, const ply_node *at, const ply_key *row) {
  if (!ply_is_type(r, at, T_STRING, "a string")) return NULL;
  if ((row->flags & F_NOT_EMPTY) && at->as.text[0] == '\0')
    ply_report_problem(r->tree, P304, at, AT_VALUE, no_hint, "\"%s\" is empty", row->key);
  if (row->kind == K_ID && (!ply_name_is_id(at->as.text, false) || strlen(at->as.text) > 64))
    ply_report_problem(
        r->tree, P105, at, AT_VALUE, no_hint,
        "%s is no id: a small letter, then small letters, digits, \"_\" or \"-\", at most 64 characters",
        ply_quoted(r->tree, at->as.text));
  return at->as.text;
}

/* The position of a word of a fixed list, or -1 after a report. */
static int read_word(ply_reader *r, const ply_node *at, const char *const *words) {
  size_t n = 0;
  if (!ply_is_type(r, at, T_STRING, "a string")) return -1;
  for (; words[n] != NULL; n++)
    if (strcmp(words[n], at->as.text) == 0) return (int)n;
  ply_hint more = {.suggestion = ply_word_nearest(at->as.text, words, n)};
  char known[120] = "";
  for (size_t i = 0; i < n; i++)
    snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i > 0 ? ", " : "", words[i]);
  ply_report_problem(r->tree, P206, at, AT_VALUE, more, "%s is not known here; one of: %s",
                     ply_quoted(r->tree, at->as.text), known);
  return -1;
}

static bool read_whole(ply_reader *r, const ply_node *at, const ply_key *row, int *out) {
  if (!ply_is_type(r, at, T_NUMBER, "a whole number")) return false;
  double value = at->as.number;
  if (value != floor(value)) {
    ply_report_problem(r->tree, P303, at, AT_VALUE, no_hint, "\"%s\" must be a whole number", row->key);
    return false;
  }
  if (value >= row->min && value <= row->max) {
    *out = (int)value;
    return true;
  }
  if (row->flags & F_VERSION)
    ply_report_problem(r->tree, P305, at, AT_VALUE, no_hint, "this program reads version %.0f of the format",
                       row->max);
  else
    ply_report_problem(r->tree, P301, at, AT_VALUE, no_hint, "\"%s\" must be from %.0f to %.0f", row->key,
                       row->min, row->max);
  return false;
}

static void read_refs(ply_reader *r, const ply_node *at, const ply_key *row) {
  if (!ply_is_type(r, at, T_ARRAY, "a list of names")) return;
  bool *seen = TREE_NEW(r->tree, r->vocabulary->names_of(r, row->names)->n + 1, bool);
  for (EACH(child, at)) {
    if (!ply_is_type(r, child, T_STRING, "a name in quotes")) continue;
    int found = r->vocabulary->need(r, row->names, child, AT_VALUE, child->as.text, 0);
    if (found < 0) continue;
    if (!(row->flags & F_MAY_REPEAT) && seen[found])
      ply_report_problem(r->tree, P209, child, AT_VALUE, no_hint, "%s stands here twice",
                         ply_quoted(r->tree, child->as.text));
    seen[found] = true;
  }
}

static void read_list(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  if (at->type == T_OBJECT && row->kind == K_ONE_OR_MORE)
    ply_read_object(r, at, row->shape, base);
  else if (ply_is_type(r, at, T_ARRAY,
                       row->kind == K_ONE_OR_MORE ? "an object or a list of objects" : "a list"))
    for (EACH(child, at)) ply_read_object(r, child, row->shape, NULL);
}

/* ---- by kind ---- */

static void store_int(void *target, int value) {
  if (target != NULL) memcpy(target, &value, sizeof value); /* an int or an enum */
}

static void read_plain(ply_reader *r, const ply_node *at, const ply_key *row, void *target) {
  int whole;
  const char *text;
  switch (row->kind) {
  case K_TEXT:
  case K_ID:
    text = read_text(r, at, row);
    if (text != NULL && target != NULL) *(const char **)target = text;
    break;
  case K_WORD:
    whole = read_word(r, at, row->words);
    if (whole >= 0) store_int(target, whole);
    break;
  case K_BOOL:
    if (ply_is_type(r, at, T_BOOL, "true or false") && target != NULL) *(bool *)target = at->truth;
    break;
  case K_WHOLE:
    if (read_whole(r, at, row, &whole)) store_int(target, whole);
    break;
  case K_REAL: read_real(r, at, row, target); break;
  case K_REF:
    if (!ply_is_type(r, at, T_STRING, "a name in quotes")) break;
    whole = r->vocabulary->need(r, row->names, at, AT_VALUE, at->as.text, 0);
    if (whole >= 0) store_int(target, whole);
    break;
  default: break;
  }
}

void ply_read_by_kind(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  void *target = base != NULL && row->where != NOWHERE ? (char *)base + row->where : NULL;
  if (row->kind == K_MAP) check_map(r, at, row);
  if (row->read != NULL)
    row->read(r, at, row, base);
  else if (row->kind >= K_OWN)
    r->vocabulary->read(r, at, row, base);
  else if (row->kind == K_REALS)
    read_reals(r, at, row, base);
  else if (row->kind == K_REFS)
    read_refs(r, at, row);
  else if (row->kind == K_OBJECT)
    ply_read_object(r, at, row->shape, target);
  else if (row->kind == K_LIST || row->kind == K_ONE_OR_MORE)
    read_list(r, at, row, NULL);
  else
    read_plain(r, at, row, target);
}
