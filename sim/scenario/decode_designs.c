/* Named designs, and who bargains: players, weights, proposer, talks. */
#include "sim/scenario/fields.h"

#include <string.h>

static const ply_hint no_hint = {0};

const int *ply_read_positions(ply_reader *r, const ply_node *list, int what, int *n) {
  *n = 0;
  if (list == NULL || list->type != T_ARRAY) return NULL;
  int *out = TREE_NEW(r->tree, ply_node_count(list) + 1, int);
  for (EACH(child, list)) {
    int found = child->type == T_STRING ? ply_names_find(r, what, child->as.text, -1) : -1;
    if (found >= 0) out[(*n)++] = found;
  }
  return out;
}

void ply_read_design_options(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_design *design = base;
  uint16_t *options = (uint16_t *)design->options;
  bool seen[PLY_MAX_ISSUES] = {false};
  int k;
  if (!ply_is_type(r, at, T_OBJECT, "an object of issues and their options")) return;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &k)) != NULL;) {
    seen[k] = true;
    if (!ply_is_type(r, child, T_STRING, "an option in quotes")) continue;
    own(r)->issue = k;
    int option = ply_names_need(r, N_OPTION, child, AT_VALUE, child->as.text, -1);
    own(r)->issue = -1;
    if (option >= 0) options[k] = (uint16_t)option;
  }
  ply_text missing;
  ply_text_init(&missing);
  for (k = 0; k < own(r)->issues.n; k++)
    if (!seen[k] && !own(r)->is_derived[k] && own(r)->options[k].n > 0 && missing.length < 120)
      ply_text_addf(&missing, "%s\"%.40s\"", missing.length > 0 ? ", " : "", own(r)->issues.id[k]);
  if (missing.length > 0)
    ply_report_problem(r->tree, P102, at, AT_KEY, no_hint,
                       "a design has an option for every free issue; missing: %s", missing.data);
  ply_text_done(&missing);
}

void ply_read_members(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_design *design = base;
  uint8_t *levels = (uint8_t *)design->levels;
  int i;
  if (!ply_is_type(r, at, T_OBJECT, "an object of candidates and their levels")) return;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, 0, &i)) != NULL;) {
    if (!ply_is_type(r, child, T_STRING, "a level in quotes")) continue;
    int level = ply_names_need(r, N_LEVEL, child, AT_VALUE, child->as.text, -1);
    if (level >= 0) levels[i] = (uint8_t)level;
  }
}

void ply_read_designs(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_design *list = TREE_NEW(r->tree, own(r)->designs.n + 1, ply_design);
  int i;
  own(r)->design_is_broken = TREE_NEW(r->tree, own(r)->designs.n + 1, bool);
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_CLAUSES, &i)) != NULL;) {
    size_t errors = r->tree->n_errors;
    list[i] = (ply_design){.id = child->key, .name = child->key};
    list[i].options = TREE_NEW(r->tree, own(r)->issues.n + 1, uint16_t);
    list[i].levels = TREE_NEW(r->tree, own(r)->actors.n + 1, uint8_t);
    ply_read_object(r, child, row->shape, &list[i]);
    own(r)->design_is_broken[i] = r->tree->n_errors > errors;
    s->n_designs = i + 1;
  }
  s->designs = list;
}

/* ---- news ---- */

void ply_read_news(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  enum { MOST = 100 };
  int i;
  (void)base;
  for (const ply_node *child = NULL; (child = ply_next_entry(r, at, child, row, MOST, &i)) != NULL;)
    ply_read_object(r, child, row->shape, NULL);
}

/* ---- bargaining ---- */

/* The default order of talks: the actors whose consent is required. */
static const int *required_actors(ply_reader *r, int *n) {
  int *out = TREE_NEW(r->tree, own(r)->actors.n + 1, int);
  *n = 0;
  for (int i = 0; i < own(r)->actors.n; i++) {
    const ply_node *consent = ply_node_find(own(r)->actor_at[i], "consent");
    if (consent != NULL && consent->type == T_STRING && strcmp(consent->as.text, "required") == 0)
      out[(*n)++] = i;
  }
  return out;
}

/* The actors that may be drawn to propose. */
static const int *drawn_actors(ply_reader *r, const ply_node *recognition, int *n) {
  int *out = TREE_NEW(r->tree, own(r)->actors.n + 1, int);
  *n = 0;
  for (int i = 0; recognition->type == T_OBJECT && i < own(r)->actors.n; i++)
    if (ply_node_find(recognition, own(r)->actors.id[i]) != NULL) out[(*n)++] = i;
  return out;
}

static void finish_talks(ply_reader *r, const ply_node *at, ply_talks *talks) {
  const ply_node *order = ply_node_find(at, "order"), *limit = ply_node_find(at, "limit");
  const ply_node *recognition = ply_node_find(at, "recognition");
  talks->drawn = recognition != NULL;
  if (recognition != NULL && order != NULL)
    ply_report_problem(r->tree, P415, order, AT_KEY, no_hint,
                       "proposers either take turns (\"order\") or are drawn (\"recognition\"), not both");
  talks->present = true;
  talks->order = ply_read_positions(r, order, N_ACTOR, &talks->n_order);
  if (order == NULL) talks->order = required_actors(r, &talks->n_order);
  if (recognition != NULL) talks->order = drawn_actors(r, recognition, &talks->n_order);
  if (talks->n_order == 0 && (order == NULL || (order->type == T_ARRAY && ply_node_first(order) == NULL)))
    ply_report_problem(r->tree, P415, order != NULL ? order : at, AT_KEY, no_hint,
                       "talks need an \"order\" of proposers where no actor's consent is required");
  if (limit == NULL)
    talks->limit = 2 * talks->rounds;
  else if (talks->limit > 0 && talks->limit < talks->rounds)
    ply_report_problem(r->tree, P301, limit, AT_VALUE, no_hint, "\"limit\" must be at least \"rounds\", %d",
                       talks->rounds);
}

void ply_read_bargaining(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_bargaining *bargaining = &s->bargaining;
  const ply_node *talks = ply_node_find(at, "talks");
  ply_read_object(r, at, row->shape, bargaining);
  bargaining->players = ply_read_positions(r, ply_node_find(at, "players"), N_ACTOR, &bargaining->n_players);
  const ply_node *players = ply_node_find(at, "players");
  if (players != NULL && players->type == T_ARRAY && ply_node_first(players) == NULL)
    ply_report_problem(r->tree, P413, players, AT_VALUE, no_hint,
                       "\"players\" is empty; leave it out for the default");
  if (talks != NULL && talks->type == T_OBJECT) finish_talks(r, talks, &bargaining->talks);
}
