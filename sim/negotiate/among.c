/* Which strategies are best replies to each other? Every assignment of the listed strategies to the roles is
 * played with the same sessions (the same draws); a role's payoff is the mean of its actors' mean payoffs. The
 * pure equilibria of that game, and each assignment's regret, follow by looking at every role that changes
 * alone (empirical game-theoretic analysis: Wellman 2006, AAAI). Cost: strategies ^ roles runs. */
#include "sim/negotiate/among.h"

#include "sim/equilibria/equilibria.h"
#include "sim/solve/solve.h"

#include <stdlib.h>
#include <string.h>

typedef struct contest {
  const ply_game *game;
  const ply_negotiate_settings *settings;
  const ply_manner *strategies;
  const int *roles;
  ply_contest *out;
  double *payoff, *share, *regret;
} contest;

/* How far apart the assignments are that differ in that role alone. */
static uint64_t stride_of(const ply_contest *c, int role) {
  uint64_t stride = 1;
  for (int r = c->n_roles - 1; r > role; r--) stride *= (uint64_t)c->n_strategies;
  return stride;
}

static int strategy_of(const ply_contest *c, uint64_t profile, int role) {
  return (int)(profile / stride_of(c, role) % (uint64_t)c->n_strategies);
}

static double mean_payoff(const ply_negotiation *n, const ply_contest_role *role) {
  double sum = 0;
  for (int k = 0; k < role->n_actors; k++)
    for (int t = 0; t < n->n_talkers; t++)
      if (n->talkers[t].actor == role->actors[k]) sum += n->talkers[t].payoff.mean;
  return sum / role->n_actors;
}

static ply_status play(contest *c, uint64_t profile, ply_err *err) {
  ply_contest *out = c->out;
  ply_manner manner[PLY_MAX_ACTORS] = {0};
  ply_negotiate_settings settings = *c->settings;
  ply_negotiation *n = NULL;
  for (int i = 0; i < c->game->n_actors; i++) {
    if (settings.manner != NULL) manner[i] = settings.manner[i];
    if (c->roles[i] >= 0) manner[i] = c->strategies[strategy_of(out, profile, c->roles[i])];
  }
  settings.manner = manner;
  settings.trace = 0;
  ply_status status = ply_negotiate(c->game, &settings, &n, err);
  if (status != PLY_OK) return status;
  for (int r = 0; r < out->n_roles; r++)
    c->payoff[profile * (uint64_t)out->n_roles + (uint64_t)r] = mean_payoff(n, &out->roles[r]);
  c->share[profile] = n->agreed.share;
  out->sessions = n->agreed.of;
  out->rounds = n->rounds;
  out->protocol = n->protocol;
  out->numbers = n->numbers;
  ply_negotiation_free(n);
  return PLY_OK;
}

/* The largest gain of one role that changes alone. */
static double regret_of(const contest *c, uint64_t profile) {
  const ply_contest *out = c->out;
  double most = 0;
  for (int r = 0; r < out->n_roles; r++) {
    uint64_t stride = stride_of(out, r), base = profile - (uint64_t)strategy_of(out, profile, r) * stride;
    for (int s = 0; s < out->n_strategies; s++) {
      uint64_t other = base + (uint64_t)s * stride, n = (uint64_t)out->n_roles;
      double gain = c->payoff[other * n + (uint64_t)r] - c->payoff[profile * n + (uint64_t)r];
      if (gain > most) most = gain;
    }
  }
  return most;
}

static bool find_equilibria(contest *c) {
  ply_contest *out = c->out;
  uint64_t *found = PLY_NEW(out->arena, out->n_profiles, uint64_t);
  for (uint64_t p = 0; found != NULL && p < out->n_profiles; p++) {
    c->regret[p] = regret_of(c, p);
    if (c->regret[p] <= PLY_EPS) found[out->n_equilibria++] = p;
  }
  out->equilibria = found;
  return found != NULL;
}

/* ---- mixed ---- */

/* Payoffs of a profile's roles as a game of the solvers, whose first player's strategy moves fastest. */
static ply_status to_finite(const contest *c, ply_finite **out, ply_err *err) {
  const ply_contest *from = c->out;
  int n[PLY_MAX_ACTORS];
  for (int r = 0; r < from->n_roles; r++) n[r] = from->n_strategies;
  ply_status status = ply_finite_new(from->n_roles, n, false, 0, out, err);
  if (status != PLY_OK) return status;
  for (int r = 0; r < from->n_roles; r++) (*out)->payoffs[r].eps = PLY_EPS;
  for (uint64_t p = 0; p < from->n_profiles; p++) {
    uint64_t at = 0;
    for (int r = 0; r < from->n_roles; r++) at += (uint64_t)strategy_of(from, p, r) * (*out)->stride[r];
    for (int r = 0; r < from->n_roles; r++)
      (*out)->payoffs[r].plain[at] = c->payoff[p * (uint64_t)from->n_roles + (uint64_t)r];
  }
  return ply_finite_name(*out, err);
}

/* What one role could gain by moving alone, recomputed from the payoffs. */
static double mixed_regret(const contest *c, const double *chance) {
  const ply_contest *out = c->out;
  double most = 0, room[PLY_MOST_PROFILES];
  for (int r = 0; r < out->n_roles; r++) {
    double mean = 0;
    for (int s = 0; s < out->n_strategies; s++) room[s] = 0;
    for (uint64_t p = 0; p < out->n_profiles; p++) {
      double others = 1;
      for (int j = 0; j < out->n_roles; j++)
        if (j != r) others *= chance[j * out->n_strategies + strategy_of(out, p, j)];
      room[strategy_of(out, p, r)] += others * c->payoff[p * (uint64_t)out->n_roles + (uint64_t)r];
    }
    for (int s = 0; s < out->n_strategies; s++) mean += chance[r * out->n_strategies + s] * room[s];
    for (int s = 0; s < out->n_strategies; s++) most = room[s] - mean > most ? room[s] - mean : most;
  }
  return most;
}

/* One equilibrium in mixed strategies, where none is pure; left open where the solver finds none in its time. */
static ply_status find_mixed(contest *c, ply_err *err) {
  ply_contest *out = c->out;
  ply_finite *game = NULL;
  ply_equilibria *answers = NULL;
  if (out->n_equilibria > 0) return PLY_OK;
  ply_status status = to_finite(c, &game, err);
  if (status == PLY_OK) {
    const ply_find find = {.what = "one", .effort = 0.2, .stop = c->settings->stop};
    status = ply_equilibria_find(game, &find, &answers, err);
  }
  if (status == PLY_OK && answers->one.n_listed > 0 && answers->one.items[0].chance != NULL) {
    size_t n = (size_t)out->n_roles * (size_t)out->n_strategies;
    double *chance = PLY_NEW(out->arena, n, double);
    for (size_t k = 0; chance != NULL && k < n; k++) chance[k] = answers->one.items[0].chance[k].value;
    if (chance == NULL) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
    if (chance != NULL && (out->mixed_regret = mixed_regret(c, chance)) <= 1e-6) out->mixed = chance;
  }
  ply_equilibria_free(answers);
  ply_finite_free(game);
  return status == PLY_E_USAGE ? PLY_OK : status; /* no answer for such a game */
}

/* ---- setting up ---- */

static ply_status name_roles(contest *c, int n_roles, ply_err *err) {
  ply_contest *out = c->out;
  int talker[PLY_MAX_ACTORS], n = ply_negotiate_talkers(c->game, talker);
  ply_contest_role *roles = PLY_NEW(out->arena, n_roles + 1, ply_contest_role);
  if (roles == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int r = 0; r < n_roles; r++) {
    int *actors = PLY_NEW(out->arena, n + 1, int);
    ply_text name;
    ply_text_init(&name);
    for (int t = 0; t < n && actors != NULL; t++) {
      if (c->roles[talker[t]] != r) continue;
      ply_text_addf(&name, "%s%s", name.length > 0 ? "+" : "", c->game->scenario->actors[talker[t]].id);
      actors[roles[r].n_actors++] = talker[t];
    }
    roles[r].actors = actors;
    roles[r].name = name.length > 0 ? ply_arena_strdup(out->arena, name.data) : NULL;
    ply_text_done(&name);
    if (roles[r].n_actors == 0) return ply_err_set(err, PLY_E_USAGE, "role %d holds nobody who talks", r + 1);
    if (roles[r].name == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  }
  out->roles = roles;
  out->n_roles = n_roles;
  return PLY_OK;
}

static bool name_strategies(contest *c, int n) {
  const char **names = PLY_NEW(c->out->arena, n + 1, const char *);
  for (int s = 0; s < n && names != NULL; s++) {
    ply_text name;
    ply_text_init(&name);
    ply_manner_write(&c->strategies[s], &name);
    names[s] = name.failed ? NULL : ply_arena_strdup(c->out->arena, name.data);
    ply_text_done(&name);
    if (names[s] == NULL) return false;
  }
  c->out->strategies = names;
  c->out->n_strategies = n;
  return names != NULL;
}

static ply_status set_up(contest *c, int n_strategies, int n_roles, ply_err *err) {
  ply_contest *out = c->out;
  uint64_t profiles = 1;
  if (n_strategies < 2)
    return ply_err_set(err, PLY_E_USAGE, "the game of strategies needs at least two of them");
  for (int r = 0; r < n_roles; r++)
    if ((profiles *= (uint64_t)n_strategies) > PLY_MOST_PROFILES)
      return ply_err_set(err, PLY_E_USAGE,
                         "%d strategies for %d roles are more than %d assignments: put actors "
                         "that should talk alike into one --role",
                         n_strategies, n_roles, PLY_MOST_PROFILES);
  out->n_profiles = profiles;
  ply_status status = name_roles(c, n_roles, err);
  if (status != PLY_OK) return status;
  out->payoff = c->payoff = PLY_NEW(out->arena, profiles * (uint64_t)n_roles, double);
  out->share = c->share = PLY_NEW(out->arena, profiles, double);
  out->regret = c->regret = PLY_NEW(out->arena, profiles, double);
  bool good = c->payoff != NULL && c->share != NULL && c->regret != NULL &&
              name_strategies(c, n_strategies) && ply_frame_fill(c->game, out->arena, &out->frame);
  return good ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "not enough memory");
}

ply_status ply_negotiate_among(const ply_game *game, const ply_negotiate_settings *settings,
                               const ply_manner *strategies, int n_strategies, const int *roles, int n_roles,
                               ply_contest **out, ply_err *err) {
  contest c = {.game = game, .settings = settings, .strategies = strategies, .roles = roles};
  *out = NULL;
  c.out = ply_contest_new();
  if (c.out == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  ply_status status = set_up(&c, n_strategies, n_roles, err);
  for (uint64_t p = 0; status == PLY_OK && p < c.out->n_profiles; p++) status = play(&c, p, err);
  c.out->seed = settings->seed;
  if (status == PLY_OK && !find_equilibria(&c)) status = ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  if (status == PLY_OK) status = find_mixed(&c, err);
  if (status == PLY_OK)
    *out = c.out;
  else
    ply_contest_free(c.out);
  return status;
}
