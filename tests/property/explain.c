/* Explanations against the brute-force oracle on random scenarios, at random bundles, named designs and
 * acceptable bundles: terms that sum to the payoff, who would move, the nearest acceptable bundle with its
 * ties, and both ends of every number that is said to turn a verdict. */
#include "sim/solve/explain.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One explanation beside the oracle's view of the same bundle. */
typedef struct pair {
  const ply_scenario *s;
  const oracle *o;
  const ply_explain *x;
  uint64_t b; /* raw index */
  ply_rng rng;
  ply_text *why;
  bool holds;
} pair;

#define CLAIM(p, condition, ...)                                                                             \
  do {                                                                                                       \
    if ((condition)) break;                                                                                  \
    (p)->holds = false;                                                                                      \
    ply_text_addf((p)->why, "bundle %llu: ", (unsigned long long)(p)->b);                                    \
    ply_text_addf((p)->why, __VA_ARGS__);                                                                    \
    ply_text_add((p)->why, "\n");                                                                            \
  } while (0)

static bool close_to(double a, double b, double tolerance) {
  return fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

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
  CLAIM(p, close_to(a->payoff, p->o->u[at], 1e-9), "%s: payoff %.17g, expected %.17g", id, a->payoff,
        p->o->u[at]);
  CLAIM(p, close_to(a->margin, p->o->u[at] - p->o->d[i], 1e-9), "%s: margin %.17g", id, a->margin);
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
  CLAIM(p, close_to(x->regret, o->regret[p->b], 1e-9), "regret %.17g, expected %.17g", x->regret,
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

/* A member that would leave gains at the same bundle with itself out, and nobody else does. */
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
      expected =
          p->o->feasible[out] && p->o->u[out * n + (size_t)i] > p->o->u[p->b * n + (size_t)i] + PLY_EPS;
    }
    CLAIM(p, x->would_leave[i] == expected, "%s: would leave %d, expected the other", p->s->actors[i].id,
          x->would_leave[i]);
  }
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
  uint64_t ties = 0, index = 0;
  for (uint64_t b = 0; b < p->o->raw; b++) {
    if (!p->o->in_a[b]) continue;
    int far = distance(p, b);
    if (best < 0 || far < best) {
      best = far;
      ties = 0;
      index = b;
    }
    ties += far == best;
  }
  CLAIM(p, (p->x->nearest.outcome == PLY_FOUND) == (best >= 0) && p->x->nearest.outcome != PLY_LIMIT_REACHED,
        "nearest: outcome %d", p->x->nearest.outcome);
  CLAIM(p, p->x->nearest.has_bundle == (best >= 0), "nearest: a bundle where there is none, or none");
  if (best < 0 || !p->x->nearest.has_bundle) return;
  CLAIM(p, p->x->nearest.changes == best, "nearest: %d changes, expected %d", p->x->nearest.changes, best);
  CLAIM(p, p->x->nearest.clear == best - 1, "nearest: clear within %d of %d", p->x->nearest.clear, best);
  CLAIM(p, p->x->nearest.ties == ties, "nearest: %llu as near, expected %llu",
        (unsigned long long)p->x->nearest.ties, (unsigned long long)ties);
  CLAIM(p, p->x->nearest.bundle.index == index, "nearest: index %llu, expected %llu",
        (unsigned long long)p->x->nearest.bundle.index, (unsigned long long)index);
}

/* ---- flips ---- */

/* What the oracle says of the bundle with one number changed. */
typedef struct answer {
  bool settles, acceptable, accepts[PLY_MAX_ACTORS];
} answer;

static answer ask(const pair *p, int id, double value) {
  const ply_scenario *s = p->s;
  answer a = {0};
  double *values = calloc((size_t)s->n_numbers + 1, sizeof *values);
  for (int k = 0; k < s->n_numbers; k++) values[k] = k == id ? value : s->numbers[k].number->base;
  bool *line = oracle_likely_lines(s, values);
  oracle *o = oracle_new(s, values, line);
  a.settles = o->settles;
  a.acceptable = o->in_a[p->b];
  for (int i = 0; i < s->n_actors; i++) a.accepts[i] = o->accepts[(size_t)p->b * (size_t)o->n + (size_t)i];
  oracle_free(o);
  free(line);
  free(values);
  return a;
}

static int number_of(const ply_scenario *s, const char *pointer) {
  for (int k = 0; k < s->n_numbers; k++)
    if (strcmp(s->numbers[k].pointer, pointer) == 0) return k;
  return -1;
}

/* Whether the verdict (who -1) or an actor's answer is another at a than it is. */
static bool turned(const pair *p, const answer *a, int who) {
  return who < 0 ? a->acceptable != p->x->acceptable : a->accepts[who] != p->x->actors[who].accepts;
}

/* Payoffs near the threshold may fall either way in the last bits; the ends lie 1e-9 apart, so that a slope
 * below 1e-3 leaves the oracle's sum of the same terms undecided. */
static void check_flip(pair *p, const ply_flip *flip, int who) {
  int id = number_of(p->s, flip->pointer);
  CLAIM(p, id >= 0, "flip of no number: %s", flip->pointer);
  if (id < 0) return;
  const ply_number_info *info = &p->s->numbers[id];
  answer stay = ask(p, id, flip->stay), turn = ask(p, id, flip->turn);
  double size = fmax(1, fabs(flip->turn));
  CLAIM(p, flip->from == info->number->base, "%s: from %.17g", flip->pointer, flip->from);
  CLAIM(p, fabs(flip->turn - flip->stay) <= 1e-9 * size, "%s: ends %.3g apart", flip->pointer,
        fabs(flip->turn - flip->stay));
  CLAIM(p, flip->turn >= info->least && flip->turn <= info->most, "%s: %.17g is not allowed", flip->pointer,
        flip->turn);
  CLAIM(p, !turned(p, &stay, who), "%s: answer %d has turned at %.17g already", flip->pointer, who,
        flip->stay);
  CLAIM(p, turned(p, &turn, who), "%s: answer %d has not turned at %.17g", flip->pointer, who, flip->turn);
  CLAIM(p, flip->in_range == (flip->turn >= info->number->low && flip->turn <= info->number->high),
        "%s: in_range %d", flip->pointer, flip->in_range);
}

static bool through_security(const char *pointer) {
  return strncmp(pointer, "/security/", 10) == 0 || strncmp(pointer, "/levels/", 8) == 0;
}

/* No change of a number, drawn at random, turns what is said not to turn, or turns it sooner than is said. */
static void challenge(pair *p, int id) {
  const ply_number_info *info = &p->s->numbers[id];
  double from = info->number->base, wide = ply_rng_below(&p->rng, 2) ? 0.3 : 5;
  double value = fmin(fmax(from + wide * (2 * ply_rng_unit(&p->rng) - 1), info->least), info->most);
  if (through_security(info->pointer) || strncmp(info->pointer, "/bargaining/", 12) == 0) return;
  answer a = ask(p, id, value);
  const ply_flip *flip = NULL;
  for (int f = 0; f < p->x->flips.n; f++)
    if (strcmp(p->x->flips.flips[f].pointer, info->pointer) == 0) flip = &p->x->flips.flips[f];
  double reach = flip != NULL ? fabs(flip->turn - from) : INFINITY;
  CLAIM(p, !turned(p, &a, -1) || fabs(value - from) >= reach - 1e-8,
        "%s: the verdict turns at %.17g, but is said to stay up to %.17g", info->pointer, value, reach);
  for (int i = 0; i < p->s->n_actors; i++) {
    if (!p->x->actors[i].party) continue;
    flip = p->x->actors[i].turn;
    reach = flip != NULL ? fabs(flip->turn - flip->from) : INFINITY;
    CLAIM(p, !turned(p, &a, i) || fabs(value - from) >= reach - 1e-8,
          "%s at %.17g turns %s, whose smallest change is said to be %.17g", info->pointer, value,
          p->s->actors[i].id, reach);
  }
}

/* A number that is said not to enter the parties' answers moves nothing of theirs, and one that is said to
 * move one answer one way leaves all other parties alone. */
static void check_uses(pair *p) {
  const ply_scenario *s = p->s;
  double *values = calloc((size_t)s->n_numbers + 1, sizeof *values);
  uint8_t *use = calloc((size_t)s->n_numbers + 1, 1);
  ply_game *base = NULL, *game = NULL;
  ply_stand here, there;
  ck_assert_int_eq(ply_game_compile(s, NULL, NULL, &base, NULL), PLY_OK);
  ck_assert(ply_stand_at(base, p->x->bundle.options, p->x->bundle.levels, &here));
  ply_numbers_used(base, &here, use);
  for (int k = 0; k < s->n_numbers; k++) values[k] = s->numbers[k].number->base;
  for (int k = 0; k < s->n_numbers; k++) {
    if (use[k] == PLY_EITHER_WAY || strcmp(s->numbers[k].pointer, "/levels/out/effort") == 0) continue;
    values[k] =
        s->numbers[k].least + ply_rng_unit(&p->rng) * fmin(1, s->numbers[k].most - s->numbers[k].least);
    if (ply_game_compile(s, values, NULL, &game, NULL) == PLY_OK &&
        ply_stand_at(game, p->x->bundle.options, p->x->bundle.levels, &there)) {
      uint64_t moved = 0;
      for (int i = 0; i < s->n_actors; i++)
        if (there.payoff[i] - game->reservation[i] != here.payoff[i] - base->reservation[i])
          moved |= (uint64_t)1 << i;
      moved = (moved | (here.accept ^ there.accept)) & here.party;
      int n = __builtin_popcountll(moved);
      CLAIM(p, n <= (use[k] == PLY_ONE_WAY), "%s moves %d parties, but its use is %d", s->numbers[k].pointer,
            n, use[k]);
    }
    ply_game_free(game);
    game = NULL;
    values[k] = s->numbers[k].number->base;
  }
  ply_game_free(base);
  free(use);
  free(values);
}

/* A number of the guarantee that turns the verdict over a stretch wider than a step of the grid is found
 * there. */
static void challenge_grid(pair *p, int id) {
  const ply_number_info *info = &p->s->numbers[id];
  if (!through_security(info->pointer) || strcmp(info->pointer, "/levels/out/effort") == 0) return;
  double from = info->number->base, wide = 10 * fmax(1, fmax(fabs(info->number->low), info->number->high));
  double side = ply_rng_below(&p->rng, 2) ? fmin(wide, info->most) - from : fmax(-wide, info->least) - from;
  double x = side * 0.5 * ply_rng_unit(&p->rng) * ply_rng_unit(&p->rng), step = 0.16 * x + 2e-4 * side;
  const ply_flip *flip = NULL;
  for (int k = 0; k <= 4; k++) {
    answer a = ask(p, id, from + x + step * k / 4);
    if (!a.settles || !turned(p, &a, -1)) return;
  }
  for (int f = 0; f < p->x->flips.n; f++)
    if (strcmp(p->x->flips.flips[f].pointer, info->pointer) == 0) flip = &p->x->flips.flips[f];
  CLAIM(p, flip != NULL && fabs(flip->turn - from) <= fabs(x + step),
        "%s turns the verdict from %.17g to %.17g, but is said to %s", info->pointer, from + x,
        from + x + step, flip != NULL ? "turn it later only" : "leave it");
}

static void check_flips(pair *p) {
  const ply_explain *x = p->x;
  for (int f = 0; f < x->flips.n; f++) {
    double change = fabs(x->flips.flips[f].turn - x->flips.flips[f].from);
    if (f > 0)
      CLAIM(p, change >= fabs(x->flips.flips[f - 1].turn - x->flips.flips[f - 1].from) - 3e-8,
            "flip %d is smaller than the one before", f);
    if (f < 4 || ply_rng_below(&p->rng, 8) == 0) check_flip(p, &x->flips.flips[f], -1);
  }
  CLAIM(p, x->flips.outcome != PLY_PROVED_NONE || x->flips.n == 0, "none proved, but %d listed", x->flips.n);
  CLAIM(p, x->flips.outcome != PLY_FOUND || x->flips.n > 0, "found, but none listed");
  for (int i = 0; i < p->s->n_actors; i++) {
    CLAIM(p, x->actors[i].party || x->actors[i].turn == NULL, "%s is not asked", p->s->actors[i].id);
    if (x->actors[i].turn != NULL) check_flip(p, x->actors[i].turn, i);
  }
  check_uses(p);
  for (int k = 0; k < 8 && p->s->n_numbers > 0; k++)
    challenge(p, (int)ply_rng_below(&p->rng, (uint64_t)p->s->n_numbers));
  for (int k = 0; k < 8 && p->s->security != NULL; k++)
    challenge_grid(p, (int)ply_rng_below(&p->rng, (uint64_t)p->s->n_numbers));
}

/* ---- all of it ---- */

static void check_bundle(pair *p, bool flips) {
  for (int i = 0; i < p->s->n_actors; i++) check_actor(p, i);
  CLAIM(p, p->x->bundle.index == p->b, "index %llu", (unsigned long long)p->x->bundle.index);
  check_moves(p);
  check_leavers(p);
  check_nearest(p);
  if (flips) check_flips(p);
}

/* Random bundles, the first named design, and acceptable ones. */
static uint64_t choose(pair *p, int turn) {
  uint64_t b = ply_rng_below(&p->rng, p->o->raw);
  if (turn == 0 && p->s->n_designs > 0)
    return oracle_index(p->o, p->s->designs[0].options, p->s->designs[0].levels);
  for (uint64_t k = 0; turn % 2 == 1 && k < p->o->raw; k++)
    if (p->o->in_a[(b + k) % p->o->raw]) return (b + k) % p->o->raw;
  return b;
}

static bool check(const ply_scenario *s, uint64_t seed, bool flips, int bundles,
                  const ply_solve_settings *settings, ply_text *why) {
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  pair p = {.s = s, .o = o, .why = why, .holds = true};
  ply_rng_init(&p.rng, seed, 7);
  for (int turn = 0; turn < bundles && p.holds && o->settles; turn++) {
    ply_explain *x = NULL;
    ply_err err = {0};
    p.b = choose(&p, turn);
    ply_status status = ply_explain_bundle(s, NULL, o->option + p.b * (uint64_t)s->n_issues,
                                           o->level + p.b * (uint64_t)s->n_actors, settings, &x, &err);
    p.x = x;
    CLAIM(&p, status == PLY_OK, "status %d: %s", status, err.message);
    if (status == PLY_OK) check_bundle(&p, flips);
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

static bool all_but_flips(const ply_scenario *s, uint64_t seed, ply_text *why) {
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
  check_games("explain-larger", (random_wish){.most = 5000}, 720001, 100, all_but_flips);
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
