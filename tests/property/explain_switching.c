/* The numbers that an explanation says would turn a verdict, against the oracle: the scenario is solved anew
 * with the number at the turn, just before it and beyond; and numbers of which it says nothing are tried at
 * random and on a grid. Cost: one oracle a number. */
#include "tests/property/explain.h"
#include "tests/support/games.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* What the oracle says of the bundle with one number changed. */
typedef struct answer {
  bool settles, acceptable, accepts[PLY_MAX_ACTORS];
} answer;

/* A weight is a share: the weights of its actor keep the sum that they have in the file. */
static void keep_shares(const ply_scenario *s, int id, double *values) {
  for (int i = 0; i < s->n_actors; i++) {
    double before = 0, after = 0;
    bool its = false;
    for (int k = 0; k < s->n_issues; k++) {
      const ply_number *w = &s->actors[i].rows[k].weight;
      if (w->id < 0) continue;
      its = its || w->id == id;
      before += w->base;
      after += values[w->id];
    }
    for (int k = 0; its && before > 0 && after > 0 && k < s->n_issues; k++)
      if (s->actors[i].rows[k].weight.id >= 0) values[s->actors[i].rows[k].weight.id] *= before / after;
  }
}

/* Whether no other weight of its actor counts: its share is then one whatever it is. */
static bool is_only_weight(const ply_scenario *s, int id) {
  for (int i = 0; i < s->n_actors; i++) {
    double others = 0;
    bool its = false;
    for (int k = 0; k < s->n_issues; k++) {
      const ply_number *w = &s->actors[i].rows[k].weight;
      its = its || (w->id >= 0 && w->id == id);
      others += w->id >= 0 && w->id != id ? w->base : 0;
    }
    if (its) return !(others > 0);
  }
  return false;
}

static answer ask(const pair *p, int id, double value) {
  const ply_scenario *s = p->s;
  answer a = {0};
  double *values = calloc((size_t)s->n_numbers + 1, sizeof *values);
  for (int k = 0; k < s->n_numbers; k++) values[k] = k == id ? value : s->numbers[k].number->base;
  keep_shares(s, id, values);
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
static void check_switching(pair *p, const ply_switching_value *switching, int who) {
  int id = number_of(p->s, switching->pointer);
  CLAIM(p, id >= 0, "flip of no number: %s", switching->pointer);
  if (id < 0) return;
  const ply_number_info *info = &p->s->numbers[id];
  answer stay = ask(p, id, switching->stay), turn = ask(p, id, switching->turn);
  double size = fmax(1, fabs(switching->turn));
  CLAIM(p, switching->from == info->number->base, "%s: from %.17g", switching->pointer, switching->from);
  CLAIM(p, fabs(switching->turn - switching->stay) <= 1e-9 * size, "%s: ends %.3g apart", switching->pointer,
        fabs(switching->turn - switching->stay));
  CLAIM(p, switching->turn >= info->least && switching->turn <= info->most, "%s: %.17g is not allowed",
        switching->pointer, switching->turn);
  CLAIM(p, !turned(p, &stay, who), "%s: answer %d has turned at %.17g already", switching->pointer, who,
        switching->stay);
  CLAIM(p, turned(p, &turn, who), "%s: answer %d has not turned at %.17g", switching->pointer, who,
        switching->turn);
  CLAIM(p,
        switching->in_range ==
            (switching->turn >= info->number->low && switching->turn <= info->number->high),
        "%s: in_range %d", switching->pointer, switching->in_range);
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
  if (is_only_weight(p->s, id)) return;
  answer a = ask(p, id, value);
  const ply_switching_value *switching = NULL;
  for (int f = 0; f < p->x->switching.n; f++)
    if (strcmp(p->x->switching.values[f].pointer, info->pointer) == 0) switching = &p->x->switching.values[f];
  double reach = switching != NULL ? fabs(switching->turn - from) : INFINITY;
  CLAIM(p, !turned(p, &a, -1) || fabs(value - from) >= reach - 1e-8,
        "%s: the verdict turns at %.17g, but is said to stay up to %.17g", info->pointer, value, reach);
  for (int i = 0; i < p->s->n_actors; i++) {
    if (!p->x->actors[i].party) continue;
    switching = p->x->actors[i].turn;
    reach = switching != NULL ? fabs(switching->turn - switching->from) : INFINITY;
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
  ply_inputs_used(base, &here, use);
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
      for (int i = 0; i < s->n_actors;
           i++) { /* a tolerance that is as large as a margin is no use of a number */
        double margin = fabs(here.payoff[i] - base->reservation[i]);
        if (margin > base->eps[i] && margin > game->eps[i])
          moved |= (here.accept ^ there.accept) & (uint64_t)1 << i;
      }
      moved &= here.party;
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
  const ply_switching_value *switching = NULL;
  for (int k = 0; k <= 4; k++) {
    answer a = ask(p, id, from + x + step * k / 4);
    if (!a.settles || !turned(p, &a, -1)) return;
  }
  for (int f = 0; f < p->x->switching.n; f++)
    if (strcmp(p->x->switching.values[f].pointer, info->pointer) == 0) switching = &p->x->switching.values[f];
  CLAIM(p, switching != NULL && fabs(switching->turn - from) <= fabs(x + step),
        "%s turns the verdict from %.17g to %.17g, but is said to %s", info->pointer, from + x,
        from + x + step, switching != NULL ? "turn it later only" : "leave it");
}

void explain_check_switching(pair *p) {
  const ply_explain *x = p->x;
  for (int f = 0; f < x->switching.n; f++) {
    double change = fabs(x->switching.values[f].turn - x->switching.values[f].from);
    if (f > 0)
      CLAIM(p,
            change >= fabs(x->switching.values[f - 1].turn - x->switching.values[f - 1].from) -
                          fmax(3e-8, 30 * p->o->eps_all),
            "flip %d is smaller than the one before", f);
    if (f < 4 || ply_rng_below(&p->rng, 8) == 0) check_switching(p, &x->switching.values[f], -1);
  }
  CLAIM(p, x->switching.outcome != PLY_PROVED_NONE || x->switching.n == 0, "none proved, but %d listed",
        x->switching.n);
  CLAIM(p, x->switching.outcome != PLY_FOUND || x->switching.n > 0, "found, but none listed");
  for (int i = 0; i < p->s->n_actors; i++) {
    CLAIM(p, x->actors[i].party || x->actors[i].turn == NULL, "%s is not asked", p->s->actors[i].id);
    if (x->actors[i].turn != NULL) check_switching(p, x->actors[i].turn, i);
  }
  check_uses(p);
  for (int k = 0; k < 8 && p->s->n_numbers > 0; k++)
    challenge(p, (int)ply_rng_below(&p->rng, (uint64_t)p->s->n_numbers));
  for (int k = 0; k < 8 && p->s->security != NULL; k++)
    challenge_grid(p, (int)ply_rng_below(&p->rng, (uint64_t)p->s->n_numbers));
}
