/* Simulated talks against a brute-force transcription of their definition: every feasible bundle is gone
 * through for every offer, on random small games, for every protocol of offers with strategies that draw
 * nothing; step by step the same things must be said. Then what must hold of any session: texts of a mediator,
 * threads, and what a strategy may see. */
#include "sim/negotiate/negotiate.h"
#include "tests/support/games.h"
#include "tests/support/oracle.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SAID = 64 };

static const char *const protocols[] = {"rotating", "stacked", "voting"};
static const char *const manners[] = {"boulware",          "linear",
                                      "conceder",          "time:exponent=0.7:pick=similar",
                                      "tit-for-tat",       "micro",
                                      "hardliner",         "time:exponent=2:pick=model",
                                      "linear:pick=model", "tit-for-tat:pick=similar"};
enum { N_MANNERS = sizeof manners / sizeof *manners };

/* ---- the definition, once more ---- */

typedef struct said {
  int step;
  uint64_t bundle;
} said;

typedef struct talk {
  const oracle *o;
  const char *protocol;
  int n, actor[PLY_MAX_ACTORS], steps, step;
  char name[PLY_MAX_ACTORS][40], pick[PLY_MAX_ACTORS][12];
  double exponent[PLY_MAX_ACTORS], target[PLY_MAX_ACTORS];
  said said[PLY_MAX_ACTORS][MOST_SAID];
  int n_said[PLY_MAX_ACTORS];
  /* What is expected of the session told. */
  const ply_negotiation *found;
  size_t at;
  bool agreed;
  uint64_t deal;
  ply_text *why;
} talk;

enum { NOTHING = -1 };

static double u(const talk *k, int t, uint64_t b) {
  return k->o->u[b * (size_t)k->o->n + (size_t)k->actor[t]];
}
static double own_eps(const talk *k, int t) { return k->o->eps[k->actor[t]]; }
static bool signs(const talk *k, int t, uint64_t b) {
  return k->o->feasible[b] && k->o->accepts[b * (size_t)k->o->n + (size_t)k->actor[t]];
}
static double d(const talk *k, int t) { return k->o->d[k->actor[t]]; }

static double best(const talk *k, int t) {
  double most = -INFINITY;
  for (uint64_t b = 0; b < k->o->raw; b++)
    if (signs(k, t, b)) most = fmax(most, u(k, t, b));
  return most;
}

static double tau(const talk *k) { return k->steps > 1 ? (double)k->step / (k->steps - 1) : 1; }

static bool is(const talk *k, int t, const char *name) { return strcmp(k->name[t], name) == 0; }

static double target(const talk *k, int t) {
  if (is(k, t, "tit-for-tat")) return k->target[t];
  if (is(k, t, "hardliner")) return best(k, t);
  return d(k, t) + (best(k, t) - d(k, t)) * (1 - pow(tau(k), 1 / k->exponent[t]));
}

/* Where two bundles differ: free issues and levels. */
static int differ(const talk *k, uint64_t a, uint64_t b) {
  const ply_scenario *s = k->o->scenario;
  int n = 0;
  for (int i = 0; i < s->n_issues; i++)
    if (s->issues[i].n_cases == 0)
      n += k->o->option[a * (size_t)s->n_issues + (size_t)i] !=
           k->o->option[b * (size_t)s->n_issues + (size_t)i];
  for (int i = 0; i < k->o->n; i++)
    n += k->o->level[a * (size_t)k->o->n + (size_t)i] != k->o->level[b * (size_t)k->o->n + (size_t)i];
  return n;
}

/* The last offer of anybody else. */
static int64_t last_of_others(const talk *k, int t) {
  int64_t last = NOTHING;
  int step = -1;
  for (int j = 0; j < k->n; j++) {
    if (j == t || k->n_said[j] == 0) continue;
    said s = k->said[j][k->n_said[j] - 1];
    if (s.step >= step) last = (int64_t)s.bundle;
    if (s.step >= step) step = s.step;
  }
  return last;
}

/* est_j as the page has it: weights in proportion to the largest count of each position. */
static double liking(const talk *k, int j, uint64_t b) {
  const ply_scenario *s = k->o->scenario;
  double sum = 0, weights = 0;
  for (int pass = 0; pass < 2; pass++)
    for (int p = 0; p < s->n_issues + k->o->n; p++) {
      bool issue = p < s->n_issues;
      if (issue ? s->issues[p].n_cases > 0 : !s->actors[p - s->n_issues].candidate) continue;
      int counts[4096] = {0}, most = 0, here;
      for (int m = 0; m < k->n_said[j]; m++) {
        uint64_t x = k->said[j][m].bundle;
        int at = issue ? k->o->option[x * (size_t)s->n_issues + (size_t)p]
                       : k->o->level[x * (size_t)k->o->n + (size_t)(p - s->n_issues)];
        if (++counts[at] > most) most = counts[at];
      }
      here = issue ? k->o->option[b * (size_t)s->n_issues + (size_t)p]
                   : k->o->level[b * (size_t)k->o->n + (size_t)(p - s->n_issues)];
      if (pass == 0)
        weights += most;
      else
        sum += most / weights * counts[here] / most;
    }
  return sum;
}

/* The score that `pick` maximises first; closest: the least payoff. */
static double score(const talk *k, int t, uint64_t b) {
  if (strcmp(k->pick[t], "similar") == 0) {
    int64_t last = last_of_others(k, t);
    return last == NOTHING ? 0 : -differ(k, b, (uint64_t)last);
  }
  if (strcmp(k->pick[t], "model") != 0) return -u(k, t, b);
  double sum = 0;
  for (int j = 0; j < k->n; j++)
    if (j != t && k->n_said[j] > 0) sum += liking(k, j, b);
  return sum;
}

static int64_t pick(const talk *k, int t, double least) {
  double most = -INFINITY, payoff = -INFINITY,
         slack = strcmp(k->pick[t], "model") == 0 ? 1e-12 : own_eps(k, t);
  for (uint64_t b = 0; b < k->o->raw; b++)
    if (signs(k, t, b) && u(k, t, b) >= least - own_eps(k, t)) most = fmax(most, score(k, t, b));
  for (uint64_t b = 0; b < k->o->raw; b++)
    if (signs(k, t, b) && u(k, t, b) >= least - own_eps(k, t) && score(k, t, b) >= most - slack)
      payoff = fmax(payoff, u(k, t, b));
  bool closest = strcmp(k->pick[t], "closest") == 0;
  for (uint64_t b = 0; b < k->o->raw; b++)
    if (signs(k, t, b) && u(k, t, b) >= least - own_eps(k, t) && score(k, t, b) >= most - slack &&
        (closest || u(k, t, b) >= payoff - own_eps(k, t)))
      return (int64_t)b;
  return NOTHING;
}

static int different(const talk *k, int j) {
  int n = 0;
  for (int m = 0; m < k->n_said[j]; m++) {
    bool fresh = true;
    for (int i = 0; i < m; i++) fresh &= k->said[j][i].bundle != k->said[j][m].bundle;
    n += fresh;
  }
  return n;
}

/* The bundle of that rank by falling payoff at 12 decimals, then index. */
static int64_t ranked(const talk *k, int t, int rank) {
  for (uint64_t b = 0; b < k->o->raw; b++) {
    int before = 0;
    if (!signs(k, t, b)) continue;
    double own = round(u(k, t, b) * 1e12);
    for (uint64_t c = 0; c < k->o->raw; c++) {
      double there = round(u(k, t, c) * 1e12);
      before += signs(k, t, c) && (there > own || (there == own && c < b));
    }
    if (before == rank) return (int64_t)b;
  }
  return NOTHING;
}

static int64_t micro(const talk *k, int t) {
  int made = different(k, t), heard = INT32_MAX;
  for (int j = 0; j < k->n; j++)
    if (j != t && different(k, j) < heard) heard = different(k, j);
  int64_t next = made <= heard ? ranked(k, t, made) : NOTHING;
  return next == NOTHING && made > 0 ? ranked(k, t, made - 1) : next;
}

static int64_t offer(talk *k, int t) {
  if (best(k, t) == -INFINITY) return NOTHING;
  if (is(k, t, "micro")) return micro(k, t);
  if (is(k, t, "tit-for-tat")) {
    double sum = 0;
    int n = 0, own = k->n_said[t] > 0 ? k->said[t][k->n_said[t] - 1].step : -1;
    for (int j = 0; j < k->n; j++) {
      int m = k->n_said[j];
      if (j == t || m < 2) continue;
      n++;
      if (k->said[j][m - 1].step >= own)
        sum += u(k, t, k->said[j][m - 1].bundle) - u(k, t, k->said[j][m - 2].bundle);
    }
    double less = n > 0 ? fmax(0, sum / n) : 0;
    k->target[t] = fmin(best(k, t), fmax(d(k, t), k->target[t] - less));
  }
  return pick(k, t, target(k, t));
}

static bool votes(const talk *k, int t, uint64_t b) {
  if (!signs(k, t, b)) return false;
  if (!is(k, t, "micro")) return u(k, t, b) >= target(k, t) - own_eps(k, t);
  int64_t own = micro(k, t);
  return own != NOTHING && u(k, t, b) >= u(k, t, (uint64_t)own) - own_eps(k, t);
}

static bool is_party(const talk *k, int t, uint64_t b) { return oracle_is_party(k->o, b, k->actor[t]); }

/* The rule of consent where exactly these say yes: the oracle's, with its acceptances put aside. */
static bool carries(const talk *k, uint64_t b, uint64_t yes) {
  size_t n = (size_t)k->o->n;
  bool kept[PLY_MAX_ACTORS];
  memcpy(kept, k->o->accepts + b * n, n * sizeof *kept);
  for (size_t i = 0; i < n; i++) k->o->accepts[b * n + i] = yes >> i & 1;
  bool stands = oracle_deal_stands(k->o, b, -1);
  memcpy(k->o->accepts + b * n, kept, n * sizeof *kept);
  return stands;
}

/* ---- held against what was told ---- */

static bool expect(talk *k, int t, const char *does, int64_t b, uint64_t yes, bool stands) {
  const ply_told_event *e = k->at < k->found->n_events ? &k->found->events[k->at] : NULL;
  k->at++;
  bool same = e != NULL && e->step == k->step && e->actor == k->actor[t] && strcmp(e->does, does) == 0 &&
              e->has_bundle == (b != NOTHING) && e->stands == stands &&
              (b == NOTHING || (e->bundle.index == (uint64_t)b && e->yes == yes));
  if (!same)
    ply_text_addf(
        k->why, "%s, step %d: expected %s %s %lld (yes %llx)%s; found %s %d %llu (yes %llx, step %d)",
        k->protocol, k->step, k->o->scenario->actors[k->actor[t]].id, does, (long long)b,
        (unsigned long long)yes, stands ? ", a deal" : "", e != NULL ? e->does : "nothing",
        e != NULL ? e->actor : -1, e != NULL && e->has_bundle ? (unsigned long long)e->bundle.index : 0,
        e != NULL ? (unsigned long long)e->yes : 0, e != NULL ? e->step : -1);
  return same;
}

static void hear(talk *k, int t, int64_t b) { k->said[t][k->n_said[t]++] = (said){k->step, (uint64_t)b}; }

static uint64_t bit(const talk *k, int t) { return (uint64_t)1 << k->actor[t]; }

static void agree(talk *k, uint64_t b) {
  k->agreed = true;
  k->deal = b;
}

static bool rotating(talk *k) {
  int t = k->step % k->n;
  int64_t b = offer(k, t);
  if (b == NOTHING) return expect(k, t, "pass", b, 0, false);
  hear(k, t, b);
  uint64_t yes = bit(k, t);
  for (int j = 0; j < k->n; j++)
    if (j != t && is_party(k, j, (uint64_t)b) && votes(k, j, (uint64_t)b)) yes |= bit(k, j);
  if (carries(k, (uint64_t)b, yes)) agree(k, (uint64_t)b);
  return expect(k, t, "offer", b, yes, k->agreed);
}

static bool stacked(talk *k, int64_t *standing, uint64_t *yes) {
  int t = k->step % k->n;
  if (*standing != NOTHING && (!is_party(k, t, (uint64_t)*standing) || *yes & bit(k, t)))
    return expect(k, t, "pass", NOTHING, 0, false);
  bool accepts = *standing != NOTHING && votes(k, t, (uint64_t)*standing);
  if (!accepts) {
    *standing = offer(k, t);
    *yes = 0;
    if (*standing == NOTHING) return expect(k, t, "pass", NOTHING, 0, false);
    hear(k, t, *standing);
  }
  *yes |= bit(k, t);
  if (carries(k, (uint64_t)*standing, *yes)) agree(k, (uint64_t)*standing);
  return expect(k, t, accepts ? "accept" : "offer", *standing, *yes, k->agreed);
}

static bool voting(talk *k) {
  int64_t b[PLY_MAX_ACTORS];
  uint64_t yes[PLY_MAX_ACTORS] = {0};
  int winner = NOTHING, most = 0;
  for (int t = 0; t < k->n; t++) {
    b[t] = offer(k, t);
    if (!expect(k, t, b[t] == NOTHING ? "pass" : "offer", b[t], 0, false)) return false;
  }
  for (int t = 0; t < k->n; t++)
    if (b[t] != NOTHING) hear(k, t, b[t]);
  for (int t = 0; t < k->n; t++) {
    for (int j = 0; j < k->n && b[t] != NOTHING; j++)
      if (j == t || votes(k, j, (uint64_t)b[t])) yes[t] |= bit(k, j);
    if (b[t] == NOTHING || !carries(k, (uint64_t)b[t], yes[t])) continue;
    if (winner == NOTHING || __builtin_popcountll(yes[t]) > most) {
      winner = t;
      most = __builtin_popcountll(yes[t]);
    }
  }
  for (int t = 0; t < k->n; t++)
    if (b[t] != NOTHING && !expect(k, t, "vote", b[t], yes[t], t == winner)) return false;
  if (winner != NOTHING) agree(k, (uint64_t)b[winner]);
  return true;
}

static bool replay(talk *k) {
  int64_t standing = NOTHING;
  uint64_t yes = 0;
  for (k->step = 0; k->step < k->steps && !k->agreed; k->step++) {
    bool same = k->protocol[0] == 'r'   ? rotating(k)
                : k->protocol[0] == 's' ? stacked(k, &standing, &yes)
                                        : voting(k);
    if (!same) return false;
  }
  bool same = k->at == k->found->n_events && k->found->one_agreed == k->agreed &&
              (!k->agreed || k->found->one_bundle.index == k->deal);
  if (!same) ply_text_addf(k->why, "%s: the session ends otherwise", k->protocol);
  return same;
}

/* ---- setting up ---- */

static void read_manner(talk *k, int t, const char *text) {
  sscanf(text, "%39[^:]", k->name[t]);
  k->exponent[t] = is(k, t, "boulware") ? 0.2 : is(k, t, "conceder") ? 5 : 1;
  const char *exponent = strstr(text, "exponent="), *how = strstr(text, "pick=");
  if (exponent != NULL) k->exponent[t] = atof(exponent + 9);
  strcpy(k->pick[t], "closest");
  if (how != NULL) sscanf(how + 5, "%11[a-z]", k->pick[t]);
  k->target[t] = best(k, t);
}

/* Talkers, in the order of the page; how many. */
static int list_talkers(const ply_scenario *s, int *actor) {
  int n = 0;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].consent == PLY_REQUIRED || s->actors[i].consent == PLY_COUNTED) actor[n++] = i;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].consent == PLY_IF_MEMBER && s->actors[i].candidate) actor[n++] = i;
  for (int i = 0; i < s->n_actors; i++)
    if (s->actors[i].consent == PLY_IF_HOLDS) actor[n++] = i;
  return n;
}

static bool any_feasible(const oracle *o) {
  for (uint64_t b = 0; b < o->raw; b++)
    if (o->feasible[b]) return true;
  return false;
}

/* A session of the program: protocol and manners drawn from the seed. */
static ply_status told_session(const ply_scenario *s, uint64_t seed, const char *protocol, int rounds,
                               int threads, uint64_t sessions, ply_manner *manner, size_t most_listed,
                               uint64_t trace, ply_negotiation **out, ply_err *err) {
  ply_game *game = NULL;
  *out = NULL;
  ply_status status = ply_game_compile(s, NULL, NULL, &game, err);
  ply_negotiate_settings settings = {.protocol = protocol,
                                     .rounds = rounds,
                                     .sessions = sessions,
                                     .seed = seed,
                                     .mediator = -1,
                                     .start = -1,
                                     .heat = 0.2,
                                     .manner = manner,
                                     .trace = trace,
                                     .threads = threads,
                                     .most_listed = most_listed};
  if (status == PLY_OK) status = ply_negotiate(game, &settings, out, err);
  ply_game_free(game);
  return status;
}

static ply_status session(const ply_scenario *s, uint64_t seed, const char *protocol, int rounds, int threads,
                          uint64_t sessions, ply_manner *manner, size_t most_listed, ply_negotiation **out,
                          ply_err *err) {
  return told_session(s, seed, protocol, rounds, threads, sessions, manner, most_listed, 1, out, err);
}

/* A session that nobody is told of goes the short way (by_clock.c): it must end as the one told does. */
static bool goes_the_short_way(const ply_scenario *s, uint64_t seed, ply_text *why) {
  static const char *const by_clock[] = {"linear", "boulware", "conceder", "hardliner", "time:exponent=0.7"};
  int actor[PLY_MAX_ACTORS], n = list_talkers(s, actor), rounds = 1 + (int)(seed % 60);
  ply_manner manner[PLY_MAX_ACTORS] = {0};
  bool *line = oracle_likely_lines(s, NULL), holds = true;
  oracle *o = oracle_new(s, NULL, line);
  for (int t = 0; t < n; t++) {
    size_t mixed = seed % 3 == 0 ? (size_t)t : 0;
    ck_assert_int_eq(ply_manner_read(by_clock[(seed / 3 + mixed) % 5], &manner[actor[t]], NULL), PLY_OK);
  }
  if (n > 0 && o->settles && any_feasible(o)) {
    ply_negotiation *told = NULL, *brief = NULL;
    ply_err err = {0};
    holds = told_session(s, seed, "rotating", rounds, 1, 1, manner, 0, 1, &told, &err) == PLY_OK &&
            told_session(s, seed, "rotating", rounds, 1, 1, manner, 0, 0, &brief, &err) == PLY_OK;
    if (!holds) ply_text_add(why, err.message);
    holds = holds && told->one_agreed == brief->one_agreed && told->one_step == brief->one_step &&
            (!told->one_agreed || told->one_bundle.index == brief->one_bundle.index);
    if (!holds) ply_text_addf(why, "%d rounds", rounds);
    ply_negotiation_free(told);
    ply_negotiation_free(brief);
  }
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(what_hangs_on_the_clock_goes_the_short_way) {
  check_games("negotiate-clock", (random_wish){.most = 250}, 850001, 400, goes_the_short_way);
  check_games("negotiate-clock-smooth", (random_wish){.most = 250, .smooth = true}, 860001, 400,
              goes_the_short_way);
}
END_TEST

static bool as_defined(const ply_scenario *s, uint64_t seed, ply_text *why) {
  talk k = {.why = why};
  k.n = list_talkers(s, k.actor);
  if (k.n == 0) return true;
  bool *line = oracle_likely_lines(s, NULL);
  oracle *o = oracle_new(s, NULL, line);
  bool holds = true;
  for (int p = 0; p < 3 && holds && o->settles && any_feasible(o); p++) {
    k = (talk){.why = why, .o = o, .protocol = protocols[p], .n = k.n};
    list_talkers(s, k.actor);
    int rounds = 1 + (int)(seed % 7);
    ply_manner manner[PLY_MAX_ACTORS] = {0};
    for (int t = 0; t < k.n; t++) {
      const char *text = manners[(seed / 7 + (uint64_t)t * 3 + (uint64_t)p * 5 + seed / 13) % N_MANNERS];
      read_manner(&k, t, text);
      ck_assert_int_eq(ply_manner_read(text, &manner[k.actor[t]], NULL), PLY_OK);
    }
    k.steps = p == 2 ? rounds : rounds * k.n;
    for (size_t most = 0; most < 2 && holds; most++) { /* listed, and as if there were too many to list */
      ply_negotiation *found = NULL;
      ply_err err = {0};
      talk fresh = k;
      holds = session(s, seed, protocols[p], rounds, 1, 1, manner, most, &found, &err) == PLY_OK;
      if (!holds) ply_text_addf(why, "%s: %s", protocols[p], err.message);
      fresh.found = found;
      holds = holds && replay(&fresh);
      if (!holds) ply_text_add(why, most > 0 ? " (not listed)" : "");
      ply_negotiation_free(found);
    }
  }
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(sessions_are_as_defined) {
  check_games("negotiate", (random_wish){.most = 250}, 810001, 500, as_defined);
}
END_TEST

START_TEST(sessions_without_ties_are_as_defined) {
  check_games("negotiate-smooth", (random_wish){.most = 250, .smooth = true}, 820001, 200, as_defined);
}
END_TEST

/* ---- single texts ---- */

/* Every text follows from the one that stands by one position; hill climbers say yes to what is no worse; a
 * change stands iff all who are asked say yes; the last one is a deal iff it is acceptable. */
static bool texts_hold(const oracle *o, const ply_negotiation *n, ply_text *why) {
  talk k = {.o = o};
  k.n = list_talkers(o->scenario, k.actor);
  uint64_t text = n->events[0].bundle.index;
  for (size_t e = 1; e < n->n_events; e++) {
    const ply_told_event *v = &n->events[e];
    if (strcmp(v->does, "pass") == 0) continue;
    if (strcmp(v->does, "accept") == 0) {
      bool deal = o->in_a[v->bundle.index] && v->bundle.index == text;
      if (deal != v->stands || deal != n->one_agreed) ply_text_add(why, "the last text: ");
      return deal == v->stands && deal == n->one_agreed;
    }
    uint64_t yes = 0, asked = 0, b = v->bundle.index;
    for (int t = 0; t < k.n; t++) {
      if (!is_party(&k, t, text) && !is_party(&k, t, b)) continue;
      asked |= bit(&k, t);
      if (u(&k, t, b) >= u(&k, t, text) - own_eps(&k, t)) yes |= bit(&k, t);
    }
    if (!o->feasible[b] || differ(&k, text, b) != 1 || yes != v->yes || v->stands != (yes == asked)) {
      ply_text_addf(why, "step %d: text %llu to %llu", v->step, (unsigned long long)text,
                    (unsigned long long)b);
      return false;
    }
    if (v->stands) text = b;
  }
  return false;
}

static bool single_text(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int actor[PLY_MAX_ACTORS];
  bool *line = oracle_likely_lines(s, NULL), holds = true;
  oracle *o = oracle_new(s, NULL, line);
  if (list_talkers(s, actor) > 0 && o->settles && any_feasible(o)) {
    ply_negotiation *found = NULL;
    ply_err err = {0};
    holds = session(s, seed, "single-text", 20, 1, 1, NULL, seed % 2, &found, &err) == PLY_OK;
    if (!holds) ply_text_add(why, err.message);
    holds = holds && texts_hold(o, found, why);
    ply_negotiation_free(found);
  }
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(single_texts_are_as_defined) {
  check_games("negotiate-text", (random_wish){.most = 250}, 830001, 300, single_text);
}
END_TEST

/* ---- a mediator that learns ---- */

/* Every answer is that of who would sign, the first text that is acceptable is a deal, later ones leave nobody whom
 * they ask worse off, and the last that stands is the deal. */
static bool learning_holds(const oracle *o, const ply_negotiation *n, ply_text *why) {
  talk k = {.o = o};
  k.n = list_talkers(o->scenario, k.actor);
  int64_t deal = NOTHING;
  int first = NOTHING;
  for (size_t e = 0; e < n->n_events; e++) {
    const ply_told_event *v = &n->events[e];
    uint64_t yes = 0, b = v->bundle.index;
    bool worse = false;
    for (int t = 0; t < k.n; t++) {
      if (is_party(&k, t, b) && signs(&k, t, b)) yes |= bit(&k, t);
      if (deal != NOTHING && (is_party(&k, t, b) || is_party(&k, t, (uint64_t)deal)))
        worse = worse || u(&k, t, b) < u(&k, t, (uint64_t)deal) - PLY_EPS;
    }
    bool stands = o->in_a[b] && !worse;
    if (yes != v->yes || stands != v->stands) {
      ply_text_addf(why, "step %d: text %llu", v->step, (unsigned long long)b);
      return false;
    }
    if (stands && first == NOTHING) first = v->step;
    if (stands) deal = (int64_t)b;
  }
  return n->one_agreed == (deal != NOTHING) &&
         (deal == NOTHING || (n->one_step == first && n->one_bundle.index == (uint64_t)deal));
}

static bool learning_text(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int actor[PLY_MAX_ACTORS];
  bool *line = oracle_likely_lines(s, NULL), holds = true;
  oracle *o = oracle_new(s, NULL, line);
  if (list_talkers(s, actor) > 0 && o->settles && any_feasible(o)) {
    ply_negotiation *found = NULL;
    ply_err err = {0};
    holds = session(s, seed, "learning-text", 30, 1, 1, NULL, seed % 2, &found, &err) == PLY_OK;
    if (!holds) ply_text_add(why, err.message);
    holds = holds && learning_holds(o, found, why);
    ply_negotiation_free(found);
  }
  oracle_free(o);
  free(line);
  return holds;
}

START_TEST(learning_texts_are_as_defined) {
  check_games("negotiate-learning", (random_wish){.most = 250}, 835001, 200, learning_text);
}
END_TEST

/* ---- threads, and deals of sessions left to chance ---- */

static bool same_summary(const ply_negotiation *a, const ply_negotiation *b) {
  if (a->agreed.count != b->agreed.count || a->n_deals != b->n_deals || a->n_events != b->n_events)
    return false;
  for (int k = 0; k < a->n_deals; k++)
    if (a->deals[k].bundle.index != b->deals[k].bundle.index || a->deals[k].count != b->deals[k].count)
      return false;
  for (int t = 0; t < a->n_talkers; t++)
    if (memcmp(&a->talkers[t].gain, &b->talkers[t].gain, sizeof a->talkers[t].gain) != 0) return false;
  return true;
}

static bool threads_agree(const ply_scenario *s, uint64_t seed, ply_text *why) {
  int actor[PLY_MAX_ACTORS], n = list_talkers(s, actor);
  static const char *const all[] = {"rotating", "stacked", "voting", "single-text", "learning-text"};
  const char *protocol = all[seed % 5];
  ply_manner manner[PLY_MAX_ACTORS] = {0};
  for (int t = 0; t < n; t++)
    ply_manner_read(seed % 5 >= 3 ? "annealer" : t % 2 ? "random" : "linear", &manner[actor[t]], NULL);
  ply_negotiation *one = NULL, *two = NULL;
  ply_err err = {0};
  ply_status status = session(s, seed, protocol, 5, 1, 70, manner, seed / 5 % 2, &one, &err);
  if (status == PLY_E_INPUT) return true; /* nobody to talk, or nothing to talk about */
  if (status == PLY_OK) status = session(s, seed, protocol, 5, 3, 70, manner, seed / 5 % 2, &two, &err);
  bool holds = status == PLY_OK && same_summary(one, two);
  if (!holds) ply_text_addf(why, "%s: one thread and three differ; %s", protocol, err.message);
  for (int k = 0; holds && k < one->n_deals; k++)
    if (!one->deals[k].acceptable) {
      ply_text_addf(why, "%s: deal %llu is not acceptable", protocol,
                    (unsigned long long)one->deals[k].bundle.index);
      holds = false;
    }
  ply_negotiation_free(one);
  ply_negotiation_free(two);
  return holds;
}

START_TEST(threads_change_nothing) {
  check_games("negotiate-threads", (random_wish){.most = 250}, 840001, 200, threads_agree);
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("negotiate");
  TCase *tests = tcase_create("sessions");
  tcase_set_timeout(tests, 300);
  tcase_add_test(tests, sessions_are_as_defined);
  tcase_add_test(tests, sessions_without_ties_are_as_defined);
  tcase_add_test(tests, what_hangs_on_the_clock_goes_the_short_way);
  tcase_add_test(tests, single_texts_are_as_defined);
  tcase_add_test(tests, learning_texts_are_as_defined);
  tcase_add_test(tests, threads_change_nothing);
  suite_add_tcase(suite, tests);
  return suite;
}
