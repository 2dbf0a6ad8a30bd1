/* Two results side by side, claim by claim. */
#include "tests/support/compare.h"

#include <math.h>
#include <string.h>

typedef struct pair {
  ply_text *out;
  int n;
  int n_actors, n_issues;
  double eps; /* the largest of the actors' tolerances */
} pair;

static void same_count(pair *p, const char *where, const char *what, uint64_t found, uint64_t expected) {
  if (found == expected) return;
  p->n++;
  ply_text_addf(p->out, "%s: %s is %llu, expected %llu\n", where, what, (unsigned long long)found,
                (unsigned long long)expected);
}

static void same_number(pair *p, const char *where, const char *what, double found, double expected) {
  if (fabs(found - expected) <= 2 * fmax(p->eps, PLY_EPS * fabs(expected))) return;
  p->n++;
  ply_text_addf(p->out, "%s: %s is %.17g, expected %.17g\n", where, what, found, expected);
}

static void same_word(pair *p, const char *where, const char *what, const char *found, const char *expected) {
  if (found == expected || (found != NULL && expected != NULL && strcmp(found, expected) == 0)) return;
  p->n++;
  ply_text_addf(p->out, "%s: %s is %s, expected %s\n", where, what, found ? found : "(none)",
                expected ? expected : "(none)");
}

static void same_bundle(pair *p, const char *where, const ply_bundle *found, const ply_bundle *expected) {
  same_count(p, where, "index", found->index, expected->index);
  if (found->index != expected->index) return;
  for (int k = 0; k < p->n_issues; k++)
    same_count(p, where, "option", found->options[k], expected->options[k]);
  for (int i = 0; i < p->n_actors; i++) {
    same_count(p, where, "level", found->levels[i], expected->levels[i]);
    same_number(p, where, "payoff", found->payoffs[i], expected->payoffs[i]);
  }
}

static void same_move(pair *p, const char *where, const ply_move *found, const ply_move *expected) {
  same_count(p, where, "move.actor", (uint64_t)(int64_t)found->actor, (uint64_t)(int64_t)expected->actor);
  if (found->actor < 0 || found->actor != expected->actor) return;
  same_count(p, where, "move.to", (uint64_t)found->to, (uint64_t)expected->to);
  same_number(p, where, "move.gain", found->gain, expected->gain);
  same_count(p, where, "move.falls", found->falls, expected->falls);
}

static void same_joining(pair *p, const char *where, const ply_design_join *f, const ply_design_join *e) {
  same_count(p, where, "join.outcome", f->outcome, e->outcome);
  same_count(p, where, "join.count", f->count, e->count);
  same_count(p, where, "join.strict", f->strict, e->strict);
  same_count(p, where, "join.strong", f->strong, e->strong);
  same_count(p, where, "join.sustained", f->sustained, e->sustained);
  same_count(p, where, "join.no_deal", f->no_deal, e->no_deal);
  same_count(p, where, "join.n_listed", (uint64_t)f->n_listed, (uint64_t)e->n_listed);
  for (int k = 0; k < f->n_listed && f->n_listed == e->n_listed; k++)
    for (int i = 0; i < p->n_actors; i++)
      same_count(p, where, "join.equilibria", f->equilibria[k].levels[i], e->equilibria[k].levels[i]);
}

static void same_security(pair *p, const char *where, const ply_design_security *f,
                          const ply_design_security *e) {
  same_number(p, where, "attack", f->attack, e->attack);
  same_number(p, where, "holds", f->holds, e->holds);
  same_number(p, where, "credibility", f->credibility, e->credibility);
  same_number(p, where, "overrun", f->overrun, e->overrun);
  same_number(p, where, "force", f->force, e->force);
  same_number(p, where, "outcome", f->outcome, e->outcome);
  same_count(p, where, "has two honour solutions", f->honour_least != NULL, e->honour_least != NULL);
  for (int i = 0; i < p->n_actors && f->honour != NULL; i++) {
    same_number(p, where, "honour", f->honour[i], e->honour[i]);
    if (f->honour_least == NULL || e->honour_least == NULL) continue;
    same_number(p, where, "honour_least", f->honour_least[i], e->honour_least[i]);
    same_number(p, where, "honour_greatest", f->honour_greatest[i], e->honour_greatest[i]);
  }
}

static void same_design(pair *p, const ply_design_result *f, const ply_design_result *e, bool security) {
  const char *where = e->name.id;
  same_word(p, where, "name", f->name.id, e->name.id);
  same_bundle(p, where, &f->bundle, &e->bundle);
  same_count(p, where, "feasible", f->feasible, e->feasible);
  for (int i = 0; i < p->n_actors; i++) {
    same_number(p, where, "margin", f->margins[i], e->margins[i]);
    same_count(p, where, "party", f->party[i], e->party[i]);
    same_count(p, where, "refuses", f->refuses[i], e->refuses[i]);
    same_count(p, where, "line", (uint64_t)(int64_t)f->line[i], (uint64_t)(int64_t)e->line[i]);
  }
  same_count(p, where, "acceptable", f->acceptable, e->acceptable);
  same_count(p, where, "join_equilibrium", f->join_equilibrium, e->join_equilibrium);
  same_count(p, where, "sustained", f->sustained, e->sustained);
  same_count(p, where, "stable", f->stable, e->stable);
  same_count(p, where, "efficient_outcome", f->efficient_outcome, e->efficient_outcome);
  same_count(p, where, "efficient", f->efficient, e->efficient);
  same_number(p, where, "regret", f->regret, e->regret);
  same_move(p, where, &f->deviation, &e->deviation);
  if (security) same_security(p, where, &f->security, &e->security);
  same_joining(p, where, &f->join, &e->join);
}

static void same_range(pair *p, const char *what, ply_count found, ply_count expected) {
  same_count(p, what, "count (low)", found.low, expected.low);
  same_count(p, what, "count (high)", found.high, expected.high);
}

static void same_slack(pair *p, const ply_result *f, const ply_result *e) {
  same_count(p, "slack", "outcome", f->slack.outcome, e->slack.outcome);
  if (f->slack.outcome == PLY_FOUND && e->slack.outcome == PLY_FOUND) {
    same_bundle(p, "slack", &f->slack.bundle, &e->slack.bundle);
    if (!(isinf(f->slack.value) && isinf(e->slack.value)))
      same_number(p, "slack", "value", f->slack.value, e->slack.value);
  }
  bool decided = f->reopened.outcome != PLY_LIMIT_REACHED && e->reopened.outcome != PLY_LIMIT_REACHED;
  if (decided) same_range(p, "reopened", f->reopened.count, e->reopened.count);
  for (int k = 0; decided && k < f->reopened.n && k < e->reopened.n; k++) {
    const ply_without *a = &f->reopened.without[k], *b = &e->reopened.without[k];
    same_count(p, "without", "outcome", a->outcome, b->outcome);
    if (a->outcome == PLY_FOUND && b->outcome == PLY_FOUND) same_bundle(p, "without", &a->bundle, &b->bundle);
    same_number(p, "without", "payoff", a->payoff, b->payoff);
  }
}

static void same_sets(pair *p, const ply_result *f, const ply_result *e) {
  same_count(p, "result", "raw", f->raw, e->raw);
  same_count(p, "result", "outcome", f->outcome, e->outcome);
  same_count(p, "result", "sets_decided", f->sets_decided, e->sets_decided);
  same_range(p, "feasible", f->feasible, e->feasible);
  same_range(p, "acceptable", f->acceptable, e->acceptable);
  same_range(p, "sustained", f->sustained, e->sustained);
  same_range(p, "stable", f->stable, e->stable);
  same_range(p, "join equilibria", f->join_equilibria, e->join_equilibria);
  for (int i = 0; i < p->n_actors; i++) {
    const char *id = e->frame.actors[i].name.id;
    same_count(p, id, "would_accept", f->actors[i].would_accept, e->actors[i].would_accept);
    same_count(p, id, "veto_weight", f->actors[i].veto_weight, e->actors[i].veto_weight);
  }
  same_count(p, "least regret", "outcome", f->least_regret.outcome, e->least_regret.outcome);
  if (e->least_regret.outcome == PLY_FOUND && f->least_regret.outcome == PLY_FOUND) {
    same_bundle(p, "least regret", &f->least_regret.bundle, &e->least_regret.bundle);
    same_number(p, "least regret", "regret", f->least_regret.regret, e->least_regret.regret);
    same_move(p, "least regret", &f->least_regret.move, &e->least_regret.move);
  }
  same_slack(p, f, e);
  same_count(p, "pareto", "outcome", f->pareto.outcome, e->pareto.outcome);
  same_word(p, "pareto", "over", f->pareto.over, e->pareto.over);
  same_count(p, "pareto", "count", f->pareto.count, e->pareto.count);
}

static void same_solution(pair *p, const ply_solution *f, const ply_solution *e, bool security) {
  const char *where = e->concept->name;
  same_word(p, where, "concept", f->concept->name, e->concept->name);
  same_count(p, where, "outcome", f->outcome, e->outcome);
  same_word(p, where, "over", f->over, e->over);
  if (f->outcome != PLY_FOUND || e->outcome != PLY_FOUND) return;
  same_bundle(p, where, &f->bundle, &e->bundle);
  if (security) same_security(p, where, &f->security, &e->security);
  same_number(p, where, "value", f->value, e->value);
}

static void same_proposal(pair *p, const char *where, const ply_proposal *f, const ply_proposal *e) {
  same_count(p, where, "outcome", f->outcome, e->outcome);
  same_number(p, where, "value", f->value, e->value);
  if (f->outcome != PLY_FOUND || e->outcome != PLY_FOUND) return;
  same_bundle(p, where, &f->bundle, &e->bundle);
  same_count(p, where, "attained", f->attained, e->attained);
}

static void same_talks(pair *p, const ply_talks_result *f, const ply_talks_result *e) {
  same_count(p, "talks", "present", f->present, e->present);
  if (!f->present || !e->present) return;
  same_count(p, "talks", "outcome", f->outcome, e->outcome);
  same_word(p, "talks", "over", f->over, e->over);
  same_count(p, "talks", "settled", f->settled, e->settled);
  same_count(p, "talks", "drawn", f->drawn, e->drawn);
  for (int i = 0; i < p->n_actors; i++) {
    if (e->least != NULL && f->least != NULL) {
      same_number(p, "talks", "least", f->least[i], e->least[i]);
      same_number(p, "talks", "most", f->most[i], e->most[i]);
    }
    if (e->value != NULL && f->value != NULL) same_number(p, "talks", "value", f->value[i], e->value[i]);
  }
  same_number(p, "talks", "drift", f->drift, e->drift);
  for (int k = 0; k < e->n_first && k < f->n_first; k++) {
    same_count(p, "talks", "first.agreed", f->first[k].agreed, e->first[k].agreed);
    same_number(p, "talks", "first.chance", f->first[k].chance, e->first[k].chance);
    if (f->first[k].agreed && e->first[k].agreed)
      same_bundle(p, "talks first", &f->first[k].bundle, &e->first[k].bundle);
  }
  if (f->outcome != PLY_FOUND || e->outcome != PLY_FOUND) return;
  same_count(p, "talks", "round", (uint64_t)f->round, (uint64_t)e->round);
  same_bundle(p, "talks", &f->bundle, &e->bundle);
}

int compare_results(const ply_result *f, const ply_result *e, ply_text *out) {
  pair p = {.out = out, .n_actors = e->frame.n_actors, .n_issues = e->frame.n_issues, .eps = PLY_EPS};
  for (int i = 0; i < f->frame.n_actors; i++) p.eps = fmax(p.eps, f->frame.actors[i].eps);
  same_count(&p, "frame", "actors", (uint64_t)f->frame.n_actors, (uint64_t)e->frame.n_actors);
  same_count(&p, "frame", "issues", (uint64_t)f->frame.n_issues, (uint64_t)e->frame.n_issues);
  same_count(&p, "result", "designs", (uint64_t)f->n_designs, (uint64_t)e->n_designs);
  same_count(&p, "result", "players", (uint64_t)f->n_players, (uint64_t)e->n_players);
  same_count(&p, "result", "proposer", (uint64_t)f->proposer, (uint64_t)e->proposer);
  if (p.n > 0) return p.n;
  same_sets(&p, f, e);
  for (int i = 0; i < p.n_actors; i++)
    same_number(&p, e->frame.actors[i].name.id, "reservation", f->frame.actors[i].reservation,
                e->frame.actors[i].reservation);
  for (int d = 0; d < e->n_designs; d++)
    same_design(&p, &f->designs[d], &e->designs[d], e->frame.has_security);
  for (int k = 0; k < e->n_solutions; k++)
    same_solution(&p, &f->solutions[k], &e->solutions[k], e->frame.has_security);
  for (int k = 0; k < e->n_players; k++)
    same_count(&p, "result", "player", (uint64_t)f->players[k], (uint64_t)e->players[k]);
  same_proposal(&p, "optimistic", &f->optimistic, &e->optimistic);
  same_proposal(&p, "pessimistic", &f->pessimistic, &e->pessimistic);
  same_talks(&p, &f->talks, &e->talks);
  return p.n;
}
