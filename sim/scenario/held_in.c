/* Could a rule seem to hold a member in? A candidate that is not asked as a member (its consent is counted, so that it
 * can be outvoted, or never asked for) and a rule that asks for it, or for so many members that it may be one of them:
 * whoever wrote that may take the rule for a prison. It is a threshold of entry into force: a member may always leave,
 * and the deal then falls (section "Who joins" of the format's reference). A warning, one a candidate. Cost: the
 * conditions of the rules. */
#include "sim/scenario/fields.h"

static const ply_hint no_hint = {0};

/* Whether the condition can be what a member's leaving breaks. `asked`: it stands where it must hold, not under $not. */
static bool asks_for(const ply_cond *cond, int actor, bool asked) {
  uint32_t out = 1;
  switch (cond->kind) {
  case PLY_COND_MEMBER: return cond->actor == actor && ((cond->levels & out) == 0) == asked;
  case PLY_COND_COUNT:
    return (cond->actors >> actor & 1) != 0 && cond->from_level > 0 &&
           (asked ? cond->min > 0 : cond->min <= 0);
  case PLY_COND_NO_MEMBERS: return !asked;
  case PLY_COND_NOT: asked = !asked; break;
  default: break;
  }
  for (int k = 0; k < cond->n_parts; k++)
    if (asks_for(cond->parts[k], actor, asked)) return true;
  return false;
}

/* Whether it can be a member against its will. */
static bool can_be_passed_over(const ply_scenario *s, const ply_actor *a) {
  if (!a->candidate) return false;
  return a->consent == PLY_NEVER || (a->consent == PLY_COUNTED && (s->quorum >= 0 || s->n_quorums > 0));
}

static const ply_rule *rule_that_asks(const ply_scenario *s, int actor) {
  for (int i = 0; i < s->n_rules; i++)
    if (s->rules[i].then != NULL && asks_for(s->rules[i].then, actor, true)) return &s->rules[i];
  return NULL;
}

void ply_check_held_in(ply_reader *r) {
  const ply_scenario *s = own(r)->s;
  if (r->tree->n_errors > 0) return;
  for (int i = 0; i < s->n_actors; i++) {
    const ply_actor *a = &s->actors[i];
    const ply_node *at = ply_node_find(own(r)->actor_at[i], "consent");
    if (at == NULL || !can_be_passed_over(s, a)) continue;
    const ply_rule *rule = rule_that_asks(s, i);
    if (rule == NULL) continue;
    ply_report_problem(
        r->tree, W914, at, AT_VALUE, no_hint,
        "%s may be a member that %s, and rule %s asks for members: it holds nobody in. A member may "
        "always leave, and the deal then falls; \"if_member\" asks it",
        a->name != NULL ? a->name : a->id, a->consent == PLY_COUNTED ? "the others outvote" : "nobody asks",
        ply_quoted(r->tree, rule->id));
  }
}
