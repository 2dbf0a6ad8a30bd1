/* Explanations against the brute-force oracle on random scenarios, at random bundles, named designs and
 * acceptable bundles: terms that sum to the payoff, who would move, what holds if terms are reopened, the nearest
 * acceptable bundle with its ties; the numbers that would turn a verdict are in explain_switching.c. */
#include "tests/property/explain.h"
#include "tests/support/games.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* ---- payoffs and consent ---- */

/* The best option of an issue, from the scenario's own table. */
static void check_best(pair *p, int i, const ply_term *term) {
  int issue = ply_scenario_issue(p->s, term->what);
  const ply_payoff_row *row = &p->s->actors[i].rows[issue];
  const ply_number *values = strcmp(term->table, "outsider") == 0 ? row->outsider : row->values;
  double most = term->amount;
  for (int o = 0; o < p->s->issues[issue].n_options; o++)
    most = fmax(most, term->weight * values[o].base * term->scale);
  CLAIM(p, close_to(term->best, most, 2e-9), "%s: best of %s is %.17g, expected %.17g", p->s->actors[i].id,
        term->what, term->best, most);
  if (term->best_option == NULL) {
    CLAIM(p, term->best == term->amount, "%s: the best of %s is no option", p->s->actors[i].id, term->what);
    return;
  }
  int o = ply_scenario_option(p->s, issue, term->best_option);
  CLAIM(p, close_to(term->best, term->weight * values[o].base * term->scale, 1e-12),
        "%s: %s does not give %.17g", p->s->actors[i].id, term->best_option, term->best);
}

static void check_actor(pair *p, int i) {
  const ply_explain_actor *a = &p->x->actors[i];
  size_t at = (size_t)p->b * (size_t)p->o->n + (size_t)i;
  const char *id = p->s->actors[i].id;
  double sum = 0;
  for (int t = 0; t < a->n_terms; t++) {
    const ply_term *term = &a->terms[t];
    sum += term->amount;
    double product = term->weight * term->value * term->scale;
    CLAIM(p, close_to(product, term->amount, 1e-12), "%s: the term %s %s shows %.17g but counts %.17g", id,
          term->family, term->what, product, term->amount);
    if (strcmp(term->family, "issue") == 0) check_best(p, i, term);
  }
  CLAIM(p, close_to(sum, a->payoff, 1e-12), "%s: terms sum to %.17g, the payoff is %.17g", id, sum,
        a->payoff);
  CLAIM(p, close_to(a->payoff, p->o->u[at], p->o->eps_all), "%s: payoff %.17g, expected %.17g", id, a->payoff,
        p->o->u[at]);
  CLAIM(p, close_to(a->margin, p->o->u[at] - p->o->d[i], p->o->eps_all), "%s: margin %.17g", id, a->margin);
  CLAIM(p, a->accepts == p->o->accepts[at], "%s: accepts %d, expected the other", id, a->accepts);
  CLAIM(p, a->party == oracle_is_party(p->o, p->b, i), "%s: party %d, expected the other", id, a->party);
  CLAIM(p, a->line < 0 || !a->accepts, "%s: accepts in spite of line %d", id, a->line);
  CLAIM(p, a->accepts || a->line >= 0 || a->margin < 0, "%s: refuses for no reason", id);
}

/* ---- who would move ---- */

static void check_moves(pair *p) {
  const ply_explain *x = p->x;
  const oracle *o = p->o;
  CLAIM(p, x->feasible == o->feasible[p->b], "feasible %d, expected the other", x->feasible);
  CLAIM(p, x->feasible == (x->n_broken == 0), "%d broken rules, feasible %d", x->n_broken, x->feasible);
  CLAIM(p, x->acceptable == o->in_a[p->b], "acceptable %d, expected the other", x->acceptable);
  CLAIM(p, x->sustained == o->in_t[p->b], "sustained %d, expected the other", x->sustained);
  CLAIM(p, x->stable == o->in_s[p->b], "stable %d, expected the other", x->stable);
  if (!x->feasible) return;
  CLAIM(p, x->join_equilibrium == o->equilibrium[p->b], "equilibrium %d, expected the other",
        x->join_equilibrium);
  CLAIM(p, x->strict == o->strict[p->b], "strict %d, expected the other", x->strict);
  CLAIM(p, close_to(x->regret, o->regret[p->b], o->eps_all), "regret %.17g, expected %.17g", x->regret,
        o->regret[p->b]);
  CLAIM(p, x->deviation.actor == o->deviation[p->b].actor, "mover %d, expected %d", x->deviation.actor,
        o->deviation[p->b].actor);
  if (x->deviation.actor < 0 || x->deviation.actor != o->deviation[p->b].actor) return;
  CLAIM(p, x->deviation.to == o->deviation[p->b].to, "moves to %d, expected %d", x->deviation.to,
        o->deviation[p->b].to);
  const ply_move *own = &x->actors[x->deviation.actor].move;
  CLAIM(p, own->actor == x->deviation.actor && own->to == x->deviation.to,
        "the mover's own best move differs");
}

/* A member that would leave gains at the same bundle with itself out, or by no deal where there is none without it;
 * nobody else does. */
static void check_leavers(pair *p) {
  const ply_explain *x = p->x;
  for (int i = 0; i < p->s->n_actors && x->feasible; i++) {
    bool expected = false;
    if (p->s->actors[i].candidate && x->bundle.levels[i] != 0) {
      uint8_t level[PLY_MAX_ACTORS];
      memcpy(level, x->bundle.levels, (size_t)p->s->n_actors);
      level[i] = 0;
      uint64_t out = oracle_index(p->o, x->bundle.options, level);
      size_t n = (size_t)p->o->n;
      double gets = p->o->feasible[out] ? p->o->u[out * n + (size_t)i] : p->o->d[i];
      expected = gets > p->o->u[p->b * n + (size_t)i] + p->o->eps[i];
    }
    CLAIM(p, x->would_leave[i] == expected, "%s: would leave %d, expected the other", p->s->actors[i].id,
          x->would_leave[i]);
  }
}

/* What the rest would sign without each member of a sustained bundle, and whether it holds then. */
static void check_reopened(pair *p) {
  const ply_explain *x = p->x;
  const oracle *o = p->o;
  int members = 0, k = 0;
  for (int i = 0; i < o->n; i++) members += x->bundle.levels[i] != 0;
  bool decided = x->sustained && (members == 0 || p->listed);
  CLAIM(p, (x->reopened.outcome != PLY_LIMIT_REACHED) == decided, "reopened: outcome %d",
        x->reopened.outcome);
  if (!decided) return;
  CLAIM(p, (x->reopened.outcome == PLY_FOUND) == o->in_r[p->b], "reopened: holds %d, expected the other",
        x->reopened.outcome == PLY_FOUND);
  for (int i = 0; i < o->n; i++) {
    if (x->bundle.levels[i] == 0) continue;
    const ply_without *w = k < x->reopened.n ? &x->reopened.without[k++] : NULL;
    uint64_t rest = o->without[i];
    CLAIM(p, w != NULL && w->actor == i, "reopened: member %d is not asked", i);
    if (w == NULL) return;
    CLAIM(p, (w->outcome == PLY_FOUND) == (rest != UINT64_MAX), "reopened: without %d outcome %d", i,
          w->outcome);
    double gets = rest != UINT64_MAX ? o->u[rest * (size_t)o->n + (size_t)i] : o->d[i];
    CLAIM(p, close_to(w->payoff, gets, o->eps_all), "reopened: %d would get %.17g, expected %.17g", i,
          w->payoff, gets);
    CLAIM(p, w->outcome != PLY_FOUND || w->bundle.index == rest, "reopened: without %d the rest signs %llu",
          i, (unsigned long long)w->bundle.index);
  }
  CLAIM(p, k == x->reopened.n, "reopened: %d asked, who are no members", x->reopened.n - k);
}

/* ---- the nearest acceptable bundle ---- */

static int distance(const pair *p, uint64_t b) {
  size_t issues = (size_t)p->s->n_issues, actors = (size_t)p->s->n_actors;
  int far = 0;
  for (size_t k = 0; k < issues; k++)
    far += p->s->issues[k].n_cases == 0 && p->o->option[b * issues + k] != p->o->option[p->b * issues + k];
  for (size_t i = 0; i < actors; i++) far += p->o->level[b * actors + i] != p->o->level[p->b * actors + i];
  return far;
}

static void check_nearest(pair *p) {
  int best = -1;
  uint64_t ties = 0, index = UINT64_MAX;
  double slack = -INFINITY;
  for (uint64_t b = 0; b < p->o->raw; b++) {
    if (!p->o->in_a[b]) continue;
    int far = distance(p, b);
    if (best < 0 || far < best) {
      best = far;
      ties = 0;
      slack = -INFINITY;
    }
    ties += far == best;
    if (far == best) slack = fmax(slack, oracle_slack_at(p->o, b));
  }
  for (uint64_t b = 0; b < p->o->raw && index == UINT64_MAX; b++)
    if (p->o->in_a[b] && distance(p, b) == best &&
        oracle_slack_at(p->o, b) >= slack - oracle_slack_eps(p->o, b, oracle_slack_at(p->o, b)))
      index = b;
  CLAIM(p, (p->x->nearest.outcome == PLY_FOUND) == (best >= 0) && p->x->nearest.outcome != PLY_LIMIT_REACHED,
        "nearest: outcome %d", p->x->nearest.outcome);
  CLAIM(p, p->x->nearest.has_bundle == (best >= 0), "nearest: a bundle where there is none, or none");
  if (best < 0 || !p->x->nearest.has_bundle) return;
  CLAIM(p, p->x->nearest.changes == best, "nearest: %d changes, expected %d", p->x->nearest.changes, best);
  CLAIM(p, p->x->nearest.clear == best - 1, "nearest: clear within %d of %d", p->x->nearest.clear, best);
  CLAIM(p, p->x->nearest.ties == ties, "nearest: %llu as near, expected %llu",
        (unsigned long long)p->x->nearest.ties, (unsigned long long)ties);
  CLAIM(p,
        isinf(slack)
            ? isinf(p->x->nearest.slack)
            : close_to(p->x->nearest.slack, slack, p->o->eps_asked > 1e-8 ? 2 * p->o->eps_asked : 1e-8),
        "nearest: slack %.17g, expected %.17g", p->x->nearest.slack, slack);
  CLAIM(p, p->x->nearest.bundle.index == index, "nearest: index %llu, expected %llu",
        (unsigned long long)p->x->nearest.bundle.index, (unsigned long long)index);
}

/* ---- all of it ---- */

static void check_bundle(pair *p, bool switching) {
  for (int i = 0; i < p->s->n_actors; i++) check_actor(p, i);
  CLAIM(p, p->x->bundle.index == p->b, "index %llu", (unsigned long long)p->x->bundle.index);
  check_moves(p);
  check_leavers(p);
  check_reopened(p);
  check_nearest(p);
  if (switching) explain_check_switching(p);
}

/* Random bundles, the first named design, acceptable ones and sustained ones. */
static uint64_t choose(pair *p, int turn) {
  uint64_t b = ply_rng_below(&p->rng, p->o->raw);
  if (turn == 0 && p->s->n_designs > 0)
    return oracle_index(p->o, p->s->designs[0].options, p->s->designs[0].levels);
  for (uint64_t k = 0; turn % 2 == 1 && k < p->o->raw; k++)
    if (b % 2 == 0 ? p->o->in_a[(b + k) % p->o->raw] : p->o->in_t[(b + k) % p->o->raw])
      return (b + k) % p->o->raw;
  return b;
}

static bool check(const ply_scenario *s, uint64_t seed, bool switching, int bundles,
                  const ply_solve_settings *settings, ply_text *why) {
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  pair p = {.s = s, .o = o, .why = why, .listed = settings == NULL, .holds = true};
  ply_rng_init(&p.rng, seed, 7);
  for (int turn = 0; turn < bundles && p.holds && o->settles; turn++) {
    ply_explain *x = NULL;
    ply_err err = {0};
    p.b = choose(&p, turn);
    ply_status status = ply_explain_bundle(s, NULL, o->option + p.b * (uint64_t)s->n_issues,
                                           o->level + p.b * (uint64_t)s->n_actors, settings, &x, &err);
    p.x = x;
    CLAIM(&p, status == PLY_OK, "status %d: %s", status, err.message);
    if (status == PLY_OK) check_bundle(&p, switching);
    if (turn == 0 && s->n_designs > 0 && status == PLY_OK)
      CLAIM(&p, x->design != NULL && strcmp(x->design, s->designs[0].id) == 0,
            "the design is not known again");
    ply_explain_free(x);
  }
  oracle_free(o);
  free(line);
  return p.holds;
}

static bool everything(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return check(s, seed, true, 3, NULL, why);
}

static bool all_but_switching(const ply_scenario *s, uint64_t seed, ply_text *why) {
  return check(s, seed, false, 6, NULL, why);
}

/* A limit on memory that does not allow to list the space. */
static bool without_memory(const ply_scenario *s, uint64_t seed, ply_text *why) {
  ply_solve_settings settings = {.memory_bytes = 1};
  return check(s, seed, false, 6, &settings, why);
}

START_TEST(explanations_equal_the_oracle) {
  check_games("explain", (random_wish){.most = 300}, 700001, 150, everything);
}
END_TEST

START_TEST(explanations_equal_the_oracle_with_security) {
  check_games("explain-security", (random_wish){.most = 300, .security = true}, 710001, 80, everything);
}
END_TEST

START_TEST(nearest_bundles_equal_the_oracle_on_larger_spaces) {
  check_games("explain-larger", (random_wish){.most = 5000}, 720001, 100, all_but_switching);
}
END_TEST

START_TEST(nearest_bundles_equal_the_oracle_where_the_space_cannot_be_listed) {
  check_games("explain-ball", (random_wish){.most = 1000}, 730001, 100, without_memory);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("property/explain");
  TCase *games = tcase_create("games");
  tcase_set_timeout(games, 0);
  tcase_add_test(games, explanations_equal_the_oracle);
  tcase_add_test(games, explanations_equal_the_oracle_with_security);
  tcase_add_test(games, nearest_bundles_equal_the_oracle_on_larger_spaces);
  tcase_add_test(games, nearest_bundles_equal_the_oracle_where_the_space_cannot_be_listed);
  suite_add_tcase(suite, games);
  return suite;
}
