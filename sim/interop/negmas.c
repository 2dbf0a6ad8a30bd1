/* NegMAS (Mohammad, Nakadai and Greenwald 2021, doi:10.1007/978-3-030-69322-0_23): an outcome space with
 * categorical, contiguous or continuous issues, and linear additive functions whose parts are tables or straight
 * lines, in YAML. A reservation of minus infinity is no reservation. */
#include "sim/interop/domain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* ---- YAML as a tree ---- */

typedef struct leaf {
  const char *text; /* a scalar; else NULL */
  bool is_map;
  int line, n, room;
  const char **key; /* of a map */
  struct leaf **child;
} leaf;

static leaf *new_leaf(ply_arena *arena, const yaml_event_t *event) {
  leaf *out = PLY_NEW(arena, 1, leaf);
  if (out != NULL) out->line = (int)event->start_mark.line + 1;
  return out;
}

static bool add_child(ply_arena *arena, leaf *parent, const char *key, leaf *child) {
  if (parent->n == parent->room) {
    int room = parent->room > 0 ? 2 * parent->room : 8;
    leaf **all = PLY_NEW(arena, room, leaf *);
    const char **keys = PLY_NEW(arena, room, const char *);
    if (all == NULL || keys == NULL) return false;
    for (int i = 0; i < parent->n; i++) {
      all[i] = parent->child[i];
      keys[i] = parent->key[i];
    }
    parent->child = all;
    parent->key = keys;
    parent->room = room;
  }
  parent->key[parent->n] = key;
  parent->child[parent->n++] = child;
  return true;
}

enum { DEEPEST = 40 };

/* One value, and all that is in it; NULL where there is none or it is broken. */
static leaf *read_value(yaml_parser_t *parser, ply_arena *arena, yaml_event_t *event, int depth) {
  leaf *out = new_leaf(arena, event);
  yaml_event_type_t type = event->type;
  if (out == NULL || depth > DEEPEST) return NULL;
  if (type == YAML_SCALAR_EVENT) {
    out->text = ply_arena_strdup(arena, (const char *)event->data.scalar.value);
    return out->text != NULL ? out : NULL;
  }
  out->is_map = type == YAML_MAPPING_START_EVENT;
  if (!out->is_map && type != YAML_SEQUENCE_START_EVENT) return NULL; /* an alias, for one */
  for (const char *key = NULL;;) {
    yaml_event_t next;
    if (!yaml_parser_parse(parser, &next)) return NULL;
    bool over = next.type == YAML_MAPPING_END_EVENT || next.type == YAML_SEQUENCE_END_EVENT;
    leaf *child = over ? NULL : read_value(parser, arena, &next, depth + 1);
    yaml_event_delete(&next);
    if (over) return out;
    if (child == NULL) return NULL;
    if (out->is_map && key == NULL) {
      if ((key = child->text) == NULL) return NULL;
      continue;
    }
    if (!add_child(arena, out, key, child)) return NULL;
    key = NULL;
  }
}

/* The file's first document. */
static leaf *read_tree(ply_arena *arena, const ply_domain_file *file) {
  yaml_parser_t parser;
  leaf *root = NULL;
  bool going = true;
  if (!yaml_parser_initialize(&parser)) return NULL;
  yaml_parser_set_input_string(&parser, (const unsigned char *)file->text, file->length);
  while (going) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) break;
    bool value = event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT ||
                 event.type == YAML_SCALAR_EVENT;
    if (value) root = read_value(&parser, arena, &event, 0);
    going = !value && event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return root;
}

static const leaf *get(const leaf *map, const char *key) {
  for (int i = 0; map != NULL && map->is_map && i < map->n; i++)
    if (strcmp(map->key[i], key) == 0) return map->child[i];
  return NULL;
}

static bool number_of(const leaf *l, double *out) {
  if (l == NULL || l->text == NULL) return false;
  const char *text = l->text[0] == '-' || l->text[0] == '+' ? l->text + 1 : l->text;
  if (strcmp(text, ".inf") == 0) *out = l->text[0] == '-' ? -INFINITY : INFINITY;
  return strcmp(text, ".inf") == 0 || ply_domain_number(l->text, out);
}

/* "negmas.outcomes.CategoricalIssue" is CategoricalIssue. */
static const char *short_type(const leaf *map) {
  const leaf *type = get(map, "type") != NULL ? get(map, "type") : get(map, "__python_class__");
  const char *dot = type != NULL && type->text != NULL ? strrchr(type->text, '.') : NULL;
  return dot != NULL ? dot + 1 : type != NULL && type->text != NULL ? type->text : "";
}

/* ---- reading ---- */

static bool is_yaml(const ply_domain_file *file) {
  const char *dot = strrchr(file->path, '.');
  return dot != NULL && (strcmp(dot, ".yml") == 0 || strcmp(dot, ".yaml") == 0);
}

static ply_domain_part holds(const ply_domain_file *file) {
  ply_arena *arena = is_yaml(file) ? ply_arena_new() : NULL;
  const leaf *root = arena != NULL ? read_tree(arena, file) : NULL;
  ply_domain_part part = PLY_PART_NONE;
  if (get(root, "issues") != NULL) part = PLY_PART_ISSUES;
  if (get(root, "values") != NULL && get(root, "issues") == NULL) part = PLY_PART_PARTY;
  ply_arena_free(arena);
  return part;
}

static bool read_issue(ply_domain *domain, const ply_domain_file *file, const leaf *entry, int number) {
  const leaf *name = get(entry, "name"), *values = get(entry, "values");
  char spare[24] = "issue ";
  spare[6] = (char)('0' + number / 10 % 10);
  spare[7] = (char)('0' + number % 10);
  ply_domain_issue *issue =
      ply_domain_add_issue(domain, file, name != NULL && name->text != NULL ? name->text : spare);
  const char *type = short_type(entry);
  double low, high;
  if (issue == NULL) return false;
  bool range = strcmp(type, "ContiguousIssue") == 0 || strcmp(type, "ContinuousIssue") == 0;
  if (range && values != NULL && values->n == 2 && number_of(values->child[0], &low) &&
      number_of(values->child[1], &high))
    return ply_domain_add_range(domain, file, issue, low, high, type[5] == 'g');
  if (values == NULL || values->text != NULL) {
    ply_domain_tell(domain, PLY_ERROR, file->path, entry->line, "issue \"%.60s\" has no list of values",
                    issue->name);
    return false;
  }
  for (int v = 0; v < values->n; v++)
    if (values->child[v]->text == NULL || !ply_domain_add_option(domain, file, issue, values->child[v]->text))
      return false;
  return true;
}

static void read_table(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party, int k,
                       const leaf *mapping) {
  double number, *values = ply_domain_values(domain, party, k);
  for (int v = 0; v < mapping->n && values != NULL; v++) {
    int o = mapping->is_map ? ply_domain_find_option(&domain->issue[k], mapping->key[v]) : v;
    if (o >= 0 && o < domain->issue[k].n_options && number_of(mapping->child[v], &number))
      values[o] = number;
    else
      ply_domain_tell(domain, PLY_WARNING, file->path, mapping->child[v]->line,
                      "issue \"%.60s\": \"%.60s\" is no option with a number: left out",
                      domain->issue[k].name, mapping->is_map ? mapping->key[v] : "");
  }
}

/* A part of the sum: a table, or a straight line over numbers. */
static void read_part(ply_domain *domain, const ply_domain_file *file, ply_domain_party *party, int k,
                      const leaf *part) {
  const leaf *mapping = get(part, "mapping");
  const char *type = short_type(part);
  double slope = 1, bias = 0, x, *values;
  if (mapping != NULL) {
    read_table(domain, file, party, k, mapping);
    return;
  }
  bool line = strcmp(type, "LinearFun") == 0 || strcmp(type, "AffineFun") == 0;
  if (!line && strcmp(type, "IdentityFun") != 0 && strcmp(type, "ConstFun") != 0) {
    ply_domain_tell(domain, PLY_ERROR, file->path, part->line,
                    "issue \"%.60s\" is valued by \"%.40s\": TableFun, AffineFun, LinearFun, IdentityFun and "
                    "ConstFun are known",
                    domain->issue[k].name, type);
    return;
  }
  if (strcmp(type, "ConstFun") == 0) slope = 0;
  number_of(get(part, "slope"), &slope);
  number_of(get(part, "bias"), &bias);
  values = ply_domain_values(domain, party, k);
  for (int o = 0; values != NULL && o < domain->issue[k].n_options; o++)
    if (ply_domain_number(domain->issue[k].option[o], &x) || slope == 0)
      values[o] = slope == 0 ? bias : slope * x + bias;
}

static ply_status read_party(ply_domain *domain, const ply_domain_file *file, const leaf *root) {
  const leaf *name = get(root, "name"), *values = get(root, "values"), *weights = get(root, "weights");
  const char *type = short_type(root);
  if (type[0] != '\0' && strstr(type, "LinearAdditive") == NULL &&
      strstr(type, "LinearUtilityAggregation") == NULL) {
    ply_domain_tell(domain, PLY_ERROR, file->path, root->line,
                    "the payoff is a %.60s, not a sum over issues: it cannot be converted", type);
    return PLY_E_INPUT;
  }
  bool named = name != NULL && name->text != NULL && !ply_domain_has_party(domain, name->text);
  ply_domain_party *party =
      ply_domain_add_party(domain, file, named ? name->text : ply_domain_stem(domain, file->path));
  if (party == NULL) return PLY_E_MEMORY;
  if (values->n != domain->n_issues)
    ply_domain_tell(domain, PLY_ERROR, file->path, values->line, "%d parts for %d issues", values->n,
                    domain->n_issues);
  for (int v = 0; v < values->n && v < domain->n_issues; v++) {
    int k = values->is_map ? ply_domain_find_issue(domain, values->key[v]) : v;
    if (k >= 0) read_part(domain, file, party, k, values->child[v]);
  }
  for (int w = 0; weights != NULL && w < weights->n && w < domain->n_issues; w++) {
    int k = weights->is_map ? ply_domain_find_issue(domain, weights->key[w]) : w;
    double number;
    if (k >= 0 && number_of(weights->child[w], &number)) party->weight[k] = number;
  }
  for (int k = 0; weights == NULL && k < domain->n_issues; k++) party->weight[k] = 1;
  double reservation;
  if (number_of(get(root, "reserved_value"), &reservation) && isfinite(reservation)) {
    party->reservation = reservation;
    party->has_reservation = true;
  }
  return PLY_OK;
}

static ply_status read(ply_domain *domain, const ply_domain_file *file, ply_err *err) {
  const leaf *root = read_tree(domain->arena, file);
  const leaf *issues = get(root, "issues"), *name = get(root, "name");
  if (root == NULL) return ply_err_set(err, PLY_E_INPUT, "%.300s: not valid YAML", file->path);
  if (issues == NULL) return read_party(domain, file, root);
  if (name != NULL && name->text != NULL) domain->name = name->text;
  for (int k = 0; k < issues->n; k++)
    if (!read_issue(domain, file, issues->child[k], k + 1)) return PLY_E_INPUT;
  return PLY_OK;
}

const ply_domain_format ply_domain_negmas = {
    .name = "negmas",
    .help = "NegMAS: an outcome space and linear additive functions in YAML",
    .holds = holds,
    .read = read};
