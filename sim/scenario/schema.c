/* The JSON Schema (draft 2020-12) of scenario files, from the table of fields. Each shape gives two
 * definitions: one for whole files, and one, `part_...`, for files that are merged with others: nothing is
 * required in them and null removes. A file is whole if it says "parley" and extends nothing. What a schema
 * cannot say (names that exist, low
 * <= base <= high, rules) the program checks. The schema is built as a tree and written like a scenario. */
#include "sim/scenario/fields.h"

#include <stdio.h>
#include <string.h>

#define ID_PATTERN     "^(?!notes$)[a-z][a-z0-9_-]{0,63}$"
#define SOURCE_PATTERN "^(?!notes$)[A-Za-z][A-Za-z0-9_.-]{0,63}$"

typedef struct schema {
  ply_tree *tree;
  ply_node *defs;
  bool part; /* building the definition for parts */
} schema;

/* ---- building JSON ---- */

static ply_node *value(schema *s, ply_node_type type) {
  ply_node *out = TREE_NEW(s->tree, 1, ply_node);
  out->type = (uint8_t)type;
  return out;
}

static ply_node *object(schema *s) { return value(s, T_OBJECT); }

static ply_node *text(schema *s, const char *words) {
  ply_node *out = value(s, T_STRING);
  out->as.text = words;
  return out;
}

static ply_node *number(schema *s, double n) {
  ply_node *out = value(s, T_NUMBER);
  out->as.number = n;
  return out;
}

static ply_node *put(ply_node *parent, const char *key, ply_node *child) {
  child->key = key;
  ply_node_append(parent, child);
  return parent;
}

static ply_node *put_text(schema *s, ply_node *parent, const char *key, const char *words) {
  return put(parent, key, text(s, words));
}

static ply_node *typed(schema *s, const char *type) { return put_text(s, object(s), "type", type); }

static ply_node *reference(schema *s, const char *name) {
  char *path = ply_arena_printf(s->tree->arena, "#/$defs/%s", name);
  if (path == NULL) ply_tree_out_of_memory(s->tree);
  return put_text(s, object(s), "$ref", path);
}

static ply_node *one_of(schema *s, const char *how, ply_node *a, ply_node *b, ply_node *c) {
  ply_node *list = value(s, T_ARRAY);
  ply_node_append(list, a);
  if (b != NULL) ply_node_append(list, b);
  if (c != NULL) ply_node_append(list, c);
  return put(object(s), how, list);
}

static ply_node *put_false(schema *s, ply_node *parent, const char *key) {
  return put(parent, key, value(s, T_BOOL));
}

static ply_node *words(schema *s, const char *const *list) {
  ply_node *out = object(s), *all = value(s, T_ARRAY);
  for (; *list != NULL; list++) ply_node_append(all, text(s, *list));
  return put(out, "enum", all);
}

/* Defined once; `build` makes it. */
static ply_node *defined(schema *s, const char *name, ply_node *(*build)(schema *, const ply_key *),
                         const ply_key *row) {
  char *full = ply_arena_printf(s->tree->arena, "%s%s", s->part ? "part_" : "", name);
  if (full == NULL) ply_tree_out_of_memory(s->tree);
  if (ply_node_find(s->defs, full) == NULL) {
    ply_node *holder = object(s);
    put(s->defs, full, holder); /* first, so that a definition may name itself */
    ply_node *made = build(s, row);
    ply_node_replace(holder, made);
  }
  return reference(s, full);
}

/* ---- names ---- */

static ply_node *name(schema *s, int what) {
  if (what == N_INDICATOR) return words(s, ply_indicator_words);
  ply_node *out = typed(s, "string");
  return put_text(s, out, "pattern", what == N_SOURCE || what == N_NEW_SOURCE ? SOURCE_PATTERN : ID_PATTERN);
}

static ply_node *nullable(schema *s, ply_node *inner) {
  return s->part ? one_of(s, "anyOf", inner, typed(s, "null"), NULL) : inner;
}

static ply_node *string_list(schema *s, ply_node *item) { return put(typed(s, "array"), "items", item); }

/* An object keyed by names; every value is `inner`. */
static ply_node *map_of(schema *s, int what, ply_node *inner) {
  ply_node *out = typed(s, "object"), *properties = object(s);
  put(properties, "notes", typed(s, "string"));
  if (what == N_INDICATOR) {
    for (const char *const *word = ply_indicator_words; *word != NULL; word++) {
      ply_node *copy = TREE_NEW(s->tree, 1, ply_node);
      *copy = *inner; /* shares the children, which only are written */
      put(properties, *word, copy);
    }
    put(out, "properties", properties);
  } else {
    put(out, "properties", properties);
    bool source = what == N_SOURCE || what == N_NEW_SOURCE;
    put(out, "patternProperties", put(object(s), source ? SOURCE_PATTERN : ID_PATTERN, inner));
  }
  return put_false(s, out, "additionalProperties");
}

/* ---- numbers ---- */

static ply_node *plain_number(schema *s, const ply_key *row) {
  bool any = row->min == 0 && row->max == 0;
  ply_node *out = typed(s, "number");
  put(out, row->flags & F_ABOVE_MIN ? "exclusiveMinimum" : "minimum", number(s, any ? -1e9 : row->min));
  return put(out, row->flags & F_BELOW_MAX ? "exclusiveMaximum" : "maximum", number(s, any ? 1e9 : row->max));
}

static ply_node *triple(schema *s, const ply_key *row) {
  ply_node *out = string_list(s, plain_number(s, row));
  put(out, "minItems", number(s, 3));
  return put(out, "maxItems", number(s, 3));
}

static ply_node *number_object(schema *s, const ply_key *row) {
  ply_node *out = typed(s, "object"), *properties = object(s), *required = value(s, T_ARRAY);
  put(properties, "value", nullable(s, one_of(s, "anyOf", plain_number(s, row), triple(s, row), NULL)));
  put(properties, "grade", nullable(s, words(s, ply_grade_words)));
  put(properties, "cite", nullable(s, string_list(s, put(typed(s, "string"), "minLength", number(s, 1)))));
  put(properties, "notes", nullable(s, typed(s, "string")));
  put(out, "properties", properties);
  ply_node_append(required, text(s, "value"));
  /* In a part a number may take the place of a map, whose keys it removes. */
  if (s->part) return put(out, "additionalProperties", typed(s, "null"));
  put(out, "required", required);
  return put_false(s, out, "additionalProperties");
}

static ply_node *build_number(schema *s, const ply_key *row) {
  return one_of(s, "anyOf", plain_number(s, row), triple(s, row), number_object(s, row));
}

/* A number of the row's range, as a definition of its own: number, number_0_1, number_above_0_20, ... */
static ply_node *ranged(schema *s, const ply_key *row) {
  char label[80] = "number";
  if (row->min != 0 || row->max != 0)
    snprintf(label, sizeof label, "number_%s%g_%s%g", row->flags & F_ABOVE_MIN ? "above_" : "", row->min,
             row->flags & F_BELOW_MAX ? "below_" : "", row->max);
  for (char *p = label; *p != '\0'; p++)
    if (*p == '+') *p = '_';
  return defined(s, ply_tree_strdup(s->tree, label), build_number, row);
}

/* ---- conditions ---- */

static ply_node *build_shape(schema *s, const ply_shape *what);
static ply_node *shape_reference(schema *s, const ply_shape *what);

static ply_node *one_or_many(schema *s) {
  ply_node *many = string_list(s, name(s, N_OPTION));
  put(many, "minItems", number(s, 1));
  return one_of(s, "anyOf", name(s, N_OPTION), many, NULL);
}

static ply_node *build_condition(schema *s, const ply_key *row) {
  bool then = row->kind == K_CONSEQUENCE;
  const char *self = then ? "consequence" : "condition";
  ply_node *out = typed(s, "object"), *properties = object(s), *any;
  put(properties, "notes", nullable(s, typed(s, "string")));
  put(properties, "$members", nullable(s, map_of(s, N_CANDIDATE, nullable(s, one_or_many(s)))));
  put(properties, "$count", nullable(s, shape_reference(s, &ply_count_shape)));
  put(properties, "$not", nullable(s, defined(s, self, build_condition, row)));
  bool part = s->part;
  s->part = false; /* lists are not merged: what stands in them is whole */
  any = string_list(s, defined(s, self, build_condition, row));
  s->part = part;
  put(any, "minItems", number(s, 1));
  put(properties, "$any", nullable(s, any));
  if (then) put(properties, "$members_at", nullable(s, one_or_many(s)));
  ply_node *yes = value(s, T_BOOL);
  yes->truth = true;
  if (then) put(properties, "$no_members", nullable(s, put(object(s), "const", yes)));
  put(out, "properties", properties);
  put(out, "patternProperties", put(object(s), ID_PATTERN, nullable(s, one_or_many(s))));
  return put_false(s, out, "additionalProperties");
}

/* ---- other kinds ---- */

static ply_node *build_table(schema *s, const ply_key *row) {
  ply_node *out = typed(s, "object"), *properties = object(s), *required = value(s, T_ARRAY);
  ply_node *issues = string_list(s, name(s, N_ISSUE));
  put(issues, "minItems", number(s, 1));
  put(issues, "maxItems", number(s, 2));
  put(properties, "issue", nullable(s, name(s, N_ISSUE)));
  put(properties, "issues", nullable(s, issues));
  ply_node *inner = map_of(s, N_OPTION, nullable(s, ranged(s, row)));
  ply_node *either = one_of(s, "anyOf", ranged(s, row), inner, NULL);
  put(properties, "values", nullable(s, map_of(s, N_OPTION, nullable(s, either))));
  put(properties, "notes", nullable(s, typed(s, "string")));
  put(out, "properties", properties);
  ply_node_append(required, text(s, "values"));
  if (!s->part) put(out, "required", required);
  put_false(s, out, "additionalProperties");
  return one_of(s, "anyOf", ranged(s, row), out, NULL);
}

/* A number, or an object of the same. */
static ply_node *build_entries(schema *s, const ply_key *row) {
  ply_node *inner = map_of(s, N_OPTION, nullable(s, defined(s, "entries", build_entries, row)));
  return one_of(s, "anyOf", ranged(s, row), inner, NULL);
}

static ply_node *build_consent(schema *s, const ply_key *row) {
  static const ply_key when = {.key = "when", .kind = K_CONDITION};
  ply_node *out = typed(s, "object"), *properties = object(s), *required = value(s, T_ARRAY);
  put(properties, "when", nullable(s, defined(s, "condition", build_condition, &when)));
  put(properties, "notes", nullable(s, typed(s, "string")));
  put(out, "properties", properties);
  ply_node_append(required, text(s, "when"));
  if (!s->part) put(out, "required", required);
  return one_of(s, "anyOf", words(s, row->words), put_false(s, out, "additionalProperties"), NULL);
}

static ply_node *build_reservation(schema *s, const ply_key *row) {
  ply_node *out = typed(s, "object"), *properties = object(s), *required = value(s, T_ARRAY);
  put(properties, "design", nullable(s, name(s, N_DESIGN)));
  put(properties, "notes", nullable(s, typed(s, "string")));
  put(out, "properties", properties);
  ply_node_append(required, text(s, "design"));
  if (!s->part) put(out, "required", required);
  return one_of(s, "anyOf", ranged(s, row), put_false(s, out, "additionalProperties"), NULL);
}

static ply_node *whole(schema *s, ply_node *(*build)(schema *, const ply_key *), const ply_key *row) {
  bool part = s->part;
  s->part = false;
  ply_node *out = build(s, row);
  s->part = part;
  return out;
}

static ply_node *item(schema *s, const ply_key *row) { return shape_reference(s, row->shape); }

static ply_node *build_list(schema *s, const ply_key *row) {
  ply_node *list = string_list(s, whole(s, item, row));
  if (row->flags & F_NOT_EMPTY || row->kind == K_ONE_OR_MORE) put(list, "minItems", number(s, 1));
  return row->kind == K_LIST ? list : one_of(s, "anyOf", item(s, row), list, NULL);
}

static ply_node *build_scalar(schema *s, const ply_key *row) {
  ply_node *out;
  switch (row->kind) {
  case K_ID: return put_text(s, typed(s, "string"), "pattern", "^[a-z][a-z0-9_-]{0,63}$");
  case K_WORD: return words(s, row->words);
  case K_BOOL: return typed(s, "boolean");
  case K_WHOLE:
    out = put(typed(s, "integer"), "minimum", number(s, row->min));
    return put(out, "maximum", number(s, row->max));
  case K_REAL:
    out = typed(s, "number");
    if (row->min == 0 && row->max == 0) return out;
    put(out, row->flags & F_ABOVE_MIN ? "exclusiveMinimum" : "minimum", number(s, row->min));
    return put(out, "maximum", number(s, row->max));
  case K_CITES: return string_list(s, put(typed(s, "string"), "minLength", number(s, 1)));
  case K_PATHS: return string_list(s, put_text(s, typed(s, "string"), "pattern", "^[^/]"));
  default:
    out = typed(s, "string");
    return row->flags & F_NOT_EMPTY ? put(out, "minLength", number(s, 1)) : out;
  }
}

static ply_node *build_refs(schema *s, const ply_key *row) {
  ply_node *list = string_list(s, name(s, row->names)), *yes = value(s, T_BOOL);
  yes->truth = true;
  return row->flags & F_MAY_REPEAT ? list : put(list, "uniqueItems", yes);
}

/* An object whose keys match a pattern. */
static ply_node *keyed(schema *s, const char *pattern, ply_node *inner) {
  ply_node *out = typed(s, "object");
  put(out, "properties", put(object(s), "notes", typed(s, "string")));
  put(out, "patternProperties", put(object(s), pattern, inner));
  return put_false(s, out, "additionalProperties");
}

/* By actor, or "*": a name or an object. */
static ply_node *build_strategies(schema *s, const ply_key *row) {
  ply_node *either = one_of(s, "anyOf", words(s, row->words), shape_reference(s, row->shape), NULL);
  ply_node *again = one_of(s, "anyOf", words(s, row->words), shape_reference(s, row->shape), NULL);
  ply_node *out = map_of(s, row->names, nullable(s, either));
  ply_node *properties = ply_node_find(out, "properties");
  put(properties, "*", nullable(s, again));
  return out;
}

/* A list of ids, or an object of them. */
static ply_node *build_moves(schema *s, const ply_key *row) {
  ply_node *list = string_list(s, name(s, N_NEW));
  put(list, "minItems", number(s, 1));
  return one_of(s, "anyOf", list, map_of(s, row->names, nullable(s, shape_reference(s, row->shape))), NULL);
}

/* Numbers, or lists or objects of them, as deep as there are players. */
static ply_node *build_nest(schema *s, const ply_key *row) {
  ply_node *list = string_list(s, defined(s, "nest", build_nest, row));
  ply_node *map = map_of(s, N_OPTION, nullable(s, defined(s, "nest", build_nest, row)));
  return one_of(s, "anyOf", ranged(s, row), list, map);
}

static ply_node *build_value(schema *s, const ply_key *row) {
  ply_node *out;
  switch (row->kind) {
  case K_NUMBER: return ranged(s, row);
  case K_NUMBERS: return map_of(s, row->names, nullable(s, ranged(s, row)));
  case K_REALS:
    return map_of(s, row->names,
                  nullable(s, build_scalar(s, &(ply_key){.kind = K_REAL, .min = row->min, .max = row->max})));
  case K_REF: return name(s, row->names);
  case K_REFS: return build_refs(s, row);
  case K_REF_MAP: return map_of(s, row->names, nullable(s, name(s, N_OPTION)));
  case K_GRADES:
    return one_of(s, "anyOf", words(s, ply_grade_words),
                  map_of(s, row->names, nullable(s, words(s, ply_grade_words))), NULL);
  case K_OBJECT: return shape_reference(s, row->shape);
  case K_MAP:
    out = map_of(s, row->names, nullable(s, shape_reference(s, row->shape)));
    return row->flags & F_NOT_EMPTY && !s->part ? put(out, "minProperties", number(s, 1)) : out;
  case K_LIST:
  case K_ONE_OR_MORE: return build_list(s, row);
  case K_CONDITION: return defined(s, "condition", build_condition, row);
  case K_CONSEQUENCE: return defined(s, "consequence", build_condition, row);
  case K_RESERVATION: return defined(s, "reservation", build_reservation, row);
  case K_CONSENT: return build_consent(s, row);
  case K_ENTRIES: return map_of(s, N_OPTION, nullable(s, defined(s, "entries", build_entries, row)));
  case K_TABLE: return build_table(s, row);
  case K_MOVES: return build_moves(s, row);
  case K_NESTED: return map_of(s, row->names, nullable(s, defined(s, "nest", build_nest, row)));
  case K_SETTINGS: return keyed(s, "^(/.*|notes)$", object(s));
  case K_SWITCHES: return keyed(s, "^([a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*)$", nullable(s, typed(s, "boolean")));
  case K_STRATEGIES: return build_strategies(s, row);
  default: return build_scalar(s, row);
  }
}

/* ---- shapes ---- */

static const char *description(schema *s, const ply_key *row) {
  const char *unit = row->unit, *otherwise = row->otherwise;
  char *out = ply_arena_printf(s->tree->arena, "%s%s%s%s%s%s%s", row->help, unit != NULL ? " Unit: " : "",
                               unit != NULL ? unit : "", unit != NULL ? "." : "",
                               otherwise != NULL ? " Default: " : "", otherwise != NULL ? otherwise : "",
                               otherwise != NULL ? "." : "");
  if (out == NULL) ply_tree_out_of_memory(s->tree);
  return out;
}

/* "accepts actor design" -> {"required": ["accepts", "actor", "design"]}; "?key" may be left out. */
static ply_node *alternatives(schema *s, const char *const *either) {
  ply_node *out = value(s, T_ARRAY);
  for (; *either != NULL; either++) {
    ply_node *keys = value(s, T_ARRAY);
    char *copy = ply_tree_strdup(s->tree, *either), *rest = NULL;
    for (char *key = strtok_r(copy, " ", &rest); key != NULL; key = strtok_r(NULL, " ", &rest))
      if (key[0] != '?') ply_node_append(keys, text(s, key));
    ply_node_append(out, put(object(s), "required", keys));
  }
  return out;
}

static ply_node *build_shape(schema *s, const ply_shape *what) {
  ply_node *out = typed(s, "object"), *properties = object(s), *required = value(s, T_ARRAY);
  bool notes = false;
  for (const ply_key *row = what->fields; row->key != NULL; row++) {
    ply_node *inner = nullable(s, build_value(s, row));
    put(properties, row->key, put_text(s, inner, "description", description(s, row)));
    if (row->flags & F_REQUIRED && !(row->flags & F_UNLESS_GAME))
      ply_node_append(required, text(s, row->key));
    notes = notes || strcmp(row->key, "notes") == 0;
  }
  if (!notes) put(properties, "notes", nullable(s, typed(s, "string")));
  put(out, "properties", properties);
  if (!s->part && ply_node_first(required) != NULL) put(out, "required", required);
  if (!s->part && what->either != NULL)
    put(out, what->just_one ? "oneOf" : "anyOf", alternatives(s, what->either));
  return put_false(s, out, "additionalProperties");
}

static ply_node *shape_builder(schema *s, const ply_key *row) { return build_shape(s, row->shape); }

static ply_node *shape_reference(schema *s, const ply_shape *what) {
  ply_key row = {.key = what->name, .kind = K_OBJECT, .shape = what};
  return defined(s, what->name, shape_builder, &row);
}

static ply_node *build_root(schema *s) {
  ply_node *root = object(s), *need = object(s), *parley = value(s, T_ARRAY), *extends = value(s, T_ARRAY);
  put_text(s, root, "$schema", "https://json-schema.org/draft/2020-12/schema");
  put_text(s, root, "title", "parley scenario, format 1");
  put_text(s, root, "description",
           "Made by `parley schema` from the program's table of fields. A file that says \"parley\" and "
           "extends nothing "
           "is checked as a whole; any other is a part, in which nothing is required and null removes. The "
           "program "
           "checks more: that names exist, that ranges are in order, that designs keep the rules.");
  ply_node_append(parley, text(s, "parley"));
  ply_node_append(extends, text(s, "extends"));
  put(need, "required", parley);
  put(need, "not", put(object(s), "required", extends));
  put(root, "if", need);
  s->part = false;
  put(root, "then", shape_reference(s, &ply_scenario_shape));
  s->part = true;
  put(root, "else", shape_reference(s, &ply_scenario_shape));
  return put(root, "$defs", s->defs);
}

static bool make(ply_tree *tree, ply_text *out) {
  jmp_buf no_memory;
  tree->no_memory = &no_memory;
  if (setjmp(no_memory) != 0) return false;
  schema s = {.tree = tree};
  s.defs = object(&s);
  ply_json_write(out, build_root(&s), true);
  return !out->failed;
}

ply_status ply_scenario_schema(ply_text *out, ply_err *err) {
  ply_tree tree;
  ply_arena *arena = ply_arena_new();
  bool made = false;
  if (arena != NULL) {
    ply_tree_init(&tree, arena, NULL, "schema", "");
    made = make(&tree, out);
  }
  ply_arena_free(arena);
  return made ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
}
