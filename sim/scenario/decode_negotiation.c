/* How simulated talks go: protocol, rounds, who speaks when, and each talker's strategy as the words that
 * sim/negotiate reads. Protocols and strategies are known by name (sim/base/registry.h), so that `parley check`
 * finds a misspelt one at its place. */
#include "sim/scenario/fields.h"
#include "sim/base/registry.h"

#include <string.h>

const char *const ply_protocol_words[] = {PLY_PROTOCOLS(PLY_NAME_OF) NULL};
const char *const ply_pick_words[] = {PLY_PICKS(PLY_NAME_OF) NULL};
const char *const ply_strategy_words[] = {PLY_STRATEGIES(PLY_NAME_OF) NULL};

static const ply_hint no_hint = {0};

static bool is_word(const char *const *words, const char *word, size_t *n) {
  bool found = false;
  for (*n = 0; words[*n] != NULL; (*n)++) found |= strcmp(words[*n], word) == 0;
  return found;
}

/* True, or a report that the name is none of the strategies. */
static bool check_name(ply_reader *r, const ply_node *at) {
  size_t n;
  if (is_word(ply_strategy_words, at->as.text, &n)) return true;
  ply_hint more = {.suggestion = ply_word_nearest(at->as.text, ply_strategy_words, n)};
  ply_report_problem(r->tree, P206, at, AT_VALUE, more, "%s is no strategy; `parley list` names them",
                     ply_quoted(r->tree, at->as.text));
  return false;
}

/* {"name": "time", "exponent": 0.5, "pick": "similar"} as "time:exponent=0.5:pick=similar". */
static const char *spell(ply_reader *r, const ply_node *at) {
  const ply_node *name = ply_node_find(at, "name"), *pick = ply_node_find(at, "pick"),
                 *exponent = ply_node_find(at, "exponent");
  if (name == NULL || name->type != T_STRING) return NULL;
  size_t n;
  if (!is_word(ply_strategy_words, name->as.text, &n)) return NULL; /* told already */
  ply_text text;
  ply_text_init(&text);
  ply_text_add(&text, name->as.text);
  if (exponent != NULL && exponent->type == T_NUMBER) {
    ply_text_add(&text, ":exponent=");
    ply_text_number(&text, exponent->as.number);
  }
  if (pick != NULL && pick->type == T_STRING) ply_text_addf(&text, ":pick=%.40s", pick->as.text);
  const char *out = text.failed ? NULL : ply_tree_strdup(r->tree, text.data);
  ply_text_done(&text);
  return out;
}

static const char *read_strategy(ply_reader *r, const ply_node *at, const ply_key *row) {
  if (at->type == T_STRING) return check_name(r, at) ? at->as.text : NULL;
  if (at->type != T_OBJECT) {
    ply_is_type(r, at, T_STRING, "the name of a strategy or an object with its name");
    return NULL;
  }
  ply_read_object(r, at, row->shape, NULL);
  return spell(r, at);
}

void ply_read_strategies(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_negotiation_block *block = base;
  if (!ply_is_type(r, at, T_OBJECT, "an object of actors and their strategies")) return;
  const char **by_actor = TREE_NEW(r->tree, own(r)->actors.n + 1, const char *), *others = NULL;
  for (EACH(child, at)) {
    if (strcmp(child->key, "notes") == 0) continue;
    bool star = strcmp(child->key, "*") == 0;
    int actor = star ? -1 : ply_names_need(r, N_ACTOR, child, AT_KEY, child->key, 0);
    const char *strategy = read_strategy(r, child, row);
    if (star)
      others = strategy;
    else if (actor >= 0)
      by_actor[actor] = strategy;
  }
  for (int i = 0; i < own(r)->actors.n; i++)
    if (by_actor[i] == NULL) by_actor[i] = others;
  block->strategy = by_actor;
}

void ply_read_joining(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  s->joining = (ply_joining_block){.present = true, .mediator = -1};
  ply_read_object(r, at, row->shape, &s->joining);
}

void ply_read_negotiation(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_negotiation_block *block = &s->negotiation;
  *block = (ply_negotiation_block){.present = true, .mediator = -1, .start = -1};
  ply_read_object(r, at, row->shape, block);
  const ply_node *order = ply_node_find(at, "order"), *protocol = ply_node_find(at, "protocol");
  block->order = ply_read_positions(r, order, N_ACTOR, &block->n_order);
  if (order != NULL && order->type == T_ARRAY && ply_node_first(order) == NULL)
    ply_report_problem(r->tree, P413, order, AT_VALUE, no_hint,
                       "\"order\" is empty; leave it out for the order of the file");
  if (protocol != NULL && protocol->type == T_STRING) block->protocol = protocol->as.text;
}
