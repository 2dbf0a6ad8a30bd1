/* When there is a deal: weighted votes. Who has them is known only when the actors have been read, so whether they
 * can be reached, and whose are never counted, is asked at the end. */
#include "sim/scenario/fields.h"

static const ply_hint no_hint = {0};

void ply_read_quorums(ply_reader *r, const ply_node *at, const ply_key *row, void *base) {
  ply_scenario *s = base;
  ply_vote *list = TREE_NEW(r->tree, ply_count_entries(at, PLY_MAX_QUORUMS) + 1, ply_vote);
  int i;
  for (const ply_node *child = NULL;
       (child = ply_next_entry(r, at, child, row, PLY_MAX_QUORUMS, &i)) != NULL;) {
    list[i] = (ply_vote){
        .id = child->key, .name = child->key, .votes = TREE_NEW(r->tree, own(r)->actors.n + 1, double)};
    size_t errors = r->tree->n_errors;
    ply_read_object(r, child, row->shape, &list[i]);
    if (r->tree->n_errors > errors) list[i].need = 0; /* told: not asked whether it can be reached */
    s->n_quorums = i + 1;
  }
  s->quorums = list;
  if (s->n_quorums > 0 && s->quorum < 0) s->quorum = 0;
}

static bool is_counted(const ply_scenario *s, int actor) {
  return s->actors[actor].consent == PLY_REQUIRED || s->actors[actor].consent == PLY_COUNTED;
}

static void check_quorum(ply_reader *r, const ply_node *at) {
  const ply_scenario *s = own(r)->s;
  int n = 0;
  for (int i = 0; i < s->n_actors; i++) n += is_counted(s, i);
  if (at != NULL && s->quorum > n)
    ply_report_problem(r->tree, P411, at, AT_VALUE, no_hint,
                       "a quorum of %d cannot be reached: only %d actors are required or counted", s->quorum,
                       n);
}

static void check_vote(ply_reader *r, const ply_node *at, ply_vote *vote) {
  const ply_scenario *s = own(r)->s;
  double *votes = (double *)(uintptr_t)vote->votes, sum = 0;
  for (int i = 0; i < s->n_actors; i++) {
    const ply_node *given = ply_node_find(ply_node_find(at, "votes"), s->actors[i].id);
    if (given != NULL && !is_counted(s, i)) {
      ply_report_problem(r->tree, W902, given, AT_KEY, no_hint,
                         "%s is neither required nor counted, so its votes are not used",
                         ply_quoted(r->tree, s->actors[i].id));
      votes[i] = 0;
    }
    sum += votes[i];
  }
  const ply_node *need = ply_node_find(at, "need");
  if (need != NULL && sum < vote->need - PLY_COUNT_EPS)
    ply_report_problem(r->tree, P411, need, AT_VALUE, no_hint,
                       "%.10g votes cannot be reached: the required and counted actors have %.10g together",
                       vote->need, sum);
}

void ply_check_agreement(ply_reader *r) {
  const ply_node *at = ply_node_find(own(r)->root, "agreement");
  if (own(r)->actors_are_broken || own(r)->s->n_actors != own(r)->actors.n) return;
  check_quorum(r, ply_node_find(at, "quorum"));
  for (int q = 0; q < own(r)->s->n_quorums; q++)
    check_vote(r, ply_node_find(ply_node_find(at, "quorums"), own(r)->s->quorums[q].id),
               (ply_vote *)(uintptr_t)&own(r)->s->quorums[q]);
}
